//! P01: nobody judges in their own cause. For every process about an officer: who takes it in, screens it, chooses the panel,
//! decides, and hears the appeal; whether the accused, or somebody the accused appointed, can be among them; and whether a
//! rule on stepping aside leaves anybody in their place.

use super::super::finding::{Findings, Said};
use super::super::people::{People, row};
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::block::Node;
use crate::document::Article;
use crate::rules::OfficeSet;
use crate::step::Span;
use std::collections::BTreeSet;

/// P01.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule) in case.constitution.rules() {
        let accused = accused(&people, &rule.node);
        if accused.is_empty() {
            continue;
        }
        let trial = Trial { case, people: &people, article, node: &rule.node, accused };
        for said in [trial.in_person(), trial.by_majority(), trial.same_bench()].into_iter().flatten() {
            findings.note(Some((&article.id, rule.place)), said);
        }
    }
}

/// The offices whose holders a process can be about.
fn accused<'a>(people: &People<'a>, node: &Node) -> BTreeSet<&'a str> {
    let all = || people.offices().map(|office| office.id).collect();
    match node.word.as_str() {
        "complaint"
            if node.child_text("about").is_none_or(|about| matches!(about, "officers" | "anybody")) =>
        {
            all()
        }
        "hearing" | "appeal" => all(),
        "removal-for-cause" => match node.child("for").and_then(Node::offices) {
            Some(OfficeSet::Named(named)) => people
                .offices()
                .map(|office| office.id)
                .filter(|id| named.iter().any(|name| name.is == *id))
                .collect(),
            _ => all(),
        },
        _ => BTreeSet::new(),
    }
}

struct Trial<'c, 'a> {
    case: &'c Case<'a>,
    people: &'c People<'a>,
    article: &'c Article,
    node: &'c Node,
    accused: BTreeSet<&'a str>,
}

/// A stage of a process: what is done, and by whom.
type Stage<'n> = (&'static str, &'n str);

