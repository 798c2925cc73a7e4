//! Replay: from what is stored back to the state, every act judged again. The writer starts with it and the audit of a data
//! directory is made of it.

use crate::contract::Piece;
use crate::fault::Fault;
use crate::log::Log;
use rankfile_hall::Hall;
use rankfile_hall::check::{Finding, check};
use rankfile_hall::election::archive::ballot_in;
use rankfile_hall::hall::{Ballots, Growth};
use std::collections::BTreeMap;

/// How many leaves are held in memory at once.
const LEAVES_AT_ONCE: u64 = 1000;

/// Folds everything that is stored; the findings are empty when all of it is lawful.
pub fn replay(log: &mut Log) -> Result<(Hall, Vec<Finding>), Fault> {
    let mut hall = Hall::default();
    for head in log.papers()? {
        if let Some(paper) = log.paper(&head.digest)? {
            hall.state.documents.insert(&paper.bytes);
        }
    }
    let (mut findings, mut heights, size) = (Vec::new(), BTreeMap::new(), log.size());
    while hall.chain.size() < size {
        let mut leaves = Vec::new();
        let from = hall.chain.size();
        log.for_each_leaf(from..size.min(from + LEAVES_AT_ONCE), &mut |_, leaf| leaves.push(leaf.to_vec()))?;
        for leaf in leaves {
            let mut ballots = PieceBallots::new(log);
            let (found, growth) = check(&mut hall, &leaf, &mut ballots);
            // That the ballots cannot be read says nothing about whether the act was lawful.
            ballots.into_fault().map_or(Ok(()), Err)?;
            findings.extend(found);
            findings.extend(compare(log, &hall, growth, &mut heights)?);
        }
    }
    for archive in log.archives() {
        let known = heights.get(&archive.election).copied().unwrap_or(0);
        if archive.pieces != known {
            let message = format!(
                "archive {} has {} pieces and the acts tell of {known}",
                archive.election, archive.pieces
            );
            findings.push(Finding { code: "archive", index: size, message });
        }
    }
    Ok((hall, findings))
}

/// Compares what archives must have grown by with what is stored.
fn compare(
    log: &mut Log,
    hall: &Hall,
    growth: Vec<Growth>,
    heights: &mut BTreeMap<String, u64>,
) -> Result<Vec<Finding>, Fault> {
    let mut findings = Vec::new();
    let mut by_archive: BTreeMap<String, Vec<Growth>> = BTreeMap::new();
    for grown in growth {
        by_archive.entry(grown.archive.clone()).or_default().push(grown);
    }
    for (archive, grown) in by_archive {
        let height = heights.entry(archive.clone()).or_insert(0);
        let stored = pieces(log, &archive, *height, grown.len())?;
        let same = |(piece, grown): (&Piece, &Growth)| piece.kind == grown.kind && piece.bytes == grown.bytes;
        if stored.len() != grown.len() || !stored.iter().zip(&grown).all(same) {
            let message =
                format!("archive {archive} is not what the acts and ballots make it, from piece {height}");
            findings.push(Finding { code: "archive", index: hall.chain.size().saturating_sub(1), message });
        }
        *height += grown.len() as u64;
    }
    Ok(findings)
}

fn pieces(log: &mut Log, archive: &str, from: u64, count: usize) -> Result<Vec<Piece>, Fault> {
    let mut found = Vec::new();
    log.for_each_piece(archive, from..from + count as u64, &mut |piece| {
        found.push(piece.clone());
        Ok(())
    })?;
    Ok(found)
}

/// Reads ballots back out of an archive's pieces: the setup is piece 0, then ballots follow in casting order.
///
/// The hall hears of a fault of the store in words only, and must not be believed about what follows from it: ask
/// [`PieceBallots::into_fault`] first.
pub struct PieceBallots<'l> {
    log: &'l mut Log,
    fault: Option<Fault>,
}

impl<'l> PieceBallots<'l> {
    /// Reads from this log.
    pub fn new(log: &'l mut Log) -> Self {
        Self { log, fault: None }
    }

    /// The fault that reading met, if it met one.
    pub fn into_fault(self) -> Option<Fault> {
        self.fault
    }
}

impl Ballots for PieceBallots<'_> {
    fn read(&mut self, archive: &str, places: &[u64]) -> Result<Vec<Vec<u8>>, String> {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Ok(Vec::new()) };
        let mut wanted = places.iter().copied().peekable();
        let mut found = Vec::with_capacity(places.len());
        let read = self.log.for_each_piece(archive, first + 1..last + 2, &mut |piece| {
            if wanted.next_if_eq(&(piece.height.saturating_sub(1))).is_some() {
                found.extend(ballot_in(&piece.bytes).map(<[u8]>::to_vec));
            }
            Ok(())
        });
        if let Err(fault) = read {
            let words = fault.to_string();
            self.fault = Some(fault);
            return Err(words);
        }
        if found.len() != places.len() {
            return Err(format!(
                "archive {archive} has {} of the {} ballots asked for",
                found.len(),
                places.len()
            ));
        }
        Ok(found)
    }
}
