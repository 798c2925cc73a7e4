//! The clerk: turns what somebody wants done into a [`Draft`], a command with the documents it names and the private values
//! it commits to, ready to be signed. The command line and the site both go through here, so that an act is drawn up in
//! one place whoever asks for it.
//!
//! **In:** the state, what is stored in private (a [`Drawer`]), and chance, as arguments. **Out:** a [`Draft`], and from it the
//! inner part to sign ([`Draft::inner`]).
//!
//! What it is not: it decides nothing (the hall does, again and for everybody), signs nothing, reads no clock.

mod draft;
pub mod drawer;
pub mod election;
pub mod process;
pub mod roll;

pub use draft::{Draft, Present};
pub use drawer::Drawer;

use rankfile_store::fault::Fault;

/// Why a draft could not be drawn up.
#[derive(Debug, thiserror::Error)]
pub enum Undrawn {
    /// Something is missing or not so far yet; the sentence says what and what to do.
    #[error("{0}")]
    NotYet(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl Undrawn {
    pub(crate) fn not_yet(sentence: impl Into<String>) -> Self {
        Self::NotYet(sentence.into())
    }
}
