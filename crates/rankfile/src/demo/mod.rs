//! The worked example: a union of invented people elects its officers, from the founding to the installation, on a
//! simulated calendar. Everything is real but the people and the dates; one machine plays everybody.

mod calendar;
mod cast;
mod story;

use crate::cli::Ended;
use anyhow::{Result, bail};
use std::path::PathBuf;

/// Arguments of `rankfile demo`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where to leave everything: `union/` is the union's data, `roles/` each role's secrets.
    #[arg(long, default_value = "rankfile-demo", value_name = "DIR")]
    pub data: PathBuf,
    /// Where the site would listen; this version has no site yet.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Only work through the example and end.
    #[arg(long)]
    pub no_serve: bool,
    /// How many members the union has.
    #[arg(long, default_value_t = 5_000)]
    pub members: usize,
    /// How many of them vote; one in twenty votes twice.
    #[arg(long, default_value_t = 1_000)]
    pub voters: usize,
}

/// Runs the example.
pub fn run(arguments: &Arguments) -> Result<Ended> {
    if !arguments.no_serve || arguments.listen.is_some() {
        bail!("this version has no site to serve yet; run it with --no-serve");
    }
    if arguments.data.exists() && std::fs::read_dir(&arguments.data)?.next().is_some() {
        bail!(
            "{} is there already; look at it, or remove it, or name another place with --data",
            arguments.data.display()
        );
    }
    story::tell(arguments)?;
    Ok(Ended::Holds)
}
