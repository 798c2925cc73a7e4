//! Small elections made with the `belenios` room, from a seed, for tests that hold them before other judges: two
//! questions, one of them with blank, some key holders, some voters with weights. It plays every role on one machine and
//! is no model of how a union does it.

use anyhow::{Context, Result};
use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rankfile_belenios::{
    Answer, Archive, ArchiveHead, Credential, Election, GroupName, KeyShare, Piece, Question, Setup, Tally,
    Template, TrusteeKey,
};

/// What one voter chose: an answer per question.
pub type Choices = [Answer; 2];

/// An election that is set up and open: its archive grows as ballots are cast.
pub struct Open {
    /// The election as the room sees it.
    pub election: Election,
    /// The archive so far.
    pub archive: Vec<u8>,
    head: ArchiveHead,
    ballots: Vec<Vec<u8>>,
}

/// What is asked, in every election made here.
pub fn template(group: GroupName) -> Template {
    let answers = |words: &str| words.split(' ').map(str::to_owned).collect();
    Template {
        uuid: "SpineTest4rankFiLe2".to_owned(),
        name: "Officers, \"spring\" round".to_owned(),
        description: "Two questions – one with blank.".to_owned(),
        group,
        questions: vec![
            Question {
                answers: answers("Ana Bo Cy"),
                blank: false,
                min: 0,
                max: 2,
                question: "Stewards?".to_owned(),
            },
            Question {
                answers: answers("Yes No"),
                blank: true,
                min: 1,
                max: 1,
                question: "The report?".to_owned(),
            },
        ],
        administrator: None,
        credential_authority: None,
    }
}

/// A random source that gives the same for the same seed.
pub fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

/// Key holders with their public keys.
pub fn key_holders(
    group: GroupName,
    count: usize,
    rng: &mut ChaCha12Rng,
) -> (Vec<KeyShare>, Vec<TrusteeKey>) {
    let shares: Vec<KeyShare> = (0..count).map(|_| KeyShare::make(group, rng)).collect();
    let public = shares.iter().map(|share| share.public(None, rng)).collect();
    (shares, public)
}

/// One credential per weight, with its public part.
pub fn credentials(
    group: GroupName,
    weights: &[u64],
    rng: &mut ChaCha12Rng,
) -> Vec<(Credential, (String, u64))> {
    let make = |weight: &u64| {
        let credential = Credential::make(rng);
        let public = credential.public(group, &template(group).uuid);
        (credential, (public, *weight))
    };
    weights.iter().map(make).collect()
}

impl Open {
    /// Sets an election up and opens it.
    ///
    /// *Errors*: the room refuses a key or a credential, or its own setup.
    pub fn begin(group: GroupName, trustees: &[TrusteeKey], credentials: &[(String, u64)]) -> Result<Open> {
        let setup = Setup::make(&template(group), trustees, credentials)?;
        let election =
            setup.check().map_err(|findings| anyhow::anyhow!("our own setup is refused: {findings:?}"))?;
        let (archive, head) = Archive::begin(1_795_320_114, &setup);
        Ok(Open { election, archive, head, ballots: vec![] })
    }

    /// Makes a ballot with the room and casts it.
    ///
    /// *Errors*: the room refuses the choices or its own ballot.
    pub fn vote(&mut self, credential: &Credential, choices: &Choices, rng: &mut ChaCha12Rng) -> Result<()> {
        let ballot = self.election.encrypt(credential, choices, rng)?;
        self.cast(ballot)
    }

    /// Casts a ballot, whoever made it.
    ///
    /// *Errors*: the room refuses it.
    pub fn cast(&mut self, ballot: Vec<u8>) -> Result<()> {
        self.election.check_ballot(&ballot)?;
        self.append(Piece::Ballot(&ballot));
        self.ballots.push(ballot);
        Ok(())
    }

    /// Closes the election and publishes the encrypted tally.
    ///
    /// *Errors*: the room cannot add its ballots up.
    pub fn close(&mut self) -> Result<Tally> {
        let tally = self.election.tally(&self.ballots)?;
        self.append(Piece::EndBallots);
        self.append(Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized });
        Ok(tally)
    }

    /// Publishes the parts of the key holders, in order, and the result; returns the counts.
    ///
    /// *Errors*: the room refuses a part.
    pub fn count(&mut self, tally: &Tally, parts: &[String]) -> Result<Vec<Vec<u64>>> {
        let parts: Vec<(usize, String)> =
            parts.iter().cloned().enumerate().map(|(at, part)| (at + 1, part)).collect();
        for (owner, payload) in &parts {
            self.election
                .check_decryption(*owner, tally, payload)
                .with_context(|| format!("key holder {owner}"))?;
            self.append(Piece::PartialDecryption { owner: *owner, payload });
        }
        let result = self.election.result(tally, &parts)?;
        self.append(Piece::Result(&result.json));
        Ok(result.counts)
    }

    /// Closes, decrypts with these shares, and counts.
    ///
    /// *Errors*: any step fails.
    pub fn finish(&mut self, shares: &[KeyShare], rng: &mut ChaCha12Rng) -> Result<Vec<Vec<u64>>> {
        let tally = self.close()?;
        let mut parts = vec![];
        for (at, share) in shares.iter().enumerate() {
            parts.push(self.election.decrypt(share, &tally, at + 1, rng)?);
        }
        self.count(&tally, &parts)
    }

    fn append(&mut self, piece: Piece<'_>) {
        let (bytes, head) = Archive::append(&self.head, piece);
        self.archive.extend(bytes);
        self.head = head;
    }
}

/// What the counts must be, worked out from the choices themselves: the last of each voter, times the weight.
///
/// *Shape*: `votes` are (voter, choices) in the order of casting.
pub fn expected_counts(weights: &[u64], votes: &[(usize, Choices)]) -> Vec<Vec<u64>> {
    let questions = template(GroupName::Ed25519).questions;
    let mut counts: Vec<Vec<u64>> = questions.iter().map(|question| vec![0; question.counters()]).collect();
    for (voter, weight) in weights.iter().enumerate() {
        let Some((_, choices)) = votes.iter().rfind(|(who, _)| *who == voter) else { continue };
        for ((question, answer), counts) in questions.iter().zip(choices).zip(&mut counts) {
            let places = match answer {
                Answer::Blank => vec![0],
                Answer::Choices(chosen) => chosen.iter().map(|at| at + usize::from(question.blank)).collect(),
            };
            for place in places {
                counts[place] += weight;
            }
        }
    }
    counts
}

/// The choices as `belenios-tool` takes them: an array of 0 and 1 per question, the blank flag first.
pub fn choices_as_json(choices: &Choices) -> String {
    let counts = expected_counts(&[1], &[(0, choices.clone())]);
    serde_json::to_string(&counts).expect("numbers always render")
}
