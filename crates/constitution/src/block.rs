//! From the text of a rules block to nodes: KDL 2, through the gate and then the `kdl` crate. No other file knows that
//! crate. A node is still untyped: what its words mean is for the vocabulary.

use crate::diagnostic::Report;
use crate::gate;
use crate::source::Place;
use crate::step::ArticleId;
use crate::vocabulary::words::ALL_OFFICES;
use kdl::{KdlDocument, KdlEntry, KdlError, KdlNode, KdlValue};
use std::fmt;

/// One node: a word, its arguments, its properties, its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The word it begins with.
    pub word: String,
    /// Where that word stands.
    pub place: Place,
    /// Its arguments, in order.
    pub args: Vec<Value>,
    /// Its properties, in order; a name may come more than once.
    pub props: Vec<(String, Value)>,
    /// Its children, in order.
    pub children: Vec<Node>,
}

/// A value in a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What it is.
    pub is: Datum,
    /// Where it stands; for a property, where its name stands.
    pub place: Place,
}

/// The three sorts of value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// A text, quoted or not.
    Text(String),
    /// A whole number.
    Number(u64),
    /// `#true` or `#false`.
    Flag(bool),
}

/// A value as KDL writes it: texts in quotes, except the word that stands for every office.
pub(crate) fn kdl(datum: &Datum) -> String {
    match datum {
        Datum::Text(text) if text == ALL_OFFICES => text.clone(),
        Datum::Text(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Datum::Number(number) => number.to_string(),
        Datum::Flag(true) => "#true".to_owned(),
        Datum::Flag(false) => "#false".to_owned(),
    }
}

/// What a node says, without where: word, values, properties (those of one name in order), what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning(String, Vec<Datum>, Vec<(String, Datum)>, Vec<Meaning>);

impl Node {
    pub(crate) fn meaning(&self) -> Meaning {
        let args = self.args.iter().map(|arg| arg.is.clone()).collect();
        let mut props: Vec<_> =
            self.props.iter().map(|(name, value)| (name.clone(), value.is.clone())).collect();
        // Stable: a property that comes more than once keeps its order.
        props.sort_by(|(one, _), (other, _)| one.cmp(other));
        Meaning(self.word.clone(), args, props, self.children.iter().map(Self::meaning).collect())
    }
}

impl fmt::Display for Node {
    /// The node as KDL; reading that gives the node again, but for its places.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word)?;
        for arg in &self.args {
            write!(f, " {}", kdl(&arg.is))?;
        }
        for (name, value) in &self.props {
            write!(f, " {name}={}", kdl(&value.is))?;
        }
        if self.children.is_empty() {
            return Ok(());
        }
        f.write_str(" {")?;
        for child in &self.children {
            write!(f, "\n{child}")?;
        }
        f.write_str("\n}")
    }
}

/// Reads a block.
///
/// *Shape*: `start` is where the block's first byte stands in the document. `None` when a problem was noted.
pub(crate) fn parse(
    block: &str,
    start: usize,
    article: Option<&ArticleId>,
    report: &mut Report,
) -> Option<Vec<Node>> {
    let plain = gate::pass(block, start, article, report)?;
    let document = match KdlDocument::parse(&plain) {
        Ok(document) => document,
        Err(error) => {
            note(&error, &plain, start, article, report);
            return None;
        }
    };
    let before = report.count();
    let nodes = document.nodes().iter().map(|node| convert(node, start, article, report)).collect();
    (report.count() == before).then_some(nodes)
}

/// Notes what the KDL parser found, once per place.
fn note(error: &KdlError, block: &str, start: usize, article: Option<&ArticleId>, report: &mut Report) {
    let mut told = Vec::new();
    for problem in &error.diagnostics {
        // The parser points at the blank before the thing as often as at the thing.
        let offset = problem.span.offset().min(block.len());
        let rest = block.get(offset..).unwrap_or_default();
        let place = start + offset + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
        if told.contains(&place) {
            continue;
        }
        told.push(place);
        let what = problem.message.clone().unwrap_or_else(|| "something unexpected".to_owned());
        let remedy = match &problem.help {
            Some(help) => help.clone(),
            None => "A rule is written `word \"argument\" name=\"value\" { ... }`, one to a line.".to_owned(),
        };
        report.note(
            Place(place),
            article,
            format!("This is not KDL 2: {}.", what.trim_end_matches('.')),
            remedy,
        );
    }
    if told.is_empty() {
        report.note(Place(start), article, "This block is not KDL 2.", "See the examples in the guide.");
    }
}

fn convert(node: &KdlNode, start: usize, article: Option<&ArticleId>, report: &mut Report) -> Node {
    let mut out = Node {
        word: node.name().value().to_owned(),
        place: Place(start + node.name().span().offset()),
        args: Vec::new(),
        props: Vec::new(),
        children: Vec::new(),
    };
    for entry in node.entries() {
        let Some(value) = value(entry, start, article, report) else { continue };
        match entry.name() {
            Some(name) => out.props.push((name.value().to_owned(), value)),
            None => out.args.push(value),
        }
    }
    for child in node.iter_children() {
        out.children.push(convert(child, start, article, report));
    }
    out
}

