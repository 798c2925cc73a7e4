//! Each candidate's own view of a count. Not here: the course of the stages.

use super::{Voice, flow};
use crate::figures::Figure;
use crate::report::Action;
use crate::words::fill;

impl Voice<'_> {
    /// One candidate's view, in one string.
    pub(super) fn view(&self, candidate: u32) -> String {
        let said = match (&self.count.pairwise, self.count.stages.len()) {
            (Some(rows), _) => self.view_of_pairs(candidate, rows),
            (None, 0) => self.view_of_list(candidate),
            (None, _) if self.count.is_totals() => self.view_of_totals(candidate),
            (None, _) => self.view_of_stages(candidate),
        };
        let fell = self.count.ties.iter().filter(|tie| self.fell_by(tie, candidate)).map(|tie| self.tie(tie));
        said.into_iter().chain(fell).collect::<Vec<_>>().join(" ")
    }

    /// Whether a tie decided about this candidate: in, or out.
    fn fell_by(&self, tie: &crate::report::Tie, candidate: u32) -> bool {
        let elected = |one: u32| self.count.elected.contains(&one);
        let excluded = |one: u32| {
            let stage = (tie.stage as usize).checked_sub(1).and_then(|index| self.count.stages.get(index));
            stage.is_some_and(|stage| stage.excluded.contains(&one))
        };
        let seat = elected(tie.chosen) && tie.set.iter().any(|one| !elected(*one));
        let out = excluded(tie.chosen) && tie.chosen == candidate;
        tie.set.contains(&candidate) && (out || seat && (tie.chosen == candidate || !elected(candidate)))
    }

    fn view_of_stages(&self, candidate: u32) -> Vec<String> {
        let tell = &self.words.tell;
        let stages = &self.count.stages;
        let at = |of: fn(&crate::report::Stage) -> &Vec<u32>| {
            stages.iter().position(|stage| of(stage).contains(&candidate)).map(|index| index + 1)
        };
        let first = self.votes_after(candidate, 1);
        let began = fill(tell.view_first, &[("votes", &self.words.votes(first))]);
        if let Some(stage) = at(|stage| &stage.elected) {
            let mut said = self.view_of_elected(candidate, stage);
            if stage > 1 {
                said.insert(1, began);
            }
            return said;
        }
        if let Some(stage) = at(|stage| &stage.excluded) {
            let mut said = vec![self.view_of_excluded(candidate, stage)];
            if stage > 2 {
                said.push(began);
            }
            return said;
        }
        if !self.ever_counted(candidate) {
            return vec![tell.view_absent.to_owned()];
        }
        let last = self.votes_after(candidate, stages.len());
        vec![fill(tell.view_standing, &[("votes", &self.words.votes(last))]), began]
    }

    fn view_of_elected(&self, candidate: u32, number: usize) -> Vec<String> {
        let tell = &self.words.tell;
        let stage = &self.count.stages[number - 1];
        let votes = self.votes_after(candidate, number);
        let (name, text) = (self.stage_name(number), self.words.votes(votes));
        let template = if number == 1 { tell.view_elected_first } else { tell.view_elected };
        let mut said = vec![fill(template, &[("stage", &name), ("votes", &text)])];
        if let Some(all) = self.majority(candidate, stage).filter(|_| self.by_majority()) {
            said.push(fill(tell.view_majority, &[("all", &self.words.short(all))]));
        } else if let Some(quota) = stage.quota.as_ref().map(|quota| Figure::read(quota)) {
            let (over, under) = (votes.minus(quota), quota.minus(votes));
            if self.by_majority() || self.by_tie(candidate, number) {
                // The tie is told below.
            } else if over.units > 0 {
                said.push(fill(tell.view_above_quota, &[("votes", &self.words.votes(over))]));
            } else if under.units > 0 {
                said.push(fill(tell.view_below_quota, &[("votes", &self.words.votes(under))]));
            }
        }
        let passed =
            self.count.stages.iter().position(|s| s.action == Action::Surplus && s.of.contains(&candidate));
        if let Some(index) = passed {
            let before = index.checked_sub(1).and_then(|index| self.count.stages.get(index));
            let moved =
                self.moved(&[candidate], &flow::moved(&self.count.stages[index], before), tell.to_nobody);
            said.push(fill(
                tell.view_passed_on,
                &[("stage", &self.stage_name(index + 1)), ("moved", &moved)],
            ));
        }
        said
    }

    fn view_of_excluded(&self, candidate: u32, number: usize) -> String {
        let tell = &self.words.tell;
        let stage = &self.count.stages[number - 1];
        let before = number.checked_sub(2).and_then(|index| self.count.stages.get(index));
        let name = self.stage_name(number);
        if stage.action == Action::Round {
            let votes = self.words.votes(self.votes_after(candidate, number));
            return fill(tell.view_round_excluded, &[("stage", &name), ("votes", &votes)]);
        }
        let votes = self.words.votes(self.votes_after(candidate, number - 1));
        let moved = flow::moved(stage, before);
        if !moved.iter().any(|moved| moved.from == candidate) {
            return fill(tell.view_excluded_unmoved, &[("stage", &name), ("votes", &votes)]);
        }
        let moved = self.moved(&[candidate], &moved, tell.ran_out);
        fill(tell.view_excluded, &[("stage", &name), ("votes", &votes), ("moved", &moved)])
    }

    fn view_of_totals(&self, candidate: u32) -> Vec<String> {
        let tell = &self.words.tell;
        let Some(unit) = tell.unit(&self.count.method) else { return self.view_of_list(candidate) };
        let mine = self.votes_after(candidate, 1);
        let votes = self.words.of(unit, mine);
        if self.count.elected.contains(&candidate) {
            return vec![fill(tell.view_total_elected, &[("votes", &votes)])];
        }
        let mut said = vec![fill(tell.view_total, &[("votes", &votes)])];
        let passed_over =
            self.count.stages.first().map(|stage| stage.excluded.as_slice()).unwrap_or_default();
        if !passed_over.is_empty() {
            said.extend(passed_over.contains(&candidate).then(|| tell.view_passed_over.to_owned()));
            return said;
        }
        // In STAR the runoff decides, not the points.
        if let Some(last) = self.count.elected.last().filter(|_| self.count.method != "star") {
            let short = self.votes_after(*last, 1).minus(mine);
            if short.units > 0 {
                let values = [("votes", &*self.words.of(unit, short)), ("name", self.name(*last))];
                let one = self.count.elected.len() == 1;
                said.push(fill(if one { tell.view_short.one } else { tell.view_short.many }, &values));
            }
        }
        said
    }

    fn view_of_list(&self, candidate: u32) -> Vec<String> {
        let tell = &self.words.tell;
        let elected = self.count.elected.contains(&candidate);
        vec![if elected { tell.view_plain_elected } else { tell.view_plain }.to_owned()]
    }

    fn view_of_pairs(&self, candidate: u32, rows: &[Vec<u64>]) -> Vec<String> {
        let tell = &self.words.tell;
        let position = candidate as usize - 1;
        let compared = |one: usize| {
            let row = rows.get(one).map_or(&[][..], Vec::as_slice);
            row.iter().any(|votes| *votes > 0)
                || rows.iter().any(|row| row.get(one).is_some_and(|votes| *votes > 0))
        };
        if !compared(position) {
            return vec![tell.view_absent.to_owned()];
        }
        let (mut won, mut lost, mut even) = (0u64, Vec::new(), Vec::new());
        for other in (0..rows.len()).filter(|other| *other != position && compared(*other)) {
            let number = other as u32 + 1;
            match rows[position][other].cmp(&rows[other][position]) {
                std::cmp::Ordering::Greater => won += 1,
                std::cmp::Ordering::Less => lost.push(number),
                std::cmp::Ordering::Equal => even.push(number),
            }
        }
        let mut said = Vec::new();
        let all = won + (lost.len() + even.len()) as u64;
        if won == all {
            said.push(tell.view_pairs_all.to_owned());
        } else if won == 0 {
            said.push(self.words.plural(tell.view_pairs_none, all));
        } else {
            let (won, all) = (self.words.number(won), self.words.number(all));
            said.push(fill(tell.view_pairs, &[("won", &won), ("all", &all)]));
        }
        match lost.len() {
            0 => {}
            1..=super::NAMED => said.push(fill(tell.view_pairs_lost, &[("names", &self.names(&lost))])),
            many if won > 0 => said.push(self.words.plural(tell.view_pairs_lost_many, many as u64)),
            _ => {}
        }
        if !even.is_empty() && even.len() <= super::NAMED {
            said.push(fill(tell.view_pairs_equal, &[("names", &self.names(&even))]));
        }
        said
    }

    /// Whether a candidate took part: had votes at some stage, was elected or was excluded. (One who stood and was named
    /// on no paper at all, and was never excluded, cannot be told from one who did not stand.)
    pub(super) fn ever_counted(&self, candidate: u32) -> bool {
        self.count.stages.iter().any(|stage| {
            stage.elected.contains(&candidate)
                || stage.excluded.contains(&candidate)
                || stage.votes.get(candidate as usize - 1).is_some_and(|votes| !Figure::read(votes).is_zero())
        })
    }
}
