//! The roll: members with distinct numbers, in one order. Not here: who may vote in what, which the constitution says.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::import::parse;
use crate::mapping::Mapping;
use crate::member::{Member, MemberId};
use crate::render::render_csv;

/// The members of a local.
///
/// *Shape*: at least one member; no two numbers that differ only in capitals; sorted by number, byte by byte; every
/// member is what its own row would be read as, so that `parse(render_csv(roll))` is the same roll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Member>", into = "Vec<Member>")]
pub struct Roll {
    members: Vec<Member>,
}

/// Why members are no roll.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RollError {
    /// There are no members.
    #[error("a roll needs at least one member; add one")]
    Empty,
    /// Some member's own row would be refused.
    #[error(
        "the roll would be refused if it were imported: {findings} findings, the first in row {line}; correct the member there"
    )]
    Refused {
        /// How many refusals.
        findings: u64,
        /// The line in the roll's own file, whose header is line 1.
        line: u64,
    },
    /// A member would be read back differently.
    #[error("member {} in the order of numbers has text that is not tidy; trim it and leave out what is empty", .position + 1)]
    NotTidy {
        /// The zero-based position after sorting.
        position: usize,
    },
}

impl Roll {
    /// Makes a roll of members in any order, by importing the file they would be written to.
    ///
    /// *Errors*: whatever keeps that file from giving the same members again.
    pub fn make(members: Vec<Member>) -> Result<Self, RollError> {
        if members.is_empty() {
            return Err(RollError::Empty);
        }
        let roll = Self::of_distinct(members);
        let again = parse(render_csv(&roll).as_bytes(), &Mapping::default()).rows().map_err(|report| {
            let line = report.findings.first().map_or(0, |finding| finding.line);
            RollError::Refused { findings: report.refusals, line }
        })?;
        let differs = |pair: (&Member, &Member)| pair.0 != pair.1;
        match roll.members.iter().zip(&again.members).position(differs) {
            Some(position) => Err(RollError::NotTidy { position }),
            None if roll.members.len() != again.members.len() => Err(RollError::NotTidy { position: 0 }),
            None => Ok(roll),
        }
    }

    /// Sorts members whose numbers are known to differ.
    pub(crate) fn of_distinct(mut members: Vec<Member>) -> Self {
        members.sort_by(|a, b| a.member_id.cmp(&b.member_id));
        Self { members }
    }

    /// The members, in the order of their numbers.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The member with a number, written exactly as on the roll.
    pub fn find(&self, id: &MemberId) -> Option<&Member> {
        let place = self.members.binary_search_by(|member| member.member_id.cmp(id)).ok()?;
        self.members.get(place)
    }
}

impl TryFrom<Vec<Member>> for Roll {
    type Error = RollError;

    fn try_from(members: Vec<Member>) -> Result<Self, RollError> {
        Self::make(members)
    }
}

impl From<Roll> for Vec<Member> {
    fn from(roll: Roll) -> Self {
        roll.members
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::member::Standing;

    fn named(id: &str, name: &str) -> Member {
        Member { name: Some(name.into()), ..Member::new(MemberId::new(id)) }
    }

    #[test]
    fn a_roll_is_sorted_and_finds_its_members() {
        let roll = Roll::make(vec![named("10", "Bo"), named("9", "Ana"), named("1", "Cy")]).unwrap();
        let ids: Vec<&str> = roll.members().iter().map(|member| member.member_id.as_str()).collect();
        assert_eq!(ids, ["1", "10", "9"]);
        assert_eq!(roll.find(&MemberId::new("9")).unwrap().name.as_deref(), Some("Ana"));
        assert!(roll.find(&MemberId::new("8")).is_none());
    }

    #[test]
    fn what_would_not_come_back_is_no_roll() {
        let check = |members: Vec<Member>| Roll::make(members).expect_err("not a roll");
        assert_eq!(check(vec![]), RollError::Empty);
        assert_eq!(
            check(vec![named("A1", "Ana"), named("a1", "Bo")]),
            RollError::Refused { findings: 1, line: 3 }
        );
        assert_eq!(check(vec![named("", "Ana")]), RollError::Refused { findings: 1, line: 2 });
        assert_eq!(check(vec![named("1", "Ana"), named("2", " Bo")]), RollError::NotTidy { position: 1 });
        assert_eq!(check(vec![named("1", "")]), RollError::NotTidy { position: 0 });
        let mut reason = named("1", "Ana");
        reason.standing = Standing::NotGood(String::new());
        assert_eq!(check(vec![reason]), RollError::NotTidy { position: 0 });
        let mut extra = named("1", "Ana");
        extra.extra.insert("E-mail!".into(), "x".into());
        assert!(matches!(check(vec![extra]), RollError::Refused { .. } | RollError::NotTidy { .. }));
    }

    #[test]
    fn a_roll_survives_json_and_does_not_accept_less() {
        let roll = Roll::make(vec![named("2", "Bo"), named("1", "Ana")]).unwrap();
        let json = serde_json::to_string(&roll).unwrap();
        assert!(serde_json::from_str::<Roll>(&json).unwrap() == roll);
        assert!(serde_json::from_str::<Roll>(&json.replace("\"2\"", "\"1\"")).is_err());
    }
}
