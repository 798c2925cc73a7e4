//! Elections: the rules that belong to one election, found and joined into a plan.

use super::{ByName, Compiler, steps};
use crate::defaults;
use crate::document::Article;
use crate::program::{ElectionPlan, NominationTerms, Tie};
use crate::rules::{
    ElectionProtestRule, ElectionRule, EligibilityRule, NominationRule, RetentionRule, RuleKind,
};
use crate::step::OfficeId;
use std::collections::BTreeMap;

/// The class of records that elections leave.
const ELECTION_RECORDS: &str = "election-records";

const NOMINATION_EXAMPLE: &str = "{ notice \"15d\" by=\"post\"; window \"14d\"; accept within=\"7d\" }.";
const PROTEST_EXAMPLE: &str =
    "{ window \"10d\"; decided-by \"protest-board\" within=\"30d\" otherwise=\"stands\" }.";

/// An election and the rules that belong to it.
pub(super) struct Parts<'a> {
    pub article: &'a Article,
    pub rule: &'a ElectionRule,
    pub nomination: Option<(&'a Article, &'a NominationRule)>,
    pub eligibility: Option<(&'a Article, &'a EligibilityRule)>,
    pub protest: Option<(&'a Article, &'a ElectionProtestRule)>,
    pub retention: Option<(&'a Article, &'a RetentionRule)>,
}

impl<'a> Compiler<'a> {
    /// Plans of all elections, in document order.
    pub(super) fn elections(&mut self) -> Option<Vec<ElectionPlan>> {
        let before = self.report.count();
        let rules = self.by_name("election", |kind| match kind {
            RuleKind::Election(rule) => Some((&rule.name, &**rule)),
            _ => None,
        });
        let nominations = self.by_name("nomination", |kind| match kind {
            RuleKind::Nomination(rule) => Some((&rule.name, rule)),
            _ => None,
        });
        let eligibilities = self.by_name("eligibility", |kind| match kind {
            RuleKind::Eligibility(rule) => Some((&rule.name, rule)),
            _ => None,
        });
        let protests = self.by_name("election-protest", |kind| match kind {
            RuleKind::ElectionProtest(rule) => Some((&rule.name, rule)),
            _ => None,
        });
        let retentions = self.by_name("retention", |kind| match kind {
            RuleKind::Retention(rule) => Some((&rule.class, rule)),
            _ => None,
        });
        let names: Vec<&str> = rules.keys().copied().collect();
        self.check_belong("nomination", &nominations, |rule| &rule.name, &names);
        self.check_belong("eligibility", &eligibilities, |rule| &rule.name, &names);
        self.check_belong("election-protest", &protests, |rule| &rule.name, &names);
        let mut in_order: Vec<_> = rules.into_values().collect();
        in_order.sort_by_key(|(_, rule)| rule.name.place);
        let mut filled = BTreeMap::new();
        let mut plans = Vec::new();
        for (article, rule) in in_order {
            let name = rule.name.is.as_str();
            let nomination = self.belonging(&nominations, "nomination", article, rule, NOMINATION_EXAMPLE);
            let protest = self.belonging(&protests, "election-protest", article, rule, PROTEST_EXAMPLE);
            let offices = self.filled_offices(article, rule, &mut filled);
            let eligibility = eligibilities.get(name).copied();
            let retention = retentions.get(ELECTION_RECORDS).copied();
            let parts = Parts { article, rule, nomination, eligibility, protest, retention };
            plans.extend(self.plan(&parts, offices));
        }
        (self.report.count() == before).then_some(plans)
    }

    /// The rule of another kind that an election cannot do without.
    fn belonging<T>(
        &mut self,
        rules: &ByName<'a, T>,
        word: &str,
        article: &Article,
        election: &ElectionRule,
        example: &str,
    ) -> Option<(&'a Article, &'a T)> {
        let name = &election.name;
        let found = rules.get(name.is.as_str()).copied();
        if found.is_none() {
            let message = format!("The election `{}` has no rule `{word} \"{}\"`.", name.is, name.is);
            self.report.note(
                name.place,
                Some(&article.id),
                message,
                format!("Add: {word} \"{}\" {example}", name.is),
            );
        }
        found
    }

    /// The offices an election fills; an office that another one fills is noted.
    fn filled_offices(
        &mut self,
        article: &Article,
        rule: &'a ElectionRule,
        filled: &mut BTreeMap<OfficeId, &'a str>,
    ) -> Vec<OfficeId> {
        let offices = self.names.offices(&rule.offices, &article.id, &mut self.report);
        for office in &offices {
            if let Some(other) = filled.insert(office.clone(), &rule.name.is) {
                let message = format!("The elections `{other}` and `{}` both fill `{office}`.", rule.name.is);
                let remedy = "Let one of them name its offices after `for`.";
                self.report.note(rule.name.place, Some(&article.id), message, remedy);
            }
        }
        offices
    }

    fn plan(&mut self, parts: &Parts<'a>, offices: Vec<OfficeId>) -> Option<ElectionPlan> {
        let Parts { article, rule, .. } = *parts;
        let id = &article.id;
        let timetable = self.timetable(parts);
        let method = self.method(article, rule);
        let blank = rule.ballot.as_ref().and_then(|ballot| ballot.blank);
        let blank = self.assumed.or(blank, id, &defaults::BLANK);
        let tie = self.assumed.or(rule.tie.as_ref().map(|_| Tie::Lot), id, &defaults::TIE);
        let notice = self.election_notice(article, rule);
        let nomination_notice = self.nomination_notice(parts.nomination);
        let eligibility = self.eligibility(parts);
        let (timetable, method, notice, nomination_notice) =
            (timetable?, method?, notice?, nomination_notice?);
        let plan = ElectionPlan {
            name: rule.name.is.clone(),
            article: id.clone(),
            offices,
            method,
            blank,
            tie,
            voting: timetable.voting,
            key_holders: timetable.key_holders,
            nomination: NominationTerms {
                window: timetable.nomination_window,
                accept_within: timetable.accept_within,
                article: nomination_notice.article.clone(),
                notice: nomination_notice,
            },
            notice,
            eligibility,
            protest_window: timetable.protest_window,
            protest_article: timetable.protest_article.clone(),
            retention: timetable.retention,
            steps: Vec::new(),
        };
        let steps = steps::make(&plan, &timetable);
        Some(ElectionPlan { steps, ..plan })
    }
}
