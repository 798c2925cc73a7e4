//! What can be wrong or odd in a ballot file, said with its place and a remedy.
//!
//! Not here: any reading. No sentence quotes the file: a ballot or a member's name must not travel through an error.

use super::Place;
use crate::election::MAX_CANDIDATES;

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {fault}{}", offer(.fault))]
pub struct ReadError {
    /// Where.
    pub at: Place,
    /// What.
    pub fault: Fault,
}

/// Something a returning officer should know about a file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where it was met first.
    pub at: Place,
    /// How often it was met.
    pub times: u64,
    /// What it is.
    pub what: What,
}

/// What a warning is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A fault that was repaired.
    Mended(Fault),
    /// Nothing wrong, but good to know.
    Noted(Oddity),
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing but blanks and comments.
    #[error("the file is empty; give a ballot file")]
    Empty,
    /// No format recognises it.
    #[error("this is none of the formats known here ({known}); name the format, or convert the file to BLT")]
    UnknownFormat {
        /// Their names.
        known: String,
    },
    /// More bytes than the limit.
    #[error("the file is longer than {limit} bytes; split it")]
    TooLong {
        /// The limit.
        limit: u64,
    },
    /// One line with more bytes than the limit.
    #[error("a line is longer than {limit} bytes; break it into lines")]
    LineTooLong {
        /// The limit.
        limit: u64,
    },
    /// Reading stopped.
    #[error("the file could not be read to its end ({0}); try again")]
    Broken(std::io::ErrorKind),
    /// Something the format demands is not there.
    #[error("{what} missing; write it here")]
    Missing {
        /// What ("the number of seats is").
        what: &'static str,
    },
    /// Something else stands where a thing must be.
    #[error("expected {what}; correct this place")]
    Expected {
        /// What should be here.
        what: &'static str,
    },
    /// No candidates.
    #[error("there are no candidates; an election has at least one")]
    NoCandidates,
    /// Too many candidates.
    #[error(
        "there are {count} candidates, more than the {MAX_CANDIDATES} that can be counted; correct the number"
    )]
    TooManyCandidates {
        /// As the file says.
        count: u64,
    },
    /// Zero seats.
    #[error("the file says zero seats; write how many are to be elected, or give --seats")]
    NoSeats,
    /// More seats than a number of seats can be.
    #[error("{count} seats are more than any election has; correct the number")]
    TooManySeats {
        /// As the file says.
        count: u64,
    },
    /// A candidate that is not there.
    #[error(
        "candidate {number} does not exist, the candidates are numbered from 1 to {candidates}; correct the number"
    )]
    NoSuchCandidate {
        /// As the file says.
        number: u64,
        /// How many there are.
        candidates: usize,
    },
    /// A name or nickname that no candidate has.
    #[error("no candidate has this name; correct the spelling, or add the candidate")]
    NoSuchName,
    /// Two candidates answer to one name where only the name tells them apart.
    #[error("two candidates have this name, and only the name tells them apart here; make the names differ")]
    NameTwice,
    /// A negative number where papers are counted.
    #[error(
        "a negative number of papers; write how many papers say this, or put withdrawn candidates on a line of their own"
    )]
    NegativeWeight,
    /// A line that stands for no paper.
    #[error("a line for zero papers; write how many papers say this, or remove the line")]
    ZeroWeight,
    /// Not whole papers.
    #[error("a number of papers that is not whole; multiply all of them so that they are whole")]
    FractionalWeight,
    /// More than can be counted.
    #[error("{}", crate::election::TooManyPapers)]
    TooManyPapers,
    /// `=` without candidates on both sides.
    #[error("an equals sign needs a candidate on both sides; remove it, or write the missing candidate")]
    LoneEquals,
    /// A comma between numbers.
    #[error("a comma between numbers; separate numbers by blanks")]
    CommaInside,
    /// The papers never end.
    #[error("no line with a single 0 ends the papers; write it before the names")]
    NoEndOfPapers,
    /// Fewer names than candidates.
    #[error("{given} names for {candidates} candidates; write the missing names")]
    FewNames {
        /// Names in the file.
        given: usize,
        /// As the first line says.
        candidates: usize,
    },
    /// A quotation mark that opens and never closes.
    #[error("a quotation mark is never closed on its line; close it")]
    OpenQuote,
    /// A bracket that opens and never closes.
    #[error("a bracket is never closed; close it")]
    OpenBracket,
    /// Ranks on one paper that contradict each other.
    #[error("the ranks on this paper contradict each other; correct them")]
    RanksContradict,
    /// A way of declaring candidates that the format has given up.
    #[error("candidates are no longer declared like this; write =TOKEN:[Name]")]
    OldDeclaration,
    /// A part of a dossier that its digest does not fit.
    #[error(
        "the digest of \"{part}\" does not fit; the document was changed after it was written, so get it from its source again"
    )]
    Altered {
        /// The part.
        part: &'static str,
    },
    /// JSON that is none.
    #[error("this is not JSON ({why}); correct this place, or export the file again")]
    Json {
        /// As the JSON reader says, without the file's words.
        why: &'static str,
    },
    /// A file with several contests and none chosen.
    #[error("the file holds {count} contests; name one of them")]
    SeveralContests {
        /// How many.
        count: usize,
    },
    /// Something this reader does not do.
    #[error("{what} cannot be read here; {remedy}")]
    NotRead {
        /// What.
        what: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
}

