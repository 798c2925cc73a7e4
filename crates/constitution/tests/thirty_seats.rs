//! A union of fifty rules and thirty seats, made to be hard: no coalition is left untried, and the hall could run it.

use jiff::civil::date;
use rankfile_constitution::guarantee::{Guarantee, guarantees};
use rankfile_constitution::process::People;
use rankfile_constitution::{Constitution, Diagnostic, Document, compile};

fn constitution() -> Constitution {
    let text = include_str!("data/thirty-seats.md");
    Document::parse(text, "thirty-seats.md")
        .unwrap_or_else(|found| panic!("{}", found.iter().map(Diagnostic::render).collect::<String>()))
}

#[test]
fn it_has_fifty_rules_and_thirty_seats_and_can_be_run() {
    let constitution = constitution();
    assert!(constitution.rules().count() >= 50, "{}", constitution.rules().count());
    assert_eq!(People::of(&constitution).persons.len(), 30);
    let found = compile(&constitution).err().unwrap_or_default();
    assert!(found.is_empty(), "{}", found.iter().map(Diagnostic::render).collect::<String>());
}

#[test]
fn every_coalition_is_tried() {
    let all = guarantees(&constitution(), date(2026, 11, 22));
    let cut_off: Vec<&Guarantee> = all.iter().filter(|guarantee| !guarantee.is_exact).collect();
    assert!(cut_off.is_empty(), "{cut_off:?}");
    // It is as hard as it says: some guarantee gets worse with more than ten people.
    assert!(all.iter().any(|guarantee| guarantee.bounds.len() > 10));
}
