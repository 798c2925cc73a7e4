//! Reads PrefLib files.
//!
//! Not here: what equal ranks mean. In a `.toi` file `{2,3}` is an over-vote, in a `.toc` file often those nobody ranked.

use crate::election::MAX_CANDIDATES;
use crate::formats::desk::{self, Desk};
use crate::formats::place::Cursor;
use crate::formats::sheaf::Sheaf;
use crate::formats::{Fault, Oddity, Place, Read, ReadError, Repair};
use crate::tally::grades::{Given, GradedPapers, Grades, Scale};
use crate::{Election, Mark};

/// Reads a PrefLib file; every fault is refused.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse(bytes: &[u8]) -> Result<Read, ReadError> {
    parse_with(bytes, Repair::No)
}

/// Reads a PrefLib file, mending what can plainly be mended if asked to.
///
/// *Errors*: what is wrong, with line, column and remedy.
pub fn parse_with(bytes: &[u8], repair: Repair) -> Result<Read, ReadError> {
    let mut desk = Desk::new(repair);
    let text = desk::text(bytes, &mut desk);
    let mut file = File::new(&text);
    let mut cursor = Cursor::new(&text);
    loop {
        cursor.run(|byte| matches!(byte, b' ' | b'\t'));
        match cursor.peek() {
            None => break,
            Some(b'#') => file.key(&mut cursor)?,
            Some(_) if cursor.line_end() => {}
            Some(_) => file.paper(&mut cursor, &mut desk)?,
        }
    }
    let end = cursor.place();
    file.finish(end, desk)
}

/// A PrefLib file half read.
struct File {
    title: String,
    candidates: Option<Vec<String>>,
    categories: Vec<String>,
    voters: Option<u64>,
    lines: Option<u64>,
    sheaf: Sheaf,
    graded: GradedPapers,
}

impl File {
    fn new(text: &str) -> Self {
        Self {
            title: String::new(),
            candidates: None,
            categories: Vec::new(),
            voters: None,
            lines: None,
            sheaf: Sheaf::new(text.len()),
            graded: GradedPapers::default(),
        }
    }

    /// `# KEY: value`.
    fn key(&mut self, cursor: &mut Cursor<'_>) -> Result<(), ReadError> {
        cursor.step();
        let at = cursor.place();
        let line = cursor.rest_of_line();
        let Some((key, value)) = line.split_once(':') else { return Ok(()) };
        let (key, value) = (key.trim(), value.trim());
        let number =
            |what| value.parse::<u64>().map_err(|_| ReadError { at, fault: Fault::Expected { what } });
        match key {
            "TITLE" => value.clone_into(&mut self.title),
            "NUMBER ALTERNATIVES" => {
                let count = number("the number of candidates")?;
                let fault = match count {
                    0 => Some(Fault::NoCandidates),
                    count if count > MAX_CANDIDATES as u64 => Some(Fault::TooManyCandidates { count }),
                    _ => None,
                };
                if let Some(fault) = fault {
                    return Err(ReadError { at, fault });
                }
                if self.candidates.is_some() {
                    return Err(ReadError {
                        at,
                        fault: Fault::Expected { what: "the number of candidates only once" },
                    });
                }
                self.candidates = Some((1..=count).map(|number| format!("Candidate {number}")).collect());
            }
            "NUMBER VOTERS" => self.voters = Some(number("the number of papers")?),
            "NUMBER UNIQUE ORDERS" | "NUMBER UNIQUE PREFERENCES" => {
                self.lines = Some(number("the number of lines")?)
            }
            "NUMBER CATEGORIES" => {
                let count = number("the number of categories")?;
                if !(1..=1000).contains(&count) {
                    return Err(ReadError {
                        at,
                        fault: Fault::Expected { what: "a number of categories from 1 to 1000" },
                    });
                }
                if !self.categories.is_empty() {
                    return Err(ReadError {
                        at,
                        fault: Fault::Expected { what: "the number of categories only once" },
                    });
                }
                self.categories = (1..=count).map(|number| format!("Category {number}")).collect();
            }
            _ => {
                let list = |key: &str, name: &str| {
                    key.strip_prefix(name).and_then(|number| number.trim().parse::<usize>().ok())
                };
                if let Some(number) = list(key, "ALTERNATIVE NAME") {
                    let count = self.candidates.as_ref().map_or(0, Vec::len);
                    let fault = Fault::NoSuchCandidate { number: number as u64, candidates: count };
                    let slot =
                        self.candidates.as_mut().and_then(|names| names.get_mut(number.checked_sub(1)?));
                    let slot = slot.ok_or(ReadError { at, fault })?;
                    value.clone_into(slot);
                } else if let Some(number) = list(key, "CATEGORY NAME") {
                    let slot = number.checked_sub(1).and_then(|number| self.categories.get_mut(number));
                    let fault = Fault::Expected { what: "a category that NUMBER CATEGORIES announces" };
                    value.clone_into(slot.ok_or(ReadError { at, fault })?);
                }
            }
        }
        Ok(())
    }

