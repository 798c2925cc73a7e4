//! Letters on paper: pages ready to print, one letter beginning each, with the address where a window envelope shows it. The
//! same style serves letters a browser makes by itself, such as credentials the server must never see: they need only the
//! same classes.
//!
//! The classes, in the order of the page: `sheet` (with `a4` or `us-letter`) around everything; in it `union`, `return`
//! (lines in `p`), `recipient` (lines in `p`), `date`, `subject`, `body` (paragraphs, lists, and `figure` with `figcaption`
//! and `code`), `check`. Two empty `fold` elements mark where to fold.

use askama::Template;

/// The style sheet, for both papers, for the screen and for printing. It names no font to be fetched and no picture.
pub const CSS: &str = include_str!("../templates/print.css");

/// A letter to be printed. Everything in it is plain text, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The language it is in, as a tag.
    pub language: String,
    /// The union's name, as its head.
    pub union: String,
    /// The union's postal address, a line each: where it comes back to.
    pub return_lines: Vec<String>,
    /// Name and postal address, a line each, as the country writes them. At most [`Paper::recipient_lines_at_most`]; a line
    /// of more than some 35 signs wraps and may leave the window.
    pub recipient_lines: Vec<String>,
    /// Its date, in words.
    pub date: String,
    /// Its subject.
    pub subject: String,
    /// What it says.
    pub body: Vec<Block>,
    /// How to check that it is real: the phrase that stands on letter, mail and site.
    pub check_phrase: String,
}

/// A part of what a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph; its line ends are kept.
    Paragraph(String),
    /// Points.
    List(Vec<String>),
    /// Something to be typed in sign by sign, set large and with signs that cannot be mistaken.
    Code {
        /// What it is.
        caption: String,
        /// The signs.
        code: String,
    },
}

/// On which paper, and so in which envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A4 in a DL or C6/5 envelope with its window on the left.
    ///
    /// *Source*: DIN 5008, form B: the address field begins 20 mm from the left and 45 mm from the top and is 85 by 45 mm, its
    /// upper 17.7 mm for the return address; folds at 105 and 210 mm.
    A4,
    /// US Letter in a #10 envelope with its window on the left.
    ///
    /// *Source*: the usual window is 4½ by 1⅛ inches, ⅞ from the left and ½ from the bottom of an envelope of 9½ by 4⅛. A
    /// letter folded in three can slide 1 inch sideways and 0.45 up and down in it; what is seen wherever it slid lies
    /// 0.875 to 4.375 inches from the left and 2.5 to 3.167 from the top. What might be seen, from 2.04 to 3.625 inches from
    /// the top, holds nothing else.
    UsLetter,
}

/// How a page gets its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style<'a> {
    /// Within the page: for a file to be kept or sent to a printer.
    Within,
    /// By a link to where [`CSS`] is served: for a site that forbids styles within pages.
    Linked(&'a str),
}

/// A letter that does not fit its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "letter {position} has {lines} lines of address where {at_most} fit the window: put two of them on one line, such as \
     street and flat"
)]
pub struct TooManyLines {
    /// Which letter, counted from 1.
    pub position: usize,
    /// Its lines.
    pub lines: usize,
    /// The most that fit.
    pub at_most: usize,
}

impl Paper {
    /// How many lines of an address the window shows.
    pub fn recipient_lines_at_most(self) -> usize {
        match self {
            Paper::A4 => 6,
            Paper::UsLetter => 4,
        }
    }

    /// The class of its sheets.
    pub fn class(self) -> &'static str {
        match self {
            Paper::A4 => "a4",
            Paper::UsLetter => "us-letter",
        }
    }
}

/// Letters as one HTML page, each beginning a sheet of paper. Markup in the texts is shown, not obeyed.
///
/// *Errors*: [`TooManyLines`]: a letter whose address the window would not show is not printed at all.
pub fn page(
    title: &str,
    language: &str,
    sheets: &[Sheet],
    paper: Paper,
    style: Style,
) -> Result<String, TooManyLines> {
    let at_most = paper.recipient_lines_at_most();
    for (position, sheet) in (1..).zip(sheets) {
        let lines = sheet.recipient_lines.len();
        if lines > at_most {
            return Err(TooManyLines { position, lines, at_most });
        }
    }
    let link = match style {
        Style::Within => None,
        Style::Linked(link) => Some(link),
    };
    let page = Page { title, language, sheets, paper: paper.class(), css: CSS, link };
    Ok(page.render().expect("writing to a string does not fail"))
}

