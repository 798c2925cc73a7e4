//! Every guarantee of every example document, with its numbers worked out by hand beside it. The hand follows the text and
//! the definition, not the program.
//!
//! How days are counted: the day on which something opens is not counted. What somebody does is done on the last day of
//! the time given; what is let pass, or runs in full, is over at the beginning of the day after. So a duty of 3 days that
//! opens on day 0 is done on day 3, or passes on with the beginning of day 4. A duty without a time adds no day. In a
//! document that the hall cannot hold an election by, the term counts from the day the last winners took office.

use jiff::civil::date;
use rankfile_constitution::Document;
use rankfile_constitution::guarantee::{Guarantee, guarantees};

/// In place of a number of days: for ever.
const NEVER: i32 = i32::MAX;

/// What the hand says of one guarantee.
struct Hand {
    id: &'static str,
    /// Whom it is about; empty for a guarantee about nobody in particular.
    about: &'static [&'static str],
    /// Days, with 0, 1, 2, ... people working against it.
    days: &'static [i32],
    /// Who can put it off for ever; `None` when nobody can. What it waits for takes no people.
    stalled_by: Option<&'static [&'static str]>,
    captured_by: Option<&'static [&'static str]>,
}

/// Nobody can stall it, nobody can capture it.
const fn kept(id: &'static str, about: &'static [&'static str], days: &'static [i32]) -> Hand {
    Hand { id, about, days, stalled_by: None, captured_by: None }
}

const fn stalled(
    id: &'static str,
    about: &'static [&'static str],
    days: &'static [i32],
    by: &'static [&'static str],
) -> Hand {
    Hand { id, about, days, stalled_by: Some(by), captured_by: None }
}

const fn captured(by: &'static [&'static str], hand: Hand) -> Hand {
    Hand { captured_by: Some(by), ..hand }
}

/// One guarantee in one line, to be compared.
fn line(id: &str, about: &str, days: &[i32], stalled: Option<&[&str]>, captured: Option<&[&str]>) -> String {
    let day = |day: &i32| if *day == NEVER { "never".to_owned() } else { day.to_string() };
    let days: Vec<String> = days.iter().map(day).collect();
    let people = |who: &[&str]| who.iter().filter(|seat| !seat.contains(':')).count();
    let who = |who: Option<&[&str]>| who.map_or("nobody".to_owned(), |w| format!("{} {w:?}", people(w)));
    format!(
        "{id} {about}: days {}; stalled by {}; captured by {}",
        days.join(" "),
        who(stalled),
        who(captured)
    )
}

fn by_hand(hand: &Hand) -> Vec<String> {
    let of = |about: &str| line(hand.id, about, hand.days, hand.stalled_by, hand.captured_by);
    if hand.about.is_empty() { vec![of("-")] } else { hand.about.iter().map(|about| of(about)).collect() }
}

fn by_program(guarantee: &Guarantee) -> String {
    assert!(guarantee.is_exact, "{guarantee:?}");
    let days: Vec<i32> = guarantee.bounds.iter().map(|bound| bound.days.unwrap_or(NEVER)).collect();
    let people: Vec<usize> = guarantee.bounds.iter().map(|bound| bound.people).collect();
    assert_eq!(people, (0..days.len()).collect::<Vec<_>>(), "{guarantee:?}");
    let seats = |seats: &'_ [String]| -> Vec<String> { seats.to_vec() };
    let (stalled, captured) = (seats(&guarantee.stalled_by), seats(&guarantee.captured_by));
    fn strs(seats: &[String]) -> Vec<&str> {
        seats.iter().map(String::as_str).collect()
    }
    let (stalled, captured) = (strs(&stalled), strs(&captured));
    let count = |number: Option<usize>, who: &[&str]| {
        assert_eq!(
            number.unwrap_or(0),
            who.iter().filter(|seat| !seat.contains(':')).count(),
            "{guarantee:?}"
        );
    };
    count(guarantee.stall, &stalled);
    count(guarantee.capture, &captured);
    let about = guarantee.subject.as_deref().unwrap_or("-");
    let stalled = guarantee.stall.map(|_| stalled.as_slice());
    let captured = guarantee.capture.map(|_| captured.as_slice());
    line(guarantee.id, about, &days, stalled, captured)
}

