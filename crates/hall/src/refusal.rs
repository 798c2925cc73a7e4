//! Refusals: how the hall says no. A refusal is for a member: it names the article and the rule, shows the arithmetic
//! and gives one line of advice. It is not an error of the program.

use rankfile_constitution::step::ArticleId;

/// A rule that said no.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (article \"{article}\", rule {rule}). {advice}")]
pub struct Refusal {
    /// The article that says no.
    pub article: ArticleId,
    /// The rule, for programs; [`Rule::sentence`] is in `reason`.
    pub rule: Rule,
    /// Why, with the arithmetic, in one sentence.
    pub reason: String,
    /// What can be done.
    pub advice: String,
}

/// Which rule refused. The names are stable: clients may rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each name is its sentence
pub enum Rule {
    AlreadyFounded,
    NotFounded,
    ConstitutionUnreadable,
    CommandMalformed,
    OtherUnion,
    OtherConstitution,
    NonceRepeated,
    HistoryUnknown,
    SignatureWrong,
    DutyComesFirst,
    KeyUnknown,
    RoleUnknown,
    KeyKnown,
    NotTheBearer,
    DutyNotDue,
    ElectionUnknown,
    StepNotOpen,
    StepTooEarly,
    StepClosed,
    VotingDateTooEarly,
    VotingDateTooLate,
    KeyHoldersMiscounted,
    NoticeChannelMissing,
    NoticeMiscounted,
    DocumentMissing,
    OfficeUnknown,
    CandidacyKnown,
    CandidacyUnknown,
    CandidacyClosed,
    FindingMalformed,
    RollMissing,
    RollMiscounted,
    KeyHolderUnknown,
    KeyNotProven,
    SlateWrong,
    BallotPaperWrong,
    CredentialsMiscounted,
    VotingNotOpen,
    BallotRepeated,
    BallotsMiscounted,
    ShareWrong,
    SeedWrong,
    ProtestKnown,
    ProtestUnknown,
    ProcessUnknown,
    ProcessNotAsked,
    Recused,
    VoiceRepeated,
    PowerUsedUp,
    OutOfReach,
}

impl Rule {
    /// Every rule, for whoever must know them all.
    pub const ALL: &[Rule] = &[
        Rule::AlreadyFounded,
        Rule::NotFounded,
        Rule::ConstitutionUnreadable,
        Rule::CommandMalformed,
        Rule::OtherUnion,
        Rule::OtherConstitution,
        Rule::NonceRepeated,
        Rule::HistoryUnknown,
        Rule::SignatureWrong,
        Rule::DutyComesFirst,
        Rule::KeyUnknown,
        Rule::RoleUnknown,
        Rule::KeyKnown,
        Rule::NotTheBearer,
        Rule::DutyNotDue,
        Rule::ElectionUnknown,
        Rule::StepNotOpen,
        Rule::StepTooEarly,
        Rule::StepClosed,
        Rule::VotingDateTooEarly,
        Rule::VotingDateTooLate,
        Rule::KeyHoldersMiscounted,
        Rule::NoticeChannelMissing,
        Rule::NoticeMiscounted,
        Rule::DocumentMissing,
        Rule::OfficeUnknown,
        Rule::CandidacyKnown,
        Rule::CandidacyUnknown,
        Rule::CandidacyClosed,
        Rule::FindingMalformed,
        Rule::RollMissing,
        Rule::RollMiscounted,
        Rule::KeyHolderUnknown,
        Rule::KeyNotProven,
        Rule::SlateWrong,
        Rule::BallotPaperWrong,
        Rule::CredentialsMiscounted,
        Rule::VotingNotOpen,
        Rule::BallotRepeated,
        Rule::BallotsMiscounted,
        Rule::ShareWrong,
        Rule::SeedWrong,
        Rule::ProtestKnown,
        Rule::ProtestUnknown,
        Rule::ProcessUnknown,
        Rule::ProcessNotAsked,
        Rule::Recused,
        Rule::VoiceRepeated,
        Rule::PowerUsedUp,
        Rule::OutOfReach,
    ];
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

impl Refusal {
    /// A refusal under an article.
    pub fn new(
        article: &ArticleId,
        rule: Rule,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { article: article.clone(), rule, reason: reason.into(), advice: advice.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_all_rules_leaves_none_out() {
        assert_eq!(Rule::ALL.len(), Rule::OutOfReach as usize + 1);
        assert!(Rule::ALL.iter().enumerate().all(|(place, rule)| *rule as usize == place));
    }
}
