//! Reading a profile from its text: the same plain KDL as a rules block. What is not known here is refused, with its place
//! and the nearest known word. It does not say which floors there should be.

use super::{Floor, FloorValue, Op, Profile, Reliability};
use crate::block::{self, Datum, Node, Value};
use crate::canonical::canonical;
use crate::diagnostic::{Diagnostic, Report};
use crate::lint::finding::Severity;
use crate::nearest;
use crate::source::{Place, Source};
use jiff::civil::Date;

const TOP: [&str; 2] = ["profile", "floor"];
const OF_PROFILE: [&str; 3] = ["title", "not-for", "also"];
const OF_FLOOR: [&str; 13] = [
    "about",
    "at-most",
    "at-least",
    "required",
    "forbidden",
    "counted",
    "for",
    "weighs",
    "cite",
    "from",
    "until",
    "read",
    "reason",
];
const OPS: [(&str, Op); 4] = [
    ("at-most", Op::AtMost),
    ("at-least", Op::AtLeast),
    ("required", Op::Required),
    ("forbidden", Op::Forbidden),
];
const WEIGHTS: [(&str, Severity); 3] =
    [("law", Severity::Law), ("guidance", Severity::Guidance), ("advice", Severity::Advice)];
const READ: [(&str, Reliability); 3] = [
    ("primary", Reliability::Primary),
    ("secondary", Reliability::Secondary),
    ("general", Reliability::General),
];

/// What the profile says of all its floors.
#[derive(Debug, Default)]
struct Common {
    not_sectors: Vec<String>,
    /// In this sector another law takes the floors over.
    also: Option<(String, String)>,
}

pub(super) fn profile(text: &str, file_name: &str) -> Result<Profile, Vec<Diagnostic>> {
    let source = Source::new(file_name, canonical(text));
    let mut report = Report::default();
    let nodes = block::parse(source.text(), 0, None, &mut report).unwrap_or_default();
    let mut profile = Profile { name: String::new(), title: String::new(), floors: Vec::new() };
    let mut common = Common::default();
    for node in &nodes {
        match node.word.as_str() {
            "profile" => head(node, &mut profile, &mut common, &mut report),
            "floor" => profile.floors.extend(floor(node, &common, &mut report)),
            word => {
                let message = format!("A profile knows no `{word}`.");
                report.note(node.place, None, message, nearest::remedy(word, &TOP));
            }
        }
    }
    if profile.name.is_empty() && report.count() == 0 {
        let remedy = "Begin with: profile \"name\" { title \"how a person reads it\" }";
        report.note(Place(0), None, "This profile does not say its name.", remedy);
    }
    report.settle(&source)?;
    Ok(profile)
}

fn head(node: &Node, profile: &mut Profile, common: &mut Common, report: &mut Report) {
    known(node, &OF_PROFILE, report);
    profile.name = first_text(node, report);
    profile.title = node.child("title").map(|line| first_text(line, report)).unwrap_or_default();
    common.not_sectors = node.child("not-for").map(texts).unwrap_or_default();
    common.also = node.child("also").map(|line| {
        let cite = line.prop("cite").and_then(Value::text).unwrap_or_default();
        (first_text(line, report), cite.to_owned())
    });
}

/// A floor; two where another law takes it over in one sector.
fn floor(node: &Node, common: &Common, report: &mut Report) -> Vec<Floor> {
    known(node, &OF_FLOOR, report);
    let before = report.count();
    let ops: Vec<(&Node, Op)> =
        OPS.iter().filter_map(|(word, op)| node.child(word).map(|line| (line, *op))).collect();
    let [(line, op)] = ops.as_slice() else {
        let remedy = "Write one of: at-most \"3y\", at-least \"15d\", required, forbidden.";
        report.note(node.place, None, "This floor must compare in one way.", remedy);
        return Vec::new();
    };
    let floor = Floor {
        id: first_text(node, report),
        kinds: node.child("for").map(texts).unwrap_or_default(),
        not_sectors: common.not_sectors.clone(),
        param: text_of(node, "about", report),
        op: *op,
        value: value(line),
        counting: node.child("counted").map(|line| first_text(line, report)),
        cite: text_of(node, "cite", report),
        severity: one_of(node, "weighs", &WEIGHTS, report).unwrap_or(Severity::Law),
        from: day(node, "from", report),
        until: day(node, "until", report),
        reliability: one_of(node, "read", &READ, report).unwrap_or(Reliability::General),
        reason: text_of(node, "reason", report),
    };
    if report.count() > before {
        return Vec::new();
    }
    // Guidance does not depend on who is covered by the law.
    if floor.severity != Severity::Law {
        return vec![Floor { not_sectors: Vec::new(), ..floor }];
    }
    let Some((sector, cite)) = &common.also else { return vec![floor] };
    let others = ["private", "public", "federal", "postal", "mixed"];
    let taken_over = Floor {
        not_sectors: others.into_iter().filter(|other| other != sector).map(str::to_owned).collect(),
        cite: format!("{}; {cite}", floor.cite),
        ..floor.clone()
    };
    let mut floor = floor;
    floor.not_sectors.push(sector.clone());
    vec![floor, taken_over]
}

