//! L22: officers and money. They answer for losses, borrow little, are bonded, and do not deal with themselves.

use super::super::Case;
use super::super::finding::{Findings, Said};
use super::ask::{Line, event, is_said, rules};

/// L22.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let mut finances = rules(case, "finance").peekable();
    let first = finances.peek().copied();
    let mut is_bonded = false;
    for finance in finances {
        is_bonded |= finance.line("bond").is_some();
        exculpation(case, finance, findings);
        loans(case, finance, findings);
        bond(case, finance, findings);
    }
    let conflicts: Vec<_> = rules(case, "conflict-of-interest").collect();
    for line in
        conflicts.iter().filter_map(|rule| rule.line("abstain")).filter(|line| line.flag() == Some(false))
    {
        let said = Said {
            message: "An officer with an interest of their own in a matter votes on it all the same."
                .to_owned(),
            story: vec![event(
                case.as_of,
                "The board rents a hall from a company of the treasurer's spouse; the \
                 treasurer votes for it.",
                line.article,
            )],
            repair: "Write: abstain #true.".to_owned(),
            floors: &["F45"],
            ..Said::default()
        };
        findings.note(line.at(), said);
    }
    let Some(finance) = first.filter(|_| case.covers("money")) else { return };
    if !is_bonded && !is_said(case, &["bond", "fianza"]) {
        let said = Said {
            message: "No rule says that whoever handles money is bonded.".to_owned(),
            story: vec![event(
                case.as_of,
                "Money is gone. Nobody is insured against it, and the officer has none.",
                finance.article,
            )],
            repair: "Add a line: bond share=\"10%\".".to_owned(),
            floors: &["F31"],
            basis: "Whoever handles the members' money should be insured for it",
            ..Said::default()
        };
        findings.note_silence(finance.at(), said);
    }
    if conflicts.is_empty() && !is_said(case, &["conflict", "interest", "conflicto"]) {
        let said = Said {
            message: "No rule speaks of officers whose own interests cross those of the members.".to_owned(),
            repair: "Add: conflict-of-interest \
                 { declare every=\"1y\"; covers \"self\" \"spouse\" \"minor-child\"; abstain #true }."
                .to_owned(),
            floors: &["F45"],
            basis: "Nobody serves two masters",
            ..Said::default()
        };
        findings.note_silence(finance.at(), said);
    }
}

fn exculpation(case: &Case<'_>, finance: Line<'_>, findings: &mut Findings<'_>) {
    let Some(line) = finance.line("liability").filter(|line| line.name() == "exempt") else { return };
    let said = Said {
        message: "Officers are exempt from answering for losses that they cause.".to_owned(),
        story: vec![event(
            case.as_of,
            "The treasurer lends the dues to a friend. The members sue, and this line is held against them.",
            line.article,
        )],
        repair: "Write: liability \"full\", or take the line out.".to_owned(),
        floors: &["F29"],
        ..Said::default()
    };
    findings.note(line.at(), said);
}

fn loans(case: &Case<'_>, finance: Line<'_>, findings: &mut Findings<'_>) {
    let Some(line) = finance.line("loans") else { return };
    let most = case.floor("F30").and_then(|floor| floor.number());
    let amount: Option<u64> = line.node.prop("at-most").and_then(|value| value.number());
    let (Some(amount), Some(most)) = (amount, most) else { return };
    if amount <= most {
        return;
    }
    let said = Said {
        message: format!("An officer can borrow {amount} from the union, more than {most}."),
        story: vec![event(
            case.as_of,
            format!("An officer borrows {amount}; a loan above {most} is more than the law allows."),
            line.article,
        )],
        repair: format!("Write at most: loans at-most={most}. Better none: at-most=0."),
        floors: &["F30"],
        ..Said::default()
    };
    findings.note(line.at(), said);
}

fn bond(case: &Case<'_>, finance: Line<'_>, findings: &mut Findings<'_>) {
    let Some(line) = finance.line("bond") else { return };
    let least = case.floor("F31").and_then(|floor| floor.share());
    let is_low =
        line.prop_share("share").zip(least).is_some_and(|(share, least)| share.compare(&least).is_lt());
    let message = match line.flag() {
        Some(false) => "Whoever handles money is not bonded.".to_owned(),
        _ if is_low => format!(
            "Whoever handles money is bonded for only {} of it.",
            line.node.text_of("share").unwrap_or("a part")
        ),
        _ => return,
    };
    let said = Said {
        message,
        story: vec![event(case.as_of, "Money is gone, and the bond does not cover it.", line.article)],
        repair: format!(
            "Write: bond share=\"{}\".",
            least.map_or("10%".to_owned(), |least| least.to_string())
        ),
        floors: &["F31"],
        ..Said::default()
    };
    findings.note(line.at(), said);
}
