//! The one tie engine: narrow along the history of the count, then by preset order or by lot, and keep a record.
//!
//! A tie nobody may break is [`Stop::Tie`]; candidate order never decides in silence. Not here: where ties arise, and
//! chance: a lot is drawn from a declared seed ([`crate::lot`]).

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::Election;
use crate::arith::Votes;
use crate::lot::{TieRule, draw};
use crate::method::{Break, Stop};
use crate::report::Tie;

/// Which end of the tied is wanted: most votes at the deciding point, or fewest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Fewest votes, as for an exclusion.
    Lowest,
    /// Most votes, as for an election or a transfer.
    Highest,
}

/// Breaks ties and remembers each of them.
pub struct Ties<'a> {
    rule: &'a Break,
    election: &'a Election,
    record: Vec<Tie>,
    /// Names that several candidates have.
    repeated: OnceCell<HashSet<&'a str>>,
}

/// Most candidates a tie is broken among by lot or preset order: each draw is recorded with all of them.
const MOST_DRAWN: usize = 1_000;

impl<'a> Ties<'a> {
    /// An engine under the declared rule.
    pub fn new(rule: &'a Break, election: &'a Election) -> Self {
        Self { rule, election, record: Vec::new(), repeated: OnceCell::new() }
    }

    /// The latest earlier stage with a difference decides, step by step; if there is none, the declared rule.
    ///
    /// *Shape*: `history[k]` holds all candidates' votes after stage `k + 1`; `stage` counts from 1; `set` is not empty.
    ///
    /// *Errors*: never a difference, and no rule.
    pub fn backwards(
        &mut self,
        stage: u32,
        purpose: &'static str,
        set: &[u16],
        history: &[Vec<Votes>],
        pick: Pick,
    ) -> Result<u16, Stop> {
        let points =
            history.iter().enumerate().rev().map(|(index, votes)| (stage_name(index), votes.as_slice()));
        self.along(stage, purpose, set, points, pick)
    }

    /// The earliest stage with a difference decides, step by step; if there is none, the declared rule.
    ///
    /// *Shape*, *Errors*: as [`Ties::backwards`].
    pub fn forwards(
        &mut self,
        stage: u32,
        purpose: &'static str,
        set: &[u16],
        history: &[Vec<Votes>],
        pick: Pick,
    ) -> Result<u16, Stop> {
        let points = history.iter().enumerate().map(|(index, votes)| (stage_name(index), votes.as_slice()));
        self.along(stage, purpose, set, points, pick)
    }

    /// The points decide in the order given, each under its name; if there is no difference, the declared rule.
    ///
    /// *Errors*: never a difference, and no rule.
    pub fn along<'p>(
        &mut self,
        stage: u32,
        purpose: &'static str,
        set: &[u16],
        points: impl Iterator<Item = (String, &'p [Votes])>,
        pick: Pick,
    ) -> Result<u16, Stop> {
        let (left, used) = narrow(set, points, pick);
        let chosen = match left[..] {
            [only] => only,
            _ => self.decide(stage, purpose, &left)?,
        };
        if !used.is_empty() {
            self.note(stage, set, used.join(", then "), chosen);
        }
        if left.len() > 1 {
            let rule = self.rule_name(stage, purpose);
            self.note(stage, &left, rule, chosen);
        }
        Ok(chosen)
    }

    /// The declared rule alone.
    ///
    /// *Errors*: no rule.
    pub fn lot(&mut self, stage: u32, purpose: &'static str, set: &[u16]) -> Result<u16, Stop> {
        self.along(stage, purpose, set, std::iter::empty(), Pick::Highest)
    }

    /// Adds a tie that something else decided.
    pub fn note(&mut self, stage: u32, set: &[u16], rule: String, chosen: u16) {
        let mut set: Vec<u32> = set.iter().map(|candidate| u32::from(*candidate) + 1).collect();
        set.sort_unstable();
        self.record.push(Tie { stage, set, rule, chosen: u32::from(chosen) + 1 });
    }

