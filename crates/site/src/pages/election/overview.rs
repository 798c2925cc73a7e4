//! All elections, and one election: where it stands, its timeline from call to installation, who stands for what, and the
//! way to everything somebody can do now.

use crate::frame::{Frame, role_title};
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_hall::election::ballot_paper::Statement;
use rankfile_hall::election::command::{Candidacy, ElectionId};
use rankfile_hall::election::due;
use rankfile_hall::election::effect::How;
use rankfile_hall::election::state::{Election, Status};
use rankfile_hall::state::State;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/elections", get(list)).route("/elections/{id}", get(one))
}

/// Names behind candidacies of every election, as far as they were not erased.
pub async fn names_of_everybody(site: &Site) -> Result<BTreeMap<String, String>, Trouble> {
    site.read(|reader| {
        let openings = reader.openings(None, Some(rankfile_clerk::election::CANDIDACY))?;
        let read = |opening: &rankfile_store::contract::Opening| {
            (hex::encode(opening.commitment), String::from_utf8_lossy(&opening.value).into_owned())
        };
        Ok(openings.iter().map(read).collect())
    })
    .await
}

/// An election of the record by the id in an address.
pub fn find<'s>(state: &'s State, id: &str) -> Result<&'s Election, Trouble> {
    state.elections.get(&ElectionId(id.to_owned())).ok_or(Trouble::NotFound)
}

#[derive(Template)]
#[template(path = "election/list.html")]
struct List {
    frame: Frame,
    elections: Vec<Listed>,
}

struct Listed {
    id: String,
    name: String,
    phase: &'static str,
    kind: &'static str,
    offices: Vec<String>,
    opens: Option<String>,
}

async fn list(visitor: Visitor) -> Response {
    let page = || -> Result<String, Trouble> {
        let view = visitor.site.view();
        let (state, w, now) = (&view.state, &visitor.words, visitor.site.now());
        let telling = Telling::new(w, state);
        let listed = |election: &Election| Listed {
            id: election.id.0.clone(),
            name: telling.election(&election.id),
            phase: phase(election, now),
            kind: kind(phase(election, now)),
            offices: election.plan.offices.iter().map(|id| role_title(state, &id.0)).collect(),
            opens: election.voting_opens.map(|at| w.date(at)),
        };
        let elections = state.elections.values().rev().map(listed).collect();
        Ok(List { frame: Frame::of(&visitor), elections }.render()?)
    };
    match page() {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// Where an election stands: the id of a text.
pub fn phase(election: &Election, now: i64) -> &'static str {
    if election.void.is_some() {
        "phase-void"
    } else if election.is_done("install") {
        "phase-over"
    } else if election.is_done("certify") {
        "phase-certified"
    } else if election.is_done("result") {
        "phase-result"
    } else if election.is_done("close") {
        "phase-counting"
    } else if election.is_open(now) {
        "phase-voting"
    } else if election.is_done("call") {
        "phase-preparing"
    } else {
        "phase-awaited"
    }
}

fn kind(phase: &str) -> &'static str {
    match phase {
        "phase-voting" => "good",
        "phase-void" => "bad",
        "phase-over" | "phase-awaited" => "",
        _ => "warn",
    }
}

#[derive(Template)]
#[template(path = "election/one.html")]
struct One {
    frame: Frame,
    name: String,
    phase: &'static str,
    kind: &'static str,
    void: Option<String>,
    recorded: Option<String>,
    doings: Vec<Doing>,
    facts: Vec<(String, String)>,
    turnout: Option<u64>,
    contests: Vec<Contest>,
    steps: Vec<Step>,
    archive: Option<Archive>,
}

/// Something that can be done now.
struct Doing {
    href: String,
    text: String,
    primary: bool,
}

struct Contest {
    office: String,
    seats: u8,
    nominees: Vec<Nominee>,
    decided: bool,
}

struct Nominee {
    name: String,
    status: String,
    kind: &'static str,
    reasons: Vec<String>,
    statement: Option<String>,
}

struct Step {
    id: String,
    class: &'static str,
    what: String,
    who: String,
    when: String,
    iso: String,
    how: String,
    article: String,
    article_title: String,
}

struct Archive {
    href: String,
    uuid: String,
    fingerprint: String,
    ballots: String,
}

