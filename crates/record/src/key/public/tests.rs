//! Tests of the public key's text forms. Bytes that a browser or another program made are in `tests/passkey.rs`.

use super::*;
use proptest::prelude::*;

const POINT: &str = "026b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
const GENERATOR: [&str; 2] = [
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
];
/// The public key of RFC 8032, section 7.1, test 1.
const ED25519: &str = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

/// The curve's base point has an odd y.
fn es256() -> String {
    format!("passkey-es256:{}@union.example", POINT.replacen("02", "03", 1))
}

#[test]
fn every_form_comes_back_as_it_was_written() {
    let forms = [
        (format!("ed25519:{ED25519}"), KeyKind::File, None),
        (es256(), KeyKind::PasskeyEs256, Some("union.example")),
        (format!("passkey-ed25519:{ED25519}@localhost"), KeyKind::PasskeyEd25519, Some("localhost")),
    ];
    for (text, kind, rp_id) in forms {
        let key = PublicKey::parse(&text).unwrap();
        assert_eq!((key.as_str(), key.kind(), key.rp_id()), (text.as_str(), kind, rp_id));
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(serde_json::from_str::<PublicKey>(&json).unwrap(), key);
    }
}

#[test]
fn what_is_no_point_or_another_spelling_is_refused() {
    let whole = es256();
    let digits = &whole["passkey-es256:".len()..][..66];
    for bad in [
        // No point has this x; nor is an x beyond the field another spelling of a small one.
        whole.replace(digits, &format!("02{}", "00".repeat(31) + "01")),
        whole.replace(digits, &format!("02{}", "ff".repeat(32))),
        whole.replace(digits, &format!("00{}", GENERATOR[0])),
        whole.replace(digits, &format!("05{}", GENERATOR[0])),
        whole.replace(digits, &format!("04{}", GENERATOR.concat())),
        whole.replace(digits, &digits.to_uppercase()),
        whole.replace("es256", "ES256"),
        whole.replace("es256", "ed25519"),
        whole.replace("passkey-es256", "es256"),
        whole.replace("passkey-es256", "ed25519"),
        whole.replace("@union.example", ""),
        format!(" {whole}"),
        format!("ed25519:{ED25519}@union.example"),
        format!("passkey-ed25519:{ED25519}"),
        format!("passkey-ed25519:{}@union.example", &ED25519[2..]),
        String::new(),
    ] {
        assert!(matches!(PublicKey::parse(&bad), Err(KeyError::Public(_))), "{bad}");
    }
}

#[test]
fn a_key_of_small_order_or_with_two_encodings_is_refused() {
    // y = 1 is of order one; y = p + 3 is a point of the curve whose right spelling is y = 3.
    let small = format!("01{}", "00".repeat(31));
    let twice = format!("f0{}7f", "ff".repeat(30));
    let right = format!("03{}", "00".repeat(31));
    for digits in [small, twice] {
        assert!(PublicKey::parse(&format!("ed25519:{digits}")).is_err(), "{digits}");
        assert!(PublicKey::parse(&format!("passkey-ed25519:{digits}@union.example")).is_err(), "{digits}");
    }
    PublicKey::parse(&format!("ed25519:{right}")).unwrap();
}

#[test]
fn a_passkey_is_of_a_plain_host_name() {
    let with = |rp_id: &str| PublicKey::parse(&es256().replace("union.example", rp_id));
    for good in ["localhost", "a.b-c.example", "xn--gewerkschft-t8a.example", "1.example", "0x.example", "a1"]
    {
        with(good).unwrap();
    }
    let long = format!("{}.example", "a".repeat(64));
    for bad in [
        "",
        ".",
        "union.example.",
        ".example",
        "a..example",
        "Union.example",
        "unión.example",
        "-a.example",
        "a-.example",
        "a_b.example",
        "union.example:443",
        "https://union.example",
        "union.example/",
        "127.0.0.1",
        "1.2",
        "0x7f.0x1",
        "a@b.example",
        " union.example",
        "[::1]",
        "%61.example",
        long.as_str(),
    ] {
        assert_eq!(with(bad), Err(KeyError::RpId), "{bad}");
    }
    let labels = "a.".repeat(126);
    with(&format!("{labels}a")).unwrap();
    assert_eq!(with(&format!("{labels}ab")), Err(KeyError::RpId));
}

#[test]
fn a_browsers_key_is_read_and_nothing_else_is() {
    let spki = [SPKI_P256.to_vec(), hex::decode(GENERATOR.concat()).unwrap()].concat();
    assert_eq!(PublicKey::from_spki(&spki, "union.example").unwrap().as_str(), es256());
    let ed25519 = [SPKI_ED25519.to_vec(), hex::decode(ED25519).unwrap()].concat();
    let key = PublicKey::from_spki(&ed25519, "localhost").unwrap();
    assert_eq!(key.as_str(), format!("passkey-ed25519:{ED25519}@localhost"));
    assert_eq!(PublicKey::from_spki(&spki, "127.0.0.1"), Err(KeyError::RpId));
    for whole in [spki, ed25519] {
        for bytes in 0..whole.len() {
            assert_eq!(PublicKey::from_spki(&whole[..bytes], "localhost"), Err(KeyError::Spki));
        }
        assert!(PublicKey::from_spki(&[whole.as_slice(), &[0]].concat(), "localhost").is_err());
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_read_is_written_the_same(
        prefix in prop::sample::select(vec!["ed25519:", "passkey-es256:02", "passkey-es256:03", "passkey-ed25519:", ""]),
        point in prop::array::uniform32(any::<u8>()),
        rest in prop::sample::select(vec!["", "@union.example", "@", "@é", "00"]),
        noise in any::<String>(),
    ) {
        for text in [format!("{prefix}{}{rest}", hex::encode(point)), format!("{prefix}{noise}{rest}")] {
            if let Ok(key) = PublicKey::parse(&text) {
                prop_assert_eq!(key.as_str(), &text);
                prop_assert!(key.check(b"act", &[0; 64]).is_err());
                prop_assert_eq!(key.rp_id().is_some(), key.kind().is_passkey());
            }
        }
    }
}
