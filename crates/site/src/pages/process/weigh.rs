//! What a proposed constitution would change: its rules and words, whose power grows with both numbers, and the text itself
//! with the table of its guarantees and what is found in it. Worked out away from the pages, once for each pair of texts.

use crate::pages::constitution;
use crate::site::blocking;
use crate::trouble::Trouble;
use crate::words::Language;
use jiff::civil::Date;
use rankfile_constitution::compare::compare;
use rankfile_constitution::guarantee::{Shift, guarantees, shifts};
use rankfile_constitution::print::Printer;
use rankfile_constitution::{Constitution, Diagnostic, Document, compile};
use std::sync::{Arc, Mutex, PoisonError};

/// The answer.
pub(super) struct Weighed {
    /// What changes: how much it weighs, and a sentence.
    pub changes: Vec<(&'static str, String)>,
    /// Whose power grows, what gets weaker first.
    pub shifts: Vec<Shift>,
    /// The proposed text as a page: its guarantees, what is found in it, its articles.
    pub shown: String,
}

/// Two texts, to be weighed on a day, in a language.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The text in force when it is weighed.
    pub old: Arc<str>,
    /// The proposed one.
    pub new: Arc<str>,
    /// The day.
    pub as_of: Date,
    /// Of the page's own words.
    pub language: Language,
    /// Whether the union only rehearses a document that is not complete enough to govern by.
    pub rehearsal: bool,
}

/// What is wrong in a proposed text.
pub(super) type Unread = Vec<Diagnostic>;

/// Weighs.
///
/// *Errors*: inside, what is wrong in the new text; outside, that of the old one cannot be read.
pub(super) async fn weigh(pair: Pair) -> Result<Result<Arc<Weighed>, Unread>, Trouble> {
    static KEPT: Mutex<Vec<(Pair, Arc<Weighed>)>> = Mutex::new(Vec::new());
    let kept = || KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, weighed)) = kept().iter().find(|(of, _)| *of == pair) {
        return Ok(Ok(weighed.clone()));
    }
    blocking(move || {
        let old = Document::parse(&pair.old, "constitution.md")
            .map_err(|_| Trouble::bug("the constitution in force cannot be read"))?;
        let new = match read(&pair) {
            Ok(new) => new,
            Err(unread) => return Ok(Err(unread)),
        };
        let weighed = Arc::new(work(&old, &new, &pair));
        let mut kept = kept();
        if kept.len() >= 16 {
            kept.remove(0);
        }
        kept.push((pair, weighed.clone()));
        Ok(Ok(weighed))
    })
    .await
}

/// Reads the proposed text as the hall will: it must be complete enough to run, but for a rehearsal.
fn read(pair: &Pair) -> Result<Constitution, Unread> {
    let new = Document::parse(&pair.new, "constitution.md")?;
    if !pair.rehearsal {
        compile(&new)?;
    }
    Ok(new)
}

fn work(old: &Constitution, new: &Constitution, pair: &Pair) -> Weighed {
    let changes = compare(old, new).changes.into_iter().map(|change| (change.weight.word(), change.sentence));
    let (was, is) = (guarantees(old, pair.as_of), guarantees(new, pair.as_of));
    Weighed {
        changes: changes.collect(),
        shifts: shifts((&was, &Printer::new(old)), (&is, &Printer::new(new))),
        shown: constitution::view(new, pair.as_of, pair.language, true),
    }
}
