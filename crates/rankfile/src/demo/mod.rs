//! The worked example: a union of invented people elects its officers, from the founding to the installation, on a
//! simulated calendar. Everything is real but the people and the dates; one machine plays everybody.
//!
//! Told to its end it leaves a record to look at; served, it stops in the middle of voting, and the visitor steps into
//! roles and lets the rest happen.

mod beats;
mod calendar;
mod cast;
mod live;
mod saved;
mod story;

use crate::cli::Ended;
use crate::house::House;
use crate::ops;
use crate::say::line;
use crate::serving::{self, Mail, Serving};
use anyhow::{Context as _, Result, bail};
use cast::Cast;
use live::Live;
use rankfile_post::catcher::Catcher;
use saved::{Memory, Saved};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

/// Letters the letterbox of a demonstration keeps.
const LETTERS: usize = 300;
/// Where the site is, unless something else is there.
const USUAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8480);

/// Arguments of `rankfile demo`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where to leave everything: `union/` is the union's data, `roles/` each role's secrets.
    #[arg(long, default_value = "rankfile-demo", value_name = "DIR")]
    pub data: PathBuf,
    /// Where the site listens: 127.0.0.1:8480, or any free port if that is taken.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Work through the whole example and end, without a site.
    #[arg(long, conflicts_with = "listen")]
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
    let was_served = if arguments.no_serve { None } else { Saved::read(&arguments.data)? };
    let taken = || -> Result<bool> {
        Ok(arguments.data.exists() && std::fs::read_dir(&arguments.data)?.next().is_some())
    };
    if was_served.is_none() && taken()? {
        bail!(
            "{} is there already; look at it, or remove it, or name another place with --data",
            arguments.data.display()
        );
    }
    if arguments.no_serve {
        story::tell(arguments)?;
        return Ok(Ended::Holds);
    }
    // Before a story of some length is told.
    let listener = listen(arguments.listen)?;
    let saved = match was_served {
        Some(saved) => {
            line(format!(
                "{} holds a demonstration already; it goes on where it stood.",
                arguments.data.display()
            ));
            saved
        }
        None => {
            let saved = story::tell_half(arguments)?;
            saved.write(&arguments.data)?;
            saved
        }
    };
    serve(arguments, listener, saved)?;
    Ok(Ended::Holds)
}

fn listen(wanted: Option<SocketAddr>) -> Result<TcpListener> {
    match wanted {
        Some(address) => serving::bind(address),
        None => serving::bind(USUAL).or_else(|_| serving::bind(SocketAddr::new(USUAL.ip(), 0))),
    }
}

fn serve(arguments: &Arguments, listener: TcpListener, saved: Saved) -> Result<()> {
    let folder = &arguments.data;
    let mut house = House::open(&folder.join("union"), saved.at)?;
    let cast = Cast::open(&folder.join("roles"))?;
    let members = live::worth_stepping_into(&ops::roll::current(&mut house)?, &cast.credentials()?);
    let last_act = house.hall().chain.last_recorded_at();
    let memory = Arc::new(Memory::resume(folder, saved, last_act));
    let catcher = Catcher::start_anywhere(LETTERS).context("the local letterbox cannot be opened")?;
    let serving = Serving {
        listener,
        public_url: None,
        clock: {
            let memory = memory.clone();
            Arc::new(move || memory.now())
        },
        employers: Vec::new(),
        mail: Some(Mail::parse(&catcher.url(), "secretary@union.example", None)?),
    };
    let opened = serving::open(house, serving, |queue| {
        Ok(Some(Arc::new(Live::new(queue.clone(), cast, memory.clone(), catcher, members)?)))
    })?;
    line("");
    line(format!("The site is at {}", opened.url));
    line(
        "Step into any role there, and let the story go on, at /demo. Ctrl-C ends it; the same command goes on later.",
    );
    let answered = opened.answer();
    // The clock stands still until somebody serves it again.
    memory.jump(memory.now())?;
    line(format!("Everything is in {}.", folder.display()));
    answered
}
