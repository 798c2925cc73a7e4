//! The options of `rankfile count` as people write them: ties, vacancies, reserved seats.

use super::Arguments;
use super::answer::Problem;
use super::input::Input;
use rankfile_count::TieRule;
use rankfile_count::formats::rctab::TieMode;
use rankfile_count::method::{Break, Group, Options};
use sha2::{Digest as _, Sha256};

/// Reads them, checked against the candidates there are.
pub fn read(arguments: &Arguments, input: &Input) -> Result<Options, Problem> {
    let candidates = input.election.candidates.len();
    let groups: Result<Vec<Group>, Problem> =
        arguments.reserve.iter().map(|text| group(text, candidates)).collect();
    let vacating: Result<Vec<u16>, Problem> =
        arguments.vacating.iter().map(|number| candidate(*number, candidates, "--vacating")).collect();
    Ok(Options { tie: tie(arguments, input)?, vacating: vacating?, groups: groups? })
}

fn tie(arguments: &Arguments, input: &Input) -> Result<Break, Problem> {
    let declared = input.config.as_ref().is_some_and(|config| config.tie == TieMode::CandidateOrder);
    match (arguments.tie.as_deref(), &arguments.seed) {
        // The configuration declares its order of candidates.
        (None, None) if declared => Ok(Break::Preset),
        (None, None) => Ok(Break::Stop),
        (Some("preset"), None) => Ok(Break::Preset),
        // The tie engine adds title, stage and purpose, so that one seed serves many lots.
        (Some("lot"), Some(text)) => {
            Ok(Break::Lot(TieRule::Lot { seed: seed(text), context: String::new() }))
        }
        (Some("lot"), None) => Err(Problem::plain(
            "--tie lot needs --seed TEXT: a text that nobody could know before the ballots were in, such as a public draw",
        )),
        (None | Some("preset"), Some(_)) => Err(Problem::plain("--seed is for lots; give --tie lot with it")),
        (Some(other), _) => Err(Problem::plain(format!(
            "--tie {other} is no way of breaking ties; give --tie lot or --tie preset"
        ))),
    }
}

/// The seed's 64 hexadecimal digits, as an outsider needs them to draw again.
pub fn key(text: &str) -> String {
    hex::encode(seed(text))
}

/// 64 hexadecimal digits as they are, any other text by its digest.
fn seed(text: &str) -> [u8; 32] {
    let given: Option<[u8; 32]> = hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    given.unwrap_or_else(|| Sha256::digest(text).into())
}

/// Reads `name=min..max:1,4,7`; either bound may be left out.
fn group(text: &str, candidates: usize) -> Result<Group, Problem> {
    let wrong = || {
        Problem::plain(format!(
            "--reserve \"{text}\" cannot be read; write it like --reserve \"women=2..9:1,4,7\" (at least 2, at most 9, of candidates 1, 4 and 7)"
        ))
    };
    let (name, rest) = text.split_once('=').ok_or_else(wrong)?;
    let (bounds, members) = rest.split_once(':').ok_or_else(wrong)?;
    let (min, max) = bounds.split_once("..").ok_or_else(wrong)?;
    let mut numbers = Vec::new();
    for member in members.split(',') {
        let number: u16 = member.trim().parse().map_err(|_| wrong())?;
        numbers.push(candidate(number, candidates, "--reserve")?);
    }
    let bound = |text: &str, open: u32| match text.trim() {
        "" => Ok(open),
        number => number.parse().map_err(|_| wrong()),
    };
    let all = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    let (min, max) = (bound(min, 0)?, bound(max, all)?);
    if name.trim().is_empty() || min > max {
        return Err(wrong());
    }
    Ok(Group { name: name.trim().to_owned(), members: numbers, min, max })
}

fn candidate(number: u16, candidates: usize, option: &str) -> Result<u16, Problem> {
    match number.checked_sub(1) {
        Some(position) if usize::from(position) < candidates => Ok(position),
        _ => Err(Problem::plain(format!(
            "{option}: there is no candidate {number}; the candidates are numbered from 1 to {candidates}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        group(text, 3).map(drop).expect_err("it makes no sense").line
    }

    #[test]
    fn a_group_reads_as_it_is_written() {
        let read = group("night shift=1..2:3, 1", 3).expect("it makes sense");
        assert_eq!((read.name.as_str(), read.min, read.max, read.members), ("night shift", 1, 2, vec![2, 0]));
        let open = group("a=..:1,2", 3).expect("both bounds may be left out");
        assert_eq!((open.min, open.max), (0, 2));
    }

    #[test]
    fn a_group_that_makes_no_sense_is_refused_with_an_example() {
        for text in ["", "a", "a=1..2", "a=2..1:1", "=1..2:1", "a=1..2:", "a=1..2:x", "a=1-2:1"] {
            assert!(refused(text).contains("women=2..9:1,4,7"), "{text}");
        }
        assert!(refused("a=1..2:0").contains("no candidate 0"));
        assert!(refused("a=1..2:4").contains("from 1 to 3"));
    }

    #[test]
    fn a_seed_of_64_digits_is_itself_and_any_other_text_its_digest() {
        assert_eq!(seed(&"0f".repeat(32)), [0x0f; 32]);
        let digest: [u8; 32] = Sha256::digest("lottery of 3 May").into();
        assert_eq!(seed("lottery of 3 May"), digest);
    }
}
