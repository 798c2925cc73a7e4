//! The demonstration's part of one stage, so that its pages can be looked at: roles, members, credentials and letters are
//! there, and the story stands still. The story that moves is `rankfile demo`'s, which has tests of its own.

use super::story::{CANDIDATE, MEMBER};
use crate::world::{key, keys};
use anyhow::Result;
use rankfile_hall::state::State;
use rankfile_record::key::{PublicKey, SecretKey};
use rankfile_site::{Beat, Caught, Demo};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What stands in for the served demonstration.
pub struct Pretended {
    keys: BTreeMap<String, SecretKey>,
    folder: PathBuf,
    credentials: BTreeMap<String, String>,
}

impl Pretended {
    /// Around a stage's folder.
    pub fn open(folder: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(folder.join("committee").join("credentials.csv"))?;
        let lines = text.lines().skip(1).filter_map(|line| line.split_once(','));
        let credentials = lines.map(|(member, secret)| (member.to_owned(), secret.to_owned())).collect();
        Ok(Self { keys: keys()?, folder: folder.to_owned(), credentials })
    }

    fn key(&self, role: &str) -> Option<&SecretKey> {
        self.roles().iter().any(|known| known == role).then(|| key(&self.keys, role).ok())?
    }
}

impl Demo for Pretended {
    fn key_file(&self, role: &str) -> Option<String> {
        Some(self.key(role)?.render().to_string())
    }

    fn public_key(&self, role: &str) -> Option<PublicKey> {
        Some(self.key(role)?.public())
    }

    fn share_file(&self, role: &str) -> Option<String> {
        self.key(role).filter(|key| key.role() == "key-holder")?;
        std::fs::read_to_string(self.folder.join(role)).ok()
    }

    fn roles(&self) -> Vec<String> {
        let roles = ["secretary", "election-committee", "protest-board", "key-holder-1", "key-holder-2"];
        roles.map(str::to_owned).to_vec()
    }

    fn credential(&self, member_id: &str) -> Option<String> {
        self.credentials.get(member_id).cloned()
    }

    fn members(&self) -> Vec<(String, String)> {
        [(MEMBER, "Somebody who can vote"), (CANDIDATE, "Somebody who stands for an office")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .to_vec()
    }

    fn next(&self, _: &State) -> Option<Beat> {
        Some(Beat::Vote)
    }

    fn play(&self) -> Result<Option<Beat>, String> {
        Ok(None)
    }

    fn letters(&self) -> Vec<Caught> {
        let letter = |to: &str, subject: &str, text: &str| Caught {
            to: to.to_owned(),
            subject: subject.to_owned(),
            text: text.to_owned(),
        };
        vec![
            letter(
                "member@example.org",
                "Voting opens",
                "Voting is open for seven days.\n\nhttp://localhost/",
            ),
            letter("candidate@example.org", "You are nominated", "Say until Friday whether you stand."),
        ]
    }
}
