//! The observer's page: everything of an election that is fixed and can be compared, what to download, and how to check it
//! with programs of one's own. Anybody can look; nobody is asked who they are.

use super::overview::{find, phase};
use crate::frame::Frame;
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_hall::election::state::Election;
use rankfile_store::queue::View;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/elections/{id}/observe", get(show))
}

#[derive(Template)]
#[template(path = "election/observe.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    phase: &'static str,
    stages: Vec<Stage>,
    uuid: Option<String>,
    checkpoint: String,
    vkey: String,
}

/// Something that is fixed at a stage, or will be.
struct Stage {
    what: String,
    done: bool,
    facts: Vec<Fact>,
}

struct Fact {
    name: String,
    value: String,
    is_code: bool,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    let page = || -> Result<String, Trouble> {
        let view = visitor.site.view();
        let election = find(&view.state, &id)?;
        let page = Page {
            id: id.clone(),
            name: Telling::new(&visitor.words, &view.state).election(&election.id),
            phase: phase(election, visitor.site.now()),
            stages: stages(&visitor, &view, election),
            uuid: election.ballot.as_ref().map(|ballot| ballot.uuid.clone()),
            checkpoint: view.checkpoint.clone(),
            vkey: view.vkey.clone(),
            frame: Frame::of(&visitor),
        };
        Ok(page.render()?)
    };
    match page() {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

/// What is fixed, in the order in which it is.
fn stages(visitor: &Visitor, view: &View, election: &Election) -> Vec<Stage> {
    let w = &visitor.words;
    let text = |id: &str, value: String| Fact { name: w.say(id), value, is_code: false };
    let code = |id: &str, value: String| Fact { name: w.say(id), value, is_code: true };
    let number = |n: u64| w.number(n as i64);
    let stage = |id: &str, done: bool, facts: Vec<Fact>| Stage { what: w.say(id), done, facts };
    let of_all = |n: usize| w.two("observe-of", "n", n as i64, "all", i64::from(election.plan.key_holders));

    let roll = election.frozen.iter().flat_map(|frozen| {
        [text("fact-eligible", number(frozen.eligible)), code("observe-fingerprint", frozen.root.clone())]
    });
    let presented = election.holders.iter().filter(|holder| holder.trustee.is_some()).count();
    let mut keys = vec![text("observe-presented", of_all(presented))];
    keys.extend(election.holders.iter().zip(1_i64..).map(|(holder, n)| Fact {
        name: w.one("role-key-holder", "n", n),
        value: holder.key.fingerprint(),
        is_code: true,
    }));
    let ballot = election.ballot.iter().map(|ballot| code("observe-fingerprint", ballot.fingerprint.clone()));
    let head = view.boxes.get(&election.id);
    let cast = head.into_iter().flat_map(|head| {
        let mut facts =
            vec![text("observe-ballots", number(head.ballots)), text("fact-voted", number(head.voters))];
        if head.ballots > 0 {
            facts.push(code("observe-head", head.head.clone()));
        }
        facts
    });
    let tally = election.tally.iter().flat_map(|tally| {
        [text("observe-counted", number(tally.counted)), code("observe-fingerprint", tally.tally.clone())]
    });
    let opened = election.holders.iter().filter(|holder| holder.share.is_some()).count();
    let decided = election.protests.values().filter(|upheld| upheld.is_some()).count();
    let protests = [
        text("observe-filed", number(election.protests.len() as u64)),
        text("observe-decided", number(decided as u64)),
    ];
    vec![
        stage("observe-roll", election.frozen.is_some(), roll.collect()),
        stage("observe-keys", presented > 0 && election.is_done("keys"), keys),
        stage("observe-ballot", election.ballot.is_some(), ballot.collect()),
        stage("observe-box", election.is_done("close"), cast.collect()),
        stage("observe-tally", election.tally.is_some(), tally.collect()),
        stage("observe-opened", election.is_done("result"), vec![text("observe-parts", of_all(opened))]),
        stage("observe-protests", election.is_done("protest"), protests.into()),
    ]
}
