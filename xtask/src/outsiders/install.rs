//! What the tests need from the system itself: Go and Python from the distribution's packages where this process may
//! install them, the WebAssembly target through rustup, and the Go program that judges the log, built from
//! `outsiders/go`. Everything is looked for first; nothing that is here is installed again.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program the tests ask, and the package that brings it.
const PROGRAMS: &[(&str, &str)] = &[
    ("chromedriver", "chromium-driver"),
    ("chromium", "chromium"),
    ("go", "golang-go"),
    ("node", "nodejs"),
    ("npm", "npm"),
    ("openssl", "openssl"),
    ("pdftotext", "poppler-utils"),
    ("python3", "python3"),
    ("xz", "xz-utils"),
];
/// A module of Python the tests ask for, and the package that brings it to the system's Python.
const MODULES: &[(&str, &str)] = &[
    ("aiosmtpd", "python3-aiosmtpd"),
    ("icalendar", "python3-icalendar"),
    ("jsonschema", "python3-jsonschema"),
];
/// Where Debian and Ubuntu keep Go source packages.
const GO_PATH: &str = "/usr/share/gocode";

/// Makes sure that every program and module that comes as a package is here.
///
/// *Errors*: something is absent and may not or cannot be installed.
pub fn packages() -> Result<()> {
    let missing = absent();
    if missing.is_empty() {
        return Ok(());
    }
    let names = |missing: &[(&str, &'static str)]| {
        missing.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    };
    let apt_get = privileged_apt_get().with_context(|| format!("{} absent", names(&missing)))?;
    let packages: Vec<&str> = missing.iter().map(|(_, package)| *package).collect();
    eprintln!("xtask: installing {}", packages.join(" "));
    // A mirror of somebody else's packages may be out of reach; what counts is whether the install then works.
    if let Err(complaint) = shell::read(apt_get().arg("update")) {
        eprintln!("xtask: {complaint:#}");
    }
    shell::read(apt_get().args(["install", "-y", "--no-install-recommends"]).args(&packages))
        .with_context(|| format!("{} absent", names(&missing)))?;
    match absent() {
        still if still.is_empty() => Ok(()),
        still => bail!("{} absent even after installing the packages", names(&still)),
    }
}

/// What is not here: its name, and its package.
fn absent() -> Vec<(&'static str, &'static str)> {
    let programs = PROGRAMS.iter().filter(|(name, _)| shell::find(name).is_none());
    let modules = MODULES.iter().filter(|(module, _)| !has_module(module));
    let mut absent: Vec<_> = programs.chain(modules).copied().collect();
    if !Path::new(GO_PATH).join("src/golang.org/x/mod/sumdb/tlog").is_dir() {
        absent.push(("golang.org/x/mod", "golang-golang-x-mod-dev"));
    }
    absent
}

/// Whether some Python here has a module: the one on the search path, or the system's.
fn has_module(module: &str) -> bool {
    ["python3", "/usr/bin/python3"].into_iter().any(|python| {
        let asked = Command::new(python).args(["-c", &format!("import {module}")]).output();
        asked.is_ok_and(|output| output.status.success())
    })
}

/// Builds `outsiders/go/tlogcheck` into `home/bin`.
///
/// *Errors*: Go or its module library is absent, or the program does not build.
pub fn tlogcheck(root: &Path, home: &Path) -> Result<()> {
    let source = root.join("outsiders/go/tlogcheck");
    if !source.is_dir() {
        bail!("its source is not in {}", source.display());
    }
    shell::find("go").context("`go` is not on this machine")?;
    let folder = home.join("bin");
    std::fs::create_dir_all(&folder)?;
    let mut go = Command::new("go");
    go.current_dir(&source)
        .env("GO111MODULE", "off")
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "")
        .env("GOPATH", format!("{}:{GO_PATH}", home.join("go").display()))
        .env("GOCACHE", home.join("go-cache"))
        .args(["build", "-o"])
        .arg(folder.join("tlogcheck"))
        .arg(".");
    shell::read(&mut go).map(drop)
}

/// Makes sure that Rust can build for the browser.
///
/// *Errors*: the target is absent and rustup cannot add it.
pub fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let is_here = || -> Result<bool> {
        let sysroot = shell::read(Command::new("rustc").args(["--print", "sysroot"]))?;
        Ok(PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
    };
    if is_here()? {
        return Ok(());
    }
    shell::find("rustup").context("the target is absent and so is rustup")?;
    shell::read(Command::new("rustup").args(["target", "add", TARGET]))?;
    if !is_here()? {
        bail!("rustup added the target for another toolchain than the one in use");
    }
    Ok(())
}

/// Whether the test data with known answers is where the tests look for it.
///
/// *Errors*: it is not.
pub fn test_data(root: &Path) -> Result<()> {
    let data =
        std::env::var_os("RANKFILE_TEST_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    for file in ["belenios/INDEX.tsv", "../tools/belenios_check.py"] {
        if !data.join(file).is_file() {
            bail!("no {}", data.join(file).display());
        }
    }
    Ok(())
}

/// How to start apt-get so that it may install.
///
/// *Errors*: this is neither Debian nor Ubuntu, or neither root nor sudo without a password.
fn privileged_apt_get() -> Result<impl Fn() -> Command> {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let is_known = release.lines().any(|line| {
        let value = line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")).unwrap_or_default();
        value.trim_matches('"').split_whitespace().any(|name| name == "debian" || name == "ubuntu")
    });
    if !is_known || shell::find("apt-get").is_none() {
        bail!("this is neither Debian nor Ubuntu");
    }
    let root = shell::is_root();
    if !root && shell::read(Command::new("sudo").args(["-n", "true"])).is_err() {
        bail!("installing needs root, or sudo without a password");
    }
    Ok(move || {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        if !root {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
        command
    })
}
