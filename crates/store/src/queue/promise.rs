//! A promise to call somebody back, kept exactly once: with what it was made for, or, if it is dropped on any way out,
//! with the news that nobody knows. And the ways in which nobody is answered.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why somebody who asked got no answer of the record.
///
/// [`Unanswered::is_recorded`] says the one thing a person wants to know: may I ask again?
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// Too much waits already; nothing was recorded.
    #[error(
        "{waiting} requests wait to be recorded and no more can wait; yours was not recorded: ask again in a minute"
    )]
    Busy {
        /// How many wait.
        waiting: usize,
    },
    /// The queue has ended; nothing was recorded.
    #[error(
        "the record is closed for writing{}; yours was not recorded: ask again once it is open",
        told(first)
    )]
    Closed {
        /// The fault that ended it, in words, if one did.
        first: Option<String>,
    },
    /// A fault struck while it was being recorded.
    #[error(
        "the record stopped while yours was being written ({first}); it may be recorded or not: look for it once the \
         record is open again, and only then ask again"
    )]
    Unknown {
        /// The fault, in words.
        first: String,
    },
}

impl Unanswered {
    /// Whether it is in the record: `Some(false)` if it surely is not, `None` if nobody knows yet.
    pub fn is_recorded(&self) -> Option<bool> {
        match self {
            Unanswered::Busy { .. } | Unanswered::Closed { .. } => Some(false),
            Unanswered::Unknown { .. } => None,
        }
    }
}

/// What ended the thread if it was no fault.
pub(super) const BUG: &str = "the writer's thread met a bug";

type Done<T> = Box<dyn FnOnce(Result<T, Unanswered>) + Send>;

/// Somebody to call back.
pub(super) struct Promise<T>(Option<Done<T>>);

impl<T> Promise<T> {
    pub(super) fn new(done: impl FnOnce(Result<T, Unanswered>) + Send + 'static) -> Promise<T> {
        Promise(Some(Box::new(done)))
    }

    /// Calls back.
    pub(super) fn keep(mut self, answer: Result<T, Unanswered>) {
        self.call(answer);
    }

    /// A panic in there is its owner's bug; the record and everybody else's answers have no part in it.
    fn call(&mut self, answer: Result<T, Unanswered>) {
        if let Some(done) = self.0.take() {
            catch_unwind(AssertUnwindSafe(|| done(answer))).ok();
        }
    }
}

impl<T> Drop for Promise<T> {
    fn drop(&mut self) {
        self.call(Err(Unanswered::Unknown { first: BUG.into() }));
    }
}

fn told(first: &Option<String>) -> String {
    first.as_ref().map_or_else(String::new, |first| format!(" after a fault ({first})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    type Heard = Arc<Mutex<Vec<Result<u8, Unanswered>>>>;

    fn noting() -> (Promise<u8>, Heard) {
        let heard = Heard::default();
        let ear = heard.clone();
        (Promise::new(move |answer| ear.lock().unwrap().push(answer)), heard)
    }

    #[test]
    fn a_promise_is_kept_once() {
        let (promise, heard) = noting();
        promise.keep(Ok(7));
        assert_eq!(*heard.lock().unwrap(), [Ok(7)]);
    }

    #[test]
    fn a_dropped_promise_says_that_nobody_knows() {
        let (promise, heard) = noting();
        drop(promise);
        let heard = heard.lock().unwrap();
        assert!(
            matches!(heard.as_slice(), [Err(unknown @ Unanswered::Unknown { .. })] if unknown.is_recorded().is_none())
        );
    }

    #[test]
    fn a_panic_of_who_is_called_back_stays_there() {
        Promise::<u8>::new(|_| panic!("on purpose")).keep(Ok(7));
    }
}
