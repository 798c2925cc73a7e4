//! Deciding commands on keys.

use super::command::Command;
use super::effect::Effect;
use crate::effect::Effect as AnyEffect;
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::state::{State, Union};
use rankfile_record::act::Actor;
use rankfile_record::key::PublicKey;

/// Decides.
pub fn decide(
    state: &State,
    union: &Union,
    command: &Command,
    ask: &Ask<'_>,
) -> Result<Vec<AnyEffect>, Refusal> {
    let article = &union.program.keys_article;
    let Actor::Key { key: asker, .. } = ask.actor else {
        let reason = "only somebody with a key can speak about keys";
        return Err(Refusal::new(
            article,
            Rule::KeyUnknown,
            reason,
            "Ask two officers to admit the key together.",
        ));
    };
    let effect = match command {
        Command::Admit { role, key } => admit(state, union, asker, role, key)?,
        Command::Revoke { key } => revoke(state, union, asker, key)?,
    };
    Ok(vec![AnyEffect::Key(effect)])
}

fn admit(
    state: &State,
    union: &Union,
    asker: &PublicKey,
    role: &str,
    key: &PublicKey,
) -> Result<Effect, Refusal> {
    let article = &union.program.keys_article;
    if !state.has_role(role) {
        let reason = format!("the constitution has no office or body `{role}`");
        return Err(Refusal::new(
            article,
            Rule::RoleUnknown,
            reason,
            "Use an id from the constitution's rules.",
        ));
    }
    if state.keys.contains_key(key) {
        let reason = "this key is admitted already: a key acts for one role only";
        return Err(Refusal::new(article, Rule::KeyKnown, reason, "Make another key for another role."));
    }
    let (role, key) = (role.to_owned(), key.clone());
    if two_agree(state, asker, &key, Some(&role)) {
        Ok(Effect::KeyAdmitted { role, key, founding: false })
    } else {
        Ok(Effect::KeyAdmissionProposed { role, key, by: asker.clone() })
    }
}

fn revoke(state: &State, union: &Union, asker: &PublicKey, key: &PublicKey) -> Result<Effect, Refusal> {
    if !state.keys.contains_key(key) {
        let reason = "this key is not in force";
        let advice = "Look at the register of keys for those that are.";
        return Err(Refusal::new(&union.program.keys_article, Rule::KeyUnknown, reason, advice));
    }
    if asker == key || two_agree(state, asker, key, None) {
        Ok(Effect::KeyRevoked { key: key.clone() })
    } else {
        Ok(Effect::KeyRevocationProposed { key: key.clone(), by: asker.clone() })
    }
}

/// A founding key speaks for itself; any other needs a second officer of another role who asked the same before.
fn two_agree(state: &State, asker: &PublicKey, key: &PublicKey, role: Option<&str>) -> bool {
    let Some(entry) = state.keys.get(asker) else { return false };
    entry.founding
        || state.key_proposals.iter().any(|(about, wanted, by)| {
            let other_role = state.keys.get(by).is_some_and(|first| first.role != entry.role);
            about == key && wanted.as_deref() == role && other_role
        })
}
