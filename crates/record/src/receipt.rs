//! Receipts: a proof file that an entry is in the record, to be checked offline with nothing but the log's verifier key.
//! A receipt does not contain the entry, and does not say whether the entry was lawful.
//!
//! *Source*: C2SP tlog-proof (`.tlog-proof` files).

use crate::checkpoint::{Checkpoint, CheckpointError, parse_decimal};
use crate::hash::{Hash, leaf_hash, parse_hash, render_hash};
use crate::note::Vkey;
use crate::tree::{ProofError, check_inclusion};
use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The first line of every receipt.
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// The levels a tree can have; a longer proof is refused unread.
const HASHES_MAX: usize = 64;

/// Why a receipt was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// A line is not what a receipt has there.
    #[error("line {line} is not what a receipt has there; use the file as it was handed out")]
    BadLine {
        /// Counted from one.
        line: usize,
    },
    /// The checkpoint in the receipt is refused.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The proof does not lead from the entry to the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

/// What a checked receipt shows: the entry is at this index of the log of this checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The entry's place in the record, from zero.
    pub index: u64,
    /// The checkpoint it was proved in.
    pub checkpoint: Checkpoint,
}

/// A receipt as it reads, before anything is believed of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The entry's place in the record, from zero.
    pub index: u64,
    /// The inclusion proof, the leaf's sibling first.
    pub proof: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint_note: String,
    /// What the host added. Nothing authenticates it.
    pub extra: Option<Vec<u8>>,
}

impl Receipt {
    /// The text of the file.
    #[must_use]
    pub fn render(&self) -> String {
        make_receipt(self.index, &self.proof, &self.checkpoint_note, self.extra.as_deref())
    }

    /// Reads what [`Receipt::render`] wrote, and nothing else; verifies nothing.
    ///
    /// *Errors*: the line that is not what a receipt has there.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let bad = |line| ReceiptError::BadLine { line };
        let (head, checkpoint_note) = text.split_once("\n\n").ok_or(bad(1))?;
        let mut lines = (1..).zip(head.split('\n')).peekable();
        lines.next_if(|(_, line)| *line == FIRST_LINE).ok_or(bad(1))?;
        let extra = match lines.peek().and_then(|(_, line)| line.strip_prefix("extra ")) {
            Some(encoded) => {
                lines.next();
                Some(STANDARD.decode(encoded).map_err(|_| bad(2))?)
            }
            None => None,
        };
        let index_line = if extra.is_some() { 3 } else { 2 };
        let index = lines.next().and_then(|(_, line)| parse_decimal(line.strip_prefix("index ")?));
        let index = index.ok_or(bad(index_line))?;
        let mut proof = Vec::new();
        for (number, line) in lines {
            if proof.len() == HASHES_MAX {
                return Err(bad(number));
            }
            proof.push(parse_hash(line).ok_or(bad(number))?);
        }
        Ok(Self { index, proof, checkpoint_note: checkpoint_note.to_owned(), extra })
    }

    /// Checks the receipt for an entry, with the key of the log one trusts.
    ///
    /// *Errors*: the checkpoint is not the log's, or the proof does not lead from this entry to it.
    pub fn check(&self, entry: &[u8], log: &Vkey) -> Result<Checked, ReceiptError> {
        let checkpoint = Checkpoint::open(self.checkpoint_note.as_bytes(), log)?;
        check_inclusion(&leaf_hash(entry), self.index, checkpoint.size, &checkpoint.root, &self.proof)?;
        Ok(Checked { index: self.index, checkpoint })
    }
}

/// The text of a receipt.
///
/// *Shape*: `proof` is the inclusion proof of `index` in the tree of the checkpoint, which is given whole, as signed;
/// `extra` is for the host's own use and is not authenticated by anything.
#[must_use]
pub fn make_receipt(index: u64, proof: &[Hash], checkpoint_note: &str, extra: Option<&[u8]>) -> String {
    let extra = extra.map(|bytes| format!("extra {}\n", STANDARD.encode(bytes))).unwrap_or_default();
    let hashes: String = proof.iter().map(|hash| render_hash(hash) + "\n").collect();
    format!("{FIRST_LINE}\n{extra}index {index}\n{hashes}\n{checkpoint_note}")
}

