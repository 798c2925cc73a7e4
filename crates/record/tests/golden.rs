//! One log whose every signature and root is known: programs nobody here wrote have accepted these very bytes. If one of
//! these tests fails, records kept by others no longer verify.

use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::{Hash, leaf_hash, parse_hash, render_hash};
use rankfile_record::note::{LogKey, Vkey};
use rankfile_record::receipt::{check_receipt, make_receipt};
use rankfile_record::tile::{changed_tiles, parse_tile, tile_bytes};
use rankfile_record::tree::{Hashes, check_consistency, check_inclusion, merkle_root};

const ORIGIN: &str = "local42.example/record";
const VKEY: &str = "local42.example/record+5f7360ef+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
const ROOT_300: &str = "7q/rFzS5O7JqNYofkyHAhmhooESo4Wq2fvGyi/FgFEI=";
const ROOT_70000: &str = "QvqupSjqH3YbVbDrBq41I5un/ZFF6e6t5JMfn0OaCRo=";
const LINE_300: &str = "— local42.example/record X3Ng77MPlLwKW6yb6VpMI0+fCR46ytF9sAkPEGjkY4Bg02SHAqJOh5Z4K37c+ln8Css5B4SwOL6lWB0X/xmDyK0gIww=";
const LINE_70000: &str = "— local42.example/record X3Ng7xrTozlvhN9WTL5WwvRDYyjhDofHAM6LV2tYsAbT/AYOFEzCZFNyXjBv34LWbj6lJl3PaXdFnkSyzBYkSdG4BwE=";

fn entry(index: u64) -> Vec<u8> {
    format!("{{\"seq\": {index}, \"act\": \"test\"}}").into_bytes()
}

fn tree() -> Hashes {
    (0..70_000).map(|index| leaf_hash(&entry(index))).collect()
}

fn key() -> LogKey {
    LogKey::from_seed(ORIGIN, [7; 32]).expect("the origin is a key name")
}

fn checkpoint(size: u64, root: &str) -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size, root: parse_hash(root).expect("a published root") }
}

#[test]
fn the_verifier_key_is_the_published_one() {
    assert_eq!(key().vkey(), VKEY);
    assert_eq!(Vkey::parse(VKEY).unwrap(), *key().verifier());
}

#[test]
fn the_roots_are_the_published_ones() {
    let tree = tree();
    assert_eq!(render_hash(&tree.root_at(300).unwrap()), ROOT_300);
    assert_eq!(render_hash(&tree.root()), ROOT_70000);
    assert_eq!(render_hash(&merkle_root((0..300).map(|index| leaf_hash(&entry(index))))), ROOT_300);
}

#[test]
fn the_signed_checkpoints_are_the_published_ones() {
    let note_300 = format!("{ORIGIN}\n300\n{ROOT_300}\n\n{LINE_300}\n");
    let note_70000 = format!("{ORIGIN}\n70000\n{ROOT_70000}\n\n{LINE_70000}\n");
    assert_eq!(checkpoint(300, ROOT_300).sign(&key()), note_300);
    assert_eq!(checkpoint(70_000, ROOT_70000).sign(&key()), note_70000);
    let vkey = Vkey::parse(VKEY).unwrap();
    assert_eq!(Checkpoint::open(note_300.as_bytes(), &vkey).unwrap(), checkpoint(300, ROOT_300));
    assert_eq!(Checkpoint::open(note_70000.as_bytes(), &vkey).unwrap(), checkpoint(70_000, ROOT_70000));
    let crossed = format!("{ORIGIN}\n300\n{ROOT_300}\n\n{LINE_70000}\n");
    assert!(Checkpoint::open(crossed.as_bytes(), &vkey).is_err());
}

#[test]
fn the_proofs_have_the_published_lengths_and_verify() {
    let tree = tree();
    let (old, new) = (checkpoint(300, ROOT_300), checkpoint(70_000, ROOT_70000));
    let growth = tree.consistency_proof(300, 70_000).unwrap();
    assert_eq!(growth.len(), 16);
    assert_eq!(check_consistency(old.size, &old.root, new.size, &new.root, &growth), Ok(()));
    let last = tree.inclusion_proof(69_999, 70_000).unwrap();
    assert_eq!(last.len(), 9);
    assert_eq!(check_inclusion(&leaf_hash(&entry(69_999)), 69_999, 70_000, &new.root, &last), Ok(()));
    let receipt = make_receipt(69_999, &last, &new.sign(&key()), None);
    let checked = check_receipt(&receipt, &entry(69_999), key().verifier()).unwrap();
    assert_eq!((checked.index, checked.checkpoint), (69_999, new));
}

#[test]
fn every_tile_of_the_large_log_can_be_made_and_rebuilds_it() {
    let tree = tree();
    let tiles = changed_tiles(0, 70_000);
    assert_eq!(tiles.len(), 277);
    let mut rebuilt = Hashes::new();
    for tile in tiles.iter().filter(|tile| tile.level == 0) {
        let hashes: Vec<Hash> = parse_tile(tile, &tile_bytes(&tree, tile).unwrap()).unwrap();
        rebuilt.extend(hashes);
    }
    assert_eq!(rebuilt, tree);
    for tile in &tiles {
        assert_eq!(
            tile_bytes(&rebuilt, tile).unwrap().len(),
            usize::from(tile.width) * 32,
            "{}",
            tile.render()
        );
    }
}
