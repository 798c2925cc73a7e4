//! The room above all others, for tests that need more than one room: programs nobody here wrote as judges, and the
//! tools of people who cheat. It is no part of what a union runs, and no room may depend on it.
//!
//! - [`outsiders`] finds the outside programs, says loudly which are absent, and asks them for verdicts.
//! - [`crash`] is what it takes to end a server in every way there is, and to see that nothing was lost.
//! - [`elections`] makes small elections with the `belenios` room, from a seed.
//! - [`world`] is a small union with its people, on any store, through the operations of the command line.
//! - [`stages`] is one election at every stage, each served as a site, for looking at every page.
//! - [`passkey`] signs as a browser with an authenticator does.
//! - [`play`] is a union in memory with everybody's secrets, driven command by command, rightly or wrongly.
//! - [`rehearsal`] founds any document that can be read, and runs it against people who work against it.
//! - [`finished`] is one finished election of such a union, for tests that change it afterwards.
//! - [`forger`] takes an election archive apart, changes it, and puts it together again with every hash right.

pub mod crash;
pub mod elections;
pub mod finished;
pub mod forger;
pub mod model;
pub mod outsiders;
pub mod passkey;
pub mod play;
pub mod rehearsal;
pub mod stages;
pub mod visit;
pub mod world;
