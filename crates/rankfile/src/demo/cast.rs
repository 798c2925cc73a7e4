//! The cast of the example: keys for every role, invented nominees, and voters with their preferences.

use crate::ambient;
use crate::house::{read_key, write_secret};
use anyhow::{Context as _, Result};
use rankfile_belenios::{Answer, Question};
use rankfile_record::key::{KeyFile, SecretKey};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

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

    /// Opens the keys a served demonstration left.
    pub fn open(folder: &Path) -> Result<Self> {
        let entries =
            std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let mut files: Vec<PathBuf> =
            entries.filter_map(|entry| Some(entry.ok()?.path().join("key"))).filter(|p| p.exists()).collect();
        files.sort();
        let keys: Result<Vec<SecretKey>> = files.iter().map(|file| read_key(file)).collect();
        Ok(Self { folder: folder.to_owned(), keys: keys? })
    }

    /// The key of a role.
    pub fn key(&self, role: &str) -> Result<&SecretKey> {
        self.keys.iter().find(|key| key.role() == role).with_context(|| format!("nobody plays {role}"))
    }

    /// The keys of all key holders, in order.
    pub fn key_holders(&self) -> Vec<&SecretKey> {
        self.keys.iter().filter(|key| key.role() == "key-holder").collect()
    }

    /// Where a key holder keeps their share, by number from 1.
    pub fn share_file(&self, holder: usize) -> PathBuf {
        self.folder(&format!("key-holder-{holder}")).join("secret.json")
    }

    /// Who can vote, with their credentials, in the committee's order.
    pub fn credentials(&self) -> Result<Vec<(String, Zeroizing<String>)>> {
        let file = self.folder("election-committee").join("credentials.csv");
        let text = Zeroizing::new(
            std::fs::read_to_string(&file).with_context(|| format!("{}: cannot read it", file.display()))?,
        );
        // The invented numbers have no comma in them.
        let lines = text.lines().skip(1).filter_map(|line| line.rsplit_once(','));
        Ok(lines.map(|(member, secret)| (member.to_owned(), Zeroizing::new(secret.to_owned()))).collect())
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

/// The invented roll, on which the nominees are members too, each for as long as the example says.
pub fn roll(members: usize) -> String {
    let roll = rankfile_roll::example_roll(2026, members);
    let good = roll.lines().filter(|line| line.ends_with(",good")).count();
    let apart = (good / (NOMINEES.len() + 1)).max(1);
    let mut nominees = NOMINEES.iter();
    let mut place = 0;
    let mut text = String::new();
    for line in roll.lines() {
        let fields: Vec<&str> = line.split(',').collect();
        let [number, _, _, phone, address, unit, _, "good"] = fields[..] else {
            text.extend([line, "\n"]);
            continue;
        };
        place += 1;
        let nominee = (place % apart == 0).then(|| nominees.next()).flatten();
        let Some((_, name, months, _)) = nominee else {
            text.extend([line, "\n"]);
            continue;
        };
        let email = name.to_lowercase().replace(' ', ".");
        // Nominations close in the first days of October 2026.
        let joined =
            jiff::civil::date(2026, 9, 20).saturating_sub(jiff::Span::new().months(i64::from(*months)));
        text.push_str(&format!(
            "{number},{name},{email}@example.org,{phone},{address},{unit},{joined},good\n"
        ));
    }
    text
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