fn value(entry: &KdlEntry, start: usize, article: Option<&ArticleId>, report: &mut Report) -> Option<Value> {
    let place = Place(start + entry.span().offset());
    let is = match entry.value() {
        KdlValue::String(text) => Datum::Text(text.clone()),
        KdlValue::Bool(flag) => Datum::Flag(*flag),
        KdlValue::Integer(number) => match u64::try_from(*number) {
            Ok(number) => Datum::Number(number),
            Err(_) => {
                report.note(place, article, "This number is too large.", "Write a smaller whole number.");
                return None;
            }
        },
        KdlValue::Float(_) | KdlValue::Null => {
            report.note(place, article, "This value is not used here.", "Write a text or a whole number.");
            return None;
        }
    };
    Some(Value { is, place })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use proptest::prelude::*;

    #[test]
    fn a_block_becomes_nodes_with_places() {
        let nodes = parse("a \"x\" 3 by=\"p\" by=\"q\" {\n  b #true\n}\n", 100, None, &mut Report::default())
            .expect("the block is plain");
        let node = &nodes[0];
        assert_eq!((node.word.as_str(), node.place), ("a", Place(100)));
        assert_eq!(node.args[0], Value { is: Datum::Text("x".to_owned()), place: Place(102) });
        assert_eq!(node.args[1].is, Datum::Number(3));
        assert_eq!(node.props.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["by", "by"]);
        assert_eq!(node.props[1].1.place, Place(115));
        assert_eq!(node.children[0].args[0].is, Datum::Flag(true));
    }

    #[test]
    fn what_the_kdl_parser_refuses_is_told_with_its_place() {
        for (block, offset) in [("a\n3 b\n", 2), ("a {} b\n", 5), ("a\n{\n}\n", 2)] {
            let mut report = Report::default();
            assert_eq!(parse(block, 0, None, &mut report), None, "{block}");
            let source = Source::new("x", block.to_owned());
            let found = report.settle(&source).unwrap_err();
            let (line, column) = source.line_column(Place(offset));
            assert_eq!((found[0].line, found[0].column), (line, column), "{block} {found:?}");
        }
    }

    fn soup() -> impl Strategy<Value = String> {
        let tokens = prop::sample::select(vec![
            "a", "b-c", "\"x\"", "\"", "{", "}", "\n", ";", "(", ")", "=", "#true", "#", "\\", "/*", "*/",
            "//", "/-", "1", "30d", "\"\"\"", "#\"", "\"#", " ", "é", "\u{feff}", "\u{2028}", "\\u{", "\t",
            "inf", "-",
        ]);
        (prop::collection::vec(tokens, 0..40), 1usize..60).prop_map(|(row, times)| row.concat().repeat(times))
    }

    fn data() -> impl Strategy<Value = Datum> {
        prop_oneof![
            "[ -~é]{0,12}".prop_map(Datum::Text),
            any::<u64>().prop_map(Datum::Number),
            any::<bool>().prop_map(Datum::Flag),
            Just(Datum::Text(ALL_OFFICES.to_owned())),
        ]
    }

    fn nodes() -> impl Strategy<Value = Node> {
        let place = Place(0);
        let word = "[a-z][a-z0-9-]{0,6}[a-z]";
        let leaf = move |children: BoxedStrategy<Vec<Node>>| {
            let args = prop::collection::vec(data().prop_map(move |is| Value { is, place }), 0..3);
            let prop = (word, data().prop_map(move |is| Value { is, place }));
            (word, args, prop::collection::vec(prop, 0..3), children)
                .prop_map(move |(word, args, props, children)| Node { word, place, args, props, children })
        };
        leaf(Just(Vec::new()).boxed())
            .prop_recursive(3, 12, 3, move |inner| leaf(prop::collection::vec(inner, 0..3).boxed()))
            .prop_filter("some words mean something else in KDL", |node| {
                let has = |word: &&str| node.to_string().contains(*word);
                !["null", "true", "false", "inf", "nan"].iter().any(has)
            })
    }

    proptest! {
        #[test]
        fn reading_and_printing_are_inverse(node in nodes()) {
            let mut report = Report::default();
            let read = parse(&node.to_string(), 0, None, &mut report);
            let Some([again]) = read.as_deref() else { panic!("{node}\n{report:?}") };
            prop_assert_eq!(again.meaning(), node.meaning());
            prop_assert_eq!(again.to_string(), node.to_string());
        }

        #[test]
        fn no_block_panics_and_every_refusal_says_why(block in soup()) {
            let mut report = Report::default();
            let nodes = parse(&block, 0, None, &mut report);
            prop_assert_eq!(nodes.is_none(), report.count() > 0);
        }
    }
}
