//! The roll: import a file, commit to every member, load; freeze it for an election and hand each voter a proof.

use crate::ambient;
use crate::house::{Asked, House, Recorded, Signer};
use anyhow::{Context as _, Result, bail};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId};
use rankfile_hall::roll::command::Command as RollCommand;
use rankfile_record::commit::commit;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::note::Vkey;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tree::{Hashes, check_inclusion};
use rankfile_roll::{Mapping, Member, Roll, Standing};
use rankfile_store::contract::Opening;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::Path;

/// Label of the commitments to members.
const MEMBER: &str = "member";

/// Reads a roll file; the error is the whole report, and nothing was loaded.
pub fn import(file: &Path) -> Result<(Roll, String)> {
    let bytes = std::fs::read(file).with_context(|| format!("{}: cannot read the roll", file.display()))?;
    let import = rankfile_roll::parse(&bytes, &Mapping::default());
    let report = import.report().render();
    match import.rows() {
        Ok(roll) => Ok((roll, report)),
        Err(_) => bail!("{}: nothing was loaded\n{report}", file.display()),
    }
}

/// Loads a roll: fresh commitments for every member, one act with their fingerprint; what the roll before opened to is erased.
pub fn load(house: &mut House, roll: &Roll, signer: Signer<'_>) -> Result<Recorded> {
    let asked = loading(house, roll, signer)?;
    house.act(asked)
}

/// What [`load`] has recorded, before it is signed.
pub fn loading<'k>(house: &mut House, roll: &Roll, signer: Signer<'k>) -> Result<Asked<'k>> {
    let subject = |member: &Member| member.member_id.as_str().to_owned();
    let openings =
        commitments(MEMBER, roll.members().iter().map(|m| (subject(m), m.canonical_json().into_bytes())));
    let good: BTreeSet<&str> = good_standing(roll).map(|member| member.member_id.as_str()).collect();
    let good_hashes = openings.iter().filter(|o| good.contains(o.subject.as_str())).map(|o| o.commitment);
    let command = RollCommand::Load {
        members: openings.len() as u64,
        in_good_standing: good.len() as u64,
        root: root(openings.iter().map(|o| o.commitment)),
        good_root: root(good_hashes),
    };
    let old = house.writer.log().openings(None, Some(MEMBER))?;
    let mut asked = Asked::new(Command::Roll(command), signer).openings(openings);
    asked.erased = old.into_iter().map(|opening| opening.commitment).collect();
    Ok(asked)
}

/// The roll in force, from its openings.
pub fn current(house: &mut House) -> Result<Roll> {
    let openings = house.writer.log().openings(None, Some(MEMBER))?;
    let members: Result<Vec<Member>, _> =
        openings.iter().map(|opening| serde_json::from_slice(&opening.value)).collect();
    Ok(Roll::make(members.context("a stored member cannot be read")?)?)
}

/// Freezes the roll for an election: everybody in good standing, under fresh commitments that nobody can link to others.
pub fn freeze(house: &mut House, election: &ElectionId, signer: Signer<'_>) -> Result<Recorded> {
    let roll = current(house)?;
    let voters = good_standing(&roll)
        .map(|m| (m.member_id.as_str().to_owned(), m.member_id.as_str().as_bytes().to_vec()));
    let openings = commitments(&voter_label(election), voters);
    let command = ElectionCommand::FreezeRoll {
        election: election.clone(),
        eligible: openings.len() as u64,
        root: root(openings.iter().map(|o| o.commitment)),
    };
    house.act(Asked::new(command, signer).openings(openings))
}

/// That a member is on an election's frozen roll, in a form that verifies offline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The election.
    pub election: String,
    /// The member.
    pub member_id: String,
    /// Salt of the commitment, 64 hexadecimal digits.
    pub salt: String,
    /// Place among the voters.
    pub place: u64,
    /// How many voters.
    pub voters: u64,
    /// The way up to the fingerprint, 64 hexadecimal digits each.
    pub path: Vec<String>,
    /// The act that froze the roll.
    pub leaf: String,
    /// The proof that this act is in the record.
    pub receipt: String,
}

