//! Mistakes that were made once, each met again: a number, a sentence, and what must be true since.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_belenios::{Setup as BeleniosSetup, Template, TrusteeKey};
use rankfile_hall::Rule;
use rankfile_hall::audit::Audit;
use rankfile_hall::clock;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId, Notice, Setup};
use rankfile_hall::election::effect::How;
use rankfile_hall::own;
use rankfile_hall::rules::RULES;
use rankfile_record::act::Actor;
use rankfile_record::commit::digest_text;
use rankfile_sim::finished::{acts, before_every_act, kind, record};
use rankfile_sim::play::{Deed, Play};
use std::collections::BTreeMap;

const DAY: i64 = 86_400;

fn first() -> ElectionId {
    ElectionId("officers-1".to_owned())
}

#[test]
fn r1_nobody_can_use_up_the_clocks_nonce_and_stop_time() {
    let mut play = Play::founded(1, 6);
    let due = play.election(&first()).step("call").unwrap().due_at;
    // What the clock's own nonces will be four places on, as anybody can work out.
    let hall = play.hall().clone();
    let command = Command::Election(ElectionCommand::Certify { election: first() });
    let mut chain = hall.chain.clone();
    let mut act = play.acts().pop().unwrap();
    let mut foreseen = Vec::new();
    for place in 0..8 {
        foreseen.push(own::inner(&hall.state, &chain, Actor::Clock, &command).nonce);
        act.inner.nonce = format!("{place:032}");
        chain.push(&act);
    }
    // Somebody with a key signs something lawful under each.
    for nonce in &foreseen[4..] {
        let load = play.load(6, 6);
        let mut request = play.request(load);
        request.inner.nonce.clone_from(nonce);
        request.signature = Some(play.sign(&request.inner, "secretary"));
        play.put(request).unwrap();
    }
    assert!(play.jump(due + 40 * DAY) > 0, "time went on");
    play.check_history();
}

#[test]
fn r2_a_nominee_who_answers_late_takes_no_time_from_those_who_decide() {
    let mut play = Play::founded(2, 6);
    play.run_until(&first(), "nomination-notice");
    let nominate = play.election(&first()).step("nominate").unwrap().clone();
    play.jump(nominate.opens_at);
    let (candidacy, deed) = play.nominate(&first(), "president", "Ada Example");
    play.ask(deed).unwrap();
    play.jump(nominate.due_at + 6 * DAY + 3600);
    let answer = play.answer(&first(), &candidacy, true);
    play.ask(answer).unwrap();
    let (at, how) = play.election(&first()).step("accept").unwrap().done.unwrap();
    assert_eq!((at, how), (play.now, How::Acted), "the step ends with the last answer, not when it began");
    let eligibility = play.election(&first()).step("eligibility").unwrap();
    assert!(
        eligibility.done.is_none() && eligibility.due_at >= play.now + 5 * DAY,
        "the committee has its five days"
    );
    play.check_history();
}

#[test]
fn r3_a_key_holder_who_is_replaced_after_the_keys_were_made_does_not_end_the_election() {
    let mut play = Play::founded(3, 6);
    play.run_until(&first(), "keys");
    let appoint = play.appoint(&first(), &["key-holder-1", "key-holder-2", "lot-committee"]);
    play.ask(appoint).unwrap();
    assert!(!play.election(&first()).is_done("keys"), "the keys are open again: one is missing");
    assert!(play.ballot(&first()).is_none());
    // The third holder's key is in the register already, for another role; it holds this key as well.
    let mut present = play.present(&first(), 3).by("lot-committee");
    let mut request = play.request(present.clone());
    let Actor::Key { role, .. } = &mut request.inner.actor else { panic!("a key") };
    *role = "key-holder:3".to_owned();
    request.signature = Some(play.sign(&request.inner, "lot-committee"));
    play.put(request).unwrap();
    assert!(play.election(&first()).is_done("keys"));
    present = play.ballot(&first()).unwrap();
    play.ask(present).unwrap();
    play.check_history();
}

