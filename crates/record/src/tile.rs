//! The stored form of the tree: tiles of up to 256 hashes, which files a log of a given size consists of, and what is in
//! each. It names files and fills them; it neither reads nor writes one. Entry bundles, the tiles that hold the entries
//! themselves, are in [`bundle`](self::bundle).
//!
//! *Source*: C2SP tlog-tiles.

pub mod bundle;

use crate::hash::Hash;
use crate::tree::Hashes;

pub use bundle::{BundleError, ENTRY_BYTES_MAX, EntriesPath, changed_entries, make_bundle, parse_bundle};

/// The hashes in a full tile.
pub const TILE_WIDTH: u16 = 256;

/// Each tile level stands on eight levels of the tree.
const TILE_HEIGHT: u8 = 8;

/// The tile levels a tree of at most 2^64 leaves can have.
const LEVELS: u8 = 8;

/// The largest level a path may name.
const LEVEL_MAX: u8 = 63;

/// Which tile: its level, its place in that level, and how many hashes of it exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// The level: 0 holds leaf hashes, level `l` the roots of full tiles of level `l - 1`.
    pub level: u8,
    /// The place in its level, from the left.
    pub index: u64,
    /// The number of hashes: 256 in a full tile, fewer in a partial one, never zero.
    pub width: u16,
}

impl TilePath {
    /// Where the tile is found below the log's prefix.
    ///
    /// *Shape*: `tile/0/x001/x234/067`, and `.p/17` behind it for a partial tile of 17 hashes.
    #[must_use]
    pub fn render(&self) -> String {
        format!("tile/{}/{}", self.level, render_place(self.index, self.width))
    }

    /// Reads what [`TilePath::render`] wrote, and nothing else.
    ///
    /// *Errors*: `None` for any other text.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
        let (index, width) = parse_place(place)?;
        let tile = Self { level: level.parse().ok().filter(|level| *level <= LEVEL_MAX)?, index, width };
        // Leading zeros, plus signs, needless `x000` groups: whatever is not our own spelling is no path.
        (tile.render() == path).then_some(tile)
    }
}

/// The tiles a client of the tree of `new_size` needs that a log of `old_size` did not have, full and partial.
///
/// *Shape*: lower levels first, then left to right; empty if the log did not grow.
#[must_use]
pub fn changed_tiles(old_size: u64, new_size: u64) -> Vec<TilePath> {
    (0..LEVELS)
        .flat_map(|level| {
            let shift = TILE_HEIGHT * level;
            changed_places(old_size >> shift, new_size >> shift).map(move |(index, width)| TilePath {
                level,
                index,
                width,
            })
        })
        .collect()
}

/// The bytes of one tile.
///
/// *Shape*: `width` hashes of 32 bytes, one after another.
///
/// *Errors*: `None` if the tree is too small to have it.
#[must_use]
pub fn tile_bytes(tree: &Hashes, tile: &TilePath) -> Option<Vec<u8>> {
    if tile.level >= LEVELS || tile.width == 0 || tile.width > TILE_WIDTH {
        return None;
    }
    let first = tile.index.checked_mul(u64::from(TILE_WIDTH))?;
    let hashes =
        (0..u64::from(tile.width)).map(|i| tree.node(TILE_HEIGHT * tile.level, first.checked_add(i)?));
    hashes.collect::<Option<Vec<Hash>>>().map(|hashes| hashes.concat())
}

/// The hashes a tile file holds.
///
/// *Errors*: `None` if the length is not exactly that of `width` hashes.
#[must_use]
pub fn parse_tile(tile: &TilePath, bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && hashes.len() == usize::from(tile.width)).then(|| hashes.to_vec())
}

/// The places of one level that are new when it grows from `old` to `new` items: index and width.
fn changed_places(old: u64, new: u64) -> impl Iterator<Item = (u64, u16)> {
    let width = u64::from(TILE_WIDTH);
    let full = (old / width..new / width).map(|index| (index, TILE_WIDTH));
    let left_over = u16::try_from(new % width).expect("a remainder of 256 fits 16 bits");
    let partial = (left_over > 0 && new > old).then_some((new / width, left_over));
    full.chain(partial)
}

/// The index in groups of three digits, all but the last marked, and the width unless it is full.
fn render_place(index: u64, width: u16) -> String {
    let mut place = format!("{:03}", index % 1000);
    let mut rest = index / 1000;
    while rest > 0 {
        place = format!("x{:03}/{place}", rest % 1000);
        rest /= 1000;
    }
    if width == TILE_WIDTH { place } else { format!("{place}.p/{width}") }
}