    /// `weight: 1,{2,3},4`.
    fn paper(&mut self, cursor: &mut Cursor<'_>, desk: &mut Desk) -> Result<(), ReadError> {
        let at = cursor.place();
        if cursor.peek() == Some(b'-') {
            return Err(ReadError { at, fault: Fault::NegativeWeight });
        }
        let refuse = |at, what| Err(ReadError { at, fault: Fault::Expected { what } });
        let Some(weight) = cursor.number() else { return refuse(at, "a number of papers and a colon") };
        cursor.run(|byte| matches!(byte, b' ' | b'\t'));
        match cursor.peek() {
            Some(b':') => cursor.step(),
            Some(b'.') => return Err(ReadError { at, fault: Fault::FractionalWeight }),
            _ => return refuse(cursor.place(), "a colon behind the number of papers"),
        }
        let Some(candidates) = self.candidates.as_ref().map(Vec::len) else {
            return Err(ReadError {
                at,
                fault: Fault::Missing { what: "the line \"# NUMBER ALTERNATIVES: ...\" is" },
            });
        };
        let groups = groups(cursor, desk, candidates)?;
        let marks: Vec<Mark> = groups
            .iter()
            .flat_map(|group| group.iter().enumerate())
            .map(
                |(place, candidate)| {
                    if place == 0 { Mark::next(*candidate) } else { Mark::equal(*candidate) }
                },
            )
            .collect();
        self.sheaf.add(desk, at, weight, &marks)?;
        if self.categories.is_empty() || weight == 0 {
            return Ok(());
        }
        self.grade(at, weight, &groups)
    }

    fn grade(&mut self, at: Place, weight: u64, groups: &[Vec<u16>]) -> Result<(), ReadError> {
        let Some(worst) = self.categories.len().checked_sub(groups.len()) else {
            return Err(ReadError {
                at,
                fault: Fault::Expected { what: "no more groups than there are categories" },
            });
        };
        let grades = (0..).map(|number: u16| number + worst as u16).zip(groups.iter().rev());
        let given: Vec<Given> = grades
            .flat_map(|(grade, group)| {
                group.iter().map(move |candidate| Given { candidate: *candidate, grade })
            })
            .collect();
        self.graded.push(weight, &given).map_err(|_| ReadError { at, fault: Fault::TooManyPapers })
    }

    fn finish(self, end: Place, mut desk: Desk) -> Result<Read, ReadError> {
        let Some(candidates) = self.candidates else {
            return Err(ReadError {
                at: end,
                fault: Fault::Missing { what: "the line \"# NUMBER ALTERNATIVES: ...\" is" },
            });
        };
        let top = Place { line: 1, column: 1 };
        desk.note(top, Oddity::SeatsUnknown);
        let counted = [
            ("papers", self.voters, self.sheaf.total()),
            ("lines", self.lines, self.sheaf.papers.lines() as u64),
        ];
        for (what, said, found) in counted {
            if let Some(said) = said.filter(|said| *said != found) {
                desk.note(top, Oddity::Miscounted { what, said, found });
            }
        }
        let grades = (!self.categories.is_empty()).then(|| Grades {
            title: self.title.clone(),
            candidates: candidates.clone(),
            scale: Scale::Words(self.categories.into_iter().rev().collect()),
            papers: self.graded,
            ..Grades::default()
        });
        let election =
            Election { title: self.title, candidates, papers: self.sheaf.papers, ..Election::default() };
        Ok(Read { election, grades, warnings: desk.warnings() })
    }
}

/// The groups of one line, to its end.
fn groups(cursor: &mut Cursor<'_>, desk: &mut Desk, candidates: usize) -> Result<Vec<Vec<u16>>, ReadError> {
    let mut groups: Vec<Vec<u16>> = Vec::new();
    let mut open: Option<Place> = None;
    let mut wanted = false;
    loop {
        let at = cursor.place();
        match cursor.peek() {
            Some(b' ' | b'\t') => cursor.step(),
            None | Some(b'\r' | b'\n') => match open {
                Some(open) => return Err(ReadError { at: open, fault: Fault::OpenBracket }),
                None => return Ok(groups),
            },
            Some(b'{') if open.is_none() && !wanted => {
                cursor.step();
                open = Some(at);
                groups.push(Vec::new());
            }
            Some(b'}') if open.is_some() => {
                cursor.step();
                open = None;
                wanted = true;
            }
            Some(b',') => {
                cursor.step();
                wanted = false;
            }
            Some(b'0'..=b'9') if open.is_some() || !wanted => {
                let number = cursor.number().unwrap_or_default();
                if (1..=candidates as u64).contains(&number) {
                    let candidate = (number - 1) as u16;
                    match (open, groups.last_mut()) {
                        (Some(_), Some(group)) => group.push(candidate),
                        _ => groups.push(vec![candidate]),
                    }
                } else {
                    desk.mend(at, Fault::NoSuchCandidate { number, candidates })?;
                }
                wanted = open.is_none();
            }
            Some(_) => {
                let what = "a candidate's number, a comma or a bracket";
                return Err(ReadError { at, fault: Fault::Expected { what } });
            }
        }
    }
}