#[derive(Template)]
#[template(path = "print.html")]
struct Page<'a> {
    title: &'a str,
    language: &'a str,
    sheets: &'a [Sheet],
    paper: &'a str,
    css: &'a str,
    link: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet() -> Sheet {
        Sheet {
            language: "es".into(),
            union: "Unión de Almacenes".into(),
            return_lines: vec!["Apartado 7".into(), "28001 Madrid".into()],
            recipient_lines: vec!["Ana Ruiz".into(), "Calle Mayor 1".into(), "28002 Madrid".into()],
            date: "3 de noviembre de 2026".into(),
            subject: "Convocatoria".into(),
            body: vec![
                Block::Paragraph("Hola Ana:".into()),
                Block::List(vec!["uno".into(), "dos".into()]),
                Block::Code { caption: "Su credencial".into(), code: "aB3-xY9".into() },
            ],
            check_phrase: "río azul".into(),
        }
    }

    fn print(sheets: &[Sheet]) -> String {
        page("Cartas", "es", sheets, Paper::A4, Style::Linked("/print.css")).unwrap()
    }

    #[test]
    fn everything_is_on_the_sheet_in_its_place() {
        let html = print(&[sheet()]);
        let mut rest = html.as_str();
        for part in [
            "<article class=\"sheet a4\" lang=\"es\">",
            "class=\"union\">Unión de Almacenes<",
            "class=\"return\"",
            "Apartado 7",
            "class=\"recipient\"",
            "<p>Ana Ruiz</p>",
            "<p>28002 Madrid</p>",
            "class=\"date\">3 de noviembre de 2026<",
            "class=\"subject\">Convocatoria<",
            "class=\"body\"",
            "<p>Hola Ana:</p>",
            "<li>dos</li>",
            "<figcaption>Su credencial</figcaption>",
            "<code>aB3-xY9</code>",
            "class=\"check\">río azul<",
            "</article>",
        ] {
            let at =
                rest.find(part).unwrap_or_else(|| panic!("{part} is not there, or not in its place: {html}"));
            rest = &rest[at + part.len()..];
        }
        assert_eq!(print(&[sheet(), sheet(), sheet()]).matches("<article").count(), 3);
    }

    #[test]
    fn an_address_the_window_would_not_show_is_not_printed() {
        let lines = |count: usize| Sheet { recipient_lines: vec!["x".into(); count], ..sheet() };
        for (paper, at_most) in [(Paper::A4, 6), (Paper::UsLetter, 4)] {
            assert!(page("x", "en", &[lines(at_most)], paper, Style::Within).is_ok());
            let refused = page("x", "en", &[sheet(), lines(at_most + 1)], paper, Style::Within);
            assert_eq!(refused, Err(TooManyLines { position: 2, lines: at_most + 1, at_most }));
        }
    }

    #[test]
    fn the_style_is_within_or_linked_and_fetches_nothing() {
        let within = page("x", "en", &[sheet()], Paper::UsLetter, Style::Within).unwrap();
        assert!(within.contains(CSS) && !within.contains("<link"));
        let linked = print(&[sheet()]);
        assert!(
            !linked.contains("<style") && linked.contains("<link rel=\"stylesheet\" href=\"/print.css\">")
        );
        assert!(!linked.contains("style=") && !linked.contains("<script"));
        assert!(!CSS.contains("url(") && !CSS.contains("@import") && !CSS.contains('<'));
    }

    proptest! {
        #[test]
        fn markup_in_any_text_is_shown_and_not_obeyed(text in "([<>&\"'/]|</article>|<script>|\\PC){0,12}") {
            let text = format!("{text}<b>");
            let hostile = Sheet {
                language: text.clone(), union: text.clone(), return_lines: vec![text.clone()], recipient_lines: vec![text.clone()],
                date: text.clone(), subject: text.clone(), check_phrase: text.clone(),
                body: vec![
                    Block::Paragraph(text.clone()), Block::List(vec![text.clone()]),
                    Block::Code { caption: text.clone(), code: text.clone() },
                ],
            };
            let tags = |html: &str| -> Vec<String> {
                html.split('<').skip(1).map(|rest| rest.split([' ', '>']).next().unwrap().to_owned()).collect()
            };
            let plain = Sheet { return_lines: vec![String::new()], recipient_lines: vec![String::new()], body: vec![
                Block::Paragraph(String::new()), Block::List(vec![String::new()]), Block::Code { caption: String::new(), code: String::new() },
            ], ..sheet() };
            let found = page(&text, &text, &[hostile], Paper::A4, Style::Linked(&text)).unwrap();
            prop_assert_eq!(tags(&found), tags(&print(&[plain])));
        }
    }
}