/// Reads a place generously; the caller compares it with its own rendering.
fn parse_place(place: &str) -> Option<(u64, u16)> {
    let (groups, width) = match place.split_once(".p/") {
        Some((groups, width)) => (groups, width.parse().ok().filter(|w| (1..TILE_WIDTH).contains(w))?),
        None => (place, TILE_WIDTH),
    };
    let mut index: u64 = 0;
    for group in groups.split('/') {
        let digits: u64 = group.strip_prefix('x').unwrap_or(group).parse().ok()?;
        index = index.checked_mul(1000)?.checked_add(digits)?;
    }
    Some((index, width))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::{leaf_hash, node_hash};
    use crate::tree::merkle_root;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn paths(old: u64, new: u64) -> Vec<String> {
        changed_tiles(old, new).iter().map(TilePath::render).collect()
    }

    #[test]
    fn the_worked_sizes_have_the_tiles_of_the_specification() {
        assert_eq!(paths(0, 256), ["tile/0/000", "tile/1/000.p/1"]);
        let large = paths(0, 70_000);
        let mut expected: Vec<String> = (0..273).map(|n| format!("tile/0/{n:03}")).collect();
        expected.extend(
            ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"].map(String::from),
        );
        assert_eq!(large, expected);
        assert_eq!(paths(0, 0), [""; 0]);
        assert_eq!(paths(0, 1), ["tile/0/000.p/1"]);
        assert_eq!(paths(255, 256), ["tile/0/000", "tile/1/000.p/1"]);
        assert_eq!(paths(256, 257), ["tile/0/001.p/1"]);
        assert_eq!(paths(257, 257), [""; 0]);
        assert_eq!(paths(258, 257), [""; 0]);
        let highest = paths((1 << 56) - 1, 1 << 56);
        assert_eq!(highest.len(), 8);
        assert_eq!(highest[6..], ["tile/6/000", "tile/7/000.p/1"]);
    }

    #[test]
    fn a_tile_above_level_zero_holds_the_roots_of_full_tiles() {
        let leaves: Vec<Hash> = (0..600u64).map(|i| leaf_hash(&i.to_be_bytes())).collect();
        let tree: Hashes = leaves.iter().copied().collect();
        let upper = tile_bytes(&tree, &TilePath { level: 1, index: 0, width: 2 }).unwrap();
        let roots = [merkle_root(leaves[..256].to_vec()), merkle_root(leaves[256..512].to_vec())];
        assert_eq!(upper, roots.concat());
        let edge = TilePath { level: 0, index: 2, width: 88 };
        assert_eq!(parse_tile(&edge, &tile_bytes(&tree, &edge).unwrap()).unwrap(), leaves[512..]);
        assert_eq!(node_hash(&roots[0], &roots[1]), tree.node(9, 0).unwrap());
        for absent in
            [(0, 2, 89), (1, 0, 3), (2, 0, 1), (0, 2, 0), (0, u64::MAX, 256), (63, 0, 1), (0, 0, 257)]
        {
            let (level, index, width) = absent;
            assert_eq!(tile_bytes(&tree, &TilePath { level, index, width }), None, "{absent:?}");
        }
        assert_eq!(parse_tile(&edge, &[0; 88 * 32 - 1]), None);
        assert_eq!(parse_tile(&edge, &[0; 88 * 32 + 1]), None);
        assert_eq!(parse_tile(&edge, &[0; 89 * 32]), None);
    }

    #[test]
    fn only_the_exact_spelling_is_a_path() {
        let tile = |level, index, width| TilePath { level, index, width };
        assert_eq!(TilePath::parse("tile/0/x001/x234/067"), Some(tile(0, 1_234_067, 256)));
        assert_eq!(TilePath::parse("tile/63/005.p/255"), Some(tile(63, 5, 255)));
        assert_eq!(TilePath::parse("tile/1/x001/000"), Some(tile(1, 1000, 256)));
        for bad in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile/0/5",
            "tile/0/05",
            "tile/0/0005",
            "tile/00/005",
            "tile/64/005",
            "tile/256/005",
            "tile/+1/005",
            "tile/0/x005",
            "tile/0/001/002",
            "tile/0/x000/005",
            "tile/0/x001/x005",
            "tile/0/x01/005",
            "tile/0/005.p/0",
            "tile/0/005.p/256",
            "tile/0/005.p/01",
            "tile/0/005.p/",
            "tile/0/005.p",
            "tile/0/005.p/1/",
            "tile/0/-05",
            "tile/0/+05",
            "/tile/0/005",
            "tile/0/../0/005",
            "tile/entries/005",
            "tile/8/0/005",
            "tile/0/٠٠٥",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert_eq!(TilePath::parse(bad), None, "{bad:?}");
        }
        assert_eq!(TilePath::parse("tile/0/x018/x446/x744/x073/x709/x551/615"), Some(tile(0, u64::MAX, 256)));
    }

    proptest! {
        #[test]
        fn a_path_reads_back(level in 0u8..64, index: u64, width in 1u16..=256) {
            let tile = TilePath { level, index, width };
            prop_assert_eq!(TilePath::parse(&tile.render()), Some(tile));
        }

        #[test]
        fn foreign_text_is_a_path_only_as_we_would_write_it(text in "(tile/)?[0-9x/.p]{0,24}") {
            if let Some(tile) = TilePath::parse(&text) {
                prop_assert_eq!(tile.render(), text);
            }
        }

        /// However a log grows, every tile a client of each size needs has been written by then.
        #[test]
        fn growing_in_steps_writes_every_tile_a_client_needs(steps in prop::collection::vec(0u64..70_000, 1..8)) {
            let mut written = BTreeSet::new();
            let mut size = 0;
            for step in steps {
                let grown = size + step;
                for tile in changed_tiles(size, grown) {
                    prop_assert!(written.insert(tile), "{} was written twice", tile.render());
                }
                size = grown;
                for needed in changed_tiles(0, size) {
                    prop_assert!(written.contains(&needed), "{} is missing at {size}", needed.render());
                }
            }
        }
    }
}
