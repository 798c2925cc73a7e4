//! L13 and L14: who loses a right that they should keep, and who keeps an office that they should lose. Good standing has a
//! time of grace and does not hang on the employer (L13); supervisors and people barred by law hold no office (L14).

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::ask::{Line, event, is_said, out_of, rules};
use crate::civil::add;
use crate::step::Span;

const GRACE: &str = "Nobody should lose a vote by paying a little late, or by the employer's paying late";
const BARRED: &str = "Who speaks for the employer should not speak for the union";

/// L13.
pub(super) fn grace(case: &Case<'_>, findings: &mut Findings<'_>) {
    let is_strict = |eligibility: &Line<'_>| eligibility.line("standing-for").is_some();
    let needs = |eligibility: &Line<'_>| eligibility.says("good-standing", true) || is_strict(eligibility);
    let strict = rules(case, "eligibility").find(is_strict);
    for standing in rules(case, "standing") {
        checkoff(case, standing, findings);
        automatic(case, standing, findings);
        let has_grace = ["grace", "late-after", "cure"].iter().any(|word| standing.line(word).is_some());
        if has_grace
            || !case.covers("membership")
            || is_said(case, &["grace", "late", "arrears", "behind", "atras", "mora"])
        {
            continue;
        }
        let struck = struck_off(case);
        let message = match &struck {
            Some(struck) => {
                format!("Good standing has no time of grace, and {struck} members are not in good standing.")
            }
            None => "Good standing has no time of grace and no way to mend it.".to_owned(),
        };
        let said = Said {
            message,
            story: vec![
                event(case.as_of, "Dues are due on payday.", standing.article),
                event(
                    add(case.as_of, Span::days(5)),
                    "They come five days late. Whoever owes them is not in good standing and cannot stand.",
                    standing.article,
                ),
            ],
            repair: "Add lines: grace \"60d\"; cure before=\"nominations-close\".".to_owned(),
            floors: &["F12"],
            basis: GRACE,
            ..Said::default()
        };
        // A rule that asks for standing without a break, and has no grace, is itself in conflict; silence is not.
        if strict.is_some() {
            findings.note(standing.at(), said);
        } else if rules(case, "eligibility").any(|rule| needs(&rule)) {
            findings.note_silence(standing.at(), said);
        }
    }
}

/// Good standing that is lost by itself, as soon as dues are late.
fn automatic(case: &Case<'_>, standing: Line<'_>, findings: &mut Findings<'_>) {
    let has_grace = ["grace", "cure"].iter().any(|word| standing.line(word).is_some());
    let Some(line) = standing.line("automatic").filter(|line| line.flag() == Some(true) && !has_grace) else {
        return;
    };
    let late = standing.line("late-after").and_then(Line::time).unwrap_or(Span::days(1));
    let said = Said {
        message: "Good standing is lost by itself as soon as dues are late: there is no time of grace, and no day until \
                  which a member can pay and still vote."
            .to_owned(),
        story: vec![
            event(case.as_of, "Dues are due on payday, and a member forgets them.", line.article),
            event(
add(case.as_of, late),
"They are late. The member is no longer in good standing, and nobody has said \
                 so.",
line.article,
),
        ],
        repair: "Add lines: grace \"60d\"; cure before=\"nominations-close\".".to_owned(),
        floors: &["F12"],
        basis: GRACE,
        ..Said::default()
    };
    findings.note_silence(line.at(), said);
}

fn checkoff(case: &Case<'_>, standing: Line<'_>, findings: &mut Findings<'_>) {
    let Some(line) = standing.line("checkoff-protected").filter(|line| line.flag() == Some(false)) else {
        return;
    };
    let struck = struck_off(case)
        .map(|struck| format!(" {struck} members are not in good standing now."))
        .unwrap_or_default();
    let said = Said {
        message: format!(
            "A member loses good standing when the employer passes deducted dues on late.{struck}"
        ),
        story: vec![
            event(case.as_of, "The employer deducts the dues and keeps them.", line.article),
            event(
                add(case.as_of, Span::days(5)),
                "They arrive five days late; 212 members are struck from the roll of voters.",
                line.article,
            ),
        ],
        repair: "Write: checkoff-protected #true.".to_owned(),
        floors: &["F12"],
        ..Said::default()
    };
    findings.note(line.at(), said);
}

/// How many members of the roll are not in good standing: "212 of 400".
fn struck_off(case: &Case<'_>) -> Option<String> {
    let members = &case.members?.each;
    let struck = members.iter().filter(|member| member.in_good_standing == Some(false)).count();
    (struck > 0).then(|| out_of(struck, members.len()))
}

/// L14.
pub(super) fn barred(case: &Case<'_>, findings: &mut Findings<'_>) {
    let kept_out = |word: &str| {
        let lines = rules(case, "eligibility").chain(rules(case, "office"));
        lines.filter(|rule| rule.node.line_texts("exclude").any(|fact| fact == word)).count() > 0
    };
    if !case.covers("eligibility") {
        return;
    }
    let Some(eligibility) = rules(case, "eligibility").next() else { return };
    if !kept_out("supervisor")
        && !kept_out("employer")
        && !is_said(case, &["supervis", "manage", "foreman", "foremen"])
    {
        let said = Said {
            message: "No rule keeps supervisors from office.".to_owned(),
            story: vec![
                event(
                    case.as_of,
                    "An officer is promoted to supervisor and stays in office.",
                    eligibility.article,
                ),
                event(
                    add(case.as_of, Span::days(60)),
                    "The president resigns. The supervisor succeeds.",
                    eligibility.article,
                ),
            ],
            repair: "Add to the line `exclude`: \"supervisor\".".to_owned(),
            floors: &["F15"],
            basis: BARRED,
            ..Said::default()
        };
        findings.note_silence(eligibility.at(), said);
    }
    if !kept_out("barred-by-law") && !is_said(case, &["barred", "convict", "504", "law bars", "inhabilit"]) {
        let said = Said {
            message: "No rule keeps from office whom the law bars from it.".to_owned(),
            repair: "Add to the line `exclude`: \"barred-by-law\". Ask nominees to declare it; \
                 collect nothing more."
                .to_owned(),
            floors: &["F16"],
            basis: "An officer whom the law bars puts the union at risk",
            ..Said::default()
        };
        findings.note_silence(eligibility.at(), said);
    }
}
