//! Accounts: who is signed in, one-time links, passkeys that members sign in with, and the server's own form key. A file of
//! its own beside the record (`accounts.db`): losing it costs nobody anything but signing in again.
//!
//! Secrets are kept as digests: whoever reads this file cannot sign in with it.

use rand_core::CryptoRng;
use rankfile_record::key::PublicKey;
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How long a session lasts without use.
///
/// *Units*: seconds.
pub const SESSION_LASTS: i64 = 30 * 86_400;
/// How long a one-time link works.
///
/// *Units*: seconds.
pub const LINK_LASTS: i64 = 3_600;
/// How long after proving a key a session still counts as that key's holder.
///
/// *Units*: seconds.
pub const KEY_LASTS: i64 = 12 * 3_600;

/// The accounts file, opened.
pub struct Accounts {
    file: Mutex<Connection>,
    form_key: [u8; 32],
}

/// Somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The member, if they signed in as one.
    pub member_id: Option<String>,
    /// The key they proved to hold.
    pub key: Option<PublicKey>,
}

/// A passkey that a member signs in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// The authenticator's name for it.
    pub credential: Vec<u8>,
    /// What verifies it.
    pub key: PublicKey,
    /// Whose it is.
    pub member_id: Option<String>,
    /// What the member calls it.
    pub label: String,
}

type Done<T> = Result<T, rusqlite::Error>;

impl Accounts {
    /// Opens or makes the file; `fresh` is used the first time only.
    pub fn open(path: &Path, fresh: [u8; 32]) -> Done<Self> {
        let file = Connection::open(path)?;
        file.pragma_update(None, "journal_mode", "wal")?;
        file.pragma_update(None, "synchronous", "normal")?;
        file.pragma_update(None, "secure_delete", "on")?;
        file.execute_batch(
            "create table if not exists settings (name text primary key, value blob not null) strict;
             create table if not exists sessions (
                 token blob primary key, member_id text, key text, key_proved_at integer, used_at integer not null) strict;
             create table if not exists links (
                 token blob primary key, member_id text not null, expires_at integer not null) strict;
             create table if not exists passkeys (
                 credential blob primary key, key text not null, member_id text, label text not null) strict;",
        )?;
        file.execute("insert or ignore into settings values ('form-key', ?1)", [&fresh[..]])?;
        let form_key: Vec<u8> =
            file.query_row("select value from settings where name = 'form-key'", [], |row| row.get(0))?;
        let form_key = <[u8; 32]>::try_from(form_key).unwrap_or(fresh);
        Ok(Self { file: Mutex::new(file), form_key })
    }

    /// What forms are marked with.
    pub(crate) fn form_key(&self) -> &[u8; 32] {
        &self.form_key
    }

    /// A session by its cookie, while it lasts.
    pub fn session(&self, cookie: &str, now: i64) -> Done<Option<Session>> {
        if cookie.is_empty() {
            return Ok(None);
        }
        let found = self
            .file()
            .query_row(
                "select member_id, key, key_proved_at from sessions where token = ?1 and used_at > ?2",
                params![digest(cookie), now - SESSION_LASTS],
                |row| {
                    let (key, proved): (Option<String>, Option<i64>) = (row.get(1)?, row.get(2)?);
                    let fresh = proved.is_some_and(|at| at > now - KEY_LASTS);
                    let key = key.filter(|_| fresh).and_then(|key| PublicKey::parse(&key).ok());
                    Ok(Session { member_id: row.get(0)?, key })
                },
            )
            .optional()?;
        Ok(found.filter(|session| session.member_id.is_some() || session.key.is_some()))
    }

    /// Begins a session under a fresh cookie, which is returned; the one before ends. A key does not forget the member, nor
    /// a member the key.
    pub fn sign_in(
        &self,
        before: &str,
        session: &Session,
        now: i64,
        rng: &mut dyn CryptoRng,
    ) -> Done<String> {
        let kept = self.session(before, now)?;
        let member_id =
            session.member_id.clone().or_else(|| kept.as_ref().and_then(|kept| kept.member_id.clone()));
        let key = session.key.clone().or_else(|| kept.and_then(|kept| kept.key));
        let cookie = secret(rng);
        let file = self.file();
        file.execute(
            "delete from sessions where token = ?1 or used_at < ?2",
            params![digest(before), now - SESSION_LASTS],
        )?;
        file.execute(
            "insert into sessions values (?1, ?2, ?3, ?4, ?5)",
            params![
                digest(&cookie),
                member_id,
                key.as_ref().map(|key| key.as_str().to_owned()),
                key.is_some().then_some(now),
                now
            ],
        )?;
        Ok(cookie)
    }

    /// Ends a session.
    pub fn sign_out(&self, cookie: &str) -> Done<()> {
        self.file().execute("delete from sessions where token = ?1", [digest(cookie)])?;
        Ok(())
    }

