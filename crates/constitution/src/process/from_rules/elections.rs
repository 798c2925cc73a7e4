//! Elections: the next after one, the first of all, and protests against them.

use super::{From, name, names, nobody, plain, powers, process, window};
use crate::block::Node;
use crate::calendar::next_day;
use crate::civil::add;
use crate::document::Article;
use crate::process::people::Who;
use crate::process::{Begins, Delay, End, Process, Promise, Role, Stage};
use crate::program::ElectionPlan;
use crate::rules::Rule;
use crate::step::{Actor, ArticleId, Otherwise, Span, Step};
use crate::vocabulary::words::{MONTHS, yearly};
use jiff::civil::Date;
use std::collections::BTreeSet;

const VOTE: &str = "vote";
const TERM: &str = "let the term run";

pub(super) fn processes(from: &From<'_>) -> Vec<Process> {
    let mut all = Vec::new();
    for (article, rule) in from.of_kind("election") {
        let plan = from.plans.iter().find(|plan| plan.name == name(&rule.node));
        let subjects = from.offices(&rule.node);
        let both = [next(from, article, rule, plan), first(from, article, rule, plan)];
        all.extend(both.into_iter().flatten().map(|process| {
            let promises = vec![Promise { id: process.kind, stages: process.stages.len() }];
            Process { subjects: subjects.clone(), promises, ..process }
        }));
    }
    for (article, rule) in from.of_kind("election-protest") {
        all.extend(protest(from, article, rule));
    }
    all
}

/// The election that follows one.
fn next(from: &From<'_>, article: &Article, rule: &Rule, plan: Option<&ElectionPlan>) -> Option<Process> {
    let id = &article.id;
    let mut next = match plan {
        Some(plan) => {
            let opening = "An election is over, and the winners are in office.".to_owned();
            let mut next = process("election", &[name(&rule.node)], id, opening, stages(from, rule, plan));
            next.begins = Begins::Cycle;
            next.plan = Some(Box::new(plan.clone()));
            next
        }
        None => {
            let every = rule.node.child_span("every").or_else(|| rule.node.child_span("not-later-than"));
            let opening = "Officers are in office.".to_owned();
            match every {
                Some(every) => {
                    let mut stages = vec![term(id, &rule.node, every)];
                    stages.extend(by_hand(from, article, rule));
                    let mut next = process("election", &[name(&rule.node)], id, opening, stages);
                    next.begins = Begins::Cycle;
                    next
                }
                None => waiting(from, article, rule, "election", opening)?,
            }
        }
    };
    powers::over(from, &mut next, "elections");
    powers::postponing(from, &mut next, article, &rule.node);
    Some(next)
}

/// The first election of all.
fn first(from: &From<'_>, article: &Article, rule: &Rule, plan: Option<&ElectionPlan>) -> Option<Process> {
    let id = &article.id;
    let opening = "The body is founded.".to_owned();
    let transition = from
        .of_kind("transition")
        .find_map(|(article, rule)| Some((article, rule.node.child("first-election")?)));
    let mut first = match (plan, transition) {
        (Some(plan), _) => {
            let mut first =
                process("first-election", &[name(&rule.node)], id, opening, stages(from, rule, plan));
            first.begins = Begins::Founding;
            first.plan = Some(Box::new(plan.clone()));
            first
        }
        (None, Some((transition, line))) => {
            let mut first = process(
                "first-election",
                &[name(&rule.node)],
                &transition.id,
                opening,
                by_hand(from, article, rule),
            );
            let within = line.prop_span("within").unwrap_or(Span::days(0));
            first.begins = Begins::Founding;
            first.stages.insert(0, window(&transition.id, "prepare the first election", within));
            if let Some(event) = line.prop_text("after").filter(|event| event != "founding") {
                first.begins = begins(from, &event);
                first.opening = format!("This has happened: {}.", plain(&event));
            }
            first
        }
        (None, None) if rule.node.child("after").is_some() => {
            waiting(from, article, rule, "first-election", opening)?
        }
        (None, None) => {
            let within = rule.node.child("first").and_then(|line| line.prop_span("within"));
            let latest = within
                .or_else(|| rule.node.child_span("not-later-than"))
                .or_else(|| rule.node.child_span("every"))?;
            let mut stages = vec![window(id, "let the time to the first election run", latest)];
            stages.extend(by_hand(from, article, rule));
            let mut first = process("first-election", &[name(&rule.node)], id, opening, stages);
            first.begins = Begins::Founding;
            first
        }
    };
    powers::over(from, &mut first, "elections");
    powers::postponing(from, &mut first, article, &rule.node);
    Some(first)
}

