//! What a constitution can say and the program does not act on. Some of it would make the program do the opposite of the
//! text: that is refused. The rest is left to people, and told. Nothing is passed over in silence.

use super::Compiler;
use crate::block::Node;
use crate::document::{Article, Constitution};
use crate::rules::{Rule, RuleKind};
use crate::source::Place;
use crate::vocabulary::words::MEMBERSHIP;

/// The kinds whose rules the compiler makes the program from.
const RUN: [&str; 8] = [
    "body",
    "office",
    "term",
    "standing",
    "nomination",
    "eligibility",
    "election",
    "election-protest",
];

/// What is left to people: the kind, the line or `line.property`, and what people do.
const LEFT: &[(&str, &str, &str)] = &[
    ("body", "seat", "who sits on it"),
    ("body", "chosen", "how those who sit on it are chosen"),
    ("body", "serves", "how long they sit"),
    ("body", "paid", "whether they are paid"),
    ("office", "sits-on", "the bodies its holder sits on"),
    ("office", "other-offices", "whether one person can hold two offices"),
    ("office", "pay", "what it is paid"),
    ("term", "starts", "when a term starts"),
    ("term", "measured-from", "from what a term is counted"),
    ("term", "holdover", "what becomes of an officer whose term has ended"),
    ("term", "holdover-at-most", "how long an officer stays after the term"),
    ("standing", "grace", "how late dues can be"),
    ("standing", "cure", "how good standing is cured"),
    ("standing", "checkoff-protected", "dues that the employer passes on late"),
    ("standing", "requires", "what the roll holds of a member"),
    ("standing", "late-after", "when dues are late"),
    ("member-class", "votes", "everybody on its roll votes; a class that does not vote is kept on a list of its own"),
    ("member-class", "stands", "everybody on its roll can stand, if the rules on eligibility let them"),
    ("nomination", "notice.again", "how long before a changed day notice is served anew"),
    ("nomination", "notice.to", "whom a notice reaches: the program tells every member"),
    ("nomination", "petition", "nomination by signatures"),
    ("nomination", "least", "the fewest candidates for an office"),
    ("eligibility", "declared", "how these conditions are made known"),
    ("eligibility", "appeal-to", "an appeal by a nominee who is refused"),
    ("election", "notice.again", "how long before a changed day notice is served anew"),
    ("election", "notice.to", "whom a notice reaches: the program tells every member"),
    ("election", "issued", "when ballots are sent out: the program opens the voting for everybody at once"),
    ("election", "ballot.paper-option", "ballots on paper"),
    ("election", "not-later-than", "the latest day of an election"),
    ("election", "conducted-by", "who runs the election as a whole"),
    ("election", "observers", "observers"),
    ("election", "opportunity", "ways to vote other than through the program"),
    ("election", "distribution-to", "to whom ballots are sent"),
    ("election", "unopposed", "candidates without an opponent: they are voted on like any other"),
    ("election", "close", "the hour at which voting closes"),
    ("election", "results", "when the result is told: the program tells it at once"),
    ("election-protest", "appeal-to", "an appeal from the decision on a protest"),
    ("election-protest", "rights-text", "the rights that remain outside the union"),
];

/// Sentences on what the program leaves to people: one for each article and subject, in the order of the text.
///
/// *Shape*: of rules the program is made from, and of classes of members. It acts on no rule of another kind.
pub fn left_to_people(constitution: &Constitution) -> Vec<String> {
    let mut out = Vec::new();
    for (article, Rule { node, .. }) in constitution.rules() {
        for (kind, word, about) in LEFT {
            let is_said = node.word == *kind && says(node, word);
            let sentence = format!("Article `{}`: the program leaves this to people: {about}.", article.id);
            if is_said && !out.contains(&sentence) {
                out.push(sentence);
            }
        }
    }
    out
}

/// Whether a rule has this line, or a line with this property.
fn says(node: &Node, path: &str) -> bool {
    match path.split_once('.') {
        Some((line, name)) => node.children_of(line).any(|line| line.prop(name).is_some()),
        None => node.child(path).is_some(),
    }
}

