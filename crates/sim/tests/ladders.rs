//! What follows when nobody acts: each step of the example's constitution left undone by its bearers, with the dates worked
//! out here by hand from its words, and a tie that falls by a lot drawn again in this file.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_hall::election::command::{ElectionId, Notice};
use rankfile_hall::election::effect::How;
use rankfile_hall::election::state::{Election, Status};
use rankfile_sim::play::Play;
use sha2::{Digest, Sha256};

/// Midnight in New York at the start of a day, worked out from UTC: five hours behind, four from the second Sunday of March
/// to the first of November, which are looked up in a calendar.
fn midnight(year: i64, month: i64, day: i64) -> i64 {
    // Days from 1970 by the civil calendar, March first.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    let (march, november) = match year {
        2026 => (8, 1),
        2027 => (14, 7),
        2028 => (12, 5),
        2029 => (11, 4),
        _ => panic!("look {year} up"),
    };
    let summer = (month, day) > (3, march) && (month, day) <= (11, november);
    days * 86_400 + if summer { 4 } else { 5 } * 3600
}

fn first() -> ElectionId {
    ElectionId("officers-1".to_owned())
}

fn second() -> ElectionId {
    ElectionId("officers-2".to_owned())
}

/// Everybody does what they should, but nobody does this step; time goes on until it is over or the election void.
fn leave_undone(play: &mut Play, step: &str) -> Election {
    let id = first();
    for _ in 0..200 {
        play.tick();
        let election = play.election(&id).clone();
        if election.is_done(step) || election.void.is_some() {
            return election;
        }
        let deed = play.next_deed(&id).filter(|deed| !format!("{:?}", deed.command).contains(words_of(step)));
        match deed {
            Some(deed) => drop(play.ask(deed).unwrap()),
            None => {
                let next = play.next_moment().unwrap();
                play.jump(next);
            }
        }
    }
    panic!("{step} never came to an end");
}

/// The command that would do a step, as its name begins in Debug.
fn words_of(step: &str) -> &str {
    match step {
        "call" => "Call {",
        "nomination-notice" => "notice: Nominations",
        "notice" => "notice: Election",
        "nominate" => "Nominate {",
        "accept" => "AcceptNomination",
        "eligibility" => "FindEligibility",
        "freeze" => "FreezeRoll",
        "keys" => "PresentKey",
        "decrypt" => "ShareDecryption",
        "certify" => "Certify",
        _ => "no such step",
    }
}

fn ended(election: &Election, step: &str) -> (i64, How) {
    election.step(step).unwrap().done.unwrap()
}

#[test]
fn a_call_that_nobody_makes_passes_to_the_lot_committee_and_then_to_the_clock() {
    let mut play = Play::founded(1, 8);
    // Founded on 1 September: thirty days end with 1 October, thirty more with 1 November.
    let rung =
        |play: &Play| play.election(&first()).step("call").map(|step| (step.rung, step.due_at)).unwrap();
    assert_eq!(rung(&play), (0, midnight(2026, 10, 2)));
    play.jump(midnight(2026, 10, 2) - 1);
    assert_eq!(rung(&play).0, 0);
    play.jump(midnight(2026, 10, 2));
    assert_eq!(rung(&play), (1, midnight(2026, 11, 2)));
    play.jump(midnight(2026, 11, 2));
    assert_eq!(ended(play.election(&first()), "call"), (midnight(2026, 11, 2), How::ByClock));
    assert!(play.audit().findings.is_empty());
    // Who wakes up a month later finds the same, with effect from the same moment.
    let mut late = Play::founded(1, 8);
    late.jump(midnight(2026, 12, 3));
    assert_eq!(ended(late.election(&first()), "call"), (midnight(2026, 11, 2), How::ByClock));
    assert_eq!(late.election(&first()).voting_opens, play.election(&first()).voting_opens);
}

#[test]
fn a_bearer_whose_turn_has_passed_may_still_act_and_a_later_one_not_yet() {
    let mut play = Play::founded(2, 8);
    let early = play.call(&first()).by("lot-committee");
    assert!(play.ask(early).unwrap_err().reason.contains("Election committee"));
    play.jump(midnight(2026, 10, 10));
    let late = play.call(&first());
    play.ask(late).unwrap();
    assert_eq!(ended(play.election(&first()), "call"), (play.now, How::Acted));
}

