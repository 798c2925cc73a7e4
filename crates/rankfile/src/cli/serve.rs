//! `rankfile serve`: the union's site.

use super::Ended;
use crate::ambient;
use crate::house::House;
use crate::say::line;
use crate::serving::{self, Mail, Serving};
use anyhow::{Context as _, Result};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

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
    /// The mail server: `smtp://user@mail.example.org:587`. Without one letters wait. The password comes from
    /// `--mail-password` or from the environment, as RANKFILE_MAIL_PASSWORD; never from here.
    #[arg(long, value_name = "URL", requires = "mail_from")]
    pub mail: Option<String>,
    /// A file that holds the mail server's password on its first line.
    #[arg(long, value_name = "FILE", requires = "mail")]
    pub mail_password: Option<PathBuf>,
    /// The address letters come from.
    #[arg(long, value_name = "ADDRESS")]
    pub mail_from: Option<String>,
}

/// Serves until told to stop.
pub fn run(arguments: Arguments, now: i64) -> Result<Ended> {
    let sender = arguments.mail_from.unwrap_or_default();
    let password = match &arguments.mail {
        Some(_) => mail_password(arguments.mail_password.as_deref())?,
        None => None,
    };
    let parse = |server: String| Mail::parse(&server, &sender, password.as_ref().map(|text| text.as_str()));
    let mail = arguments.mail.map(parse).transpose()?;
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

/// The mail server's password, from a file or from the environment; the file goes first.
fn mail_password(file: Option<&Path>) -> Result<Option<Zeroizing<String>>> {
    let Some(file) = file else {
        return Ok(std::env::var("RANKFILE_MAIL_PASSWORD").ok().map(Zeroizing::new));
    };
    let text = Zeroizing::new(super::read_text(file)?);
    let first = text.lines().next().filter(|line| !line.is_empty());
    let first = first
        .with_context(|| format!("{}: it should hold the password on its first line", file.display()))?;
    Ok(Some(Zeroizing::new(first.to_owned())))
}
