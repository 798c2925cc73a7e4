//! The vocabulary: every word a rules block may use. Each of the forty kinds of rule has one table: what it is about, which
//! lines and properties it takes, what each holds, how it is said in a sentence, an example. From these tables follow
//! reading, checking, printing, formatting and the manual. An unknown word is never ignored: it is refused, with the
//! nearest known one.
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
//! The tables here are the grammar: what is not in a table cannot be said. What a document must name but does not is filled in from `defaults`, or refused, by the compiler.

mod amendments;
mod candidates;
mod cases;
mod elections;
mod hints;
mod meetings;
mod money;
mod petitions;
mod powers;
mod records;
pub(crate) mod shape;
pub(crate) mod table;
mod union;
mod vacancies;
pub(crate) mod words;

pub(crate) use shape::{Holds, Kind, ON_EVERY_RULE, Says, Shape, Slot, check};

/// The tables, in the order of the manual. Three rows of the reference's forty have two words each.
///
/// *Source*: the reference on law and constitutions, section 6.
const TABLES: [&[Kind]; 11] = [
    union::KINDS,
    elections::KINDS,
    candidates::KINDS,
    meetings::KINDS,
    petitions::KINDS,
    vacancies::KINDS,
    amendments::KINDS,
    cases::KINDS,
    records::KINDS,
    powers::KINDS,
    money::KINDS,
];

/// The subjects a document can be limited to, each with what it is about. Every kind of rule belongs to one.
pub const SUBJECTS: [(&str, &str); 17] = [
    ("membership", "who is a member, and of what"),
    ("officers", "bodies, offices, terms, duties and powers"),
    ("elections", "the election of officers"),
    ("nominations", "how members are nominated"),
    ("eligibility", "who may stand"),
    ("protests", "protests against an election"),
    ("meetings", "meetings, notices, quorums, votes"),
    ("petitions", "petitions and votes of all members"),
    ("recall", "recall and removal of officers"),
    ("vacancies", "empty offices"),
    ("amendment", "how this constitution changes and what it means"),
    ("complaints", "complaints, appeals, who steps aside"),
    ("discipline", "discipline of members"),
    ("records", "what is published and what is kept"),
    ("money", "money, reports, interests"),
    ("trusteeship", "trusteeship"),
    ("bargaining", "bargaining, contracts, strikes"),
];

/// Every kind of rule, in the order of the manual.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    TABLES.into_iter().flatten()
}

/// The kind of this word.
pub(crate) fn kind(word: &str) -> Option<&'static Kind> {
    all().find(|kind| kind.shape.word == word)
}

/// The words of all kinds.
pub fn kind_words() -> impl Iterator<Item = &'static str> {
    all().map(|kind| kind.shape.word)
}

#[cfg(test)]
pub(crate) mod tests;
