//! Cambridge, Massachusetts (General Laws chapter 54A): whole papers, surpluses by the Cincinnati method, a candidate stops
//! at the quota.
//!
//! *Source*: letters in brackets are those of section 9. The result depends on the order of the papers: here that of the
//! file. A vacancy (section 13) is filled from the papers that elected the member who left.

use super::run::{Notes, Reading, Rule, Vacancies, head, run};
use super::steps::{
    FOR_EXCLUSION, FOR_TRANSFER, Look, elect_at_quota, explain_reserve, fill_last, lowest, next_out, untie,
};
use super::table::{Filing, Status, Table, called, number};
use crate::arith::{Scale, Votes};
use crate::grouped::{Prepared, prepare_in_order};
use crate::method::{Method, Options, Stop};
use crate::report::Action;
use crate::ties::{Pick, Ties};
use crate::{Count, Election, Mark, Papers};

/// (g): as many as the signatures a nomination needs in Cambridge.
const FEWEST: Votes = 50;

/// Every parameter, in words.
const TEXT: &str = concat!(
    r#"{"elected":"votes at the quota, at once; nobody receives beyond it","equal_marks":"the paper ends there","#,
    r#""exclusion":"first all below 50 votes together, lowest first, never so many that too few are left; then one, the lowest","#,
    r#""last_places":"as many continuing as places: all elected","method":"cambridge","order":"of the papers in the file; those of one line follow one another","#,
    r#""places":0,"quota":"floor(valid / (seats + 1)) + 1, fixed","#,
    r#""reserved":"guard and doom: who can no longer be lawfully elected is excluded before anything else, who is needed is not excluded","#,
    r#""skipped_ranks":"closed up","source":"Massachusetts General Laws chapter 54A sections 9, 13, 16(b)","#,
    r#""surplus":"largest first; every n-th paper, n = nearest whole number to papers / surplus, then from the (n+1)-th on; papers without a next preference stay","#,
    r#""tie":"backwards, latest stage with a difference, step by step; then the declared rule","uncontested":"all elected without a count","#,
    r#""vacancy":"section 13: majority count of the papers credited to the member who left, among those not elected","version":"1"}"#
);

const RULE: Rule = Rule {
    id: "cambridge",
    version: "1",
    text: TEXT,
    scale: Scale::new(0),
    filing: Filing::ByArrival,
    reading: Reading::InOrder,
    caveats: &[
        "Cambridge: the result depends on the order of the papers, here that of the file. The order of surpluses (largest first) and how ties among those below 50 votes fall have not been checked against an official count.",
    ],
    vacancies: Vacancies::Own(fill_vacancy),
    count,
};

/// Cambridge.
pub(super) const METHOD: Method = Method {
    id: RULE.id,
    name: "Single transferable vote, Cambridge, Massachusetts",
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
    let quota = Votes::from(valid / divisor + 1);
    notes.explanation.push(format!(
        "Quota: {valid} valid papers divided by {divisor} (seats and one more), fractions dropped, and one more: {quota}."
    ));
    elect_at_quota(table, ties, Look::Back, quota)?;
    let mut done = fill_last(table);
    table.close(Action::First, &[], Some(quota));
    while !done && let Some(candidate) = next_surplus(table, ties, quota)? {
        transfer(table, candidate, quota);
        done = fill_last(table);
        table.close(Action::Surplus, &[candidate], Some(quota));
    }
    if !done && let Some(small) = small(table, ties, notes)? {
        done = exclude(table, &small, quota);
    }
    while !done {
        table.check_room(0)?;
        let out = next_out(table, ties, Look::Back)?;
        done = exclude(table, &[out], quota);
    }
    Ok(())
}

/// Surpluses arise at the first count only, as nobody receives beyond the quota; what could not be moved then stays.
fn next_surplus(table: &Table<'_>, ties: &mut Ties<'_>, quota: Votes) -> Result<Option<u16>, Stop> {
    let moved = |candidate: u16| table.stages.iter().any(|stage| stage.of == [number(candidate)]);
    let mut with = table.having(Status::Elected);
    with.retain(|candidate| table.of(*candidate) > quota && !moved(*candidate));
    let Some(most) = with.iter().map(|candidate| table.of(*candidate)).max() else { return Ok(None) };
    with.retain(|candidate| table.of(*candidate) == most);
    untie(table, ties, Look::Back, FOR_TRANSFER, &with, Pick::Highest).map(Some)
}

/// The Cincinnati method: papers n, 2n, 3n ..., then n+1, 2n+1 ..., and so on, until the surplus has moved.
fn transfer(table: &mut Table<'_>, candidate: u16, quota: Votes) {
    let surplus = usize::try_from(table.of(candidate) - quota).unwrap_or(0);
    let ballots: Vec<u32> = std::mem::take(&mut table.held[usize::from(candidate)])
        .into_iter()
        .flat_map(|parcel| parcel.lines)
        .collect();
    let skip = (2 * ballots.len() + surplus) / (2 * surplus);
    table.remark(&format!("every {skip}. of {} papers is taken, until {surplus} have moved.", ballots.len()));
    let starts = (skip - 1..2 * skip - 1).chain(0..skip - 1);
    let order = starts.enumerate().flat_map(|(round, start)| {
        // The papers before the first n-th one come last, each once.
        let end = if round < skip { ballots.len() } else { start + 1 };
        (start..end).step_by(skip)
    });
    let mut moved = vec![false; ballots.len()];
    let mut left = surplus;
    for position in order {
        if left == 0 {
            break;
        }
        moved[position] = hand_over(table, candidate, ballots[position], quota);
        left -= usize::from(moved[position]);
    }
    let stays = ballots.into_iter().zip(moved).filter_map(|(line, moved)| (!moved).then_some(line));
    stays.for_each(|line| table.file(candidate, line));
}

