//! How the mail is doing, in facts: for the health page, and for whoever must reach a member by other means because a
//! letter was given up. The words for it are the page's.

use super::{Outbox, rows};
use crate::address::Address;
use crate::fault::Fault;
use crate::trouble::Trouble;
use rusqlite::params;

/// How the mail is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Letters not sent yet.
    pub waiting: u64,
    /// When the one waiting longest was caused. *Units*: seconds since 1970.
    pub waiting_since: Option<i64>,
    /// How long that one has waited. *Units*: seconds.
    pub longest_wait_seconds: i64,
    /// Letters sent so far.
    pub sent: u64,
    /// When the last one was sent. *Units*: seconds since 1970.
    pub last_sent_at: Option<i64>,
    /// Letters given up and not dismissed: somebody has to see to them.
    pub given_up: u64,
    /// The last trouble and when it was. *Units*: seconds since 1970.
    pub last_trouble: Option<(Trouble, i64)>,
    /// The mail server.
    pub server: Server,
    /// Acts of the record turned into letters.
    pub followed_acts: u64,
}

/// What is known of the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// Nothing was sent to it yet.
    Untried,
    /// It worked the last time.
    Working,
    /// It cannot be used.
    Unusable {
        /// Since when. *Units*: seconds since 1970.
        since: i64,
        /// Why.
        trouble: Trouble,
        /// How often in a row it failed.
        failures: u32,
        /// When it is tried again. *Units*: seconds since 1970.
        next_try_at: i64,
    },
}

/// A letter that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Its number in the outbox.
    pub number: i64,
    /// The act that caused it.
    pub act: Option<u64>,
    /// To whom, unless erased.
    pub to: Option<Address>,
    /// When it was caused. *Units*: seconds since 1970.
    pub created_at: i64,
    /// When it was given up. *Units*: seconds since 1970.
    pub given_up_at: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// Why.
    pub trouble: Trouble,
    /// Whether it can be tried again: its words are still there and its time is not over.
    pub can_be_retried: bool,
}

impl Outbox {
    /// How the mail is doing.
    ///
    /// *Units*: `now` in seconds since 1970.
    pub fn health(&self, now: i64) -> Result<Health, Fault> {
        let read = || {
            let text = "select count(*), min(created_at) from letter where state = 'waiting'";
            let (waiting, waiting_since): (i64, Option<i64>) =
                self.connection.query_row(text, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let count = |which: &str| {
                let text = format!("select count(*) from letter where {which}");
                self.connection.query_row(&text, [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
            };
            let text = "select failures, failing_since, next_try_at, trouble, code, last_sent_at, last_trouble, last_code, \
                        last_trouble_at from server";
            let (server, last_sent_at, last_trouble) = self.connection.query_row(text, [], |row| {
                let last_sent_at: Option<i64> = row.get(5)?;
                let server = match (row.get(1)?, rows::trouble(row, 3, 4)?) {
                    (Some(since), Some(trouble)) => {
                        Server::Unusable { since, trouble, failures: row.get(0)?, next_try_at: row.get(2)? }
                    }
                    _ if last_sent_at.is_some() => Server::Working,
                    _ => Server::Untried,
                };
                let last_trouble = rows::trouble(row, 6, 7)?.zip(row.get(8)?);
                Ok((server, last_sent_at, last_trouble))
            })?;
            Ok(Health {
                waiting: waiting.cast_unsigned(),
                waiting_since,
                longest_wait_seconds: waiting_since.map_or(0, |since| now.saturating_sub(since).max(0)),
                sent: count("state = 'sent'")?,
                last_sent_at,
                given_up: count("state = 'failed' and not dismissed")?,
                last_trouble,
                server,
                followed_acts: rows::cursor(&self.connection)?,
            })
        };
        read().map_err(self.doing("reading how the mail is doing"))
    }

    /// The letters given up and not dismissed, the latest first.
    pub fn given_up(&self, limit: usize) -> Result<Vec<GivenUp>, Fault> {
        let list = || -> rusqlite::Result<Vec<GivenUp>> {
            let mut statement = self.connection.prepare_cached(
                "select number, act, address, created_at, settled_at, attempts, trouble, code, \
                 words.letter is not null and recipient.letter is not null and useless_from is null from letter \
                 left join words on words.letter = number left join recipient on recipient.letter = number \
                 where state = 'failed' and not dismissed order by settled_at desc, number desc limit ?",
            )?;
            let read = |row: &rusqlite::Row| {
                let address: Option<String> = row.get(2)?;
                let to = address.map(|text| Address::parse(&text)).transpose().map_err(rows::foreign)?;
                Ok(GivenUp {
                    number: row.get(0)?,
                    act: row.get::<_, Option<i64>>(1)?.map(i64::cast_unsigned),
                    to,
                    created_at: row.get(3)?,
                    given_up_at: row.get(4)?,
                    attempts: row.get(5)?,
                    trouble: rows::trouble(row, 6, 7)?
                        .ok_or_else(|| rows::foreign("given up without a reason"))?,
                    can_be_retried: row.get(8)?,
                })
            };
            statement.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], read)?.collect()
        };
        list().map_err(self.doing("listing what was given up"))
    }

    /// Lets a letter that was given up be tried again from the start; false if there is no such letter or nothing is left of
    /// it to send.
    pub fn retry(&mut self, number: i64, now: i64) -> Result<bool, Fault> {
        self.write("trying a letter again", |transaction| {
            let changed = transaction.execute(
                "update letter set state = 'waiting', attempts = 0, next_try_at = ?, settled_at = null, trouble = null, \
                 code = null, dismissed = 0 where number = ? and state = 'failed' and useless_from is null \
                 and number in (select letter from words) and number in (select letter from recipient)",
                params![now, number],
            )?;
            Ok(changed > 0)
        })
    }

    /// Takes a letter that was given up off the list, because somebody saw to it, and erases its words; false if there is no
    /// such letter.
    pub fn dismiss(&mut self, number: i64) -> Result<bool, Fault> {
        let dismissed = self.write("dismissing a letter", |transaction| {
            let text = "update letter set dismissed = 1 where number = ? and state = 'failed'";
            let changed = transaction.execute(text, [number])?;
            if changed > 0 {
                transaction.execute("delete from words where letter = ?", [number])?;
            }
            Ok(changed > 0)
        })?;
        self.unwiped |= dismissed;
        self.wipe()?;
        Ok(dismissed)
    }
}
