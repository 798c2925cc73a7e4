//! Methods that compare candidates in pairs: Schulze by winning votes or by margins, and ranked pairs.
//!
//! They fill one seat. Whoever beats every other candidate one by one wins under all three; they differ where nobody does.
//! Not here: methods that count stage by stage.

mod matrix;
mod orders;
mod ranked;
mod schulze;
mod tell;

pub use matrix::{MAX_COMPARED, Pairs};
pub use orders::{Possible, possible};
pub use ranked::{Locked, Majority, arrange, lock, majorities};
pub use schulze::{Chains, Strength};

use crate::method::{Break, Method, Options, Stop};
use crate::report::{Count, Tie};
use crate::ties::Ties;
use crate::{Election, RuleSet};

/// The methods of this folder.
pub static METHODS: &[Method] = &[
    Method { id: "schulze", name: "Schulze (winning votes)", rules: SCHULZE, count: count_schulze },
    Method {
        id: "schulze-margins",
        name: "Schulze (margins)",
        rules: SCHULZE_MARGINS,
        count: count_schulze_margins,
    },
    Method { id: "ranked-pairs", name: "Ranked pairs", rules: RANKED_PAIRS, count: count_ranked_pairs },
];

const SCHULZE: &str = concat!(
    r#"{"ballot":"ranking; equal ranks allowed; unranked are below all ranked and equal to each other","#,
    r#""chain":"as strong as its weakest majority","default_option":"none: every option is a candidate","#,
    r#""elect":"whoever has against every other candidate a chain at least as strong as the one back","#,
    r#""method":"schulze","papers":"withdrawn removed, empty ranks closed up, a repeated candidate counts at its first rank","#,
    r#""seats":"one","strength":"winning votes: papers on the winning side","#,
    r#""tie":"declared rule (lot rnf/lot/v1, or preset order), else open; never list order","version":"1"}"#
);

const SCHULZE_MARGINS: &str = concat!(
    r#"{"ballot":"ranking; equal ranks allowed; unranked are below all ranked and equal to each other","#,
    r#""chain":"as strong as its weakest majority","default_option":"none: every option is a candidate","#,
    r#""elect":"whoever has against every other candidate a chain at least as strong as the one back","#,
    r#""method":"schulze-margins","papers":"withdrawn removed, empty ranks closed up, a repeated candidate counts at its first rank","#,
    r#""seats":"one","strength":"margins: papers on the winning side less papers on the losing side","#,
    r#""tie":"declared rule (lot rnf/lot/v1, or preset order), else open; never list order","version":"1"}"#
);

const RANKED_PAIRS: &str = concat!(
    r#"{"ballot":"ranking; equal ranks allowed; unranked are below all ranked and equal to each other","#,
    r#""elect":"whoever no locked majority stands above","#,
    r#""equal_majorities":"if every order of them elects the same candidate, no tie; else by the declared order of candidates: place of the winning side, then of the losing side","#,
    r#""lock":"strongest majority first, unless it closes a circle with those locked; two equal in pairs have no majority","#,
    r#""method":"ranked-pairs","papers":"withdrawn removed, empty ranks closed up, a repeated candidate counts at its first rank","#,
    r#""seats":"one","strength":"winning votes, more first; then losing votes, fewer first","#,
    r#""tie":"declared rule (order of all candidates by lot rnf/lot/v1, or preset order), else open; never list order","version":"1"}"#
);

/// What is known before the method's own step.
struct Compared<'a> {
    election: &'a Election,
    options: &'a Options,
    pairs: Pairs,
}

impl<'a> Compared<'a> {
    fn of(election: &'a Election, options: &'a Options) -> Result<Self, Stop> {
        if !options.groups.is_empty() {
            return Err(Stop::Unfit(
                "reserved seats need a method that fills several seats, such as scottish-2011".to_owned(),
            ));
        }
        Ok(Self { election, options, pairs: Pairs::of(election, options)? })
    }

    /// Answers, breaking a tie among the unbeaten if there is a rule to.
    fn answer(self, rules: &str, id: &str, winners: &[u16]) -> Result<Count, Stop> {
        let mut ties = Ties::new(&self.options.tie, self.election);
        let elected = match winners {
            [only] => Some(*only),
            several => match ties.lot(1, "for election", several) {
                Ok(chosen) => Some(chosen),
                Err(Stop::Tie { .. }) => None,
                Err(other) => return Err(other),
            },
        };
        Ok(self.count(rules, id, winners, elected, ties.into_record()))
    }

