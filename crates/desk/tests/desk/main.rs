//! The desk as its callers see it: names and JSON in, JSON out. What it makes is checked by the rooms below it, and what it
//! checks is tampered with.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the finding")]

mod ballots;
mod checks;
mod committee;
mod common;
mod keyholders;
mod keys;
mod manifest;
mod offline;
mod vectors;
