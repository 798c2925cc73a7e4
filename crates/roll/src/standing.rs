//! Words for good standing and its opposite, as rolls write them, in English and Spanish.

use crate::cell::fold;
use crate::member::Standing;

const GOOD: [&str; 24] = [
    "good",
    "goodstanding",
    "ingoodstanding",
    "ok",
    "okay",
    "yes",
    "y",
    "true",
    "1",
    "active",
    "current",
    "paid",
    "paidup",
    "uptodate",
    "eligible",
    "si",
    "s",
    "verdadero",
    "activo",
    "activa",
    "aldia",
    "alcorriente",
    "vigente",
    "pagado",
];

/// No more than the word "no": the reason is not given.
const BARE_NOT_GOOD: [&str; 8] = ["notgood", "notingoodstanding", "no", "n", "false", "0", "falso", "bad"];

/// Words that are a reason in themselves.
const REASONS: [&str; 27] = [
    "suspended",
    "suspension",
    "arrears",
    "inarrears",
    "owing",
    "owes",
    "unpaid",
    "behind",
    "delinquent",
    "inactive",
    "lapsed",
    "expelled",
    "withdrawn",
    "resigned",
    "terminated",
    "ineligible",
    "suspendido",
    "suspendida",
    "moroso",
    "morosa",
    "atrasado",
    "atrasada",
    "inactivo",
    "inactiva",
    "expulsado",
    "expulsada",
    "baja",
];

const NOT_IN_GOOD_STANDING: &str = "not in good standing";
const PREFIX: &str = "not good:";

/// Reads a tidied, non-empty cell.
///
/// *Shape*: a word of the vocabulary, or `not good: reason` with any reason.
/// *Errors*: the nearest word known, if one is near.
pub(crate) fn read(text: &str) -> Result<Standing, Option<&'static str>> {
    if let Some(reason) = strip_prefix_ignoring_case(text, PREFIX) {
        let reason = reason.trim();
        let reason = if reason.is_empty() { NOT_IN_GOOD_STANDING } else { reason };
        return Ok(Standing::NotGood(reason.into()));
    }
    let word = fold(text);
    if GOOD.contains(&word.as_str()) {
        Ok(Standing::Good)
    } else if BARE_NOT_GOOD.contains(&word.as_str()) {
        Ok(Standing::NotGood(NOT_IN_GOOD_STANDING.into()))
    } else if REASONS.contains(&word.as_str()) {
        Ok(Standing::NotGood(text.into()))
    } else {
        Err(nearest(&word))
    }
}

/// Writes a standing so that [`read`] gives it back.
pub(crate) fn render(standing: &Standing) -> String {
    match standing {
        Standing::Good => "good".into(),
        Standing::NotGood(reason) if read(reason).as_ref() == Ok(standing) => reason.clone(),
        Standing::NotGood(reason) => format!("{PREFIX} {reason}"),
    }
}

fn nearest(word: &str) -> Option<&'static str> {
    let known = GOOD.iter().chain(&BARE_NOT_GOOD).chain(&REASONS).filter(|known| known.len() > 2);
    let scored = known.map(|known| (strsim::normalized_damerau_levenshtein(word, known), *known));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.7).then_some(best.1)
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn not_good(reason: &str) -> Result<Standing, Option<&'static str>> {
        Ok(Standing::NotGood(reason.into()))
    }

    #[test]
    fn words_people_use_are_known_in_any_case_and_accent() {
        for word in ["Good", "in good standing", "OK", "1", "Sí", "AL DÍA", "paid-up", "Active"] {
            assert_eq!(read(word), Ok(Standing::Good), "{word}");
        }
        for word in ["no", "0", "FALSE", "Not good", "not in good standing"] {
            assert_eq!(read(word), not_good("not in good standing"), "{word}");
        }
        assert_eq!(read("In arrears"), not_good("In arrears"));
        assert_eq!(read("Not good: owes March"), not_good("owes March"));
        assert_eq!(read("not good:"), not_good("not in good standing"));
    }

    #[test]
    fn an_unknown_word_is_answered_with_the_nearest_known() {
        assert_eq!(read("suspnded"), Err(Some("suspended")));
        assert_eq!(read("actve"), Err(Some("active")));
        assert_eq!(read("retired"), Err(None));
        assert_eq!(read("***"), Err(None));
    }

    proptest! {
        #[test]
        fn every_standing_reads_back(reason in "(not good: ?)?(good|arrears|no|[a-zé0-9:]{1,9}( [a-z]{1,5})?)") {
            for standing in [Standing::Good, Standing::NotGood(crate::cell::tidy(&reason))] {
                prop_assert_eq!(read(&render(&standing)), Ok(standing));
            }
        }
    }
}
