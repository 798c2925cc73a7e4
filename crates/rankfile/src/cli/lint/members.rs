//! Numbers from a roll for the linter: no name leaves this file.

use crate::ops::roll;
use anyhow::Result;
use rankfile_constitution::lint::{Member, Members};
use rankfile_roll::{Member as OnTheRoll, Standing};
use std::path::Path;

/// Reads a roll.
pub fn read(file: &Path) -> Result<Members> {
    let (roll, _) = roll::import(file)?;
    Ok(Members { each: roll.members().iter().map(numbers).collect() })
}

fn numbers(member: &OnTheRoll) -> Member {
    Member {
        joined: member.joined,
        in_good_standing: Some(member.standing == Standing::Good),
        has_address: member.address.is_some(),
        has_email: member.email.is_some(),
        unit: member.unit.clone().unwrap_or_default(),
    }
}
