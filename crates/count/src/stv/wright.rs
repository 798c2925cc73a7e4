//! The Wright system: after each exclusion the count starts again with the candidates left, every paper at full value.
//!
//! Not verified against a rule text or an official count: the published description says how the count starts again and
//! how surpluses pass on, and leaves places, ties and the order of surpluses open. What is chosen here is in the text.

use super::run::{Notes, Reading, Rule, Vacancies, run};
use super::steps::{Look, doomed, elect, explain_reserve, largest_surplus, lowest, transfer_weighted};
use super::table::{Filing, Table};
use crate::arith::{Scale, Votes};
use crate::grouped::Prepared;
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::Ties;
use crate::{Count, Election};

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"elected":"votes at or above the quota of the pass; final in the last pass","equal_marks":"the paper ends there","#,
    r#""exclusion":"one candidate, the lowest when all surpluses of the pass are transferred; then a new pass with all papers at full value","#,
    r#""last_places":"as many continuing as places: all elected","method":"wright","places":5,"#,
    r#""quota":"floor(papers in play in this pass / (seats + 1)) + 1","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""rounding":"down, once","skipped_ranks":"closed up","source":"published description of the Wright system; places, ties and order of surpluses chosen here","#,
    r#""surplus":"largest first; each paper at floor(surplus x value / votes)","#,
    r#""tie":"backwards, latest stage with a difference, step by step; then the declared rule","#,
    r#""uncontested":"all elected without a count","vacancy":"on demand: recount without the vacating member, sitting members guarded","version":"1"}"#
);

const RULE: Rule = Rule {
    id: "wright",
    version: "1",
    text: TEXT,
    scale: Scale::new(5),
    filing: Filing::ByValue,
    reading: Reading::Merged,
    caveats: &[
        "The Wright system is counted here from its published description; five places, the order of surpluses and the breaking of ties are this program's choices, and no official count has been reproduced.",
    ],
    vacancies: Vacancies::OnDemand(
        "The Wright system says nothing of vacancies; this recount follows ERS97 clause 7.1 with the Wright rules.",
    ),
    count,
};

/// The Wright system.
pub(super) const METHOD: Method =
    Method { id: RULE.id, name: "Single transferable vote, Wright system", rules: TEXT, count: method };

fn method(election: &Election, options: &Options) -> Result<Count, Stop> {
    run(&RULE, election, options)
}

fn count(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    notes: &mut Notes,
    prepared: &Prepared,
) -> Result<(), Stop> {
    let mut out = Vec::new();
    loop {
        table.check_room(0)?;
        let start = table.stages.len();
        if pass(table, ties, notes, prepared, &out)? {
            return Ok(());
        }
        out = doomed(table);
        if out.is_empty() {
            out.push(lowest(table, ties, Look::Back)?);
        }
        undo(table, start);
        explain_reserve(table, &out);
        table.exclude(&out);
        table.restart();
    }
}

/// One pass: first preferences, then every surplus. Answers whether all places are filled.
fn pass(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    notes: &mut Notes,
    prepared: &Prepared,
    out: &[u16],
) -> Result<bool, Stop> {
    let divisor = u64::from(prepared.seats) + 1;
    let lost = u64::try_from(table.lost / table.scale.one()).unwrap_or(0);
    let in_play = prepared.valid - lost;
    let quota: Votes = table.scale.whole(in_play / divisor + 1);
    let text = format!(
        "{in_play} papers in play divided by {divisor}, fractions dropped, and one more: {}.",
        in_play / divisor + 1
    );
    match out {
        [] => notes.explanation.push(format!("Quota: {text}")),
        _ => table.remark(&format!("all papers are counted again among the candidates left. Quota: {text}")),
    }
    let mut done = elect(table, ties, Look::Back, quota)?;
    table.close(if out.is_empty() { Action::First } else { Action::Exclusion }, out, Some(quota));
    while !done {
        let Some(candidate) = largest_surplus(table, ties, Look::Back, quota)? else { break };
        transfer_weighted(table, candidate, quota);
        done = elect(table, ties, Look::Back, quota)?;
        table.close(Action::Surplus, &[candidate], Some(quota));
    }
    Ok(done)
}

/// A quota reached in a pass that was not the last is no election.
fn undo(table: &mut Table<'_>, start: usize) {
    let mut undone = Vec::new();
    for (index, stage) in table.stages.iter_mut().enumerate().skip(start) {
        let reached = std::mem::take(&mut stage.elected);
        if !reached.is_empty() {
            undone.push((index + 1, reached));
        }
    }
    for (stage, reached) in undone {
        let reached: Vec<u16> = reached.iter().map(|number| (number - 1) as u16).collect();
        let names = table.called(&reached);
        table.remarks.push(format!(
            "Stage {stage}: at the quota of this pass, though the last pass decides who is elected: {names}."
        ));
    }
}
