//! Elections: the list, one election's page with its timeline, and a page for each thing somebody does in it.

pub mod ballot;
pub mod booth;
pub mod keyholder;
pub mod nominate;
pub mod observe;
pub mod offline;
pub mod overview;
pub mod prepare;
pub mod protest;
pub mod result;
pub mod tracker;
pub mod voters;

use crate::site::Site;
use axum::Router;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(ballot::routes())
        .merge(booth::routes())
        .merge(keyholder::routes())
        .merge(nominate::routes())
        .merge(observe::routes())
        .merge(offline::routes())
        .merge(overview::routes())
        .merge(prepare::routes())
        .merge(protest::routes())
        .merge(result::routes())
        .merge(tracker::routes())
        .merge(voters::routes())
}
