//! Passkeys against signatures that programs nobody here wrote made and judged: two libraries and a browser. How the
//! vectors came to be is in `vectors/passkey.py` and `vectors/passkey_browser.py`.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use proptest::prelude::*;
use rankfile_record::act::{Act, ActError, Actor, Inner, LARGEST_LEAF, Outer, Register};
use rankfile_record::key::{KeyKind, PublicKey, SecretKey};
use rankfile_record::passkey::{
    Assertion, AssertionError, LARGEST_AUTHENTICATOR_DATA, LARGEST_CLIENT_DATA, LARGEST_SIGNATURE, Origins,
    check_assertion,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// An act signed by a passkey.
#[derive(Deserialize)]
struct Case {
    name: String,
    key: PublicKey,
    spki: String,
    inner: Inner,
    challenge: String,
    signature: String,
    /// What is wrong, by the name of our error.
    error: Option<String>,
    /// Whether others accept it.
    #[serde(default)]
    others: BTreeMap<String, bool>,
}

#[derive(Deserialize)]
struct Cases {
    good: Vec<Case>,
    bad: Vec<Case>,
}

fn cases() -> &'static Cases {
    static CASES: OnceLock<Cases> = OnceLock::new();
    CASES.get_or_init(|| {
        let mut all: Cases = serde_json::from_str(include_str!("../vectors/passkey.json")).unwrap();
        let browser: Cases = serde_json::from_str(include_str!("../vectors/passkey_browser.json")).unwrap();
        all.good.extend(browser.good);
        all.bad.extend(browser.bad);
        all
    })
}

fn good(name: &str) -> &'static Case {
    cases().good.iter().find(|case| case.name == name).unwrap()
}

impl Case {
    fn assertion(&self) -> Assertion {
        Assertion::parse(&self.signature).unwrap()
    }

    fn challenge(&self) -> [u8; 32] {
        hex::decode(&self.challenge).unwrap().try_into().unwrap()
    }

    fn check(&self, assertion: &Assertion) -> Result<(), AssertionError> {
        check_assertion(&self.key, &self.challenge(), assertion, Origins::OfTheKey)
    }
}

/// The name of an error, without its facts.
fn named(error: &impl std::fmt::Debug) -> String {
    format!("{error:?}").split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned()
}

#[test]
fn what_others_signed_and_accept_is_accepted() {
    for case in &cases().good {
        assert_eq!(case.inner.challenge().unwrap(), case.challenge(), "{}", case.name);
        assert_eq!(case.inner.check_signature(Some(&case.signature)), Ok(()), "{}", case.name);
        assert!(case.others.values().all(|accepted| *accepted), "{}", case.name);
        assert_eq!(case.assertion().render(), case.signature);
        let rp_id = case.key.rp_id().unwrap();
        let read = PublicKey::from_spki(&hex::decode(&case.spki).unwrap(), rp_id).unwrap();
        assert_eq!(read, case.key, "{}", case.name);
    }
    let kinds = |kind| cases().good.iter().filter(|case| case.key.kind() == kind).count();
    assert_eq!((kinds(KeyKind::PasskeyEs256), kinds(KeyKind::PasskeyEd25519)), (7, 5));
}

#[test]
fn what_is_wrong_is_refused_by_its_own_name() {
    // Others leave these to the site; an act's judge has no site to ask.
    let stricter = ["challenge with padding", "inside another page", "under another page"];
    let mut names = std::collections::BTreeSet::new();
    for case in &cases().bad {
        let found = case.inner.check_signature(Some(&case.signature));
        let Err(ActError::Assertion(why)) = &found else { panic!("{}: {found:?}", case.name) };
        assert_eq!(Some(named(why)), case.error, "{}: {why}", case.name);
        let is_stricter = stricter.iter().any(|name| case.name.ends_with(name));
        assert!(case.others.values().all(|accepted| *accepted == is_stricter), "{}", case.name);
        names.insert(named(why));
    }
    let expected = "AuthenticatorData Challenge ClientData Framed NotPresent NotVerified Origin RpId Signature \
                    SignatureForm Type";
    assert_eq!(names.into_iter().collect::<Vec<_>>().join(" "), expected);
}