fn agree(name: &str, hand: &[Hand]) {
    let path = format!("{}/../../examples/{name}.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let constitution = Document::parse(&text, name).unwrap_or_else(|all| panic!("{}", all[0].render()));
    let mut program: Vec<String> =
        guarantees(&constitution, date(2026, 11, 22)).iter().map(by_program).collect();
    let mut hand: Vec<String> = hand.iter().flat_map(by_hand).collect();
    program.sort();
    hand.sort();
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).cloned().collect()
    };
    let (by_hand, by_program) = (only(&hand, &program), only(&program, &hand));
    assert_eq!(by_hand, by_program, "{name}: the hand is on the left");
    assert_eq!(hand.len(), program.len(), "{name}: some guarantee is there twice");
}

const OFFICERS: &[&str] = &["president", "vice-president", "secretary", "treasurer", "board-member"];
const BUT_THE_SECRETARY: &[&str] = &["president", "vice-president", "treasurer", "board-member"];

#[test]
fn the_model_local() {
    agree(
        "model-local",
        &[
            // Articles 9 to 13. Before voting: 6 days for the notice of nominations (5, and the day it is over), 14 ahead,
            // 15 of nominations, 8 to accept, 6 for eligibility, 8 for the keys, 6 for the ballot, 6 for the notice, 21
            // ahead: 90. Founded on 22 November 2026: called on 6 December (14); voting opens 90 days later, on 6 March
            // 2027, and closes on the 13th (7); opened on the 16th (3); protests until the 26th, over on the 27th (10 + 1);
            // decided on 11 April (15), certified on the 16th (5), in office on the 23rd (7).
            // 8 + 31 + 31 + 28 + 31 + 23 = 152. All bodies in it are drawn by lot; the clock serves for the secretary in a
            // time that is in the date of voting already.
            kept("first-election", OFFICERS, &[152]),
            // The longest: voting opens on 1 November 2027, is over on the 8th and told at once; protests run until the 18th,
            // over on the 19th; in office on 26 November 2027. The next falls in November 2029. Before voting 15 + 15 days to
            // call it and the 90 of above: 120 days before 1 November is 4 July. Called on 18 July, so on 16 October at the
            // earliest, but not before November: 1 November 2029. Over on the 8th, opened on the 11th, protests over on the
            // 22nd, decided on 7 December, certified on the 12th, in office on the 19th.
            // 26 November 2027 to 26 November 2029 is 731 days, with 29 February 2028; 4 + 19 more: 754.
            kept("election", OFFICERS, &[754]),
            // Article 18. Acknowledged by the secretary on day 3. Held, it is over with day 4; the auditors, drawn by lot,
            // have 3 days: 7.
            kept("complaint-acknowledged", BUT_THE_SECRETARY, &[3, 7]),
            // 30 days more for the panel, drawn by lot.
            kept("complaint-decided", BUT_THE_SECRETARY, &[33, 37]),
            // 3 more for the secretary: 36. Held twice: 37 + 3, and the clock with the day after: 41.
            kept("complaint-told", BUT_THE_SECRETARY, &[36, 41]),
            // Against the secretary, the lot committee takes the secretary's place (article 8): 3, 30, 3.
            kept("complaint-acknowledged", &["secretary"], &[3]),
            kept("complaint-decided", &["secretary"], &[33]),
            kept("complaint-told", &["secretary"], &[36]),
            // Article 15. 5 days for the auditors, 3 for the secretary, 30 in full and over with the day after: 39. Held by
            // the secretary, the clock calls with day 5 + 3 + 1: 40.
            kept("petition", &["special-meeting"], &[39, 40]),
            // The same with 45: 5 + 3 + 46, 5 + 4 + 46.
            kept("petition", &["vote-of-all"], &[54, 55]),
            // Article 16. 5 days for the secretary, 45 in full: 5 + 46. Held: 6 + 5 for the auditors + 46. Stepping aside
            // (article 8) is not for recall, so it is the same against the secretary.
            kept("recall", OFFICERS, &[51, 57]),
            // Article 13. Protests are decided together: 10 days in full, over with 11; 15 for the panel.
            kept("protest", &["officers"], &[26]),
            // Article 14. The vice-president on day 7; held, over with 8, the secretary 7 days later: 15; both held, over with
            // 16, and the clock cannot hold an office: it calls a special election, which is held within 120 days: 136.
            kept("vacancy", &["president"], &[7, 15, 136]),
            // The membership, 45 days.
            kept("vacancy", &["vice-president", "secretary", "treasurer", "board-member"], &[45]),
            // Article 26. 7 days for the election committee, drawn by lot, 30 for the meeting.
            kept("promise", &["campaign"], &[37]),
            // Article 22. 60 days for the treasurer; held, the clock with the day after. An emergency (article 28) lets
            // meetings be held remotely "and nothing else": it puts nothing off.
            kept("accounts", &[], &[60, 61]),
            // Article 32. The membership decides.
            kept("amendment", &[], &[]),
        ],
    );
}

