//! Key holders: make a share of an election's key and present it, decrypt the tally when voting is over. Shares and seeds
//! stay in a file of the key holder's own.

use crate::ambient;
use crate::house::{Asked, House, Recorded, Signer, write_secret};
use anyhow::{Context as _, Result, bail};
use rankfile_belenios::{KeyShare, TrusteeKey};
use rankfile_hall::election::archive;
use rankfile_hall::election::command::{Command, ElectionId};
use rankfile_hall::election::decide::GROUP;
use rankfile_record::commit::digest_text;
use rankfile_record::key::{PublicKey, SecretKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// What a key holder keeps secret for one election.
#[derive(Serialize, Deserialize)]
struct Secret {
    election: String,
    /// Whose it is: the key that presents it.
    key: PublicKey,
    /// The share of the election's key, as Belenios writes it.
    share: String,
    /// The seed for lots, 64 hexadecimal digits.
    seed: String,
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.share.zeroize();
        self.seed.zeroize();
    }
}

/// Makes a share, keeps it in a file and presents its public half. The file is written before anything is recorded; one
/// that is there, from an attempt that got no answer, is presented again.
///
/// *Errors*: among others, the share in the file is in the record already.
pub fn present(house: &mut House, election: &ElectionId, key: &SecretKey, file: &Path) -> Result<Recorded> {
    let holder = number(house, election, key)?;
    let secret = if file.exists() { read(file, election, key)? } else { make(file, election, key)? };
    let share = KeyShare::parse(GROUP, &secret.share)?;
    let name = format!("Key holder {holder}");
    let trustee = share.public(Some(&name), &mut ambient::rng());
    if presented(house, election, holder).is_some_and(|known| known.public_key == trustee.public_key) {
        bail!("{}: this share is in the record already; nothing is left to do", file.display());
    }
    let command = Command::PresentKey {
        election: election.clone(),
        holder,
        trustee: serde_json::to_string(&trustee)?,
        seed_commitment: hex::encode(Sha256::digest(secret.seed.as_bytes())),
    };
    house.act(Asked::new(command, Signer::KeyAs(key, role(holder))))
}

fn make(file: &Path, election: &ElectionId, key: &SecretKey) -> Result<Secret> {
    let share = KeyShare::make(GROUP, &mut ambient::rng()).render().to_string();
    let seed = hex::encode(ambient::bytes32());
    let secret = Secret { election: election.0.clone(), key: key.public(), share, seed };
    write_secret(file, Zeroizing::new(serde_json::to_vec_pretty(&secret)?).as_slice())?;
    Ok(secret)
}

fn read(file: &Path, election: &ElectionId, key: &SecretKey) -> Result<Secret> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{}: cannot read it", file.display()))?;
    let secret: Secret = serde_json::from_str(&Zeroizing::new(text))
        .with_context(|| format!("{}: not a key holder's file", file.display()))?;
    if secret.election != election.0 {
        bail!("{}: this share was made for {}, not for {election}", file.display(), secret.election);
    }
    if secret.key != key.public() {
        bail!("{}: this is the file of another key holder; each makes a share of their own", file.display());
    }
    Ok(secret)
}

fn presented(house: &House, election: &ElectionId, holder: u8) -> Option<TrusteeKey> {
    let holders = &house.hall().state.elections.get(election)?.holders;
    serde_json::from_str(holders.get(usize::from(holder).checked_sub(1)?)?.trustee.as_deref()?).ok()
}

/// Decrypts this key holder's part of the tally and reveals the seed.
pub fn decrypt(house: &mut House, election: &ElectionId, key: &SecretKey, file: &Path) -> Result<Recorded> {
    let holder = number(house, election, key)?;
    let secret = read(file, election, key)?;
    house.writer.tick(house.now)?;
    let state = &house.hall().state;
    let known =
        state.elections.get(election).with_context(|| format!("there is no election `{election}`"))?;
    let belenios =
        known.ballot.as_ref().and_then(|ballot| ballot.belenios.clone()).context("no ballot is set")?;
    let tally = archive::tally(state, known).context("there is no tally yet: voting is not over")?;
    let share = KeyShare::parse(GROUP, &secret.share)?;
    let payload = belenios.decrypt(&share, &tally, usize::from(holder), &mut ambient::rng())?;
    let command = Command::ShareDecryption {
        election: election.clone(),
        holder,
        share: digest_text(payload.as_bytes()),
        seed: secret.seed.clone(),
    };
    house.act(Asked::new(command, Signer::KeyAs(key, role(holder))).documents(vec![payload.into_bytes()]))
}

fn number(house: &House, election: &ElectionId, key: &SecretKey) -> Result<u8> {
    let state = &house.hall().state;
    let known =
        state.elections.get(election).with_context(|| format!("there is no election `{election}`"))?;
    let place = known.holders.iter().position(|holder| holder.key == key.public());
    let place = place.with_context(|| format!("this key is no key holder's of {election}"))?;
    Ok(u8::try_from(place + 1)?)
}

fn role(holder: u8) -> String {
    format!("key-holder:{holder}")
}
