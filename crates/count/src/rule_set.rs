//! Which rules were applied, by name, version and digest of every parameter written out.
//!
//! A released rule text never changes: a different rule is a new version with a new digest, so an old result can
//! always be redone under the rule that produced it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The rule set an outcome was counted under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet {
    /// The method's id, as in `rankfile count --method`.
    pub name: String,
    /// The version of this rule text.
    pub version: String,
    /// `sha256:` and the hexadecimal digest of the rule's canonical JSON.
    pub digest: String,
}

/// Plurality and block vote, every parameter in words.
///
/// *Shape*: canonical JSON (RFC 8785): keys sorted, no white space.
const PLURALITY_1: &str = concat!(
    r#"{"ballot":"at most as many votes as seats, at most one for a candidate","#,
    r#""elect":"most votes first","method":"plurality","#,
    r#""tie":"lot: rnf/lot/v1 if declared, else open; never list order","#,
    r#""uncontested":"no more candidates than seats: all elected without a count, the other seats vacant","#,
    r#""version":"1","zero_votes":"may be elected, with a warning"}"#
);

impl RuleSet {
    /// Plurality for one seat, block vote for several, version 1.
    pub fn plurality() -> Self {
        Self::of("plurality", "1", PLURALITY_1)
    }

    /// The rule text of [`RuleSet::plurality`], the bytes its digest is taken over.
    pub fn plurality_text() -> &'static str {
        PLURALITY_1
    }

    pub(crate) fn of(name: &str, version: &str, text: &str) -> Self {
        let digest = format!("sha256:{}", hex::encode(Sha256::digest(text)));
        Self { name: name.into(), version: version.into(), digest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_released_text_is_frozen() {
        // Recomputed outside with `sha256sum`; a changed rule needs a new version, not a new number here.
        let released = "sha256:1036af0e7beaf2a2fc2bc5f7b310c2fc1479001422bd6a661a788070a95693b5";
        assert_eq!(RuleSet::plurality().digest, released);
    }

    #[test]
    fn the_text_is_canonical_json_and_names_itself() {
        let value: Value = serde_json::from_str(RuleSet::plurality_text()).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), RuleSet::plurality_text());
        assert_eq!(value["method"], RuleSet::plurality().name);
        assert_eq!(value["version"], RuleSet::plurality().version);
    }
}
