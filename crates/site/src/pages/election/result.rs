//! The result: who was elected, with bars and arithmetic, and each contest's count sheet as `rankfile count` draws it.

use super::overview::{find, names_of_everybody};
use crate::frame::{Frame, role_title};
use crate::site::Site;
use crate::telling::Telling;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use crate::words::Language;
use askama::Template;
use axum::Router;
use axum::extract::Path;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use rankfile_count::page::{PageFacts, fragment};
use rankfile_count::words::Words;
use rankfile_count::{Answer, Count, RuleSet, TieRule, plurality_in, tallied};
use rankfile_hall::election::effect::{Contest, Outcome};
use rankfile_hall::election::outcome::lot_seed;
use rankfile_hall::election::state::Election;
use rankfile_hall::state::State;
use std::collections::BTreeMap;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/elections/{id}/result", get(show))
        .route("/elections/{id}/result/{office}", get(sheet))
}

#[derive(Template)]
#[template(path = "election/result.html")]
struct Page {
    frame: Frame,
    id: String,
    name: String,
    counted: String,
    turnout: Option<String>,
    status: String,
    contests: Vec<Shown>,
    uuid: String,
}

struct Shown {
    office: String,
    office_id: String,
    seats: u8,
    rows: Vec<Row>,
    told: Told,
}

/// Sentences and the language they are in.
struct Told {
    language: &'static str,
    sentences: Vec<String>,
}

struct Row {
    name: String,
    votes: String,
    percent: String,
    width: u64,
    elected: bool,
}

async fn show(visitor: Visitor, Path(id): Path<String>) -> Response {
    match page(&visitor, &id).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn page(visitor: &Visitor, id: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = declared(visitor, &view.state, id)?;
    let names = names_of_everybody(site).await?;
    let counted = election.tally.as_ref().map_or(0, |tally| tally.counted);
    let contests = pairs(election)
        .map(|(contest, outcome)| shown(visitor, &view.state, election, contest, outcome, &names));
    let status = if election.is_done("certify") { "result-certified" } else { "result-declared" };
    let page = Page {
        id: id.to_owned(),
        name: Telling::new(w, &view.state).election(&election.id),
        counted: w.number(counted as i64),
        turnout: election.frozen.as_ref().map(|frozen| w.percent(counted, frozen.eligible)),
        status: w.say(status),
        contests: contests.collect(),
        uuid: election.ballot.as_ref().map(|ballot| ballot.uuid.clone()).unwrap_or_default(),
        frame: Frame::of(visitor),
    };
    Ok(page.render()?)
}

fn declared<'s>(visitor: &Visitor, state: &'s State, id: &str) -> Result<&'s Election, Trouble> {
    let election = find(state, id)?;
    if election.outcomes.is_empty() {
        return Err(Trouble::NotYet(visitor.words.say("result-not-yet")));
    }
    Ok(election)
}

fn pairs(election: &Election) -> impl Iterator<Item = (&Contest, &Outcome)> {
    let contests = election.ballot.as_ref().map(|ballot| ballot.contests.as_slice()).unwrap_or_default();
    contests.iter().filter_map(|contest| {
        election.outcomes.iter().find(|outcome| outcome.office == contest.office).map(|o| (contest, o))
    })
}

fn shown(
    visitor: &Visitor,
    state: &State,
    election: &Election,
    contest: &Contest,
    outcome: &Outcome,
    names: &BTreeMap<String, String>,
) -> Shown {
    let w = &visitor.words;
    let most = outcome.votes.iter().copied().max().unwrap_or(0).max(1);
    let total: u64 = outcome.votes.iter().sum::<u64>() + outcome.blank.unwrap_or(0);
    let row = |(candidacy, votes): (&rankfile_hall::election::command::Candidacy, &u64)| Row {
        name: names.get(&candidacy.0).cloned().unwrap_or_else(|| w.say("home-name-erased")),
        votes: w.number(*votes as i64),
        percent: w.percent(*votes, total),
        width: votes * 100 / most,
        elected: outcome.winners.contains(candidacy),
    };
    let mut rows: Vec<(u64, Row)> =
        contest.candidacies.iter().zip(&outcome.votes).map(|pair| (*pair.1, row(pair))).collect();
    // Where a lot decided between equals, those it fell on come first.
    let place = |(votes, row): &(u64, Row)| (std::cmp::Reverse(*votes), !row.elected, row.name.clone());
    rows.sort_by_key(place);
    let mut rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    if let Some(blank) = outcome.blank {
        rows.push(Row {
            name: w.say("result-blank"),
            votes: w.number(blank as i64),
            percent: w.percent(blank, total),
            width: (blank * 100 / most).min(100),
            elected: false,
        });
    }
    Shown {
        office: role_title(state, &contest.office.0),
        office_id: contest.office.0.clone(),
        seats: contest.seats,
        rows,
        told: told(
            speech(w.language),
            election,
            contest,
            outcome,
            &role_title(state, &contest.office.0),
            |c| names.get(c).cloned().unwrap_or_else(|| w.say("home-name-erased")),
        ),
    }
}

/// The count's words in a visitor's language.
fn speech(language: Language) -> &'static Words {
    match language {
        Language::English => Words::english(),
        Language::Spanish => Words::spanish(),
    }
}

/// The arithmetic with names in place of the commitments that the record holds. The record tells it in English; in another
/// language it is counted and told again, and shown only if the same are elected.
fn told(
    speech: &'static Words,
    election: &Election,
    contest: &Contest,
    outcome: &Outcome,
    title: &str,
    name: impl Fn(&str) -> String,
) -> Told {
    let english = speech.language == Words::english().language;
    let again = if english { None } else { retold(speech, election, contest, outcome, title, &name) };
    let language = if again.is_some() { speech.language } else { Words::english().language };
    let sentences = again.unwrap_or_else(|| named(&outcome.sentences, contest, &name));
    Told { language, sentences }
}

