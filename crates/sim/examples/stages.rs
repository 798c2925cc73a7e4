//! Serves one union at every stage of its election until a line is read: `cargo run -p rankfile-sim --example stages`. For
//! whoever wants to look at pages by hand; prints what the tests' scripts are told.

use anyhow::Result;
use rankfile_sim::stages;
use std::io::BufRead as _;

#[allow(clippy::print_stdout, reason = "this is what it is for")]
fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let stages = stages::serve(folder.path())?;
    println!("{}", stages::plan(folder.path(), &stages)?);
    std::io::stdin().lock().read_line(&mut String::new())?;
    Ok(())
}
