//! What the public sees of a log: `checkpoint`, hash tiles under `tile/`, election archives under `elections/`. All of it
//! is derived; opening checks every file against the data and makes it again where it differs. Entries are not published
//! here: who may read them is the site's question.
//!
//! Partial tiles of past checkpoints stay until their tile is full, then go: a client falls back to the full tile.

use crate::contract::{Archive, Parts, Piece, Publish, Storage};
use crate::fault::{Fault, Place};
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::note::LogKey;
use rankfile_record::tile::{TILE_WIDTH, TilePath, changed_tiles, tile_bytes};
use rankfile_record::tree::Hashes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the checkpoint is published.
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// Published files that were made again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mended {
    /// Hash tiles.
    pub tiles: u64,
    /// Election archives.
    pub archives: u64,
    /// The checkpoint.
    pub checkpoint: bool,
}

/// Where an election's archive is published.
pub fn archive_path(election: &str) -> String {
    format!("elections/{election}.bel")
}

/// Publishes what a batch adds to archives, one write for each election.
pub(crate) fn extend_archives(
    publish: &mut dyn Publish,
    archives: &mut BTreeMap<String, Archive>,
    pieces: &[Piece],
) -> Result<(), Fault> {
    let mut grown: BTreeMap<&str, (u64, Vec<u8>)> = BTreeMap::new();
    for piece in pieces {
        let (count, bytes) = grown.entry(&piece.election).or_default();
        *count += 1;
        bytes.extend_from_slice(&piece.bytes);
    }
    for (election, (count, bytes)) in grown {
        let new = || Archive { election: election.into(), pieces: 0, length: 0 };
        let archive = archives.entry(election.into()).or_insert_with(new);
        publish.extend(&archive_path(election), archive.length, &bytes)?;
        archive.pieces += count;
        archive.length += bytes.len() as u64;
    }
    Ok(())
}

/// Publishes the tiles a grown tree has, then its checkpoint, then removes partial tiles that became full.
pub(crate) fn publish_growth(
    publish: &mut dyn Publish,
    tree: &Hashes,
    old_size: u64,
    checkpoint_note: &str,
) -> Result<(), Fault> {
    let tiles = changed_tiles(old_size, tree.size());
    for tile in &tiles {
        publish.put(&tile.render(), &bytes_of(tree, tile))?;
    }
    publish.replace(CHECKPOINT, checkpoint_note.as_bytes())?;
    for tile in tiles.iter().filter(|tile| tile.width == TILE_WIDTH) {
        publish.prune(&partials_of(tile))?;
    }
    Ok(())
}

/// Makes every published file what it should be. Returns how far each archive goes, and what was mended.
pub(crate) fn mend(
    parts: &mut Parts,
    key: &LogKey,
    tree: &Hashes,
    checkpoint_note: &str,
) -> Result<(BTreeMap<String, Archive>, Mended), Fault> {
    let mut mended = Mended::default();
    let mut archives = BTreeMap::new();
    for archive in parts.storage.archives()? {
        mended.archives += u64::from(mend_archive(parts.storage.as_mut(), parts.publish.as_mut(), &archive)?);
        archives.insert(archive.election.clone(), archive);
    }
    let publish = parts.publish.as_mut();
    for tile in changed_tiles(0, tree.size()) {
        mended.tiles += mend_tile(publish, tree, &tile)?;
    }
    mended.checkpoint = mend_checkpoint(publish, key, checkpoint_note)?;
    Ok((archives, mended))
}

/// Compares by digest, so that an archive is never in memory whole; writes it anew from the first piece if it differs.
fn mend_archive(
    storage: &mut dyn Storage,
    publish: &mut dyn Publish,
    archive: &Archive,
) -> Result<bool, Fault> {
    let mut hasher = Sha256::new();
    let (mut pieces, mut length) = (0, 0);
    storage.for_each_piece(&archive.election, 0..u64::MAX, &mut |piece| {
        hasher.update(&piece.bytes);
        pieces += 1;
        length += piece.bytes.len() as u64;
        Ok(())
    })?;
    if (pieces, length) != (archive.pieces, archive.length) {
        let what = format!("the archive of {} has lost pieces", archive.election);
        return Err(Fault::Damaged { place: Place::Data("archives".into()), what });
    }
    let path = archive_path(&archive.election);
    if publish.digest(&path)? == Some((length, hasher.finalize().into())) {
        return Ok(false);
    }
    let mut offset = 0;
    storage.for_each_piece(&archive.election, 0..u64::MAX, &mut |piece| {
        publish.extend(&path, offset, &piece.bytes)?;
        offset += piece.bytes.len() as u64;
        Ok(())
    })?;
    Ok(true)
}

/// Counts what was wrong, or missing from the present checkpoint.
///
/// Narrower tiles of the same place belong to earlier checkpoints. Which of them there were is written nowhere, and a
/// power cut may have taken any; so all are made, until the full tile replaces them.
fn mend_tile(publish: &mut dyn Publish, tree: &Hashes, tile: &TilePath) -> Result<u64, Fault> {
    let mut mended = u64::from(publish_anew(publish, tree, tile)?.is_some());
    if tile.width == TILE_WIDTH {
        publish.prune(&partials_of(tile))?;
        return Ok(mended);
    }
    for width in 1..tile.width {
        let before = publish_anew(publish, tree, &TilePath { width, ..*tile })?;
        mended += u64::from(before == Some(Before::Wrong));
    }
    Ok(mended)
}

#[derive(PartialEq)]
enum Before {
    Missing,
    Wrong,
}

/// Publishes a tile unless it is there; says how it was if it had to.
fn publish_anew(publish: &mut dyn Publish, tree: &Hashes, tile: &TilePath) -> Result<Option<Before>, Fault> {
    let bytes = bytes_of(tree, tile);
    let before = match publish.load(&tile.render())? {
        Some(found) if found == bytes => return Ok(None),
        Some(_) => Before::Wrong,
        None => Before::Missing,
    };
    publish.replace(&tile.render(), &bytes)?;
    Ok(Some(before))
}

/// The same checkpoint with further signatures under it (witnesses') is left alone.
fn mend_checkpoint(publish: &mut dyn Publish, key: &LogKey, checkpoint_note: &str) -> Result<bool, Fault> {
    let open = |bytes: &[u8]| Checkpoint::open(bytes, key.verifier()).ok();
    let published = publish.load(CHECKPOINT)?.and_then(|bytes| open(&bytes));
    if published == open(checkpoint_note.as_bytes()) {
        return Ok(false);
    }
    publish.replace(CHECKPOINT, checkpoint_note.as_bytes())?;
    Ok(true)
}

fn bytes_of(tree: &Hashes, tile: &TilePath) -> Vec<u8> {
    tile_bytes(tree, tile).expect("a tree has the tiles of its own size")
}

/// *Source*: C2SP tlog-tiles, "Partial Tiles": they lie in a folder named after the full tile.
fn partials_of(tile: &TilePath) -> String {
    format!("{}.p", TilePath { width: TILE_WIDTH, ..*tile }.render())
}
