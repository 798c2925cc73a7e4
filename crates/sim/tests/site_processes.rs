//! What runs step by step, on the site and without scripts: a complaint against the president walks to its lawful end while
//! those in office let time pass; a proposed constitution shows whose power grows; and every form's bad input.

use anyhow::{Context as _, Result};
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use rankfile_hall::process::command::ProcessId;
use rankfile_record::note::LogKey;
use rankfile_sim::model::{self, MODEL};
use rankfile_sim::visit::{Guest, Page, Visits};
use rankfile_sim::world::{ORIGIN, key};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use tempfile::TempDir;

const COMPLAINT: &str = "/processes/complaint~any~president~1";
const WORDS: &str = "The president <b>shouted</b> at the night shift on Tuesday.";

fn founded(text: &str) -> Result<(TempDir, Visits)> {
    let folder = tempfile::tempdir()?;
    let log_key = LogKey::from_seed(ORIGIN, [9; 32])?;
    let log = Log::create(Places::within(folder.path()).create_parts()?, log_key)?;
    let world = model::found(text, folder.path(), log, 60)?;
    Ok((folder, Visits::open(world)?))
}

/// Where a page leads.
fn to(page: &Page) -> &str {
    page.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
}

/// Sets the clock to when the time of a process's open stage is over.
fn let_pass(visits: &Visits, process: &str) -> Result<()> {
    let view = visits.site.view();
    let case = view.state.cases.get(&ProcessId(process.to_owned())).context("under way")?;
    let (_, open, _) = case.open().context("a stage is open")?;
    visits.jump(open.due_at)
}

/// Signs in with a key, sends a form, and signs what it leads to.
fn sign(visits: &Visits, name: &str, path: &str, fields: &[(&str, &str)]) -> Result<()> {
    let keys = model::keys()?;
    let key = key(&keys, name)?;
    let mut guest = visits.holder(key)?;
    let offered = visits.post(&mut guest, path, fields)?;
    assert_eq!(offered.status, StatusCode::SEE_OTHER, "{name}: {}", offered.text);
    let signed = visits.sign(&mut guest, &offered, key)?;
    assert_eq!(signed.status, StatusCode::OK, "{name}: {}", signed.text);
    Ok(())
}

