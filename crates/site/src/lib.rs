//! The site: the union through web pages, on a phone. It never decides; it draws up drafts with the clerk, asks the one
//! writer, and shows what became of it.
//!
//! **In:** HTTP requests, and at the start a [`Parts`]: the queue to the writer, readers, accounts, the outbox, a clock and
//! chance. **Out:** pages that work without JavaScript, except where cryptography runs in the browser.
//!
//! ```text
//! request -> guard (host, size, rate, headers) -> visitor (cookie, session, language)
//!         -> pages::<subject> -> clerk draws up a draft -> sign (an officer's browser signs) or the host's word
//!         -> queue -> receipt page, or a refusal with its article
//! ```
//!
//! What it is not: no rule of the union lives here, and no secret of a voter or key holder ever comes here.

pub mod accounts;
mod assets;
mod challenge;
pub mod desk;
mod due;
mod form;
mod frame;
mod guard;
pub mod pages;
pub mod posting;
mod roll_view;
mod sign;
mod site;
mod tar;
mod telling;
mod trouble;
mod visitor;
pub mod warm;
pub mod words;

pub use accounts::Accounts;
pub use site::{Beat, Caught, Demo, Parts, Settings, Site};

use axum::Router;

/// The whole site as one service.
pub fn router(site: Site) -> Router {
    let pages = Router::new().merge(assets::routes()).merge(sign::routes()).merge(pages::routes());
    guard::around(pages.fallback(trouble::not_found), &site).with_state(site)
}