/// An election that waits for an outside event.
fn waiting(
    from: &From<'_>,
    article: &Article,
    rule: &Rule,
    kind: &'static str,
    opening: String,
) -> Option<Process> {
    let line = rule.node.child("after")?;
    let event = line.prop_text("event")?;
    let mut waiting = process(kind, &[name(&rule.node)], &article.id, opening, by_hand(from, article, rule));
    waiting.begins = begins(from, &event);
    if let Begins::On(_) = waiting.begins {
        waiting.opening = format!("This has happened: {}.", plain(&event));
    }
    let within = line.prop_span("within");
    match (rule.node.child("called-by"), within) {
        (None, within) => {
            let within = within.unwrap_or(Span::days(0));
            waiting.stages.insert(0, window(&article.id, "hold the election", within));
        }
        (Some(_), Some(within)) => waiting.delays.extend(as_late_as_allowed(&waiting, within)),
        (Some(_), None) => {}
    }
    Some(waiting)
}

/// Who calls an election that is due within a time of an event names the day: the last one allowed, if they like.
fn as_late_as_allowed(waiting: &Process, within: Span) -> Option<Delay> {
    let Begins::On(event) = waiting.begins else { return None };
    let over = |from: Date, within: Span| next_day(add(from, within));
    let before_voting = waiting.stages.iter().take_while(|stage| stage.words != VOTE);
    let times = before_voting.flat_map(|stage| stage.rungs.iter().map(|(_, within)| *within));
    let soonest = times.fold(event, over);
    let late = soonest.until(over(event, within)).ok()?.get_days();
    Some(Delay {
        who: waiting.stages.first()?.rungs.first()?.0.clone(),
        by: Some(Span::days(u32::try_from(late).ok().filter(|late| *late > 0)?)),
        times: Some(1),
        article: waiting.article.clone(),
        words: "the last day that the rules allow is named".to_owned(),
    })
}

/// The time from one election to the next. Where it falls in a month, and nobody has to call it, the month runs to its end.
fn term(article: &ArticleId, node: &Node, every: Span) -> Stage {
    let month = node.child("every").filter(|_| node.child("called-by").is_none());
    let issued = node.child("issued").and_then(|line| yearly(line.arg()?.text()?));
    let month = month.and_then(|every| month_days(every, issued));
    match month {
        None => window(article, TERM, every),
        Some(days) => Stage { wait: every, ..window(article, TERM, Span::days(days)) },
    }
}

/// The days from the first of the month an election falls in to its last, or to the last of a later month it can be in, or
/// to the day by which ballots go out.
fn month_days(every: &Node, issued: Option<(i8, i8)>) -> Option<u32> {
    let number = |word: &str| {
        let named = every.prop_text(word)?;
        let place = MONTHS.iter().position(|(known, _)| *known == named)?;
        i8::try_from(place + 1).ok()
    };
    let first = number("month")?;
    let last = number("until").unwrap_or(first);
    // February of a leap year is the longest.
    let year = if last < first { 2027 } else { 2028 };
    let from = Date::new(year, first, 1).ok()?;
    let to = match issued {
        Some((month, day)) if month == last => Date::new(2028, month, day).ok()?,
        _ => Date::new(2028, last, 1).ok()?.last_of_month(),
    };
    u32::try_from(from.until(to).ok()?.get_days()).ok()
}

fn begins(from: &From<'_>, event: &str) -> Begins {
    let happened = from.constitution.front.happened.iter().find(|known| known.event == event);
    happened
        .and_then(|known| jiff::civil::Date::new(known.year, known.month, known.day).ok())
        .map_or_else(|| Begins::Outside(event.to_owned()), Begins::On)
}

