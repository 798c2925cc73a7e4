//! The hall: the state with what links its acts. It turns requests into acts or refusals, and acts into state. It never
//! asks the time, reads a file or draws a number.

use crate::clock::{self, Elapsed};
use crate::command::Command;
use crate::documents::Documents;
use crate::effect::{Effect, digest};
use crate::election::archive;
use crate::election::ballot_box::BallotBox;
use crate::election::command::{Command as ElectionCommand, ElectionId, Facts};
use crate::election::effect::Effect as ElectionEffect;
use crate::judge::{Judged, judge};
use crate::own;
use crate::process::command::Command as ProcessCommand;
use crate::refusal::{Refusal, Rule};
use crate::request::Request;
use crate::rules::RULES;
use crate::state::State;
use crate::union::command::Command as UnionCommand;
use rankfile_record::act::{Act, Actor, Register};
use rankfile_record::chain::Chain;
use rankfile_record::commit::digest_text;
use rankfile_record::hash::leaf_hash;
use rankfile_record::tree::Hashes;
use std::collections::BTreeMap;

/// The union's hall.
#[derive(Default, Clone)]
pub struct Hall {
    /// The fold of the acts.
    pub state: State,
    /// What the next act must continue.
    pub chain: Chain,
    /// The tree over the leaves.
    pub hashes: Hashes,
    /// The boxes of elections whose ballot is set.
    pub boxes: BTreeMap<ElectionId, BallotBox>,
}

/// An act on its way into the record, with what goes with it.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The act.
    pub act: Act,
    /// Its leaf.
    pub leaf: Vec<u8>,
    /// What it changes.
    pub effects: Vec<Effect>,
    /// Documents it brought along.
    pub documents: Vec<Vec<u8>>,
}

/// Bytes that an election's archive grows by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// The archive: the election's Belenios id.
    pub archive: String,
    /// What the bytes are: `setup`, `ballot`, `end`, `tally`, `share` or `result`.
    pub kind: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Where the ballots of an open election can be read again.
pub trait Ballots {
    /// The ballots at these places (from 0, in casting order), in that order.
    fn read(&mut self, archive: &str, places: &[u64]) -> Result<Vec<Vec<u8>>, String>;
}

impl Hall {
    /// Decides a request: an act ready to be written, or a refusal. Nothing has changed yet; see [`Hall::take`].
    pub fn accept(&mut self, request: Request, now: i64) -> Result<Accepted, Refusal> {
        let brought: Vec<String> = new_documents(&mut self.state.documents, &request.documents);
        let decided = self.accept_with_documents(request, now);
        if decided.is_err() {
            brought.iter().for_each(|digest| self.state.documents.remove(digest));
        }
        decided
    }

    fn accept_with_documents(&self, request: Request, now: i64) -> Result<Accepted, Refusal> {
        let now = now.max(self.chain.last_recorded_at());
        let Judged { register, effects, .. } = judge(
            &self.state,
            &self.chain,
            &self.hashes,
            &request.inner,
            request.signature.as_deref(),
            now,
            RULES,
        )?;
        self.check_documents(&request)?;
        self.check_report(&effects)?;
        let outer = self.chain.make(register, now, RULES, digest(&effects));
        let act = Act { inner: request.inner, signature: request.signature, outer };
        let leaf = act.render().map_err(|why| {
            let article = self.state.first_article();
            Refusal::new(&article, Rule::CommandMalformed, why.to_string(), "Keep long texts as documents.")
        })?;
        Ok(Accepted { act, leaf, effects, documents: request.documents })
    }

    /// Only what an act names is kept beside it: nothing comes into the record unsigned.
    fn check_documents(&self, request: &Request) -> Result<(), Refusal> {
        let command = request.inner.command.to_string();
        if request.documents.iter().all(|bytes| command.contains(&digest_text(bytes))) {
            return Ok(());
        }
        let reason = "a document came along that the command does not name by its digest";
        let article = self.state.first_article();
        Err(Refusal::new(&article, Rule::CommandMalformed, reason, "Send only the documents it names."))
    }

    /// A report must say what the box holds. An auditor finds that out from the archive; the writer knows it already.
    fn check_report(&self, effects: &[Effect]) -> Result<(), Refusal> {
        for effect in effects {
            let Effect::Election(ElectionEffect::BallotsReported { election, ballots, head }) = effect else {
                continue;
            };
            let Some(known) =
                self.boxes.get(election).filter(|b| b.ballots() != *ballots || b.head() != *head)
            else {
                continue;
            };
            let plan = self.state.elections.get(election).map(|election| &election.plan);
            let step = plan.and_then(|plan| plan.step("close").map(|step| step.article.clone()));
            let article = step.unwrap_or_else(|| self.state.first_article());
            let reason = format!(
                "the report says {ballots} ballots and the box holds {} with its own head",
                known.ballots()
            );
            return Err(Refusal::new(
                &article,
                Rule::BallotsMiscounted,
                reason,
                "Verify the archive of ballots.",
            ));
        }
        Ok(())
    }

    /// Takes an act in: from here on it has happened. The result is what archives grow by.
    pub fn take(&mut self, accepted: &Accepted) -> Vec<Growth> {
        new_documents(&mut self.state.documents, &accepted.documents);
        self.chain.push(&accepted.act);
        self.hashes.push(leaf_hash(&accepted.leaf));
        let mut growth = Vec::new();
        for effect in &accepted.effects {
            self.state.evolve(effect);
            growth.extend(archive::grow(
                &self.state,
                &mut self.boxes,
                effect,
                accepted.act.outer.recorded_at,
            ));
        }
        growth
    }