fn named(sentences: &[String], contest: &Contest, name: impl Fn(&str) -> String) -> Vec<String> {
    let named = |sentence: &String| {
        contest.candidacies.iter().fold(sentence.clone(), |text, c| text.replace(&c.0, &name(&c.0)))
    };
    sentences.iter().map(named).collect()
}

/// The count told again from the declared numbers; `None` if it does not elect whom the record says, or by another lot.
fn retold(
    speech: &Words,
    election: &Election,
    contest: &Contest,
    outcome: &Outcome,
    title: &str,
    name: impl Fn(&str) -> String,
) -> Option<Vec<String>> {
    let mut counted = numbers(election, contest, outcome, &name);
    title.clone_into(&mut counted.title);
    let mut answer = plurality_in(&counted, &TieRule::None, speech);
    if !matches!(answer, Ok(rankfile_count::Outcome::Decided(_))) {
        // The lot was drawn among commitments, so it is drawn among them again; and names can be alike, commitments not.
        counted.candidates = contest.candidacies.iter().map(|candidacy| candidacy.0.clone()).collect();
        let shares = election.holders.iter().filter_map(|holder| holder.share.as_ref());
        let seeds: Vec<&str> = shares.map(|(_, seed)| seed.as_str()).collect();
        let seed = lot_seed(&election.id, &seeds);
        let context = format!("{}/{}", election.id, contest.office);
        answer = plurality_in(&counted, &TieRule::Lot { seed, context }, speech);
    }
    let Ok(rankfile_count::Outcome::Decided(answer)) = answer else { return None };
    let winners = answer.winners.iter().filter_map(|winner| contest.candidacies.get(*winner));
    let sorted = |mut all: Vec<String>| {
        all.sort();
        all
    };
    let same = sorted(winners.map(|c| c.0.clone()).collect())
        == sorted(outcome.winners.iter().map(|c| c.0.clone()).collect());
    // A lot must be the one on the record, seed and all.
    let on_record = |seed: &String| outcome.sentences.iter().any(|sentence| sentence.contains(seed));
    let same = same && answer.ties.iter().all(|tie| on_record(&tie.seed));
    same.then(|| named(&answer.sentences, contest, name))
}

#[derive(Template)]
#[template(path = "election/sheet.html")]
struct Sheet {
    frame: Frame,
    id: String,
    name: String,
    title: String,
    language: &'static str,
    sheet: String,
}

/// The count sheet of one contest: the page that `rankfile count --html` writes, in the site's frame.
async fn sheet(visitor: Visitor, Path((id, office)): Path<(String, String)>) -> Response {
    match sheet_page(&visitor, &id, &office).await {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

async fn sheet_page(visitor: &Visitor, id: &str, office: &str) -> Result<String, Trouble> {
    let (site, w) = (&visitor.site, &visitor.words);
    let view = site.view();
    let election = declared(visitor, &view.state, id)?;
    let names = names_of_everybody(site).await?;
    let found = pairs(election).find(|(contest, _)| contest.office.0 == office);
    let (contest, outcome) = found.ok_or(Trouble::NotFound)?;
    let name = Telling::new(w, &view.state).election(&election.id);
    let title = role_title(&view.state, office);
    let speech = speech(w.language);
    let count = count_of(speech, election, contest, outcome, &title, |candidacy| {
        names.get(candidacy).cloned().unwrap_or_else(|| w.say("home-name-erased"))
    });
    let facts = PageFacts {
        title: title.clone(),
        union: Some(site.union_name()),
        date: election.step("result").and_then(|s| s.done.as_ref()).map(|(at, _)| w.date(*at)),
        method: w.say(if contest.seats > 1 { "result-method-block" } else { "result-method-plurality" }),
        rules: RuleSet::plurality_text().to_owned(),
        words: speech,
        ..PageFacts::default()
    };
    let sheet = fragment(&count, &facts);
    let language = speech.language;
    Ok(Sheet { frame: Frame::of(visitor), id: id.to_owned(), name, title, language, sheet }.render()?)
}

/// The decrypted totals of one contest in the shape every count has, with each candidate's view and how close it was.
fn count_of(
    speech: &'static Words,
    election: &Election,
    contest: &Contest,
    outcome: &Outcome,
    title: &str,
    name: impl Fn(&str) -> String,
) -> Count {
    let place = |winner| contest.candidacies.iter().position(|candidacy| candidacy == winner);
    let winners: Vec<usize> = outcome.winners.iter().filter_map(place).collect();
    // The record keeps a lot in its sentences alone.
    let answer = Answer {
        vacant_seats: usize::from(contest.seats).saturating_sub(winners.len()),
        winners,
        ties: Vec::new(),
        sentences: told(speech, election, contest, outcome, title, &name).sentences,
        rule_set: RuleSet::plurality(),
    };
    let counted = numbers(election, contest, outcome, name);
    tallied(&counted, &rankfile_count::Outcome::Decided(answer), speech)
}

/// The decrypted totals as the count takes them.
fn numbers(
    election: &Election,
    contest: &Contest,
    outcome: &Outcome,
    name: impl Fn(&str) -> String,
) -> rankfile_count::Contest {
    rankfile_count::Contest {
        title: contest.office.0.clone(),
        candidates: contest.candidacies.iter().map(|candidacy| name(&candidacy.0)).collect(),
        seats: contest.seats,
        votes: outcome.votes.clone(),
        blank: outcome.blank,
        ballots: election.tally.as_ref().map(|tally| tally.counted),
    }
}
