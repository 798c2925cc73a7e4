//! Applying effects on elections. Nothing is worked out here: effects carry every value.

use super::command::ElectionId;
use super::effect::Effect;
use super::lapse::number;
use super::state::{Ballot, Election, Frozen, KeyHolder, Standing, Status, StepState, TallyHead};
use crate::state::{Holder, State};
use rankfile_belenios::Setup as BeleniosSetup;
use std::sync::Arc;

/// Applies.
pub fn evolve(state: &mut State, effect: &Effect) {
    match effect {
        Effect::ElectionAwaited { election, plan } => await_election(state, election, plan),
        Effect::OfficeTaken { office, seat, candidacy, from, until, .. } => {
            let holders = state.offices.entry(office.clone()).or_default();
            holders.retain(|holder| holder.seat != *seat);
            holders.push(Holder { seat: *seat, candidacy: candidacy.0.clone(), from: *from, until: *until });
        }
        Effect::BallotSet { election, uuid, fingerprint, setup, slate, contests } => {
            let text = |digest: &str| state.documents.text(digest).map(str::to_owned);
            let documents = (text(&setup.election), text(&setup.trustees), text(&setup.credentials));
            let belenios = match documents {
                (Some(election), Some(trustees), Some(credentials)) => {
                    BeleniosSetup { election, trustees, credentials }.check().ok().map(Arc::new)
                }
                _ => None,
            };
            if let Some(election) = state.elections.get_mut(election) {
                election.ballot = Some(Ballot {
                    uuid: uuid.clone(),
                    fingerprint: fingerprint.clone(),
                    setup: setup.clone(),
                    slate: slate.clone(),
                    contests: contests.clone(),
                    belenios,
                });
            }
        }
        other => {
            // With the next election over, what an amendment left until then is in force.
            if let (Effect::StepDone { step, .. }, Some(union)) = (other, &mut state.union)
                && step.0 == "install"
            {
                union.deferred.clear();
            }
            if let Some(election) = id_of(other).and_then(|id| state.elections.get_mut(id)) {
                evolve_one(election, other);
            }
        }
    }
}

fn await_election(state: &mut State, id: &ElectionId, plan: &str) {
    let Some(union) = &state.union else { return };
    // One that is held again goes on by the rules it began with.
    let of_plan = state.elections.values().filter(|known| known.plan.name == plan);
    let again = of_plan.max_by_key(|known| number(known)).filter(|last| last.void.is_some());
    let in_force = || union.program.elections.iter().find(|known| known.name == plan);
    let Some(plan) = again.map(|void| &*void.plan).or_else(in_force) else { return };
    state.elections.insert(
        id.clone(),
        Election {
            id: id.clone(),
            plan: Arc::new(plan.clone()),
            steps: Default::default(),
            voting_opens: None,
            holders: Vec::new(),
            notices: Default::default(),
            candidacies: Default::default(),
            frozen: None,
            ballot: None,
            ballots: 0,
            head: String::new(),
            tally: None,
            outcomes: Vec::new(),
            protests: Default::default(),
            void: None,
        },
    );
}

