//! Saying things to people: lines on standard output, progress on standard error when that is a terminal.
#![allow(clippy::print_stdout, reason = "this is where answers reach people")]

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};

/// One line on standard output. A closed pipe ends the program quietly, as it does for other tools.
pub fn line(text: impl AsRef<str>) {
    if writeln!(std::io::stdout(), "{}", text.as_ref()).is_err() {
        std::process::exit(0);
    }
}

/// One JSON object on standard output.
pub fn json(value: &serde_json::Value) {
    line(value.to_string());
}

/// A progress bar that shows on a terminal and nowhere else.
pub fn progress(total: u64, what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total);
    let style = ProgressStyle::with_template("  {msg} {bar:32} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what.to_owned());
    bar
}

/// A progress function for verifiers: one bar that follows what is being looked at.
pub fn following(bar: &ProgressBar) -> impl Fn(u64, u64, &str) + Sync + '_ {
    move |done, of, what| {
        bar.set_length(of);
        bar.set_position(done);
        bar.set_message(what.to_owned());
    }
}
