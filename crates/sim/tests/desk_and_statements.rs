//! What version 3 of the hall's rules brought: the record keeps which desk browsers got, and what candidates say to the
//! voters. Neither can be claimed under older rules, forged by somebody else, or changed afterwards.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_hall::Rule;
use rankfile_hall::audit::Audit;
use rankfile_hall::command::Command;
use rankfile_hall::election::ballot_paper::{STATEMENT_CHARACTERS, Statement, statement};
use rankfile_hall::election::command::{Candidacy, Command as El, ElectionId};
use rankfile_hall::rules::RULES;
use rankfile_hall::union::command::Command as Union;
use rankfile_record::act::{Act, Register};
use rankfile_record::commit::digest_text;
use rankfile_sim::play::{Deed, Play};
use std::collections::BTreeMap;

const FIRST: &str = "d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1";
const SECOND: &str = "d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2";
const THIRD: &str = "d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3";

fn id() -> ElectionId {
    ElectionId("officers-1".to_owned())
}

fn serve(play: &mut Play, desk: &str) -> bool {
    let now = play.now;
    play.writer().serve_desk(desk, now).unwrap()
}

#[test]
fn the_audit_says_which_desks_an_election_was_served_with() {
    let mut play = Play::founded(70, 6);
    assert!(serve(&mut play, THIRD), "long before the call");
    assert!(serve(&mut play, FIRST));
    assert!(!serve(&mut play, FIRST), "only what changes is recorded");
    play.run_until(&id(), "open");
    play.vote(&id(), 0, Some(0)).unwrap();
    assert!(serve(&mut play, SECOND), "while voting is open");
    play.run_until(&id(), "result");
    assert!(serve(&mut play, THIRD), "when everything is counted");
    let report = play.audit();
    assert_eq!(report.findings, []);
    assert_eq!(report.elections[0].desks, [FIRST, SECOND]);
    assert_eq!(report.registers["heartbeat"], 4);
    play.reopen();
    assert!(!serve(&mut play, THIRD), "a start with the same desk adds nothing");
}

#[test]
fn an_election_nobody_used_the_site_for_has_no_desk() {
    let mut play = Play::founded(71, 6);
    play.run_until(&id(), "open");
    let mut report = play.audit();
    assert_eq!(report.elections.remove(0).desks, [""; 0]);
}

#[test]
fn nobody_but_the_host_says_which_desk_is_served_and_only_as_the_writer_would() {
    let mut play = Play::founded(72, 6);
    let claim =
        |who: &str, desk: &str| Deed::of(who, Command::Union(Union::ServeDesk { desk: desk.to_owned() }));
    for (who, desk, rule) in [
        ("secretary", FIRST, Rule::NotTheBearer),
        ("clock", FIRST, Rule::NotTheBearer),
        // The host's nonce is not the one the writer would draw.
        ("host", FIRST, Rule::CommandMalformed),
    ] {
        let before = play.leaves();
        assert_eq!(play.ask(claim(who, desk)).unwrap_err().rule, rule, "{who}");
        assert_eq!(play.leaves(), before);
    }
    let now = play.now;
    assert!(play.writer().serve_desk("no digest", now).is_err(), "the site is at fault, not the union");
}

#[test]
fn a_desk_or_a_statement_under_older_rules_is_found() {
    let mut play = Play::founded(73, 6);
    serve(&mut play, FIRST);
    play.run_until(&id(), "nomination-notice");
    let opens = play.election(&id()).step("nominate").unwrap().opens_at;
    play.jump(opens);
    let (candidacy, nominate) = play.nominate(&id(), "president", "Ada Example");
    play.ask(nominate).unwrap();
    play.ask(accept(&candidacy, Some(statement(&[7; 32], "I answer every letter.")))).unwrap();
    let documents: Vec<Vec<u8>> =
        play.hall().state.documents.iter().map(|(_, bytes)| bytes.to_vec()).collect();
    let archives = BTreeMap::new();
    let mut audit = Audit::begin(&documents, &archives);
    let mut seen = 0;
    for mut act in play.acts() {
        let before = audit.clone();
        assert_eq!(audit.read(&act.render().unwrap()), []);
        let name = act.inner.command["do"].as_str().unwrap().to_owned();
        assert_eq!(act.outer.rules, RULES);
        act.outer.rules = 2;
        let found: Vec<_> =
            before.clone().read(&act.render().unwrap()).iter().map(|finding| finding.code).collect();
        let is_new = name == "serve-desk" || name == "accept-nomination";
        assert_eq!(found.contains(&"rules-version"), is_new, "{name}: {found:?}");
        seen += u32::from(is_new);
    }
    assert_eq!(seen, 2);
}

