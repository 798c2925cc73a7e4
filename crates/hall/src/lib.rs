//! The union as a state machine. Commands come in with a time; acts go out, or refusals that cite an article and show the
//! arithmetic. This is the only room that knows what a union may do. It reads no file, no clock and draws no number.
//!
//! Every subject (`union`, `key`, `roll`, `election`, `process`) has the same files: `command`, `effect`, `decide`, `evolve`, and
//! where time acts, `due` and `lapse`; `clock` says which subject's turn it is. `judge` is the one path from a command to its effects, for writer and auditor alike.

pub mod audit;
pub mod check;
pub mod clock;
pub mod command;
pub mod documents;
pub mod effect;
pub mod election;
pub mod hall;
pub mod judge;
pub mod key;
pub mod own;
pub mod process;
pub mod refusal;
pub mod request;
pub mod roll;
pub mod rules;
pub mod state;
pub mod union;
pub mod zone;

pub use hall::Hall;
pub use refusal::{Refusal, Rule};
pub use request::Request;
