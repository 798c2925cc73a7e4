//! The stages of a process as a timeline: what is done and how, whose turn it is and what follows if they do nothing, and
//! what is to come. It reads the state and words it.

use crate::telling::Telling;
use crate::words::Words;
use rankfile_constitution::process::{End, People, Process, Role, Stage, Who};
use rankfile_hall::election::effect::How;
use rankfile_hall::process::bearer;
use rankfile_hall::process::command::Voice;
use rankfile_hall::process::stages::rung_due;
use rankfile_hall::process::state::{Case, StageState};
use rankfile_hall::zone::Zone;
use std::collections::BTreeMap;

/// A stage on a page.
pub struct Row {
    /// `done`, `open`, `late`, or nothing for what is to come.
    pub class: &'static str,
    /// What is owed, in the words of the rules.
    pub words: String,
    /// Its article.
    pub article: String,
    /// The article's heading.
    pub article_title: String,
    /// What there is to say, a sentence each.
    pub lines: Vec<String>,
}

/// What words a timeline.
pub struct Timeline<'a> {
    /// Texts.
    pub w: &'a Words,
    /// Names.
    pub telling: &'a Telling<'a>,
    /// Who holds which seat, by the rules it goes by.
    pub people: &'a People,
}

impl Timeline<'_> {
    /// The stages of a process under way or over.
    pub fn of(&self, case: &Case, now: i64) -> Vec<Row> {
        let stages = case.plan.stages.iter().zip(0_u32..);
        stages
            .map(|(stage, number)| match case.stages.get(&number) {
                Some(state) if state.done.is_some() => self.row("done", stage, self.done(stage, state)),
                Some(state) => {
                    let class = if state.overdue { "late" } else { "open" };
                    self.row(class, stage, self.open(stage, state, now))
                }
                None if case.ended.is_some() && stage.role != Role::Appeals => {
                    self.row("", stage, vec![self.w.say("process-not-needed")])
                }
                None => self.row("", stage, self.to_come(stage)),
            })
            .collect()
    }

    /// The stages of something that has not begun.
    pub fn plan(&self, plan: &Process) -> Vec<Row> {
        plan.stages.iter().map(|stage| self.row("", stage, self.to_come(stage))).collect()
    }

    fn row(&self, class: &'static str, stage: &Stage, lines: Vec<String>) -> Row {
        Row {
            class,
            words: stage.words.clone(),
            article: stage.article.0.clone(),
            article_title: self.telling.article(&stage.article.0),
            lines,
        }
    }

    fn done(&self, stage: &Stage, state: &StageState) -> Vec<String> {
        let Some((at, how, decision)) = state.done else { return Vec::new() };
        let (w, who) = (self.w, self.who(stage, state.rung));
        let mut lines = self.passed(stage, state.rung);
        let when = w.moment(at);
        let said = |id: &str| w.two(id, "who", who.clone(), "when", when.clone());
        let plain = |id: &str| w.one(id, "when", when.clone());
        lines.push(match (how, decision) {
            (How::Acted, Some(Voice::For)) => said("process-decided-for"),
            (How::Acted, Some(Voice::Against)) => said("process-decided-against"),
            (How::Acted, None) => said("process-done-by"),
            (How::ByClock, None) if stage.role == Role::Window => plain("process-window-over"),
            (How::ByClock, Some(Voice::For)) => plain("process-window-for"),
            (How::ByClock, Some(Voice::Against)) => plain("process-window-against"),
            (How::ByClock, None) => plain("process-by-clock"),
            (How::Lapsed, Some(Voice::For)) => plain("process-lapsed-for"),
            (How::Lapsed, Some(Voice::Against)) => plain("process-lapsed-against"),
            (How::Lapsed, None) => plain("process-lapsed"),
        });
        lines.extend(self.heard(state));
        lines
    }

    fn open(&self, stage: &Stage, state: &StageState, now: i64) -> Vec<String> {
        let w = self.w;
        let who = self.who(stage, state.rung);
        let until = w.until(state.due_at);
        let mut lines = self.passed(stage, state.rung);
        if let Some(held) = state.held {
            lines.push(match held.until {
                Some(until) => w.one("process-held", "when", w.until(until)),
                None => w.say("process-held-ever"),
            });
            return lines;
        }
        if state.opens_at > now {
            lines.push(w.one("process-opens", "when", w.from(state.opens_at)));
        }
        lines.push(match (state.overdue, stage.role) {
            (true, _) => w.one("process-overdue", "who", who),
            (_, Role::Window) => w.one("process-window-until", "when", until),
            _ => w.two("process-turn", "who", who, "when", until),
        });
        lines.extend(self.vote(stage));
        if let Some((who, _)) = stage.rungs.get(state.rung as usize) {
            lines.extend(self.needs(who));
        }
        lines.extend(self.heard(state));
        if !state.overdue && stage.role != Role::Window {
            lines.push(self.next(stage, state.rung as usize + 1));
        }
        lines
    }

    fn to_come(&self, stage: &Stage) -> Vec<String> {
        let w = self.w;
        let said = |(who, within): &(Who, _)| match (stage.role, who) {
            (Role::Appeals, _) => w.one("process-appeal-to", "who", self.telling.who_owes(self.people, who)),
            (Role::Window, _) => w.one("process-window-length", "span", self.telling.span(*within)),
            (_, Who::Clock) => w.say("process-next-clock"),
            _ if within.amount == 0 => w.one("process-by", "who", self.telling.who_owes(self.people, who)),
            _ => {
                let (who, span) = (self.telling.who_owes(self.people, who), self.telling.span(*within));
                w.two("process-by-within", "who", who, "span", span)
            }
        };
        let mut lines: Vec<String> = stage.rungs.iter().map(said).collect();
        lines.extend(self.vote(stage));
        let is_final = matches!(stage.role, Role::Window | Role::Appeals)
            || matches!(stage.rungs.last(), Some((Who::Clock, _)));
        if !is_final {
            lines.push(self.end(stage));
        }
        lines
    }

    /// A vote that members hold themselves.
    fn vote(&self, stage: &Stage) -> Option<String> {
        let is_vote = stage.role == Role::Window && stage.words.starts_with("vote");
        is_vote.then(|| self.w.say("process-vote-elsewhere"))
    }

    /// Those whose time is over.
    fn passed(&self, stage: &Stage, rung: u32) -> Vec<String> {
        let before = stage.rungs.iter().take(rung as usize);
        before
            .map(|(who, _)| self.w.one("process-passed", "who", self.telling.who_owes(self.people, who)))
            .collect()
    }

    /// How many of a body must say the same.
    fn needs(&self, who: &Who) -> Option<String> {
        let all: u64 = bearer::seats(self.people, who).values().sum();
        let needed = (1..=all).find(|people| who.suffices(*people)).filter(|_| all > 1)?;
        Some(self.w.two("process-needs", "n", needed as i64, "all", all as i64))
    }

    /// Who spoke, by seat and not by name.
    fn heard(&self, state: &StageState) -> Vec<String> {
        // What one alone did is said already.
        if state.done.is_some() && state.heard.len() == 1 {
            return Vec::new();
        }
        let mut counted: BTreeMap<(Voice, &str), i64> = BTreeMap::new();
        for (speaker, voice) in &state.heard {
            *counted.entry((*voice, speaker.seat.as_str())).or_default() += 1;
        }
        let said = |((voice, seat), count): (&(Voice, &str), &i64)| {
            let id = if *voice == Voice::For { "process-heard-for" } else { "process-heard-against" };
            self.w.two(id, "who", self.telling.role(seat), "n", *count)
        };
        counted.iter().map(said).collect()
    }

    /// What follows when those before this rung let their time pass.
    fn next(&self, stage: &Stage, rung: usize) -> String {
        let w = self.w;
        match stage.rungs.get(rung) {
            Some((Who::Clock, _)) => w.say("process-next-clock"),
            Some((who, within)) => {
                let (who, span) = (self.telling.who_owes(self.people, who), self.telling.span(*within));
                w.two("process-next-who", "who", who, "span", span)
            }
            None => self.end(stage),
        }
    }

    fn end(&self, stage: &Stage) -> String {
        let decides = stage.role == Role::Decides;
        let by_lot = matches!(stage.rungs.last(), Some((Who::Lot { .. }, _)));
        self.w.say(match stage.end {
            End::Clock => "process-next-clock",
            End::Goes if decides => "process-next-for",
            End::Goes => "process-next-goes",
            End::Against => "process-next-against",
            End::Again if by_lot => "process-next-again-lot",
            End::Again => "process-next-again",
            End::Nothing => "process-next-nothing",
        })
    }

    fn who(&self, stage: &Stage, rung: u32) -> String {
        let who = stage.rungs.get(rung as usize).map(|(who, _)| self.telling.who_owes(self.people, who));
        who.unwrap_or_else(|| self.w.say("bearer-nobody"))
    }
}

