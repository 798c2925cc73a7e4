//! The client: it sends every letter until it has an answer, remembers every answer, and holds a record against what it
//! remembers. It knows nothing of what became of the server in between.

use super::letter::{Found, Letter, MEMBER};
use super::scene::{Scene, log_key};
use super::server::Said;
use anyhow::{Context as _, Result, bail, ensure};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::Rng as _;
use rankfile::house::House;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::Command as ElectionCommand;
use rankfile_record::act::Act;
use rankfile_record::hash::leaf_hash;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tree::merkle_root;
use std::collections::BTreeMap;

/// A client of the servers of one union.
pub struct Client<'s> {
    scene: &'s Scene,
    /// How many letters were ever sent.
    sent: usize,
    /// How many of them were sent to an earlier server.
    sent_before: usize,
    answers: BTreeMap<usize, Answer>,
}

/// What the client was answered.
enum Answer {
    Acted { index: u64, leaf: String, receipt: String },
    Cast { tracker: String, index: u64, receipt: String },
    Repeated,
}

/// What became of the letters a record was held against.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Fate {
    /// They were answered, and are there.
    pub answered: usize,
    /// Nobody was answered, but they are there.
    pub kept: usize,
    /// Nobody was answered, and they are not there.
    pub gone: usize,
}

impl<'s> Client<'s> {
    /// A client that has sent nothing yet.
    pub fn new(scene: &'s Scene) -> Self {
        Client { scene, sent: 0, sent_before: 0, answers: BTreeMap::new() }
    }

    /// Up to so many letters for a server that was just started, in batches: what is unanswered comes first.
    pub fn letters(&mut self, count: usize, rng: &mut ChaCha12Rng) -> Vec<Vec<usize>> {
        let first = self.first_unanswered();
        let mut next = first..(first + count).min(self.scene.letters.len());
        (self.sent_before, self.sent) = (self.sent, self.sent.max(next.end));
        let size = || 1 + (rng.next_u32() % 4) as usize;
        std::iter::repeat_with(size)
            .map(|size| next.by_ref().take(size).collect::<Vec<_>>())
            .take_while(|batch| !batch.is_empty())
            .collect()
    }

    /// Whether every letter was sent and answered.
    pub fn is_done(&self) -> bool {
        self.first_unanswered() == self.scene.letters.len()
    }

    fn first_unanswered(&self) -> usize {
        // Servers answer in order, and what is unanswered is sent first.
        self.answers.len()
    }

    /// Remembers what a server said.
    ///
    /// *Errors*: it stopped, or refused a letter, or answered something that was not asked, or said of a letter that no
    /// server saw before that it has it.
    pub fn hear(&mut self, said: Said) -> Result<()> {
        let (letter, answer) = match said {
            Said::Acted { letter, index, leaf, receipt } => (letter, Answer::Acted { index, leaf, receipt }),
            Said::Cast { letter, tracker, index, receipt } => {
                (letter, Answer::Cast { tracker, index, receipt })
            }
            Said::Repeated(letter) => {
                ensure!(letter < self.sent_before, "letter {letter} was there before anybody sent it");
                (letter, Answer::Repeated)
            }
            Said::Refused(letter, why) => bail!("letter {letter} was refused: {why}"),
            Said::Stopped(why) => bail!("the server stopped: {why}"),
            Said::Open(_) | Said::Asked(_) | Said::Done(_) => return Ok(()),
        };
        ensure!(
            letter == self.answers.len() && letter < self.sent,
            "letter {letter} was answered out of turn"
        );
        self.answers.insert(letter, answer);
        Ok(())
    }

    /// Holds a record against everything that was answered.
    ///
    /// *Errors*: the first thing that was lost, doubled, changed, or put there by nobody.
    pub fn check(&self, house: &mut House) -> Result<Fate> {
        let found = Found::within(house.writer.log())?;
        let (mut fate, mut ballots) = (Fate::default(), 0);
        for (letter, number) in self.scene.letters.iter().zip(0..) {
            let places = found.places(letter);
            ensure!(places.len() < 2, "letter {number} is there {} times", places.len());
            ballots += usize::from(matches!(letter, Letter::Ballot { .. })) * places.len();
            match (self.answers.get(&number), places) {
                (Some(answer), [place]) => {
                    check_answer(answer, *place, house).with_context(|| format!("letter {number}"))?;
                    fate.answered += 1;
                }
                (Some(_), _) => bail!("letter {number} was answered and is lost"),
                (None, []) => fate.gone += usize::from(number < self.sent),
                (None, _) if number < self.sent => fate.kept += 1,
                (None, _) => bail!("letter {number} is there and was never sent"),
            }
        }
        let strangers = found.ballots() - ballots;
        ensure!(strangers == 0, "{strangers} ballots are there that nobody sent");
        check_roll(house)?;
        Ok(fate)
    }
}

fn check_answer(answer: &Answer, place: u64, house: &mut House) -> Result<()> {
    match answer {
        Answer::Acted { index, leaf, receipt } => {
            ensure!(*index == place, "it was recorded at {index} and is at {place}");
            ensure!(check_receipt_now(receipt, *index, house)? == *leaf, "its leaf is another one now");
        }
        Answer::Cast { tracker, index, receipt } => {
            let reported = ballots_reported(*index, house)?;
            ensure!(place < reported, "act {index} reports {reported} ballots and this is number {place}");
            check_receipt_now(receipt, *index, house)?;
            let holds = house.hall().boxes.values().any(|known| known.holds(tracker));
            ensure!(holds, "its tracker is in no box");
        }
        Answer::Repeated => {}
    }
    Ok(())
}

/// Checks a receipt as its owner would, and that what it was signed for is a beginning of the record now. The result is
/// the hash of the leaf.
fn check_receipt_now(receipt: &str, index: u64, house: &mut House) -> Result<String> {
    let leaf = house.writer.log().leaf(index)?.context("the record does not go so far")?;
    let checked = check_receipt(receipt, &leaf, log_key().verifier())?;
    ensure!(checked.index == index, "its receipt is for {}", checked.index);
    let root = house.hall().hashes.root_at(checked.checkpoint.size);
    ensure!(root == Some(checked.checkpoint.root), "its receipt was signed for another history");
    Ok(hex::encode(leaf_hash(&leaf)))
}

fn ballots_reported(index: u64, house: &mut House) -> Result<u64> {
    let leaf = house.writer.log().leaf(index)?.context("the record does not go so far")?;
    match Command::parse(&Act::parse(&leaf)?.inner.command) {
        Some(Command::Election(ElectionCommand::ReportBallots { ballots, .. })) => Ok(ballots),
        _ => bail!("act {index} reports no ballots"),
    }
}

/// The private half of the roll must be the one the record's fingerprint is of: no old entry left, no new one missing.
fn check_roll(house: &mut House) -> Result<()> {
    let mut openings = house.writer.log().openings(None, Some(MEMBER))?;
    openings.sort_by_key(|opening| opening.commitment);
    let root = hex::encode(merkle_root(openings.iter().map(|opening| leaf_hash(&opening.commitment))));
    let recorded = house.hall().state.roll.as_ref().map(|roll| roll.root.clone());
    ensure!(recorded == Some(root), "the members kept are not those of the roll in force");
    Ok(())
}
