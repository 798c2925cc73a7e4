//! The fewest people who can do so much: hold these offices and bodies, carry those. Offices and bodies that share people are
//! worked out together, person class by person class; those that share nobody add up. Exact, unless it says that it is not.

use crate::process::{Coalition, Who};
use std::collections::BTreeSet;

/// What a coalition does to an office or body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grip {
    /// It keeps it from acting.
    Hold,
    /// It makes it act as it likes.
    Carry,
}

/// What a coalition does to some of them, by their place in the list.
pub(super) type Demand = Vec<(usize, Grip)>;

/// How many people of each office or body a demand takes.
pub(super) type Needs = Vec<usize>;

/// More needs than this for offices and bodies that share people, times the classes of people, are not worked out; few is
/// then not always fewest.
const MOST_WORK: usize = 16_000_000;

/// The needs of a demand; `None` where nobody can meet it.
pub(super) fn needs(whos: &[&Who], demand: &Demand) -> Option<Needs> {
    let mut needs = vec![0; whos.len()];
    for (place, grip) in demand {
        let who = whos.get(*place)?;
        let all = who.people().len();
        let least = match grip {
            Grip::Hold => match who {
                Who::Everybody(_) | Who::Lot { .. } | Who::Clock => None,
                _ => (0..=all).find(|taken| !who.suffices((all - taken) as u64)),
            },
            Grip::Carry => (0..=all).find(|taken| who.suffices(*taken as u64)),
        };
        let need = needs.get_mut(*place)?;
        *need = least?.max(*need);
    }
    Some(needs)
}

/// Everybody, sorted so that the fewest are found.
pub(super) struct Cover {
    groups: Vec<Group>,
    /// Whether the fewest are really the fewest.
    pub(super) is_exact: bool,
}

/// Offices and bodies that share people, and nobody with others.
struct Group {
    whos: Vec<usize>,
    /// The most that is ever needed of each, and one.
    sizes: Vec<usize>,
    /// People whom none of them tells apart, and who of them they belong to.
    classes: Vec<(Vec<usize>, Vec<bool>)>,
    /// For the classes from each place on: the fewest for every need. Empty where there are too many.
    fewest: Vec<Vec<u16>>,
}

impl Cover {
    /// For these offices and bodies, and for needs up to these.
    pub(super) fn new(whos: &[&Who], most: &Needs) -> Self {
        let mut groups: Vec<BTreeSet<usize>> = Vec::new();
        for place in (0..whos.len()).filter(|place| most.get(*place).is_some_and(|need| *need > 0)) {
            let shares =
                |other: &usize| whos[*other].people().iter().any(|it| whos[place].people().contains(it));
            let (near, far): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| group.iter().any(shares));
            groups = far;
            groups.push(near.into_iter().flatten().chain([place]).collect());
        }
        let groups: Vec<Group> =
            groups.into_iter().map(|group| Group::new(whos, group.into_iter().collect(), most)).collect();
        let is_exact = groups.iter().all(|group| !group.fewest.is_empty());
        Self { groups, is_exact }
    }

    /// How many people meet the needs, at the least.
    pub(super) fn fewest(&self, needs: &Needs) -> usize {
        self.groups.iter().map(|group| group.count(needs)).sum()
    }

    /// The fewest themselves; of several, those with the lowest numbers.
    pub(super) fn coalition(&self, needs: &Needs) -> Coalition {
        self.groups.iter().flat_map(|group| group.people(needs)).collect()
    }
}

impl Group {
    fn new(whos: &[&Who], group: Vec<usize>, most: &Needs) -> Self {
        let sizes = group.iter().map(|place| most[*place] + 1).collect();
        let everybody: BTreeSet<usize> =
            group.iter().flat_map(|place| whos[*place].people().iter().copied()).collect();
        let mut classes: Vec<(Vec<usize>, Vec<bool>)> = Vec::new();
        for person in everybody {
            let of: Vec<bool> = group.iter().map(|place| whos[*place].people().contains(&person)).collect();
            match classes.iter_mut().find(|(_, known)| *known == of) {
                Some((people, _)) => people.push(person),
                None => classes.push((vec![person], of)),
            }
        }
        let mut this = Self { whos: group, sizes, classes, fewest: Vec::new() };
        this.work_out();
        this
    }

