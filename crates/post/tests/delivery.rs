//! Letters from the outbox to a mail server on this machine and what happens when that server is down, sulks or hangs up.
//! The server is our own catcher; `outsiders.rs` asks others.

#![allow(clippy::unwrap_used, reason = "these are tests")]

mod letters;

use letters::{NOW, ana_eva_ida, clock, letter, mailer, outbox};
use rankfile_post::carrier::Carrier;
use rankfile_post::catcher::{Catcher, Misbehaviour};
use rankfile_post::fault::Fault;
use rankfile_post::letter::{Letter, Lifetime};
use rankfile_post::outbox::{Due, Outbox, Server};
use rankfile_post::trouble::Trouble;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);

fn start_carrier(path: &Path, address: SocketAddr) -> (Carrier, letters::Hand) {
    let (clock, hand) = clock();
    (Carrier::start(path, mailer(address), clock).unwrap(), hand)
}

/// How often each Message-ID was taken.
fn counted(catcher: &Catcher) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for caught in catcher.messages() {
        *counted.entry(format!("<{}>", caught.read().unwrap().message_id)).or_default() += 1;
    }
    counted
}

fn ids(letters: &[Letter]) -> BTreeMap<String, usize> {
    letters.iter().map(|letter| (letter.message_id.as_str().to_owned(), 1)).collect()
}

/// Sends letters directly; gives what was told of each, and of the server.
fn send(catcher: &Catcher, letters: &[Letter]) -> (Vec<Result<(), Trouble>>, Result<(), Trouble>) {
    let due: Vec<Due> = (1..)
        .zip(letters)
        .map(|(number, letter)| Due { number, attempts: 0, letter: letter.clone() })
        .collect();
    let mut told = vec![];
    let sent = mailer(catcher.address()).send(&due, &mut |_, outcome| {
        told.push(outcome);
        ControlFlow::Continue(())
    });
    (told, sent)
}

#[test]
fn letters_go_over_one_connection_each_to_its_own_recipient() {
    let catcher = Catcher::start_anywhere(10).unwrap();
    let letters = ana_eva_ida(7);
    assert_eq!(send(&catcher, &letters), (vec![Ok(()); 3], Ok(())));
    assert_eq!(catcher.connections(), 1);
    for (caught, letter) in catcher.messages().iter().zip(&letters) {
        assert_eq!(caught.from, "post@union.example.org");
        assert_eq!(caught.to, [letter.to.as_str()]);
        let found = caught.read().unwrap();
        assert_eq!(
            (found.subject.as_str(), found.text.trim_end()),
            (letter.subject.as_str(), letter.text().trim_end())
        );
    }
}

#[test]
fn what_the_server_says_of_one_letter_does_not_touch_the_others() {
    let catcher = Catcher::start_anywhere(10).unwrap();
    for (how, trouble) in [
        (Misbehaviour::PutOffRecipient, Trouble::PutOff(450)),
        (Misbehaviour::RefuseRecipient, Trouble::Refused(550)),
        (Misbehaviour::RefuseToRelay, Trouble::PutOff(554)),
        (Misbehaviour::RefuseMessage, Trouble::Refused(552)),
    ] {
        catcher.misbehave(how, 1);
        assert_eq!(send(&catcher, &ana_eva_ida(7)), (vec![Err(trouble), Ok(()), Ok(())], Ok(())), "{how:?}");
    }
    assert_eq!(catcher.taken(), 8);
}

#[test]
fn what_lies_with_the_server_is_told_apart_and_blames_no_letter() {
    let catcher = Catcher::start_anywhere(10).unwrap();
    for (how, trouble) in [
        (Misbehaviour::HangUpAtOnce, Trouble::BrokenOff),
        (Misbehaviour::TalkNonsense, Trouble::NotUnderstood),
        (Misbehaviour::BeTooBusy, Trouble::ServerRefused(421)),
        (Misbehaviour::KeepSilent, Trouble::TimedOut),
        (Misbehaviour::RefuseSender, Trouble::ServerRefused(550)),
    ] {
        catcher.misbehave(how, 1);
        assert_eq!(send(&catcher, &ana_eva_ida(7)), (vec![], Err(trouble)), "{how:?}");
    }
    for how in [Misbehaviour::HangUpAfterTaking, Misbehaviour::HangUpWithoutTaking] {
        catcher.misbehave(how, 1);
        assert_eq!(
            send(&catcher, &ana_eva_ida(7)),
            (vec![Err(Trouble::BrokenOff)], Err(Trouble::BrokenOff)),
            "{how:?}"
        );
    }
    let address = catcher.address();
    drop(catcher);
    let gone = mailer(address)
        .send(&[Due { number: 1, attempts: 0, letter: letter(7, "ana") }], &mut |_, _| {
            ControlFlow::Continue(())
        });
    assert_eq!(gone, Err(Trouble::Unreachable));
}

