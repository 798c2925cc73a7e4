//! Drafts of the roll: load it, freeze it for an election; and what a member can be told about their place on it.

use crate::{Draft, Drawer, Undrawn};
use rand_core::CryptoRng;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId};
use rankfile_hall::roll::command::Command as RollCommand;
use rankfile_hall::roll::proof::Proof;
use rankfile_record::act::Act;
use rankfile_record::commit::commit;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::tree::Hashes;
use rankfile_roll::{Member, Roll, Standing};
use rankfile_store::contract::Opening;
use std::collections::BTreeSet;

pub use rankfile_hall::roll::proof::voter_label;

/// Label of the commitments to members.
pub const MEMBER: &str = "member";

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
    let mut openings = drawer.openings(None, Some(&voter_label(election)))?;
    openings.sort_by_key(|opening| opening.commitment);
    let Some(place) = openings.iter().position(|opening| opening.subject == member_id) else {
        return Err(Undrawn::NotYet(why_not(drawer, member_id)?));
    };
    let mut tree = Hashes::new();
    openings.iter().for_each(|opening| tree.push(leaf_hash(&opening.commitment)));
    let path = tree.inclusion_proof(place as u64, tree.size()).unwrap_or_default();
    let (index, leaf) = freezing_act(drawer, election)?;
    let receipt = drawer.receipt(index)?.unwrap_or_default();
    Ok(Proof {
        election: election.0.clone(),
        member_id: member_id.to_owned(),
        salt: openings.get(place).map(|opening| hex::encode(opening.salt)).unwrap_or_default(),
        place: place as u64,
        voters: tree.size(),
        path: path.iter().map(hex::encode).collect(),
        leaf,
        receipt,
    })
}

/// The act that froze an election's roll, latest first.
fn freezing_act(drawer: &mut dyn Drawer, election: &ElectionId) -> Result<(u64, String), Undrawn> {
    for index in (0..drawer.size()).rev() {
        let Some(leaf) = drawer.leaf(index)? else { continue };
        let Ok(act) = Act::parse(&leaf) else { continue };
        if let Some(Command::Election(ElectionCommand::FreezeRoll { election: of, .. })) =
            Command::parse(&act.inner.command)
            && of == *election
        {
            return Ok((index, String::from_utf8_lossy(&leaf).into_owned()));
        }
    }
    let sentence = format!("nobody froze a roll for {election}; the clock let the loaded one stand");
    Err(Undrawn::NotYet(sentence))
}

/// Why somebody is not among the voters, in one sentence.
pub fn why_not(drawer: &mut dyn Drawer, member_id: &str) -> Result<String, Undrawn> {
    let roll = current(drawer)?;
    let member = roll.members().iter().find(|member| member.member_id.as_str() == member_id);
    Ok(match member.map(|member| &member.standing) {
        None => format!("no member `{member_id}` is on the roll; ask the roll's keeper to correct it"),
        Some(Standing::NotGood(why)) => {
            format!("member `{member_id}` was not in good standing ({why}); ask the roll's keeper")
        }
        Some(Standing::Good) => format!("member `{member_id}` was not on the roll when it was frozen"),
    })
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
