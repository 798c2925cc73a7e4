//! Steps that several rule sets share: elect at the quota, fill the last places, find the lowest and the largest surplus,
//! transfer by weighted inclusive Gregory, exclude at present values.
//!
//! Not here: when a rule takes which step.

use super::table::{Status, Table};
use crate::arith::{Votes, mul_div_floor};
use crate::method::Stop;
use crate::ties::{Pick, Ties};

/// For `Stop::Tie` and the record.
pub(super) const FOR_ELECTION: &str = "for election";
/// As [`FOR_ELECTION`].
pub(super) const FOR_TRANSFER: &str = "for transfer";
/// As [`FOR_ELECTION`].
pub(super) const FOR_EXCLUSION: &str = "for exclusion";

/// Which earlier votes a rule consults when votes are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// The latest stage with a difference.
    Back,
    /// None: straight to the lot.
    Nowhere,
}

/// Breaks a tie as the rule looks at history.
pub(super) fn untie(
    table: &Table<'_>,
    ties: &mut Ties<'_>,
    look: Look,
    purpose: &'static str,
    set: &[u16],
    pick: Pick,
) -> Result<u16, Stop> {
    match (set, look) {
        ([only], _) => Ok(*only),
        (_, Look::Back) => ties.backwards(table.stage(), purpose, set, &table.history, pick),
        (_, Look::Nowhere) => ties.lot(table.stage(), purpose, set),
    }
}

/// Elects, most votes first, whoever has the quota; then everybody left if only as many are left as places.
///
/// *Shape*: answers whether all places are filled.
pub(super) fn elect(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    look: Look,
    quota: Votes,
) -> Result<bool, Stop> {
    elect_at_quota(table, ties, look, quota)?;
    Ok(fill_last(table))
}

/// Elects, most votes first, whoever has the quota.
pub(super) fn elect_at_quota(
    table: &mut Table<'_>,
    ties: &mut Ties<'_>,
    look: Look,
    quota: Votes,
) -> Result<(), Stop> {
    while let Some(next) = next_elected(table, ties, look, quota)? {
        table.elect(next);
    }
    Ok(())
}

/// Elects everybody left who may be, if that is no more than there are places; answers whether all places are filled.
pub(super) fn fill_last(table: &mut Table<'_>) -> bool {
    let mut left = table.continuing();
    let doomed = table.reserve.doomed(&table.elected, &left);
    left.retain(|candidate| !doomed.contains(candidate));
    if left.len() <= table.unfilled() {
        left.sort_by_key(|candidate| std::cmp::Reverse(table.of(*candidate)));
        left.into_iter().for_each(|candidate| table.elect(candidate));
    }
    table.unfilled() == 0
}

fn next_elected(
    table: &Table<'_>,
    ties: &mut Ties<'_>,
    look: Look,
    quota: Votes,
) -> Result<Option<u16>, Stop> {
    let continuing = table.continuing();
    let may = |candidate: &u16| {
        table.of(*candidate) >= quota && table.reserve.may_elect(&table.elected, &continuing, *candidate)
    };
    let ready: Vec<u16> = continuing.iter().copied().filter(may).collect();
    let Some(most) = ready.iter().map(|candidate| table.of(*candidate)).max() else { return Ok(None) };
    let equal: Vec<u16> = ready.into_iter().filter(|candidate| table.of(*candidate) == most).collect();
    if room_for_all(table, &equal) {
        return Ok(equal.first().copied());
    }
    untie(table, ties, look, FOR_ELECTION, &equal, Pick::Highest).map(Some)
}

/// Whether all of these can be elected together, so that their order decides nothing.
pub(super) fn room_for_all(table: &Table<'_>, set: &[u16]) -> bool {
    let mut elected = table.elected.clone();
    let mut open = table.continuing();
    set.iter().all(|candidate| {
        let may = table.reserve.may_elect(&elected, &open, *candidate);
        elected.push(*candidate);
        open.retain(|other| other != candidate);
        may
    })
}

/// Continuing candidates whom the reserved seats rule out; they go before anybody else.
pub(super) fn doomed(table: &Table<'_>) -> Vec<u16> {
    table.reserve.doomed(&table.elected, &table.continuing())
}

/// The elected candidate with the largest surplus, if there is any.
pub(super) fn largest_surplus(
    table: &Table<'_>,
    ties: &mut Ties<'_>,
    look: Look,
    quota: Votes,
) -> Result<Option<u16>, Stop> {
    let mut with = table.having(Status::Elected);
    let Some(most) = with.iter().map(|candidate| table.of(*candidate)).max().filter(|most| *most > quota)
    else {
        return Ok(None);
    };
    with.retain(|candidate| table.of(*candidate) == most);
    untie(table, ties, look, FOR_TRANSFER, &with, Pick::Highest).map(Some)
}

/// Says why reserved seats, or the seats of sitting members, decide who is excluded next; call it before the exclusion.
pub(super) fn explain_reserve(table: &mut Table<'_>, out: &[u16]) {
    if !table.reserve.binds() {
        return;
    }
    let ruled_out = doomed(table);
    if out.iter().all(|candidate| ruled_out.contains(candidate)) {
        let names = table.called(out);
        table.remark(&format!(
            "no lawful choice elects {names} any more, because of a reserved seat: out at once."
        ));
        return;
    }
    let most = out.iter().map(|candidate| table.of(*candidate)).max();
    let mut kept = table.continuing();
    let excludable = table.reserve.excludable(&table.elected, &kept);
    kept.retain(|candidate| {
        Some(table.of(*candidate)) < most && !out.contains(candidate) && !excludable.contains(candidate)
    });
    if !kept.is_empty() {
        let names = table.called(&kept);
        table.remark(&format!(
            "needed for a reserved seat, or holding one, and so not excluded with fewer votes: {names}."
        ));
    }
}

