//! What every package's manifest must say: the name its folder asks for, and that the workspace's lints hold in it. A
//! crate that forgot the second would escape the bans on clocks, randomness and unsafe code.

use super::Finding;
use crate::workspace::Package;

/// Rooms with a table of lints of their own, each with the reason. A test in the room holds it against the workspace's.
const OWN_LINTS: &[(&str, &str)] = &[(
    "desk",
    "unsafe code is denied there instead of forbidden, so that one file can name what a browser calls",
)];

/// What is wrong with one package's manifest.
pub fn check(package: &Package, manifest: &str) -> Vec<Finding> {
    let mut findings = vec![];
    let expected = match package.folder.as_str() {
        "rankfile" | "xtask" => package.folder.clone(),
        folder => format!("rankfile-{folder}"),
    };
    if package.name != expected {
        let message = format!("the package in this folder is called `{expected}`, not `{}`", package.name);
        findings.push(Finding::new(format!("{}/Cargo.toml", package.folder), message));
    }
    let mut lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[lints]").skip(1);
    let has_own =
        OWN_LINTS.iter().any(|(room, _)| *room == package.folder) && manifest.contains("[lints.clippy]");
    if lines.next() != Some("workspace = true") && !has_own {
        let message = "the workspace's lints do not hold here: add `[lints]` with `workspace = true`";
        findings.push(Finding::new(format!("{}/Cargo.toml", package.folder), message));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn count(name: &str, folder: &str, manifest: &str) -> usize {
        let package = Package {
            name: name.into(),
            manifest: PathBuf::new(),
            folder: folder.into(),
            dependencies: vec![],
        };
        check(&package, manifest).len()
    }

    #[test]
    fn a_manifest_with_the_right_name_and_lints_is_fine() {
        assert_eq!(count("rankfile-hall", "hall", "[package]\n\n[lints]\nworkspace = true\n"), 0);
        assert_eq!(count("rankfile", "rankfile", "[lints]\nworkspace = true\n"), 0);
    }

    #[test]
    fn a_manifest_without_the_lints_is_found() {
        assert_eq!(count("rankfile-hall", "hall", "[package]\nname = \"rankfile-hall\"\n"), 1);
        assert_eq!(count("rankfile-hall", "hall", "[lints]\nrust.unsafe_code = \"allow\"\n"), 1);
    }

    #[test]
    fn a_room_with_lints_of_its_own_must_have_some() {
        assert_eq!(
            count("rankfile-desk", "desk", "[lints.rust]\n\n[lints.clippy]\nunwrap_used = \"deny\"\n"),
            0
        );
        assert_eq!(count("rankfile-desk", "desk", "[package]\n"), 1);
    }

    #[test]
    fn a_package_named_otherwise_than_its_folder_is_found() {
        assert_eq!(count("hall", "hall", "[lints]\nworkspace = true\n"), 1);
    }
}
