//! What the outbox promises, on real files: nothing lost, nothing doubled, put off and given up by the table, erased when
//! told to. Crashes have a file of their own.

use super::*;
use crate::letter::Lifetime;
use crate::letter::tests::letter;
use crate::trouble::Trouble;
use proptest::prelude::*;
use tempfile::TempDir;

const DAY: i64 = 86_400;
const NOW: i64 = 1_793_000_000;

fn outbox() -> (TempDir, Outbox) {
    let folder = tempfile::tempdir().unwrap();
    let outbox = Outbox::open(&folder.path().join("post.db")).unwrap();
    (folder, outbox)
}

fn asked(nonce: u8, lifetime: Lifetime) -> Letter {
    let ids =
        crate::message_id::MessageIds::new(zeroize::Zeroizing::new([1; 32]), "log", "union.example.org")
            .unwrap();
    Letter { message_id: ids.of_request(&[nonce; 32]), act: None, lifetime, ..letter(0, "ana") }
}

fn numbers(due: &[Due]) -> Vec<i64> {
    due.iter().map(|due| due.number).collect()
}

/// Whether a text stands anywhere in the outbox's files.
fn stands_in_files(folder: &TempDir, text: &str) -> bool {
    std::fs::read_dir(folder.path()).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn what_was_put_is_there_after_opening_again_and_unchanged() {
    let (folder, mut outbox) = outbox();
    let event = crate::calendar::Event {
        uid: "a@union.example.org".into(),
        title: "Asamblea".into(),
        description: String::new(),
        place: None,
        when: crate::calendar::When::Time { starts_at: NOW, ends_at: None },
        sequence: 0,
        url: None,
        updated: NOW,
        cancelled: false,
    };
    let letters = [
        Letter { calendar: Some(crate::calendar::announcement(&event)), ..letter(3, "ana") },
        letter(3, "eva"),
        asked(1, Lifetime::UntilSentOr { useless_from: NOW + 900 }),
        asked(2, Lifetime::UntilSent),
    ];
    assert_eq!(outbox.put(&letters).unwrap(), 4);
    drop(outbox);
    let mut again = Outbox::open(&folder.path().join("post.db")).unwrap();
    let mut found: Vec<Letter> = again.due(NOW, 10).unwrap().into_iter().map(|due| due.letter).collect();
    found.sort_by(|a, b| a.message_id.cmp(&b.message_id));
    let mut expected = letters.to_vec();
    expected.sort_by(|a, b| a.message_id.cmp(&b.message_id));
    assert_eq!(found, expected);
}

#[test]
fn a_known_message_id_is_the_same_letter_also_after_it_was_sent_and_erased() {
    let (_folder, mut outbox) = outbox();
    assert_eq!(outbox.put(&[letter(1, "ana"), letter(1, "ana"), letter(1, "eva")]).unwrap(), 2);
    assert_eq!(outbox.put(&[letter(1, "ana")]).unwrap(), 0);
    for due in outbox.due(NOW, 10).unwrap() {
        outbox.mark_sent(due.number, NOW).unwrap();
    }
    outbox.erase_words(NOW + 1).unwrap();
    outbox.erase_recipients(NOW + 1).unwrap();
    assert_eq!(outbox.put(&[letter(1, "ana")]).unwrap(), 0);
    assert_eq!(outbox.due(NOW + DAY, 10).unwrap(), []);
}

#[test]
fn two_letters_with_one_id_are_a_bug_and_none_of_them_is_kept() {
    let (_folder, mut outbox) = outbox();
    let other = Letter { body: "Something else.".into(), ..letter(1, "ana") };
    let refused = outbox.put(&[letter(1, "ana"), other]);
    assert!(matches!(refused, Err(Fault::Malformed(Malformed::TwoWithOneId))), "{refused:?}");
    assert_eq!(outbox.health(NOW).unwrap().waiting, 0);
}

#[test]
fn following_goes_on_from_the_cursor_only() {
    let (_folder, mut outbox) = outbox();
    let mut make = |index: u64, name: &&str| vec![letter(index, name)];
    let first = outbox.follow(0, &["ana", "eva"], &mut make).unwrap();
    assert_eq!(first, Followed { cursor: 2, added: 2 });
    for (from, _why) in [(0, "again"), (3, "with a gap")] {
        let refused = outbox.follow(from, &["ana"], &mut make);
        assert!(
            matches!(refused, Err(Fault::OutOfStep { expected: 2, found }) if found == from),
            "{refused:?}"
        );
    }
    let refused = outbox.follow(2, &["ana"], &mut |_, name| vec![letter(9, name)]);
    assert!(matches!(refused, Err(Fault::Malformed(Malformed::OtherAct))), "{refused:?}");
    assert_eq!(outbox.cursor().unwrap(), 2);
    // The cursor was lost and set back: the letters are known.
    outbox.begin_at(0).unwrap();
    assert_eq!(outbox.follow(0, &["ana", "eva"], &mut make).unwrap(), Followed { cursor: 2, added: 0 });
}

#[test]
fn of_two_that_follow_at_once_one_is_told() {
    let (folder, mut outbox) = outbox();
    let path = folder.path().join("post.db");
    let raced = outbox.follow(0, &["ana"], &mut |index, name| {
        let mut other = Outbox::open(&path).unwrap();
        other.follow(0, &["ana", "eva"], &mut |index, name| vec![letter(index, name)]).unwrap();
        vec![letter(index, name)]
    });
    assert!(matches!(raced, Err(Fault::OutOfStep { expected: 2, found: 0 })), "{raced:?}");
    assert_eq!(outbox.health(NOW).unwrap().waiting, 2);
}

#[test]
fn letters_somebody_waits_for_come_first_then_the_oldest() {
    let (_folder, mut outbox) = outbox();
    outbox.put(&[letter(1, "ana"), letter(1, "eva"), asked(1, Lifetime::UntilSent)]).unwrap();
    assert_eq!(numbers(&outbox.due(NOW, 10).unwrap()), [3, 1, 2]);
    assert_eq!(numbers(&outbox.due(NOW, 2).unwrap()), [3, 1]);
    outbox.mark_failed(1, NOW, Trouble::PutOff(450)).unwrap();
    assert_eq!(numbers(&outbox.due(NOW, 10).unwrap()), [3, 2]);
    assert_eq!(numbers(&outbox.due(NOW + 120, 10).unwrap()), [3, 2, 1]);
}

#[test]
fn a_letter_put_off_is_tried_from_minutes_to_a_day_and_then_given_up_and_shown() {
    let (_folder, mut outbox) = outbox();
    outbox.put(&[letter(7, "ana")]).unwrap();
    let mut now = NOW;
    let mut attempts = 0;
    loop {
        let due = outbox.due(now, 10).unwrap();
        assert_eq!((due.len(), due[0].attempts), (1, attempts));
        attempts += 1;
        match outbox.mark_failed(1, now, Trouble::PutOff(451)).unwrap() {
            Fate::WaitsUntil(next) => {
                assert_eq!(outbox.due(next - 1, 10).unwrap(), []);
                assert_eq!(outbox.next_try_at().unwrap(), Some(next));
                now = next;
            }
            Fate::GivenUp => break,
        }
    }
    assert!((4 * DAY..5 * DAY).contains(&(now - NOW)), "{}", now - NOW);
    assert_eq!(outbox.due(now + 100 * DAY, 10).unwrap(), []);
    assert_eq!(outbox.next_try_at().unwrap(), None);
    let shown = outbox.given_up(10).unwrap();
    assert_eq!(
        (shown[0].act, shown[0].attempts, shown[0].trouble),
        (Some(7), attempts, Trouble::PutOff(451))
    );
    assert_eq!(shown[0].to, Some(letter(7, "ana").to));
    assert_eq!(outbox.health(now).unwrap().given_up, 1);
    assert!(outbox.retry(1, now).unwrap());
    assert_eq!(outbox.due(now, 10).unwrap()[0].attempts, 0);
    assert!(!outbox.retry(1, now).unwrap(), "it is waiting already");
}

#[test]
fn a_refused_letter_is_given_up_at_once_and_can_be_seen_to() {
    let (folder, mut outbox) = outbox();
    outbox.put(&[letter(7, "ana")]).unwrap();
    assert_eq!(outbox.mark_failed(1, NOW, Trouble::Refused(550)).unwrap(), Fate::GivenUp);
    assert!(outbox.given_up(10).unwrap()[0].can_be_retried);
    assert!(stands_in_files(&folder, "convoca"));
    assert!(outbox.dismiss(1).unwrap());
    assert!(!stands_in_files(&folder, "convoca"));
    assert_eq!((outbox.given_up(10).unwrap(), outbox.health(NOW).unwrap().given_up), (vec![], 0));
    assert!(!outbox.retry(1, NOW).unwrap(), "its words are gone");
    assert!(!outbox.dismiss(2).unwrap(), "there is no such letter");
}

#[test]
fn while_the_server_cannot_be_used_nothing_is_due_and_no_letter_loses_an_attempt() {
    let (_folder, mut outbox) = outbox();
    outbox.put(&[letter(1, "ana"), letter(1, "eva")]).unwrap();
    assert_eq!(outbox.health(NOW).unwrap().server, Server::Untried);
    let mut now = NOW;
    for failures in 1..200 {
        let next = outbox.mark_unusable(now, Trouble::Unreachable).unwrap();
        assert_eq!(next, now + crate::backoff::server_seconds(failures));
        assert_eq!(outbox.due(next - 1, 10).unwrap(), []);
        assert_eq!(outbox.next_try_at().unwrap(), Some(next));
        now = next;
    }
    let health = outbox.health(now).unwrap();
    let trouble = Trouble::Unreachable;
    assert_eq!(health.server, Server::Unusable { since: NOW, trouble, failures: 199, next_try_at: now });
    assert_eq!((health.waiting, health.waiting_since), (2, Some(letter(1, "ana").created_at)));
    assert_eq!(health.longest_wait_seconds, now - letter(1, "ana").created_at);
    let due = outbox.due(now, 10).unwrap();
    assert_eq!(
        (due.len(), due[0].attempts),
        (2, 0),
        "a day and more without a server, and nothing was given up"
    );
    outbox.mark_sent(1, now).unwrap();
    let health = outbox.health(now).unwrap();
    assert_eq!((health.server, health.sent, health.last_sent_at), (Server::Working, 1, Some(now)));
    assert_eq!(health.last_trouble.map(|(trouble, _)| trouble), Some(Trouble::Unreachable));
}

#[test]
fn a_link_that_would_come_too_late_is_not_sent_and_its_words_are_gone() {
    let (folder, mut outbox) = outbox();
    outbox.put(&[asked(1, Lifetime::UntilSentOr { useless_from: NOW + 900 }), letter(1, "ana")]).unwrap();
    assert_eq!(outbox.due(NOW + 899, 10).unwrap().len(), 2);
    let due = outbox.due(NOW + 900, 10).unwrap();
    assert_eq!(numbers(&due), [2]);
    outbox.mark_sent(2, NOW + 900).unwrap();
    outbox.erase_words(NOW + 901).unwrap();
    assert!(!stands_in_files(&folder, "convoca"));
    assert_eq!(outbox.health(NOW + 900).unwrap().given_up, 0, "nobody has to see to it");
}

#[test]
fn what_must_not_lie_about_is_gone_once_it_is_sent() {
    let (folder, mut outbox) = outbox();
    outbox.put(&[asked(1, Lifetime::UntilSent), letter(1, "eva")]).unwrap();
    assert!(stands_in_files(&folder, "Hola ana"));
    outbox.mark_sent(1, NOW).unwrap();
    assert_eq!(outbox.due(NOW, 10).unwrap().len(), 1);
    outbox.mark_failed(2, NOW, Trouble::PutOff(450)).unwrap();
    assert_eq!(outbox.due(NOW, 10).unwrap(), []);
    assert!(!stands_in_files(&folder, "Hola ana"));
    assert!(stands_in_files(&folder, "Hola eva"));
}

/// How long letters are, and whether each is sent: many short ones, so that pages are filled and emptied, and some long.
fn plan() -> impl Strategy<Value = Vec<(usize, bool)>> {
    let size = prop_oneof![4 => 0_usize..300, 1 => 0_usize..9000];
    prop::collection::vec((size, prop::bool::weighted(0.7)), 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn credentials_that_were_sent_leave_no_copy_behind(plan in plan()) {
        let (folder, mut outbox) = outbox();
        let letters: Vec<Letter> = (0..).zip(&plan).map(|(index, (size, _))| {
            let body = format!("secret{index:03}. {}", "x".repeat(*size));
            Letter { body, lifetime: Lifetime::UntilSent, ..letter(index, "ana") }
        }).collect();
        outbox.put(&letters).unwrap();
        let is_sent = |index: usize| plan[index].1;
        for due in outbox.due(NOW, 1000).unwrap() {
            if is_sent(due.letter.act.unwrap() as usize) {
                outbox.mark_sent(due.number, NOW).unwrap();
            } else {
                outbox.mark_failed(due.number, NOW, Trouble::PutOff(450)).unwrap();
            }
        }
        prop_assert_eq!(outbox.due(NOW, 1000).unwrap(), vec![]);
        for index in 0..letters.len() {
            prop_assert_eq!(stands_in_files(&folder, &format!("secret{index:03}.")), !is_sent(index));
        }
    }

    #[test]
    fn erased_letters_leave_no_copy_behind(plan in plan()) {
        let (folder, mut outbox) = outbox();
        let letters: Vec<Letter> = (0..).zip(&plan).map(|(index, (size, _))| {
            Letter { body: format!("secret{index:03}. {}", "x".repeat(*size)), ..letter(index, &format!("name{index:03}")) }
        }).collect();
        outbox.put(&letters).unwrap();
        let is_sent = |index: usize| plan[index].1;
        for due in outbox.due(NOW, 1000).unwrap() {
            if is_sent(due.letter.act.unwrap() as usize) {
                outbox.mark_sent(due.number, NOW).unwrap();
            }
        }
        prop_assert_eq!(outbox.erase_words(NOW).unwrap(), 0);
        outbox.erase_words(NOW + 1).unwrap();
        for index in 0..letters.len() {
            prop_assert_eq!(stands_in_files(&folder, &format!("secret{index:03}.")), !is_sent(index));
            prop_assert!(stands_in_files(&folder, &format!("name{index:03}@")), "the address stays");
        }
        outbox.erase_recipients(NOW + 1).unwrap();
        for index in 0..letters.len() {
            prop_assert_eq!(stands_in_files(&folder, &format!("name{index:03}@")), !is_sent(index));
        }
        let left: Vec<Letter> = outbox.due(NOW, 1000).unwrap().into_iter().map(|due| due.letter).collect();
        prop_assert_eq!(left.len(), (0..letters.len()).filter(|index| !is_sent(*index)).count());
        prop_assert!(left.iter().all(|letter| letters.contains(letter)));
    }
}

#[test]
fn a_file_of_somebody_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    Connection::open(&path).unwrap().execute_batch("create table theirs (a)").unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(Outbox::open(&path), Err(Fault::NotOurs { .. })));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    std::fs::write(&path, "no database, but long enough to be looked at as one".repeat(50)).unwrap();
    assert!(matches!(Outbox::open(&path), Err(Fault::NotOurs { .. })));
    let (folder, outbox) = outbox();
    outbox.connection.pragma_update(None, "user_version", 7).unwrap();
    let newer = Outbox::open(&folder.path().join("post.db"));
    assert!(matches!(newer, Err(Fault::TooNew { found: 7, known: 1, .. })));
}

#[test]
fn two_connections_that_make_the_file_at_once_make_one_outbox() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("post.db");
    std::thread::scope(|scope| {
        for name in ["ana", "eva", "ida", "ona"] {
            let path = &path;
            scope.spawn(move || Outbox::open(path).unwrap().put(&[letter(1, name)]).unwrap());
        }
    });
    assert_eq!(Outbox::open(&path).unwrap().health(NOW).unwrap().waiting, 4);
}