/// The candidate with the fewest votes whose exclusion is lawful.
pub(super) fn lowest(table: &Table<'_>, ties: &mut Ties<'_>, look: Look) -> Result<u16, Stop> {
    let set = table.reserve.excludable(&table.elected, &table.continuing());
    if set.is_empty() {
        // Unreachable while `fill_last` runs before: if nobody may go, everybody left is needed.
        return Err(Stop::Unfit("nobody can be excluded under the reserved seats".into()));
    }
    lowest_of(table, ties, look, set)
}

/// The one with the fewest votes of a set that is not empty.
pub(super) fn lowest_of(
    table: &Table<'_>,
    ties: &mut Ties<'_>,
    look: Look,
    mut set: Vec<u16>,
) -> Result<u16, Stop> {
    let fewest = set.iter().map(|candidate| table.of(*candidate)).min();
    set.retain(|candidate| Some(table.of(*candidate)) == fewest);
    untie(table, ties, look, FOR_EXCLUSION, &set, Pick::Lowest)
}

/// The next to exclude where one goes at a time and the order in which papers arrive matters: the lowest of those whom
/// reserved seats rule out, else the lowest of all.
pub(super) fn next_out(table: &Table<'_>, ties: &mut Ties<'_>, look: Look) -> Result<u16, Stop> {
    match doomed(table) {
        out if out.is_empty() => lowest(table, ties, look),
        out => lowest_of(table, ties, look, out),
    }
}

/// Transfers a surplus by weighted inclusive Gregory: each paper passes on at surplus x value / votes, rounded down once.
pub(super) fn transfer_weighted(table: &mut Table<'_>, candidate: u16, quota: Votes) {
    let votes = table.of(candidate);
    transfer_all(table, candidate, quota, |value| mul_div_floor(votes - quota, value, votes));
}

/// As [`transfer_weighted`], but the fraction surplus / votes is rounded down first, and its product with the value again.
pub(super) fn transfer_by_fraction(table: &mut Table<'_>, candidate: u16, quota: Votes) {
    let (scale, votes) = (table.scale, table.of(candidate));
    let fraction = scale.div_floor(votes - quota, votes);
    transfer_all(table, candidate, quota, |value| scale.mul_floor(fraction, value));
}

/// Transfers a surplus over all papers, each at the value made of its present one. The candidate keeps the quota; what
/// nobody receives is non-transferable.
fn transfer_all(table: &mut Table<'_>, candidate: u16, quota: Votes, value: impl Fn(Votes) -> Votes) {
    let (votes, surplus) = (table.of(candidate), table.of(candidate) - quota);
    let share = table.scale.text(table.scale.div_floor(surplus, votes));
    let (surplus_text, votes) = (table.scale.text(surplus), table.scale.text(votes));
    table.remark(&format!("the surplus of {surplus_text} is {share} of {votes} votes; each paper passes on at that share of its value."));
    let mut credited = 0;
    for parcel in std::mem::take(&mut table.held[usize::from(candidate)]) {
        let sorted = table.sort(&parcel.lines);
        credited += table.pass_on(candidate, sorted, value(parcel.value));
    }
    table.lose(candidate, surplus - credited);
    table.votes[usize::from(candidate)] = quota;
}

/// Transfers a surplus by the last parcel received, over its transferable papers, each at most at its present value. The
/// candidate keeps the quota; what nobody receives is non-transferable.
pub(super) fn transfer_last_parcel(table: &mut Table<'_>, candidate: u16, quota: Votes) {
    let surplus = table.of(candidate) - quota;
    let parcel = table.held[usize::from(candidate)].pop().unwrap_or_default();
    let sorted = table.sort(&parcel.lines);
    let papers = Votes::from(sorted.transferable());
    let value = if papers * parcel.value > surplus { surplus / papers } else { parcel.value };
    let (surplus_text, value_text) = (table.scale.text(surplus), table.scale.text(value));
    table.remark(&format!(
        "of the {} papers received last, {papers} can pass on; the surplus of {surplus_text} gives each of them {value_text}.",
        parcel.papers
    ));
    let credited = table.pass_on(candidate, sorted, value);
    table.lose(candidate, surplus - credited);
    table.votes[usize::from(candidate)] = quota;
}

/// Excludes together, and passes every paper on at the value it has.
pub(super) fn exclude(table: &mut Table<'_>, candidates: &[u16]) {
    explain_reserve(table, candidates);
    table.exclude(candidates);
    for candidate in candidates {
        let mut credited = 0;
        for parcel in std::mem::take(&mut table.held[usize::from(*candidate)]) {
            let sorted = table.sort(&parcel.lines);
            credited += table.pass_on(*candidate, sorted, parcel.value);
        }
        let votes = std::mem::take(&mut table.votes[usize::from(*candidate)]);
        table.lose(*candidate, votes - credited);
    }
}
