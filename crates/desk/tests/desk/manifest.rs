//! The manifest: this package cannot inherit the workspace's lints, because one of them is narrower here; so the table is held
//! against the workspace's word for word.

const WORKSPACE: &str = include_str!("../../../../Cargo.toml");
const PACKAGE: &str = include_str!("../../Cargo.toml");

/// The lines of a table that starts with this heading.
fn table<'a>(manifest: &'a str, heading: &str) -> Vec<&'a str> {
    let lines = manifest.lines().skip_while(|line| *line != heading).skip(1);
    lines.take_while(|line| !line.starts_with('[')).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_lints_are_the_workspaces_but_for_the_one_that_is_said() {
    assert_eq!(table(PACKAGE, "[lints.clippy]"), table(WORKSPACE, "[workspace.lints.clippy]"));
    let changed: Vec<String> = table(WORKSPACE, "[workspace.lints.rust]")
        .iter()
        .map(|line| line.replace("unsafe_code = \"forbid\"", "unsafe_code = \"deny\""))
        .collect();
    assert_eq!(table(PACKAGE, "[lints.rust]"), changed);
}

#[test]
fn only_the_exports_are_called_unsafe_and_no_block_is() {
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(&path).unwrap().replace("wasm-unsafe-eval", "");
            let exports = source.matches("#[unsafe(no_mangle)]").count();
            let all = source.matches("unsafe").count();
            let allowed = if path.ends_with("abi.rs") { (3, 6) } else { (0, 0) };
            assert_eq!((exports, all), allowed, "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 10);
}
