//! Finds the outside programs that judge this project's work. A program that is absent is said so loudly; in the strict
//! form of the tests (`RANKFILE_STRICT=1`, set by `cargo xtask test --strict`) its absence is a failure. This module
//! installs nothing: `cargo xtask outsiders` does. What each program judges is in `docs/outsiders.md`.

pub mod belenios;

use std::path::{Path, PathBuf};

/// How to get what is absent, for every program that `cargo xtask outsiders` prepares.
pub const HOW: &str =
    "run `cargo xtask test`, or `cargo xtask outsiders` and name the folder in RANKFILE_OUTSIDERS";

/// The program of that name: from the folder `RANKFILE_OUTSIDERS`, else from the search path.
pub fn find(name: &str) -> Option<PathBuf> {
    let prepared = std::env::var_os("RANKFILE_OUTSIDERS").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = prepared.into_iter().chain(std::env::split_paths(&path));
    folders.map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// The program of that name; if there is none, says so and returns nothing.
///
/// *Errors*: panics in the strict form of the tests, see [`absent`].
pub fn find_or_say_absent(name: &str) -> Option<PathBuf> {
    let found = find(name);
    if found.is_none() {
        absent(name, HOW);
    }
    found
}

/// The script of axe-core, which lies beside the folder of programs.
pub fn axe() -> Option<PathBuf> {
    let folder = std::env::var_os("RANKFILE_OUTSIDERS").map(PathBuf::from)?;
    Some(folder.parent()?.join("axe").join("axe.min.js")).filter(|script| script.is_file())
}

/// Says loudly that an outside program is absent and how to get it. The caller then leaves out what only that program
/// could judge.
///
/// *Errors*: panics if `RANKFILE_STRICT` is `1`: there nothing may be absent.
#[allow(clippy::print_stderr, reason = "a check that was not made must be seen")]
pub fn absent(name: &str, how: &str) {
    let said =
        format!("ABSENT: {name} is not on this machine, so what it judges goes unchecked. To get it: {how}.");
    eprintln!("{said}");
    assert!(std::env::var("RANKFILE_STRICT").as_deref() != Ok("1"), "{said}");
}

/// The folder of test data with known answers, if it is there: `RANKFILE_TEST_DATA`, else `../shared/data` beside the
/// checkout.
pub fn test_data() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("RANKFILE_TEST_DATA").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}