#[test]
fn every_flipped_bit_of_every_part_is_found() {
    for name in ["ES256, low S", "Ed25519", "ES256 over https", "Ed25519 on localhost"] {
        let case = good(name);
        let whole = case.assertion();
        let parts: [fn(&mut Assertion) -> &mut Vec<u8>; 3] =
            [|a| &mut a.authenticator_data, |a| &mut a.client_data, |a| &mut a.signature];
        for (place, part) in parts.into_iter().enumerate() {
            for bit in 0..part(&mut whole.clone()).len() * 8 {
                let mut changed = whole.clone();
                part(&mut changed)[bit / 8] ^= 1 << (bit % 8);
                assert!(case.check(&changed).is_err(), "{name}: bit {bit} of part {place}");
                let text = changed.render();
                assert!(
                    case.inner.check_signature(Some(&text)).is_err(),
                    "{name}: bit {bit} of part {place}"
                );
            }
        }
    }
}

#[test]
fn every_flipped_bit_of_the_text_is_found() {
    for name in ["ES256, high S", "Ed25519"] {
        let case = good(name);
        for bit in 0..case.signature.len() * 8 {
            let mut bytes = case.signature.clone().into_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let Ok(text) = String::from_utf8(bytes) else { continue };
            assert!(case.inner.check_signature(Some(&text)).is_err(), "{name}: bit {bit}: {text}");
        }
    }
}

#[test]
fn a_signature_is_of_one_key_one_act_and_one_kind() {
    let (es256, eddsa) = (good("ES256, low S"), good("Ed25519"));
    let with = |inner: &Inner, key: &PublicKey| {
        let actor = Actor::Key { key: key.clone(), role: "secretary".to_owned() };
        Inner { actor, ..inner.clone() }
    };
    // The key is part of what is signed: a passkey of another host, or another key, is another act.
    let elsewhere = PublicKey::parse(&es256.key.as_str().replace("union", "other")).unwrap();
    for key in [&eddsa.key, &elsewhere] {
        let found = with(&es256.inner, key).check_signature(Some(&es256.signature));
        assert_eq!(found, Err(AssertionError::Challenge.into()));
    }
    // Where only the challenge counts, another host and another key are found all the same.
    let of = |key: &PublicKey| {
        named(&check_assertion(key, &es256.challenge(), &es256.assertion(), Origins::OfTheKey).unwrap_err())
    };
    assert_eq!((of(&elsewhere).as_str(), of(&eddsa.key).as_str()), ("Origin", "SignatureForm"));
    let mut other = es256.inner.clone();
    other.nonce = "1".repeat(32);
    assert_eq!(other.check_signature(Some(&es256.signature)), Err(AssertionError::Challenge.into()));
    // Neither kind speaks for the other.
    let file = SecretKey::make("secretary", &[7; 32]);
    let inner = with(&es256.inner, &file.public());
    let by_file = inner.sign(&file).unwrap();
    assert_eq!(inner.check_signature(Some(&by_file)), Ok(()));
    let passkeys = inner.check_signature(Some(&es256.signature));
    assert_eq!(passkeys, Err(ActError::SignatureKind { found: "passkey" }));
    let files = es256.inner.check_signature(Some(&by_file));
    assert_eq!(files, Err(ActError::SignatureKind { found: "key file" }));
    let found = check_assertion(&file.public(), &es256.challenge(), &es256.assertion(), Origins::OfTheKey);
    assert_eq!(found, Err(AssertionError::NotAPasskey));
    // Nor do the same 32 bytes held in a file and in a passkey.
    let digits = eddsa.key.as_str().trim_start_matches("passkey-").split('@').next().unwrap();
    let bare = eddsa.assertion().signature.try_into().unwrap();
    assert!(PublicKey::parse(digits).unwrap().check(&eddsa.inner.signed_bytes().unwrap(), &bare).is_err());
    // And a key's act has a signature, the host's none.
    assert_eq!(es256.inner.check_signature(None), Err(ActError::SignatureMissing));
    let host = Inner { actor: Actor::Host, ..es256.inner.clone() };
    assert_eq!(host.check_signature(Some(&es256.signature)), Err(ActError::SignatureMissing));
}

#[test]
fn a_site_can_ask_for_its_own_origin() {
    let case = good("ES256 on localhost");
    let check = |only| check_assertion(&case.key, &case.challenge(), &case.assertion(), Origins::Only(only));
    let found = check("http://localhost:8081").unwrap_err();
    assert_eq!(named(&found), "OtherSite");
    let origin =
        ["http://localhost:8080", "http://localhost"].into_iter().find(|origin| check(origin).is_ok());
    assert_eq!(origin, Some("http://localhost:8080"));
    // Asking for an origin does not make it one of the passkey's host.
    let bad = cases().bad.iter().find(|case| case.name == "ES256: no https").unwrap();
    let only = Origins::Only("http://union.example");
    let found = check_assertion(&bad.key, &bad.challenge(), &bad.assertion(), only).unwrap_err();
    assert_eq!(named(&found), "Origin");
}

