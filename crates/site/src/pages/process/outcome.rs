//! What the members decided together, at a meeting or by a vote that the program does not hold. One voice must not speak for
//! all: two people who hold different offices say the same, and then the host says it in the record. The first word waits in
//! memory; if the server stops, it is said again.

use rankfile_hall::process::command::{ProcessId, Voice};
use rankfile_record::key::PublicKey;
use std::collections::BTreeMap;

/// Outcomes of which one person spoke.
#[derive(Default)]
pub struct Outcomes {
    waiting: BTreeMap<(ProcessId, u32), Said>,
}

/// What one person said.
#[derive(Clone)]
pub struct Said {
    /// What.
    pub voice: Voice,
    /// For which office.
    pub role: String,
    key: PublicKey,
}

impl Outcomes {
    /// What was said of a stage.
    pub fn of(&self, process: &ProcessId, stage: u32) -> Option<&Said> {
        self.waiting.get(&(process.clone(), stage))
    }

    /// Takes what somebody says; whether a second of another office has said the same, so that it counts.
    pub fn say(&mut self, process: &ProcessId, stage: u32, voice: Voice, by: (&str, &PublicKey)) -> bool {
        let place = (process.clone(), stage);
        let (role, key) = by;
        let agrees = |said: &Said| said.voice == voice && said.role != role && said.key != *key;
        if self.waiting.get(&place).is_some_and(agrees) {
            self.waiting.remove(&place);
            return true;
        }
        self.waiting.insert(place, Said { voice, role: role.to_owned(), key: key.clone() });
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankfile_record::key::SecretKey;

    #[test]
    fn an_outcome_counts_when_two_of_different_offices_say_the_same() {
        let key = |role: &str, seed: u8| SecretKey::make(role, &[seed; 32]).public();
        let (secretary, other, treasurer) = (key("secretary", 1), key("secretary", 2), key("treasurer", 3));
        let process = ProcessId("petition/vote#1".to_owned());
        let mut outcomes = Outcomes::default();
        let mut say = |stage, voice, role, key| outcomes.say(&process, stage, voice, (role, key));
        assert!(!say(0, Voice::For, "secretary", &secretary));
        assert!(!say(0, Voice::For, "secretary", &secretary), "the same person twice");
        assert!(!say(0, Voice::For, "secretary", &other), "two of one office");
        assert!(!say(0, Voice::Against, "treasurer", &treasurer), "who says something else");
        assert!(!say(1, Voice::Against, "secretary", &secretary), "another stage");
        assert!(say(0, Voice::Against, "secretary", &secretary));
        assert!(!say(0, Voice::Against, "secretary", &secretary), "what counted is gone");
    }
}
