//! What officers do to prepare and to close an election: call it, serve notices, decide who may stand, freeze the roll, appoint
//! key holders, certify. Each page shows what will be signed; the signing page signs it.

use super::overview::{find, names_of_everybody, voting_closes};
use crate::form::Form;
use crate::frame::{Frame, role_title};
use crate::sign;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_clerk::Draft;
use rankfile_clerk::election as clerk;
use rankfile_hall::election::command::{Candidacy, Command, ElectionId, Finding, Notice};
use rankfile_hall::election::due;
use rankfile_hall::election::state::{Election, Status};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/call", get(show_call).post(call))
        .route("/elections/{id}/notice/{which}", get(show_notice).post(notice))
        .route("/elections/{id}/eligibility", get(show_eligibility).post(find_eligibility))
        .route("/elections/{id}/freeze", get(show_freeze).post(freeze))
        .route("/elections/{id}/holders", get(show_holders).post(appoint))
        .route("/elections/{id}/certify", get(show_certify).post(certify))
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

/// Leads to the signing page, or says why not.
fn offer(visitor: &Visitor, draft: Result<Draft, Trouble>) -> Response {
    let offered = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let (_, role) = visitor.need_role(&view.state, &[])?;
        sign::offer(visitor, draft?, &role, "/work")
    };
    offered().unwrap_or_else(|trouble| trouble.page(visitor))
}

/// An officer's page about an election, or no.
fn officer<'s>(
    visitor: &Visitor,
    state: &'s rankfile_hall::state::State,
    id: &str,
) -> Result<&'s Election, Trouble> {
    visitor.need_role(state, &[])?;
    find(state, id)
}

#[derive(Template)]
#[template(path = "election/call.html")]
struct CallPage {
    frame: Frame,
    id: String,
    name: String,
    first: String,
    last: String,
    words_first: String,
    words_last: String,
}

async fn show_call(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = || -> Result<String, Trouble> {
        let (site, w) = (&visitor.site, &visitor.words);
        let view = site.view();
        let election = officer(&visitor, &view.state, &id)?;
        let zone = site.zone().ok_or(Trouble::NotFound)?;
        let (first, last) = clerk::voting_window(&view.state, &election.id, site.now())?;
        let page = CallPage {
            id: id.clone(),
            name: Telling::new(w, &view.state).election(&election.id),
            first: zone.date(first).to_string(),
            last: zone.date(last).to_string(),
            words_first: w.date(first),
            words_last: w.date(last),
            frame: Frame::of(&visitor),
        };
        Ok(page.render()?)
    };
    respond(&visitor, page())
}

#[derive(Deserialize)]
struct Day {
    day: String,
}

async fn call(Path(id): Path<String>, form: Form<Day>) -> Response {
    let visitor = &form.visitor;
    let draft = || -> Result<Draft, Trouble> {
        let site = &visitor.site;
        let view = site.view();
        let election = ElectionId(id);
        let zone = site.zone().ok_or(Trouble::NotFound)?;
        let odd = |_| Trouble::Malformed(visitor.words.say("call-day-odd"));
        let day: jiff::civil::Date = form.fields.day.trim().parse().map_err(odd)?;
        let (first, last) = clerk::voting_window(&view.state, &election, site.now())?;
        // The first lawful instant may lie within its day; from the next day on, voting opens when the day begins.
        let opens = if zone.date(first) == day { first } else { zone.start_of(day) };
        let opens = if zone.date(last) == day { opens.min(last) } else { opens };
        Ok(clerk::call(&view.state, &election, Some(opens), site.now())?)
    };
    offer(visitor, draft())
}

#[derive(Template)]
#[template(path = "election/notice.html")]
struct NoticePage {
    frame: Frame,
    id: String,
    name: String,
    which: String,
    text: String,
    channels: Vec<(String, String, u64)>,
}

fn which(text: &str) -> Result<Notice, Trouble> {
    match text {
        "nominations" => Ok(Notice::Nominations),
        "election" => Ok(Notice::Election),
        _ => Err(Trouble::NotFound),
    }
}