    /// The act of the clock that must come before anything else at `now`, if a duty's time has run out.
    ///
    /// *Errors*: a refusal here means that the archive of ballots does not give what the record says it must.
    pub fn next_elapsed(&mut self, now: i64, ballots: &mut dyn Ballots) -> Result<Option<Accepted>, Refusal> {
        let now = now.max(self.chain.last_recorded_at());
        let Some(elapsed) = clock::elapsed(&self.state, now) else { return Ok(None) };
        let (facts, documents) = match &elapsed {
            Elapsed::Election(duty) => {
                archive::facts(&self.state, &self.boxes, duty, ballots).map_err(|why| {
                    let advice = "Run `rankfile audit`; restore from a good copy.";
                    Refusal::new(&duty.article, Rule::BallotsMiscounted, why, advice)
                })?
            }
            Elapsed::Process(_) => (Facts::None, Vec::new()),
        };
        let inner = own::inner(&self.state, &self.chain, Actor::Clock, &elapsed.command(facts));
        self.accept(Request { inner, signature: None, documents }, now).map(Some)
    }

    /// The host's act that says how many ballots an archive holds now.
    pub fn report_ballots(&mut self, election: &ElectionId, now: i64) -> Result<Option<Accepted>, Refusal> {
        let Some(known) = self.boxes.get(election) else { return Ok(None) };
        let (ballots, head) = (known.ballots(), known.head());
        let command = ElectionCommand::ReportBallots { election: election.clone(), ballots, head };
        let inner = own::inner(&self.state, &self.chain, Actor::Host, &Command::Election(command));
        self.accept(Request { inner, signature: None, documents: Vec::new() }, now).map(Some)
    }

    /// The host's act that says which desk it serves; `None` when the record says so already, or has no union yet.
    pub fn serve_desk(&mut self, desk: &str, now: i64) -> Result<Option<Accepted>, Refusal> {
        let is_known = self.state.desk().is_some_and(|served| served.digest == desk);
        if is_known || self.state.union.is_none() {
            return Ok(None);
        }
        let command = Command::Union(UnionCommand::ServeDesk { desk: desk.to_owned() });
        let inner = own::inner(&self.state, &self.chain, Actor::Host, &command);
        self.accept(Request { inner, signature: None, documents: Vec::new() }, now).map(Some)
    }

    /// Takes a checked ballot into an open election's box, or refuses it.
    ///
    /// Checking it ([`rankfile_belenios::Election::check_ballot`]) is the costly part; that needs no hall and runs on any thread.
    pub fn admit(
        &mut self,
        election: &ElectionId,
        ballot: &rankfile_belenios::CheckedBallot,
        bytes: &[u8],
        now: i64,
    ) -> Result<Growth, Refusal> {
        let Some(state) = self.state.elections.get(election) else {
            let reason = format!("there is no election `{election}`");
            return Err(Refusal::new(
                &self.state.first_article(),
                Rule::ElectionUnknown,
                reason,
                "Look at the docket.",
            ));
        };
        let zone = self.state.union.as_ref().map(|union| &union.zone);
        let (Some(known), true) = (self.boxes.get_mut(election), state.is_open(now)) else {
            let article = state.plan.step("close").map_or(&state.plan.article, |step| &step.article);
            let say = |step: &str| state.step(step).and_then(|step| zone.map(|zone| zone.say(step.due_at)));
            let reason = match (say("open"), say("close")) {
                (_, Some(closes)) => format!("voting closed on {closes}"),
                (Some(opens), None) => format!("voting opens on {opens}"),
                _ => "voting is not open".to_owned(),
            };
            return Err(Refusal::new(
                article,
                Rule::VotingNotOpen,
                reason,
                "Only ballots that arrive while voting is open count.",
            ));
        };
        let (archive, bytes) = (known.belenios.uuid().to_owned(), known.admit(state, ballot, bytes)?);
        Ok(Growth { archive, kind: "ballot", bytes })
    }
}

impl Judged {
    /// The register an act of this command belongs to.
    pub fn register(command: &Command) -> Register {
        use crate::election::command::Command as E;
        match command {
            Command::Union(UnionCommand::Found { .. }) => Register::Rules,
            // What the host says of itself.
            Command::Union(UnionCommand::ServeDesk { .. }) => Register::Heartbeat,
            Command::Key(_) => Register::Key,
            Command::Roll(_) => Register::Roll,
            Command::Election(E::FileProtest { .. } | E::DecideProtest { .. }) => Register::Protest,
            Command::Election(E::Elapse { step, .. }) if step.0 == "install" => Register::Office,
            Command::Election(E::Elapse { step, .. }) if step.0 == "retain" => Register::Retention,
            Command::Election(_) => Register::Election,
            Command::Process(command) => process_register(command),
        }
    }
}

/// The register of what a process is about: the first word of its name says its kind.
fn process_register(command: &ProcessCommand) -> Register {
    let name = match command {
        ProcessCommand::Begin { plan, .. } => plan.as_str(),
        other => other.process().map_or("", |process| process.0.as_str()),
    };
    match name.split('/').next() {
        Some("petition" | "recall") => Register::Petition,
        Some("election" | "first-election") => Register::Election,
        Some("protest") => Register::Protest,
        Some("vacancy") => Register::Office,
        Some("promise") => Register::Promise,
        Some("amendment") => Register::Rules,
        Some("meeting") => Register::Meeting,
        _ => Register::Case,
    }
}

/// Inserts documents; the result names those that were not there before.
fn new_documents(documents: &mut Documents, brought: &[Vec<u8>]) -> Vec<String> {
    let known: Vec<bool> = brought.iter().map(|bytes| documents.holds(bytes)).collect();
    let digests: Vec<String> = brought.iter().map(|bytes| documents.insert(bytes)).collect();
    digests.into_iter().zip(known).filter(|(_, known)| !known).map(|(digest, _)| digest).collect()
}
