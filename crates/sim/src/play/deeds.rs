//! Deeds as people who know the rules do them: each is what its bearer should ask next. Nothing is asked here.

use super::{Deed, Done, LATER, Play, Who};
use crate::world::sent;
use rankfile_belenios::{
    Answer as Choice, Credential, KeyShare, Setup as BeleniosSetup, Template, TrusteeKey,
};
use rankfile_constitution::canonical;
use rankfile_constitution::step::OfficeId;
use rankfile_hall::command::Command;
use rankfile_hall::election::ballot_paper::{self, Candidate, Slate, SlateContest};
use rankfile_hall::election::command::{
    Candidacy, Command as ElectionCommand, ElectionId, Finding, Notice, Setup,
};
use rankfile_hall::election::decide::GROUP;
use rankfile_hall::election::state::Status;
use rankfile_hall::election::{archive, due};
use rankfile_hall::roll::command::Command as RollCommand;
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::commit::digest_text;
use rankfile_store::writer::{Answer, Ask};
use sha2::{Digest, Sha256};

impl Deed {
    /// A deed of this person.
    pub fn of(who: &str, command: impl Into<Command>) -> Self {
        let who = match who {
            "host" => Who::Host,
            "clock" => Who::Clock,
            name => Who::Key(name.to_owned()),
        };
        Self { who, command: command.into(), documents: Vec::new() }
    }

    /// With documents.
    pub fn with(mut self, documents: Vec<Vec<u8>>) -> Self {
        self.documents = documents;
        self
    }

    /// The same by somebody else.
    pub fn by(mut self, who: &str) -> Self {
        self.who = Self::of(who, self.command.clone()).who;
        self
    }
}

impl Play {
    /// The founding, with a key for every office and body.
    pub fn found(&self) -> Deed {
        let text = canonical(&self.constitution).into_bytes();
        let later = |role: &str| role == "key-holder" || LATER.contains(&role);
        let officers = self.keys.iter().filter(|(_, key)| !later(key.role()));
        let command = UnionCommand::Found {
            constitution: digest_text(&text),
            zone: "America/New_York".to_owned(),
            keys: officers
                .map(|(name, key)| FoundingKey { role: key.role().to_owned(), key: self.public(name) })
                .collect(),
            rehearsal: false,
        };
        Deed::of("secretary", Command::Union(command)).with(vec![text])
    }

    /// A roll of so many members.
    pub fn load(&mut self, members: u64, in_good_standing: u64) -> Deed {
        let (root, good_root) = (hex::encode(self.random32()), hex::encode(self.random32()));
        Deed::of("secretary", Command::Roll(RollCommand::Load { members, in_good_standing, root, good_root }))
    }

    /// The call, for the earliest lawful day.
    pub fn call(&mut self, id: &ElectionId) -> Deed {
        self.tick();
        let (state, election) = (&self.hall().state, self.election(id));
        let last = due::last_voting(state, election);
        let union = state.union.as_ref().expect("elections are of a union");
        let voting_opens = due::voting_window(union, election, last, self.now).0;
        Deed::of("election-committee", ElectionCommand::Call { election: id.clone(), voting_opens })
    }

    /// The key holders' appointment.
    pub fn appoint(&self, id: &ElectionId, names: &[&str]) -> Deed {
        let known = names.iter().filter(|name| self.keys.contains_key(**name));
        let holders = known.map(|name| self.public(name)).collect();
        Deed::of("election-committee", ElectionCommand::AppointKeyHolders { election: id.clone(), holders })
    }

    /// A notice served.
    pub fn serve(&self, id: &ElectionId, notice: Notice) -> Deed {
        let text = format!("{notice:?} of {id}").into_bytes();
        let members = self.hall().state.roll.as_ref().map_or(0, |roll| roll.members);
        let sent = sent().into_keys().map(|channel| (channel, members)).collect();
        let command =
            ElectionCommand::ServeNotice { election: id.clone(), notice, sent, text: digest_text(&text) };
        Deed::of("secretary", command).with(vec![text])
    }

