//! The sentences of one stage. Not here: views of single candidates.

use super::{NAMED, Voice, flow};
use crate::figures::Figure;
use crate::report::{Action, Stage, Tie};
use crate::words::fill;

impl Voice<'_> {
    /// One stage, from 1, in one string.
    pub(super) fn stage(&self, number: usize, quota_said: bool) -> String {
        let tell = &self.words.tell;
        let stage = &self.count.stages[number - 1];
        if self.count.is_totals() {
            return self.totals(stage);
        }
        let head = if stage.action == Action::Round { tell.round } else { tell.stage };
        let mut said = vec![fill(head, &[("n", &self.words.number(number as u64))])];
        let ties = self.count.ties.iter().filter(|tie| tie.stage as usize == number);
        said.extend(ties.map(|tie| self.tie(tie)));
        said.push(match stage.action {
            Action::First => self.first(stage),
            Action::Surplus => self.surplus(number, stage),
            Action::Exclusion => self.exclusion(number, stage),
            // All keep their votes in full until somebody is elected, so the first round shows first choices.
            Action::Round if number == 1 => self.first(stage),
            Action::Round => self.round(stage),
        });
        said.extend(self.quota(number, stage, quota_said));
        said.extend(self.elections(number, stage));
        if stage.action == Action::Round && !stage.excluded.is_empty() {
            said.push(self.round_exclusion(number, stage));
        }
        said.retain(|sentence| !sentence.is_empty());
        said.join(" ")
    }

    fn first(&self, stage: &Stage) -> String {
        fill(self.words.tell.first, &[("list", &self.standings(stage))])
    }

    /// A method with one table of totals. Grades are no totals; the method has told them itself.
    fn totals(&self, stage: &Stage) -> String {
        let tell = &self.words.tell;
        let template = match tell.unit(&self.count.method) {
            None => "",
            Some(unit) if unit == tell.points => tell.points_are,
            Some(_) => tell.votes_are,
        };
        let mut said = vec![fill(template, &[("list", &self.standings(stage))])];
        said.retain(|sentence| !sentence.is_empty());
        said.extend(self.count.ties.iter().map(|tie| self.tie(tie)));
        if !stage.excluded.is_empty() {
            said.push(self.one_or_many(tell.passed_over, &stage.excluded));
        }
        said.join(" ")
    }

    /// "Ana 12, Bo 9 and Cy 3", most first.
    fn standings(&self, stage: &Stage) -> String {
        let mut order: Vec<(u32, Figure)> =
            (1..).zip(stage.votes.iter().map(|votes| Figure::read(votes))).collect();
        order.retain(|(_, votes)| !votes.is_zero());
        order.sort_by(|a, b| b.1.compare(a.1).then(a.0.cmp(&b.0)));
        let most = if order.len() <= 2 * NAMED { order.len() } else { 2 * NAMED - 1 };
        let named = order[..most].iter().map(|(candidate, votes)| {
            let values = [("name", self.name(*candidate)), ("votes", &*self.words.short(*votes))];
            fill(self.words.tell.has, &values)
        });
        let mut parts: Vec<String> = named.collect();
        if order.len() > most {
            parts.push(self.words.plural(self.words.tell.others_fewer, (order.len() - most) as u64));
        }
        self.words.list(&parts)
    }

    fn surplus(&self, number: usize, stage: &Stage) -> String {
        let moved = flow::moved(stage, self.before(number));
        let of = stage.of.first().copied().unwrap_or_default();
        let surplus = self.votes_after(of, number - 1).minus(self.votes_after(of, number));
        let values = [
            ("name", self.name(of)),
            ("votes", &*self.words.votes(surplus)),
            ("moved", &*self.moved(&stage.of, &moved, self.words.tell.to_nobody)),
        ];
        fill(self.words.tell.surplus, &values)
    }

    fn exclusion(&self, number: usize, stage: &Stage) -> String {
        let tell = &self.words.tell;
        let moved = flow::moved(stage, self.before(number));
        let names = self.names(&stage.of);
        if moved.is_empty() {
            return self.one_or_many(tell.excluded_unmoved, &stage.of);
        }
        let votes = stage.of.iter().map(|one| self.votes_after(*one, number - 1));
        let votes = votes.fold(Figure::default(), Figure::plus);
        let template = match stage.of[..] {
            [one] if self.fewest(one, number) => tell.excluded,
            [_] => tell.excluded_plain,
            _ => tell.excluded_together,
        };
        let values = [
            ("names", &*names),
            ("votes", &*self.words.votes(votes)),
            ("moved", &*self.moved(&stage.of, &moved, tell.ran_out)),
        ];
        fill(template, &values)
    }

    /// Whether nobody still in had fewer votes before this stage.
    fn fewest(&self, candidate: u32, number: usize) -> bool {
        let mine = self.votes_after(candidate, number - 1);
        self.still_in(number).iter().all(|other| self.votes_after(*other, number - 1).compare(mine).is_ge())
    }

    /// Who was neither elected nor excluded when a stage began. Candidates who stand with no vote at all are in.
    fn still_in(&self, number: usize) -> Vec<u32> {
        let earlier = &self.count.stages[..number - 1];
        let gone = |one: &u32| {
            earlier.iter().any(|stage| stage.elected.contains(one) || stage.excluded.contains(one))
        };
        (1..).take(self.count.candidates.len()).filter(|one| !gone(one) && self.ever_counted(*one)).collect()
    }

    fn round(&self, stage: &Stage) -> String {
        fill(self.words.tell.anew, &[("list", &self.standings(stage))])
    }

    fn round_exclusion(&self, number: usize, stage: &Stage) -> String {
        let tell = &self.words.tell;
        let votes = stage.excluded.iter().map(|one| self.votes_after(*one, number));
        let votes = self.words.votes(votes.fold(Figure::default(), Figure::plus));
        let template =
            if stage.excluded.len() == 1 { tell.round_excluded.one } else { tell.round_excluded.many };
        fill(template, &[("names", &self.names(&stage.excluded)), ("votes", &votes)])
    }

    /// The quota, when it is new.
    fn quota(&self, number: usize, stage: &Stage, said: bool) -> Option<String> {
        let tell = &self.words.tell;
        let quota = stage.quota.as_ref().filter(|_| !self.by_majority())?;
        let before = self.before(number).and_then(|before| before.quota.as_ref());
        let template = match before {
            None if said => return None,
            None => tell.quota,
            Some(before) if before == quota => return None,
            Some(_) => tell.quota_now,
        };
        Some(fill(template, &[("quota", &self.words.short(Figure::read(quota)))]))
    }

    /// Who is elected, each with the reason.
    fn elections(&self, number: usize, stage: &Stage) -> Vec<String> {
        let tell = &self.words.tell;
        let mut said = Vec::new();
        let mut left_over = Vec::new();
        for &one in &stage.elected {
            let votes = self.votes_after(one, number);
            let values = [("name", self.name(one)), ("votes", &*self.words.votes(votes))];
            let quota = stage.quota.as_ref().filter(|_| !self.by_majority()).map(|quota| Figure::read(quota));
            // A stage shows what is left after it: who passed a surplus on in it stands at the quota.
            if quota.is_some_and(|quota| votes.compare(quota).is_ge()) {
                said.push(fill(tell.reached, &values));
            } else if let (None, Some(all)) = (quota, self.majority(one, stage)) {
                let all = self.words.short(all);
                said.push(fill(tell.majority, &[values[0], values[1], ("all", &all)]));
            } else if self.by_tie(one, number) {
                said.push(fill(tell.by_tie, &values));
            } else if self.someone_left(number) {
                said.push(fill(tell.enough, &values));
            } else {
                left_over.push(one);
            }
        }
        if !left_over.is_empty() {
            said.push(self.one_or_many(tell.left_over, &left_over));
        }
        said
    }

    /// The votes still in play, if more than half of them are this candidate's.
    pub(super) fn majority(&self, candidate: u32, stage: &Stage) -> Option<Figure> {
        let all = stage.votes.iter().fold(Figure::default(), |sum, votes| sum.plus(Figure::read(votes)));
        let mine = Figure::read(stage.votes.get(candidate as usize - 1)?);
        (self.count.seats == 1 && mine.plus(mine).compare(all).is_gt()).then_some(all)
    }

    /// Whether a tie put this candidate in rather than another.
    pub(super) fn by_tie(&self, candidate: u32, number: usize) -> bool {
        let here = |tie: &&Tie| tie.stage as usize == number && tie.chosen == candidate;
        let beaten = |other: &u32| !self.count.elected.contains(other);
        self.count.ties.iter().filter(here).any(|tie| tie.set.iter().any(beaten))
    }

    /// Whether anybody is still in after a stage.
    fn someone_left(&self, number: usize) -> bool {
        number < self.count.stages.len() + 1 && !self.still_in(number + 1).is_empty()
    }

    pub(super) fn tie(&self, tie: &Tie) -> String {
        let tell = &self.words.tell;
        let rule = if tie.rule.starts_with("stage ") {
            fill(tell.earlier, &[("rule", &tie.rule)])
        } else {
            tie.rule.clone()
        };
        let values =
            [("names", &*self.some_names(&tie.set)), ("chosen", self.name(tie.chosen)), ("rule", &*rule)];
        fill(tell.tie, &values)
    }

    fn before(&self, number: usize) -> Option<&Stage> {
        number.checked_sub(2).and_then(|index| self.count.stages.get(index))
    }
}
