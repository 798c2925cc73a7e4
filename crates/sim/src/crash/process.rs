//! A running `crashling`: starting it, sending it letters, hearing what it says, ending it. It ends no process but the
//! one it started.

use super::server::Said;
use anyhow::{Context as _, Result};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// The number the operating system has for the signal that no process survives.
const SIGKILL: i32 = 9;

/// Keeps the starting of processes and the opening of records apart, see [`while_none_starts`].
static STARTING: RwLock<()> = RwLock::new(());

/// While the result lives, this program starts no process.
///
/// Whoever opens a record here needs it: a process being started has, for a moment, every file that is open in this
/// program, and with them the locks on a record that was closed in that moment.
pub fn while_none_starts() -> RwLockReadGuard<'static, ()> {
    STARTING.read().unwrap_or_else(PoisonError::into_inner)
}

/// Starts a program while nobody here has a record open.
pub fn start_alone<T>(start: impl FnOnce() -> T) -> T {
    let _starting = STARTING.write().unwrap_or_else(PoisonError::into_inner);
    start()
}

/// A server of one's own.
pub struct Process {
    child: Child,
    letters: Option<ChildStdin>,
    lines: BufReader<ChildStdout>,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was killed.
    Killed,
    /// It came to its end before.
    ByItself,
}

impl Process {
    /// Starts the program on a data directory and a folder of letters; `fault` is the call of the store that fails, and
    /// how, in the words of `crashling`.
    ///
    /// *Errors*: it cannot be started.
    pub fn start(program: &Path, folder: &Path, inbox: &Path, now: i64, fault: Option<&str>) -> Result<Self> {
        let mut command = Command::new(program);
        command.args([folder, inbox]).arg(now.to_string()).args(fault);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let started = start_alone(|| command.spawn());
        let mut child = started.with_context(|| format!("cannot start {}", program.display()))?;
        let lines = BufReader::new(child.stdout.take().context("its output was asked for")?);
        Ok(Process { letters: child.stdin.take(), lines, child })
    }

    /// Sends batches of letters, by their numbers, without waiting for an answer. They are few enough for the pipe.
    ///
    /// *Errors*: the process ended, which a caller who kills processes must expect.
    pub fn send(&mut self, batches: &[Vec<usize>]) -> std::io::Result<()> {
        let Some(pipe) = &mut self.letters else { return Ok(()) };
        let line =
            |batch: &Vec<usize>| batch.iter().map(usize::to_string).collect::<Vec<_>>().join(" ") + "\n";
        pipe.write_all(batches.iter().map(line).collect::<String>().as_bytes())
    }

    /// Says that there are no more letters.
    pub fn end_letters(&mut self) {
        self.letters = None;
    }

    /// The next line; `None` when it ended. A line without its end was not said.
    ///
    /// *Errors*: a line that is none of a server's.
    pub fn hear(&mut self) -> Result<Option<Said>> {
        let mut line = String::new();
        self.lines.read_line(&mut line)?;
        Ok(if line.ends_with('\n') { Some(serde_json::from_str(&line)?) } else { None })
    }

    /// Everything it says until it ends.
    ///
    /// *Errors*: a line that is none of a server's.
    pub fn hear_all(&mut self) -> Result<Vec<Said>> {
        std::iter::from_fn(|| self.hear().transpose()).collect()
    }

    /// Kills it. The result is what it still said, and whether it was alive.
    ///
    /// *Errors*: the operating system refuses, or a line that is none of a server's.
    pub fn kill(mut self) -> Result<(Vec<Said>, Ended)> {
        self.child.kill()?;
        let said = self.hear_all()?;
        let killed = self.child.wait()?.signal() == Some(SIGKILL);
        Ok((said, if killed { Ended::Killed } else { Ended::ByItself }))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A test that failed leaves nobody behind; one that ended already cannot be killed, and need not be.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
