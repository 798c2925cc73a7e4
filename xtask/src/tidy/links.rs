//! Relative links in Markdown documents lead somewhere. Links to other sites are not followed: tidy needs no network.

use super::Finding;
use std::path::{Component, Path, PathBuf};

/// Links of one document whose target does not exist.
pub fn check(path: &Path, content: &str, exists: &dyn Fn(&Path) -> bool) -> Vec<Finding> {
    let mut findings = vec![];
    let mut fenced = false;
    for (index, line) in content.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for target in targets(line) {
            let file = target.split('#').next().unwrap_or_default();
            let elsewhere = target.contains("://") || target.starts_with("mailto:") || file.is_empty();
            if !elsewhere && !exists(&beside(path, file)) {
                let place = format!("{}:{}", path.display(), index + 1);
                findings.push(Finding::new(place, format!("the link to `{target}` leads nowhere")));
            }
        }
    }
    findings
}

/// The targets of the inline links of a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

/// The path a link means, seen from the document that has it.
fn beside(document: &Path, target: &str) -> PathBuf {
    let mut path = document.parent().unwrap_or(Path::new("")).to_path_buf();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => drop(path.pop()),
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(content: &str) -> usize {
        let exists = |path: &Path| path == Path::new("docs/glossary.md") || path == Path::new("README.md");
        check(Path::new("docs/dependencies.md"), content, &exists).len()
    }

    #[test]
    fn links_that_lead_somewhere_are_fine() {
        assert_eq!(count("see [words](glossary.md), [the start](../README.md#two) and [below](#below)"), 0);
        assert_eq!(count("see [a site](https://example.org/x)"), 0);
        assert_eq!(count("```\nlist[i](gone.md)\n```\n"), 0);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        assert_eq!(count("see [words](glossary.md) and [these](words.md)"), 1);
        assert_eq!(count("see [the start](README.md)"), 1);
    }
}
