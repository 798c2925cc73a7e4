//! Whose power grows when a constitution is changed: guarantee by guarantee, what it took before and what it takes then. It
//! compares what was worked out for both documents and works out nothing itself.

use super::Guarantee;
use super::table::{Row, row};
use crate::print::Printer;

/// A guarantee that another constitution makes weaker, stronger or different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// What could be done to members: "Putting off the next election for ever".
    pub harm: String,
    /// Who can, and how long it takes otherwise, by the old document; `None` where it promises nothing of the kind.
    pub was: Option<String>,
    /// The same by the new one; `None` where the promise is gone.
    pub becomes: Option<String>,
    /// Which way.
    pub way: Way,
}

/// Which way a guarantee moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Fewer people are enough, or it can be made to take longer, or nothing is promised any more.
    Weaker,
    /// As many people, and others.
    Other,
    /// More people are needed, or it takes less long, or it is promised for the first time.
    Stronger,
}

impl Shift {
    /// The shift as one sentence.
    pub fn sentence(&self) -> String {
        match (&self.was, &self.becomes) {
            (Some(was), Some(becomes)) => format!("{}: was {was}, becomes {becomes}.", self.harm),
            (Some(was), None) => {
                format!("{}: was {was}, and there is no promise against it any more.", self.harm)
            }
            (None, Some(becomes)) => {
                format!("{}: there was no promise against it, becomes {becomes}.", self.harm)
            }
            (None, None) => String::new(),
        }
    }
}

/// What changes from one table of guarantees to another, what gets weaker first. Guarantees that change alike and differ only
/// in whom they are about are one shift.
pub fn shifts(old: (&[Guarantee], &Printer<'_>), new: (&[Guarantee], &Printer<'_>)) -> Vec<Shift> {
    let of = |all: &[Guarantee], like: &Guarantee| {
        all.iter().position(|other| other.id == like.id && other.subject == like.subject)
    };
    let mut pairs: Vec<(Option<&Guarantee>, Option<&Guarantee>)> =
        new.0.iter().map(|is| (of(old.0, is).and_then(|at| old.0.get(at)), Some(is))).collect();
    pairs.extend(old.0.iter().filter(|was| of(new.0, was).is_none()).map(|was| (Some(was), None)));
    let mut groups: Vec<(Shift, &Guarantee, Vec<&str>, bool)> = Vec::new();
    for (was, is) in pairs {
        let said = |guarantee: Option<&Guarantee>, printer: &Printer<'_>| {
            guarantee.map(|it| say(&row(it, &subjects(it), printer)))
        };
        let (before, after) = (said(was, old.1), said(is, new.1));
        let Some(of) = is.or(was).filter(|_| before != after) else { continue };
        let shift = Shift { harm: String::new(), was: before, becomes: after, way: way(was, is) };
        let alike = groups.iter_mut().find(|(known, first, ..)| *known == shift && first.id == of.id);
        match alike {
            Some((_, _, about, _)) => about.extend(subjects(of)),
            None => groups.push((shift, of, subjects(of), is.is_some())),
        }
    }
    let named = |(shift, of, about, is_new): (Shift, &Guarantee, Vec<&str>, bool)| {
        let printer = if is_new { new.1 } else { old.1 };
        Shift { harm: row(of, &about, printer).harm, ..shift }
    };
    let mut shifts: Vec<Shift> = groups.into_iter().map(named).collect();
    shifts.sort_by_key(|shift| shift.way);
    shifts
}

fn subjects(guarantee: &Guarantee) -> Vec<&str> {
    guarantee.subject.as_deref().into_iter().collect()
}