/// Makes a member's proof.
///
/// *Errors*: the member is not on the frozen roll; the reason is said when the roll in force knows one.
pub fn prove(house: &mut House, election: &ElectionId, member_id: &str) -> Result<Proof> {
    let label = voter_label(election);
    let mut openings = house.writer.log().openings(None, Some(&label))?;
    openings.sort_by_key(|opening| opening.commitment);
    let Some(place) = openings.iter().position(|opening| opening.subject == member_id) else {
        bail!("{}", why_not(house, member_id)?);
    };
    let mut tree = Hashes::new();
    openings.iter().for_each(|opening| tree.push(leaf_hash(&opening.commitment)));
    let path = tree.inclusion_proof(place as u64, tree.size()).context("every leaf has a proof")?;
    let (index, leaf) = freezing_act(house, election)?;
    let receipt = house.writer.log().receipt(index, None)?.context("the act is in the record")?;
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

/// Checks a member's proof against the record's verifier key; the result says it in one sentence.
pub fn check_proof(proof: &Proof, vkey: &Vkey) -> Result<String> {
    let checked = check_receipt(&proof.receipt, proof.leaf.as_bytes(), vkey)?;
    let act = rankfile_record::act::Act::parse(proof.leaf.as_bytes())?;
    let Some(Command::Election(ElectionCommand::FreezeRoll { election, eligible, root })) =
        Command::parse(&act.inner.command)
    else {
        bail!("the act in this proof freezes no roll");
    };
    if election.0 != proof.election || eligible != proof.voters {
        bail!("the act in this proof is about another roll");
    }
    let salt: Hash = decode(&proof.salt)?;
    let commitment = commit(&voter_label(&election), &salt, proof.member_id.as_bytes());
    let path: Result<Vec<Hash>> = proof.path.iter().map(|hash| decode(hash)).collect();
    check_inclusion(&leaf_hash(&commitment), proof.place, proof.voters, &decode(&root)?, &path?)?;
    Ok(format!(
        "member {} is one of the {eligible} voters of {election}: act {} of the record says so",
        proof.member_id, checked.index
    ))
}

fn freezing_act(house: &mut House, election: &ElectionId) -> Result<(u64, String)> {
    let mut found = None;
    let size = house.writer.log_view().size();
    house.writer.log().for_each_leaf(0..size, &mut |index, leaf| {
        let Ok(act) = rankfile_record::act::Act::parse(leaf) else { return };
        if let Some(Command::Election(ElectionCommand::FreezeRoll { election: of, .. })) =
            Command::parse(&act.inner.command)
            && of == *election
        {
            found = Some((index, String::from_utf8_lossy(leaf).into_owned()));
        }
    })?;
    found.with_context(|| format!("nobody froze a roll for {election}; the clock let the loaded one stand"))
}

fn why_not(house: &mut House, member_id: &str) -> Result<String> {
    let roll = current(house)?;
    let member = roll.members().iter().find(|member| member.member_id.as_str() == member_id);
    Ok(match member.map(|member| &member.standing) {
        None => format!("no member `{member_id}` is on the roll; ask the roll's keeper to correct it"),
        Some(Standing::NotGood(why)) => {
            format!("member `{member_id}` was not in good standing ({why}); ask the roll's keeper")
        }
        Some(Standing::Good) => format!("member `{member_id}` was not on the roll when it was frozen"),
    })
}

fn good_standing(roll: &Roll) -> impl Iterator<Item = &Member> {
    roll.members().iter().filter(|member| member.standing == Standing::Good)
}

/// Label of the commitments to an election's voters.
pub fn voter_label(election: &ElectionId) -> String {
    format!("voter:{election}")
}

/// Fresh commitments, in their own order, which says nothing about anybody.
fn commitments(label: &str, values: impl Iterator<Item = (String, Vec<u8>)>) -> Vec<Opening> {
    let mut rng = ambient::rng();
    let open = |(subject, value): (String, Vec<u8>)| {
        let mut salt = [0; 32];
        rand_core::Rng::fill_bytes(&mut rng, &mut salt);
        Opening { commitment: commit(label, &salt, &value), label: label.to_owned(), subject, salt, value }
    };
    let mut openings: Vec<Opening> = values.map(open).collect();
    openings.sort_by_key(|opening| opening.commitment);
    openings
}

fn root(commitments: impl Iterator<Item = Hash>) -> String {
    hex::encode(rankfile_record::tree::merkle_root(commitments.map(|c| leaf_hash(&c))))
}

fn decode(text: &str) -> Result<Hash> {
    let mut hash = [0; 32];
    hex::decode_to_slice(text, &mut hash)
        .context("the proof holds something that is not 64 hexadecimal digits")?;
    Ok(hash)
}