    /// A nomination; the name is known here from now on.
    pub fn nominate(&mut self, id: &ElectionId, office: &str, name: &str) -> (Candidacy, Deed) {
        let salt = self.random32();
        let candidacy = ballot_paper::candidacy(&salt, name);
        self.names.insert(candidacy.clone(), (salt, name.to_owned()));
        let office = OfficeId(office.to_owned());
        let command =
            ElectionCommand::Nominate { election: id.clone(), office, candidacy: candidacy.clone() };
        (candidacy, Deed::of("host", command))
    }

    /// A nominee's answer.
    pub fn answer(&self, id: &ElectionId, candidacy: &Candidacy, accepted: bool) -> Deed {
        let (election, candidacy) = (id.clone(), candidacy.clone());
        Deed::of(
            "host",
            if accepted {
                ElectionCommand::AcceptNomination { election, candidacy, statement: None }
            } else {
                ElectionCommand::DeclineNomination { election, candidacy }
            },
        )
    }

    /// A finding about a nominee.
    pub fn find(&self, id: &ElectionId, candidacy: &Candidacy, good_standing: bool) -> Deed {
        let finding = Finding { member_months: 30, good_standing, excluded_by: Vec::new() };
        let (election, candidacy) = (id.clone(), candidacy.clone());
        Deed::of("election-committee", ElectionCommand::FindEligibility { election, candidacy, finding })
    }

    /// The freezing of the whole roll.
    pub fn freeze(&mut self, id: &ElectionId) -> Deed {
        let eligible = self.hall().state.roll.as_ref().map_or(0, |roll| roll.in_good_standing);
        let root = hex::encode(self.random32());
        Deed::of("secretary", ElectionCommand::FreezeRoll { election: id.clone(), eligible, root })
    }

    /// A key holder's share, which is known here from now on.
    pub fn present(&mut self, id: &ElectionId, holder: u8) -> Deed {
        let share = KeyShare::make(GROUP, &mut self.rng);
        let seed = hex::encode(self.random32());
        let trustee = share.public(Some(&format!("Key holder {holder}")), &mut self.rng);
        let command = ElectionCommand::PresentKey {
            election: id.clone(),
            holder,
            trustee: serde_json::to_string(&trustee).expect("plain data"),
            seed_commitment: hex::encode(Sha256::digest(seed.as_bytes())),
        };
        self.shares.insert((id.clone(), holder), (share, seed));
        Deed::of(&format!("key-holder-{holder}"), command)
    }

    /// The ballot; its credentials are known here from now on. `None` when something it needs is missing yet.
    pub fn ballot(&mut self, id: &ElectionId) -> Option<Deed> {
        let slate = self.slate(id)?;
        let union = self.hall().state.union.as_ref()?;
        let election = self.election(id);
        let eligible = election.frozen.as_ref()?.eligible;
        let keys =
            election.holders.iter().map(|holder| serde_json::from_str(holder.trustee.as_deref()?).ok());
        let keys: Vec<TrusteeKey> = keys.collect::<Option<_>>().filter(|keys: &Vec<_>| !keys.is_empty())?;
        let questions = ballot_paper::questions(&union.program, &election.plan, &slate);
        let uuid: String = hex::encode(self.random32()).replace('0', "z").chars().take(14).collect();
        let credentials: Vec<Credential> = (0..eligible).map(|_| Credential::make(&mut self.rng)).collect();
        let public: Vec<_> =
            credentials.iter().map(|credential| (credential.public(GROUP, &uuid), 1)).collect();
        let template = Template {
            uuid,
            name: format!("Officers: {id}"),
            description: String::new(),
            group: GROUP,
            questions,
            administrator: None,
            credential_authority: None,
        };
        let setup = BeleniosSetup::make(&template, &keys, &public).ok()?;
        self.credentials.insert(id.clone(), credentials);
        let slate = serde_json::to_string(&slate).expect("plain data");
        let documents = [slate, setup.election, setup.trustees, setup.credentials].map(String::into_bytes);
        let [slate, election, trustees, credentials] = documents.each_ref().map(|bytes| digest_text(bytes));
        let setup = Setup { election, trustees, credentials };
        let command = ElectionCommand::SetBallot { election: id.clone(), slate, setup };
        Some(Deed::of("election-committee", command).with(documents.to_vec()))
    }

