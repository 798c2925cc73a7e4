//! Deciding what people ask of an election. Every refusal cites the article of the step it concerns. What time does by
//! itself is in `lapse`.

use super::command::{Candidacy, Command, Finding, Notice, Setup};
use super::effect::{Effect, How};
use super::state::{Election, Standing, Status};
use super::{ballot_paper, bearer, due, eligibility, lapse, steps};
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::roll::decide::is_hash;
use crate::state::{State, Union};
use rankfile_belenios::{Setup as BeleniosSetup, TrusteeKey};
use rankfile_constitution::step::{ArticleId, OfficeId};
use rankfile_record::act::Actor;
use rankfile_record::key::PublicKey;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

type Decided = Result<Vec<Effect>, Refusal>;

/// Decides.
pub fn decide(state: &State, union: &Union, command: &Command, ask: &Ask<'_>) -> Decided {
    let Some(election) = state.elections.get(command.election()) else {
        let known: Vec<&str> = state.elections.keys().map(|id| id.0.as_str()).collect();
        let reason = format!("there is no election `{}`", command.election());
        let advice = format!("Those there are: {}.", known.join(", "));
        return Err(Refusal::new(&state.first_article(), Rule::ElectionUnknown, reason, advice));
    };
    let room = Room { state, union, election, ask };
    match command {
        Command::Call { voting_opens, .. } => room.call(*voting_opens),
        Command::AppointKeyHolders { holders, .. } => room.appoint(holders),
        Command::ServeNotice { notice, sent, text, .. } => room.serve_notice(*notice, sent, text),
        Command::Nominate { office, candidacy, .. } => room.nominate(office, candidacy),
        Command::AcceptNomination { candidacy, statement, .. } => {
            room.answer_nomination(candidacy, true, statement.as_deref())
        }
        Command::DeclineNomination { candidacy, .. } => room.answer_nomination(candidacy, false, None),
        Command::FindEligibility { candidacy, finding, .. } => room.find(candidacy, finding),
        Command::FreezeRoll { eligible, root, .. } => room.freeze(*eligible, root),
        Command::PresentKey { holder, trustee, seed_commitment, .. } => {
            room.present_key(*holder, trustee, seed_commitment)
        }
        Command::SetBallot { slate, setup, .. } => room.set_ballot(slate, setup),
        Command::ReportBallots { ballots, head, .. } => room.report_ballots(*ballots, head),
        Command::ShareDecryption { holder, share, seed, .. } => room.share_decryption(*holder, share, seed),
        Command::FileProtest { protest, .. } => room.file_protest(protest),
        Command::DecideProtest { protest, upheld, reasons, .. } => {
            room.decide_protest(protest, *upheld, reasons)
        }
        Command::Certify { .. } => room.certify(),
        Command::Elapse { .. } if *ask.actor == Actor::Clock => {
            lapse::decide(state, union, election, command, ask.now)
        }
        Command::Elapse { .. } => {
            room.no("call", Rule::NotTheBearer, "only time itself lets time pass", "Wait.")
        }
    }
}

/// Everything a decision looks at.
struct Room<'a> {
    state: &'a State,
    union: &'a Union,
    election: &'a Election,
    ask: &'a Ask<'a>,
}

