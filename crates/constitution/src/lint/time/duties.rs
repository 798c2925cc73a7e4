//! T02: what happens if nobody acts. A duty needs a bearer, a time, and a default that needs nobody: without one of the
//! three, doing nothing breaks no rule and nothing follows.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::block::Node;
use crate::document::Article;
use crate::rules::RungRule;
use crate::source::Place;
use crate::step::Span;
use crate::vocabulary::{self, Says};

/// The words that begin the lines of a ladder, what is owed on it, and an end that needs nobody.
const LADDERS: [(&str, &str, &str); 14] = [
    ("called-by", "call it", "otherwise=\"clock\""),
    ("notice-by", "serve the notices", "otherwise=\"clock\""),
    ("ballot-by", "draw up the ballot", "otherwise=\"again\""),
    ("certified-by", "certify the result", "otherwise=\"stands\""),
    ("decided-by", "decide", "a bearer drawn by lot with otherwise=\"draw-again\", or say what holds then"),
    ("acted-on-by", "act on it", "otherwise=\"clock\""),
    ("validated-by", "check it", "otherwise=\"stands\""),
    ("acknowledged-by", "acknowledge it", "otherwise=\"clock\""),
    ("screened-by", "screen it", "otherwise=\"upheld\", so that it goes on"),
    ("drawn-by", "draw the lot", "otherwise=\"clock\""),
    ("approved-by", "approve it", "otherwise=\"approved\""),
    ("ratified-by", "agree to it", "otherwise=\"lapses\""),
    ("passes-to", "do it", "otherwise=\"clock\""),
    ("roll", "freeze the roll", "otherwise=\"clock\""),
];

/// Verbs of duties that go on all the time and so have no day.
const LASTING: [&str; 14] = [
    "keep",
    "keeps",
    "hold",
    "maintain",
    "guard",
    "look",
    "lead",
    "chair",
    "preside",
    "represent",
    "sign",
    "speak",
    "protect",
    "oversee",
];

/// T02.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule) in case.constitution.rules() {
        let node = &rule.node;
        for (word, deed, end) in LADDERS {
            ladder(case, &people, article, node, (word, deed, end), findings);
        }
        let missing = match node.word.as_str() {
            "petition" => petition(node),
            "recall" => recall(case, node),
            "referendum" => referendum(node),
            "meeting" => meeting(node),
            "complaint" => complaint(case, node),
            "removal-for-cause" => removal(node),
            "hearing" => hearing(node),
            "appeal" => appeal(node),
            "duty" => duty(&people, node),
            "publication" => publication(node),
            "amendment" => amendment(node),
            _ => None,
        };
        let missing = missing.filter(|_| case.tells(node)).or_else(|| election(case, &people, node));
        if let Some(Missing { message, happens, repair, severity }) = missing {
            let story = match happens {
                Some((done, then)) => idle(case, article, &done, &then),
                None => Vec::new(),
            };
            note(findings, article, rule.place, Said { message, story, repair, ..said(severity) });
        }
    }
}

/// What is not said, and what it leads to.
struct Missing {
    message: String,
    /// What somebody does in time, and what never follows.
    happens: Option<(String, String)>,
    repair: String,
    severity: Severity,
}

fn broken(message: &str, done: &str, then: &str, repair: &str) -> Option<Missing> {
    Some(Missing {
        message: message.to_owned(),
        happens: Some((done.to_owned(), then.to_owned())),
        repair: repair.to_owned(),
        severity: Severity::Broken,
    })
}

fn said(severity: Severity) -> Said {
    Said {
        without: Some(severity),
        basis: "A duty needs a bearer, a time, and what happens if nobody acts.",
        ..Said::default()
    }
}

fn note(findings: &mut Findings<'_>, article: &Article, place: Place, said: Said) {
    findings.note(Some((&article.id, place)), said);
}

/// Somebody does their part; a year later nothing has followed.
fn idle(case: &Case<'_>, article: &Article, done: &str, then: &str) -> Vec<Event> {
    let year = Span { amount: 1, unit: crate::step::Unit::Years };
    Story::from(case.as_of).tell(&article.id, done).wait(year).tell(&article.id, then).told()
}

