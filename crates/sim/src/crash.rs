//! What it takes to show that a record survives whatever ends its server: a killed process, a call of the store that
//! fails, a full disk. When to kill, what fails and what fills up is for the tests to say.
//!
//! - [`letter`] is what somebody wants recorded, signed once, so that it can be sent again word for word.
//! - [`scene`] is a union with voting open, made once and copied, and a stack of letters for it.
//! - [`server`] answers letters from a data directory; `crashling` runs it, [`process`] starts and ends that.
//! - [`script`] is a whole election as batches of letters, from the founding to the installation.
//! - [`client`] sends letters, remembers every answer, and holds a record against its memory.

pub mod client;
pub mod letter;
pub mod process;
pub mod scene;
pub mod script;
pub mod server;
