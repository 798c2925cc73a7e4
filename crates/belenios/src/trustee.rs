//! Trustees: who holds shares of an election key, how they prove it, and the document that lists them.
//!
//! Supported is the mandatory trustee ("Single"), whose decryption is always needed. A threshold group ("Pedersen") is recognised by
//! [`TrusteeItem::parse_all`] and reported as [`crate::Unsupported::ThresholdTrustees`].

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::group::belenios2048::Belenios2048;
use crate::group::ed25519::Ed25519;
use crate::group::{self, Group, GroupName, made_text, random_scalar, scalar_text};
use crate::proof::{Proof, ProofText, make_knowledge, vartime_check_knowledge};

/// A trustee's secret share of an election key. It does not print, and is wiped when dropped.
pub struct KeyShare(Share);

enum Share {
    Ed25519(Zeroizing<<Ed25519 as Group>::Scalar>),
    Belenios2048(Zeroizing<<Belenios2048 as Group>::Scalar>),
}

/// A mandatory trustee's public key with its proof, as it is handed to whoever sets the election up.
///
/// *Shape*: `{"pok":{"challenge","response"},"public_key"[,"name"]}`. *Source*: section 3.2.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrusteeKey {
    /// Proof that the holder knows the secret share.
    pub pok: ProofText,
    /// The public key, in the group's text form.
    pub public_key: String,
    /// The trustee's public name, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Why a trustee's key or share is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrusteeError {
    /// The text of a secret share is not a quoted decimal number below the group's order.
    #[error("this is not a private key of this group; use the file the key was saved to")]
    Share,
    /// The public key is no canonical member of the group, or is the neutral element.
    #[error("the public key is not an element of the group; ask the trustee to make a new one")]
    PublicKey,
    /// The proof does not show knowledge of the secret share.
    #[error("the proof of the public key does not hold; ask the trustee to make a new one")]
    Proof,
}

impl KeyShare {
    /// Draws a secret share.
    pub fn make(group: GroupName, rng: &mut dyn CryptoRng) -> Self {
        KeyShare(match group {
            GroupName::Ed25519 => Share::Ed25519(Zeroizing::new(random_scalar::<Ed25519>(rng))),
            GroupName::Belenios2048 => {
                Share::Belenios2048(Zeroizing::new(random_scalar::<Belenios2048>(rng)))
            }
        })
    }

    /// The content of the trustee's `.privkey` file: a JSON string of the decimal exponent.
    pub fn render(&self) -> Zeroizing<String> {
        let decimal = Zeroizing::new(match &self.0 {
            Share::Ed25519(x) => scalar_text::<Ed25519>(x),
            Share::Belenios2048(x) => scalar_text::<Belenios2048>(x),
        });
        Zeroizing::new(format!("\"{}\"", decimal.as_str()))
    }

    /// Reads the content of a `.privkey` file; space around it is ignored.
    ///
    /// *Errors*: [`TrusteeError::Share`].
    pub fn parse(group: GroupName, text: &str) -> Result<Self, TrusteeError> {
        let quoted = text.trim().strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let decimal = quoted.ok_or(TrusteeError::Share)?;
        Ok(KeyShare(match group {
            GroupName::Ed25519 => Share::Ed25519(read_share::<Ed25519>(decimal)?),
            GroupName::Belenios2048 => Share::Belenios2048(read_share::<Belenios2048>(decimal)?),
        }))
    }

    /// The group the share belongs to.
    pub fn group(&self) -> GroupName {
        match self.0 {
            Share::Ed25519(_) => GroupName::Ed25519,
            Share::Belenios2048(_) => GroupName::Belenios2048,
        }
    }

    /// The public key with a fresh proof.
    pub fn public(&self, name: Option<&str>, rng: &mut dyn CryptoRng) -> TrusteeKey {
        match &self.0 {
            Share::Ed25519(x) => make_key::<Ed25519>(x, name, rng),
            Share::Belenios2048(x) => make_key::<Belenios2048>(x, name, rng),
        }
    }

    /// The secret exponent, if the share belongs to Ed25519.
    pub(crate) fn ed25519(&self) -> Option<&<Ed25519 as Group>::Scalar> {
        match &self.0 {
            Share::Ed25519(x) => Some(x),
            Share::Belenios2048(_) => None,
        }
    }

    /// The secret exponent, if the share belongs to BELENIOS-2048.
    pub(crate) fn belenios2048(&self) -> Option<&<Belenios2048 as Group>::Scalar> {
        match &self.0 {
            Share::Belenios2048(x) => Some(x),
            Share::Ed25519(_) => None,
        }
    }
}

fn read_share<G: Group>(decimal: &str) -> Result<Zeroizing<G::Scalar>, TrusteeError> {
    let read = group::parse_scalar::<G>(decimal).filter(|read| read.canonical);
    read.map(|read| Zeroizing::new(read.value)).ok_or(TrusteeError::Share)
}

fn make_key<G: Group>(x: &G::Scalar, name: Option<&str>, rng: &mut dyn CryptoRng) -> TrusteeKey {
    let public_key = made_text::<G>(&G::make(G::making_generator(), x));
    let pok = make_knowledge::<G>(&["pok|", G::NAME.as_str(), "|", &public_key, "|"], x, rng).render();
    TrusteeKey { pok, public_key, name: name.map(str::to_owned) }
}

