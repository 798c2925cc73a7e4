//! Judging: the one path by which a command becomes effects, for the writer who records an act and for the auditor who
//! replays it. Who asks, under which rules, in sight of which history; then what is asked.

use crate::command::Command;
use crate::effect::Effect;
use crate::own;
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::state::{State, Union};
use crate::union::command::Command as UnionCommand;
use crate::zone;
use crate::{clock, election, key, process, roll, union};
use rankfile_constitution::step::ArticleId;
use rankfile_record::act::{Actor, Inner, Register};
use rankfile_record::chain::{Chain, check_seen};
use rankfile_record::tree::Hashes;

/// A judged command.
pub struct Judged {
    /// The register its act belongs to.
    pub register: Register,
    /// What it changes.
    pub effects: Vec<Effect>,
}

/// Judges a command at a time, by a version of the rules.
pub fn judge(
    state: &State,
    chain: &Chain,
    hashes: &Hashes,
    inner: &Inner,
    signature: Option<&str>,
    now: i64,
    rules: u32,
) -> Result<Judged, Refusal> {
    let article = state.first_article();
    let no = |rule, reason: String, advice: &str| Err(Refusal::new(&article, rule, reason, advice));
    let Some(command) = Command::parse(&inner.command) else {
        return no(
            Rule::CommandMalformed,
            "this is no command of this version".into(),
            "Use the program of this version.",
        );
    };
    if !zone::in_calendar(now) {
        let reason = format!("{now} seconds since 1970 lie outside the calendar");
        return no(Rule::CommandMalformed, reason, "Set the machine's clock right.");
    }
    if let Err(why) = inner.check_signature(signature) {
        return no(Rule::SignatureWrong, why.to_string(), "Sign again with the right key.");
    }
    if !chain.takes_nonce(&inner.nonce) {
        let reason = "this command was recorded before, or its nonce is not 32 hexadecimal digits".to_owned();
        return no(
            Rule::NonceRepeated,
            reason,
            "Nothing is lost: look for it in the record. To ask anew, sign anew.",
        );
    }
    if check_seen(&inner.actor, inner.seen.as_ref(), hashes).is_some() {
        let reason = "the signer saw another history than this record holds".to_owned();
        return no(
            Rule::HistoryUnknown,
            reason,
            "Compare checkpoints with somebody you trust before signing again.",
        );
    }
    let ask = Ask { actor: &inner.actor, origin: &inner.origin, now, rules };
    let effects = match (&command, &state.union) {
        (Command::Union(command @ UnionCommand::Found { .. }), _) => {
            union::decide::decide(state, command, &ask)?
        }
        (_, None) => {
            return no(
                Rule::NotFounded,
                "no union was founded in this record".into(),
                "Found it with `rankfile init`.",
            );
        }
        (command, Some(union)) => {
            check_place(state, union, inner, &article)?;
            check_own(state, chain, inner, command, &article)?;
            check_first_things(state, command, now)?;
            check_key(state, union, &inner.actor)?;
            match command {
                Command::Key(command) => key::decide::decide(state, union, command, &ask)?,
                Command::Roll(command) => roll::decide::decide(union, command, &ask)?,
                Command::Election(command) => {
                    let effects = election::decide::decide(state, union, command, &ask)?;
                    effects.into_iter().map(Effect::Election).collect()
                }
                Command::Process(command) => {
                    let effects = process::decide::decide(state, union, command, &ask)?;
                    let elections = process::stages::elections_after(state, union, &effects);
                    let elections = elections.into_iter().map(Effect::Election);
                    effects.into_iter().map(Effect::Process).chain(elections).collect()
                }
                Command::Union(command) => union::decide::decide(state, command, &ask)?,
            }
        }
    };
    Ok(Judged { register: Judged::register(&command), effects })
}

fn check_place(_state: &State, union: &Union, inner: &Inner, article: &ArticleId) -> Result<(), Refusal> {
    if inner.origin != union.origin {
        let reason = format!("this was signed for `{}` and this is `{}`", inner.origin, union.origin);
        return Err(Refusal::new(article, Rule::OtherUnion, reason, "Sign it for this union."));
    }
    let known = union.program.articles.iter().any(|(id, _)| id.0 == inner.basis.article);
    if inner.basis.constitution != union.program.digest || !known {
        let reason =
            format!("article `{}` of {} is not in force", inner.basis.article, inner.basis.constitution);
        return Err(Refusal::new(
            article,
            Rule::OtherConstitution,
            reason,
            "Name an article of the constitution in force.",
        ));
    }
    Ok(())
}

/// Time only lets time pass; and what nobody asked for is exactly what it must be, down to the nonce.
fn check_own(
    state: &State,
    chain: &Chain,
    inner: &Inner,
    command: &Command,
    article: &ArticleId,
) -> Result<(), Refusal> {
    if inner.actor == Actor::Clock && !clock::is_elapse(command) {
        let reason = "time itself asks for nothing: it only lets deadlines pass";
        return Err(Refusal::new(article, Rule::NotTheBearer, reason, "Have it asked by who may."));
    }
    if own::is_own(&inner.actor, command) && own::inner(state, chain, inner.actor.clone(), command) != *inner
    {
        let reason = "an act that nobody asks for leaves nothing to choose, and this one differs from the one it must be";
        return Err(Refusal::new(article, Rule::CommandMalformed, reason, "Let the writer make it."));
    }
    Ok(())
}

/// Before anything else is decided, every duty whose time has passed is applied.
fn check_first_things(state: &State, command: &Command, now: i64) -> Result<(), Refusal> {
    match clock::elapsed(state, now) {
        Some(duty) if !clock::is_elapse(command) => {
            let reason =
                format!("the time to {} ran out first and that must be recorded before", duty.words());
            Err(Refusal::new(
                duty.article(),
                Rule::DutyComesFirst,
                reason,
                "Ask again: the clock goes first.",
            ))
        }
        _ => Ok(()),
    }
}

/// A key speaks only in the role it is in force for; a key holder's role is given by the election itself.
fn check_key(state: &State, union: &Union, actor: &Actor) -> Result<(), Refusal> {
    let Actor::Key { key, role } = actor else { return Ok(()) };
    let in_force = state.keys.get(key).is_some_and(|entry| &entry.role == role);
    let holds_a_key = role.starts_with("key-holder:")
        && state.elections.values().any(|election| election.holders.iter().any(|holder| &holder.key == key));
    if in_force || holds_a_key {
        return Ok(());
    }
    let reason = format!("the key {} is not in force for `{role}`", key.fingerprint());
    let advice = "Have it admitted: two officers compare its fingerprint and ask for it.";
    Err(Refusal::new(&union.program.keys_article, Rule::KeyUnknown, reason, advice))
}
