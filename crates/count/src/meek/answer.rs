//! The finished count as a report, the same for every variant.

use super::board::Board;
use crate::Election;
use crate::grouped::Prepared;
use crate::method::Method;
use crate::report::{Count, Tie};

/// What a count says beside its stages.
#[derive(Default)]
pub(super) struct Notes {
    pub(super) explanation: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// The report.
pub(super) fn answer(
    method: &Method,
    election: &Election,
    prepared: &Prepared,
    board: Board<'_>,
    ties: Vec<Tie>,
    notes: Notes,
) -> Count {
    let mut notes = notes;
    notes.warnings.extend(oddities(election, prepared, &board));
    let rules = method.rule_set();
    Count {
        method: rules.name,
        rules_version: rules.version,
        rules_digest: rules.digest,
        seats: prepared.seats,
        candidates: election.candidates.clone(),
        ballots: prepared.ballots,
        valid: prepared.valid,
        elected: board.elected.iter().map(|candidate| u32::from(*candidate) + 1).collect(),
        stages: board.stages,
        ties,
        explanation: notes.explanation,
        warnings: notes.warnings,
        ..Count::default()
    }
}

/// What a returning officer should look at twice.
fn oddities(election: &Election, prepared: &Prepared, board: &Board<'_>) -> Vec<String> {
    let mut found = Vec::new();
    if board.stages.is_empty() {
        return found;
    }
    found.extend_from_slice(board.reserve.shortfalls());
    if prepared.valid == 0 {
        found.push("No paper is valid: only the tie rule decided.".into());
    }
    for candidate in board.elected.iter().filter(|candidate| board.of(**candidate) == 0) {
        let name = &election.candidates[usize::from(*candidate)];
        found.push(format!(
            "{name} is elected with no votes, as the rules fill every seat while candidates last."
        ));
    }
    let empty = prepared.seats as usize - board.elected.len();
    if empty > 0 {
        let seats = prepared.seats;
        found.push(format!(
            "{empty} of {seats} seats stay empty: the reserved seats' maximum leaves nobody for them."
        ));
    }
    let invalid = prepared.ballots - prepared.valid;
    if invalid > 0 {
        let ballots = prepared.ballots;
        found.push(format!(
            "{invalid} of {ballots} papers name nobody who stands, or nobody clearly, and do not count."
        ));
    }
    found
}
