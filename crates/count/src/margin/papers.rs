//! Papers that may be changed and counted again, rankings and grades alike.

use crate::method::Break;
use crate::report::Count;
use crate::tally::{Given, GradedMethod, GradedPapers, Grades};
use crate::{Election, Mark, Method, Options, Papers};

/// What a changed paper says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// This candidate and nobody else.
    Only(u16),
    /// This candidate first, then what it said before, without the other.
    Lifted { to: u16, without: Option<u16> },
    /// Exactly this.
    Ranking(Vec<Mark>),
}

/// So many papers of a line say something else.
pub(super) type Edit = (usize, u64, Says);

/// A change that a count has shown to be enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    pub papers: u64,
    pub from: u16,
    pub to: u16,
    /// Whether the papers would elect `to` in place of `from`; else they only keep `to` in the count longer.
    pub one_for_other: bool,
}

/// A box of papers.
pub(super) trait Ballots {
    fn lines(&self) -> usize;
    fn weight(&self, line: usize) -> u64;
    /// How much it helps one candidate against another if a paper of this line is changed; 0: nothing.
    fn gain(&self, line: usize, from: u16, to: u16) -> u64;
    /// The first candidate a line names, where that means something.
    fn first(&self, line: usize) -> Option<u16>;
    /// Who is elected with these changes (zero-based, sorted); `None` where no answer comes without a lot.
    fn elected_with(&self, edits: &[Edit]) -> Option<Vec<u16>>;
    /// Everything one paper can say, where that can be listed.
    fn sayings(&self, standing: &[u16], most: usize) -> Option<Vec<Says>>;
}

/// Count again without lots, unless the count itself needed one.
pub(super) fn strict(count: &Count, options: &Options) -> Options {
    let declared = count.ties.iter().any(|tie| tie.rule.contains("lot") || tie.rule.contains("preset"));
    let tie = if declared { options.tie.clone() } else { Break::Stop };
    Options { tie, ..options.clone() }
}

/// Rankings.
pub(super) struct RankedBox<'a> {
    pub election: &'a Election,
    pub options: &'a Options,
    pub method: &'a Method,
}

impl Ballots for RankedBox<'_> {
    fn lines(&self) -> usize {
        self.election.papers.lines()
    }

    fn weight(&self, line: usize) -> u64 {
        self.election.papers.line(line).weight
    }

    fn gain(&self, line: usize, from: u16, to: u16) -> u64 {
        let marks = self.election.papers.line(line).marks;
        let place = |one: u16| marks.iter().position(|mark| mark.candidate() == Some(one));
        match (place(from), place(to)) {
            (_, Some(0)) => 0,
            (Some(0), _) => 4,
            (Some(a), Some(b)) if a < b => 3,
            (Some(_), None) => 3,
            (None, None) => 2,
            _ => 1,
        }
    }

    fn first(&self, line: usize) -> Option<u16> {
        self.election.papers.line(line).marks.iter().find_map(|mark| mark.candidate())
    }

    fn elected_with(&self, edits: &[Edit]) -> Option<Vec<u16>> {
        let mut papers = Papers::default();
        let mut added = Papers::default();
        for line in 0..self.lines() {
            let paper = self.election.papers.line(line);
            let mut left = paper.weight;
            for (_, papers, says) in edits.iter().filter(|(at, _, _)| *at == line) {
                left = left.checked_sub(*papers)?;
                added.push(*papers, &marks(says, paper.marks)).ok()?;
            }
            papers.push(left, paper.marks).ok()?;
        }
        for paper in added.iter() {
            papers.push(paper.weight, paper.marks).ok()?;
        }
        let changed = Election { papers, ..without_papers(self.election) };
        sorted((self.method.count)(&changed, self.options).ok()?)
    }

    fn sayings(&self, standing: &[u16], most: usize) -> Option<Vec<Says>> {
        let equals = allows_equals(self.method);
        let mut all: Vec<Vec<Mark>> = vec![Vec::new()];
        let mut from = 0;
        while from < all.len() {
            if all.len() > most {
                return None;
            }
            let shorter = all[from].clone();
            let last = shorter.last().and_then(|mark| mark.candidate());
            for one in
                standing.iter().filter(|one| shorter.iter().all(|mark| mark.candidate() != Some(**one)))
            {
                all.push([&shorter[..], &[Mark::next(*one)]].concat());
                // Equals in number order only: their order says nothing.
                if equals && last.is_some_and(|last| last < *one) {
                    all.push([&shorter[..], &[Mark::equal(*one)]].concat());
                }
            }
            from += 1;
        }
        Some(all.into_iter().map(Says::Ranking).collect())
    }
}

