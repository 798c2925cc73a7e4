//! The second solver: slow and obviously right. It walks every moment of a small process and lets the people working
//! against it choose, at every moment, whether to act; free people may act at any moment of their time but must. It shares
//! the shape of a process with the fast solver and nothing of how that one thinks.

use super::solve::solve;
use crate::process::{
    Amendment, Begins, Coalition, Delay, End, People, Person, Process, Promise, Role, Stage, Who,
};
use crate::share::Share;
use crate::step::{ArticleId, Span};
use jiff::civil::date;
use proptest::prelude::*;

/// The longest a process can take against a coalition; `None` is for ever.
fn slowest(process: &Process, coalition: &Coalition) -> Option<i64> {
    if process.amendments.iter().any(|it| it.binds_at_once && can_do_as_it_likes(&it.who, coalition)) {
        return None;
    }
    let mut moments = 0;
    for stage in &process.stages {
        moments += longest_stage(stage, coalition, &mut Vec::new(), 0)?;
    }
    for delay in &process.delays {
        if can_do_as_it_likes(&delay.who, coalition) {
            moments += i64::from(delay.by?.amount) * i64::try_from(delay.times?).ok()?;
        }
    }
    Some(moments)
}

/// The longest from one rung of a stage on: whoever may act is asked at each moment.
fn longest_stage(stage: &Stage, coalition: &Coalition, seen: &mut Vec<usize>, rung: usize) -> Option<i64> {
    let Some((who, within)) = stage.rungs.get(rung) else {
        return match stage.end {
            End::Clock | End::Goes | End::Against => Some(0),
            End::Nothing => None,
            // Whoever let it pass once can let it pass again: from here the same moments come round for ever.
            End::Again if seen.contains(&0) => None,
            End::Again => {
                seen.push(0);
                longest_stage(stage, coalition, seen, 0)
            }
        };
    };
    seen.push(rung);
    let end = i64::from(within.amount) + 1;
    let mut longest = Some(0);
    for moment in 0..end {
        // On each day before the end, the bearer may act.
        let acts_now = !short_of_free_people(who, coalition) || can_do_as_it_likes(who, coalition);
        if acts_now {
            longest = longest.map(|so_far: i64| so_far.max(moment));
        }
    }
    if short_of_free_people(who, coalition) {
        let later = longest_stage(stage, coalition, seen, rung + 1);
        longest = longest.zip(later).map(|(now, later)| now.max(end + later));
    }
    longest
}

/// Counts hands: with these people staying away or voting no, do the others still reach quorum and majority?
fn short_of_free_people(who: &Who, coalition: &Coalition) -> bool {
    match who {
        Who::Clock | Who::Everybody(_) | Who::Lot { .. } => false,
        Who::Empty(_) => true,
        Who::One(person) => coalition.contains(person),
        Who::Panel { people, quorum, .. } => {
            let free = people.iter().filter(|person| !coalition.contains(person)).count() as u64;
            let all = people.len() as u64;
            free < *quorum || free * 2 <= all
        }
    }
}

fn can_do_as_it_likes(who: &Who, coalition: &Coalition) -> bool {
    match who {
        Who::Clock | Who::Everybody(_) | Who::Lot { .. } | Who::Empty(_) => false,
        Who::One(person) => coalition.contains(person),
        Who::Panel { people, quorum, .. } => {
            let held = people.iter().filter(|person| coalition.contains(person)).count() as u64;
            held >= *quorum && held * 2 > people.len() as u64
        }
    }
}

const PEOPLE: usize = 5;

fn people() -> People {
    let mut people = People::default();
    people.persons = (0..PEOPLE).map(|number| Person { seat: format!("seat-{number}") }).collect();
    people
}

fn whos() -> impl Strategy<Value = Who> {
    let panel = (prop::collection::btree_set(0..PEOPLE, 1..PEOPLE), 0u64..4).prop_map(|(people, more)| {
        let people: Vec<usize> = people.into_iter().collect();
        let quorum = (Share::Majority.least_of(people.len() as u64) + more).min(people.len() as u64 + 1);
        Who::Panel { id: "panel".to_owned(), people, quorum }
    });
    prop_oneof![
        4 => (0..PEOPLE).prop_map(Who::One),
        4 => panel,
        1 => Just(Who::Lot { id: "lot".to_owned(), seats: 3, needed: 2 }),
        1 => Just(Who::Everybody("members".to_owned())),
        1 => Just(Who::Empty("body".to_owned())),
    ]
}

fn stages() -> impl Strategy<Value = Stage> {
    let ends = prop_oneof![
        2 => Just(End::Clock), 1 => Just(End::Goes), 1 => Just(End::Against), 1 => Just(End::Again), 1 => Just(End::Nothing)
    ];
    let rungs = prop::collection::vec((whos(), (1u32..4).prop_map(Span::days)), 1..4);
    let roles = prop_oneof![Just(Role::Plain), Just(Role::Decides)];
    (rungs, ends, roles).prop_map(|(rungs, end, role)| Stage {
        words: "act".to_owned(),
        article: ArticleId("a".to_owned()),
        wait: Span::days(0),
        rungs,
        end,
        role,
    })
}

