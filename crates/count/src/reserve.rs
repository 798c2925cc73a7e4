//! Reserved seats: at least or at most so many from a named group, several groups in force together.
//!
//! The way of constraining is "guard and doom". Before anybody is elected or excluded, the count asks whether the seats can
//! still be filled lawfully afterwards. A candidate whose election would make that impossible is *doomed*: never elected,
//! and excluded at once, the papers passing on at the value they have. A candidate whose exclusion would make it
//! impossible is *guarded*: passed over when the lowest are excluded, until elected. Votes are never changed, and where no
//! group binds, the count is the one without groups. A method that adds up fills its seats by most votes and passes over the
//! doomed in the same way.
//!
//! The sitting members of a casual vacancy are such a group, of which everybody must be elected.
//!
//! Not here: who is lowest, or how papers move.

use crate::grouped::Prepared;
use crate::method::{Group, Stop};

/// Most states the question "can the seats still be filled" may have; beyond it groups overlap too much to be answered
/// quickly and exactly.
const MOST_STATES: usize = 50_000;

/// Which completions of the count are lawful.
#[derive(Clone, Debug)]
pub(crate) struct Reserve {
    places: usize,
    seats: usize,
    /// Candidate to kind; candidates of one kind are in the same groups.
    kind_of: Vec<usize>,
    /// Kind to groups.
    kinds: Vec<Vec<usize>>,
    bounds: Vec<Bound>,
    shortfalls: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
struct Bound {
    min: usize,
    max: usize,
    /// No state needs to count beyond this.
    cap: usize,
}

impl Reserve {
    /// The groups in force for this field.
    ///
    /// *Errors*: no choice of candidates satisfies them all, or they overlap too much.
    pub fn new(prepared: &Prepared, groups: &[Group]) -> Result<Self, Stop> {
        let field: Vec<u16> = prepared.field().collect();
        Self::over(prepared.candidates, &field, prepared.seats, groups)
    }

    /// The same for so many candidates, of whom these stand.
    ///
    /// *Errors*: as [`Reserve::new`].
    pub fn over(candidates: usize, field: &[u16], seats: u32, groups: &[Group]) -> Result<Self, Stop> {
        let seats = usize::try_from(seats).unwrap_or(usize::MAX).min(field.len());
        let mut reserve = Self {
            places: seats,
            seats,
            kind_of: vec![0; candidates],
            kinds: vec![Vec::new()],
            bounds: Vec::new(),
            shortfalls: Vec::new(),
        };
        if groups.is_empty() {
            return Ok(reserve);
        }
        for group in groups {
            reserve.bounds.push(bound(group, field, seats)?);
            reserve.shortfalls.extend(shortfall(group, field));
        }
        for candidate in 0..candidates as u16 {
            let of = |(index, group): (usize, &Group)| group.members.contains(&candidate).then_some(index);
            let kind: Vec<usize> = groups.iter().enumerate().filter_map(of).collect();
            let known = reserve.kinds.iter().position(|other| *other == kind);
            reserve.kind_of[usize::from(candidate)] = known.unwrap_or(reserve.kinds.len());
            if known.is_none() {
                reserve.kinds.push(kind);
            }
        }
        if reserve.states().is_none_or(|states| states > MOST_STATES) {
            return Err(Stop::Unfit(
                "the groups with reserved seats overlap too much to be kept apart; use fewer or smaller ones"
                    .into(),
            ));
        }
        let most = reserve.most_places(&[], &reserve.tally(field));
        reserve.places = most.ok_or_else(|| {
            let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
            Stop::Unfit(format!(
                "no choice of candidates satisfies all reserved seats ({}); change a minimum or a maximum",
                names.join(", ")
            ))
        })?;
        Ok(reserve)
    }

    /// How many can be elected: the seats, or fewer where candidates or caps leave some empty.
    pub fn places(&self) -> usize {
        self.places
    }

    /// A sentence for each group of whom fewer stand than its minimum asks for.
    pub fn shortfalls(&self) -> &[String] {
        &self.shortfalls
    }

    /// Whether any group is in force.
    pub fn binds(&self) -> bool {
        !self.bounds.is_empty()
    }

    /// Whether the places can still be filled lawfully once this one is elected.
    pub fn may_elect(&self, elected: &[u16], continuing: &[u16], candidate: u16) -> bool {
        if !self.binds() {
            return elected.len() < self.places;
        }
        let mut elected = elected.to_vec();
        elected.push(candidate);
        let rest: Vec<u16> = continuing.iter().copied().filter(|other| *other != candidate).collect();
        self.most_places(&elected, &self.tally(&rest)) == Some(self.places)
    }

    /// Whether the places can still be filled lawfully once these, all of them continuing, are excluded.
    pub fn may_exclude(&self, elected: &[u16], continuing: &[u16], set: &[u16]) -> bool {
        if !self.binds() {
            return elected.len() + continuing.len() >= self.places + set.len();
        }
        let rest: Vec<u16> = continuing.iter().copied().filter(|other| !set.contains(other)).collect();
        self.most_places(elected, &self.tally(&rest)) == Some(self.places)
    }

