//! The whole journey by hand: a newcomer's own keys, constitution and roll, each step its own command, and every answer
//! and exit status looked at. Then the same record, tampered with.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Shell {
    folder: PathBuf,
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Shell {
    fn run(&self, line: &str) -> Said {
        let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches('\'')).collect();
        let done = Command::new(env!("CARGO_BIN_EXE_rankfile"))
            .args(words)
            .current_dir(&self.folder)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: done.status.code().unwrap(), out: text(done.stdout), err: text(done.stderr) }
    }

    fn ok(&self, line: &str) -> String {
        let said = self.run(line);
        assert_eq!(said.code, 0, "{line}\n{}{}", said.out, said.err);
        said.out
    }

    /// A refusal: status 2, one line on standard error, which says these things.
    fn refused(&self, line: &str, wanted: &[&str]) {
        let said = self.run(line);
        assert_eq!(said.code, 2, "{line}\n{}{}", said.out, said.err);
        assert_eq!(said.err.trim_end().lines().count(), 1, "{line}: {}", said.err);
        for word in wanted {
            assert!(said.err.contains(word), "{line}: {word:?} is missing in {}", said.err);
        }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).unwrap();
    }
}

fn last_word(text: &str) -> String {
    text.split_whitespace().last().unwrap().to_owned()
}

/// Eleven members with all the habits of real files: semicolons, a byte order mark, quotes, one in arrears.
fn roll() -> String {
    let mut text = String::from("\u{feff}Member No;Full name;E-mail;Street address;Status\n");
    for n in 1..=10 {
        text.push_str(&format!(
            "M-{n:03};\"Example; Person {n}\";person{n}@example.org;\"{n} Example Street\";active\n"
        ));
    }
    text.push_str("M-011;Example Person 11;;;in arrears\n");
    text
}

fn founded(folder: &Path) -> Shell {
    let sh = Shell { folder: folder.to_owned() };
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/demo-local.md");
    fs::copy(example, folder.join("ours.md")).unwrap();
    sh.write("roll.csv", &roll());
    for role in ["secretary", "election-committee", "protest-board", "lot-committee"] {
        sh.ok(&format!("key new --role {role} --out {role}.key"));
    }
    for n in 1..=3 {
        sh.ok(&format!("key new --role key-holder --out holder{n}.key"));
    }
    let keys: String = ["secretary", "election-committee", "protest-board", "lot-committee"]
        .iter()
        .map(|role| format!(" --officer-key {role}.key"))
        .collect();
    let said = sh.ok(&format!(
        "init union --constitution ours.md --roll roll.csv --origin local7.example/record --zone America/New_York{keys} --at 2026-09-01T09:00:00-04:00"
    ));
    assert!(said.contains("with 11 members"), "{said}");
    sh
}

