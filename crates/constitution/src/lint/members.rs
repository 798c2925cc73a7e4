//! What a real roll says about the rules: how many could stand, how many a notice cannot reach, how many signatures and how
//! many people in the room a share comes to. Numbers only: no name, nobody singled out. It judges nothing; the lints do.

use super::case::{Case, Member, Members};
use super::people::{People, row};
use super::{Against, Profile};
use crate::block::Node;
use crate::civil;
use crate::document::{Article, Constitution};
use crate::rules::{EligibilityRule, RuleKind};
use crate::step::ArticleId;
use jiff::civil::Date;

/// One number from the roll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The article it is about; `None` for the roll as a whole.
    pub article: Option<ArticleId>,
    /// The answer in a plain sentence.
    pub sentence: String,
    /// How many members.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

/// What a roll answers about the rules of a constitution, on a day.
///
/// *Shape*: the roll first, then in the order of the text. Nothing for an empty roll.
pub fn members_report(constitution: &Constitution, members: &Members, as_of: Date) -> Vec<Answer> {
    let of = count(&members.each, |_| true);
    if of == 0 {
        return Vec::new();
    }
    // The numbers do not depend on any floor.
    let profile = Profile { name: String::new(), title: String::new(), floors: Vec::new() };
    let case = Case::new(constitution, Against { profile: &profile, as_of, members: Some(members) });
    let report = Report { members, of, as_of, people: People::of(&case) };
    let mut out = report.roll();
    for (article, rule) in constitution.rules() {
        let answers = match &rule.kind {
            RuleKind::Eligibility(rule) => report.can_stand(rule),
            _ => report.rule(&rule.node),
        };
        out.extend(answers.into_iter().map(|answer| answer.of(article)));
    }
    out
}

impl Answer {
    fn of(self, article: &Article) -> Self {
        Self { article: Some(article.id.clone()), ..self }
    }
}

/// Whether a member has been one for long enough and is in good standing, as far as the roll tells; `None` where it does not.
pub(super) fn can_stand(member: &Member, rule: &EligibilityRule, as_of: Date) -> Option<bool> {
    let long_enough = match rule.member_for {
        Some(span) => member.joined.map(|joined| civil::add(joined, span) <= as_of),
        None => Some(true),
    };
    let in_standing = if rule.good_standing == Some(false) { Some(true) } else { member.in_good_standing };
    match (long_enough, in_standing) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

struct Report<'m, 'a> {
    members: &'m Members,
    of: u64,
    as_of: Date,
    people: People<'a>,
}

fn count(each: &[Member], is: impl Fn(&Member) -> bool) -> u64 {
    u64::try_from(each.iter().filter(|member| is(member)).count()).unwrap_or(u64::MAX)
}

impl Report<'_, '_> {
    fn answer(&self, count: u64, sentence: String) -> Answer {
        Answer { article: None, sentence, count, of: self.of }
    }

    fn count(&self, is: impl Fn(&Member) -> bool) -> u64 {
        count(&self.members.each, is)
    }

    fn roll(&self) -> Vec<Answer> {
        let of = self.of;
        let struck = self.count(|member| member.in_good_standing == Some(false));
        let unknown = self.count(|member| member.in_good_standing.is_none());
        let no_address = self.count(|member| !member.has_address);
        let no_email = self.count(|member| !member.has_email);
        let neither = self.count(|member| !member.has_address && !member.has_email);
        let mut out = vec![
            self.answer(of, format!("The roll has {of} members.")),
            self.answer(struck, format!("{struck} of {of} members are not in good standing.")),
            self.answer(
                no_address,
                format!(
                    "{no_address} of {of} members have no home address: no notice can be mailed to them."
                ),
            ),
            self.answer(no_email, format!("{no_email} of {of} members have no e-mail address.")),
            self.answer(
                neither,
                format!("{neither} of {of} members have neither: no notice reaches them at all."),
            ),
        ];
        if unknown > 0 {
            out.push(self.answer(
                unknown,
                format!("Of {unknown} members the roll does not say whether they are in good standing."),
            ));
        }
        out
    }

    fn can_stand(&self, rule: &EligibilityRule) -> Vec<Answer> {
        let of = self.of;
        let said = |wanted| self.count(|member| can_stand(member, rule, self.as_of) == wanted);
        let (could, could_not, unknown) = (said(Some(true)), said(Some(false)), said(None));
        let mut out = vec![
            self.answer(could, format!("{could} of {of} members could stand today.")),
            self.answer(
                could_not,
                format!(
                    "{could_not} of {of} members could not: too short a member, or not in good standing."
                ),
            ),
        ];
        if unknown > 0 {
            out.push(self.answer(unknown, format!("Of {unknown} members the roll tells too little to say.")));
        }
        out
    }

    fn rule(&self, node: &Node) -> Vec<Answer> {
        let of = self.of;
        let signed = |line: Option<&Node>, what: &str| {
            let line = line?;
            let base = self.base(line.text_of("of"))?;
            let share = line.prop_share("share").map(|share| share.least_of(base));
            let needed = share.or(line.prop_number("number"))?;
            Some(self.answer(needed, format!("{what} needs {needed} signatures of {of} members.")))
        };
        match node.word.as_str() {
            "petition" => signed(node.child("signers"), "A petition").into_iter().collect(),
            "recall" => signed(node.child("petition"), "A recall").into_iter().collect(),
            "referendum" => signed(node.child("petition"), "A referendum").into_iter().collect(),
            "quorum" => self.quorum(node).into_iter().collect(),
            "unit" => self.unit(node).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// How many members a share is a share of.
    fn base(&self, of: Option<&str>) -> Option<u64> {
        match of {
            None | Some("members" | "eligible") => Some(self.of),
            Some("good-standing") => Some(self.count(|member| member.in_good_standing != Some(false))),
            _ => None,
        }
    }

    fn quorum(&self, node: &Node) -> Option<Answer> {
        let body = node.texts().next().filter(|body| self.people.is_membership(body))?;
        let share = node.prop_share("share");
        let share = share.and_then(|share| Some(share.least_of(self.base(node.text_of("of"))?)));
        let number = node.prop_number("number");
        let needed = match (number, share, node.text_of("which")) {
            (Some(number), Some(share), Some("greater")) => number.max(share),
            (Some(number), Some(share), _) => number.min(share),
            (number, share, _) => number.or(share)?,
        };
        let mut sentence =
            format!("A meeting of {} needs {needed} of {} members.", self.people.the(body), self.of);
        if needed > self.of {
            sentence.push_str(" There are not so many.");
        }
        Some(self.answer(needed, sentence))
    }

    fn unit(&self, node: &Node) -> Option<Answer> {
        let id = node.texts().next()?;
        let titles = [id, node.text_of("title").unwrap_or(id)];
        let there = self.count(|member| titles.iter().any(|title| member.unit.eq_ignore_ascii_case(title)));
        let least = node.prop_number("least").filter(|least| there < *least);
        let mut sentence =
            format!("{there} of {} members belong to {}.", self.of, row(&[self.people.the(id)]));
        if let Some(least) = least {
            sentence.push_str(&format!(" It must have {least}."));
        }
        (there > 0 || least.is_some()).then(|| self.answer(there, sentence))
    }
}