/// What is odd though not wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// Not UTF-8.
    #[error(
        "the file is not UTF-8; it was read as Windows-1252 (which holds Latin-1), so look at the accents in the names"
    )]
    Latin1,
    /// Papers without closing 0.
    #[error("papers without a closing 0; every line was read as a paper of its own")]
    Unclosed,
    /// The same candidate twice.
    #[error("a paper that names a candidate twice; the rule decides what counts")]
    Repeated,
    /// Papers that rank nobody.
    #[error("papers that rank nobody; they are not valid papers")]
    Blank,
    /// An option nobody here knows.
    #[error("an option that means nothing here was passed over")]
    UnknownOption,
    /// Write-ins nobody declared.
    #[error(
        "candidates marked as undeclared write-ins are counted as any other; withdraw them if the rule says so"
    )]
    Undeclared,
    /// No names at all.
    #[error("the file names no candidate; they are called by their numbers")]
    NoNames,
    /// More lines than the format has a place for.
    #[error("lines after the title were passed over")]
    AfterTitle,
    /// Two papers with one identifier.
    #[error("an identifier that an earlier paper has too; both papers were read")]
    IdTwice,
    /// The file does not say how many are elected.
    #[error("the file does not say how many are to be elected; give --seats")]
    SeatsUnknown,
    /// Numbers in the header that the papers do not bear out.
    #[error("the file says {said} {what}, but it holds {found}")]
    Miscounted {
        /// What was counted.
        what: &'static str,
        /// As its header says.
        said: u64,
        /// As counted.
        found: u64,
    },
    /// Papers on which an unranked candidate is not even below the others.
    #[error(
        "the file says that unranked candidates are not compared with others; here they count as ranked last"
    )]
    NotImplicit,
    /// Weights that the file itself switches off.
    #[error("weights were passed over, as the file does not allow them")]
    WeightsOff,
    /// Scores against the order of the same paper.
    #[error("scores that contradict the order; ranked counts follow the order, graded ones the scores")]
    ScoresContradict,
    /// A part of the file that has no place in an election here.
    #[error("{what} passed over")]
    PassedOver {
        /// What ("scores were").
        what: &'static str,
    },
}

impl Fault {
    /// What a repair does about it; `None` where there is no plain mend.
    pub fn mend(&self) -> Option<&'static str> {
        Some(match self {
            Self::NoSeats => "the number of seats is left open, so --seats must give it",
            Self::NoSuchCandidate { .. } | Self::NoSuchName => "the mark is left out",
            Self::ZeroWeight => "the line is left out",
            Self::FractionalWeight => "all numbers of papers are multiplied by a power of ten",
            Self::LoneEquals => "the equals sign is left out",
            Self::CommaInside => "the comma is read as a blank",
            Self::NoEndOfPapers => "the papers end here",
            Self::FewNames { .. } => "the others are called by their numbers",
            Self::OldDeclaration => "it is read as =TOKEN:[Name]",
            Self::OpenQuote => "it is closed at the end of the line",
            _ => return None,
        })
    }
}

impl std::fmt::Display for What {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mended(fault) => {
                write!(out, "repaired: {fault}; here {}", fault.mend().unwrap_or("the reader went on"))
            }
            Self::Noted(oddity) => oddity.fmt(out),
        }
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "line {}", self.at.line)?;
        if self.times > 1 {
            write!(out, " and {} more", self.times - 1)?;
        }
        write!(out, ": {}", self.what)
    }
}

fn offer(fault: &Fault) -> String {
    fault.mend().map_or_else(String::new, |mend| format!("; or let it be repaired: {mend}"))
}
