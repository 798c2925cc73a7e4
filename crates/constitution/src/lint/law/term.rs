//! L01: how long officers can serve before the members elect again. Everything in the text that can make it longer is
//! added up: the term, the cycle, the named month, a holdover, a postponement, an extension; a latest date caps it.

use super::super::finding::{Findings, Said};
use super::super::people::People;
use super::super::{Case, Event};
use super::ask::{Line, event, exceed, rules, times};
use crate::civil::add;
use crate::front_matter::is_id;
use crate::step::Span;
use jiff::civil::Date;

/// The floors on the time from one election to the next.
pub(super) const FLOORS: &[&str] = &["F01", "F02", "F03", "U01"];

/// The longest time the law allows from one election to the next.
pub(super) fn cap(case: &Case<'_>) -> Option<Span> {
    case.floors(FLOORS).into_iter().find_map(|floor| floor.time())
}

/// L01.
pub(super) fn check(case: &Case<'_>, findings: &mut Findings<'_>) {
    let Some(cap) = cap(case) else { return };
    let check = Check { case, people: People::of(case), cap, ends_with_term: ends_with_term(case) };
    for term in rules(case, "term").filter(|term| check.is_of_elected(*term)) {
        check.term(term, findings);
    }
    let elections: Vec<_> = rules(case, "election").collect();
    for election in &elections {
        check.election(*election, findings);
    }
    let every = elections.iter().find_map(|election| election.line("every")?.time());
    let is_capped = elections.iter().any(|election| check.is_capped(*election));
    let Some(every) = every.filter(|_| !is_capped) else { return };
    for power in rules(case, "power") {
        if power.node.line_texts("may").any(|act| act == "postpone-election") {
            check.power(power, every, findings);
        }
    }
}

struct Check<'c, 'a> {
    case: &'c Case<'a>,
    people: People<'a>,
    cap: Span,
    /// Whether nobody stays past the term, so that a change of the day alone reaches no further.
    ends_with_term: bool,
}

fn ends_with_term(case: &Case<'_>) -> bool {
    let mut terms = rules(case, "term").peekable();
    let stays = |term: Line<'_>| term.line("holdover").is_some_and(|line| line.name() == "until-successor");
    terms.peek().is_some() && terms.all(|term| !stays(term))
}

impl Check<'_, '_> {
    /// Whether a term is of anybody who is elected: people who are appointed are no matter of this law.
    fn is_of_elected(&self, term: Line<'_>) -> bool {
        let named: Vec<&str> =
            term.node.texts().chain(term.node.line_texts("for")).filter(|id| is_id(id)).collect();
        let is_appointed = |id: &&str| {
            let post = self.people.post(id);
            post.is_some_and(|post| {
                post.node.child("appointed-by").is_some() && post.node.child("elected-by").is_none()
            })
        };
        named.is_empty() || !named.iter().all(is_appointed)
    }

    fn is_capped(&self, election: Line<'_>) -> bool {
        let latest = election.line("not-later-than").and_then(Line::time);
        latest.is_some_and(|latest| !exceed(&[latest], self.cap))
    }

    fn note(
        &self,
        findings: &mut Findings<'_>,
        line: Line<'_>,
        message: String,
        story: Vec<Event>,
        repair: String,
    ) {
        findings.note(line.at(), Said { message, story, repair, floors: FLOORS, ..Said::default() });
    }

    /// What happens to people who are elected on the first day and stay for all of that.
    fn story(&self, line: Line<'_>, then: &str) -> Vec<Event> {
        let (start, cap) = (self.case.as_of, self.cap.in_words());
        let over = add(start, self.cap);
        vec![
            event(start, "The officers are elected.", line.article),
            event(over, format!("{cap} have passed since the election.", cap = sentence(&cap)), line.article),
            event(next(over), then, line.article),
        ]
    }

    fn term(&self, term: Line<'_>, findings: &mut Findings<'_>) {
        let Some((line, length)) = term.line("length").and_then(|line| Some((line, line.time()?))) else {
            return;
        };
        let cap = self.cap.in_words();
        if exceed(&[length], self.cap) {
            let message = format!(
                "This term is {}, longer than the {cap} from one election to the next.",
                length.in_words()
            );
            let then = format!("The officers stay, for a term of {}.", length.in_words());
            let repair = format!("Write at most: length \"{}\".", self.cap);
            return self.note(findings, line, message, self.story(line, &then), repair);
        }
        if let Some((line, more)) = term.line("holdover-at-most").and_then(|line| Some((line, line.time()?)))
            && exceed(&[length, more], self.cap)
        {
            let message = format!(
                "With a term of {} and up to {} after it, officers can stay longer than {cap} \
                 after their election.",
                length.in_words(),
                more.in_words()
            );
            let repair =
                format!("Shorten the term or the time after it, so that both together are at most {cap}.");
            self.note(
                findings,
                line,
                message,
                self.story(line, "The officers hold over, as this line allows."),
                repair,
            );
        }
        for line in term.lines("extended-by") {
            let Some(by) = line.node.prop_span("by") else { continue };
            let often: Option<u32> = line.node.prop("times").and_then(|value| value.number());
            if often.is_some_and(|often| !exceed(&[length, times(by, often)], self.cap)) {
                continue;
            }
            let how = often.map_or("as often as it likes".to_owned(), |often| format!("{often} times"));
            let how = if often == Some(1) { "once".to_owned() } else { how };
            let message = format!(
                "{} can make a term of {} longer by {}, {how}: longer than {cap} after the election.",
                self.people.the_upper(line.name()),
                length.in_words(),
                by.in_words()
            );
            let then =
                format!("The officers stay: {} has made their term longer.", self.people.the(line.name()));
            let repair = format!("Take the line out, or keep term and extension together within {cap}.");
            self.note(findings, line, message, self.story(line, &then), repair);
        }
    }

