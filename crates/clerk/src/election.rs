//! Drafts of an election: calling, notices, nominations, the ballot, protests.
//!
//! Commands that need nothing but their own words (certify, appoint) are made directly with [`Draft::new`].

use crate::{Draft, Drawer, Undrawn, roll};
use rand_core::CryptoRng;
use rankfile_belenios::{Template, TrusteeKey};
use rankfile_constitution::step::OfficeId;
use rankfile_hall::election::ballot_paper::{
    self, Candidate, STATEMENT_CHARACTERS, Slate, SlateContest, Statement,
};
use rankfile_hall::election::command::{Candidacy, Command, ElectionId, Notice, Setup};
use rankfile_hall::election::decide::GROUP;
use rankfile_hall::election::due;
use rankfile_hall::election::state::Election;
use rankfile_hall::state::State;
use rankfile_record::commit::{commit, digest_text};
use rankfile_store::contract::Opening;
use std::collections::BTreeMap;

/// Label of the commitments to nominees' names.
pub const CANDIDACY: &str = "candidacy";
/// Label of the private note which member a candidacy is; kept beside the record, named by no leaf.
pub const NOMINEE: &str = "nominee";
/// Label of the commitments to candidates' statements.
pub const STATEMENT: &str = "statement";
/// Label of the commitments to protests.
pub const PROTEST: &str = "protest";

/// A nominee's name, with what opens the commitment to it.
#[derive(Debug, Clone)]
pub struct Name {
    /// As it stands on the ballot.
    pub name: String,
    /// Salt of the commitment.
    pub salt: [u8; 32],
}

/// An election of the record.
pub fn known<'s>(state: &'s State, election: &ElectionId) -> Result<&'s Election, Undrawn> {
    state.elections.get(election).ok_or_else(|| {
        let names: Vec<&str> = state.elections.keys().map(|id| id.0.as_str()).collect();
        Undrawn::not_yet(format!("there is no election `{election}`; there are: {}", names.join(", ")))
    })
}

/// The first and the last instant at which voting may open, if it is called now.
pub fn voting_window(state: &State, election: &ElectionId, now: i64) -> Result<(i64, i64), Undrawn> {
    let union = state.union.as_ref().ok_or_else(|| Undrawn::not_yet("no union was founded here"))?;
    let known = known(state, election)?;
    Ok(due::voting_window(union, known, due::last_voting(state, known), now))
}

/// Calls an election, for the earliest lawful day unless another is given.
pub fn call(state: &State, election: &ElectionId, opens: Option<i64>, now: i64) -> Result<Draft, Undrawn> {
    let window = voting_window(state, election, now)?;
    Ok(Draft::new(Command::Call { election: election.clone(), voting_opens: opens.unwrap_or(window.0) }))
}

/// Says that a notice was served.
pub fn notice(election: &ElectionId, notice: Notice, sent: BTreeMap<String, u64>, text: &str) -> Draft {
    let document = text.as_bytes().to_vec();
    let text = digest_text(&document);
    Draft::new(Command::ServeNotice { election: election.clone(), notice, sent, text })
        .documents(vec![document])
}

/// Nominates somebody by name. The record gets a commitment, the committee the opening; `member_id`, where it is known,
/// is kept in private so that the nominee can be asked.
pub fn nominate(
    election: &ElectionId,
    office: &str,
    name: &str,
    member_id: Option<&str>,
    rng: &mut dyn CryptoRng,
) -> (Candidacy, Draft) {
    let opening = seal(CANDIDACY, &election.0, name.as_bytes(), rng);
    let candidacy = ballot_paper::candidacy(&opening.salt, name);
    let mut openings = vec![opening];
    openings.extend(member_id.map(|member| seal(NOMINEE, &candidacy.0, member.as_bytes(), rng)));
    let command = Command::Nominate {
        election: election.clone(),
        office: OfficeId(office.to_owned()),
        candidacy: candidacy.clone(),
    };
    (candidacy, Draft::new(command).openings(openings))
}

/// Accepts a nomination, with what the candidate says to the voters if anything. The record gets a commitment to it; the text
/// is opened with the name.
///
/// *Errors*: the statement is too long.
pub fn accept(
    election: &ElectionId,
    candidacy: Candidacy,
    statement: &str,
    rng: &mut dyn CryptoRng,
) -> Result<Draft, Undrawn> {
    let text = plain(statement);
    let length = text.chars().count();
    if length > STATEMENT_CHARACTERS {
        return Err(Undrawn::not_yet(format!(
            "the statement has {length} characters and {STATEMENT_CHARACTERS} fit; shorten it"
        )));
    }
    let opening = (!text.is_empty()).then(|| seal(STATEMENT, &candidacy.0, text.as_bytes(), rng));
    let statement = opening.as_ref().map(|opening| hex::encode(opening.commitment));
    let command = Command::AcceptNomination { election: election.clone(), candidacy, statement };
    Ok(Draft::new(command).openings(opening.into_iter().collect()))
}