#[test]
fn notices_that_the_secretary_does_not_serve_are_served_by_the_clock() {
    let mut play = Play::founded(3, 8);
    let call = play.call(&first());
    play.ask(call).unwrap();
    let election = leave_undone(&mut play, "nomination-notice");
    // Called on 1 September; five days end with the 6th. Fourteen days' notice from the 7th allow the 21st.
    assert_eq!(ended(&election, "nomination-notice"), (midnight(2026, 9, 7), How::ByClock));
    assert_eq!(election.step("nominate").unwrap().opens_at, midnight(2026, 9, 21));
    assert!(election.notices[&Notice::Nominations].is_empty(), "the clock claims no letters");
    let mut play = Play::founded(3, 8);
    let election = leave_undone(&mut play, "notice");
    assert_eq!(ended(&election, "notice").1, How::ByClock);
    // However late it is served, twenty-one whole days lie between it and the vote.
    let (served, opens) = (ended(&election, "notice").0, election.voting_opens.unwrap());
    assert!(opens - served >= 21 * 86_400, "{} days", (opens - served) / 86_400);
    assert!(play.audit().findings.is_empty());
}

#[test]
fn a_roll_that_nobody_freezes_is_the_one_in_force() {
    let mut play = Play::founded(4, 8);
    let election = leave_undone(&mut play, "freeze");
    let roll = play.hall().state.roll.clone().unwrap();
    let frozen = election.frozen.clone().unwrap();
    assert_eq!((frozen.root, frozen.eligible), (roll.good_root, roll.in_good_standing));
    assert_eq!(ended(&election, "freeze").1, How::ByClock);
}

#[test]
fn silence_neither_elects_nor_excludes() {
    let mut play = Play::founded(5, 8);
    let election = leave_undone(&mut play, "eligibility");
    assert!(election.candidacies.values().all(|standing| standing.status == Status::Eligible));
    assert!(election.candidacies.values().all(|standing| standing.reasons[0].contains("presumed eligible")));
    let mut play = Play::founded(5, 8);
    let election = leave_undone(&mut play, "accept");
    assert!(election.candidacies.values().all(|standing| standing.status == Status::Declined));
}

#[test]
fn an_election_that_nobody_stands_in_is_void_and_called_again() {
    let mut play = Play::founded(6, 8);
    let mut election = leave_undone(&mut play, "nominate");
    while election.void.is_none() {
        let next = play.next_moment().unwrap();
        play.jump(next);
        election = play.election(&first()).clone();
    }
    assert!(election.void.unwrap().contains("nobody eligible"));
    assert_eq!(play.election(&second()).step("call").unwrap().opens_at, play.now);
    assert!(play.audit().findings.is_empty());
}

#[test]
fn keys_that_are_missing_start_the_ladder_again_and_move_the_vote_in_public() {
    let mut play = Play::founded(7, 8);
    play.run_until(&first(), "freeze");
    let before = play.election(&first()).clone();
    let (due, opens) = (before.step("keys").unwrap().due_at, before.voting_opens.unwrap());
    // Nobody even appoints key holders.
    play.jump(due);
    let after = play.election(&first()).clone();
    let keys = after.step("keys").unwrap();
    assert_eq!((keys.opens_at, keys.rung, keys.done), (due, 0, None));
    assert!(after.voting_opens.unwrap() >= opens);
    // Seven days for the keys, five for the ballot, five for the notice, twenty-one days' notice: each counted to its end.
    play.jump(keys.due_at);
    let again = play.election(&first()).clone();
    assert!(again.voting_opens.unwrap() - keys.due_at >= (7 + 5 + 5 + 21) * 86_400);
    play.run_until(&first(), "install");
    assert!(play.audit().findings.is_empty());
}

#[test]
fn a_tally_that_is_not_decrypted_voids_the_election_and_calls_it_again_at_once() {
    let mut play = Play::founded(8, 8);
    play.run_until(&first(), "open");
    play.vote(&first(), 0, Some(0)).unwrap();
    let election = leave_undone(&mut play, "decrypt");
    assert!(election.void.unwrap().contains("nobody did in time"));
    // Three days from the close, counted to their end; then the next call opens, not in two years.
    let closed = ended(play.election(&first()), "close").0;
    let call = play.election(&second()).step("call").unwrap();
    assert!((3..=4).contains(&((call.opens_at - closed) / 86_400)));
    play.run_until(&second(), "install");
    assert!(play.audit().findings.is_empty());
}

