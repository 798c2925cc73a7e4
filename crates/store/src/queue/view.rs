//! The view: what everybody may know of the record without asking the writer, taken after each commit and never changed.
//! And the sight, by which many look at the newest view and wait for the next. Derived; nothing in here is authoritative.

use crate::contract::Archive;
use crate::tree::Tree;
use crate::writer::Writer;
use rankfile_hall::clock;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::state::State;
use rankfile_record::hash::Hash;
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// The record as of one commit.
#[derive(Clone)]
pub struct View {
    /// The fold of its acts.
    pub state: State,
    /// Where it is kept.
    pub origin: String,
    /// The number of acts.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The checkpoint signed over them.
    pub checkpoint: String,
    /// What verifies it.
    pub vkey: String,
    /// When the last act was recorded; 0 before the first.
    ///
    /// *Units*: seconds since 1970.
    pub last_recorded_at: i64,
    /// The boxes of elections whose ballot is set.
    pub boxes: BTreeMap<ElectionId, BoxHead>,
    /// How far each election's public archive goes, by its Belenios id.
    pub archives: BTreeMap<String, Archive>,
    /// When time will do something next; `None` if never.
    ///
    /// *Units*: seconds since 1970.
    pub next_due: Option<i64>,
}

/// A ballot box from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxHead {
    /// Ballots in it, superseded ones included.
    pub ballots: u64,
    /// Voters who have voted.
    pub voters: u64,
    /// Head of the archive, 64 hexadecimal digits.
    pub head: String,
}

impl View {
    /// The record as the writer has it.
    pub fn of(writer: &Writer) -> View {
        let (hall, log) = (writer.hall(), writer.log_view());
        let head = |(id, held): (&ElectionId, &rankfile_hall::election::ballot_box::BallotBox)| {
            let head = BoxHead { ballots: held.ballots(), voters: held.voters() as u64, head: held.head() };
            (id.clone(), head)
        };
        View {
            state: hall.state.clone(),
            origin: log.origin().to_owned(),
            size: log.size(),
            root: log.root(),
            checkpoint: log.checkpoint().to_owned(),
            vkey: log.vkey(),
            last_recorded_at: hall.chain.last_recorded_at(),
            boxes: hall.boxes.iter().map(head).collect(),
            archives: log.archives().map(|archive| (archive.election.clone(), archive.clone())).collect(),
            next_due: clock::next_instant(&hall.state),
        }
    }
}

/// The newest view of one record, for as many as want to look. Clones see the same.
#[derive(Clone)]
pub struct Sight(Arc<Seen>);

struct Seen {
    view: RwLock<Arc<View>>,
    tree: Tree,
    size: Mutex<u64>,
    grown: Condvar,
}

impl Sight {
    /// The sight of a writer's record as it stands. Only a queue keeps it new.
    pub fn of(writer: &Writer) -> Sight {
        let view = View::of(writer);
        let (size, grown) = (Mutex::new(view.size), Condvar::new());
        Sight(Arc::new(Seen {
            view: RwLock::new(Arc::new(view)),
            tree: writer.log_view().tree(),
            size,
            grown,
        }))
    }

    /// The record as of the last commit.
    pub fn view(&self) -> Arc<View> {
        self.0.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits until the record is larger than `size`, but not for long; the result is its size.
    ///
    /// For threads that follow the record. It says nothing of the queue's end: whoever follows looks for that too.
    pub fn wait_beyond(&self, size: u64, at_most: Duration) -> u64 {
        let shown = self.0.size.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.0.grown.wait_timeout_while(shown, at_most, |shown| *shown <= size);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// The tree, to make proofs with.
    pub(crate) fn tree(&self) -> &Tree {
        &self.0.tree
    }

    /// Shows a newer view.
    pub(super) fn show(&self, view: View) {
        let size = view.size;
        let before = std::mem::replace(
            &mut *self.0.view.write().unwrap_or_else(PoisonError::into_inner),
            Arc::new(view),
        );
        *self.0.size.lock().unwrap_or_else(PoisonError::into_inner) = size;
        self.0.grown.notify_all();
        // Taken down only now, outside the lock, if nobody holds it any more.
        drop(before);
    }
}
