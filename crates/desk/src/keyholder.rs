//! A key holder's part of an election: make a share, present its public half, decrypt the tally. The share is in a file that
//! only the key holder has; the command line reads the same file.
//!
//! The commands come back with what they name, ready to be prepared and signed. Before decrypting, a page should have the
//! archive verified ([`crate::documents::verify_archive`]): whoever decrypts anything they are given can be given one ballot.

use crate::documents::Documents;
use crate::input::{Secret, json_of, read};
use crate::{Problem, Seed};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::election::share_file::ShareFile;
use rankfile_record::commit::digest_text;
use rankfile_record::key::PublicKey;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// `keyholder.make`: a share of an election's key and a seed for lots, as a secret file, with what is presented of it.
pub fn make(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        election: ElectionId,
        key: PublicKey,
        holder: u8,
        seed: Seed,
    }
    let Input { election, key, holder, seed } = read(input)?;
    let bound = [election.0.as_bytes(), key.as_str().as_bytes()];
    let file = ShareFile::make(&election, &key, &mut seed.stream("rnf/keyholder-share/v1", &bound));
    let mut made = presented(&file, holder, &seed)?;
    made["file"] = json!(file.render().as_str());
    Ok(made)
}

/// `keyholder.present`: presents the public half of a share made before.
pub fn present(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        file: Secret,
        election: ElectionId,
        key: PublicKey,
        holder: u8,
        seed: Seed,
    }
    let Input { file, election, key, holder, seed } = read(input)?;
    let file = ShareFile::parse(&file)?;
    file.check(&election, &key)?;
    presented(&file, holder, &seed)
}

fn presented(file: &ShareFile, holder: u8, seed: &Seed) -> Result<Value, Problem> {
    let secret = Sha256::digest(file.render().as_bytes());
    let trustee = file.trustee(holder, &mut seed.stream("rnf/keyholder-proof/v1", &[&secret]))?;
    Ok(json!({
        "trustee": json_of(&trustee),
        "seed_commitment": file.seed_commitment(),
        "command": Command::from(file.present(holder, &trustee)).render(),
    }))
}

/// An encrypted tally, by its two documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tally {
    encrypted_tally: String,
    sized: String,
}

/// `keyholder.decrypt`: this key holder's part of the decryption, checked, and the seed revealed.
pub fn decrypt(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        file: Secret,
        election: ElectionId,
        key: PublicKey,
        holder: u8,
        documents: Documents,
        tally: Tally,
        seed: Seed,
    }
    let Input { file, election, key, holder, documents, tally, seed } = read(input)?;
    let file = ShareFile::parse(&file)?;
    file.check(&election, &key)?;
    let outline = documents.outline()?;
    let bound = Sha256::digest(file.render().as_bytes());
    let mut rng = seed.stream("rnf/keyholder-decryption/v1", &[&bound, tally.encrypted_tally.as_bytes()]);
    let tally = outline.read_tally(&tally.encrypted_tally, &tally.sized)?;
    let payload = outline.decrypt(&file.share()?, &tally, usize::from(holder), &mut rng)?;
    outline.check_decryption(usize::from(holder), &tally, &payload)?;
    Ok(json!({
        "digest": digest_text(payload.as_bytes()),
        "command": Command::from(file.decrypted(holder, &payload)).render(),
        "seed": file.reveal_seed(),
        "ballots": tally.num_tallied,
        "decryption": payload,
    }))
}