/// What a change of the rules does not reach, and what of it waits: a sentence each.
pub fn reach(w: &Words, plan: &Process) -> Vec<String> {
    let Some(changes) = &plan.changes else { return Vec::new() };
    let list = |matters: &[String]| matters.join(", ").replace('-', " ");
    let mut said = Vec::new();
    if !changes.reaches.is_empty() {
        said.push(w.one("amend-reaches", "matters", list(&changes.reaches)));
    }
    if changes.defers_all {
        said.push(w.say("amend-defers-all"));
    } else if !changes.deferred.is_empty() {
        said.push(w.one("amend-defers", "matters", list(&changes.deferred)));
    }
    said
}

/// When a process could be over at the earliest, if whoever decides does so at once, and at the latest, if each takes all the
/// time there is: from a stage on that opens at an instant.
pub fn outlook(zone: &Zone, plan: &Process, number: usize, opens_at: i64) -> (i64, i64) {
    let (mut first, mut last) = (opens_at, opens_at);
    for (place, stage) in plan.stages.iter().enumerate().skip(number) {
        if stage.role == Role::Appeals {
            continue;
        }
        if place > number {
            (first, last) = (zone.earliest(first, stage.wait), zone.earliest(last, stage.wait));
        }
        if stage.role == Role::Window {
            first = rung_due(zone, stage, 0, first);
        }
        for rung in (0..).take(stage.rungs.len()) {
            last = rung_due(zone, stage, rung, last);
        }
    }
    (first, last)
}
