//! The story while the site is served: the writer lives in the queue, so what the cast does goes through it like everybody
//! else's acts, and the clock jumps when the visitor lets the next beat happen.

use super::beats;
use super::calendar::Stage;
use super::cast::Cast;
use super::saved::Memory;
use super::story::{self, ROLES_OF_VOTERS};
use crate::house::{Asked, Recorded, Recording};
use crate::ops::vote;
use anyhow::{Context as _, Result, anyhow};
use rankfile_clerk::Present;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::state::State;
use rankfile_post::catcher::Catcher;
use rankfile_record::key::KeyFile;
use rankfile_site::{Beat, Caught, Demo};
use rankfile_store::queue::Queue;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, mpsc};
use zeroize::Zeroizing;

/// Ballots that one press of the button casts at most.
const BALLOTS_A_BEAT: usize = 250;
/// How long voting still goes on in between, in minutes.
const BETWEEN: i64 = 24 * 60;

/// Roles that a visitor can step into, in the order in which they are shown.
const ROLES: &[&str] =
    &["secretary", "election-committee", "protest-board", "key-holder-1", "key-holder-2", "key-holder-3"];

/// A demonstration that is served.
pub struct Live {
    cast: Cast,
    election: ElectionId,
    stage: Mutex<Served>,
    memory: Arc<Memory>,
    catcher: Catcher,
    members: Vec<(String, String)>,
    credentials: Vec<(String, Zeroizing<String>)>,
}

/// The queue as a stage.
struct Served {
    queue: Queue,
    memory: Arc<Memory>,
}

impl Live {
    /// Around a queue. `members` are those worth stepping into, number and name.
    pub fn new(
        queue: Queue,
        cast: Cast,
        memory: Arc<Memory>,
        catcher: Catcher,
        members: Vec<(String, String)>,
    ) -> Result<Self> {
        let credentials = cast.credentials()?;
        let stage = Mutex::new(Served { queue, memory: memory.clone() });
        let election = story::the_election();
        Ok(Self { cast, election, stage, memory, catcher, members, credentials })
    }

    fn beat(&self, state: &State) -> Option<Beat> {
        let saved = self.memory.saved();
        beats::next(state, &self.election, saved.voted < saved.voters)
    }

    fn perform(&self, stage: &mut Served) -> Result<Beat> {
        let state = stage.settled()?;
        let beat = self.beat(&state).context("the story has ended")?;
        let (cast, election) = (&self.cast, &self.election);
        match beat {
            Beat::Vote => self.vote(stage, &state)?,
            Beat::Close => beats::close(stage, election)?,
            Beat::Open => beats::open_result(stage, cast, election, &mut |_| ())?,
            Beat::Protest => {
                let protest = beats::protest(stage, election)?;
                self.memory.change(|saved| saved.protest = Some(protest))?;
            }
            Beat::Decide => {
                let ours = self.memory.saved().protest;
                beats::decide(stage, cast, election, ours.as_deref())?;
            }
            Beat::Certify => beats::certify(stage, cast, election)?,
            Beat::Install => beats::install(stage, election)?,
        }
        Ok(beat)
    }

    /// Some more of the cast vote.
    fn vote(&self, stage: &mut Served, state: &State) -> Result<()> {
        let saved = self.memory.saved();
        let turns = saved.voted..saved.voters.min(saved.voted + BALLOTS_A_BEAT);
        let ballot = rankfile_clerk::election::known(state, &self.election)?.ballot.as_ref();
        let belenios =
            ballot.and_then(|b| b.belenios.clone()).context("the ballot's documents are missing")?;
        let make = |voter: usize| {
            let (_, credential) =
                self.credentials.get(voter).context("there is a credential for every voter")?;
            story::cast_ballot(&belenios, &self.election, credential, voter, false)
        };
        let made: Result<Vec<_>> = turns.clone().into_par_iter().map(make).collect();
        stage.later(BETWEEN)?;
        let (send, receive) = mpsc::channel();
        for ask in made? {
            let send = send.clone();
            stage.queue.ask(ask, move |answer| drop(send.send(answer)));
        }
        drop(send);
        for answer in receive {
            vote::read(answer?)?;
        }
        self.memory.change(|saved| saved.voted = turns.end)
    }
}

