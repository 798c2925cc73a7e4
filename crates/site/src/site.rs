//! What every page can reach: the queue, readers of what is stored, accounts, mail, the clock and chance. Cheap to clone.

use crate::accounts::Accounts;
use crate::challenge::Challenges;
use crate::pages::election::offline::Booths;
use crate::pages::process::Outcomes;
use crate::roll_view::RollView;
use crate::sign::Pending;
use crate::trouble::Trouble;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use rankfile_clerk::roll::Frozen;
use rankfile_clerk::{Draft, Present};
use rankfile_hall::Request;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::zone::Zone;
use rankfile_post::carrier::Carrier;
use rankfile_post::message_id::MessageIds;
use rankfile_post::outbox::Outbox;
use rankfile_record::act::{Actor, Inner};
use rankfile_record::key::PublicKey;
use rankfile_store::queue::{Queue, View};
use rankfile_store::reader::{Reader, Readers};
use rankfile_store::writer::{Answer, Ask};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// What the site is told once.
pub struct Settings {
    /// Where people reach it: scheme, host and port, without a slash at the end.
    pub public_url: String,
    /// Public files: checkpoint, tiles, archives.
    pub public: PathBuf,
    /// Domains of employers, for the warning about addresses at work.
    pub employers: Vec<String>,
    /// The demonstration's part, only there.
    pub demo: Option<Arc<dyn Demo>>,
}

/// What a demonstration adds: roles to step into, and the story's next beat. A real union has none.
pub trait Demo: Send + Sync {
    /// Key files by role, to be handed to the visitor's browser.
    fn key_file(&self, role: &str) -> Option<String>;
    /// The public half of the same.
    fn public_key(&self, role: &str) -> Option<PublicKey>;
    /// A key holder's share of the election's key, which opens their part of the result.
    fn share_file(&self, role: &str) -> Option<String>;
    /// Roles with key files, in the order to show them.
    fn roles(&self) -> Vec<String>;
    /// A voter's credential, for members who have not voted yet.
    fn credential(&self, member_id: &str) -> Option<String>;
    /// Members worth stepping into: id and name.
    fn members(&self) -> Vec<(String, String)>;
    /// What happens next in the story; `None` when it has ended.
    fn next(&self, state: &rankfile_hall::state::State) -> Option<Beat>;
    /// Lets the next beat happen, as far as it has not happened yet; `None` if one is under way already. May block for long.
    ///
    /// *Errors*: why it could not, in one sentence.
    fn play(&self) -> Result<Option<Beat>, String>;
    /// Letters the local catcher holds, newest first.
    fn letters(&self) -> Vec<Caught>;
}

/// What can happen next in a demonstration's story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// More members vote.
    Vote,
    /// Voting closes.
    Close,
    /// The key holders open the result.
    Open,
    /// A member protests.
    Protest,
    /// The time for protests ends, and the board decides.
    Decide,
    /// The committee certifies the result.
    Certify,
    /// The winners take office.
    Install,
}

/// A letter that a demonstration's letterbox holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caught {
    /// To which address.
    pub to: String,
    /// About what.
    pub subject: String,
    /// What it says.
    pub text: String,
}

/// Everything the site stands on.
pub struct Parts {
    /// To the one writer.
    pub queue: Queue,
    /// Readers of what is stored.
    pub readers: Readers,
    /// Sessions and sign-in.
    pub accounts: Accounts,
    /// Mail.
    pub outbox: Mutex<Outbox>,
    /// Names letters.
    pub message_ids: MessageIds,
    /// Sends what is in the outbox; none where no mail server was named.
    pub carrier: Option<Carrier>,
    /// The time, in seconds since 1970.
    pub clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    /// 32 fresh random bytes.
    pub chance: Arc<dyn Fn() -> [u8; 32] + Send + Sync>,
    /// The rest.
    pub settings: Settings,
}

/// The site.
#[derive(Clone)]
pub struct Site(Arc<Inside>);