#[test]
fn a_signature_has_one_spelling() {
    let whole = &good("ES256, low S").signature;
    let parts: Vec<&str> = whole.split('.').collect();
    for bad in [
        String::new(),
        "passkey:".to_owned(),
        "passkey:..".to_owned(),
        whole.replace("passkey:", ""),
        whole.replace("passkey:", "Passkey:"),
        format!("{whole}="),
        format!("{whole}."),
        format!("{whole}.AA"),
        format!(" {whole}"),
        format!("passkey:{}.{}", parts[1], parts[2]),
        whole.replace('_', "/").replace('-', "+"),
    ] {
        assert_eq!(Assertion::parse(&bad), Err(AssertionError::Text), "{bad}");
    }
}

#[test]
fn a_signature_of_der_has_no_other_bytes() {
    let case = good("ES256, low S");
    let whole = case.assertion();
    let [tag, length, rest @ ..] = whole.signature.as_slice() else { panic!("DER") };
    // A longer length, a number with a needless zero, something after the end, nothing at all.
    let padded = [&[*tag, length + 1, rest[0], rest[1] + 1, 0], &rest[2..]].concat();
    for signature in [
        [&[*tag, 0x81, *length], rest].concat(),
        padded,
        [whole.signature.as_slice(), &[0]].concat(),
        vec![0x30, 0],
        vec![0x30, 6, 2, 1, 0, 2, 1, 0],
        vec![0x30, 6, 2, 1, 1, 2, 1, 0x81],
    ] {
        let changed = Assertion { signature, ..whole.clone() };
        assert_eq!(case.check(&changed), Err(AssertionError::SignatureForm), "{changed:?}");
    }
}

#[test]
fn parts_that_are_too_long_are_refused_with_their_size_and_the_longest_fit_a_leaf() {
    let case = good("ES256, low S");
    let longest = Assertion {
        authenticator_data: vec![1; LARGEST_AUTHENTICATOR_DATA],
        client_data: vec![2; LARGEST_CLIENT_DATA],
        signature: vec![3; LARGEST_SIGNATURE],
    };
    let text = longest.render();
    assert_eq!(Assertion::parse(&text).unwrap(), longest);
    let outer = Outer {
        index: 0,
        register: Register::Election,
        number: 0,
        previous: None,
        recorded_at: 0,
        rules: 1,
        effects: String::new(),
    };
    let act = Act { inner: case.inner.clone(), signature: Some(text), outer };
    assert!(act.render().unwrap().len() < LARGEST_LEAF / 8);
    for part in 0..3 {
        let mut longer = longest.clone();
        let Assertion { authenticator_data, client_data, signature } = &mut longer;
        [authenticator_data, client_data, signature][part].push(0);
        let found = Assertion::parse(&longer.render()).unwrap_err();
        assert_eq!(named(&found), "TooLong");
        assert_eq!(case.check(&longer), Err(found), "the same without the text");
    }
    let flood = format!("passkey:{}", "A".repeat(1_000_000));
    assert_eq!(named(&Assertion::parse(&flood).unwrap_err()), "TooLong");
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_is_written_the_same(
        noise in any::<String>(),
        parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..5),
    ) {
        let joined: Vec<String> = parts.iter().map(|part| BASE64URL.encode(part)).collect();
        for text in [noise.clone(), format!("passkey:{noise}"), format!("passkey:{}", joined.join("."))] {
            if let Ok(assertion) = Assertion::parse(&text) {
                prop_assert_eq!(assertion.render(), text);
                for case in &cases().good {
                    prop_assert!(case.check(&assertion).is_err());
                }
            }
        }
    }

    #[test]
    fn no_bytes_in_any_part_panic(
        data in prop::collection::vec(any::<u8>(), 0..80),
        client in ".{0,80}",
        signature in prop::collection::vec(any::<u8>(), 0..80),
        keep in 0_u8..8,
    ) {
        for case in &cases().good {
            // Some parts stay as they were, so that the others are reached.
            let mut assertion = case.assertion();
            if keep & 1 == 0 { assertion.authenticator_data.clone_from(&data); }
            if keep & 2 == 0 { assertion.client_data = client.clone().into_bytes(); }
            if keep & 4 == 0 { assertion.signature.clone_from(&signature); }
            prop_assert_eq!(case.check(&assertion).is_ok(), keep == 7);
        }
    }
}
