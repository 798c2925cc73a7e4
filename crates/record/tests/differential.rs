//! The same questions put to this room and to three libraries it shares no code with: `ct-merkle` (a Merkle tree),
//! `tlog_tiles` (tiles, proofs, checkpoints) and `signed_note` (notes). They must agree on what is right and on what is
//! not. One difference is meant: we also verify the second line of a key that signed twice.

use proptest::prelude::*;
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::{Hash, leaf_hash};
use rankfile_record::note::{LogKey, NoteError, Vkey, open_note, sign_note};
use rankfile_record::tile::{TILE_WIDTH, TilePath, changed_tiles, tile_bytes};
use rankfile_record::tree::{Hashes, check_consistency, check_inclusion};
use sha2::Sha256;

fn entry(index: u64) -> Vec<u8> {
    format!("entry {index}").into_bytes()
}

fn tree(size: u64) -> Hashes {
    (0..size).map(|index| leaf_hash(&entry(index))).collect()
}

fn flat(proof: &[Hash]) -> Vec<u8> {
    proof.concat()
}

/// Spoils a proof in one of a few ways; way 0 leaves it alone.
fn spoil(mut proof: Vec<Hash>, way: usize, at: usize) -> Vec<Hash> {
    let place = at % proof.len().max(1);
    match way {
        1 if !proof.is_empty() => proof[place][at % 32] ^= 1,
        2 if !proof.is_empty() => drop(proof.remove(place)),
        3 => proof.insert(at % (proof.len() + 1), [9; 32]),
        4 if proof.len() > 1 => proof.swap(0, place),
        _ => {}
    }
    proof
}

/// Our tree read by the other library's own prover.
struct Reader<'a>(&'a Hashes);

impl tlog_tiles::HashReader for Reader<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        let read = |index: &u64| {
            let (level, place) = tlog_tiles::split_stored_hash_index(*index);
            self.0.node(level, place).map(tlog_tiles::Hash).ok_or(tlog_tiles::Error::IndexesNotInTree)
        };
        indexes.iter().map(read).collect()
    }
}

/// Our tiles read by the other library's authenticating reader.
struct Tiles<'a>(&'a Hashes);

