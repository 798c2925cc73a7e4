//! Message-IDs that can be made again: the same act, kind of letter and recipient give the same id, so a letter that is
//! made or sent twice is known as one. Without the key nobody can tell from an id whom a letter was for.

use crate::address::{Address, is_domain};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// The id of a letter.
///
/// *Shape*: `<40 hex digits@host>`, the brackets included, as it stands in the mail's header.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MessageId(String);

/// Why a text is no id of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no Message-ID of this program: it has the form <40 hex digits@host>")]
pub struct NotAMessageId;

impl MessageId {
    /// The id a text spells.
    ///
    /// *Errors*: [`NotAMessageId`].
    pub fn parse(text: &str) -> Result<MessageId, NotAMessageId> {
        let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).ok_or(NotAMessageId)?;
        let (name, host) = inner.split_once('@').ok_or(NotAMessageId)?;
        let is_hex = name.len() == 40
            && name.bytes().all(|sign| sign.is_ascii_digit() || (b'a'..=b'f').contains(&sign));
        if is_hex && is_host(host) { Ok(MessageId(text.to_owned())) } else { Err(NotAMessageId) }
    }

    /// The id with its brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The 40 hex digits.
    pub(crate) fn name(&self) -> &str {
        self.0.trim_start_matches('<').split('@').next().unwrap_or_default()
    }
}

/// Makes Message-IDs for one union.
pub struct MessageIds {
    key: Zeroizing<[u8; 32]>,
    origin: String,
    host: String,
}

/// The host in a Message-ID is no host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the host of the union's public address is no host name: set the public address as https://host")]
pub struct NotAHost;

impl MessageIds {
    /// Ids under a secret key, for the record of this origin, with the host of the union's public address.
    ///
    /// The key must outlive the outbox: made anew from an old record, the letters must have their old ids.
    ///
    /// *Errors*: [`NotAHost`].
    pub fn new(key: Zeroizing<[u8; 32]>, origin: &str, host: &str) -> Result<MessageIds, NotAHost> {
        let host = host.to_ascii_lowercase();
        if is_host(&host) { Ok(MessageIds { key, origin: origin.to_owned(), host }) } else { Err(NotAHost) }
    }

    /// The id of the letter of one kind that an act causes for a recipient. `kind` keeps two letters of one act to one
    /// person apart.
    pub fn of_act(&self, act: u64, kind: &str, to: &Address) -> MessageId {
        self.make(&[
            b"act",
            self.origin.as_bytes(),
            &act.to_be_bytes(),
            kind.as_bytes(),
            to.as_str().as_bytes(),
        ])
    }

    /// The id of a letter that no act causes; the nonce is drawn by the caller and never used twice.
    pub fn of_request(&self, nonce: &[u8; 32]) -> MessageId {
        self.make(&[b"request", nonce])
    }

    fn make(&self, parts: &[&[u8]]) -> MessageId {
        let mut inner = Sha256::new_with_prefix(self.key.as_slice());
        for part in parts {
            inner.update((part.len() as u64).to_be_bytes());
            inner.update(part);
        }
        // Hashed twice, so that an id cannot be continued into the id of a longer text.
        let outer = Sha256::new_with_prefix(self.key.as_slice()).chain_update(inner.finalize()).finalize();
        MessageId(format!("<{}@{}>", hex::encode(&outer[..20]), self.host))
    }
}

impl fmt::Debug for MessageIds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "MessageIds(at {})", self.host)
    }
}

fn is_host(host: &str) -> bool {
    host == "localhost" || is_domain(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(key: u8, origin: &str) -> MessageIds {
        MessageIds::new(Zeroizing::new([key; 32]), origin, "Union.example.org").unwrap()
    }

    fn to(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn the_same_letter_has_the_same_id() {
        let first = ids(1, "log").of_act(7, "notice", &to("ana@example.org"));
        assert_eq!(first, ids(1, "log").of_act(7, "notice", &to("ana@example.org")));
        assert_eq!(MessageId::parse(first.as_str()), Ok(first.clone()));
        assert!(first.as_str().ends_with("@union.example.org>"));
    }

    #[test]
    fn whatever_differs_gives_another_id() {
        let ana = to("ana@example.org");
        let all = [
            ids(1, "log").of_act(7, "notice", &ana),
            ids(2, "log").of_act(7, "notice", &ana),
            ids(1, "gol").of_act(7, "notice", &ana),
            ids(1, "log").of_act(8, "notice", &ana),
            ids(1, "log").of_act(7, "result", &ana),
            ids(1, "log").of_act(7, "notice", &to("eva@example.org")),
            ids(1, "log").of_request(&[7; 32]),
            ids(1, "log").of_request(&[8; 32]),
        ];
        let different: std::collections::BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn what_is_no_id_or_host_is_refused() {
        let id = ids(1, "log").of_request(&[1; 32]);
        let bare = id.as_str().trim_matches(['<', '>']);
        for text in
            ["", "<>", bare, &format!("<{bare}>x"), &format!("<{bare}\r\n>"), &id.as_str().to_uppercase()]
        {
            assert_eq!(MessageId::parse(text), Err(NotAMessageId), "{text:?}");
        }
        for host in ["", "a b.example", "union.example\r\nX: y", "union"] {
            assert_eq!(
                MessageIds::new(Zeroizing::new([0; 32]), "log", host).err(),
                Some(NotAHost),
                "{host:?}"
            );
        }
        assert!(MessageIds::new(Zeroizing::new([0; 32]), "log", "localhost").is_ok());
    }
}
