//! Every direct outside dependency has a row in `docs/dependencies.md`, and every row there is about a crate somebody
//! uses. Whether the row's reasons are good is for people.

use super::Finding;
use crate::workspace::Package;
use std::collections::BTreeMap;

/// The file with one row per direct dependency.
pub const TABLE: &str = "docs/dependencies.md";

/// Dependencies without a row, and rows without a dependency.
///
/// *Shape*: a row is a line of a Markdown table whose first cell names crates in back-quotes.
pub fn check(packages: &[Package], table: &str) -> Vec<Finding> {
    let rows = rows(table);
    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    for package in packages {
        for dependency in package.dependencies.iter().filter(|dependency| !dependency.inside) {
            used.entry(&dependency.name).or_insert(&package.name);
        }
    }
    let missing = used.iter().filter(|(name, _)| !rows.contains_key(**name)).map(|(name, package)| {
        Finding::new(
            TABLE,
            format!("no row for `{name}`, which {package} uses: need, chosen, rejected, if it dies"),
        )
    });
    let stale = rows.iter().filter(|(name, _)| !used.contains_key(**name)).map(|(name, line)| {
        Finding::new(format!("{TABLE}:{line}"), format!("no package uses `{name}`: remove its row"))
    });
    missing.chain(stale).collect()
}

/// The crates that have a row, with the row's line.
fn rows(table: &str) -> BTreeMap<&str, usize> {
    let mut rows = BTreeMap::new();
    for (index, line) in table.lines().enumerate() {
        let Some(first_cell) = line.strip_prefix('|').and_then(|rest| rest.split('|').next()) else {
            continue;
        };
        for (part, name) in first_cell.split('`').enumerate() {
            if part % 2 == 1 {
                rows.insert(name, index + 1);
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Dependency;
    use std::path::PathBuf;

    fn findings(used: &[&str], table: &str) -> Vec<String> {
        let dependency = |name: &&str| Dependency {
            name: (*name).to_owned(),
            inside: name.starts_with("rank"),
            for_tests: true,
        };
        let package = Package {
            name: "rankfile-roll".to_owned(),
            manifest: PathBuf::new(),
            folder: String::new(),
            dependencies: used.iter().map(dependency).collect(),
        };
        check(&[package], table).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_dependency_with_a_row_is_fine_and_rooms_need_none() {
        assert_eq!(
            findings(&["csv", "rankfile-x"], "| crate | need |\n| --- | --- |\n| `csv` | rolls |\n"),
            [""; 0]
        );
    }

    #[test]
    fn a_dependency_without_a_row_is_found() {
        let found = findings(&["csv", "hex"], "| `csv` | rolls, not `hex` |\n");
        assert!(matches!(&found[..], [one] if one.contains("no row for `hex`")), "{found:?}");
    }

    #[test]
    fn a_row_that_outlived_its_dependency_is_found() {
        let found = findings(&["csv"], "| `csv`, `chrono` | rolls |\n");
        assert!(matches!(&found[..], [one] if one.contains("no package uses `chrono`")), "{found:?}");
    }
}