struct Inside {
    parts: Parts,
    roll: Mutex<Option<Arc<RollView>>>,
    pending: Mutex<Pending>,
    limits: crate::guard::Limits,
    challenges: Challenges,
    booths: Mutex<Booths>,
    outcomes: Mutex<Outcomes>,
    frozen: Mutex<Vec<(String, Arc<Frozen>)>>,
    /// Held while something large is read: however many ask meanwhile, it is read once.
    reading: tokio::sync::Mutex<()>,
}

/// An act that is in the record.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its index.
    pub index: u64,
}

impl Site {
    /// Makes a site.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inside {
            parts,
            roll: Mutex::default(),
            pending: Mutex::default(),
            limits: crate::guard::Limits::new(),
            challenges: Challenges::default(),
            booths: Mutex::default(),
            outcomes: Mutex::default(),
            frozen: Mutex::default(),
            reading: tokio::sync::Mutex::default(),
        }))
    }

    /// The time.
    pub fn now(&self) -> i64 {
        (self.0.parts.clock)().max(self.view().last_recorded_at)
    }

    /// A fresh generator.
    pub fn rng(&self) -> ChaCha20Rng {
        ChaCha20Rng::from_seed((self.0.parts.chance)())
    }

    /// 32 fresh random bytes.
    pub fn bytes32(&self) -> [u8; 32] {
        (self.0.parts.chance)()
    }

    /// The record as of the last commit.
    pub fn view(&self) -> Arc<View> {
        self.0.parts.queue.view()
    }

    /// The queue.
    pub fn queue(&self) -> &Queue {
        &self.0.parts.queue
    }

    /// What was set.
    pub fn settings(&self) -> &Settings {
        &self.0.parts.settings
    }

    /// Sessions and sign-in.
    pub fn accounts(&self) -> &Accounts {
        &self.0.parts.accounts
    }

    /// Mail.
    pub fn outbox(&self) -> std::sync::MutexGuard<'_, Outbox> {
        self.0.parts.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Names letters.
    pub fn message_ids(&self) -> &MessageIds {
        &self.0.parts.message_ids
    }

    /// What sends mail, where there is a mail server.
    pub fn carrier(&self) -> Option<&Carrier> {
        self.0.parts.carrier.as_ref()
    }

    /// Tells whoever sends mail that there is some.
    pub fn poke_carrier(&self) {
        if let Some(carrier) = self.carrier() {
            carrier.poke();
        }
    }

    pub(crate) fn challenges(&self) -> &Challenges {
        &self.0.challenges
    }

    pub(crate) fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.0.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn booths(&self) -> std::sync::MutexGuard<'_, Booths> {
        self.0.booths.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn outcomes(&self) -> std::sync::MutexGuard<'_, Outcomes> {
        self.0.outcomes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A text signed by the key of the record, which only its writer has.
    pub async fn sign_note(&self, text: String) -> Result<String, Trouble> {
        let (send, receive) = tokio::sync::oneshot::channel();
        self.queue().with(Box::new(move |writer| drop(send.send(writer.log_view().sign_note(&text)))));
        let signed = receive.await.map_err(|_| Trouble::bug("the queue is closed"))?;
        signed.ok_or_else(|| Trouble::bug("a text that is not to be signed"))
    }

    pub(crate) fn limits(&self) -> &crate::guard::Limits {
        &self.0.limits
    }

    /// The union's name, before and after it is founded.
    pub fn union_name(&self) -> String {
        let view = self.view();
        view.state.union.as_ref().map_or_else(|| view.origin.clone(), |union| union.program.name.clone())
    }

    /// The union's time zone.
    pub fn zone(&self) -> Option<Zone> {
        self.view().state.union.as_ref().map(|union| union.zone.clone())
    }

    /// Reads what is stored, on a thread that may block.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Reader) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let site = self.clone();
        blocking(move || work(&mut *site.0.parts.readers.lend()?)).await
    }

    /// The roll in force, read once after each change.
    pub async fn roll(&self) -> Result<Arc<RollView>, Trouble> {
        let root = self.view().state.roll.as_ref().map(|roll| roll.root.clone()).unwrap_or_default();
        let kept = || {
            let kept = self.0.roll.lock().unwrap_or_else(PoisonError::into_inner).clone();
            kept.filter(|kept| kept.root == root)
        };
        if let Some(kept) = kept() {
            return Ok(kept);
        }
        let _reading = self.0.reading.lock().await;
        if let Some(kept) = kept() {
            return Ok(kept);
        }
        let fresh = self
            .read(move |reader| Ok(Arc::new(RollView::new(root, rankfile_clerk::roll::current(reader)?))))
            .await?;
        *self.0.roll.lock().unwrap_or_else(PoisonError::into_inner) = Some(fresh.clone());
        Ok(fresh)
    }

    /// An election's frozen roll, read once. The name has both fingerprints: where the clock froze the roll in force, that one
    /// can be loaded anew.
    pub async fn frozen(&self, election: &ElectionId) -> Result<Arc<Frozen>, Trouble> {
        let view = self.view();
        let frozen = view.state.elections.get(election).and_then(|election| election.frozen.as_ref());
        let roll = view.state.roll.as_ref().map_or("", |roll| roll.root.as_str());
        let name = format!("{election} {} {roll}", frozen.map_or("", |frozen| frozen.root.as_str()));
        if let Some(kept) = self.kept_frozen(&name) {
            return Ok(kept);
        }
        let _reading = self.0.reading.lock().await;
        if let Some(kept) = self.kept_frozen(&name) {
            return Ok(kept);
        }
        let of = election.clone();
        let fresh = self.read(move |reader| Ok(Arc::new(Frozen::read(reader, &of)?))).await?;
        let mut known = self.0.frozen.lock().unwrap_or_else(PoisonError::into_inner);
        // Those read last; each takes about twenty megabytes for 100,000 voters.
        if known.len() >= 3 {
            known.remove(0);
        }
        known.push((name, fresh.clone()));
        Ok(fresh)
    }

    fn kept_frozen(&self, name: &str) -> Option<Arc<Frozen>> {
        let known = self.0.frozen.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(kept, _)| kept == name).map(|(_, kept)| kept.clone())
    }

    /// The inner part of a draft, as the record stands.
    pub fn inner(&self, draft: &Draft, actor: Actor) -> Inner {
        let view = self.view();
        let present = Present { state: &view.state, origin: &view.origin, size: view.size, root: view.root };
        draft.inner(present, actor, &mut self.rng())
    }

    /// Has a member's wish recorded: the host says that a member asked.
    pub async fn act_for_member(&self, draft: Draft) -> Result<Recorded, Trouble> {
        let inner = self.inner(&draft, Actor::Host);
        self.submit(inner, None, draft).await
    }

    /// Has a signed command recorded.
    pub async fn submit(
        &self,
        inner: Inner,
        signature: Option<String>,
        draft: Draft,
    ) -> Result<Recorded, Trouble> {
        let Draft { documents, openings, erased, .. } = draft;
        let request = Box::new(Request { inner, signature, documents });
        match self.ask(Ask::Act { request, openings, erased }).await? {
            Answer::Recorded { index, .. } => Ok(Recorded { index }),
            Answer::Refused(refusal) => Err(Trouble::Refused(refusal)),
            Answer::Cast { .. } => Err(Trouble::bug("a ballot's answer to an act")),
        }
    }

    /// Asks the writer.
    pub async fn ask(&self, ask: Ask) -> Result<Answer, Trouble> {
        let (send, receive) = tokio::sync::oneshot::channel();
        self.queue().ask(ask, move |answer| drop(send.send(answer)));
        let answer = receive.await.map_err(|_| Trouble::bug("the queue dropped a promise"))?;
        answer.map_err(Trouble::Unanswered)
    }
}

/// Runs work that may block on a thread of its own.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Trouble::bug("a working thread ended"))?
}
