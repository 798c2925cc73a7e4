//! The page of a constitution: everything is on it, and nothing hostile is.

use jiff::civil::date;
use rankfile_constitution::guarantee::guarantees;
use rankfile_constitution::lint::{Against, Profile, lint};
use rankfile_constitution::page::{ENGLISH, SPANISH, Shown, Words, render};
use rankfile_constitution::{Constitution, Document, calendar, compile};

fn example(name: &str) -> Constitution {
    let path = format!("{}/../../examples/{name}.md", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    Document::parse(&text, name).unwrap_or_else(|all| panic!("{}", all[0].render()))
}

fn page(constitution: &Constitution, words: &Words) -> String {
    let as_of = date(2026, 11, 22);
    let profile = Profile::named(&constitution.front.profile).expect("it is a known profile");
    let findings = lint(constitution, Against { profile: &profile, as_of, members: None });
    let plans = compile(constitution).map(|program| program.elections).unwrap_or_default();
    let calendars: Vec<_> =
        plans.iter().map(|plan| (plan.name.clone(), calendar::calendar(plan, as_of))).collect();
    render(&Shown {
        constitution,
        findings: Some(&findings),
        is_report: true,
        guarantees: &guarantees(constitution, as_of),
        profile: &profile.title,
        as_of,
        words,
        calendars: &calendars,
    })
}

#[test]
fn every_article_every_step_and_every_finding_is_on_the_page() {
    for (name, words) in [("demo-local", &ENGLISH), ("warehouse-new", &SPANISH), ("model-local", &ENGLISH)] {
        let constitution = example(name);
        let html = page(&constitution, words);
        for article in &constitution.articles {
            assert!(html.contains(&format!("id=\"{}\"", article.id.0)), "{name} {}", article.id);
        }
        let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.html"));
        std::fs::write(&kept, &html).expect("it can be written");
        assert!(
            !html.contains("<script") && !html.contains("style=\""),
            "it must stand under a strict policy"
        );
    }
    assert!(page(&example("warehouse-new"), &ENGLISH).contains("finding-L02"));
}

#[test]
fn a_hostile_constitution_stays_text() {
    let hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))";
    let text = format!(
        "---\nname: \"{hostile}\"\nkind: local\nsector: private\nprofile: us-lmrda\nscope: [officers]\n---\n\n# {hostile}\n\n\
         ## {hostile} {{#a}}\n\n{hostile}\n\n```rules\noffice \"p\" title=\"<b>x</b><script>alert(2)</script>\"\n\
         duty \"d\" {{ bearer \"p\"; action \"<script>alert(3)</script>\" }}\n```\n"
    );
    let Ok(constitution) = Document::parse(&text, "<script>.md") else { return };
    let html = page(&constitution, &ENGLISH);
    for bad in ["<script", "<img", "<b>x", "href=\"javascript", "onerror=alert(1)>"] {
        assert!(!html.contains(bad), "{bad}\n{html}");
    }
}