impl TrusteeKey {
    /// Checks that the key is in the group and that its holder knows the share.
    ///
    /// *Errors*: [`TrusteeError::PublicKey`] or [`TrusteeError::Proof`]. *Source*: section 4.3.
    pub fn check(&self, group: GroupName) -> Result<(), TrusteeError> {
        match group {
            GroupName::Ed25519 => self.vartime_read::<Ed25519>().map(drop),
            GroupName::Belenios2048 => self.vartime_read::<Belenios2048>().map(drop),
        }
    }

    /// The checked public key.
    pub(crate) fn vartime_read<G: Group>(&self) -> Result<G::Element, TrusteeError> {
        let key = group::vartime_parse_member::<G>(&self.public_key).ok_or(TrusteeError::PublicKey)?;
        if key == G::one() {
            return Err(TrusteeError::PublicKey);
        }
        let proof = Proof::<G>::parse(&self.pok).ok_or(TrusteeError::Proof)?;
        let prefix = format!("pok|{}|{}|", G::NAME, self.public_key);
        let holds = vartime_check_knowledge(prefix, &key, &proof);
        holds.then_some(key).ok_or(TrusteeError::Proof)
    }
}

/// One item of the trustees document: `["Single", key]` or `["Pedersen", parameters]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TrusteeItem {
    /// A mandatory trustee.
    Single(TrusteeKey),
    /// A threshold group; the place for its parameters once they are supported.
    Pedersen,
}

impl TrusteeItem {
    /// Reads the trustees document; `None` if it is malformed.
    pub(crate) fn parse_all(document: &str) -> Option<Vec<TrusteeItem>> {
        let items: Vec<(&str, &RawValue)> = serde_json::from_str(document).ok()?;
        let read = |(kind, value): (&str, &RawValue)| match kind {
            "Single" => serde_json::from_str(value.get()).ok().map(TrusteeItem::Single),
            "Pedersen" => Some(TrusteeItem::Pedersen),
            _ => None,
        };
        items.into_iter().map(read).collect()
    }
}

/// The trustees document of mandatory trustees.
pub(crate) fn render_trustees(keys: &[TrusteeKey]) -> String {
    let items: Vec<(&str, &TrusteeKey)> = keys.iter().map(|key| ("Single", key)).collect();
    serde_json::to_string(&items).expect("strings and lists always render")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha12Rng;
    use rand_chacha::rand_core::SeedableRng;

    const GROUPS: [GroupName; 2] = [GroupName::Ed25519, GroupName::Belenios2048];

    #[test]
    fn a_share_read_again_has_the_same_public_key_and_a_fresh_proof() {
        let rng = &mut ChaCha12Rng::seed_from_u64(1);
        for group in GROUPS {
            let share = KeyShare::make(group, rng);
            let key = share.public(None, rng);
            let again = KeyShare::parse(group, &share.render()).unwrap().public(Some("Ada"), rng);
            assert_eq!(
                (&key.public_key, again.group_checks()),
                (&again.public_key, [group == GROUPS[0], group == GROUPS[1]])
            );
            assert_ne!(key.pok, again.pok);
            let text = serde_json::to_string(&again).unwrap();
            assert_eq!(serde_json::from_str::<TrusteeKey>(&text).unwrap(), again);
        }
    }

    impl TrusteeKey {
        /// In which groups the key holds.
        fn group_checks(&self) -> [bool; 2] {
            GROUPS.map(|group| self.check(group).is_ok())
        }
    }

    #[test]
    fn a_key_with_anothers_proof_or_outside_the_group_is_refused() {
        let rng = &mut ChaCha12Rng::seed_from_u64(2);
        for group in GROUPS {
            let [one, two] = [(); 2].map(|()| KeyShare::make(group, rng).public(None, rng));
            let swapped = TrusteeKey { pok: two.pok.clone(), ..one.clone() };
            assert_eq!(swapped.check(group), Err(TrusteeError::Proof));
            let neutral = match group {
                GroupName::Ed25519 => format!("{}1", "0".repeat(63)),
                GroupName::Belenios2048 => "1".to_owned(),
            };
            for public_key in [neutral, "0".to_owned(), String::new(), format!("0{}", one.public_key)] {
                let key = TrusteeKey { public_key, ..one.clone() };
                assert_eq!(key.check(group), Err(TrusteeError::PublicKey));
            }
        }
    }

    #[test]
    fn what_is_no_share_is_refused() {
        let q = "\"7237005577332262213973186563042994240857116359379907606001950938285454250989\"";
        for text in ["", "5", "\"\"", "\"05\"", "\"-5\"", "\"0x5\"", q] {
            assert_eq!(KeyShare::parse(GroupName::Ed25519, text).err(), Some(TrusteeError::Share), "{text}");
        }
        assert!(KeyShare::parse(GroupName::Ed25519, "\"5\"\n").is_ok());
    }

    #[test]
    fn a_trustees_document_says_who_is_mandatory_and_who_is_not() {
        let rng = &mut ChaCha12Rng::seed_from_u64(3);
        let key = KeyShare::make(GroupName::Ed25519, rng).public(None, rng);
        let document = render_trustees(std::slice::from_ref(&key));
        assert_eq!(TrusteeItem::parse_all(&document), Some(vec![TrusteeItem::Single(key)]));
        assert_eq!(TrusteeItem::parse_all(r#"[["Pedersen",{}]]"#), Some(vec![TrusteeItem::Pedersen]));
        for text in ["", "{}", r#"[["Single",{}]]"#, r#"[["Other",{}]]"#, r#"[["Pedersen"]]"#] {
            assert_eq!(TrusteeItem::parse_all(text), None, "{text}");
        }
    }
}
