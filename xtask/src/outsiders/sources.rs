//! Where this machine gets its Debian packages, read from apt's own files, so that packages of another release can be
//! fetched from the same mirror with the same keys. It writes nothing: the private sources file is returned as text.

use std::path::Path;

/// A Debian mirror as apt knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// Where, for example a URL.
    uri: String,
    /// Which keys sign it: a file, or nothing for apt's own keys.
    signed_by: Option<String>,
}

impl Mirror {
    /// The mirror named by the environment, or the first Debian mirror of the machine's own sources.
    pub fn find() -> Option<Mirror> {
        if let Ok(uri) = std::env::var("RANKFILE_DEBIAN_MIRROR") {
            let keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
            return Some(Mirror { uri, signed_by: Path::new(keys).exists().then(|| keys.to_owned()) });
        }
        let mut files = vec![Path::new("/etc/apt/sources.list").to_path_buf()];
        if let Ok(folder) = std::fs::read_dir("/etc/apt/sources.list.d") {
            files.extend(folder.filter_map(|entry| Some(entry.ok()?.path())));
        }
        files.sort();
        files.iter().find_map(|file| {
            let content = std::fs::read_to_string(file).ok()?;
            match file.extension()?.to_str()? {
                "sources" => in_stanzas(&content),
                "list" => in_lines(&content),
                _ => None,
            }
        })
    }

    /// A sources file for one release of this mirror.
    pub fn render(&self, suite: &str) -> String {
        let keys = self.signed_by.as_ref().map(|keys| format!("Signed-By: {keys}\n")).unwrap_or_default();
        format!("Types: deb\nURIs: {}\nSuites: {suite}\nComponents: main\n{keys}", self.uri)
    }
}

/// The first Debian mirror of a deb822 file.
fn in_stanzas(content: &str) -> Option<Mirror> {
    let lines: Vec<&str> = content.lines().filter(|line| !line.starts_with('#')).collect();
    lines.split(|line| line.trim().is_empty()).find_map(|stanza| {
        let field = |name: &str| {
            stanza.iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let has =
            |name: &str, word: &str| field(name).is_some_and(|v| v.split_whitespace().any(|w| w == word));
        let uri = field("URIs")?.split_whitespace().next()?.to_owned();
        let enabled = field("Enabled").is_none_or(|value| value != "no");
        let usable = enabled && has("Types", "deb") && has("Components", "main") && is_debian(&uri);
        // Keys written into the stanza itself would have to be copied with their lines: apt's own keys do instead.
        let signed_by = field("Signed-By").filter(|keys| keys.starts_with('/'));
        usable.then_some(Mirror { uri, signed_by })
    })
}

/// The first Debian mirror of a one-line-per-source file.
fn in_lines(content: &str) -> Option<Mirror> {
    content.lines().find_map(|line| {
        let mut rest = line.trim().strip_prefix("deb ")?.trim_start();
        let mut signed_by = None;
        if let Some(options) = rest.strip_prefix('[') {
            let (options, after) = options.split_once(']')?;
            signed_by =
                options.split_whitespace().find_map(|o| o.strip_prefix("signed-by=")).map(str::to_owned);
            rest = after.trim_start();
        }
        let mut words = rest.split_whitespace();
        let (uri, _suite) = (words.next()?.to_owned(), words.next()?);
        (words.any(|component| component == "main") && is_debian(&uri)).then_some(Mirror { uri, signed_by })
    })
}

/// Whether a mirror holds Debian's main archive: not its security archive, not another distribution or vendor.
fn is_debian(uri: &str) -> bool {
    uri.trim_end_matches('/').ends_with("/debian")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mirror(uri: &str, signed_by: Option<&str>) -> Option<Mirror> {
        Some(Mirror { uri: uri.to_owned(), signed_by: signed_by.map(str::to_owned) })
    }

    #[test]
    fn a_mirror_is_found_in_stanzas() {
        let keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
        let content = format!(
            "Types: deb\nURIs: http://example.org/vendor\nSuites: x\nComponents: main\n\n\
             Types: deb deb-src\n# a remark\nURIs: http://example.org/debian\nSuites: bookworm bookworm-updates\n\
             Components: main contrib\nSigned-By: {keys}\n"
        );
        assert_eq!(in_stanzas(&content), mirror("http://example.org/debian", Some(keys)));
    }

    #[test]
    fn a_mirror_is_found_in_lines() {
        let plain =
            "# deb http://example.org/old/debian x main\ndeb http://example.org/debian/ bookworm main\n";
        assert_eq!(in_lines(plain), mirror("http://example.org/debian/", None));
        let keyed = "deb [arch=amd64 signed-by=/k.gpg] http://example.org/debian bookworm contrib main\n";
        assert_eq!(in_lines(keyed), mirror("http://example.org/debian", Some("/k.gpg")));
    }

    #[test]
    fn security_updates_other_distributions_and_disabled_sources_are_passed_over() {
        for uri in ["http://example.org/debian-security", "http://example.org/ubuntu"] {
            let stanza = format!("Types: deb\nURIs: {uri}\nSuites: x\nComponents: main\n");
            assert_eq!(in_stanzas(&stanza), None);
            assert_eq!(in_lines(&format!("deb {uri} x main\n")), None);
        }
        let off = "Types: deb\nURIs: http://example.org/debian\nSuites: x\nComponents: main\nEnabled: no\n";
        assert_eq!(in_stanzas(off), None);
    }

    #[test]
    fn the_private_file_names_the_other_release() {
        let found = Mirror { uri: "http://example.org/debian".into(), signed_by: Some("/k.gpg".into()) };
        let expected = "Types: deb\nURIs: http://example.org/debian\nSuites: trixie\nComponents: main\nSigned-By: /k.gpg\n";
        assert_eq!(found.render("trixie"), expected);
    }
}
