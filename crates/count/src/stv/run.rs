//! From an election to an answer, the part every rule set of this folder shares: vacancies, preparation, the uncontested
//! case, the answer's head and its warnings.
//!
//! A casual vacancy is filled by counting all papers again without the vacating member (ERS97 clause 7.1): sitting members
//! may not be excluded, and the count ends as soon as the seat is filled again.
//!
//! Not here: any step of a count.

use super::table::{Filing, Table, called, number};
use crate::arith::Scale;
use crate::grouped::{Policy, Prepared, prepare, prepare_in_order, prepare_with};
use crate::method::{Group, Options, Stop};
use crate::reserve::{self, Reserve};
use crate::ties::Ties;
use crate::{Count, Election, RuleSet};

/// What a rule set tells the runner.
pub(super) struct Rule {
    pub id: &'static str,
    pub version: &'static str,
    pub text: &'static str,
    pub scale: Scale,
    pub filing: Filing,
    /// What an odd paper still says; `None` where the order of the papers in the file decides.
    pub reading: Reading,
    /// Warnings that every answer under these rules carries: points of the rule that are not verified.
    pub caveats: &'static [&'static str],
    pub vacancies: Vacancies,
    pub count: fn(&mut Table<'_>, &mut Ties<'_>, &mut Notes, &Prepared) -> Result<(), Stop>,
}

/// How the papers of the file are taken up.
pub(super) enum Reading {
    /// Equal papers together; gaps close up, an over-vote ends the paper.
    Merged,
    /// Equal papers together, odd ones by this policy.
    With(Policy),
    /// One by one in file order, odd ones as in `Merged`.
    InOrder,
}

/// Whether these rules fill a seat given up by counting again.
pub(super) enum Vacancies {
    /// They do, by clause 7.1 of ERS97.
    Recount,
    /// They do, by a count of their own.
    Own(fn(&Election, &Options) -> Result<Count, Stop>),
    /// They do not; it is done on demand, with this warning.
    OnDemand(&'static str),
    /// It is refused, for this reason.
    Refused(&'static str),
}

/// What a count says beside its stages.
#[derive(Default)]
pub(super) struct Notes {
    pub explanation: Vec<String>,
    pub warnings: Vec<String>,
}

/// Counts an election under a rule set.
///
/// *Errors*: a tie without a rule, or an election these rules do not fit.
pub(super) fn run(rule: &Rule, election: &Election, options: &Options) -> Result<Count, Stop> {
    if let Vacancies::Own(fill) = rule.vacancies
        && !options.vacating.is_empty()
    {
        return fill(election, options);
    }
    let mut notes = Notes::default();
    notes.warnings.extend(rule.caveats.iter().map(|caveat| caveat.to_string()));
    let mut groups = options.groups.clone();
    if !options.vacating.is_empty() {
        groups.push(sitting(rule, election, options, &mut notes)?);
    }
    let prepared = match &rule.reading {
        Reading::Merged => prepare(election, options)?,
        Reading::With(policy) => prepare_with(election, options, policy)?,
        Reading::InOrder => prepare_in_order(election, options)?,
    };
    let reserve = Reserve::new(&prepared, &groups)?;
    notes.warnings.extend_from_slice(reserve.shortfalls());
    notes.explanation.extend(options.groups.iter().map(reserve::told));
    let mut ties = Ties::new(&options.tie, election);
    let mut count = head(rule, election, &prepared);
    let field: Vec<u16> = prepared.field().collect();
    if field.len() == reserve.places() {
        count.elected = field.iter().copied().map(number).collect();
        notes.explanation.push(uncontested(field.len(), prepared.seats));
    } else {
        let mut table = Table::new(election, &prepared, rule.scale, rule.filing, reserve)?;
        (rule.count)(&mut table, &mut ties, &mut notes, &prepared)?;
        oddities(&table, election, &prepared, &mut notes);
        count.elected = table.elected.iter().copied().map(number).collect();
        count.stages = table.stages;
        notes.explanation.append(&mut table.remarks);
    }
    count.ties = ties.into_record();
    count.explanation = notes.explanation;
    count.warnings = notes.warnings;
    Ok(count)
}

/// The members who keep their seats while a vacancy is filled, as a group of whom everybody must be elected.
fn sitting(rule: &Rule, election: &Election, options: &Options, notes: &mut Notes) -> Result<Group, Stop> {
    match rule.vacancies {
        Vacancies::Recount | Vacancies::Own(_) => {}
        Vacancies::OnDemand(warning) => notes.warnings.push(warning.into()),
        Vacancies::Refused(why) => return Err(Stop::Unfit(why.into())),
    }
    let first = run(rule, election, &Options { vacating: Vec::new(), ..options.clone() })?;
    let elected = first.elected.iter().map(|number| (number - 1) as u16);
    let (gone, members): (Vec<u16>, Vec<u16>) =
        elected.partition(|candidate| options.vacating.contains(candidate));
    if gone.is_empty() {
        let names: Vec<String> =
            options.vacating.iter().map(|candidate| called(election, *candidate)).collect();
        let text = format!(
            "no seat is vacant: {} was not elected by these papers under {}",
            names.join(" and "),
            rule.id
        );
        return Err(Stop::Unfit(text));
    }
    let names = |candidates: &[u16]| {
        let names: Vec<String> = candidates.iter().map(|candidate| called(election, *candidate)).collect();
        names.join(", ")
    };
    notes.explanation.push(format!(
        "Casual vacancy: all papers are counted again without {}. Sitting members ({}) are not excluded, and the count ends when the vacant seats are filled.",
        names(&options.vacating),
        names(&members)
    ));
    let seats = members.len() as u32;
    Ok(Group { name: "sitting members".into(), members, min: seats, max: seats })
}

pub(super) fn head(rule: &Rule, election: &Election, prepared: &Prepared) -> Count {
    let rules = RuleSet::of(rule.id, rule.version, rule.text);
    Count {
        method: rules.name,
        rules_version: rules.version,
        rules_digest: rules.digest,
        seats: election.seats,
        candidates: election.candidates.clone(),
        ballots: prepared.ballots,
        valid: prepared.valid,
        ..Count::default()
    }
}

pub(super) fn uncontested(field: usize, seats: u32) -> String {
    match seats as usize - field {
        0 => format!("As many candidates as seats ({seats}): all are elected without a count."),
        empty => format!(
            "{field} candidates for {seats} seats: all are elected without a count, and {empty} stay empty."
        ),
    }
}

/// What a returning officer should look at twice.
pub(super) fn oddities(table: &Table<'_>, election: &Election, prepared: &Prepared, notes: &mut Notes) {
    if prepared.valid == 0 {
        notes.warnings.push("No paper is valid: only the tie rule decided.".into());
    }
    for candidate in table.elected.iter().filter(|candidate| table.of(**candidate) == 0) {
        let name = called(election, *candidate);
        notes.warnings.push(format!(
            "{name} is elected with no votes, as the rules fill every seat while candidates last."
        ));
    }
    let empty = prepared.seats as usize - table.elected.len();
    if empty > 0 {
        notes.warnings.push(format!(
            "{empty} of {} seats stay empty: the reserved seats' maximum leaves nobody for them.",
            prepared.seats
        ));
    }
    let invalid = prepared.ballots - prepared.valid;
    if invalid > 0 {
        notes.warnings.push(format!(
            "{invalid} of {} papers name nobody who stands, or nobody clearly, and do not count.",
            prepared.ballots
        ));
    }
}
