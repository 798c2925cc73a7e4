//! Filling seats by most: the certain ones, then those equal across the last seat as the tie rule says.
//!
//! Not here: what is added up.

use crate::Stop;
use crate::ties::Ties;

/// The elected, most first; equals by number.
///
/// *Shape*: `total` is compared, larger is better; `field` is in file order.
///
/// *Errors*: a tie across the last seat that nobody may break.
pub(super) fn most<T: Ord>(
    field: &[u16],
    seats: usize,
    total: impl Fn(u16) -> T,
    ties: &mut Ties<'_>,
) -> Result<Vec<u16>, Stop> {
    let mut order = field.to_vec();
    order.sort_by(|a, b| total(*b).cmp(&total(*a)).then(a.cmp(b)));
    if order.len() <= seats {
        return Ok(order);
    }
    let edge = total(order[seats - 1]);
    let mut elected: Vec<u16> = order.iter().copied().filter(|candidate| total(*candidate) > edge).collect();
    let mut equal: Vec<u16> = order.into_iter().filter(|candidate| total(*candidate) == edge).collect();
    while elected.len() < seats {
        if elected.len() + equal.len() == seats {
            elected.append(&mut equal);
            break;
        }
        let chosen = ties.lot(1, "for election", &equal)?;
        equal.retain(|candidate| *candidate != chosen);
        elected.push(chosen);
    }
    Ok(elected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Election;
    use crate::method::Break;

    fn elected(votes: &[u64], seats: usize, rule: Break) -> Result<Vec<u16>, Stop> {
        let candidates = votes.iter().enumerate().map(|(number, _)| format!("C{number}")).collect();
        let election = Election { candidates, ..Election::default() };
        let field: Vec<u16> = (0..votes.len() as u16).collect();
        most(&field, seats, |candidate| votes[usize::from(candidate)], &mut Ties::new(&rule, &election))
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
}
