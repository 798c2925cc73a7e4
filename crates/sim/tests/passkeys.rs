//! Officers who sign with passkeys: a whole election of theirs is audited without a finding, what is wrong about one
//! signature is refused by its name, what is changed afterwards is found, and no older rules are made to allow it.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use p256::ecdsa::Signature;
use rankfile_hall::Rule;
use rankfile_hall::audit::Audit;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_hall::rules::RULES;
use rankfile_record::act::{Act, Actor};
use rankfile_record::key::KeyKind;
use rankfile_record::passkey::Assertion;
use rankfile_sim::passkey::Passkey;
use rankfile_sim::play::{Deed, Play};
use std::collections::BTreeMap;

const HOST: &str = "union.example";
static NO_ARCHIVES: BTreeMap<String, Vec<u8>> = BTreeMap::new();

fn first() -> ElectionId {
    ElectionId("officers-1".to_owned())
}

/// A union whose election committee founds it with a passkey, whose secretary keeps a key file, and one of whose key
/// holders has a passkey of the other kind.
fn founded(seed: u64) -> Play {
    let mut play = Play::empty(seed, rankfile_sim::world::CONSTITUTION);
    let committee = Passkey::make(KeyKind::PasskeyEs256, [41; 32], HOST);
    let mut holder = Passkey::make(KeyKind::PasskeyEd25519, [42; 32], "localhost");
    holder.origin = "http://localhost:8080".to_owned();
    play.passkeys.insert("election-committee".to_owned(), committee);
    play.passkeys.insert("key-holder-2".to_owned(), holder);
    let found = play.found();
    play.ask(found).unwrap();
    let load = play.load(6, 6);
    play.ask(load).unwrap();
    play
}

/// What of an act a passkey signed; `None` when it was signed otherwise.
fn assertion(act: &Act) -> Option<Assertion> {
    Assertion::parse(act.signature.as_deref()?).ok()
}

#[test]
fn an_election_signed_by_passkeys_is_audited_without_a_finding() {
    let mut play = founded(50);
    // A passkey comes into force like any other key: a founding key admits it.
    let treasurer = Passkey::make(KeyKind::PasskeyEd25519, [43; 32], HOST);
    play.passkeys.insert("treasurer".to_owned(), treasurer);
    let key = play.public("treasurer");
    let withdraw = Deed::of("treasurer", Command::Key(KeyCommand::Revoke { key: key.clone() }));
    assert_eq!(play.ask(withdraw.clone()).unwrap_err().rule, Rule::KeyUnknown);
    let admit = KeyCommand::Admit { role: "treasurer".to_owned(), key };
    play.ask(Deed::of("secretary", Command::Key(admit))).unwrap();
    play.ask(withdraw).unwrap();
    play.run_until(&first(), "open");
    for (voter, choice) in [(0, Some(0)), (1, None), (2, Some(1))] {
        play.now += 60;
        play.vote(&first(), voter, choice).unwrap();
    }
    play.run_until(&first(), "install");
    play.check_history();
    let mut kinds: BTreeMap<(KeyKind, bool), usize> = BTreeMap::new();
    for act in play.acts() {
        assert_eq!(act.outer.rules, RULES);
        if let Actor::Key { key, .. } = &act.inner.actor {
            *kinds.entry((key.kind(), assertion(&act).is_some())).or_default() += 1;
        }
    }
    println!("{kinds:?}");
    assert!(kinds[&(KeyKind::PasskeyEs256, true)] >= 5, "the committee's acts: {kinds:?}");
    assert!(kinds[&(KeyKind::PasskeyEd25519, true)] >= 3, "the key holder's and the treasurer's: {kinds:?}");
    assert!(kinds[&(KeyKind::File, false)] >= 3 && kinds.len() == 3, "and nothing else: {kinds:?}");
}

