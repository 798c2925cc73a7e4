//! Both implementations of the ports keep the contract.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use rankfile_store::conformance::{Medium, run};
use rankfile_store::contract::Parts;
use rankfile_store::fault::Fault;
use rankfile_store::memory::Memory;
use rankfile_store::place::Places;
use tempfile::TempDir;

struct InMemory(Memory);

impl Medium for InMemory {
    fn parts(&mut self) -> Result<Parts, Fault> {
        self.0.parts()
    }
}

struct OnDisk(TempDir);

impl Medium for OnDisk {
    fn parts(&mut self) -> Result<Parts, Fault> {
        let places = Places::within(self.0.path());
        if places.data.exists() { places.open_parts() } else { places.create_parts() }
    }
}

#[test]
fn memory_keeps_the_contract() {
    run(&mut || Box::new(InMemory(Memory::new())));
}

#[test]
fn a_sqlite_file_with_folders_keeps_the_contract() {
    run(&mut || Box::new(OnDisk(tempfile::tempdir().unwrap())));
}