#[test]
fn the_demo_local() {
    const OFFICERS: &[&str] = &["president", "vice-president", "secretary", "treasurer", "executive-board"];
    agree(
        "demo-local",
        &[
            // Articles 6 to 8. Called on day 30; before voting 6 + 14 + 15 + 8 + 6 + 8 + 6 + 6 + 21 = 90 as in the model: day
            // 120. Closed on 127, opened on 130, protests over with 141, decided on 171 (30), certified on 176 (5), in office
            // on 183 (7). Each of 3 key holders is needed, and the same ones begin again: 1 of them stalls it.
            stalled("first-election", OFFICERS, &[183, NEVER], &["key-holder"]),
            // 1 November 2027, in office on 26 November as in the model. The next: 31 + 31 + 90 = 152 days before 1 November
            // 2029 is 2 June; called on 2 July, so on 30 September at the earliest: 1 November. Closed on the 8th, opened on
            // the 11th, protests over on the 22nd, decided on 22 December, certified on the 27th, in office on 3 January
            // 2030. 731 + 4 + 31 + 3 = 769.
            stalled("election", OFFICERS, &[769, NEVER], &["key-holder"]),
            // Article 10. 10 days in full and 30: 41. Two of three on the board hold it or decide it; held, "the result stands"
            // with the day after, against whoever protests.
            captured(&["protest-board", "protest-board"], kept("protest", &["officers"], &[41, 41, 42])),
            // Article 12. 7 days for the vice-president; held, over with 8, and a special election within 120.
            kept("vacancy", &["president"], &[7, 128]),
            kept("vacancy", &["vice-president", "secretary", "treasurer", "executive-board"], &[60]),
            // Article 14. Called on day 7, 45 in full: 7 + 46. Held by two of three on the election committee, the clock
            // calls with the day after: 8 + 46.
            kept("recall", OFFICERS, &[53, 53, 54]),
            // Article 16. 90 days for the treasurer, and nothing follows.
            stalled("accounts", &[], &[90, NEVER], &["treasurer"]),
        ],
    );
}

const BOARD: &[&str] = &["president", "vice-president", "secretary", "treasurer"];
const THREE: &[&str] = &["president", "secretary", "vice-president"];

/// What both warehouse constitutions promise alike.
fn warehouse(first: Hand) -> Vec<Hand> {
    vec![
        first,
        // Article 2. Two years with a leap day, 731, over with 732; the board calls on 746 (14); 21 days of notice, over with
        // 768; 7 of voting, over with 776. Two of four leave two free, no majority: the clock calls with 747, so 777. Three
        // change the rules, at once (article 6).
        stalled("election", BOARD, &[776, 776, 777, NEVER], THREE),
        // Article 4. 30 days; of the three who are left, two make the others fall short of two, and nothing follows.
        stalled("vacancy", &["president"], &[30, 30, NEVER], &["secretary", "vice-president"]),
        stalled("vacancy", &["vice-president"], &[30, 30, NEVER], &["president", "secretary"]),
        stalled("vacancy", &["secretary", "treasurer"], &[30, 30, NEVER], &["president", "vice-president"]),
        // Article 5. 30 days; two of four leave no majority, and nothing follows.
        stalled("petition", &["meeting"], &[30, 30, NEVER], &["president", "vice-president"]),
        // Article 6. A majority of four seats.
        captured(THREE, kept("amendment", &[], &[])),
    ]
}

#[test]
fn the_warehouse_union_before_the_change() {
    // Article 2, from the certification, which has happened. The board calls on day 14, notice is over with 36, voting with
    // 44. Two hold the call: the clock with 15, so 45. Three carry it: they name the last day the 60 days allow, voting opens
    // as they end, with 61, and is over with 61 + 8. A running deadline is not amended away.
    agree("warehouse-old", &warehouse(kept("first-election", BOARD, &[44, 44, 45, 69])));
}

