//! Elections before judges nobody here wrote: `belenios-tool` of two releases and `belenios_check.py`. The judges are first
//! shown to tell good from bad; then they and the `belenios` room are shown to agree, on what either side makes and on
//! what a forger makes of it.

use rand_chacha::ChaCha12Rng;
use rankfile_belenios::{Answer, Credential, GroupName, KeyShare, TrusteeKey, Verdict, verify};
use rankfile_sim::elections::{
    Choices, Open, choices_as_json, credentials, expected_counts, key_holders, rng, template,
};
use rankfile_sim::forger::{Archive, bump_number_after};
use rankfile_sim::outsiders::belenios::{BeleniosTool, Release, judge, second_opinion};
use rankfile_sim::outsiders::{absent, test_data};

const GROUPS: [GroupName; 2] = [GroupName::Ed25519, GroupName::Belenios2048];

/// Both releases, or none after saying which is absent.
fn tools() -> Option<[BeleniosTool; 2]> {
    let [two, three] = [Release::Two, Release::Three].map(BeleniosTool::find);
    Some([two?, three?])
}

fn votes() -> Vec<(usize, Choices)> {
    let choose = |at: &[usize]| Answer::Choices(at.to_vec());
    vec![
        (0, [choose(&[0, 2]), choose(&[0])]),
        (1, [choose(&[]), Answer::Blank]),
        (0, [choose(&[1]), choose(&[1])]),
        (2, [choose(&[2]), choose(&[1])]),
    ]
}

/// A finished election made by our room alone, with its counts.
fn made_here(
    group: GroupName,
    weights: &[u64],
    votes: &[(usize, Choices)],
    seed: u64,
) -> (Archive, Vec<Vec<u64>>) {
    let mut rng = rng(seed);
    let (shares, trustees) = key_holders(group, 2, &mut rng);
    let electorate = credentials(group, weights, &mut rng);
    let public: Vec<_> = electorate.iter().map(|(_, public)| public.clone()).collect();
    let mut open = Open::begin(group, &trustees, &public).expect("a sound setup");
    for (voter, choices) in votes {
        open.vote(&electorate[*voter].0, choices, &mut rng).expect("a lawful vote");
    }
    let counts = open.finish(&shares, &mut rng).expect("a count");
    (Archive::parse(&open.archive).expect("the forger reads what we write"), counts)
}

/// Whether our room calls an archive valid, with its result.
fn verdict_here(archive: &Archive) -> (Verdict, Option<Vec<Vec<u64>>>) {
    let report = verify(&archive.render(), &|_, _| {}).expect("an archive");
    (report.verdict, report.result)
}

/// Everybody accepts: our room with these counts, the outsiders with the same.
fn assert_accepted(archive: &Archive, counts: &[Vec<u64>], tools: &[BeleniosTool; 2], what: &str) {
    assert_eq!(verdict_here(archive), (Verdict::Valid, Some(counts.to_vec())), "{what}");
    let findings = judge(archive, tools).expect("the judges can be asked");
    assert!(findings.is_empty(), "{what}: {findings:?}");
    if let Some(verdict) = second_opinion(archive) {
        verdict.unwrap_or_else(|refusal| panic!("{what}: {refusal}"));
    }
}

#[test]
fn the_outside_judges_together_give_every_archive_of_the_index_its_verdict() {
    let (Some(tools), Some(folder)) = (tools(), test_data().map(|data| data.join("belenios"))) else {
        return absent("test data or belenios-tool", rankfile_sim::outsiders::HOW);
    };
    let index = std::fs::read_to_string(folder.join("INDEX.tsv")).expect("the index is readable");
    let lines: Vec<&str> = index.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() >= 40, "an index that lost its lines shows nothing");
    for line in lines {
        let mut fields = line.split('\t');
        let (path, verdict) = (fields.next().expect("a path"), fields.next().expect("a verdict"));
        // The tool needs half a minute to find this weighted total again; the other weighted archive shows the same.
        if path.contains("ed25519-weighted") {
            continue;
        }
        let bytes = std::fs::read(folder.join(path)).expect("the index names files that exist");
        let archive = Archive::parse(&bytes).expect("an archive of the known shape");
        assert!(archive.render() == bytes, "{path}: the forger's workbench changes nothing by itself");
        let findings = judge(&archive, &tools).expect("the judges can be asked");
        assert_eq!(findings.is_empty(), verdict == "accept", "{path}: {findings:?}");
    }
}

