//! The roll for those who keep it: search, corrections, and import with a preview. Nothing is loaded before it is signed, and
//! what is signed is the whole roll's fingerprint.

use crate::form::{Form, is_token};
use crate::frame::Frame;
use crate::guard::DOCUMENT_BYTES;
use crate::roll_view::RollView;
use crate::sign;
use crate::site::{Site, blocking};
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query};
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_constitution::step::Actor;
use rankfile_hall::state::State;
use rankfile_roll::{Mapping, Member, MemberId, Report, Roll, Standing};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// How many members stand on a page.
const ON_A_PAGE: usize = 25;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/roll", get(show))
        .route("/roll/import", get(show_import).post(import).layer(DefaultBodyLimit::max(DOCUMENT_BYTES)))
        .route("/roll/export.csv", get(export))
        .route("/roll/member", get(show_new).post(correct))
        .route("/roll/member/{id}", get(show_member))
}

#[derive(Template)]
#[template(path = "roll/list.html")]
struct List {
    frame: Frame,
    words: String,
    total: String,
    members: Vec<Row>,
    newer: Option<usize>,
    older: Option<usize>,
    keeper: bool,
    loaded: bool,
}

struct Row {
    id: String,
    path: String,
    name: String,
    unit: String,
    good: bool,
    why: String,
}

async fn show(visitor: Visitor, Query(query): Query<BTreeMap<String, String>>) -> Response {
    let words = query.get("q").cloned().unwrap_or_default();
    let from = query.get("from").and_then(|from| from.parse().ok()).unwrap_or(0);
    let page = list(&visitor, words, from).await;
    respond(&visitor, page)
}

fn respond(visitor: &Visitor, page: Result<String, Trouble>) -> Response {
    match page {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(visitor),
    }
}

/// The visitor's role, if it may read the roll.
fn reader(visitor: &Visitor) -> Result<String, Trouble> {
    let view = visitor.site.view();
    let (_, role) = visitor.need_role(&view.state, &[])?;
    if may_read(&view.state, &role) { Ok(role) } else { Err(Trouble::NotYours) }
}

/// The visitor's role, if it keeps the roll.
fn keeper(visitor: &Visitor) -> Result<String, Trouble> {
    let role = reader(visitor)?;
    if is_keeper(&visitor.site.view().state, &role) { Ok(role) } else { Err(Trouble::NotYours) }
}

/// The roll in force; empty before the first is loaded.
async fn current(visitor: &Visitor) -> Result<Option<std::sync::Arc<RollView>>, Trouble> {
    if visitor.site.view().state.roll.is_none() {
        return Ok(None);
    }
    visitor.site.roll().await.map(Some)
}

async fn list(visitor: &Visitor, words: String, from: usize) -> Result<String, Trouble> {
    reader(visitor)?;
    let roll = current(visitor).await?;
    let (found, total) = roll.as_ref().map_or((Vec::new(), 0), |roll| roll.search(&words, from, ON_A_PAGE));
    let row = |member: &&Member| Row {
        id: member.member_id.as_str().to_owned(),
        path: crate::form::encode(member.member_id.as_str()),
        name: member.name.clone().unwrap_or_default(),
        unit: member.unit.clone().unwrap_or_default(),
        good: member.standing == Standing::Good,
        why: match &member.standing {
            Standing::Good => String::new(),
            Standing::NotGood(why) => why.clone(),
        },
    };
    let page = List {
        total: visitor.words.number(total as i64),
        members: found.iter().map(row).collect(),
        newer: (from > 0).then(|| from.saturating_sub(ON_A_PAGE)),
        older: (from + ON_A_PAGE < total).then_some(from + ON_A_PAGE),
        keeper: keeper(visitor).is_ok(),
        loaded: roll.is_some(),
        words,
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "roll/member.html")]
struct MemberPage {
    frame: Frame,
    frozen: Option<String>,
    fields: Fields,
    is_new: bool,
    error: Option<String>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Fields {
    before: String,
    member_id: String,
    name: String,
    email: String,
    phone: String,
    address: String,
    unit: String,
    joined: String,
    standing: String,
    why: String,
}

async fn show_new(visitor: Visitor) -> Response {
    let page = keeper(&visitor).and_then(|_| member_page(&visitor, Fields::default(), None));
    respond(&visitor, page)
}

async fn show_member(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = async {
        keeper(&visitor)?;
        let roll = current(&visitor).await?.ok_or(Trouble::NotFound)?;
        let member = roll.member(&id).ok_or(Trouble::NotFound)?;
        member_page(&visitor, Fields::of(member), None)
    };
    let page = page.await;
    respond(&visitor, page)
}

fn member_page(visitor: &Visitor, fields: Fields, error: Option<String>) -> Result<String, Trouble> {
    let is_new = fields.before.is_empty();
    Ok(MemberPage { frame: Frame::of(visitor), frozen: frozen(visitor), fields, is_new, error }.render()?)
}

impl Fields {
    fn of(member: &Member) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let (standing, why) = match &member.standing {
            Standing::Good => ("good", String::new()),
            Standing::NotGood(why) => ("not-good", why.clone()),
        };
        Self {
            before: member.member_id.as_str().to_owned(),
            member_id: member.member_id.as_str().to_owned(),
            name: text(&member.name),
            email: text(&member.email),
            phone: text(&member.phone),
            address: text(&member.address),
            unit: text(&member.unit),
            joined: member.joined.map(|day| day.to_string()).unwrap_or_default(),
            standing: standing.to_owned(),
            why,
        }
    }