/// Sends a form with a text area as a browser does that may carry a file.
fn multipart(visits: &Visits, guest: &mut Guest, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
    let token = visits.token(guest)?;
    let mut body = String::new();
    for (name, value) in fields.iter().chain([&("token", token.as_str())]) {
        body += &format!("--parted\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--parted--\r\n";
    let request = guest.request(Method::POST, path);
    let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=parted");
    visits.send(request.body(Body::from(body))?)
}

#[test]
fn a_complaint_against_the_president_comes_to_its_end_while_others_let_time_pass() -> Result<()> {
    let (_folder, visits) = founded(MODEL)?;
    let begin = "/processes/begin/complaint~any~president";
    let mut member = visits.member("M-00003")?;
    let form = visits.get(&mut member, begin)?.text;
    assert!(
        form.contains("What you write is read by: Appeal panel, Complaint panel. Nobody else reads it."),
        "{form}"
    );
    let before = visits.size();
    let again = visits.post(&mut member, begin, &[("text", " \n ")])?;
    assert!(again.text.contains("Please write what it is about.") && visits.size() == before);
    let again = visits.post(&mut member, begin, &[("text", &"é".repeat(20_001))])?;
    assert!(
        again.text.contains("under 20,000 characters")
            && again.text.contains("ééé")
            && visits.size() == before
    );
    let filed = visits.post(&mut member, begin, &[("text", WORDS)])?;
    assert!(to(&filed).starts_with(&format!("{COMPLAINT}?recorded=")), "{} {}", to(&filed), filed.text);
    let page = visits.get(&mut member, to(&filed))?.text;
    assert!(
        page.contains("Complaint against the president (1)")
            && page.contains("It is the turn of: Secretary."),
        "{page}"
    );
    assert!(page.contains("If not, it passes on: Auditors, within 3 days."), "{page}");

    // The secretary lets the time pass, and so do the auditors: the clock acknowledges it.
    let mut secretary = visits.holder(key(&model::keys()?, "secretary")?)?;
    let work = visits.get(&mut secretary, "/work")?.text;
    assert!(work.contains(COMPLAINT) && work.contains("acknowledge the complaint"), "{work}");
    let_pass(&visits, "complaint/any/president#1")?;
    let page = visits.get(&mut member, COMPLAINT)?.text;
    assert!(
        page.contains("Secretary let the time pass.") && page.contains("It is the turn of: Auditors."),
        "{page}"
    );
    let_pass(&visits, "complaint/any/president#1")?;
    let page = visits.get(&mut member, COMPLAINT)?.text;
    assert!(page.contains("it happened by itself") && page.contains("3 of 5 must say the same."), "{page}");

    // The president takes no part, and the secretary does not decide.
    let keys = model::keys()?;
    let mut president = visits.holder(key(&keys, "president")?)?;
    let mut secretary = visits.holder(key(&keys, "secretary")?)?;
    let mut member = visits.member("M-00003")?;
    assert!(visits.get(&mut president, COMPLAINT)?.text.contains("You take no part in it."));
    for guest in [&mut president, &mut secretary] {
        let refused = visits.post(guest, &format!("{COMPLAINT}/speak"), &[("voice", "against")])?;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!visits.get(guest, COMPLAINT)?.text.contains("night shift"));
    }

    // The panel reads and decides; a form without an answer says so.
    let mut panel = visits.holder(key(&keys, "complaint-panel-1")?)?;
    let page = visits.get(&mut panel, COMPLAINT)?.text;
    assert!(page.contains("night shift") && !page.contains("<b>"), "{page}");
    let odd = visits.post(&mut panel, &format!("{COMPLAINT}/speak"), &[("voice", "perhaps")])?;
    assert!(odd.text.contains("Please choose yes or no."), "{}", odd.text);
    for name in ["complaint-panel-1", "complaint-panel-2", "complaint-panel-3"] {
        sign(&visits, name, &format!("{COMPLAINT}/speak"), &[("voice", "for")])?;
    }
    let page = visits.get(&mut member, COMPLAINT)?.text;
    assert!(
        page.contains("Complaint panel said yes") && page.contains("Complaint panel: 3 said yes"),
        "{page}"
    );

    // Nobody tells the parties, so the clock does, and it is over.
    let_pass(&visits, "complaint/any/president#1")?;
    let mut member = visits.member("M-00003")?;
    let page = visits.get(&mut member, COMPLAINT)?.text;
    assert!(page.contains("over: yes") && !page.contains("id=\"turn\""), "{page}");
    let spanish = {
        visits.get(&mut member, "/language/es?next=%2F")?;
        visits.get(&mut member, COMPLAINT)?.text
    };
    assert!(
        spanish.contains("terminado: sí") && spanish.contains("<h3 lang=\"en\">acknowledge the complaint"),
        "{spanish}"
    );
    nothing_private_is_public(&visits)
}

/// The words of a complaint are in no leaf and on no public page, and visitors do not see that there is one.
fn nothing_private_is_public(visits: &Visits) -> Result<()> {
    let mut member = visits.member("M-00004")?;
    for index in 0..visits.size() {
        let act = visits.get(&mut member, &format!("/record/{index}/act.json"))?;
        assert_eq!(act.status, StatusCode::OK);
        assert!(!act.text.contains("night shift") && !act.text.contains("M-00003"), "act {index}");
    }
    let public = [
        "/",
        "/docket",
        "/processes",
        "/calendar.ics",
        "/record",
        "/record/record.tar",
        "/elections",
        "/amendments",
    ];
    for path in public {
        let page = visits.get(&mut Guest::default(), path)?;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let about = ["night shift", "complaint~any~president~1", "Complaint against the president (1)"];
        assert!(about.iter().all(|words| !page.text.contains(words)), "{path}: {}", page.text);
    }
    assert_eq!(visits.get(&mut Guest::default(), COMPLAINT)?.status, StatusCode::SEE_OTHER);
    assert!(!visits.get(&mut member, COMPLAINT)?.text.contains("night shift"));
    Ok(())
}

#[test]
fn what_is_due_by_the_constitution_stands_beside_elections_in_both_languages() -> Result<()> {
    let (_folder, visits) = founded(MODEL)?;
    let mut member = visits.member("M-00003")?;
    // That somebody has left office is for those to say who hold one.
    let refused = visits.post(&mut member, "/processes/begin/vacancy~president", &[])?;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    sign(&visits, "secretary", "/processes/begin/vacancy~president", &[])?;
    let mut visitor = Guest::default();
    for path in ["/", "/docket", "/calendar.ics", "/processes"] {
        let page = visits.get(&mut visitor, path)?.text;
        assert!(page.contains("Empty office of president (1)"), "{path}: {page}");
        assert!(path == "/processes" || page.contains("officers"), "{path}");
    }
    visits.get(&mut visitor, "/language/es?next=%2F")?;
    let page = visits.get(&mut visitor, "/docket")?.text;
    assert!(
        page.contains("Cargo vacante: President (1)") && page.contains("lang=\"en\">take the empty office"),
        "{page}"
    );
    sign(&visits, "vice-president", "/processes/vacancy~president~1/speak", &[("voice", "for")])?;
    let page = visits.get(&mut visitor, "/processes/vacancy~president~1")?.text;
    assert!(page.contains("Vice-president: hecho") || page.contains("Vice president: hecho"), "{page}");
    // What needs signatures says so, and begins nothing without them.
    let before = visits.size();
    let petition = "/processes/begin/petition~special-meeting";
    let fields = [("text", "A meeting about the roof.")];
    let again = visits.post(&mut member, petition, &fields)?.text;
    assert!(
        again.contains("Please say that the signatures are there.") && again.contains("about the roof"),
        "{again}"
    );
    assert_eq!(visits.size(), before);
    let nobody = visits.post(&mut Guest::default(), petition, &fields)?;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    let [text] = fields;
    let handed_in = visits.post(&mut member, petition, &[text, ("signatures", "yes")])?;
    let page = visits.get(&mut member, to(&handed_in))?.text;
    assert!(page.contains("Petition: special meeting (1)") && page.contains("about the roof"), "{page}");
    assert_eq!(visits.get(&mut member, "/processes/begin/nonsense")?.status, StatusCode::NOT_FOUND);
    assert_eq!(visits.get(&mut member, "/processes/nonsense~1")?.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[test]
fn nobody_floods_the_record() -> Result<()> {
    let (_folder, visits) = founded(MODEL)?;
    let mut member = visits.member("M-00003")?;
    let mut begin =
        || visits.post(&mut member, "/processes/begin/complaint~any~president", &[("text", WORDS)]);
    for _ in 0..20 {
        assert_eq!(begin()?.status, StatusCode::SEE_OTHER);
    }
    let before = visits.size();
    assert_eq!(begin()?.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(visits.size(), before);
    let mut other = visits.member("M-00004")?;
    let begun = visits.post(&mut other, "/processes/begin/complaint~any~treasurer", &[("text", WORDS)])?;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "others are not kept waiting");
    Ok(())
}

#[test]
fn a_power_to_put_something_off_is_shown_with_how_often_it_was_used() -> Result<()> {
    let (_folder, visits) = founded(&model::with_emergencies())?;
    let mut member = visits.member("M-00003")?;
    sign(&visits, "secretary", "/processes/begin/vacancy~treasurer", &[])?;
    let path = "/processes/vacancy~treasurer~1";
    let page = visits.get(&mut member, path)?.text;
    assert!(page.contains("By 30 days each time. Used 0 of 2 times."), "{page}");
    assert!(!page.contains("/put-off"), "a member has no such power");
    let put_off = format!("{path}/put-off");
    for name in ["president", "vice-president", "secretary", "board-member-1"] {
        sign(&visits, name, &put_off, &[("power", "0")])?;
    }
    assert!(visits.get(&mut member, path)?.text.contains("Used 1 of 2 times."));
    let mut auditors = visits.holder(key(&model::keys()?, "auditors-1")?)?;
    assert_eq!(visits.post(&mut auditors, &put_off, &[("power", "0")])?.status, StatusCode::FORBIDDEN);
    assert_eq!(visits.post(&mut auditors, &put_off, &[("power", "9")])?.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[test]
fn a_proposed_constitution_shows_both_numbers_and_is_in_force_once_the_members_decided() -> Result<()> {
    let (_folder, visits) = founded(MODEL)?;
    let accounts = "within=\"60d\" by=\"treasurer\" every=\"1y\" otherwise=\"clock\"";
    let new = MODEL.replace(accounts, accounts.trim_end_matches(" otherwise=\"clock\""));
    let mut member = visits.member("M-00003")?;
    let before = visits.size();
    let look = |guest: &mut Guest, text: &str| {
        multipart(&visits, guest, "/amendments", &[("text", text), ("go", "look")])
    };
    // What cannot be proposed comes back with its reason and stays in the form.
    let broken = new.replace("otherwise=\"lot-committee\"", "otherwise=\"lot-comittee\"");
    let line = broken.lines().position(|line| line.contains("lot-comittee")).context("a broken line")? + 1;
    for (text, reason) in [
        (" ", "Please paste the new text, or choose a file.".to_owned()),
        (MODEL, "This is the constitution in force, word for word.".to_owned()),
        (&broken, format!("Line {line}, place")),
        ("no rules at all", "Line 1, place 1:".to_owned()),
    ] {
        let page = look(&mut member, text)?;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(&reason), "{reason}: {}", page.text);
        assert!(!page.text.contains("value=\"propose\""), "{reason}");
        let kept = text.lines().last().unwrap_or_default();
        assert!(page.text.contains(kept), "{reason}: the text is lost");
    }
    assert_eq!(look(&mut Guest::default(), &new)?.status, StatusCode::SEE_OTHER);

    let both = [
        "nobody (60 days at most; 61 when one person works against it)",
        "the treasurer alone (without them 60 days at most)",
        "Keeping the accounts from the members",
    ];
    let seen = look(&mut member, &new)?.text;
    assert!(both.iter().all(|words| seen.contains(words)), "{seen}");
    assert!(
        seen.contains("a change binds only after the next election: terms, elections, pay, recall."),
        "{seen}"
    );
    assert!(seen.contains("How many people would it take?") && seen.contains("value=\"propose\""));
    let propose = [("text", new.as_str()), ("go", "propose")];
    let unsigned = multipart(&visits, &mut member, "/amendments", &propose)?.text;
    assert!(unsigned.contains("Please say that the signatures are there.") && visits.size() == before);

    // The secretary sits on the board, which may propose; the board's vote is the members' to have.
    let keys = model::keys()?;
    let mut secretary = visits.holder(key(&keys, "secretary")?)?;
    let offered = multipart(&visits, &mut secretary, "/amendments", &propose)?;
    assert_eq!(visits.sign(&mut secretary, &offered, key(&keys, "secretary")?)?.status, StatusCode::OK);
    let path = "/processes/amendment~constitution~1";
    let page = visits.get(&mut Guest::default(), path)?.text;
    assert!(both.iter().all(|words| page.contains(words)), "{page}");
    assert!(
        page.contains("How many people would it take?")
            && page.contains("If it is decided as soon as it can be")
    );
    let old = visits.site.view().state.union.as_ref().map(|u| u.program.digest.clone()).context("founded")?;

    let_pass(&visits, "amendment/constitution#1")?;
    // One person does not speak for all.
    let speak = format!("{path}/speak");
    let yes = [("voice", "for")];
    let mut treasurer = visits.holder(key(&keys, "treasurer")?)?;
    let mut secretary = visits.holder(key(&keys, "secretary")?)?;
    let mut member = visits.member("M-00003")?;
    for _ in 0..2 {
        let said = visits.post(&mut secretary, &speak, &yes)?;
        assert_eq!(to(&said), path);
    }
    assert_eq!(visits.post(&mut member, &speak, &yes)?.status, StatusCode::SEE_OTHER);
    let waits = visits.get(&mut treasurer, path)?.text;
    assert!(waits.contains("Said so far: yes, by Secretary."), "{waits}");
    let said = visits.post(&mut treasurer, &speak, &yes)?;
    assert!(to(&said).contains("recorded="), "{}", said.text);
    let_pass(&visits, "amendment/constitution#1")?;
    let page = visits.get(&mut Guest::default(), path)?.text;
    assert!(page.contains("over: yes") && both.iter().all(|words| page.contains(words)), "{page}");

    let in_force =
        visits.site.view().state.union.as_ref().map(|u| u.program.digest.clone()).context("founded")?;
    assert_ne!(in_force, old);
    let page = visits.get(&mut Guest::default(), "/constitution")?.text;
    let earlier = format!("/constitution/{}", old.trim_start_matches("sha256:"));
    assert!(page.contains(&in_force) && page.contains(&format!("href=\"{earlier}\"")), "{page}");
    let page = visits.get(&mut Guest::default(), &earlier)?.text;
    assert!(page.contains("This text is not in force.") && page.contains(&old), "{page}");
    let text = visits.get(&mut Guest::default(), &format!("{earlier}/text"))?.text;
    assert_eq!(text, rankfile_constitution::canonical(MODEL));
    let other = format!("/constitution/{}", "0".repeat(64));
    assert_eq!(visits.get(&mut Guest::default(), &other)?.status, StatusCode::NOT_FOUND);
    Ok(())
}
