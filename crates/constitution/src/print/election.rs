//! The rules of an officer election in plain sentences.

use super::{Printer, notice, otherwise, plain, row};
use crate::rules::{BallotRule, ElectionProtestRule, ElectionRule, EligibilityRule, NominationRule};
use crate::vocabulary::words::MONTHS;

/// A duty that can lapse leaves things as they were.
const NOTHING_CHANGES: &str = "nothing changes";

impl Printer<'_> {
    pub(super) fn election(&self, rule: &ElectionRule) -> Vec<String> {
        let mut out = vec![self.cycle(rule)];
        out.extend(self.ladder(&rule.called_by, "call the election", NOTHING_CHANGES));
        out.extend(rule.notice.as_ref().map(|terms| notice("the election", "before voting opens", terms)));
        out.extend(self.ladder(&rule.notice_by, "serve the notices", NOTHING_CHANGES));
        out.extend(
            rule.frozen
                .map(|span| format!("The roll of voters is frozen {} before voting opens.", span.in_words())),
        );
        out.extend(self.ladder(&rule.frozen_by, "freeze the roll", NOTHING_CHANGES));
        out.extend(rule.key_holders.as_ref().map(|keys| {
            let end = otherwise(keys.otherwise.as_ref().map(|end| end.is.as_str()), NOTHING_CHANGES);
            format!(
                "{} key holders make their keys within {}, else {end}.",
                keys.count,
                keys.within.in_words()
            )
        }));
        out.extend(rule.ballot.as_ref().and_then(ballot));
        out.extend(self.ladder(&rule.ballot_by, "draw up the ballot", NOTHING_CHANGES));
        out.extend(rule.voting.map(|span| format!("Voting is open for {}.", span.in_words())));
        out.extend(rule.tie.as_ref().map(|tie| format!("A tie is broken by {tie}.")));
        out.extend(rule.tally.as_ref().map(|tally| {
            let end = otherwise(tally.otherwise.as_ref().map(|end| end.is.as_str()), NOTHING_CHANGES);
            format!("The key holders decrypt the result within {}, else {end}.", tally.within.in_words())
        }));
        out.extend(self.ladder(&rule.certified_by, "certify the result", "the result stands"));
        out.extend(
            rule.installed
                .map(|span| format!("The winners take office {} after certification.", span.in_words())),
        );
        out
    }

    fn cycle(&self, rule: &ElectionRule) -> String {
        let mut sentence = format!("There is an election for {}", self.offices(&rule.offices));
        if let Some(every) = rule.every {
            sentence.push_str(&format!(" every {}", every.in_words()));
        }
        let month = rule.month.and_then(|month| MONTHS.get(usize::try_from(month - 1).ok()?));
        if let Some(month) = month {
            sentence.push_str(&format!(", in {}", month.1));
        }
        if let Some(first) = rule.first_within {
            sentence.push_str(&format!("; the first within {} of founding", first.in_words()));
        }
        sentence + "."
    }

    pub(super) fn nomination(&self, rule: &NominationRule) -> Vec<String> {
        let mut out = Vec::new();
        out.extend(rule.notice.as_ref().map(|terms| notice("nominations", "before they open", terms)));
        out.extend(rule.window.map(|span| format!("Nominations stay open for {}.", span.in_words())));
        out.extend(rule.accept_within.map(|span| format!("A nominee has {} to accept.", span.in_words())));
        if out.is_empty() {
            out.push(format!("There are nominations for the election of {}.", plain(&rule.name.is)));
        }
        out
    }

    pub(super) fn eligibility(&self, rule: &EligibilityRule) -> Vec<String> {
        let mut who = "Whoever is a member".to_owned();
        if rule.good_standing == Some(true) {
            who.push_str(" in good standing");
        }
        if let Some(span) = rule.member_for {
            who.push_str(&format!(" and has been one for {}", span.in_words()));
        }
        who.push_str(" can stand");
        if !rule.excluded.is_empty() {
            let facts: Vec<String> = rule.excluded.iter().map(|fact| excluded(fact)).collect();
            who.push_str(&format!(", except {}", row(&facts)));
        }
        let mut out = vec![who + "."];
        out.extend(self.ladder(&rule.decided_by, "decide who may stand", "the nominee may stand"));
        out
    }

    pub(super) fn protest(&self, rule: &ElectionProtestRule) -> Vec<String> {
        let mut out = Vec::new();
        out.push(match rule.window {
            Some(span) => format!("A member can protest within {} of the result.", span.in_words()),
            None => "A member can protest against the result.".to_owned(),
        });
        out.extend(self.ladder(&rule.decided_by, "decide protests", "the result stands"));
        out
    }
}

fn excluded(fact: &str) -> String {
    match fact {
        "barred-by-law" => "somebody barred by law".to_owned(),
        "suspended" => "a suspended member".to_owned(),
        "staff" => "a member of staff".to_owned(),
        "employer" | "apprentice" => format!("an {fact}"),
        other => format!("a {}", plain(other)),
    }
}

fn ballot(rule: &BallotRule) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(rule.secret.map(|yes| if yes { "is secret" } else { "is not secret" }.to_owned()));
    parts.extend(rule.method.as_ref().map(|method| match method.is.as_str() {
        "plurality" => "is won by the most votes".to_owned(),
        other => format!("is counted by {}", other.to_uppercase()),
    }));
    parts.extend(
        rule.write_ins.map(|yes| if yes { "takes write-ins" } else { "takes no write-ins" }.to_owned()),
    );
    parts.extend(
        rule.blank.map(|yes| if yes { "can be left blank" } else { "cannot be left blank" }.to_owned()),
    );
    (!parts.is_empty()).then(|| format!("The ballot {}.", row(&parts)))
}
