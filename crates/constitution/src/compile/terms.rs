//! The terms of an election that are not times and bearers: ballot, notices, eligibility, key holders.

use super::Compiler;
use super::election::Parts;
use super::steps::{self, deed};
use crate::defaults;
use crate::document::Article;
use crate::program::{EligibilityTerms, Method, NoticeTerms};
use crate::rules::{ElectionRule, NominationRule, NoticeRule};
use crate::step::{ArticleId, Otherwise, Span};

impl Compiler<'_> {
    /// How winners are named. Notes what a ballot here cannot be.
    pub(super) fn method(&mut self, article: &Article, rule: &ElectionRule) -> Option<Method> {
        let id = &article.id;
        let ballot = rule.ballot.as_ref();
        let Some(method) = ballot.and_then(|ballot| ballot.method.as_ref()) else {
            let place = ballot.map_or(rule.name.place, |ballot| ballot.place);
            let remedy = "Add: ballot secret=#true method=\"plurality\" write-ins=#false.";
            self.report.note(
                place,
                Some(id),
                "Nothing says how the winners of this election are named.",
                remedy,
            );
            return None;
        };
        let place = ballot.map_or(rule.name.place, |ballot| ballot.place);
        let secret = self.assumed.or(ballot.and_then(|ballot| ballot.secret), id, &defaults::SECRET);
        if !secret {
            self.report.note(
                place,
                Some(id),
                "An election of officers here is always secret.",
                "Write secret=#true.",
            );
        }
        let write_ins = self.assumed.or(ballot.and_then(|ballot| ballot.write_ins), id, &defaults::WRITE_INS);
        if write_ins {
            let message = "A voter cannot write a name in on the ballots used here.";
            self.report.note(place, Some(id), message, "Write write-ins=#false.");
        }
        if method.is != "plurality" {
            let message = format!("Elections by `{}` are not run yet.", method.is);
            self.report.note(method.place, Some(id), message, "Write method=\"plurality\".");
        }
        (secret && !write_ins && method.is == "plurality").then_some(Method::Plurality)
    }

    /// Notice of the election, which the document must give.
    pub(super) fn election_notice(&mut self, article: &Article, rule: &ElectionRule) -> Option<NoticeTerms> {
        let Some(notice) = &rule.notice else {
            let message = "Nothing says how long before voting notice of this election is served.";
            let remedy = "Add: notice \"21d\" by=\"post\" by=\"email\" content=\"date time place offices how protest\".";
            self.report.note(rule.name.place, Some(&article.id), message, remedy);
            return None;
        };
        Some(self.notice(notice, &article.id, &defaults::ELECTION_NOTICE))
    }

    /// Notice of nominations; `None` when there is no rule on nomination, which is noted elsewhere.
    pub(super) fn nomination_notice(
        &mut self,
        rule: Option<(&Article, &NominationRule)>,
    ) -> Option<NoticeTerms> {
        let (article, rule) = rule?;
        let lead = rule.notice.as_ref().map(|notice| notice.lead);
        let lead = self.assumed.or(lead, &article.id, &defaults::NOMINATION_LEAD);
        let (channels, content) =
            rule.notice.as_ref().map(|n| (n.channels.clone(), n.content.clone())).unwrap_or_default();
        let notice = NoticeRule { lead, channels, content };
        Some(self.notice(&notice, &article.id, &defaults::NOMINATION_NOTICE))
    }

    fn notice(
        &mut self,
        notice: &NoticeRule,
        article: &ArticleId,
        content: &defaults::Assumed<&[&str]>,
    ) -> NoticeTerms {
        NoticeTerms {
            lead: notice.lead,
            channels: self.assumed.or_words(&notice.channels, article, &defaults::CHANNELS),
            content: self.assumed.or_words(&notice.content, article, content),
            article: article.clone(),
        }
    }

    /// Who may stand. Without a rule, every member in good standing.
    pub(super) fn eligibility(&mut self, parts: &Parts<'_>) -> EligibilityTerms {
        let (article, rule) = match parts.eligibility {
            Some((article, rule)) => (&article.id, Some(rule)),
            None => (&parts.article.id, None),
        };
        EligibilityTerms {
            member_for: rule.and_then(|rule| rule.member_for),
            good_standing: self.assumed.or(
                rule.and_then(|rule| rule.good_standing),
                article,
                &defaults::GOOD_STANDING,
            ),
            excluded: rule.map(|rule| rule.excluded.clone()).unwrap_or_default(),
            article: article.clone(),
        }
    }

    /// How many key holders, their time, and what follows.
    pub(super) fn keys(&mut self, article: &ArticleId, rule: &ElectionRule) -> (u8, Span, Otherwise) {
        let Some(keys) = &rule.key_holders else {
            let count = self.assumed.or(None, article, &defaults::KEY_HOLDERS);
            let within = self.assumed.or(None, article, &defaults::KEYS_WITHIN);
            self.assumed.note(
                article,
                "what follows when key holders make no keys",
                "the duty begins again in public",
            );
            return (count, within, defaults::KEYS_OTHERWISE);
        };
        let otherwise = keys.otherwise.as_ref();
        let end = match otherwise.filter(|end| end.is == "draw-again") {
            // The time begins again, with the others that are drawn then.
            Some(_) if keys.by_lot => Otherwise::Again,
            Some(end) => {
                let message =
                    "Others are to be drawn by lot, and no rule says that the key holders are drawn.";
                self.report.note(end.place, Some(article), message, "Add: how=\"lot\".");
                Otherwise::Again
            }
            None => self.lone_end(otherwise, steps::ends("keys"), deed("keys"), article),
        };
        (keys.count, keys.within, end)
    }

    /// How long key holders have to decrypt, and what follows.
    pub(super) fn tally(&mut self, article: &ArticleId, rule: &ElectionRule) -> (Span, Otherwise) {
        let Some(tally) = &rule.tally else {
            let within = self.assumed.or(None, article, &defaults::TALLY_WITHIN);
            self.assumed.note(article, "what follows when key holders do not decrypt", "a new election");
            return (within, defaults::TALLY_OTHERWISE);
        };
        let end = self.lone_end(tally.otherwise.as_ref(), steps::ends("decrypt"), deed("decrypt"), article);
        (tally.within, end)
    }
}
