//! Every archive with a known verdict gets that verdict, or `unsupported` where its kind is not supported yet.

use std::fs;
use std::path::PathBuf;

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rankfile_belenios::{
    Credential, GroupName, KeyShare, Report, Setup, Template, TrusteeKey, Verdict, verify,
};

/// The folder with archives, `RANKFILE_TEST_DATA/belenios`.
fn data() -> PathBuf {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    let root = std::env::var("RANKFILE_TEST_DATA").unwrap_or_else(|_| default.to_owned());
    PathBuf::from(root).join("belenios")
}

/// Whether the archives are not here. Says so loudly; where nothing may be absent, it fails.
#[allow(clippy::print_stdout, reason = "what is absent must be seen")]
fn is_absent() -> bool {
    let absent = !data().is_dir();
    if absent {
        let how = "set RANKFILE_TEST_DATA to the folder of known answers";
        assert!(std::env::var_os("RANKFILE_STRICT").is_none(), "ABSENT: archives with known verdicts; {how}");
        println!("ABSENT: archives with known verdicts; {how}");
    }
    absent
}

fn report(path: &str) -> Report {
    let bytes = fs::read(data().join(path)).expect("the archive can be read");
    verify(&bytes, &|_, _| {}).expect("it is an archive")
}

/// Path, verdict, kinds and description of every archive in the index.
fn index() -> Vec<[String; 4]> {
    let index = fs::read_to_string(data().join("INDEX.tsv")).expect("the index can be read");
    let lines = index.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            [fields[0], fields[1], fields[2], fields[4]].map(str::to_owned)
        })
        .collect()
}

#[test]
fn every_archive_of_the_index_gets_its_verdict() {
    if is_absent() {
        return;
    }
    let index = index();
    assert!(index.len() >= 50);
    for [path, verdict, kinds, what] in index {
        let report = report(&path);
        let expected = match (kinds.as_str(), verdict.as_str()) {
            ("h", "accept") => Verdict::Valid,
            ("h", "reject") => Verdict::Invalid,
            _ => Verdict::Unsupported,
        };
        assert_eq!(report.verdict, expected, "{path}: {what}: {:?}", report.findings);
        assert_eq!(report.result.is_some(), expected == Verdict::Valid, "{path}");
    }
}

#[test]
fn results_of_valid_archives_are_the_published_ones() {
    if is_absent() {
        return;
    }
    for (path, expected) in [
        ("valid/v1-ed25519-simple/fTCYtAeNWENSra.bel", vec![vec![3, 1], vec![1, 2, 2]]),
        (
            "valid/v1-ed25519-weighted-revotes/CmatZaC4SyN466.bel",
            vec![vec![7_000_000_000, 3_000_000_000], vec![3_000_000_000, 5_000_000_000, 92_000_000_000]],
        ),
        ("valid/v1-ed25519-no-ballots/YZ9xNUHHWNDU3B.bel", vec![vec![0, 0], vec![0, 0, 0]]),
    ] {
        assert_eq!(report(path).result, Some(expected), "{path}");
    }
}

/// The finding each altered archive must show; it may show others that follow from it.
const FINDINGS: [(&str, &str); 27] = [
    ("T01-", "ballot-individual-proof"),
    ("T02-", "ballot-individual-proof"),
    ("T03-", "ballot-overall-proof"),
    ("T04-", "ballot-blank-proof"),
    ("T05-", "ballot-signature"),
    ("T06-", "ballot-signature-hash"),
    ("T07-", "ballot-repeated"),
    ("T08-", "ballot-not-canonical"),
    ("T08b-", "ballot-not-canonical"),
    ("T08c-", "ballot-spelling"),
    ("T08d-", "ballot-spelling"),
    ("T08e-", "ballot-scalar"),
    ("T09-", "ballot-unknown-credential"),
    ("T10-", "ballot-wrong-election"),
    ("T10b-", "ballot-wrong-election"),
    ("T10c-", "ballot-answer-count"),
    ("T11-", "ballot-element"),
    ("T11b-", "ballot-outside-group"),
    ("T12-", "setup-trustee-proof"),
    ("T12b-", "setup-key"),
    ("T13-", "setup-credential-repeated"),
    ("T13b-", "setup-credential"),
    ("T15-", "tally-mismatch"),
    ("T16-", "tally-mismatch"),
    ("T17-", "decryption-proof"),
    ("T18-", "decryption-proof"),
    ("T19-", "result-mismatch"),
];

