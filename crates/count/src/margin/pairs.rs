//! What comparing in pairs says about how many papers are needed at least.

use super::Question;
use crate::pairs::Pairs;

/// So many papers are needed at least for somebody else to be elected.
///
/// Whoever nobody beats stays among the winners under Schulze and ranked pairs. So against a winner who beats everybody,
/// somebody must come to have the majority, and a paper moves the difference of two sides by two at most.
pub(super) fn needed(rows: &[Vec<u64>], question: &Question<'_>) -> u64 {
    let (Some(pairs), [winner]) = (Pairs::from_rows(rows), &question.elected[..]) else { return 1 };
    let lead = |other: &u16| pairs.prefer(*winner, *other).checked_sub(pairs.prefer(*other, *winner));
    let leads: Option<Vec<u64>> = question.others.iter().map(lead).collect();
    leads.and_then(|leads| leads.into_iter().min()).map_or(1, |lead| lead / 2 + 1)
}