/// One paper to its next preference, who is elected on reaching the quota.
fn hand_over(table: &mut Table<'_>, from: u16, line: u32, quota: Votes) -> bool {
    let Some(to) = table.advance(line) else { return false };
    table.votes[usize::from(from)] -= 1;
    table.note_flow(from, Some(to), 1);
    table.votes[usize::from(to)] += 1;
    table.file(to, line);
    let lawful = |table: &Table<'_>| table.reserve.may_elect(&table.elected, &table.continuing(), to);
    if table.of(to) >= quota && lawful(table) {
        table.elect(to);
    }
    true
}

/// Excludes in the order given, papers in the order received; answers whether all places are filled.
fn exclude(table: &mut Table<'_>, out: &[u16], quota: Votes) -> bool {
    explain_reserve(table, out);
    table.exclude(out);
    for candidate in out {
        let parcels = std::mem::take(&mut table.held[usize::from(*candidate)]);
        for line in parcels.into_iter().flat_map(|parcel| parcel.lines) {
            if !hand_over(table, *candidate, line, quota) {
                table.votes[usize::from(*candidate)] -= 1;
                table.lose(*candidate, 1);
            }
        }
    }
    let done = fill_last(table);
    table.close(Action::Exclusion, out, Some(quota));
    done
}

/// (g): everybody below the threshold, lowest first, as far as enough are left.
fn small(table: &Table<'_>, ties: &mut Ties<'_>, notes: &mut Notes) -> Result<Option<Vec<u16>>, Stop> {
    let continuing = table.continuing();
    let mut left: Vec<u16> =
        continuing.iter().copied().filter(|candidate| table.of(*candidate) < FEWEST).collect();
    let mut out = Vec::new();
    while let Some(fewest) = left.iter().map(|candidate| table.of(*candidate)).min() {
        let equal: Vec<u16> =
            left.iter().copied().filter(|candidate| table.of(*candidate) == fewest).collect();
        // Among those without papers the order matters only if not all of them go.
        let together = [&out[..], &equal[..]].concat();
        let next = match fewest == 0 && table.reserve.may_exclude(&table.elected, &continuing, &together) {
            true => equal[0],
            false => untie(table, ties, Look::Back, FOR_EXCLUSION, &equal, Pick::Lowest)?,
        };
        left.retain(|candidate| *candidate != next);
        out.push(next);
        if !table.reserve.may_exclude(&table.elected, &continuing, &out) {
            out.pop();
            notes.warnings.push(format!("{} has fewer than {FEWEST} votes, but too few would be left; these rules are made for larger elections.", table.called(&[next])));
        }
    }
    Ok((!out.is_empty()).then_some(out))
}

/// Section 13: the papers credited to the member who left are counted for those not elected, by majority.
fn fill_vacancy(election: &Election, options: &Options) -> Result<Count, Stop> {
    let original = Options { vacating: Vec::new(), ..options.clone() };
    let prepared = prepare_in_order(election, &original)?;
    let mut ties = Ties::new(&options.tie, election);
    let reserve = crate::reserve::Reserve::new(&prepared, &options.groups)?;
    let mut table = Table::new(election, &prepared, RULE.scale, RULE.filing, reserve)?;
    count(&mut table, &mut ties, &mut Notes::default(), &prepared)?;
    let gone: Vec<u16> =
        options.vacating.iter().copied().filter(|candidate| table.elected.contains(candidate)).collect();
    let [gone] = gone[..] else {
        return Err(Stop::Unfit(format!(
            "{} of the candidates named hold a seat; under chapter 54A vacancies are filled one at a time, so name exactly one",
            gone.len()
        )));
    };
    let mut rest = Election { seats: 1, papers: Papers::default(), ..election.clone() };
    rest.withdrawn.extend(table.elected.iter().chain(&options.vacating));
    let lines = table.held[usize::from(gone)].iter().flat_map(|parcel| &parcel.lines);
    for line in lines {
        let marks: &[Mark] = prepared.papers.line(*line as usize).marks;
        rest.papers.push(1, marks).map_err(|error| Stop::Unfit(error.to_string()))?;
    }
    let told = format!(
        "Casual vacancy: the papers credited to {} are counted again among the candidates not elected (chapter 54A section 13).",
        called(election, gone)
    );
    majority(&rest, &Options { groups: Vec::new(), ..original }, told)
}

fn majority(rest: &Election, options: &Options, told: String) -> Result<Count, Stop> {
    let prepared = prepare_in_order(rest, options)?;
    let mut answer = head(&RULE, rest, &prepared);
    answer.explanation.push(told);
    answer.warnings.extend(RULE.caveats.iter().map(|caveat| caveat.to_string()));
    let mut ties = Ties::new(&options.tie, rest);
    let reserve = crate::reserve::Reserve::new(&prepared, &[])?;
    let mut table = Table::new(rest, &prepared, RULE.scale, RULE.filing, reserve)?;
    let (mut action, mut out) = (Action::First, Vec::new());
    loop {
        let continuing = table.continuing();
        let all: Votes = continuing.iter().map(|candidate| table.of(*candidate)).sum();
        if let Some(winner) = continuing.into_iter().find(|candidate| 2 * table.of(*candidate) > all) {
            table.elect(winner);
        }
        let done = fill_last(&mut table);
        table.close(action, &out, None);
        if done {
            break;
        }
        out = vec![lowest(&table, &mut ties, Look::Back)?];
        super::steps::exclude(&mut table, &out);
        action = Action::Exclusion;
    }
    answer.elected = table.elected.iter().copied().map(number).collect();
    answer.stages = table.stages;
    answer.ties = ties.into_record();
    Ok(answer)
}
