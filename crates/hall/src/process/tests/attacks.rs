//! What members, officers and documents try: to stop the clock, to count twice, to silence somebody, to judge themselves.

use super::*;
use crate::refusal::Rule;
use crate::zone;
use proptest::prelude::*;

fn refused(done: Done, rule: Rule) {
    assert_eq!(done.map_err(|refusal| refusal.rule), Err(rule));
}

#[test]
fn a_small_constitution_has_the_processes_these_tests_are_about() {
    let bench = Bench::found(&usual());
    let program = &bench.hall.state.union.as_ref().unwrap().program;
    let ids: Vec<&str> = program.processes.iter().map(|plan| plan.id.as_str()).collect();
    for id in [
        "complaint/any/president",
        "complaint/any/trustee",
        "petition/meeting",
        "recall/officers/president",
        "vacancy/president",
        "accounts/accounts",
        "amendment/bylaws",
    ] {
        assert!(ids.contains(&id), "{id} is missing in {ids:?}");
    }
    bench.audit();
}

#[test]
fn a_board_decides_by_a_majority_and_its_quorum() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/president", Some("president"));
    bench.speak("secretary", &id, Voice::For).unwrap();
    bench.speak("trustee-1", &id, Voice::For).unwrap();
    bench.speak("secretary", &id, Voice::For).unwrap();
    assert_eq!(bench.stage(&id), Some(1), "two of four are no majority");
    refused(bench.speak("trustee-1", &id, Voice::For), Rule::VoiceRepeated);
    bench.speak("trustee-2", &id, Voice::For).unwrap();
    assert_eq!(bench.stage(&id), Some(2));
    assert_eq!(bench.case(&id).stages[&1].done.unwrap().2, Some(Voice::For));
    bench.audit();
}

#[test]
fn nobody_is_heard_in_a_matter_against_them_nor_puts_it_off() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/trustee", Some("trustee-1"));
    bench.speak("secretary", &id, Voice::For).unwrap();
    refused(bench.speak("trustee-1", &id, Voice::Against), Rule::Recused);
    refused(bench.put_off("trustee-1", &id, 0), Rule::Recused);
    for name in ["trustee-2", "trustee-3", "president"] {
        bench.speak(name, &id, Voice::For).unwrap();
    }
    assert_eq!(bench.stage(&id), Some(2));
    // Of the president there is one: the seat itself has no part in it, by whatever key.
    let id = bench.begin("complaint/any/president", None);
    bench.speak("secretary", &id, Voice::For).unwrap();
    refused(bench.speak("president", &id, Voice::Against), Rule::NotTheBearer);
    bench.audit();
}

#[test]
fn where_the_rules_provide_for_nobody_stepping_aside_nobody_is_made_to() {
    let without: String =
        SEATS.lines().filter(|line| !line.starts_with("recusal")).map(|line| format!("{line}\n")).collect();
    let mut bench = Bench::found(&document(&format!("{without}{RULES}")));
    let id = bench.begin("complaint/any/trustee", Some("trustee-1"));
    bench.speak("secretary", &id, Voice::For).unwrap();
    for name in ["trustee-1", "trustee-2", "president"] {
        bench.speak(name, &id, Voice::Against).unwrap();
    }
    assert_eq!(bench.stage(&id), Some(2), "three of five");
    bench.audit();
}

#[test]
fn where_it_is_not_said_against_which_of_three_the_one_never_makes_the_majority() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/trustee", None);
    bench.speak("secretary", &id, Voice::For).unwrap();
    // The two others on the panel and two of three trustees, of whom one may be the one it is against.
    for name in ["president", "trustee-1", "trustee-2"] {
        bench.speak(name, &id, Voice::Against).unwrap();
    }
    assert_eq!(bench.stage(&id), Some(1), "two people are sure, and three are needed");
    bench.speak("trustee-3", &id, Voice::Against).unwrap();
    assert_eq!(bench.case(&id).stages[&1].done.unwrap().2, Some(Voice::Against));
    bench.audit();
}

