//! One process at a time. Alone in its file: a lock would otherwise be shared, for an instant, with programs that other
//! tests of the same process start.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile::house::{House, write_secret};
use rankfile_record::key::SecretKey;
use std::process::{Command, Output};

#[test]
fn a_second_program_on_the_same_directory_is_told_who_holds_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |line: &str| -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rankfile"));
        command.args(line.split_whitespace()).current_dir(folder.path()).output().unwrap()
    };
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/demo-local.md");
    std::fs::copy(example, folder.path().join("ours.md")).unwrap();
    std::fs::write(folder.path().join("roll.csv"), "member_id,name\n1,Example Person\n").unwrap();
    let key = SecretKey::make("secretary", &[9; 32]);
    write_secret(&folder.path().join("secretary.key"), key.render().as_bytes()).unwrap();
    let init = "init union --constitution ours.md --roll roll.csv --officer-key secretary.key --at 2026-09-01T09:00:00-04:00";
    assert!(run(init).status.success());
    let status = "election status union --at 2026-09-01T10:00:00-04:00";
    let house = House::open(&folder.path().join("union"), 1_788_267_600).unwrap();
    let said = run(status);
    assert_eq!(said.status.code(), Some(2));
    let said = String::from_utf8(said.stderr).unwrap();
    assert!(said.contains(&std::process::id().to_string()), "{said}");
    drop(house);
    assert!(run(status).status.success());
}
