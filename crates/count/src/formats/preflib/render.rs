//! Writes PrefLib files: `.soi` (orders without equals, incomplete), `.toc` (the unranked last, equal) and `.cat` (grades).
//!
//! Equal papers are merged and the most frequent come first, as PrefLib has them. Not here: dates and file names, which
//! PrefLib adds when it takes a file in.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::formats::Unsayable;
use crate::tally::grades::{Grades, Scale};
use crate::{Election, Mark};

/// Writes orders without equal ranks, as far as each paper goes.
///
/// *Errors*: withdrawn candidates, skipped, equal or repeated ranks.
pub fn render_soi(election: &Election) -> Result<String, Unsayable> {
    let format = "PrefLib SOI";
    Unsayable::equal(election, format)?;
    sayable(election, format)?;
    let orders = merged(election, |_, groups| groups);
    Ok(file("soi", "ORDERS", &election.title, &election.candidates, &[], orders))
}

/// Writes complete orders with equal ranks: whoever a paper does not rank comes last, equal.
///
/// *Errors*: withdrawn candidates, skipped or repeated ranks.
pub fn render_toc(election: &Election) -> Result<String, Unsayable> {
    sayable(election, "PrefLib TOC")?;
    let count = election.candidates.len();
    let orders = merged(election, |marks, mut groups| {
        let mut ranked = vec![false; count];
        marks
            .iter()
            .filter_map(|mark| mark.candidate())
            .for_each(|candidate| ranked[usize::from(candidate)] = true);
        let rest: Vec<u16> =
            (0..).zip(&ranked).filter(|(_, ranked)| !**ranked).map(|(candidate, _)| candidate).collect();
        if !rest.is_empty() {
            groups.push(rest);
        }
        groups
    });
    Ok(file("toc", "ORDERS", &election.title, &election.candidates, &[], orders))
}

/// Writes categories, the best first.
///
/// *Errors*: withdrawn candidates.
pub fn render_cat(grades: &Grades) -> Result<String, Unsayable> {
    let (format, what) = ("PrefLib CAT", "that a candidate has withdrawn");
    if !grades.withdrawn.is_empty() {
        return Err(Unsayable { format, what, remedy: "remove the candidate first" });
    }
    let highest = usize::from(grades.scale.highest());
    let words: Vec<String> =
        (0..=grades.scale.highest()).rev().map(|grade| grades.scale.name(grade)).collect();
    if matches!(grades.scale, Scale::Points(_)) && highest > 1000 {
        return Err(Unsayable { format, what: "more than a thousand grades", remedy: "write ABIF" });
    }
    let mut papers: BTreeMap<Vec<Vec<u16>>, u64> = BTreeMap::new();
    for paper in grades.papers.iter() {
        let mut groups = vec![Vec::new(); highest + 1];
        for given in paper.given {
            groups[highest - usize::from(given.grade).min(highest)].push(given.candidate);
        }
        // Categories at the end that hold nobody are still written: their number says which grade is which.
        *papers.entry(groups).or_default() += paper.weight;
    }
    Ok(file("cat", "PREFERENCES", &grades.title, &grades.candidates, &words, papers))
}

fn sayable(election: &Election, format: &'static str) -> Result<(), Unsayable> {
    Unsayable::withdrawn(election, format)?;
    Unsayable::skipped(election, format)?;
    Unsayable::repeated(election, format)
}

type Groups = Vec<Vec<u16>>;

fn merged(election: &Election, complete: impl Fn(&[Mark], Groups) -> Groups) -> BTreeMap<Groups, u64> {
    let mut orders: BTreeMap<Groups, u64> = BTreeMap::new();
    for paper in election.papers.iter() {
        let mut groups: Groups = Vec::new();
        for mark in paper.marks {
            let candidate = mark.candidate().unwrap_or_default();
            match groups.last_mut() {
                Some(group) if mark.is_equal() => group.push(candidate),
                _ => groups.push(vec![candidate]),
            }
        }
        groups.iter_mut().for_each(|group| group.sort_unstable());
        *orders.entry(complete(paper.marks, groups)).or_default() += paper.weight;
    }
    orders
}

fn file(
    kind: &str,
    unit: &str,
    title: &str,
    candidates: &[String],
    categories: &[String],
    papers: BTreeMap<Groups, u64>,
) -> String {
    let mut out = String::new();
    let voters: u64 = papers.values().sum();
    key(&mut out, "TITLE", flat(title));
    key(&mut out, "DATA TYPE", kind);
    key(&mut out, "MODIFICATION TYPE", "original");
    key(&mut out, "NUMBER ALTERNATIVES", candidates.len());
    key(&mut out, "NUMBER VOTERS", voters);
    key(&mut out, &format!("NUMBER UNIQUE {unit}"), papers.len());
    if !categories.is_empty() {
        key(&mut out, "NUMBER CATEGORIES", categories.len());
    }
    for (number, name) in (1..).zip(categories) {
        key(&mut out, &format!("CATEGORY NAME {number}"), flat(name));
    }
    for (number, name) in (1..).zip(candidates) {
        key(&mut out, &format!("ALTERNATIVE NAME {number}"), flat(name));
    }
    let mut lines: Vec<(Groups, u64)> = papers.into_iter().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.1));
    for (groups, weight) in lines {
        let groups: Vec<String> = groups.iter().map(|group| braced(group)).collect();
        push(&mut out, format_args!("{weight}: {}\n", groups.join(",")));
    }
    out
}

fn braced(group: &[u16]) -> String {
    let numbers: Vec<String> = group.iter().map(|candidate| (candidate + 1).to_string()).collect();
    if let [number] = numbers.as_slice() { number.clone() } else { format!("{{{}}}", numbers.join(",")) }
}

/// A header value stands on one line.
fn flat(value: &str) -> String {
    value.replace(['\r', '\n'], " ").trim().to_owned()
}

fn key(out: &mut String, key: &str, value: impl std::fmt::Display) {
    push(out, format_args!("# {key}: {value}\n"));
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("writing into a String cannot fail");
}
