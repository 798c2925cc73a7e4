//! How close it was: how many papers would have to say something else for somebody else to be elected.
//!
//! "Somebody else" means another set of elected candidates, without the help of a lot. The number is exact where it can be
//! worked out (methods that add up, a candidate who beats everybody in pairs, small elections by trying everything);
//! elsewhere it is a bound that a changed count has shown to be enough, and it says so. Not here: what is likely.

mod every;
mod pairs;
mod papers;
mod search;
mod sums;

use crate::report::{Count, Margin};
use crate::tally::{GradedMethod, Grades};
use crate::words::{Words, fill};
use crate::{Election, Method, Options};
use papers::{Ballots, Changed, GradedBox, RankedBox};

/// How much may be counted again, in lines of papers and stages: some hundredths of a second.
pub const LITTLE: u64 = 2_000_000;

/// The same for who asks and waits: some seconds.
pub const MUCH: u64 = 300_000_000;

/// How many papers would have to change, for a count of rankings; `None` where nobody else can be elected, or nothing was
/// found with this effort.
pub fn of_rankings(
    method: &Method,
    election: &Election,
    options: &Options,
    count: &Count,
    effort: u64,
    words: &Words,
) -> Option<Margin> {
    let question = Question::new(count, &out(&election.withdrawn, options), words)?;
    // Reserved seats pass over who has enough, so sums alone do not say who is next.
    let free = options.groups.is_empty();
    if let Some(change) = sums::of_rankings(&question, election).filter(|_| free) {
        return Some(question.exact_sum(&change));
    }
    let strict = RankedBox { election, options: &papers::strict(count, options), method };
    let known = count.pairwise.as_ref().map_or(1, |rows| pairs::needed(rows, &question));
    question.searched(&strict, known, effort)
}

/// The same where nothing but totals of votes is known, one vote at most from a paper to a candidate.
pub fn of_totals(count: &Count, words: &Words) -> Option<Margin> {
    let question = Question::new(count, &[], words)?;
    Some(question.exact_sum(&sums::of_votes(&question)?))
}

/// The same for a count of grades.
pub fn of_grades(
    method: &GradedMethod,
    grades: &Grades,
    options: &Options,
    count: &Count,
    effort: u64,
    words: &Words,
) -> Option<Margin> {
    let question = Question::new(count, &out(&grades.withdrawn, options), words)?;
    if let Some(change) = sums::of_grades(&question, grades).filter(|_| options.groups.is_empty()) {
        return Some(question.exact_sum(&change));
    }
    question.searched(&GradedBox { grades, options: &papers::strict(count, options), method }, 1, effort)
}

fn out(withdrawn: &[u16], options: &Options) -> Vec<u16> {
    [withdrawn, &options.vacating].concat()
}

/// What is asked: who is in, who could be.
struct Question<'a> {
    count: &'a Count,
    words: &'a Words,
    /// Zero-based, in order of election.
    elected: Vec<u16>,
    /// Zero-based: those who stand and are not elected.
    others: Vec<u16>,
}

/// So many papers changed from one candidate to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    papers: u64,
    from: u16,
    to: u16,
}

impl<'a> Question<'a> {
    fn new(count: &'a Count, out: &[u16], words: &'a Words) -> Option<Self> {
        let elected: Vec<u16> = count.elected.iter().map(|one| (one - 1) as u16).collect();
        let all = (0u16..).take(count.candidates.len());
        let others: Vec<u16> = all.filter(|one| !elected.contains(one) && !out.contains(one)).collect();
        (!elected.is_empty() && !others.is_empty()).then_some(Self { count, words, elected, others })
    }

    fn name(&self, candidate: u16) -> &str {
        self.count.candidates.get(usize::from(candidate)).map_or("?", String::as_str)
    }

    fn exact_sum(&self, change: &Change) -> Margin {
        let tell = &self.words.tell;
        let template = if change.papers == 1 { tell.margin_sum.one } else { tell.margin_sum.many };
        Margin { papers: change.papers, exact: true, how: self.sentence(template, change) }
    }

    fn sentence(&self, template: &str, change: &Change) -> String {
        let n = self.words.number(change.papers);
        fill(template, &[("n", &n), ("from", self.name(change.from)), ("to", self.name(change.to))])
    }

    /// A number that a changed count has shown to be enough, and what is known about fewer.
    fn searched<B: Ballots>(&self, ballots: &B, known: u64, effort: u64) -> Option<Margin> {
        let mut purse = search::Purse::new(ballots, self.count, effort);
        let found = search::enough(self, ballots, &mut purse);
        let mut needed = known;
        // Small elections: every way of changing one paper, two papers, and so on.
        while found.is_none_or(|found| needed < found.papers) {
            match every::way(self, ballots, needed, &mut purse) {
                every::Tried::Nothing => needed += 1,
                every::Tried::Enough => {
                    let papers = needed;
                    return Some(Margin { papers, exact: true, how: self.tried(papers) });
                }
                every::Tried::TooMany => break,
            }
        }
        Some(self.told(&found?, needed))
    }

    fn tried(&self, papers: u64) -> String {
        self.words.plural(self.words.tell.margin_tried, papers)
    }

    fn told(&self, found: &Changed, needed: u64) -> Margin {
        let tell = &self.words.tell;
        let change = Change { papers: found.papers, from: found.from, to: found.to };
        let enough = match (found.one_for_other, found.papers) {
            (true, 1) => tell.margin_enough.one,
            (true, _) => tell.margin_enough.many,
            (false, 1) => tell.margin_order.one,
            (false, _) => tell.margin_order.many,
        };
        let enough = self.sentence(enough, &change);
        let exact = needed >= found.papers;
        let fewer = match (exact, needed) {
            (true, _) => tell.margin_no_fewer.to_owned(),
            (false, 1) => tell.margin_perhaps.to_owned(),
            (false, _) => fill(tell.margin_at_least, &[("n", &self.words.number(needed))]),
        };
        Margin { papers: found.papers, exact, how: format!("{enough} {fewer}") }
    }
}