fn accept(candidacy: &Candidacy, statement: Option<String>) -> Deed {
    Deed::of("host", El::AcceptNomination { election: id(), candidacy: candidacy.clone(), statement })
}

/// A play in which one candidate for president said something, up to where the ballot is to be set.
fn with_statement(seed: u64, text: &str) -> (Play, Candidacy) {
    let mut play = Play::founded(seed, 6);
    play.run_until(&id(), "nomination-notice");
    let opens = play.election(&id()).step("nominate").unwrap().opens_at;
    play.jump(opens);
    let (candidacy, nominate) = play.nominate(&id(), "president", "Ada Example");
    play.ask(nominate).unwrap();
    play.ask(accept(&candidacy, Some(statement(&[7; 32], text)))).unwrap();
    play.run_until(&id(), "keys");
    (play, candidacy)
}

/// The ballot with another slate; everything else is right.
fn ballot_with(play: &mut Play, candidacy: &Candidacy, said: Option<Statement>) -> Deed {
    let mut slate = play.slate(&id()).unwrap();
    let candidates = slate.contests.iter_mut().flat_map(|contest| &mut contest.candidates);
    candidates.filter(|one| &one.candidacy == candidacy).for_each(|one| one.statement = said.clone());
    let mut deed = play.ballot(&id()).unwrap();
    let text = serde_json::to_vec(&slate).unwrap();
    if let Command::Election(El::SetBallot { slate, .. }) = &mut deed.command {
        *slate = digest_text(&text);
    }
    deed.documents[0] = text;
    deed
}

#[test]
fn a_statement_on_the_slate_is_the_candidates_own_or_the_ballot_is_refused() {
    let (mut play, candidacy) = with_statement(74, "I answer every letter.");
    let said =
        |salt: u8, text: &str| Some(Statement { salt: hex::encode([salt; 32]), text: text.to_owned() });
    for forged in [said(7, "I answer no letter."), said(8, "I answer every letter.")] {
        let deed = ballot_with(&mut play, &candidacy, forged);
        let refusal = play.ask(deed).unwrap_err();
        assert_eq!(refusal.rule, Rule::SlateWrong, "{refusal}");
    }
    let deed = ballot_with(&mut play, &candidacy, said(7, "I answer every letter."));
    play.ask(deed).unwrap();
    assert_eq!(play.audit().findings, []);
    // Somebody who said nothing has nothing put into their mouth.
    let (mut play, _) = with_statement(75, "I answer every letter.");
    let slate = play.slate(&id()).unwrap();
    let silent = slate.contests.iter().flat_map(|contest| &contest.candidates);
    let silent = silent
        .map(|one| &one.candidacy)
        .find(|one| play.election(&id()).candidacies[one].statement.is_none());
    let silent = silent.expect("others stand too").clone();
    let deed = ballot_with(&mut play, &silent, said(7, "I answer every letter."));
    assert_eq!(play.ask(deed).unwrap_err().rule, Rule::SlateWrong);
}

#[test]
fn a_statement_that_is_too_long_or_was_erased_keeps_nobody_from_voting() {
    let long = "é".repeat(STATEMENT_CHARACTERS + 1);
    let (mut play, candidacy) = with_statement(76, &long);
    let said = Some(Statement { salt: hex::encode([7; 32]), text: long });
    let deed = ballot_with(&mut play, &candidacy, said);
    assert_eq!(play.ask(deed).unwrap_err().rule, Rule::SlateWrong);
    let deed = ballot_with(&mut play, &candidacy, None);
    play.ask(deed).unwrap();
}

#[test]
fn what_names_a_statement_is_a_commitment_and_no_text() {
    let mut play = Play::founded(77, 6);
    play.run_until(&id(), "nomination-notice");
    let opens = play.election(&id()).step("nominate").unwrap().opens_at;
    play.jump(opens);
    let (candidacy, nominate) = play.nominate(&id(), "president", "Ada Example");
    play.ask(nominate).unwrap();
    let refusal = play.ask(accept(&candidacy, Some("Vote for Ada".to_owned()))).unwrap_err();
    assert_eq!(refusal.rule, Rule::CommandMalformed);
    play.ask(accept(&candidacy, None)).unwrap();
    let act: Act = play.acts().pop().unwrap();
    assert_eq!(act.outer.register, Register::Election);
    assert!(act.inner.command.get("statement").is_none(), "nothing said, nothing written");
}
