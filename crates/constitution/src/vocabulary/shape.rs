//! Shapes: which arguments, properties and children a node of a typed kind may have, and what each holds. One function
//! checks any node against its shape and notes every problem, so that the readers of rules need not check again.

use super::hints;
use super::words::{self, Words};
use crate::block::{Datum, Node, Value};
use crate::diagnostic::Report;
use crate::front_matter::is_id;
use crate::nearest;
use crate::share::Share;
use crate::source::Place;
use crate::step::{ArticleId, Span};

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holds {
    /// A new id, which must not be a reserved word.
    NewId,
    /// A name that is looked up nowhere: of a class of decisions, of a kind of record, of an outside event.
    Name,
    /// The name of an election.
    Election,
    /// The id of an office or body, or a word like `members`.
    Who,
    /// The id of a body.
    Body,
    /// The id of an office, or `all-offices`.
    Office,
    /// The id of an article.
    Article,
    /// The id of an office or body, or one of the words that end a ladder.
    BearerOrEnd,
    /// A length of time.
    Time,
    /// A day, for example `2026-12-31`.
    Date,
    /// A day of every year, for example `15 october`.
    Yearly,
    /// A whole number, from 1 to this.
    Number(u64),
    /// A whole number, from 0 to this.
    Count(u64),
    /// `#true` or `#false`.
    Flag,
    /// One of these words.
    OneOf(Words),
    /// One or more of these words, with blanks between.
    Row(Words),
    /// A short text for people.
    Text,
    /// A share: `majority`, `2/3` or `5%`.
    Share,
}

impl Holds {
    /// Whether a value that fits says by itself what it is; a name or a text could be anything.
    pub(super) fn is_telling(self) -> bool {
        !matches!(
            self,
            Self::NewId
                | Self::Name
                | Self::Election
                | Self::Who
                | Self::Body
                | Self::Office
                | Self::Article
                | Self::BearerOrEnd
                | Self::Text
        )
    }
}

/// The arguments of a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Args {
    /// What each holds.
    pub holds: Holds,
    /// The fewest there can be.
    pub least: usize,
    /// The most there can be.
    pub most: usize,
    /// What they are called: "one length of time".
    pub called: &'static str,
}

/// A property.
#[derive(Debug)]
pub(crate) struct Slot {
    pub word: &'static str,
    pub holds: Holds,
    /// What it says, as the rest of a phrase for the manual.
    pub about: &'static str,
    pub is_required: bool,
    pub repeats: bool,
}

/// How a node is said in a sentence. Templates are described in `print::template`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Says {
    /// A template of its own.
    Line(&'static str),
    /// In the sentence of the rule it stands in.
    Above,
    /// All lines of this word together, as a ladder.
    Ladder {
        /// What is owed: "call the election".
        deed: &'static str,
        /// What follows when the ladder ends in `stands`.
        stands: &'static str,
        /// A template for the first line, said before the ladder; empty for none.
        before: &'static str,
    },
}

/// A node.
#[derive(Debug)]
pub(crate) struct Shape {
    pub word: &'static str,
    /// What it is about: one plain sentence for a rule, a phrase for a line in it.
    pub about: &'static str,
    pub args: Args,
    pub props: &'static [Slot],
    pub children: &'static [Shape],
    pub says: Says,
    /// As a child: whether it must be there.
    pub is_required: bool,
    /// As a child: whether it may come more than once.
    pub repeats: bool,
}

/// A kind of rule.
#[derive(Debug)]
pub(crate) struct Kind {
    pub shape: Shape,
    /// The subject it belongs to, one of `SUBJECTS`.
    pub subject: &'static str,
    /// A whole rule of this kind, as it could stand in a block.
    pub example: &'static str,
}

/// The properties that every rule can carry.
pub(crate) const ON_EVERY_RULE: &[Slot] = &[
    Slot {
        word: "rank",
        holds: Holds::OneOf(words::RANKS),
        about: "what the rule ranks as, where that is not the document it stands in",
        is_required: false,
        repeats: false,
    },
    Slot {
        word: "exception-to",
        holds: Holds::Article,
        about: "the article this rule is an exception to",
        is_required: false,
        repeats: false,
    },
    Slot {
        word: "effective",
        holds: Holds::Date,
        about: "the first day the rule holds",
        is_required: false,
        repeats: false,
    },
    Slot {
        word: "expires",
        holds: Holds::Date,
        about: "the last day the rule holds",
        is_required: false,
        repeats: false,
    },
];

