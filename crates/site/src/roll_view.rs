//! The roll as pages need it: by number, by address, by name. Derived from the openings and made anew when the roll changes.

use rankfile_roll::{Member, Roll, Standing};
use std::collections::HashMap;

/// A roll with its indices.
pub struct RollView {
    /// Fingerprint of the roll it was made from.
    pub root: String,
    members: Vec<Member>,
    by_id: HashMap<String, usize>,
    by_email: HashMap<String, usize>,
    folded: Vec<String>,
}

impl RollView {
    /// Indexes a roll.
    pub fn new(root: String, roll: Roll) -> Self {
        let members = roll.members().to_vec();
        let numbered = || members.iter().enumerate();
        let by_id = numbered().map(|(place, m)| (m.member_id.key(), place)).collect();
        let by_email =
            numbered().filter_map(|(place, m)| Some((m.email.as_ref()?.to_lowercase(), place))).collect();
        let folded = members.iter().map(folded).collect();
        Self { root, members, by_id, by_email, folded }
    }

    /// Everybody.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// A member by number.
    pub fn member(&self, id: &str) -> Option<&Member> {
        let key = rankfile_roll::MemberId::new(id).key();
        self.by_id.get(&key).and_then(|place| self.members.get(*place))
    }

    /// A member by e-mail address.
    pub fn by_email(&self, address: &str) -> Option<&Member> {
        self.by_email.get(&address.trim().to_lowercase()).and_then(|place| self.members.get(*place))
    }

    /// Members with exactly this name, letter case aside.
    pub fn by_name(&self, name: &str) -> Vec<&Member> {
        let name = fold(name);
        let same = |m: &&Member| m.name.as_ref().is_some_and(|n| fold(n) == name);
        self.members.iter().filter(same).collect()
    }

    /// Members whose number, name, address or unit contains every word, and how many there are in all.
    pub fn search(&self, words: &str, from: usize, at_most: usize) -> (Vec<&Member>, usize) {
        let words: Vec<String> = words.split_whitespace().map(fold).collect();
        let mut found = Vec::new();
        let mut total = 0;
        for (member, folded) in self.members.iter().zip(&self.folded) {
            if words.iter().all(|word| folded.contains(word)) {
                if total >= from && found.len() < at_most {
                    found.push(member);
                }
                total += 1;
            }
        }
        (found, total)
    }

    /// How many are in good standing.
    pub fn in_good_standing(&self) -> usize {
        self.members.iter().filter(|member| member.standing == Standing::Good).count()
    }
}

fn folded(member: &Member) -> String {
    let parts = [
        Some(member.member_id.as_str().to_owned()),
        member.name.clone(),
        member.email.clone(),
        member.unit.clone(),
    ];
    fold(&parts.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