#[test]
fn r4_two_elections_never_share_an_archive_and_no_archive_has_a_name_that_is_a_path() {
    let mut play = Play::founded(4, 6);
    play.run_until(&first(), "keys");
    for (name, what) in
        [("../../checkpoint", "a path"), ("short", "too short"), ("has spaces in it", "spaces")]
    {
        let deed = play.ballot(&first()).unwrap();
        let deed = renamed(&play, &deed, name);
        let refusal = play.ask(deed).unwrap_err();
        assert_eq!(refusal.rule, Rule::BallotPaperWrong, "{what}: {refusal}");
    }
    play.run_until(&first(), "install");
    let used = play.election(&first()).ballot.as_ref().unwrap().uuid.clone();
    let second = ElectionId("officers-2".to_owned());
    play.run_until(&second, "keys");
    let deed = play.ballot(&second).unwrap();
    let deed = renamed(&play, &deed, &used);
    let refusal = play.ask(deed).unwrap_err();
    assert_eq!(refusal.rule, Rule::BallotPaperWrong);
    assert!(refusal.reason.contains(&used), "{refusal}");
    play.run_until(&second, "install");
    play.check_history();
}

/// The same ballot under another Belenios id, its documents made by a committee with other ideas.
fn renamed(play: &Play, deed: &Deed, name: &str) -> Deed {
    let Command::Election(ElectionCommand::SetBallot { election, slate, .. }) = &deed.command else {
        panic!("a ballot")
    };
    let text = |place: usize| String::from_utf8(deed.documents[place].clone()).unwrap();
    let setup = BeleniosSetup { election: text(1), trustees: text(2), credentials: text(3) };
    let template: Template = setup.check().unwrap().template().clone();
    let holders = &play.election(election).holders;
    let keys: Vec<TrusteeKey> = holders
        .iter()
        .map(|holder| serde_json::from_str(holder.trustee.as_deref().unwrap()).unwrap())
        .collect();
    let credentials: Vec<(String, u64)> = setup.check().unwrap().credentials().to_vec();
    // Making it asks for a lawful name; the document is written over by hand.
    let lawful = "LawfuNames2345".to_owned();
    let made =
        BeleniosSetup::make(&Template { uuid: lawful.clone(), ..template }, &keys, &credentials).unwrap();
    let documents = [text(0), made.election.replace(&lawful, name), made.trustees, made.credentials]
        .map(String::into_bytes);
    let [_, election_digest, trustees, credentials] = documents.each_ref().map(|bytes| digest_text(bytes));
    let setup = Setup { election: election_digest, trustees, credentials };
    let command = ElectionCommand::SetBallot { election: election.clone(), slate: slate.clone(), setup };
    Deed::of("election-committee", command).with(documents.to_vec())
}

#[test]
fn r5_an_election_in_november_is_held_in_november_however_early_it_is_called() {
    let mut play = Play::founded(5, 6);
    play.run_until(&first(), "install");
    let second = ElectionId("officers-2".to_owned());
    // Called on the first day the call is open; the default day is the earliest lawful one.
    play.run_until(&second, "call");
    let opens = play.election(&second).voting_opens.unwrap();
    let zone = play.hall().state.union.as_ref().unwrap().zone.clone();
    assert_eq!(zone.say(opens), "1 November 2028, 00:00");
    play.run_until(&second, "install");
    play.check_history();
}

#[test]
fn r6_a_notice_that_nothing_enforces_still_moves_the_vote_when_it_comes_late() {
    let constitution = rankfile_sim::world::CONSTITUTION.replace(
        "notice-by \"secretary\" within=\"5d\" otherwise=\"clock\"",
        "notice-by \"secretary\" within=\"5d\"",
    );
    let mut play = Play::empty(6, &constitution);
    let found = play.found();
    play.ask(found).unwrap();
    let load = play.load(6, 6);
    play.ask(load).unwrap();
    play.run_until(&first(), "ballot");
    let dated = play.election(&first()).voting_opens.unwrap();
    // The secretary sleeps until the day before voting.
    play.jump(dated - DAY);
    assert!(play.election(&first()).step("notice").unwrap().overdue);
    let serve = play.serve(&first(), Notice::Election);
    play.ask(serve).unwrap();
    let moved = play.election(&first()).voting_opens.unwrap();
    let whole_days = (moved - play.now) / DAY;
    assert!((20..=21).contains(&whole_days) && moved > dated, "{whole_days} days");
    play.run_until(&first(), "install");
    play.check_history();
}

#[test]
fn r7_time_itself_asks_for_nothing() {
    let mut play = Play::founded(7, 6);
    play.run_until(&first(), "nomination-notice");
    let opens = play.election(&first()).step("nominate").unwrap().opens_at;
    play.jump(opens);
    let (candidacy, nominate) = play.nominate(&first(), "president", "Ada Example");
    play.ask(nominate).unwrap();
    // While nominations were open nobody asked who answered one: not even whether it was the clock.
    let answer = play.answer(&first(), &candidacy, true);
    assert_eq!(play.ask(answer.by("clock")).unwrap_err().rule, Rule::NotTheBearer);
}