    /// The opened candidacies in ballot order.
    pub fn slate(&self, id: &ElectionId) -> Option<Slate> {
        let union = self.hall().state.union.as_ref()?;
        let open = |candidacy: &Candidacy| {
            let (salt, name) = self.names.get(candidacy)?;
            let (candidacy, name) = (candidacy.clone(), name.clone());
            Some(Candidate { candidacy, salt: hex::encode(salt), name, statement: None })
        };
        let contests = ballot_paper::contests(&union.program, self.election(id));
        let contests = contests.iter().map(|contest| {
            let candidates = contest.candidacies.iter().map(open).collect::<Option<_>>()?;
            Some(SlateContest { office: contest.office.clone(), candidates })
        });
        Some(Slate { contests: contests.collect::<Option<_>>()? })
    }

    /// A ballot paper filled in by a voter: this choice for every question (from 0), or blank.
    pub fn fill_in(&mut self, id: &ElectionId, voter: usize, choice: Option<usize>) -> Option<Ask> {
        let belenios = self.election(id).ballot.as_ref()?.belenios.clone()?;
        let credential = self.credentials.get(id)?.get(voter)?;
        let choose = |question: &rankfile_belenios::Question| match choice {
            Some(place) => Choice::Choices(vec![place.min(question.answers.len() - 1)]),
            None => Choice::Blank,
        };
        let choices: Vec<Choice> = belenios.questions().iter().map(choose).collect();
        let bytes = belenios.encrypt(credential, &choices, &mut self.rng).ok()?;
        let checked = Box::new(belenios.check_ballot(&bytes).ok()?);
        Some(Ask::Ballot { election: id.clone(), bytes, checked })
    }

    /// Votes; the index is that of the host's report.
    pub fn vote(&mut self, id: &ElectionId, voter: usize, choice: Option<usize>) -> Done {
        let ask = self.fill_in(id, voter, choice).expect("a ballot is set and the voter is on the roll");
        match self.commit(vec![ask]).pop() {
            Some(Answer::Cast { index, .. }) => Ok(index),
            Some(Answer::Refused(refusal)) => Err(refusal),
            other => panic!("the writer answered {other:?}"),
        }
    }

    /// A key holder's part of the decryption. `None` when there is nothing to decrypt, or the share was never made here.
    pub fn decrypt(&mut self, id: &ElectionId, holder: u8) -> Option<Deed> {
        self.tick();
        let election = self.election(id);
        let belenios = election.ballot.as_ref()?.belenios.clone()?;
        let tally = archive::tally(&self.hall().state, election)?;
        let (share, seed) = self.shares.get(&(id.clone(), holder))?;
        let payload = belenios.decrypt(share, &tally, usize::from(holder), &mut self.rng).ok()?.into_bytes();
        let (share, seed) = (digest_text(&payload), seed.clone());
        let command = ElectionCommand::ShareDecryption { election: id.clone(), holder, share, seed };
        Some(Deed::of(&format!("key-holder-{holder}"), command).with(vec![payload]))
    }

    /// A protest.
    pub fn protest(&mut self, id: &ElectionId) -> (String, Deed) {
        let protest = hex::encode(self.random32());
        let command = ElectionCommand::FileProtest { election: id.clone(), protest: protest.clone() };
        (protest, Deed::of("host", command))
    }

    /// The decision of a protest.
    pub fn decide_protest(&self, id: &ElectionId, protest: &str, upheld: bool) -> Deed {
        let text = format!("Reasons about {protest}").into_bytes();
        let (protest, reasons) = (protest.to_owned(), digest_text(&text));
        let command = ElectionCommand::DecideProtest { election: id.clone(), protest, upheld, reasons };
        Deed::of("protest-board", command).with(vec![text])
    }

