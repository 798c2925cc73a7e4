//! The roll: how many members there are and a fingerprint of the list. The list itself never comes here.
pub mod command;
pub mod decide;
pub mod effect;
pub mod evolve;
pub mod proof;
