//! Meek's method and its relatives: single transferable votes counted anew in every round, with keep factors.
//!
//! An elected candidate keeps only the part of every paper that it needs for the quota; the rest goes on as if the
//! candidate were not there, and the quota falls as papers run out. `board` holds the steps all variants share; each
//! variant is one file that says in which order they come.
//!
//! Not here: rules that move papers once and for all ([`crate::stv`]).

mod algorithm_123;
mod answer;
mod board;
mod equal;
mod new_zealand;
mod reference;
mod reserved;
mod split;
mod tree;

use crate::Method;

/// The methods of this folder.
pub static METHODS: &[Method] =
    &[reference::MEEK_PRF, algorithm_123::MEEK_1987, reference::WARREN, new_zealand::MEEK_NZ];
