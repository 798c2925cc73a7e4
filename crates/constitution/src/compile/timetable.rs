//! The timetable of an election: every time in it and every bearer of a duty, as written or as assumed.

use super::Compiler;
use super::election::Parts;
use super::ladder::Ladder;
use super::steps::{self, deed};
use crate::defaults::{self, AssumedBearer, AssumedDuty};
use crate::rules::{RuleKind, RungRule};
use crate::step::{Actor, ArticleId, Otherwise, Rung, Span};

/// Every time and bearer of an election.
pub(super) struct Timetable {
    pub every: Span,
    pub month: Option<i8>,
    pub first_within: Option<Span>,
    pub bearers: Bearers,
    pub frozen: Span,
    pub key_holders: u8,
    pub keys_within: Span,
    pub keys_otherwise: Otherwise,
    pub voting: Span,
    pub tally_within: Span,
    pub tally_otherwise: Otherwise,
    pub installed: Span,
    pub nomination_window: Span,
    pub accept_within: Span,
    pub protest_window: Span,
    pub protest_article: ArticleId,
    pub retention: Span,
    pub retention_article: ArticleId,
}

/// Who bears the duties that offices and bodies bear.
pub(super) struct Bearers {
    pub called_by: Ladder,
    pub notice_by: Ladder,
    pub eligible_by: Ladder,
    pub frozen_by: Ladder,
    pub ballot_by: Ladder,
    pub decided_by: Ladder,
    pub certified_by: Ladder,
}

impl<'a> Compiler<'a> {
    /// The timetable of an election, or `None` when a problem was noted, here or where a part is missing.
    pub(super) fn timetable(&mut self, parts: &Parts<'a>) -> Option<Timetable> {
        let Parts { article, rule, nomination, protest, .. } = *parts;
        let id = &article.id;
        self.check_said(parts);
        let bearers = self.bearers(parts);
        let (key_holders, keys_within, keys_otherwise) = self.keys(id, rule);
        let (tally_within, tally_otherwise) = self.tally(id, rule);
        if let (None, Some(every)) = (rule.first_within, rule.every) {
            let instead = format!("one whole time between elections ({})", every.in_words());
            self.assumed.note(id, "how long after founding the first election is held", &instead);
        }
        // Where the rule on nomination or protest is missing, that is noted already; the rest is still checked.
        let nominating = nomination.map_or(id, |(article, _)| &article.id);
        let protesting = protest.map_or(id, |(article, _)| &article.id);
        let keeping = parts.retention.map_or(id, |(article, _)| &article.id);
        let window = nomination.and_then(|(_, rule)| rule.window);
        let accept_within = nomination.and_then(|(_, rule)| rule.accept_within);
        let protest_window = protest.and_then(|(_, rule)| rule.window);
        let keep = parts.retention.map(|(_, rule)| rule.keep);
        Some(Timetable {
            every: rule.every?,
            month: rule.month,
            first_within: rule.first_within,
            bearers: bearers?,
            frozen: self.assumed.or(rule.frozen, id, &defaults::ROLL_FROZEN),
            key_holders,
            keys_within,
            keys_otherwise,
            voting: self.assumed.or(rule.voting, id, &defaults::VOTING),
            tally_within,
            tally_otherwise,
            installed: self.assumed.or(rule.installed, id, &defaults::INSTALLED),
            nomination_window: self.assumed.or(window, nominating, &defaults::NOMINATION_WINDOW),
            accept_within: self.assumed.or(accept_within, nominating, &defaults::ACCEPT_WITHIN),
            protest_window: self.assumed.or(protest_window, protesting, &defaults::PROTEST_WINDOW),
            protest_article: protesting.clone(),
            retention: self.assumed.or(keep, keeping, &defaults::RETENTION),
            retention_article: keeping.clone(),
        })
    }

