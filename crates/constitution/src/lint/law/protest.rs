//! L25: protests against an election. There is a way, nobody judges an election that they ran, and the longest way is over
//! before the member can go elsewhere.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::{Case, Severity};
use super::ask::{Line, by_election, event, exceed, is_said, rules};
use super::discipline::appeals;
use crate::civil::add;
use crate::step::Span;

/// L25.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    let protests = by_election(case, "election-protest");
    let appeals = appeals(case, "election-protest");
    for election in rules(case, "election") {
        match protests.get(election.name()).copied() {
            Some(protest) => {
                conductor(case, &people, election, protest, findings);
                longest(case, protest, &appeals, findings);
            }
            None if case.covers("protests")
                && !is_said(case, &["protest", "contest", "challenge", "impugn"]) =>
            {
                let said = Said {
                    message: "No rule says how a member protests against this election.".to_owned(),
                    repair: format!(
                        "Add: election-protest \"{}\" \
                 {{ window \"10d\"; decided-by \"protest-board\" within=\"30d\" otherwise=\"stands\" }}.",
                        election.name()
                    ),
                    floors: &["F23"],
                    basis: "Without a way to protest, the first way is a court",
                    ..Said::default()
                };
                findings.note_silence(election.at(), said);
            }
            None => {}
        }
    }
}

/// Who runs an election: who is said to, else who calls it, draws up its ballot and certifies it first.
fn runs(election: Line<'_>) -> Vec<String> {
    if let Some(line) = election.line("conducted-by") {
        return vec![line.name().to_owned()];
    }
    let ladders = ["called-by", "ballot-by", "certified-by"];
    ladders
        .into_iter()
        .filter_map(|word| election.node.ladder(word).into_iter().next())
        .map(|rung| rung.who.is)
        .collect()
}

fn conductor(
    case: &Case<'_>,
    people: &People<'_>,
    election: Line<'_>,
    protest: Line<'_>,
    findings: &mut Findings<'_>,
) {
    let runs = runs(election);
    for line in protest.lines("decided-by") {
        let who = line.name();
        if people.is_open(who) || !runs.iter().any(|runner| runner == who) {
            continue;
        }
        let said = Said {
            message: format!("{} runs the election and decides protests against it.", people.the_upper(who)),
            story: vec![
                event(case.as_of, "A member protests against the way the votes were counted.", line.article),
                event(
                    add(case.as_of, Span::days(30)),
                    format!("{}, which counted them, finds nothing wrong.", people.the_upper(who)),
                    line.article,
                ),
            ],
            repair: "Name somebody else in `decided-by`, for example a board drawn by lot.".to_owned(),
            without: Some(Severity::Broken),
            basis: "Nobody should judge an election that they ran",
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
}

fn longest(case: &Case<'_>, protest: Line<'_>, appeals: &[Span], findings: &mut Findings<'_>) {
    let Some(most) = case.floor("F23").and_then(|floor| floor.time()) else { return };
    let mut path: Vec<Span> = protest.node.ladder("decided-by").into_iter().map(|rung| rung.within).collect();
    path.extend(protest.line("appeal-to").and_then(|line| line.node.prop_span("within")));
    path.extend(appeals);
    if !exceed(&path, most) {
        return;
    }
    let end = path.iter().fold(case.as_of, |day, span| add(day, *span));
    let free = add(case.as_of, most);
    let said = Said {
        message: format!("The longest way of a protest takes longer than {}.", most.in_words()),
        story: vec![
            event(case.as_of, "A member protests.", protest.article),
            event(
                free,
                format!(
                    "{} have passed without a final decision. The member can go to the Secretary \
                 of Labor, for one month.",
                    most.in_words()
                ),
                protest.article,
            ),
            event(
                end,
                "The last appeal is decided. Whoever waited for it has lost that way.",
                protest.article,
            ),
        ],
        repair: format!("Shorten the times of decision and appeal, to at most {} in all.", most.in_words()),
        floors: &["F23"],
        ..Said::default()
    };
    findings.note(protest.at(), said);
}
