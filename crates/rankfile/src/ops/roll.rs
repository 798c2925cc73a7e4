//! The roll: import a file and load it; freeze it for an election and hand each voter a proof. The clerk draws it up; here
//! files are read and acts are signed.

use crate::ambient;
use crate::house::{Asked, House, Recorded, Signer};
use anyhow::{Context as _, Result, bail};
use rankfile_clerk::roll as clerk;
use rankfile_hall::election::command::ElectionId;
use rankfile_roll::{Mapping, Roll};
use std::path::Path;

pub use rankfile_hall::roll::proof::Proof;

/// Reads a roll file; the error is the whole report, and nothing was loaded.
pub fn import(file: &Path) -> Result<(Roll, String)> {
    let bytes = std::fs::read(file).with_context(|| format!("{}: cannot read the roll", file.display()))?;
    let import = rankfile_roll::parse(&bytes, &Mapping::default());
    let report = import.report().render();
    match import.rows() {
        Ok(roll) => Ok((roll, report)),
        Err(_) => bail!("{}: nothing was loaded\n{report}", file.display()),
    }
}

/// Loads a roll: fresh commitments for every member, one act with their fingerprint; what the roll before opened to is erased.
pub fn load(house: &mut House, roll: &Roll, signer: Signer<'_>) -> Result<Recorded> {
    let asked = loading(house, roll, signer)?;
    house.act(asked)
}

/// What [`load`] has recorded, before it is signed.
pub fn loading<'k>(house: &mut House, roll: &Roll, signer: Signer<'k>) -> Result<Asked<'k>> {
    Ok(Asked { draft: clerk::load(house.writer.log(), roll, &mut ambient::rng())?, signer })
}

/// The roll in force, from its openings.
pub fn current(house: &mut House) -> Result<Roll> {
    Ok(clerk::current(house.writer.log())?)
}

/// Freezes the roll for an election: everybody in good standing, under fresh commitments that nobody can link to others.
pub fn freeze(house: &mut House, election: &ElectionId, signer: Signer<'_>) -> Result<Recorded> {
    let draft = clerk::freeze(house.writer.log(), election, &mut ambient::rng())?;
    house.act(Asked { draft, signer })
}

/// Makes a member's proof that they are on the frozen roll.
pub fn prove(house: &mut House, election: &ElectionId, member_id: &str) -> Result<Proof> {
    Ok(clerk::prove(house.writer.log(), election, member_id)?)
}
