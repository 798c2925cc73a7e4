//! What every lock store must do.

use super::{Check, Medium, done, open};
use crate::fault::Fault;

pub(super) const CHECKS: &[Check] =
    &[a_swap_outlives_the_process, a_swap_of_another_checkpoint_changes_nothing];

fn a_swap_outlives_the_process(medium: &mut dyn Medium) {
    let mut lock = open(medium).lock;
    assert_eq!(done(lock.load()), None, "an empty lock store holds nothing");
    done(lock.swap(None, "first\n\nline\n"));
    assert_eq!(done(lock.load()).as_deref(), Some("first\n\nline\n"));
    drop(lock);
    let mut lock = open(medium).lock;
    done(lock.swap(Some("first\n\nline\n"), "second\n"));
    done(lock.swap(Some("second\n"), "second\n"));
    drop(lock);
    assert_eq!(done(open(medium).lock.load()).as_deref(), Some("second\n"));
}

fn a_swap_of_another_checkpoint_changes_nothing(medium: &mut dyn Medium) {
    let mut lock = open(medium).lock;
    let moved =
        |result| assert!(matches!(result, Err(Fault::LockMoved)), "a wrong expectation must be refused");
    moved(lock.swap(Some("first"), "second"));
    assert_eq!(done(lock.load()), None);
    done(lock.swap(None, "first"));
    for expected in [None, Some("second"), Some("first "), Some("")] {
        moved(lock.swap(expected, "third"));
        assert_eq!(done(lock.load()).as_deref(), Some("first"), "{expected:?}");
    }
}
