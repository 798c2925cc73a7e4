//! The room of the store: the one place that keeps the record on a disk. A batch comes in; one durable commit, one
//! compared-and-swapped checkpoint and the published tiles go out. It does not know what an act means, reads no clock
//! and draws no chance; it alone holds the log's key in use.
//!
//! Life of a batch ([`log::Log::commit`]): new tree and signed checkpoint in memory, data and checkpoint durable in one
//! transaction, the lock store's checkpoint swapped (the commit point), archives, tiles and checkpoint published, the
//! answer. Any fault on that way ends the process; opening the log again carries on from what is there.

pub mod conformance;
pub mod contract;
pub mod failing;
pub mod fault;
pub mod files;
mod hold;
pub mod lockfile;
pub mod log;
pub mod memory;
pub mod place;
pub mod publishing;
pub mod queue;
pub mod reader;
mod recovery;
pub mod replay;
pub mod sqlite;
pub mod tree;
pub mod writer;
