//! Documents: texts too long for a leaf, kept by digest beside the record. Ground data like the acts: an auditor gets
//! them with the acts and every one is checked against its digest when it comes in.

use rankfile_record::commit::digest_text;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Documents by digest.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    texts: BTreeMap<String, Arc<[u8]>>,
}

impl Documents {
    /// Takes a document in; its digest is its name, so it cannot be the wrong one.
    pub fn insert(&mut self, bytes: &[u8]) -> String {
        let digest = digest_text(bytes);
        self.texts.entry(digest.clone()).or_insert_with(|| bytes.into());
        digest
    }

    /// Whether a document is here already.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.texts.contains_key(&digest_text(bytes))
    }

    /// Drops a document that turned out not to be wanted.
    pub fn remove(&mut self, digest: &str) {
        self.texts.remove(digest);
    }

    /// The document's bytes.
    pub fn bytes(&self, digest: &str) -> Option<&[u8]> {
        self.texts.get(digest).map(AsRef::as_ref)
    }

    /// The document as text.
    pub fn text(&self, digest: &str) -> Option<&str> {
        std::str::from_utf8(self.bytes(digest)?).ok()
    }

    /// Every document with its digest.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.texts.iter().map(|(digest, bytes)| (digest.as_str(), bytes.as_ref()))
    }
}