#[test]
fn while_the_mail_is_down_letters_wait_and_when_it_is_back_all_are_sent_once() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    let address = catcher.address();
    drop(catcher);
    let (carrier, hand) = start_carrier(&path, address);
    let acts: Vec<u64> = (0..20).collect();
    let letters: Vec<Letter> = acts.iter().flat_map(|act| ana_eva_ida(*act)).collect();
    outbox.follow(0, &acts, &mut |index, _| ana_eva_ida(index)).unwrap();
    assert!(carrier.settle(PATIENCE));
    // A day passes without a mail server.
    for _ in 0..96 {
        hand.fetch_add(900, Ordering::SeqCst);
        assert!(carrier.settle(PATIENCE));
    }
    let now = hand.load(Ordering::SeqCst);
    let health = outbox.health(now).unwrap();
    assert_eq!((health.waiting, health.sent, health.given_up), (60, 0, 0));
    assert_eq!(health.longest_wait_seconds, 86_400);
    let unusable = matches!(health.server, Server::Unusable { since: NOW, trouble: Trouble::Unreachable, failures, .. } if failures > 90);
    assert!(unusable, "{:?}", health.server);
    assert!(outbox.due(now + 900, 100).unwrap().iter().all(|due| due.attempts == 0));

    let catcher = Catcher::start(address, 100).unwrap();
    hand.fetch_add(900, Ordering::SeqCst);
    assert!(carrier.settle(PATIENCE));
    assert_eq!(counted(&catcher), ids(&letters));
    let health = outbox.health(now + 900).unwrap();
    assert_eq!((health.waiting, health.sent, health.server), (0, 60, Server::Working));
    assert_eq!(health.last_sent_at, Some(now + 900));
}

#[test]
fn a_server_that_hangs_up_after_taking_gets_the_letter_again_under_the_same_id() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    catcher.misbehave(Misbehaviour::HangUpAfterTaking, 1);
    outbox.put(&ana_eva_ida(7)).unwrap();
    let (carrier, hand) = start_carrier(&path, catcher.address());
    assert!(carrier.settle(PATIENCE));
    assert_eq!(outbox.health(NOW).unwrap().waiting, 3, "nothing is taken for sent");
    hand.fetch_add(3600, Ordering::SeqCst);
    assert!(carrier.settle(PATIENCE));
    assert_eq!(outbox.health(NOW).unwrap().sent, 3);
    let counted = counted(&catcher);
    assert_eq!(counted.keys().collect::<Vec<_>>(), ids(&ana_eva_ida(7)).keys().collect::<Vec<_>>());
    let mut often: Vec<usize> = counted.values().copied().collect();
    often.sort_unstable();
    assert_eq!(often, [1, 1, 2]);
    let twice: Vec<_> = catcher
        .messages()
        .into_iter()
        .filter(|caught| counted[&format!("<{}>", caught.read().unwrap().message_id)] == 2)
        .collect();
    assert_eq!(twice[0].data, twice[1].data, "the same bytes");
}

#[test]
fn one_letter_at_which_the_server_always_hangs_up_does_not_hold_up_the_others() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    outbox.put(&ana_eva_ida(7)).unwrap();
    catcher.misbehave(Misbehaviour::HangUpWithoutTaking, 1);
    let (carrier, hand) = start_carrier(&path, catcher.address());
    for attempts in 1..4 {
        assert!(carrier.settle(PATIENCE));
        // The others wait for the server, not for the letter.
        hand.fetch_add(60, Ordering::SeqCst);
        assert!(carrier.settle(PATIENCE));
        assert_eq!(outbox.health(NOW).unwrap().sent, 2);
        catcher.misbehave(Misbehaviour::HangUpWithoutTaking, 1);
        hand.fetch_add(3600, Ordering::SeqCst);
        let now = hand.load(Ordering::SeqCst);
        assert_eq!(
            outbox.due(now, 10).unwrap().iter().map(|due| due.attempts).collect::<Vec<_>>(),
            [attempts]
        );
    }
}

