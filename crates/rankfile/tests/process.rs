//! `rankfile process` by hand: a complaint and a changed constitution, each step its own command, with the answers, the exit
//! status and the JSON looked at.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const MODEL: &str = include_str!("../../../examples/model-local.md");
const WORDS: &str = "The president shouted at the night shift.";

struct Shell {
    folder: PathBuf,
}

impl Shell {
    /// Status, standard output, standard error.
    fn run(&self, line: &str) -> (i32, String, String) {
        let done = Command::new(env!("CARGO_BIN_EXE_rankfile"))
            .args(line.split_whitespace())
            .current_dir(&self.folder)
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    }

    fn ok(&self, line: &str) -> String {
        let (code, out, err) = self.run(line);
        assert_eq!(code, 0, "{line}\n{out}{err}");
        out
    }

    /// Status 2, and one line that says these things.
    fn refused(&self, line: &str, wanted: &[&str]) {
        let (code, out, err) = self.run(line);
        assert_eq!((code, err.trim_end().lines().count()), (2, 1), "{line}\n{out}{err}");
        for word in wanted {
            assert!(err.contains(word), "{line}: {word:?} is missing in {err}");
        }
    }

    fn json(&self, line: &str) -> Value {
        serde_json::from_str(&self.ok(line)).unwrap()
    }
}

const FOUNDED: &str = "2026-09-01T09:00:00-04:00";

fn founded(folder: &Path) -> Shell {
    let sh = Shell { folder: folder.to_owned() };
    fs::write(folder.join("model.md"), MODEL).unwrap();
    fs::write(folder.join("complaint.txt"), WORDS).unwrap();
    let mut keys = String::new();
    for (role, name) in [
        ("secretary", "secretary"),
        ("president", "president"),
        ("complaint-panel", "panel-1"),
        ("complaint-panel", "panel-2"),
        ("complaint-panel", "panel-3"),
    ] {
        sh.ok(&format!("key new --role {role} --out {name}.key"));
        keys += &format!(" --officer-key {name}.key");
    }
    sh.ok(&format!("init data --constitution model.md{keys} --at {FOUNDED}"));
    sh
}

#[test]
fn a_complaint_is_begun_passes_on_and_is_decided() {
    let folder = tempfile::tempdir().unwrap();
    let sh = founded(folder.path());
    let at = |day: &str| format!("--at 2026-09-{day}T10:00:00-04:00");
    let list = sh.ok(&format!("process list data {}", at("01")));
    assert!(list.contains("complaint/any/president  (article complaints)"), "{list}");
    let status = sh.ok(&format!("election status data {}", at("01")));
    assert!(status.contains("more of other matters: `rankfile process list` has them"), "{status}");

    sh.refused(
        &format!("process begin data nonsense {}", at("01")),
        &["nothing called `nonsense`", "petition/vote-of-all"],
    );
    sh.refused(&format!("process begin data amendment/constitution {}", at("01")), &["--document FILE.md"]);
    sh.refused(
        &format!("process show data complaint/any/president#1 {}", at("01")),
        &["rankfile process list"],
    );
    let begin = "process begin data complaint/any/president --text complaint.txt --against president.key.pub";
    let begun = sh.ok(&format!("{begin} {}", at("01")));
    assert!(
        begun.contains("complaint/any/president#1")
            && begun.contains("acknowledge the complaint: the secretary"),
        "{begun}"
    );

    // Secretary and auditors let the time pass; then three of the panel decide.
    let show = sh.ok(&format!("process show data complaint/any/president#1 {}", at("06")));
    assert!(
        show.contains("the secretary let the time pass") && show.contains("it is the turn of the auditors"),
        "{show}"
    );
    let speak = |key: &str, day: &str| {
        format!("process speak data complaint/any/president#1 --say yes --sign {key}.key {}", at(day))
    };
    sh.refused(&speak("president", "10"), &["decide the complaint", "complaint panel"]);
    for key in ["panel-1", "panel-2"] {
        assert!(sh.ok(&speak(key, "10")).contains("decide the complaint: the complaint panel"));
    }
    sh.refused(&speak("panel-1", "10"), &["has spoken"]);
    assert!(sh.ok(&speak("panel-3", "10")).contains("tell the parties the outcome: the secretary"));
    let told = sh.json(&format!("process show data complaint/any/president#1 --json {}", at("20")));
    assert_eq!(
        (&told["decision"], &told["kind"]),
        (&Value::from("for"), &Value::from("complaint")),
        "{told}"
    );
    assert_eq!(told["stages"][0]["how"], "by-clock", "{told}");
    assert_eq!(told["stages"][1]["heard"].as_array().unwrap().len(), 3, "{told}");
    let (_, out, _) = sh.run("audit data --json");
    assert!(out.contains("\"verdict\":\"valid\""), "{out}");
}

#[test]
fn a_changed_constitution_is_proposed_and_in_force_when_the_members_said_yes() {
    let folder = tempfile::tempdir().unwrap();
    let sh = founded(folder.path());
    fs::write(folder.path().join("new.md"), MODEL.replace("name: Our Local", "name: Our New Local")).unwrap();
    let begin = "process begin data amendment/constitution --document new.md --sign secretary.key";
    let begun = sh.ok(&format!("{begin} --at 2026-09-02T10:00:00-04:00"));
    assert!(begun.contains("amendment/constitution#1"), "{begun}");
    let speak = "process speak data amendment/constitution#1 --say yes --at 2026-10-05T10:00:00-04:00";
    sh.refused(&format!("{speak} --sign secretary.key"), &["the membership"]);
    sh.ok(speak);
    let list = sh.json("process list data --json --at 2026-11-10T10:00:00-04:00");
    let amended =
        list["processes"].as_array().unwrap().iter().find(|one| one["kind"] == "amendment").unwrap();
    assert_eq!(amended["decision"], "for", "{amended}");
    assert!(sh.ok("election status data --at 2026-11-10T10:00:00-04:00").starts_with("Our New Local"));
    let (code, out, _) = sh.run("process list nowhere --json");
    let failed: Value = serde_json::from_str(&out).unwrap();
    assert!(code == 2 && failed["error"].as_str().unwrap().contains("rankfile init"), "{failed}");
}
