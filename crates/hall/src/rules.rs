//! Versions of the hall's rules. An act names the version that decided it and is judged by that one, for ever: what a
//! later version allows makes no old record lawful that was not, and takes nothing from one that was.
//!
//! | version | what came with it |
//! | --- | --- |
//! | 1 | the union, keys in files, the roll, elections of officers |
//! | 2 | keys in passkeys |
//! | 3 | the desk that is served; candidates' statements |
//! | 4 | processes: whatever else the constitution orders step by step; rehearsals; amendments |

use crate::command::Command;
use crate::election::command::Command as ElectionCommand;
use crate::key::command::Command as KeyCommand;
use crate::union::command::Command as UnionCommand;
use rankfile_record::act::{Act, Actor};
use rankfile_record::key::PublicKey;

/// The version by which this program decides. Released versions are frozen.
pub const RULES: u32 = 4;

/// The first version that knows passkeys.
const PASSKEYS: u32 = 2;
/// The first version that knows which desk is served, and candidates' statements.
const DESKS_AND_STATEMENTS: u32 = 3;
/// The first version that runs processes and rehearses.
pub(crate) const PROCESSES: u32 = 4;

/// Why an act cannot be one of the version it names; that the version never goes back is checked by the chain.
pub fn fault(act: &Act) -> Option<String> {
    let version = act.outer.rules;
    if !(1..=RULES).contains(&version) {
        return Some(format!(
            "it was decided under rules version {version} and this program knows 1 to {RULES}"
        ));
    }
    if version < PASSKEYS && names_a_passkey(act) {
        return Some(format!(
            "it names a passkey and was decided under rules version {version}, which knew none"
        ));
    }
    if version < DESKS_AND_STATEMENTS && names_a_desk_or_a_statement(act) {
        return Some(format!(
            "it names a desk or a candidate's statement and was decided under rules version {version}, which knew neither"
        ));
    }
    if version < PROCESSES && is_about_a_process(act) {
        return Some(format!(
            "it is about a process, or a rehearsal, and was decided under rules version {version}, which knew neither"
        ));
    }
    None
}

fn is_about_a_process(act: &Act) -> bool {
    match Command::parse(&act.inner.command) {
        Some(Command::Process(_)) => true,
        Some(Command::Union(UnionCommand::Found { rehearsal, .. })) => rehearsal,
        _ => false,
    }
}

fn names_a_desk_or_a_statement(act: &Act) -> bool {
    match Command::parse(&act.inner.command) {
        Some(Command::Union(UnionCommand::ServeDesk { .. })) => true,
        Some(Command::Election(ElectionCommand::AcceptNomination { statement, .. })) => statement.is_some(),
        _ => false,
    }
}

fn names_a_passkey(act: &Act) -> bool {
    let is_passkey = |key: &PublicKey| key.kind().is_passkey();
    let by_one = matches!(&act.inner.actor, Actor::Key { key, .. } if is_passkey(key));
    by_one
        || match Command::parse(&act.inner.command) {
            Some(Command::Union(UnionCommand::Found { keys, .. })) => {
                keys.iter().any(|founding| is_passkey(&founding.key))
            }
            Some(Command::Key(KeyCommand::Admit { key, .. } | KeyCommand::Revoke { key })) => {
                is_passkey(&key)
            }
            Some(Command::Election(ElectionCommand::AppointKeyHolders { holders, .. })) => {
                holders.iter().any(is_passkey)
            }
            Some(
                Command::Union(UnionCommand::ServeDesk { .. })
                | Command::Roll(_)
                | Command::Election(_)
                | Command::Process(_),
            )
            | None => false,
        }
}
