//! Keys: which public key acts for which office or body, and since when.
pub mod command;
pub mod decide;
pub mod effect;
pub mod evolve;
