//! What comes again by the rules comes again in the hall: meetings, duties of every month or year. A small union is founded
//! on a document of its own and nobody does anything; only time passes.

use rankfile_hall::command::Command;
use rankfile_hall::hall::{Ballots, Hall};
use rankfile_hall::process::command::{Command as Process, ProcessId, Voice};
use rankfile_hall::process::state::Case;
use rankfile_hall::request::Request;
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::act::{Actor, Basis, Inner, Seen};
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;

/// 2026-01-15, noon in UTC.
const FOUNDED: i64 = 1_768_478_400;
const DAY: i64 = 86_400;

struct NoBallots;

impl Ballots for NoBallots {
    fn read(&mut self, _: &str, _: &[u64]) -> Result<Vec<Vec<u8>>, String> {
        Ok(Vec::new())
    }
}

/// A union founded on these rules, with a secretary.
fn founded(rules: &str) -> Hall {
    let text = format!(
        "---\nname: Test\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {{}}\n---\n\n\
         ## The rules {{#rules}}\n\n```rules\nbody \"membership\" kind=\"membership\"\noffice \"secretary\"\n{rules}\n```\n"
    );
    let key = SecretKey::make("secretary", &[7; 32]);
    let constitution = digest_text(text.as_bytes());
    let keys = vec![FoundingKey { role: "secretary".to_owned(), key: key.public() }];
    let found = UnionCommand::Found {
        constitution: constitution.clone(),
        zone: "Etc/UTC".to_owned(),
        keys,
        rehearsal: true,
    };
    let mut hall = Hall::default();
    let inner = Inner {
        origin: "test.example".to_owned(),
        command: Command::Union(found).render(),
        basis: Basis { constitution, article: "founding".to_owned() },
        actor: Actor::Key { key: key.public(), role: "secretary".to_owned() },
        nonce: "0".repeat(32),
        seen: Some(Seen { size: 0, root: hex::encode(hall.hashes.root()) }),
    };
    let signature = Some(inner.sign(&key).expect("it can be written"));
    let request = Request { inner, signature, documents: vec![text.into_bytes()] };
    let accepted = hall.accept(request, FOUNDED).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    hall.take(&accepted);
    hall
}

/// Lets time pass to the end of a day, with nobody doing anything.
fn wait(hall: &mut Hall, day: &str) {
    let until = FOUNDED + days_to(day) * DAY;
    let mut elapsed = || {
        let next = hall.next_elapsed(until, &mut NoBallots).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        next.map(|accepted| hall.take(&accepted))
    };
    let acts = std::iter::from_fn(&mut elapsed).take(1000).count();
    assert!(acts < 1000, "time comes to no end");
}

/// Days from the founding to a date.
fn days_to(day: &str) -> i64 {
    let day: jiff::civil::Date = day.parse().expect("a date");
    i64::from(jiff::civil::date(2026, 1, 15).until(day).expect("it is near").get_days())
}

/// The first days of the processes of this name, in order.
fn begun(hall: &Hall, plan: &str) -> Vec<String> {
    let of_plan = hall.state.cases.values().filter(|case| case.plan.id == plan);
    let day = |at| {
        jiff::Timestamp::from_second(at).expect("in the calendar").to_zoned(jiff::tz::TimeZone::UTC).date()
    };
    let mut days: Vec<String> = of_plan.map(|case| day(case.begun_at).to_string()).collect();
    days.sort();
    days
}

/// The host says something for the members.
fn host(hall: &mut Hall, command: Process, nonce: u8) {
    let union = hall.state.union.as_ref().expect("it is founded");
    let inner = Inner {
        origin: "test.example".to_owned(),
        command: Command::Process(command).render(),
        basis: Basis { constitution: union.program.digest.clone(), article: "rules".to_owned() },
        actor: Actor::Host,
        nonce: format!("{nonce:032x}"),
        seen: None,
    };
    let request = Request { inner, signature: None, documents: Vec::new() };
    let accepted = hall.accept(request, FOUNDED + DAY).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    hall.take(&accepted);
}

fn begin_and_say(hall: &mut Hall, plan: &str, voice: Voice) {
    host(hall, Process::Begin { plan: plan.to_owned(), about: "ab".repeat(32), against: None }, 1);
    host(hall, Process::Speak { process: ProcessId(format!("{plan}#1")), voice }, 2);
}

#[test]
fn a_monthly_meeting_is_due_every_month_whoever_calls_it() {
    let rules = "meeting \"general\" { every \"1 month\"; called-by \"secretary\" within=\"7d\" otherwise=\"clock\"; notice \"10d\" }";
    let mut hall = founded(rules);
    assert_eq!(begun(&hall, "meeting/general"), ["2026-02-15"]);
    wait(&mut hall, "2026-02-22");
    assert_eq!(begun(&hall, "meeting/general").len(), 1, "the secretary can still call it");
    wait(&mut hall, "2026-04-30");
    let expected = ["2026-02-15", "2026-03-15", "2026-04-15", "2026-05-15"];
    assert_eq!(begun(&hall, "meeting/general"), expected);
    let over = hall.state.cases.values().filter(|case| case.ended.is_some()).count();
    assert_eq!(over, 2, "the notice of the third runs until the 3rd of May");
}

#[test]
fn a_duty_that_is_let_pass_stays_open_and_the_next_one_comes() {
    let rules = "duty \"count\" { bearer \"secretary\"; action \"count\"; within \"3d\"; every \"10d\" }";
    let mut hall = founded(rules);
    wait(&mut hall, "2026-02-10");
    assert_eq!(begun(&hall, "duty/count"), ["2026-01-25", "2026-02-04", "2026-02-14"]);
    let overdue = |case: &Case| case.open().is_some_and(|(_, stage, _)| stage.overdue);
    assert_eq!(hall.state.cases.values().filter(|case| overdue(case)).count(), 2);
}

#[test]
fn a_yearly_duty_comes_with_the_year_of_accounts() {
    let rules = "finance { fiscal-year \"july\" }\nconflict-of-interest { declare every=\"1y\" }";
    let mut hall = founded(rules);
    wait(&mut hall, "2028-08-01");
    let expected = ["2026-07-01", "2027-07-01", "2028-07-01"];
    assert_eq!(begun(&hall, "conflict-of-interest/secretary"), expected);
}

#[test]
fn an_officer_removed_for_cause_leaves_an_empty_office() {
    let rules = "removal-for-cause \"o\" { for all-offices; decided-by \"membership\" within=\"9d\" otherwise=\"dismissed\" }\n\
                 vacancy { for all-offices; filled-by \"membership\" within=\"9d\" otherwise=\"clock\" }";
    for (voice, empty) in [(Voice::For, 1), (Voice::Against, 0)] {
        let mut hall = founded(rules);
        begin_and_say(&mut hall, "removal-for-cause/o/secretary", voice);
        assert_eq!(begun(&hall, "vacancy/secretary").len(), empty);
    }
}

#[test]
fn the_employer_has_notice_of_a_strike_and_none_of_a_refused_one() {
    let rules = "bargaining { strike share=\"2/3\"; notice-to-employer \"10d\" }";
    for (voice, ended) in [(Voice::For, false), (Voice::Against, true)] {
        let mut hall = founded(rules);
        begin_and_say(&mut hall, "bargaining/strike", voice);
        let case = hall.state.cases.values().next().expect("it is under way");
        assert_eq!(case.ended.is_some(), ended);
    }
}
