//! The arithmetic of a plurality count in plain sentences. Not here: any decision; this file only tells what was decided.
//! Nor the words, which are in [`crate::words`].

use crate::Contest;
use crate::outcome::TieBroken;
use crate::words::{Plural, Totals, Words, fill};

/// Sentences under way, for one contest.
pub(crate) struct Explain<'a> {
    contest: &'a Contest,
    words: &'a Words,
    sentences: Vec<String>,
}

impl<'a> Explain<'a> {
    /// Begins with what was counted.
    pub(crate) fn open(contest: &'a Contest, total: u64, words: &'a Words) -> Self {
        let mut told = Self { contest, words, sentences: Vec::new() };
        let seats = told.counted(words.tell.seats, contest.seats.into());
        let candidates = told.counted(words.tell.candidates, contest.candidates.len() as u64);
        let values = [
            ("title", &*contest.title),
            ("seats", &*seats),
            ("candidates", &*candidates),
            ("votes", &*told.votes(total)),
        ];
        told.say(told.totals().opening, &values);
        let blank = contest.blank.map(|blank| told.number(blank));
        match (contest.ballots, blank) {
            (Some(ballots), Some(blank)) => {
                let n = told.number(ballots);
                let template = pick(told.totals().ballots_blank, ballots);
                told.say(template, &[("n", &n), ("blank", &blank)]);
            }
            (Some(ballots), None) => {
                let n = told.number(ballots);
                told.say(pick(told.totals().ballots, ballots), &[("n", &n)]);
            }
            (None, Some(blank)) => told.say(told.totals().blank, &[("blank", &blank)]),
            (None, None) => {}
        }
        told
    }

    /// No more candidates than seats.
    pub(crate) fn uncontested(&mut self, elected: &[usize], vacant_seats: usize) {
        if elected.is_empty() {
            self.say(self.totals().nobody_stood, &[]);
        } else {
            let names = self.names(elected);
            self.say(pick(self.totals().uncontested, elected.len() as u64), &[("names", &names)]);
        }
        if vacant_seats > 0 {
            let (n, seats) = (self.number(vacant_seats as u64), self.number(self.contest.seats.into()));
            let standing = self.number(self.contest.candidates.len() as u64);
            let values = [("n", &*n), ("seats", &*seats), ("standing", &*standing)];
            self.say(pick(self.totals().vacant, vacant_seats as u64), &values);
        }
    }

    /// Those elected by their votes alone.
    pub(crate) fn elected(&mut self, elected: &[usize]) {
        for &candidate in elected {
            let votes = self.votes(self.contest.votes[candidate]);
            let name = &self.contest.candidates[candidate];
            self.say(self.totals().elected, &[("name", name), ("votes", &votes)]);
        }
    }

    /// A tie that fell by lot.
    pub(crate) fn tie_broken(&mut self, tie: &TieBroken) {
        let (all, last) = (self.totals().tie_broken, self.totals().tie_broken_last);
        self.tie(all, last, &tie.tied, tie.winners.len(), &self.names(&tie.winners));
        let short = |digest: &str| digest.chars().take(16).collect::<String>();
        let draw = tie.ranks.iter().map(|rank| {
            let name = &self.contest.candidates[rank.candidate];
            format!("{name} ({}...)", short(&rank.digest))
        });
        let order = draw.collect::<Vec<_>>().join(self.words.comma);
        let values = [("seed", &*tie.seed), ("context", &*tie.context), ("order", &*order)];
        self.say(self.totals().lot, &values);
    }

    /// A tie that stays open.
    pub(crate) fn tie_open(&mut self, tied: &[usize], seats_left: usize) {
        self.tie(self.totals().tie_open, self.totals().tie_open_last, tied, seats_left, "");
    }

    /// Everybody else.
    pub(crate) fn not_elected(&mut self, order: &[usize], winners: &[usize]) {
        let others = order.iter().filter(|candidate| !winners.contains(candidate));
        let with = |&c: &usize| {
            let votes = self.votes(self.contest.votes[c]);
            fill(self.totals().with, &[("name", &self.contest.candidates[c]), ("votes", &votes)])
        };
        let others: Vec<String> = others.map(with).collect();
        self.say(self.totals().not_elected, &[("names", &self.words.list(&others))]);
    }

    /// Ends with a warning where one is due.
    pub(crate) fn close(mut self, winners: &[usize]) -> Vec<String> {
        let contested = self.contest.candidates.len() > usize::from(self.contest.seats);
        let unvoted: Vec<usize> = winners.iter().copied().filter(|&c| self.contest.votes[c] == 0).collect();
        if contested && !unvoted.is_empty() {
            let names = self.names(&unvoted);
            self.say(self.totals().unvoted, &[("names", &names)]);
        }
        self.sentences
    }

    fn tie(&mut self, all: Plural, last: Plural, tied: &[usize], seats_left: usize, chosen: &str) {
        let what = if seats_left < usize::from(self.contest.seats) { last } else { all };
        let at = tied.first().map_or(0, |&candidate| self.contest.votes[candidate]);
        let (n, names, votes) = (self.number(seats_left as u64), self.names(tied), self.votes(at));
        let values = [("n", &*n), ("names", &*names), ("votes", &*votes), ("chosen", chosen)];
        self.say(pick(what, seats_left as u64), &values);
    }

    fn totals(&self) -> &'a Totals {
        &self.words.totals
    }

    fn names(&self, candidates: &[usize]) -> String {
        let names: Vec<&str> = candidates.iter().map(|&c| self.contest.candidates[c].as_str()).collect();
        self.words.list(&names)
    }

    fn votes(&self, number: u64) -> String {
        self.counted(self.words.tell.votes, number)
    }

    fn counted(&self, what: Plural, number: u64) -> String {
        fill(pick(what, number), &[("n", &self.number(number))])
    }

    fn number(&self, number: u64) -> String {
        if self.totals().grouped { self.words.number(number) } else { number.to_string() }
    }

    fn say(&mut self, template: &str, values: &[(&str, &str)]) {
        self.sentences.push(fill(template, values));
    }
}

fn pick(what: Plural, number: u64) -> &'static str {
    if number == 1 { what.one } else { what.many }
}