    fn work_out(&mut self) {
        let states = self.sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size));
        let classes = self.classes.len() + 1;
        let is_little = |states: &usize| states.checked_mul(classes).is_some_and(|work| work <= MOST_WORK);
        let Some(states) = states.filter(is_little) else { return };
        let mut last = vec![u16::MAX; states];
        last[0] = 0;
        self.fewest = vec![last];
        for (people, of) in self.classes.iter().rev() {
            let one_taken = self.one_taken(of, states);
            let later = &self.fewest[self.fewest.len() - 1];
            let least = |state: usize| {
                let mut least = later[state];
                let mut rest = state;
                for taken in (1..).take(people.len()) {
                    if one_taken[rest] == rest {
                        break;
                    }
                    rest = one_taken[rest];
                    least = least.min(later[rest].saturating_add(taken));
                }
                least
            };
            let these = (0..states).map(least).collect();
            self.fewest.push(these);
        }
        self.fewest.reverse();
    }

    /// The place of needs in the table.
    fn state(&self, needs: &[usize]) -> usize {
        needs.iter().zip(&self.sizes).rev().fold(0, |state, (need, size)| state * size + need)
    }

    /// For every needs in the table, those that are left when one of a class is taken.
    fn one_taken(&self, of: &[bool], states: usize) -> Vec<usize> {
        let mut needs = vec![0; self.sizes.len()];
        let mut table = Vec::with_capacity(states);
        for state in 0..states {
            let (mut left, mut stride) = (state, 1);
            for ((need, size), is_of) in needs.iter().zip(&self.sizes).zip(of) {
                if *is_of && *need > 0 {
                    left -= stride;
                }
                stride *= size;
            }
            table.push(left);
            for (need, size) in needs.iter_mut().zip(&self.sizes) {
                *need += 1;
                if *need < *size {
                    break;
                }
                *need = 0;
            }
        }
        table
    }

    fn own(&self, needs: &Needs) -> Vec<usize> {
        self.whos.iter().map(|place| needs[*place]).collect()
    }

    fn count(&self, needs: &Needs) -> usize {
        match self.fewest.first() {
            Some(fewest) => usize::from(fewest[self.state(&self.own(needs))]),
            None => self.few(needs).len(),
        }
    }

    fn people(&self, needs: &Needs) -> Vec<usize> {
        if self.fewest.is_empty() {
            return self.few(needs);
        }
        let mut left = self.own(needs);
        let mut chosen = Vec::new();
        for (place, (people, of)) in self.classes.iter().enumerate() {
            let (now, later) = (&self.fewest[place], &self.fewest[place + 1]);
            let goal = usize::from(now[self.state(&left)]);
            let is_best =
                |taken: &usize| taken + usize::from(later[self.state(&less(&left, *taken, of))]) == goal;
            let taken = (0..=useful(&left, people, of)).rev().find(is_best).unwrap_or(0);
            chosen.extend(people.iter().take(taken));
            left = less(&left, taken, of);
        }
        chosen
    }

    /// Few, where the fewest are too much work: whoever helps most, again and again.
    fn few(&self, needs: &Needs) -> Vec<usize> {
        let mut left = self.own(needs);
        let mut chosen: Vec<usize> = Vec::new();
        while left.iter().any(|need| *need > 0) {
            let help =
                |of: &[bool]| of.iter().zip(&left).filter(|(is_of, need)| **is_of && **need > 0).count();
            let free = self.classes.iter().filter_map(|(people, of)| {
                Some((people.iter().find(|person| !chosen.contains(person))?, of))
            });
            let Some((person, of)) = free.max_by_key(|(_, of)| help(of)) else { break };
            left = less(&left, 1, of);
            chosen.push(*person);
        }
        chosen
    }
}

/// How many of a class can be of use.
fn useful(needs: &[usize], people: &[usize], of: &[bool]) -> usize {
    let most = needs.iter().zip(of).filter(|(_, is_of)| **is_of).map(|(need, _)| *need).max();
    most.unwrap_or(0).min(people.len())
}

/// What is still needed when so many of a class are taken.
fn less(needs: &[usize], taken: usize, of: &[bool]) -> Vec<usize> {
    needs
        .iter()
        .zip(of)
        .map(|(need, is_of)| if *is_of { need.saturating_sub(taken) } else { *need })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PEOPLE: usize = 8;

    fn whos() -> impl Strategy<Value = Vec<Who>> {
        let panel = prop::collection::btree_set(0..PEOPLE, 1..6).prop_map(|people| Who::Panel {
            id: "panel".to_owned(),
            quorum: 1,
            people: people.into_iter().collect(),
        });
        prop::collection::vec(prop_oneof![(0..PEOPLE).prop_map(Who::One), panel], 1..5)
    }

    fn meets(whos: &[&Who], demand: &Demand, coalition: &Coalition) -> bool {
        demand.iter().all(|(place, grip)| match grip {
            Grip::Hold => whos[*place].is_held(coalition),
            Grip::Carry => whos[*place].is_carried(coalition),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

        #[test]
        fn the_fewest_who_meet_a_demand_are_found_and_meet_it(
            whos in whos(), grips in prop::collection::vec(any::<Option<bool>>(), 5),
        ) {
            let whos: Vec<&Who> = whos.iter().collect();
            let grip = |carries: bool| if carries { Grip::Carry } else { Grip::Hold };
            let wanted = grips.iter().zip(0..whos.len());
            let demand: Demand =
                wanted.filter_map(|(is, place)| Some((place, grip((*is)?)))).collect();
            let needs = needs(&whos, &demand).expect("every body here can be held and carried");
            let cover = Cover::new(&whos, &needs);
            prop_assert!(cover.is_exact);
            let found = cover.coalition(&needs);
            prop_assert_eq!(found.len(), cover.fewest(&needs));
            prop_assert!(meets(&whos, &demand, &found));
            let few: Coalition = cover.groups.iter().flat_map(|group| group.few(&needs)).collect();
            prop_assert!(meets(&whos, &demand, &few) && few.len() >= found.len());
            let every = (0u32..1 << PEOPLE)
                .map(|mask| (0..PEOPLE).filter(|person| mask >> person & 1 == 1).collect::<Coalition>());
            let fewest = every.filter(|coalition| meets(&whos, &demand, coalition)).map(|it| it.len()).min();
            prop_assert_eq!(Some(found.len()), fewest);
        }
    }
}
