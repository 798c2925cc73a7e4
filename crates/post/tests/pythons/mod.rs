//! Finds a Python that has a module, and says loudly when there is none. It installs nothing.

#![allow(dead_code, reason = "each test file uses its part of it")]
#![allow(clippy::print_stderr, reason = "a check that was not made must be seen")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A Python that can import a module: from the folder `RANKFILE_OUTSIDERS`, the search path, or the system's own.
///
/// *Errors*: panics in the strict form of the tests (`RANKFILE_STRICT=1`) if there is none.
pub fn with_module(module: &str, what_goes_unchecked: &str) -> Option<PathBuf> {
    let prepared = std::env::var_os("RANKFILE_OUTSIDERS").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = prepared.into_iter().chain(std::env::split_paths(&path)).chain([PathBuf::from("/usr/bin")]);
    let found = folders.map(|folder| folder.join("python3")).find(|python| has(python, module));
    if found.is_none() {
        absent(&format!("a python3 with the module {module}"), what_goes_unchecked);
    }
    found
}

/// Says loudly that something is absent.
pub fn absent(what: &str, what_goes_unchecked: &str) {
    let how = "apt-get install python3-aiosmtpd python3-icalendar python3-jsonschema openssl, or the same names with pip";
    let said = format!(
        "ABSENT: {what} is not on this machine, so {what_goes_unchecked} goes unchecked. To get it: {how}."
    );
    eprintln!("{said}");
    assert!(std::env::var("RANKFILE_STRICT").as_deref() != Ok("1"), "{said}");
}

/// A script beside these tests, ready to be run.
pub fn script(python: &Path, name: &str) -> Command {
    let mut command = Command::new(python);
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/python").join(name));
    command.env("PYTHONIOENCODING", "utf-8").stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn has(python: &Path, module: &str) -> bool {
    let asked = Command::new(python).args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
    python.is_file() && asked.is_ok_and(|status| status.success())
}
