//! A small election played through from key making to result, for the tests to take apart.

use rand_chacha::ChaCha12Rng;
use rand_chacha::rand_core::SeedableRng;
use rankfile_belenios::{
    Answer, Archive, ArchiveHead, Credential, Election, ElectionResult, GroupName, KeyShare, Piece, Question,
    Report, Setup, Tally, Template, TrusteeKey, verify,
};

pub fn rng(seed: u64) -> ChaCha12Rng {
    ChaCha12Rng::seed_from_u64(seed)
}

pub fn question(answers: usize, min: usize, max: usize, blank: bool) -> Question {
    let answers = (1..=answers).map(|i| format!("Answer {i}")).collect();
    Question { question: "Whom?".to_owned(), answers, min, max, blank }
}

pub fn template(group: GroupName, questions: Vec<Question>) -> Template {
    Template {
        uuid: "rankFiLeTest42X".to_owned(),
        name: "An election of \"test\" officers – première".to_owned(),
        description: "One line,\nand another.".to_owned(),
        group,
        questions,
        administrator: None,
        credential_authority: Some("the committee".to_owned()),
    }
}

/// An election with everything secret that belongs to it.
pub struct World {
    pub rng: ChaCha12Rng,
    pub shares: Vec<KeyShare>,
    pub credentials: Vec<Credential>,
    pub setup: Setup,
    pub election: Election,
}

impl World {
    /// An election with two trustees and a credential per weight.
    pub fn new(group: GroupName, questions: Vec<Question>, weights: &[u64], seed: u64) -> World {
        let mut rng = rng(seed);
        let template = template(group, questions);
        let shares: Vec<KeyShare> = (0..2).map(|_| KeyShare::make(group, &mut rng)).collect();
        let keys: Vec<TrusteeKey> = shares
            .iter()
            .zip([Some("Ada"), None])
            .map(|(share, name)| share.public(name, &mut rng))
            .collect();
        let credentials: Vec<Credential> = weights.iter().map(|_| Credential::make(&mut rng)).collect();
        let public: Vec<(String, u64)> = credentials
            .iter()
            .zip(weights)
            .map(|(credential, weight)| (credential.public(group, &template.uuid), *weight))
            .collect();
        let setup = Setup::make(&template, &keys, &public).expect("the setup is right");
        let election = setup.check().expect("a setup made here holds");
        World { rng, shares, credentials, setup, election }
    }

    pub fn ballot(&mut self, voter: usize, answers: &[Answer]) -> Vec<u8> {
        self.election.encrypt(&self.credentials[voter], answers, &mut self.rng).expect("the answers fit")
    }

    /// The parts of all trustees.
    pub fn parts(&mut self, tally: &Tally) -> Vec<(usize, String)> {
        let mut parts = Vec::new();
        for (i, share) in self.shares.iter().enumerate() {
            parts.push((
                i + 1,
                self.election
                    .decrypt(share, tally, i + 1, &mut self.rng)
                    .expect("the share is the trustee's"),
            ));
        }
        parts
    }

    /// The whole archive of an election with these ballots.
    pub fn archive(&mut self, ballots: &[Vec<u8>]) -> (Vec<u8>, ElectionResult) {
        let tally = self.election.tally(ballots).expect("the ballots are of this election");
        let parts = self.parts(&tally);
        let result = self.election.result(&tally, &parts).expect("the parts hold");
        (self.archive_of(ballots, &tally, &parts, &result.json), result)
    }

    /// An archive that says just this, right or wrong.
    pub fn archive_of(
        &self,
        ballots: &[Vec<u8>],
        tally: &Tally,
        parts: &[(usize, String)],
        result: &str,
    ) -> Vec<u8> {
        let mut pieces: Vec<Piece> = ballots.iter().map(|ballot| Piece::Ballot(ballot)).collect();
        pieces.push(Piece::EndBallots);
        pieces.push(Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized });
        pieces
            .extend(parts.iter().map(|(owner, payload)| Piece::PartialDecryption { owner: *owner, payload }));
        pieces.push(Piece::Result(result));
        write(&self.setup, &pieces).0
    }
}

/// An archive of a setup and pieces.
pub fn write(setup: &Setup, pieces: &[Piece]) -> (Vec<u8>, ArchiveHead) {
    let (mut bytes, mut head) = Archive::begin(1_795_320_114, setup);
    for piece in pieces {
        let (more, next) = Archive::append(&head, *piece);
        bytes.extend(more);
        head = next;
    }
    (bytes, head)
}

pub fn report(bytes: &[u8]) -> Report {
    verify(bytes, &|_, _| {}).expect("it is an archive")
}
