//! Who gave how many votes to whom at a stage. Not here: words.

use crate::figures::Figure;
use crate::report::{Moved, Stage};

/// The votes a stage moved: as the method recorded them, else worked out from the totals where only one candidate lost
/// votes, else nothing (a round that counts everything anew moves votes from many to many).
pub fn moved(stage: &Stage, before: Option<&Stage>) -> Vec<Moved> {
    if !stage.moved.is_empty() {
        return stage.moved.clone();
    }
    let Some(before) = before else { return Vec::new() };
    let change = |(now, then): (&String, &String)| Figure::read(now).minus(Figure::read(then));
    let changes: Vec<(u32, Figure)> = (1..).zip(stage.votes.iter().zip(&before.votes).map(change)).collect();
    let losers: Vec<u32> =
        changes.iter().filter(|(_, change)| change.units < 0).map(|(one, _)| *one).collect();
    let lost = change((&stage.non_transferable, &before.non_transferable));
    let ([from], false) = (&losers[..], lost.units < 0) else { return Vec::new() };
    let gains = changes.iter().filter(|(_, change)| change.units > 0).map(|(to, gain)| (Some(*to), *gain));
    let lost = (!lost.is_zero()).then_some((None, lost));
    let text = |figure: Figure| figure.full("", ".");
    gains.chain(lost).map(|(to, votes)| Moved { from: *from, to, votes: text(votes) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(votes: [&str; 3], lost: &str) -> Stage {
        Stage { votes: votes.map(String::from).to_vec(), non_transferable: lost.into(), ..Stage::default() }
    }

    #[test]
    fn what_one_candidate_lost_is_what_the_others_gained() {
        let (before, after) =
            (stage(["5.00", "4.00", "3.00"], "0.00"), stage(["6.50", "5.00", "0.00"], "0.50"));
        let moved = moved(&after, Some(&before));
        let all: Vec<(u32, Option<u32>, &str)> =
            moved.iter().map(|m| (m.from, m.to, m.votes.as_str())).collect();
        assert_eq!(all, [(3, Some(1), "1.50"), (3, Some(2), "1.00"), (3, None, "0.50")]);
    }

    #[test]
    fn where_two_lost_votes_nothing_is_guessed() {
        let (before, after) = (stage(["5", "4", "3"], "0"), stage(["4", "3", "4"], "1"));
        assert!(moved(&after, Some(&before)).is_empty());
    }
}