/// Checks a rule against the shape of its kind; notes everything that does not fit.
pub(crate) fn check(node: &Node, shape: &Shape, article: &ArticleId, report: &mut Report) {
    check_node(node, shape, ON_EVERY_RULE, article, report);
}

/// Checks a node against its shape, which it extends by more properties.
fn check_node(node: &Node, shape: &Shape, more: &[Slot], article: &ArticleId, report: &mut Report) {
    let mut note =
        |place: Place, message: String, remedy: String| report.note(place, Some(article), message, remedy);
    let Args { holds, least, most, called } = shape.args;
    if node.args.len() < least {
        let message = format!("`{}` needs {called} after it.", node.word);
        note(node.place, message, format!("Write {} {}.", node.word, example(holds)));
    }
    for (number, arg) in node.args.iter().enumerate() {
        if number >= most {
            let remedy = hints::for_value(node, shape, arg).unwrap_or_else(|| match most {
                0 => "Take it out.".to_owned(),
                _ => format!("Write only {called}."),
            });
            note(arg.place, format!("`{}` does not take this value.", node.word), remedy);
        } else if let Err((message, remedy)) = fits(holds, arg) {
            note(arg.place, format!("`{}`: {message}", node.word), remedy);
        }
    }
    check_props(node, shape, more, &mut note);
    let known: Vec<&str> = shape.children.iter().map(|child| child.word).collect();
    let mut seen: Vec<&str> = Vec::new();
    for child in &node.children {
        let Some(inner) = shape.children.iter().find(|inner| inner.word == child.word) else {
            let message = format!("`{}` knows no `{}`.", node.word, child.word);
            note(child.place, message, hints::for_line(node, shape, child, &known));
            continue;
        };
        if seen.contains(&inner.word) && !inner.repeats {
            let message = format!("`{}` comes twice in this `{}`.", child.word, node.word);
            note(child.place, message, "Keep one of the two.".to_owned());
        }
        seen.push(inner.word);
    }
    for inner in shape.children.iter().filter(|inner| inner.is_required && !seen.contains(&inner.word)) {
        let message = format!("This `{}` does not say `{}`.", node.word, inner.word);
        note(node.place, message, format!("Add a line: {}.", hints::line(inner)));
    }
    for child in &node.children {
        if let Some(inner) = shape.children.iter().find(|inner| inner.word == child.word) {
            check_node(child, inner, &[], article, report);
        }
    }
}

fn check_props(node: &Node, shape: &Shape, more: &[Slot], note: &mut impl FnMut(Place, String, String)) {
    let slots = || shape.props.iter().chain(more);
    let known: Vec<&str> = slots().map(|slot| slot.word).collect();
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in &node.props {
        let Some(slot) = slots().find(|slot| slot.word == name) else {
            let message = format!("`{}` knows no `{name}=`.", node.word);
            note(value.place, message, hints::for_property(shape, name, value, &known));
            continue;
        };
        let is_same =
            node.props.iter().filter(|(other, same)| other == name && same.is == value.is).count() > 1;
        if seen.contains(&slot.word) && (!slot.repeats || is_same) {
            let message = format!("`{name}=` comes twice in this `{}`.", node.word);
            note(value.place, message, "Keep one of the two.".to_owned());
        }
        seen.push(slot.word);
        if let Err((message, remedy)) = fits(slot.holds, value) {
            note(value.place, format!("`{name}=`: {message}"), remedy);
        }
    }
    for slot in slots().filter(|slot| slot.is_required && !seen.contains(&slot.word)) {
        let message = format!("This `{}` does not say `{}=`.", node.word, slot.word);
        note(node.place, message, format!("Add {}={}.", slot.word, example(slot.holds)));
    }
}

pub(super) type Misfit = (String, String);