/// A length of time, a number, a share, else words.
fn value(line: &Node) -> FloorValue {
    let [one] = line.args.as_slice() else {
        let words = texts(line);
        return if words.is_empty() { FloorValue::None } else { FloorValue::Words(words) };
    };
    let text = match &one.is {
        Datum::Number(number) => return FloorValue::Number(*number),
        Datum::Flag(_) => return FloorValue::None,
        Datum::Text(text) => text,
    };
    match (text.parse(), text.parse()) {
        (Ok(span), _) => FloorValue::Time(span),
        (_, Ok(share)) => FloorValue::Share(share),
        _ => FloorValue::Words(vec![text.clone()]),
    }
}

fn known(node: &Node, words: &[&str], report: &mut Report) {
    for child in &node.children {
        if !words.contains(&child.word.as_str()) {
            let message = format!("`{}` knows no `{}` here.", node.word, child.word);
            report.note(child.place, None, message, nearest::remedy(&child.word, words));
        }
    }
}

fn texts(node: &Node) -> Vec<String> {
    node.args.iter().filter_map(|arg| arg.text().map(str::to_owned)).collect()
}

fn first_text(node: &Node, report: &mut Report) -> String {
    let text = node.arg().and_then(Value::text).unwrap_or_default();
    if text.is_empty() {
        let message = format!("`{}` needs a text after it.", node.word);
        report.note(node.place, None, message, format!("Write {} \"...\".", node.word));
    }
    text.to_owned()
}

fn text_of(node: &Node, word: &str, report: &mut Report) -> String {
    match node.child(word) {
        Some(line) => first_text(line, report),
        None => {
            let message = format!("This `{}` does not say `{word}`.", node.word);
            report.note(node.place, None, message, format!("Add a line: {word} \"...\"."));
            String::new()
        }
    }
}

fn one_of<T: Copy>(node: &Node, word: &str, list: &[(&str, T)], report: &mut Report) -> Option<T> {
    let line = node.child(word)?;
    let text = line.arg().and_then(Value::text).unwrap_or_default();
    let found = list.iter().find(|(known, _)| *known == text).map(|(_, is)| *is);
    if found.is_none() {
        let known: Vec<&str> = list.iter().map(|(known, _)| *known).collect();
        report.note(line.place, None, format!("`{text}` is not known here."), nearest::remedy(text, &known));
    }
    found
}

fn day(node: &Node, word: &str, report: &mut Report) -> Option<Date> {
    let line = node.child(word)?;
    let found = line.arg().and_then(Value::text).and_then(|text| text.parse().ok());
    if found.is_none() {
        report.note(line.place, None, "This is no day.", "Write it like \"1959-09-14\".");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "profile \"x\" { title \"X\" }\nfloor \"A\" { about \"b\"; at-most \"3y\"; cite \"c\"; reason \"d.\" }\n";

    #[test]
    fn a_floor_is_read_with_its_value() {
        let profile = profile(GOOD, "x.kdl").expect("it is well formed");
        assert_eq!(profile.floors.len(), 1);
        assert_eq!(profile.floors[0].time().map(|span| span.to_string()).as_deref(), Some("3y"));
        assert_eq!(profile.floors[0].severity, Severity::Law);
    }

    #[test]
    fn what_is_wrong_in_a_profile_is_told_with_its_place() {
        for (from, to, message) in [
            ("at-most", "at-mots", "must compare in one way"),
            ("cite \"c\"; ", "", "does not say `cite`"),
            ("cite", "cited \"x\"; cite", "knows no `cited`"),
            ("cite", "from \"1959\"; cite", "no day"),
            ("cite", "weighs \"lawful\"; cite", "not known here"),
            ("floor", "flor", "knows no `flor`"),
            ("profile \"x\" { title \"X\" }\n", "", "does not say its name"),
        ] {
            let found = profile(&GOOD.replace(from, to), "x.kdl").unwrap_err();
            assert!(found.iter().any(|d| d.message.contains(message) && d.line <= 2), "{to}: {found:#?}");
        }
    }
}