    /// Every tie met, in order.
    pub fn into_record(self) -> Vec<Tie> {
        self.record
    }

    fn decide(&self, stage: u32, purpose: &'static str, set: &[u16]) -> Result<u16, Stop> {
        let preset = |candidate: &u16| {
            let declared = self.election.tie_order.iter().position(|other| other == candidate);
            (declared.unwrap_or(usize::MAX), *candidate)
        };
        if set.len() > MOST_DRAWN && *self.rule != Break::Stop {
            return Err(Stop::Unfit(format!(
                "{} candidates are equal, and a tie is broken among {MOST_DRAWN} at most; leave out those nobody voted for",
                set.len()
            )));
        }
        let chosen = match self.rule {
            Break::Stop | Break::Lot(TieRule::None) => None,
            Break::Preset => set.iter().copied().min_by_key(preset),
            Break::Lot(TieRule::Lot { seed, context }) => {
                let names: Vec<String> = set.iter().map(|candidate| self.name(*candidate)).collect();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                draw(seed, &self.context(context, stage, purpose), &names)
                    .first()
                    .map(|first| set[first.position])
            }
        };
        chosen.ok_or_else(|| {
            let mut set: Vec<u32> = set.iter().map(|candidate| u32::from(*candidate) + 1).collect();
            set.sort_unstable();
            Stop::Tie { stage, set, purpose }
        })
    }

    fn rule_name(&self, stage: u32, purpose: &str) -> String {
        match self.rule {
            Break::Lot(TieRule::Lot { context, .. }) => {
                format!("lot, drawn for \"{}\"", self.context(context, stage, purpose))
            }
            _ if self.election.tie_order.is_empty() => "preset order".into(),
            _ => "preset order of the file".into(),
        }
    }

    /// One contest, one stage, one purpose: a fresh draw each time, and one that an outsider can name.
    fn context(&self, declared: &str, stage: u32, purpose: &str) -> String {
        let parts = [declared, &self.election.title, &format!("stage {stage}"), purpose];
        let mut parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.dedup();
        parts.join("; ")
    }

    /// Only the name enters the draw, so that file order moves nobody; where names repeat, the number tells them apart.
    fn name(&self, candidate: u16) -> String {
        let name = &self.election.candidates[usize::from(candidate)];
        let repeated = self.repeated.get_or_init(|| {
            let mut seen = HashSet::new();
            self.election.candidates.iter().map(String::as_str).filter(|name| !seen.insert(*name)).collect()
        });
        if repeated.contains(name.as_str()) { format!("{name} ({})", candidate + 1) } else { name.clone() }
    }
}

fn stage_name(index: usize) -> String {
    format!("stage {}", index + 1)
}

