//! Every word that an explanation or a result page says, in one struct, so that it can be said in another language.
//!
//! A text with `{name}` in it is a template, filled by [`fill`]. Not here: names, numbers, and the rule texts, which are
//! the same in every language.
#![allow(missing_docs, reason = "the English text of each field, below, says what it is")]

mod english;
mod spanish;

/// One thing or several ("{n} vote", "{n} votes").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural {
    pub one: &'static str,
    pub many: &'static str,
}

/// All words of one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The language, as HTML names it ("en").
    pub language: &'static str,
    pub thousands: &'static str,
    /// The least whole number that is grouped by thousands.
    pub grouped_from: u64,
    pub point: &'static str,
    pub comma: &'static str,
    pub and: &'static str,
    /// The same before a name that begins with the sound of i.
    pub and_before_i: &'static str,
    pub nobody: &'static str,
    pub tell: Telling,
    pub totals: Totals,
    pub page: PageWords,
}

/// Words of the arithmetic of a homomorphic tally's contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// Whether numbers are grouped. Not in English: these sentences stand on the record as they always did.
    pub grouped: bool,
    pub opening: &'static str,
    pub ballots: Plural,
    pub ballots_blank: Plural,
    pub blank: &'static str,
    pub nobody_stood: &'static str,
    pub uncontested: Plural,
    pub vacant: Plural,
    pub elected: &'static str,
    pub tie_broken: Plural,
    pub tie_broken_last: Plural,
    pub tie_open: Plural,
    pub tie_open_last: Plural,
    pub lot: &'static str,
    pub lot_rule: &'static str,
    pub not_elected: &'static str,
    pub with: &'static str,
    pub unvoted: &'static str,
}

/// Words of the explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    pub votes: Plural,
    pub points: Plural,
    pub seats: Plural,
    pub candidates: Plural,
    pub valid_papers: Plural,
    pub opening: &'static str,
    pub not_valid: Plural,
    pub quota: &'static str,
    pub quota_now: &'static str,
    pub stage: &'static str,
    pub round: &'static str,
    pub at_stage: &'static str,
    pub at_round: &'static str,
    pub first: &'static str,
    pub votes_are: &'static str,
    pub points_are: &'static str,
    pub others: Plural,
    pub others_fewer: Plural,
    pub has: &'static str,
    pub surplus: &'static str,
    pub excluded: &'static str,
    pub excluded_plain: &'static str,
    pub excluded_together: &'static str,
    pub excluded_unmoved: Plural,
    pub went: &'static str,
    pub went_others: Plural,
    pub ran_out: &'static str,
    pub to_nobody: &'static str,
    pub nothing_moved: &'static str,
    pub anew: &'static str,
    pub round_excluded: Plural,
    pub reached: &'static str,
    pub majority: &'static str,
    pub enough: &'static str,
    pub by_tie: &'static str,
    pub left_over: Plural,
    pub tie: &'static str,
    pub earlier: &'static str,
    pub elected: Plural,
    pub nobody_elected: &'static str,
    pub not_decided: &'static str,
    pub view_elected: &'static str,
    pub view_elected_first: &'static str,
    pub view_above_quota: &'static str,
    pub view_below_quota: &'static str,
    pub view_majority: &'static str,
    pub view_passed_on: &'static str,
    pub view_passed_over: &'static str,
    pub passed_over: Plural,
    pub view_excluded: &'static str,
    pub view_excluded_unmoved: &'static str,
    pub view_round_excluded: &'static str,
    pub view_first: &'static str,
    pub view_standing: &'static str,
    pub view_absent: &'static str,
    pub view_total: &'static str,
    pub view_total_elected: &'static str,
    pub view_short: Plural,
    pub view_plain: &'static str,
    pub view_plain_elected: &'static str,
    pub view_pairs: &'static str,
    pub view_pairs_all: &'static str,
    pub view_pairs_none: Plural,
    pub view_pairs_lost_many: Plural,
    pub view_pairs_lost: &'static str,
    pub view_pairs_equal: &'static str,
    pub pairs_all: &'static str,
    pub pairs_closest: &'static str,
    pub pairs_none: &'static str,
    pub chain_win: &'static str,
    pub chain_margin: &'static str,
    pub chain: &'static str,
    pub chain_no_way_back: &'static str,
    pub chain_tie: &'static str,
    pub chain_places: &'static str,
    pub locked_all: &'static str,
    pub locked: &'static str,
    pub locked_dropped: &'static str,
    pub locked_more: Plural,
    pub locked_orders_agree: &'static str,
    pub locked_orders_differ: &'static str,
    pub locked_unknown: &'static str,
    pub locked_winner: &'static str,
    pub equal_in_pairs: &'static str,
    pub margin_sum: Plural,
    pub margin_tried: Plural,
    pub margin_enough: Plural,
    pub margin_order: Plural,
    pub margin_no_fewer: &'static str,
    pub margin_perhaps: &'static str,
    pub margin_at_least: &'static str,
}

