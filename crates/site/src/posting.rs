//! Posting: follows the record and turns acts into letters. A letter is a function of its act, so that what was missed
//! while nobody followed is made up later, and nothing is sent twice. It decides nothing: that a notice was served is in the
//! record before a word of it leaves.
//!
//! What it is not: no page, and no letter that somebody asked for (sign-in links are made where they are asked for).

use crate::site::{Site, blocking};
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::words::{Language, Words};
use fluent_bundle::FluentValue;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Candidacy, Command as Election, ElectionId, Facts, Notice};
use rankfile_hall::election::effect::How;
use rankfile_hall::state::State;
use rankfile_post::address::Address;
use rankfile_post::letter::{Letter, Lifetime};
use rankfile_post::line::Line;
use rankfile_record::act::Act;
use rankfile_roll::{Member, Standing};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Acts that are read and turned into letters at once.
const ACTS_AT_ONCE: u64 = 64;
/// How long to wait before trying again what went wrong, and to look although nobody called.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between the languages of a letter.
const PARTED: &str = "\n\n* * *\n\n";

/// What an act gives cause to write.
enum Cause {
    /// A notice, in the words of whoever served it.
    Notice(Notice, String),
    /// A notice that the clock served, in standard words.
    ByClock(Notice),
    /// Somebody was nominated, and is asked.
    Nominated(Candidacy),
    /// A result was declared.
    Result,
}

/// Follows the record until the runtime ends.
pub async fn follow(site: Site) {
    let changed = Arc::new(Notify::new());
    let listener = changed.clone();
    site.queue().on_change(move |_| listener.notify_one());
    loop {
        match catch_up(&site).await {
            Ok(true) => continue,
            Ok(false) => {}
            // The fault names no member; the letters are made as soon as it is gone.
            Err(trouble) => tracing::error!("letters cannot be made: {trouble:?}"),
        }
        tokio::time::timeout(PATIENCE, changed.notified()).await.ok();
    }
}

/// Turns some acts into letters; whether there may be more.
async fn catch_up(site: &Site) -> Result<bool, Trouble> {
    let from = site.outbox().cursor().map_err(fault)?;
    let size = site.view().size;
    if from >= size {
        return Ok(false);
    }
    let acts = acts(site, from, size.min(from + ACTS_AT_ONCE)).await?;
    let mut letters = Vec::new();
    for (index, act) in (from..).zip(&acts) {
        letters.push(letters_of(site, index, act).await?);
    }
    let keeper = site.clone();
    let followed = blocking(move || {
        let mut outbox = keeper.outbox();
        outbox.follow(from, &letters, &mut |_, letters| letters.clone()).map_err(fault)
    })
    .await?;
    if followed.added > 0 {
        site.poke_carrier();
    }
    Ok(followed.cursor < site.view().size)
}

async fn acts(site: &Site, from: u64, to: u64) -> Result<Vec<Option<Act>>, Trouble> {
    site.read(move |reader| {
        let mut acts = Vec::new();
        reader.for_each_leaf(from..to, &mut |_, leaf| {
            acts.push(Act::parse(leaf).ok());
            ControlFlow::Continue(())
        })?;
        Ok(acts)
    })
    .await
}

async fn letters_of(site: &Site, index: u64, act: &Option<Act>) -> Result<Vec<Letter>, Trouble> {
    let Some(act) = act else { return Ok(Vec::new()) };
    let Some(Command::Election(command)) = Command::parse(&act.inner.command) else { return Ok(Vec::new()) };
    let view = site.view();
    let Some(cause) = cause(&view.state, &command) else { return Ok(Vec::new()) };
    let roll = site.roll().await?;
    let to: Vec<&Member> = match &cause {
        Cause::Notice(..) | Cause::ByClock(_) => {
            roll.members().iter().filter(|member| member.standing == Standing::Good).collect()
        }
        Cause::Result => roll.members().iter().collect(),
        Cause::Nominated(candidacy) => {
            let candidacy = candidacy.clone();
            let nominee =
                site.read(move |reader| Ok(rankfile_clerk::election::nominee(reader, &candidacy)?)).await?;
            nominee.and_then(|id| roll.member(&id)).into_iter().collect()
        }
    };
    let text = Text::of(site, &view.state, command.election(), &cause);
    let made = to.into_iter().filter_map(|member| text.letter(site, index, act.outer.recorded_at, member));
    Ok(made.collect())
}