#[test]
fn nobody_is_silenced_by_being_named_in_a_matter_that_is_not_about_them() {
    let mut bench = Bench::found(&usual());
    for (plan, name) in [
        ("complaint/any/president", "secretary"),
        ("petition/meeting", "panel-1"),
        ("recall/officers/president", "trustee-1"),
    ] {
        let against = Some(bench.public(name));
        let begin = ProcessCommand::Begin { plan: plan.to_owned(), about: "ab".repeat(32), against };
        refused(bench.ask("host", begin), Rule::CommandMalformed);
    }
    bench.make_key("stranger", "president");
    let against = Some(bench.public("stranger"));
    let plan = "complaint/any/president".to_owned();
    let begin = ProcessCommand::Begin { plan, about: "ab".repeat(32), against };
    refused(bench.ask("host", begin), Rule::CommandMalformed);
}

#[test]
fn more_keys_than_seats_make_no_majority() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/president", Some("president"));
    bench.speak("secretary", &id, Voice::For).unwrap();
    // The secretary admits two keys more for the trustees, and has them.
    bench.admit("spare-1", "trustee");
    bench.admit("spare-2", "trustee");
    for name in ["spare-1", "spare-2", "secretary"] {
        bench.speak(name, &id, Voice::For).unwrap();
    }
    assert_eq!(bench.stage(&id), Some(1), "two keys of one person are one person");
    // With every key of the seat there is no doubt left about its three people.
    for name in ["trustee-1", "trustee-2", "trustee-3"] {
        assert_eq!(bench.stage(&id), Some(1), "{name} is still needed");
        let done = bench.speak(name, &id, Voice::For);
        if bench.stage(&id) == Some(2) {
            break;
        }
        done.unwrap();
    }
    assert_eq!(bench.stage(&id), Some(2));
    bench.audit();
}

#[test]
fn what_a_revoked_key_said_stays_said_and_is_counted_no_more() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/president", Some("president"));
    bench.speak("secretary", &id, Voice::For).unwrap();
    bench.speak("trustee-1", &id, Voice::For).unwrap();
    bench.speak("trustee-2", &id, Voice::For).unwrap();
    // The first trustee goes; whoever comes after speaks for the same seat.
    bench.revoke("trustee-1");
    bench.admit("trustee-4", "trustee");
    bench.speak("trustee-4", &id, Voice::For).unwrap();
    assert_eq!(bench.case(&id).open().unwrap().1.heard.len(), 3, "all of it stays in the record");
    assert_eq!(bench.stage(&id), Some(1), "one seat spoke twice, and counts once");
    bench.speak("trustee-3", &id, Voice::For).unwrap();
    assert_eq!(bench.stage(&id), Some(2));
    bench.audit();
}

#[test]
fn a_key_admitted_again_for_another_seat_counts_for_that_seat_only() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/president", Some("president"));
    bench.speak("secretary", &id, Voice::For).unwrap();
    bench.speak("trustee-1", &id, Voice::For).unwrap();
    bench.speak("trustee-2", &id, Voice::For).unwrap();
    bench.revoke("trustee-1");
    // The same key comes back as a second secretary.
    let admit = KeyCommand::Admit { role: "secretary".to_owned(), key: bench.public("trustee-1") };
    bench.ask("secretary", Command::Key(admit)).unwrap();
    let mut seed = [0; 32];
    b"trustee-1".iter().zip(&mut seed).for_each(|(byte, place)| *place = *byte);
    bench.keys.insert("trustee-1".to_owned(), SecretKey::make("secretary", &seed));
    bench.speak("trustee-1", &id, Voice::For).unwrap();
    assert_eq!(bench.stage(&id), Some(1), "trustee-2 and one secretary are two people");
    bench.audit();
}