/// The stages of an election that the hall could not run, as far as the rules tell them.
fn by_hand(from: &From<'_>, article: &Article, rule: &Rule) -> Vec<Stage> {
    let (node, id, nobody_aside) = (&rule.node, &article.id, BTreeSet::new());
    let mut stages = Vec::new();
    match from.ladder(id, node, "called-by", "call the election", &nobody_aside) {
        Some(call) => stages.push(call),
        None if node.child("after").is_none()
            && node.child("not-later-than").is_none()
            && node.child("every").is_none() =>
        {
            stages.push(nobody(id, "call the election"));
        }
        None => {}
    }
    // Where nobody has to call it, the day is known, and the notice goes before it.
    let notice = node.child_span("notice").filter(|_| node.child("called-by").is_some());
    stages.extend(notice.map(|lead| window(id, "let the notice run", lead)));
    stages.extend(node.child_span("voting").map(|open| window(id, VOTE, open)));
    stages.extend(from.ladder(id, node, "certified-by", "certify the result", &nobody_aside));
    stages.extend(node.child_span("installed").map(|wait| window(id, "let the winners take office", wait)));
    stages
}

/// The stages of an election that the hall runs.
fn stages(from: &From<'_>, rule: &Rule, plan: &ElectionPlan) -> Vec<Stage> {
    let mut stages = Vec::new();
    for step in &plan.steps {
        let role = match step.id.0.as_str() {
            "call" => Role::Calls,
            "nomination-notice" | "eligibility" | "freeze" | "keys" | "ballot" | "notice" => {
                Role::BeforeVoting
            }
            // Their time is in the date of voting already; the last one is no part of the guarantee.
            "nominate" | "accept" | "open" | "retain" => continue,
            "protest" => Role::Window,
            _ => Role::Plain,
        };
        stages.push(stage(from, rule, step, role));
    }
    stages
}

fn stage(from: &From<'_>, rule: &Rule, step: &Step, role: Role) -> Stage {
    let aside = BTreeSet::new();
    let who = |actor: &Actor| match actor {
        Actor::Office(id) => from.people.who(&id.0, &aside),
        Actor::Body(id) => from.people.who(&id.0, &aside),
        Actor::KeyHolders => from.people.key_holders_of(&rule.node),
        Actor::Members | Actor::Nominees => Who::Everybody("members".to_owned()),
        Actor::Clock => Who::Clock,
    };
    let wait = match &step.opens {
        crate::step::Opens::After { wait, .. } => *wait,
        _ => Span::days(0),
    };
    Stage {
        words: step.words.clone(),
        article: step.article.clone(),
        wait,
        rungs: step.bearers.iter().map(|rung| (who(&rung.who), rung.within)).collect(),
        end: match step.otherwise {
            Otherwise::Clock => End::Clock,
            Otherwise::Stands => End::Goes,
            Otherwise::Again | Otherwise::Rerun => End::Again,
            Otherwise::Nothing => End::Nothing,
        },
        role,
    }
}

/// A protest against an election: decided by somebody who did not run it.
fn protest(from: &From<'_>, article: &Article, rule: &Rule) -> Option<Process> {
    let election = rule.node.arg()?.text()?;
    let run = from
        .of_kind("election")
        .find(|(_, rule)| rule.node.arg().and_then(|arg| arg.text()) == Some(election));
    let conductor = run.and_then(|(_, rule)| Some(names(rule.node.child("conducted-by")?)));
    let aside: BTreeSet<usize> = conductor
        .into_iter()
        .flatten()
        .flat_map(|id| from.people.holders(&id).to_vec())
        .filter(|p| *p != usize::MAX)
        .collect();
    let mut decided = from.ladder(&article.id, &rule.node, "decided-by", "decide the protest", &aside)?;
    decided.role = Role::Decides;
    if decided.end == End::Goes {
        decided.end = End::Against;
    }
    let opening = "A member protests against the election.".to_owned();
    let plan = from.plans.iter().find(|plan| plan.name == election);
    // Protests are decided together, when the time to hand them in is over.
    let window =
        rule.node.child_span("window").map(|open| window(&article.id, "wait for other protests", open));
    let stages = window.into_iter().chain([decided]).collect();
    let mut protest = process("protest", &[election], &article.id, opening, stages);
    protest.plan = plan.map(|plan| Box::new(plan.clone()));
    protest.stages.extend(super::cases::appeals(from, "election-protest", &rule.node, article, &aside));
    powers::over(from, &mut protest, "protests");
    Some(protest)
}