fn evolve_one(election: &mut Election, effect: &Effect) {
    let set_status = |election: &mut Election, candidacy, status, reasons: &[String]| {
        if let Some(standing) = election.candidacies.get_mut(candidacy) {
            standing.status = status;
            standing.reasons = reasons.to_vec();
        }
    };
    match effect {
        Effect::StepOpened { step, opens_at, due_at, .. } => {
            let state =
                StepState { opens_at: *opens_at, due_at: *due_at, rung: 0, done: None, overdue: false };
            election.steps.insert(step.clone(), state);
        }
        Effect::StepDone { step, at, how, .. } => {
            if let Some(state) = election.steps.get_mut(step) {
                state.done = Some((*at, *how));
            }
        }
        Effect::DutyPassed { step, rung, due_at, .. } => {
            if let Some(state) = election.steps.get_mut(step) {
                (state.rung, state.due_at) = (*rung, *due_at);
            }
        }
        Effect::DutyOverdue { step, .. } => {
            if let Some(state) = election.steps.get_mut(step) {
                state.overdue = true;
            }
        }
        Effect::VotingDated { opens_at, .. } => election.voting_opens = Some(*opens_at),
        Effect::KeyHoldersAppointed { holders, .. } => {
            let new = |key: &_| KeyHolder {
                key: Clone::clone(key),
                trustee: None,
                seed_commitment: None,
                share: None,
            };
            // Who stays appointed keeps the share already presented.
            let kept = |key| election.holders.iter().find(|holder| &holder.key == key).cloned();
            election.holders = holders.iter().map(|key| kept(key).unwrap_or_else(|| new(key))).collect();
        }
        Effect::NoticeServed { notice, sent, .. } => {
            election.notices.insert(*notice, sent.clone());
        }
        Effect::Nominated { office, candidacy, .. } => {
            let standing = Standing {
                office: office.clone(),
                status: Status::Nominated,
                reasons: Vec::new(),
                statement: None,
            };
            election.candidacies.insert(candidacy.clone(), standing);
        }
        Effect::NominationAccepted { candidacy, statement, .. } => {
            set_status(election, candidacy, Status::Accepted, &[]);
            if let Some(standing) = election.candidacies.get_mut(candidacy) {
                standing.statement.clone_from(statement);
            }
        }
        Effect::NominationDeclined { candidacy, .. } => {
            set_status(election, candidacy, Status::Declined, &[])
        }
        Effect::EligibilityFound { candidacy, eligible, reasons, .. } => {
            let status = if *eligible { Status::Eligible } else { Status::Ineligible };
            set_status(election, candidacy, status, reasons);
        }
        Effect::RollFrozen { eligible, root, .. } => {
            election.frozen = Some(Frozen { eligible: *eligible, root: root.clone() });
        }
        Effect::KeyPresented { holder, trustee, seed_commitment, .. } => {
            if let Some(holder) = election.holders.get_mut(usize::from(*holder).wrapping_sub(1)) {
                holder.trustee = Some(trustee.clone());
                holder.seed_commitment = Some(seed_commitment.clone());
            }
        }
        Effect::BallotsReported { ballots, head, .. } => {
            (election.ballots, election.head) = (*ballots, head.clone());
        }
        Effect::TallyEncrypted { tally, sized, counted, .. } => {
            election.tally =
                Some(TallyHead { tally: tally.clone(), sized: sized.clone(), counted: *counted });
        }
        Effect::DecryptionShared { holder, share, seed, .. } => {
            if let Some(holder) = election.holders.get_mut(usize::from(*holder).wrapping_sub(1)) {
                holder.share = Some((share.clone(), seed.clone()));
            }
        }
        Effect::ResultDeclared { outcomes, .. } => election.outcomes = outcomes.clone(),
        Effect::ProtestFiled { protest, .. } => {
            election.protests.insert(protest.clone(), None);
        }
        Effect::ProtestDecided { protest, upheld, .. } => {
            election.protests.insert(protest.clone(), Some(*upheld));
        }
        Effect::ElectionVoided { why, .. } => election.void = Some(why.clone()),
        // Told by their steps, or applied above.
        Effect::VotingOpened { .. }
        | Effect::VotingClosed { .. }
        | Effect::ElectionCertified { .. }
        | Effect::RecordsReleased { .. }
        | Effect::ElectionAwaited { .. }
        | Effect::OfficeTaken { .. }
        | Effect::BallotSet { .. } => {}
    }
}

fn id_of(effect: &Effect) -> Option<&ElectionId> {
    match effect {
        Effect::StepOpened { election, .. }
        | Effect::StepDone { election, .. }
        | Effect::DutyPassed { election, .. }
        | Effect::DutyOverdue { election, .. }
        | Effect::VotingDated { election, .. }
        | Effect::KeyHoldersAppointed { election, .. }
        | Effect::NoticeServed { election, .. }
        | Effect::Nominated { election, .. }
        | Effect::NominationAccepted { election, .. }
        | Effect::NominationDeclined { election, .. }
        | Effect::EligibilityFound { election, .. }
        | Effect::RollFrozen { election, .. }
        | Effect::KeyPresented { election, .. }
        | Effect::BallotsReported { election, .. }
        | Effect::TallyEncrypted { election, .. }
        | Effect::DecryptionShared { election, .. }
        | Effect::ResultDeclared { election, .. }
        | Effect::ProtestFiled { election, .. }
        | Effect::ProtestDecided { election, .. }
        | Effect::ElectionVoided { election, .. } => Some(election),
        Effect::ElectionAwaited { .. }
        | Effect::OfficeTaken { .. }
        | Effect::BallotSet { .. }
        | Effect::VotingOpened { .. }
        | Effect::VotingClosed { .. }
        | Effect::ElectionCertified { .. }
        | Effect::RecordsReleased { .. } => None,
    }
}
