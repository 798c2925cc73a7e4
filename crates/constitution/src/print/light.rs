//! The lightly typed rules in plain sentences.

use super::{Printer, plain};
use crate::rules::{PublicationRule, QuorumRule, ThresholdRule, VacancyRule};

impl Printer<'_> {
    pub(super) fn publication(&self, rule: &PublicationRule) -> Vec<String> {
        let to = match rule.to.as_str() {
            "members" => "all members",
            "public" => "everybody",
            "board" => "the board",
            other => other,
        };
        let by = rule.by.as_ref().map(|by| format!(", by {}", self.the(&by.is))).unwrap_or_default();
        vec![format!("Told to {to} within {}{by}: {}.", rule.within.in_words(), plain(&rule.what.is))]
    }

    pub(super) fn quorum(&self, rule: &QuorumRule) -> Vec<String> {
        let number = rule.number.map(|number| format!("{number} people"));
        let enough =
            number.or_else(|| Some(share(rule.share.as_deref()?, rule.of.as_deref()))).unwrap_or_default();
        vec![format!("A quorum of {} is {enough}.", self.the(&rule.body.is))]
    }

    pub(super) fn threshold(&self, rule: &ThresholdRule) -> Vec<String> {
        let how = match rule.secret {
            Some(true) => ", by secret ballot",
            _ => "",
        };
        vec![format!(
            "A decision on {} needs {}{how}.",
            plain(&rule.class.is),
            share(&rule.share, Some(&rule.of))
        )]
    }

    pub(super) fn vacancy(&self, rule: &VacancyRule) -> Vec<String> {
        let mut out =
            vec![format!("When an office is empty, this holds for {}.", self.offices(&rule.offices))];
        out.extend(self.ladder(&rule.filled_by, "fill it", "it stays empty"));
        out.extend(
            rule.special_election_within
                .map(|span| format!("A special election is held within {}.", span.in_words())),
        );
        out
    }
}

/// "2/3 of the votes cast".
fn share(share: &str, of: Option<&str>) -> String {
    let share = if share == "majority" { "a majority" } else { share };
    let of = match of {
        Some("members") => " of all members",
        Some("good-standing") => " of the members in good standing",
        Some("eligible") => " of those who can vote",
        Some("present") => " of those present",
        Some("cast") => " of the votes cast",
        Some("delegates") => " of the delegates",
        Some("seats") => " of the seats",
        _ => "",
    };
    format!("{share}{of}")
}
