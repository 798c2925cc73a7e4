//! The nearest known word to one that is not known, for remedies.

/// A longer word is nobody's slip of the pen, and comparing it would take long.
const LONGEST_COMPARED: usize = 64;
/// No union has more names than this; a hostile text could make the comparing take long.
const MOST_COMPARED: usize = 2000;

/// The known word nearest to this one, if any is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST_COMPARED {
        return None;
    }
    let lower = word.to_lowercase().replace(['_', ' '], "-");
    let length = lower.chars().count();
    known
        .into_iter()
        .take(MOST_COMPARED)
        .filter(|candidate| candidate.len().abs_diff(lower.len()) <= 4 && candidate.len() <= LONGEST_COMPARED)
        .map(|candidate| (strsim::damerau_levenshtein(&lower, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + length.max(candidate.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A remedy: the nearest known word, else the known words when they are few enough to list.
pub(crate) fn remedy(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("Did you mean `{near}`?"),
        None if known.is_empty() => "Nothing can be said here; take it out.".to_owned(),
        None => format!("Known here: {}.", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_finds_none() {
        let known = ["election", "eligibility", "notice", "term", "recall"];
        for (word, near) in [
            ("electon", Some("election")),
            ("Election", Some("election")),
            ("elegibility", Some("eligibility")),
            ("notices", Some("notice")),
            ("trem", Some("term")),
            ("zebra", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), near, "{word}");
        }
        assert_eq!(nearest(&"e".repeat(100_000), known), None);
    }
}