/// A ladder whose last line ends in nobody.
fn ladder(
    case: &Case<'_>,
    people: &People<'_>,
    article: &Article,
    node: &Node,
    (word, deed, end): (&str, &str, &str),
    findings: &mut Findings<'_>,
) {
    let lines: Vec<RungRule> = match word {
        "roll" => node.children_of(word).filter_map(|line| line.rung(line.prop("by")?.named()?)).collect(),
        _ => node.ladder(word),
    };
    let untimed = node.children_of(word).find(|line| line.prop("within").is_none());
    if let Some(line) = untimed.filter(|_| is_ladder(node, word) && case.tells(node)) {
        let who = people.the(line.texts().next().unwrap_or_default());
        let message = format!("By when {who} must {deed} is not said.");
        let repair = format!("Add within=\"30d\" and otherwise=\"...\" to the line `{word}`.");
        return note(findings, article, line.place, Said { message, repair, ..said(Severity::Broken) });
    }
    let Some(last) = lines.last() else { return };
    redrawn(people, article, last, findings);
    let is_open = match &last.otherwise {
        Some(end) => end.is == "nobody",
        None => case.tells(node),
    };
    if !is_open {
        return;
    }
    let who = people.the(&last.who.is);
    let either = if lines.len() > 1 { " either" } else { "" };
    let message = format!("If {who} does not {deed}{either}, nothing follows and no rule is broken.");
    let mut story = Story::from(case.as_of).tell(&article.id, format!("It falls due to {deed}."));
    for line in &lines {
        story = story.wait(line.within);
        story = story.tell(&article.id, format!("{} has not done it.", people.the_upper(&line.who.is)));
    }
    let year = Span { amount: 1, unit: crate::step::Unit::Years };
    let story = story.wait(year).tell(&article.id, "Still nothing, and nobody is bound to act.").told();
    let repair = format!("End the last `{word}` line with {end}.");
    note(findings, article, last.who.place, Said { message, story, repair, ..said(Severity::Broken) });
}

/// Others are to be drawn by lot, and nobody says that the bearer is drawn.
fn redrawn(people: &People<'_>, article: &Article, last: &RungRule, findings: &mut Findings<'_>) {
    let draws = last.otherwise.as_ref().is_some_and(|end| end.is == "draw-again");
    if !draws || people.is_drawn(&last.who.is) || people.post(&last.who.is).is_none() {
        return;
    }
    let message = format!(
        "Others are to be drawn by lot when {} does not act, but {} is not drawn by lot.",
        people.the(&last.who.is),
        people.the(&last.who.is)
    );
    let repair = format!("Add: sortition \"{}\" {{ ... }}, or another end.", last.who.is);
    note(findings, article, last.who.place, Said { message, repair, ..said(Severity::Broken) });
}

/// Whether the lines of this word are a ladder; an amendment is decided by somebody too, but owed by nobody.
fn is_ladder(node: &Node, word: &str) -> bool {
    let kind = vocabulary::kind(&node.word);
    let shape = kind.and_then(|kind| kind.shape.children.iter().find(|line| line.word == word));
    shape.is_some_and(|shape| matches!(shape.says, Says::Ladder { .. }))
}

fn petition(node: &Node) -> Option<Missing> {
    // A petition to recall, refer or amend is acted on under the rule of that name.
    let elsewhere = node.line_texts("for").any(|aim| matches!(aim, "recall" | "referendum" | "amendment"));
    if elsewhere || node.child("acted-on-by").is_some() {
        return None;
    }
    let message = match node.child("held-within") {
        Some(_) => {
            "A petition must lead somewhere in time, but nobody is bound to act on it and nothing follows if nobody does."
        }
        None => "Nobody is bound to act on a valid petition, and nothing follows if nobody does.",
    };
    broken(
        message,
        "A valid petition is handed in.",
        "No date has been set. No rule is broken.",
        "Add: acted-on-by \"...\" within=\"14d\" otherwise=\"clock\".",
    )
}

fn recall(case: &Case<'_>, node: &Node) -> Option<Missing> {
    let under = node.line_texts("under").next();
    let mut votes = case.of_kind("referendum").chain(case.of_kind("election"));
    let referred = votes.find(|(.., other)| other.texts().next() == under);
    let called = |node: &Node| node.child("called-by").is_some();
    if called(node) || under.is_some() && referred.is_some_and(|(.., other)| called(other)) {
        return None;
    }
    broken(
        "Nobody is bound to call the vote on a recall, and nothing follows if nobody does.",
        "A valid petition to recall an officer is handed in.",
        "Nobody has called the vote. The officer still sits.",
        "Add: called-by \"...\" within=\"7d\" otherwise=\"clock\".",
    )
}

fn referendum(node: &Node) -> Option<Missing> {
    if node.child("called-by").is_some() || node.child("month").is_some() {
        return None;
    }
    broken(
        "Nobody is bound to call the referendum, and nothing follows if nobody does.",
        "The referendum is validly asked for.",
        "Nobody has called it.",
        "Add: called-by \"...\" within=\"14d\" otherwise=\"clock\".",
    )
}