async fn one(
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
) -> Response {
    match page(&visitor, &id, query.get("recorded").cloned()).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(visitor: &Visitor, id: &str, recorded: Option<String>) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let (state, now) = (&view.state, site.now());
    let election = find(state, id)?;
    let telling = Telling::new(w, state);
    let names = names_of_everybody(site).await?;
    let known = election.clone();
    let said = site.read(move |reader| Ok(rankfile_clerk::election::statements(reader, &known)?)).await?;
    let phase = phase(election, now);
    let one = One {
        name: telling.election(&election.id),
        phase,
        kind: kind(phase),
        void: election.void.clone(),
        recorded: recorded.filter(|index| index.bytes().all(|b| b.is_ascii_digit())),
        doings: doings(visitor, election, now),
        facts: facts(visitor, election, &view),
        turnout: turnout(election, &view),
        contests: contests(visitor, state, election, &names, &said),
        steps: steps(visitor, &telling, election, now),
        archive: election.ballot.as_ref().map(|ballot| Archive {
            href: format!("/log/elections/{}.bel", ballot.uuid),
            uuid: ballot.uuid.clone(),
            fingerprint: ballot.fingerprint.clone(),
            ballots: w.number(election.ballots as i64),
        }),
        frame: Frame::of(visitor),
    };
    Ok(one.render()?)
}

fn doings(visitor: &Visitor, election: &Election, now: i64) -> Vec<Doing> {
    let w = &visitor.words;
    let open = |step: &str| {
        election.step(step).is_some_and(|step| step.done.is_none() && step.opens_at <= now && !step.overdue)
    };
    let mut doings = Vec::new();
    let mut add = |path: &str, text: &str, primary: bool| {
        let href = format!("/elections/{}/{path}", election.id);
        doings.push(Doing { href, text: w.say(text), primary });
    };
    if election.is_open(now) {
        add("vote", "do-vote", true);
    }
    if election.void.is_none() && election.ballot.is_some() && !election.is_done("close") {
        add("offline", "do-offline", false);
    }
    if election.void.is_none() && open("nominate") {
        add("nominate", "do-nominate", true);
    }
    if election.is_done("result") {
        add("result", "do-result", true);
    }
    if election.frozen.is_some() {
        add("voters", "do-voters", false);
    }
    if election.ballot.is_some() {
        add("find", "do-find", false);
    }
    if election.void.is_none() && open("protest") {
        add("protest", "do-protest", false);
    }
    if !election.protests.is_empty() && visitor.is_insider(&visitor.site.view().state) {
        add("protests", "do-protests", false);
    }
    if election.is_done("call") {
        add("observe", "do-observe", false);
    }
    doings
}

/// When voting closes: as it was dated, or as it will be once voting opens on its day.
pub fn voting_closes(state: &State, election: &Election) -> Option<i64> {
    let opens = election.voting_opens?;
    due::foreseen(state.union.as_ref()?, election, "close", opens).map(|(_, due_at)| due_at)
}

/// Until when a nominee can answer: nominations may still be open, and their time is counted from the end of those.
pub fn answers_until(state: &State, election: &Election) -> Option<i64> {
    let nominations = election.step("nominate")?.due_at;
    let accept = due::foreseen(state.union.as_ref()?, election, "accept", nominations);
    Some(accept.map_or(nominations, |(_, due_at)| due_at))
}

fn facts(
    visitor: &Visitor,
    election: &Election,
    view: &rankfile_store::queue::View,
) -> Vec<(String, String)> {
    let w = &visitor.words;
    let mut facts = Vec::new();
    if let Some(opens) = election.voting_opens {
        facts.push((w.say("fact-opens"), w.from(opens)));
    }
    if let Some(closes) = voting_closes(&view.state, election) {
        facts.push((w.say("fact-closes"), w.until(closes)));
    }
    if let Some(frozen) = &election.frozen {
        facts.push((w.say("fact-eligible"), w.number(frozen.eligible as i64)));
    }
    if let (Some(head), Some(frozen)) = (view.boxes.get(&election.id), &election.frozen) {
        let turnout = w.percent(head.voters, frozen.eligible);
        facts.push((w.say("fact-voted"), w.two("fact-voted-n", "n", head.voters as i64, "percent", turnout)));
    }
    facts
}

