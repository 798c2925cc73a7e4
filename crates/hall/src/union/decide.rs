//! Deciding commands on the union itself.

use super::command::Command;
use super::effect::Effect;
use crate::effect::Effect as AnyEffect;
use crate::key::effect::Effect as KeyEffect;
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::roll::decide::is_hash;
use crate::rules::PROCESSES;
use crate::state::{State, Union, has_role};
use crate::zone::Zone;
use crate::{election, process};
use rankfile_constitution::{Diagnostic, Document};
use rankfile_record::act::Actor;
use rankfile_record::key::PublicKey;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Decides.
pub fn decide(state: &State, command: &Command, ask: &Ask<'_>) -> Result<Vec<AnyEffect>, Refusal> {
    match command {
        Command::Found { .. } => found(state, command, ask),
        Command::ServeDesk { desk } => serve_desk(state, desk, ask),
    }
}

/// Only what changes is recorded, and only the host knows what it serves.
fn serve_desk(state: &State, desk: &str, ask: &Ask<'_>) -> Result<Vec<AnyEffect>, Refusal> {
    let no = |rule, reason, advice: &str| Err(Refusal::new(&state.first_article(), rule, reason, advice));
    if *ask.actor != Actor::Host {
        return no(Rule::NotTheBearer, "only the host says which desk it serves", "Nothing is to be done.");
    }
    if !is_hash(desk) || state.desk().is_some_and(|served| served.digest == desk) {
        let reason = "this is no digest of a desk, or the record names it as the one served already";
        return no(Rule::CommandMalformed, reason, "Let the writer make it.");
    }
    Ok(vec![AnyEffect::Union(Effect::DeskServed { desk: desk.to_owned(), at: ask.now })])
}

fn found(state: &State, command: &Command, ask: &Ask<'_>) -> Result<Vec<AnyEffect>, Refusal> {
    let Command::Found { constitution, zone: zone_name, keys, rehearsal } = command else {
        return Ok(Vec::new());
    };
    let article = state.first_article();
    let no = |rule, reason: String, advice: &str| Err(Refusal::new(&article, rule, reason, advice));
    if state.union.is_some() {
        return no(
            Rule::AlreadyFounded,
            "the union is founded already".into(),
            "Start another record for another union.",
        );
    }
    let Some(text) = state.documents.text(constitution) else {
        return no(
            Rule::DocumentMissing,
            "the constitution's text did not come along".into(),
            "Send it with the command.",
        );
    };
    let program = match compile(text, *rehearsal) {
        Ok(program) => program,
        Err(why) => {
            return no(
                Rule::ConstitutionUnreadable,
                why,
                "Run `rankfile lint` on it and mend what it names.",
            );
        }
    };
    let Some(zone) = Zone::parse(zone_name) else {
        return no(
            Rule::CommandMalformed,
            format!("`{zone_name}` is no time zone"),
            "Name one like `America/New_York`.",
        );
    };
    for founding in keys {
        if !has_role(&program, &founding.role) {
            let reason = format!("the constitution has no office or body `{}`", founding.role);
            return no(Rule::RoleUnknown, reason, "Use an id from the constitution's rules.");
        }
    }
    let distinct: BTreeSet<&PublicKey> = keys.iter().map(|founding| &founding.key).collect();
    if distinct.len() != keys.len() {
        let reason = format!("{} keys were named and {} of them are different", keys.len(), distinct.len());
        return no(Rule::KeyKnown, reason, "A key acts for one role only: name another for each.");
    }
    let named = |key| keys.iter().any(|founding| &founding.key == key);
    let signed_by_a_founder = matches!(ask.actor, Actor::Key { key, .. } if named(key));
    if !signed_by_a_founder {
        let reason = "the founding must be signed by one of the founding keys".to_owned();
        return no(Rule::KeyUnknown, reason, "Sign it with a key that the command names.");
    }
    let mut effects = vec![AnyEffect::Union(Effect::UnionFounded {
        origin: ask.origin.to_owned(),
        constitution: constitution.clone(),
        zone: zone_name.clone(),
        at: ask.now,
        rehearsal: *rehearsal,
    })];
    effects.extend(keys.iter().map(|founding| {
        let (role, key) = (founding.role.clone(), founding.key.clone());
        AnyEffect::Key(KeyEffect::KeyAdmitted { role, key, founding: true })
    }));
    let union = Union {
        origin: ask.origin.to_owned(),
        program: Arc::new(program),
        deferred: Default::default(),
        zone,
        zone_name: zone_name.clone(),
        founded_at: ask.now,
        rehearsal: *rehearsal,
    };
    effects.extend(election::steps::first_elections(&union));
    if ask.rules >= PROCESSES {
        let begun = process::stages::begin_with_the_founding(state, &union);
        effects.extend(begun.into_iter().map(AnyEffect::Process));
    }
    Ok(effects)
}

/// Compiles a constitution's text, for a rehearsal also one that is not complete enough to govern by; the error is the
/// first diagnostic, with its place.
pub fn compile(text: &str, rehearsal: bool) -> Result<rankfile_constitution::program::Program, String> {
    let first = |found: Vec<Diagnostic>| {
        found.first().map_or_else(|| "it cannot be read".to_owned(), ToString::to_string)
    };
    let document = Document::parse(text, "constitution").map_err(first)?;
    if rehearsal {
        return Ok(rankfile_constitution::rehearse(&document));
    }
    rankfile_constitution::compile(&document).map_err(first)
}
