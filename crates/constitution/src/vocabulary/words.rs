//! The closed lists of words that parameters take, each with the words a person reads in its place. A list grows when
//! rules need a new word; what a word means to the hall is said elsewhere.

/// Words, each with what a sentence says for it; nothing where the word itself, hyphens as blanks, says it.
pub(crate) type Words = &'static [(&'static str, &'static str)];

/// Whether a list has this word.
pub(crate) fn has(list: Words, word: &str) -> bool {
    list.iter().any(|(known, _)| *known == word)
}

/// The words of a list.
pub(crate) fn each(list: Words) -> impl Iterator<Item = &'static str> {
    list.iter().map(|(word, _)| *word)
}

/// What may follow when nobody on a ladder acts.
pub(crate) const ENDS: &[&str] = &[
    "clock",
    "stands",
    "again",
    "rerun",
    "nobody",
    "dismissed",
    "upheld",
    "approved",
    "draw-again",
    "lapses",
];

/// Words that mean something in place of an office or body, so that none may be called so.
pub(crate) const RESERVED: &[&str] = &[
    "all-offices",
    "clock",
    "stands",
    "again",
    "rerun",
    "nobody",
    "members",
    "nominees",
    "key-holders",
    "dismissed",
    "upheld",
    "approved",
    "draw-again",
    "lapses",
];

/// The word for every office of the document.
pub(crate) const ALL_OFFICES: &str = "all-offices";

/// The sort of body that is everybody.
pub(crate) const MEMBERSHIP: &str = "membership";

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

