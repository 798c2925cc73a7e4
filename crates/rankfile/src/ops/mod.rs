//! What the commands do, one file for each subject. The worked example calls the same functions as the command line.
pub mod election;
pub mod keyholder;
pub mod roll;
pub mod vote;
