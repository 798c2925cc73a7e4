//! Profiles: legal floors as dated data. A floor says which parameter, how it is compared, with what value, by which
//! counting convention, who says so, and between which days. The data stand in files beside the code; no floor is written
//! in code, and nothing here checks one.

mod read;

use super::finding::Severity;
use crate::diagnostic::Diagnostic;
use crate::share::Share;
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
    /// What it is about, for example `election.interval`.
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
    /// Where it was read.
    pub reliability: Reliability,
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
    /// A share.
    Share(Share),
    /// Words.
    Words(Vec<String>),
}

/// Where a floor was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reliability {
    /// In the primary text.
    Primary,
    /// In a secondary source.
    Secondary,
    /// Nowhere in particular: verify before relying on it.
    General,
}

/// The profiles that come along, by name.
const NAMED: [(&str, &str); 3] = [
    ("us-lmrda", include_str!("../../profiles/us-lmrda.kdl")),
    ("uk-gb", include_str!("../../profiles/uk-gb.kdl")),
    ("none", include_str!("../../profiles/none.kdl")),
];

/// A name that no profile has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no profile is called `{name}`; {remedy}")]
pub struct UnknownProfile {
    /// The name asked for.
    pub name: String,
    /// What to write instead.
    pub remedy: String,
}

impl Profile {
    /// The names of the profiles that come along.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name)
    }

    /// A profile that comes along.
    ///
    /// *Errors*: when none has this name.
    pub fn named(name: &str) -> Result<Self, UnknownProfile> {
        let Some((_, text)) = NAMED.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = Self::names().collect();
            let near = crate::nearest::nearest(name, known.iter().copied());
            let guess = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
            let remedy = format!("{guess}The profiles are: {}.", known.join(", "));
            return Err(UnknownProfile { name: name.to_owned(), remedy });
        };
        Ok(Self::parse(text, name).expect("a test reads every profile that comes along"))
    }

    /// Reads a profile. The file name is only for diagnostics.
    ///
    /// *Errors*: every problem, in the order of the text.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, Vec<Diagnostic>> {
        read::profile(text, file_name)
    }

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

    /// The length of time that is its value.
    pub fn time(&self) -> Option<Span> {
        match self.value {
            FloorValue::Time(span) => Some(span),
            _ => None,
        }
    }

    /// The share that is its value.
    pub fn share(&self) -> Option<Share> {
        match self.value {
            FloorValue::Share(share) => Some(share),
            _ => None,
        }
    }

    /// The number that is its value.
    pub fn number(&self) -> Option<u64> {
        match self.value {
            FloorValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The words that are its value.
    pub fn words(&self) -> &[String] {
        match &self.value {
            FloorValue::Words(words) => words,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn every() -> impl Iterator<Item = Profile> {
        Profile::names().map(|name| Profile::named(name).expect("it has this name"))
    }

    #[test]
    fn every_profile_that_comes_along_bears_its_name() {
        for name in Profile::names() {
            assert_eq!(Profile::named(name).expect("it is there").name, name);
        }
    }

    #[test]
    fn a_name_that_no_profile_has_is_refused_with_those_there_are() {
        let error = Profile::named("us-lmdra").unwrap_err().to_string();
        assert!(error.contains("did you mean `us-lmrda`?"), "{error}");
        assert!(error.contains("us-lmrda, uk-gb, none"), "{error}");
    }

    #[test]
    fn the_forty_floors_of_the_reference_are_all_there() {
        let profile = Profile::named("us-lmrda").expect("it is there");
        for number in 1..=40 {
            let id = format!("F{number:02}");
            assert!(profile.floors.iter().any(|floor| floor.id == id), "{id}");
        }
    }

    #[test]
    fn every_floor_has_a_citation_a_reason_and_sane_dates() {
        for profile in every() {
            for floor in &profile.floors {
                assert!(!floor.cite.is_empty() && floor.reason.ends_with('.'), "{}", floor.id);
                if let (Some(from), Some(until)) = (floor.from, floor.until) {
                    assert!(from < until, "{}", floor.id);
                }
                if let Some(from) = floor.from {
                    assert!(date(1900, 1, 1) < from && from < date(2026, 12, 31), "{}", floor.id);
                }
            }
        }
    }

    #[test]
    fn on_no_day_do_two_floors_of_one_id_hold() {
        for profile in every() {
            let edges = profile.floors.iter().flat_map(|floor| [floor.from, floor.until]).flatten();
            let days: Vec<Date> =
                edges.flat_map(|day| [day, day.tomorrow().expect("not the last")]).collect();
            for floor in &profile.floors {
                for kind in ["local", "intermediate", "national"] {
                    for sector in ["private", "public", "federal", "postal", "mixed"] {
                        for day in &days {
                            let same =
                                |other: &&Floor| other.id == floor.id && other.holds(kind, sector, *day);
                            assert!(
                                profile.floors.iter().filter(same).count() <= 1,
                                "{} {kind} {day}",
                                floor.id
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_floor_that_is_not_in_force_does_not_hold() {
        let profile = Profile::named("uk-gb").expect("it is there");
        let mandate = |on| profile.floor("U08", "national", "private", on).and_then(Floor::time);
        let months = |amount| Some(Span { amount, unit: crate::step::Unit::Months });
        assert_eq!(mandate(date(2026, 2, 17)), months(6));
        assert_eq!(mandate(date(2026, 2, 18)), months(12));
        assert_eq!(mandate(date(2017, 2, 28)), None);
        let notice = |on| profile.floor("U09", "local", "private", on).and_then(Floor::time);
        assert_eq!(notice(date(2026, 2, 18)), Some(Span::days(10)));
    }

    #[test]
    fn floors_hold_by_kind_and_sector() {
        let profile = Profile::named("us-lmrda").expect("it is there");
        let day = date(2026, 11, 22);
        assert!(profile.floor("F01", "local", "private", day).is_some());
        assert!(profile.floor("F01", "national", "private", day).is_none());
        assert!(profile.floor("F05", "local", "public", day).is_none());
        let federal = profile.floor("F01", "local", "federal", day).expect("it holds");
        assert_eq!(
            federal.cite,
            "29 U.S.C. 481(b); 29 CFR 452.23, 452.24; 5 U.S.C. 7120; 29 CFR parts 457 to 459"
        );
    }

    #[test]
    fn guidance_is_the_same_in_every_profile() {
        let values = |profile: &Profile, weighs: &str| {
            let of = |floor: &&Floor| floor.severity.word() == weighs && floor.value != FloorValue::None;
            profile
                .floors
                .iter()
                .filter(of)
                .map(|f| (f.param.clone(), f.op, f.value.clone()))
                .collect::<Vec<_>>()
        };
        let all: Vec<_> = every().map(|profile| values(&profile, "guidance")).collect();
        assert!(all.windows(2).all(|two| two[0] == two[1]), "{all:#?}");
        assert_eq!(all[0].len(), 3);
    }
}
