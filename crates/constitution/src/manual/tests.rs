//! The manual is whole, stands in the repository as it is made, and its examples parse and lint.

use super::*;
use std::path::Path;

/// Where the manual stands.
fn place() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/constitutions.md")
}

#[test]
fn the_manual_in_the_repository_is_the_one_the_definitions_make() {
    let made = manual();
    if std::env::var_os("RANKFILE_WRITE_MANUAL").is_some() {
        std::fs::write(place(), &made).expect("the manual can be written");
    }
    let kept = std::fs::read_to_string(place()).unwrap_or_default();
    assert!(
        kept == made,
        "docs/constitutions.md is not what the definitions make. Write it anew with:\n\
         RANKFILE_WRITE_MANUAL=1 cargo test -p rankfile-constitution --lib manual"
    );
}

#[test]
fn every_place_in_the_front_is_filled_and_every_word_is_told() {
    let made = manual();
    assert!(!made.contains("{{"), "a place is not filled");
    for kind in vocabulary::all() {
        assert!(made.contains(&format!("\n### `{}`\n", kind.shape.word)), "{}", kind.shape.word);
        for line in kind.shape.children {
            assert!(made.contains(&format!("| `{}", line.word)), "{} {}", kind.shape.word, line.word);
        }
    }
    for lint in lint::all() {
        assert!(made.contains(&format!("| {} |", lint.id)), "{}", lint.id);
    }
    for end in words::ENDS {
        assert!(made.contains(&format!("| `{end}` |")), "the end `{end}` is not told");
    }
    for key in front_matter::KEYS {
        assert!(made.contains(&format!("| `{key}` |")), "`{key}` of the front matter is not told");
    }
    // The links to kinds lead to their headings only while no other heading reads the same.
    for heading in made.lines().filter_map(|line| line.strip_prefix("## ")) {
        assert!(vocabulary::kind(&heading.to_lowercase()).is_none(), "{heading}");
    }
    assert!(made.contains("Did you mean `window`?"));
    assert!(made.lines().all(|line| line == line.trim_end()), "a line ends in a blank");
}

#[test]
fn every_kdl_block_of_the_front_is_rules_or_lines_of_rules() {
    let heads: Vec<&str> = vocabulary::all()
        .flat_map(|kind| {
            std::iter::once(kind.shape.word).chain(kind.shape.children.iter().map(|line| line.word))
        })
        .collect();
    for block in FRONT.split("```kdl\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        let nodes = crate::block::parse(block, 0, None, &mut crate::diagnostic::Report::default());
        for node in nodes.expect("it is plain KDL") {
            assert!(heads.contains(&node.word.as_str()), "{}", node.word);
        }
    }
}
