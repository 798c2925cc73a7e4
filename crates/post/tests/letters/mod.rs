//! Letters, outboxes, mailers and clocks for the tests of delivery.
#![allow(clippy::unwrap_used, reason = "these are tests")]
#![allow(dead_code, reason = "each test file uses its part of it")]

use rankfile_post::address::Address;
use rankfile_post::carrier::Clock;
use rankfile_post::letter::{Letter, Lifetime};
use rankfile_post::line::Line;
use rankfile_post::message_id::MessageIds;
use rankfile_post::outbox::Outbox;
use rankfile_post::smtp::{Mailer, ServerUrl, Settings};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// When every test begins.
pub const NOW: i64 = 1_793_000_000;

/// Turns a clock.
pub type Hand = Arc<AtomicI64>;

/// A clock that stands at [`NOW`] until it is turned.
pub fn clock() -> (Clock, Hand) {
    let hand = Arc::new(AtomicI64::new(NOW));
    (at(&hand), hand)
}

/// The clock a hand turns.
pub fn at(hand: &Hand) -> Clock {
    let hand = Arc::clone(hand);
    Arc::new(move || hand.load(Ordering::SeqCst))
}

/// A new outbox.
pub fn outbox() -> (TempDir, PathBuf, Outbox) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("post.db");
    let outbox = Outbox::open(&path).unwrap();
    (folder, path, outbox)
}

fn ids() -> MessageIds {
    MessageIds::new(Zeroizing::new([7; 32]), "log", "union.example.org").unwrap()
}

/// A letter of an act to a name at `example.org`, with signs that mail has to encode and lines that begin with dots.
pub fn letter(act: u64, name: &str) -> Letter {
    let to = Address::parse(&format!("{name}@example.org")).unwrap();
    Letter {
        message_id: ids().of_act(act, "notice", &to),
        to,
        language: "es-MX".into(),
        subject: Line::from_text(&format!("Votación n.º {act}: ¿aprobar el convenio?")),
        body: format!(
            "Hola {name}:\n\n.un punto\n..dos puntos\n.\nEl acto {act} convoca una votación. {}\n",
            "ñ".repeat(300)
        ),
        check_phrase: Line::from_text("La misma frase está en la página y en cada carta: «río azul»."),
        calendar: None,
        act: Some(act),
        created_at: NOW,
        lifetime: Lifetime::Kept,
    }
}

/// A letter no act causes.
pub fn asked(nonce: u8) -> Letter {
    Letter {
        message_id: ids().of_request(&[nonce; 32]),
        act: None,
        lifetime: Lifetime::UntilSent,
        ..letter(0, "ana")
    }
}

/// Three letters of an act.
pub fn ana_eva_ida(act: u64) -> Vec<Letter> {
    ["ana", "eva", "ida"].into_iter().map(|name| letter(act, name)).collect()
}

/// Settings for a server.
pub fn settings(url: &str) -> Settings {
    Settings {
        server: ServerUrl::parse(url).unwrap(),
        sender: Address::parse("post@union.example.org").unwrap(),
        sender_name: Line::from_text("Unión de Almacenes, Local 7"),
        reply_to: None,
        list_id: "members.union.example.org".into(),
        patience: Duration::from_secs(2),
        also_trusted: None,
    }
}

/// A mailer for the server at an address.
pub fn mailer(address: SocketAddr) -> Mailer {
    Mailer::new(settings(&format!("smtp://{address}"))).unwrap()
}