    /// Notes what an election must say and does not.
    fn check_said(&mut self, parts: &Parts<'a>) {
        let Parts { article, rule, protest, .. } = *parts;
        let id = &article.id;
        if rule.every.is_none() {
            let message = "Nothing says how often this election is held.";
            self.report.note(rule.name.place, Some(id), message, "Add: every \"2y\" month=\"november\".");
        }
        if rule.called_by.is_empty() {
            let message = "Nothing says who calls this election.";
            let remedy = "Add: called-by \"election-committee\" within=\"30d\" otherwise=\"clock\".";
            self.report.note(rule.name.place, Some(id), message, remedy);
        }
        if let Some((protesting, protest)) = protest.filter(|(_, protest)| protest.decided_by.is_empty()) {
            let message = "Nothing says who decides protests.";
            let remedy = "Name a body that did not run the election: \
                          decided-by \"protest-board\" within=\"30d\" otherwise=\"stands\".";
            self.report.note(protest.name.place, Some(&protesting.id), message, remedy);
        }
    }

    fn bearers(&mut self, parts: &Parts<'a>) -> Option<Bearers> {
        let Parts { article, rule, protest, .. } = *parts;
        let id = &article.id;
        let (protesting, deciders) = match protest {
            Some((article, rule)) => (&article.id, rule.decided_by.as_slice()),
            None => (id, [].as_slice()),
        };
        let (deciding, eligibility) = match parts.eligibility {
            Some((article, rule)) => (&article.id, rule.decided_by.as_slice()),
            None => (id, [].as_slice()),
        };
        let called_by = self.ladder("called-by", &rule.called_by, steps::ends("call"), deed("call"), id);
        let caller = called_by.as_ref().and_then(|(rungs, _)| rungs.first()).map(|rung| rung.who.clone());
        let step = "decide-protest";
        let decided_by = self.ladder("decided-by", deciders, steps::ends(step), deed(step), protesting);
        let mut duty = |word, lines, step, assumed, article| {
            self.duty(word, lines, step, assumed, caller.as_ref(), article)
        };
        // Every ladder is compiled before any failure returns, so that all problems are noted.
        let notice_by = duty("notice-by", rule.notice_by.as_slice(), "notice", &defaults::NOTICE_DUTY, id);
        let eligible_by =
            duty("decided-by", eligibility, "eligibility", &defaults::ELIGIBILITY_DUTY, deciding);
        let frozen_by = duty("roll", &rule.frozen_by, "freeze", &defaults::ROLL_DUTY, id);
        let ballot_by = duty("ballot-by", &rule.ballot_by, "ballot", &defaults::BALLOT_DUTY, id);
        let certified_by = duty("certified-by", &rule.certified_by, "certify", &defaults::CERTIFY_DUTY, id);
        Some(Bearers {
            called_by: called_by?,
            notice_by: notice_by?,
            eligible_by: eligible_by?,
            frozen_by: frozen_by?,
            ballot_by: ballot_by?,
            decided_by: decided_by?,
            certified_by: certified_by?,
        })
    }

    /// The ladder written, else the duty assumed.
    fn duty(
        &mut self,
        word: &str,
        lines: &[RungRule],
        step: &str,
        assumed: &AssumedDuty,
        caller: Option<&Actor>,
        article: &ArticleId,
    ) -> Option<Ladder> {
        if !lines.is_empty() {
            return self.ladder(word, lines, steps::ends(step), deed(step), article);
        }
        let (who, called) = match assumed.bearer {
            AssumedBearer::RollKeeper => (self.roll_keeper()?, "who keeps the roll"),
            AssumedBearer::FirstCaller => (caller.cloned()?, "who first has to call the election"),
        };
        let end = match assumed.otherwise {
            Otherwise::Clock => "the clock does it",
            Otherwise::Stands => "silence changes nothing",
            Otherwise::Again => "the duty begins again in public",
            Otherwise::Rerun => "the election is held anew",
            Otherwise::Nothing => "nothing follows",
        };
        let id = match &who {
            Actor::Office(id) => id.0.as_str(),
            Actor::Body(id) => id.0.as_str(),
            _ => "",
        };
        let instead = format!("`{id}`, {called}, within {}, else {end}", assumed.within.in_words());
        self.assumed.note(article, assumed.unsaid, &instead);
        Some((vec![Rung { who, within: assumed.within }], assumed.otherwise))
    }

    /// Who keeps the roll; that nobody does is noted where standing is compiled.
    fn roll_keeper(&self) -> Option<Actor> {
        let kept_by = self.constitution.rules().find_map(|(_, rule)| match &rule.kind {
            RuleKind::Standing(standing) => Some(standing.kept_by.is.as_str()),
            _ => None,
        });
        self.names.find(kept_by.unwrap_or(defaults::ROLL_KEEPER.value))
    }
}