async fn show_notice(visitor: Visitor, Path((id, kind)): Path<(String, String)>) -> Response {
    let page = notice_page(&visitor, &id, &kind).await;
    respond(&visitor, page)
}

async fn notice_page(visitor: &Visitor, id: &str, kind: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = officer(visitor, &view.state, id)?;
    let terms = match which(kind)? {
        Notice::Nominations => &election.plan.nomination.notice,
        Notice::Election => &election.plan.notice,
    };
    let roll = site.roll().await?;
    let good = || roll.members().iter().filter(|member| member.standing == rankfile_roll::Standing::Good);
    let by_mail = good().filter(|member| member.email.is_some()).count() as u64;
    let by_post = good().filter(|member| member.address.is_some()).count() as u64;
    let channel = |channel: &String| match channel.as_str() {
        "email" => (channel.clone(), w.say("channel-email"), by_mail),
        "post" => (channel.clone(), w.say("channel-post"), by_post),
        _ => (channel.clone(), channel.clone(), 0),
    };
    let offices: Vec<String> =
        election.plan.offices.iter().map(|id| role_title(&view.state, &id.0)).collect();
    // The notice of nominations tells when they open and close; what it is served for is not dated before.
    let nominations = || due::foreseen(view.state.union.as_ref()?, election, "nominate", site.now());
    let voting = || Some((election.voting_opens?, voting_closes(&view.state, election)?));
    let times = if kind == "nominations" { nominations() } else { voting() };
    let (opens, closes) = times.map(|(from, until)| (w.from(from), w.until(until))).unwrap_or_default();
    let text = w.with(
        if kind == "nominations" { "notice-text-nominations" } else { "notice-text-election" },
        &[
            ("union", site.union_name().into()),
            ("offices", offices.join(", ").into()),
            ("opens", opens.into()),
            ("closes", closes.into()),
            ("url", format!("{}/elections/{id}", site.settings().public_url).into()),
        ],
    );
    let page = NoticePage {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        which: kind.to_owned(),
        text,
        channels: terms.channels.iter().map(channel).collect(),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

async fn notice(Path((id, kind)): Path<(String, String)>, form: Form<BTreeMap<String, String>>) -> Response {
    let (visitor, fields) = (&form.visitor, &form.fields);
    let draft = || -> Result<Draft, Trouble> {
        let text = fields.get("text").map_or("", |text| text.trim()).replace("\r\n", "\n");
        if text.is_empty() {
            return Err(Trouble::Malformed(visitor.words.say("notice-empty")));
        }
        let mut sent = BTreeMap::new();
        for (name, value) in fields.iter().filter_map(|(n, v)| Some((n.strip_prefix("sent-")?, v))) {
            let odd = |_| Trouble::Malformed(visitor.words.say("notice-count-odd"));
            sent.insert(name.to_owned(), value.trim().parse::<u64>().map_err(odd)?);
        }
        Ok(clerk::notice(&ElectionId(id), which(&kind)?, sent, &text))
    };
    offer(visitor, draft())
}

#[derive(Template)]
#[template(path = "election/eligibility.html")]
struct EligibilityPage {
    frame: Frame,
    id: String,
    name: String,
    grounds: Vec<(String, String)>,
    nominees: Vec<Nominee>,
}

struct Nominee {
    candidacy: String,
    name: String,
    office: String,
    months: String,
    good: bool,
    known: bool,
}

/// A ground as the constitution names it, and as people read it.
fn said(w: &crate::words::Words, ground: &str) -> (String, String) {
    let id = format!("ground-{ground}");
    (ground.to_owned(), if w.knows(&id) { w.say(&id) } else { ground.replace('-', " ") })
}

async fn show_eligibility(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = eligibility_page(&visitor, &id).await;
    respond(&visitor, page)
}

async fn eligibility_page(visitor: &Visitor, id: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = officer(visitor, &view.state, id)?;
    let names = names_of_everybody(site).await?;
    let roll = site.roll().await?;
    let waiting: Vec<Candidacy> = election
        .candidacies
        .iter()
        .filter(|(_, standing)| standing.status == Status::Accepted)
        .map(|(candidacy, _)| candidacy.clone())
        .collect();
    let asked = waiting.clone();
    let members = site
        .read(move |reader| {
            asked.iter().map(|c| Ok(clerk::nominee(reader, c)?)).collect::<Result<Vec<_>, Trouble>>()
        })
        .await?;
    let closed = election.step("nominate").map_or_else(|| site.now(), |step| step.due_at);
    let day = site.zone().map(|zone| zone.date(closed));
    let nominee = |(candidacy, member): (Candidacy, Option<String>)| {
        let member = member.as_deref().and_then(|id| roll.member(id));
        let joined = member.and_then(|member| member.joined).zip(day);
        let office = election.candidacies.get(&candidacy).map(|s| role_title(&view.state, &s.office.0));
        Nominee {
            name: names.get(&candidacy.0).cloned().unwrap_or_else(|| w.say("home-name-erased")),
            office: office.unwrap_or_default(),
            months: joined.map(|(joined, day)| months(joined, day).to_string()).unwrap_or_default(),
            good: member.is_some_and(|member| member.standing == rankfile_roll::Standing::Good),
            known: member.is_some(),
            candidacy: candidacy.0,
        }
    };
    let page = EligibilityPage {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        grounds: election.plan.eligibility.excluded.iter().map(|ground| said(w, ground)).collect(),
        nominees: waiting.into_iter().zip(members).map(nominee).collect(),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

/// Whole months from one day to another.
fn months(from: jiff::civil::Date, to: jiff::civil::Date) -> i64 {
    let whole = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
        - i64::from(from.month());
    (whole - i64::from(to.day() < from.day())).max(0)
}

#[derive(Deserialize)]
struct Found {
    candidacy: String,
    months: String,
    standing: String,
    #[serde(default)]
    excluded: Vec<String>,
}

async fn find_eligibility(Path(id): Path<String>, form: Form<Found>) -> Response {
    let (visitor, fields) = (&form.visitor, &form.fields);
    let draft = || -> Result<Draft, Trouble> {
        let odd = |_| Trouble::Malformed(visitor.words.say("eligibility-months-odd"));
        let finding = Finding {
            member_months: fields.months.trim().parse().map_err(odd)?,
            good_standing: fields.standing == "good",
            excluded_by: fields.excluded.clone(),
        };
        let candidacy = Candidacy(fields.candidacy.clone());
        Ok(Draft::new(Command::FindEligibility { election: ElectionId(id.clone()), candidacy, finding }))
    };
    let offered = || -> Result<Response, Trouble> {
        let view = visitor.site.view();
        let (_, role) = visitor.need_role(&view.state, &[])?;
        sign::offer(visitor, draft()?, &role, &format!("/elections/{id}/eligibility"))
    };
    offered().unwrap_or_else(|trouble| trouble.page(visitor))
}

#[derive(Template)]
#[template(path = "election/freeze.html")]
struct FreezePage {
    frame: Frame,
    id: String,
    name: String,
    members: u64,
    good: u64,
}

async fn show_freeze(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = || -> Result<String, Trouble> {
        let view = visitor.site.view();
        let election = officer(&visitor, &view.state, &id)?;
        let missing = || Trouble::NotYet(visitor.words.say("freeze-no-roll"));
        let roll = view.state.roll.as_ref().ok_or_else(missing)?;
        let page = FreezePage {
            id: id.clone(),
            name: Telling::new(&visitor.words, &view.state).election(&election.id),
            members: roll.members,
            good: roll.in_good_standing,
            frame: Frame::of(&visitor),
        };
        Ok(page.render()?)
    };
    respond(&visitor, page())
}

async fn freeze(Path(id): Path<String>, form: Form<BTreeMap<String, String>>) -> Response {
    let visitor = &form.visitor;
    if let Err(trouble) = visitor.need_role(&visitor.site.view().state, &[]) {
        return trouble.page(visitor);
    }
    let mut rng = visitor.site.rng();
    let draft = visitor
        .site
        .read(move |reader| Ok(rankfile_clerk::roll::freeze(reader, &ElectionId(id), &mut rng)?))
        .await;
    offer(visitor, draft)
}

#[derive(Template)]
#[template(path = "election/holders.html")]
struct HoldersPage {
    frame: Frame,
    id: String,
    name: String,
    holders: Vec<Holder>,
    faulty: bool,
}

struct Holder {
    number: u8,
    fingerprint: Option<String>,
    presented: bool,
    asked: String,
    error: Option<String>,
}

async fn show_holders(visitor: Visitor, Path(id): Path<String>) -> Response {
    respond(&visitor, holders_page(&visitor, &id, &[]))
}

/// The form, with what was written into it; what is no key is said beside its field.
fn holders_page(visitor: &Visitor, id: &str, asked: &[String]) -> Result<String, Trouble> {
    let view = visitor.site.view();
    let election = officer(visitor, &view.state, id)?;
    let holder = |number: u8| {
        let place = usize::from(number) - 1;
        let known = election.holders.get(place);
        let asked = asked.get(place);
        let read = asked.and_then(|text| crate::pages::keys::read_key(visitor, text).err());
        Holder {
            number,
            fingerprint: known.map(|holder| holder.key.fingerprint()),
            presented: known.is_some_and(|holder| holder.trustee.is_some()),
            asked: asked.cloned().unwrap_or_default(),
            error: read.map(|_| visitor.words.say("keys-odd")),
        }
    };
    let holders: Vec<Holder> = (1..=election.plan.key_holders).map(holder).collect();
    let page = HoldersPage {
        id: id.to_owned(),
        name: Telling::new(&visitor.words, &view.state).election(&election.id),
        faulty: holders.iter().any(|holder| holder.error.is_some()),
        holders,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

#[derive(Deserialize)]
struct Holders {
    #[serde(default)]
    key: Vec<String>,
}

async fn appoint(Path(id): Path<String>, form: Form<Holders>) -> Response {
    let visitor = &form.visitor;
    let draft = || -> Result<Draft, Trouble> {
        let keys = form.fields.key.iter().map(|text| crate::pages::keys::read_key(visitor, text));
        let holders: Vec<_> = keys.collect::<Result<_, Trouble>>()?;
        Ok(Draft::new(Command::AppointKeyHolders { election: ElectionId(id.clone()), holders }))
    };
    match draft() {
        Err(Trouble::Malformed(_)) => respond(visitor, holders_page(visitor, &id, &form.fields.key)),
        draft => offer(visitor, draft),
    }
}

#[derive(Template)]
#[template(path = "election/certify.html")]
struct CertifyPage {
    frame: Frame,
    id: String,
    name: String,
}

async fn show_certify(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = || -> Result<String, Trouble> {
        let view = visitor.site.view();
        let election = officer(&visitor, &view.state, &id)?;
        let name = Telling::new(&visitor.words, &view.state).election(&election.id);
        Ok(CertifyPage { frame: Frame::of(&visitor), id: id.clone(), name }.render()?)
    };
    respond(&visitor, page())
}

async fn certify(Path(id): Path<String>, form: Form<BTreeMap<String, String>>) -> Response {
    offer(&form.visitor, Ok(Draft::new(Command::Certify { election: ElectionId(id) })))
}

#[cfg(test)]
mod tests {
    use super::months;
    use jiff::civil::date;

    #[test]
    fn months_are_whole_ones() {
        for (from, to, whole) in [
            (date(2026, 1, 15), date(2026, 7, 14), 5),
            (date(2026, 1, 15), date(2026, 7, 15), 6),
            (date(2025, 12, 31), date(2026, 2, 28), 1),
            (date(2026, 7, 1), date(2026, 6, 1), 0),
        ] {
            assert_eq!(months(from, to), whole, "{from} {to}");
        }
    }
}
