//! The committee's and the secretary's part of an election, and what members do without a key. The clerk draws it up; here
//! it is signed, recorded, and what is secret goes into files.

use crate::ambient;
use crate::house::{Asked, House, Recorded, Recording, Signer, write_secret};
use anyhow::{Context as _, Result, bail};
use rankfile_belenios::{Credential, Setup as BeleniosSetup};
use rankfile_clerk::election as clerk;
use rankfile_hall::Refusal;
use rankfile_hall::election::command::{Candidacy, Command, ElectionId, Finding, Notice};
use rankfile_hall::election::decide::GROUP;
use rankfile_hall::election::state::Election;
use rankfile_record::key::PublicKey;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

/// An election of the record.
pub fn known<'h>(house: &'h House, election: &ElectionId) -> Result<&'h Election> {
    Ok(clerk::known(&house.hall().state, election)?)
}

/// Calls it, for the earliest lawful day unless another is given.
pub fn call(
    house: &mut House,
    election: &ElectionId,
    opens: Option<i64>,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.writer.tick(house.now)?;
    let draft = clerk::call(&house.hall().state, election, opens, house.now)?;
    house.act(Asked { draft, signer })
}

/// Appoints the key holders.
pub fn appoint(
    house: &mut House,
    election: &ElectionId,
    holders: Vec<PublicKey>,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.act(Asked::new(Command::AppointKeyHolders { election: election.clone(), holders }, signer))
}

/// Says that a notice was served.
pub fn notice(
    house: &mut House,
    election: &ElectionId,
    notice: Notice,
    sent: BTreeMap<String, u64>,
    text: &str,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.act(Asked { draft: clerk::notice(election, notice, sent, text), signer })
}

/// Nominates somebody by name. The record gets a commitment, the committee the opening.
pub fn nominate(house: &mut House, election: &ElectionId, office: &str, name: &str) -> Result<Candidacy> {
    nominate_member(house, election, office, name, None)
}

/// The same where it is known which member it is.
pub fn nominate_member(
    house: &mut House,
    election: &ElectionId,
    office: &str,
    name: &str,
    member_id: Option<&str>,
) -> Result<Candidacy> {
    let (candidacy, draft) = clerk::nominate(election, office, name, member_id, &mut ambient::rng());
    house.act(Asked { draft, signer: Signer::Host })?;
    Ok(candidacy)
}

/// Accepts a nomination without a statement, or declines it.
pub fn answer(
    house: &mut House,
    election: &ElectionId,
    candidacy: Candidacy,
    accepted: bool,
) -> Result<Recorded> {
    if accepted {
        return accept(house, election, candidacy, "");
    }
    house.act(Asked { draft: clerk::decline(election, candidacy), signer: Signer::Host })
}

/// Accepts a nomination, with a statement to the voters if it is not empty.
pub fn accept(
    house: &mut House,
    election: &ElectionId,
    candidacy: Candidacy,
    statement: &str,
) -> Result<Recorded> {
    let draft = clerk::accept(election, candidacy, statement, &mut ambient::rng())?;
    house.act(Asked { draft, signer: Signer::Host })
}

/// Signs what was found about a nominee.
pub fn find(
    house: &mut House,
    election: &ElectionId,
    candidacy: Candidacy,
    finding: Finding,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.act(Asked::new(Command::FindEligibility { election: election.clone(), candidacy, finding }, signer))
}

/// Sets the ballot: the slate from the record, one credential for each voter, the key holders' shares. Secrets go into
/// `folder`: `credentials.csv` says which member gets which credential, and nobody else has that list.
///
/// *Errors*: among others, the ballot is set, or the file is there from an attempt that did not come into the record.
pub fn set_ballot(
    house: &mut House,
    election: &ElectionId,
    folder: &Path,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.writer.tick(house.now)?;
    let state = house.hall().state.clone();
    let slate = clerk::slate(house.writer.log(), &state, election)?;
    let file = folder.join("credentials.csv");
    if clerk::known(&state, election)?.ballot.is_some() {
        bail!(
            "the ballot of {election} is in the record already; its credentials are where they were put then"
        );
    }
    if file.exists() {
        bail!(
            "{}: these are the credentials of a ballot that is not in the record; move them away and ask again",
            file.display()
        );
    }
    let uuid = clerk::uuid(&mut ambient::rng());
    let voters = clerk::voters(house.writer.log(), &state, election)?;
    let template = clerk::template(&state, election, &slate, &uuid)?;
    let keys = clerk::trustees(&state, election)?;
    let credentials: Vec<Credential> = {
        let mut rng = ambient::rng();
        voters.iter().map(|_| Credential::make(&mut rng)).collect()
    };
    let public: Vec<(String, u64)> = credentials.par_iter().map(|c| (c.public(GROUP, &uuid), 1)).collect();
    let setup = BeleniosSetup::make(&template, &keys, &public)?;
    write_credentials(&file, &voters, &credentials)?;
    let draft = clerk::set_ballot(election, &slate, [setup.election, setup.trustees, setup.credentials]);
    let recorded = house.act(Asked { draft, signer });
    // After a refusal nobody can ever vote with these. After a fault somebody may: then they stay.
    if recorded.as_ref().is_err_and(|why| why.is::<Refusal>()) {
        std::fs::remove_file(&file).with_context(|| format!("{}: delete it", file.display()))?;
    }
    recorded
}

/// Files a protest; its text is kept for those who decide it and the record gets a commitment.
pub fn protest(house: &mut impl Recording, election: &ElectionId, text: &str) -> Result<String> {
    let (protest, draft) = clerk::protest(election, text, &mut ambient::rng());
    house.record(Asked { draft, signer: Signer::Host })?;
    Ok(protest)
}

/// Decides a protest.
pub fn decide_protest(
    house: &mut impl Recording,
    election: &ElectionId,
    protest: &str,
    upheld: bool,
    reasons: &str,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.record(Asked { draft: clerk::decide_protest(election, protest, upheld, reasons), signer })
}

/// Certifies the result.
pub fn certify(house: &mut impl Recording, election: &ElectionId, signer: Signer<'_>) -> Result<Recorded> {
    house.record(Asked::new(Command::Certify { election: election.clone() }, signer))
}

/// The names behind candidacies, from the openings.
pub fn names(house: &mut House, election: &ElectionId) -> Result<BTreeMap<Candidacy, (String, [u8; 32])>> {
    let names = clerk::names(house.writer.log(), election)?;
    Ok(names.into_iter().map(|(candidacy, name)| (candidacy, (name.name, name.salt))).collect())
}

fn write_credentials(file: &Path, voters: &[String], credentials: &[Credential]) -> Result<()> {
    let mut text = Zeroizing::new(String::from("member_id,credential\n"));
    for (member, credential) in voters.iter().zip(credentials) {
        let quoted = if member.contains([',', '"', '\n']) {
            format!("\"{}\"", member.replace('"', "\"\""))
        } else {
            member.clone()
        };
        text.push_str(&format!("{quoted},{}\n", credential.reveal()));
    }
    write_secret(file, text.as_bytes())
}
