//! The facts of a command, by the names of its members, and the code its words stand under. It knows JSON, not commands: a
//! new command needs words and nothing here.

use rankfile_record::key::PublicKey;
use serde_json::Value;
use std::collections::BTreeMap;

/// The code of a command and its facts.
///
/// *Shape* of the code: `subject.do`, and a third part where the same command can mean two things.
pub fn gather(command: &Value) -> (String, BTreeMap<String, String>) {
    let word = |name: &str| command[name].as_str().unwrap_or_default().to_owned();
    let mut code = format!("{}.{}", word("subject"), word("do"));
    let mut facts = BTreeMap::new();
    for (name, member) in command.as_object().into_iter().flatten() {
        if !matches!(name.as_str(), "subject" | "do") {
            add(name, member, &mut facts);
        }
    }
    let third = match code.as_str() {
        "election.serve-notice" => word("notice"),
        "election.decide-protest" => {
            if command["upheld"] == true { "upheld" } else { "dismissed" }.to_owned()
        }
        "election.accept-nomination" if command["statement"].is_string() => "statement".to_owned(),
        _ => String::new(),
    };
    if !third.is_empty() {
        code = format!("{code}.{third}");
    }
    (code, facts)
}

fn add(name: &str, member: &Value, facts: &mut BTreeMap<String, String>) {
    match member {
        Value::Object(members) => {
            let listed: Vec<String> =
                members.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect();
            facts.insert(name.to_owned(), listed.join(", "));
            for (inner, value) in members {
                add(&format!("{name}.{inner}"), value, facts);
            }
        }
        Value::Array(items) => {
            facts.insert(format!("{name}.count"), items.len().to_string());
            facts.insert(name.to_owned(), items.iter().map(plain).collect::<Vec<_>>().join("; "));
        }
        scalar => {
            facts.insert(name.to_owned(), plain(scalar));
        }
    }
}

/// A value in words; a key is told by the fingerprint that people compare.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => match PublicKey::parse(text) {
            Ok(key) => key.fingerprint(),
            Err(_) => text.clone(),
        },
        Value::Object(members) => {
            let parts: Vec<String> = members.values().map(plain).collect();
            parts.join(" ")
        }
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A time in seconds since 1970 as `2026-11-22 09:00 UTC`. Which zone the union lives in, the record says and pages know.
pub fn time(seconds: &str) -> Option<String> {
    let at = jiff::Timestamp::from_second(seconds.parse().ok()?).ok()?.to_string();
    let (date, time) = at.split_once('T')?;
    Some(format!("{date} {} UTC", time.get(..5)?))
}
