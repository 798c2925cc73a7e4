//! What happened, in sentences, for methods that compare in pairs. Not here: any decision.

use super::matrix::Pairs;
use super::orders::Possible;
use super::ranked::Locked;
use super::schulze::{Chains, Strength};
use crate::report::Count;
use crate::words::{Telling, Words, fill};

/// Majorities left out that are named one by one.
const NAMED: usize = 6;

/// Tells a Schulze count.
pub(super) fn schulze(count: &mut Count, pairs: &Pairs, chains: &Chains, strength: Strength) {
    let mut tell = Tell::new(count, pairs);
    let winners = chains.winners();
    if tell.condorcet() {
        tell.places(chains);
        return tell.end(count);
    }
    tell.say(tell.words().pairs_none, &[]);
    tell.say(
        match strength {
            Strength::WinningVotes => tell.words().chain_win,
            Strength::Margins => tell.words().chain_margin,
        },
        &[],
    );
    if winners.len() > 1 {
        let names = tell.names(&winners);
        tell.say(tell.words().chain_tie, &[("names", &names)]);
    }
    if let [winner] = winners[..] {
        for &other in pairs.standing().iter().filter(|other| **other != winner) {
            let (there, back) = (chains.strength(winner, other), chains.strength(other, winner));
            let sentence = if back == 0 { tell.words().chain_no_way_back } else { tell.words().chain };
            let (there, back) = (tell.number(there), tell.number(back));
            let values = [
                ("name", tell.name(winner)),
                ("other", tell.name(other)),
                ("there", &there),
                ("back", &back),
            ];
            let text = fill(sentence, &values);
            tell.sentences.push(text);
        }
    }
    tell.places(chains);
    tell.end(count);
}

/// Tells a ranked-pairs count whose majorities were locked.
pub(super) fn ranked(count: &mut Count, pairs: &Pairs, locked: &Locked, possible: &Possible) {
    let mut tell = Tell::new(count, pairs);
    let condorcet = tell.condorcet();
    if !condorcet {
        tell.dropped(locked);
    }
    match possible.certain() {
        None => tell.open(possible),
        Some(_) if condorcet => {}
        Some(winner) => {
            if locked.kept.chunk_by(|a, b| a.equals(b)).any(|equals| equals.len() > 1) {
                tell.say(tell.words().locked_orders_agree, &[]);
            }
            let name = tell.name(winner).to_owned();
            tell.say(tell.words().locked_winner, &[("name", &name)]);
        }
    }
    if locked.winners.len() > 1 {
        let names = tell.names(&locked.winners);
        tell.say(tell.words().equal_in_pairs, &[("names", &names)]);
    }
    tell.end(count);
}

/// Tells a ranked-pairs count that nobody may decide.
pub(super) fn ranked_open(count: &mut Count, pairs: &Pairs, possible: &Possible) {
    let mut tell = Tell::new(count, pairs);
    tell.say(tell.words().locked, &[]);
    tell.open(possible);
    tell.end(count);
}

struct Tell<'a> {
    words: &'static Words,
    names: Vec<String>,
    pairs: &'a Pairs,
    sentences: Vec<String>,
}

impl<'a> Tell<'a> {
    fn new(count: &Count, pairs: &'a Pairs) -> Self {
        Self { words: Words::english(), names: count.candidates.clone(), pairs, sentences: Vec::new() }
    }

    fn words(&self) -> &'static Telling {
        &self.words.tell
    }

    fn name(&self, candidate: u16) -> &str {
        &self.names[usize::from(candidate)]
    }

    fn names(&self, candidates: &[u16]) -> String {
        let names: Vec<&str> = candidates.iter().map(|one| self.name(*one)).collect();
        self.words.list(&names)
    }

    fn number(&self, number: u64) -> String {
        self.words.number(number)
    }

    fn say(&mut self, template: &str, values: &[(&str, &str)]) {
        self.sentences.push(fill(template, values));
    }

    /// Tells of a candidate who beats everybody; answers whether there is one.
    fn condorcet(&mut self) -> bool {
        let Some(winner) = self.pairs.beats_all() else { return false };
        let name = self.name(winner).to_owned();
        self.say(self.words().pairs_all, &[("name", &name)]);
        let lead = |other: u16| self.pairs.prefer(winner, other) - self.pairs.prefer(other, winner);
        let others = self.pairs.standing().iter().copied().filter(|other| *other != winner);
        if let Some(closest) = others.min_by_key(|other| lead(*other)) {
            let votes = self.number(self.pairs.prefer(winner, closest));
            let against = self.number(self.pairs.prefer(closest, winner));
            let closest = self.name(closest).to_owned();
            self.say(
                self.words().pairs_closest,
                &[("name", &closest), ("votes", &votes), ("against", &against)],
            );
        }
        true
    }

    /// Everybody in order; those who share a place with `=`.
    fn places(&mut self, chains: &Chains) {
        let places = chains.places();
        if places.len() < 2 {
            return;
        }
        let places: Vec<String> = places
            .iter()
            .map(|place| place.iter().map(|one| self.name(*one)).collect::<Vec<_>>().join(" = "))
            .collect();
        self.say(self.words().chain_places, &[("places", &places.join(self.words.comma))]);
    }

    fn dropped(&mut self, locked: &Locked) {
        if locked.dropped.is_empty() {
            let n = self.number(locked.kept.len() as u64);
            return self.say(self.words().locked_all, &[("n", &n)]);
        }
        self.say(self.words().locked, &[]);
        for majority in locked.dropped.iter().take(NAMED) {
            let (votes, against) = (self.number(majority.votes), self.number(majority.against));
            let (over, under) = (self.name(majority.over).to_owned(), self.name(majority.under).to_owned());
            let values = [("over", &*over), ("under", &*under), ("votes", &*votes), ("against", &*against)];
            self.say(self.words().locked_dropped, &values);
        }
        if let more @ 1.. = locked.dropped.len().saturating_sub(NAMED) {
            let sentence = self.words.plural(self.words().locked_more, more as u64);
            self.sentences.push(sentence);
        }
    }

    fn open(&mut self, possible: &Possible) {
        let names = self.names(&possible.winners);
        let template = match (possible.complete, possible.several_at_once) {
            (false, _) => self.words().locked_unknown,
            (true, true) => self.words().equal_in_pairs,
            (true, false) => self.words().locked_orders_differ,
        };
        self.say(template, &[("names", &names)]);
    }

    fn end(self, count: &mut Count) {
        count.explanation = self.sentences;
    }
}
