//! Whatever else the constitution orders step by step: complaints, petitions, empty offices, changes of the constitution. A
//! list, a page for each, forms for whoever's turn it is, and a form to begin what can be begun.

mod amend;
mod begin;
mod list;
mod one;
mod outcome;
mod speak;
mod stages;
mod weigh;

pub use one::Proposal;
pub use outcome::Outcomes;

use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use axum::Router;
use rankfile_constitution::process::{Process, Who};
use rankfile_hall::process::bearer;
use rankfile_hall::process::state::Case;
use rankfile_hall::state::State;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(amend::routes())
        .merge(begin::routes())
        .merge(list::routes())
        .merge(one::routes())
        .merge(speak::routes())
}

/// What is about somebody: only members and those who hold an office see that it is there.
const ABOUT_SOMEBODY: [&str; 4] = ["complaint", "hearing", "removal-for-cause", "appeal"];

/// Whether a process is about somebody in particular.
pub fn is_about_somebody(plan: &Process) -> bool {
    ABOUT_SOMEBODY.contains(&plan.kind)
}

/// The part of an address that names a process or a plan. Ids are made of words, `/` and `#`; no word has a `~`.
pub fn slug(id: &str) -> String {
    id.replace(['/', '#'], "~")
}

/// The process at an address, as far as it is this visitor's to see.
fn find<'s>(visitor: &Visitor, state: &'s State, named: &str) -> Result<&'s Case, Trouble> {
    let case = state.cases.values().find(|case| slug(&case.id.0) == named).ok_or(Trouble::NotFound)?;
    if is_about_somebody(&case.plan) && !visitor.is_insider(state) {
        return Err(Trouble::SignIn);
    }
    Ok(case)
}

/// Whose turn it is, unless only time is waited for.
fn in_turn(case: &Case) -> Option<&Who> {
    let (_, open, stage) = case.open()?;
    stage.rungs.get(open.rung as usize).map(|(who, _)| who).filter(|_| open.held.is_none())
}

/// Whether it is the turn of a role, alone or with others.
pub fn is_asked(case: &Case, role: &str) -> bool {
    in_turn(case).is_some_and(|who| bearer::seats(&case.people, who).contains_key(role))
}

/// An act's index from a query, when it is one.
fn recorded(index: Option<&String>) -> Option<String> {
    index.filter(|index| index.bytes().all(|b| b.is_ascii_digit())).cloned()
}