fn processes() -> impl Strategy<Value = Process> {
    let delays = prop::collection::vec((whos(), prop::option::of(0u64..3)), 0..2);
    let amendments = prop::collection::vec((whos(), any::<bool>()), 0..2);
    (prop::collection::vec(stages(), 1..4), delays, amendments).prop_map(|(stages, delays, amendments)| {
        let article = ArticleId("a".to_owned());
        Process {
            id: "petition".to_owned(),
            kind: "petition",
            promises: vec![Promise { id: "petition", stages: stages.len() }],
            subjects: Vec::new(),
            opened_by: Vec::new(),
            recuses: false,
            matter: "",
            changes: None,
            begins: Begins::AnyDay,
            opening: "It begins.".to_owned(),
            article: article.clone(),
            plan: None,
            stages,
            delays: delays
                .into_iter()
                .map(|(who, times)| Delay {
                    who,
                    by: Some(Span::days(2)),
                    times,
                    article: article.clone(),
                    words: "wait".to_owned(),
                })
                .collect(),
            amendments: amendments
                .into_iter()
                .map(|(who, binds_at_once)| Amendment { who, article: article.clone(), binds_at_once })
                .collect(),
            needs: None,
        }
    })
}

/// Every coalition of a size.
fn every(size: usize) -> Vec<Coalition> {
    let all = (0u32..1 << PEOPLE)
        .map(|mask| (0..PEOPLE).filter(|person| mask >> person & 1 == 1).collect::<Coalition>());
    all.filter(|coalition| coalition.len() == size).collect()
}

/// The worst over all coalitions of a size; `None` is for ever.
fn worst(process: &Process, size: usize) -> Option<i64> {
    every(size)
        .iter()
        .map(|coalition| slowest(process, coalition))
        .try_fold(0, |worst, this| Some(worst.max(this?)))
}

/// The bound for so many people, as the fast solver says it: after its last line nothing gets worse.
fn bound(bounds: &[super::Bound], size: usize) -> Option<i64> {
    let line = bounds.get(size).or(bounds.last()).expect("there is a bound for nobody");
    line.days.map(i64::from)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn the_slow_solver_agrees_with_the_fast_one(process in processes()) {
        let fast = solve(&process, &people(), date(2026, 1, 1));
        prop_assert!(fast.is_exact);
        let stall = (0..=PEOPLE).find(|size| worst(&process, *size).is_none());
        prop_assert_eq!(fast.stall, stall);
        for size in 0..=stall.unwrap_or(PEOPLE) {
            prop_assert_eq!(bound(&fast.bounds, size), worst(&process, size), "{} people", size);
        }
    }

    #[test]
    fn more_people_never_lower_a_bound(process in processes()) {
        let fast = solve(&process, &people(), date(2026, 1, 1));
        let days: Vec<i32> = fast.bounds.iter().map(|bound| bound.days.unwrap_or(i32::MAX)).collect();
        prop_assert!(days.windows(2).all(|pair| pair[0] <= pair[1]), "{:?}", days);
    }

    #[test]
    fn a_clock_backstop_never_raises_a_bound_and_a_power_less_never_lowers_a_stall_number(
        process in processes(), at in any::<prop::sample::Index>(),
    ) {
        let before = solve(&process, &people(), date(2026, 1, 1));
        let mut mended = process.clone();
        let number = at.index(mended.stages.len());
        mended.stages[number].end = End::Clock;
        let after = solve(&mended, &people(), date(2026, 1, 1));
        for size in 0..=PEOPLE {
            let (was, is) = (bound(&before.bounds, size), bound(&after.bounds, size));
            prop_assert!(was.is_none() || is.is_some_and(|is| was.is_some_and(|was| is <= was)), "{was:?} {is:?}");
        }
        let mut weaker = process.clone();
        weaker.delays.clear();
        weaker.amendments.pop();
        let weaker = solve(&weaker, &people(), date(2026, 1, 1));
        prop_assert!(weaker.stall.unwrap_or(usize::MAX) >= before.stall.unwrap_or(usize::MAX));
    }

    #[test]
    fn a_story_ends_with_the_guarantee_unmet_and_its_days_never_run_backwards(process in processes()) {
        let fast = solve(&process, &people(), date(2026, 1, 1));
        prop_assert_eq!(fast.stall.is_some(), !fast.story.is_empty());
        prop_assert!(fast.story.windows(2).all(|pair| pair[0].date <= pair[1].date));
        prop_assert!(fast.stall.is_none() || fast.repair.is_some());
        prop_assert_eq!(fast.stall.filter(|n| *n > 0).is_some(), fast.stalled_by.iter().any(|seat| !seat.contains(':')));
    }
}
