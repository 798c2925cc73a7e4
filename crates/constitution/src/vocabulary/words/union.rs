//! Words of bodies, offices, notices and elections.

use super::Words;

/// Sorts of body.
pub(crate) const BODY_KINDS: Words = &[
    ("membership", "all members together"),
    ("assembly", "an assembly"),
    ("board", "a board"),
    ("committee", "a committee"),
    ("unit", "a unit"),
];

/// How those who sit on a body come to sit there.
pub(crate) const CHOSEN: Words = &[
    ("elected", ""),
    ("appointed", ""),
    ("lot", "drawn by lot"),
    ("ex-officio", "there because of their office"),
    ("co-opted", ""),
    ("convention", "chosen by a convention"),
    ("self", "chosen by those who sit there already"),
];

/// Channels of notice.
pub(crate) const CHANNELS: Words = &[
    ("post", "by post"),
    ("email", "by e-mail"),
    ("sms", "by text message"),
    ("posting", "by posting it up"),
    ("app", "in the app"),
];

/// What a notice can tell.
pub(crate) const CONTENT: Words = &[
    ("date", ""),
    ("time", ""),
    ("place", ""),
    ("offices", ""),
    ("how", ""),
    ("protest", ""),
    ("eligibility", ""),
    ("deadline", ""),
    ("form", ""),
    ("agenda", ""),
    ("text", ""),
    ("reasons", ""),
    ("rights", ""),
    ("changes", ""),
    ("candidates", ""),
    ("observers", ""),
];

/// Whom a notice reaches.
pub(crate) const RECIPIENTS: Words = &[
    ("members", "every member"),
    ("eligible", "everybody who can vote"),
    ("voters", "everybody on the roll of voters"),
    ("delegates", "every delegate"),
];

/// How the days of a notice are counted.
pub(crate) const COUNTINGS: Words = &[
    ("day-of-service-not-counted", "the day of service is not counted, the day itself is"),
    ("clear-days", "neither the day of service nor the day itself is counted"),
    ("both-days", "both the day of service and the day itself are counted"),
];

/// Facts that keep a member from an office.
pub(crate) const EXCLUDED: Words = &[
    ("supervisor", "a supervisor"),
    ("barred-by-law", "somebody barred by law"),
    ("employer", "an employer"),
    ("staff", "a member of staff"),
    ("retiree", "a retiree"),
    ("apprentice", "an apprentice"),
    ("suspended", "a suspended member"),
];

/// Ways to name winners. Not all are run yet: the compiler says which.
pub(crate) const METHODS: Words = &[
    ("plurality", "is won by the most votes"),
    ("majority", "is won by more than half of the votes"),
    ("run-off", "is won by more than half of the votes, if need be in a run-off"),
    ("stv", "is counted by single transferable vote"),
    ("irv", "is counted by instant run-off"),
    ("approval", "is counted by approval"),
];

/// Ways to break a tie.
pub(crate) const TIES: Words = &[("lot", "")];

/// How key holders are chosen, where the rules say it.
pub(crate) const KEY_HOLDERS: Words = &[("lot", "drawn by lot from the members")];

/// Whom a publication reaches.
pub(crate) const AUDIENCES: Words =
    &[("members", "all members"), ("public", "everybody"), ("board", "the board")];

/// What a share is a share of.
pub(crate) const BASES: Words = &[
    ("members", "of all members"),
    ("good-standing", "of the members in good standing"),
    ("eligible", "of those who can vote"),
    ("present", "of those present"),
    ("cast", "of the votes cast"),
    ("delegates", "of the delegates"),
    ("seats", "of the seats"),
    ("locals", "of the locals"),
    ("funds", "of the funds handled"),
];

/// The rank of a rule among rules.
pub(crate) const RANKS: Words = &[
    ("constitution", "the constitution itself"),
    ("bylaw", "a bylaw"),
    ("standing-rule", "a standing rule"),
    ("motion", "a motion"),
];

/// Until when good standing can be cured.
pub(crate) const CURES: Words = &[
    ("nominations-close", "before nominations close"),
    ("voting", "before voting"),
    ("any-time", "at any time"),
];

/// What the roll holds of a member.
pub(crate) const DETAILS: Words = &[
    ("home-address", ""),
    ("email", "e-mail address"),
    ("phone", "telephone number"),
    ("employer", ""),
    ("unit", ""),
    ("job", ""),
];

/// From what a term is counted.
pub(crate) const MEASURES: Words = &[
    ("last-election", "the last election"),
    ("installation", "the day of taking office"),
    ("fixed-date", "a fixed date"),
];

/// What becomes of an office whose term has ended.
pub(crate) const HOLDOVERS: Words = &[
    ("until-successor", "the officer stays until a successor takes office"),
    ("none", "the officer leaves at once"),
];

/// Phases of an election.
pub(crate) const PHASES: Words = &[
    ("nomination", ""),
    ("configuration", ""),
    ("printing", ""),
    ("mailing", ""),
    ("casting", ""),
    ("recording", ""),
    ("tally", ""),
    ("verification", ""),
];

/// What becomes of a candidate without an opponent.
pub(crate) const UNOPPOSED: Words =
    &[("elected", "is elected without a ballot"), ("ballot", "is voted on all the same")];

/// How members who cannot come can vote.
pub(crate) const OPPORTUNITIES: Words = &[
    ("absentee", "by absentee ballot"),
    ("post", "by post"),
    ("online", ""),
    ("every-site", "at every site"),
];

/// What a ballot is made of.
pub(crate) const MEDIA: Words = &[("paper", "on paper"), ("post", "by post"), ("online", "")];

/// To whom the official channels are open during a campaign.
pub(crate) const OFFICIAL_CHANNELS: Words = &[
    ("neutral", "open to every candidate alike"),
    ("closed", "closed to every candidate"),
    ("incumbents", "open to those in office only"),
];

/// What data of members can be used for in a campaign.
pub(crate) const DATA_USES: Words = &[
    ("campaign-allowed", "can be used for campaigns"),
    ("roll-only", "are used for the roll and for nothing else"),
];

/// Who can bring a protest, or what a complaint is about.
pub(crate) const ANYBODY: Words =
    &[("members", "a member"), ("officers", "an officer"), ("candidates", "a candidate"), ("anybody", "")];
