//! What every storage must do.

use super::{Check, Medium, done, leaves, open, opening, paper, piece};
use crate::contract::{
    Archive, BEGINNING, Batch, LARGEST_LEAF, Paper, PaperHead, Parts, Piece, Staged, Storage,
};
use crate::fault::{Fault, Malformed};

pub(super) const CHECKS: &[Check] = &[
    nothing_is_there_at_first,
    everything_of_a_batch_outlives_the_process,
    leaves_stream_in_order_from_anywhere,
    an_append_out_of_step_stores_nothing,
    a_malformed_batch_stores_nothing,
    pieces_of_one_election_have_no_gap,
    pieces_are_found_by_their_beginning,
    a_paper_is_filed_once,
    openings_are_found_by_subject_and_label,
    commitments_are_listed_by_label,
    an_erased_opening_is_gone,
    a_batch_without_leaves_moves_the_checkpoint_only,
    the_longest_leaf_fits,
];

fn nothing_is_there_at_first(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    assert_eq!(done(storage.staged()), None, "an empty storage has no checkpoint");
    assert_eq!(all_leaves(storage.as_mut(), 0), Vec::new());
    assert_eq!(done(storage.leaf(0)), None);
    assert_eq!(done(storage.archives()), Vec::new());
    assert_eq!(all_pieces(storage.as_mut(), "e"), Vec::new());
    assert_eq!(done(storage.paper(&[0; 32])), None);
    assert_eq!(done(storage.opening(&[0; 32])), None);
}

fn everything_of_a_batch_outlives_the_process(medium: &mut dyn Medium) {
    let batch = Batch {
        pieces: vec![piece("e", 0, "zero"), piece("e", 1, "one")],
        papers: vec![paper("text")],
        openings: vec![opening(1, "name", "m-1")],
        ..leaves(&["a", "b"])
    };
    done(open(medium).storage.append(&batch, 0, "note 2"));
    let mut storage = open(medium).storage;
    assert_eq!(done(storage.staged()), Some(Staged { size: 2, checkpoint_note: "note 2".into() }));
    assert_eq!(all_leaves(storage.as_mut(), 0), [(0, b"a".to_vec()), (1, b"b".to_vec())]);
    assert_eq!(all_pieces(storage.as_mut(), "e"), batch.pieces);
    assert_eq!(done(storage.archives()), [Archive { election: "e".into(), pieces: 2, length: 7 }]);
    assert_eq!(done(storage.paper(&paper("text").digest)), Some(paper("text")));
    let opened = done(storage.opening(&opening(1, "name", "m-1").commitment));
    assert!(opened == Some(opening(1, "name", "m-1")), "an opening must come back as it was filed");
}

fn leaves_stream_in_order_from_anywhere(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    done(storage.append(&leaves(&["0", "1", "2"]), 0, "note"));
    done(storage.append(&leaves(&["3", ""]), 3, "note"));
    let indices =
        |leaves: Vec<(u64, Vec<u8>)>| leaves.into_iter().map(|(index, _)| index).collect::<Vec<_>>();
    assert_eq!(indices(all_leaves(storage.as_mut(), 2)), [2, 3, 4]);
    assert_eq!(indices(all_leaves(storage.as_mut(), 5)), [0u64; 0]);
    assert_eq!(done(storage.leaf(3)), Some(b"3".to_vec()));
    assert_eq!(done(storage.leaf(4)), Some(Vec::new()), "an empty leaf is a leaf");
    assert_eq!(done(storage.leaf(5)), None);
    assert_eq!(done(storage.leaf(u64::MAX)), None);
    let mut within = Vec::new();
    done(storage.for_each_leaf(1..3, &mut |index, _| within.push(index)));
    assert_eq!(within, [1, 2], "the end of the range is not in it");
}

fn an_append_out_of_step_stores_nothing(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    done(storage.append(&leaves(&["a"]), 0, "note 1"));
    for size_before in [0, 2, u64::MAX] {
        let refused = storage.append(&leaves(&["b"]), size_before, "note 2");
        let expected =
            matches!(refused, Err(Fault::OutOfStep { expected, found: 1 }) if expected == size_before);
        assert!(expected, "{size_before}: {refused:?}");
    }
    assert_eq!(done(storage.staged()), Some(Staged { size: 1, checkpoint_note: "note 1".into() }));
    assert_eq!(all_leaves(storage.as_mut(), 0).len(), 1);
}

