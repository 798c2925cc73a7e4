//! Eligibility: the conclusion the rules draw from what an officer found about a nominee, with its reasons.

use super::command::Finding;
use rankfile_constitution::program::EligibilityTerms;
use rankfile_constitution::step::{Span, Unit};

/// Whether the nominee can stand, and why, one sentence for each rule that was applied.
pub fn judge(terms: &EligibilityTerms, finding: &Finding) -> (bool, Vec<String>) {
    let mut eligible = true;
    let mut reasons = Vec::new();
    if let Some(span) = terms.member_for {
        let needed = months(span);
        let enough = finding.member_months >= needed;
        eligible &= enough;
        let sign = if enough { "at least" } else { "fewer than" };
        reasons.push(format!("a member for {} months, {sign} the {needed} asked for", finding.member_months));
    }
    if terms.good_standing {
        eligible &= finding.good_standing;
        reasons.push(if finding.good_standing {
            "in good standing".into()
        } else {
            "not in good standing".into()
        });
    }
    for ground in &terms.excluded {
        let applies = finding.excluded_by.contains(ground);
        eligible &= !applies;
        if applies {
            reasons.push(format!("excluded as {ground}"));
        }
    }
    (eligible, reasons)
}

/// Whole months of a span, rounded up, so that no rule is read shorter than it is written.
fn months(span: Span) -> u32 {
    match span.unit {
        Unit::Years => span.amount.saturating_mul(12),
        Unit::Months => span.amount,
        Unit::Days | Unit::BusinessDays => span.amount.div_ceil(30),
        Unit::Hours => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankfile_constitution::step::ArticleId;

    #[test]
    fn every_ground_excludes_by_itself_and_is_named() {
        let terms = EligibilityTerms {
            member_for: Some(Span { amount: 6, unit: Unit::Months }),
            good_standing: true,
            excluded: vec!["supervisor".to_owned()],
            article: ArticleId("elections".to_owned()),
        };
        let good = Finding { member_months: 6, good_standing: true, excluded_by: Vec::new() };
        assert!(judge(&terms, &good).0);
        for (bad, word) in [
            (Finding { member_months: 5, ..good.clone() }, "fewer than the 6"),
            (Finding { good_standing: false, ..good.clone() }, "not in good standing"),
            (Finding { excluded_by: vec!["supervisor".to_owned()], ..good.clone() }, "supervisor"),
        ] {
            let (eligible, reasons) = judge(&terms, &bad);
            assert!(!eligible && reasons.iter().any(|reason| reason.contains(word)), "{reasons:?}");
        }
    }
}