    /// The certification.
    pub fn certify(&self, id: &ElectionId) -> Deed {
        Deed::of("election-committee", ElectionCommand::Certify { election: id.clone() })
    }

    /// What somebody should do next for an election, if it is anybody's turn but the clock's.
    pub fn next_deed(&mut self, id: &ElectionId) -> Option<Deed> {
        let (now, election) = (self.now, self.election(id).clone());
        if election.void.is_some() {
            return None;
        }
        let is_open = |step: &str| election.step(step).is_some_and(|s| s.done.is_none() && s.opens_at <= now);
        let first =
            |status| election.candidacies.iter().find(|(_, s)| s.status == status).map(|(c, _)| c.clone());
        let missing = (1..).zip(&election.holders).find(|(_, holder)| holder.trustee.is_none());
        let unshared = (1..).zip(&election.holders).find(|(_, holder)| holder.share.is_none());
        let undecided = election.protests.iter().find(|(_, decision)| decision.is_none());
        if is_open("call") {
            return Some(self.call(id));
        }
        if is_open("nomination-notice") {
            return Some(self.serve(id, Notice::Nominations));
        }
        if is_open("nominate") && election.candidacies.len() < 3 {
            let office = ["president", "president", "secretary"].get(election.candidacies.len())?;
            return Some(self.nominate(id, office, &format!("Nominee {}", election.candidacies.len())).1);
        }
        if let (Some(candidacy), true) = (first(Status::Nominated), is_open("nominate") || is_open("accept"))
        {
            return Some(self.answer(id, &candidacy, true));
        }
        if let (Some(candidacy), true) = (first(Status::Accepted), is_open("eligibility")) {
            return Some(self.find(id, &candidacy, true));
        }
        if is_open("freeze") && self.hall().state.roll.is_some() {
            return Some(self.freeze(id));
        }
        if is_open("keys") && election.holders.is_empty() {
            return Some(self.appoint(id, &["key-holder-1", "key-holder-2", "key-holder-3"]));
        }
        if let (Some((holder, _)), true) = (missing, is_open("keys")) {
            return Some(self.present(id, holder));
        }
        if is_open("ballot") {
            return self.ballot(id);
        }
        if is_open("notice") {
            return Some(self.serve(id, Notice::Election));
        }
        if let (Some((holder, _)), true) = (unshared, is_open("decrypt")) {
            return self.decrypt(id, holder);
        }
        if let (Some((protest, _)), true) = (undecided, is_open("decide-protest")) {
            return Some(self.decide_protest(id, protest, false));
        }
        is_open("certify").then(|| self.certify(id))
    }

    /// Does everything people should until it is the clock's turn; then jumps to it, until a step is done. Nobody votes.
    ///
    /// # Panics
    /// If the election never gets there.
    pub fn run_until(&mut self, id: &ElectionId, step: &str) {
        for _ in 0..200 {
            self.tick();
            if self.election(id).is_done(step) {
                return;
            }
            self.advance(id);
        }
        panic!("{id} never came to {step}");
    }

    /// One thing that should happen next: a deed of people, or a jump to when time does something.
    pub fn advance(&mut self, id: &ElectionId) {
        match self.next_deed(id) {
            Some(deed) => drop(self.ask(deed.clone()).unwrap_or_else(|why| panic!("{deed:?}: {why}"))),
            None => {
                let next = self.next_moment().expect("an election always goes on");
                self.jump(next);
            }
        }
    }

    /// The next moment at which something opens or is due.
    pub fn next_moment(&self) -> Option<i64> {
        let duties = due::docket(&self.hall().state).into_iter().filter(|duty| !duty.overdue);
        let moments = duties.map(|duty| if duty.opens_at > self.now { duty.opens_at } else { duty.due_at });
        moments.min().map(|moment| moment.max(self.now))
    }
}
