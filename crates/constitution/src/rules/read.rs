//! Short ways to take typed values out of a node that fits its shape. A value that does not fit gives `None`; that it fits
//! has been checked before.

use super::{NoticeRule, OfficeSet, RungRule};
use crate::block::{Datum, Node, Value};
use crate::share::Share;
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

    pub(crate) fn share(&self) -> Option<Share> {
        self.text()?.parse().ok()
    }

    pub(crate) fn date(&self) -> Option<jiff::civil::Date> {
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

    pub(crate) fn prop_share(&self, name: &str) -> Option<Share> {
        self.prop(name)?.share()
    }

    pub(crate) fn prop_flag(&self, name: &str) -> Option<bool> {
        self.prop(name)?.flag()
    }

    pub(crate) fn prop_number(&self, name: &str) -> Option<u64> {
        self.prop(name)?.number()
    }

    pub(crate) fn prop_date(&self, name: &str) -> Option<jiff::civil::Date> {
        self.prop(name)?.date()
    }

    /// The words of a row that is a property; none when it is not written.
    pub(crate) fn prop_row(&self, name: &str) -> Vec<String> {
        self.prop(name).map(Value::row).unwrap_or_default()
    }

    /// The flag that is the argument of a child.
    pub(crate) fn child_flag(&self, word: &str) -> Option<bool> {
        self.child(word)?.arg()?.flag()
    }

    /// The number that is the argument of a child.
    pub(crate) fn child_number(&self, word: &str) -> Option<u64> {
        self.child(word)?.arg()?.number()
    }

    /// The share that is the argument of a child.
    pub(crate) fn child_share(&self, word: &str) -> Option<Share> {
        self.child(word)?.arg()?.share()
    }

    /// The text that is the first argument of a child.
    pub(crate) fn child_text(&self, word: &str) -> Option<&str> {
        self.child(word)?.arg()?.text()
    }

    /// The name that is the first argument of a child, with its place.
    pub(crate) fn child_named(&self, word: &str) -> Option<At<String>> {
        self.child(word)?.arg()?.named()
    }

    /// All texts among the arguments, with their places.
    pub(crate) fn names(&self) -> Vec<At<String>> {
        self.args.iter().filter_map(Value::named).collect()
    }

    /// All texts among the arguments of a child; none when it is not written.
    pub(crate) fn child_names(&self, word: &str) -> Vec<At<String>> {
        self.child(word).map(Self::names).unwrap_or_default()
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
