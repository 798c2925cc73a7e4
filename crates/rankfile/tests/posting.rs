//! What the record gives cause to write: notices go out by mail when the site is served, those the clock serves too, and
//! nothing goes out twice. A mail server of this test takes the letters.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile::house::House;
use rankfile::ops::election::nominate_member;
use rankfile_hall::election::command::ElectionId;
use rankfile_post::catcher::{Catcher, Reading};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Long enough for any machine; nobody waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(120);

fn run(folder: &Path, line: &str) -> String {
    let done = Command::new(env!("CARGO_BIN_EXE_rankfile"))
        .args(line.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{line}\n{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// A union whose election is called: ten members with an address, and one in arrears with an address too.
fn called(folder: &Path) {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/demo-local.md");
    std::fs::copy(example, folder.join("ours.md")).unwrap();
    let mut roll = String::from("Member No,Full name,E-mail,Status\n");
    for n in 1..=10 {
        roll.push_str(&format!("M-{n:03},Person {n},person{n}@example.org,active\n"));
    }
    roll.push_str("M-011,Person 11,person11@example.org,in arrears\n");
    std::fs::write(folder.join("roll.csv"), roll).unwrap();
    let mut keys = String::new();
    for role in ["secretary", "election-committee", "protest-board", "lot-committee"] {
        run(folder, &format!("key new --role {role} --out {role}.key"));
        keys.push_str(&format!(" --officer-key {role}.key"));
    }
    run(
        folder,
        &format!(
            "init union --constitution ours.md --roll roll.csv --origin local7.example/record{keys} --at 2026-09-01T09:00:00-04:00"
        ),
    );
    run(
        folder,
        "election call union officers-1 --sign election-committee.key --at 2026-09-04T09:00:00-04:00",
    );
}

/// A served union; it ends when this goes.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn serve(folder: &Path, catcher: &Catcher, at: &str) -> Served {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rankfile"))
        .args(["serve", "--data", "union", "--listen", "127.0.0.1:0", "--at", at])
        .args(["--mail", &catcher.url(), "--mail-from", "union@local7.example"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines().next().unwrap().unwrap();
    assert!(said.starts_with("The site is at"), "{said}");
    Served(child)
}

fn letters(catcher: &Catcher) -> Vec<Reading> {
    catcher.messages().iter().map(|message| message.read().unwrap()).collect()
}

fn all_in_good_standing() -> BTreeSet<String> {
    (1..=10).map(|n| format!("person{n}@example.org")).collect()
}

#[test]
fn a_notice_goes_to_every_member_in_good_standing_once() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    called(folder);
    let catcher = Catcher::start_anywhere(100).unwrap();
    // Mail is turned on; about what was before nobody is written to.
    drop(serve(folder, &catcher, "2026-09-04T10:00:00-04:00"));
    std::fs::write(folder.join("notice.txt"), "Nominations open on 19 September.\nBring a friend.").unwrap();
    run(
        folder,
        "election notice union officers-1 --kind nominations --text notice.txt --sent post=11 --sent email=10 --sign secretary.key --at 2026-09-05T09:00:00-04:00",
    );
    // It was signed while nobody served: the letters are made up for, and only once.
    let served = serve(folder, &catcher, "2026-09-05T10:00:00-04:00");
    assert!(catcher.wait_for(10, PATIENCE));
    drop(served);
    let came = letters(&catcher);
    let to: BTreeSet<String> = came.iter().flat_map(|letter| letter.to.clone()).collect();
    assert_eq!(to, all_in_good_standing());
    for letter in &came {
        assert!(letter.subject.contains("nominations will open"), "{}", letter.subject);
        assert!(letter.text.contains("Bring a friend."), "{}", letter.text);
        assert!(letter.text.contains("Hello Person ") && letter.text.contains("Hola, Person "));
        assert!(
            letter.text.trim_end().lines().last().unwrap().contains("it never asks for a voting credential")
        );
    }
    let ids: BTreeSet<&String> = came.iter().map(|letter| &letter.message_id).collect();
    assert_eq!(ids.len(), 10);
    // Nobody is nominated, so there is another election, and the clock serves its notice: what is sent twice is there by then.
    let _served = serve(folder, &catcher, "2026-12-12T10:00:00-05:00");
    assert!(catcher.wait_for(20, PATIENCE));
    // A process that was killed between a letter and its note may send that letter again: then it is known by its id.
    let all = letters(&catcher);
    let again = all.iter().filter(|letter| letter.text.contains("Bring a friend."));
    let again: BTreeSet<&String> = again.map(|letter| &letter.message_id).collect();
    assert_eq!(again, ids);
    let distinct: BTreeSet<&String> = all.iter().map(|letter| &letter.message_id).collect();
    assert!(distinct.len() <= 20, "{}", distinct.len());
}

#[test]
fn what_the_clock_serves_is_written_by_the_clock() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    called(folder);
    let catcher = Catcher::start_anywhere(100).unwrap();
    // The secretary did not serve the notice by 10 September.
    let _served = serve(folder, &catcher, "2026-09-10T10:00:00-04:00");
    assert!(catcher.wait_for(10, PATIENCE));
    let came = letters(&catcher);
    let to: BTreeSet<String> = came.iter().flat_map(|letter| letter.to.clone()).collect();
    assert_eq!(to, all_in_good_standing());
    assert!(came.iter().all(|letter| letter.text.contains("Nobody served this notice in time")));
    assert!(came.iter().all(|letter| letter.text.contains("Nadie envió este aviso a tiempo")));
}

#[test]
fn a_nominee_is_asked() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path();
    called(folder);
    let catcher = Catcher::start_anywhere(100).unwrap();
    std::fs::write(folder.join("notice.txt"), "Nominations open on 19 September.").unwrap();
    run(
        folder,
        "election notice union officers-1 --kind nominations --text notice.txt --sent post=11 --sent email=10 --sign secretary.key --at 2026-09-05T09:00:00-04:00",
    );
    drop(serve(folder, &catcher, "2026-09-19T10:00:00-04:00"));
    let mut house = House::open(&folder.join("union"), 1_789_912_800).unwrap();
    let id = ElectionId("officers-1".to_owned());
    nominate_member(&mut house, &id, "treasurer", "Person 3", Some("M-003")).unwrap();
    drop(house);
    let _served = serve(folder, &catcher, "2026-09-20T11:00:00-04:00");
    assert!(catcher.wait_for(1, PATIENCE));
    let came = letters(&catcher);
    assert_eq!(came[0].to, ["person3@example.org"]);
    assert!(came[0].subject.contains("you were nominated"), "{}", came[0].subject);
    assert!(came[0].text.contains("as Treasurer") && came[0].text.contains("/me\n"), "{}", came[0].text);
}

#[test]
fn a_password_on_the_command_line_is_refused_with_where_it_belongs() {
    let place = tempfile::tempdir().unwrap();
    let refused = |server: &str, more: &[&str], password: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rankfile"));
        command.args(["serve", "--data", "union", "--mail", server, "--mail-from", "union@local7.example"]);
        command.args(more).current_dir(place.path()).env_remove("RANKFILE_MAIL_PASSWORD");
        command.envs(password.map(|password| ("RANKFILE_MAIL_PASSWORD", password)));
        let done = command.output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        String::from_utf8(done.stderr).unwrap()
    };
    std::fs::write(place.path().join("mail.password"), "correct horse\n").unwrap();
    let file = ["--mail-password", "mail.password"];
    let said = refused("smtp://ana:correct%20horse@mail.example.org", &[], None);
    assert!(said.contains("RANKFILE_MAIL_PASSWORD") && said.contains("smtp://user@host"), "{said}");
    assert!(!said.contains("correct"), "{said}");
    assert!(refused("smtp://ana@mail.example.org", &[], None).contains("there is no password"));
    assert!(refused("smtp://mail.example.org", &file, None).contains("no user"));
    // With both it goes on, to find that there is no union here.
    for (more, password) in [(&file[..], None), (&[], Some("correct horse"))] {
        let said = refused("smtp://ana@mail.example.org", more, password);
        assert!(said.contains("no union's data directory") && !said.contains("correct"), "{said}");
    }
}
