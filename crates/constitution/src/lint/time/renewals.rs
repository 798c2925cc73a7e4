//! T03: what can be prolonged, put off or suspended without end, or over the heads of those it protects. A limit counts
//! when it holds however often the power is used: a number of times, or a last day that nobody can move.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::stories::Story;
use super::super::{Case, Event, Severity};
use crate::block::Node;
use crate::document::Article;
use crate::source::Place;
use crate::step::{Span, Unit};

/// T03.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let people = People::of(case);
    for (article, rule) in case.constitution.rules() {
        let at = At { case, people: &people, article, node: &rule.node };
        let found = match rule.node.word.as_str() {
            "term" => at.term(),
            "election" => at.election(),
            "trusteeship" => at.trusteeship(),
            "transition" => at.transition(),
            "power" => at.power(),
            _ => Vec::new(),
        };
        for (place, message, story, repair) in found {
            let said = Said {
                message,
                story,
                repair: repair.to_owned(),
                without: Some(Severity::Broken),
                basis: "What can be renewed without end is not temporary.",
                ..Said::default()
            };
            findings.note(Some((&article.id, place)), said);
        }
    }
}

struct At<'c, 'a> {
    case: &'c Case<'a>,
    people: &'c People<'a>,
    article: &'a Article,
    node: &'a Node,
}