#[test]
fn a_signature_that_is_wrong_in_one_way_is_refused_by_its_name() {
    let mut play = founded(51);
    let right = play.passkeys["election-committee"].clone();
    let other = Passkey::make(KeyKind::PasskeyEs256, [77; 32], HOST);
    let but = |change: fn(&mut Passkey)| {
        let mut passkey = right.clone();
        change(&mut passkey);
        passkey
    };
    let wrong = [
        ("used on `https://evil.example`", but(|it| it.origin = "https://evil.example".to_owned())),
        ("used on `http://union.example`", but(|it| it.origin = "http://union.example".to_owned())),
        ("another host", but(|it| it.rp_id = "evil.example".to_owned())),
        ("without anybody being there", but(|it| it.flags = 4)),
        ("without a PIN", but(|it| it.flags = 1)),
        ("does not belong to this passkey", other),
    ];
    let before = play.fingerprint();
    for (said, passkey) in wrong {
        let call = play.call(&first());
        let mut request = play.request(call);
        request.signature = Some(passkey.sign(&request.inner.challenge().unwrap()).render());
        let refusal = play.put(request).unwrap_err();
        assert_eq!(refusal.rule, Rule::SignatureWrong, "{refusal}");
        assert!(refusal.reason.contains(said), "{said}: {refusal}");
    }
    // Signed rightly, but something else; by the key file the committee has as well; not at all.
    let call = play.call(&first());
    let (one, mut two) = (play.request(call.clone()), play.request(call));
    let by_file = two.inner.sign(&play.keys["election-committee"]).unwrap();
    for (said, signature) in [
        ("signed something else", one.signature.clone()),
        ("a key file's and the key is not", Some(by_file)),
        ("exactly one signature", None),
    ] {
        two.signature = signature;
        let refusal = play.put(two.clone()).unwrap_err();
        assert!(refusal.rule == Rule::SignatureWrong && refusal.reason.contains(said), "{said}: {refusal}");
    }
    assert_eq!(play.fingerprint(), before, "nothing has changed");
    play.put(one).unwrap();
    play.check_history();
}

/// A record with acts by both kinds of passkeys, and the audit before each act.
fn signed_twice() -> (Vec<Act>, Vec<Audit<'static>>) {
    let mut play = founded(52);
    // Until every key holder has shown a key: the archive begins after that.
    play.run_until(&first(), "keys");
    let (acts, record) = (play.acts(), play.record());
    let mut audit = Audit::begin(&record.documents, &NO_ARCHIVES);
    let befores = record.leaves.iter().map(|leaf| {
        let before = audit.clone();
        assert!(audit.read(leaf).is_empty());
        before
    });
    let befores = befores.collect();
    (acts, befores)
}

