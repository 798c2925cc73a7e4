//! A mail server for this machine only that delivers nothing: it keeps the last messages in memory, to be looked at in the
//! demo and in tests. It speaks real SMTP, more strictly than real servers do, and can be told to misbehave. It knows no
//! encryption and no passwords and listens on loopback addresses only.

mod reading;
mod session;

pub use reading::Reading;

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The largest message it takes, in bytes.
pub const LARGEST: usize = 1024 * 1024;

/// Connections at one time.
const SESSIONS_AT_MOST: usize = 32;

/// A running catcher. Dropping it ends it, with every connection.
pub struct Catcher {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// A message it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// Its number: 1 for the first since the start.
    pub number: u64,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message, lines ended by CR LF.
    pub data: Vec<u8>,
}

/// How it can be told to misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misbehaviour {
    /// Closes the connection before a word.
    HangUpAtOnce,
    /// Greets in another protocol.
    TalkNonsense,
    /// Greets with 421: too busy.
    BeTooBusy,
    /// Never answers the first command.
    KeepSilent,
    /// Refuses the sender: 550.
    RefuseSender,
    /// Puts a recipient off: 450.
    PutOffRecipient,
    /// Refuses a recipient: 550 5.1.1.
    RefuseRecipient,
    /// Refuses a recipient by policy: 554 5.7.1.
    RefuseToRelay,
    /// Refuses the message: 552.
    RefuseMessage,
    /// Takes the message and hangs up before it has said so.
    HangUpAfterTaking,
    /// Hangs up after the message without having taken it.
    HangUpWithoutTaking,
}

impl Catcher {
    /// Starts listening; port 0 picks a free one. The last `keep` messages are kept.
    ///
    /// *Errors*: the address is not a loopback one, or taken.
    pub fn start(address: SocketAddr, keep: usize) -> io::Result<Catcher> {
        if !address.ip().is_loopback() {
            let message =
                "the catcher listens on this machine only: name a loopback address such as 127.0.0.1";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { state: Mutex::new(State::new(keep)), changed: Condvar::new() });
        let listening = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("post-catcher".into())
            .spawn(move || listen(&listener, &listening))?;
        Ok(Catcher { address, shared, thread: Some(thread) })
    }

    /// Starts on a free port of 127.0.0.1.
    pub fn start_anywhere(keep: usize) -> io::Result<Catcher> {
        Catcher::start((Ipv4Addr::LOCALHOST, 0).into(), keep)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The setting with which [`crate::smtp::ServerUrl`] finds it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// The messages kept, the oldest first.
    pub fn messages(&self) -> Vec<Caught> {
        self.shared.lock().caught.iter().cloned().collect()
    }

    /// How many messages it took since the start, kept or not.
    pub fn taken(&self) -> u64 {
        self.shared.lock().taken
    }

    /// How many connections were made to it since the start.
    pub fn connections(&self) -> u64 {
        self.shared.lock().connections
    }

    /// Waits until it took so many messages since the start; false if that did not happen in time.
    pub fn wait_for(&self, taken: u64, patience: Duration) -> bool {
        let state = self.shared.lock();
        let waited = self.shared.changed.wait_timeout_while(state, patience, |state| state.taken < taken);
        waited.unwrap_or_else(PoisonError::into_inner).0.taken >= taken
    }

    /// Makes it misbehave the next so many times it has occasion to.
    pub fn misbehave(&self, how: Misbehaviour, times: u32) {
        self.shared.lock().misbehaviour = Some((how, times));
    }

    /// Makes it behave again.
    pub fn behave(&self) {
        self.shared.lock().misbehaviour = None;
    }
}

impl Drop for Catcher {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        state.ends = true;
        for stream in state.open.drain(..).flatten() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        drop(state);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(5));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the catcher and its connections share.
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    keep: usize,
    caught: VecDeque<Caught>,
    taken: u64,
    connections: u64,
    misbehaviour: Option<(Misbehaviour, u32)>,
    /// The open connections, to end them; the places of ended ones are free.
    open: Vec<Option<TcpStream>>,
    ends: bool,
}

impl State {
    fn new(keep: usize) -> State {
        State {
            keep,
            caught: VecDeque::new(),
            taken: 0,
            connections: 0,
            misbehaviour: None,
            open: vec![],
            ends: false,
        }
    }
}

impl Shared {
    /// The state; a panic of another thread leaves it usable, since every change is one assignment or one push.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether to misbehave so now; each yes counts.
    fn misbehaves(&self, how: Misbehaviour) -> bool {
        match &mut self.lock().misbehaviour {
            Some((now, times)) if *now == how && *times > 0 => {
                *times -= 1;
                true
            }
            _ => false,
        }
    }

    fn take(&self, from: String, to: Vec<String>, data: Vec<u8>) -> u64 {
        let mut state = self.lock();
        state.taken += 1;
        let number = state.taken;
        state.caught.push_back(Caught { number, from, to, data });
        while state.caught.len() > state.keep {
            state.caught.pop_front();
        }
        self.changed.notify_all();
        number
    }

    /// A place for a connection, or none if there are too many or the catcher ends.
    fn enter(&self, stream: &TcpStream) -> Option<usize> {
        let stream = stream.try_clone().ok()?;
        let mut state = self.lock();
        if state.ends {
            return None;
        }
        let free = state.open.iter().position(Option::is_none);
        let place = match free {
            Some(place) => place,
            None if state.open.len() < SESSIONS_AT_MOST => {
                state.open.push(None);
                state.open.len() - 1
            }
            None => return None,
        };
        state.open[place] = Some(stream);
        state.connections += 1;
        Some(place)
    }

    fn leave(&self, place: usize) {
        if let Some(place) = self.lock().open.get_mut(place) {
            *place = None;
        }
    }
}

fn listen(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.lock().ends {
            return;
        }
        let Ok(stream) = stream else { continue };
        // A connection too many is closed at once, which a client takes for a server that is too busy.
        let Some(place) = shared.enter(&stream) else { continue };
        let theirs = Arc::clone(shared);
        let talk = move || {
            let _ = session::talk(&stream, &theirs);
            let _ = stream.shutdown(Shutdown::Both);
            theirs.leave(place);
        };
        if std::thread::Builder::new().name("post-catcher-session".into()).spawn(talk).is_err() {
            shared.leave(place);
        }
    }
}

#[cfg(test)]
mod tests;
