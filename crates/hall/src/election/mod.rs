//! Elections of officers: from the call to the installation, each step a duty with a bearer, a deadline and what follows.
pub mod archive;
pub mod ballot_box;
pub mod ballot_paper;
pub mod bearer;
pub mod command;
pub mod decide;
pub mod due;
pub mod effect;
pub mod eligibility;
pub mod evolve;
pub mod lapse;
pub mod outcome;
pub mod share_file;
pub mod state;
pub mod steps;
