//! Nothing in a leaf, and nothing in public, is a name, an e-mail, a telephone number, an address or a number of a member:
//! every value of a roll is searched for, plain and disguised. What a nominee consented to be opened is the one exception.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rankfile::house::Signer;
use rankfile::ops::roll::load;
use rankfile_hall::command::Command;
use rankfile_record::act::{Act, Actor};
use rankfile_record::note::LogKey;
use rankfile_roll::{Mapping, Member, Roll, Standing, example_roll, parse};
use rankfile_sim::world::{ORIGIN, World};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use sha2::{Digest, Sha256, Sha512};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A roll of 200 members in which every value of every column is a member's own.
fn distinctive_roll() -> Roll {
    let roll = parse(example_roll(7, 200).as_bytes(), &Mapping::default()).rows().unwrap();
    let mark = |(number, member): (usize, &Member)| Member {
        unit: Some(format!("Quay {number} of Nowhere")),
        extra: BTreeMap::from([("locker".to_owned(), format!("Locker-{number}-qzx"))]),
        standing: match &member.standing {
            Standing::Good => Standing::Good,
            Standing::NotGood(why) => Standing::NotGood(format!("{why} since letter {number}-zq")),
        },
        ..member.clone()
    };
    Roll::make(roll.members().iter().enumerate().map(mark).collect()).unwrap()
}

/// A finished election of these members, its leaves, and every byte of its public folder.
fn finished(folder: &Path) -> (World, Vec<Vec<u8>>, Vec<u8>) {
    let key = LogKey::from_seed(ORIGIN, [3; 32]).unwrap();
    let log = Log::create(Places::within(&folder.join("union")).create_parts().unwrap(), key).unwrap();
    let mut world = World::found(folder, log, 3).unwrap();
    load(&mut world.house, &distinctive_roll(), Signer::Key(&world.keys["secretary"])).unwrap();
    world.run_until_open().unwrap();
    for credential in world.credentials().unwrap().iter().take(5) {
        world.vote(credential, false).unwrap();
    }
    world.run_to_the_end().unwrap();
    let mut leaves = Vec::new();
    world.house.writer.log().for_each_leaf(0..u64::MAX, &mut |_, leaf| leaves.push(leaf.to_vec())).unwrap();
    let mut public = Vec::new();
    read_all(&folder.join("union").join("public"), &mut public);
    assert!(leaves.len() > 20 && public.len() > 20_000);
    (world, leaves, public)
}

fn read_all(folder: &Path, into: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { read_all(&path, into) } else { into.extend(std::fs::read(path).unwrap()) }
    }
}

/// Every value of a member that is long enough not to turn up by chance.
fn values(member: &Member) -> Vec<String> {
    let mut values = vec![member.member_id.as_str().to_owned(), member.canonical_json()];
    let optional = [&member.name, &member.email, &member.phone, &member.address, &member.unit];
    values.extend(optional.into_iter().flatten().cloned());
    values.extend(
        member.name.iter().flat_map(|name| name.split(' ')).filter(|word| word.len() > 5).map(str::to_owned),
    );
    values.extend(member.joined.map(|joined| joined.to_string()));
    values.extend(member.extra.values().cloned());
    if let Standing::NotGood(why) = &member.standing {
        values.push(why.clone());
    }
    values.retain(|value| value.len() > 3);
    values
}

/// A value as it stands, and in every disguise that a list of members could be tried with.
fn disguises(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    for spelled in [value.to_owned(), value.to_lowercase(), value.to_uppercase()] {
        for labelled in [
            spelled.clone(),
            format!("member:{spelled}"),
            format!("voter:officers-1:{spelled}"),
            format!("rnf/commit/v1\nmember\n{spelled}"),
            format!("rnf/commit/v1\nvoter:officers-1\n{spelled}"),
            format!("rnf/commit/v1\ncandidacy\n{spelled}"),
            // As a forgotten salt would leave it.
            format!("rnf/commit/v1\nmember\n{}{spelled}", "\0".repeat(32)),
            format!("rnf/commit/v1\nvoter:officers-1\n{}{spelled}", "\0".repeat(32)),
        ] {
            let hashes = [Sha256::digest(&labelled).to_vec(), Sha512::digest(&labelled).to_vec()];
            found.extend(hashes.iter().flat_map(|hash| [hex::encode(hash), BASE64.encode(hash)]));
        }
        found.push(hex::encode(&spelled));
        found.push(BASE64.encode(&spelled).trim_end_matches('=').to_owned());
        found.push(spelled);
    }
    found
}

