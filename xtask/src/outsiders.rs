//! The outside programs that judge this project's work: fetched, unpacked or built under `target/outsiders`, so that
//! nothing of the system changes beyond distribution packages. What cannot be had is listed, with the way to get it,
//! and never silently skipped. `docs/outsiders.md` says what each program judges.

mod axe;
mod install;
mod sources;
mod unpack;

use crate::workspace::Workspace;
use std::path::PathBuf;

/// An outside check that cannot be made on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The program, and what goes unchecked without it.
    pub what: String,
    /// Why it is not here.
    pub why: String,
    /// How to get it.
    pub how: String,
}

/// What there is after preparing.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The folder with one program per name: `belenios-tool-2`, `belenios-tool-3`, `tlogcheck`.
    pub folder: PathBuf,
    /// What could not be had.
    pub absent: Vec<Absent>,
}

/// Gets every outside program that this machine allows.
pub fn prepare(workspace: &Workspace) -> Prepared {
    let home = workspace.target.join("outsiders");
    let folder = home.join("bin");
    let mut absent = vec![];
    let mut note = |what: &str, outcome: anyhow::Result<()>, how: &str| {
        if let Err(complaint) = outcome {
            absent.push(Absent { what: what.to_owned(), why: format!("{complaint:#}"), how: how.to_owned() });
        }
    };
    note(
        "python3, Go with golang.org/x/mod, Chromium, Node.js with npm and small tools (judges of elections, log, mail, pages)",
        install::packages(),
        "on Debian or Ubuntu, as root: apt-get install chromium chromium-driver golang-go golang-golang-x-mod-dev \
         nodejs npm openssl poppler-utils python3 python3-aiosmtpd python3-icalendar xz-utils",
    );
    for release in unpack::RELEASES {
        note(release.what, unpack::unpack(release, &home), unpack::HOW);
    }
    note(
        "tlogcheck (Go's own code verifies the log)",
        install::tlogcheck(&workspace.root, &home),
        "install Go and golang.org/x/mod (golang-go and golang-golang-x-mod-dev), then run this again",
    );
    note(
        "axe-core (judges every page for people who cannot see, hear or point)",
        axe::fetch(&home),
        axe::HOW,
    );
    note(
        "the wasm32-unknown-unknown target (floors 0 and 1 build for the browser)",
        install::wasm_target(),
        "rustup target add wasm32-unknown-unknown",
    );
    note(
        "test data with known answers, and belenios_check.py beside it",
        install::test_data(&workspace.root),
        "put it into ../shared/data beside the checkout, or name its folder in RANKFILE_TEST_DATA",
    );
    Prepared { folder, absent }
}

/// Says loudly what is absent and how to get it.
pub fn announce(absent: &[Absent]) {
    for Absent { what, why, how } in absent {
        eprintln!("ABSENT: {what}\n        why: {why}\n        how: {how}");
    }
}
