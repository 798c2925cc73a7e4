//! Drafts of processes: what sets one going, what is said in it, and what puts it off. What somebody writes when they begin
//! something goes to those who decide it; the record gets a commitment.

use crate::election::{plain, seal};
use crate::{Draft, Drawer, Undrawn};
use rand_core::CryptoRng;
use rankfile_constitution::canonical;
use rankfile_constitution::process::{Begins, People, Process, Role, Who};
use rankfile_hall::process::bearer;
use rankfile_hall::process::command::{Command, ProcessId, Voice};
use rankfile_hall::process::state::Case;
use rankfile_hall::state::State;
use rankfile_record::commit::digest_text;
use rankfile_record::key::PublicKey;
use std::collections::BTreeSet;

/// Label of the commitments to what processes are about.
pub const MATTER: &str = "matter";
/// Label of the private note which member handed something in for others; named by no leaf.
pub const HANDED_IN: &str = "handed-in";
/// The longest text that comes with a process.
///
/// *Units*: characters.
pub const MATTER_CHARACTERS: usize = 20_000;

/// Who reads what was written when a process began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Readers {
    /// Every member.
    Members,
    /// Whoever acts for one of these offices or bodies.
    Roles(BTreeSet<String>),
}

/// A process of the record.
pub fn known<'s>(state: &'s State, id: &str) -> Result<&'s Case, Undrawn> {
    state.cases.get(&ProcessId(id.to_owned())).ok_or_else(|| {
        Undrawn::not_yet(format!("nothing called `{id}` is under way; `rankfile process list` has what is"))
    })
}

/// What somebody can begin, on any day, with the people its rules speak of.
pub fn can_begin(state: &State) -> impl Iterator<Item = (&Process, &People)> {
    let union = state.union.as_ref();
    let older = union.into_iter().flat_map(|union| union.deferred.values());
    let ids = union.into_iter().map(|union| &union.program).chain(older);
    let ids: BTreeSet<&str> =
        ids.flat_map(|program| &program.processes).map(|plan| plan.id.as_str()).collect();
    let mut all: Vec<_> = ids.into_iter().filter_map(|id| union?.process(id)).collect();
    // In the order of the document.
    all.sort_by_key(|(plan, _)| {
        let known = union.map(|union| &union.program.processes);
        known.and_then(|known| known.iter().position(|other| other.id == plan.id))
    });
    all.into_iter().filter(|(plan, _)| plan.begins == Begins::AnyDay)
}

/// Begins a process about something that is written down in private; the result is the commitment to it. `member_id`, where
/// it is given, is noted in private as whoever handed it in for others.
///
/// *Errors*: the text is too long.
pub fn begin(
    plan: &str,
    text: &str,
    against: Option<PublicKey>,
    member_id: Option<&str>,
    rng: &mut dyn CryptoRng,
) -> Result<(String, Draft), Undrawn> {
    let text = plain(text);
    let length = text.chars().count();
    if length > MATTER_CHARACTERS {
        return Err(Undrawn::not_yet(format!(
            "the text has {length} characters and {MATTER_CHARACTERS} fit; shorten it"
        )));
    }
    let opening = seal(MATTER, plan, text.as_bytes(), rng);
    let about = hex::encode(opening.commitment);
    let mut openings = vec![opening];
    openings.extend(member_id.map(|member| seal(HANDED_IN, &about, member.as_bytes(), rng)));
    let command = Command::Begin { plan: plan.to_owned(), about: about.clone(), against };
    Ok((about, Draft::new(command).openings(openings)))
}

/// Proposes another constitution: its text comes along and is public. The result is its digest. `member_id` as for [`begin`].
pub fn propose(plan: &str, text: &str, member_id: Option<&str>, rng: &mut dyn CryptoRng) -> (String, Draft) {
    let document = canonical(text).into_bytes();
    let about = digest_text(&document);
    let openings = member_id.map(|member| seal(HANDED_IN, &about, member.as_bytes(), rng));
    let command = Command::Begin { plan: plan.to_owned(), about: about.clone(), against: None };
    let draft = Draft::new(command).documents(vec![document]);
    (about, draft.openings(openings.into_iter().collect()))
}

/// Says that what is owed is done, or yes, or no.
pub fn speak(process: &ProcessId, voice: Voice) -> Draft {
    Draft::new(Command::Speak { process: process.clone(), voice })
}

/// Uses a power to put it off.
pub fn put_off(process: &ProcessId, power: u32) -> Draft {
    Draft::new(Command::PutOff { process: process.clone(), power })
}

/// Who reads what a process is about: those who decide it; where nothing is decided, everybody who has a part in it.
pub fn readers(people: &People, plan: &Process) -> Readers {
    let decides = |role: Role| matches!(role, Role::Decides | Role::Appeals);
    let is_decided = plan.stages.iter().any(|stage| stage.role == Role::Decides);
    let stages = plan.stages.iter().filter(|stage| !is_decided || decides(stage.role));
    let mut roles = BTreeSet::new();
    for who in stages.flat_map(|stage| &stage.rungs).map(|(who, _)| who) {
        if matches!(who, Who::Everybody(_)) {
            return Readers::Members;
        }
        roles.extend(bearer::seats(people, who).into_keys().map(str::to_owned));
    }
    Readers::Roles(roles)
}

/// What was written when it began, unless it was erased or nothing was.
pub fn matter(drawer: &mut dyn Drawer, case: &Case) -> Result<Option<String>, Undrawn> {
    let openings = drawer.openings(Some(&case.plan.id), Some(MATTER))?;
    let found = openings.into_iter().find(|opening| hex::encode(opening.commitment) == case.about);
    let text = found.map(|opening| String::from_utf8_lossy(&opening.value).into_owned());
    Ok(text.filter(|text| !text.is_empty()))
}
