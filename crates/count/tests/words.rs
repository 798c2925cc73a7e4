//! The words in every language: the same gaps in every sentence, and nothing left untranslated. Not here: the pages.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_count::words::Words;
use rankfile_count::{Contest, Outcome, TieRule, plurality, plurality_in};
use std::collections::{BTreeMap, BTreeSet};

/// Texts that both languages write alike, because they hold gaps and signs only.
const ALIKE: [&str; 4] = [".comma", "tell.opening", "tell.has", "totals.opening"];

/// Every text of a language by the path of its field, read off its debug form, so that no field can be forgotten.
fn texts(words: &Words) -> BTreeMap<String, String> {
    let mut path: Vec<String> = Vec::new();
    let mut found = BTreeMap::new();
    for line in format!("{words:#?}").lines().skip(1).map(str::trim) {
        match line.split_once(": ") {
            _ if line.starts_with('}') => drop(path.pop()),
            Some((field, rest)) if rest.ends_with('{') => path.push(field.to_owned()),
            Some((field, rest)) if rest.starts_with('"') => {
                let text = rest.trim_start_matches('"').trim_end_matches("\",");
                found.insert([path.join("."), field.to_owned()].join("."), text.to_owned());
            }
            _ => {}
        }
    }
    found
}

fn gaps(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0).collect()
}

#[test]
fn every_sentence_has_the_same_gaps_in_both_languages() {
    let (english, spanish) = (texts(Words::english()), texts(Words::spanish()));
    assert!(english.len() > 200, "{}", english.len());
    assert!(english.keys().eq(spanish.keys()));
    for (path, text) in &english {
        assert_eq!(gaps(text), gaps(&spanish[path]), "{path}: {text} / {}", spanish[path]);
    }
}

#[test]
fn nothing_stays_english_in_spanish_but_what_is_no_words() {
    let (english, spanish) = (texts(Words::english()), texts(Words::spanish()));
    let alike: BTreeSet<&str> = english
        .iter()
        .filter(|(path, text)| spanish[*path] == **text)
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(alike, ALIKE.into_iter().collect());
}

#[test]
fn spanish_numbers_and_lists_read_well() {
    let words = Words::spanish();
    assert_eq!((words.number(1_234), words.number(12_345)), ("1234".into(), "12.345".into()));
    assert_eq!(words.plural(words.tell.votes, 1), "1 voto");
    assert_eq!(words.votes(rankfile_count::figures::Figure::read("12345.50")), "12.345,5 votos");
    for (last, list) in [
        ("Bo", "Ana y Bo"),
        ("Inés", "Ana e Inés"),
        ("Íñigo", "Ana e Íñigo"),
        ("Hilario", "Ana e Hilario"),
        ("Hielo", "Ana y Hielo"),
        ("Iago", "Ana y Iago"),
    ] {
        assert_eq!(words.list(&["Ana", last]), list);
    }
}

#[test]
fn a_tally_is_told_in_spanish_and_elects_the_same() {
    let contest = |votes: &[u64], seats| Contest {
        title: "Secretaría".into(),
        candidates: ["Ana", "Bo", "Inés"][..votes.len()].iter().map(ToString::to_string).collect(),
        seats,
        votes: votes.to_vec(),
        blank: Some(1),
        ballots: Some(votes.iter().sum::<u64>() + 1),
    };
    let told = |contest: &Contest, tie: &TieRule| {
        let (english, spanish) =
            (plurality(contest, tie).unwrap(), plurality_in(contest, tie, Words::spanish()).unwrap());
        match (english, spanish) {
            (Outcome::Decided(english), Outcome::Decided(spanish)) => {
                assert_eq!((english.winners, &english.ties), (spanish.winners, &spanish.ties));
                spanish.sentences
            }
            (_, Outcome::Tied { sentences, .. }) => sentences,
            _ => panic!("the language decided"),
        }
    };
    assert_eq!(
        told(&contest(&[9, 1, 2], 1), &TieRule::None),
        [
            "Secretaría: 1 puesto, 3 candidaturas, 12 votos.",
            "Se contaron 13 papeletas; en blanco: 1.",
            "Ana obtuvo un puesto con 9 votos.",
            "Sin puesto: Inés con 2 votos y Bo con 1 voto.",
        ]
    );
    assert!(told(&contest(&[4, 2, 2], 2), &TieRule::None)[3].starts_with(
        "Por el último puesto hay empate entre Bo e Inés, a 2 votos por candidatura; no se declaró"
    ));
    let lot = TieRule::Lot { seed: [3; 32], context: "e1/x".into() };
    assert!(
        told(&contest(&[4, 2, 2], 2), &lot)[4].starts_with("El sorteo es rnf/lot/v1 con la semilla 0303")
    );
    assert_eq!(told(&contest(&[4], 2), &TieRule::None)[3], "Queda 1 puesto vacante: de 2 menos 1 queda 1.");
}
