//! STAR: score, then an automatic runoff between the two with most points.
//!
//! *Source*: the protocol for ties is the one the method's promoters publish; that its later steps are kept everywhere is
//! not verified, and the answer says so where one of them decides.

use super::answer::{Found, Graded, answer};
use super::grades::{GradedPaper, Grades};
use super::score::sums;
use super::{GradedMethod, rules};
use crate::report::Count;
use crate::ties::Ties;
use crate::{Options, Stop};

/// STAR.
pub(super) const STAR: GradedMethod = GradedMethod { id: "star", name: "STAR", rules: rules::STAR_1, count };

const UNVERIFIED: &str =
    "A tie fell by the number of best grades; this step of the published protocol is not verified.";

fn count(grades: &Grades, options: &Options) -> Result<Count, Stop> {
    if !options.groups.is_empty() {
        return Err(Stop::Unfit(
            "star fills one seat, so none can be reserved; count with score or majority-judgment, or without --reserve".into(),
        ));
    }
    let graded = Graded::new("star", grades, 1, options)?;
    let mut found = Found {
        rules: STAR.rule_set(),
        seats: 1,
        ballots: graded.ballots,
        valid: graded.valid,
        totals: Vec::new(),
        not_given: "0".into(),
        elected: graded.field.clone(),
        passed_over: Vec::new(),
        ties: Vec::new(),
        explanation: Vec::new(),
        warnings: Vec::new(),
    };
    if grades.seats > 1 {
        found.warnings.push(format!(
            "star fills one seat; the file asks for {}. One candidate is elected.",
            grades.seats
        ));
    }
    if graded.field.len() > 1 {
        let sums = sums(grades);
        let ties = Ties::new(&options.tie, &graded.election);
        let mut scoring = Scoring { grades, sums: &sums, ties, found: &mut found };
        let two = scoring.leading_two(&graded.field)?;
        let winner = scoring.runoff(two)?;
        let record = scoring.ties.into_record();
        found.ties = record;
        found.elected = vec![winner];
        let total =
            |candidate: u16| if graded.field.contains(&candidate) { sums[usize::from(candidate)] } else { 0 };
        found.totals =
            (0..grades.candidates.len() as u16).map(|candidate| total(candidate).to_string()).collect();
    }
    Ok(answer(&grades.candidates, found))
}

struct Scoring<'a> {
    grades: &'a Grades,
    sums: &'a [u64],
    ties: Ties<'a>,
    found: &'a mut Found,
}

