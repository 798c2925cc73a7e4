//! Records on disk as an auditor meets them: a union's data directory, or a pack, which is the same without secrets.
//!
//! *Shape of a pack*: `log.vkey`, `checkpoint`, `tile/` (hash tiles and `tile/entries/` bundles), `documents/` (one file
//! for each, named by its digest), `elections/` (one `.bel` for each).

use anyhow::{Context as _, Result, bail};
use rankfile_hall::audit::Record;
use rankfile_hall::check::Finding;
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::leaf_hash;
use rankfile_record::note::Vkey;
use rankfile_record::tile::{changed_entries, changed_tiles, make_bundle, parse_bundle, tile_bytes};
use rankfile_record::tree::Hashes;
use rankfile_store::contract::Storage as _;
use rankfile_store::place::Places;
use rankfile_store::sqlite::SqliteStorage;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A record read from disk, with the public files that lay beside it.
pub struct OnDisk {
    /// The record.
    pub record: Record,
    /// Folder of `checkpoint`, `tile/` and `elections/`.
    pub public: PathBuf,
}

/// Reads a data directory or a pack.
pub fn read(folder: &Path) -> Result<OnDisk> {
    let places = Places::within(folder);
    if places.data.exists() { read_data(&places, folder) } else { read_pack(folder) }
}

fn read_data(places: &Places, folder: &Path) -> Result<OnDisk> {
    let mut storage = SqliteStorage::open_for_reading(&places.data)?;
    let staged = storage
        .staged()?
        .with_context(|| format!("{}: there is no record in it yet", places.data.display()))?;
    let mut leaves = Vec::new();
    // A writer may go on meanwhile; the audit is of the record as it was just now.
    storage.for_each_leaf(0..staged.size, &mut |_, leaf| leaves.push(leaf.to_vec()))?;
    let mut documents = Vec::new();
    for head in storage.papers()? {
        documents.extend(storage.paper(&head.digest)?.map(|paper| paper.bytes));
    }
    let mut archives = BTreeMap::new();
    for archive in storage.archives()? {
        let mut bytes = Vec::new();
        storage.for_each_piece(&archive.election, 0..u64::MAX, &mut |piece| {
            bytes.extend_from_slice(&piece.bytes);
            Ok(())
        })?;
        archives.insert(archive.election, bytes);
    }
    let vkey = read_vkey(&folder.join("log.vkey"))?;
    let checkpoint = staged.checkpoint_note.into_bytes();
    Ok(OnDisk {
        record: Record { vkey, checkpoint, leaves, documents, archives },
        public: places.published.clone(),
    })
}

fn read_pack(folder: &Path) -> Result<OnDisk> {
    let path = folder.join("checkpoint");
    let checkpoint = fs::read(&path).with_context(|| {
        format!(
            "{} is neither a union's data directory (no record.db) nor a pack (no checkpoint)",
            folder.display()
        )
    })?;
    let vkey = read_vkey(&folder.join("log.vkey"))?;
    let head = Checkpoint::open(&checkpoint, &vkey)
        .with_context(|| format!("{}: it does not hold", path.display()))?;
    let mut leaves = Vec::new();
    for entries in changed_entries(0, head.size) {
        let path = folder.join(entries.render());
        let bytes =
            fs::read(&path).with_context(|| format!("{}: missing; ask for a whole pack", path.display()))?;
        leaves.extend(parse_bundle(&bytes).with_context(|| format!("{}: damaged", path.display()))?);
    }
    let documents = files(&folder.join("documents"))?.into_iter().map(|(_, bytes)| bytes).collect();
    let archives = files(&folder.join("elections"))?;
    let archives =
        archives.into_iter().map(|(name, bytes)| (name.trim_end_matches(".bel").to_owned(), bytes)).collect();
    Ok(OnDisk { record: Record { vkey, checkpoint, leaves, documents, archives }, public: folder.to_owned() })
}

/// Holds the public files against the record: a tile, archive or checkpoint that differs is found here.
pub fn check_public(on_disk: &OnDisk) -> Vec<Finding> {
    let mut tree = Hashes::new();
    on_disk.record.leaves.iter().for_each(|leaf| tree.push(leaf_hash(leaf)));
    let index = tree.size();
    let mut findings = Vec::new();
    let mut compare = |path: String, wanted: Option<&[u8]>| {
        let found = fs::read(on_disk.public.join(&path)).ok();
        if found.as_deref() != wanted {
            let message = format!("the public file {path} is missing or is not what the record makes it");
            findings.push(Finding { code: "public-file", index, message });
        }
    };
    compare("checkpoint".to_owned(), Some(&on_disk.record.checkpoint));
    for tile in changed_tiles(0, index) {
        compare(tile.render(), tile_bytes(&tree, &tile).as_deref());
    }
    for (uuid, bytes) in &on_disk.record.archives {
        compare(format!("elections/{uuid}.bel"), Some(bytes));
    }
    findings
}

/// Writes a pack from a record.
pub fn write(on_disk: &OnDisk, folder: &Path) -> Result<()> {
    if folder.exists() && fs::read_dir(folder)?.next().is_some() {
        bail!("{} is not empty; name a folder that is not there yet", folder.display());
    }
    let record = &on_disk.record;
    let put = |path: String, bytes: &[u8]| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };
    put("log.vkey".to_owned(), format!("{}\n", record.vkey.render()).as_bytes())?;
    put("checkpoint".to_owned(), &record.checkpoint)?;
    let mut tree = Hashes::new();
    record.leaves.iter().for_each(|leaf| tree.push(leaf_hash(leaf)));
    for tile in changed_tiles(0, tree.size()) {
        put(tile.render(), &tile_bytes(&tree, &tile).context("every tile of this size can be made")?)?;
    }
    for entries in changed_entries(0, tree.size()) {
        let range = entries.indices().context("a path of this size has entries")?;
        let leaves =
            record.leaves.get(usize::try_from(range.start)?..usize::try_from(range.end)?).unwrap_or_default();
        let leaves: Vec<&[u8]> = leaves.iter().map(Vec::as_slice).collect();
        put(entries.render(), &make_bundle(&leaves)?)?;
    }
    for bytes in &record.documents {
        let digest = rankfile_record::commit::digest_text(bytes);
        put(format!("documents/{}", digest.trim_start_matches("sha256:")), bytes)?;
    }
    for (uuid, bytes) in &record.archives {
        put(format!("elections/{uuid}.bel"), bytes)?;
    }
    Ok(())
}

fn read_vkey(path: &Path) -> Result<Vkey> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("{}: the verifier key is missing", path.display()))?;
    Vkey::parse(text.trim()).with_context(|| format!("{}: not a verifier key", path.display()))
}

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) => return Ok(found),
    };
    for entry in entries {
        let entry = entry?;
        found.push((entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?));
    }
    found.sort();
    Ok(found)
}
