//! Entry bundles: up to 256 entries in one file, cut at the same places as the tiles of leaf hashes. A bundle proves
//! nothing by itself; its entries are believed once their leaf hashes agree with the tile.
//!
//! *Source*: C2SP tlog-tiles, "Log entries".

use super::{TILE_WIDTH, changed_places, parse_place, render_place};

/// The longest entry a bundle can hold.
///
/// *Units*: bytes; the length is written in 16 bits.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// Why entries cannot be bundled, or bytes are no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// An entry exceeds [`ENTRY_BYTES_MAX`].
    #[error(
        "entry {position} has {bytes} bytes, more than 65535; record its digest and keep the document elsewhere"
    )]
    EntryTooLong {
        /// The entry's place in the bundle, from zero.
        position: usize,
        /// Its length.
        bytes: usize,
    },
    /// There are more entries than a bundle holds.
    #[error("a bundle holds at most 256 entries; start the next one")]
    TooManyEntries,
    /// The bytes end inside a length or an entry.
    #[error("the bundle ends inside entry {position}; fetch it again")]
    Truncated {
        /// The entry's place in the bundle, from zero.
        position: usize,
    },
}

/// Which bundle: its place and how many entries it holds; both as in the level-0 tile over the same entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntriesPath {
    /// The place, from the left.
    pub index: u64,
    /// The number of entries: 256 in a full bundle, fewer in a partial one, never zero.
    pub width: u16,
}

impl EntriesPath {
    /// Where the bundle is found below the log's prefix.
    ///
    /// *Shape*: `tile/entries/x001/x234/067`, and `.p/17` behind it for a partial bundle of 17 entries.
    #[must_use]
    pub fn render(&self) -> String {
        format!("tile/entries/{}", render_place(self.index, self.width))
    }

    /// Reads what [`EntriesPath::render`] wrote, and nothing else.
    ///
    /// *Errors*: `None` for any other text.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (index, width) = parse_place(path.strip_prefix("tile/entries/")?)?;
        let entries = Self { index, width };
        (entries.render() == path).then_some(entries)
    }

    /// The log indices of its entries; `None` if they would pass the largest index there is.
    #[must_use]
    pub fn indices(&self) -> Option<std::ops::Range<u64>> {
        let first = self.index.checked_mul(u64::from(TILE_WIDTH))?;
        Some(first..first.checked_add(u64::from(self.width))?)
    }
}

/// The bundles of a log of `new_size` entries that a log of `old_size` did not have.
#[must_use]
pub fn changed_entries(old_size: u64, new_size: u64) -> Vec<EntriesPath> {
    changed_places(old_size, new_size).map(|(index, width)| EntriesPath { index, width }).collect()
}

/// The bytes of a bundle: each entry behind its length in two bytes, the larger first.
///
/// *Errors*: an entry is too long, or there are too many.
pub fn make_bundle(entries: &[&[u8]]) -> Result<Vec<u8>, BundleError> {
    if entries.len() > usize::from(TILE_WIDTH) {
        return Err(BundleError::TooManyEntries);
    }
    let mut bundle = Vec::with_capacity(entries.iter().map(|entry| 2 + entry.len()).sum());
    for (position, entry) in entries.iter().enumerate() {
        let length = u16::try_from(entry.len())
            .map_err(|_| BundleError::EntryTooLong { position, bytes: entry.len() })?;
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry);
    }
    Ok(bundle)
}

