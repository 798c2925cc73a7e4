//! The ballot paper: which offices and candidacies stand on it, in what order, and whether a Belenios election says
//! exactly that. The committee makes it with these functions and the hall checks it with the same.

use super::command::Candidacy;
use super::effect::Contest;
use super::state::{Election, Status};
use rankfile_belenios::Question;
use rankfile_constitution::program::{ElectionPlan, Program};
use rankfile_constitution::step::OfficeId;
use rankfile_record::commit::commit;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The opened candidacies in ballot order: the document that `SetBallot` names by digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slate {
    /// One for each office that somebody stands for.
    pub contests: Vec<SlateContest>,
}

/// One office on the slate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlateContest {
    /// The office.
    pub office: OfficeId,
    /// Its candidates.
    pub candidates: Vec<Candidate>,
}

/// An opened candidacy: with its salt and name anybody can compute the commitment again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The commitment.
    pub candidacy: Candidacy,
    /// Its salt, 64 hexadecimal digits.
    pub salt: String,
    /// The name as it stands on the ballot.
    pub name: String,
    /// What the candidate says to the voters, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Statement>,
}

/// An opened statement: with its salt and text anybody can compute the commitment of the acceptance again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its salt, 64 hexadecimal digits.
    pub salt: String,
    /// The text, plain.
    pub text: String,
}

/// The longest statement.
///
/// *Units*: Unicode characters, a line's end counting as one.
pub const STATEMENT_CHARACTERS: usize = 2_000;

/// The commitment to a nominee's name.
pub fn candidacy(salt: &[u8; 32], name: &str) -> Candidacy {
    Candidacy(hex::encode(commit("candidacy", salt, name.as_bytes())))
}

/// The commitment to a candidate's statement.
pub fn statement(salt: &[u8; 32], text: &str) -> String {
    hex::encode(commit("statement", salt, text.as_bytes()))
}

/// Offices and eligible candidacies in ballot order.
///
/// The order inside an office comes from the frozen roll's fingerprint, which no nominee knew when nominated.
pub fn contests(program: &Program, election: &Election) -> Vec<Contest> {
    let root = election.frozen.as_ref().map_or("", |frozen| frozen.root.as_str());
    let order = |c: &Candidacy| Sha256::digest(format!("rnf/ballot-order/v1\n{root}\n{}", c.0));
    let offices = program.offices.iter().filter(|office| election.plan.offices.contains(&office.id));
    let contests = offices.map(|office| {
        let mut candidacies: Vec<_> = election.with_status(&office.id, Status::Eligible).cloned().collect();
        candidacies.sort_by_key(order);
        Contest { office: office.id.clone(), seats: office.seats, candidacies }
    });
    contests.filter(|contest| !contest.candidacies.is_empty()).collect()
}

/// The questions of the Belenios election for a slate.
pub fn questions(program: &Program, plan: &ElectionPlan, slate: &Slate) -> Vec<Question> {
    let title = |id: &OfficeId| {
        let office = program.offices.iter().find(|office| &office.id == id);
        office.map_or((id.0.clone(), 1), |office| (office.title.clone(), office.seats))
    };
    let question = |contest: &SlateContest| {
        let (title, seats) = title(&contest.office);
        let answers: Vec<String> =
            contest.candidates.iter().map(|candidate| candidate.name.clone()).collect();
        let max = usize::from(seats).min(answers.len());
        let question = if max > 1 { format!("{title} (choose up to {max})") } else { title };
        Question { question, min: usize::from(plan.blank), max, blank: plan.blank, answers }
    };
    slate.contests.iter().map(question).collect()
}

/// Why a slate does not say what the record says; `None` when it does.
pub fn slate_fault(slate: &Slate, contests: &[Contest]) -> Option<String> {
    if slate.contests.len() != contests.len() {
        return Some(format!(
            "it has {} offices, and {} have eligible nominees",
            slate.contests.len(),
            contests.len()
        ));
    }
    for (found, wanted) in slate.contests.iter().zip(contests) {
        let order: Vec<&Candidacy> = found.candidates.iter().map(|candidate| &candidate.candidacy).collect();
        if found.office != wanted.office || order != wanted.candidacies.iter().collect::<Vec<_>>() {
            return Some(format!(
                "for {}, its candidacies are not the eligible ones in ballot order",
                wanted.office
            ));
        }
        for candidate in &found.candidates {
            let mut salt = [0; 32];
            let read = hex::decode_to_slice(&candidate.salt, &mut salt);
            if read.is_err() || candidacy(&salt, &candidate.name) != candidate.candidacy {
                return Some(format!("for {}, a name is not the one that was nominated", wanted.office));
            }
        }
    }
    None
}

/// Why a statement on the slate is not the one its candidate gave; `None` when all are. One that was erased may be missing.
pub fn statement_fault(slate: &Slate, election: &Election) -> Option<String> {
    let candidates = slate.contests.iter().flat_map(|contest| &contest.candidates);
    let fault = |candidate: &Candidate| {
        let opened = candidate.statement.as_ref()?;
        let mut salt = [0; 32];
        let read = hex::decode_to_slice(&opened.salt, &mut salt);
        let given = election.candidacies.get(&candidate.candidacy)?.statement.as_ref();
        if read.is_err() || given != Some(&statement(&salt, &opened.text)) {
            return Some("a statement is not the one its candidate gave".to_owned());
        }
        let long = opened.text.chars().count() > STATEMENT_CHARACTERS;
        long.then(|| format!("a statement is longer than {STATEMENT_CHARACTERS} characters"))
    };
    candidates.filter_map(fault).next()
}