type Found = (Place, String, Vec<Event>, &'static str);

/// Powers that put off or suspend, and what the power is to do.
const SUSPENDING: [(&str, &str); 2] =
    [("suspend-constitution", "suspend this constitution"), ("postpone-election", "put an election off")];
/// What a suspension must leave alone for members to be able to end it.
const KEPT: [&str; 2] = ["elections", "protected"];

impl<'a> At<'_, 'a> {
    /// The same again and again: five times is enough to see it.
    fn again(&self, what: &str, each: Span) -> Vec<Event> {
        let mut story = Story::from(self.case.as_of).tell(&self.article.id, format!("{what}."));
        for _ in 0..4 {
            story = story.wait(each).tell(&self.article.id, format!("{what} again."));
        }
        story.tell(&self.article.id, "Nothing in the rules stops the next time.").told()
    }

    fn term(&self) -> Vec<Found> {
        let lines = self.node.children_of("extended-by").filter(|line| line.prop("times").is_none());
        let found = lines.filter_map(|line| {
            let who = self.people.the_upper(line.texts().next()?);
            let by = line.prop_span("by")?;
            let message =
                format!("{who} can extend a term by {}, and nothing says how often.", by.in_words());
            let story = self.again(&format!("{who} extends the term by {}", by.in_words()), by);
            Some((line.place, message, story, "Add times=1 to the extended-by line, or take it out."))
        });
        found.collect()
    }

    /// Whether the election has a last day that no postponement moves: one of its own, or the end of a term that nobody
    /// prolongs.
    fn has_last_day(&self) -> bool {
        let ends = |node: &Node| node.child("extended-by").is_none();
        self.node.child("not-later-than").is_some() || self.case.of_kind("term").any(|(.., node)| ends(node))
    }

    fn election(&self) -> Vec<Found> {
        if self.has_last_day() {
            return Vec::new();
        }
        let repair =
            "Add at-most=\"30d\" times=1 to the postponed-by line, or a line: not-later-than \"3y\".";
        let found = self.node.children_of("postponed-by").filter_map(|line| {
            let who = self.people.the_upper(line.texts().next()?);
            let most = line.prop_span("at-most");
            let message = match (most, line.prop("times")) {
                (Some(_), Some(_)) => return None,
                (Some(most), None) => format!(
                    "{who} can put the election off by {}, and nothing says how often.",
                    most.in_words()
                ),
                (None, _) => format!("{who} can put the election off, and nothing says for how long."),
            };
            let each = most.unwrap_or(Span { amount: 1, unit: Unit::Years });
            let story = self.again(&format!("{who} puts the election off by {}", each.in_words()), each);
            Some((line.place, message, story, repair))
        });
        found.collect()
    }

    fn trusteeship(&self) -> Vec<Found> {
        let node = self.node;
        if !self.case.tells(node) && node.child("exit-election").is_none() {
            return Vec::new();
        }
        let most = node.child_span("at-most");
        let exit = node.child("exit-election").and_then(|line| line.prop_span("within"));
        let (message, each) = match (most, node.child("renewals"), exit) {
            (Some(_), Some(_), _) | (_, _, Some(_)) if exit.is_some() => return Vec::new(),
            (Some(_), Some(_), _) => {
                let message =
                    "A trusteeship ends, but no day is set for the election that ends it.".to_owned();
                (message, Span { amount: 1, unit: Unit::Years })
            }
            (Some(most), None, _) => {
                let message = format!(
                    "A trusteeship of {} can be renewed without limit, and no day is set for the election that ends it.",
                    most.in_words()
                );
                (message, most)
            }
            (None, ..) => {
                let message = "A trusteeship has no last day, and none is set for the election that ends it.";
                (message.to_owned(), Span { amount: 18, unit: Unit::Months })
            }
        };
        let story = Story::from(self.case.as_of)
            .tell(&self.article.id, "A trustee takes over.")
            .wait(each)
            .tell(&self.article.id, "The trustee has set no election. No rule is broken.")
            .told();
        let repair = "Add: at-most \"12 months\", renewals 0, and exit-election within=\"12 months\".";
        vec![(node.place, message, story, repair)]
    }

    fn transition(&self) -> Vec<Found> {
        let node = self.node;
        let renewable = node.child("renewable");
        let is_bounded = node.child("expires").is_some();
        let first = node.child("first-election");
        // Waiting for an outside event is L02's.
        let waits = first.is_some();
        let message = match renewable {
            Some(line) if line.prop("times").is_none() => {
                "The provisional time can be renewed, and nothing says how often."
            }
            None if !is_bounded && !waits => "The provisional time has no end.",
            _ => return Vec::new(),
        };
        let who = node
            .line_texts("provisional")
            .next()
            .map_or("Those in office".to_owned(), |id| self.people.the_upper(id));
        let each = node.child_span("expires").unwrap_or(Span { amount: 1, unit: Unit::Years });
        let story = self.again(&format!("{who} stays on provisionally"), each);
        let place = renewable.map_or(node.place, |line| line.place);
        vec![(
            place,
            message.to_owned(),
            story,
            "Add: expires \"1y\" and first-election within=\"120d\"; renew at most once.",
        )]
    }

    fn power(&self) -> Vec<Found> {
        let node = self.node;
        let may: Vec<&str> = node.line_texts("may").collect();
        let mut found = Vec::new();
        let who = node.texts().next().map_or_else(String::new, |id| self.people.the_upper(id));
        for (word, deed) in SUSPENDING.into_iter().filter(|(word, _)| may.contains(word)) {
            let each = node.child_span("at-most").or_else(|| node.child("may")?.prop_span("at-most"));
            let year = each.unwrap_or(Span { amount: 1, unit: Unit::Years });
            let story = || self.again(&format!("{who} uses it to {deed} for {}", year.in_words()), year);
            let postponed = word == "postpone-election";
            if each.is_none() {
                let message = format!("{who} can {deed}, and nothing says for how long.");
                found.push((node.place, message, story(), "Add: at-most \"30d\" and renewals 0."));
            } else if node.child("renewals").is_none() && self.case.tells(node) {
                let message = format!("{who} can {deed}, and nothing says how often.");
                found.push((node.place, message, story(), "Add: renewals 0."));
            }
            if !postponed && let Some(reach) = self.reach() {
                let message = format!("{who} can {deed}, and that reaches {reach}.");
                let repair = "Add: never \"elections\" \"protected\", or a rule: protected \"...\" { immune-to \"suspension\" }.";
                found.push((node.place, message, story(), repair));
            }
        }
        found
    }

    /// What a suspension reaches that it should not.
    fn reach(&self) -> Option<String> {
        let never: Vec<&str> = self.node.line_texts("never").collect();
        if KEPT.iter().all(|kept| never.contains(kept)) {
            return None;
        }
        let immune = self
            .case
            .of_kind("protected")
            .filter(|(.., node)| node.line_texts("immune-to").any(|what| what == "suspension"));
        let safe: Vec<&str> = immune.flat_map(|(.., node)| node.texts()).collect();
        let open = |article: &&Article| !safe.contains(&article.id.0.as_str());
        let electing = self.case.elections().map(|(article, ..)| article).filter(open);
        let protected = self.case.of_kind("protected").flat_map(|(.., node)| node.texts());
        let protected = protected
            .filter_map(|id| self.case.constitution.articles.iter().find(|article| article.id.0 == id));
        let electing = electing.filter(|_| !never.contains(&"elections"));
        let protected = protected.filter(open).filter(|_| !never.contains(&"protected"));
        let mut reached: Vec<&str> =
            electing.chain(protected).map(|article| article.heading.as_str()).collect();
        reached.dedup();
        if reached.is_empty() {
            // A document without an election of its own still has elections to suspend, unless it says otherwise.
            return (!never.contains(&"elections") && self.case.elections().next().is_none())
                .then(|| "the rules on elections".to_owned());
        }
        let named: Vec<String> = reached.into_iter().map(|heading| format!("\"{heading}\"")).collect();
        Some(super::super::people::row(&named))
    }
}
