//! PRSA 1977: the rules of the Proportional Representation Society of Australia, thousandths and last parcels.
//!
//! Verified against the opening clauses of the rules (1.1 to 2.3): the quota in thousandths, and that only transferable
//! papers divide a surplus. Not verified: which surplus goes first, when one is deferred, how an excluded candidate's
//! parcels pass on, and how ties fall; the text says what is done here.

use super::run::{Notes, Reading, Rule, Vacancies, run};
use super::steps::{
    Look, doomed, elect, elect_at_quota, explain_reserve, largest_surplus, next_out, transfer_last_parcel,
};
use super::table::{Filing, Parcel, Status, Table};
use crate::arith::{Scale, Votes};
use crate::grouped::Prepared;
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::Ties;
use crate::{Count, Election};

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"deferral":"while all surpluses together are no more than the difference of the two lowest","#,
    r#""elected":"votes at or above the quota, after first preferences, each surplus, each parcel","equal_marks":"the paper ends there","#,
    r#""exclusion":"one candidate, the lowest; parcels in the order received, each at the value it has","#,
    r#""last_places":"as many continuing as places: all elected","method":"prsa-1977","places":3,"#,
    r#""quota":"valid votes in thousandths / (seats + 1), fractions dropped, and one thousandth","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""rounding":"transfer value down to thousandths","skipped_ranks":"closed up","source":"PRSA rules 1977, clauses 1.1 to 2.3; the rest chosen here","#,
    r#""surplus":"largest first; last parcel only; over its transferable papers, at most their present value","#,
    r#""tie":"backwards, latest stage with a difference, step by step; then the declared rule","#,
    r#""uncontested":"all elected without a count","vacancy":"on demand: recount without the vacating member, sitting members guarded","version":"1"}"#
);

const RULE: Rule = Rule {
    id: "prsa-1977",
    version: "1",
    text: TEXT,
    scale: Scale::new(3),
    filing: Filing::ByArrival,
    reading: Reading::Merged,
    caveats: &[
        "PRSA 1977: the order of surpluses, their deferral, the order in which an excluded candidate's parcels pass on and the breaking of ties have not been checked against the rules; treat this count as experimental.",
    ],
    vacancies: Vacancies::OnDemand(
        "How these rules fill a vacancy has not been checked; this recount follows ERS97 clause 7.1 with the PRSA rules.",
    ),
    count,
};

/// PRSA 1977.
pub(super) const METHOD: Method = Method {
    id: RULE.id,
    name: "Single transferable vote, Proportional Representation Society of Australia 1977",
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
    let divisor = Votes::from(prepared.seats) + 1;
    let quota = table.scale.whole(prepared.valid) / divisor + 1;
    notes.explanation.push(format!(
        "Quota: {} valid papers divided by {divisor} (seats and one more), to the thousandth next above: {}.",
        prepared.valid,
        table.scale.text(quota)
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
    if doomed(table).is_empty()
        && !deferred(table, quota)
        && let Some(candidate) = largest_surplus(table, ties, Look::Back, quota)?
    {
        transfer_last_parcel(table, candidate, quota);
        return Ok((Action::Surplus, vec![candidate]));
    }
    let out = next_out(table, ties, Look::Back)?;
    exclude_by_parcels(table, ties, out, quota)?;
    Ok((Action::Exclusion, vec![out]))
}

fn deferred(table: &Table<'_>, quota: Votes) -> bool {
    let surplus = |candidate: u16| (table.of(candidate) - quota).max(0);
    let surpluses: Votes = table.having(Status::Elected).into_iter().map(surplus).sum();
    let mut votes: Vec<Votes> = table.continuing().into_iter().map(|candidate| table.of(candidate)).collect();
    votes.sort_unstable();
    matches!(votes[..], [lowest, next, ..] if surpluses <= next - lowest)
}

fn exclude_by_parcels(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    out: u16,
    quota: Votes,
) -> Result<(), Stop> {
    explain_reserve(table, &[out]);
    table.exclude(&[out]);
    for Parcel { value, lines, papers } in std::mem::take(&mut table.held[usize::from(out)]) {
        let sorted = table.sort(&lines);
        let credited = table.pass_on(out, sorted, value);
        let parcel = value * Votes::from(papers);
        table.lose(out, parcel - credited);
        table.votes[usize::from(out)] -= parcel;
        elect_at_quota(table, ties, Look::Back, quota)?;
    }
    Ok(())
}
