//! Plurality (one seat) and block vote (several): whoever has most votes is elected.
//!
//! No threshold is applied here: whether a plurality is enough is a rule of the constitution, see [`crate::threshold`].

use crate::explain::Explain;
use crate::lot::{self, TieRule};
use crate::outcome::{Answer, LotRank, Outcome, TieBroken};
use crate::words::Words;
use crate::{Contest, ContestError, RuleSet};

/// Counts a contest by plurality.
///
/// *Shape*: with no more candidates than seats all are elected without a count, and seats may stay vacant. Candidates
/// nobody voted for can fill a seat, as election texts say; a sentence then warns of it.
/// *Errors*: numbers that cannot be those of one contest.
pub fn plurality(contest: &Contest, tie: &TieRule) -> Result<Outcome, ContestError> {
    plurality_in(contest, tie, Words::english())
}

/// The same count, told in another language. The record keeps the English sentences.
///
/// *Errors*: as [`plurality`].
pub fn plurality_in(contest: &Contest, tie: &TieRule, words: &Words) -> Result<Outcome, ContestError> {
    let total = contest.check()?;
    let seats = usize::from(contest.seats);
    let order = most_votes_first(contest);
    let mut explain = Explain::open(contest, total, words);
    if order.len() <= seats {
        let vacant_seats = seats - order.len();
        explain.uncontested(&order, vacant_seats);
        return Ok(decided(order, vacant_seats, Vec::new(), explain));
    }
    let (elected, tied) = cut(contest, &order, seats);
    explain.elected(&elected);
    if tied.is_empty() {
        explain.not_elected(&order, &elected);
        return Ok(decided(elected, 0, Vec::new(), explain));
    }
    let seats_left = seats - elected.len();
    match tie {
        TieRule::None => {
            explain.tie_open(&tied, seats_left);
            let sentences = explain.close(&elected);
            Ok(Outcome::Tied { elected, tied, seats_left, sentences, rule_set: RuleSet::plurality() })
        }
        TieRule::Lot { seed, context } => {
            let broken = break_tie(contest, &tied, seats_left, seed, context);
            explain.tie_broken(&broken);
            let winners = [elected, broken.winners.clone()].concat();
            explain.not_elected(&order, &winners);
            Ok(decided(winners, 0, vec![broken], explain))
        }
    }
}

/// All candidates, most votes first; equal votes stand by name, so that list order shows nowhere.
fn most_votes_first(contest: &Contest) -> Vec<usize> {
    let mut order: Vec<usize> = (0..contest.candidates.len()).collect();
    order.sort_by(|&a, &b| {
        let by_votes = contest.votes[b].cmp(&contest.votes[a]);
        by_votes.then_with(|| contest.candidates[a].cmp(&contest.candidates[b]))
    });
    order
}

/// Splits at the last seat: who is certainly in, and who ties across the line (nobody, or more than the seats left).
fn cut(contest: &Contest, order: &[usize], seats: usize) -> (Vec<usize>, Vec<usize>) {
    let (last_in, first_out) = (contest.votes[order[seats - 1]], contest.votes[order[seats]]);
    if last_in > first_out {
        return (order[..seats].to_vec(), Vec::new());
    }
    let elected = order.iter().copied().filter(|&c| contest.votes[c] > last_in).collect();
    let tied = order.iter().copied().filter(|&c| contest.votes[c] == last_in).collect();
    (elected, tied)
}

fn break_tie(contest: &Contest, tied: &[usize], seats: usize, seed: &[u8; 32], context: &str) -> TieBroken {
    let names: Vec<&str> = tied.iter().map(|&c| contest.candidates[c].as_str()).collect();
    let drawn = lot::draw(seed, context, &names);
    let rank =
        |place: &lot::Drawn| LotRank { candidate: tied[place.position], digest: hex::encode(place.digest) };
    let ranks: Vec<LotRank> = drawn.iter().map(rank).collect();
    TieBroken {
        tied: tied.to_vec(),
        winners: ranks.iter().take(seats).map(|rank| rank.candidate).collect(),
        seed: hex::encode(seed),
        context: context.into(),
        ranks,
    }
}

fn decided(winners: Vec<usize>, vacant_seats: usize, ties: Vec<TieBroken>, explain: Explain) -> Outcome {
    let sentences = explain.close(&winners);
    Outcome::Decided(Answer { winners, vacant_seats, ties, sentences, rule_set: RuleSet::plurality() })
}