/// Whether any of these texts occurs in the bytes. One pass over the bytes: texts are looked up by their first eight.
fn occurring<'t>(texts: &'t BTreeSet<String>, bytes: &[u8]) -> Option<&'t str> {
    let mut by_start: BTreeMap<&[u8], Vec<&'t str>> = BTreeMap::new();
    for text in texts {
        by_start.entry(&text.as_bytes()[..text.len().min(4)]).or_default().push(text);
    }
    (0..bytes.len().saturating_sub(3)).find_map(|at| {
        let here = by_start.get(&bytes[at..at + 4])?;
        here.iter().copied().find(|text| bytes[at..].starts_with(text.as_bytes()))
    })
}

#[test]
fn no_value_of_the_roll_is_in_a_leaf_or_in_public_plain_or_hashed() {
    let folder = tempfile::tempdir().unwrap();
    let (world, leaves, public) = finished(folder.path());
    let roll = distinctive_roll();
    let texts: BTreeSet<String> =
        roll.members().iter().flat_map(values).flat_map(|value| disguises(&value)).collect();
    assert!(texts.len() > 100_000, "only {} texts to search for", texts.len());
    for (leaf, index) in leaves.iter().zip(0..) {
        assert_eq!(occurring(&texts, leaf), None, "act {index}");
    }
    assert_eq!(occurring(&texts, &public), None, "the public folder");
    // The search itself finds what is there: a nominee's opened name in public, and any value once it is put in.
    let opened = BTreeSet::from(["Ada Example".to_owned()]);
    assert_eq!(occurring(&opened, &public), Some("Ada Example"));
    assert_eq!(occurring(&opened, &leaves.concat()), None, "a leaf never has a name, not even an opened one");
    // What an auditor is handed besides: documents. The ballot's has names that were opened by consent, and no others.
    let documents: Vec<u8> =
        world.house.hall().state.documents.iter().flat_map(|(_, bytes)| bytes.to_vec()).collect();
    assert!(documents.len() > 10_000);
    assert_eq!(occurring(&texts, &documents), None, "the documents");
    let someone =
        roll.members()[17].email.clone().unwrap_or_else(|| roll.members()[17].member_id.as_str().to_owned());
    let planted = [leaves.concat(), hex::encode(Sha256::digest(&someone)).into_bytes()].concat();
    assert!(occurring(&texts, &planted).is_some());
}

#[test]
fn no_id_goes_from_one_process_into_another() {
    let folder = tempfile::tempdir().unwrap();
    let (mut world, ..) = finished(folder.path());
    // The next election nominates the same people again, and the roll is loaded again.
    load(&mut world.house, &distinctive_roll(), Signer::Key(&world.keys["secretary"])).unwrap();
    world.election = rankfile_hall::election::command::ElectionId("officers-2".to_owned());
    world.jump_to("call").unwrap();
    world.folder = folder.path().join("second");
    world.run_until_open().unwrap();
    let mut leaves = Vec::new();
    world.house.writer.log().for_each_leaf(0..u64::MAX, &mut |_, leaf| leaves.push(leaf.to_vec())).unwrap();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for leaf in &leaves {
        let act = Act::parse(leaf).unwrap();
        let process = match Command::parse(&act.inner.command).unwrap() {
            Command::Election(command) => command.election().0.clone(),
            // A key acts for an office, in the open; each load of a roll is a process of its own.
            Command::Key(_) | Command::Union(_) => continue,
            Command::Roll(_) => format!("roll {}", act.outer.index),
            Command::Process(command) => match command.process() {
                Some(process) => process.0.clone(),
                None => format!("begun {}", act.outer.index),
            },
        };
        let office_key = match &act.inner.actor {
            Actor::Key { key, .. } => key.as_str().trim_start_matches("ed25519:").to_owned(),
            Actor::Host | Actor::Clock => String::new(),
        };
        for id in hex_strings(&act.inner.command.to_string()).filter(|id| *id != office_key) {
            let before = seen.insert(id.clone(), process.clone());
            // A key holder's key is an office for one election; this world appoints the same people twice.
            let is_key_holder = world.keys.values().any(|key| key.public().as_str().ends_with(&id));
            // The notice's text is the same sentence twice: a document, not a person.
            let is_document = world.house.hall().state.documents.bytes(&format!("sha256:{id}")).is_some();
            let moved = before.is_some_and(|before| before != process);
            assert!(!moved || is_key_holder || is_document, "{id} is in {process} and in another process");
        }
    }
    assert!(seen.len() > 20);
}

/// Every run of 64 hexadecimal digits.
fn hex_strings(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_ascii_hexdigit()).filter(|run| run.len() == 64).map(str::to_owned)
}