/// The entries of a bundle; the bytes must end with the last entry.
///
/// *Errors*: the bytes end early, or hold too many entries. How many there should be is the path's word: compare.
pub fn parse_bundle(bytes: &[u8]) -> Result<Vec<Vec<u8>>, BundleError> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        if entries.len() == usize::from(TILE_WIDTH) {
            return Err(BundleError::TooManyEntries);
        }
        let truncated = BundleError::Truncated { position: entries.len() };
        let (length, behind) = rest.split_first_chunk::<2>().ok_or(truncated)?;
        let (entry, behind) =
            behind.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(truncated)?;
        entries.push(entry.to_vec());
        rest = behind;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tile::{TilePath, changed_tiles};
    use proptest::prelude::*;

    #[test]
    fn lengths_come_first_and_large_end_first() {
        assert_eq!(make_bundle(&[b"ab", b"", b"c"]).unwrap(), [0, 2, b'a', b'b', 0, 0, 0, 1, b'c']);
        let long = vec![7; 0x0102];
        assert_eq!(make_bundle(&[&long]).unwrap()[..3], [1, 2, 7]);
    }

    #[test]
    fn a_bundle_has_limits() {
        let longest = vec![0; ENTRY_BYTES_MAX];
        assert_eq!(parse_bundle(&make_bundle(&[&longest]).unwrap()).unwrap(), [longest]);
        let longer = vec![0; ENTRY_BYTES_MAX + 1];
        assert_eq!(
            make_bundle(&[b"", &longer]),
            Err(BundleError::EntryTooLong { position: 1, bytes: 65_536 })
        );
        assert_eq!(make_bundle(&[&b""[..]; 256]).map(|bytes| bytes.len()), Ok(512));
        assert_eq!(make_bundle(&[&b""[..]; 257]), Err(BundleError::TooManyEntries));
        assert_eq!(parse_bundle(&[0; 514]), Err(BundleError::TooManyEntries));
    }

    #[test]
    fn bundles_are_cut_where_leaf_tiles_are() {
        for (old, new) in [(0, 256), (0, 70_000), (255, 257), (600, 600), (300, 511)] {
            let leaf_tiles: Vec<TilePath> =
                changed_tiles(old, new).into_iter().filter(|tile| tile.level == 0).collect();
            let bundles = changed_entries(old, new);
            let as_tiles: Vec<TilePath> = bundles
                .iter()
                .map(|path| TilePath { level: 0, index: path.index, width: path.width })
                .collect();
            assert_eq!(as_tiles, leaf_tiles);
        }
        let last = EntriesPath { index: 273, width: 112 };
        assert_eq!(last.render(), "tile/entries/273.p/112");
        assert_eq!(last.indices(), Some(69_888..70_000));
        assert_eq!(EntriesPath { index: u64::MAX, width: 1 }.indices(), None);
    }

    #[test]
    fn only_the_exact_spelling_is_a_path() {
        for bad in [
            "tile/entries/5",
            "tile/entries/0005",
            "tile/entries/x005",
            "tile/entries/x000/005",
            "tile/entries/+05",
            "tile/entries/005.p/0",
            "tile/entries/005.p/256",
            "tile/entries/005.p/01",
            "tile/entries/",
            "tile/0/005",
        ] {
            assert_eq!(EntriesPath::parse(bad), None, "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn a_bundle_reads_back(entries in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..256)) {
            let borrowed: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(parse_bundle(&make_bundle(&borrowed).unwrap()).unwrap(), entries);
        }

        #[test]
        fn foreign_bytes_are_a_bundle_only_as_we_would_make_it(bytes in prop::collection::vec(0u8..4, 0..200)) {
            if let Ok(entries) = parse_bundle(&bytes) {
                let borrowed: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
                prop_assert_eq!(make_bundle(&borrowed).unwrap(), bytes);
            }
        }

        #[test]
        fn a_cut_bundle_names_the_entry(cut in 1usize..30) {
            let whole = make_bundle(&[b"0123456789", b"0123456789", b"0123456789"]).unwrap();
            let kept = whole.len() - cut;
            let position = kept / 12;
            let whole_entries = kept.is_multiple_of(12);
            let expected = if whole_entries { Ok(position) } else { Err(BundleError::Truncated { position }) };
            prop_assert_eq!(parse_bundle(&whole[..kept]).map(|entries| entries.len()), expected);
        }

        #[test]
        fn a_path_reads_back(index: u64, width in 1u16..=256) {
            let path = EntriesPath { index, width };
            prop_assert_eq!(EntriesPath::parse(&path.render()), Some(path));
            prop_assert_eq!(TilePath::parse(&path.render()), None);
        }
    }
}