impl Scoring<'_> {
    /// The two with most points.
    fn leading_two(&mut self, field: &[u16]) -> Result<[u16; 2], Stop> {
        let mut chosen: Vec<u16> = Vec::new();
        while chosen.len() < 2 {
            let rest: Vec<u16> =
                field.iter().copied().filter(|candidate| !chosen.contains(candidate)).collect();
            let most = rest.iter().map(|candidate| self.points(*candidate)).max();
            let ahead: Vec<u16> =
                rest.into_iter().filter(|candidate| Some(self.points(*candidate)) == most).collect();
            match ahead.len() + chosen.len() {
                ..=2 => chosen.extend(ahead),
                _ => self.scoring_tie(&ahead, &mut chosen)?,
            }
        }
        Ok([chosen[0], chosen[1]])
    }

    /// More have the same points than there is room for in the runoff: fills it up.
    fn scoring_tie(&mut self, tied: &[u16], chosen: &mut Vec<u16>) -> Result<(), Stop> {
        let mut left = tied.to_vec();
        while chosen.len() + left.len() > 2 {
            let losses: Vec<usize> = left.iter().map(|candidate| self.losses(*candidate, &left)).collect();
            let worst = losses.iter().copied().max().unwrap_or(0);
            let better: Vec<u16> = left
                .iter()
                .zip(&losses)
                .filter(|(_, losses)| **losses < worst)
                .map(|(candidate, _)| *candidate)
                .collect();
            if better.is_empty() {
                return self.best_grades_advance(&left, chosen);
            }
            if chosen.len() + better.len() >= 2 {
                left = better;
            } else {
                // They go on, and the others fill what room is left.
                left.retain(|candidate| !better.contains(candidate));
                self.advance(tied, &better, "comparisons among the tied", chosen);
            }
        }
        self.advance(tied, &left, "comparisons among the tied", chosen);
        Ok(())
    }

    fn best_grades_advance(&mut self, tied: &[u16], chosen: &mut Vec<u16>) -> Result<(), Stop> {
        let mut left = tied.to_vec();
        while chosen.len() < 2 {
            let most = left.iter().map(|candidate| self.best_grades(*candidate)).max();
            let best: Vec<u16> =
                left.iter().copied().filter(|candidate| Some(self.best_grades(*candidate)) == most).collect();
            if chosen.len() + best.len() <= 2 {
                left.retain(|candidate| !best.contains(candidate));
                self.found.warnings.push(UNVERIFIED.into());
                self.advance(tied, &best, "most best grades", chosen);
            } else if chosen
                .first()
                .is_some_and(|leader| best.iter().all(|other| self.is_ahead(*leader, *other)))
            {
                self.advance(&best, &best[..1], "no matter: whoever goes on loses the runoff", chosen);
            } else {
                chosen.push(self.ties.lot(1, "for the runoff", &best)?);
                left.retain(|candidate| !chosen.contains(candidate));
            }
        }
        Ok(())
    }

    fn advance(&mut self, tied: &[u16], on: &[u16], rule: &str, chosen: &mut Vec<u16>) {
        for candidate in on {
            self.ties.note(1, tied, rule.into(), *candidate);
        }
        chosen.extend(on);
    }

    fn runoff(&mut self, two: [u16; 2]) -> Result<u16, Stop> {
        let [one, other] = two;
        let (for_one, for_other) = (self.prefer(one, other), self.prefer(other, one));
        let name = |candidate: u16| &self.grades.candidates[usize::from(candidate)];
        self.found.explanation.push(format!(
            "Stage 1: {} and {} have most points and go into the runoff. {for_one} papers give {} more, {for_other} give {} more, and {} give both the same.",
            name(one), name(other), name(one), name(other),
            self.found.valid - for_one - for_other
        ));
        match for_one.cmp(&for_other) {
            std::cmp::Ordering::Greater => return Ok(one),
            std::cmp::Ordering::Less => return Ok(other),
            std::cmp::Ordering::Equal => {}
        }
        let rule =
            |one: u64, other: u64| if one > other { Some(true) } else { (one < other).then_some(false) };
        let (ahead, name) = match rule(self.points(one), self.points(other)) {
            Some(ahead) => (ahead, "more points"),
            None => match rule(self.best_grades(one), self.best_grades(other)) {
                None => return self.ties.lot(1, "for election", &two),
                Some(ahead) => {
                    self.found.warnings.push(UNVERIFIED.into());
                    (ahead, "most best grades")
                }
            },
        };
        let winner = if ahead { one } else { other };
        self.ties.note(1, &two, name.into(), winner);
        Ok(winner)
    }

    fn points(&self, candidate: u16) -> u64 {
        self.sums[usize::from(candidate)]
    }

    /// Whether one wins a runoff against the other without a tie rule.
    fn is_ahead(&self, one: u16, other: u16) -> bool {
        let (for_one, for_other) = (self.prefer(one, other), self.prefer(other, one));
        for_one > for_other || for_one == for_other && self.points(one) > self.points(other)
    }

    fn losses(&self, candidate: u16, among: &[u16]) -> usize {
        among.iter().filter(|other| self.prefer(**other, candidate) > self.prefer(candidate, **other)).count()
    }

    fn best_grades(&self, candidate: u16) -> u64 {
        let best = self.grades.scale.highest();
        self.count(|paper| grade(paper, candidate) == best)
    }

    /// Papers that give one more than the other.
    fn prefer(&self, one: u16, other: u16) -> u64 {
        self.count(|paper| grade(paper, one) > grade(paper, other))
    }

    fn count(&self, holds: impl Fn(&GradedPaper<'_>) -> bool) -> u64 {
        self.grades.papers.iter().filter(holds).map(|paper| paper.weight).sum()
    }
}

fn grade(paper: &GradedPaper<'_>, candidate: u16) -> u16 {
    let place = paper.given.binary_search_by_key(&candidate, |given| given.candidate);
    place.map_or(0, |place| paper.given[place].grade)
}