#[test]
fn r8_a_hostile_record_is_refused_by_an_auditor_who_stays_alive() {
    let befores = before_every_act();
    // A date at the end of what a number can hold; under a rule in hours, adding to it gave a number no act may hold.
    for act in acts().iter().take(12) {
        let mut act = act.clone();
        let index = usize::try_from(act.outer.index).unwrap();
        for at in [9_007_199_254_740_991, 253_402_300_800, -1] {
            act.outer.recorded_at = at;
            let mut audit = befores[index].clone();
            assert!(!audit.read(&act.render().unwrap()).is_empty(), "act {index} at {at}");
        }
    }
    // A report of more ballots than any memory holds.
    let reports = acts().into_iter().filter(|act| kind(act) == "host report-ballots");
    for mut act in reports {
        let index = usize::try_from(act.outer.index).unwrap();
        act.inner.command["ballots"] = serde_json::json!(9_007_199_254_740_991_u64);
        let mut audit: Audit<'_> = befores[index].clone();
        assert!(!audit.read(&act.render().unwrap()).is_empty());
    }
    assert_eq!(RULES, 4, "records of older rules are judged by their own");
    assert!(record().leaves.len() > 40);
}

#[test]
fn r9_a_founding_key_is_named_for_one_role_only() {
    let mut play = Play::empty(9, rankfile_sim::world::CONSTITUTION);
    let mut deed = play.found();
    let Command::Union(rankfile_hall::union::command::Command::Found { keys, .. }) = &mut deed.command else {
        panic!("a founding")
    };
    let one = keys[0].key.clone();
    keys[1].key = one;
    assert_eq!(play.ask(deed).unwrap_err().rule, Rule::KeyKnown);
}

#[test]
fn r10_nobody_reports_a_box_but_the_writer() {
    let mut play = Play::founded(10, 6);
    play.run_until(&first(), "open");
    play.vote(&first(), 0, Some(0)).unwrap();
    let report = ElectionCommand::ReportBallots { election: first(), ballots: 2, head: "ab".repeat(32) };
    let inner = own::inner(&play.hall().state, &play.hall().chain, Actor::Host, &Command::Election(report));
    let request = rankfile_hall::Request { inner, signature: None, documents: Vec::new() };
    let refusal = play.put(request).unwrap_err();
    assert_eq!(refusal.rule, Rule::BallotsMiscounted, "{refusal}");
    play.run_until(&first(), "install");
    play.check_history();
    let counted: BTreeMap<_, _> = play.hall().state.elections.iter().map(|(id, e)| (id, e.ballots)).collect();
    assert_eq!(counted[&first()], 1);
}

#[test]
fn r11_a_month_that_ends_sooner_does_not_hold_the_clock_at_one_moment_for_ever() {
    // A month from 31 October is 30 November, but a month back from there is 30 October: notice was due, again and again,
    // on a day that had passed.
    let constitution =
        rankfile_sim::world::CONSTITUTION.replace("notice \"21d\" by", "notice \"1 month\" by").replace(
            "notice-by \"secretary\" within=\"5d\" otherwise=\"clock\"",
            "notice-by \"secretary\" within=\"1h\" otherwise=\"again\"",
        );
    let mut play = Play::empty(11, &constitution);
    let found = play.found();
    play.ask(found).unwrap();
    let load = play.load(6, 6);
    play.ask(load).unwrap();
    play.run_until(&first(), "ballot");
    let (mut hall, mut at_once, mut last) = (play.hall().clone(), 0, play.now);
    // From hour to hour through every end of a month until spring.
    while last < play.now + 200 * DAY {
        let next = clock::next_instant(&hall.state).unwrap();
        at_once = if next > last { 0 } else { at_once + 1 };
        assert!(at_once < 20, "time stands still at {next}");
        let accepted = hall.next_elapsed(next, &mut NoBallots).unwrap().unwrap();
        hall.take(&accepted);
        last = next;
    }
}

/// Nobody looks into a box here.
struct NoBallots;

impl rankfile_hall::hall::Ballots for NoBallots {
    fn read(&mut self, _: &str, _: &[u64]) -> Result<Vec<Vec<u8>>, String> {
        Err("nobody votes here".to_owned())
    }
}
