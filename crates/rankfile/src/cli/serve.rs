//! `rankfile serve`: the union's site.

use super::Ended;
use crate::ambient;
use crate::house::House;
use crate::say::line;
use crate::serving::{self, Mail, Serving};
use anyhow::Result;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `rankfile serve`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The union's data directory.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub data: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8480", value_name = "ADDR")]
    pub listen: SocketAddr,
    /// Where people reach it, behind a proxy that speaks https: `https://union.example`.
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// A domain of the employer's: addresses there get a warning. Can be given several times.
    #[arg(long = "employer", value_name = "DOMAIN")]
    pub employers: Vec<String>,
    /// The mail server: `smtp://user:password@mail.example.org:587`. Without one letters wait.
    #[arg(long, value_name = "URL", requires = "mail_from")]
    pub mail: Option<String>,
    /// The address letters come from.
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}

/// Serves until told to stop.
pub fn run(arguments: Arguments, now: i64) -> Result<Ended> {
    let sender = arguments.mail_from.unwrap_or_default();
    let mail = arguments.mail.map(|server| Mail::parse(&server, &sender)).transpose()?;
    let house = House::open(&arguments.data, now)?;
    // `--at` sets the clock back or forward, and from there it runs on.
    let ahead = now - ambient::now();
    let serving = Serving {
        listener: serving::bind(arguments.listen)?,
        public_url: arguments.public_url,
        clock: Arc::new(move || ambient::now() + ahead),
        employers: arguments.employers,
        mail,
    };
    let opened = serving::open(house, serving, |_| Ok(None))?;
    line(format!("The site is at {}", opened.url));
    opened.answer()?;
    Ok(Ended::Holds)
}
