//! Crashes at every point of following the record. A crash is what a killed process leaves: the files as they are at that
//! moment, copied away between two steps of the database, or with the write-ahead log cut off in the middle of a write.
//! A disk that forgets what it confirmed is not rehearsed here.

use super::*;
use crate::letter::tests::letter;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// The acts of a record: for each, to whom it causes letters.
type Acts = Vec<Vec<&'static str>>;

fn acts() -> impl Strategy<Value = Acts> {
    let name = prop::sample::select(vec!["ana", "eva", "ida", "ona", "uma"]);
    prop::collection::vec(
        prop::collection::btree_set(name, 0..4).prop_map(|names| names.into_iter().collect()),
        1..7,
    )
}

fn make(index: u64, names: &Vec<&'static str>) -> Vec<Letter> {
    names.iter().map(|name| letter(index, name)).collect()
}

/// Follows the acts in two steps; before the second, whatever `before` does.
fn follow_in_two(path: &Path, acts: &Acts, before: impl FnOnce(&mut Outbox)) -> Result<(), Fault> {
    let mut outbox = Outbox::open(path)?;
    let half = acts.len() / 2;
    outbox.follow(0, &acts[..half], &mut make)?;
    before(&mut outbox);
    outbox.follow(half as u64, &acts[half..], &mut make).map(drop)
}

/// What must hold after a crash, and after following to the end from there.
fn check_after(path: &Path, acts: &Acts) -> Result<(), TestCaseError> {
    let mut outbox = Outbox::open(path).unwrap();
    let cursor = outbox.cursor().unwrap() as usize;
    prop_assert!(cursor == acts.len() / 2 || cursor == acts.len(), "the cursor stands at {}", cursor);
    let waiting = |outbox: &mut Outbox| -> Vec<MessageId> {
        outbox.due(0, 1000).unwrap().into_iter().map(|due| due.letter.message_id).collect()
    };
    let due = |acts: &[Vec<&'static str>]| -> BTreeSet<MessageId> {
        (0..)
            .zip(acts)
            .flat_map(|(index, names)| make(index, names))
            .map(|letter| letter.message_id)
            .collect()
    };
    let found = waiting(&mut outbox);
    prop_assert_eq!(
        found.iter().cloned().collect::<BTreeSet<_>>(),
        due(&acts[..cursor]),
        "letters and cursor agree"
    );
    prop_assert_eq!(found.len(), due(&acts[..cursor]).len(), "none is doubled");
    outbox.follow(cursor as u64, &acts[cursor..], &mut make).unwrap();
    let found = waiting(&mut outbox);
    prop_assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), due(acts), "none is lost");
    prop_assert_eq!(found.len(), due(acts).len(), "none is doubled");
    Ok(())
}

/// The files of an outbox as a killed process would leave them: the data and its write-ahead log. The `-shm` file is
/// rebuilt from the log when it is opened.
#[derive(PartialEq, Eq)]
struct Files(Vec<u8>, Vec<u8>);

impl Files {
    fn read(path: &Path) -> Files {
        Files(std::fs::read(path).unwrap(), std::fs::read(log_of(path)).unwrap_or_default())
    }

    fn write(&self, path: &Path) {
        std::fs::write(path, &self.0).unwrap();
        std::fs::write(log_of(path), &self.1).unwrap();
    }
}

fn log_of(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_kill_between_any_two_steps_loses_and_doubles_nothing(acts in acts(), stride in 1_i32..10) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("post.db");
        let crashes = Arc::new(Mutex::new(vec![]));
        let (from, kept) = (path.clone(), Arc::clone(&crashes));
        follow_in_two(&path, &acts, |outbox| {
            let hook = move || {
                let mut kept = kept.lock().unwrap();
                let files = Files::read(&from);
                if kept.last() != Some(&files) {
                    kept.push(files);
                }
                false
            };
            outbox.connection.progress_handler(stride, Some(hook)).unwrap();
        }).unwrap();
        let crashes = crashes.lock().unwrap();
        prop_assert!(!crashes.is_empty());
        for (number, files) in crashes.iter().enumerate() {
            let crashed = folder.path().join(format!("crash{number}.db"));
            files.write(&crashed);
            check_after(&crashed, &acts)?;
        }
    }

    #[test]
    fn a_step_that_fails_keeps_nothing_and_can_be_repeated(acts in acts(), stride in 1_i32..200) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("post.db");
        // Every step interrupts; the stride says how far the call gets.
        let failed = follow_in_two(&path, &acts, |outbox| {
            outbox.connection.progress_handler(stride, Some(|| true)).unwrap();
        });
        if failed.is_ok() {
            prop_assert_eq!(Outbox::open(&path).unwrap().cursor().unwrap(), acts.len() as u64);
        }
        check_after(&path, &acts)?;
    }

    #[test]
    fn a_kill_in_the_middle_of_a_write_loses_and_doubles_nothing(acts in acts(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 8)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("post.db");
        // The connection stays open: closing it would empty the log.
        let mut outbox = Outbox::open(&path).unwrap();
        let half = acts.len() / 2;
        outbox.follow(0, &acts[..half], &mut make).unwrap();
        let before = Files::read(&path);
        outbox.follow(half as u64, &acts[half..], &mut make).unwrap();
        let after = Files::read(&path);
        prop_assert!(before.1.len() < after.1.len() && before.0 == after.0, "the second step is in the log only");
        for (number, cut) in cuts.iter().enumerate() {
            let crashed = folder.path().join(format!("crash{number}.db"));
            let length = before.1.len() + cut.index(after.1.len() - before.1.len());
            Files(after.0.clone(), after.1[..length].to_vec()).write(&crashed);
            prop_assert_eq!(Outbox::open(&crashed).unwrap().cursor().unwrap(), half as u64, "a torn write counts for nothing");
            check_after(&crashed, &acts)?;
        }
    }
}

#[test]
fn a_panic_while_a_letter_is_worded_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut outbox = Outbox::open(&folder.path().join("post.db")).unwrap();
    let acts: Acts = vec![vec!["ana"], vec!["eva"]];
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        outbox.follow(0, &acts, &mut |index, names| {
            if index == 0 { make(index, names) } else { panic!("no words") }
        })
    }));
    assert!(caught.is_err());
    assert_eq!((outbox.cursor().unwrap(), outbox.health(0).unwrap().waiting), (0, 0));
    assert_eq!(outbox.follow(0, &acts, &mut make).unwrap(), Followed { cursor: 2, added: 2 });
}