#[test]
fn an_election_by_hand_from_keys_to_installation() {
    let folder = tempfile::tempdir().unwrap();
    let sh = founded(folder.path());
    let el = "officers-1";
    sh.refused(
        "election call union officers-1 --sign secretary.key --at 2026-09-04T09:00:00-04:00",
        &["Election committee", "elections"],
    );
    sh.refused(
        "election call union officers-1 --sign election-committee.key --opens 2026-09-20T00:00:00-04:00 --at 2026-09-04T09:00:00-04:00",
        &["too little time", "3 December 2026"],
    );
    sh.ok("election call union officers-1 --sign election-committee.key --at 2026-09-04T09:00:00-04:00");
    sh.write("notice.txt", "Nominations open on 19 September.");
    sh.refused(
        "election notice union officers-1 --kind nominations --text notice.txt --sent post=11 --sign secretary.key --at 2026-09-05T09:00:00-04:00",
        &["nothing went by email"],
    );
    let notice = |kind: &str, day: &str| {
        sh.ok(&format!(
            "election notice union {el} --kind {kind} --text notice.txt --sent post=11 --sent email=10 --sign secretary.key --at {day}"
        ));
    };
    notice("nominations", "2026-09-05T09:00:00-04:00");
    sh.refused(
        "election nominate union officers-1 --office president --name Ada --at 2026-09-10T09:00:00-04:00",
        &["begins on 19 September 2026", "nominations"],
    );
    let nominate = |office: &str, name: &str| {
        let said = sh.ok(&format!(
            "election nominate union {el} --office {office} --name {name} --at 2026-09-20T09:00:00-04:00"
        ));
        last_word(&said)
    };
    let (ada, bo, cy) =
        (nominate("president", "Ada"), nominate("president", "Bo"), nominate("treasurer", "Cy"));
    sh.refused(
        &format!("election nominate union {el} --office admiral --name Ada --at 2026-09-20T09:00:00-04:00"),
        &["admiral", "president"],
    );
    for candidacy in [&ada, &bo, &cy] {
        sh.write("statement.txt", "I answer every letter.\r\n");
        sh.ok(&format!(
            "election accept union {el} --candidacy {candidacy} --statement statement.txt --at 2026-09-21T09:00:00-04:00"
        ));
    }
    sh.refused(
        &format!(
            "election nominate union {el} --office president --name Late --at 2026-10-04T00:30:00-04:00"
        ),
        &["ended on 4 October 2026, 00:00"],
    );
    for (candidacy, months) in [(&ada, 40), (&bo, 5), (&cy, 12)] {
        let said = sh.ok(&format!(
            "election find union {el} --candidacy {candidacy} --member-months {months} --good-standing true --sign election-committee.key --at 2026-10-05T09:00:00-04:00"
        ));
        assert_eq!(said.contains("Ineligible"), months == 5, "{said}");
    }
    sh.ok(&format!("election freeze union {el} --sign secretary.key --at 2026-10-05T10:00:00-04:00"));
    sh.ok(&format!(
        "election holders union {el} --holder holder1.key.pub --holder holder2.key.pub --holder holder3.key.pub --sign election-committee.key --at 2026-10-05T11:00:00-04:00"
    ));
    for n in 1..=3 {
        sh.ok(&format!("keyholder present union {el} --sign holder{n}.key --secret share{n}.json --at 2026-10-06T09:00:00-04:00"));
    }
    sh.ok(&format!("election ballot union {el} --secret committee --sign election-committee.key --at 2026-10-07T09:00:00-04:00"));
    notice("election", "2026-10-08T09:00:00-04:00");
    vote(&sh);
    for n in 1..=3 {
        sh.ok(&format!("keyholder decrypt union {el} --sign holder{n}.key --secret share{n}.json --at 2026-12-11T09:00:00-05:00"));
    }
    let result = sh.ok(&format!("election result union {el} --at 2026-12-11T10:00:00-05:00"));
    assert!(result.contains("Ada") && result.contains("Cy"), "{result}");
    sh.write("why.txt", "The reasons.");
    let protest = last_word(
        &sh.ok(&format!("election protest union {el} --text why.txt --at 2026-12-12T09:00:00-05:00")),
    );
    sh.refused(
        &format!("election decide-protest union {el} --protest {protest} --upheld false --reasons why.txt --sign election-committee.key --at 2026-12-23T09:00:00-05:00"),
        &["Protest board"],
    );
    sh.ok(&format!(
        "election decide-protest union {el} --protest {protest} --upheld false --reasons why.txt --sign protest-board.key --at 2026-12-23T09:00:00-05:00"
    ));
    sh.ok(&format!(
        "election certify union {el} --sign election-committee.key --at 2026-12-24T09:00:00-05:00"
    ));
    let status = sh.ok("election status union --at 2027-01-15T09:00:00-05:00");
    assert!(status.contains("President: 1 of 1 seats held") && status.contains("officers-2"), "{status}");
    check_and_tamper(&sh);
}

