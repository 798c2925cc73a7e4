//! Where private values are found again: a port that the log and the reader both answer.

use rankfile_store::contract::Opening;
use rankfile_store::fault::Fault;
use rankfile_store::log::Log;
use rankfile_store::reader::Reader;

/// Gives the openings of commitments, and the leaves they belong to.
pub trait Drawer {
    /// The openings about a subject, or under a label, or both, by commitment.
    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault>;

    /// A leaf of the record.
    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault>;

    /// The receipt of a leaf, once it is durable.
    fn receipt(&mut self, index: u64) -> Result<Option<String>, Fault>;

    /// How many leaves there are.
    fn size(&mut self) -> u64;
}

impl Drawer for Log {
    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        Log::openings(self, subject, label)
    }

    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        Log::leaf(self, index)
    }

    fn receipt(&mut self, index: u64) -> Result<Option<String>, Fault> {
        Log::receipt(self, index, None)
    }

    fn size(&mut self) -> u64 {
        Log::size(self)
    }
}

impl Drawer for Reader {
    fn openings(&mut self, subject: Option<&str>, label: Option<&str>) -> Result<Vec<Opening>, Fault> {
        Reader::openings(self, subject, label)
    }

    fn leaf(&mut self, index: u64) -> Result<Option<Vec<u8>>, Fault> {
        Reader::leaf(self, index)
    }

    fn receipt(&mut self, index: u64) -> Result<Option<String>, Fault> {
        Ok(Reader::receipt(self, index, None))
    }

    fn size(&mut self) -> u64 {
        Reader::size(self)
    }
}
