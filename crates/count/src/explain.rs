//! The arithmetic of a plurality count in plain sentences. Not here: any decision; this file only tells what was decided.

use crate::Contest;
use crate::outcome::TieBroken;

/// Sentences under way, for one contest.
pub(crate) struct Explain<'a> {
    contest: &'a Contest,
    sentences: Vec<String>,
}

impl<'a> Explain<'a> {
    /// Begins with what was counted.
    pub(crate) fn open(contest: &'a Contest, total: u64) -> Self {
        let seats = count(contest.seats.into(), "seat", "seats");
        let candidates = count(contest.candidates.len() as u64, "candidate", "candidates");
        let mut sentences = vec![format!("{}: {seats}, {candidates}, {}.", contest.title, votes(total))];
        let blank = contest.blank.map(|blank| format!("{blank} of them blank"));
        match (contest.ballots, blank) {
            (Some(ballots), Some(blank)) => {
                sentences.push(format!("{}, {blank}.", counted(ballots)));
            }
            (Some(ballots), None) => sentences.push(format!("{}.", counted(ballots))),
            (None, Some(_)) => {
                sentences.push(format!("Blank ballots: {}.", contest.blank.unwrap_or_default()));
            }
            (None, None) => {}
        }
        Self { contest, sentences }
    }

    /// No more candidates than seats.
    pub(crate) fn uncontested(&mut self, elected: &[usize], vacant_seats: usize) {
        if elected.is_empty() {
            self.say("Nobody stood.".into());
        } else {
            let were = if elected.len() == 1 { "was" } else { "were" };
            let names = self.names(elected);
            self.say(format!("{names} {were} elected without a count: no more candidates than seats."));
        }
        if vacant_seats > 0 {
            let stays = if vacant_seats == 1 { "stays" } else { "stay" };
            let standing = self.contest.candidates.len();
            self.say(format!(
                "{} {stays} vacant: {} less {standing} {} {vacant_seats}.",
                count(vacant_seats as u64, "seat", "seats"),
                self.contest.seats,
                if vacant_seats == 1 { "leaves" } else { "leave" },
            ));
        }
    }

    /// Those elected by their votes alone.
    pub(crate) fn elected(&mut self, elected: &[usize]) {
        for &candidate in elected {
            let with = votes(self.contest.votes[candidate]);
            self.say(format!("{} was elected with {with}.", self.contest.candidates[candidate]));
        }
    }

    /// A tie that fell by lot.
    pub(crate) fn tie_broken(&mut self, tie: &TieBroken) {
        let line = self.tie_line(&tie.tied, tie.winners.len(), "was", "were");
        self.say(format!("{line} and fell by lot to {}.", self.names(&tie.winners)));
        let short = |digest: &str| digest.chars().take(16).collect::<String>();
        let draw = tie.ranks.iter().map(|rank| {
            let name = &self.contest.candidates[rank.candidate];
            format!("{name} ({}...)", short(&rank.digest))
        });
        let order = draw.collect::<Vec<_>>().join(", ");
        let (seed, context) = (&tie.seed, &tie.context);
        self.say(format!(
            "The lot is rnf/lot/v1 with seed {seed} for \"{context}\"; the smallest digest comes first: {order}."
        ));
    }

    /// A tie that stays open.
    pub(crate) fn tie_open(&mut self, tied: &[usize], seats_left: usize) {
        let line = self.tie_line(tied, seats_left, "is", "are");
        self.say(format!("{line}; no lot was declared, so the tie is open until the rules break it."));
    }

    /// Everybody else.
    pub(crate) fn not_elected(&mut self, order: &[usize], winners: &[usize]) {
        let others = order.iter().filter(|candidate| !winners.contains(candidate));
        let with =
            |&c: &usize| format!("{} with {}", self.contest.candidates[c], votes(self.contest.votes[c]));
        let others: Vec<String> = others.map(with).collect();
        self.say(format!("Not elected: {}.", list(&others)));
    }

    /// Ends with a warning where one is due.
    pub(crate) fn close(mut self, winners: &[usize]) -> Vec<String> {
        let contested = self.contest.candidates.len() > usize::from(self.contest.seats);
        let unvoted: Vec<usize> = winners.iter().copied().filter(|&c| self.contest.votes[c] == 0).collect();
        if contested && !unvoted.is_empty() {
            self.say(format!("Warning: nobody voted for {}.", self.names(&unvoted)));
        }
        self.sentences
    }

    fn tie_line(&self, tied: &[usize], seats_left: usize, one: &str, many: &str) -> String {
        let last = if seats_left < usize::from(self.contest.seats) { "last " } else { "" };
        let seats = match seats_left {
            1 => format!("{last}seat {one}"),
            more => format!("{last}{more} seats {many}"),
        };
        let at = tied.first().map_or(0, |&candidate| self.contest.votes[candidate]);
        format!("The {seats} tied between {} at {} each", self.names(tied), votes(at))
    }

    fn names(&self, candidates: &[usize]) -> String {
        list(&candidates.iter().map(|&c| self.contest.candidates[c].clone()).collect::<Vec<_>>())
    }

    fn say(&mut self, sentence: String) {
        self.sentences.push(sentence);
    }
}

fn counted(ballots: u64) -> String {
    let was = if ballots == 1 { "was" } else { "were" };
    format!("{} {was} counted", count(ballots, "ballot", "ballots"))
}

fn votes(number: u64) -> String {
    count(number, "vote", "votes")
}

fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn list(words: &[String]) -> String {
    match words {
        [] => "nobody".into(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