/// Three voters; one votes twice, one comes late, one tries a credential that is none.
fn vote(sh: &Shell) {
    let credentials = fs::read_to_string(sh.folder.join("committee/credentials.csv")).unwrap();
    for (n, line) in credentials.lines().skip(1).enumerate() {
        sh.write(&format!("credential{n}"), line.rsplit(',').next().unwrap());
    }
    let vote = |n: usize, choose: &str, day: &str| {
        format!("election vote union officers-1 --credential credential{n} {choose} --at {day}")
    };
    let open = "2026-12-04T09:00:00-05:00";
    sh.refused(
        &vote(0, "--choose 1 --choose 1", "2026-12-01T09:00:00-05:00"),
        &["voting opens on 3 December 2026"],
    );
    assert!(sh.ok("election paper union officers-1").contains("1. Ada"));
    let first = sh.ok(&vote(0, "--choose 1 --choose 1", open));
    assert!(first.contains("c2sp.org/tlog-proof"), "{first}");
    sh.ok(&vote(1, "--choose blank --choose 1", open));
    sh.ok(&vote(0, "--choose 1 --choose blank", "2026-12-05T09:00:00-05:00"));
    sh.refused(&vote(2, "--choose 1", open), &["2 questions"]);
    sh.refused(&vote(2, "--choose 7 --choose 1", open), &["answers 1 to 1"]);
    sh.write("credential9", "XXXXX-XXXXXX-XXXXX-XXXXXX");
    sh.refused(&vote(9, "--choose 1 --choose 1", open), &["credential"]);
    sh.refused(
        &vote(2, "--choose 1 --choose 1", "2026-12-10T00:00:00-05:00"),
        &["voting closed on 10 December 2026, 00:00"],
    );
    let vkey = fs::read_to_string(sh.folder.join("union/log.vkey")).unwrap();
    let proof = sh.ok("roll proof union --election officers-1 --member M-004 --at 2026-12-10T08:00:00-05:00");
    sh.write("proof.json", &proof);
    assert!(sh.ok(&format!("roll check-proof proof.json --vkey {vkey}")).contains("M-004"));
    sh.write("forged.json", &proof.replace("M-004", "M-011"));
    assert_eq!(sh.run(&format!("roll check-proof forged.json --vkey {vkey}")).code, 1);
    sh.refused(
        "roll proof union --election officers-1 --member M-011 --at 2026-12-10T08:00:00-05:00",
        &["not in good standing"],
    );
}

fn check_and_tamper(sh: &Shell) {
    let uuid =
        fs::read_dir(sh.folder.join("union/public/elections")).unwrap().next().unwrap().unwrap().file_name();
    let archive = format!("union/public/elections/{}", uuid.to_str().unwrap());
    assert!(sh.ok(&format!("verify {archive}")).contains("valid"));
    let value: serde_json::Value = serde_json::from_str(&sh.ok(&format!("verify {archive} --json"))).unwrap();
    assert_eq!(
        (value["verdict"].as_str(), value["result"].to_string().as_str()),
        (Some("valid"), "[[1,1],[1,1]]")
    );
    assert!(sh.ok("audit union").contains("the history holds"));
    sh.ok("pack union handed-over");
    let value: serde_json::Value = serde_json::from_str(&sh.ok("audit handed-over --json")).unwrap();
    assert_eq!(value["verdict"].as_str(), Some("valid"));
    // One byte of a public tile, of a document, of the archive: each is found, and the rest still reported.
    let archived = fs::read(sh.folder.join(&archive)).unwrap();
    for name in ["tile/0/000", "tile/entries/000", "elections"] {
        let path = find(&sh.folder.join("handed-over"), name);
        let good = fs::read(&path).unwrap();
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 1;
        fs::write(&path, &bad).unwrap();
        let said = sh.run("audit handed-over --json");
        let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!((said.code, value["verdict"].as_str()), (1, Some("invalid")), "{name}");
        assert!(!value["findings"].as_array().unwrap().is_empty());
        fs::write(&path, &good).unwrap();
    }
    let mut cut = archived.clone();
    cut.truncate(archived.len() - 700);
    fs::write(sh.folder.join("cut.bel"), &cut).unwrap();
    let said = sh.run("verify cut.bel --json");
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, value["verdict"].as_str()), (1, Some("invalid")));
}

