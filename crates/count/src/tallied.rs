//! A contest from a homomorphic tally in the shape of every other answer, so that one page shows both.
//!
//! Not here: the counting, which is [`crate::plurality`](fn@crate::plurality)'s; its sentences are kept word for word.

use crate::outcome::TieBroken;
use crate::report::{Count, Stage, Tie};
use crate::words::{Words, fill};
use crate::{Contest, Outcome, margin, narrate};

/// The answer to show for a contest and its outcome.
///
/// *Shape*: an open tie is in `winners`, beside those certainly elected; how close it was is told where the number of
/// papers is known, as weighted votes are no papers.
pub fn tallied(contest: &Contest, outcome: &Outcome, words: &Words) -> Count {
    let (elected, open, ties, sentences, rules) = match outcome {
        Outcome::Decided(answer) => {
            (&answer.winners, None, &answer.ties[..], &answer.sentences, &answer.rule_set)
        }
        Outcome::Tied { elected, tied, sentences, rule_set, .. } => {
            (elected, Some(numbers(tied)), &[][..], sentences, rule_set)
        }
    };
    let votes = contest.votes.iter().fold(0u64, |sum, votes| sum.saturating_add(*votes));
    let ballots = contest.ballots.unwrap_or(votes);
    let mut count = Count {
        method: rules.name.clone(),
        rules_version: rules.version.clone(),
        rules_digest: rules.digest.clone(),
        seats: contest.seats.into(),
        candidates: contest.candidates.clone(),
        ballots,
        valid: ballots.saturating_sub(contest.blank.unwrap_or(0)),
        elected: numbers(elected),
        stages: vec![Stage {
            votes: contest.votes.iter().map(u64::to_string).collect(),
            non_transferable: "0".into(),
            elected: numbers(elected),
            ..Stage::default()
        }],
        ties: ties.iter().flat_map(|tie| fell(tie, words)).collect(),
        explanation: sentences.clone(),
        winners: open,
        ..Count::default()
    };
    if contest.ballots.is_some() && count.winners.is_none() {
        count.margin = margin::of_totals(&count, words);
    }
    count.views = narrate::views(&count, words);
    count
}

/// One entry for each seat that the lot gave.
fn fell<'t>(tie: &'t TieBroken, words: &Words) -> impl Iterator<Item = Tie> + use<'t> {
    let rule = fill(words.totals.lot_rule, &[("context", &tie.context)]);
    let entry = move |winner: &usize| Tie {
        stage: 1,
        set: numbers(&tie.tied),
        rule: rule.clone(),
        chosen: number(*winner),
    };
    tie.winners.iter().map(entry)
}

fn numbers(positions: &[usize]) -> Vec<u32> {
    positions.iter().copied().map(number).collect()
}

fn number(position: usize) -> u32 {
    u32::try_from(position).map_or(u32::MAX, |position| position.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{PageFacts, render};
    use crate::{TieRule, plurality};

    fn contest(votes: &[u64], seats: u8) -> Contest {
        let candidates = ["Ana", "Bo", "Cy"][..votes.len()].iter().map(ToString::to_string).collect();
        let ballots = Some(votes.iter().sum::<u64>() + 1);
        Contest {
            title: "President".into(),
            candidates,
            seats,
            votes: votes.to_vec(),
            blank: Some(1),
            ballots,
        }
    }

    #[test]
    fn a_decided_contest_has_totals_views_and_its_exact_margin() {
        let contest = contest(&[9, 4, 2], 1);
        let count = tallied(&contest, &plurality(&contest, &TieRule::None).unwrap(), Words::english());
        assert_eq!((count.elected.as_slice(), count.ballots, count.valid), ([1].as_slice(), 16, 15));
        assert_eq!(count.margin.as_ref().map(|margin| (margin.papers, margin.exact)), Some((3, true)));
        assert_eq!(count.views[1], "Not elected, with 4 votes. 5 votes behind Ana.");
        assert!(render(&count, &PageFacts::default()).contains("3 papers had said Bo instead of Ana"));
    }

    #[test]
    fn an_open_tie_stands_on_the_page_beside_who_is_certain() {
        let contest = contest(&[9, 4, 4], 2);
        let count = tallied(&contest, &plurality(&contest, &TieRule::None).unwrap(), Words::english());
        assert_eq!(
            (count.elected.as_slice(), count.winners.as_deref()),
            ([1].as_slice(), Some([2, 3].as_slice()))
        );
        let page = render(&count, &PageFacts::default());
        assert!(page.contains("cp-open") && page.contains("cp-cards"), "{page}");
    }

    #[test]
    fn a_lot_is_told_with_its_context() {
        let contest = contest(&[4, 4], 1);
        let lot = TieRule::Lot { seed: [3; 32], context: "e1/President".into() };
        let count = tallied(&contest, &plurality(&contest, &lot).unwrap(), Words::english());
        assert_eq!(count.ties[0].rule, "lot, drawn for \"e1/President\"");
        assert_eq!(count.elected, [count.ties[0].chosen]);
    }
}