    /// The member these fields describe; what the form does not show is kept from the one before.
    fn member(&self, before: Option<&Member>) -> Result<Member, jiff::Error> {
        let text = |value: &str| Some(value.trim().replace("\r\n", "\n")).filter(|value| !value.is_empty());
        let joined = self.joined.trim();
        let why = text(&self.why).unwrap_or_else(|| "not stated".to_owned());
        let standing = if self.standing == "good" { Standing::Good } else { Standing::NotGood(why) };
        Ok(Member {
            member_id: MemberId::new(self.member_id.trim()),
            name: text(&self.name),
            email: text(&self.email),
            phone: text(&self.phone),
            address: text(&self.address),
            unit: text(&self.unit),
            joined: if joined.is_empty() { None } else { Some(joined.parse()?) },
            standing,
            extra: before.map(|member| member.extra.clone()).unwrap_or_default(),
        })
    }
}

/// Corrects a member or adds one: the roll with that one difference is drawn up and signed.
async fn correct(form: Form<Fields>) -> Response {
    let (visitor, fields) = (&form.visitor, &form.fields);
    let offered = async {
        let role = keeper(visitor)?;
        let roll = current(visitor).await?;
        let members = roll.as_ref().map(|roll| roll.members().to_vec()).unwrap_or_default();
        let before = members.iter().find(|member| member.member_id.as_str() == fields.before).cloned();
        let member = match fields.member(before.as_ref()) {
            Ok(member) => member,
            Err(_) => return Ok(Err(visitor.words.say("roll-joined-odd"))),
        };
        let same = |other: &Member| other.member_id.key() == member.member_id.key();
        if members.iter().any(|other| same(other) && other.member_id.as_str() != fields.before) {
            return Ok(Err(visitor.words.say("roll-number-taken")));
        }
        let mut changed: Vec<Member> =
            members.into_iter().filter(|other| other.member_id.as_str() != fields.before).collect();
        changed.push(member);
        let made = blocking(move || Ok(Roll::make(changed))).await?;
        match made {
            Ok(roll) => offer(visitor, roll, &role).await.map(Ok),
            Err(why) => Ok(Err(why.to_string())),
        }
    };
    match offered.await {
        Ok(Ok(response)) => response,
        Ok(Err(why)) => respond(visitor, member_page(visitor, fields.clone(), Some(why))),
        Err(trouble) => trouble.page(visitor),
    }
}

/// Leads to the signature of a whole roll.
async fn offer(visitor: &Visitor, roll: Roll, role: &str) -> Result<Response, Trouble> {
    let mut rng = visitor.site.rng();
    let draft =
        visitor.site.read(move |reader| Ok(rankfile_clerk::roll::load(reader, &roll, &mut rng)?)).await?;
    sign::offer(visitor, draft, role, "/work")
}

#[derive(Template)]
#[template(path = "roll/import.html")]
struct ImportPage {
    frame: Frame,
    frozen: Option<String>,
    mapping: String,
    preview: Option<Preview>,
    error: Option<String>,
}

struct Preview {
    report: String,
    clean: bool,
    members: String,
    good: String,
    changes: Vec<(String, String)>,
    sign: String,
}

async fn show_import(visitor: Visitor) -> Response {
    let page = keeper(&visitor).and_then(|_| import_page(&visitor, String::new(), None, None));
    respond(&visitor, page)
}

fn import_page(
    visitor: &Visitor,
    mapping: String,
    preview: Option<Preview>,
    error: Option<String>,
) -> Result<String, Trouble> {
    Ok(ImportPage { frame: Frame::of(visitor), frozen: frozen(visitor), mapping, preview, error }.render()?)
}

/// The election whose voters stand in the very roll in force, since the clock froze it, and whose ballot is not set yet: were
/// the roll changed now, nobody could make credentials for them.
fn frozen(visitor: &Visitor) -> Option<String> {
    let view = visitor.site.view();
    let roll = view.state.roll.as_ref()?;
    let mut elections = view.state.elections.values();
    let waits = elections.find(|election| {
        let is_this = election.frozen.as_ref().is_some_and(|frozen| frozen.root == roll.good_root);
        is_this && election.ballot.is_none() && election.void.is_none()
    })?;
    Some(Telling::new(&visitor.words, &view.state).election(&waits.id))
}

