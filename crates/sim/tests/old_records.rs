//! Old records replay: whole packs made under each released version of the hall's rules still audit, for ever. To add one:
//! `cargo run --release -p rankfile-sim --example make_record -- crates/sim/vectors/records/rules-N`.

use anyhow::{Context as _, Result};
use rankfile::pack;
use rankfile_hall::audit::audit;
use std::path::Path;

#[test]
fn every_old_record_still_audits_without_a_finding() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join("records");
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder)? {
        let folder = entry?.path();
        let on_disk = pack::read(&folder)?;
        let (report, hall) = audit(&on_disk.record, &|_, _, _| ());
        assert_eq!(report.findings, [], "{}", folder.display());
        assert_eq!(pack::check_public(&on_disk), [], "{}", folder.display());
        assert!(report.acts > 20 && !hall.state.offices.is_empty(), "{}", folder.display());
        assert_eq!(report.elections.first().context("an election")?.verdict, "valid");
        seen += 1;
    }
    assert!(seen > 0, "no record in {}", folder.display());
    Ok(())
}
