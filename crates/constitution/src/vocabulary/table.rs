//! Short ways to write the tables of the vocabulary. Nothing here means anything by itself.

use super::shape::{Args, Holds, Says, Shape, Slot};
use super::words::{self, Words};

pub(super) const MOST_SEATS: u64 = 200;
pub(super) const MOST_NAMES: usize = 200;
pub(super) const MOST_PEOPLE: u64 = 10_000_000;
/// *Units*: whole units of the currency.
pub(super) const MOST_MONEY: u64 = 1_000_000_000_000;

const fn args(holds: Holds, least: usize, most: usize, called: &'static str) -> Args {
    Args { holds, least, most, called }
}

pub(super) const NOTHING: Args = args(Holds::Text, 0, 0, "nothing");
pub(super) const A_NAME: Args = args(Holds::Name, 1, 1, "one name");
pub(super) const AN_ELECTION: Args = args(Holds::Election, 1, 1, "one name");
pub(super) const A_NEW_ID: Args = args(Holds::NewId, 1, 1, "one id");
pub(super) const A_TIME: Args = args(Holds::Time, 1, 1, "one length of time");
pub(super) const A_YEARLY: Args = args(Holds::Yearly, 1, 1, "one day of the year");
pub(super) const A_FLAG: Args = args(Holds::Flag, 1, 1, "#true or #false");
pub(super) const A_TEXT: Args = args(Holds::Text, 1, 1, "one short text");
pub(super) const MAYBE_TEXT: Args = args(Holds::Text, 0, 1, "one short text");
pub(super) const A_SHARE: Args = args(Holds::Share, 1, 1, "one share");
pub(super) const WHO: Args = args(Holds::Who, 1, 1, "one office or body");
pub(super) const WHOM: Args = args(Holds::Who, 1, MOST_NAMES, "offices or bodies");
pub(super) const A_BODY: Args = args(Holds::Body, 1, 1, "one body");
pub(super) const BODIES: Args = args(Holds::Body, 1, MOST_NAMES, "bodies");
pub(super) const OFFICES: Args = args(Holds::Office, 1, MOST_NAMES, "offices");
pub(super) const MAYBE_OFFICES: Args = args(Holds::Office, 0, MOST_NAMES, "offices");
pub(super) const ARTICLES: Args = args(Holds::Article, 1, MOST_NAMES, "articles");

pub(super) const fn a_number(most: u64) -> Args {
    args(Holds::Number(most), 1, 1, "one number")
}
pub(super) const fn a_count(most: u64) -> Args {
    args(Holds::Count(most), 1, 1, "one number")
}
pub(super) const fn a_word(list: Words) -> Args {
    args(Holds::OneOf(list), 1, 1, "one word")
}
pub(super) const fn some_words(list: Words) -> Args {
    args(Holds::OneOf(list), 1, 30, "words")
}
pub(super) const fn some_names(called: &'static str) -> Args {
    args(Holds::Name, 1, 30, called)
}

pub(super) const fn may(word: &'static str, holds: Holds, about: &'static str) -> Slot {
    Slot { word, holds, about, is_required: false, repeats: false }
}
pub(super) const fn must(word: &'static str, holds: Holds, about: &'static str) -> Slot {
    Slot { word, holds, about, is_required: true, repeats: false }
}
pub(super) const fn many(word: &'static str, holds: Holds, about: &'static str) -> Slot {
    Slot { word, holds, about, is_required: false, repeats: true }
}

/// A rule.
pub(super) const fn rule(
    word: &'static str,
    args: Args,
    props: &'static [Slot],
    children: &'static [Shape],
    about: &'static str,
    says: &'static str,
) -> Shape {
    Shape { word, about, args, props, children, says: Says::Line(says), is_required: false, repeats: false }
}

/// A line in a rule.
pub(super) const fn line(
    word: &'static str,
    args: Args,
    props: &'static [Slot],
    about: &'static str,
    says: &'static str,
) -> Shape {
    rule(word, args, props, &[], about, says)
}

/// A line that is said in the sentence of its rule.
pub(super) const fn part(
    word: &'static str,
    args: Args,
    props: &'static [Slot],
    about: &'static str,
) -> Shape {
    Shape { says: Says::Above, ..line(word, args, props, about, "") }
}

pub(super) const fn required(shape: Shape) -> Shape {
    Shape { is_required: true, ..shape }
}

pub(super) const fn repeated(shape: Shape) -> Shape {
    Shape { repeats: true, ..shape }
}

/// A ladder: one line for each bearer, in order.
pub(super) const fn ladder(
    word: &'static str,
    about: &'static str,
    deed: &'static str,
    stands: &'static str,
) -> Shape {
    let shape = repeated(line(word, WHO, RUNG, about, ""));
    Shape { says: Says::Ladder { deed, stands, before: "" }, ..shape }
}

/// A ladder on which a bearer may have no time: many texts give none, and the linter says so.
pub(super) const fn slack_ladder(
    word: &'static str,
    about: &'static str,
    deed: &'static str,
    stands: &'static str,
) -> Shape {
    Shape { props: SLACK_RUNG, ..ladder(word, about, deed, stands) }
}

/// A duty that can lapse leaves things as they were.
pub(super) const NOTHING_CHANGES: &str = "nothing changes";

pub(super) const OTHERWISE: Slot =
    may("otherwise", Holds::BearerOrEnd, "what follows: the next bearer, or an end");
pub(super) const RUNG: &[Slot] = &[must("within", Holds::Time, "how long this bearer has"), OTHERWISE];
const SLACK_RUNG: &[Slot] = &[may("within", Holds::Time, "how long this bearer has"), OTHERWISE];
pub(super) const WITHIN: &[Slot] = &[must("within", Holds::Time, "in what time")];
pub(super) const MAYBE_WITHIN: &[Slot] = &[may("within", Holds::Time, "in what time")];

pub(super) const BY: Slot =
    many("by", Holds::OneOf(words::CHANNELS), "a channel; each one named must be used");
pub(super) const CONTENT: Slot = may("content", Holds::Row(words::CONTENT), "what it must contain");
pub(super) const TO: Slot = may("to", Holds::OneOf(words::RECIPIENTS), "whom it must reach");
pub(super) const COUNTING: Slot = may("counting", Holds::OneOf(words::COUNTINGS), "how the days are counted");
pub(super) const AGAIN: Slot =
    may("again", Holds::Time, "how long before a changed day notice is served anew");
pub(crate) const NOTICE_TERMS: &[Slot] = &[BY, CONTENT, TO, COUNTING, AGAIN];

pub(super) const SHARE: Slot = may("share", Holds::Share, "the share");
pub(super) const MUST_SHARE: Slot = must("share", Holds::Share, "the share");
pub(super) const OF: Slot = may("of", Holds::OneOf(words::BASES), "what it is a share of");
pub(super) const SECRET: Slot = may("secret", Holds::Flag, "whether the vote is secret");
pub(super) const NUMBER: Slot = may("number", Holds::Number(MOST_PEOPLE), "a number of people");
pub(super) const EACH_UNIT: Slot =
    may("each-unit", Holds::Share, "a share that every unit must reach by itself");
pub(super) const SIGNERS: &[Slot] = &[NUMBER, SHARE, OF, EACH_UNIT];
