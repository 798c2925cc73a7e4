//! Events: the chain of an archive, and the small documents that tie payloads to owners.

use serde::{Deserialize, Serialize};

use crate::hash::{Hash, parse_hex};

/// The kind of an event.
///
/// *Source*: section 3.1. Shuffles belong to ranked questions, which are not supported yet; their place in an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EventKind {
    /// The documents of the election.
    Setup,
    /// A ballot cast.
    Ballot,
    /// The end of voting.
    EndBallots,
    /// The encrypted tally.
    EncryptedTally,
    /// A shuffle of the ranked answers by one trustee.
    Shuffle,
    /// The end of shuffling.
    EndShuffles,
    /// A trustee's part of the decryption.
    PartialDecryption,
    /// The result.
    Result,
}

/// An event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) parent: Option<Hash>,
    pub(crate) height: u64,
    pub(crate) kind: EventKind,
    pub(crate) payload: Option<Hash>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EventWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<String>,
    height: u64,
    #[serde(rename = "type")]
    kind: EventKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
}

impl Event {
    /// The canonical JSON.
    pub(crate) fn render(&self) -> String {
        let wire = EventWire {
            parent: self.parent.map(hex::encode),
            height: self.height,
            kind: self.kind,
            payload: self.payload.map(hex::encode),
        };
        serde_json::to_string(&wire).expect("strings and numbers always render")
    }

    /// Reads an event, which must be canonical.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Event> {
        let EventWire { parent, height, kind, payload } = serde_json::from_slice(bytes).ok()?;
        let hash = |text: Option<String>| text.map_or(Some(None), |text| parse_hex(&text).map(Some));
        let event = Event { parent: hash(parent)?, height, kind, payload: hash(payload)? };
        (event.render().as_bytes() == bytes).then_some(event)
    }
}

#[derive(Serialize, Deserialize)]
struct OwnedWire {
    owner: u64,
    payload: String,
}

/// The document that says whose a payload is.
pub(crate) fn render_owned(owner: usize, payload: &Hash) -> String {
    serde_json::to_string(&OwnedWire { owner: owner as u64, payload: hex::encode(payload) })
        .expect("strings and numbers always render")
}

/// Reads such a document, which must be canonical.
pub(crate) fn parse_owned(bytes: &[u8]) -> Option<(usize, Hash)> {
    let wire: OwnedWire = serde_json::from_slice(bytes).ok()?;
    let owned = (usize::try_from(wire.owner).ok()?, parse_hex(&wire.payload)?);
    (render_owned(owned.0, &owned.1).as_bytes() == bytes).then_some(owned)
}

/// The digests a setup document names: election, trustees, credentials, and the certificate if there is one.
pub(crate) fn parse_setup_data(bytes: &[u8]) -> Option<Vec<Hash>> {
    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wire {
        election: String,
        trustees: String,
        credentials: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        credentials_certificate: Option<String>,
    }
    let wire: Wire = serde_json::from_slice(bytes).ok()?;
    let canonical = serde_json::to_string(&wire).is_ok_and(|text| text.as_bytes() == bytes);
    let Wire { election, trustees, credentials, credentials_certificate } = wire;
    let names = [Some(election), Some(trustees), Some(credentials), credentials_certificate];
    canonical.then(|| names.iter().flatten().map(|name| parse_hex(name)).collect())?
}

/// The digest of the encrypted tally that its sizes name.
pub(crate) fn parse_sized(bytes: &[u8]) -> Option<Hash> {
    #[derive(Deserialize)]
    struct Wire {
        encrypted_tally: String,
    }
    let wire: Wire = serde_json::from_slice(bytes).ok()?;
    parse_hex(&wire.encrypted_tally)
}
