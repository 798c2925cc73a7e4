//! What is taken when a document does not say. One table for everything; each value that is used adds a plain sentence to
//! `Program::assumed`, so that no value is silent. What is not in this table must be said, or the document is refused:
//! who calls an election, how often, for which offices, by what method, how it is announced, who decides protests.

use crate::program::Tie;
use crate::step::{ArticleId, Otherwise, Span, Unit};

/// A value taken when a document does not say.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assumed<T> {
    /// What the document does not say: the end of the sentence "does not say ...".
    pub unsaid: &'static str,
    /// The value.
    pub value: T,
}

/// A duty taken when a document does not say whose it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AssumedDuty {
    pub unsaid: &'static str,
    pub bearer: AssumedBearer,
    pub within: Span,
    pub otherwise: Otherwise,
}

/// Who bears a duty when a document does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AssumedBearer {
    /// Who keeps the roll.
    RollKeeper,
    /// Who calls the election first.
    FirstCaller,
}

const fn years(amount: u32) -> Span {
    Span { amount, unit: Unit::Years }
}
const fn time(unsaid: &'static str, value: Span) -> Assumed<Span> {
    Assumed { unsaid, value }
}

// A union's founding.
pub(crate) const SEATS: Assumed<u8> =
    Assumed { unsaid: "how many people hold this office at once", value: 1 };
/// The office that keeps the roll, where there is one of this id.
pub(crate) const ROLL_KEEPER: Assumed<&str> = Assumed { unsaid: "who keeps the roll", value: "secretary" };

// Notices.
pub(crate) const CHANNELS: Assumed<&[&str]> = Assumed { unsaid: "how notice is served", value: &["post"] };
pub(crate) const ELECTION_NOTICE: Assumed<&[&str]> = Assumed {
    unsaid: "what the notice of election must contain",
    value: &["date", "time", "place", "offices", "how", "protest"],
};
pub(crate) const NOMINATION_NOTICE: Assumed<&[&str]> = Assumed {
    unsaid: "what the notice of nominations must contain",
    value: &["offices", "how", "eligibility", "deadline"],
};
pub(crate) const NOMINATION_LEAD: Assumed<Span> =
    time("how long before nominations open notice of them is served", Span::days(15));
pub(crate) const NOTICE_DUTY: AssumedDuty = AssumedDuty {
    unsaid: "who serves the notices",
    bearer: AssumedBearer::RollKeeper,
    within: Span::days(5),
    otherwise: Otherwise::Clock,
};

// Nomination and eligibility.
pub(crate) const NOMINATION_WINDOW: Assumed<Span> = time("how long nominations stay open", Span::days(14));
pub(crate) const ACCEPT_WITHIN: Assumed<Span> = time("how long a nominee has to accept", Span::days(7));
pub(crate) const GOOD_STANDING: Assumed<bool> =
    Assumed { unsaid: "whether a nominee must be in good standing", value: true };
pub(crate) const ELIGIBILITY_DUTY: AssumedDuty = AssumedDuty {
    unsaid: "who decides who may stand",
    bearer: AssumedBearer::FirstCaller,
    within: Span::days(5),
    otherwise: Otherwise::Stands,
};

// Voting.
pub(crate) const ROLL_FROZEN: Assumed<Span> =
    time("how long before voting the roll is frozen", Span::days(10));
pub(crate) const ROLL_DUTY: AssumedDuty = AssumedDuty {
    unsaid: "who freezes the roll",
    bearer: AssumedBearer::RollKeeper,
    within: Span::days(4),
    otherwise: Otherwise::Clock,
};
pub(crate) const KEY_HOLDERS: Assumed<u8> = Assumed { unsaid: "how many key holders there are", value: 3 };
pub(crate) const KEYS_WITHIN: Assumed<Span> =
    time("how long key holders have to make the keys", Span::days(7));
pub(crate) const KEYS_OTHERWISE: Otherwise = Otherwise::Again;
pub(crate) const BLANK: Assumed<bool> =
    Assumed { unsaid: "whether a voter can hand in a blank vote", value: true };
pub(crate) const WRITE_INS: Assumed<bool> =
    Assumed { unsaid: "whether a voter can write a name in", value: false };
pub(crate) const SECRET: Assumed<bool> = Assumed { unsaid: "whether the ballot is secret", value: true };
pub(crate) const BALLOT_DUTY: AssumedDuty = AssumedDuty {
    unsaid: "who draws up the ballot",
    bearer: AssumedBearer::FirstCaller,
    within: Span::days(5),
    otherwise: Otherwise::Again,
};
pub(crate) const VOTING: Assumed<Span> = time("how long voting stays open", Span::days(7));

// After voting.
pub(crate) const TIE: Assumed<Tie> = Assumed { unsaid: "what breaks a tie", value: Tie::Lot };
pub(crate) const TALLY_WITHIN: Assumed<Span> =
    time("how long key holders have to decrypt the result", Span::days(3));
pub(crate) const TALLY_OTHERWISE: Otherwise = Otherwise::Rerun;
pub(crate) const PROTEST_WINDOW: Assumed<Span> =
    time("how long after the result a protest can be filed", Span::days(10));
pub(crate) const CERTIFY_DUTY: AssumedDuty = AssumedDuty {
    unsaid: "who certifies the result",
    bearer: AssumedBearer::FirstCaller,
    within: Span::days(5),
    otherwise: Otherwise::Stands,
};
pub(crate) const INSTALLED: Assumed<Span> =
    time("how long after certification the winners take office", Span::days(7));
/// *Source*: 29 U.S.C. 481(e), one year for records of an election.
pub(crate) const RETENTION: Assumed<Span> = time("how long election records are kept", years(1));

/// The sentences about values that were taken because the document does not give them.
#[derive(Debug, Default)]
pub(crate) struct Assumptions(pub Vec<String>);

impl Assumptions {
    /// Notes that an article does not say something, and what is taken instead.
    pub fn note(&mut self, article: &ArticleId, unsaid: &str, instead: &str) {
        self.0.push(format!("Article `{article}` does not say {unsaid}. Assumed: {instead}."));
    }

    /// The value given, else the one assumed.
    pub fn or<T: Copy + Say>(&mut self, given: Option<T>, article: &ArticleId, assumed: &Assumed<T>) -> T {
        given.unwrap_or_else(|| {
            self.note(article, assumed.unsaid, &assumed.value.say());
            assumed.value
        })
    }

    /// The words given, else those assumed.
    pub fn or_words(
        &mut self,
        given: &[String],
        article: &ArticleId,
        assumed: &Assumed<&[&str]>,
    ) -> Vec<String> {
        if !given.is_empty() {
            return given.to_vec();
        }
        self.note(article, assumed.unsaid, &assumed.value.join(", "));
        assumed.value.iter().map(|word| (*word).to_owned()).collect()
    }
}

/// How an assumed value is said.
pub(crate) trait Say {
    fn say(&self) -> String;
}

impl Say for Span {
    fn say(&self) -> String {
        self.in_words()
    }
}
impl Say for u8 {
    fn say(&self) -> String {
        self.to_string()
    }
}
impl Say for bool {
    fn say(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}
impl Say for Tie {
    fn say(&self) -> String {
        match self {
            Tie::Lot => "a lot".to_owned(),
        }
    }
}
