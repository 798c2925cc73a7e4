//! One member as the roll knows them. Not here: offices, dues, credentials; and nothing of this ever enters the record
//! in the clear.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::canonical;

/// A member number as the union writes it, trimmed and in Unicode NFC.
///
/// Two numbers that differ only in capitals are the same number ([`MemberId::key`]).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MemberId(String);

impl MemberId {
    /// Takes a number as it is written. [`crate::Roll::make`] checks it.
    pub fn new(written: impl Into<String>) -> Self {
        Self(written.into())
    }

    /// The number as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What decides whether two numbers are the same: the number in lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemberId(..)")
    }
}

/// Whether a member may vote and stand, as far as the roll says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In good standing.
    Good,
    /// Not in good standing, with the reason as the roll gives it.
    NotGood(String),
}

/// A row of the roll.
///
/// *Shape*: what is `None` was empty. Texts are trimmed, NFC, and of one line (address and extra columns may have
/// several); an e-mail address is well-formed; [`crate::Roll::make`] holds members to that.
/// `Debug` shows which parts are present and never what they say.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The number nobody else on this roll has.
    pub member_id: MemberId,
    /// Name, as the member is to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Telephone number, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Postal address, lines separated by line feeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Where the member works: shop, department, site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The day they joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Date>,
    /// In good standing or not.
    pub standing: Standing,
    /// Columns the program has no use for, by heading; empty cells are left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

impl Member {
    /// A member in good standing of whom nothing but the number is known.
    pub fn new(member_id: MemberId) -> Self {
        Self {
            member_id,
            name: None,
            email: None,
            phone: None,
            address: None,
            unit: None,
            joined: None,
            standing: Standing::Good,
            extra: BTreeMap::new(),
        }
    }

    /// The one JSON text of this member, for commitments.
    ///
    /// *Shape*: RFC 8785: keys sorted, no white space; absent fields left out; dates as `YYYY-MM-DD`; standing `"good"` or
    /// `{"not_good":reason}`.
    pub fn canonical_json(&self) -> String {
        let value = serde_json::to_value(self).expect("a struct of strings with string keys is always JSON");
        canonical::render(&value)
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            ("name", self.name.is_some()),
            ("email", self.email.is_some()),
            ("phone", self.phone.is_some()),
            ("address", self.address.is_some()),
            ("unit", self.unit.is_some()),
            ("joined", self.joined.is_some()),
            ("extra", !self.extra.is_empty()),
        ];
        let present = parts.iter().filter(|(_, present)| *present).map(|(part, _)| *part);
        write!(f, "Member(number")?;
        present.clone().try_for_each(|part| write!(f, ", {part}"))?;
        write!(f, ")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member() -> Member {
        Member {
            name: Some("Zoë \"Zip\" Fernhollow".into()),
            joined: Some(jiff::civil::date(2020, 3, 4)),
            standing: Standing::NotGood("arrears".into()),
            extra: BTreeMap::from([("shoe size".into(), "41\n".into())]),
            ..Member::new(MemberId::new("M-1"))
        }
    }

    #[test]
    fn the_canonical_form_is_these_bytes() {
        assert_eq!(
            member().canonical_json(),
            "{\"extra\":{\"shoe size\":\"41\\n\"},\"joined\":\"2020-03-04\",\"member_id\":\"M-1\",\
             \"name\":\"Zoë \\\"Zip\\\" Fernhollow\",\"standing\":{\"not_good\":\"arrears\"}}"
        );
        assert_eq!(
            Member::new(MemberId::new("7")).canonical_json(),
            r#"{"member_id":"7","standing":"good"}"#
        );
    }

    #[test]
    fn the_canonical_form_reads_back() {
        let back: Member = serde_json::from_str(&member().canonical_json()).unwrap();
        assert!(back == member());
    }

    #[test]
    fn a_member_never_prints_what_they_are() {
        let shown = format!("{:?} {:?}", member(), member().member_id);
        assert_eq!(shown, "Member(number, name, joined, extra) MemberId(..)");
    }
}
