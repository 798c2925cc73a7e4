//! What every publisher must do.

use super::{Check, Medium, done, open};
use crate::fault::{Fault, Malformed};
use sha2::{Digest, Sha256};

pub(super) const CHECKS: &[Check] = &[
    what_is_published_is_read,
    an_immutable_file_is_never_replaced,
    a_growing_file_is_cut_and_extended,
    a_folder_is_pruned_with_everything_in_it,
    only_plain_paths_are_published,
];

fn what_is_published_is_read(medium: &mut dyn Medium) {
    let mut publish = open(medium).publish;
    assert_eq!(done(publish.load("checkpoint")), None);
    assert_eq!(done(publish.digest("tile/0/000")), None);
    done(publish.replace("checkpoint", b"one"));
    done(publish.replace("checkpoint", b"two"));
    done(publish.put("tile/0/x001/000.p/7", b"hashes"));
    assert_eq!(done(publish.load("checkpoint")), Some(b"two".to_vec()));
    assert_eq!(done(publish.load("tile/0/x001/000.p/7")), Some(b"hashes".to_vec()));
    let digest: [u8; 32] = Sha256::digest(b"two").into();
    assert_eq!(done(publish.digest("checkpoint")), Some((3, digest)));
}

fn an_immutable_file_is_never_replaced(medium: &mut dyn Medium) {
    let mut publish = open(medium).publish;
    done(publish.put("tile/0/000", b"hashes"));
    done(publish.put("tile/0/000", b"hashes"));
    let refused = publish.put("tile/0/000", b"others");
    assert!(matches!(refused, Err(Fault::AlreadyPublished { .. })), "{refused:?}");
    assert_eq!(done(publish.load("tile/0/000")), Some(b"hashes".to_vec()));
}

fn a_growing_file_is_cut_and_extended(medium: &mut dyn Medium) {
    let mut publish = open(medium).publish;
    let short = publish.extend("elections/e.bel", 1, b"x");
    assert!(matches!(short, Err(Fault::Damaged { .. })), "{short:?}");
    assert_eq!(done(publish.load("elections/e.bel")), None);
    done(publish.extend("elections/e.bel", 0, b"abc"));
    done(publish.extend("elections/e.bel", 3, b"def"));
    assert_eq!(done(publish.load("elections/e.bel")), Some(b"abcdef".to_vec()));
    done(publish.extend("elections/e.bel", 4, b"X"));
    assert_eq!(done(publish.load("elections/e.bel")), Some(b"abcdX".to_vec()), "what is behind is cut off");
    let short = publish.extend("elections/e.bel", 6, b"x");
    assert!(matches!(short, Err(Fault::Damaged { .. })), "{short:?}");
    assert_eq!(done(publish.load("elections/e.bel")), Some(b"abcdX".to_vec()));
}

fn a_folder_is_pruned_with_everything_in_it(medium: &mut dyn Medium) {
    let mut publish = open(medium).publish;
    for path in ["tile/0/000.p/1", "tile/0/000.p/255", "tile/0/000", "tile/0/0001"] {
        done(publish.put(path, b"hashes"));
    }
    done(publish.prune("tile/0/000.p"));
    done(publish.prune("tile/0/000.p"));
    assert_eq!(done(publish.load("tile/0/000.p/1")), None);
    assert_eq!(done(publish.load("tile/0/000.p/255")), None);
    assert!(done(publish.load("tile/0/000")).is_some() && done(publish.load("tile/0/0001")).is_some());
}

fn only_plain_paths_are_published(medium: &mut dyn Medium) {
    let mut publish = open(medium).publish;
    for path in ["", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", ".a", "a b", "a\\b", "é", "a\0b"] {
        for refused in [publish.put(path, b""), publish.extend(path, 0, b""), publish.prune(path)] {
            assert!(matches!(refused, Err(Fault::Malformed(Malformed::Path))), "{path:?}: {refused:?}");
        }
        let refused = publish.load(path);
        assert!(matches!(refused, Err(Fault::Malformed(Malformed::Path))), "{path:?}: {refused:?}");
    }
}