/// Whether candidates at one rank say something of their own under a method.
fn allows_equals(method: &Method) -> bool {
    let folders = [crate::pairs::METHODS, crate::meek::METHODS, crate::tally::METHODS];
    folders.iter().any(|folder| folder.iter().any(|other| other.id == method.id))
}

/// A copy that does not copy the papers.
fn without_papers(election: &Election) -> Election {
    Election {
        title: election.title.clone(),
        candidates: election.candidates.clone(),
        parties: Vec::new(),
        seats: election.seats,
        withdrawn: election.withdrawn.clone(),
        tie_order: election.tie_order.clone(),
        papers: Papers::default(),
    }
}

fn marks(says: &Says, before: &[Mark]) -> Vec<Mark> {
    match says {
        Says::Only(to) => vec![Mark::next(*to)],
        Says::Ranking(ranking) => ranking.clone(),
        Says::Lifted { to, without } => {
            let rest = before.iter().filter_map(|mark| mark.candidate());
            let rest = rest.filter(|one| one != to && Some(*one) != *without).map(Mark::next);
            std::iter::once(Mark::next(*to)).chain(rest).collect()
        }
    }
}

fn sorted(count: Count) -> Option<Vec<u16>> {
    let mut elected: Vec<u16> = count.elected.iter().map(|one| (one - 1) as u16).collect();
    elected.sort_unstable();
    (!elected.is_empty()).then_some(elected)
}

/// Grades.
pub(super) struct GradedBox<'a> {
    pub grades: &'a Grades,
    pub options: &'a Options,
    pub method: &'a GradedMethod,
}

impl Ballots for GradedBox<'_> {
    fn lines(&self) -> usize {
        self.grades.papers.lines()
    }

    fn weight(&self, line: usize) -> u64 {
        self.grades.papers.line(line).weight
    }

    fn gain(&self, line: usize, from: u16, to: u16) -> u64 {
        let given = self.grades.papers.line(line).given;
        let best = u64::from(self.grades.scale.highest());
        best + grade(given, from) - grade(given, to).min(best)
    }

    fn first(&self, _: usize) -> Option<u16> {
        None
    }

    fn elected_with(&self, edits: &[Edit]) -> Option<Vec<u16>> {
        let best = self.grades.scale.highest();
        let mut papers = GradedPapers::default();
        for line in 0..self.lines() {
            let paper = self.grades.papers.line(line);
            let mut left = paper.weight;
            for (_, changed, says) in edits.iter().filter(|(at, _, _)| *at == line) {
                left = left.checked_sub(*changed)?;
                papers.push(*changed, &given(says, paper.given, best)).ok()?;
            }
            papers.push(left, paper.given).ok()?;
        }
        let grades = Grades { papers, ..self.grades.clone() };
        sorted((self.method.count)(&grades, self.options).ok()?)
    }

    fn sayings(&self, _: &[u16], _: usize) -> Option<Vec<Says>> {
        None
    }
}

/// The best grade for one; for the others the worst, or what it was without the other.
fn given(says: &Says, before: &[Given], best: u16) -> Vec<Given> {
    match says {
        Says::Only(to) => vec![Given { candidate: *to, grade: best }],
        Says::Ranking(_) => Vec::new(),
        Says::Lifted { to, without } => {
            let rest =
                before.iter().filter(|given| given.candidate != *to && Some(given.candidate) != *without);
            std::iter::once(Given { candidate: *to, grade: best }).chain(rest.copied()).collect()
        }
    }
}

pub(super) fn grade(given: &[Given], candidate: u16) -> u64 {
    given.iter().find(|given| given.candidate == candidate).map_or(0, |given| given.grade.into())
}
