//! Ballots: how they stand in JSON, how they are made, how they are checked.

pub(crate) mod answer;
pub(crate) mod check;
pub(crate) mod encrypt;
pub(crate) mod fault;
mod read;
pub(crate) mod unsigned;
pub(crate) mod wire;

#[cfg(test)]
mod tests;
