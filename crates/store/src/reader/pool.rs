//! Readers lent to whoever needs one for a moment: opened when all are out, kept for the next when they come back. It
//! limits nobody; how many threads read at once is the caller's business.

use super::Reader;
use crate::fault::Fault;
use crate::queue::Sight;
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many idle readers are kept; each has a file open and up to 2 MB of pages.
const KEPT: usize = 8;

type Opens = Box<dyn Fn() -> Result<Reader, Fault> + Send + Sync>;

/// Readers of one record.
pub struct Readers {
    open: Opens,
    idle: Mutex<Vec<Reader>>,
}

/// A reader on loan; it goes back by itself.
pub struct Lent<'r> {
    readers: &'r Readers,
    /// Only `None` while it is given back.
    reader: Option<Reader>,
}

impl Readers {
    /// Readers of the data at a path, with the sight of its queue.
    pub fn of(data: &Path, sight: Sight) -> Readers {
        let data = data.to_owned();
        Readers::opened_by(move || Reader::open(&data, sight.clone()))
    }

    /// Readers opened in another way.
    pub fn opened_by(open: impl Fn() -> Result<Reader, Fault> + Send + Sync + 'static) -> Readers {
        Readers { open: Box::new(open), idle: Mutex::default() }
    }

    /// Lends one.
    pub fn lend(&self) -> Result<Lent<'_>, Fault> {
        let idle = self.idle().pop();
        let reader = idle.map_or_else(|| (self.open)(), Ok)?;
        Ok(Lent { readers: self, reader: Some(reader) })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Reader>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Lent<'_> {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader.as_ref().expect("it is given back only when dropped")
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Reader {
        self.reader.as_mut().expect("it is given back only when dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self.readers.idle();
        if idle.len() < KEPT {
            idle.extend(self.reader.take());
        }
    }
}