/// What a command that is in the record gives cause to write.
fn cause(state: &State, command: &Election) -> Option<Cause> {
    match command {
        Election::ServeNotice { notice, text, .. } => {
            Some(Cause::Notice(*notice, state.documents.text(text)?.to_owned()))
        }
        Election::Nominate { candidacy, .. } => Some(Cause::Nominated(candidacy.clone())),
        Election::Elapse { election, step, due_at, facts } => {
            // A deadline can also pass to the next in line; only what the clock did itself is told.
            let done = state.elections.get(election)?.step(&step.0)?.done;
            let by_clock = done == Some((*due_at, How::ByClock));
            match step.0.as_str() {
                "nomination-notice" if by_clock => Some(Cause::ByClock(Notice::Nominations)),
                "notice" if by_clock => Some(Cause::ByClock(Notice::Election)),
                "result" if by_clock && matches!(facts, Facts::Result { .. }) => Some(Cause::Result),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A letter's words, the same for all it goes to but for the name.
struct Text {
    kind: &'static str,
    subject: String,
    parts: Vec<(Words, String)>,
    check: Line,
}

impl Text {
    fn of(site: &Site, state: &State, election: &ElectionId, cause: &Cause) -> Self {
        let zone = state.union.as_ref().map_or("UTC", |union| union.zone_name.as_str());
        let words = Language::ALL.map(|language| Words::new(language, zone));
        let said = words.each_ref().map(|w| say(site, state, election, cause, w));
        let kind = match cause {
            Cause::Notice(..) | Cause::ByClock(_) => "notice",
            Cause::Nominated(_) => "nominated",
            Cause::Result => "result",
        };
        let check =
            words.each_ref().map(|w| w.one("letter-check", "url", site.settings().public_url.clone()));
        let subject = said.each_ref().map(|(subject, _)| subject.clone()).join(" / ");
        // A notice in somebody's own words is sent once, as it was signed.
        let parts = words.into_iter().zip(said).map(|(w, (_, body))| (w, body)).collect();
        Self { kind, subject, parts, check: Line::from_text(&check[0]) }
    }

    /// The letter to a member; none without an address that can be written to.
    fn letter(&self, site: &Site, act: u64, at: i64, member: &Member) -> Option<Letter> {
        let to = Address::parse(member.email.as_deref()?).ok()?;
        let name = member.name.clone().unwrap_or_default();
        let part = |(w, body): &(Words, String)| {
            let greeting = w.one("letter-greeting", "name", name.clone());
            let close = w.one("letter-check", "url", site.settings().public_url.clone());
            // The English phrase is the letter's last line anyway.
            let close = if w.language == Language::English { String::new() } else { format!("\n\n{close}") };
            format!("{greeting}\n\n{body}{close}")
        };
        Some(Letter {
            message_id: site.message_ids().of_act(act, self.kind, &to),
            to,
            language: Language::English.tag().to_owned(),
            subject: Line::from_text(&self.subject),
            body: self.parts.iter().map(part).collect::<Vec<_>>().join(PARTED),
            check_phrase: self.check.clone(),
            calendar: None,
            act: Some(act),
            created_at: at,
            lifetime: Lifetime::Kept,
        })
    }
}

/// Subject and body in one language.
fn say(site: &Site, state: &State, id: &ElectionId, cause: &Cause, w: &Words) -> (String, String) {
    let known = state.elections.get(id);
    let from = |at: Option<i64>| at.map(|at| w.from(at)).unwrap_or_default();
    let until = |step: &str| {
        known.and_then(|known| known.step(step)).map(|step| w.until(step.due_at)).unwrap_or_default()
    };
    let closes = known.and_then(|known| crate::pages::election::overview::voting_closes(state, known));
    let answers = known.and_then(|known| crate::pages::election::overview::answers_until(state, known));
    let url = match cause {
        Cause::Nominated(_) => format!("{}/me", site.settings().public_url),
        _ => format!("{}/elections/{id}", site.settings().public_url),
    };
    let offices = known.map(|known| known.plan.offices.clone()).unwrap_or_default();
    let offices: Vec<String> =
        offices.iter().map(|office| crate::frame::role_title(state, &office.0)).collect();
    let office = match cause {
        Cause::Nominated(candidacy) => known.and_then(|known| known.candidacies.get(candidacy)),
        _ => None,
    };
    let text = match cause {
        Cause::Notice(_, text) => text.clone(),
        _ => String::new(),
    };
    let arguments: Vec<(&str, FluentValue<'_>)> = vec![
        ("union", site.union_name().into()),
        ("election", Telling::new(w, state).election(id).into()),
        ("offices", offices.join(", ").into()),
        ("office", office.map(|s| crate::frame::role_title(state, &s.office.0)).unwrap_or_default().into()),
        ("opens", from(known.and_then(|known| known.voting_opens)).into()),
        ("closes", closes.map(|at| w.until(at)).unwrap_or_default().into()),
        ("nominations", from(known.and_then(|k| k.step("nominate")).map(|step| step.opens_at)).into()),
        ("accept", answers.map(|at| w.until(at)).unwrap_or_default().into()),
        ("nominations-until", until("nominate").into()),
        ("protest", until("protest").into()),
        ("text", text.into()),
        ("url", url.into()),
    ];
    let both = |subject: &str, body: &str| (w.with(subject, &arguments), w.with(body, &arguments));
    match cause {
        Cause::Notice(Notice::Nominations, _) => both("letter-nominations-subject", "letter-notice"),
        Cause::Notice(Notice::Election, _) => both("letter-election-subject", "letter-notice"),
        Cause::ByClock(Notice::Nominations) => both("letter-nominations-subject", "letter-nominations"),
        Cause::ByClock(Notice::Election) => both("letter-election-subject", "letter-election"),
        Cause::Nominated(_) => both("letter-nominated-subject", "letter-nominated"),
        Cause::Result => both("letter-result-subject", "letter-result"),
    }
}

fn fault(fault: rankfile_post::fault::Fault) -> Trouble {
    Trouble::Fault(fault.to_string())
}
