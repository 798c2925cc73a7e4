//! The command line, floor 4: it reads arguments, files, the clock and chance, asks the rooms below and says what they
//! answered. It decides nothing about the union.

pub mod ambient;
pub mod cli;
pub mod demo;
pub mod house;
pub mod ops;
pub mod pack;
pub mod say;
pub mod serving;
