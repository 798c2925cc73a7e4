//! Programs of a Debian release other than the machine's: fetched by apt with a private sources file, state and cache
//! (so apt checks the signatures and nothing of the system changes), unpacked beside each other, and started through
//! their own dynamic loader. Needs no root. Two releases of `belenios-tool` live side by side this way.

use super::sources::Mirror;
use crate::shell;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What to do where this cannot be done.
pub const HOW: &str = "on Debian, or elsewhere with apt-get, dpkg and Debian's keyring, name a Debian mirror in \
                       RANKFILE_DEBIAN_MIRROR; or put a program of that name on the search path";

/// One program of one Debian release.
pub struct Release {
    /// The program, and what it judges.
    pub what: &'static str,
    suite: &'static str,
    folder: &'static str,
    program: &'static str,
    wrapper: &'static str,
    /// How `--version` begins when it is the right one.
    version: &'static str,
    packages: &'static [&'static str],
}

/// Both releases of `belenios-tool` that the tests use.
pub const RELEASES: &[Release] = &[
    Release {
        what: "belenios-tool 2.0 (judges elections in the BELENIOS-2048 group)",
        suite: "bookworm",
        folder: "belenios-2.0",
        program: "usr/bin/belenios-tool",
        wrapper: "belenios-tool-2",
        version: "2.0",
        packages: &["belenios-tool", "libc6", "libgmp10", "zlib1g"],
    },
    Release {
        what: "belenios-tool 3.0 (judges elections in the Ed25519 group, and single ballots)",
        suite: "trixie",
        folder: "belenios-3.0",
        program: "usr/bin/belenios-tool",
        wrapper: "belenios-tool-3",
        version: "3.0",
        packages: &[
            "belenios-tool",
            "libc6",
            "libgmp10",
            "libsodium23",
            "zlib1g",
            "libev4t64",
            "libssl3t64",
            "libzstd1",
        ],
    },
];

/// Makes sure that `home/bin/<wrapper>` starts the program of that release.
///
/// *Errors*: no Debian mirror is known, the packages cannot be fetched, or the program does not start.
pub fn unpack(release: &Release, home: &Path) -> Result<()> {
    let wrapper = home.join("bin").join(release.wrapper);
    if starts(&wrapper, release.version) {
        return Ok(());
    }
    if let Some(installed) = shell::find(release.wrapper).filter(|program| starts(program, release.version)) {
        return link(&installed, &wrapper);
    }
    eprintln!("xtask: fetching {} from Debian {}", release.folder, release.suite);
    let root = home.join(release.folder);
    let packages = fetch(release, home)?;
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(&root)?;
    for package in packages {
        shell::read(Command::new("dpkg").arg("-x").arg(package).arg(&root))?;
    }
    write_wrapper(release, &root, &wrapper)?;
    // Lists of packages are large and soon out of date.
    std::fs::remove_dir_all(home.join("apt").join(release.suite))?;
    if !starts(&wrapper, release.version) {
        bail!("{} was unpacked but does not start as version {}", wrapper.display(), release.version);
    }
    Ok(())
}

/// Downloads the packages of a release and returns their files.
fn fetch(release: &Release, home: &Path) -> Result<Vec<PathBuf>> {
    for tool in ["apt-get", "dpkg"] {
        shell::find(tool).with_context(|| format!("`{tool}` is not on this machine"))?;
    }
    let mirror = Mirror::find().context("apt's sources name no Debian mirror")?;
    let apt = home.join("apt").join(release.suite);
    for folder in ["state/lists/partial", "cache/archives/partial", "packages", "none"] {
        std::fs::create_dir_all(apt.join(folder))?;
    }
    std::fs::write(apt.join("release.sources"), mirror.render(release.suite))?;
    // As root apt would fetch as a user of its own, who may not write here.
    let settings = format!(
        "Dir::State \"{apt}/state\";\nDir::State::status \"/dev/null\";\nDir::Cache \"{apt}/cache\";\n\
         Dir::Etc::sourcelist \"{apt}/release.sources\";\nDir::Etc::sourceparts \"{apt}/none\";\n\
         Dir::Etc::preferencesparts \"{apt}/none\";\nAPT::Sandbox::User \"root\";\n\
         APT::Update::Error-Mode \"any\";\nAcquire::Languages \"none\";\nAcquire::Retries \"3\";\n",
        apt = apt.display()
    );
    std::fs::write(apt.join("apt.conf"), settings)?;
    let apt_get = || {
        let mut command = Command::new("apt-get");
        command.env("APT_CONFIG", apt.join("apt.conf")).arg("-qq").current_dir(apt.join("packages"));
        command
    };
    shell::read(apt_get().arg("update")).context("the list of packages cannot be fetched")?;
    shell::read(apt_get().arg("download").args(release.packages))
        .context("the packages cannot be fetched")?;
    let mut files = vec![];
    for entry in std::fs::read_dir(apt.join("packages"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "deb") {
            files.push(path);
        }
    }
    Ok(files)
}

/// Writes a script that starts the program through its own loader, with only its own libraries.
fn write_wrapper(release: &Release, root: &Path, wrapper: &Path) -> Result<()> {
    let libraries: Vec<PathBuf> = ["lib", "usr/lib"]
        .iter()
        .filter_map(|folder| std::fs::read_dir(root.join(folder)).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| {
            folder.file_name().is_some_and(|name| name.to_string_lossy().ends_with("-linux-gnu"))
        })
        .collect();
    let loader = libraries
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("ld-linux")))
        .context("the unpacked packages have no dynamic loader")?;
    let path: Vec<String> = libraries.iter().map(|folder| folder.display().to_string()).collect();
    let script = format!(
        "#!/bin/sh\nexec '{}' --library-path '{}' '{}' \"$@\"\n",
        loader.display(),
        path.join(":"),
        root.join(release.program).display()
    );
    write_program(wrapper, &script)
}

/// Writes a script that starts a program found elsewhere.
fn link(program: &Path, wrapper: &Path) -> Result<()> {
    write_program(wrapper, &format!("#!/bin/sh\nexec '{}' \"$@\"\n", program.display()))
}

fn write_program(path: &Path, script: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, script)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))?;
    Ok(())
}

fn starts(program: &Path, version: &str) -> bool {
    program.exists()
        && shell::read(Command::new(program).arg("--version")).is_ok_and(|said| said.starts_with(version))
}
