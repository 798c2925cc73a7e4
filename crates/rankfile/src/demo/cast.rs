//! The cast of the example: keys for every role, invented nominees, and voters with their preferences.

use crate::ambient;
use crate::house::write_secret;
use anyhow::{Context as _, Result};
use rankfile_belenios::{Answer, Question};
use rankfile_record::key::{KeyFile, SecretKey};
use std::path::{Path, PathBuf};

/// The roles that sign something.
pub struct Cast {
    folder: PathBuf,
    keys: Vec<SecretKey>,
}

/// Nominees: office, name, months of membership, and whether they accept.
pub const NOMINEES: &[(&str, &str, u32, bool)] = &[
    ("president", "Marisol Vantongeren", 88, true),
    ("president", "Odhran Quillfeather", 41, true),
    ("president", "Tamsin Okoro-Lindqvist", 19, true),
    ("vice-president", "Bartholomew Inkwell", 60, true),
    ("vice-president", "Zenobia Marchbanks", 33, true),
    ("secretary", "Ptolemy Ashgrove", 52, true),
    ("secretary", "Ximena Thistlewood", 27, false),
    ("treasurer", "Leocadia Brightwater", 70, true),
    ("treasurer", "Ignatius Fernsby", 45, true),
    ("executive-board", "Wilhelmina Saltmarsh", 91, true),
    ("executive-board", "Caspian Moonpenny", 24, true),
    ("executive-board", "Dorothea Applegarth", 37, true),
    ("executive-board", "Thaddeus Ravenscar", 15, true),
    ("executive-board", "Perpetua Hollybrook", 3, true),
    ("executive-board", "Fitzgerald Oakenhall", 58, true),
];

impl Cast {
    /// Makes a key for each role, under `roles/<role>/key`.
    pub fn make(folder: &Path, roles: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut keys = Vec::new();
        for role in roles {
            // A key holder's key is for its own folder; the election says which key holder it is.
            let key = SecretKey::make(
                role.split_once('/').map_or(role.as_str(), |(role, _)| role),
                &ambient::bytes32(),
            );
            let path = folder.join(role.replace('/', "-")).join("key");
            write_secret(&path, key.render().as_bytes())?;
            write_secret(&path.with_extension("pub"), key.render_public().as_bytes())?;
            keys.push(key);
        }
        Ok(Self { folder: folder.to_owned(), keys })
    }

    /// The key of a role.
    pub fn key(&self, role: &str) -> Result<&SecretKey> {
        self.keys.iter().find(|key| key.role() == role).with_context(|| format!("nobody plays {role}"))
    }

    /// The keys of all key holders, in order.
    pub fn key_holders(&self) -> Vec<&SecretKey> {
        self.keys.iter().filter(|key| key.role() == "key-holder").collect()
    }

    /// A role's folder.
    pub fn folder(&self, role: &str) -> PathBuf {
        self.folder.join(role)
    }

    /// The keys named at the founding: all but the key holders', whom each election appoints.
    pub fn founding(&self) -> Result<Vec<KeyFile>> {
        let officers = self.keys.iter().filter(|key| key.role() != "key-holder");
        officers.map(|key| Ok(KeyFile::parse(&key.render())?)).collect()
    }
}

/// What a voter chooses: earlier places on the ballot are no better, each voter has a favourite by their number.
pub fn choices(questions: &[Question], voter: usize, second_time: bool) -> Vec<Answer> {
    let choose = |(question, number): (&Question, usize)| {
        let spread = (voter * 31 + number * 17 + usize::from(second_time) * 7) % 100;
        if spread < 4 {
            return Answer::Blank;
        }
        let many = question.answers.len();
        let first = (spread * spread / 37) % many;
        Answer::Choices((0..question.max).map(|next| (first + next) % many).collect())
    };
    questions.iter().zip(0..).map(choose).collect()
}
