//! Measures the site over HTTP, served by a process of its own: how long pages take at 100,000 members, beside a page that
//! says hello and nothing else; and two hundred voters who hand in a ballot at the same moment. Prints Markdown. Linux only:
//! it reads from `/proc` how long the server's threads ran, which other work on the machine changes little.
//!
//! ```text
//! cargo run --release -p rankfile-sim --example measure_site -- pages [MEMBERS]
//! cargo run --release -p rankfile-sim --example measure_site -- votes [VOTERS]
//! ```
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

mod client;
mod pages;
mod served;
mod votes;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |usual: usize| arguments.get(1).map_or(Ok(usual), |text| text.parse());
    match arguments.first().map(String::as_str) {
        Some("pages") => pages::measure(number(100_000)?),
        Some("votes") => votes::measure(number(200)?),
        // What the two above start: the site, and the page that says hello.
        Some("serve") => served::serve(&arguments),
        Some("hello") => served::say_hello(),
        _ => bail!("say what to measure: `pages` or `votes`"),
    }
}