    fn count(self, rules: &str, id: &str, winners: &[u16], elected: Option<u16>, ties: Vec<Tie>) -> Count {
        let rule_set = RuleSet::of(id, "1", rules);
        let mut warnings = Vec::new();
        if self.election.seats > 1 {
            warnings.push(format!(
                "There are {} seats, but this method fills one. For several seats take a method made for them, such as \
                 scottish-2011.",
                self.election.seats
            ));
        }
        Count {
            method: rule_set.name,
            rules_version: rule_set.version,
            rules_digest: rule_set.digest,
            seats: 1,
            candidates: self.election.candidates.clone(),
            ballots: self.pairs.ballots,
            valid: self.pairs.valid,
            elected: elected.into_iter().map(number).collect(),
            ties,
            warnings,
            pairwise: Some(self.pairs.rows()),
            winners: Some(winners.iter().copied().map(number).collect()),
            ..Count::default()
        }
    }
}

fn count_schulze(election: &Election, options: &Options) -> Result<Count, Stop> {
    schulze_by(election, options, Strength::WinningVotes, "schulze", SCHULZE)
}

fn count_schulze_margins(election: &Election, options: &Options) -> Result<Count, Stop> {
    schulze_by(election, options, Strength::Margins, "schulze-margins", SCHULZE_MARGINS)
}

fn schulze_by(
    election: &Election,
    options: &Options,
    strength: Strength,
    id: &str,
    rules: &str,
) -> Result<Count, Stop> {
    let compared = Compared::of(election, options)?;
    let pairs = compared.pairs.clone();
    let chains = Chains::of(&pairs, strength);
    let mut count = compared.answer(rules, id, &chains.winners())?;
    tell::schulze(&mut count, &pairs, &chains, strength);
    Ok(count)
}

fn count_ranked_pairs(election: &Election, options: &Options) -> Result<Count, Stop> {
    let compared = Compared::of(election, options)?;
    let pairs = compared.pairs.clone();
    let possible = possible(&pairs);
    let mut order = majorities(&pairs);
    if let Some(winner) = possible.certain() {
        let mut count = compared.answer(RANKED_PAIRS, "ranked-pairs", &[winner])?;
        tell::ranked(&mut count, &pairs, &lock(&pairs, &order), &possible);
        return Ok(count);
    }
    let Some((places, rule)) = order_of_candidates(election, options, pairs.standing())? else {
        let mut count = compared.count(RANKED_PAIRS, "ranked-pairs", &possible.winners, None, Vec::new());
        tell::ranked_open(&mut count, &pairs, &possible);
        return Ok(count);
    };
    arrange(&mut order, &places);
    let locked = lock(&pairs, &order);
    let first = locked.winners.iter().copied().min_by_key(|one| places[usize::from(*one)]);
    let chosen = first.expect("locked majorities close no circle, so somebody stands at the top");
    let set = possible.winners.iter().copied().map(number).collect();
    let tie = Tie { stage: 1, set, rule, chosen: number(chosen) };
    let mut count = compared.count(RANKED_PAIRS, "ranked-pairs", &locked.winners, Some(chosen), vec![tie]);
    tell::ranked(&mut count, &pairs, &locked, &possible);
    Ok(count)
}

/// Each candidate's place in the declared order, and how a record names that order; `None` without a rule.
fn order_of_candidates(
    election: &Election,
    options: &Options,
    standing: &[u16],
) -> Result<Option<(Vec<usize>, String)>, Stop> {
    if options.tie == Break::Stop || options.tie == Break::Lot(crate::TieRule::None) {
        return Ok(None);
    }
    let mut ties = Ties::new(&options.tie, election);
    let mut places = vec![usize::MAX; election.candidates.len()];
    let mut left = standing.to_vec();
    // One draw, read from its first place to its last: only the name enters a lot, so leaving out who was drawn changes
    // nothing for the others.
    for place in 0..standing.len() {
        let first = ties.lot(1, "for the order of equal majorities", &left)?;
        places[usize::from(first)] = place;
        left.retain(|candidate| *candidate != first);
    }
    let rule = ties.into_record().into_iter().next().map_or_else(String::new, |tie| tie.rule);
    Ok(Some((places, rule)))
}

/// As an answer numbers candidates: from 1.
fn number(candidate: u16) -> u32 {
    u32::from(candidate) + 1
}
