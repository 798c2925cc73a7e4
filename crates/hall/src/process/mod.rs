//! Processes: whatever the constitution orders step by step and has no pages of its own here: complaints, petitions,
//! recalls, vacancies, accounts, amendments, and elections that are held by hand. The hall knows none of them by name,
//! save that a decided amendment changes the rules and that one election follows another.

pub mod bearer;
pub mod command;
pub mod decide;
pub mod due;
pub mod effect;
pub mod evolve;
pub mod lapse;
pub mod stages;
pub mod state;

#[cfg(test)]
mod tests;
