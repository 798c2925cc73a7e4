//! Outcomes: from the decrypted numbers to who won, by the counting room and the declared rule for ties.

use super::command::ElectionId;
use super::effect::Outcome;
use super::state::Election;
use rankfile_constitution::program::{Method, Program, Tie};
use rankfile_count::{Contest, TieRule, plurality};
use sha2::{Digest, Sha256};

/// The seed for lots: what all key holders revealed, in order, bound to the election.
pub fn lot_seed(election: &ElectionId, seeds: &[&str]) -> [u8; 32] {
    Sha256::digest(format!("rnf/lot-seed/v1\n{election}\n{}\n", seeds.join("\n"))).into()
}

/// Who won each contest. `votes` has one row for each contest, blanks first where they can be cast.
///
/// *Errors*: a sentence when the rows do not fit the ballot.
pub fn outcomes(
    program: &Program,
    election: &Election,
    seed: [u8; 32],
    votes: &[Vec<u64>],
) -> Result<Vec<Outcome>, String> {
    let ballot = election.ballot.as_ref().ok_or("no ballot was set")?;
    if votes.len() != ballot.contests.len() {
        return Err(format!("{} rows of votes for {} offices", votes.len(), ballot.contests.len()));
    }
    let Method::Plurality = election.plan.method;
    let Tie::Lot = election.plan.tie;
    let ballots = election.tally.as_ref().map(|tally| tally.counted);
    let mut outcomes = Vec::new();
    for (contest, row) in ballot.contests.iter().zip(votes) {
        let office = program.offices.iter().find(|office| office.id == contest.office);
        let (blank, row) = match row.split_first() {
            Some((blank, rest)) if election.plan.blank => (Some(*blank), rest),
            _ => (None, row.as_slice()),
        };
        if row.len() != contest.candidacies.len() {
            return Err(format!("{} numbers for {} candidates", row.len(), contest.candidacies.len()));
        }
        let title = office.map_or_else(|| contest.office.0.clone(), |office| office.title.clone());
        // Candidates are counted under their commitments; pages put the opened names in.
        let candidates = contest.candidacies.iter().map(|candidacy| candidacy.0.clone()).collect();
        let counted =
            Contest { title, candidates, seats: contest.seats, votes: row.to_vec(), blank, ballots };
        let context = format!("{}/{}", election.id, contest.office);
        let answer =
            plurality(&counted, &TieRule::Lot { seed, context }).map_err(|fault| fault.to_string())?;
        let rankfile_count::Outcome::Decided(answer) = answer else {
            return Err("a lot left a tie unbroken".to_owned());
        };
        outcomes.push(Outcome {
            office: contest.office.clone(),
            votes: row.to_vec(),
            blank,
            winners: answer.winners.iter().filter_map(|w| contest.candidacies.get(*w).cloned()).collect(),
            sentences: answer.sentences,
        });
    }
    Ok(outcomes)
}