#[test]
fn a_result_that_nobody_certifies_stands() {
    let mut play = Play::founded(9, 8);
    play.run_until(&first(), "open");
    play.vote(&first(), 0, Some(0)).unwrap();
    let election = leave_undone(&mut play, "certify");
    let (at, how) = ended(&election, "certify");
    assert_eq!(how, How::Lapsed);
    play.run_until(&first(), "install");
    let installed = ended(play.election(&first()), "install").0;
    assert!((6..=7).contains(&((installed - at) / 86_400)));
    assert!(!play.hall().state.offices.is_empty());
}

#[test]
fn a_tie_falls_by_the_lot_that_anybody_can_draw_again() {
    for seed in 10..14 {
        let mut play = Play::founded(seed, 8);
        play.run_until(&first(), "open");
        play.vote(&first(), 0, Some(0)).unwrap();
        play.vote(&first(), 1, Some(1)).unwrap();
        play.run_until(&first(), "result");
        let election = play.election(&first()).clone();
        let president = &election.outcomes[0];
        assert_eq!((president.office.0.as_str(), president.votes.as_slice()), ("president", &[1, 1][..]));
        // As the pages of the hall and the counting room describe it.
        let seeds: Vec<String> = election.holders.iter().map(|h| h.share.clone().unwrap().1).collect();
        let seed = Sha256::digest(format!("rnf/lot-seed/v1\nofficers-1\n{}\n", seeds.join("\n")));
        let context = "officers-1/president";
        let digest = |name: &str| {
            let length = (context.len() as u64).to_be_bytes();
            Sha256::digest(
                [b"rnf/lot/v1\n", &seed[..], &length, context.as_bytes(), name.as_bytes()].concat(),
            )
        };
        let contest = &election.ballot.as_ref().unwrap().contests[0];
        let drawn = contest.candidacies.iter().min_by_key(|candidacy| digest(&candidacy.0)).unwrap();
        assert_eq!(president.winners.as_slice(), std::slice::from_ref(drawn));
    }
}

#[test]
fn an_election_in_which_nobody_is_late_has_the_dates_that_the_words_give() {
    let mut play = Play::founded(11, 8);
    play.run_until(&first(), "result");
    let election = play.election(&first()).clone();
    let opens = |step: &str| election.step(step).unwrap().opens_at;
    // Founded and called on 1 September. If everybody took all their time: notice to the 6th, nominations 21 September to
    // 5 October, answers to the 13th, eligibility to the 19th, keys to the 27th, ballot to 2 November, notice to the 8th;
    // twenty-one days from then allow the 30th.
    assert_eq!(election.voting_opens, Some(midnight(2026, 11, 30)));
    // The notice was served at once, on the 1st: fourteen days allow the 15th; fourteen days of nominations end with the 29th.
    assert_eq!(opens("nominate"), midnight(2026, 9, 15));
    assert_eq!(ended(&election, "nominate"), (midnight(2026, 9, 30), How::ByClock));
    assert_eq!(ended(&election, "open"), (midnight(2026, 11, 30), How::ByClock));
    assert_eq!(ended(&election, "close"), (midnight(2026, 12, 7), How::ByClock));
    assert_eq!(ended(&election, "result"), (midnight(2026, 12, 7), How::ByClock));
    let election = leave_undone(&mut play, "certify");
    // Ten days for protests end with the 17th, five for the certificate with the 23rd; without it the result stands.
    assert_eq!(ended(&election, "protest").0, midnight(2026, 12, 18));
    assert_eq!(ended(&election, "decide-protest"), (midnight(2026, 12, 18), How::Lapsed));
    assert_eq!(ended(&election, "certify"), (midnight(2026, 12, 24), How::Lapsed));
    assert_eq!(election.step("install").unwrap().due_at, midnight(2026, 12, 31));
    assert_eq!(election.step("retain").unwrap().due_at, midnight(2029, 12, 24));
    play.run_until(&first(), "install");
    for holders in play.hall().state.offices.values() {
        let terms = holders.iter().map(|holder| (holder.from, holder.until));
        assert!(terms.clone().all(|term| term == (midnight(2026, 12, 31), midnight(2028, 12, 31))));
    }
    // The next one is in November 2028. Two rungs of thirty days and everybody's time after them are 152 days.
    let call = play.election(&second()).step("call").unwrap().clone();
    assert_eq!((call.opens_at, call.due_at), (midnight(2028, 6, 2), midnight(2028, 7, 3)));
    // Thirty days end with 2 July, thirty more with 2 August. Called by the clock then, everybody's time still fits.
    play.jump(midnight(2028, 8, 3));
    assert_eq!(ended(play.election(&second()), "call"), (midnight(2028, 8, 3), How::ByClock));
    assert_eq!(play.election(&second()).voting_opens, Some(midnight(2028, 11, 1)));
}