/// Keeps, point by point, those ahead (or behind); answers who is left and which points made a difference.
pub(crate) fn narrow<'p>(
    set: &[u16],
    points: impl Iterator<Item = (String, &'p [Votes])>,
    pick: Pick,
) -> (Vec<u16>, Vec<String>) {
    let mut left = set.to_vec();
    let mut used = Vec::new();
    for (name, votes) in points {
        if left.len() == 1 {
            break;
        }
        let of = |candidate: &u16| votes[usize::from(*candidate)];
        let wanted = match pick {
            Pick::Lowest => left.iter().map(of).min(),
            Pick::Highest => left.iter().map(of).max(),
        };
        let before = left.len();
        left.retain(|candidate| Some(of(candidate)) == wanted);
        if left.len() < before {
            used.push(name);
        }
    }
    (left, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn election() -> Election {
        let candidates = ["Ana", "Bo", "Cy", "Bo"].map(String::from).to_vec();
        Election { title: "Branch".into(), candidates, ..Election::default() }
    }

    fn history() -> Vec<Vec<Votes>> {
        vec![vec![5, 4, 4, 9], vec![6, 6, 7, 9], vec![8, 8, 8, 9]]
    }

    #[test]
    fn backwards_narrows_from_the_latest_stage_on() {
        let (rule, election) = (Break::Stop, election());
        let mut ties = Ties::new(&rule, &election);
        // Stage 2 leaves Ana and Bo as the lowest, stage 1 then names Bo.
        assert_eq!(ties.backwards(3, "for exclusion", &[0, 1, 2], &history(), Pick::Lowest).unwrap(), 1);
        assert_eq!(ties.backwards(3, "for transfer", &[0, 1, 2], &history(), Pick::Highest).unwrap(), 2);
        let record = ties.into_record();
        assert_eq!(record[0].rule, "stage 2, then stage 1");
        assert_eq!((record[0].set.as_slice(), record[0].chosen), ([1, 2, 3].as_slice(), 2));
        assert_eq!(record[1].rule, "stage 2");
    }

    #[test]
    fn forwards_narrows_from_the_first_stage_on() {
        let (rule, election) = (Break::Stop, election());
        let mut ties = Ties::new(&rule, &election);
        assert_eq!(ties.forwards(3, "for exclusion", &[0, 1, 2], &history(), Pick::Lowest).unwrap(), 1);
        assert_eq!(ties.into_record()[0].rule, "stage 1, then stage 2");
    }

    #[test]
    fn without_a_rule_the_count_stops_and_names_those_still_tied() {
        let (rule, election) = (Break::Stop, election());
        let mut ties = Ties::new(&rule, &election);
        let history = [vec![5, 5, 4, 9], vec![8, 8, 8, 9]];
        let stop = ties.backwards(3, "for transfer", &[2, 1, 0], &history, Pick::Highest).unwrap_err();
        assert_eq!(stop, Stop::Tie { stage: 3, set: vec![1, 2], purpose: "for transfer" });
        assert!(stop.to_string().contains("candidates 1, 2"), "{stop}");
    }

    #[test]
    fn preset_order_is_the_files_where_it_gives_one() {
        let (rule, mut election) = (Break::Preset, election());
        assert_eq!(Ties::new(&rule, &election).lot(1, "for exclusion", &[2, 1]).unwrap(), 1);
        election.tie_order = vec![2, 0, 1];
        let mut ties = Ties::new(&rule, &election);
        assert_eq!(ties.lot(1, "for exclusion", &[1, 2]).unwrap(), 2);
        assert_eq!(ties.into_record()[0].rule, "preset order of the file");
    }

    #[test]
    fn a_lot_is_drawn_by_name_anew_for_each_stage_and_purpose() {
        let election = election();
        let chosen = |number: u8, stage: u32, set: &[u16]| {
            let rule = Break::Lot(TieRule::Lot { seed: [number; 32], context: String::new() });
            Ties::new(&rule, &election).lot(stage, "for exclusion", set).unwrap()
        };
        assert!((0..20).all(|seed| chosen(seed, 1, &[0, 1, 2]) == chosen(seed, 1, &[2, 1, 0])));
        assert!((0..20).any(|seed| chosen(seed, 1, &[0, 1, 2]) != chosen(seed, 2, &[0, 1, 2])));
        // Namesakes are told apart: both can win.
        let firsts: Vec<u16> = (0..20).map(|seed| chosen(seed, 1, &[1, 3])).collect();
        assert!(firsts.contains(&1) && firsts.contains(&3));
    }

    #[test]
    fn the_record_names_the_context_of_the_draw() {
        let election = election();
        let rule = Break::Lot(TieRule::Lot { seed: [7; 32], context: "2026".into() });
        let mut ties = Ties::new(&rule, &election);
        ties.lot(4, "for exclusion", &[0, 2]).unwrap();
        assert_eq!(ties.into_record()[0].rule, "lot, drawn for \"2026; Branch; stage 4; for exclusion\"");
    }
}