/// Declines a nomination.
pub fn decline(election: &ElectionId, candidacy: Candidacy) -> Draft {
    Draft::new(Command::DeclineNomination { election: election.clone(), candidacy })
}

/// A statement as it is kept: lines end as they do here, and nothing is in it that is no character to be read.
pub fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let read = |c: &char| *c == '\n' || *c == '\t' || !c.is_control();
    text.chars().filter(read).collect::<String>().trim().to_owned()
}

/// Files a protest; its text is kept for those who decide it and the record gets a commitment, which is returned.
pub fn protest(election: &ElectionId, text: &str, rng: &mut dyn CryptoRng) -> (String, Draft) {
    let opening = seal(PROTEST, &election.0, text.as_bytes(), rng);
    let protest = hex::encode(opening.commitment);
    let command = Command::FileProtest { election: election.clone(), protest: protest.clone() };
    (protest, Draft::new(command).openings(vec![opening]))
}

/// Decides a protest, with reasons that are kept as a document.
pub fn decide_protest(election: &ElectionId, protest: &str, upheld: bool, reasons: &str) -> Draft {
    let document = reasons.as_bytes().to_vec();
    let (protest, reasons) = (protest.to_owned(), digest_text(&document));
    Draft::new(Command::DecideProtest { election: election.clone(), protest, upheld, reasons })
        .documents(vec![document])
}

/// Sets the ballot, from the slate and the three Belenios documents.
pub fn set_ballot(election: &ElectionId, slate: &Slate, setup: [String; 3]) -> Draft {
    let slate = serde_json::to_string(slate).expect("a slate is plain text");
    let [parameters, trustees, credentials] = setup;
    let documents = [slate, parameters, trustees, credentials];
    let [slate, election_digest, trustees, credentials] =
        documents.each_ref().map(|text| digest_text(text.as_bytes()));
    let setup = Setup { election: election_digest, trustees, credentials };
    Draft::new(Command::SetBallot { election: election.clone(), slate, setup })
        .documents(documents.map(String::into_bytes).to_vec())
}

/// The names behind candidacies, as far as they were not erased.
pub fn names(drawer: &mut dyn Drawer, election: &ElectionId) -> Result<BTreeMap<Candidacy, Name>, Undrawn> {
    let openings = drawer.openings(Some(&election.0), Some(CANDIDACY))?;
    let read = |opening: Opening| {
        let name = String::from_utf8_lossy(&opening.value).into_owned();
        (Candidacy(hex::encode(opening.commitment)), Name { name, salt: opening.salt })
    };
    Ok(openings.into_iter().map(read).collect())
}

/// The member behind a candidacy, where it was noted.
pub fn nominee(drawer: &mut dyn Drawer, candidacy: &Candidacy) -> Result<Option<String>, Undrawn> {
    let openings = drawer.openings(Some(&candidacy.0), Some(NOMINEE))?;
    Ok(openings.first().map(|opening| String::from_utf8_lossy(&opening.value).into_owned()))
}

/// What candidates say to the voters, by candidacy, as far as it was not erased: only what is the text committed to.
pub fn statements(
    drawer: &mut dyn Drawer,
    election: &Election,
) -> Result<BTreeMap<Candidacy, Statement>, Undrawn> {
    let mut found = BTreeMap::new();
    let given = election.candidacies.iter().filter(|(_, standing)| standing.statement.is_some());
    for (candidacy, standing) in given {
        let openings = drawer.openings(Some(&candidacy.0), Some(STATEMENT))?;
        let is_given = |o: &&Opening| standing.statement.as_deref() == Some(&hex::encode(o.commitment));
        if let Some(opening) = openings.iter().find(is_given) {
            let text = String::from_utf8_lossy(&opening.value).into_owned();
            found.insert(candidacy.clone(), Statement { salt: hex::encode(opening.salt), text });
        }
    }
    Ok(found)
}

/// The texts of an election's protests, by commitment.
pub fn protests(drawer: &mut dyn Drawer, election: &ElectionId) -> Result<BTreeMap<String, String>, Undrawn> {
    let openings = drawer.openings(Some(&election.0), Some(PROTEST))?;
    let read = |o: Opening| (hex::encode(o.commitment), String::from_utf8_lossy(&o.value).into_owned());
    Ok(openings.into_iter().map(read).collect())
}

