//! A union behind its site in a process of its own, and for comparison a page that says hello.

use anyhow::{Context as _, Result, ensure};
use clap::Parser as _;
use rankfile::ambient;
use rankfile::cli::Cli;
use rankfile_record::note::LogKey;
use rankfile_sim::world::{ORIGIN, World};
use rankfile_site::Accounts;
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const SEED: [u8; 32] = [9; 32];

/// A process that serves; it ends when this goes.
pub struct Served {
    child: Child,
    /// Where it is.
    pub url: String,
}

/// A union of so many invented members, voting open, in a data directory that the command line takes.
pub fn make_union(folder: &Path, members: usize) -> Result<World> {
    let key = LogKey::from_seed(ORIGIN, SEED)?;
    std::fs::write(folder.join("log.key"), format!("{ORIGIN}\n{}\n", hex::encode(SEED)))?;
    std::fs::write(folder.join("log.vkey"), format!("{}\n", key.vkey()))?;
    let mut world = World::found(folder, Log::create(Places::within(folder).create_parts()?, key)?, members)?;
    world.run_until_open()?;
    Ok(world)
}

/// The same union, opened again.
pub fn open_union(folder: &Path, now: i64) -> Result<World> {
    let log = Log::open(Places::within(folder).open_parts()?, LogKey::from_seed(ORIGIN, SEED)?)?;
    World::open(folder, log, now)
}

/// The secret of a one-time link for a member, as the mail would carry it.
pub fn link(folder: &Path, member_id: &str, now: i64) -> Result<String> {
    let accounts = Accounts::open(&folder.join("accounts.db"), ambient::bytes32())?;
    Ok(accounts.make_link(member_id, now, &mut ambient::rng())?)
}

impl Served {
    /// Serves a union's data directory, with the clock set to a moment.
    pub fn start(folder: &Path, now: i64) -> Result<Self> {
        let folder = folder.to_str().context("a plain path")?;
        Self::spawn(&["serve", folder, &now.to_string()])
    }

    /// Serves hello.
    pub fn hello() -> Result<Self> {
        Self::spawn(&["hello"])
    }

    fn spawn(arguments: &[&str]) -> Result<Self> {
        let mut child =
            Command::new(std::env::current_exe()?).args(arguments).stdout(Stdio::piped()).spawn()?;
        let said = BufReader::new(child.stdout.take().context("its output")?).lines().next();
        let said = said.context("it ended before it said anything")??;
        let url = said.split_whitespace().last().context("an address")?.to_owned();
        Ok(Self { child, url })
    }

    /// How long its threads have run.
    ///
    /// *Units*: milliseconds.
    pub fn ran_ms(&self) -> Result<f64> {
        let mut nanoseconds = 0.0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            // A thread may end meanwhile.
            let told = std::fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanoseconds += told.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or(0.0);
        }
        Ok(nanoseconds / 1e6)
    }

    /// The most memory it has held.
    ///
    /// *Units*: megabytes.
    pub fn memory_mb(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("Linux tells the peak")?;
        Ok(line.split_whitespace().next().context("a number")?.parse::<u64>()? / 1024)
    }

    /// Has it end as an operator would, and waits.
    pub fn stop(mut self) -> Result<()> {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        ensure!(told.success() && self.child.wait()?.success(), "the server did not end well");
        Ok(())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// `rankfile serve`, word for word.
pub fn serve(arguments: &[String]) -> Result<()> {
    let [_, folder, now] = arguments else { anyhow::bail!("a folder and a time") };
    let line = ["rankfile", "--at", now, "serve", "--data", folder, "--listen", "127.0.0.1:0"];
    Cli::try_parse_from(line)?.run().map(drop)
}

/// The least the same web server can do.
pub fn say_hello() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("Hello is at http://localhost:{}", listener.local_addr()?.port());
        let hello = axum::routing::get(|| async { axum::response::Html("<p>hello</p>") });
        Ok(axum::serve(listener, axum::Router::new().route("/", hello)).await?)
    })
}
