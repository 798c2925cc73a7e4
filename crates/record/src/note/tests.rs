//! Tests of notes and their keys.

use super::*;
use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;

const SPECIFICATION_VKEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fn log_key() -> LogKey {
    LogKey::from_seed("local42.example/record", [7; 32]).unwrap()
}

fn witness_vkey() -> Vkey {
    let public = SigningKey::from_bytes(&[8; 32]).verifying_key();
    Vkey::new("witness.example/w1", SignatureType::CosignatureV1, public).unwrap()
}

/// A cosignature line put together from the specification's words, not with the code under test.
fn cosignature_line(text: &str, time_s: u64) -> String {
    let message = format!("cosignature/v1\ntime {time_s}\n{text}");
    let signature = SigningKey::from_bytes(&[8; 32]).sign(message.as_bytes()).to_bytes();
    let mut blob = witness_vkey().key_id().to_vec();
    blob.extend(time_s.to_be_bytes());
    blob.extend(signature);
    assert_eq!(blob.len(), 76);
    format!("\u{2014} witness.example/w1 {}\n", STANDARD.encode(blob))
}

#[test]
fn the_verifier_key_of_the_specification_reads_back() {
    let vkey = Vkey::parse(SPECIFICATION_VKEY).unwrap();
    assert_eq!(vkey.name(), "example.com/foo");
    assert_eq!(vkey.key_id(), [0x53, 0x0d, 0x90, 0x3a]);
    assert_eq!(vkey.kind(), SignatureType::Ed25519);
    assert_eq!(vkey.render(), SPECIFICATION_VKEY);
}

#[test]
fn a_verifier_key_with_any_character_changed_is_refused() {
    let characters: Vec<char> = SPECIFICATION_VKEY.chars().collect();
    for at in 0..characters.len() {
        for other in ['A', 'b', '0', '+', '/', '=', ' ', '\n'] {
            let mut changed = characters.clone();
            if std::mem::replace(&mut changed[at], other) != other {
                let changed: String = changed.into_iter().collect();
                assert!(Vkey::parse(&changed).is_err(), "{changed:?}");
            }
        }
    }
    assert_eq!(Vkey::parse(""), Err(NoteError::BadVkey));
    assert_eq!(Vkey::parse(&SPECIFICATION_VKEY.replace("530d903a", "530D903A")), Err(NoteError::BadVkey));
}

#[test]
fn a_key_of_an_unknown_kind_is_named() {
    let public = STANDARD.encode([&[0x06][..], &[0; 32]].concat());
    assert_eq!(
        Vkey::parse(&format!("example.com/foo+00000000+{public}")),
        Err(NoteError::UnknownSignatureType { byte: 0x06 })
    );
}

#[test]
fn a_key_that_verifies_anything_is_refused() {
    // The neutral element as a public key accepts one signature for every message.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let key = ed25519_dalek::VerifyingKey::from_bytes(&neutral).unwrap();
    assert_eq!(Vkey::new("anyone", SignatureType::Ed25519, key), Err(NoteError::BadVkey));
}

#[test]
fn a_key_name_has_no_spaces_and_no_plus() {
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\u{2003}", "a\nb", "a\u{0}", "\u{85}"] {
        assert!(LogKey::from_seed(name, [1; 32]).err() == Some(NoteError::BadKeyName), "{name:?}");
    }
    assert!(LogKey::from_seed("örtchen.example/42", [1; 32]).is_ok());
}

#[test]
fn a_text_without_a_last_newline_is_not_signed() {
    for text in ["", "no newline", "a tab\t\n", "\r\n"] {
        assert_eq!(sign_note(text, &log_key()), Err(NoteError::NotText), "{text:?}");
    }
}

#[test]
fn the_text_ends_at_the_last_empty_line() {
    let text = "one\n\n\u{2014} not a signature\n\ntwo\n";
    let note = sign_note(text, &log_key()).unwrap();
    assert_eq!(open_note(note.as_bytes(), &[log_key().verifier().clone()]).unwrap().text, text);
}