impl<'a> Trial<'_, 'a> {
    /// The stages that one office or body can turn.
    fn stages(&self) -> Vec<Stage<'_>> {
        let node = self.node;
        let mut stages: Vec<Stage<'_>> = Vec::new();
        let doors: Vec<&str> = node.line_texts("filed-with").collect();
        // With two doors, a complaint about whoever stands behind one goes through the other.
        if let [only] = doors.as_slice() {
            stages.push(("takes it in", only));
        }
        for (word, deed) in [
            ("screened-by", "decides whether it goes on"),
            ("panel-chosen-by", "chooses the panel"),
            ("held-by", "holds the hearing"),
            ("decided-by", "decides"),
            ("to", "decides"),
        ] {
            stages.extend(node.line_texts(word).map(|who| (deed, who)));
        }
        stages.dedup();
        stages.retain(|(_, who)| !self.people.is_open(who) && !self.people.is_drawn(who));
        stages
    }

    /// The rules on stepping aside that hold here.
    fn recusals(&self) -> impl Iterator<Item = &'a Node> {
        let word = self.node.word.as_str();
        let all = self.case.of_kind("recusal").map(|(.., node)| node);
        all.filter(move |node| {
            node.child("from").is_none() || node.line_texts("from").any(|from| from == word)
        })
    }

    fn steps_aside(&self, whom: &[&str]) -> bool {
        self.recusals()
            .any(|node| node.child("who").is_none() || node.line_texts("who").any(|who| whom.contains(&who)))
    }

    /// Whether somebody takes the place of this office when its holder steps aside, whoever is accused.
    fn is_replaced(&self, office: &str) -> bool {
        let lines = self.recusals().flat_map(|node| node.children_of("replaced-by"));
        let choosers: Vec<Option<&str>> = lines.map(|line| line.text_of("chosen-by")).collect();
        let is_other = |chooser: &Option<&str>| chooser.is_none_or(|who| who != office);
        choosers.iter().any(is_other) || self.recusals().any(|node| node.child("majority-to").is_some())
    }

    fn in_person(&self) -> Option<Said> {
        let mut parts = Vec::new();
        let mut first: Option<(String, Stage<'_>)> = None;
        for (deed, who) in self.stages() {
            let sitting: BTreeSet<&str> =
                self.people.sitters(who).intersection(&self.accused).copied().collect();
            let alone = sitting.len() == 1 && self.people.size(who) == Some(1);
            let party_out = self.steps_aside(&["party", "involved"]) && (!alone || self.is_replaced(who));
            let mut part = |accused: String, what: String| {
                first.get_or_insert((accused, (deed, who)));
                parts.push(what);
            };
            if !sitting.is_empty() && !party_out {
                let accused = sitting.iter().next().copied().unwrap_or(who);
                part(self.people.the(accused), format!("{} {deed}", self.people.the(who)));
                continue;
            }
            let by: BTreeSet<&str> =
                self.people.appointers(who).into_iter().flat_map(|by| self.people.sitters(by)).collect();
            let by: BTreeSet<&str> = by.intersection(&self.accused).copied().collect();
            if let Some(accused) = by.iter().next().filter(|_| !self.steps_aside(&["appointee"])) {
                let what = format!(
                    "{} {deed} and is chosen by {}",
                    self.people.the(who),
                    self.people.all_of(by.iter().copied())
                );
                part(self.people.the(accused), what);
            }
        }
        let (accused, _) = first?;
        Some(Said {
            message: format!("An accused officer can have a hand in their own case: {}.", row(&parts)),
            story: self.story(&accused, &parts),
            repair: "Add: recusal { who \"party\" \"appointee\"; replaced-by \"...\" chosen-by=\"...\" } with a chooser who is not accused.".to_owned(),
            ..said(Severity::Broken)
        })
    }

    fn story(&self, accused: &str, parts: &[String]) -> Vec<Event> {
        let mut story = Story::from(self.case.as_of)
            .tell(&self.article.id, format!("A complaint is filed against {accused}."));
        for part in parts {
            story = story.wait(Span::days(7)).tell(&self.article.id, format!("As the rules say, {part}."));
        }
        story.tell(&self.article.id, "Nobody in the rules had to step aside.").told()
    }

    /// Stepping aside is not enough when most of a body is accused.
    fn by_majority(&self) -> Option<Said> {
        if !self.steps_aside(&["party", "involved"])
            || self.recusals().any(|node| node.child("majority-to").is_some())
        {
            return None;
        }
        let (_, who) = self.stages().into_iter().find(|(_, who)| {
            let sitting = self.people.sitters(who);
            let is_several = self.people.size(who).is_none_or(|size| size > 1);
            is_several && sitting.intersection(&self.accused).count() * 2 > sitting.len()
        })?;
        let the = self.people.the(who);
        Some(Said {
            message: format!("When most of {the} are accused, nothing says who decides instead."),
            story: Story::from(self.case.as_of)
                .tell(&self.article.id, format!("A complaint is filed against most of {the}."))
                .wait(Span::days(7))
                .tell(
                    &self.article.id,
                    "They step aside. Those left are too few to decide, and nobody takes their place.",
                )
                .told(),
            repair: "Add to the recusal rule: majority-to \"...\", a body on which none of them sits."
                .to_owned(),
            ..said(Severity::Broken)
        })
    }

    /// An appeal to those who decided.
    fn same_bench(&self) -> Option<Said> {
        let to = self.node.line_texts(if self.node.word == "appeal" { "to" } else { "appeal-to" }).next()?;
        if self.people.is_open(to) {
            return None;
        }
        let deciders = |node: &Node| {
            ["decided-by", "held-by"].into_iter().any(|word| node.line_texts(word).any(|who| who == to))
        };
        let from: Vec<&str> = self.node.line_texts("from").collect();
        let below = self.case.constitution.rules().any(|(_, rule)| {
            from.contains(&rule.node.word.as_str())
                && matches!(rule.node.word.as_str(), "complaint" | "hearing" | "removal-for-cause")
                && deciders(&rule.node)
        });
        (deciders(self.node) && self.node.word != "appeal" || below).then(|| Said {
            message: format!("An appeal goes back to {}, which made the decision.", self.people.the(to)),
            repair: "Send the appeal to another body, or to the membership.".to_owned(),
            ..said(Severity::Broken)
        })
    }
}

fn said(severity: Severity) -> Said {
    Said {
        without: Some(severity),
        basis: "Nobody judges in their own cause (compare Wildberger v. AFGE, 86 F.3d 1188).",
        ..Said::default()
    }
}