    /// Makes a one-time link's secret for a member.
    pub fn make_link(&self, member_id: &str, now: i64, rng: &mut dyn CryptoRng) -> Done<String> {
        let token = secret(rng);
        let file = self.file();
        file.execute("delete from links where expires_at < ?1", [now])?;
        file.execute(
            "insert into links values (?1, ?2, ?3)",
            params![digest(&token), member_id, now + LINK_LASTS],
        )?;
        Ok(token)
    }

    /// Uses a link up; the member it was made for, if it still worked.
    pub fn use_link(&self, token: &str, now: i64) -> Done<Option<String>> {
        self.file()
            .query_row(
                "delete from links where token = ?1 and expires_at >= ?2 returning member_id",
                params![digest(token), now],
                |row| row.get(0),
            )
            .optional()
    }

    /// Keeps a passkey.
    pub fn keep_passkey(&self, passkey: &Passkey) -> Done<()> {
        self.file().execute(
            "insert or replace into passkeys values (?1, ?2, ?3, ?4)",
            params![passkey.credential, passkey.key.as_str(), passkey.member_id, passkey.label],
        )?;
        Ok(())
    }

    /// A passkey by the authenticator's name for it.
    pub fn passkey(&self, credential: &[u8]) -> Done<Option<Passkey>> {
        self.file()
            .query_row("select * from passkeys where credential = ?1", [credential], read_passkey)
            .optional()
            .map(Option::flatten)
    }

    /// A passkey by its public key.
    pub fn passkey_of(&self, key: &PublicKey) -> Done<Option<Passkey>> {
        self.file()
            .query_row("select * from passkeys where key = ?1", [key.as_str()], read_passkey)
            .optional()
            .map(Option::flatten)
    }

    /// A member's passkeys.
    pub fn passkeys(&self, member_id: &str) -> Done<Vec<Passkey>> {
        let file = self.file();
        let mut query = file.prepare("select * from passkeys where member_id = ?1 order by label")?;
        let rows: Done<Vec<Option<Passkey>>> = query.query_map([member_id], read_passkey)?.collect();
        Ok(rows?.into_iter().flatten().collect())
    }

    /// Forgets a member's passkey.
    pub fn forget_passkey(&self, member_id: &str, credential: &[u8]) -> Done<()> {
        let mine = params![member_id, credential];
        self.file().execute("delete from passkeys where member_id = ?1 and credential = ?2", mine)?;
        Ok(())
    }

    fn file(&self) -> MutexGuard<'_, Connection> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A fresh secret for a cookie or a link: 32 random bytes in hexadecimal.
pub fn secret(rng: &mut dyn CryptoRng) -> String {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    hex::encode(bytes)
}

fn read_passkey(row: &rusqlite::Row<'_>) -> Done<Option<Passkey>> {
    let key: String = row.get(1)?;
    let (credential, member_id, label) = (row.get(0)?, row.get(2)?, row.get(3)?);
    Ok(PublicKey::parse(&key).ok().map(|key| Passkey { credential, key, member_id, label }))
}

fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    fn accounts() -> (tempfile::TempDir, Accounts, ChaCha20Rng) {
        let folder = tempfile::tempdir().unwrap();
        let accounts = Accounts::open(&folder.path().join("accounts.db"), [7; 32]).unwrap();
        (folder, accounts, ChaCha20Rng::from_seed([1; 32]))
    }

    fn member(id: &str) -> Session {
        Session { member_id: Some(id.to_owned()), key: None }
    }

    #[test]
    fn a_link_works_once_and_not_too_late() {
        let (_folder, accounts, mut rng) = accounts();
        let link = accounts.make_link("M-1", 1_000, &mut rng).unwrap();
        assert_eq!(accounts.use_link(&link, 1_001).unwrap().as_deref(), Some("M-1"));
        assert_eq!(accounts.use_link(&link, 1_001).unwrap(), None);
        let late = accounts.make_link("M-1", 1_000, &mut rng).unwrap();
        assert_eq!(accounts.use_link(&late, 1_001 + LINK_LASTS).unwrap(), None);
    }

    #[test]
    fn signing_in_ends_the_session_before() {
        let (_folder, accounts, mut rng) = accounts();
        let first = accounts.sign_in("", &member("M-1"), 10, &mut rng).unwrap();
        let second = accounts.sign_in(&first, &member("M-2"), 11, &mut rng).unwrap();
        assert_eq!(accounts.session(&first, 12).unwrap(), None);
        assert_eq!(accounts.session(&second, 12).unwrap(), Some(member("M-2")));
        accounts.sign_out(&second).unwrap();
        assert_eq!(accounts.session(&second, 12).unwrap(), None);
    }

    #[test]
    fn the_file_holds_no_secret_that_signs_anybody_in() {
        let (folder, accounts, mut rng) = accounts();
        let cookie = accounts.sign_in("", &member("M-1"), 10, &mut rng).unwrap();
        let link = accounts.make_link("M-1", 10, &mut rng).unwrap();
        drop(accounts);
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            for secret in [&cookie, &link] {
                assert!(!bytes.windows(64).any(|window| window == secret.as_bytes()));
            }
        }
    }
}