fn a_malformed_batch_stores_nothing(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let mut forged_paper = paper("text");
    forged_paper.bytes.push(b'!');
    let mut forged_opening = opening(1, "name", "m-1");
    forged_opening.value.push(b'!');
    for spoiled in [
        Batch { leaves: vec![vec![0; LARGEST_LEAF + 1]], ..Batch::default() },
        Batch { pieces: vec![piece("../e", 0, "x")], ..leaves(&["a"]) },
        Batch { pieces: vec![piece("e", 0, "x"), piece("e", 2, "x")], ..leaves(&["a"]) },
        Batch { papers: vec![forged_paper], ..leaves(&["a"]) },
        Batch { openings: vec![forged_opening], ..leaves(&["a"]) },
    ] {
        let refused = storage.append(&spoiled, 0, "note");
        assert!(matches!(refused, Err(Fault::Malformed(_))), "{spoiled:?}: {refused:?}");
        assert_eq!(done(storage.staged()), None, "{spoiled:?}");
        assert_eq!(all_leaves(storage.as_mut(), 0), Vec::new(), "{spoiled:?}");
        assert_eq!(done(storage.archives()), Vec::new(), "{spoiled:?}");
    }
    done(storage.append(&leaves(&["a"]), 0, "note"));
}

fn pieces_of_one_election_have_no_gap(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let batch = |pieces: &[Piece]| Batch { pieces: pieces.to_vec(), ..Batch::default() };
    done(storage.append(&batch(&[piece("e", 0, "e0"), piece("f", 0, "f0"), piece("e", 1, "e1")]), 0, "note"));
    for (election, height, expected) in [("e", 1, 2), ("e", 3, 2), ("f", 0, 1), ("g", 1, 0)] {
        let refused = storage.append(&batch(&[piece(election, height, "x")]), 0, "note");
        let due = Malformed::PieceOutOfOrder { position: 0, expected, found: height };
        assert!(matches!(&refused, Err(Fault::Malformed(found)) if *found == due), "{refused:?}");
    }
    done(storage.append(&batch(&[piece("e", 2, "e2")]), 0, "note"));
    assert_eq!(
        all_pieces(storage.as_mut(), "e"),
        [piece("e", 0, "e0"), piece("e", 1, "e1"), piece("e", 2, "e2")]
    );
    let mut later = Vec::new();
    done(storage.for_each_piece("e", 1..u64::MAX, &mut |piece| {
        later.push(piece.height);
        Ok(())
    }));
    assert_eq!(later, [1, 2]);
    let archive = |election: &str, pieces, length| Archive { election: election.into(), pieces, length };
    assert_eq!(done(storage.archives()), [archive("e", 3, 6), archive("f", 1, 2)]);
    let mut seen = Vec::new();
    done(storage.for_each_piece("e", 0..1, &mut |piece| {
        seen.push(piece.height);
        Ok(())
    }));
    assert_eq!(seen, [0], "only the heights asked for");
    let stopped = storage.for_each_piece("e", 0..u64::MAX, &mut |_| Err(Fault::ReadOnly));
    assert!(matches!(stopped, Err(Fault::ReadOnly)), "the caller's own fault comes back");
}

fn pieces_are_found_by_their_beginning(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let beginning = |letter: &str| letter.repeat(BEGINNING);
    let long =
        |election, height, letter: &str, rest: &str| piece(election, height, &(beginning(letter) + rest));
    let pieces = vec![
        long("e", 0, "a", "first"),
        long("e", 1, "b", ""),
        long("e", 2, "a", "second"),
        long("f", 0, "a", "third"),
        piece("f", 1, "short"),
    ];
    done(storage.append(&Batch { pieces, ..Batch::default() }, 0, "note"));
    for (election, wanted, heights) in [
        ("e", beginning("a"), vec![0, 2]),
        ("e", beginning("b"), vec![1]),
        ("f", beginning("a"), vec![0]),
        ("f", beginning("b"), vec![]),
        ("g", beginning("a"), vec![]),
        ("f", "short".into(), vec![]),
        ("e", beginning("a") + "f", vec![]),
        ("e", String::new(), vec![]),
    ] {
        let found = done(storage.pieces_beginning(election, wanted.as_bytes()));
        assert_eq!(found, heights, "{election} {wanted}");
    }
}

fn a_paper_is_filed_once(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let again = Paper { kind: "letter".into(), ..paper("text") };
    done(storage.append(
        &Batch { papers: vec![paper("text"), paper("text")], ..Batch::default() },
        0,
        "note",
    ));
    done(storage.append(&Batch { papers: vec![again], ..Batch::default() }, 0, "note"));
    assert_eq!(done(storage.paper(&paper("text").digest)), Some(paper("text")));
    let head = PaperHead { digest: paper("text").digest, kind: "minutes".into() };
    assert_eq!(done(storage.papers()), [head], "a paper keeps its first kind");
}

