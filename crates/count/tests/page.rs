//! The result page: complete, well formed, harmless, and the same figures in pictures and tables.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod data;

use rankfile_count::figures::Figure;
use rankfile_count::method::{Break, METHODS, find};
use rankfile_count::page::{PageFacts, STYLE, fragment, render};
use rankfile_count::words::Words;
use rankfile_count::{Contest, Count, Election, Mark, TieRule, plurality_in, tallied};
use std::collections::BTreeSet;

fn example() -> Election {
    let names = ["Ana", "Bo & Sons", "<b>Cy</b>", "Di \"the\" Ed", "Flo"];
    let candidates = names.iter().map(ToString::to_string).collect();
    let mut election =
        Election { title: "Committee <2026>".into(), candidates, seats: 2, ..Election::default() };
    let lines: [(u64, &[u16]); 7] = [
        (1200, &[0, 1, 2]),
        (700, &[1, 0]),
        (610, &[2, 3, 4, 0]),
        (480, &[3]),
        (300, &[4, 1]),
        (90, &[4, 2]),
        (7, &[]),
    ];
    for (weight, places) in lines {
        let marks: Vec<Mark> = places.iter().map(|one| Mark::next(*one)).collect();
        election.papers.push(weight, &marks).unwrap();
    }
    election
}

fn counts() -> Vec<Count> {
    let election = example();
    let options = data::options(Break::Preset);
    let methods = METHODS.iter().flat_map(|folder| folder.iter());
    methods.filter_map(|method| method.apply(&election, &options, Words::english()).ok()).collect()
}

/// Names of the elements still open after reading a page; every close must meet its open.
fn unclosed(page: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    for tag in page.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("every tag ends");
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('!') || tag.ends_with('/') || name == "meta" {
            continue;
        }
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "in {}", page.len());
        } else {
            open.push(name);
        }
    }
    open
}

fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let head = format!(" {name}=\"");
    page.split(&head).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_page_is_well_formed_and_its_links_and_labels_lead_somewhere() {
    for count in counts() {
        let page = render(&count, &PageFacts { title: "Committee <2026>".into(), ..PageFacts::default() });
        assert_eq!(unclosed(&page), [""; 0], "{}", count.method);
        let ids: Vec<&str> = attributes(&page, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{}: an id twice", count.method);
        for link in attributes(&page, "href") {
            assert!(unique.contains(link.trim_start_matches('#')), "{}: {link} leads nowhere", count.method);
        }
        for label in attributes(&page, "aria-labelledby") {
            assert!(unique.contains(label), "{}: {label} labels nothing", count.method);
        }
    }
}

#[test]
fn no_page_needs_a_script_an_inline_style_or_another_file() {
    for count in counts() {
        let inside = fragment(&count, &PageFacts::default());
        for banned in
            ["<script", " style=", " on", "javascript:", "http:", "https:", "<img", "<link", "@import"]
        {
            let found = inside
                .split('<')
                .filter(|tag| format!("<{}", tag.split('>').next().unwrap()).contains(banned));
            assert_eq!(found.count(), 0, "{}: {banned}", count.method);
        }
    }
    assert!(!STYLE.contains("url(http") && !STYLE.contains("@import"));
}

#[test]
fn names_stay_text_wherever_they_stand() {
    for count in counts() {
        let page = render(&count, &PageFacts { title: "Committee <2026>".into(), ..PageFacts::default() });
        assert!(!page.contains("<b>Cy</b>") && !page.contains("<2026>"), "{}", count.method);
        assert!(page.contains("&lt;b&gt;Cy&lt;/b&gt;") && page.contains("Bo &amp; Sons"), "{}", count.method);
    }
}

/// The table behind every picture: each figure of each stage stands in the sheet, with all its places.
#[test]
fn every_figure_of_every_stage_is_on_the_page() {
    let plain = |page: &str| page.replace("<small>", "").replace("</small>", "").replace(',', "");
    for id in ["scottish-2011", "ers97", "meek-prf", "irv", "wright", "minneapolis"] {
        let election = example();
        let count =
            find(id).unwrap().apply(&election, &data::options(Break::Preset), Words::english()).unwrap();
        let page = plain(&render(&count, &PageFacts::default()));
        let sheet = &page[page.find("id=\"count-sheet\"").unwrap()..page.find("id=\"count-words\"").unwrap()];
        for stage in &count.stages {
            for votes in stage.votes.iter().chain([&stage.non_transferable]).chain(&stage.quota) {
                // The zeros of those who are out are shown as a dash.
                assert!(
                    Figure::read(votes).is_zero() || sheet.contains(&format!(">{votes}<")),
                    "{id}: {votes}"
                );
            }
        }
        let flow = &page[page.find("id=\"count-flow\"").unwrap()..page.find("id=\"count-sheet\"").unwrap()];
        for moved in count.stages.iter().flat_map(|stage| &stage.moved) {
            assert!(flow.contains(&format!(">{}<", moved.votes)), "{id}: {moved:?}");
        }
    }
}

#[test]
fn a_matrix_has_every_pair_and_the_winner_against_each() {
    let count = data::counted("schulze", &example(), Break::Stop);
    let page = render(&count, &PageFacts::default()).replace(',', "");
    for votes in count.pairwise.unwrap().concat().iter().filter(|votes| **votes > 0) {
        assert!(page.contains(&format!("\">{votes}</td>")), "{votes}");
    }
    assert!(page.contains("against each of the others"));
}

#[test]
fn an_open_tie_is_the_first_thing_a_page_says() {
    let mut election = example();
    election.papers = Default::default();
    election.papers.push(2, &[Mark::next(0)]).unwrap();
    election.papers.push(2, &[Mark::next(1)]).unwrap();
    let count = data::counted("schulze", &election, Break::Stop);
    assert!(count.elected.is_empty());
    let page = render(&count, &PageFacts::default());
    assert!(page.find("A tie that nobody has broken yet").unwrap() < page.find("<nav").unwrap());
}

#[test]
fn another_language_reaches_the_page() {
    let mut words = Words::english().clone();
    words.language = "de";
    words.page.result = "Ergebnis der Auszählung";
    words.page.sheet = "Auszählungsbogen";
    words.thousands = ".";
    words.point = ",";
    let words: &'static Words = Box::leak(Box::new(words));
    let count =
        find("scottish-2011").unwrap().apply(&example(), &data::options(Break::Preset), words).unwrap();
    let page = render(&count, &PageFacts { words, ..PageFacts::default() });
    assert!(page.contains("<html lang=\"de\">") && page.contains("Ergebnis der Auszählung"));
    assert!(page.contains("Auszählungsbogen") && page.contains("1.200<small>,00000</small>"));
}

/// What elements with a text of their own say: headings, heads of tables, captions, terms and links.
fn heads(page: &str) -> BTreeSet<String> {
    let names = ["h1", "h2", "h3", "th", "caption", "summary", "dt", "a", "li", "p", "td"];
    page.split('<')
        .filter_map(|tag| tag.split_once('>'))
        .filter(|(tag, _)| tag.split(' ').next().is_some_and(|name| names.contains(&name)))
        .map(|(_, text)| text.trim().to_owned())
        .filter(|text| text.chars().any(char::is_alphabetic))
        .collect()
}

#[test]
fn a_spanish_page_has_no_english_heading() {
    let words = Words::spanish();
    let title = "Comité 2026".to_owned();
    let facts = PageFacts { title, words, method: "Método".into(), ..PageFacts::default() };
    let contest = |votes: [u64; 3]| Contest {
        title: "Comité".into(),
        candidates: ["Ana", "Bo", "Inés"].map(String::from).to_vec(),
        seats: 1,
        votes: votes.to_vec(),
        blank: Some(2),
        ballots: Some(votes.iter().sum::<u64>() + 2),
    };
    let lot = TieRule::Lot { seed: [3; 32], context: "e1/x".into() };
    let tally = |votes| {
        let contest = contest(votes);
        tallied(&contest, &plurality_in(&contest, &lot, words).unwrap(), words)
    };
    let own = [tally([9000, 4000, 2000]), tally([5, 5, 2])];
    let ranked = ["scottish-2011", "irv", "meek-prf", "schulze"]
        .map(|id| find(id).unwrap().apply(&example(), &data::options(Break::Preset), words).unwrap());
    for count in own.iter().chain(&ranked) {
        let page = render(count, &facts);
        // Here it is about what the page itself says, not about sentences and a method's own remarks.
        let same =
            Count { explanation: vec![], views: vec![], warnings: vec![], margin: None, ..count.clone() };
        let (spanish, english) =
            (heads(&page), heads(&render(&same, &PageFacts { words: Words::english(), ..facts.clone() })));
        let left: Vec<&String> = spanish.intersection(&english).collect();
        let data = |text: &&&String| {
            !count.candidates.iter().any(|name| page_text(name) == ***text)
                && !["Comité 2026", "Método", count.rules_version.as_str()].contains(&text.as_str())
                && !text.starts_with(&format!("Método ({}", count.method))
                && !count.ties.iter().any(|tie| page_text(&tie.rule) == ***text)
        };
        assert_eq!(left.iter().filter(data).collect::<Vec<_>>(), Vec::<&&String>::new(), "{}", count.method);
        assert!(page.contains("<html lang=\"es\">"));
    }
    let page = render(&own[0], &facts);
    assert!(page.contains("Resultado del escrutinio") && page.contains("2501 papeletas hubieran dicho Bo"));
    assert!(page.contains("Obtuvo un puesto con 9000 votos."), "{page}");
    assert!(render(&own[1], &facts).contains("El sorteo parte de una semilla publicada"));
    for english in ["vote", "elected", "seat ", "paper", "Stage", "excluded"] {
        for count in &own {
            let shown = count.explanation.iter().chain(&count.views).find(|text| text.contains(english));
            assert_eq!(shown, None, "{english}");
        }
    }
}

fn page_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
