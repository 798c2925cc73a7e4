//! Profiles: legal floors as dated data. A floor says which parameter, how it is compared, with what value, by which
//! counting convention, who says so, and between which days. No floor is written in code; nothing here checks one.

use super::finding::Severity;
use crate::step::Span;
use jiff::civil::Date;

/// The floors of one body of law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name, for example `us-lmrda`.
    pub name: String,
    /// How a person reads it.
    pub title: String,
    /// Its floors.
    pub floors: Vec<Floor>,
}

/// One floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Floor {
    /// Its id, for example `F01`.
    pub id: String,
    /// The kinds of organisation it holds for; empty for all.
    pub kinds: Vec<String>,
    /// The sectors it does not hold for.
    pub not_sectors: Vec<String>,
    /// What it is about, for example `office.term.max-interval`.
    pub param: String,
    /// How the parameter is compared with the value.
    pub op: Op,
    /// The value.
    pub value: FloorValue,
    /// How days are counted, where that is fixed.
    pub counting: Option<String>,
    /// Who says so, for example `29 U.S.C. 481(b)`.
    pub cite: String,
    /// How much a breach weighs.
    pub severity: Severity,
    /// The first day it holds.
    pub from: Option<Date>,
    /// The last day it holds.
    pub until: Option<Date>,
    /// Why it is there: one plain sentence.
    pub reason: String,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Must be there, or be so.
    Required,
    /// Must not be there, or not be so.
    Forbidden,
}

/// The value of a floor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FloorValue {
    /// No value: the comparison says it all.
    None,
    /// A length of time.
    Time(Span),
    /// A number, for example of dollars or people.
    Number(u64),
    /// A share, as written.
    Share(String),
    /// Words.
    Words(Vec<String>),
}

impl Profile {
    /// The floor of this id that holds for this kind of organisation, in this sector, on this day.
    pub fn floor(&self, id: &str, kind: &str, sector: &str, on: Date) -> Option<&Floor> {
        self.floors.iter().find(|floor| floor.id == id && floor.holds(kind, sector, on))
    }
}

impl Floor {
    fn holds(&self, kind: &str, sector: &str, on: Date) -> bool {
        let begun = self.from.is_none_or(|from| from <= on);
        let not_over = self.until.is_none_or(|until| on <= until);
        let for_kind = self.kinds.is_empty() || self.kinds.iter().any(|known| known == kind);
        begun && not_over && for_kind && !self.not_sectors.iter().any(|known| known == sector)
    }
}
