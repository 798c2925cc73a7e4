//! Stories: dated lines of what could happen, from a concrete first day. The checks say what happens; this keeps the dates.

use super::Event;
use crate::civil;
use crate::step::{ArticleId, Span};
use jiff::civil::Date;

/// A story being told.
#[derive(Debug)]
pub(super) struct Story {
    /// The day reached.
    pub day: Date,
    lines: Vec<Event>,
}

impl Story {
    /// Begins on a day.
    pub fn from(day: Date) -> Self {
        Self { day, lines: Vec::new() }
    }

    /// Something happens on the day reached.
    pub fn tell(mut self, article: &ArticleId, event: impl Into<String>) -> Self {
        self.lines.push(Event { date: self.day, event: event.into(), article: Some(article.clone()) });
        self
    }

    /// Time passes.
    pub fn wait(mut self, span: Span) -> Self {
        self.day = civil::add(self.day, span);
        self
    }

    /// The lines.
    pub fn told(self) -> Vec<Event> {
        self.lines
    }
}
