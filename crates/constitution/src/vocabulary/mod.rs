//! The vocabulary: every word a rules block may use. Forty kinds of rule are known; the ones an officer election needs have
//! typed parameters (`typed`), the others are kept as they are until the linter and the hall learn them. An unknown word
//! is never ignored: it is refused, with the nearest known one.
//!
//! An election of officers is said with these rules; `demo-local.md` has them all at work:
//!
//! ```text
//! body "membership" kind="membership"                    body "election-committee" kind="committee" seats=3
//! office "president" seats=1 title="President"           term { for all-offices; length "2y" }
//! standing { kept-by "secretary" }                       retention "election-records" { keep "3y" }
//! nomination "officers" { notice "14d" by="post" content="offices how"; window "14d"; accept within="7d" }
//! eligibility "officers" { member-for "6 months"; good-standing #true; exclude "supervisor"; decided-by ... }
//! election-protest "officers" { window "10d"; decided-by "protest-board" within="30d" otherwise="stands" }
//! election "officers" { for ...; every ...; first ...; called-by ...; notice ...; notice-by ...; roll ...; key-holders ...;
//!                       ballot ...; ballot-by ...; voting ...; tie ...; tally ...; certified-by ...; installed ... }
//! ```
//!
//! A duty passes on along a ladder: `called-by "a" within="30d" otherwise="b"`, then a line for `b`. The last line ends in
//! `clock`, `stands`, `again`, `rerun` or `nobody`; `compile::steps` says which of these each duty can end in.
//!
//! The tables here are the grammar. A rule of a typed kind, a parameter of it, a channel of notice: what is not in a
//! table cannot be said. What a document must name but does not is filled in from `defaults`, or refused, by the compiler.

mod shape;
mod typed;
pub(crate) mod words;

pub(crate) use shape::check;
pub(crate) use typed::shape;

/// Every kind of rule: its word, and what it is about.
///
/// *Source*: the reference on law and constitutions, section 6. Three rows of it have two words each.
pub const KINDS: [(&str, &str); 43] = [
    ("body", "a group of people that can owe duties"),
    ("unit", "a part of the membership"),
    ("member-class", "a class of members"),
    ("standing", "good standing, and who keeps the roll"),
    ("office", "an office"),
    ("term", "how long an office is held"),
    ("election", "an election of officers"),
    ("nomination", "how members are nominated"),
    ("eligibility", "who may stand"),
    ("notice", "what must be told to whom beforehand"),
    ("campaign-parity", "equal chances for candidates"),
    ("quorum", "how many must be present"),
    ("threshold", "how many must agree"),
    ("meeting", "meetings"),
    ("petition", "petitions"),
    ("referendum", "votes of the whole membership"),
    ("recall", "recall of officers"),
    ("removal-for-cause", "removal of officers for cause"),
    ("vacancy", "how an empty office is filled"),
    ("succession", "who follows in an empty office"),
    ("amendment", "how this constitution changes"),
    ("protected", "what is harder to change"),
    ("complaint", "complaints"),
    ("hearing", "hearings"),
    ("recusal", "who must step aside"),
    ("sortition", "choice by lot"),
    ("appeal", "appeals"),
    ("election-protest", "protests against an election"),
    ("publication", "what is published"),
    ("retention", "how long records are kept"),
    ("duty", "a duty"),
    ("promise", "a promise"),
    ("power", "what a body may do"),
    ("forbid", "what nobody may do"),
    ("conflict-of-interest", "conflicts of interest"),
    ("finance", "money"),
    ("filing", "reports to authorities"),
    ("emergency", "emergencies"),
    ("trusteeship", "trusteeship"),
    ("bargaining", "bargaining, ratification and strikes"),
    ("transition", "the time before the first election"),
    ("interpretation", "who says what this constitution means"),
    ("incorporate", "outside rules taken over"),
];

/// The words of all kinds.
pub(crate) fn kind_words() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_typed_kind_is_a_known_kind_and_no_kind_comes_twice() {
        for shape in typed::ALL {
            assert!(kind_words().any(|word| word == shape.word), "{}", shape.word);
        }
        let mut words: Vec<_> = kind_words().collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), KINDS.len());
    }
}
