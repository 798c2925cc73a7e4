//! The pages, one module for each subject. Each says its routes; what a page shows is in a template of the same name, what
//! it says in `texts/`.

pub mod calendar;
pub mod constitution;
pub mod demo;
pub mod docket;
pub mod election;
pub mod health;
pub mod home;
pub mod keys;
pub mod me;
pub mod process;
pub mod record;
pub mod roll;
pub mod sign_in;
pub mod work;

use crate::site::Site;
use axum::Router;

/// Every page.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(calendar::routes())
        .merge(constitution::routes())
        .merge(demo::routes())
        .merge(docket::routes())
        .merge(election::routes())
        .merge(health::routes())
        .merge(home::routes())
        .merge(keys::routes())
        .merge(me::routes())
        .merge(process::routes())
        .merge(record::routes())
        .merge(roll::routes())
        .merge(sign_in::routes())
        .merge(work::routes())
}
