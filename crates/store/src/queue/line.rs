//! The waiting line: bounded in number and in bytes, first come first served, and handed to the writer's thread as whole
//! batches. It knows what a request weighs and nothing else about it.

use super::promise::{Promise, Unanswered};
use crate::contract::Opening;
use crate::writer::{Answer, Ask, Writer};
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the thread stays with nothing to do before it looks at the clock again: a rehearsal's clock can jump.
const LOOK: Duration = Duration::from_secs(1);

/// How much can wait, and how much is taken at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Requests that can wait.
    pub waiting: usize,
    /// Bytes that can wait; one request alone always can.
    pub waiting_bytes: usize,
    /// Requests that one commit takes.
    pub batch: usize,
    /// Bytes after which one commit takes no further request.
    pub batch_bytes: usize,
}

impl Default for Bounds {
    /// A quarter of the memory of a small machine for waiting, and commits that stay below a second on a slow disk.
    fn default() -> Self {
        Bounds { waiting: 10_000, waiting_bytes: 64 << 20, batch: 1_000, batch_bytes: 8 << 20 }
    }
}

/// Somebody in the line.
pub(super) enum Item {
    Ask(Ask, Promise<Answer>),
    Work(Box<dyn FnOnce(&mut Writer) + Send>),
    Settle(Promise<()>),
}

/// What the thread is to do next.
pub(super) enum Next {
    Commit(Vec<(Ask, Promise<Answer>)>),
    Work(Box<dyn FnOnce(&mut Writer) + Send>),
    Settle(Promise<()>),
    /// Nobody waits, and a while has passed or somebody said that the clock is to be looked at.
    Look,
    Over,
}

/// The line.
pub(super) struct Line {
    bounds: Bounds,
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Default)]
struct Waiting {
    items: VecDeque<Item>,
    bytes: usize,
    look: bool,
    closed: Option<Unanswered>,
}

impl Line {
    pub(super) fn new(bounds: Bounds) -> Line {
        Line { bounds, waiting: Mutex::default(), changed: Condvar::new() }
    }

    /// Puts somebody at the end of the line, or says no to them at once.
    pub(super) fn push(&self, item: Item) {
        let weight = item.weight();
        let mut waiting = self.waiting();
        if let Some(why) = self.refusal(&waiting, &item, weight) {
            drop(waiting);
            return item.refuse(why);
        }
        waiting.bytes += weight;
        waiting.items.push_back(item);
        drop(waiting);
        self.changed.notify_one();
    }

    /// Only requests are bounded: the rest is this program's own, and rare.
    fn refusal(&self, waiting: &Waiting, item: &Item, weight: usize) -> Option<Unanswered> {
        if let Some(closed) = &waiting.closed {
            return Some(closed.clone());
        }
        let count = waiting.items.len();
        let fits = count < self.bounds.waiting && waiting.bytes + weight <= self.bounds.waiting_bytes;
        let refused = count > 0 && !fits && matches!(item, Item::Ask(..));
        refused.then_some(Unanswered::Busy { waiting: count })
    }

    /// What comes next; waits until there is something.
    pub(super) fn next(&self) -> Next {
        let mut waiting = self.waiting();
        loop {
            if let Some(next) = waiting.take(&self.bounds) {
                return next;
            }
            if waiting.closed.is_some() {
                return Next::Over;
            }
            if std::mem::take(&mut waiting.look) {
                return Next::Look;
            }
            let woken = self.changed.wait_timeout(waiting, LOOK).unwrap_or_else(PoisonError::into_inner);
            waiting = woken.0;
            // Somebody may have come in the last moment; they go first.
            waiting.look |= woken.1.timed_out();
        }
    }

    /// Has the thread look at the clock.
    pub(super) fn wake(&self) {
        self.waiting().look = true;
        self.changed.notify_one();
    }

    /// Takes nobody in any more; who waits already is still served.
    pub(super) fn close(&self) {
        self.waiting().closed.get_or_insert(Unanswered::Closed { first: None });
        self.changed.notify_one();
    }

    /// Takes nobody in any more, and sends everybody away who waits; the first fault told is the one they hear of.
    pub(super) fn send_away(&self, first: Option<String>) {
        let mut waiting = self.waiting();
        let why = match waiting.closed.take() {
            Some(known @ Unanswered::Closed { first: Some(_) }) => known,
            _ => Unanswered::Closed { first },
        };
        waiting.closed = Some(why.clone());
        waiting.bytes = 0;
        let items = std::mem::take(&mut waiting.items);
        drop(waiting);
        items.into_iter().for_each(|item| item.refuse(why.clone()));
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Everything from the front that can be one commit, or the one thing at the front that is none.
    fn take(&mut self, bounds: &Bounds) -> Option<Next> {
        let (mut asks, mut bytes) = (Vec::new(), 0);
        while asks.len() < bounds.batch.max(1) && (asks.is_empty() || bytes < bounds.batch_bytes) {
            let Some(item) = self.items.pop_front() else { break };
            let weight = item.weight();
            match item {
                Item::Ask(ask, promise) => asks.push((ask, promise)),
                other if !asks.is_empty() => {
                    self.items.push_front(other);
                    break;
                }
                Item::Work(work) => return Some(Next::Work(work)),
                Item::Settle(promise) => return Some(Next::Settle(promise)),
            }
            self.bytes = self.bytes.saturating_sub(weight);
            bytes += weight;
        }
        (!asks.is_empty()).then_some(Next::Commit(asks))
    }
}

impl Item {
    /// About how many bytes it keeps in memory.
    fn weight(&self) -> usize {
        let opened =
            |opening: &Opening| opening.value.len() + opening.subject.len() + opening.label.len() + 64;
        match self {
            Item::Ask(Ask::Act { request, openings, erased }, _) => {
                let documents: usize = request.documents.iter().map(Vec::len).sum();
                documents + openings.iter().map(opened).sum::<usize>() + erased.len() * 32
            }
            Item::Ask(Ask::Ballot { bytes, .. }, _) => bytes.len(),
            Item::Work(_) | Item::Settle(_) => 0,
        }
    }

    fn refuse(self, why: Unanswered) {
        match self {
            Item::Ask(_, promise) => promise.keep(Err(why)),
            Item::Settle(promise) => promise.keep(Err(why)),
            Item::Work(_) => {}
        }
    }
}