/// Checks a receipt for an entry, with the key of the log one trusts.
///
/// *Errors*: the text is no receipt, or [`Receipt::check`] refuses it.
pub fn check_receipt(text: &str, entry: &[u8], log: &Vkey) -> Result<Checked, ReceiptError> {
    Receipt::parse(text)?.check(entry, log)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::LogKey;
    use crate::tree::Hashes;
    use proptest::prelude::*;

    fn key() -> LogKey {
        LogKey::from_seed("local42.example/record", [7; 32]).unwrap()
    }

    fn entry(index: u64) -> Vec<u8> {
        format!("act number {index}").into_bytes()
    }

    fn receipt(index: u64, size: u64, extra: Option<&[u8]>) -> String {
        let tree: Hashes = (0..size).map(|i| leaf_hash(&entry(i))).collect();
        let checkpoint = Checkpoint { origin: key().name().into(), size, root: tree.root() };
        make_receipt(index, &tree.inclusion_proof(index, size).unwrap(), &checkpoint.sign(&key()), extra)
    }

    #[test]
    fn every_receipt_of_a_small_log_is_accepted_for_its_entry_only() {
        for size in 1..20 {
            for index in 0..size {
                let text = receipt(index, size, None);
                let checked = check_receipt(&text, &entry(index), key().verifier()).unwrap();
                assert_eq!((checked.index, checked.checkpoint.size), (index, size));
                let refused = check_receipt(&text, &entry(index + 1), key().verifier());
                assert_eq!(refused, Err(ReceiptError::Proof(ProofError::OtherRoot)));
            }
        }
    }

    #[test]
    fn a_receipt_with_any_bit_flipped_is_refused() {
        let text = receipt(5, 11, None);
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut flipped = text.clone().into_bytes();
                flipped[at] ^= 1 << bit;
                if let Ok(flipped) = String::from_utf8(flipped) {
                    let checked = check_receipt(&flipped, &entry(5), key().verifier());
                    assert!(checked.is_err(), "byte {at} bit {bit}: {flipped}");
                }
            }
        }
    }

    #[test]
    fn a_receipt_cut_anywhere_is_refused() {
        let text = receipt(5, 11, Some(b"note"));
        let ends = (0..text.len()).filter(|at| text.is_char_boundary(*at));
        for cut in ends {
            assert!(check_receipt(&text[..cut], &entry(5), key().verifier()).is_err(), "{cut}");
        }
        assert!(check_receipt(&(text.clone() + "\n"), &entry(5), key().verifier()).is_err());
        assert!(check_receipt(&text, &entry(5), key().verifier()).is_ok());
    }

    #[test]
    fn the_extra_line_is_kept_and_not_believed() {
        let text = receipt(0, 1, Some(b"hello"));
        assert!(
            text.starts_with(
                "c2sp.org/tlog-proof@v1\nextra aGVsbG8=\nindex 0\n\nlocal42.example/record\n1\n"
            )
        );
        assert_eq!(Receipt::parse(&text).unwrap().extra.as_deref(), Some(&b"hello"[..]));
        let forged = text.replace("aGVsbG8=", "Zm9yZ2Vk");
        assert!(check_receipt(&forged, &entry(0), key().verifier()).is_ok());
    }

    #[test]
    fn a_malformed_receipt_is_refused_with_the_line() {
        let bad = |line| Err(ReceiptError::BadLine { line });
        let parse = |text: &str| Receipt::parse(text).map(|receipt| receipt.index);
        let hash = render_hash(&[3; 32]);
        assert_eq!(parse(&format!("c2sp.org/tlog-proof@v1\nindex 3\n{hash}\n\nnote")), Ok(3));
        for (text, line) in [
            ("", 1),
            ("c2sp.org/tlog-proof@v1\nindex 3\n", 1),
            ("c2sp.org/tlog-proof@v2\nindex 3\n\nnote", 1),
            ("c2sp.org/tlog-proof@v1\n\nnote", 2),
            ("c2sp.org/tlog-proof@v1\nindex\n\nnote", 2),
            ("c2sp.org/tlog-proof@v1\nindex 03\n\nnote", 2),
            ("c2sp.org/tlog-proof@v1\nextra A\nindex 3\n\nnote", 2),
            ("c2sp.org/tlog-proof@v1\nextra AAAA\n\nnote", 3),
            ("c2sp.org/tlog-proof@v1\nextra AAAA\nextra AAAA\nindex 3\n\nnote", 3),
            ("c2sp.org/tlog-proof@v1\nindex 3\nextra AAAA\n\nnote", 3),
            ("c2sp.org/tlog-proof@v1\nindex 3\nAAAA\n\nnote", 3),
        ] {
            assert_eq!(parse(text), bad(line), "{text:?}");
        }
        let long = format!("c2sp.org/tlog-proof@v1\nindex 3\n{}\nnote", format!("{hash}\n").repeat(65));
        assert_eq!(parse(&long), bad(67));
    }

    proptest! {
        #[test]
        fn a_receipt_reads_back(
            index: u64,
            proof in prop::collection::vec(any::<Hash>(), 0..=64),
            checkpoint_note in "[a-z\n]{0,40}",
            extra in prop::option::of(prop::collection::vec(any::<u8>(), 0..40)),
        ) {
            let receipt = Receipt { index, proof, checkpoint_note, extra };
            prop_assert_eq!(Receipt::parse(&receipt.render()), Ok(receipt));
        }

        #[test]
        fn foreign_text_is_a_receipt_only_as_we_would_write_it(
            pieces in prop::collection::vec(0usize..8, 0..10),
        ) {
            let hash = render_hash(&[3; 32]);
            let all = [FIRST_LINE, "\n", "extra ", "index ", "12", "AAAA", &hash, "\n\n"];
            let text: String = pieces.into_iter().map(|piece| all[piece]).collect();
            if let Ok(receipt) = Receipt::parse(&text) {
                prop_assert_eq!(receipt.render(), text);
            }
        }
    }
}
