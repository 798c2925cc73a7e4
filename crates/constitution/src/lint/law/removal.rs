//! L21: whether the members of a local can get rid of an officer guilty of serious misconduct: by charges, a hearing and a
//! secret vote, or by a recall of their own.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::ask::{Line, event, is_said, rules};

const FLOORS: &[&str] = &["F28"];

/// L21.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    if !case.is_local() {
        return;
    }
    let people = People::of(case);
    for removal in rules(case, "removal-for-cause") {
        broken(case, removal, findings);
        members_decide(case, &people, removal, findings);
        unsaid(case, removal, findings);
    }
    let has_removal = rules(case, "removal-for-cause").next().is_some();
    let mut has_recall = false;
    for recall in rules(case, "recall") {
        has_recall = true;
        let decided = recall.line("decided").filter(|line| line.prop_flag("secret") == Some(false));
        if let Some(line) = decided.filter(|_| !has_removal) {
            findings.note(
                line.at(),
                said(
                    case,
                    line,
                    "The only vote on removing an officer is not secret.",
                    "Write: secret=#true.",
                ),
            );
        }
    }
    let is_told = is_said(case, &["remov", "recall", "impeach", "destitu", "revoca"]);
    if !has_removal && !has_recall && !is_told && case.covers("recall") && case.covers("discipline") {
        let place = rules(case, "office").next().or(rules(case, "election").next());
        let story = place.map(|line| {
            vec![event(
                case.as_of,
                "The treasurer takes money. Charges go to the board that the treasurer sits \
                 on; the members never vote.",
                line.article,
            )]
        });
        let said = Said {
            message: "No rule lets members remove an officer guilty of serious misconduct.".to_owned(),
            story: story.unwrap_or_default(),
            repair: "Add a `removal-for-cause` with charges, an open hearing and a secret vote of \
                 the members, or a `recall`."
                .to_owned(),
            floors: FLOORS,
            ..Said::default()
        };
        findings.note(None, said);
    }
}

fn said(case: &Case<'_>, line: Line<'_>, message: &str, repair: &str) -> Said {
    Said {
        message: message.to_owned(),
        story: vec![event(
            case.as_of,
            "An officer is charged with theft. By this line the procedure is not an \
                 adequate one, and it starts again elsewhere.",
            line.article,
        )],
        repair: repair.to_owned(),
        floors: FLOORS,
        ..Said::default()
    }
}

/// What a line says that an adequate procedure must not say.
fn broken(case: &Case<'_>, removal: Line<'_>, findings: &mut Findings<'_>) {
    for (word, name, message) in [
        ("charges", "written", "Charges against an officer need not be in writing."),
        ("charges", "specific", "Charges against an officer need not say exactly what was done."),
        ("hearing", "open", "The hearing of charges against an officer is closed."),
        ("hearing", "evidence", "No evidence is heard on charges against an officer."),
        ("vote", "secret", "The vote on removing an officer is not secret."),
    ] {
        if let Some(line) = removal.line(word).filter(|line| line.prop_flag(name) == Some(false)) {
            findings.note(line.at(), said(case, line, message, &format!("Write: {name}=#true.")));
        }
    }
    if let Some(line) = removal.line("protected-from-retaliation").filter(|line| line.flag() == Some(false)) {
        let message = "Whoever charges an officer is not protected from retaliation.";
        findings.note(line.at(), said(case, line, message, "Write: protected-from-retaliation #true."));
    }
}

/// A panel may decide when the members can review it; a board alone may not.
fn members_decide(case: &Case<'_>, people: &People<'_>, removal: Line<'_>, findings: &mut Findings<'_>) {
    let ladder = removal.node.ladder("decided-by");
    let by_members =
        removal.line("vote").is_some() || ladder.iter().any(|rung| people.is_membership(&rung.who.is));
    let reviewed = removal.lines("appeal-to").any(|line| people.is_membership(line.name()));
    let from_removal = |rule: &Line<'_>| rule.node.line_texts("from").any(|kind| kind == "removal-for-cause");
    let appealed = rules(case, "appeal")
        .filter(from_removal)
        .any(|rule| rule.line("to").is_some_and(|to| people.is_membership(to.name())));
    let Some(first) = ladder.first() else { return };
    if by_members || reviewed || appealed || !case.covers("recall") {
        return;
    }
    let line = removal.line("decided-by").unwrap_or(removal);
    let message = format!(
        "{} decides on removing an officer, and the members can never review it.",
        people.the_upper(&first.who.is)
    );
    findings.note(
        line.at(),
        said(
            case,
            line,
            &message,
            "Add a line: vote share=\"majority\" of=\"cast\" secret=#true, or: appeal-to \"membership\".",
        ),
    );
}

fn unsaid(case: &Case<'_>, removal: Line<'_>, findings: &mut Findings<'_>) {
    if !case.covers("recall") {
        return;
    }
    let parts = [
        ("charges", "charges served on the officer", &["charge", "cargos"][..]),
        ("hearing", "a hearing", &["hearing", "heard", "hears", "audiencia"][..]),
        ("findings", "findings that are told", &["finding", "found", "decision"][..]),
        ("final-within", "a day by which it is over", &["days", "months", "weeks", "within"][..]),
    ];
    let missing: Vec<&str> = parts
        .into_iter()
        .filter(|(word, _, stems)| removal.line(word).is_none() && !is_said(case, stems))
        .map(|(_, what, _)| what)
        .collect();
    if missing.is_empty() {
        return;
    }
    let said = Said {
        message: format!("The removal of an officer for misconduct does not say: {}.", missing.join(", ")),
        repair: "Add the lines `charges`, `hearing`, `findings` and `final-within` that are missing."
            .to_owned(),
        floors: FLOORS,
        basis: "A procedure that does not say its steps is decided by whoever runs it",
        ..Said::default()
    };
    findings.note_silence(removal.at(), said);
}