#[test]
fn an_election_in_which_everybody_is_late_has_the_dates_that_the_words_give() {
    let mut play = Play::founded(12, 8);
    let date = |play: &Play| play.election(&first()).voting_opens.unwrap();
    // Called by the clock on 2 November: notice to the 7th, nominations 22 November to 6 December, answers to the 14th,
    // eligibility to the 20th, keys to the 28th, ballot to 3 January, notice to the 9th, and twenty-one days allow the 31st.
    play.jump(midnight(2026, 11, 2));
    assert_eq!(date(&play), midnight(2027, 1, 31));
    play.jump(midnight(2026, 11, 22));
    assert_eq!(ended(play.election(&first()), "nomination-notice"), (midnight(2026, 11, 8), How::ByClock));
    let nominate = play.election(&first()).step("nominate").unwrap().clone();
    assert_eq!((nominate.opens_at, nominate.due_at), (midnight(2026, 11, 22), midnight(2026, 12, 7)));
    let (candidacy, deed) = play.nominate(&first(), "president", "Ada Example");
    play.ask(deed).unwrap();
    // Accepted in the last minute; nobody decides about it, and nobody freezes the roll.
    play.jump(midnight(2026, 12, 15) - 60);
    let answer = play.answer(&first(), &candidacy, true);
    play.ask(answer).unwrap();
    play.jump(midnight(2026, 12, 20));
    assert_eq!(ended(play.election(&first()), "eligibility"), (midnight(2026, 12, 20), How::Lapsed));
    play.jump(midnight(2026, 12, 25));
    assert_eq!(ended(play.election(&first()), "freeze"), (midnight(2026, 12, 25), How::ByClock));
    // Seven days from the 20th end with the 27th. Then keys to 4 January, ballot to the 10th, notice to the 16th, and
    // twenty-one days allow 7 February.
    play.jump(midnight(2026, 12, 28));
    assert_eq!(date(&play), midnight(2027, 2, 7));
    let keys = play.election(&first()).step("keys").unwrap().clone();
    assert_eq!((keys.opens_at, keys.due_at), (midnight(2026, 12, 28), midnight(2027, 1, 5)));
    play.jump(midnight(2027, 1, 6) + 36_000);
    assert_eq!(
        date(&play),
        midnight(2027, 2, 15),
        "and once more: keys to the 12th, ballot to the 18th, notice to the 24th"
    );
    play.run_until(&first(), "keys");
    // Made on the 6th: the ballot is due by the 11th. Then again to the 17th, notice to the 23rd: the 14th would do, but
    // a date that was announced is not drawn nearer.
    play.jump(midnight(2027, 1, 12));
    assert_eq!(date(&play), midnight(2027, 2, 15));
    let ballot = play.election(&first()).step("ballot").unwrap().clone();
    assert_eq!(
        (ballot.opens_at, ballot.due_at, ballot.done),
        (midnight(2027, 1, 12), midnight(2027, 1, 18), None)
    );
    play.run_until(&first(), "ballot");
    play.jump(midnight(2027, 1, 18));
    assert_eq!(ended(play.election(&first()), "notice"), (midnight(2027, 1, 18), How::ByClock));
    play.jump(midnight(2027, 2, 22));
    assert_eq!(ended(play.election(&first()), "open"), (midnight(2027, 2, 15), How::ByClock));
    assert_eq!(ended(play.election(&first()), "close"), (midnight(2027, 2, 22), How::ByClock));
    // Three days end with the 25th; nobody decrypts: void, and the next call is open at once.
    play.jump(midnight(2027, 2, 26) - 1);
    assert_eq!(play.election(&first()).void, None);
    play.jump(midnight(2027, 2, 26));
    assert!(play.election(&first()).void.clone().unwrap().contains("decrypt"));
    let call = play.election(&second()).step("call").unwrap().clone();
    assert_eq!((call.opens_at, call.due_at), (midnight(2027, 2, 26), midnight(2027, 3, 29)));
    play.run_until(&second(), "install");
    play.check_history();
}
