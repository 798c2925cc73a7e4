//! A passkey without a device: what a browser and its authenticator do when somebody signs, for tests that cannot wait
//! for a finger. Every part can be got wrong on purpose. That real ones do the same is shown by the record's vectors.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use ed25519_dalek::Signer as _;
use rankfile_record::key::{KeyKind, PublicKey};
use rankfile_record::passkey::Assertion;
use sha2::{Digest, Sha256};

/// A passkey, the host it was made for, and how it is used.
#[derive(Clone)]
pub struct Passkey {
    secret: Secret,
    public: PublicKey,
    /// The page on which it is used.
    pub origin: String,
    /// The host whose hash the authenticator signs.
    pub rp_id: String,
    /// The authenticator's flags: 1 somebody is there, 4 they were recognised.
    pub flags: u8,
}

#[derive(Clone)]
enum Secret {
    Es256(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

impl Passkey {
    /// A passkey of this kind for a host, from a seed.
    ///
    /// # Panics
    /// If the seed is no number of the curve, the host no host name, or the kind none of passkeys.
    pub fn make(kind: KeyKind, seed: [u8; 32], rp_id: &str) -> Self {
        let (secret, digits) = match kind {
            KeyKind::PasskeyEs256 => {
                let secret = p256::ecdsa::SigningKey::from_slice(&seed).expect("a number below the order");
                let point = secret.verifying_key().to_sec1_point(true);
                (Secret::Es256(secret), hex::encode(point.as_bytes()))
            }
            KeyKind::PasskeyEd25519 => {
                let secret = ed25519_dalek::SigningKey::from_bytes(&seed);
                let digits = hex::encode(secret.verifying_key().as_bytes());
                (Secret::Ed25519(secret), digits)
            }
            KeyKind::File => panic!("a key file is no passkey"),
        };
        let public = PublicKey::parse(&format!("{}{digits}@{rp_id}", kind.prefix())).expect("a host name");
        Self { secret, public, origin: format!("https://{rp_id}"), rp_id: rp_id.to_owned(), flags: 1 | 4 }
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        self.public.clone()
    }

    /// What the browser hands back for this challenge.
    pub fn sign(&self, challenge: &[u8; 32]) -> Assertion {
        let client_data = serde_json::json!({
            "type": "webauthn.get",
            "challenge": BASE64URL.encode(challenge),
            "origin": self.origin,
            "crossOrigin": false,
        });
        let client_data = client_data.to_string().into_bytes();
        let host = Sha256::digest(self.rp_id.as_bytes());
        let authenticator_data = [host.as_slice(), &[self.flags], &[0; 4]].concat();
        let message = [authenticator_data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature = match &self.secret {
            Secret::Es256(secret) => {
                let signature: p256::ecdsa::DerSignature = secret.sign(&message);
                signature.as_bytes().to_vec()
            }
            Secret::Ed25519(secret) => secret.sign(&message).to_bytes().to_vec(),
        };
        Assertion { authenticator_data, client_data, signature }
    }
}
