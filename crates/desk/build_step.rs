//! Builds the desk for the browser. A build script or a test includes this file with `#[path]`; it is no module of the desk
//! and needs nothing but the standard library.
//!
//! The desk is built by a cargo of its own, in a folder of its own (the outer cargo holds the lock of its own folder until
//! its build ends), with nothing of the outer build's flags, and so that the same sources and compiler give the same bytes
//! wherever they lie.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

const TARGET: &str = "wasm32-unknown-unknown";

/// Fast where the arithmetic is, small everywhere else. `curve25519_dalek_bits` stays at 32, its choice for this target:
/// WebAssembly has no product of 64 by 64 bits into 128, and 64 takes twice the time. `simd128` changes nothing measurable.
const PROFILE: &[&str] = &[
    "profile.release.opt-level=\"s\"",
    "profile.release.package.curve25519-dalek.opt-level=3",
    "profile.release.package.rankfile-belenios.opt-level=3",
    "profile.release.package.sha2.opt-level=3",
    "profile.release.lto=\"fat\"",
    "profile.release.codegen-units=1",
    "profile.release.panic=\"abort\"",
    "profile.release.strip=true",
    "profile.release.debug=false",
    "profile.release.overflow-checks=false",
    "profile.release.incremental=false",
];

/// What an inner cargo may keep of the outer one's settings: where crates come from, and how many jobs run at once.
const KEPT: &[&str] = &[
    "CARGO_HOME",
    "CARGO_HTTP_",
    "CARGO_MAKEFLAGS",
    "CARGO_NET_",
    "CARGO_REGISTR",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
];

/// What cargo and clippy set for a build script, and what people set for a whole build.
const CLEARED: &[&str] = &[
    "CLIPPY_ARGS",
    "DEBUG",
    "DEP_",
    "HOST",
    "NUM_JOBS",
    "OPT_LEVEL",
    "OUT_DIR",
    "PROFILE",
    "RUSTC_LINKER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOC",
    "RUSTFLAGS",
    "TARGET",
];

/// For a build script: has the desk in `OUT_DIR` and says what it depends on. If it cannot be built, says why and ends the
/// build.
///
/// The inner build is kept beside the outer profiles, so that `check`, `test`, `clippy` and `--release` make it once between
/// them; when nothing it is made from has changed, the inner cargo sees that and does nothing.
#[allow(
    dead_code,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build script speaks to cargo by printing; tests use only what comes after"
)]
pub fn from_build_script() -> PathBuf {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names the output folder"));
    let package = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the package's folder"));
    let workspace = package.ancestors().nth(2).expect("packages are in crates/").to_owned();
    for part in ["belenios", "constitution", "count", "desk", "hall", "record"] {
        for watched in ["Cargo.toml", "src"] {
            println!(
                "cargo::rerun-if-changed={}",
                workspace.join("crates").join(part).join(watched).display()
            );
        }
    }
    for watched in ["Cargo.lock", "crates/desk/build_step.rs", "crates/desk/js", "crates/desk/texts"] {
        println!("cargo::rerun-if-changed={}", workspace.join(watched).display());
    }
    build_in(&workspace, &shared(&out).join("desk-build"), &out).unwrap_or_else(|why| {
        eprintln!("{why}");
        std::process::exit(1);
    })
}

/// The target folder that `OUT_DIR` lies in (`<target>/<profile>/build/<package>/out`), or `OUT_DIR` itself where a cargo
/// lays its folders out in another way.
fn shared(out: &Path) -> PathBuf {
    let mut above = out.ancestors().skip(2);
    let is_build = above.next().and_then(Path::file_name).is_some_and(|name| name == "build");
    let target = above.nth(1).filter(|_| is_build);
    target.unwrap_or(out).to_owned()
}

/// Builds the desk of a workspace; the module is `desk.wasm` in the folder `into`, beside the inner build's own files.
///
/// *Errors*: one line that says what is missing and how to get it, or what the inner cargo said.
#[allow(dead_code, reason = "the build script keeps the inner build elsewhere")]
pub fn build(workspace: &Path, into: &Path) -> Result<PathBuf, String> {
    build_in(workspace, &into.join("desk-build"), into)
}

