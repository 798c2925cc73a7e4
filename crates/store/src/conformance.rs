//! The contract of the three ports as a program: every implementation runs it in its tests. It panics with a sentence at
//! the first promise broken. Crashes and full disks are not here: those need `failing`, or the machine itself.
//!
//! The machine itself: a full disk is a small tmpfs (`mount -t tmpfs -o size=700k`) filled until a commit reports
//! [`Fault::DiskFull`], enlarged with `-o remount`, and opened again; a failing disk is `strace -f -e inject=fsync:error=EIO:when=N`
//! (and `openat`, `pwrite64`, `write`, `rename`, `ftruncate`; `ENOSPC`, `EINTR`) for every N until nothing is injected; a
//! crash is `kill -9` at any moment. After each: open, and find at least what was answered and at most one batch more.

mod files;
mod lock;
mod storage;

use crate::contract::{Batch, Opening, Paper, Parts, Piece};
use crate::fault::Fault;
use rankfile_record::commit::commit;

/// A place for one log: parts can be opened on it again and again, as processes come and go.
pub trait Medium {
    /// Opens the parts; makes them the first time.
    fn parts(&mut self) -> Result<Parts, Fault>;
}

/// Runs everything; `fresh` gives an empty medium each time it is asked.
///
/// # Panics
/// At the first promise that is not kept.
pub fn run(fresh: &mut dyn FnMut() -> Box<dyn Medium>) {
    only_one_holder_at_a_time(fresh().as_mut());
    for check in storage::CHECKS {
        check(fresh().as_mut());
    }
    for check in lock::CHECKS {
        check(fresh().as_mut());
    }
    for check in files::CHECKS {
        check(fresh().as_mut());
    }
}

/// One check of one fresh medium.
type Check = fn(&mut dyn Medium);

fn only_one_holder_at_a_time(medium: &mut dyn Medium) {
    let first = open(medium);
    let second = medium.parts();
    assert!(matches!(second, Err(Fault::Held { .. })), "a second holder must be refused");
    drop(first);
    open(medium);
}

fn open(medium: &mut dyn Medium) -> Parts {
    done(medium.parts())
}

fn done<T>(result: Result<T, Fault>) -> T {
    match result {
        Ok(value) => value,
        Err(fault) => panic!("a healthy medium reported a fault: {fault}"),
    }
}

fn leaves(leaves: &[&str]) -> Batch {
    Batch { leaves: leaves.iter().map(|leaf| leaf.as_bytes().to_vec()).collect(), ..Batch::default() }
}

fn piece(election: &str, height: u64, bytes: &str) -> Piece {
    Piece { election: election.into(), height, kind: "event".into(), bytes: bytes.into() }
}

fn paper(bytes: &str) -> Paper {
    Paper::make("minutes", bytes.into())
}

fn opening(number: u8, label: &str, subject: &str) -> Opening {
    let salt = [number; 32];
    let value = format!("value {number}").into_bytes();
    Opening {
        commitment: commit(label, &salt, &value),
        label: label.into(),
        subject: subject.into(),
        salt,
        value,
    }
}