/// Months, in order.
pub(crate) const MONTHS: Words = &[
    ("january", "January"),
    ("february", "February"),
    ("march", "March"),
    ("april", "April"),
    ("may", "May"),
    ("june", "June"),
    ("july", "July"),
    ("august", "August"),
    ("september", "September"),
    ("october", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// A day of every year, `15 october`: the month from 1, the day from 1. The last of February is the twenty-eighth.
pub(crate) fn yearly(text: &str) -> Option<(i8, i8)> {
    let (day, month) = text.split_once(' ')?;
    let day: i8 = day.parse().ok().filter(|number: &i8| number.to_string() == day)?;
    let month = i8::try_from(each(MONTHS).position(|known| known == month)? + 1).ok()?;
    jiff::civil::Date::new(2001, month, day).ok().map(|date| (date.month(), date.day()))
}

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

/// Which of two numbers counts.
pub(crate) const WHICH: Words = &[("lesser", "whichever is less"), ("greater", "whichever is more")];

/// What a meeting can decide on.
pub(crate) const BUSINESS: Words =
    &[("noticed-only", "nothing but what the notice named"), ("any", "anything that is raised")];

/// What a petition asks for.
pub(crate) const ASKS: Words = &[
    ("meeting", "a meeting"),
    ("vote", "a vote"),
    ("amendment", "an amendment"),
    ("recall", "a recall"),
    ("referendum", "a referendum"),
    ("removal", "a removal"),
    ("audit", "an audit"),
];

/// What signatures can be made on.
pub(crate) const FORMS: Words =
    &[("paper", "on paper"), ("electronic", "electronically"), ("either", "on paper or electronically")];

/// What becomes of an officer while a recall is under way.
pub(crate) const MEANWHILE: Words =
    &[("stays", "stays in office"), ("suspended", "is suspended from office")];

/// What makes an office empty.
pub(crate) const CAUSES: Words = &[
    ("death", ""),
    ("resignation", ""),
    ("ineligibility", ""),
    ("absence", ""),
    ("incapacity", ""),
    ("recall", ""),
    ("removal", ""),
    ("term-end", "the end of the term"),
    ("no-candidate", "the lack of a candidate"),
];

/// Until when somebody fills an empty office.
pub(crate) const UNTILS: Words = &[
    ("next-election", "until the next election"),
    ("special-election", "until a special election"),
    ("term-end", "until the term ends"),
    ("nobody-says", "for a time that nothing says"),
];

/// Grounds for removing an officer.
pub(crate) const GROUNDS: Words = &[
    ("misconduct", ""),
    ("neglect", "neglect of duty"),
    ("fraud", ""),
    ("violence", ""),
    ("harassment", ""),
    ("election-rigging", "rigging an election"),
    ("breach-of-trust", "breach of trust"),
    ("theft", ""),
    ("absence", ""),
    ("constitution-breach", "breach of this constitution"),
    ("conviction", ""),
];

/// When an amendment takes effect.
pub(crate) const EFFECTS: Words = &[
    ("at-once", "at once"),
    ("after-next-election", "after the next election"),
    ("next-year", "with the next year"),
];

/// Subjects a change can be about.
pub(crate) const MATTERS: Words = &[
    ("terms", ""),
    ("elections", ""),
    ("eligibility", ""),
    ("pay", ""),
    ("offices", ""),
    ("vacancies", ""),
    ("recall", ""),
    ("complaints", ""),
    ("discipline", ""),
    ("amendment", ""),
    ("protected", "protected articles"),
    ("quorum", ""),
    ("dues", ""),
    ("meetings", ""),
    ("bargaining", ""),
    ("procedure", ""),
];

/// What a protected article is safe from, and what an emergency never touches.
pub(crate) const SAFE_FROM: Words = &[
    ("emergency", "an emergency"),
    ("suspension", ""),
    ("bylaws", ""),
    ("standing-rules", "a standing rule"),
    ("motion", "a motion"),
    ("parent", "the parent body"),
];

/// What becomes of a case when its respondent resigns.
pub(crate) const ON_RESIGNATION: Words = &[("continues", "goes on"), ("ends", "")];

/// What is forbidden without an exception.
pub(crate) const FORBIDDEN: Words = &[("forbidden", "")];

/// Among whom a case stays.
pub(crate) const CONFIDENCES: Words = &[
    ("parties", "the parties"),
    ("panel", "the panel"),
    ("complainant", "the complainant"),
    ("nobody", ""),
];

/// Who can withdraw a complaint.
pub(crate) const WITHDRAWERS: Words =
    &[("complainant", "the complainant"), ("panel", "the panel"), ("nobody", "")];

/// What a panel can impose.
pub(crate) const SANCTIONS: Words = &[
    ("warning", "a warning"),
    ("reprimand", "a reprimand"),
    ("fine", "a fine"),
    ("suspension", ""),
    ("removal", "removal from office"),
    ("disqualification", "disqualification from office"),
    ("expulsion", ""),
];

/// Why somebody steps aside.
pub(crate) const CONFLICTS: Words = &[
    ("party", "a party"),
    ("complainant", "the complainant"),
    ("witness", "a witness"),
    ("relative", "a relative of a party"),
    ("appointee", "somebody a party appointed"),
    ("appointer", "somebody who appointed a party"),
    ("candidate", "a candidate"),
    ("involved", "somebody involved in the matter"),
    ("same-local", "somebody of the same local"),
    ("interested", "somebody with an interest in the outcome"),
];

/// Proceedings.
pub(crate) const PROCEEDINGS: Words = &[
    ("complaint", "a complaint"),
    ("hearing", "a hearing"),
    ("election-protest", "a protest against an election"),
    ("eligibility", "a decision on who may stand"),
    ("election", "the conduct of an election"),
    ("petition", "a petition"),
    ("recall", "a recall"),
    ("removal-for-cause", "a removal for cause"),
    ("appeal", "an appeal"),
    ("interpretation", "an interpretation"),
    ("trusteeship", "a trusteeship"),
    ("vacancy", "the filling of an office"),
    ("spending", ""),
];

/// From whom a lot draws.
pub(crate) const POOLS: Words =
    &[("members", "all members"), ("good-standing", "the members in good standing"), ("delegates", "")];

/// Who is left out of a draw.
pub(crate) const LEFT_OUT: Words = &[
    ("officers", ""),
    ("candidates", ""),
    ("relatives", "relatives of a party"),
    ("parties", ""),
    ("witnesses", ""),
    ("staff", ""),
    ("appointees", ""),
    ("served-before", "whoever has served before"),
];

/// Where the chance of a draw comes from.
pub(crate) const SEEDS: Words = &[
    ("public-beacon", "a public source of chance"),
    ("committed", "a number committed to beforehand"),
    ("hat", "slips drawn in public"),
];

/// Who bears the cost of an appeal.
pub(crate) const COSTS: Words = &[
    ("refunded", "is paid back to whoever wins"),
    ("appellant", "is borne by whoever appeals"),
    ("none", "is nothing"),
];

/// What becomes of records in dispute.
pub(crate) const ON_DISPUTE: Words = &[("kept", "kept until it ends"), ("destroyed", "")];

/// Who makes promises.
pub(crate) const PROMISERS: Words = &[("candidates", ""), ("officers", "")];

/// What follows when a promise is missed.
pub(crate) const MISSED: Words = &[
    ("published", "that is published"),
    ("meeting", "a meeting is held on it"),
    ("nothing", "nothing follows"),
];

/// What a body can be given power to do.
pub(crate) const ACTS: Words = &[
    ("spend", "spend money"),
    ("borrow", "borrow money"),
    ("amend", "change these rules"),
    ("interpret", "say what these rules mean"),
    ("appoint", "make appointments"),
    ("postpone-election", "postpone an election"),
    ("fill-vacancies", "fill empty offices"),
    ("suspend-members", "suspend members"),
    ("suspend-officers", "suspend officers"),
    ("reassign-duties", "reassign the duties of officers"),
    ("remove-officers", "remove officers"),
    ("settle", "settle with the employer"),
    ("strike", "call a strike"),
    ("raise-dues", "raise dues"),
    ("set-own-pay", "set its own pay"),
    ("make-rules", "make rules"),
    ("suspend-constitution", "suspend articles of this constitution"),
    ("extend-terms", "extend terms"),
    ("dismiss-complaints", "dismiss complaints"),
    ("hire-staff", "hire staff"),
    ("call-meetings", "call meetings"),
    ("meet-remotely", "meet from afar"),
    ("represent", "speak for the union"),
    ("dissolve", "dissolve the union"),
    ("affiliate", "join another organisation"),
];

/// What nobody may do.
pub(crate) const FORBIDDEN_ACTS: Words = &[
    ("staff-in-elections", "the work of staff in elections"),
    ("trusteeship", ""),
    ("reassigning-elected-officers", "taking duties from elected officers"),
    ("retaliation", ""),
    ("outside-speech", "speaking to people outside the union about its affairs"),
    ("criticism", "criticism of officers"),
    ("suing", "going to a court or an authority"),
    ("dual-unionism", "membership in a rival union"),
    ("proxy-votes", "votes by proxy"),
    ("loans-to-officers", "loans to officers"),
    ("union-money-for-candidates", "union money for candidates"),
    ("two-offices", "holding two offices"),
    ("employer-money", "money from an employer"),
    ("discrimination", ""),
    ("strikebreaking", ""),
    ("blacklisting", ""),
];

/// Whom a prohibition binds.
pub(crate) const BOUND: Words =
    &[("members", ""), ("officers", ""), ("staff", ""), ("local", "the local"), ("parent", "the parent body")];

/// Whose interests must be declared.
pub(crate) const INTERESTS: Words = &[
    ("self", "the officer"),
    ("spouse", "the spouse"),
    ("minor-child", "a minor child"),
    ("relative", "a relative"),
    ("household", "the household"),
    ("business-partner", "a business partner"),
];

/// Whether officers answer for losses.
pub(crate) const LIABILITIES: Words =
    &[("full", "answer in full for losses they cause"), ("exempt", "are exempt from answering for losses")];

/// When the time for a filing begins.
pub(crate) const FILING_STARTS: Words = &[
    ("fiscal-year-end", "the end of the fiscal year"),
    ("adoption", "the adoption of this constitution"),
    ("change", "a change"),
    ("certification", ""),
    ("imposition", "the trusteeship is imposed"),
];

/// What an emergency never touches.
pub(crate) const UNTOUCHED: Words = &[
    ("elections", ""),
    ("protected", "protected articles"),
    ("complaints", ""),
    ("recall", ""),
    ("petitions", ""),
    ("amendment", ""),
    ("meetings", ""),
    ("discipline", ""),
    ("records", ""),
    ("terms", ""),
];

/// What a trusteeship may be imposed for.
///
/// *Source*: 29 U.S.C. 462.
pub(crate) const PURPOSES: Words = &[
    ("corruption", "to correct corruption"),
    ("malpractice", "to correct financial malpractice"),
    ("contract-duties", "to carry out contracts and the duties of a representative"),
    ("democracy", "to restore democratic procedures"),
    ("legitimate-objects", "to carry out other legitimate objects"),
];

/// What becomes of money under a trusteeship.
pub(crate) const FUNDS: Words =
    &[("kept", "stay with the local"), ("transferred", "are transferred to the parent body")];

/// Who settles with the employer.
pub(crate) const SETTLERS: Words = &[("board", "the board"), ("membership", "the membership")];

/// Outside events, or a founding, that a transition waits for.
pub(crate) const BEGINNINGS: Words = &[
    ("founding", "the founding"),
    ("certification", ""),
    ("recognition", ""),
    ("contract-ratified", "a contract is ratified"),
];

/// Where a text taken over ranks.
pub(crate) const ABOVE_OR_BELOW: Words = &[("below", "below this constitution"), ("above", "above this constitution")];