fn build_in(workspace: &Path, inner: &Path, into: &Path) -> Result<PathBuf, String> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    check_target(Command::new(&rustc))?;
    let flags = remapped(workspace, inner, Command::new(&rustc));
    let mut output = run(workspace, inner, &flags, true)?;
    if !output.status.success() && wants_network(&output) && may_use_network() {
        output = run(workspace, inner, &flags, false)?;
    }
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("the desk does not build for the browser:\n{said}"));
    }
    let (made, module) = (inner.join(TARGET).join("release/rankfile_desk.wasm"), into.join("desk.wasm"));
    fs::copy(&made, &module).map_err(|why| format!("{}: {why}", made.display()))?;
    Ok(module)
}

fn check_target(mut rustc: Command) -> Result<(), String> {
    let printed = rustc.args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = printed.ok().map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    if folder.is_some_and(|folder| folder.is_dir()) {
        return Ok(());
    }
    Err(format!(
        "the compiler has no {TARGET}, which the desk is built for: run `rustup target add {TARGET}`"
    ))
}

fn run(workspace: &Path, inner: &Path, flags: &str, offline: bool) -> Result<Output, String> {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let begins = |list: &[&str]| list.iter().any(|start| name.starts_with(start));
        if begins(CLEARED) || (name.starts_with("CARGO") && !begins(KEPT)) {
            cargo.env_remove(&*name);
        }
    }
    cargo.current_dir(workspace).env("CARGO_ENCODED_RUSTFLAGS", flags);
    cargo.args(["rustc", "--release", "--locked", "--quiet", "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--package", "rankfile-desk", "--target", TARGET, "--target-dir"]).arg(inner);
    PROFILE.iter().for_each(|setting| {
        cargo.args(["--config", setting]);
    });
    if offline {
        cargo.arg("--offline");
    }
    cargo.output().map_err(|why| format!("cargo cannot be started to build the desk: {why}"))
}

/// Flags that take the places of this machine out of the module, separated as cargo wants them.
fn remapped(workspace: &Path, inner: &Path, mut rustc: Command) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let sources = home.as_deref().map(|home| home.join("registry/src"));
    let mut places: Vec<(PathBuf, String)> =
        vec![(workspace.to_owned(), "/rankfile".to_owned()), (inner.to_owned(), "/desk-build".to_owned())];
    places.extend(home.map(|home| (home, "/cargo".to_owned())));
    let registries = sources.and_then(|sources| fs::read_dir(sources).ok()).into_iter().flatten();
    places.extend(registries.flatten().map(|registry| (registry.path(), "/crates".to_owned())));
    // Where the standard library's sources are installed, the compiler names them instead of their usual place.
    let said = rustc.arg("-vV").output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let commit = said
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("commit-hash: ").map(str::to_owned));
    let sysroot = rustc_sysroot();
    places.extend(
        sysroot
            .zip(commit)
            .map(|(root, commit)| (root.join("lib/rustlib/src/rust"), format!("/rustc/{commit}"))),
    );
    let flags = places.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display()));
    flags.collect::<Vec<_>>().join("\u{1f}")
}

fn rustc_sysroot() -> Option<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "sysroot"]).output().ok()?;
    Some(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()))
}

/// Whether cargo failed for want of something it would have fetched.
fn wants_network(output: &Output) -> bool {
    String::from_utf8_lossy(&output.stderr).contains("--offline")
}

/// Whether the outer build may fetch: it was not told otherwise, by its settings or on its command line.
fn may_use_network() -> bool {
    if env::var("CARGO_NET_OFFLINE").is_ok_and(|offline| offline == "true") {
        return false;
    }
    let told = fs::read(format!("/proc/{}/cmdline", parent())).unwrap_or_default();
    !told.split(|byte| *byte == 0).any(|word| word == b"--offline" || word == b"--frozen")
}

#[cfg(unix)]
fn parent() -> u32 {
    std::os::unix::process::parent_id()
}

#[cfg(not(unix))]
fn parent() -> u32 {
    0
}
