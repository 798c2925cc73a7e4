//! Rules, value by value. Rules of the two constitutions are paired by what they are about; of each pair every value that
//! differs is one change, said by what the vocabulary calls it. A ladder is one value: who, how long, and what then.

use super::{Change, Weight};
use crate::block::{Node, Value};
use crate::document::{Article, Constitution};
use crate::print::{Printer, row};
use crate::rules::Rule;
use crate::vocabulary::{self, Holds, ON_EVERY_RULE, Says, Shape, Slot};

/// Subjects whose rules decide who rules.
const RIGHTS: [&str; 11] = [
    "elections",
    "nominations",
    "eligibility",
    "protests",
    "petitions",
    "recall",
    "vacancies",
    "amendment",
    "complaints",
    "discipline",
    "trusteeship",
];
/// Kinds of other subjects that decide it too.
const RIGHTS_KINDS: [&str; 7] =
    ["term", "power", "emergency", "quorum", "threshold", "standing", "member-class"];

type Placed<'a> = (&'a Article, &'a Rule);
/// Whether a rule before is likely a rule after.
type Sign<'a> = dyn Fn(&Placed<'a>, &Placed<'a>) -> bool;
/// A rule before and after; one of the two is missing where it comes or goes.
type Paired<'a> = (Option<Placed<'a>>, Option<Placed<'a>>);

/// What changes in the rules.
pub(super) fn compare(old: &Constitution, new: &Constitution) -> Vec<Change> {
    let (before, after) = (Printer::new(old), Printer::new(new));
    let pairs = pair(old, new);
    let mut out = Vec::new();
    for (was, is) in &pairs {
        match (was, is) {
            (Some(was), Some(is)) => {
                out.extend(Pair { was: *was, is: *is, before: &before, after: &after }.changes())
            }
            (None, Some((article, rule))) => {
                let sentence = format!("New: {}", after.sentences(rule).join(" "));
                out.push(change(rule, article, sentence));
            }
            (Some((article, rule)), None) => {
                let sentence = format!("No longer holds: {}", before.sentences(rule).join(" "));
                out.push(change(rule, article, sentence));
            }
            (None, None) => {}
        }
    }
    out
}

fn change(rule: &Rule, article: &Article, sentence: String) -> Change {
    let word = rule.node.word.as_str();
    let subject = vocabulary::kind(word).map_or("", |kind| kind.subject);
    let rights = RIGHTS.contains(&subject) || RIGHTS_KINDS.contains(&word);
    let weight = if rights { Weight::Rights } else { Weight::Rules };
    Change { weight, article: Some(article.id.clone()), heading: article.heading.clone(), sentence }
}

/// Whether two nodes say the same, wherever they stand.
fn is_same(one: &Node, other: &Node) -> bool {
    if one.word != other.word {
        return false;
    }
    let values = |one: &[Value], other: &[Value]| {
        one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is == other.is)
    };
    let props = |node: &Node| {
        let mut props: Vec<_> =
            node.props.iter().map(|(name, value)| (name.clone(), format!("{:?}", value.is))).collect();
        props.sort();
        props
    };
    let children = |one: &Node, other: &Node| {
        let words: std::collections::BTreeSet<&str> =
            one.children.iter().chain(&other.children).map(|child| child.word.as_str()).collect();
        words.into_iter().all(|word| {
            let (one, other): (Vec<&Node>, Vec<&Node>) =
                (one.children_of(word).collect(), other.children_of(word).collect());
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        })
    };
    values(&one.args, &other.args) && props(one) == props(other) && children(one, other)
}

/// What a rule is about, so that its other values can change.
fn key(rule: &Rule) -> String {
    let node = &rule.node;
    let texts = |node: &Node| node.texts().collect::<Vec<_>>().join(" ");
    let for_whom = node.child("for").map(texts).unwrap_or_default();
    let to = node.text_of("to").unwrap_or_default();
    format!("{} {} / {for_whom} / {to}", node.word, texts(node))
}

