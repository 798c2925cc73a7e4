//! The committee's and the secretary's part of an election, and what members do without a key.

use crate::ambient;
use crate::house::{Asked, House, Recorded, Signer, write_secret};
use anyhow::{Context as _, Result, bail};
use rankfile_belenios::{Credential, Setup as BeleniosSetup, Template, TrusteeKey};
use rankfile_constitution::step::OfficeId;
use rankfile_hall::Refusal;
use rankfile_hall::election::ballot_paper::{self, Candidate, Slate, SlateContest};
use rankfile_hall::election::command::{Candidacy, Command, ElectionId, Finding, Notice, Setup};
use rankfile_hall::election::decide::GROUP;
use rankfile_hall::election::due;
use rankfile_hall::election::state::Election;
use rankfile_record::commit::{commit, digest_text};
use rankfile_record::key::PublicKey;
use rankfile_store::contract::Opening;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

/// Label of the commitments to nominees' names.
const CANDIDACY: &str = "candidacy";

/// An election of the record.
pub fn known<'h>(house: &'h House, election: &ElectionId) -> Result<&'h Election> {
    let elections = &house.hall().state.elections;
    let names: Vec<&str> = elections.keys().map(|id| id.0.as_str()).collect();
    elections
        .get(election)
        .with_context(|| format!("there is no election `{election}`; there are: {}", names.join(", ")))
}

/// Calls it, for the earliest lawful day unless another is given.
pub fn call(
    house: &mut House,
    election: &ElectionId,
    opens: Option<i64>,
    signer: Signer<'_>,
) -> Result<Recorded> {
    house.writer.tick(house.now)?;
    let state = &house.hall().state;
    let union = state.union.as_ref().context("no union was founded here")?;
    let known = known(house, election)?;
    let window = due::voting_window(union, known, due::last_voting(state, known), house.now);
    let voting_opens = opens.unwrap_or(window.0);
    house.act(Asked::new(Command::Call { election: election.clone(), voting_opens }, signer))
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
    let document = text.as_bytes().to_vec();
    let command =
        Command::ServeNotice { election: election.clone(), notice, sent, text: digest_text(&document) };
    house.act(Asked::new(command, signer).documents(vec![document]))
}

/// Nominates somebody by name. The record gets a commitment, the committee the opening.
pub fn nominate(house: &mut House, election: &ElectionId, office: &str, name: &str) -> Result<Candidacy> {
    let salt = ambient::bytes32();
    let candidacy = ballot_paper::candidacy(&salt, name);
    let opening = Opening {
        commitment: commit(CANDIDACY, &salt, name.as_bytes()),
        label: CANDIDACY.to_owned(),
        subject: election.0.clone(),
        salt,
        value: name.as_bytes().to_vec(),
    };
    let command = Command::Nominate {
        election: election.clone(),
        office: OfficeId(office.to_owned()),
        candidacy: candidacy.clone(),
    };
    house.act(Asked::new(command, Signer::Host).openings(vec![opening]))?;
    Ok(candidacy)
}