#[test]
fn elections_made_here_are_accepted_by_the_outsiders_with_the_same_result() {
    let Some(tools) = tools() else { return };
    for group in GROUPS {
        for (what, weights, votes) in [
            ("revotes", vec![1, 1, 1], votes()),
            ("weights", vec![3, 20, 500], votes()),
            ("no ballots", vec![1, 1, 1], vec![]),
        ] {
            let (archive, counts) = made_here(group, &weights, &votes, 1);
            assert_eq!(counts, expected_counts(&weights, &votes), "{group:?}, {what}");
            assert_accepted(&archive, &counts, &tools, &format!("{group:?}, {what}"));
        }
    }
}

#[test]
fn ballots_made_by_the_outsiders_for_an_election_made_here_are_counted() {
    let Some(tools) = tools() else { return };
    let (weights, votes) = ([1, 1, 1], votes());
    for group in GROUPS {
        let mut rng = rng(2);
        let (shares, trustees) = key_holders(group, 2, &mut rng);
        let electorate = credentials(group, &weights, &mut rng);
        let public: Vec<_> = electorate.iter().map(|(_, public)| public.clone()).collect();
        let mut open = Open::begin(group, &trustees, &public).expect("a sound setup");
        for (number, (voter, choices)) in votes.iter().enumerate() {
            let credential = &electorate[*voter].0;
            // One voter votes once with the tool and once here: either must be able to replace the other.
            if number == 2 {
                open.vote(credential, choices, &mut rng).expect("a lawful vote");
                continue;
            }
            let archive = Archive::parse(&open.archive).expect("readable");
            let ballot = tools[1].make_ballot(&archive, &credential.reveal(), &choices_as_json(choices));
            open.cast(ballot.expect("the tool makes a ballot").into_bytes())
                .expect("the tool's ballot is accepted");
        }
        let counts = open.finish(&shares, &mut rng).expect("a count");
        assert_eq!(counts, expected_counts(&weights, &votes), "{group:?}");
        assert_accepted(
            &Archive::parse(&open.archive).expect("readable"),
            &counts,
            &tools,
            &format!("{group:?}"),
        );
    }
}

#[test]
fn keys_credentials_ballots_and_decryptions_made_by_the_outsiders_go_through_an_election_made_here() {
    let Some(tools) = tools() else { return };
    let (weights, votes) = ([2, 1, 30], votes());
    for (group, tool) in [
        (GroupName::Ed25519, &tools[1]),
        (GroupName::Belenios2048, &tools[0]),
        (GroupName::Belenios2048, &tools[1]),
    ] {
        let mut rng = rng(3);
        let uuid = template(group).uuid;
        let theirs = tool.make_trustee_key(group.as_str()).expect("the tool makes a key");
        let (ours, mut trustees) = key_holders(group, 1, &mut rng);
        trustees.insert(
            0,
            serde_json::from_str::<TrusteeKey>(&theirs.public).expect("the tool's key is readable"),
        );
        let voters: Vec<(&str, u64)> = ["ana", "bo", "cy"].into_iter().zip(weights).collect();
        let electorate =
            tool.make_credentials(&uuid, group.as_str(), &voters).expect("the tool makes credentials");
        let mut open =
            Open::begin(group, &trustees, &electorate.public).expect("keys and credentials are accepted");
        for (voter, choices) in &votes {
            let archive = Archive::parse(&open.archive).expect("readable");
            let ballot = tool.make_ballot(&archive, &electorate.private[*voter].1, &choices_as_json(choices));
            open.cast(ballot.expect("the tool makes a ballot").into_bytes())
                .expect("the tool's ballot is accepted");
        }
        let tally = open.close().expect("a tally");
        let closed = Archive::parse(&open.archive).expect("readable");
        let (their_part, _) = tool.decrypt(&closed, &theirs.private, 1).expect("the tool decrypts");
        let our_part = open.election.decrypt(&ours[0], &tally, 2, &mut rng).expect("we decrypt");
        let counts = open.count(&tally, &[their_part, our_part]).expect("both parts are accepted");
        assert_eq!(counts, expected_counts(&weights, &votes), "{group:?}");
        assert_accepted(
            &Archive::parse(&open.archive).expect("readable"),
            &counts,
            &tools,
            &format!("{group:?}"),
        );
    }
}