impl Room<'_> {
    fn call(&self, opens_at: i64) -> Decided {
        self.check("call")?;
        let last = due::last_voting(self.state, self.election);
        let (earliest, latest) = due::voting_window(self.union, self.election, last, self.ask.now);
        let zone = &self.union.zone;
        let advice = format!("Choose a day from {} to {}.", zone.say(earliest), zone.say(latest));
        if opens_at < earliest {
            let reason = format!(
                "voting on {} leaves too little time: called today, with every notice and window of the rules, it can open on {} at the earliest",
                zone.say(opens_at),
                zone.say(earliest)
            );
            return self.no("call", Rule::VotingDateTooEarly, reason, advice);
        }
        if opens_at > latest {
            let reason = format!(
                "voting on {} is later than the rules allow, which is {}",
                zone.say(opens_at),
                zone.say(latest)
            );
            return self.no("call", Rule::VotingDateTooLate, reason, advice);
        }
        Ok(lapse::call(self.union, self.election, self.ask.now, opens_at, How::Acted))
    }

    /// Key holders may be appointed or replaced from the call until the ballot is set, by who owes the ballot.
    fn appoint(&self, holders: &[PublicKey]) -> Decided {
        if let Some(why) = &self.election.void {
            let advice = "Look at the docket for the one that follows.";
            return self.no("keys", Rule::StepClosed, format!("this election is void: {why}"), advice);
        }
        if !self.election.is_done("call") || self.election.ballot.is_some() {
            let reason = "key holders are appointed after the call and before the ballot is set";
            return self.no("keys", Rule::StepClosed, reason, "Look at the docket.");
        }
        let ladder = self.election.plan.step("ballot").map_or(&[][..], |step| &step.bearers);
        if !ladder.iter().any(|rung| bearer::is_actor(&rung.who, self.ask.actor)) {
            let who: Vec<_> = ladder.iter().map(|rung| bearer::say(self.union, &rung.who)).collect();
            let reason = format!("key holders are appointed by {}", who.join(" or "));
            return self.no("keys", Rule::NotTheBearer, reason, "Ask them.");
        }
        let distinct: BTreeSet<&PublicKey> = holders.iter().collect();
        let wanted = usize::from(self.election.plan.key_holders);
        if distinct.len() != holders.len() || holders.len() != wanted {
            let reason =
                format!("{} different key holders were named and the rules ask for {wanted}", distinct.len());
            return self.no(
                "keys",
                Rule::KeyHoldersMiscounted,
                reason,
                "Name as many different ones as the rules ask for.",
            );
        }
        let mut effects = vec![Effect::KeyHoldersAppointed {
            election: self.election.id.clone(),
            holders: holders.to_vec(),
        }];
        // If everybody still appointed has presented a share already, the step is done; if somebody new has not, it
        // begins again, or nobody could ever set the ballot.
        let all_presented = holders.iter().all(|key| {
            self.election.holders.iter().any(|holder| &holder.key == key && holder.trustee.is_some())
        });
        match (self.election.step("keys").map(|step| step.done.is_some()), all_presented) {
            (Some(false), true) => effects.extend(self.finish("keys")),
            (Some(true), false) => effects.extend(self.election.plan.step("keys").map(|step| {
                let voting_opens = self.election.voting_opens.unwrap_or(self.ask.now);
                steps::open(&self.union.zone, self.election, step, self.ask.now, voting_opens)
            })),
            _ => {}
        }
        Ok(effects)
    }

    fn serve_notice(&self, notice: Notice, sent: &BTreeMap<String, u64>, text: &str) -> Decided {
        let (step, terms) = match notice {
            Notice::Nominations => ("nomination-notice", &self.election.plan.nomination.notice),
            Notice::Election => ("notice", &self.election.plan.notice),
        };
        self.check(step)?;
        let members = self.state.roll.as_ref().map_or(0, |roll| roll.members);
        if let Some(missing) = terms.channels.iter().find(|channel| !sent.contains_key(*channel)) {
            let reason = format!(
                "the notice must go by {} and nothing went by {missing}",
                terms.channels.join(" and ")
            );
            return self.no(
                step,
                Rule::NoticeChannelMissing,
                reason,
                "Send it by every channel, then say so.",
            );
        }
        if let Some((channel, count)) = sent.iter().find(|(_, count)| **count > members) {
            let reason = format!("{count} notices by {channel} cannot be right for {members} members");
            return self.no(step, Rule::NoticeMiscounted, reason, "Count again.");
        }
        if self.state.documents.bytes(text).is_none() {
            return self.no(
                step,
                Rule::DocumentMissing,
                "the notice's text did not come along",
                "Send it with the command.",
            );
        }
        let (election, sent, at) = (self.election.id.clone(), sent.clone(), self.ask.now);
        let mut effects = vec![Effect::NoticeServed { election, notice, sent, at }];
        effects.extend(self.finish(step));
        Ok(effects)
    }

    fn nominate(&self, office: &OfficeId, candidacy: &Candidacy) -> Decided {
        self.check("nominate")?;
        if !self.election.plan.offices.contains(office) {
            let offices: Vec<&str> = self.election.plan.offices.iter().map(|id| id.0.as_str()).collect();
            let reason = format!("`{office}` is not filled by this election");
            let advice = format!("The offices are: {}.", offices.join(", "));
            return self.no("nominate", Rule::OfficeUnknown, reason, advice);
        }
        if !is_hash(&candidacy.0) || self.election.candidacies.contains_key(candidacy) {
            let reason = "this commitment is used already or is none";
            return self.no(
                "nominate",
                Rule::CandidacyKnown,
                reason,
                "Use a fresh salt for each nomination.",
            );
        }
        let (election, office, candidacy) = (self.election.id.clone(), office.clone(), candidacy.clone());
        Ok(vec![Effect::Nominated { election, office, candidacy }])
    }

    fn answer_nomination(&self, candidacy: &Candidacy, accepted: bool, statement: Option<&str>) -> Decided {
        // Nobody need wait for nominations to close before answering.
        let closed = self.election.step("nominate").is_none_or(|step| step.done.is_some());
        if closed {
            self.check("accept")?;
        }
        let wanted = if accepted { &[Status::Nominated][..] } else { &[Status::Nominated, Status::Accepted] };
        self.candidacy("accept", candidacy, wanted)?;
        if statement.is_some_and(|commitment| !is_hash(commitment)) {
            let reason = "a statement is named by a commitment of 64 hexadecimal digits, and this is none";
            return self.no("accept", Rule::CommandMalformed, reason, "Answer again on the site.");
        }
        let waiting = |(other, standing): (&Candidacy, &Standing)| {
            other != candidacy && standing.status == Status::Nominated
        };
        let last = !self.election.candidacies.iter().any(waiting);
        let (election, candidacy) = (self.election.id.clone(), candidacy.clone());
        let mut effects = vec![if accepted {
            Effect::NominationAccepted { election, candidacy, statement: statement.map(str::to_owned) }
        } else {
            Effect::NominationDeclined { election, candidacy }
        }];
        if closed && last {
            // Now, not when it opened: what follows has its whole time from here.
            effects.extend(self.finish("accept"));
        }
        Ok(effects)
    }

    fn find(&self, candidacy: &Candidacy, finding: &Finding) -> Decided {
        self.check("eligibility")?;
        self.candidacy("eligibility", candidacy, &[Status::Accepted])?;
        let terms = &self.election.plan.eligibility;
        if let Some(unknown) = finding.excluded_by.iter().find(|ground| !terms.excluded.contains(ground)) {
            let reason = format!("`{unknown}` is no ground of exclusion in this constitution");
            let advice = format!("The grounds are: {}.", terms.excluded.join(", "));
            return self.no("eligibility", Rule::FindingMalformed, reason, advice);
        }
        let (eligible, reasons) = eligibility::judge(terms, finding);
        let (election, candidacy) = (self.election.id.clone(), candidacy.clone());
        let mut effects =
            vec![Effect::EligibilityFound { election, candidacy: candidacy.clone(), eligible, reasons }];
        let others = |status| {
            let all = self.election.candidacies.iter();
            all.filter(|(other, standing)| **other != candidacy && standing.status == status).count()
        };
        if others(Status::Accepted) == 0 {
            if !eligible && others(Status::Eligible) == 0 {
                let why = "nobody eligible stood for any office";
                effects.extend(lapse::rerun(self.state, self.union, self.election, self.ask.now, why));
            } else {
                effects.extend(self.finish("eligibility"));
            }
        }
        Ok(effects)
    }

    fn freeze(&self, eligible: u64, root: &str) -> Decided {
        self.check("freeze")?;
        let Some(roll) = &self.state.roll else {
            return self.no("freeze", Rule::RollMissing, "no roll is in force", "Import the roll first.");
        };
        if eligible == 0 || eligible > roll.members || !is_hash(root) {
            let reason = format!("{eligible} voters cannot be right for a roll of {} members", roll.members);
            return self.no(
                "freeze",
                Rule::RollMiscounted,
                reason,
                "Freeze it again from the roll in force.",
            );
        }
        let (election, root) = (self.election.id.clone(), root.to_owned());
        let mut effects = vec![Effect::RollFrozen { election, eligible, root }];
        effects.extend(self.finish("freeze"));
        Ok(effects)
    }

    fn present_key(&self, holder: u8, trustee: &str, seed_commitment: &str) -> Decided {
        self.check("keys")?;
        self.key_holder("keys", holder)?;
        let proven = serde_json::from_str::<TrusteeKey>(trustee).is_ok_and(|key| key.check(GROUP).is_ok());
        if !proven || !is_hash(seed_commitment) {
            let reason = "the share's proof does not hold, or the seed's commitment is none";
            return self.no(
                "keys",
                Rule::KeyNotProven,
                reason,
                "Make the share again with `rankfile keyholder`.",
            );
        }
        // The proof is drawn anew each time; the share is the key.
        let share = |text: &str| serde_json::from_str::<TrusteeKey>(text).ok().map(|key| key.public_key);
        let presented = self.election.holders.iter().filter_map(|other| other.trustee.as_deref());
        if presented.map(share).any(|other| other == share(trustee)) {
            let reason = "this share was presented already";
            return self.no(
                "keys",
                Rule::KeyNotProven,
                reason,
                "Each key holder makes a share of their own.",
            );
        }
        let (election, trustee) = (self.election.id.clone(), trustee.to_owned());
        let seed_commitment = seed_commitment.to_owned();
        let mut effects = vec![Effect::KeyPresented { election, holder, trustee, seed_commitment }];
        let missing = self.election.holders.iter().filter(|other| other.trustee.is_none()).count();
        let was_missing =
            self.election.holders.get(usize::from(holder) - 1).is_some_and(|h| h.trustee.is_none());
        if missing == usize::from(was_missing) {
            effects.extend(self.finish("keys"));
        }
        Ok(effects)
    }

    fn set_ballot(&self, slate_digest: &str, setup: &Setup) -> Decided {
        self.check("ballot")?;
        let no = |rule, reason: String, advice: &str| self.no("ballot", rule, reason, advice);
        let Some(frozen) = &self.election.frozen else {
            return no(Rule::RollMissing, "the roll is not frozen yet".into(), "Freeze it first.");
        };
        let documents = &self.state.documents;
        let texts = (
            documents.text(&setup.election),
            documents.text(&setup.trustees),
            documents.text(&setup.credentials),
        );
        let (Some(slate), (Some(parameters), Some(trustees), Some(credentials))) =
            (documents.text(slate_digest), texts)
        else {
            return no(
                Rule::DocumentMissing,
                "a document of the ballot did not come along".into(),
                "Send all four.",
            );
        };
        let contests = ballot_paper::contests(&self.union.program, self.election);
        let slate: ballot_paper::Slate = match serde_json::from_str(slate) {
            Ok(slate) => slate,
            Err(why) => {
                return no(Rule::SlateWrong, format!("the slate cannot be read: {why}"), "Make it again.");
            }
        };
        let fault = ballot_paper::slate_fault(&slate, &contests);
        if let Some(why) = fault.or_else(|| ballot_paper::statement_fault(&slate, self.election)) {
            return no(
                Rule::SlateWrong,
                format!("the slate is not the record's: {why}"),
                "Make it again from the record.",
            );
        }
        let (election, trustees, credentials) =
            (parameters.to_owned(), trustees.to_owned(), credentials.to_owned());
        let documents = BeleniosSetup { election, trustees, credentials };
        let belenios = match documents.check() {
            Ok(belenios) => belenios,
            Err(findings) => {
                let first = findings.first().map_or_else(String::new, |finding| finding.message.clone());
                return no(
                    Rule::BallotPaperWrong,
                    format!("the election's documents do not hold: {first}"),
                    "Make them again.",
                );
            }
        };
        if belenios.questions() != ballot_paper::questions(&self.union.program, &self.election.plan, &slate) {
            let reason = "the questions are not those of the slate".to_owned();
            return no(Rule::BallotPaperWrong, reason, "Make the ballot with `rankfile election ballot`.");
        }
        if !self.trustees_are_the_presented(&documents.trustees) {
            let reason = "the keys are not those the key holders presented, in order".to_owned();
            return no(Rule::BallotPaperWrong, reason, "Make the ballot from the shares in the record.");
        }
        let name = belenios.uuid();
        let used = self
            .state
            .elections
            .values()
            .filter_map(|other| other.ballot.as_ref())
            .any(|ballot| ballot.uuid == name);
        if used || !is_archive_name(name) {
            let reason = format!(
                "`{name}` cannot name this election's archive: it is used already, or not 14 to 40 letters and digits"
            );
            return no(Rule::BallotPaperWrong, reason, "Draw a new id.");
        }
        let weights_one = belenios.credentials().iter().all(|(_, weight)| *weight == 1);
        let count = belenios.credentials().len() as u64;
        if count != frozen.eligible || !weights_one {
            let reason = format!(
                "{count} credentials were made for {} voters: each voter gets one, of weight 1",
                frozen.eligible
            );
            return no(
                Rule::CredentialsMiscounted,
                reason,
                "Make as many credentials as the frozen roll has voters.",
            );
        }
        let mut effects = vec![Effect::BallotSet {
            election: self.election.id.clone(),
            uuid: belenios.uuid().to_owned(),
            fingerprint: belenios.fingerprint().to_owned(),
            setup: setup.clone(),
            slate: slate_digest.to_owned(),
            contests,
        }];
        effects.extend(self.finish("ballot"));
        Ok(effects)
    }

    fn trustees_are_the_presented(&self, text: &str) -> bool {
        let Ok(found) = serde_json::from_str::<Vec<(String, serde_json::Value)>>(text) else { return false };
        let presented = self.election.holders.iter().filter_map(|holder| holder.trustee.as_deref());
        let presented: Vec<serde_json::Value> =
            presented.filter_map(|text| serde_json::from_str(text).ok()).collect();
        found.len() == self.election.holders.len()
            && found.iter().all(|(kind, _)| kind == "Single")
            && found.iter().map(|(_, key)| key).eq(presented.iter())
    }

    fn report_ballots(&self, ballots: u64, head: &str) -> Decided {
        let no = |rule, reason: String| self.no("close", rule, reason, "Verify the archive of ballots.");
        if *self.ask.actor != Actor::Host {
            return no(Rule::NotTheBearer, "only the host reports what the archive holds".to_owned());
        }
        if !self.election.is_open(self.ask.now) {
            return no(Rule::VotingNotOpen, "voting is not open".to_owned());
        }
        let more = ballots.saturating_sub(self.election.ballots);
        if !(1..=MOST_AT_ONCE).contains(&more) || !is_hash(head) {
            let reason = format!("{ballots} ballots cannot follow {}", self.election.ballots);
            return no(Rule::BallotsMiscounted, reason);
        }
        Ok(vec![Effect::BallotsReported {
            election: self.election.id.clone(),
            ballots,
            head: head.to_owned(),
        }])
    }

    fn share_decryption(&self, holder: u8, share: &str, seed: &str) -> Decided {
        self.check("decrypt")?;
        let known = self.key_holder("decrypt", holder)?;
        let no = |rule, reason: &str, advice: &str| self.no("decrypt", rule, reason, advice);
        if known.share.is_some() {
            return no(Rule::ShareWrong, "this key holder has decrypted already", "Nothing more is needed.");
        }
        let committed = known.seed_commitment.as_deref();
        if !is_hash(seed) || committed != Some(&hex::encode(Sha256::digest(seed.as_bytes()))) {
            return no(
                Rule::SeedWrong,
                "this is not the seed committed to before voting",
                "Use the seed from the key ceremony.",
            );
        }
        let documents = &self.state.documents;
        let tally = super::archive::tally(self.state, self.election);
        let belenios = self.election.ballot.as_ref().and_then(|ballot| ballot.belenios.as_ref());
        let (Some(tally), Some(belenios), Some(payload)) = (tally, belenios, documents.text(share)) else {
            return no(
                Rule::DocumentMissing,
                "the partial decryption did not come along",
                "Send it with the command.",
            );
        };
        if belenios.check_decryption(usize::from(holder), &tally, payload).is_err() {
            return no(
                Rule::ShareWrong,
                "the partial decryption's proof does not hold",
                "Decrypt again with the right key.",
            );
        }
        let (election, share, seed) = (self.election.id.clone(), share.to_owned(), seed.to_owned());
        let mut effects = vec![Effect::DecryptionShared { election, holder, share, seed }];
        if self.election.holders.iter().filter(|other| other.share.is_none()).count() == 1 {
            effects.extend(self.finish("decrypt"));
        }
        Ok(effects)
    }

    fn file_protest(&self, protest: &str) -> Decided {
        self.check("protest")?;
        if !is_hash(protest) || self.election.protests.contains_key(protest) {
            let reason = "this protest is filed already, or is no commitment";
            return self.no("protest", Rule::ProtestKnown, reason, "Use a fresh salt.");
        }
        Ok(vec![Effect::ProtestFiled { election: self.election.id.clone(), protest: protest.to_owned() }])
    }

    fn decide_protest(&self, protest: &str, upheld: bool, reasons: &str) -> Decided {
        self.check("decide-protest")?;
        let no = |rule, reason: &str, advice: &str| self.no("decide-protest", rule, reason, advice);
        if self.election.protests.get(protest) != Some(&None) {
            return no(Rule::ProtestUnknown, "no such protest waits for a decision", "Look at the docket.");
        }
        if self.state.documents.bytes(reasons).is_none() {
            return no(
                Rule::DocumentMissing,
                "the reasons did not come along",
                "A decision without reasons is none.",
            );
        }
        let mut effects = vec![Effect::ProtestDecided {
            election: self.election.id.clone(),
            protest: protest.to_owned(),
            upheld,
        }];
        let undecided = self.election.protests.values().filter(|decision| decision.is_none()).count();
        if upheld {
            let why = "a protest was upheld";
            effects.extend(lapse::rerun(self.state, self.union, self.election, self.ask.now, why));
        } else if undecided == 1 {
            effects.extend(self.finish("decide-protest"));
        }
        Ok(effects)
    }

    fn certify(&self) -> Decided {
        self.check("certify")?;
        let mut effects =
            vec![Effect::ElectionCertified { election: self.election.id.clone(), at: self.ask.now }];
        effects.extend(self.finish("certify"));
        Ok(effects)
    }

    fn check(&self, step: &str) -> Result<(), Refusal> {
        bearer::check(self.union, self.election, step, self.ask).map(|_| ())
    }

    fn finish(&self, step: &str) -> Vec<Effect> {
        steps::finish(self.union, self.election, step, self.ask.now, How::Acted)
    }

    fn candidacy(&self, step: &str, candidacy: &Candidacy, wanted: &[Status]) -> Result<(), Refusal> {
        match self.election.candidacies.get(candidacy) {
            None => self.no(
                step,
                Rule::CandidacyUnknown,
                "nobody was nominated under this commitment",
                "Nominate first.",
            ),
            Some(standing) if !wanted.contains(&standing.status) => {
                let reason =
                    format!("this candidacy is already {}", format!("{:?}", standing.status).to_lowercase());
                self.no(step, Rule::CandidacyClosed, reason, "Look at the election's page.")
            }
            Some(_) => Ok(()),
        }
    }

    fn key_holder(&self, step: &str, holder: u8) -> Result<&super::state::KeyHolder, Refusal> {
        let known = usize::from(holder).checked_sub(1).and_then(|index| self.election.holders.get(index));
        match (known, self.ask.actor) {
            (Some(known), Actor::Key { key, .. }) if &known.key == key => Ok(known),
            _ => {
                let reason = format!("the signer is not key holder {holder} of this election");
                self.no(step, Rule::KeyHolderUnknown, reason, "Sign with the key that was appointed.")
            }
        }
    }

    fn no<T>(
        &self,
        step: &str,
        rule: Rule,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> Result<T, Refusal> {
        Err(Refusal::new(article_of(self.election, step), rule, reason, advice))
    }
}

/// The group of every new election.
pub const GROUP: rankfile_belenios::GroupName = rankfile_belenios::GroupName::Ed25519;

/// The most ballots one report takes in: a count is somebody's word until the ballots are read.
pub const MOST_AT_ONCE: u64 = 1 << 20;

/// Archives become files of this name. *Source*: Belenios 3.1 specification, section 3.2: Base58, at least 14 digits.
fn is_archive_name(text: &str) -> bool {
    (14..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() && !b"0OIl".contains(&b))
}

fn article_of<'e>(election: &'e Election, step: &str) -> &'e ArticleId {
    election.plan.step(step).map_or(&election.plan.article, |step| &step.article)
}
