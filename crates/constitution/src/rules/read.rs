//! Short ways to take typed values out of a node that fits its shape. A value that does not fit gives `None`; that it fits
//! has been checked before.

use super::{NoticeRule, OfficeSet, RungRule};
use crate::block::{Datum, Node, Value};
use crate::source::At;
use crate::step::Span;
use crate::vocabulary::words::ALL_OFFICES;

impl Value {
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.is {
            Datum::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn named(&self) -> Option<At<String>> {
        Some(At { is: self.text()?.to_owned(), place: self.place })
    }

    pub(crate) fn span(&self) -> Option<Span> {
        self.text()?.parse().ok()
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match self.is {
            Datum::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    pub(crate) fn number<N: TryFrom<u64>>(&self) -> Option<N> {
        match self.is {
            Datum::Number(number) => number.try_into().ok(),
            _ => None,
        }
    }

    /// The words of a row.
    pub(crate) fn row(&self) -> Vec<String> {
        self.text().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    }
}

impl Node {
    pub(crate) fn arg(&self) -> Option<&Value> {
        self.args.first()
    }

    pub(crate) fn prop(&self, name: &str) -> Option<&Value> {
        self.props.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    pub(crate) fn child(&self, word: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.word == word)
    }

    pub(crate) fn children_of(&self, word: &str) -> impl Iterator<Item = &Node> {
        self.children.iter().filter(move |child| child.word == word)
    }

    /// The time that is the argument of a child.
    pub(crate) fn child_span(&self, word: &str) -> Option<Span> {
        self.child(word)?.arg()?.span()
    }

    pub(crate) fn prop_span(&self, name: &str) -> Option<Span> {
        self.prop(name)?.span()
    }

    pub(crate) fn prop_text(&self, name: &str) -> Option<String> {
        Some(self.prop(name)?.text()?.to_owned())
    }

    /// The offices named by the arguments.
    pub(crate) fn offices(&self) -> Option<OfficeSet> {
        let names: Vec<At<String>> = self.args.iter().filter_map(Value::named).collect();
        match names.as_slice() {
            [] => None,
            [one] if one.is == ALL_OFFICES => Some(OfficeSet::All(one.place)),
            _ => Some(OfficeSet::Named(names)),
        }
    }

    /// A ladder whose lines begin with this word and name the bearer after it.
    pub(crate) fn ladder(&self, word: &str) -> Vec<RungRule> {
        self.children_of(word).filter_map(|line| line.rung(line.arg()?.named()?)).collect()
    }

    pub(crate) fn rung(&self, who: At<String>) -> Option<RungRule> {
        Some(RungRule {
            who,
            within: self.prop_span("within")?,
            otherwise: self.prop("otherwise").and_then(Value::named),
        })
    }

    /// The notice that this node is: its lead is given apart.
    pub(crate) fn notice(&self, lead: Span) -> NoticeRule {
        let channels = self.props.iter().filter(|(name, _)| name == "by");
        NoticeRule {
            lead,
            channels: channels.filter_map(|(_, value)| Some(value.text()?.to_owned())).collect(),
            content: self.prop("content").map(Value::row).unwrap_or_default(),
        }
    }

    pub(crate) fn child_notice(&self, word: &str) -> Option<NoticeRule> {
        let node = self.child(word)?;
        Some(node.notice(node.arg()?.span()?))
    }
}