fn openings_are_found_by_subject_and_label(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let openings = vec![opening(1, "name", "m-1"), opening(2, "mail", "m-1"), opening(3, "name", "m-2")];
    done(storage.append(&Batch { openings, ..Batch::default() }, 0, "note"));
    for (subject, label, expected) in [
        (None, None, vec![1, 2, 3]),
        (Some("m-1"), None, vec![1, 2]),
        (None, Some("name"), vec![1, 3]),
        (Some("m-1"), Some("name"), vec![1]),
        (Some("m-2"), Some("mail"), vec![]),
        (Some("m"), None, vec![]),
    ] {
        let found = done(storage.openings(subject, label));
        let mut numbers: Vec<u8> = found.iter().map(|opening| opening.salt[0]).collect();
        assert!(found.is_sorted_by_key(|opening| opening.commitment), "by commitment");
        numbers.sort_unstable();
        assert_eq!(numbers, expected, "{subject:?} {label:?}");
    }
}

fn commitments_are_listed_by_label(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let openings = vec![opening(1, "name", "m-1"), opening(2, "mail", "m-1"), opening(3, "name", "m-2")];
    done(storage.append(&Batch { openings, ..Batch::default() }, 0, "note"));
    for label in [None, Some("name"), Some("mail"), Some("nam"), Some("")] {
        let listed = done(storage.commitments(label));
        let found = done(storage.openings(None, label));
        let expected: Vec<[u8; 32]> = found.iter().map(|opening| opening.commitment).collect();
        assert_eq!(listed, expected, "{label:?}");
    }
}

fn an_erased_opening_is_gone(medium: &mut dyn Medium) {
    let Parts { mut storage, .. } = open(medium);
    let (kept, erased) = (opening(1, "name", "m-1"), opening(2, "name", "m-1"));
    let both = vec![kept.clone(), erased.clone()];
    done(storage.append(&Batch { openings: both, ..leaves(&["a"]) }, 0, "note"));
    let erasure = Batch { erased: vec![erased.commitment, [0; 32]], ..leaves(&["b"]) };
    done(storage.append(&erasure, 1, "note"));
    let unborn = opening(3, "name", "m-1");
    let filed_and_erased =
        Batch { openings: vec![unborn.clone()], erased: vec![unborn.commitment], ..Batch::default() };
    done(storage.append(&filed_and_erased, 2, "note"));
    for commitment in [erased.commitment, unborn.commitment] {
        assert!(done(storage.opening(&commitment)).is_none(), "an erased opening must not come back");
    }
    assert!(done(storage.openings(Some("m-1"), None)) == [kept.clone()], "only the erased ones go");
    // The leaves that commit to it stay: that is the point.
    assert_eq!(all_leaves(storage.as_mut(), 0).len(), 2);
    drop(storage);
    assert!(done(open(medium).storage.openings(None, None)) == [kept]);
}

fn a_batch_without_leaves_moves_the_checkpoint_only(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    done(storage.append(&Batch::default(), 0, "note of none"));
    assert_eq!(done(storage.staged()), Some(Staged { size: 0, checkpoint_note: "note of none".into() }));
    done(storage.append(&leaves(&["a"]), 0, "note"));
    done(storage.append(&Batch::default(), 1, "note again"));
    assert_eq!(done(storage.staged()), Some(Staged { size: 1, checkpoint_note: "note again".into() }));
}

fn the_longest_leaf_fits(medium: &mut dyn Medium) {
    let mut storage = open(medium).storage;
    let leaf: Vec<u8> = (0..LARGEST_LEAF).map(|i| (i % 251) as u8).collect();
    done(storage.append(&Batch { leaves: vec![leaf.clone()], ..Batch::default() }, 0, "note"));
    assert!(done(storage.leaf(0)) == Some(leaf), "the longest leaf must come back whole");
}

fn all_leaves(storage: &mut dyn Storage, from: u64) -> Vec<(u64, Vec<u8>)> {
    let mut leaves = Vec::new();
    done(storage.for_each_leaf(from..u64::MAX, &mut |index, leaf| leaves.push((index, leaf.to_vec()))));
    leaves
}

fn all_pieces(storage: &mut dyn Storage, election: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    done(storage.for_each_piece(election, 0..u64::MAX, &mut |piece| {
        pieces.push(piece.clone());
        Ok(())
    }));
    pieces
}
