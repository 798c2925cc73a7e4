//! Words of powers, prohibitions, money, trusteeship and bargaining.

use super::Words;

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
pub(crate) const BOUND: Words = &[
    ("members", ""),
    ("officers", ""),
    ("staff", ""),
    ("local", "the local"),
    ("parent", "the parent body"),
];

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
pub(crate) const ABOVE_OR_BELOW: Words =
    &[("below", "below this constitution"), ("above", "above this constitution")];