    /// Continuing candidates whom no lawful completion elects.
    pub fn doomed(&self, elected: &[u16], continuing: &[u16]) -> Vec<u16> {
        if !self.binds() {
            return Vec::new();
        }
        self.choose(continuing, |candidate| !self.may_elect(elected, continuing, candidate))
    }

    /// Continuing candidates of whom each alone may go.
    pub fn excludable(&self, elected: &[u16], continuing: &[u16]) -> Vec<u16> {
        self.choose(continuing, |candidate| self.may_exclude(elected, continuing, &[candidate]))
    }

    /// Asks once for each kind.
    fn choose(&self, continuing: &[u16], question: impl Fn(u16) -> bool) -> Vec<u16> {
        let mut answers = vec![None; self.kinds.len()];
        let mut chosen = continuing.to_vec();
        chosen.retain(|candidate| {
            *answers[self.kind_of[usize::from(*candidate)]].get_or_insert_with(|| question(*candidate))
        });
        chosen
    }

    /// How many of each kind.
    fn tally(&self, candidates: &[u16]) -> Vec<usize> {
        let mut tally = vec![0; self.kinds.len()];
        for candidate in candidates {
            tally[self.kind_of[usize::from(*candidate)]] += 1;
        }
        tally
    }

    fn states(&self) -> Option<usize> {
        let width = |states: usize, bound: &Bound| states.checked_mul(bound.cap + 1);
        self.bounds.iter().try_fold(self.seats + 1, width)
    }

    /// The largest lawful total with these elected and some of those open; `None` if there is none.
    ///
    /// *Shape*: a state is a number in mixed radix: the total, then each group's count up to its cap.
    fn most_places(&self, elected: &[u16], open: &[usize]) -> Option<usize> {
        let size = self.states()?;
        let mut reached = vec![false; size];
        let mut start = 0;
        for candidate in elected {
            start = self.step(start, &self.kinds[self.kind_of[usize::from(*candidate)]])?;
        }
        reached[start] = true;
        for (kind, count) in self.kinds.iter().zip(open) {
            let mut frontier: Vec<usize> = (0..size).filter(|state| reached[*state]).collect();
            for _ in 0..*count {
                frontier = frontier
                    .into_iter()
                    .filter_map(|state| self.step(state, kind))
                    .filter(|next| !std::mem::replace(&mut reached[*next], true))
                    .collect();
            }
        }
        let lawful = (0..size).filter(|state| reached[*state] && self.is_lawful(*state));
        lawful.map(|state| state % (self.seats + 1)).max()
    }

    /// One more of this kind; `None` if that breaks a maximum or there is no seat.
    fn step(&self, state: usize, kind: &[usize]) -> Option<usize> {
        let total = state % (self.seats + 1);
        let mut next = (total < self.seats).then_some(state + 1)?;
        let mut radix = self.seats + 1;
        for (group, bound) in self.bounds.iter().enumerate() {
            let count = state / radix % (bound.cap + 1);
            if kind.contains(&group) {
                if count >= bound.max {
                    return None;
                }
                next += if count < bound.cap { radix } else { 0 };
            }
            radix *= bound.cap + 1;
        }
        Some(next)
    }

