//! Proof that somebody holds a key file's key, for signing in: the signature of a challenge that is worth nothing
//! elsewhere. It is no act and cannot be mistaken for one; a passkey proves itself in `passkey`.

use crate::key::{KeyError, PublicKey, SecretKey};

/// Signs a challenge for one site; the result is 128 hexadecimal digits.
///
/// *Shape* of what is signed: `rnf/sign-in/v1`, the site's origin as browsers write it (`https://union.example`) and the
/// challenge, each with a newline behind it.
///
/// *Errors*: origin or challenge is empty or holds a control character.
pub fn prove(key: &SecretKey, origin: &str, challenge: &str) -> Result<String, KeyError> {
    Ok(hex::encode(key.sign(&signed_bytes(origin, challenge)?)))
}

/// Checks what [`prove`] made. That the challenge is fresh and was given to this visitor is for the site to know.
///
/// *Errors*: it is not this key's proof for this site and challenge.
pub fn check(key: &PublicKey, origin: &str, challenge: &str, proof: &str) -> Result<(), KeyError> {
    let mut signature = [0; 64];
    hex::decode_to_slice(proof, &mut signature).map_err(|_| KeyError::Signature)?;
    key.check(&signed_bytes(origin, challenge)?, &signature)
}

fn signed_bytes(origin: &str, challenge: &str) -> Result<Vec<u8>, KeyError> {
    let plain = |text: &str| !text.is_empty() && !text.chars().any(char::is_control);
    if !plain(origin) || !plain(challenge) {
        return Err(KeyError::Signature);
    }
    Ok(format!("rnf/sign-in/v1\n{origin}\n{challenge}\n").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://union.example";

    #[test]
    fn a_proof_holds_for_its_key_site_and_challenge_only() {
        let (key, other) = (SecretKey::make("secretary", &[7; 32]), SecretKey::make("secretary", &[8; 32]));
        let proof = prove(&key, SITE, "c0ffee").unwrap();
        assert_eq!(check(&key.public(), SITE, "c0ffee", &proof), Ok(()));
        for (public, origin, challenge, proof) in [
            (other.public(), SITE, "c0ffee", proof.clone()),
            (key.public(), "https://other.example", "c0ffee", proof.clone()),
            (key.public(), SITE, "c0ffef", proof.clone()),
            (key.public(), SITE, "c0ffee", proof.replace('0', "1")),
            (key.public(), SITE, "c0ffee", String::new()),
        ] {
            assert_eq!(check(&public, origin, challenge, &proof), Err(KeyError::Signature));
        }
    }

    #[test]
    fn nothing_is_signed_that_could_read_otherwise() {
        let key = SecretKey::make("secretary", &[7; 32]);
        for (origin, challenge) in [("", "x"), (SITE, ""), ("a\nb", "c"), ("a", "b\nc")] {
            assert_eq!(prove(&key, origin, challenge), Err(KeyError::Signature));
        }
    }
}