#[test]
fn altered_archives_are_refused_for_what_was_altered() {
    if is_absent() {
        return;
    }
    for (start, code) in
        FINDINGS.into_iter().chain([("T19b-", "result-mismatch"), ("T20-", "decryption-missing")])
    {
        let index = index();
        let [path, ..] = index.iter().find(|[path, ..]| path.contains(&format!("/{start}"))).unwrap();
        let codes: Vec<&str> = report(path).findings.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&code), "{path}: {codes:?}");
    }
}

#[test]
fn known_credentials_and_key_shares_have_their_public_keys() {
    if is_absent() {
        return;
    }
    let credential = Credential::parse("biQfB-Qx9u55-noy2G-h8cQFU").unwrap();
    assert_eq!(
        credential.public(GroupName::Ed25519, "fTCYtAeNWENSra"),
        "dce1039ae878656b4a99f5efc512494fcccfd603c411ecbedaf850ea793cb92d"
    );
    for (folder, group) in
        [("v1-ed25519-simple", GroupName::Ed25519), ("v1-b2048-simple", GroupName::Belenios2048)]
    {
        let mut shares = 0;
        for entry in fs::read_dir(data().join("valid").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "privkey") {
                let text = fs::read_to_string(&path).unwrap();
                let share = KeyShare::parse(group, &text).unwrap();
                assert_eq!(share.render().as_str(), text.trim());
                let published = fs::read_to_string(path.with_extension("pubkey")).unwrap();
                let key = share.public(None, &mut ChaCha12Rng::seed_from_u64(1));
                assert!(published.contains(&key.public_key));
                key.check(group).unwrap();
                shares += 1;
            }
        }
        assert_eq!(shares, 3);
    }
}

#[test]
fn a_setup_made_from_the_same_parts_is_the_same_to_the_byte() {
    if is_absent() {
        return;
    }
    for folder in
        ["v1-ed25519-simple", "v1-ed25519-weighted-revotes", "v1-b2048-simple", "v1-b2048-weighted-revotes"]
    {
        let text = |name: &str| fs::read_to_string(data().join("valid").join(folder).join(name)).unwrap();
        let [election, trustees, public] = ["election.json", "trustees.json", "public_creds.json"].map(text);
        let (election, trustees) = (election.trim_end(), trustees.trim_end());
        // The election document has every member of a template, and more.
        let template: Template = serde_json::from_str(election).unwrap();
        let keys: Vec<(String, TrusteeKey)> = serde_json::from_str(trustees).unwrap();
        let keys: Vec<TrusteeKey> = keys.into_iter().map(|(_, key)| key).collect();
        // The server's list has a third part, the voter, which is not published.
        let lines: Vec<String> = serde_json::from_str(&public).unwrap();
        let parts: Vec<Vec<&str>> = lines.iter().map(|line| line.split(',').collect()).collect();
        let published: Vec<String> =
            parts.iter().map(|parts| parts[..2].join(",").trim_end_matches(',').to_owned()).collect();
        let mut credentials: Vec<(String, u64)> =
            parts.iter().map(|parts| (parts[0].to_owned(), parts[1].parse().unwrap_or(1))).collect();
        credentials.rotate_left(2);
        let setup = Setup::make(&template, &keys, &credentials).unwrap();
        assert_eq!((setup.election.as_str(), setup.trustees.as_str()), (election, trustees));
        assert_eq!(setup.credentials, serde_json::to_string(&published).unwrap(), "{folder}");
    }
}