/// The rules of the two constitutions, paired; in the order of the new text, then those taken out.
fn pair<'a>(old: &'a Constitution, new: &'a Constitution) -> Vec<Paired<'a>> {
    let olds: Vec<Placed<'a>> = old.rules().collect();
    let news: Vec<Placed<'a>> = new.rules().collect();
    let mut partner: Vec<Option<usize>> = vec![None; news.len()];
    let mut is_taken = vec![false; olds.len()];
    // From the surest sign to the weakest: the same rule in the same article, the same rule, the same subject, the same kind in
    // the same place.
    let signs: [&Sign<'a>; 6] = [
        &|was, is| was.0.id == is.0.id && is_same(&was.1.node, &is.1.node),
        &|was, is| is_same(&was.1.node, &is.1.node),
        &|was, is| was.0.id == is.0.id && key(was.1) == key(is.1),
        &|was, is| key(was.1) == key(is.1),
        &|was, is| {
            was.0.id == is.0.id && was.1.node.word == is.1.node.word && is_alike(&was.1.node, &is.1.node)
        },
        &|was, is| {
            was.0.id == is.0.id
                && was.1.node.word == is.1.node.word
                && was.1.node.args.is_empty()
                && is.1.node.args.is_empty()
        },
    ];
    for sign in signs {
        for (at, is) in news.iter().enumerate() {
            let free = |number: &usize| !is_taken.get(*number).copied().unwrap_or(true);
            if partner.get(at).is_some_and(Option::is_some) {
                continue;
            }
            let found = olds
                .iter()
                .enumerate()
                .filter(|(number, _)| free(number))
                .find(|(_, was)| sign(was, is))
                .map(|(number, _)| number);
            if let Some(number) = found {
                if let Some(taken) = is_taken.get_mut(number) {
                    *taken = true;
                }
                if let Some(slot) = partner.get_mut(at) {
                    *slot = Some(number);
                }
            }
        }
    }
    let paired = news
        .iter()
        .zip(&partner)
        .map(|(is, was)| (was.and_then(|number| olds.get(number).copied()), Some(*is)));
    let gone =
        olds.iter().zip(&is_taken).filter(|(_, is_taken)| !**is_taken).map(|(was, _)| (Some(*was), None));
    paired.chain(gone).collect()
}

/// Whether two rules differ in their names alone: a rule under a new name.
fn is_alike(one: &Node, other: &Node) -> bool {
    let bare = |node: &Node| Node { args: Vec::new(), ..node.clone() };
    one.args.len() == other.args.len() && is_same(&bare(one), &bare(other))
}

/// One rule before and after.
struct Pair<'p, 'a> {
    was: Placed<'a>,
    is: Placed<'a>,
    before: &'p Printer<'a>,
    after: &'p Printer<'a>,
}

impl Pair<'_, '_> {
    fn changes(&self) -> Vec<Change> {
        let (was, is) = (&self.was.1.node, &self.is.1.node);
        let Some(kind) = vocabulary::kind(&is.word) else { return Vec::new() };
        let mut parts = Vec::new();
        self.node(Some(was), Some(is), &kind.shape, "", &mut parts);
        for slot in ON_EVERY_RULE {
            self.slot(Some(was), Some(is), slot, "", &mut parts);
        }
        let name = self.name(is, &kind.shape);
        let mut out: Vec<Change> =
            parts.into_iter().map(|part| change(self.is.1, self.is.0, format!("{name}: {part}"))).collect();
        if self.was.0.id != self.is.0.id && out.is_empty() {
            let sentence =
                format!("{name}: the rule moves here from \"{}\" and stays as it is.", self.was.0.heading);
            out.push(Change { weight: Weight::Form, ..change(self.is.1, self.is.0, sentence) });
        }
        out
    }