/// Both numbers of a guarantee in words: who can, how long it takes otherwise, and who could decide it.
fn say(row: &Row<'_>) -> String {
    let decided = row.capture.as_ref().map(|who| format!("decided against whoever asked: {who}"));
    let longest = Some(row.longest.clone()).filter(|longest| !longest.is_empty());
    // Days beside people who can do it for ever would sound as if they could not.
    let longest = longest.map(|days| if row.is_possible { format!("without them {days}") } else { days });
    let beside: Vec<String> = longest.into_iter().chain(decided).collect();
    if beside.is_empty() { row.who.clone() } else { format!("{} ({})", row.who, beside.join("; ")) }
}

fn way(was: Option<&Guarantee>, is: Option<&Guarantee>) -> Way {
    let (Some(was), Some(is)) = (was, is) else {
        return if is.is_some() { Way::Stronger } else { Way::Weaker };
    };
    // Fewer people who suffice is worse, more days is worse.
    let people = |it: &Guarantee| [it.stall.unwrap_or(usize::MAX), it.capture.unwrap_or(usize::MAX)];
    let days = |it: &Guarantee| it.bounds.iter().filter_map(|bound| bound.days).max().unwrap_or(0);
    let (before, after) = (people(was), people(is));
    if after.iter().zip(&before).any(|(after, before)| after < before) {
        return Way::Weaker;
    }
    if after != before {
        return Way::Stronger;
    }
    match days(is).cmp(&days(was)) {
        std::cmp::Ordering::Greater => Way::Weaker,
        std::cmp::Ordering::Equal => Way::Other,
        std::cmp::Ordering::Less => Way::Stronger,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Constitution;
    use crate::{Document, guarantee::guarantees};
    use jiff::civil::date;

    const OLD: &str = include_str!("../../../../examples/model-local.md");

    fn between(old: &str, new: &str) -> Vec<Shift> {
        let [old, new] = [old, new].map(|text| -> Constitution { Document::parse(text, "x.md").unwrap() });
        let of = |document: &Constitution| guarantees(document, date(2026, 9, 1));
        shifts((&of(&old), &Printer::new(&old)), (&of(&new), &Printer::new(&new)))
    }

    #[test]
    fn the_same_text_shifts_nothing_and_going_back_undoes_what_going_there_did() {
        assert_eq!(between(OLD, OLD), []);
        let word = |from: &str, to: &str| {
            let new = OLD.replacen(from, to, 1);
            assert_ne!(new, OLD, "the example has {from}");
            (between(OLD, &new), between(&new, OLD))
        };
        // Nobody steps in for a treasurer who keeps quiet.
        let (there, back) = word(
            "within=\"60d\" by=\"treasurer\" every=\"1y\" otherwise=\"clock\"",
            "within=\"60d\" by=\"treasurer\" every=\"1y\"",
        );
        let [shift] = there.as_slice() else { panic!("{there:?}") };
        assert_eq!(shift.way, Way::Weaker);
        assert!(shift.harm.contains("accounts"), "{shift:?}");
        assert!(shift.was.as_ref().unwrap().starts_with("nobody ("), "{shift:?}");
        assert_eq!(shift.becomes.as_deref(), Some("the treasurer alone (without them 60 days at most)"));
        assert_eq!(
            (&back[0].was, &back[0].becomes, back[0].way),
            (&shift.becomes, &shift.was, Way::Stronger)
        );
    }

    #[test]
    fn a_promise_that_is_taken_out_is_said_to_be_gone() {
        let start = OLD.find("```rules\ncomplaint \"any\" {").unwrap();
        let end = start + 3 + OLD[start + 3..].find("```").unwrap() + 3;
        let new = format!("{}{}", &OLD[..start], &OLD[end..]);
        let new = new.replace("{#complaints}", "{#complaints prose-only}");
        let gone = between(OLD, &new);
        let about = |shift: &&Shift| shift.harm.starts_with("Burying a complaint");
        let shift = gone.iter().find(about).unwrap();
        assert_eq!((shift.way, &shift.becomes), (Way::Weaker, &None));
        assert!(shift.harm.contains("the president") && shift.harm.contains("the treasurer"), "{shift:?}");
        assert!(shift.sentence().ends_with("there is no promise against it any more."));
    }
}
