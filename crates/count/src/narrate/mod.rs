//! A finished count told in plain sentences: stage by stage, and from each candidate's own view.
//!
//! It reads the answer and nothing else, so what it tells can be checked against the figures beside it. What only the
//! method knows (how its quota was worked out, which clause applied) the method has said in `explanation` already; it is
//! kept, in its place. Not here: any decision, and any word: those are in [`crate::words`].

mod flow;
mod stages;
mod views;

pub use flow::moved;

use crate::figures::Figure;
use crate::report::{Action, Count, Moved};
use crate::words::{Words, fill};

/// Recipients that a sentence names one by one.
const NAMED: usize = 6;

/// Completes `explanation` and `views`.
///
/// *Shape*: call it once for an answer, as a method gave it ([`crate::Method::apply`] does).
pub fn tell(count: &mut Count, words: &Words) {
    let own = std::mem::take(&mut count.explanation);
    let voice = Voice { count, words };
    let explanation = voice.whole(own);
    count.explanation = explanation;
    count.views = views(count, words);
}

/// Each candidate's own view alone.
pub fn views(count: &Count, words: &Words) -> Vec<String> {
    let voice = Voice { count, words };
    (1..).take(count.candidates.len()).map(|candidate| voice.view(candidate)).collect()
}

/// Who tells: the answer and the words.
struct Voice<'a> {
    count: &'a Count,
    words: &'a Words,
}

impl Voice<'_> {
    fn whole(&self, own: Vec<String>) -> Vec<String> {
        let mut sentences = vec![self.opening()];
        let invalid = self.count.ballots.saturating_sub(self.count.valid);
        if invalid > 0 {
            sentences.push(self.words.plural(self.words.tell.not_valid, invalid));
        }
        // A method's own remarks on a stage ("Stage 3: ...") stand with that stage, the others before the first.
        let (on_stages, general): (Vec<String>, Vec<String>) =
            own.into_iter().partition(|sentence| stage_named(sentence).is_some());
        let quota_said = !general.is_empty();
        sentences.extend(general);
        for number in 1..=self.count.stages.len() {
            sentences.extend(Some(self.stage(number, quota_said)).filter(|sentence| !sentence.is_empty()));
            sentences.extend(on_stages.iter().filter(|said| stage_named(said) == Some(number)).cloned());
        }
        if self.count.stages.is_empty() {
            sentences.extend(self.count.ties.iter().map(|tie| self.tie(tie)));
        }
        sentences.push(self.ending());
        sentences
    }

    fn opening(&self) -> String {
        let (count, tell) = (self.count, &self.words.tell);
        let seats = self.words.plural(tell.seats, count.seats.into());
        let candidates = self.words.plural(tell.candidates, count.candidates.len() as u64);
        let papers = self.words.plural(tell.valid_papers, count.valid);
        fill(tell.opening, &[("seats", &seats), ("candidates", &candidates), ("papers", &papers)])
    }

    fn ending(&self) -> String {
        let tell = &self.words.tell;
        match (&self.count.elected[..], &self.count.winners) {
            ([], Some(tied)) if tied.len() > 1 => fill(tell.not_decided, &[("names", &self.names(tied))]),
            ([], _) => tell.nobody_elected.to_owned(),
            (elected, _) => self.one_or_many(tell.elected, elected),
        }
    }

    /// A method that elects by more than half of the votes in play, so that its "quota" needs no mention.
    fn by_majority(&self) -> bool {
        matches!(self.count.method.as_str(), "irv" | "two-round")
    }

    /// "stage 3", "round 3".
    fn stage_name(&self, number: usize) -> String {
        let round = self.count.stages.get(number - 1).is_some_and(|stage| stage.action == Action::Round);
        let template = if round { self.words.tell.at_round } else { self.words.tell.at_stage };
        fill(template, &[("n", &self.words.number(number as u64))])
    }

    fn name(&self, candidate: u32) -> &str {
        let position = (candidate as usize).wrapping_sub(1);
        self.count.candidates.get(position).map_or("?", String::as_str)
    }

    fn names(&self, candidates: &[u32]) -> String {
        let names: Vec<&str> = candidates.iter().map(|candidate| self.name(*candidate)).collect();
        self.words.list(&names)
    }

    /// The same, but not thousands of them.
    fn some_names(&self, candidates: &[u32]) -> String {
        if candidates.len() <= 2 * NAMED {
            return self.names(candidates);
        }
        let mut parts: Vec<String> =
            candidates[..NAMED].iter().map(|candidate| self.name(*candidate).to_owned()).collect();
        parts.push(self.words.plural(self.words.tell.others, (candidates.len() - NAMED) as u64));
        self.words.list(&parts)
    }

    fn one_or_many(&self, what: crate::words::Plural, candidates: &[u32]) -> String {
        let template = if candidates.len() == 1 { what.one } else { what.many };
        fill(template, &[("names", &self.names(candidates))])
    }

    /// Votes of a candidate after a stage, from 1; nothing before the first.
    fn votes_after(&self, candidate: u32, stage: usize) -> Figure {
        let stage = stage.checked_sub(1).and_then(|index| self.count.stages.get(index));
        let votes = stage.and_then(|stage| stage.votes.get((candidate as usize).wrapping_sub(1)));
        votes.map_or_else(Figure::default, |votes| Figure::read(votes))
    }

    /// "61 to Ana, 10 to Bo and 42 ran out of choices": largest first. `lost_as` says what happened to the last.
    fn moved(&self, from: &[u32], moved: &[Moved], lost_as: &str) -> String {
        let tell = &self.words.tell;
        let mine = moved.iter().filter(|moved| from.contains(&moved.from));
        let mut gone: Vec<(u32, Figure)> = Vec::new();
        let mut lost = Figure::default();
        for moved in mine {
            let votes = Figure::read(&moved.votes);
            match moved.to {
                None => lost = lost.plus(votes),
                Some(to) => match gone.iter_mut().find(|(other, _)| *other == to) {
                    Some((_, sum)) => *sum = sum.plus(votes),
                    None => gone.push((to, votes)),
                },
            }
        }
        gone.sort_by(|a, b| b.1.compare(a.1).then(a.0.cmp(&b.0)));
        let named = if gone.len() == NAMED + 1 { NAMED + 1 } else { NAMED };
        let mut parts: Vec<String> = Vec::new();
        for (to, votes) in gone.iter().take(named) {
            parts.push(fill(tell.went, &[("votes", &self.words.short(*votes)), ("name", self.name(*to))]));
        }
        if gone.len() > named {
            let rest = gone[named..].iter().fold(Figure::default(), |sum, (_, votes)| sum.plus(*votes));
            let others = self.words.plural(tell.went_others, (gone.len() - named) as u64);
            parts.push(fill(&others, &[("votes", &self.words.short(rest))]));
        }
        if !lost.is_zero() {
            parts.push(fill(lost_as, &[("votes", &self.words.short(lost))]));
        }
        if parts.is_empty() { tell.nothing_moved.to_owned() } else { self.words.list(&parts) }
    }
}

/// The stage a method's own sentence is about.
fn stage_named(sentence: &str) -> Option<usize> {
    let (number, _) = sentence.strip_prefix("Stage ")?.split_once(':')?;
    number.parse().ok()
}