#[test]
fn the_warehouse_union_after_the_change() {
    // Article 2 waits for a contract that may never come.
    agree(
        "warehouse-new",
        &warehouse(stalled("first-election", BOARD, &[NEVER], &["outside:contract-ratified"])),
    );
}

#[test]
fn constitutions_in_force_and_of_earlier_years() {
    // Trials. No time is given for anything; the board, which is the officer, chooses the judges.
    let trial = stalled("complaint-decided", &["officer"], &[0, NEVER], &["officer"]);
    let by_the_members = || kept("amendment", &[], &[]);
    agree("constitutions/cwa-3680", &[captured(&["officer"], trial), by_the_members()]);

    // Article 22. The review chair chooses the panel, at no given time; against the review chair nobody is left to.
    let chosen =
        stalled("complaint-decided", &["president", "vice-president"], &[0, NEVER], &["review-chair"]);
    let empty = stalled("complaint-decided", &["review-chair"], &[NEVER], &["empty:review-chair"]);
    agree("constitutions/geu-article-22", &[captured(&["review-chair"], chosen), empty]);

    agree("constitutions/geu-msu", &[by_the_members()]);

    // IX.2. From 1 October to 15 October of the next year, with a leap day: 366 + 14, over with 381. The notice lies before.
    // 30 days of voting, over with 412. (The closing on 30 November stands in words only; with it, it would be 366.) The
    // first: a year, over with 367, and the voting, 31. IX.3: the excerpt names nobody who calls the vote.
    const GENERAL: &[&str] = &["general-secretary-treasurer", "general-executive-board-member"];
    agree(
        "constitutions/iww-2020",
        &[
            kept("election", GENERAL, &[412]),
            kept("first-election", GENERAL, &[398]),
            stalled("recall", GENERAL, &[NEVER], &["empty:no-bearer"]),
            by_the_members(),
        ],
    );

    // III.5. Nobody is named who calls the vote.
    let recall = stalled("recall", &["secretary", "treasurer", "delegate"], &[NEVER], &["empty:no-bearer"]);
    agree("constitutions/iww-baltimore", &[recall, by_the_members()]);

    // In November every 3 years: from 1 November 2025 to the end of 30 November 2028, 365 + 365 + 366 + 30. The notice lies
    // before. The first within 3 years, over with the day after: 1096 + 1.
    agree(
        "constitutions/newsguild-new-york",
        &[kept("election", &["officer"], &[1126]), kept("first-election", &["officer"], &[1097])],
    );

    // Every year, 366 days, over with 367; the first waits for a contract.
    agree(
        "constitutions/psu-geu-2018",
        &[
            kept("election", &["officer"], &[367]),
            stalled("first-election", &["officer"], &[NEVER], &["outside:contract-ratified"]),
        ],
    );

    // Article 4, section 5. Nobody has to act on the petition.
    agree(
        "constitutions/uaw-2865",
        &[stalled("petition", &["special-meeting"], &[NEVER], &["empty:no-bearer"])],
    );

    // Article 38. From 1 May to the end of 30 June 3 years later: 1096 + 60, over with 1157; the first within 3 years.
    // The International Executive Board, of which no number is told, postpones without limit. Of the three successors of a
    // president each is to follow at once, which is within the day: whoever does not, costs that day, so 0, 1 and 2; and
    // after the third nothing is said.
    const LOCAL: &[&str] = &["president", "vice-president", "recording-secretary", "financial-secretary"];
    const BOARD: &[&str] = &["international-executive-board"];
    const SUCCESSORS: &[&str] = &["financial-secretary", "recording-secretary", "vice-president"];
    agree(
        "constitutions/uaw-international",
        &[
            stalled("election", LOCAL, &[1157, NEVER], BOARD),
            stalled("first-election", LOCAL, &[1097, NEVER], BOARD),
            stalled("vacancy", &["president"], &[0, 1, 2, NEVER], SUCCESSORS),
        ],
    );
}

#[test]
fn excerpts_that_give_nobody_a_time_promise_nothing() {
    for name in [
        // Charges, a panel, and no time.
        "afscme",
        // An election with no time from one to the next, and trials without one.
        "ibt",
        "providence-guild",
        "uaw-4121",
        "uaw-4811",
        "ue",
        "washington-baltimore-2002",
        "washington-baltimore-2020",
    ] {
        agree(&format!("constitutions/{name}"), &[]);
    }
}