fn meeting(node: &Node) -> Option<Missing> {
    if node.child("called-by").is_some() || node.child("special").is_none() {
        return None;
    }
    broken(
        "Members can ask for a special meeting, but nobody is bound to call it.",
        "Enough members ask for a special meeting.",
        "Nobody has called it.",
        "Add: called-by \"...\" within=\"7d\" otherwise=\"clock\".",
    )
}

fn complaint(case: &Case<'_>, node: &Node) -> Option<Missing> {
    let decided = node.child("decided-by").is_some() || case.of_kind("hearing").next().is_some();
    if decided {
        return None;
    }
    broken(
        "Nobody is bound to decide a complaint within a time.",
        "A member files a complaint.",
        "It is neither decided nor dismissed.",
        "Add: decided-by \"...\" within=\"60d\" otherwise=\"...\".",
    )
}

fn removal(node: &Node) -> Option<Missing> {
    if node.child("decided-by").is_some() || node.child("final-within").is_some() {
        return None;
    }
    broken(
        "No time is set in which the removal of an officer must be decided.",
        "Charges against an officer are filed.",
        "They are not decided. The officer still sits.",
        "Add: final-within \"120d\", and decided-by lines with what holds if nobody decides.",
    )
}

fn hearing(node: &Node) -> Option<Missing> {
    if node.child("decided-within").is_some() {
        return None;
    }
    broken(
        "No time is set in which a case that was heard must be decided.",
        "A member charged is heard.",
        "There is no decision.",
        "Add: decided-within \"30d\".",
    )
}

fn appeal(node: &Node) -> Option<Missing> {
    if node.child("decided-by").is_some() || node.child("decided-within").is_some() {
        return None;
    }
    broken(
        "No time is set in which an appeal must be decided.",
        "An appeal is filed.",
        "It is not decided.",
        "Add: decided-within \"30d\".",
    )
}

fn duty(people: &People<'_>, node: &Node) -> Option<Missing> {
    if node.child("passes-to").is_some() {
        return None;
    }
    let action = node.line_texts("action").next().unwrap_or("act");
    let bearer = node.line_texts("bearer").next()?;
    let is_dated = ["within", "every"].iter().any(|word| node.child(word).is_some());
    let is_lasting = action.split_whitespace().next().is_some_and(|verb| LASTING.contains(&verb));
    let ends = node.line_texts("otherwise").next();
    let who = people.the(bearer);
    let missing = |message, repair: &str| {
        Some(Missing { message, happens: None, repair: repair.to_owned(), severity: Severity::Broken })
    };
    match (is_dated, ends) {
        (false, _) if node.child("when").is_none() && is_lasting => None,
        (false, _) => missing(
            format!("By when {who} must {action} is not said."),
            "Add: within \"30d\", or every \"1 month\", and otherwise \"...\".",
        ),
        (true, None | Some("nobody")) => missing(
            format!("If {who} does not {action}, nothing follows."),
            "Add: otherwise \"clock\", or a passes-to line.",
        ),
        _ => None,
    }
}

fn publication(node: &Node) -> Option<Missing> {
    if node.prop("by").is_some() {
        return None;
    }
    Some(Missing {
        message: "Nobody is named whose duty it is to publish this.".to_owned(),
        happens: None,
        repair: "Add by=\"...\".".to_owned(),
        severity: Severity::Advice,
    })
}

/// Whoever may put an election off as they please.
fn election(case: &Case<'_>, people: &People<'_>, node: &Node) -> Option<Missing> {
    let line = node.children_of("postponed-by").find(|line| line.prop("at-most").is_none())?;
    let who = people.the_upper(line.texts().next()?);
    // Where nothing else bounds it, T03 says so.
    let bound = match node.child("not-later-than") {
        Some(_) => "the last date for it",
        None if case.of_kind("term").next().is_some() => "the length of the term",
        None => return None,
    };
    let free = if line.prop("when").is_none() { " and for any reason" } else { "" };
    Some(Missing {
        message: format!("{who} may put the election off to any day{free}; only {bound} holds."),
        happens: None,
        repair: "Add at-most=\"30d\" times=1 and when=\"...\" to the postponed-by line.".to_owned(),
        severity: Severity::Broken,
    })
}

fn amendment(node: &Node) -> Option<Missing> {
    if node.child("decided-by").is_some() || node.child("share").is_some() {
        return None;
    }
    broken(
        "Nothing says who decides on an amendment, and by what share.",
        "An amendment is proposed.",
        "Nobody can say whether it was adopted.",
        "Add: decided-by \"membership\" and share \"2/3\" of=\"cast\".",
    )
}