impl Demo for Live {
    fn key_file(&self, role: &str) -> Option<String> {
        let listed = ROLES.contains(&role);
        listed.then(|| std::fs::read_to_string(self.cast.folder(role).join("key")).ok())?
    }

    fn public_key(&self, role: &str) -> Option<rankfile_record::key::PublicKey> {
        Some(KeyFile::parse(&Zeroizing::new(self.key_file(role)?)).ok()?.public)
    }

    fn share_file(&self, role: &str) -> Option<String> {
        let holder = role.strip_prefix("key-holder-")?.parse().ok().filter(|_| ROLES.contains(&role))?;
        std::fs::read_to_string(self.cast.share_file(holder)).ok()
    }

    fn roles(&self) -> Vec<String> {
        ROLES.iter().map(|role| (*role).to_owned()).collect()
    }

    fn credential(&self, member_id: &str) -> Option<String> {
        let place = self.credentials.iter().position(|(member, _)| member == member_id)?;
        let free = place >= self.memory.saved().voted;
        free.then(|| self.credentials.get(place).map(|(_, secret)| secret.to_string()))?
    }

    fn members(&self) -> Vec<(String, String)> {
        self.members.clone()
    }

    fn next(&self, state: &State) -> Option<Beat> {
        self.beat(state)
    }

    fn play(&self) -> Result<Option<Beat>, String> {
        // Who presses while a beat is under way finds the next one when it is over.
        let Ok(mut stage) = self.stage.try_lock() else { return Ok(None) };
        self.perform(&mut stage).map(Some).map_err(|why| format!("{why:#}"))
    }

    fn letters(&self) -> Vec<Caught> {
        let all = self.catcher.messages();
        let read = all.iter().rev().filter_map(|message| {
            let letter = message.read()?;
            Some(Caught { to: letter.to.join(", "), subject: letter.subject, text: letter.text })
        });
        read.collect()
    }
}

/// Members worth stepping into: those whom nobody plays, one who is not in good standing, one who stands for an office.
pub fn worth_stepping_into(
    roll: &rankfile_roll::Roll,
    credentials: &[(String, Zeroizing<String>)],
) -> Vec<(String, String)> {
    let name = |member: &rankfile_roll::Member| {
        (member.member_id.as_str().to_owned(), member.name.clone().unwrap_or_default())
    };
    let by_id: BTreeMap<&str, &rankfile_roll::Member> =
        roll.members().iter().map(|member| (member.member_id.as_str(), member)).collect();
    let spared = credentials.iter().rev().take(ROLES_OF_VOTERS);
    let voters = spared.filter_map(|(id, _)| by_id.get(id.as_str()).copied());
    let not_good = roll.members().iter().find(|member| member.standing != rankfile_roll::Standing::Good);
    let stands = |member: &&rankfile_roll::Member| {
        super::cast::NOMINEES
            .iter()
            .any(|(_, name, _, accepts)| *accepts && member.name.as_deref() == Some(name))
    };
    let nominee = roll.members().iter().find(stands);
    voters.chain(nominee).chain(not_good).map(name).collect()
}

impl Recording for Served {
    fn now(&self) -> i64 {
        self.memory.now().max(self.queue.view().last_recorded_at)
    }

    fn settled(&mut self) -> Result<State> {
        self.queue.settle()?;
        Ok(self.queue.view().state.clone())
    }

    fn record(&mut self, asked: Asked<'_>) -> Result<Recorded> {
        self.queue.settle()?;
        let view = self.queue.view();
        let present = Present { state: &view.state, origin: &view.origin, size: view.size, root: view.root };
        let answer = self.queue.ask_wait(asked.sign(present)?).map_err(|why| anyhow!(why))?;
        Recorded::read(Some(answer))
    }
}

impl Stage for Served {
    fn jump(&mut self, to: i64) -> Result<()> {
        self.memory.jump(to)?;
        Ok(self.queue.settle()?)
    }

    /// Never past what falls due meanwhile: a beat must not let a duty lapse that a visitor came for.
    fn later(&mut self, minutes: i64) -> Result<()> {
        self.queue.settle()?;
        let to = self.now() + minutes * 60;
        let due = self.queue.view().next_due;
        self.jump(due.map_or(to, |due| to.min(due - 600)))
    }
}