/// How many of a thousand voters have voted, for the bar below the number.
fn turnout(election: &Election, view: &rankfile_store::queue::View) -> Option<u64> {
    let (head, frozen) = view.boxes.get(&election.id).zip(election.frozen.as_ref())?;
    (head.voters * 1000).checked_div(frozen.eligible).map(|share| share.min(1000))
}

fn contests(
    visitor: &Visitor,
    state: &State,
    election: &Election,
    names: &BTreeMap<String, String>,
    said: &BTreeMap<Candidacy, Statement>,
) -> Vec<Contest> {
    let w = &visitor.words;
    let programs = state.union.as_ref().map(|union| union.program.offices.as_slice()).unwrap_or_default();
    let offices = programs.iter().filter(|office| election.plan.offices.contains(&office.id));
    let contest = |office: &rankfile_constitution::program::Office| {
        let of = election.candidacies.iter().filter(|(_, standing)| standing.office == office.id);
        // A name is opened once its bearer has consented to it standing on the ballot.
        let shown = of.filter(|(_, s)| !matches!(s.status, Status::Nominated | Status::Declined));
        let nominee = |(candidacy, standing): (&Candidacy, &rankfile_hall::election::state::Standing)| {
            let (status, kind) = match standing.status {
                Status::Eligible => ("nominee-eligible", "good"),
                Status::Ineligible => ("nominee-ineligible", "bad"),
                _ => ("nominee-accepted", ""),
            };
            let name = names.get(&candidacy.0).cloned().unwrap_or_else(|| w.say("home-name-erased"));
            Nominee {
                name,
                status: w.say(status),
                kind,
                reasons: standing.reasons.clone(),
                statement: said.get(candidacy).map(|statement| statement.text.clone()),
            }
        };
        let mut nominees: Vec<_> = shown.map(nominee).collect();
        nominees.sort_by(|one, other| one.name.cmp(&other.name));
        let decided = nominees.iter().any(|nominee| !nominee.reasons.is_empty());
        Contest { office: role_title(state, &office.id.0), seats: office.seats, nominees, decided }
    };
    offices.map(contest).filter(|contest| !contest.nominees.is_empty()).collect()
}

fn steps(visitor: &Visitor, telling: &Telling<'_>, election: &Election, now: i64) -> Vec<Step> {
    let w = &visitor.words;
    let step = |step: &rankfile_constitution::step::Step| {
        let state = election.step(&step.id.0);
        let rung = state.map_or(0, |state| state.rung);
        let bearer = rankfile_hall::election::bearer::in_turn(step, rung);
        let (class, when, iso, how) = match state {
            None => ("later", w.say("step-not-dated"), String::new(), String::new()),
            Some(state) => match &state.done {
                Some((at, how)) => {
                    ("done", w.from(*at), w.iso(*at), w.say(how_text(election, &step.id.0, how)))
                }
                None if state.overdue => {
                    ("late", w.until(state.due_at), w.iso(state.due_at), w.say("docket-late"))
                }
                None if state.opens_at <= now => {
                    let when = w.one("docket-by", "when", w.until(state.due_at));
                    ("open", when, w.iso(state.due_at), w.distance(state.due_at, now))
                }
                None => {
                    let when = w.one("docket-from", "when", w.from(state.opens_at));
                    ("later", when, w.iso(state.opens_at), w.distance(state.opens_at, now))
                }
            },
        };
        Step {
            id: step.id.0.clone(),
            class,
            what: telling.step(&step.id.0),
            who: telling.bearer(bearer),
            when,
            iso,
            how,
            article_title: telling.article(&step.article.0),
            article: step.article.0.clone(),
        }
    };
    election.plan.steps.iter().map(step).collect()
}

/// How a step ended: the id of a text.
fn how_text(election: &Election, step: &str, how: &How) -> &'static str {
    match how {
        // Its time is over and everybody has answered or declined by silence.
        How::Lapsed if step == "accept" => "how-clock",
        How::Lapsed if step == "decide-protest" && election.protests.is_empty() => "how-nothing",
        How::Acted => "how-acted",
        How::ByClock => "how-clock",
        How::Lapsed => "how-lapsed",
    }
}