/// Where, what the program cannot do, and what to do about it.
type Refusal = (Place, String, &'static str);

impl Compiler<'_> {
    /// Notes what the program would get wrong.
    pub(super) fn check_unrun(&mut self) {
        let constitution = self.constitution;
        let excluded = self.excluded();
        for (article, rule) in constitution.rules() {
            let node = &rule.node;
            let mut refusals = Vec::new();
            if RUN.contains(&node.word.as_str()) {
                refusals.extend(dated(node));
            }
            match node.word.as_str() {
                "office" => refusals.extend(office(node, &excluded)),
                "term" => refusals.extend(term(node)),
                "nomination" => refusals.extend(nomination(node)),
                "eligibility" => refusals.extend(eligibility(node)),
                "election" => refusals.extend(election(node)),
                "election-protest" => refusals.extend(protest(node)),
                _ => {}
            }
            refusals.extend(self.elected_by(node));
            self.refuse(article, refusals);
        }
    }

    fn refuse(&mut self, article: &Article, refusals: Vec<Refusal>) {
        for (place, message, remedy) in refusals {
            self.report.note(place, Some(&article.id), message, remedy);
        }
    }

    /// Whoever else elects than the membership elects indirectly.
    fn elected_by(&self, node: &Node) -> Option<Refusal> {
        let by = node.child_named("elected-by")?;
        let open = self.names.bodies.iter().any(|(_, body)| body.id.is == by.is && body.sort == MEMBERSHIP);
        if open || by.is == "members" || by.is == MEMBERSHIP {
            return None;
        }
        let message = format!("Here `{}` elects; the program runs elections by all members only.", by.is);
        Some((by.place, message, "Write elected-by \"membership\"."))
    }

    /// The facts that every rule on eligibility excludes.
    fn excluded(&self) -> Vec<String> {
        let mut all: Option<Vec<String>> = None;
        for (_, rule) in self.constitution.rules() {
            let RuleKind::Eligibility(rule) = &rule.kind else { continue };
            match &mut all {
                None => all = Some(rule.excluded.clone()),
                Some(all) => all.retain(|fact| rule.excluded.contains(fact)),
            }
        }
        all.unwrap_or_default()
    }
}

/// A rule with a day of its own would hold before it, or after it.
fn dated(node: &Node) -> Vec<Refusal> {
    let remedy = "Take it out; put the rule into the document on the day it begins to hold, by an amendment.";
    ["effective", "expires"]
        .into_iter()
        .filter_map(|name| {
            let place = node.prop(name)?.place;
            let message = format!("The program cannot run a `{}` that has a day of its own.", node.word);
            Some((place, message, remedy))
        })
        .collect()
}

fn office(node: &Node, excluded: &[String]) -> Vec<Refusal> {
    let mut out = Vec::new();
    if let Some(line) = node.child("appointed-by") {
        let message = "The program knows offices that members elect, and no appointed ones.".to_owned();
        out.push((line.place, message, "Make it a body: body \"stewards\" kind=\"committee\" seats=3."));
    }
    for fact in node.child_names("exclude").iter().filter(|fact| !excluded.contains(&fact.is)) {
        let message = format!("The program would let a nominee stand whom `{}` excludes from this office.", fact.is);
        out.push((fact.place, message, "Name the same fact after `exclude` in the rules on eligibility."));
    }
    out
}

fn term(node: &Node) -> Vec<Refusal> {
    let mut out = Vec::new();
    if let Some(line) = node.child("max-consecutive") {
        let message = "The program does not count the terms of a nominee.".to_owned();
        out.push((line.place, message, "Take it out, or leave it to the words."));
    }
    for line in node.children_of("extended-by") {
        let message = "The program makes no term longer: elections are held when they are due.".to_owned();
        out.push((line.place, message, "Take it out."));
    }
    out
}

fn notice(node: &Node) -> Option<Refusal> {
    let counting = node.child("notice")?.prop("counting")?;
    let differs = counting.text().is_some_and(|way| way != "day-of-service-not-counted");
    let message = "The program counts a notice so: the day of service is not counted, the day itself is.".to_owned();
    differs.then_some((counting.place, message, "Write counting=\"day-of-service-not-counted\"."))
}