#[test]
fn a_refused_letter_is_shown_and_the_rest_is_sent() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    catcher.misbehave(Misbehaviour::RefuseRecipient, 1);
    outbox.put(&ana_eva_ida(7)).unwrap();
    let (carrier, hand) = start_carrier(&path, catcher.address());
    assert!(carrier.settle(PATIENCE));
    let health = outbox.health(NOW).unwrap();
    assert_eq!((health.sent, health.given_up, health.waiting, health.server), (2, 1, 0, Server::Working));
    assert_eq!(health.last_trouble, Some((Trouble::Refused(550), NOW)));
    let shown = outbox.given_up(10).unwrap();
    assert_eq!((shown[0].act, shown[0].to.as_ref().unwrap().as_str()), (Some(7), "ana@example.org"));
    assert!(outbox.retry(shown[0].number, hand.load(Ordering::SeqCst)).unwrap());
    assert!(carrier.settle(PATIENCE));
    assert_eq!(counted(&catcher), ids(&ana_eva_ida(7)));
}

#[test]
fn a_poke_sends_at_once_and_a_late_link_is_not_sent() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    let (carrier, hand) = start_carrier(&path, catcher.address());
    assert!(carrier.settle(PATIENCE));
    let link = |nonce| Letter {
        lifetime: Lifetime::UntilSentOr { useless_from: NOW + 900 },
        ..letters::asked(nonce)
    };
    outbox.put(&[link(1)]).unwrap();
    carrier.poke();
    assert!(catcher.wait_for(1, PATIENCE));
    assert!(carrier.settle(PATIENCE));
    hand.fetch_add(900, Ordering::SeqCst);
    outbox.put(&[link(2)]).unwrap();
    assert!(carrier.settle(PATIENCE));
    assert_eq!((catcher.taken(), outbox.health(NOW).unwrap().waiting), (1, 0));
}

#[test]
fn a_second_carrier_for_one_outbox_is_refused_until_the_first_ends() {
    let (_folder, path, _outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    let (first, _hand) = start_carrier(&path, catcher.address());
    let second = Carrier::start(&path, mailer(catcher.address()), clock().0);
    assert!(matches!(second, Err(Fault::Held { .. })));
    assert!(first.is_running());
    drop(first);
    assert!(Carrier::start(&path, mailer(catcher.address()), clock().0).is_ok());
}

#[test]
fn a_carrier_that_cannot_write_down_what_it_sent_ends_and_says_why() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    outbox.put(&ana_eva_ida(7)).unwrap();
    // Nothing more can be written from now on.
    let saboteur = rusqlite::Connection::open(&path).unwrap();
    saboteur
        .execute_batch("create trigger full before update on letter begin select raise(abort, 'no'); end")
        .unwrap();
    let (carrier, _hand) = start_carrier(&path, catcher.address());
    assert!(!carrier.settle(PATIENCE));
    assert!(!carrier.is_running());
    assert!(carrier.fault().unwrap().contains("marking a letter sent"));
    assert_eq!(catcher.taken(), 1, "it does not send again and again what it cannot mark");
}

#[test]
fn a_carrier_ended_by_a_bug_says_so_and_keeps_nobody_waiting() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(100).unwrap();
    outbox.put(&ana_eva_ida(7)).unwrap();
    let carrier = Carrier::start(&path, mailer(catcher.address()), Arc::new(|| panic!("no clock"))).unwrap();
    assert!(!carrier.settle(PATIENCE));
    assert!(carrier.fault().unwrap().contains("bug"));
    assert_eq!(outbox.health(NOW).unwrap().waiting, 3);
}

#[test]
fn a_carrier_that_ends_in_the_middle_leaves_the_rest_waiting() {
    let (_folder, path, mut outbox) = outbox();
    let catcher = Catcher::start_anywhere(1000).unwrap();
    let acts: Vec<u64> = (0..100).collect();
    let letters: Vec<Letter> = acts.iter().flat_map(|act| ana_eva_ida(*act)).collect();
    outbox.follow(0, &acts, &mut |index, _| ana_eva_ida(index)).unwrap();
    let (carrier, _hand) = start_carrier(&path, catcher.address());
    assert!(catcher.wait_for(30, PATIENCE));
    drop(carrier);
    let health = outbox.health(NOW).unwrap();
    assert_eq!((health.sent, health.sent + health.waiting), (catcher.taken(), 300));
    let (carrier, _hand) = start_carrier(&path, catcher.address());
    assert!(carrier.settle(PATIENCE));
    drop(carrier);
    assert_eq!(counted(&catcher), ids(&letters));
    drop(outbox);
    assert_eq!(Outbox::open(&path).unwrap().health(NOW).unwrap().sent, 300);
}
