//! The one place that reads the clock and draws chance. Everything else gets both as arguments.
#![allow(clippy::disallowed_methods, reason = "this is the place the ban points to")]

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng as _;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The time, in seconds since 1970.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// A generator seeded by the operating system.
pub fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed(bytes32())
}

/// 32 bytes from the operating system.
pub fn bytes32() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("an operating system that gives no randomness cannot run elections");
    bytes
}

/// Measures how long something took, for people.
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[allow(clippy::new_without_default, reason = "starting is an act, not a default")]
    pub fn new() -> Self {
        Self(Instant::now())
    }

    /// The time since.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