fn nomination(node: &Node) -> Vec<Refusal> {
    let mut out: Vec<Refusal> = notice(node).into_iter().collect();
    if let Some(line) = node.child("seconders").filter(|_| node.child_number("seconders") != Some(0)) {
        let message = "The program takes nominations without seconders.".to_owned();
        out.push((line.place, message, "Write seconders 0."));
    }
    if let Some(line) = node.child("self").filter(|_| node.child_flag("self") == Some(false)) {
        let message = "The program lets members nominate themselves.".to_owned();
        out.push((line.place, message, "Write self #true."));
    }
    if let Some(line) = node.child("endorsed-by") {
        let message = "The program asks nobody's leave for a nomination.".to_owned();
        out.push((line.place, message, "Take it out."));
    }
    out
}

fn eligibility(node: &Node) -> Vec<Refusal> {
    let mut out = Vec::new();
    for word in ["standing-for", "attendance", "judged-by"] {
        if let Some(line) = node.child(word) {
            let message = format!("The program does not ask `{word}` of a nominee and would let anybody stand.");
            out.push((line.place, message, "Take it out, or say it with member-for, good-standing or exclude."));
        }
    }
    for word in ["prior-office", "retroactive"] {
        if let Some(line) = node.child(word).filter(|_| node.child_flag(word) == Some(true)) {
            let message = format!("The program does not ask `{word}` of a nominee and would let anybody stand.");
            out.push((line.place, message, "Write #false, or take it out."));
        }
    }
    out
}

fn election(node: &Node) -> Vec<Refusal> {
    let mut out: Vec<Refusal> = notice(node).into_iter().collect();
    for line in node.children_of("after") {
        let message = "The program runs no election that waits for an outside event, which may never come.".to_owned();
        out.push((line.place, message, "Write first within=\"120d\", which counts from the founding."));
    }
    for line in node.children_of("postponed-by") {
        let message = "The program puts no election off.".to_owned();
        out.push((line.place, message, "Take it out."));
    }
    out.extend(node.child("ballot").into_iter().flat_map(ballot));
    out
}

fn ballot(line: &Node) -> Vec<Refusal> {
    let mut out = Vec::new();
    for (name, message, remedy) in [
        ("proxy", "A ballot here cannot be cast by proxy.", "Write proxy=#false."),
        ("serials", "Ballots here are not numbered.", "Write serials=#false."),
        ("linkable", "A ballot here cannot be traced to its voter.", "Write linkable=#false."),
        ("required", "Nobody is made to vote here.", "Write required=#false."),
    ] {
        if let Some(value) = line.prop(name).filter(|value| value.flag() == Some(true)) {
            out.push((value.place, message.to_owned(), remedy));
        }
    }
    if let Some(value) = line.prop("medium").filter(|value| !value.row().iter().any(|word| word == "online")) {
        let message = "Ballots here are cast online.".to_owned();
        out.push((value.place, message, "Write medium=\"online\", or name other ways beside it."));
    }
    out
}

