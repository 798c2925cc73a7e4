//! The chain: what links acts to one another besides the tree. The writer makes outer parts from it, the auditor checks
//! them with it; both are the same few rules read in two directions.

use crate::act::{Act, Actor, Outer, Register, Seen};
use crate::tree::Hashes;
use std::collections::{BTreeMap, BTreeSet};

/// What the next act must continue.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    size: u64,
    last_recorded_at: i64,
    last_rules: u32,
    registers: BTreeMap<Register, (u64, u64)>,
    nonces: BTreeSet<String>,
}

/// One way in which an act does not continue the chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// The index is not the act's place.
    #[error("it says it is act {said} but stands at {is}")]
    Index {
        /// What the act says.
        said: u64,
        /// Where it stands.
        is: u64,
    },
    /// A register's counter has a gap or a repetition.
    #[error(
        "register {register:?}: it says it is number {said} but {is} comes next: an act was left out or doubled"
    )]
    Number {
        /// The register.
        register: Register,
        /// What the act says.
        said: u64,
        /// What comes next.
        is: u64,
    },
    /// The link to the register's act before is wrong.
    #[error("register {register:?}: it names {said:?} as the act before, which is {is:?}")]
    Previous {
        /// The register.
        register: Register,
        /// What the act says.
        said: Option<u64>,
        /// The right one.
        is: Option<u64>,
    },
    /// Recorded time went backwards.
    #[error("recorded time goes back from {before} to {said}")]
    Time {
        /// The act before.
        before: i64,
        /// What the act says.
        said: i64,
    },
    /// The version of the rules went backwards.
    #[error("rules version {said} follows version {before}: no later act is decided by older rules")]
    Rules {
        /// The act before.
        before: u32,
        /// What the act says.
        said: u32,
    },
    /// A nonce was used before, or is no nonce.
    #[error(
        "its nonce was used before or is not 32 hexadecimal digits: the same signed command would count twice"
    )]
    Nonce,
    /// The head the actor says they saw is not a head of this record.
    #[error(
        "its actor saw a record of {size} acts that is not this one: history was changed, or shown differently"
    )]
    Seen {
        /// The size they saw.
        size: u64,
    },
}

impl Chain {
    /// How many acts so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// When the last act was recorded; 0 before the first.
    pub fn last_recorded_at(&self) -> i64 {
        self.last_recorded_at
    }

    /// How many acts each register has.
    pub fn counts(&self) -> impl Iterator<Item = (Register, u64)> + '_ {
        self.registers.iter().map(|(register, (count, _))| (*register, *count))
    }

    /// Whether a nonce could still be used.
    pub fn takes_nonce(&self, nonce: &str) -> bool {
        is_nonce(nonce) && !self.nonces.contains(nonce)
    }

    /// The outer part of the next act. Recorded time is pulled up to the last act's if the clock went back.
    pub fn make(&self, register: Register, now: i64, rules: u32, effects: String) -> Outer {
        let last = self.registers.get(&register);
        Outer {
            index: self.size,
            register,
            number: last.map_or(0, |(count, _)| *count),
            previous: last.map(|(_, index)| *index),
            recorded_at: now.max(self.last_recorded_at),
            rules,
            effects,
        }
    }

    /// Every way in which this act fails to be the next one; `hashes` are those of the acts before it.
    pub fn check(&self, act: &Act, hashes: &Hashes) -> Vec<ChainFault> {
        let outer = &act.outer;
        let due = self.make(outer.register, outer.recorded_at, outer.rules, String::new());
        let mut faults = Vec::new();
        if outer.index != due.index {
            faults.push(ChainFault::Index { said: outer.index, is: due.index });
        }
        if outer.number != due.number {
            faults.push(ChainFault::Number { register: outer.register, said: outer.number, is: due.number });
        }
        if outer.previous != due.previous {
            let (said, is) = (outer.previous, due.previous);
            faults.push(ChainFault::Previous { register: outer.register, said, is });
        }
        if outer.recorded_at < self.last_recorded_at {
            faults.push(ChainFault::Time { before: self.last_recorded_at, said: outer.recorded_at });
        }
        if outer.rules < self.last_rules {
            faults.push(ChainFault::Rules { before: self.last_rules, said: outer.rules });
        }
        if !self.takes_nonce(&act.inner.nonce) {
            faults.push(ChainFault::Nonce);
        }
        if let Some(fault) = check_seen(&act.inner.actor, act.inner.seen.as_ref(), hashes) {
            faults.push(fault);
        }
        faults
    }

    /// Takes the act as the last one.
    pub fn push(&mut self, act: &Act) {
        let entry = self.registers.entry(act.outer.register).or_insert((0, 0));
        *entry = (entry.0 + 1, self.size);
        self.size += 1;
        self.last_recorded_at = self.last_recorded_at.max(act.outer.recorded_at);
        self.last_rules = act.outer.rules;
        self.nonces.insert(act.inner.nonce.clone());
    }
}

/// Whether the head an actor saw is one of this record; a key's act must name one.
pub fn check_seen(actor: &Actor, seen: Option<&Seen>, hashes: &Hashes) -> Option<ChainFault> {
    match (actor, seen) {
        (Actor::Key { .. }, None) => Some(ChainFault::Seen { size: 0 }),
        (_, Some(seen)) => {
            let root = hashes.root_at(seen.size).map(hex::encode);
            (root.as_deref() != Some(seen.root.as_str())).then_some(ChainFault::Seen { size: seen.size })
        }
        (_, None) => None,
    }
}

fn is_nonce(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
