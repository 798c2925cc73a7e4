//! Faults on purpose: wraps the three ports of any implementation so that one chosen call fails, before it took effect,
//! after it, or in the middle where the contract allows a middle. Records the calls made. It invents no other behaviour.

use crate::contract::{
    Archive, Batch, Lock, Opening, Paper, PaperHead, Parts, Piece, Publish, Staged, Storage,
};
use crate::fault::{Fault, Place};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How the chosen call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failing {
    /// The call reports a fault and did nothing.
    NotPersisted,
    /// The call reports a fault and did everything.
    Persisted,
    /// The call reports a fault and a published file is left with half its bytes, as after a power cut. Data and lock
    /// store, which promise all or nothing, do nothing.
    Torn,
}

impl Failing {
    /// All of them.
    pub const ALL: [Failing; 3] = [Failing::NotPersisted, Failing::Persisted, Failing::Torn];
}

/// Which call fails, and a record of all calls. Clones share it, so it stays at hand after the parts are gone.
#[derive(Clone, Default)]
pub struct FaultPlan(Arc<Mutex<Course>>);

#[derive(Default)]
struct Course {
    chosen: Option<(usize, Failing)>,
    calls: Vec<String>,
}

impl FaultPlan {
    /// Nothing fails.
    pub fn none() -> FaultPlan {
        FaultPlan::default()
    }

    /// The call of this number fails, counted from zero over all three ports.
    pub fn at(number: usize, failing: Failing) -> FaultPlan {
        let plan = FaultPlan::default();
        plan.course().chosen = Some((number, failing));
        plan
    }

    /// Wraps the parts.
    pub fn wrap(&self, parts: Parts) -> Parts {
        Parts {
            storage: Box::new(Planned { plan: self.clone(), port: parts.storage }),
            lock: Box::new(Planned { plan: self.clone(), port: parts.lock }),
            publish: Box::new(Planned { plan: self.clone(), port: parts.publish }),
        }
    }

    /// The calls made so far, the failed one included: port, verb and path.
    pub fn calls(&self) -> Vec<String> {
        self.course().calls.clone()
    }

    /// Whether any call was chosen to fail.
    pub fn can_strike(&self) -> bool {
        self.course().chosen.is_some()
    }

    /// Whether the chosen call was reached.
    pub fn has_struck(&self) -> bool {
        let course = self.course();
        course.chosen.is_some_and(|(number, _)| number < course.calls.len())
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes the call and says how it fails, if it does.
    fn note(&self, call: String) -> Option<Failing> {
        let mut course = self.course();
        let number = course.calls.len();
        course.calls.push(call);
        course.chosen.filter(|(chosen, _)| *chosen == number).map(|(_, failing)| failing)
    }
}

struct Planned<P: ?Sized> {
    plan: FaultPlan,
    port: Box<P>,
}

impl<P: ?Sized> Planned<P> {
    /// Runs the call, fails it, or both; `torn` is what happens in the middle.
    fn run<T>(
        &mut self,
        call: String,
        whole: impl FnOnce(&mut P) -> Result<T, Fault>,
        torn: impl FnOnce(&mut P) -> Result<(), Fault>,
    ) -> Result<T, Fault> {
        let place = Place::Data(call.clone());
        match self.plan.note(call) {
            None => return whole(&mut self.port),
            Some(Failing::NotPersisted) => {}
            Some(Failing::Persisted) => drop(whole(&mut self.port)?),
            Some(Failing::Torn) => torn(&mut self.port)?,
        }
        Err(Fault::Medium { place, doing: "failing on purpose", source: "a planned fault".into() })
    }

    fn simply<T>(&mut self, call: &str, whole: impl FnOnce(&mut P) -> Result<T, Fault>) -> Result<T, Fault> {
        self.run(call.into(), whole, |_| Ok(()))
    }
}

impl Storage for Planned<dyn Storage> {
    fn staged(&mut self) -> Result<Option<Staged>, Fault> {
        self.simply("storage.staged", |port| port.staged())
    }

    fn append(&mut self, batch: &Batch, size_before: u64, checkpoint_note: &str) -> Result<(), Fault> {
        self.simply("storage.append", |port| port.append(batch, size_before, checkpoint_note))
    }

    fn for_each_leaf(&mut self, range: Range<u64>, each: &mut dyn FnMut(u64, &[u8])) -> Result<(), Fault> {
        self.simply("storage.for_each_leaf", |port| port.for_each_leaf(range, each))
    }

    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.simply("storage.leaf", |port| port.leaf(index))
    }

    fn archives(&mut self) -> Result<Vec<Archive>, Fault> {
        self.simply("storage.archives", |port| port.archives())
    }

    fn for_each_piece(
        &mut self,
        election: &str,
        heights: Range<u64>,
        each: &mut dyn FnMut(&Piece) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.simply("storage.for_each_piece", |port| port.for_each_piece(election, heights.clone(), each))
    }

    fn pieces_beginning(&mut self, election: &str, beginning: &[u8]) -> Result<Vec<u64>, Fault> {
        self.simply("storage.pieces_beginning", |port| port.pieces_beginning(election, beginning))
    }

    fn paper(&mut self, digest: &[u8; 32]) -> Result<Option<Paper>, Fault> {
        self.simply("storage.paper", |port| port.paper(digest))
    }

    fn papers(&mut self) -> Result<Vec<PaperHead>, Fault> {
        self.simply("storage.papers", |port| port.papers())
    }

    fn opening(&mut self, commitment: &[u8; 32]) -> Result<Option<Opening>, Fault> {
        self.simply("storage.opening", |port| port.opening(commitment))
    }

    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        self.simply("storage.openings", |port| port.openings(subject, label))
    }

    fn commitments(&mut self, label: Option<&str>) -> Result<Vec<[u8; 32]>, Fault> {
        self.simply("storage.commitments", |port| port.commitments(label))
    }
}

impl Lock for Planned<dyn Lock> {
    fn load(&mut self) -> Result<Option<String>, Fault> {
        self.simply("lock.load", |port| port.load())
    }

    fn swap(&mut self, expected: Option<&str>, new: &str) -> Result<(), Fault> {
        self.simply("lock.swap", |port| port.swap(expected, new))
    }
}

impl Publish for Planned<dyn Publish> {
    fn load(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.simply(&format!("publish.load {path}"), |port| port.load(path))
    }

    fn digest(&mut self, path: &str) -> Result<Option<(u64, [u8; 32])>, Fault> {
        self.simply(&format!("publish.digest {path}"), |port| port.digest(path))
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let call = format!("publish.put {path}");
        self.run(call, |port| port.put(path, bytes), |port| port.replace(path, half(bytes)))
    }

    fn replace(&mut self, path: &str, bytes: &[u8]) -> Result<(), Fault> {
        let call = format!("publish.replace {path}");
        self.run(call, |port| port.replace(path, bytes), |port| port.replace(path, half(bytes)))
    }

    fn extend(&mut self, path: &str, offset: u64, bytes: &[u8]) -> Result<(), Fault> {
        let call = format!("publish.extend {path}");
        self.run(call, |port| port.extend(path, offset, bytes), |port| port.extend(path, offset, half(bytes)))
    }

    fn prune(&mut self, folder: &str) -> Result<(), Fault> {
        self.simply(&format!("publish.prune {folder}"), |port| port.prune(folder))
    }
}

fn half(bytes: &[u8]) -> &[u8] {
    bytes.split_at(bytes.len() / 2).0
}
