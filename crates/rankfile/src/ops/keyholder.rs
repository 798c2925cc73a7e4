//! Key holders: make a share of an election's key and present it, decrypt the tally when voting is over. Shares and seeds
//! stay in a file of the key holder's own.

use crate::ambient;
use crate::house::{Asked, House, Recorded, Recording, Signer, write_secret};
use anyhow::{Context as _, Result, bail};
use rankfile_belenios::TrusteeKey;
use rankfile_hall::election::archive;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::election::share_file::ShareFile;
use rankfile_hall::state::State;
use rankfile_record::key::SecretKey;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a share, keeps it in a file and presents its public half. The file is written before anything is recorded; one
/// that is there, from an attempt that got no answer, is presented again.
///
/// *Errors*: among others, the share in the file is in the record already.
pub fn present(house: &mut House, election: &ElectionId, key: &SecretKey, file: &Path) -> Result<Recorded> {
    let holder = number(&house.hall().state, election, key)?;
    let secret = if file.exists() { read(file, election, key)? } else { make(file, election, key)? };
    let trustee = secret.trustee(holder, &mut ambient::rng())?;
    if presented(house, election, holder).is_some_and(|known| known.public_key == trustee.public_key) {
        bail!("{}: this share is in the record already; nothing is left to do", file.display());
    }
    house.act(Asked::new(secret.present(holder, &trustee), Signer::KeyAs(key, role(holder))))
}

fn make(file: &Path, election: &ElectionId, key: &SecretKey) -> Result<ShareFile> {
    let secret = ShareFile::make(election, &key.public(), &mut ambient::rng());
    write_secret(file, secret.render().as_bytes())?;
    Ok(secret)
}

fn read(file: &Path, election: &ElectionId, key: &SecretKey) -> Result<ShareFile> {
    let text =
        std::fs::read_to_string(file).with_context(|| format!("{}: cannot read it", file.display()))?;
    let secret = ShareFile::parse(&Zeroizing::new(text)).with_context(|| file.display().to_string())?;
    secret.check(election, &key.public()).with_context(|| file.display().to_string())?;
    Ok(secret)
}

fn presented(house: &House, election: &ElectionId, holder: u8) -> Option<TrusteeKey> {
    let holders = &house.hall().state.elections.get(election)?.holders;
    serde_json::from_str(holders.get(usize::from(holder).checked_sub(1)?)?.trustee.as_deref()?).ok()
}

/// Decrypts this key holder's part of the tally and reveals the seed.
pub fn decrypt(
    house: &mut impl Recording,
    election: &ElectionId,
    key: &SecretKey,
    file: &Path,
) -> Result<Recorded> {
    let state = &house.settled()?;
    let holder = number(state, election, key)?;
    let secret = read(file, election, key)?;
    let known =
        state.elections.get(election).with_context(|| format!("there is no election `{election}`"))?;
    let belenios =
        known.ballot.as_ref().and_then(|ballot| ballot.belenios.clone()).context("no ballot is set")?;
    let tally = archive::tally(state, known).context("there is no tally yet: voting is not over")?;
    let payload = belenios.decrypt(&secret.share()?, &tally, usize::from(holder), &mut ambient::rng())?;
    let command = secret.decrypted(holder, &payload);
    house.record(Asked::new(command, Signer::KeyAs(key, role(holder))).documents(vec![payload.into_bytes()]))
}

fn number(state: &State, election: &ElectionId, key: &SecretKey) -> Result<u8> {
    let known =
        state.elections.get(election).with_context(|| format!("there is no election `{election}`"))?;
    let place = known.holders.iter().position(|holder| holder.key == key.public());
    let place = place.with_context(|| format!("this key is no key holder's of {election}"))?;
    Ok(u8::try_from(place + 1)?)
}

fn role(holder: u8) -> String {
    format!("key-holder:{holder}")
}