/// Reads a file, shows what it would do, and has the roll ready to be signed.
async fn import(visitor: Visitor, form: Multipart) -> Response {
    match preview(&visitor, form).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn preview(visitor: &Visitor, mut form: Multipart) -> Result<String, Trouble> {
    let too_large = |_| Trouble::Malformed(visitor.words.say("trouble-body-too-large"));
    let (mut token, mut mapping, mut file) = (String::new(), String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(too_large)? {
        match field.name().unwrap_or_default() {
            "token" => token = field.text().await.map_err(too_large)?,
            "mapping" => mapping = field.text().await.map_err(too_large)?,
            "file" => file = field.bytes().await.map_err(too_large)?.to_vec(),
            _ => {}
        }
    }
    if !is_token(visitor, &token) {
        return Err(Trouble::Forged);
    }
    let role = keeper(visitor)?;
    let mut rules =
        Mapping { employer_domains: visitor.site.settings().employers.clone(), ..Mapping::default() };
    for entry in mapping.lines().filter(|line| !line.trim().is_empty()) {
        rules = match rules.with(entry) {
            Ok(rules) => rules,
            Err(why) => return import_page(visitor, mapping, None, Some(why.to_string())),
        };
    }
    if file.is_empty() {
        let missing = visitor.words.say("roll-no-file");
        return import_page(visitor, mapping, None, Some(missing));
    }
    let read = blocking(move || {
        let import = rankfile_roll::parse(&file, &rules);
        Ok((import.report().clone(), import.rows().ok()))
    });
    let (report, roll) = read.await?;
    let preview = match roll {
        Some(roll) => ready(visitor, &report, roll, &role).await?,
        None => Preview {
            report: report.render(),
            clean: false,
            members: String::new(),
            good: String::new(),
            changes: Vec::new(),
            sign: String::new(),
        },
    };
    import_page(visitor, mapping, Some(preview), None)
}

async fn ready(visitor: &Visitor, report: &Report, roll: Roll, role: &str) -> Result<Preview, Trouble> {
    let w = &visitor.words;
    let before = current(visitor).await?;
    let changes = changes(visitor, before.as_deref(), &roll);
    let good = roll.members().iter().filter(|member| member.standing == Standing::Good).count();
    let members = roll.members().len();
    let mut rng = visitor.site.rng();
    let draft =
        visitor.site.read(move |reader| Ok(rankfile_clerk::roll::load(reader, &roll, &mut rng)?)).await?;
    let sign = sign::prepare(visitor, draft, role, "/work")?;
    Ok(Preview {
        report: report.render(),
        clean: true,
        members: w.number(members as i64),
        good: w.number(good as i64),
        changes,
        sign,
    })
}

/// How many members come, go, or change, against the roll in force.
fn changes(visitor: &Visitor, before: Option<&RollView>, roll: &Roll) -> Vec<(String, String)> {
    let w = &visitor.words;
    let old: HashMap<String, &Member> =
        before.into_iter().flat_map(|view| view.members()).map(|m| (m.member_id.key(), m)).collect();
    let (mut added, mut changed, mut lost_standing, mut seen) = (0, 0, 0, 0);
    for member in roll.members() {
        match old.get(&member.member_id.key()) {
            None => added += 1,
            Some(other) => {
                seen += 1;
                changed += i64::from(*other != member);
                let lost = other.standing == Standing::Good && member.standing != Standing::Good;
                lost_standing += i64::from(lost);
            }
        }
    }
    let gone = old.len() as i64 - seen;
    [
        ("roll-added", added),
        ("roll-gone", gone),
        ("roll-changed", changed),
        ("roll-lost-standing", lost_standing),
    ]
    .into_iter()
    .map(|(id, count)| (w.say(id), w.number(count)))
    .collect()
}

/// The roll as a file, for its keeper.
async fn export(visitor: Visitor) -> Response {
    let made = async {
        keeper(&visitor)?;
        let roll = current(&visitor).await?.ok_or(Trouble::NotFound)?;
        let roll = Roll::make(roll.members().to_vec()).map_err(|why| Trouble::NotYet(why.to_string()))?;
        Ok(rankfile_roll::render_csv(&roll))
    };
    match made.await {
        Ok(text) => {
            let name = "attachment; filename=\"roll.csv\"";
            ([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)], text)
                .into_response()
        }
        Err(trouble) => Trouble::page(trouble, &visitor),
    }
}

/// Whether a role may read the roll: its keeper, and the committees that need addresses for notices and credentials.
pub fn may_read(state: &State, role: &str) -> bool {
    let Some(union) = &state.union else { return false };
    is_keeper(state, role)
        || union.program.elections.iter().any(|plan| {
            let bears = |step: &str| {
                let rungs = plan.step(step).map(|step| step.bearers.as_slice()).unwrap_or_default();
                rungs.iter().any(|rung| is(&rung.who, role))
            };
            bears("ballot") || bears("eligibility") || bears("nomination-notice")
        })
}

/// Whether a role keeps the roll.
pub fn is_keeper(state: &State, role: &str) -> bool {
    state.union.as_ref().is_some_and(|union| is(&union.program.standing.kept_by, role))
}

fn is(who: &Actor, role: &str) -> bool {
    match who {
        Actor::Office(id) => id.0 == role,
        Actor::Body(id) => id.0 == role,
        _ => false,
    }
}