/// The first file of a pack whose path begins so.
fn find(folder: &Path, name: &str) -> PathBuf {
    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    files(folder, &mut found);
    found.sort();
    let begins = |path: &PathBuf| path.strip_prefix(folder).unwrap().to_str().unwrap().starts_with(name);
    found.into_iter().find(begins).unwrap()
}

#[test]
fn every_command_answers_bad_input_with_one_line_and_status_two() {
    let folder = tempfile::tempdir().unwrap();
    let sh = founded(folder.path());
    sh.write("empty", "");
    sh.write("bad.md", "# no front matter\n");
    sh.refused("audit nowhere", &["nowhere"]);
    sh.refused("verify nowhere.bel", &["nowhere.bel", "cannot read"]);
    sh.refused("verify empty", &["not an election archive"]);
    sh.refused("election status nowhere", &["rankfile init"]);
    sh.refused("election certify union officers-9 --sign secretary.key", &["officers-1"]);
    sh.refused("key show empty", &["line 1", "rankfile key new"]);
    sh.refused("key new --role secretary --out secretary.key", &["never overwritten"]);
    sh.refused("keyholder present union officers-1 --sign holder1.key --secret s.json", &["no key holder"]);
    sh.refused("election tick union --at yesterday", &["yesterday", "2026-11-22T09:00:00-05:00"]);
    sh.refused("init again --constitution nowhere.md --roll roll.csv", &["nowhere.md"]);
    sh.refused("init union --constitution ours.md --roll roll.csv --officer-key secretary.key", &["already"]);
    let said = sh.run("verify empty --json");
    let value: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, value["findings"][0]["code"].as_str()), (2, Some("unreadable")));
    // Problems with many lines keep them for the reader; the status stays.
    for line in
        ["init again --constitution bad.md --roll roll.csv", "init again --constitution ours.md --roll empty"]
    {
        let said = sh.run(line);
        assert_eq!(said.code, 2, "{line}");
        assert!(!sh.folder.join("again").join("record.db").exists(), "{line}");
    }
}

#[test]
fn what_is_private_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    founded(folder.path());
    for name in ["union/record.db", "union/log.key", "secretary.key"] {
        let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} has mode {mode:o}");
    }
}

#[test]
fn a_key_is_admitted_by_a_founding_key_alone_or_by_two_officers() {
    let folder = tempfile::tempdir().unwrap();
    let sh = founded(folder.path());
    let at = "--at 2026-09-02T09:00:00-04:00";
    sh.ok("key new --role election-committee --out second.key");
    sh.ok("key new --role secretary --out deputy.key");
    sh.ok("key new --role treasurer --out treasurer.key");
    assert!(
        sh.ok(&format!("key admit union --key second.key.pub --sign secretary.key {at}"))
            .contains("is in force")
    );
    assert!(
        sh.ok(&format!("key admit union --key deputy.key.pub --sign secretary.key {at}"))
            .contains("is in force")
    );
    // Neither of these two is a founding key: it takes both, of different roles.
    assert!(
        sh.ok(&format!("key admit union --key treasurer.key.pub --sign second.key {at}"))
            .contains("not in force")
    );
    assert!(
        sh.ok(&format!("key admit union --key treasurer.key.pub --sign second.key {at}"))
            .contains("not in force")
    );
    assert!(
        sh.ok(&format!("key admit union --key treasurer.key.pub --sign deputy.key {at}"))
            .contains("is in force")
    );
    sh.ok(&format!("key revoke union --key second.key.pub --sign second.key {at}"));
    sh.refused(&format!("election call union officers-1 --sign second.key {at}"), &["not in force"]);
}