    /// "Term (every office)", "Quorum (the membership)".
    fn name(&self, node: &Node, shape: &Shape) -> String {
        let word = crate::print::upper(&node.word.replace('-', " "));
        let args = node.args.iter().map(|arg| self.after.say(shape.args.holds, arg));
        let whom = node.child("for").into_iter().flat_map(|line| line.args.iter());
        let whom = whom.map(|arg| self.after.say(Holds::Office, arg));
        let mut about: Vec<String> = args.collect();
        if about.is_empty() {
            about.extend(whom);
        }
        if about.is_empty() { word } else { format!("{word} ({})", row(&about, "and")) }
    }

    /// Every value of a node or of its lines that differs. `about` is what the line is about; empty for the rule itself.
    fn node(
        &self,
        was: Option<&Node>,
        is: Option<&Node>,
        shape: &'static Shape,
        about: &str,
        out: &mut Vec<String>,
    ) {
        let args = |node: Option<&Node>, printer: &Printer<'_>| {
            let args = node?.args.iter().map(|arg| printer.say(shape.args.holds, arg)).collect::<Vec<_>>();
            (!args.is_empty()).then(|| row(&args, "and"))
        };
        let same_args = match (was, is) {
            (Some(was), Some(is)) => raw(was) == raw(is),
            _ => false,
        };
        let (before, after) = (args(was, self.before), args(is, self.after));
        let is_flagged = before.is_none() && after.is_none() && was.is_some() != is.is_some();
        // A line without a value of its own is said by its properties.
        let has_props = [was, is].into_iter().flatten().any(|node| !node.props.is_empty());
        if !same_args && (before.is_some() || after.is_some()) || is_flagged && !has_props {
            let what = if about.is_empty() { "its name" } else { about };
            let yes =
                |node: Option<&Node>, said: Option<String>| said.or_else(|| node.map(|_| "yes".to_owned()));
            out.push(turn(what, yes(was, before), yes(is, after)));
        }
        for slot in shape.props {
            self.slot(was, is, slot, about, out);
        }
        for inner in shape.children {
            self.lines(was, is, inner, out);
        }
    }

    fn slot(&self, was: Option<&Node>, is: Option<&Node>, slot: &Slot, about: &str, out: &mut Vec<String>) {
        let values = |node: Option<&Node>, printer: &Printer<'_>| -> Vec<(String, String)> {
            let props = node.map(|node| node.props.as_slice()).unwrap_or_default();
            let these = props.iter().filter(|(name, _)| name == slot.word);
            these.map(|(_, value)| (format!("{:?}", value.is), printer.say(slot.holds, value))).collect()
        };
        let (was, is) = (values(was, self.before), values(is, self.after));
        if was.iter().map(|(raw, _)| raw).eq(is.iter().map(|(raw, _)| raw)) {
            return;
        }
        let said = |values: Vec<(String, String)>| {
            let said: Vec<String> = values.into_iter().map(|(_, said)| said).collect();
            (!said.is_empty()).then(|| row(&said, "and"))
        };
        let what = if about.is_empty() { slot.about.to_owned() } else { format!("{about}, {}", slot.about) };
        out.push(turn(&what, said(was), said(is)));
    }

    fn lines(&self, was: Option<&Node>, is: Option<&Node>, shape: &'static Shape, out: &mut Vec<String>) {
        let of = |node: Option<&Node>| -> Vec<Node> {
            node.map(|node| node.children_of(shape.word).cloned().collect()).unwrap_or_default()
        };
        let (was, is) = (of(was), of(is));
        if was.len() == is.len() && was.iter().zip(&is).all(|(was, is)| is_same(was, is)) {
            return;
        }
        if let Says::Ladder { deed, stands, .. } = shape.says {
            let said = |lines: &[Node], printer: &Printer<'_>| {
                printer.ladder(&lines.iter().collect::<Vec<_>>(), deed, stands)
            };
            let before = self.first_value(&was, &is, shape, out);
            if before {
                return;
            }
            let (before, after) = (said(&was, self.before), said(&is, self.after));
            out.push(turn(shape.about, before.as_deref().map(quoted), after.as_deref().map(quoted)));
            return;
        }
        // Lines that repeat are paired in order once the same ones are set aside.
        let differ = |these: &[Node], those: &[Node]| -> Vec<Node> {
            these.iter().filter(|one| !those.iter().any(|other| is_same(one, other))).cloned().collect()
        };
        let (was, is) = if shape.repeats { (differ(&was, &is), differ(&is, &was)) } else { (was, is) };
        for at in 0..was.len().max(is.len()) {
            self.line(was.get(at), is.get(at), shape, out);
        }
    }

    /// One line. A value of its own that changes is told by itself; whatever else changes, by the line's sentences.
    fn line(&self, was: Option<&Node>, is: Option<&Node>, shape: &'static Shape, out: &mut Vec<String>) {
        let said = |node: Option<&Node>, printer: &Printer<'_>| printer.line_sentence(node?, shape);
        let (before, after) = (said(was, self.before), said(is, self.after));
        let same_props = |was: &Node, is: &Node| {
            is_same(&Node { args: Vec::new(), ..was.clone() }, &Node { args: Vec::new(), ..is.clone() })
        };
        match (was, is, before, after) {
            (None, Some(_), _, Some(after)) => out.push(format!("now says: {after}")),
            (Some(_), None, Some(before), _) => out.push(format!("no longer says: {before}")),
            (Some(one), Some(other), Some(before), Some(after))
                if before != after && !same_props(one, other) =>
            {
                out.push(turn(shape.about, Some(quoted(&before)), Some(quoted(&after))));
            }
            _ => self.node(was, is, shape, shape.about, out),
        }
    }

    /// Where only the value that a ladder carries besides its rungs differs (how long the roll is frozen), says that.
    fn first_value(&self, was: &[Node], is: &[Node], shape: &Shape, out: &mut Vec<String>) -> bool {
        const RUNG: [&str; 3] = ["by", "within", "otherwise"];
        let bare = |nodes: &[Node]| -> Vec<Node> {
            let strip = |node: &Node| {
                let props =
                    node.props.iter().filter(|(name, _)| RUNG.contains(&name.as_str())).cloned().collect();
                Node { props, ..node.clone() }
            };
            nodes.iter().map(strip).collect()
        };
        let (rungs_was, rungs_is) = (bare(was), bare(is));
        let same = rungs_was.len() == rungs_is.len()
            && rungs_was.iter().zip(&rungs_is).all(|(was, is)| is_same(was, is));
        for slot in shape.props.iter().filter(|slot| !RUNG.contains(&slot.word)) {
            self.slot(was.first(), is.first(), slot, "", out);
        }
        same
    }
}

/// The arguments of a node, as they are written.
fn raw(node: &Node) -> Vec<String> {
    node.args.iter().map(|arg| format!("{:?}", arg.is)).collect()
}

fn quoted(sentence: &str) -> String {
    format!("\"{sentence}\"")
}

/// "how long voting stays open: was 7 days, becomes 10 days."
fn turn(what: &str, was: Option<String>, becomes: Option<String>) -> String {
    let end = |said: &str| said.trim_end_matches('.').to_owned();
    // Examples and explanations after the first clause are for the manual.
    let what = what.split("; ").next().unwrap_or(what);
    let what = what.split(", for example").next().unwrap_or(what);
    match (was, becomes) {
        (Some(was), Some(becomes)) => format!("{what}: was {}, becomes {}.", end(&was), end(&becomes)),
        (None, Some(becomes)) => format!("{what}: was not said, becomes {}.", end(&becomes)),
        (Some(was), None) => format!("{what}: was {}, is no longer said.", end(&was)),
        (None, None) => format!("{what}."),
    }
}