/// Words of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageWords {
    pub result: &'static str,
    pub untitled: &'static str,
    pub valid_of: &'static str,
    pub elected: Plural,
    pub tied: &'static str,
    pub tied_what: &'static str,
    pub nobody: &'static str,
    pub at_stage: &'static str,
    pub on_first: &'static str,
    pub close: &'static str,
    pub bound: &'static str,
    pub contents: &'static str,
    pub bars: &'static str,
    pub bars_totals: &'static str,
    pub grades: &'static str,
    pub grades_how: &'static str,
    pub bars_key_first: &'static str,
    pub bars_key_gained: &'static str,
    pub bars_key_quota: &'static str,
    pub candidate: &'static str,
    pub first_choices: &'static str,
    pub decided_with: &'static str,
    pub votes: &'static str,
    pub outcome: &'static str,
    pub out_elected: &'static str,
    pub out_passed_over: &'static str,
    pub out_excluded: &'static str,
    pub out_not: &'static str,
    pub flow: &'static str,
    pub flow_how: &'static str,
    pub flow_alt: &'static str,
    pub flow_table: &'static str,
    pub flow_too_large: &'static str,
    pub key_elected: &'static str,
    pub key_continuing: &'static str,
    pub key_moving: &'static str,
    pub key_lost: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub sheet: &'static str,
    pub sheet_how: &'static str,
    pub sheet_part: &'static str,
    pub stage: &'static str,
    pub round: &'static str,
    pub first_stage: &'static str,
    pub surplus_of: &'static str,
    pub exclusion_of: &'static str,
    pub shared_anew: &'static str,
    pub round_elected: &'static str,
    pub round_excluded: &'static str,
    pub change: &'static str,
    pub total: &'static str,
    pub lost: &'static str,
    pub sum: &'static str,
    pub quota: &'static str,
    pub sheet_key: &'static str,
    pub pairs: &'static str,
    pub pairs_how: &'static str,
    pub pairs_caption: &'static str,
    pub duels: &'static str,
    pub duels_how: &'static str,
    pub against: &'static str,
    pub the_other: &'static str,
    pub chains: &'static str,
    pub chains_how: &'static str,
    pub words: &'static str,
    pub views: &'static str,
    pub ties: &'static str,
    pub ties_how: &'static str,
    pub tie_set: &'static str,
    pub tie_rule: &'static str,
    pub tie_chosen: &'static str,
    pub notes: &'static str,
    pub check: &'static str,
    pub check_how: &'static str,
    pub method: &'static str,
    pub version: &'static str,
    pub digest: &'static str,
    pub ballots_file: &'static str,
    pub ballots_digest: &'static str,
    pub recount: &'static str,
    pub rule_text: &'static str,
    pub made_by: &'static str,
    pub scroll: &'static str,
}

