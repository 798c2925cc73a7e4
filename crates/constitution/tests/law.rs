//! scratch
mod common;
use rankfile_constitution::lint::{self, Against, Profile};

#[test]
fn show() {
    let root = format!("{}/../../examples", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = ["", "/constitutions"].iter().flat_map(|d| std::fs::read_dir(format!("{root}{d}")).unwrap()).map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    files.sort();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let c = match rankfile_constitution::Document::parse(&text, "x") { Ok(c) => c, Err(e) => { println!("== {file:?} BAD {}", common::shown(&e)); continue } };
        let profile = Profile::named(&c.front.profile).unwrap();
        let found = lint::lint(&c, Against { profile: &profile, as_of: jiff::civil::date(2026, 11, 22), members: None });
        println!("== {file:?} {} {:?}", c.front.kind, c.front.scope);
        for f in found.iter().filter(|f| f.id.0.starts_with('L')) { println!("{} {} {}:{} {} | {} | {}", f.id, f.severity.word(), f.line, f.column, f.message, f.repair, f.citation); for e in &f.counterexample { println!("      {} {}", e.date, e.event); } }
    }
}
