//! The queue before the one writer. Many ask at once, from any thread; one thread owns the [`Writer`], takes everything
//! that waits as one commit, shows what has become of the record ([`View`]), and only then answers. While nobody asks it
//! lets time pass: duties that fall due are applied without anybody's request.
//!
//! What it is not: it decides nothing (the hall does), checks no ballot (whoever asks has done it, on its own thread) and
//! reads no clock of its own.
//!
//! The first fault ends it: nobody here can know whether the failed commit took effect. Everybody who waits is told, and
//! [`Running::join`] returns the fault so that the process can end.

mod line;
mod promise;
mod thread;
mod view;

use crate::fault::Fault;
use crate::writer::{Answer, Ask, Writer};
use line::{Item, Line};
use promise::Promise;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{Builder, JoinHandle};

pub use line::Bounds;
pub use promise::Unanswered;
pub use view::{BoxHead, Sight, View};

/// What tells the time, in seconds since 1970. It may jump, as a rehearsal's does.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Called with the view after each commit.
type Listener = Box<dyn Fn(&Arc<View>) + Send>;

/// A hand on the queue. Clones are cheap; when the last one goes, the queue ends as by [`Queue::stop`].
#[derive(Clone)]
pub struct Queue(Arc<Hand>);

/// The thread behind a queue.
#[must_use = "the process has to end when this thread does: join it"]
pub struct Running(JoinHandle<Result<(), Fault>>);

/// Ends the queue when the last hand on it goes.
struct Hand(Arc<Shared>);

/// What the hands and the thread share.
struct Shared {
    line: Line,
    sight: Sight,
    listeners: Mutex<Vec<Listener>>,
}

impl Queue {
    /// Starts the thread. The first view is there when this returns.
    pub fn start(writer: Writer, clock: Clock) -> Result<(Queue, Running), Fault> {
        Self::start_within(Bounds::default(), writer, clock)
    }

    /// Starts the thread with other bounds.
    pub fn start_within(bounds: Bounds, writer: Writer, clock: Clock) -> Result<(Queue, Running), Fault> {
        let sight = Sight::of(&writer);
        let shared = Arc::new(Shared { line: Line::new(bounds), sight, listeners: Mutex::default() });
        let threads = shared.clone();
        let thread =
            Builder::new().name("writer".into()).spawn(move || thread::run(writer, &threads, &clock));
        let thread = thread.map_err(|error| Fault::Stopped { first: format!("no thread: {error}") })?;
        Ok((Queue(Arc::new(Hand(shared))), Running(thread)))
    }

    /// Asks, and returns at once.
    ///
    /// `done` is called exactly once: on the writer's thread when the answer is durable, or here if nothing more is taken.
    /// It must be quick, and must not wait for this queue. The view is never older than an answer.
    pub fn ask(&self, ask: Ask, done: impl FnOnce(Result<Answer, Unanswered>) + Send + 'static) {
        self.shared().line.push(Item::Ask(ask, Promise::new(done)));
    }

    /// Asks, and waits for the answer; never from inside a call the queue makes.
    ///
    /// *Errors*: which of them means that nothing was recorded, and which that nobody knows, is said by [`Unanswered`].
    pub fn ask_wait(&self, ask: Ask) -> Result<Answer, Unanswered> {
        wait(|done| self.shared().line.push(Item::Ask(ask, done)))
    }

    /// Runs something on the writer's thread, between two batches, after everything asked before. Rare: everybody waits.
    /// If nothing more is taken it is dropped unused.
    ///
    /// A fault it meets ends the queue as a failed commit does.
    pub fn with(&self, work: Box<dyn FnOnce(&mut Writer) + Send>) {
        self.shared().line.push(Item::Work(work));
    }

    /// Has the thread look at the clock now, because it was set or jumped; returns at once.
    pub fn tick(&self) {
        self.shared().line.wake();
    }

    /// Waits until everything asked before, and everything due by the clock, is durable and in the view.
    pub fn settle(&self) -> Result<(), Unanswered> {
        wait(|done| self.shared().line.push(Item::Settle(done)))
    }

    /// The record as of the last commit.
    pub fn view(&self) -> Arc<View> {
        self.sight().view()
    }

    /// The same for readers and for whoever waits for changes, beyond the life of this hand.
    pub fn sight(&self) -> Sight {
        self.shared().sight.clone()
    }

    /// A number that only grows and has grown whenever the view is another: the size of the record.
    pub fn changed(&self) -> u64 {
        self.view().size
    }

    /// Has something called on the writer's thread after each commit, once those it answers are answered. It must be
    /// quick (wake somebody, no more) and must not keep a hand on this queue.
    pub fn on_change(&self, listener: impl Fn(&Arc<View>) + Send + 'static) {
        self.shared().listeners.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    /// Ends the queue: what waits is still recorded and answered, then the thread ends and lets go of the record.
    pub fn stop(&self) {
        self.shared().line.close();
    }

    fn shared(&self) -> &Shared {
        &self.0.0
    }
}

impl Running {
    /// Waits for the end.
    ///
    /// *Errors*: the fault that ended it, upon which the process must end.
    pub fn join(self) -> Result<(), Fault> {
        let bug = |_| Err(Fault::Stopped { first: promise::BUG.into() });
        self.0.join().unwrap_or_else(bug)
    }

    /// Whether the thread has ended, so that [`Running::join`] returns at once.
    pub fn is_over(&self) -> bool {
        self.0.is_finished()
    }
}

impl Shared {
    /// Shows the record as it is now to everybody.
    fn show(&self, writer: &Writer) {
        if writer.log_view().size() != self.sight.view().size {
            self.sight.show(View::of(writer));
        }
    }

    /// Tells those who asked to be told.
    fn tell(&self, before: u64) {
        let view = self.sight.view();
        if view.size != before {
            let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
            // A panic in one is its owner's bug, as in a promise.
            listeners.iter().for_each(|listener| drop(catch_unwind(AssertUnwindSafe(|| listener(&view)))));
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.0.line.close();
    }
}

/// Waits for a promise to be kept. It always is: one that is dropped says so.
fn wait<T: Send + 'static>(ask: impl FnOnce(Promise<T>)) -> Result<T, Unanswered> {
    let (send, receive) = mpsc::sync_channel(1);
    ask(Promise::new(move |answer| drop(send.send(answer))));
    receive.recv().unwrap_or_else(|_| Err(Unanswered::Unknown { first: "no answer came".into() }))
}
