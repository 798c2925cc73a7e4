//! Voting: make a ballot from a credential and choices, check it as anybody would, and have it admitted.

use crate::ambient;
use crate::house::House;
use anyhow::{Context as _, Result, anyhow, bail};
use rankfile_belenios::{Answer as Choice, Credential, Election as Belenios};
use rankfile_hall::election::command::ElectionId;
use rankfile_store::writer::{Answer, Ask};
use std::sync::Arc;

/// A cast ballot.
#[derive(Debug)]
pub struct Cast {
    /// The voter's tracker.
    pub tracker: String,
    /// Index of the act that names the archive's head with this ballot in it.
    pub index: u64,
    /// The proof of that act.
    pub receipt: String,
}

/// The election as voters see it.
pub fn belenios(house: &House, election: &ElectionId) -> Result<Arc<Belenios>> {
    let known = house
        .hall()
        .state
        .elections
        .get(election)
        .with_context(|| format!("there is no election `{election}`"))?;
    let ballot = known.ballot.as_ref().context("no ballot is set yet")?;
    ballot.belenios.clone().context("the ballot's documents are missing from this directory")
}

/// Makes a ballot, encrypted and signed.
pub fn make(belenios: &Belenios, credential: &str, choices: &[Choice]) -> Result<Vec<u8>> {
    let credential = Credential::parse(credential)?;
    Ok(belenios.encrypt(&credential, choices, &mut ambient::rng())?)
}

/// Checks a ballot and makes it ready for the writer. This is the costly part and runs on any thread.
pub fn check(belenios: &Belenios, election: &ElectionId, bytes: Vec<u8>) -> Result<Ask> {
    let checked = Box::new(belenios.check_ballot(&bytes)?);
    Ok(Ask::Ballot { election: election.clone(), bytes, checked })
}

/// Casts one ballot.
pub fn cast(house: &mut House, election: &ElectionId, bytes: Vec<u8>) -> Result<Cast> {
    let ask = check(&*belenios(house, election)?, election, bytes)?;
    let answers = house.writer.commit(vec![ask], house.now)?;
    answers.into_iter().next().map_or_else(|| bail!("the writer gave no answer"), read)
}

/// Reads the writer's answer to a ballot.
pub fn read(answer: Answer) -> Result<Cast> {
    match answer {
        Answer::Cast { tracker, index, receipt } => Ok(Cast { tracker, index, receipt }),
        Answer::Refused(refusal) => Err(anyhow!(refusal)),
        Answer::Recorded { .. } => bail!("the writer answered something else"),
    }
}

/// Reads choices: one text for each question, `blank` or places from 1 joined by commas.
pub fn parse_choices(belenios: &Belenios, texts: &[String]) -> Result<Vec<Choice>> {
    let questions = belenios.questions();
    if texts.len() != questions.len() {
        bail!(
            "{} choices were given and the ballot has {} questions; give one --choose for each, in order",
            texts.len(),
            questions.len()
        );
    }
    let read = |(text, question): (&String, &rankfile_belenios::Question)| {
        if text == "blank" {
            return Ok(Choice::Blank);
        }
        let places: Result<Vec<usize>, _> =
            text.split(',').map(|place| place.trim().parse::<usize>()).collect();
        let places = places.with_context(|| {
            format!("`{text}`: write `blank` or numbers from 1 to {}", question.answers.len())
        })?;
        let from_zero =
            places.iter().map(|place| place.checked_sub(1).filter(|p| *p < question.answers.len()));
        let places: Option<Vec<usize>> = from_zero.collect();
        let places = places.with_context(|| {
            format!("`{text}`: {} has answers 1 to {}", question.question, question.answers.len())
        })?;
        Ok(Choice::Choices(places))
    };
    texts.iter().zip(questions).map(read).collect()
}