/// The slate: every contest with its candidates' names opened.
pub fn slate(drawer: &mut dyn Drawer, state: &State, election: &ElectionId) -> Result<Slate, Undrawn> {
    let names = names(drawer, election)?;
    let mut statements = statements(drawer, known(state, election)?)?;
    let union = state.union.as_ref().ok_or_else(|| Undrawn::not_yet("no union was founded here"))?;
    let contests = ballot_paper::contests(&union.program, known(state, election)?);
    let mut open = |candidacy: &Candidacy| {
        let erased = || Undrawn::not_yet("a nominee's name was erased; no ballot can be printed");
        let Name { name, salt } = names.get(candidacy).ok_or_else(erased)?;
        // One too long was not drawn up here, and must not keep everybody's ballot from being set.
        let statement =
            statements.remove(candidacy).filter(|opened| opened.text.chars().count() <= STATEMENT_CHARACTERS);
        let (candidacy, name) = (candidacy.clone(), name.clone());
        Ok(Candidate { candidacy, salt: hex::encode(salt), name, statement })
    };
    let contests: Result<Vec<SlateContest>, Undrawn> = contests
        .iter()
        .map(|contest| {
            let candidates: Result<Vec<Candidate>, Undrawn> =
                contest.candidacies.iter().map(&mut open).collect();
            Ok(SlateContest { office: contest.office.clone(), candidates: candidates? })
        })
        .collect();
    Ok(Slate { contests: contests? })
}

/// The Belenios election to be set up for a slate.
pub fn template(
    state: &State,
    election: &ElectionId,
    slate: &Slate,
    uuid: &str,
) -> Result<Template, Undrawn> {
    let union = state.union.as_ref().ok_or_else(|| Undrawn::not_yet("no union was founded here"))?;
    let known = known(state, election)?;
    Ok(Template {
        uuid: uuid.to_owned(),
        name: format!("{}: {election}", union.program.name),
        description: format!("Under article \"{}\" of {}", known.plan.article, union.program.digest),
        group: GROUP,
        questions: ballot_paper::questions(&union.program, &known.plan, slate),
        administrator: None,
        credential_authority: None,
    })
}

/// The key holders' public shares, in order.
pub fn trustees(state: &State, election: &ElectionId) -> Result<Vec<TrusteeKey>, Undrawn> {
    let missing = || Undrawn::not_yet("a key holder has not presented a share yet");
    let read = |text: &Option<String>| {
        serde_json::from_str(text.as_deref().ok_or_else(missing)?)
            .map_err(|why| Undrawn::not_yet(format!("a key holder's share cannot be read: {why}")))
    };
    known(state, election)?.holders.iter().map(|holder| read(&holder.trustee)).collect()
}

/// Members who can vote, in an order that has nothing to do with the order of credentials in public.
pub fn voters(drawer: &mut dyn Drawer, state: &State, election: &ElectionId) -> Result<Vec<String>, Undrawn> {
    let not_frozen = || Undrawn::not_yet("the roll is not frozen yet; freeze it first");
    let eligible = known(state, election)?.frozen.as_ref().ok_or_else(not_frozen)?.eligible;
    let frozen = drawer.openings(None, Some(&roll::voter_label(election)))?;
    let mut members: Vec<String> = frozen.iter().map(|opening| opening.subject.clone()).collect();
    if members.is_empty() {
        // The clock let the loaded roll stand.
        let roll = roll::current(drawer)?;
        members = roll::good_standing(&roll).map(|member| member.member_id.as_str().to_owned()).collect();
    }
    members.sort();
    if members.len() as u64 != eligible {
        return Err(Undrawn::not_yet(format!(
            "the record froze {eligible} voters and {} can be found here; was the roll loaded again since?",
            members.len()
        )));
    }
    Ok(members)
}

/// A fresh Belenios id: 14 digits in base 58.
pub fn uuid(rng: &mut dyn CryptoRng) -> String {
    const DIGITS: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut text = String::new();
    while text.len() < 14 {
        let mut byte = [0];
        rng.fill_bytes(&mut byte);
        // Bytes from 232 on are left out so that every digit is as likely as any other.
        let digit = usize::from(byte[0]);
        if digit < 4 * DIGITS.len() {
            text.extend(DIGITS.get(digit % DIGITS.len()).map(|digit| char::from(*digit)));
        }
    }
    text
}

pub(crate) fn seal(label: &str, subject: &str, value: &[u8], rng: &mut dyn CryptoRng) -> Opening {
    let mut salt = [0; 32];
    rng.fill_bytes(&mut salt);
    Opening {
        commitment: commit(label, &salt, value),
        label: label.to_owned(),
        subject: subject.to_owned(),
        salt,
        value: value.to_vec(),
    }
}
