//! Filling seats by most: the certain ones, then those equal across the last seat as the tie rule says; whom reserved seats
//! rule out is passed over ([`crate::reserve`]).
//!
//! Not here: what is added up.

use crate::Stop;
use crate::method::Group;
use crate::reserve::Reserve;
use crate::ties::Ties;

/// Who has the seats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seated {
    /// Most first; equals by number.
    pub elected: Vec<u16>,
    /// Who had no fewer than somebody elected and was passed over for a reserved seat.
    pub passed_over: Vec<u16>,
}

/// Fills the places there are.
///
/// *Shape*: `total` is compared, larger is better; `field` is in file order.
///
/// *Errors*: a tie across the last seat, or over a reserved one, that nobody may break.
pub(super) fn most<T: Ord>(
    field: &[u16],
    reserve: &Reserve,
    total: impl Fn(u16) -> T,
    ties: &mut Ties<'_>,
) -> Result<Seated, Stop> {
    let mut left = field.to_vec();
    left.sort_by(|a, b| total(*b).cmp(&total(*a)).then(a.cmp(b)));
    let mut seated = Seated::default();
    while seated.elected.len() < reserve.places() {
        let doomed = reserve.doomed(&seated.elected, &left);
        let Some(best) = left.iter().copied().find(|candidate| !doomed.contains(candidate)) else { break };
        let over = left.iter().copied().take_while(|candidate| total(*candidate) >= total(best));
        let (over, mut equal): (Vec<u16>, Vec<u16>) = over.partition(|candidate| doomed.contains(candidate));
        while let Some(first) = equal.first().copied() {
            let chosen = match room_for_all(reserve, &seated.elected, &left, &equal) {
                true => first,
                false => ties.lot(1, "for election", &equal)?,
            };
            seated.elected.push(chosen);
            left.retain(|candidate| *candidate != chosen);
            equal.retain(|candidate| {
                *candidate != chosen && reserve.may_elect(&seated.elected, &left, *candidate)
            });
        }
        left.retain(|candidate| !over.contains(candidate));
        seated.passed_over.extend(over);
    }
    Ok(seated)
}

/// Whether all of these can be elected together, so that their order decides nothing.
fn room_for_all(reserve: &Reserve, elected: &[u16], left: &[u16], set: &[u16]) -> bool {
    if !reserve.binds() || elected.len() + set.len() > reserve.places() {
        return elected.len() + set.len() <= reserve.places();
    }
    let (mut elected, mut left) = (elected.to_vec(), left.to_vec());
    set.iter().all(|candidate| {
        let may = reserve.may_elect(&elected, &left, *candidate);
        elected.push(*candidate);
        left.retain(|other| other != candidate);
        may
    })
}

/// The way of constraining, as an answer states it.
pub(super) fn told(group: &Group) -> String {
    let (min, max, name) = (group.min, group.max, &group.name);
    format!(
        "Reserved seats: at least {min} and at most {max} of group {name}. Seats go to most votes; whoever can no longer be elected without breaking this is passed over."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Election;
    use crate::method::Break;

    fn seated(votes: &[u64], seats: u32, groups: &[Group], rule: Break) -> Result<Seated, Stop> {
        let candidates = votes.iter().enumerate().map(|(number, _)| format!("C{number}")).collect();
        let election = Election { candidates, ..Election::default() };
        let field: Vec<u16> = (0..votes.len() as u16).collect();
        let reserve = Reserve::over(votes.len(), &field, seats, groups)?;
        most(&field, &reserve, |candidate| votes[usize::from(candidate)], &mut Ties::new(&rule, &election))
    }

    fn elected(votes: &[u64], seats: u32, rule: Break) -> Result<Vec<u16>, Stop> {
        seated(votes, seats, &[], rule).map(|seated| seated.elected)
    }

    fn women(members: &[u16], min: u32, max: u32) -> [Group; 1] {
        [Group { name: "women".into(), members: members.to_vec(), min, max }]
    }

    #[test]
    fn equals_inside_the_seats_need_no_rule() {
        assert_eq!(elected(&[3, 5, 5, 1], 3, Break::Stop), Ok(vec![1, 2, 0]));
    }

    #[test]
    fn equals_across_the_last_seat_stop_the_count_or_fall_by_the_rule() {
        let stop = Stop::Tie { stage: 1, set: vec![1, 4], purpose: "for election" };
        assert_eq!(elected(&[3, 5, 5, 3], 3, Break::Stop), Err(stop));
        assert_eq!(elected(&[3, 5, 5, 3], 3, Break::Preset), Ok(vec![1, 2, 0]));
        assert_eq!(elected(&[2, 2, 2, 2], 2, Break::Preset), Ok(vec![0, 1]));
    }

    #[test]
    fn a_reserved_seat_passes_over_those_with_more() {
        let found = seated(&[9, 8, 7, 2, 1], 3, &women(&[3, 4], 1, 2), Break::Stop).unwrap();
        assert_eq!(found, Seated { elected: vec![0, 1, 3], passed_over: vec![2] });
        let capped = seated(&[9, 8, 7, 2, 1], 3, &women(&[0, 1, 2], 0, 1), Break::Stop).unwrap();
        assert_eq!(capped, Seated { elected: vec![0, 3, 4], passed_over: vec![1, 2] });
    }

    #[test]
    fn whom_a_reserved_seat_rules_out_is_in_no_tie() {
        let found = seated(&[9, 5, 5, 4], 2, &women(&[2, 3], 1, 2), Break::Stop).unwrap();
        assert_eq!(found, Seated { elected: vec![0, 2], passed_over: vec![1] });
        let stop = Stop::Tie { stage: 1, set: vec![3, 4], purpose: "for election" };
        assert_eq!(seated(&[9, 5, 5, 5], 2, &women(&[2, 3], 1, 2), Break::Stop), Err(stop));
    }
}
