//! What the rules of an article say in numbers, each with the words by which prose would speak of it.

use super::facts::Fact;
use crate::Share;
use crate::block::{Node, Value};
use crate::source::Place;
use crate::vocabulary::{self, Holds, Says, Shape};
use std::collections::BTreeSet;

/// A number in a rule.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub fact: Fact,
    /// As it stands in the rule: `within="30d"`.
    pub written: String,
    pub place: Place,
    /// The beginnings of the words that prose would use beside it.
    pub stems: BTreeSet<String>,
    /// Those among them that only this line has: its bearer.
    pub names: BTreeSet<String>,
}

/// Beginnings of words that stand in every sentence of a constitution and tell nothing.
const COMMON: [&str; 40] = [
    "membe", "offic", "elect", "day", "time", "long", "that", "thi", "with", "from", "they", "their", "have",
    "hold", "rule", "when", "what", "must", "many", "which", "where", "other", "least", "most", "befor",
    "after", "withi", "some", "none", "than", "whom", "those", "body", "bodie", "bear", "beare", "say",
    "such", "name", "much",
];

/// Words that prose uses for what a line is called otherwise.
const ALSO: [(&str, &[&str]); 31] = [
    ("publication", &["told", "tells", "report", "publish", "copy"]),
    ("body", &["sits", "drawn", "chosen"]),
    ("succession", &["follow", "takes", "becomes"]),
    ("sortition", &["drawn", "draws", "lot"]),
    ("filing", &["filed", "files", "report"]),
    ("bargaining", &["contract", "ratify", "strike"]),
    ("interpretation", &["means", "meaning", "interpret"]),
    ("ratified-by", &["agree", "vote", "meeting", "ends"]),
    ("acting-at-most", &["acting", "acts"]),
    ("length", &["serve", "term", "years", "served"]),
    ("every", &["every", "held", "falls", "year"]),
    ("lead", &["notice"]),
    ("frozen", &["freeze", "frozen", "roll"]),
    ("tally", &["open", "count", "result", "decrypt"]),
    ("certified-by", &["certify", "certified"]),
    ("installed", &["take", "takes", "install", "winners"]),
    ("keep", &["kept", "keep", "keeps"]),
    ("voting", &["voting", "polls", "open"]),
    ("window", &["open", "protest", "window", "file"]),
    ("accept", &["accept", "nominee"]),
    ("called-by", &["call", "called", "calls", "due"]),
    ("notice-by", &["notice", "notices", "serve"]),
    ("filled-by", &["fill", "fills", "filled", "takes"]),
    ("vote", &["vote", "votes", "voted"]),
    ("method", &["wins", "winner", "votes", "elected"]),
    ("seats", &["seats", "sits", "people"]),
    ("number", &["quorum", "present", "sign"]),
    ("share", &["votes", "agree", "sign", "quorum"]),
    ("petition", &["sign", "petition", "signed"]),
    ("member-for", &["been", "joined", "months"]),
    ("key-holders", &["holders"]),
];

/// Everything a rule says in numbers.
pub(super) fn of(node: &Node) -> Vec<Said> {
    let mut out = Vec::new();
    if let Some(kind) = vocabulary::kind(&node.word) {
        // A rule is named after what it is about, or after whom it is about.
        let own = Stems::default().with(&node.word);
        let own = match kind.shape.args.holds {
            Holds::Name | Holds::Election => node.texts().fold(own, Stems::with),
            _ => own.with_all(node.texts()),
        };
        walk(node, &kind.shape, &own, &mut out);
    }
    out
}

/// The words gathered on the way down to a number.
#[derive(Debug, Clone, Default)]
struct Stems {
    all: BTreeSet<String>,
    names: BTreeSet<String>,
}

impl Stems {
    fn with(mut self, text: &str) -> Self {
        let also = ALSO.iter().filter(|(word, _)| *word == text).flat_map(|(_, also)| also.iter().copied());
        self.all.extend(text.split(|c: char| !c.is_alphanumeric()).chain(also).filter_map(stem));
        self
    }

    fn with_all<'n>(mut self, texts: impl Iterator<Item = &'n str>) -> Self {
        for text in texts {
            let stems: Vec<String> = text.split(|c: char| !c.is_alphanumeric()).filter_map(stem).collect();
            self.all.extend(stems.iter().cloned());
            self.names.extend(stems);
        }
        self
    }
}

/// The beginning of a word, in small letters; `None` for words that tell nothing.
pub(super) fn stem(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    if word.chars().count() < 3 || word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let word = word.strip_suffix('s').unwrap_or(&word);
    let stem: String = match word {
        "frozen" => "freez".to_owned(),
        "kept" => "keep".to_owned(),
        "held" => "hold".to_owned(),
        other => other.chars().take(5).collect(),
    };
    (!COMMON.contains(&stem.as_str()) && stem.len() > 2).then_some(stem)
}

fn walk(node: &Node, shape: &Shape, stems: &Stems, out: &mut Vec<Said>) {
    let deed = match shape.says {
        Says::Ladder { deed, .. } => deed,
        _ => "",
    };
    let is_bearer = matches!(shape.args.holds, Holds::Who | Holds::Body | Holds::Office | Holds::NewId);
    let bearer = node.texts().filter(|_| is_bearer).chain(node.text_of("by"));
    let own = stems.clone().with(&node.word).with(shape.about).with(deed).with_all(bearer);
    for arg in &node.args {
        push(shape.args.holds, arg, &node.word, &own, out);
    }
    for (name, value) in &node.props {
        if let Some(slot) = shape.props.iter().find(|slot| slot.word == name) {
            push(slot.holds, value, name, &own.clone().with(name).with(slot.about), out);
        }
    }
    for child in &node.children {
        if let Some(inner) = shape.children.iter().find(|inner| inner.word == child.word) {
            walk(child, inner, stems, out);
        }
    }
}

fn push(holds: Holds, value: &Value, word: &str, stems: &Stems, out: &mut Vec<Said>) {
    let written = |text: &str| format!("{word} {text}");
    let (fact, written) = match holds {
        Holds::Time => match value.span() {
            Some(span) => (Fact::time(span), written(&span.in_words())),
            None => return,
        },
        Holds::Share => match value.share() {
            Some(Share::Majority) => (Fact::Majority, written("majority")),
            Some(share) => {
                let (part, whole) = share.fraction();
                (Fact::share(part, whole), written(&share.to_string()))
            }
            None => return,
        },
        Holds::Number(_) | Holds::Count(_) => match value.number::<u64>() {
            Some(number) if matches!(word, "up-to" | "amount") => {
                (Fact::Money(number), written(&number.to_string()))
            }
            // One is said by "a" and "the", and none by silence.
            Some(number) if number > 1 => (Fact::Count(number), written(&number.to_string())),
            _ => return,
        },
        Holds::OneOf(_) => match value.text() {
            Some("plurality") => (Fact::Plurality, written("plurality")),
            Some(text) if word == "month" => {
                let months = crate::vocabulary::words::MONTHS;
                match months.iter().position(|month| month.0 == text) {
                    Some(month) => (Fact::Month(month + 1), written(text)),
                    None => return,
                }
            }
            _ => return,
        },
        _ => return,
    };
    out.push(Said {
        fact,
        written,
        place: value.place,
        stems: stems.all.clone(),
        names: stems.names.clone(),
    });
}
