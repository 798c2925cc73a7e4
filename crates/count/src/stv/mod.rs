//! Single transferable vote, stage by stage: a file for each rule set, and the counting table they share.
//!
//! Not here: counts that keep every paper in motion ([`crate::meek`]).

mod cambridge;
mod ers97;
mod minneapolis;
mod prsa;
mod run;
mod scottish;
mod senate;
pub mod several;
mod steps;
mod table;
mod wright;

use crate::Method;

/// The methods of this folder.
pub static METHODS: &[Method] = &[
    scottish::METHOD,
    ers97::METHOD,
    wright::METHOD,
    minneapolis::METHOD,
    cambridge::METHOD,
    senate::METHOD,
    prsa::METHOD,
];
