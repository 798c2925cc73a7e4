//! The judge of pages, axe-core: one script from one npm package at a pinned version, fetched by npm itself from whatever
//! registry it is set up with, and used only if the package's SHA-512 is the one written here. It is never shipped.

use crate::shell;
use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::Command;

/// What to do where it cannot be had.
pub const HOW: &str = "install Node.js with npm, let npm reach a registry, then run this again";
const PACKAGE: &str = "axe-core@4.14.1";
const TARBALL: &str = "axe-core-4.14.1.tgz";
/// The digest that registries publish for this version, in hexadecimal.
const SHA512: &str = "1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b73\
                      4f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5";

/// Makes sure that `home/axe/axe.min.js` is the script of that package.
///
/// *Errors*: npm is absent, the package cannot be fetched, or it is another than the one pinned.
pub fn fetch(home: &Path) -> Result<()> {
    let folder = home.join("axe");
    std::fs::create_dir_all(&folder)?;
    if is_pinned(&folder).is_err() {
        shell::find("npm").context("`npm` is not on this machine")?;
        eprintln!("xtask: fetching {PACKAGE}");
        let mut npm = Command::new("npm");
        // Nothing of it runs: a package is packed, not installed.
        npm.current_dir(&folder).args(["pack", PACKAGE, "--ignore-scripts", "--pack-destination", "."]);
        shell::read(&mut npm).context("the package cannot be fetched")?;
    }
    is_pinned(&folder)?;
    let mut tar = Command::new("tar");
    tar.current_dir(&folder).args(["-xzf", TARBALL, "--strip-components=1"]);
    shell::read(tar.args(["package/axe.min.js", "package/LICENSE"])).map(drop)
}

/// Whether the package is here and is the one pinned.
fn is_pinned(folder: &Path) -> Result<()> {
    let said = shell::read(Command::new("sha512sum").current_dir(folder).args(["--", TARBALL]))?;
    if said.split_whitespace().next() != Some(SHA512) {
        bail!("{TARBALL} is not the package that is pinned: its SHA-512 differs");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_package_of_that_name_is_refused() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("rankfile-axe-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(TARBALL), b"something else")?;
        let verdict = is_pinned(&folder);
        std::fs::remove_dir_all(&folder)?;
        assert!(verdict.is_err_and(|why| why.to_string().contains("not the package that is pinned")));
        Ok(())
    }
}
