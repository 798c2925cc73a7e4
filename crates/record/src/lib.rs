//! The room of the record: canonical bytes, the act's envelope, keys and signatures, the Merkle log with its tiles,
//! checkpoints and receipts, and commitments to private values. Bytes come in, typed values or typed refusals go out. It
//! knows no union, reads no clock and no file; what an act *means* is the hall's business.

pub mod act;
pub mod canonical;
pub mod chain;
pub mod checkpoint;
pub mod commit;
pub mod hash;
pub mod key;
pub mod note;
pub mod passkey;
pub mod possession;
pub mod receipt;
pub mod tile;
pub mod tree;
