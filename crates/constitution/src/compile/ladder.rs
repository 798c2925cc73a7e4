//! Ladders of bearers: the lines of one duty, each naming who comes next. A ladder must be connected, line by line, and end
//! in what time does; it never goes back to somebody who has already let it pass.

use super::Compiler;
use crate::rules::RungRule;
use crate::source::At;
use crate::step::{ArticleId, Otherwise, Rung};
use crate::vocabulary::words;

/// Bearers in order, and what follows when none of them acts.
pub(super) type Ladder = (Vec<Rung>, Otherwise);

/// Every end there is.
pub(super) const ANY_END: [Otherwise; 5] =
    [Otherwise::Clock, Otherwise::Stands, Otherwise::Again, Otherwise::Rerun, Otherwise::Nothing];

impl Compiler<'_> {
    /// Compiles the lines of one duty. `word` begins each line; `deed` is what is owed, as in "call the election".
    pub(super) fn ladder(
        &mut self,
        word: &str,
        lines: &[RungRule],
        allowed: &[Otherwise],
        deed: &str,
        article: &ArticleId,
    ) -> Option<Ladder> {
        let before = self.report.count();
        let mut rungs = Vec::with_capacity(lines.len());
        for (number, line) in lines.iter().enumerate() {
            if let Some(who) = self.names.actor(&line.who, article, &mut self.report) {
                rungs.push(Rung { who, within: line.within });
            }
            let (earlier, later) = lines.split_at(number);
            if earlier.iter().any(|other| other.who.is == line.who.is) {
                let message = format!("`{}` comes twice on this ladder.", line.who.is);
                let remedy = format!("Each `{word}` line names somebody else; the last one names an end.");
                self.report.note(line.who.place, Some(article), message, remedy);
            }
            let following = later.get(1);
            if let Some((message, remedy)) = self.broken(word, line, earlier, following) {
                let place = line.otherwise.as_ref().map_or(line.who.place, |otherwise| otherwise.place);
                self.report.note(place, Some(article), message, remedy);
            }
        }
        let end = self.end(lines.last()?.otherwise.as_ref(), allowed, deed, article);
        (self.report.count() == before).then_some((rungs, end))
    }

    /// Why the end of this line does not lead to the next, if it does not.
    fn broken(
        &self,
        word: &str,
        line: &RungRule,
        earlier: &[RungRule],
        following: Option<&RungRule>,
    ) -> Option<(String, String)> {
        let Some(otherwise) = &line.otherwise else {
            let next = &following?.who.is;
            let message =
                format!("This line does not say what follows, so the line for `{next}` is never reached.");
            return Some((message, format!("Add otherwise=\"{next}\".")));
        };
        let name = otherwise.is.as_str();
        match following {
            Some(next) if next.who.is == name => None,
            _ if name == line.who.is || earlier.iter().any(|other| other.who.is == name) => {
                let message =
                    format!("This ladder goes in a circle: `{name}` has already let the duty pass.");
                Some((message, format!("End it with one of: {}.", words::ENDS.join(", "))))
            }
            Some(next) if words::ENDS.contains(&name) => {
                let message =
                    format!("The ladder ends here, so the line for `{}` is never reached.", next.who.is);
                Some((message, format!("Write otherwise=\"{}\", or take that line out.", next.who.is)))
            }
            None if words::ENDS.contains(&name) => None,
            _ => Some(self.no_line_for(word, name)),
        }
    }

    fn no_line_for(&self, word: &str, name: &str) -> (String, String) {
        let message = format!("No `{word}` line for `{name}` follows this one.");
        let known = words::ENDS.iter().copied().chain(self.names.ids());
        match crate::nearest::nearest(name, known) {
            Some(near) if near != name => (message, format!("Did you mean `{near}`?")),
            _ => {
                let remedy =
                    format!("Add as the next line: {word} \"{name}\" within=\"30d\" otherwise=\"...\".");
                (message, remedy)
            }
        }
    }

    /// What follows when the last bearer has not acted. A ladder that names no end ends in nothing.
    pub(super) fn end(
        &mut self,
        otherwise: Option<&At<String>>,
        allowed: &[Otherwise],
        deed: &str,
        article: &ArticleId,
    ) -> Otherwise {
        let Some(otherwise) = otherwise else { return Otherwise::Nothing };
        // A word that is no end has been noted as a missing line, or is noted here for duties of key holders.
        let Some(end) = end_of(&otherwise.is) else { return Otherwise::Nothing };
        if !allowed.contains(&end) {
            let message = match end {
                Otherwise::Clock => format!("The clock cannot {deed}."),
                _ => format!("`{}` cannot follow when nobody does this: {deed}.", otherwise.is),
            };
            let words: Vec<&str> = words::ENDS
                .iter()
                .copied()
                .filter(|word| end_of(word).is_some_and(|end| allowed.contains(&end)))
                .collect();
            self.report.note(
                otherwise.place,
                Some(article),
                message,
                format!("Here can follow: {}.", words.join(", ")),
            );
        }
        end
    }

    /// What follows for a duty of key holders, which passes on to nobody.
    pub(super) fn lone_end(
        &mut self,
        otherwise: Option<&At<String>>,
        allowed: &[Otherwise],
        deed: &str,
        article: &ArticleId,
    ) -> Otherwise {
        if let Some(name) = otherwise.filter(|name| end_of(&name.is).is_none()) {
            let message = format!("A duty of key holders cannot pass on to `{}`.", name.is);
            let remedy = crate::nearest::remedy(&name.is, words::ENDS);
            self.report.note(name.place, Some(article), message, remedy);
        }
        self.end(otherwise, allowed, deed, article)
    }
}

fn end_of(word: &str) -> Option<Otherwise> {
    Some(match word {
        "clock" => Otherwise::Clock,
        "stands" => Otherwise::Stands,
        "again" => Otherwise::Again,
        "rerun" => Otherwise::Rerun,
        "nobody" => Otherwise::Nothing,
        _ => return None,
    })
}
