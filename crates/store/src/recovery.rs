//! Opening a log after whatever happened: three witnesses of its length (data, lock store, published checkpoint) are
//! held against each other, every leaf is hashed again, and the lock store is rolled forward if the data is ahead of it.
//! It repairs no data: what does not fit is refused.

use crate::contract::{Parts, Publish, Staged, Storage};
use crate::fault::{Fault, Place};
use crate::publishing;
use rankfile_record::checkpoint::{Checkpoint, CheckpointError};
use rankfile_record::hash::leaf_hash;
use rankfile_record::note::{LogKey, NoteError};
use rankfile_record::tile::{changed_tiles, parse_tile};
use rankfile_record::tree::Hashes;

/// What is there.
pub(crate) struct Found {
    pub(crate) tree: Hashes,
    pub(crate) checkpoint_note: String,
    pub(crate) rolled_forward: u64,
}

/// Decides whether the log may go on, and from where.
///
/// The only write is the last step, the lock store's roll forward. The data may be ahead of it (a crash between the two
/// commits, or a fault of the lock store that persisted nothing): those leaves were never answered, but they may have
/// been seen in the data, so they are kept. It may never be behind.
pub(crate) fn recover(parts: &mut Parts, key: &LogKey) -> Result<Found, Fault> {
    let (lock_note, staged) = load_both(parts)?;
    let lock = open_checkpoint(&lock_note, key, Place::Lock("checkpoint".into()))?;
    let tree = rehash(parts.storage.as_mut())?;
    check_data(parts.publish.as_mut(), key, &tree, &staged)?;
    if tree.size() < lock.size {
        return Err(Fault::OlderCopy { data_size: tree.size(), lock_size: lock.size });
    }
    if tree.root_at(lock.size) != Some(lock.root) {
        return Err(Fault::OtherHistory { lock_size: lock.size });
    }
    check_published(parts.publish.as_mut(), key, &tree)?;
    let rolled_forward = tree.size() - lock.size;
    if rolled_forward == 0 {
        return Ok(Found { tree, checkpoint_note: lock_note, rolled_forward });
    }
    parts.lock.swap(Some(&lock_note), &staged.checkpoint_note)?;
    Ok(Found { tree, checkpoint_note: staged.checkpoint_note, rolled_forward })
}

fn load_both(parts: &mut Parts) -> Result<(String, Staged), Fault> {
    let lock_note = parts.lock.load()?;
    let staged = parts.storage.staged()?;
    match (lock_note, staged) {
        (Some(lock_note), Some(staged)) => Ok((lock_note, staged)),
        // Beginning was interrupted before the lock store: nothing was ever signed for.
        (None, Some(Staged { size: 0, .. })) | (None, None) => Err(Fault::NotBegun),
        (None, Some(_)) => Err(Fault::LockMissing),
        (Some(lock_note), None) => Err(Fault::DataMissing { lock_size: claimed_size(&lock_note) }),
    }
}

fn rehash(storage: &mut dyn Storage) -> Result<Hashes, Fault> {
    let mut tree = Hashes::new();
    storage.for_each_leaf(0..u64::MAX, &mut |_, leaf| tree.push(leaf_hash(leaf)))?;
    Ok(tree)
}

/// The leaves must be exactly those the checkpoint stored beside them was signed over.
fn check_data(publish: &mut dyn Publish, key: &LogKey, tree: &Hashes, staged: &Staged) -> Result<(), Fault> {
    let place = || Place::Data("checkpoint".into());
    let signed = open_checkpoint(&staged.checkpoint_note, key, place())?;
    if signed.size != staged.size || signed.size != tree.size() {
        let what = format!("{} entries were signed, {} are there", signed.size, tree.size());
        return Err(Fault::Damaged { place: place(), what });
    }
    if signed.root != tree.root() {
        return Err(Fault::LeafAltered { index: first_altered(publish, tree) });
    }
    Ok(())
}

/// Nothing the public has seen may be unknown here: that is how a restored pair of old copies is told.
fn check_published(publish: &mut dyn Publish, key: &LogKey, tree: &Hashes) -> Result<(), Fault> {
    let Some(bytes) = publish.load(publishing::CHECKPOINT)? else {
        return Ok(());
    };
    match Checkpoint::open(&bytes, key.verifier()) {
        Ok(published) if tree.root_at(published.size) == Some(published.root) => Ok(()),
        Ok(published) => {
            Err(Fault::PublishedAhead { published_size: published.size, lock_size: tree.size() })
        }
        Err(_) if names_another_log(&bytes, key) => {
            Err(Fault::WrongKey { place: Place::Published(publishing::CHECKPOINT.into()) })
        }
        // Torn by a power cut, since published files are not forced to the disk: it is made again.
        Err(_) => Ok(()),
    }
}

fn open_checkpoint(note: &str, key: &LogKey, place: Place) -> Result<Checkpoint, Fault> {
    Checkpoint::open(note.as_bytes(), key.verifier()).map_err(|error| match error {
        CheckpointError::NotSignedByLog { .. }
        | CheckpointError::OtherOrigin { .. }
        | CheckpointError::NotALogKey { .. }
        | CheckpointError::Note(NoteError::NoKnownSignature) => Fault::WrongKey { place },
        _ => Fault::Damaged { place, what: "its checkpoint does not verify".into() },
    })
}

/// The first leaf that differs from the published hash tiles, as far as those go: only to tell where to look.
fn first_altered(publish: &mut dyn Publish, tree: &Hashes) -> Option<u64> {
    changed_tiles(0, tree.size()).into_iter().filter(|tile| tile.level == 0).find_map(|tile| {
        let published = parse_tile(&tile, &publish.load(&tile.render()).ok()??)?;
        let first = tile.index * u64::from(rankfile_record::tile::TILE_WIDTH);
        (first..)
            .zip(published)
            .find(|(index, hash)| tree.node(0, *index) != Some(*hash))
            .map(|(index, _)| index)
    })
}

fn names_another_log(bytes: &[u8], key: &LogKey) -> bool {
    let first_line = std::str::from_utf8(bytes).ok().and_then(|text| text.split_once('\n'));
    first_line.is_some_and(|(origin, _)| origin != key.name())
}

/// What a checkpoint says of itself, for a message only.
pub(crate) fn claimed_size(note: &str) -> u64 {
    note.lines().nth(1).and_then(|size| size.parse().ok()).unwrap_or(0)
}