#[test]
fn what_is_under_way_finishes_by_the_people_it_began_with() {
    let mut bench = Bench::found(&usual());
    // The same rules, but every seat has another number: offices come in another order, and the board is of three.
    let seats = SEATS.replace("office \"president\" seats=1\n", "").replace(
        "office \"trustee\" seats=3",
        "office \"clerk\" seats=4\noffice \"trustee\" seats=3\noffice \"president\" seats=1",
    );
    let other = document(&format!("{seats}{RULES}"));
    let id = bench.propose(&other);
    bench.wait(12);
    for name in ["president", "trustee-1", "trustee-2"] {
        bench.speak(name, &id, Voice::For).unwrap();
    }
    let complaint = bench.begin("complaint/any/president", Some("president"));
    bench.wait(6);
    assert!(bench.case(&id).ended.is_some());
    assert_eq!(bench.stage(&complaint), Some(1), "the clock acknowledged it");
    for name in ["trustee-1", "trustee-2", "secretary"] {
        bench.speak(name, &complaint, Voice::For).unwrap();
    }
    assert_eq!(bench.stage(&complaint), Some(2), "three of the four who were left decide as before");
    bench.audit();
}

#[test]
fn rules_that_lose_an_article_stop_nothing_that_began_under_it() {
    let mut bench = Bench::found(&usual());
    let complaint = bench.begin("complaint/any/president", Some("president"));
    bench.wait(4);
    for name in ["trustee-1", "trustee-2", "secretary"] {
        bench.speak(name, &complaint, Voice::For).unwrap();
    }
    let petition = bench.begin("petition/meeting", None);
    bench.amend(&usual().replace("{#rules}", "{#other-rules}"));
    let accounts = bench.last("accounts/accounts");
    bench.wait(400);
    assert!(bench.case(&complaint).ended.is_some(), "the clock told the parties");
    assert!(bench.case(&accounts).open().unwrap().1.overdue, "a year went by");
    bench.speak("secretary", &accounts, Voice::For).unwrap();
    assert!(bench.case(&petition).ended.is_none(), "others are drawn again and again");
    bench.audit();
}

#[test]
fn the_calendars_last_day_comes_to_an_end() {
    let end = 253_402_207_200;
    assert!(zone::in_calendar(end) && !zone::in_calendar(end + 1));
    let mut bench = Bench::found_at(&usual(), end - 700 * DAY);
    for day in [0, 600, 99, 1] {
        bench.wait(day);
        bench.begin("petition/meeting", None);
        bench.begin("complaint/any/president", None);
    }
    assert_eq!(bench.now, end);
    bench.tick();
    bench.audit();
}

/// The small constitution with a second way to change it, by the secretary alone, which reaches little.
fn two_ways() -> String {
    let small = "amendment \"small\" { proposed-by \"secretary\"; decided-by \"secretary\"; reaches \"vacancies\"; delay \"20d\" }";
    document(&format!("{SEATS}{RULES}{small}\n"))
}

fn propose_small(bench: &mut Bench, text: &str) -> Done {
    let text = text.as_bytes().to_vec();
    let (plan, about) = ("amendment/small".to_owned(), digest_text(&text));
    bench.ask_with("secretary", ProcessCommand::Begin { plan, about, against: None }, vec![text])
}

#[test]
fn a_way_that_reaches_little_reaches_no_further_by_changing_itself() {
    let mut bench = Bench::found(&two_ways());
    for beyond in [
        two_ways().replace("; reaches \"vacancies\"", ""),
        two_ways().replace("reaches \"vacancies\"", "reaches \"vacancies\" \"complaints\""),
        two_ways().replace("number=3", "number=1"),
        two_ways().replace("decided-by \"board\" within=\"10d\"", "decided-by \"secretary\" within=\"10d\""),
    ] {
        assert_ne!(beyond, two_ways());
        refused(propose_small(&mut bench, &beyond), Rule::OutOfReach);
    }
    propose_small(
        &mut bench,
        &two_ways().replace("within=\"30d\" otherwise=\"nobody\"", "within=\"20d\" otherwise=\"nobody\""),
    )
    .unwrap();
    bench.audit();
}