fn protest(node: &Node) -> Vec<Refusal> {
    let who = node.child_named("standing").filter(|who| who.is != "members" && who.is != "anybody");
    let refusal = who.map(|who| {
        let message = "The program takes a protest from every member.".to_owned();
        (who.place, message, "Write standing \"members\".")
    });
    refusal.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;
    use crate::vocabulary;

    /// What the compiler reads.
    const READ: &[(&str, &[&str])] = &[
        ("body", &["kind", "seats", "title"]),
        ("office", &["seats", "title"]),
        ("term", &["for", "length"]),
        ("nomination", &["notice.by", "notice.content", "accept.within"]),
        ("eligibility", &["decided-by.within", "decided-by.otherwise"]),
        ("election-protest", &["decided-by.within", "decided-by.otherwise"]),
        (
            "election",
            &[
                "every.month", "first.within", "called-by.within", "called-by.otherwise", "notice.by",
                "notice.content", "notice-by.within", "notice-by.otherwise", "roll.frozen", "roll.by",
                "roll.within", "roll.otherwise", "key-holders.within", "key-holders.otherwise", "ballot.secret",
                "ballot.method", "ballot.write-ins", "ballot.blank", "ballot-by.within", "ballot-by.otherwise",
                "tally.within", "tally.otherwise", "certified-by.within", "certified-by.otherwise",
            ],
        ),
        ("standing", &["kept-by"]),
        ("nomination", &["notice", "window", "accept"]),
        ("eligibility", &["member-for", "good-standing", "exclude", "decided-by"]),
        (
            "election",
            &[
                "for", "every", "first", "called-by", "notice", "notice-by", "roll", "key-holders", "ballot",
                "ballot-by", "voting", "tie", "tally", "certified-by", "installed",
            ],
        ),
        ("election-protest", &["window", "decided-by"]),
    ];

    /// What says nothing to a program: the body a body is part of only helps people find their way.
    const HARMLESS: &[(&str, &str)] = &[("body", "parent")];

    const FRONT: &str = "---\nname: A\nkind: local\nsector: private\nprofile: none\nscope: all\nhappened: {}\n---\n\n\
                         ## A {#a}\n\n```rules\n";
    const UNION: &str = "body \"membership\" kind=\"membership\"\nbody \"committee\" kind=\"committee\" seats=3\n\
                         office \"president\" seats=1\n";

    /// Each refusal: a rule that is refused, and a neighbour that is not.
    const REFUSED: &[(&str, &str, &str, &str)] = &[
        ("office", "elected-by", r#"office "x" { elected-by "committee" }"#, r#"office "x" { elected-by "membership" }"#),
        ("office", "appointed-by", r#"office "x" { appointed-by "president" }"#, r#"office "x""#),
        ("office", "exclude", r#"office "x" { exclude "staff" }"#, r#"office "x" { exclude "supervisor" }"#),
        ("term", "max-consecutive", r#"term "x" { length "2y"; max-consecutive 2 }"#, r#"term "x" { length "2y" }"#),
        ("term", "extended-by", r#"term "x" { length "2y"; extended-by "committee" by="1y" }"#, r#"term "x" { length "2y" }"#),
        ("nomination", "seconders", r#"nomination "x" { seconders 1 }"#, r#"nomination "x" { seconders 0 }"#),
        ("nomination", "self", r#"nomination "x" { self #false }"#, r#"nomination "x" { self #true }"#),
        ("nomination", "endorsed-by", r#"nomination "x" { endorsed-by "committee" }"#, r#"nomination "x""#),
        ("nomination", "notice.counting", r#"nomination "x" { notice "9d" counting="clear-days" }"#, r#"nomination "x" { notice "9d" counting="day-of-service-not-counted" }"#),
        ("eligibility", "standing-for", r#"eligibility "x" { standing-for "1y" }"#, r#"eligibility "x" { member-for "1y" }"#),
        ("eligibility", "attendance", r#"eligibility "x" { attendance share="50%" }"#, r#"eligibility "x""#),
        ("eligibility", "judged-by", r#"eligibility "x" { judged-by "committee" }"#, r#"eligibility "x""#),
        ("eligibility", "prior-office", r#"eligibility "x" { prior-office #true }"#, r#"eligibility "x" { prior-office #false }"#),
        ("eligibility", "retroactive", r#"eligibility "x" { retroactive #true }"#, r#"eligibility "x" { retroactive #false }"#),
        ("election", "after", r#"election "x" { for "president"; after event="contract" within="9d" }"#, r#"election "x" { for "president" }"#),
        ("election", "postponed-by", r#"election "x" { for "president"; postponed-by "committee" }"#, r#"election "x" { for "president" }"#),
        ("election", "elected-by", r#"election "x" { for "president"; elected-by "committee" }"#, r#"election "x" { for "president"; elected-by "membership" }"#),
        ("election", "notice.counting", r#"election "x" { for "president"; notice "9d" counting="both-days" }"#, r#"election "x" { for "president"; notice "9d" }"#),
        ("election", "ballot.proxy", r#"election "x" { for "president"; ballot proxy=#true }"#, r#"election "x" { for "president"; ballot proxy=#false }"#),
        ("election", "ballot.serials", r#"election "x" { for "president"; ballot serials=#true }"#, r#"election "x" { for "president"; ballot serials=#false }"#),
        ("election", "ballot.linkable", r#"election "x" { for "president"; ballot linkable=#true }"#, r#"election "x" { for "president"; ballot linkable=#false }"#),
        ("election", "ballot.required", r#"election "x" { for "president"; ballot required=#true }"#, r#"election "x" { for "president"; ballot required=#false }"#),
        ("election", "ballot.medium", r#"election "x" { for "president"; ballot medium="paper" }"#, r#"election "x" { for "president"; ballot medium="paper online" }"#),
        ("election-protest", "standing", r#"election-protest "x" { standing "candidates" }"#, r#"election-protest "x" { standing "members" }"#),
        ("body", "expires", r#"body "x" kind="committee" seats=3 expires="2030-01-01""#, r#"body "x" kind="committee" seats=3"#),
        ("election", "effective", r#"election "x" effective="2030-01-01" { for "president" }"#, r#"election "x" { for "president" }"#),
    ];

    #[test]
    fn everything_a_rule_of_a_run_kind_can_say_is_read_refused_or_left_to_people() {
        let mut unknown = Vec::new();
        for kind in vocabulary::all().filter(|kind| RUN.contains(&kind.shape.word)) {
            let word = kind.shape.word;
            let says = |list: &[(&str, &str)], part: &str| list.contains(&(word, part));
            let read = |part: &str| READ.iter().any(|(known, parts)| *known == word && parts.contains(&part));
            let left: Vec<(&str, &str)> = LEFT.iter().map(|(kind, part, _)| (*kind, *part)).collect();
            let refused: Vec<(&str, &str)> = REFUSED.iter().map(|(kind, part, ..)| (*kind, *part)).collect();
            let ways = |part: &str| {
                [read(part), says(&left, part), says(HARMLESS, part), says(&refused, part)]
                    .into_iter()
                    .filter(|is_so| *is_so)
                    .count()
            };
            let mut parts: Vec<String> = kind.shape.props.iter().map(|slot| slot.word.to_owned()).collect();
            for line in kind.shape.children {
                parts.push(line.word.to_owned());
                if read(line.word) {
                    parts.extend(line.props.iter().map(|slot| format!("{}.{}", line.word, slot.word)));
                }
            }
            unknown.extend(parts.into_iter().filter(|part| ways(part) != 1).map(|part| format!("{word} {part}")));
        }
        assert!(unknown.is_empty(), "not in exactly one of the lists: {unknown:#?}");
    }

    #[test]
    fn what_the_program_would_get_wrong_is_refused_with_its_place_and_its_neighbour_is_not() {
        let eligibility = "eligibility \"y\" { exclude \"supervisor\" }\n";
        for (kind, part, bad, good) in REFUSED {
            let found = |rule: &str| {
                let other = if *kind == "eligibility" { "" } else { eligibility };
                let text = format!("{FRONT}{UNION}{other}{rule}\n```\n");
                let constitution = Document::parse(&text, "x.md").expect("it fits the vocabulary");
                let mut report = Vec::new();
                let line = text[..text.find(rule).expect("it is there")].matches('\n').count() + 1;
                for problem in super::super::compile(&constitution).expect_err("it has no keeper of the roll, at least") {
                    let says = problem.message.contains("program") || problem.message.contains("here");
                    if problem.line == line && (says || problem.message.contains("Nobody is made")) {
                        report.push(problem);
                    }
                }
                report
            };
            assert!(!found(bad).is_empty(), "{kind} {part}: {bad}");
            // A rule of an election that is not there is told for another reason.
            let left: Vec<String> = found(good).into_iter().map(|problem| problem.message).collect();
            assert!(left.iter().all(|message| message.contains("which there is not")), "{kind} {part}: {left:?}");
            assert_ne!(found(bad).len(), left.len(), "{kind} {part}");
        }
    }

    #[test]
    fn what_is_left_to_people_is_told_once_for_each_article() {
        let text = format!(
            "{FRONT}office \"a\" {{ other-offices #false }}\noffice \"b\" {{ other-offices #false }}\n\
             standing {{ kept-by \"a\"; grace \"60d\" }}\n```\n"
        );
        let constitution = Document::parse(&text, "x.md").expect("it fits the vocabulary");
        assert_eq!(
            left_to_people(&constitution),
            [
                "Article `a`: the program leaves this to people: whether one person can hold two offices.",
                "Article `a`: the program leaves this to people: how late dues can be.",
            ]
        );
    }
}
