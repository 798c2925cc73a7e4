//! scratch
mod common;
use common::read;
use rankfile_constitution::lint::{self, Against, Profile};
use std::time::Instant;
#[allow(clippy::disallowed_methods)]
#[test]
fn perf() {
    let profile = Profile::named("us-lmrda").unwrap();
    let t = Instant::now();
    for _ in 0..10 { Profile::named("us-lmrda").unwrap(); }
    println!("profile {:?}", t.elapsed() / 10);
    let fixture = include_str!("data/compliant.md");
    let t = Instant::now();
    for _ in 0..10 { read(fixture); }
    println!("parse {:?}", t.elapsed() / 10);
    let c = read(fixture);
    let t = Instant::now();
    for _ in 0..10 { lint::lint(&c, Against { profile: &profile, as_of: jiff::civil::date(2026, 11, 22), members: None }); }
    println!("lint {:?} ({} rules)", t.elapsed() / 10, c.rules().count());
    let head = "---\nname: X\nkind: local\nsector: private\nprofile: us-lmrda\nscope: all\nhappened: {}\n---\n\n";
    let bodies: Vec<(&str, Box<dyn Fn(usize) -> String>)> = vec![
        ("elections", Box::new(|n| format!("election \"e{n}\" {{ for all-offices; every \"9y\"; postponed-by \"b\" when=\"x\" }}"))),
        ("offices", Box::new(|n| format!("office \"o{n}\" {{ appointed-by \"o{}\"; sits-on \"b{n}\" }}\nbody \"b{n}\" kind=\"board\" {{ seat \"o{n}\" }}", n/2))),
        ("powers", Box::new(|n| format!("power \"o{n}\" {{ may \"postpone-election\" \"suspend-members\" \"raise-dues\" }}\nforbid \"suing\" {{ except \"x\" }}\nappeal \"a{n}\" {{ from \"hearing\"; to \"b\" ; file-within \"36525 business-days\" }}"))),
        ("removals", Box::new(|n| format!("removal-for-cause \"r{n}\" {{ for all-offices; decided-by \"b\" within=\"30d\" }}\nhearing \"h{n}\" {{ held-by \"b\" }}"))),
        ("terms", Box::new(|_| "term { for all-offices; length \"36000 business-days\" }".to_string())),
    ];
    for (name, body) in &bodies {
        let text: String = (0..10_000).map(|n| format!("## A {{#a{n}}}\n\nword\n\n```rules\n{}\n```\n\n", body(n))).collect();
        let t = Instant::now();
        let c = read(&format!("{head}{text}"));
        println!("{name} parse {:?}", t.elapsed());
        for l in lint::all().filter(|l| l.id.0.starts_with('L')) { let _ = l; }
        let t = Instant::now();
        let found = lint::lint(&c, Against { profile: &profile, as_of: jiff::civil::date(2026, 11, 22), members: None });
        println!("{name} lint {:?} {} ({} L)", t.elapsed(), found.len(), found.iter().filter(|f| f.id.0.starts_with('L')).count());
    }
}