/// Whether a value is what is held here; else what is wrong, and what to do.
pub(super) fn fits(holds: Holds, value: &Value) -> Result<(), Misfit> {
    let write = || format!("Write it like {}.", example(holds));
    let text = match (&value.is, holds) {
        (Datum::Flag(_), Holds::Flag) => return Ok(()),
        (Datum::Number(number), Holds::Number(most)) if (1..=most).contains(number) => return Ok(()),
        (Datum::Number(number), Holds::Count(most)) if *number <= most => return Ok(()),
        (Datum::Number(_), Holds::Number(most)) => {
            return Err((
                "this number is out of range.".to_owned(),
                format!("Write a number from 1 to {most}."),
            ));
        }
        (Datum::Number(_), Holds::Count(most)) => {
            return Err((
                "this number is out of range.".to_owned(),
                format!("Write a number from 0 to {most}."),
            ));
        }
        (Datum::Text(text), _) => text.as_str(),
        (Datum::Number(_), _) => return Err(("a number does not belong here.".to_owned(), write())),
        (Datum::Flag(_), _) => return Err(("#true and #false do not belong here.".to_owned(), write())),
    };
    let is_fit = match holds {
        Holds::Time => return time(text),
        Holds::OneOf(known) => return known_word(text, known),
        Holds::Row(known) if text.trim().is_empty() => {
            let known: Vec<&str> = words::each(known).collect();
            return Err(("this is empty.".to_owned(), format!("Known here: {}.", known.join(", "))));
        }
        Holds::Row(known) => return text.split_whitespace().try_for_each(|word| known_word(word, known)),
        Holds::NewId if words::RESERVED.contains(&text) => {
            return Err((format!("`{text}` has a meaning of its own."), "Choose another id.".to_owned()));
        }
        Holds::NewId
        | Holds::Name
        | Holds::Election
        | Holds::Who
        | Holds::Body
        | Holds::Office
        | Holds::Article
        | Holds::BearerOrEnd => is_id(text),
        Holds::Date => is_date(text),
        Holds::Yearly => words::yearly(text).is_some(),
        Holds::Text => !text.trim().is_empty() && text.chars().count() <= 200,
        Holds::Share => is_share(text),
        Holds::Number(_) | Holds::Count(_) | Holds::Flag => false,
    };
    if is_fit { Ok(()) } else { Err((format!("\"{text}\" does not fit."), write())) }
}

fn time(text: &str) -> Result<(), Misfit> {
    match text.parse::<Span>() {
        Ok(span) if span.is_plausible() => Ok(()),
        Ok(_) => Err((
            format!("\"{text}\" is no length a rule can use."),
            "Write more than nothing and at most a hundred years.".to_owned(),
        )),
        Err(error) => {
            let all = error.to_string();
            let (what, remedy) = all.split_once("; ").unwrap_or((&all, "write it like \"30d\""));
            Err((format!("{what}."), format!("{}.", remedy.replacen("write", "Write", 1))))
        }
    }
}

fn known_word(word: &str, known: Words) -> Result<(), Misfit> {
    if words::has(known, word) {
        return Ok(());
    }
    let known: Vec<&str> = words::each(known).collect();
    Err((format!("`{word}` is not known here."), nearest::remedy(word, &known)))
}

fn is_share(text: &str) -> bool {
    text.parse::<Share>().is_ok()
}

/// A real day, written in the one way there is.
fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok_and(|day| day.to_string() == text && day.year() >= 1800)
}

/// A value that would fit, as it is written.
pub(crate) fn example(holds: Holds) -> String {
    match holds {
        Holds::NewId | Holds::Name | Holds::Who | Holds::Body | Holds::Office | Holds::Article => {
            "\"small-letters-and-hyphens\"".to_owned()
        }
        Holds::Election => "\"officers\"".to_owned(),
        Holds::BearerOrEnd => "\"clock\"".to_owned(),
        Holds::Time => "\"30d\"".to_owned(),
        Holds::Date => "\"2026-12-31\"".to_owned(),
        Holds::Yearly => "\"15 october\"".to_owned(),
        Holds::Number(_) | Holds::Count(_) => "3".to_owned(),
        Holds::Flag => "#true".to_owned(),
        Holds::OneOf(known) | Holds::Row(known) => {
            format!("\"{}\"", words::each(known).next().unwrap_or("word"))
        }
        Holds::Text => "\"a few words\"".to_owned(),
        Holds::Share => "\"2/3\"".to_owned(),
    }
}
