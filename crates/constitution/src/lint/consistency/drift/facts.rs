//! Numbers in prose: lengths of time, shares, counts and months, in figures or spelled out, each with its sentence. It reads
//! English as constitutions are written, claims nothing it is not sure of, and knows no rule.

use super::phrases;
use crate::step::{Span, Unit};

/// What a number in prose, or in a rule, says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    /// A length of time. *Units*: months, hours or business days, by the second.
    Time(u64, Measure),
    /// A share, reduced.
    Share(u64, u64),
    /// More than half.
    Majority,
    /// The most votes, however few.
    Plurality,
    /// A number of people or things.
    Count(u64),
    /// An amount of money.
    Money(u64),
    /// A month, from 1.
    Month(usize),
}

/// Lengths of time that compare exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    Months,
    Hours,
    BusinessDays,
}

/// A fact in prose.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub fact: Fact,
    /// The words it is said in.
    pub words: String,
    /// Its sentence, as words in small letters.
    pub sentence: Vec<String>,
    /// Which word of the sentence.
    pub position: usize,
}

impl Fact {
    pub fn time(span: Span) -> Self {
        let amount = u64::from(span.amount);
        match span.unit {
            Unit::Years => Self::Time(amount * 12, Measure::Months),
            Unit::Months => Self::Time(amount, Measure::Months),
            Unit::Days => Self::Time(amount * 24, Measure::Hours),
            Unit::Hours => Self::Time(amount, Measure::Hours),
            Unit::BusinessDays => Self::Time(amount, Measure::BusinessDays),
        }
    }

    pub fn share(part: u64, whole: u64) -> Self {
        fn divisor(a: u64, b: u64) -> u64 {
            if b == 0 { a.max(1) } else { divisor(b, a % b) }
        }
        let by = divisor(part, whole);
        Self::Share(part / by, whole / by)
    }

    /// Whether two facts are of one sort, so that one can contradict the other.
    pub fn is_like(&self, other: &Self) -> bool {
        let sort = |fact: &Self| match fact {
            Self::Time(..) => 0,
            Self::Share(..) | Self::Majority => 1,
            Self::Plurality => 2,
            Self::Count(_) => 3,
            Self::Month(_) => 4,
            Self::Money(_) => 5,
        };
        sort(self) == sort(other)
    }
}

/// A word of prose.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// In small letters.
    pub text: String,
    /// As it stands there.
    pub said: String,
    ends_sentence: bool,
    pub is_upper: bool,
}

/// Every fact in a prose.
pub(super) fn of(prose: &str) -> Vec<Found> {
    let words = split(prose);
    let mut found = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        if word.ends_sentence || at + 1 == words.len() {
            sentence(words.get(start..=at).unwrap_or_default(), &mut found);
            start = at + 1;
        }
    }
    found
}

/// Words in small letters; a hyphen divides, so that "two-year term" is three words.
fn split(prose: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for raw in
        prose.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '(' | ')' | '/'))
    {
        let is_fraction = raw.ends_with('/') && raw.trim_end_matches('/').bytes().all(|b| b.is_ascii_digit());
        let body = raw
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | '(' | ')' | '/'));
        let core = body.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | '$'));
        let ends = body
            .trim_end_matches(['"', '\'', ')', '*', '_', '\u{201d}'])
            .ends_with(['.', '!', '?', ';', ':'])
            || raw.matches('\n').count() > 1;
        if core.is_empty() {
            if ends && let Some(last) = out.last_mut() {
                last.ends_sentence = true;
            }
            continue;
        }
        let is_upper = core.starts_with(|c: char| c.is_uppercase());
        let said = if is_fraction { format!("{core}/") } else { core.to_owned() };
        let mut text = core.to_lowercase();
        if is_fraction {
            text.push('/');
        }
        out.push(Word { text, said, ends_sentence: ends, is_upper });
    }
    out
}

fn sentence(words: &[Word], found: &mut Vec<Found>) {
    let all: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    let mut at = 0;
    while at < words.len() {
        let Some((fact, length)) = phrases::fact(words, at) else {
            at += 1;
            continue;
        };
        let length = length.max(1);
        if let Some(fact) = fact {
            let said: Vec<&str> = words.iter().skip(at).take(length).map(|word| word.said.as_str()).collect();
            found.push(Found {
                fact,
                words: said.join(" ").replace("/ ", "/"),
                sentence: all.clone(),
                position: at,
            });
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(text: &str) -> Vec<Fact> {
        of(text).into_iter().map(|found| found.fact).collect()
    }

    fn days(count: u64) -> Fact {
        Fact::Time(count * 24, Measure::Hours)
    }
    const fn months(count: u64) -> Fact {
        Fact::Time(count, Measure::Months)
    }

    #[test]
    fn lengths_of_time_are_read_in_figures_and_in_words() {
        for (text, fact) in [
            ("within 30 days", days(30)),
            ("within thirty days", days(30)),
            ("forty-five days", days(45)),
            ("a hundred and twenty days", days(120)),
            ("a two-year term", months(24)),
            ("for a year", months(12)),
            ("three weeks", days(21)),
            ("72 hours", days(3)),
            ("10 business days", Fact::Time(10, Measure::BusinessDays)),
            ("every year", months(12)),
            ("30 days' notice", days(30)),
            ("six months", months(6)),
            ("twenty-one (21) days", days(21)),
            ("a biennial election", months(24)),
        ] {
            assert_eq!(facts(text), [fact], "{text}");
        }
        assert_eq!(facts("held every second November"), [months(24), Fact::Month(11)]);
    }

    #[test]
    fn shares_counts_and_months_are_read() {
        for (text, fact) in [
            ("two thirds of the votes", Fact::Share(2, 3)),
            ("a two-thirds vote", Fact::Share(2, 3)),
            ("2/3 of those present", Fact::Share(2, 3)),
            ("one fifth of the members", Fact::Share(1, 5)),
            ("20 percent", Fact::Share(1, 5)),
            ("20% of us", Fact::Share(1, 5)),
            ("a majority of them", Fact::Majority),
            ("more than half agree", Fact::Majority),
            ("50% plus one", Fact::Majority),
            ("fifty percent plus one of us", Fact::Majority),
            ("a plurality wins", Fact::Plurality),
            ("whoever has the most votes", Fact::Plurality),
            ("25 members are a quorum", Fact::Count(25)),
            ("Three members sit on it", Fact::Count(3)),
            ("it falls in October", Fact::Month(10)),
        ] {
            assert_eq!(facts(text), [fact], "{text}");
        }
    }

    #[test]
    fn names_dates_and_amounts_are_no_counts() {
        for text in [
            "Article 12 and Section 3 say so",
            "We are Local 12",
            "on 15 October 2026",
            "a fee of 50 dollars",
            "up to $500",
            "one of them",
            "members may vote",
            "Nobody holds an office twice",
        ] {
            assert!(
                !facts(text).iter().any(|fact| matches!(fact, Fact::Count(_))),
                "{text}: {:?}",
                facts(text)
            );
        }
        assert!(facts("Members may vote. May they?").is_empty());
    }
}
