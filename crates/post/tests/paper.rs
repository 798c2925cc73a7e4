//! Letters on real paper, as far as a browser and a reader of PDF can say: printed by Chromium, measured by poppler. What the
//! window of an envelope shows must be the address and nothing else, on every sheet.

#![allow(clippy::unwrap_used, reason = "these are tests")]

mod pythons;

use rankfile_post::print::{Block, Paper, Sheet, Style, page};
use std::path::Path;
use std::process::{Command, Stdio};

/// A word on a page and its box. *Units*: millimetres from the upper left corner of the paper.
#[derive(Debug)]
struct Word {
    page: usize,
    text: String,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

fn sheet(number: usize, lines: usize, paragraphs: usize) -> Sheet {
    Sheet {
        language: "es".into(),
        union: "Unión de Almacenes, Local 7".into(),
        return_lines: ["Local7", "Apartado 7", "28001 Madrid"].map(String::from).to_vec(),
        recipient_lines: (1..=lines)
            .map(|line| format!("TO{line} Ñgpq-Straße 12{line}, fourth floor"))
            .collect(),
        date: "Date2026, November 3".into(),
        subject: format!("Subject{number} of the letter"),
        body: (0..paragraphs)
            .map(|_| Block::Paragraph("Body text that goes on for some time. ".repeat(12)))
            .chain([Block::Code { caption: "Your credential".into(), code: "aB3-xY9-Kp2".into() }])
            .collect(),
        check_phrase: "Check phrase".into(),
    }
}

/// Prints letters and measures every word; none if a program is absent.
fn printed(sheets: &[Sheet], paper: Paper, folder: &Path) -> Option<Vec<Word>> {
    for (program, option) in [("chromium", "--version"), ("pdftotext", "-v")] {
        let there = Command::new(program).arg(option).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if there.is_err() {
            pythons::absent(
                &format!("{program} (Debian's packages chromium and poppler-utils)"),
                "where the address stands on paper",
            );
            return None;
        }
    }
    let html = folder.join("letters.html");
    std::fs::write(&html, page("Letters", "es", sheets, paper, Style::Within).unwrap()).unwrap();
    let (pdf, boxes) = (folder.join("letters.pdf"), folder.join("boxes.html"));
    let printed = Command::new("chromium")
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(format!("--user-data-dir={}", folder.join("browser").display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", html.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    assert!(printed.unwrap().success() && pdf.is_file());
    assert!(Command::new("pdftotext").arg("-bbox").arg(&pdf).arg(&boxes).status().unwrap().success());
    Some(words(&std::fs::read_to_string(&boxes).unwrap()))
}

fn words(boxes: &str) -> Vec<Word> {
    let mut page = 0;
    let mut found = vec![];
    for line in boxes.lines().map(str::trim) {
        page += usize::from(line.starts_with("<page "));
        let Some(word) = line.strip_prefix("<word ") else { continue };
        let edge = |name: &str| -> f64 {
            let (_, rest) = word.split_once(&format!("{name}=\"")).unwrap();
            rest.split('"').next().unwrap().parse::<f64>().unwrap() * 25.4 / 72.0
        };
        let text = word.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
        found.push(Word {
            page,
            text,
            left: edge("xMin"),
            top: edge("yMin"),
            right: edge("xMax"),
            bottom: edge("yMax"),
        });
    }
    found
}

/// Left, top, right and bottom of a part of the paper, in millimetres.
type Part = (f64, f64, f64, f64);

/// Within rounding of the measurement.
fn lies_in(word: &Word, (left, top, right, bottom): Part) -> bool {
    const ROUNDING: f64 = 0.02;
    word.left >= left - ROUNDING && word.top >= top && word.right <= right && word.bottom <= bottom
}

fn touches(word: &Word, (left, top, right, bottom): Part) -> bool {
    word.right > left && word.bottom > top && word.left < right && word.top < bottom
}

/// What is seen wherever the paper slid, and what is seen if it slid, besides what is always seen.
fn check(paper: Paper, always_seen: Part, may_be_seen: Part, also_there: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let lines = paper.recipient_lines_at_most();
    // A short letter, one of two sheets, and another short one.
    let sheets = [sheet(1, lines, 1), sheet(2, lines, 8), sheet(3, 3, 1)];
    let Some(words) = printed(&sheets, paper, folder.path()) else { return };
    let first_pages: Vec<usize> = (1..=3)
        .map(|number| words.iter().find(|word| word.text == format!("Subject{number}")).unwrap().page)
        .collect();
    assert_eq!(first_pages, [1, 2, 4], "each letter begins a sheet, and the second one has two");
    assert_eq!(words.iter().map(|word| word.page).max(), Some(4), "no sheet is empty");
    for (sheet, page) in sheets.iter().zip(first_pages) {
        let here = |part: Part| words.iter().filter(move |word| word.page == page && touches(word, part));
        let expected: Vec<String> = sheet.recipient_lines.join(" ").split(' ').map(str::to_owned).collect();
        let address: Vec<&Word> = words
            .iter()
            .filter(|word| {
                word.page == page
                    && (word.text.starts_with("TO")
                        || here(always_seen).any(|seen| std::ptr::eq(seen, *word)))
            })
            .filter(|word| !also_there.contains(&word.text.as_str()))
            .collect();
        assert_eq!(
            address.iter().map(|word| word.text.clone()).collect::<Vec<_>>(),
            expected,
            "the address, whole and alone"
        );
        for word in address {
            assert!(lies_in(word, always_seen), "{paper:?}: {word:?} may be hidden by the envelope");
        }
        for word in here(may_be_seen).filter(|word| !also_there.contains(&word.text.as_str())) {
            assert!(lies_in(word, always_seen), "{paper:?}: {word:?} may show in the window");
        }
    }
}

#[test]
fn the_window_of_a_dl_envelope_shows_the_address_and_where_it_comes_back_to() {
    // The field of DIN 5008, form B, is 85 by 45 mm from 20 mm and 45 mm on; its upper part is for the return address.
    let back = [
        "Local7",
        "·",
        "Apartado",
        "7",
        "28001",
        "Madrid",
        "7\u{a0}·\u{a0}28001",
        "Local7\u{a0}·\u{a0}Apartado",
    ];
    check(Paper::A4, (20.0, 62.7, 105.0, 90.0), (20.0, 45.0, 105.0, 90.0), &back);
}

#[test]
fn the_window_of_a_number_10_envelope_shows_the_address_and_nothing_else_however_the_paper_slid() {
    const INCH: f64 = 25.4;
    let window = |slack_x: f64, slack_y: f64| {
        // Of the envelope 9.5 by 4.125 in, the window 4.5 by 1.125 in lies 0.875 in from the left and 0.5 in from the bottom.
        let (left, top) = (0.875, 4.125 - 0.5 - 1.125);
        (left - slack_x, top - slack_y, left + 4.5, top + 1.125)
    };
    let (slack_x, slack_y) = (9.5 - 8.5, 4.125 - 11.0 / 3.0);
    let (left, top, right, bottom) = window(0.0, 0.0);
    let always = (left * INCH, top * INCH, (right - slack_x) * INCH, (bottom - slack_y) * INCH);
    let (left, top, right, bottom) = window(slack_x, slack_y);
    check(Paper::UsLetter, always, (left * INCH, top * INCH, right * INCH, bottom * INCH), &[]);
}
