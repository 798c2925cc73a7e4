//! What is due, of elections and of everything else that runs step by step, in one list and in the visitor's words. A case
//! about somebody is listed for members and those who hold an office, and for nobody else.

use crate::pages::process;
use crate::telling::Telling;
use crate::words::Words;
use rankfile_constitution::process::Role;
use rankfile_constitution::step::Actor as Bearer;
use rankfile_hall::election::due as elections;
use rankfile_hall::process::due as processes;
use rankfile_hall::state::State;

/// A duty.
pub struct Due {
    /// What is owed.
    pub what: String,
    /// Whether that is a sentence of the rules, which are in English.
    pub is_rule: bool,
    /// The election or process it belongs to.
    pub of: String,
    /// Where that is shown.
    pub href: String,
    /// Who owes it.
    pub who: String,
    /// The article that orders it.
    pub article: String,
    /// When it opens.
    pub opens_at: i64,
    /// When it is due; `None` where it is put off without an end.
    pub due_at: Option<i64>,
    /// Whether its time is over and nothing follows by rule.
    pub overdue: bool,
    /// Names it in a calendar.
    pub uid: String,
    /// What it was made from.
    pub source: Source,
}

/// Where a duty comes from.
pub enum Source {
    /// An election.
    Election(elections::Duty),
    /// A process.
    Process(processes::Duty),
}

/// When something is due, as a page shows it.
pub struct When {
    /// In words.
    pub text: String,
    /// For machines; empty where there is no day.
    pub iso: String,
    /// How far away; empty where there is no day.
    pub distance: String,
}

impl Due {
    /// Whether its time has come.
    pub fn is_open(&self, now: i64) -> bool {
        self.opens_at <= now
    }

    /// Until when it is open, or from when it will be.
    pub fn when(&self, w: &Words, now: i64) -> When {
        let open = self.is_open(now);
        let at = if open { self.due_at } else { Some(self.opens_at) };
        let Some(at) = at else {
            return When { text: w.say("process-no-end"), iso: String::new(), distance: String::new() };
        };
        let text = if open { w.until(at) } else { w.from(at) };
        When {
            text: w.one(if open { "docket-by" } else { "docket-from" }, "when", text),
            iso: w.iso(at),
            distance: w.distance(at, now),
        }
    }
}

/// Everything that is due, soonest first; what is about somebody only for insiders.
pub fn docket(w: &Words, state: &State, is_insider: bool) -> Vec<Due> {
    let telling = Telling::new(w, state);
    let mut all: Vec<Due> =
        elections::docket(state).into_iter().map(|duty| of_election(&telling, duty)).collect();
    let seen = |duty: &processes::Duty| {
        let case = state.cases.get(&duty.process);
        case.is_some_and(|case| is_insider || !process::is_about_somebody(&case.plan))
    };
    let duties = processes::docket(state).into_iter().filter(seen);
    all.extend(duties.map(|duty| of_process(w, &telling, state, duty)));
    all.sort_by_key(|due| due.due_at.unwrap_or(i64::MAX));
    all
}

fn of_election(telling: &Telling<'_>, duty: elections::Duty) -> Due {
    Due {
        what: telling.step(&duty.step.0),
        is_rule: false,
        of: telling.election(&duty.election),
        href: format!("/elections/{}", duty.election),
        who: telling.bearer(&duty.bearer),
        article: duty.article.0.clone(),
        opens_at: duty.opens_at,
        due_at: Some(duty.due_at),
        overdue: duty.overdue,
        uid: format!("{}.{}", duty.election.0, duty.step.0),
        source: Source::Election(duty),
    }
}

fn of_process(w: &Words, telling: &Telling<'_>, state: &State, duty: processes::Duty) -> Due {
    let slug = process::slug(&duty.process.0);
    let held = duty.bearer.is_none();
    let case = state.cases.get(&duty.process);
    let stage = case.and_then(|case| case.plan.stages.get(duty.stage as usize));
    let runs = stage.is_some_and(|stage| stage.role == Role::Window);
    let who = match (&duty.bearer, case) {
        _ if runs => w.say("process-window-runs"),
        (Some(who), Some(case)) => telling.who_owes(&case.people, who),
        _ => w.say("actor-clock"),
    };
    Due {
        what: if held { w.say("process-put-off") } else { duty.words.clone() },
        is_rule: !held,
        of: telling.process(&duty.process.0),
        href: format!("/processes/{slug}"),
        who,
        article: duty.article.0.clone(),
        opens_at: duty.opens_at,
        due_at: Some(duty.due_at).filter(|at| *at != i64::MAX),
        overdue: duty.overdue,
        uid: format!("{slug}.{}", duty.stage),
        source: Source::Process(duty),
    }
}

/// Whether a duty of an election is that of an office or body.
pub fn is_role(bearer: &Bearer, role: &str) -> bool {
    match bearer {
        Bearer::Office(id) => id.0 == role,
        Bearer::Body(id) => id.0 == role,
        _ => false,
    }
}
