//! Scottish local elections, SSI 2011/399 schedule 1 rules 46 to 53 (as 2007/42, with SSI 2021/437).
//!
//! *Source*: the steps S1 to S4 are those of the rules in order: first preferences and quota (46, 47), surplus (48, 49),
//! exclusion (50, 51), and filling the last places (52, 53). Values are cut, never rounded, to five places.

use super::run::{Notes, Reading, Rule, Vacancies, run};
use super::steps::{Look, doomed, elect, exclude, largest_surplus, lowest, transfer_weighted};
use super::table::{Filing, Table};
use crate::arith::{Scale, Votes};
use crate::grouped::Prepared;
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::Ties;
use crate::{Count, Election};

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"deferral":"none","elected":"votes at or above the quota, at the end of every stage","#,
    r#""equal_marks":"the paper ends there","exclusion":"one candidate, the lowest, all papers in one stage, at the value each has","#,
    r#""last_places":"as many continuing as places: all elected at the end of that stage","method":"scottish-2011","places":5,"#,
    r#""quota":"floor(valid / (seats + 1)) + 1, fixed","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""rounding":"down, once","skipped_ranks":"closed up","source":"SSI 2011/399 schedule 1 rules 46-53; SSI 2021/437","#,
    r#""surplus":"largest first; each paper at floor(surplus x value / votes)","#,
    r#""tie":"backwards, latest stage with a difference, step by step; then the declared rule","#,
    r#""uncontested":"all elected without a count","vacancy":"on demand: recount without the vacating member, sitting members guarded","#,
    r#""version":"1"}"#
);

const RULE: Rule = Rule {
    id: "scottish-2011",
    version: "1",
    text: TEXT,
    scale: Scale::new(5),
    filing: Filing::ByValue,
    reading: Reading::Merged,
    caveats: &[],
    vacancies: Vacancies::OnDemand(
        "Scottish councils fill a vacancy by a by-election; this recount follows ERS97 clause 7.1 with the Scottish rules.",
    ),
    count,
};

/// Scottish STV.
pub(super) const METHOD: Method = Method {
    id: RULE.id,
    name: "Single transferable vote, Scottish local elections 2011",
    rules: TEXT,
    count: method,
};

fn method(election: &Election, options: &Options) -> Result<Count, Stop> {
    run(&RULE, election, options)
}

fn count(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    notes: &mut Notes,
    prepared: &Prepared,
) -> Result<(), Stop> {
    let (valid, divisor) = (prepared.valid, u64::from(prepared.seats) + 1);
    let whole = valid / divisor + 1;
    let quota = table.scale.whole(whole);
    notes.explanation.push(format!(
        "Quota: {valid} valid papers divided by {divisor} (seats and one more), fractions dropped, and one more: {whole}."
    ));
    let mut done = elect(table, ties, Look::Back, quota)?;
    table.close(Action::First, &[], Some(quota));
    while !done {
        table.check_room(0)?;
        let (action, of) = step(table, ties, quota)?;
        done = elect(table, ties, Look::Back, quota)?;
        table.close(action, &of, Some(quota));
    }
    Ok(())
}

fn step(table: &mut Table<'_>, ties: &mut Ties<'_>, quota: Votes) -> Result<(Action, Vec<u16>), Stop> {
    let out = doomed(table);
    if !out.is_empty() {
        exclude(table, &out);
        return Ok((Action::Exclusion, out));
    }
    if let Some(candidate) = largest_surplus(table, ties, Look::Back, quota)? {
        transfer_weighted(table, candidate, quota);
        return Ok((Action::Surplus, vec![candidate]));
    }
    let candidate = lowest(table, ties, Look::Back)?;
    exclude(table, &[candidate]);
    Ok((Action::Exclusion, vec![candidate]))
}
