//! What was asked, read from the bare words: enough to answer as promised even where the words make no command.
//!
//! Not here: parsing, which is clap's, and the answers of commands that ran.

use crate::say;
use serde_json::{Value, json};
use std::ffi::OsString;

/// The command named, and whether one JSON object is wanted whatever happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    command: Option<String>,
    json: bool,
}

impl Asked {
    /// From the words of the command line, the program's name first.
    pub fn of(words: &[OsString]) -> Self {
        let words = words.iter().skip(1).map(|word| word.to_string_lossy());
        let words: Vec<_> = words.take_while(|word| word != "--").collect();
        let value_of_at = |place: usize| place > 0 && words[place - 1] == "--at";
        let mut places = 0..words.len();
        let command = places.find(|place| !words[*place].starts_with('-') && !value_of_at(*place));
        Self {
            command: command.map(|place| words[place].clone().into_owned()),
            json: words.iter().any(|word| word == "--json"),
        }
    }

    /// The object for a command that could not be done, if one is wanted.
    pub fn tell_failure(&self, code: &str, message: &str) {
        if self.json {
            say::json(&self.failure(code, message));
        }
    }

    fn failure(&self, code: &str, message: &str) -> Value {
        match self.command.as_deref() {
            Some("lint") => {
                let problem = json!({"line": null, "column": null, "article": null, "message": message, "remedy": null});
                json!({"file": "", "problems": [problem]})
            }
            Some("process") => json!({"error": message}),
            Some("count") => json!({"method": null, "elected": [], "error": message}),
            _ => json!({"verdict": null, "findings": [{"code": code, "where": null, "message": message}]}),
        }
    }
}

/// What clap says, in one line: the fault, how it is meant, where there is more.
pub fn one_line(fault: &clap::Error) -> String {
    let text = fault.render().to_string();
    let blocks = text.trim().trim_start_matches("error: ").split("\n\n");
    let blocks: Vec<String> =
        blocks.map(|block| block.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    blocks.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Asked {
        Asked::of(&text.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn command_and_json_are_found_wherever_they_stand() {
        let count = Asked { command: Some("count".into()), json: true };
        for text in
            ["rankfile count --json", "rankfile --json count", "rankfile --at 7 count b.blt --json --seats x"]
        {
            assert_eq!(asked(text), count, "{text}");
        }
        assert_eq!(asked("rankfile count -- --json"), Asked { json: false, ..count });
        assert_eq!(asked("rankfile --json"), Asked { command: None, json: true });
    }
}
