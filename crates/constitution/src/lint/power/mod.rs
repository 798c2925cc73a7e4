//! Checks of this group.

use super::Lint;

/// The lints of this group, in order.
pub(super) const ALL: &[Lint] = &[];