impl tlog_tiles::TileReader for Tiles<'_> {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        let read = |tile: &tlog_tiles::Tile| {
            let width = u16::try_from(tile.width()).expect("a width is at most 256");
            let tile = TilePath { level: tile.level(), index: tile.level_index(), width };
            tile_bytes(self.0, &tile).ok_or(tlog_tiles::Error::IndexesNotInTree)
        };
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, _: &[tlog_tiles::Tile], _: &[Vec<u8>]) {}
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn ct_merkle_has_the_same_roots_and_proofs_and_refuses_the_same(
        (size, index) in (1u64..400).prop_flat_map(|size| (Just(size), 0..size)),
        way in 0usize..5,
        at: usize,
    ) {
        let ours = tree(size);
        let mut theirs = ct_merkle::mem_backed_tree::MemoryBackedTree::<Sha256, Vec<u8>>::new();
        (0..size).for_each(|i| theirs.push(entry(i)));
        let their_root = theirs.root();
        prop_assert_eq!(ours.root(), Hash::try_from(their_root.as_bytes().as_slice()).unwrap());

        let proof = ours.inclusion_proof(index, size).unwrap();
        prop_assert_eq!(flat(&proof), theirs.prove_inclusion(index as usize).as_bytes().to_vec());
        let proof = spoil(proof, way, at);
        let their_proof = ct_merkle::InclusionProof::from_bytes(flat(&proof));
        let they_say = their_root.verify_inclusion(&entry(index), index, &their_proof);
        let we_say = check_inclusion(&leaf_hash(&entry(index)), index, size, &ours.root(), &proof);
        prop_assert_eq!(we_say.is_ok(), they_say.is_ok());

        let old = index.max(1);
        let proof = ours.consistency_proof(old, size).unwrap();
        prop_assert_eq!(flat(&proof), theirs.prove_consistency((size - old) as usize).as_bytes().to_vec());
        let proof = spoil(proof, way, at);
        let old_root = ours.root_at(old).unwrap();
        let their_old = ct_merkle::RootHash::<Sha256>::new(old_root.into(), old);
        let they_say = ct_merkle::ConsistencyProof::try_from_bytes(flat(&proof))
            .and_then(|proof| their_root.verify_consistency(&their_old, &proof));
        let we_say = check_consistency(old, &old_root, size, &ours.root(), &proof);
        prop_assert_eq!(we_say.is_ok(), they_say.is_ok());
    }

    #[test]
    fn tlog_tiles_makes_the_same_proofs_and_refuses_the_same(
        (size, index) in (2u64..3000).prop_flat_map(|size| (Just(size), 0..size)),
        way in 0usize..5,
        at: usize,
        claimed_index in 0u64..3000,
        claimed_size in 2u64..3000,
    ) {
        let ours = tree(size);
        let root = ours.root();
        let theirs = |proof: &[Hash]| proof.iter().copied().map(tlog_tiles::Hash).collect::<Vec<_>>();
        prop_assert_eq!(tlog_tiles::tree_hash(size, &Reader(&ours)).unwrap().0, root);

        let proof = ours.inclusion_proof(index, size).unwrap();
        prop_assert_eq!(&tlog_tiles::prove_record(size, index, &Reader(&ours)).unwrap(), &theirs(&proof));
        let proof = spoil(proof, way, at);
        let leaf = leaf_hash(&entry(index));
        // Also under a claimed place and size: what one accepts without warrant, the other must as well.
        for (i, s) in [(index, size), (claimed_index, size), (index, claimed_size)] {
            let (their_root, their_leaf) = (tlog_tiles::Hash(root), tlog_tiles::Hash(leaf));
            let they_say = tlog_tiles::check_record(&theirs(&proof), s, their_root, i, their_leaf).is_ok();
            prop_assert_eq!(check_inclusion(&leaf, i, s, &root, &proof).is_ok(), they_say, "{} of {}", i, s);
        }

        let old = index.max(1);
        let old_root = ours.root_at(old).unwrap();
        let proof = ours.consistency_proof(old, size).unwrap();
        prop_assert_eq!(&tlog_tiles::prove_tree(size, old, &Reader(&ours)).unwrap(), &theirs(&proof));
        let proof = spoil(proof, way, at);
        for (o, n) in [(old, size), (claimed_index.max(1), size), (old, claimed_size)] {
            let (their_root, their_old) = (tlog_tiles::Hash(root), tlog_tiles::Hash(old_root));
            let they_say = tlog_tiles::check_tree(&theirs(&proof), n, their_root, o, their_old).is_ok();
            prop_assert_eq!(check_consistency(o, &old_root, n, &root, &proof).is_ok(), they_say, "{} {}", o, n);
        }
    }

    #[test]
    fn tlog_tiles_names_the_same_tiles_and_authenticates_ours(old in 0u64..70_000, grown in 0u64..2000, at: u64) {
        let new = old % 2000 + grown + 1;
        let named = |old, new| {
            let theirs = tlog_tiles::Tile::new_tiles(8, old, new);
            let theirs = theirs.iter().map(|tile| tile.path().replacen("tile/8/", "tile/", 1));
            (theirs.collect::<Vec<_>>(), changed_tiles(old, new).iter().map(TilePath::render).collect::<Vec<_>>())
        };
        let (theirs, ours) = named(old, old + grown);
        prop_assert_eq!(theirs, ours);

        let ours = tree(new);
        let tiles = Tiles(&ours);
        let reader = tlog_tiles::TileHashReader::new(new, tlog_tiles::Hash(ours.root()), &tiles);
        let index = at % new;
        let stored = tlog_tiles::stored_hash_index(0, index);
        let read = tlog_tiles::HashReader::read_hashes(&reader, &[stored]).unwrap();
        prop_assert_eq!(read[0].0, leaf_hash(&entry(index)));
    }

    #[test]
    fn tlog_tiles_spells_paths_alike(index: u64, level in 0u8..8, width in 1u16..=TILE_WIDTH) {
        let theirs = tlog_tiles::Tile::new(8, level, index, u32::from(width), false);
        prop_assert_eq!(theirs.path().replacen("tile/8/", "tile/", 1), TilePath { level, index, width }.render());
    }

    #[test]
    fn tlog_tiles_reads_our_checkpoint_and_refuses_the_same_texts(
        size in 1u64..,
        root: Hash,
        at in any::<prop::sample::Index>(),
        byte in prop::sample::select(b"\n0 9A=/+z".to_vec()),
    ) {
        let checkpoint = Checkpoint { origin: "local42.example/record".into(), size, root };
        let text = checkpoint.render_text();
        let theirs = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
        prop_assert_eq!((theirs.size(), theirs.hash().0, theirs.extension()), (size, root, ""));
        prop_assert_eq!(theirs.to_bytes(), text.clone().into_bytes());
        let mut changed = text.into_bytes();
        changed[at.index(checkpoint.render_text().len())] = byte;
        let changed = String::from_utf8(changed).unwrap();
        // They accept extension lines; we never do.
        let they_say = tlog_tiles::Checkpoint::from_bytes(changed.as_bytes()).is_ok_and(|c| c.extension().is_empty());
        prop_assert_eq!(Checkpoint::parse_text(&changed).is_ok(), they_say, "{:?}", changed);
    }

    #[test]
    fn signed_note_opens_the_same_notes(
        pieces in prop::collection::vec(0usize..10, 0..8),
        flip in any::<prop::sample::Index>(),
        bit in 0u8..64,
    ) {
        let key = LogKey::from_seed("local42.example/record", [7; 32]).unwrap();
        let stranger = LogKey::from_seed("local42.example/record", [8; 32]).unwrap();
        let signed = sign_note("text\n", &key).unwrap();
        let line = |key: &LogKey, text| sign_note(text, key).unwrap().rsplit_once("\n\n").unwrap().1.to_owned();
        let (good, bad, unknown) = (line(&key, "text\n"), line(&key, "other\n"), line(&stranger, "text\n"));
        let (strange, misnamed) = ("\u{2014} a AAAAAAA=\n", "\u{2014} a+b AAAAAAA=\n");
        let all = [&signed, "text\n\n", &good, &bad, &unknown, "\n", strange, misnamed, "\u{85}", "\u{a0}"];
        let mut note = pieces.into_iter().map(|piece| all[piece]).collect::<String>().into_bytes();
        // Most of the time no bit is flipped, so that good notes stay frequent.
        if bit < 8 && !note.is_empty() {
            let at = flip.index(note.len());
            note[at] ^= 1 << bit;
        }
        let ours = open_note(&note, &[Vkey::parse(&key.vkey()).unwrap()]).map(|open| open.text.into_bytes());
        let verifier = signed_note::StandardVerifier::new(&key.vkey()).unwrap();
        let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
        let theirs = signed_note::Note::from_bytes(&note).ok().filter(|note| note.verify(&known).is_ok());
        let theirs = theirs.map(|note| note.text().to_vec());
        let second_line_was_bad = matches!(ours, Err(NoteError::BadSignature { .. })) && theirs.is_some();
        if !second_line_was_bad {
            prop_assert_eq!(ours.ok(), theirs);
        }
    }
}