/// Accepts or declines a nomination.
pub fn answer(
    house: &mut House,
    election: &ElectionId,
    candidacy: Candidacy,
    accepted: bool,
) -> Result<Recorded> {
    let election = election.clone();
    let command = if accepted {
        Command::AcceptNomination { election, candidacy }
    } else {
        Command::DeclineNomination { election, candidacy }
    };
    house.act(Asked::new(command, Signer::Host))
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
    let slate = slate(house, election)?;
    let state = &house.hall().state;
    let union = state.union.as_ref().context("no union was founded here")?;
    let known = known(house, election)?;
    let file = folder.join("credentials.csv");
    if known.ballot.is_some() {
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
    let eligible = known.frozen.as_ref().context("the roll is not frozen yet; freeze it first")?.eligible;
    let uuid = base58(14);
    let template = Template {
        uuid: uuid.clone(),
        name: format!("{}: {election}", union.program.name),
        description: format!("Under article \"{}\" of {}", known.plan.article, union.program.digest),
        group: GROUP,
        questions: ballot_paper::questions(&union.program, &known.plan, &slate),
        administrator: None,
        credential_authority: None,
    };
    let keys: Result<Vec<TrusteeKey>> = known
        .holders
        .iter()
        .map(|holder| {
            Ok(serde_json::from_str(
                holder.trustee.as_deref().context("a key holder has not presented a share yet")?,
            )?)
        })
        .collect();
    let keys = keys?;
    let voters = voters(house, election, eligible)?;
    let credentials: Vec<Credential> = {
        let mut rng = ambient::rng();
        (0..eligible).map(|_| Credential::make(&mut rng)).collect()
    };
    let public: Vec<(String, u64)> = credentials.par_iter().map(|c| (c.public(GROUP, &uuid), 1)).collect();
    let setup = BeleniosSetup::make(&template, &keys, &public)?;
    write_credentials(&file, &voters, &credentials)?;
    let documents = [serde_json::to_string(&slate)?, setup.election, setup.trustees, setup.credentials];
    let digest = |n: usize| documents.get(n).map(|text| digest_text(text.as_bytes())).unwrap_or_default();
    let command = Command::SetBallot {
        election: election.clone(),
        slate: digest(0),
        setup: Setup { election: digest(1), trustees: digest(2), credentials: digest(3) },
    };
    let recorded =
        house.act(Asked::new(command, signer).documents(documents.map(String::into_bytes).to_vec()));
    // After a refusal nobody can ever vote with these. After a fault somebody may: then they stay.
    if recorded.as_ref().is_err_and(|why| why.is::<Refusal>()) {
        std::fs::remove_file(&file).with_context(|| format!("{}: delete it", file.display()))?;
    }
    recorded
}

/// Files a protest; its text is kept for those who decide it and the record gets a commitment.
pub fn protest(house: &mut House, election: &ElectionId, text: &str) -> Result<String> {
    let salt = ambient::bytes32();
    let commitment = commit("protest", &salt, text.as_bytes());
    let opening = Opening {
        commitment,
        label: "protest".to_owned(),
        subject: election.0.clone(),
        salt,
        value: text.as_bytes().to_vec(),
    };
    let protest = hex::encode(commitment);
    let command = Command::FileProtest { election: election.clone(), protest: protest.clone() };
    house.act(Asked::new(command, Signer::Host).openings(vec![opening]))?;
    Ok(protest)
}

/// Decides a protest.
pub fn decide_protest(
    house: &mut House,
    election: &ElectionId,
    protest: &str,
    upheld: bool,
    reasons: &str,
    signer: Signer<'_>,
) -> Result<Recorded> {
    let document = reasons.as_bytes().to_vec();
    let (protest, reasons) = (protest.to_owned(), digest_text(&document));
    let command = Command::DecideProtest { election: election.clone(), protest, upheld, reasons };
    house.act(Asked::new(command, signer).documents(vec![document]))
}

/// Certifies the result.
pub fn certify(house: &mut House, election: &ElectionId, signer: Signer<'_>) -> Result<Recorded> {
    house.act(Asked::new(Command::Certify { election: election.clone() }, signer))
}

/// The names behind candidacies, from the openings.
pub fn names(house: &mut House, election: &ElectionId) -> Result<BTreeMap<Candidacy, (String, [u8; 32])>> {
    let openings = house.writer.log().openings(Some(&election.0), Some(CANDIDACY))?;
    let read = |opening: Opening| {
        let name = String::from_utf8_lossy(&opening.value).into_owned();
        (Candidacy(hex::encode(opening.commitment)), (name, opening.salt))
    };
    Ok(openings.into_iter().map(read).collect())
}

fn slate(house: &mut House, election: &ElectionId) -> Result<Slate> {
    let names = names(house, election)?;
    let union = house.hall().state.union.as_ref().context("no union was founded here")?;
    let contests = ballot_paper::contests(&union.program, known(house, election)?);
    let open = |candidacy: &Candidacy| {
        let (name, salt) =
            names.get(candidacy).context("a nominee's name was erased; no ballot can be printed")?;
        Ok(Candidate { candidacy: candidacy.clone(), salt: hex::encode(salt), name: name.clone() })
    };
    let contests: Result<Vec<SlateContest>> = contests
        .iter()
        .map(|contest| {
            let candidates: Result<Vec<Candidate>> = contest.candidacies.iter().map(open).collect();
            Ok(SlateContest { office: contest.office.clone(), candidates: candidates? })
        })
        .collect();
    Ok(Slate { contests: contests? })
}

/// Members who can vote, in an order that has nothing to do with the order of credentials in public.
fn voters(house: &mut House, election: &ElectionId, eligible: u64) -> Result<Vec<String>> {
    let frozen = house.writer.log().openings(None, Some(&super::roll::voter_label(election)))?;
    let mut members: Vec<String> = frozen.iter().map(|opening| opening.subject.clone()).collect();
    if members.is_empty() {
        // The clock let the loaded roll stand.
        let roll = super::roll::current(house)?;
        let good = roll.members().iter().filter(|member| member.standing == rankfile_roll::Standing::Good);
        members = good.map(|member| member.member_id.as_str().to_owned()).collect();
    }
    members.sort();
    if members.len() as u64 != eligible {
        bail!(
            "the record froze {eligible} voters and {} can be found here; was the roll loaded again since?",
            members.len()
        );
    }
    Ok(members)
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

fn base58(length: usize) -> String {
    const DIGITS: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut text = String::new();
    while text.len() < length {
        // Bytes from 232 on are left out so that every digit is as likely as any other.
        let fair = ambient::bytes32().into_iter().filter(|byte| usize::from(*byte) < 4 * DIGITS.len());
        text.extend(
            fair.filter_map(|byte| {
                DIGITS.get(usize::from(byte) % DIGITS.len()).map(|digit| char::from(*digit))
            }),
        );
    }
    text.truncate(length);
    text
}