#[test]
fn secrets_made_by_the_outsiders_are_read_here_and_give_the_same_public_parts() {
    let Some([_, tool]) = tools() else { return };
    for group in GROUPS {
        let key = tool.make_trustee_key(group.as_str()).expect("the tool makes a key");
        let share = KeyShare::parse(group, &key.private).expect("the tool's private key is readable");
        let theirs: TrusteeKey =
            serde_json::from_str(&key.public).expect("the tool's public key is readable");
        assert_eq!(share.public(None, &mut rng(4)).public_key, theirs.public_key, "{group:?}");
        let uuid = template(group).uuid;
        let made =
            tool.make_credentials(&uuid, group.as_str(), &[("ana", 1)]).expect("the tool makes credentials");
        let credential = Credential::parse(&made.private[0].1).expect("the tool's credential is readable");
        assert_eq!(credential.public(group, &uuid), made.public[0].0, "{group:?}");
    }
}

/// One way to cheat: its name, and what it does to a finished archive.
type Forgery = (&'static str, fn(&mut Archive) -> anyhow::Result<()>);

const FORGERIES: &[Forgery] = &[
    ("a proof in a ballot", |a| {
        a.alter("Ballot", 0, 0, |body| bump_number_after(body, "individual_proofs\":[[{\"challenge\":\""))
    }),
    ("an overall proof", |a| {
        a.alter("Ballot", 1, 0, |body| bump_number_after(body, "overall_proof\":[{\"challenge\":\""))
    }),
    ("a blank proof", |a| {
        a.alter("Ballot", 1, 0, |body| bump_number_after(body, "blank_proof\":[{\"challenge\":\""))
    }),
    ("a signature", |a| {
        a.alter("Ballot", 2, 0, |body| bump_number_after(body, "\"proof\":{\"challenge\":\""))
    }),
    ("two choices swapped", |a| a.alter("Ballot", 0, 0, swap_first_two_ciphertexts)),
    ("a ballot twice", |a| {
        a.events.insert(5, a.events[1].clone());
        Ok(())
    }),
    ("a ballot left out after the tally", |a| {
        a.events.remove(4);
        Ok(())
    }),
    ("two totals swapped", |a| a.alter("EncryptedTally", 0, 0, swap_first_two_ciphertexts)),
    ("a decryption proof", |a| {
        a.alter("PartialDecryption", 0, 0, |body| bump_number_after(body, "\"response\":\""))
    }),
    ("a key holder's part left out", |a| {
        let last =
            a.events.iter().rposition(|event| event.kind == "PartialDecryption").expect("it was counted");
        a.events.remove(last);
        Ok(())
    }),
    ("a vote more in the result", |a| a.alter("Result", 0, 0, |body| bump_number_after(body, "[["))),
    ("a proof of a key", |a| a.alter("Setup", 0, 1, |body| bump_number_after(body, "\"challenge\":\""))),
    ("a key holder removed", |a| {
        a.alter("Setup", 0, 1, |body| {
            body.split_once(",[\"Single\"").map_or("", |(first, _)| first).to_owned() + "]"
        })
    }),
    ("a credential twice", |a| {
        a.alter("Setup", 0, 2, |body| {
            let first =
                body.trim_start_matches('[').split(',').next().unwrap_or_default().trim_end_matches(']');
            format!("[{first},{}", &body[1..])
        })
    }),
];

/// Exchanges the first two ciphertexts of a ballot's first answer, or of a tally.
fn swap_first_two_ciphertexts(body: &str) -> String {
    let at: Vec<usize> = body.match_indices("{\"alpha\"").map(|(at, _)| at).take(3).collect();
    let [first, second, third] = at[..] else { return body.to_owned() };
    let (one, two) = (&body[first..second], &body[second..third]);
    // Each slice ends with the comma, or the brackets, that stand between it and the next.
    let (one, between) = one.split_at(one.rfind('}').map_or(0, |at| at + 1));
    let (two, after) = two.split_at(two.rfind('}').map_or(0, |at| at + 1));
    format!("{}{two}{between}{one}{after}{}", &body[..first], &body[third..])
}

#[test]
fn forgeries_are_refused_here_and_by_the_outsiders() {
    let Some(tools) = tools() else { return };
    for group in GROUPS {
        let (honest, counts) = made_here(group, &[1, 1, 1], &votes(), 5);
        assert_accepted(&honest, &counts, &tools, "the honest one");
        for (what, forge) in FORGERIES {
            let mut forged = honest.clone();
            forge(&mut forged).unwrap_or_else(|complaint| panic!("{what}: {complaint}"));
            assert_eq!(verdict_here(&forged), (Verdict::Invalid, None), "{group:?}: {what}");
            assert!(
                !judge(&forged, &tools).expect("the judges can be asked").is_empty(),
                "{group:?}: {what}"
            );
            assert!(second_opinion(&forged).is_none_or(|verdict| verdict.is_err()), "{group:?}: {what}");
        }
    }
}

#[test]
fn we_and_the_second_judge_agree_on_archives_with_a_sign_altered_anywhere() {
    let (honest, _) = made_here(GroupName::Ed25519, &[1, 1], &votes()[..2], 6);
    let mut rng = rng(7);
    let mut refused = 0;
    for round in 0..24 {
        let mut forged = honest.clone();
        let (kind, nth, body) = any_body(&honest, &mut rng);
        forged.alter(&kind, nth, body, |body| alter_one_sign(body, &mut rng.clone())).expect("altered");
        let here = verdict_here(&forged).0;
        let Some(there) = second_opinion(&forged) else { return };
        assert_eq!(
            here == Verdict::Valid,
            there.is_ok(),
            "round {round}, {kind} {nth} body {body}: {here:?}, {there:?}"
        );
        refused += u32::from(here != Verdict::Valid);
    }
    assert!(refused >= 20, "only {refused} of 24 alterations were refused");
}

/// Any body of an archive: the type of its event, which of that type, which body.
fn any_body(archive: &Archive, rng: &mut ChaCha12Rng) -> (String, usize, usize) {
    let bodies: Vec<(String, usize, usize)> = archive
        .events
        .iter()
        .enumerate()
        .flat_map(|(at, event)| {
            let nth = archive.events[..at].iter().filter(|earlier| earlier.kind == event.kind).count();
            (0..event.bodies.len()).map(move |body| (event.kind.clone(), nth, body))
        })
        .collect();
    bodies[below(bodies.len(), rng)].clone()
}

/// Replaces one letter or digit by another one.
fn alter_one_sign(body: &str, rng: &mut ChaCha12Rng) -> String {
    let places: Vec<usize> =
        body.bytes().enumerate().filter(|(_, b)| b.is_ascii_hexdigit()).map(|(at, _)| at).collect();
    let at = places[below(places.len(), rng)];
    let new = if body.as_bytes()[at] == b'1' { '2' } else { '1' };
    format!("{}{new}{}", &body[..at], &body[at + 1..])
}

fn below(limit: usize, rng: &mut ChaCha12Rng) -> usize {
    use rand_chacha::rand_core::Rng;
    usize::try_from(rng.next_u64() % limit as u64).expect("smaller than a usize")
}