    fn is_lawful(&self, state: usize) -> bool {
        let mut rest = state / (self.seats + 1);
        self.bounds.iter().all(|bound| {
            let count = rest % (bound.cap + 1);
            rest /= bound.cap + 1;
            count >= bound.min
        })
    }
}

/// The way of constraining, as the answer of a count in stages states it.
pub(crate) fn told(group: &Group) -> String {
    let (min, max, name) = (group.min, group.max, &group.name);
    format!(
        "Reserved seats: at least {min} and at most {max} of group {name}. Whoever can no longer be elected without breaking this is excluded at once; whoever is needed to keep it is not excluded."
    )
}

fn shortfall(group: &Group, field: &[u16]) -> Option<String> {
    let standing = field.iter().filter(|candidate| group.members.contains(candidate)).count();
    (standing < group.min as usize).then(|| {
        format!(
            "At least {} of group {} are asked for, and {standing} of them stand; the minimum holds while candidates last.",
            group.min, group.name
        )
    })
}

/// A minimum holds while candidates last: it cannot ask for more of them than stand.
fn bound(group: &Group, field: &[u16], seats: usize) -> Result<Bound, Stop> {
    let standing = field.iter().filter(|candidate| group.members.contains(candidate)).count();
    let (min, max) = (group.min as usize, group.max as usize);
    if min > max {
        return Err(Stop::Unfit(format!(
            "group {}: the minimum {min} is above the maximum {max}",
            group.name
        )));
    }
    let min = min.min(standing);
    // A maximum that cannot be passed need not be counted: counting to the minimum is enough.
    match max >= standing.min(seats) {
        true => Ok(Bound { min, max: usize::MAX, cap: min }),
        false => Ok(Bound { min, max, cap: max }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Election, Mark, Options};
    use proptest::prelude::*;

    fn prepared(candidates: usize, seats: u32) -> Prepared {
        let mut election = Election { seats, ..Election::default() };
        election.candidates = (0..candidates).map(|number| number.to_string()).collect();
        election.papers.push(1, &[Mark::next(0)]).unwrap();
        let options = Options { tie: crate::method::Break::Stop, vacating: Vec::new(), groups: Vec::new() };
        crate::grouped::prepare(&election, &options).unwrap()
    }

    fn group(members: &[u16], min: u32, max: u32) -> Group {
        Group { name: "women".into(), members: members.to_vec(), min, max }
    }

    /// All choices, the slow way: what the fast answer must equal.
    fn brute(candidates: u16, seats: usize, groups: &[Group], elected: &[u16], open: &[u16]) -> usize {
        let lawful = |set: u32| {
            let holds = |candidate: &u16| set & (1 << candidate) != 0;
            let free = |candidate: u16| !elected.contains(&candidate) && !open.contains(&candidate);
            elected.iter().all(&holds)
                && (0..candidates).all(|candidate| !(free(candidate) && holds(&candidate)))
                && set.count_ones() as usize <= seats
                && groups.iter().all(|group| {
                    let count = group.members.iter().filter(|member| holds(member)).count();
                    count >= (group.min as usize).min(group.members.len()) && count <= group.max as usize
                })
        };
        (0..1u32 << candidates)
            .filter(|set| lawful(*set))
            .map(|set| set.count_ones() as usize)
            .max()
            .unwrap_or(usize::MAX)
    }

    #[test]
    fn without_groups_nobody_is_doomed_or_guarded() {
        let reserve = Reserve::new(&prepared(4, 2), &[]).unwrap();
        assert!(!reserve.binds() && reserve.doomed(&[0], &[1, 2, 3]).is_empty());
        assert!(reserve.may_exclude(&[0], &[1, 2], &[1]) && !reserve.may_exclude(&[0], &[1], &[1]));
    }

    #[test]
    fn a_minimum_guards_the_last_and_dooms_the_others() {
        let reserve = Reserve::new(&prepared(5, 2), &[group(&[3, 4], 1, 2)]).unwrap();
        assert!(!reserve.may_exclude(&[], &[0, 1, 4], &[4]), "the last woman is guarded");
        assert!(reserve.may_exclude(&[], &[0, 1, 3, 4], &[4]));
        assert_eq!(reserve.doomed(&[0], &[1, 2, 3, 4]), [1, 2], "the last seat is a woman's");
        assert!(reserve.doomed(&[3], &[0, 1, 2, 4]).is_empty());
    }

    #[test]
    fn a_maximum_can_leave_seats_empty_and_an_impossible_wish_is_refused() {
        assert_eq!(Reserve::new(&prepared(4, 3), &[group(&[0, 1, 2], 0, 1)]).unwrap().places(), 2);
        let both = [group(&[0, 1], 2, 2), group(&[2, 3], 2, 2)];
        assert!(Reserve::new(&prepared(4, 3), &both).unwrap_err().to_string().contains("no choice"));
        assert!(
            Reserve::new(&prepared(4, 3), &[group(&[0], 2, 1)])
                .unwrap_err()
                .to_string()
                .contains("above the maximum")
        );
        // While candidates last: two asked, one stands.
        assert_eq!(Reserve::new(&prepared(4, 3), &[group(&[0], 2, 3)]).unwrap().places(), 3);
    }

    proptest! {
        #[test]
        fn the_fast_answer_is_that_of_trying_every_choice(
            seats in 1usize..6, shapes in prop::collection::vec((0u16..64, 0u32..3, 0u32..4), 1..4), chosen in 0u16..729
        ) {
            let groups: Vec<Group> = shapes.iter().map(|(mask, min, extra)| {
                let members: Vec<u16> = (0..6).filter(|candidate| mask & (1 << candidate) != 0).collect();
                group(&members, *min, min + extra)
            }).collect();
            let state = |candidate: u16| chosen / 3u16.pow(u32::from(candidate)) % 3;
            let elected: Vec<u16> = (0..6).filter(|candidate| state(*candidate) == 0).collect();
            let open: Vec<u16> = (0..6).filter(|candidate| state(*candidate) == 1).collect();
            let everybody: Vec<u16> = (0..6).collect();
            let prepared = prepared(6, seats as u32);
            let expected = brute(6, seats, &groups, &[], &everybody);
            match Reserve::new(&prepared, &groups) {
                Err(_) => prop_assert_eq!(expected, usize::MAX),
                Ok(reserve) => {
                    prop_assert_eq!(reserve.places(), expected);
                    let most = reserve.most_places(&elected, &reserve.tally(&open)).unwrap_or(usize::MAX);
                    prop_assert_eq!(most, brute(6, seats, &groups, &elected, &open));
                }
            }
        }
    }
}
