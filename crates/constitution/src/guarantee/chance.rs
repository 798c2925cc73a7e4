//! What a lot can do: how likely the friends of somebody are to block or carry a body drawn from a large membership, when
//! they are a given part of it. Exact fractions; the answer is in parts of a million.

use crate::share::Share;

/// A chance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chance {
    /// The body.
    pub body: String,
    /// The part of those drawn from that are friends. *Units*: hundredths.
    pub allies_percent: u64,
    /// How likely they block it. *Units*: millionths.
    pub blocked: u64,
    /// How likely they carry it. *Units*: millionths.
    pub carried: u64,
}

/// The chances of a body of so many, for a tenth, a fifth and a third of friends.
pub fn chances(body: &str, seats: u64) -> Vec<Chance> {
    let quorum = Share::Majority.least_of(seats);
    let blocks = seats - quorum.min(seats) + 1;
    [10, 20, 33]
        .into_iter()
        .map(|percent| Chance {
            body: body.to_owned(),
            allies_percent: percent,
            blocked: at_least(seats, blocks, percent),
            carried: at_least(seats, quorum, percent),
        })
        .collect()
}

/// How likely at least so many of those drawn are friends: the sum over binomial terms, in millionths.
fn at_least(drawn: u64, least: u64, percent: u64) -> u64 {
    // Terms as millionths of millionths, so that thirty seats round to the right millionth.
    const ONE: u128 = 1_000_000_000_000;
    let (yes, no) = (u128::from(percent), u128::from(100 - percent));
    let mut sum = 0;
    for friends in least..=drawn {
        let mut term = ONE;
        let (mut yeses, mut noes) = (friends, drawn - friends);
        for step in 1..=friends {
            term = term * u128::from(drawn - friends + step) / u128::from(step);
            term = shrink(term, &mut yeses, yes, ONE);
            term = shrink(term, &mut noes, no, ONE);
        }
        for _ in 0..yeses {
            term = term * yes / 100;
        }
        for _ in 0..noes {
            term = term * no / 100;
        }
        sum += term;
    }
    u64::try_from((sum + 500_000) / 1_000_000).unwrap_or(1_000_000)
}

/// Takes powers in while the term is large, so that it never leaves 128 bits.
fn shrink(mut term: u128, left: &mut u64, by: u128, one: u128) -> u128 {
    while term > one && *left > 0 {
        term = term * by / 100;
        *left -= 1;
    }
    term
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chances_of_three_of_three_are_those_worked_out_by_hand() {
        // Two of three friends at one in five: 3 * 0.04 * 0.8 + 0.008 = 0.104.
        let fifth = chances("panel", 3).into_iter().find(|c| c.allies_percent == 20).unwrap();
        assert_eq!((fifth.blocked, fifth.carried), (104_000, 104_000));
    }

    #[test]
    fn more_friends_never_have_less_of_a_chance_and_no_size_overflows() {
        for seats in 1..=200 {
            let all = chances("panel", seats);
            assert!(all.windows(2).all(|pair| pair[0].carried <= pair[1].carried), "{seats}");
            assert!(all.iter().all(|c| c.carried <= 1_000_000 && c.carried <= c.blocked), "{seats}");
        }
    }
}
