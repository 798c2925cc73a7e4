//! What must hold of every history, whatever was asked; and a fingerprint of everything, to show that something changed
//! nothing.

use super::Play;
use rankfile_hall::Hall;
use rankfile_record::act::Register;
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher};

impl Play {
    /// Checks what must hold of every history: the audit finds nothing, the numbers of every register are dense, recorded
    /// time never goes back, no paper lies beside the record that no act names, and replaying gives the same state.
    ///
    /// # Panics
    /// If any of it does not hold.
    pub fn check_history(&mut self) {
        let report = self.audit();
        assert!(report.findings.is_empty(), "{:#?}", report.findings);
        let acts = self.acts();
        assert_eq!(report.acts, acts.len() as u64);
        let (mut counters, mut before): (BTreeMap<Register, u64>, i64) = Default::default();
        for (act, index) in acts.iter().zip(0..) {
            assert_eq!(act.outer.index, index);
            let next = counters.entry(act.outer.register).or_default();
            assert_eq!(act.outer.number, *next, "a register is not dense at act {index}");
            *next += 1;
            assert!(act.outer.recorded_at >= before, "recorded time goes back at act {index}");
            before = act.outer.recorded_at;
        }
        let leaves: Vec<String> =
            self.leaves().iter().map(|leaf| String::from_utf8_lossy(leaf).into_owned()).collect();
        for digest in self.machine.contents().papers.keys() {
            assert!(
                leaves.iter().any(|leaf| leaf.contains(&hex::encode(digest))),
                "a paper that no act names"
            );
        }
        let live = print(self.hall());
        self.reopen();
        assert!(live == print(self.hall()), "the record replays to another state");
    }

    /// A fingerprint of everything there is: the state, the boxes, and all that is stored and published.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let (text, contents) = (print(self.hall()), self.machine.contents());
        (text, &contents.lock, &contents.leaves, &contents.published).hash(&mut hasher);
        for piece in contents.pieces.values().flatten() {
            (&piece.election, piece.height, &piece.bytes).hash(&mut hasher);
        }
        contents.papers.keys().for_each(|digest| digest.hash(&mut hasher));
        contents.openings.keys().for_each(|commitment| commitment.hash(&mut hasher));
        hasher.finish()
    }
}

/// The hall as text: the state, the chain, the tree, and the boxes from outside; documents by their digests.
fn print(hall: &Hall) -> String {
    let mut state = hall.state.clone();
    let documents = std::mem::take(&mut state.documents);
    let digests: Vec<&str> = documents.iter().map(|(digest, _)| digest).collect();
    let mut text = format!("{state:?}\n{digests:?}\n{:?}\n{:?}\n", hall.chain, hall.hashes.root());
    for (id, known) in &hall.boxes {
        let look = (known.ballots(), known.head(), known.voters(), known.counting());
        writeln!(text, "{id} {look:?}").expect("a string takes all text");
    }
    text
}