#[test]
fn a_proposal_that_reaches_little_changes_nothing_back_that_others_changed_since() {
    let mut bench = Bench::found(&two_ways());
    let small =
        two_ways().replace("within=\"30d\" otherwise=\"nobody\"", "within=\"20d\" otherwise=\"nobody\"");
    propose_small(&mut bench, &small).unwrap();
    let id = bench.last("amendment/small");
    bench.speak("secretary", &id, Voice::For).unwrap();
    let others =
        two_ways().replace("decided-by \"board\" within=\"10d\"", "decided-by \"board\" within=\"9d\"");
    bench.amend(&others);
    bench.wait(30);
    assert_eq!(bench.case(&id).ended.unwrap().1, Some(Voice::For), "it was decided");
    let in_force = &bench.hall.state.union.as_ref().unwrap().program.digest;
    assert_eq!(*in_force, digest_text(others.as_bytes()), "and is not in force");
    bench.audit();
}

#[test]
fn a_power_to_put_off_is_used_up() {
    let mut bench = Bench::found(&usual());
    let id = bench.begin("complaint/any/president", Some("president"));
    for round in 0..2 {
        for name in ["secretary", "trustee-1", "trustee-2"] {
            bench.put_off(name, &id, 0).unwrap();
        }
        assert_eq!(bench.case(&id).used[&0], round + 1);
    }
    refused(bench.put_off("secretary", &id, 0), Rule::PowerUsedUp);
    refused(bench.put_off("panel-1", &id, 1), Rule::CommandMalformed);
    bench.audit();
}

fn any_span() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "1h",
        "2h",
        "23h",
        "876000h",
        "1d",
        "2d",
        "40d",
        "36500d",
        "3 business-days",
        "1 month",
        "9 months",
        "1y",
        "100y",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_length_of_time_stops_the_clock_or_the_program(spans in prop::collection::vec(any_span(), 7)) {
        let s = |n: usize| spans[n];
        let rules = format!(
            "{SEATS}\npetition \"meeting\" {{ signers number=5; for \"meeting\"; validated-by \"secretary\" within=\"{}\" otherwise=\"panel\"; \
             validated-by \"panel\" within=\"{}\" otherwise=\"draw-again\"; acted-on-by \"secretary\" within=\"{}\" otherwise=\"clock\"; held-within \"{}\" }}\n\
             vacancy {{ for \"president\"; filled-by \"board\" within=\"{}\" otherwise=\"clock\"; special-election within=\"{}\" }}\n\
             emergency {{ declared-by \"secretary\"; at-most \"{}\" }}\n",
            s(0), s(1), s(2), s(3), s(4), s(5), s(6)
        );
        let text = document(&rules);
        let mut bench = Bench::found(&text);
        let plans: Vec<(String, usize)> = {
            let program = &bench.hall.state.union.as_ref().unwrap().program;
            let asked = program.processes.iter().filter(|plan| plan.is_run_by_steps() && plan.begins == rankfile_constitution::process::Begins::AnyDay);
            asked.map(|plan| (plan.id.clone(), plan.delays.len())).collect()
        };
        for (plan, delays) in plans {
            let id = bench.begin(&plan, None);
            for _ in 0..3 * delays {
                let _used_up_or_not = bench.put_off("secretary", &id, 0);
            }
        }
        for days in [0, 0, 1, 1, 2, 30, 31, 400, 400_000] {
            bench.now += days * DAY;
            // What begins again every hour does so for as long as one waits; here nobody waits so long.
            for _ in 0..60 {
                let Some(accepted) = bench.hall.next_elapsed(bench.now, &mut NoBallots).unwrap() else { break };
                bench.take(&accepted);
            }
        }
        bench.audit();
    }
}
