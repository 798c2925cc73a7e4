//! The carrier: the one thread that takes what is due out of the outbox and hands it to the mailer. It decides nothing: the
//! outbox says what is due and what becomes of a failure. Its clock is an argument, so that a test can turn it.

use crate::fault::Fault;
use crate::outbox::Outbox;
use crate::smtp::Mailer;
use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// Tells the time. *Units*: seconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Letters sent over one connection. Few, so that somebody who waits for a letter is not behind a thousand others.
const LETTERS_A_BATCH: usize = 50;

/// The longest sleep, in seconds: a clock that was set back must not silence the mail.
const SLEEP_AT_MOST: i64 = 60;

/// A running carrier. Dropping it ends it after the letter it is at.
pub struct Carrier {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Carrier {
    /// Starts carrying letters from the outbox at a path.
    ///
    /// *Errors*: those of [`Outbox::open`]; [`Fault::Held`] if another carrier serves this outbox: two would send every
    /// letter twice.
    pub fn start(outbox: &Path, mailer: Mailer, clock: Clock) -> Result<Carrier, Fault> {
        let hold = hold(outbox)?;
        let opened = Outbox::open(outbox)?;
        let shared = Arc::new(Shared { state: Mutex::new(State::default()), changed: Condvar::new() });
        let theirs = Arc::clone(&shared);
        let run = move || {
            let (_hold, end) = (hold, End(theirs));
            if let Err(fault) = end.0.carry(opened, &mailer, &clock) {
                end.0.lock().fault = Some(fault.to_string());
            }
        };
        let thread = std::thread::Builder::new().name("post-carrier".into()).spawn(run).map_err(|error| {
            Fault::Medium {
                place: outbox.display().to_string(),
                doing: "starting its carrier",
                source: error.into(),
            }
        })?;
        Ok(Carrier { shared, thread: Some(thread) })
    }

    /// Tells it that there may be something to send. Never waits for it.
    pub fn poke(&self) {
        let mut state = self.shared.lock();
        state.poked = true;
        state.idle = false;
        self.shared.changed.notify_all();
    }

    /// Pokes it and waits until nothing is due any more; false if that took too long or it has ended.
    pub fn settle(&self, patience: Duration) -> bool {
        self.poke();
        let state = self.shared.lock();
        let waited =
            self.shared.changed.wait_timeout_while(state, patience, |state| !state.idle && !state.ended);
        let state = waited.unwrap_or_else(PoisonError::into_inner).0;
        state.idle && !state.ended
    }

    /// The fault that ended it, in words, if one did. Letters then wait until the program is started again.
    pub fn fault(&self) -> Option<String> {
        self.shared.lock().fault.clone()
    }

    /// Whether it carries letters.
    pub fn is_running(&self) -> bool {
        !self.shared.lock().ended
    }
}

impl Drop for Carrier {
    fn drop(&mut self) {
        self.shared.lock().ends = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    poked: bool,
    /// Since the last poke it has looked and found nothing due.
    idle: bool,
    ends: bool,
    ended: bool,
    fault: Option<String>,
}

/// Says that the carrier has ended, also when a bug ended it.
struct End(Arc<Shared>);

impl Drop for End {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        if std::thread::panicking() {
            state.fault = Some("a bug ended the carrier: please report it".to_owned());
        }
        state.ended = true;
        self.0.changed.notify_all();
    }
}

impl Shared {
    /// The state; a panic of another thread leaves it usable, since every change is an assignment.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn carry(&self, mut outbox: Outbox, mailer: &Mailer, clock: &Clock) -> Result<(), Fault> {
        loop {
            {
                let mut state = self.lock();
                if state.ends {
                    return Ok(());
                }
                state.poked = false;
            }
            if self.carry_a_batch(&mut outbox, mailer, clock)? {
                continue;
            }
            let next_try_at = outbox.next_try_at()?;
            let sleep =
                next_try_at.map_or(SLEEP_AT_MOST, |at| at.saturating_sub(clock()).clamp(1, SLEEP_AT_MOST));
            let mut state = self.lock();
            if !state.poked {
                state.idle = true;
                self.changed.notify_all();
            }
            let sleep = Duration::from_secs(sleep.unsigned_abs());
            let waited = self.changed.wait_timeout_while(state, sleep, |state| !state.poked && !state.ends);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// Sends what is due, up to a batch; false if nothing was.
    fn carry_a_batch(&self, outbox: &mut Outbox, mailer: &Mailer, clock: &Clock) -> Result<bool, Fault> {
        let letters = outbox.due(clock(), LETTERS_A_BATCH)?;
        if letters.is_empty() {
            return Ok(false);
        }
        let mut fault = None;
        let sent = mailer.send(&letters, &mut |due, outcome| {
            let marked = match outcome {
                Ok(()) => outbox.mark_sent(due.number, clock()),
                Err(trouble) => outbox.mark_failed(due.number, clock(), trouble).map(drop),
            };
            match marked {
                Ok(()) if !self.lock().ends => ControlFlow::Continue(()),
                Ok(()) => ControlFlow::Break(()),
                Err(found) => {
                    fault = Some(found);
                    ControlFlow::Break(())
                }
            }
        });
        match (fault, sent) {
            (Some(fault), _) => Err(fault),
            (None, Err(trouble)) => outbox.mark_unusable(clock(), trouble).map(|_| true),
            (None, Ok(())) => Ok(true),
        }
    }
}

/// Keeps a second carrier away. The lock goes with the process, however it ends; the file stays and means nothing.
fn hold(outbox: &Path) -> Result<File, Fault> {
    let mut name = OsString::from(outbox);
    name.push(".carrier");
    let place = Path::new(&name).display().to_string();
    let failed =
        |doing, source: std::io::Error| Fault::Medium { place: place.clone(), doing, source: source.into() };
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&name);
    let file = file.map_err(|error| failed("opening its owner file", error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Fault::Held { place }),
        Err(TryLockError::Error(error)) => Err(failed("locking its owner file", error)),
    }
}
