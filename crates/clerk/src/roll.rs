//! Drafts of the roll: load it, freeze it for an election; and what a member can be told about their place on it.

use crate::{Draft, Drawer, Undrawn};
use rand_core::CryptoRng;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId};
use rankfile_hall::roll::command::Command as RollCommand;
use rankfile_hall::roll::proof::{ByClock, Proof};
use rankfile_record::act::Act;
use rankfile_record::commit::commit;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::tree::Hashes;
use rankfile_roll::{Member, Roll, Standing};
use rankfile_store::contract::Opening;
use std::collections::BTreeSet;

pub use rankfile_hall::roll::proof::{MEMBER, voter_label};

/// Loads a roll: fresh commitments for every member, one act with their fingerprint; what the roll before opened to is erased.
pub fn load(drawer: &mut dyn Drawer, roll: &Roll, rng: &mut dyn CryptoRng) -> Result<Draft, Undrawn> {
    let subject = |member: &Member| member.member_id.as_str().to_owned();
    let members = roll.members().iter().map(|m| (subject(m), m.canonical_json().into_bytes()));
    let openings = commitments(MEMBER, members, rng);
    let good: BTreeSet<&str> = good_standing(roll).map(|member| member.member_id.as_str()).collect();
    let good_hashes = openings.iter().filter(|o| good.contains(o.subject.as_str())).map(|o| o.commitment);
    let command = RollCommand::Load {
        members: openings.len() as u64,
        in_good_standing: good.len() as u64,
        root: root(openings.iter().map(|o| o.commitment)),
        good_root: root(good_hashes),
    };
    let old = drawer.openings(None, Some(MEMBER))?;
    let mut draft = Draft::new(Command::Roll(command)).openings(openings);
    draft.erased = old.into_iter().map(|opening| opening.commitment).collect();
    Ok(draft)
}

/// The roll in force, from its openings.
pub fn current(drawer: &mut dyn Drawer) -> Result<Roll, Undrawn> {
    let openings = drawer.openings(None, Some(MEMBER))?;
    let members: Result<Vec<Member>, _> =
        openings.iter().map(|opening| serde_json::from_slice(&opening.value)).collect();
    let members =
        members.map_err(|why| Undrawn::not_yet(format!("a stored member cannot be read: {why}")))?;
    Roll::make(members).map_err(|why| Undrawn::not_yet(why.to_string()))
}

/// Members in good standing.
pub fn good_standing(roll: &Roll) -> impl Iterator<Item = &Member> {
    roll.members().iter().filter(|member| member.standing == Standing::Good)
}

/// Freezes the roll for an election: everybody in good standing, under fresh commitments that nobody can link to others.
pub fn freeze(
    drawer: &mut dyn Drawer,
    election: &ElectionId,
    rng: &mut dyn CryptoRng,
) -> Result<Draft, Undrawn> {
    let roll = current(drawer)?;
    let voters = good_standing(&roll)
        .map(|m| (m.member_id.as_str().to_owned(), m.member_id.as_str().as_bytes().to_vec()));
    let openings = commitments(&voter_label(election), voters, rng);
    let command = ElectionCommand::FreezeRoll {
        election: election.clone(),
        eligible: openings.len() as u64,
        root: root(openings.iter().map(|o| o.commitment)),
    };
    Ok(Draft::new(command).openings(openings))
}

/// Makes a member's proof that they are on an election's frozen roll.
///
/// *Errors*: the member is not on it; the reason is said when the roll in force knows one.
pub fn prove(drawer: &mut dyn Drawer, election: &ElectionId, member_id: &str) -> Result<Proof, Undrawn> {
    let proof = Frozen::read(drawer, election)?.prove(drawer, member_id)?;
    match proof {
        Some(proof) => Ok(proof),
        None => Err(Undrawn::NotYet(why_not(drawer, member_id)?)),
    }
}

/// An election's frozen roll, read once: what the proof of any of its voters is made from. While the openings last it is
/// always the same.
pub struct Frozen {
    election: ElectionId,
    /// Under which label a voter's opening is.
    label: String,
    /// In the order of the tree.
    commitments: Vec<Hash>,
    tree: Hashes,
    /// The act with the fingerprint.
    act: (u64, String),
    /// The clock's act, where the clock let the roll in force stand.
    clock: Option<(u64, String)>,
}

impl Frozen {
    /// Reads it; that takes the longer the more voters there are.
    ///
    /// *Errors*: nobody froze it, or the roll the clock froze was loaded anew since.
    pub fn read(drawer: &mut dyn Drawer, election: &ElectionId) -> Result<Self, Undrawn> {
        let label = voter_label(election);
        let voters = drawer.openings(None, Some(&label))?;
        if voters.is_empty() {
            return Self::read_by_clock(drawer, election);
        }
        let froze = |command: &Command| matches!(command, Command::Election(ElectionCommand::FreezeRoll { election: of, .. }) if of == election);
        let act = last_act(drawer, u64::MAX, froze)?.ok_or_else(|| nobody_froze(election))?;
        Ok(Self::over(election, label, &voters, act, None))
    }