#[test]
fn a_witness_key_and_its_cosignature_are_those_another_program_makes() {
    // Made by a Go program from the specification's words, with Go's Ed25519.
    let text = "local42.example/record\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let vkey = "witness.example/w1+fea3b187+BBOY9ixtGkV8UbpqS189vS9p/KkyFiGNyJl+QWvRfZPK";
    let line = "\u{2014} witness.example/w1 /qOxhwAAAABpJIEAU3hrCfS8nXtb6rJFTgVIvJmGBUx5G6QdB8IUjHg0mbu+\
                OjCA48cCcKnPQi5C3Ddz+0d0ngpUhdzxIh1Q6ub1AA==\n";
    assert_eq!(witness_vkey().render(), vkey);
    let note = format!("{text}\n{line}");
    let open = open_note(note.as_bytes(), &[Vkey::parse(vkey).unwrap()]).unwrap();
    assert_eq!(open.signatures[0].cosigned_at_s, Some(1_764_000_000));
}

#[test]
fn a_cosignature_vouches_for_its_time() {
    let text = "local42.example/record\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    let known = [log_key().verifier().clone(), witness_vkey()];
    let note = sign_note(text, &log_key()).unwrap() + &cosignature_line(text, 1_764_000_000);
    let open = open_note(note.as_bytes(), &known).unwrap();
    let seen: Vec<_> = open.signatures.iter().map(|s| (s.name.as_str(), s.cosigned_at_s)).collect();
    assert_eq!(seen, [("local42.example/record", None), ("witness.example/w1", Some(1_764_000_000))]);

    // The same signature under another time, and a time beyond the format, are refused.
    let line = cosignature_line(text, 1_764_000_000);
    let blob = STANDARD.decode(line.rsplit(' ').next().unwrap().trim_end()).unwrap();
    let mut later = blob.clone();
    later[11] += 1;
    for bad in [
        render_signature_line("witness.example/w1", witness_vkey().key_id(), &later[4..]),
        render_signature_line("witness.example/w1", witness_vkey().key_id(), &blob[4..75]),
        cosignature_line(text, 1 << 63),
        cosignature_line("another text\n", 1_764_000_000),
    ] {
        let note = sign_note(text, &log_key()).unwrap() + &bad;
        let refused = open_note(note.as_bytes(), &known);
        assert_eq!(refused, Err(NoteError::BadSignature { name: "witness.example/w1".into() }));
        assert!(open_note(note.as_bytes(), &known[..1]).is_ok(), "a stranger's line is ignored");
    }
}

#[test]
fn a_cosignature_is_not_taken_for_a_signature() {
    // The same Ed25519 key under both kinds: neither line opens under the other's verifier key.
    let public = SigningKey::from_bytes(&[8; 32]).verifying_key();
    let plain = Vkey::new("witness.example/w1", SignatureType::Ed25519, public).unwrap();
    assert_ne!(plain.key_id(), witness_vkey().key_id());
    let note = format!("text\n\n{}", cosignature_line("text\n", 5));
    assert_eq!(open_note(note.as_bytes(), &[plain]), Err(NoteError::NoKnownSignature));
}

#[test]
fn a_wrong_signature_of_a_known_key_spoils_the_note() {
    let known = [log_key().verifier().clone()];
    let line_of_another_text = log_key().sign_line("another\n");
    for note in [
        format!("text\n\n{line_of_another_text}"),
        format!("text\n\n{}{line_of_another_text}", log_key().sign_line("text\n")),
    ] {
        let refused = open_note(note.as_bytes(), &known);
        assert_eq!(refused, Err(NoteError::BadSignature { name: "local42.example/record".into() }));
    }
}

#[test]
fn a_stranger_signing_alone_is_not_enough_and_repeated_lines_count_once() {
    let stranger = LogKey::from_seed("local42.example/record", [9; 32]).unwrap();
    let note = sign_note("text\n", &stranger).unwrap();
    let known = [log_key().verifier().clone()];
    assert_eq!(open_note(note.as_bytes(), &known), Err(NoteError::NoKnownSignature));
    assert_eq!(open_note(note.as_bytes(), &[]), Err(NoteError::NoKnownSignature));
    let twice = note + &log_key().sign_line("text\n").repeat(2);
    assert_eq!(open_note(twice.as_bytes(), &known).unwrap().signatures.len(), 1);
}