#[test]
fn every_bit_of_an_act_signed_by_a_passkey_is_found_even_if_the_log_signs_it() {
    let (acts, befores) = signed_twice();
    let mut kinds = std::collections::BTreeSet::new();
    for (act, before) in acts.iter().zip(&befores) {
        let Actor::Key { key, .. } = &act.inner.actor else { continue };
        if assertion(act).is_none() || !kinds.insert(key.kind()) {
            continue;
        }
        let leaf = act.render().unwrap();
        for (byte, bit) in (0..leaf.len()).flat_map(|byte| (0..8).map(move |bit| (byte, bit))) {
            let mut changed = leaf.clone();
            changed[byte] ^= 1 << bit;
            if !before.clone().read(&changed).is_empty() {
                continue;
            }
            // Only the time is the host's word, until somebody has seen it.
            let mut read = Act::parse(&changed).unwrap();
            assert_ne!(read.outer.recorded_at, act.outer.recorded_at, "bit {bit} of byte {byte} went unseen");
            read.outer.recorded_at = act.outer.recorded_at;
            assert_eq!(&read, act, "bit {bit} of byte {byte} went unseen");
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [KeyKind::PasskeyEs256, KeyKind::PasskeyEd25519]);
}

#[test]
fn the_signature_of_one_act_is_no_signature_of_another() {
    let (acts, befores) = signed_twice();
    let signed: Vec<&Act> = acts.iter().filter(|act| assertion(act).is_some()).collect();
    assert!(signed.len() >= 3);
    for one in &signed {
        for other in signed.iter().filter(|other| other.outer.index != one.outer.index) {
            let forged = Act { signature: other.signature.clone(), ..(*one).clone() };
            let before = &befores[usize::try_from(one.outer.index).unwrap()];
            let found = before.clone().read(&forged.render().unwrap()).to_vec();
            assert!(found.iter().any(|finding| finding.code == "unlawful"), "{found:?}");
        }
    }
}

#[test]
fn the_other_spelling_of_an_es256_signature_is_lawful_but_another_leaf() {
    // Whoever owns the log's key can write n - s for s, as long as nobody has seen the act: the specification takes both,
    // and it says nothing that the officer did not sign. The leaf is another, so who kept a receipt or signed after it finds it.
    let (acts, befores) = signed_twice();
    let act = acts.iter().find(
        |act| matches!(&act.inner.actor, Actor::Key { key, .. } if key.kind() == KeyKind::PasskeyEs256),
    );
    let act = act.unwrap();
    let index = usize::try_from(act.outer.index).unwrap();
    let whole = assertion(act).unwrap();
    let signature = Signature::from_der(&whole.signature).unwrap();
    let (r, s) = (signature.r(), signature.s());
    let turned = Signature::from_scalars(*r, -*s).unwrap().to_der().as_bytes().to_vec();
    let text = Assertion { signature: turned, ..whole }.render();
    let forged = Act { signature: Some(text), ..act.clone() };
    assert_ne!(&forged, act);
    let mut audit = befores[index].clone();
    assert!(audit.read(&forged.render().unwrap()).is_empty());
    let mut rest = acts[index + 1..].iter();
    assert!(
        rest.any(|act| !audit.read(&act.render().unwrap()).is_empty()),
        "the next key that signs has seen it"
    );
}

#[test]
fn older_rules_know_no_passkeys_and_do_not_come_back() {
    let (acts, befores) = signed_twice();
    let codes = |index: usize, change: &dyn Fn(&mut Act)| {
        let mut act = acts[index].clone();
        change(&mut act);
        let found = befores[index].clone().read(&act.render().unwrap()).to_vec();
        found.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    // The founding names a passkey; no act before it says which rules there were.
    assert_eq!(codes(0, &|_| {}), Vec::<&str>::new());
    // Older rules began no processes with a founding, so its effects give them away too.
    assert_eq!(codes(0, &|act| act.outer.rules = 1), ["rules-version", "effects"]);
    for (index, act) in acts.iter().enumerate().skip(1) {
        let found = codes(index, &|act| act.outer.rules = 1);
        let names_one = act.render().unwrap().windows(8).any(|part| part == b"passkey-");
        assert_eq!(
            found,
            if names_one { vec!["chain", "rules-version"] } else { vec!["chain"] },
            "act {index}"
        );
        assert_eq!(codes(index, &|act| act.outer.rules = 0), ["chain", "rules-version"]);
        assert_eq!(codes(index, &|act| act.outer.rules = RULES + 1), ["rules-version"]);
    }
    // A founding with key files alone names nothing that the first rules did not know; they made other effects of it.
    let plain = Play::founded(53, 6);
    let documents: Vec<Vec<u8>> =
        plain.hall().state.documents.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    for rules in 1..RULES {
        let mut act = plain.acts()[0].clone();
        act.outer.rules = rules;
        let mut audit = Audit::begin(&documents, &NO_ARCHIVES);
        let found: Vec<&str> =
            audit.read(&act.render().unwrap()).iter().map(|finding| finding.code).collect();
        assert_eq!(found, if rules < 4 { vec!["effects"] } else { Vec::new() });
    }
}