    fn election(&self, election: Line<'_>, findings: &mut Findings<'_>) {
        let cap = self.cap.in_words();
        let every = election.line("every").and_then(|line| Some((line, line.time()?)));
        if let Some(line) = election.line("not-later-than") {
            let Some(latest) = line.time().filter(|latest| exceed(&[*latest], self.cap)) else { return };
            let message = format!(
                "This latest date is {} after the last election, later than {cap}.",
                latest.in_words()
            );
            let repair = format!("Write at most: not-later-than \"{}\".", self.cap);
            return self.note(
                findings,
                line,
                message,
                self.story(line, "The latest date has not come yet."),
                repair,
            );
        }
        let Some((line, every)) = every else { return };
        if exceed(&[every], self.cap) {
            let message =
                format!("This election comes every {}, later than {cap} after the last.", every.in_words());
            let repair = format!("Write at most: every \"{}\".", self.cap);
            return self.note(
                findings,
                line,
                message,
                self.story(line, "The next election is not due yet."),
                repair,
            );
        }
        self.month(election, line, every, findings);
        for line in election.lines("postponed-by") {
            self.postponement(line, every, findings);
        }
    }

    /// A first vote in October, and then every three years in November, gives more than three years.
    fn month(&self, election: Line<'_>, line: Line<'_>, every: Span, findings: &mut Findings<'_>) {
        let Some(first) = election.line("first").and_then(|line| line.node.prop_span("within")) else {
            return;
        };
        let Some((month, word)) = line.node.text_of("month").and_then(|word| Some((number(word)?, word)))
        else {
            return;
        };
        let Some((vote, next_vote)) = self.late_month(every, month) else { return };
        let founded = crate::civil::last_day_before(vote, first).max(self.case.as_of);
        let month = name(word);
        let message = format!(
            "A first election before {month} is followed by one in {month} after {}: later \
                 than {} after the first.",
            every.in_words(),
            self.cap.in_words()
        );
        let story = vec![
            event(founded, "The union is founded.", line.article),
            event(vote, "The first election is held.", line.article),
            event(
                next(add(vote, self.cap)),
                format!("{} have passed.", sentence(&self.cap.in_words())),
                line.article,
            ),
            event(next_vote, "The second election is due until the end of this month.", line.article),
        ];
        let repair =
            format!("Add a latest date, not-later-than \"{}\", or make the cycle shorter.", self.cap);
        self.note(findings, line, message, story, repair);
    }

    /// A day for a first election after which the named month is too late, and the first day of that month: the month is
    /// the one in the year in which the cycle ends.
    fn late_month(&self, every: Span, month: i8) -> Option<(Date, Date)> {
        let mut day = self.case.as_of;
        for _ in 0..366 {
            day = day.tomorrow().ok()?;
            let due = add(day, every).with().day(1).month(month).build().ok()?;
            if day.month() < month && due > add(day, self.cap) {
                return Some((day, due));
            }
        }
        None
    }

    fn postponement(&self, line: Line<'_>, every: Span, findings: &mut Findings<'_>) {
        let at_most = line.node.prop_span("at-most");
        let often: Option<u32> = line.node.prop("times").and_then(|value| value.number());
        let most = at_most.zip(often).map(|(by, often)| times(by, often));
        let is_bounded = most.map_or(self.ends_with_term, |most| !exceed(&[every, most], self.cap));
        if is_bounded {
            return;
        }
        let who = self.people.the_upper(line.name());
        let how = match most {
            Some(most) => format!("by up to {}", most.in_words()),
            None => "without a limit".to_owned(),
        };
        let message = format!(
            "{who} can put the election off {how}: later than {} after the last.",
            self.cap.in_words()
        );
        let then = format!("{who} has put the election off; none has been held.");
        let repair = format!(
            "Add to the election a latest date that nobody can put off: not-later-than \"{}\".",
            self.cap
        );
        self.note(findings, line, message, self.story(line, &then), repair);
    }

    fn power(&self, power: Line<'_>, every: Span, findings: &mut Findings<'_>) {
        let Some(line) = power.line("may") else { return };
        if power.line("at-most").and_then(Line::time).is_some_and(|most| !exceed(&[every, most], self.cap)) {
            return;
        }
        let who = self.people.the_upper(power.name());
        let message =
            format!("{who} may put off an election, past {} after the last one.", self.cap.in_words());
        let then = format!("{who} has put the election off; none has been held.");
        let repair = format!(
            "Add to the election a latest date that nobody can put off: not-later-than \"{}\".",
            self.cap
        );
        self.note(findings, line, message, self.story(line, &then), repair);
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The number of a month. *Units*: from 1.
fn number(word: &str) -> Option<i8> {
    let at =
        crate::vocabulary::words::each(crate::vocabulary::words::MONTHS).position(|known| known == word)?;
    i8::try_from(at + 1).ok()
}

/// "November".
fn name(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

/// "3 years" at the beginning of a sentence: the figure as a word.
fn sentence(span: &str) -> String {
    let words = [("2 ", "Two "), ("3 ", "Three "), ("4 ", "Four "), ("5 ", "Five ")];
    let found = words.iter().find_map(|(figure, word)| Some(format!("{word}{}", span.strip_prefix(figure)?)));
    found.unwrap_or_else(|| span.to_owned())
}