#[test]
fn malformed_notes_are_refused_with_the_place() {
    let good = log_key().sign_line("text\n");
    let known = [log_key().verifier().clone()];
    let open = |note: &str| open_note(note.as_bytes(), &known).map(|_| ());
    assert_eq!(open(&format!("text\n\n{good}")), Ok(()));
    assert_eq!(open(""), Err(NoteError::NoSignatureLines));
    assert_eq!(open(&format!("text\n{good}")), Err(NoteError::NoSignatureLines));
    assert_eq!(open("text\n\n"), Err(NoteError::NoSignatureLines));
    assert_eq!(open(format!("text\n\n{good}").trim_end()), Err(NoteError::NoSignatureLines));
    assert_eq!(open(&format!("text\r\n\n{good}")), Err(NoteError::NotText));
    assert_eq!(open(&format!("text\n\n{good}\n")), Err(NoteError::NoSignatureLines));
    for bad in [
        "- a AAAAAAA=\n",
        "\u{2014}a AAAAAAA=\n",
        "\u{2014} a\n",
        "\u{2014} a \n",
        "\u{2014}  AAAAAAA=\n",
        "\u{2014} a AAAAAA==\n",
        "\u{2014} a AAAAAAB=\n",
        "\u{2014} a AAAAAAA\n",
        "\u{2014} a+b AAAAAAA=\n",
        "\u{2014} a  AAAAAAA=\n",
        "\u{2014} a AAAAAAA= \n",
    ] {
        let refused = open(&format!("text\n\n{good}{bad}{good}"));
        assert_eq!(refused, Err(NoteError::BadSignatureLine { line: 2 }), "{bad:?}");
    }
    let ignored = "\u{2014} a AAAAAAA=\n";
    assert_eq!(open(&format!("text\n\n{}{good}", ignored.repeat(99))), Ok(()));
    assert_eq!(open(&format!("text\n\n{}{good}", ignored.repeat(100))), Err(NoteError::TooManySignatures));
}

proptest! {
    #[test]
    fn what_was_signed_opens(lines in prop::collection::vec("[^\\x00-\\x1f]{0,20}", 1..6), seed: [u8; 32]) {
        let text = lines.join("\n") + "\n";
        let key = LogKey::from_seed("a.example/log", seed).unwrap();
        let note = sign_note(&text, &key).unwrap();
        let open = open_note(note.as_bytes(), &[Vkey::parse(&key.vkey()).unwrap()]).unwrap();
        prop_assert_eq!(open.text, text);
    }

    #[test]
    fn a_note_with_any_bit_flipped_is_refused(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut note = sign_note("local42.example/record\n17\n", &log_key()).unwrap().into_bytes();
        let at = at.index(note.len());
        note[at] ^= 1 << bit;
        prop_assert!(open_note(&note, &[log_key().verifier().clone()]).is_err());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = open_note(&bytes, &[log_key().verifier().clone(), witness_vkey()]);
    }

    /// Pieces of real notes in any order reach deeper into the parser than plain chance does.
    #[test]
    fn shuffled_pieces_of_notes_never_panic(pieces in prop::collection::vec(0usize..9, 0..14)) {
        let line = log_key().sign_line("text\n");
        let cosigned = cosignature_line("text\n", 7);
        let all = ["\n", "text\n", &line, &cosigned, "\u{2014} ", "a ", "AAAA", "\u{2014}", "=\u{e9}"];
        let note: String = pieces.into_iter().map(|piece| all[piece]).collect();
        if let Ok(open) = open_note(note.as_bytes(), &[log_key().verifier().clone(), witness_vkey()]) {
            prop_assert_eq!(open.text, "text\n");
        }
        let _ = Vkey::parse(&note);
    }
}
