//! What a coalition can want of a process: that it never ends, that it ends late, that it ends as they like. Each way is a
//! demand: whom it has to hold, whom to carry. More than a demand never makes a process shorter, so of all coalitions
//! those matter that meet one with the fewest people.

use super::cover::{Demand, Grip};
use crate::process::{Begins, End, Process, Role, Stage, Who};

/// More ways than this to make a process late are not tried.
const MOST_WAYS: usize = 50_000;

/// Everybody who plays a part in a process, each once, and what can be done with them.
pub(super) struct Demands<'a> {
    /// The offices and bodies.
    pub(super) whos: Vec<&'a Who>,
    /// Each of these makes it last for ever.
    pub(super) for_ever: Vec<Demand>,
    /// Each of these makes it as late as no smaller demand does.
    pub(super) late: Vec<Demand>,
    /// Each of these decides it.
    pub(super) decided: Vec<Demand>,
    /// Whether these are all.
    pub(super) is_exact: bool,
}

impl<'a> Demands<'a> {
    pub(super) fn of(process: &'a Process) -> Self {
        let mut these = Self {
            whos: Vec::new(),
            for_ever: Vec::new(),
            late: vec![Demand::new()],
            decided: Vec::new(),
            is_exact: true,
        };
        if matches!(process.begins, Begins::Outside(_)) {
            these.for_ever.push(Demand::new());
        }
        for stage in &process.stages {
            these.stage(process, stage);
        }
        for delay in &process.delays {
            let carries = vec![these.grip(&delay.who, Grip::Carry)];
            match (delay.by, delay.times) {
                (Some(_), Some(_)) => these.also(&[Demand::new(), carries]),
                _ => these.for_ever.push(carries),
            }
        }
        for amendment in process.amendments.iter().filter(|it| it.binds_at_once) {
            let carries = vec![these.grip(&amendment.who, Grip::Carry)];
            these.for_ever.push(carries);
        }
        these.decided = these.deciding(process);
        these
    }

    /// The place of an office or body, and what is done to it.
    fn grip(&mut self, who: &'a Who, grip: Grip) -> (usize, Grip) {
        let place = self.whos.iter().position(|known| *known == who).unwrap_or_else(|| {
            self.whos.push(who);
            self.whos.len() - 1
        });
        (place, grip)
    }

    /// Every demand so far, together with each of these.
    fn also(&mut self, ways: &[Demand]) {
        if ways.len() < 2 {
            return;
        }
        if self.late.len() * ways.len() > MOST_WAYS {
            self.is_exact = false;
            return;
        }
        let both = |one: &Demand| {
            ways.iter().map(|way| one.iter().chain(way).copied().collect()).collect::<Vec<Demand>>()
        };
        self.late = self.late.iter().flat_map(both).collect();
    }

    /// What can be done at a stage: its ladder is held up to a rung, or all of it.
    fn stage(&mut self, process: &Process, stage: &'a Stage) {
        if matches!(stage.role, Role::Window | Role::Appeals) {
            return;
        }
        let mut held = Demand::new();
        let mut ways = vec![Demand::new()];
        for (place, (who, _)) in stage.rungs.iter().enumerate() {
            if matches!(who, Who::Clock | Who::Everybody(_) | Who::Lot { .. }) {
                return self.also(&ways);
            }
            held.push(self.grip(who, Grip::Hold));
            let is_last = place + 1 == stage.rungs.len();
            if is_last && matches!(stage.end, End::Again | End::Nothing) {
                self.for_ever.push(held);
                return self.also(&ways);
            }
            // Before voting, what is done late costs nothing: its time is in the date already.
            if stage.role == Role::BeforeVoting {
                continue;
            }
            ways.push(held.clone());
            if stage.role == Role::Calls && process.plan.is_some() {
                // Who carries the call, and lets it pass on, has named the last day.
                for (place, _) in held.clone() {
                    ways.push(held.iter().copied().chain([(place, Grip::Carry)]).collect());
                }
            }
        }
        if stage.rungs.is_empty() && matches!(stage.end, End::Again | End::Nothing) {
            self.for_ever.push(held);
        }
        self.also(&ways);
    }

    /// Every way to decide a process: one of its decisions, and every appeal behind it.
    fn deciding(&mut self, process: &'a Process) -> Vec<Demand> {
        if process.stages.is_empty() {
            let carried = process.amendments.iter().map(|it| vec![self.grip(&it.who, Grip::Carry)]);
            return carried.collect();
        }
        let of = |role: Role| process.stages.iter().filter(move |stage| stage.role == role);
        let mut ways: Vec<Demand> = of(Role::Decides).flat_map(|stage| self.captures(stage)).collect();
        for appeal in of(Role::Appeals) {
            let more = self.captures(appeal);
            let both = |one: &Demand| {
                more.iter().map(|way| one.iter().chain(way).copied().collect()).collect::<Vec<Demand>>()
            };
            ways = ways.iter().flat_map(both).collect();
        }
        ways
    }

    /// Every way to decide a stage: carry a bearer whom the duty reaches, or let it run where silence is a refusal.
    fn captures(&mut self, stage: &'a Stage) -> Vec<Demand> {
        let mut held = Demand::new();
        let mut ways = Vec::new();
        for (who, _) in &stage.rungs {
            let carried = self.grip(who, Grip::Carry);
            ways.push(held.iter().copied().chain([carried]).collect());
            held.push(self.grip(who, Grip::Hold));
        }
        if stage.end == End::Against {
            ways.push(held);
        }
        ways
    }
}