    /// The same where the clock let the roll in force stand: its fingerprint is over the entries of members in good standing.
    fn read_by_clock(drawer: &mut dyn Drawer, election: &ElectionId) -> Result<Self, Undrawn> {
        let froze = |command: &Command| {
            matches!(command, Command::Election(ElectionCommand::Elapse { election: of, step, .. })
                if of == election && step.0 == "freeze")
        };
        let clock = last_act(drawer, u64::MAX, froze)?.ok_or_else(|| nobody_froze(election))?;
        let loads = |command: &Command| matches!(command, Command::Roll(_));
        let loaded = last_act(drawer, clock.0, loads)?.ok_or_else(|| nobody_froze(election))?;
        let mut entries = drawer.openings(None, Some(MEMBER))?;
        let good = |entry: &Opening| {
            serde_json::from_slice::<Member>(&entry.value)
                .is_ok_and(|member| member.standing == Standing::Good)
        };
        entries.retain(good);
        let act = Act::parse(loaded.1.as_bytes()).ok().and_then(|act| Command::parse(&act.inner.command));
        let root = match act {
            Some(Command::Roll(RollCommand::Load { good_root, .. })) => good_root,
            _ => String::new(),
        };
        let frozen = Self::over(election, MEMBER.to_owned(), &entries, loaded, Some(clock));
        if hex::encode(frozen.tree.root()) != root {
            let sentence = "the roll was loaded anew since the clock froze it, and what the old one opened to is erased; \
                            the roll's keeper and the election committee have the list of voters";
            return Err(Undrawn::not_yet(sentence));
        }
        Ok(frozen)
    }

    fn over(
        election: &ElectionId,
        label: String,
        voters: &[Opening],
        act: (u64, String),
        clock: Option<(u64, String)>,
    ) -> Self {
        let mut commitments: Vec<Hash> = voters.iter().map(|opening| opening.commitment).collect();
        commitments.sort_unstable();
        let mut tree = Hashes::new();
        commitments.iter().for_each(|commitment| tree.push(leaf_hash(commitment)));
        Self { election: election.clone(), label, commitments, tree, act, clock }
    }

    /// A member's proof; `None` if they are not on it.
    pub fn prove(&self, drawer: &mut dyn Drawer, member_id: &str) -> Result<Option<Proof>, Undrawn> {
        let openings = drawer.openings(Some(member_id), Some(&self.label))?;
        let placed = openings.into_iter().find_map(|opening| {
            let place = self.commitments.binary_search(&opening.commitment).ok()?;
            Some((place as u64, opening))
        });
        let Some((place, opening)) = placed else { return Ok(None) };
        let Some(path) = self.tree.inclusion_proof(place, self.tree.size()) else { return Ok(None) };
        let by_clock = match &self.clock {
            None => None,
            Some((index, leaf)) => Some(ByClock {
                entry: String::from_utf8_lossy(&opening.value).into_owned(),
                leaf: leaf.clone(),
                receipt: drawer.receipt(*index)?.unwrap_or_default(),
            }),
        };
        Ok(Some(Proof {
            election: self.election.0.clone(),
            member_id: member_id.to_owned(),
            salt: hex::encode(opening.salt),
            place,
            voters: self.tree.size(),
            path: path.iter().map(hex::encode).collect(),
            leaf: self.act.1.clone(),
            receipt: drawer.receipt(self.act.0)?.unwrap_or_default(),
            by_clock,
        }))
    }
}

/// The last act before an index whose command is such.
fn last_act(
    drawer: &mut dyn Drawer,
    before: u64,
    is_such: impl Fn(&Command) -> bool,
) -> Result<Option<(u64, String)>, Undrawn> {
    for index in (0..drawer.size().min(before)).rev() {
        let Some(leaf) = drawer.leaf(index)? else { continue };
        let Ok(act) = Act::parse(&leaf) else { continue };
        if Command::parse(&act.inner.command).is_some_and(|command| is_such(&command)) {
            return Ok(Some((index, String::from_utf8_lossy(&leaf).into_owned())));
        }
    }
    Ok(None)
}

fn nobody_froze(election: &ElectionId) -> Undrawn {
    Undrawn::not_yet(format!("the roll for {election} is not frozen yet"))
}

/// Why somebody is not among the voters, in one sentence.
pub fn why_not(drawer: &mut dyn Drawer, member_id: &str) -> Result<String, Undrawn> {
    let roll = current(drawer)?;
    Ok(why_not_of(roll.members().iter().find(|member| member.member_id.as_str() == member_id), member_id))
}

/// The same for whoever has the roll in force already.
pub fn why_not_of(member: Option<&Member>, member_id: &str) -> String {
    match member.map(|member| &member.standing) {
        None => format!("no member `{member_id}` is on the roll; ask the roll's keeper to correct it"),
        Some(Standing::NotGood(why)) => {
            format!("member `{member_id}` was not in good standing ({why}); ask the roll's keeper")
        }
        Some(Standing::Good) => format!("member `{member_id}` was not on the roll when it was frozen"),
    }
}

/// Fresh commitments, in their own order, which says nothing about anybody.
fn commitments(
    label: &str,
    values: impl Iterator<Item = (String, Vec<u8>)>,
    rng: &mut dyn CryptoRng,
) -> Vec<Opening> {
    let open = |(subject, value): (String, Vec<u8>)| {
        let mut salt = [0; 32];
        rng.fill_bytes(&mut salt);
        Opening { commitment: commit(label, &salt, &value), label: label.to_owned(), subject, salt, value }
    };
    let mut openings: Vec<Opening> = values.map(open).collect();
    openings.sort_by_key(|opening| opening.commitment);
    openings
}

fn root(commitments: impl Iterator<Item = Hash>) -> String {
    hex::encode(rankfile_record::tree::merkle_root(commitments.map(|c| leaf_hash(&c))))
}
