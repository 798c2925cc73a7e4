//! Drafts, and the inner part that is signed.

use rand_core::CryptoRng;
use rankfile_hall::command::{Command, article};
use rankfile_hall::state::State;
use rankfile_hall::union::command::Command as UnionCommand;
use rankfile_record::act::{Actor, Basis, Inner, Seen};
use rankfile_record::hash::Hash;
use rankfile_store::contract::Opening;

/// Something to be recorded, before anybody has signed it.
#[derive(Debug)]
pub struct Draft {
    /// What.
    pub command: Command,
    /// Documents it names.
    pub documents: Vec<Vec<u8>>,
    /// Private values it commits to.
    pub openings: Vec<Opening>,
    /// Commitments whose openings are to be destroyed with it.
    pub erased: Vec<[u8; 32]>,
}

/// The record as it stands when something is drafted.
#[derive(Clone, Copy)]
pub struct Present<'a> {
    /// The union.
    pub state: &'a State,
    /// The log's origin.
    pub origin: &'a str,
    /// Leaves in it.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

impl Draft {
    /// A command with nothing else.
    pub fn new(command: impl Into<Command>) -> Self {
        Self { command: command.into(), documents: Vec::new(), openings: Vec::new(), erased: Vec::new() }
    }

    /// With documents.
    pub fn documents(mut self, documents: Vec<Vec<u8>>) -> Self {
        self.documents = documents;
        self
    }

    /// With private values.
    pub fn openings(mut self, openings: Vec<Opening>) -> Self {
        self.openings = openings;
        self
    }

    /// The inner part of the act, to be signed by its actor; a fresh nonce every time.
    pub fn inner(&self, present: Present<'_>, actor: Actor, rng: &mut dyn CryptoRng) -> Inner {
        let union = present.state.union.as_ref();
        let constitution = match (&self.command, union) {
            (Command::Union(UnionCommand::Found { constitution, .. }), _) => constitution.clone(),
            (_, Some(union)) => union.program.digest.clone(),
            (_, None) => String::new(),
        };
        let seen = matches!(actor, Actor::Key { .. })
            .then(|| Seen { size: present.size, root: hex::encode(present.root) });
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        Inner {
            origin: present.origin.to_owned(),
            command: self.command.render(),
            basis: Basis { constitution, article: article(present.state, &self.command) },
            actor,
            nonce: hex::encode(nonce),
            seen,
        }
    }
}