impl Telling {
    /// What the totals of a method count; `None` for grades, which are no amounts.
    pub fn unit(&self, method: &str) -> Option<Plural> {
        match method {
            "majority-judgment" => None,
            "score" | "star" => Some(self.points),
            method if method.starts_with("borda") => Some(self.points),
            _ => Some(self.votes),
        }
    }
}

impl Words {
    /// English.
    pub fn english() -> &'static Self {
        &english::ENGLISH
    }

    /// Spanish.
    pub fn spanish() -> &'static Self {
        &spanish::SPANISH
    }

    /// A list ("A, B and C").
    pub fn list<T: AsRef<str>>(&self, items: &[T]) -> String {
        match items {
            [] => self.nobody.to_owned(),
            [only] => only.as_ref().to_owned(),
            [most @ .., last] => {
                let most: Vec<&str> = most.iter().map(AsRef::as_ref).collect();
                let and = if begins_with_i(last.as_ref()) { self.and_before_i } else { self.and };
                format!("{}{and}{}", most.join(self.comma), last.as_ref())
            }
        }
    }

    /// A whole number, grouped by thousands.
    pub fn number(&self, number: u64) -> String {
        self.full(crate::figures::Figure::whole(number))
    }

    /// A number of something.
    pub fn plural(&self, what: Plural, number: u64) -> String {
        fill(if number == 1 { what.one } else { what.many }, &[("n", &self.number(number))])
    }

    /// So many of a unit, without zeros at the end.
    pub fn of(&self, unit: Plural, figure: crate::figures::Figure) -> String {
        let text = self.short(figure);
        fill(if text == "1" { unit.one } else { unit.many }, &[("n", &text)])
    }

    /// So many votes, as a sentence says it: without zeros at the end.
    pub fn votes(&self, votes: crate::figures::Figure) -> String {
        self.of(self.tell.votes, votes)
    }

    /// A figure without zeros at the end.
    pub fn short(&self, figure: crate::figures::Figure) -> String {
        figure.short(self.mark(figure), self.point)
    }

    /// A figure with all its places.
    pub fn full(&self, figure: crate::figures::Figure) -> String {
        figure.full(self.mark(figure), self.point)
    }

    /// What stands between the thousands of a figure.
    fn mark(&self, figure: crate::figures::Figure) -> &'static str {
        let whole = figure.units.unsigned_abs() / 10u128.pow(figure.places);
        if whole < u128::from(self.grouped_from) { "" } else { self.thousands }
    }
}

/// Whether a name begins with the sound of i ("Inés", "Hilario", but not "Hiedra").
fn begins_with_i(name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut next = || letters.next().unwrap_or(' ');
    let (first, second, third) = (next(), next(), next());
    let sound = |letter: char| matches!(letter, 'i' | 'í');
    let glides = |letter: char| matches!(letter, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó');
    (sound(first) && !glides(second)) || (first == 'h' && sound(second) && !glides(third))
}

/// Fills a template: each `{key}` by its value, in one pass, so that a value may hold braces.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((key, after)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(name, _)| *name == key) {
            Some((_, value)) => text.push_str(value),
            None => {
                text.push('{');
                text.push_str(key);
                text.push('}');
            }
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_that_looks_like_a_template_stays_as_it_is() {
        assert_eq!(fill("{name} has {votes}.", &[("name", "{votes}"), ("votes", "3")]), "{votes} has 3.");
        assert_eq!(fill("{open", &[]), "{open");
    }

    #[test]
    fn lists_and_numbers_read_well() {
        let words = Words::english();
        assert_eq!(words.list(&["Ana", "Bo", "Cy"]), "Ana, Bo and Cy");
        assert_eq!(words.list::<&str>(&[]), "nobody");
        assert_eq!(words.plural(words.tell.seats, 1), "1 seat");
        assert_eq!(words.plural(words.tell.votes, 12_345), "12,345 votes");
    }
}
