//! Challenges: what a passkey or a key signs to show that it is there now. Each is given to one browser, works once, and only
//! for some minutes.

use crate::trouble::Trouble;
use crate::visitor::Visitor;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// How long one works.
///
/// *Units*: seconds.
const LASTS: i64 = 300;
/// How many are remembered; the oldest give way.
const MOST: usize = 10_000;

/// Challenges given out and not used yet.
#[derive(Default)]
pub struct Challenges(Mutex<BTreeMap<String, (String, i64)>>);

impl Challenges {
    /// A fresh one for this browser: 32 bytes in base64url.
    pub fn make(&self, visitor: &Visitor) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(visitor.site.bytes32());
        let now = visitor.site.now();
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|_, (_, at)| *at > now - LASTS);
        if given.len() >= MOST {
            given.clear();
        }
        given.insert(challenge.clone(), (visitor.cookie.clone(), now));
        challenge
    }

    /// Uses one up.
    ///
    /// *Errors*: it was not given to this browser, was used, or is too old.
    pub fn take(&self, visitor: &Visitor, challenge: &str) -> Result<(), Trouble> {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = given
            .get(challenge)
            .is_some_and(|(cookie, at)| *cookie == visitor.cookie && *at > visitor.site.now() - LASTS);
        if known {
            given.remove(challenge);
            Ok(())
        } else {
            Err(Trouble::Forged)
        }
    }
}
