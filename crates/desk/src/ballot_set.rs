//! Setting the ballot: the four documents of an election and the command that names them, from what the host says is to be
//! voted on and the public credentials that the committee's browser made.
//!
//! The hall checks the same again. It is checked here too because the committee signs it: the questions must be the slate,
//! and every name on the slate the one that was nominated.

use crate::Problem;
use crate::input::read;
use rankfile_belenios::{Setup, Template, TrusteeKey};
use rankfile_hall::command::Command;
use rankfile_hall::election::ballot_paper::{Slate, SlateContest, candidacy};
use rankfile_hall::election::command::{Command as ElectionCommand, ElectionId, Setup as Digests};
use rankfile_record::commit::digest_text;
use serde::Deserialize;
use serde_json::{Value, json};

/// `ballot.set`: the documents and the command.
///
/// *Shape*: `credentials` are all public credentials that `credentials.make` gave, in any order.
pub fn set(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        election: ElectionId,
        template: Template,
        slate: Slate,
        trustees: Vec<TrusteeKey>,
        credentials: Vec<String>,
    }
    let Input { election, template, slate, trustees, credentials } = read(input)?;
    check_slate(&template, &slate)?;
    let setup = Setup::make_from_own(&template, &trustees, &credentials)?;
    let slate = serde_json::to_string(&slate).expect("plain texts always render");
    let digest = |text: &str| digest_text(text.as_bytes());
    let command = Command::from(ElectionCommand::SetBallot {
        election,
        slate: digest(&slate),
        setup: Digests {
            election: digest(&setup.election),
            trustees: digest(&setup.trustees),
            credentials: digest(&setup.credentials),
        },
    });
    Ok(json!({
        "command": command.render(),
        "documents": {
            "slate": slate,
            "election": setup.election,
            "trustees": setup.trustees,
            "credentials": setup.credentials,
        },
    }))
}

fn check_slate(template: &Template, slate: &Slate) -> Result<(), Problem> {
    if template.questions.len() != slate.contests.len() {
        return Err(Problem::OtherSlate { question: template.questions.len().min(slate.contests.len()) + 1 });
    }
    for (question, (asked, contest)) in (1..).zip(template.questions.iter().zip(&slate.contests)) {
        let names = contest.candidates.iter().map(|candidate| &candidate.name);
        if !names.eq(&asked.answers) || !names_are_those_nominated(contest) {
            return Err(Problem::OtherSlate { question });
        }
    }
    Ok(())
}

fn names_are_those_nominated(contest: &SlateContest) -> bool {
    contest.candidates.iter().all(|candidate| {
        let mut salt = [0; 32];
        hex::decode_to_slice(&candidate.salt, &mut salt).is_ok()
            && candidacy(&salt, &candidate.name) == candidate.candidacy
    })
}
