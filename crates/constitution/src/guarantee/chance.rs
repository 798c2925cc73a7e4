//! What a lot can do: how likely the friends of somebody are to block or carry a body drawn from the members, when they are
//! a given part of them. Nobody is drawn twice, so the chances are hypergeometric. Whole numbers only; the answer is in
//! parts of a million.

/// A chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance {
    /// The body.
    pub body: String,
    /// The part of those drawn from that are friends. *Units*: hundredths.
    pub allies_percent: u64,
    /// How many are drawn from.
    pub members: u64,
    /// How likely they block it. *Units*: millionths.
    pub blocked: u64,
    /// How likely they carry it. *Units*: millionths.
    pub carried: u64,
}

/// How many members are drawn from. In a smaller local the same part of friends has a little less of a chance, in a larger one
/// hardly more.
const MEMBERS: u64 = 1_000;

/// The chances of a body of so many, of whom so many have to say the same, for a tenth, a fifth and a third of friends.
pub fn chances(body: &str, seats: u64, needed: u64) -> Vec<Chance> {
    let members = MEMBERS.max(seats);
    // Those who are left over when the friends stay away are too few.
    let blocks = (seats + 1).saturating_sub(needed);
    [10, 20, 33]
        .into_iter()
        .map(|percent| {
            let drawn = drawn(members, members * percent / 100, seats);
            let at_least = |least: u64| {
                let sum: u128 = drawn.iter().skip(index(least)).sum();
                u64::try_from((sum + ONE / 2_000_000) / (ONE / 1_000_000)).unwrap_or(1_000_000)
            };
            let (blocked, carried) = (at_least(blocks), at_least(needed));
            Chance { body: body.to_owned(), allies_percent: percent, members, blocked, carried }
        })
        .collect()
}

/// A certainty, in the units of a chance on the way.
const ONE: u128 = 1_000_000_000_000_000_000;

/// How likely 0, 1, 2, ... of those drawn are friends: one member after the other is drawn from those left.
fn drawn(members: u64, friends: u64, seats: u64) -> Vec<u128> {
    let mut chances = vec![ONE];
    for before in 0..seats.min(members) {
        let left = u128::from(members - before);
        let mut next = vec![0; chances.len() + 1];
        for (had, chance) in (0..).zip(&chances) {
            let others = (members - friends).saturating_sub(before.saturating_sub(had));
            let friend = chance * u128::from(friends.saturating_sub(had)) / left;
            let other = chance * u128::from(others) / left;
            for (place, more) in [(had, other), (had + 1, friend)] {
                if let Some(chance) = next.get_mut(index(place)) {
                    *chance += more;
                }
            }
        }
        chances = next;
    }
    chances
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(seats: u64, needed: u64, percent: u64) -> (u64, u64) {
        let all = chances("panel", seats, needed);
        let chance = all.into_iter().find(|chance| chance.allies_percent == percent).unwrap();
        (chance.blocked, chance.carried)
    }

    #[test]
    fn the_chances_of_two_of_three_are_those_worked_out_by_hand() {
        // 200 friends among 1,000, 3 drawn; 1000*999*998/6 = 166,167,000 ways.
        // Two friends: 200*199/2 * 800 = 15,920,000. Three: 200*199*198/6 = 1,313,400. Together 17,233,400: 0.103711.
        // Two of three block as well as carry.
        assert_eq!(of(3, 2, 20), (103_711, 103_711));
    }

    #[test]
    fn where_all_are_needed_one_blocks_and_only_all_carry() {
        // No friend at all: 800*799*798/6 = 85,013,600 ways of 166,167,000, so at least one: 81,153,400, 0.488385.
        // All three: 1,313,400 of 166,167,000, 0.007904.
        assert_eq!(of(3, 3, 20), (488_385, 7_904));
        // A tenth: 900*899*898/6 = 121,095,300 ways without; 45,071,700 with, 0.271243. All: 100*99*98/6 = 161,700, 0.000973.
        assert_eq!(of(3, 3, 10), (271_243, 973));
    }

    #[test]
    fn more_friends_never_have_less_of_a_chance_and_no_size_overflows() {
        for seats in 1..=200 {
            for needed in [seats / 2 + 1, seats] {
                let all = chances("panel", seats, needed);
                let rises = all
                    .windows(2)
                    .all(|two| two[0].carried <= two[1].carried && two[0].blocked <= two[1].blocked);
                assert!(rises, "{seats}");
                assert!(all.iter().all(|it| it.carried <= it.blocked && it.blocked <= 1_000_000), "{seats}");
            }
        }
    }
}
