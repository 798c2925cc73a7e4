//! The carrier's view of the outbox: what is due, and what became of it. Letters somebody is waiting for come first; then
//! those waiting longest. While the mail server cannot be used, nothing is due.

use super::{Outbox, rows};
use crate::backoff;
use crate::fault::Fault;
use crate::letter::Letter;
use crate::trouble::Trouble;
use rusqlite::{OptionalExtension, Transaction, params};

/// A letter to be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its number in the outbox.
    pub number: i64,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// The letter.
    pub letter: Letter,
}

/// What becomes of a letter that did not get through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is tried again. *Units*: seconds since 1970.
    WaitsUntil(i64),
    /// It is not tried again; it is shown as given up.
    GivenUp,
}

impl Outbox {
    /// The letters to send now, at most `limit`. Letters that have become useless are given up first.
    ///
    /// *Units*: `now` in seconds since 1970.
    pub fn due(&mut self, now: i64, limit: usize) -> Result<Vec<Due>, Fault> {
        self.give_up_the_late(now)?;
        let due = self.list_due(now, limit)?;
        if due.is_empty() {
            self.wipe()?;
        }
        Ok(due)
    }

    fn list_due(&self, now: i64, limit: usize) -> Result<Vec<Due>, Fault> {
        let doing = self.doing("listing what is due");
        if self.server_next_try_at()? > now {
            return Ok(vec![]);
        }
        let list = || -> rusqlite::Result<Vec<Due>> {
            let text = format!(
                "select {} from letter left join words on words.letter = number left join recipient on recipient.letter = number \
                 where state = 'waiting' and next_try_at <= ? order by turn, next_try_at, number limit ?",
                rows::DUE
            );
            let mut statement = self.connection.prepare_cached(&text)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            statement.query_map(params![now, limit], rows::due)?.collect()
        };
        list().map_err(doing)
    }

    /// When something will next be due; none if no letter is waiting.
    pub fn next_try_at(&self) -> Result<Option<i64>, Fault> {
        let text = "select min(next_try_at) from letter where state = 'waiting'";
        let letters: Option<i64> = self
            .connection
            .query_row(text, [], |row| row.get(0))
            .map_err(self.doing("listing what is due"))?;
        let server = self.server_next_try_at()?;
        Ok(letters.map(|letters| letters.max(server)))
    }

    /// Writes down that the mail server took a letter over.
    pub fn mark_sent(&mut self, number: i64, now: i64) -> Result<(), Fault> {
        let erased = self.write("marking a letter sent", |transaction| {
            let changed = transaction.execute(
                "update letter set state = 'sent', settled_at = ?, attempts = attempts + 1, trouble = null, code = null \
                 where number = ? and state = 'waiting'",
                [now, number],
            )?;
            if changed == 0 {
                return Ok(0);
            }
            reached(transaction)?;
            transaction.execute("update server set last_sent_at = ?", [now])?;
            transaction.execute(
                "delete from words where letter = (select number from letter where number = ? and until_sent)",
                [number],
            )
        })?;
        self.unwiped |= erased > 0;
        Ok(())
    }

    /// Writes down that a letter did not get through, and decides whether it is tried again.
    ///
    /// A trouble that lies with the server must be told to [`Outbox::mark_unusable`] as well.
    pub fn mark_failed(&mut self, number: i64, now: i64, trouble: Trouble) -> Result<Fate, Fault> {
        self.write("marking a letter failed", |transaction| {
            let text = "select attempts + 1 from letter where number = ? and state = 'waiting'";
            let attempts: Option<u32> = transaction.query_row(text, [number], |row| row.get(0)).optional()?;
            let Some(attempts) = attempts else { return Ok(Fate::GivenUp) };
            let wait = backoff::letter_seconds(attempts).filter(|_| !trouble.is_final());
            let next_try_at = wait.map(|wait| now.saturating_add(wait));
            transaction.execute(
                "update letter set attempts = ?, trouble = ?, code = ?, state = iif(?4 is null, 'failed', 'waiting'), \
                 settled_at = iif(?4 is null, ?5, null), next_try_at = coalesce(?4, next_try_at) where number = ?6",
                params![attempts, trouble.class(), trouble.code(), next_try_at, now, number],
            )?;
            note_trouble(transaction, now, trouble)?;
            if !trouble.lies_with_the_server() {
                reached(transaction)?;
            }
            Ok(next_try_at.map_or(Fate::GivenUp, Fate::WaitsUntil))
        })
    }

    /// Writes down that the mail server could not be used; gives when to try again. No letter is tried before that, and none
    /// loses an attempt by it.
    pub fn mark_unusable(&mut self, now: i64, trouble: Trouble) -> Result<i64, Fault> {
        self.write("marking the mail server unusable", |transaction| {
            let failures: u32 = transaction.query_row("select failures + 1 from server", [], |row| row.get(0))?;
            let next_try_at = now.saturating_add(backoff::server_seconds(failures));
            transaction.execute(
                "update server set failures = ?, failing_since = coalesce(failing_since, ?), next_try_at = ?, trouble = ?, \
                 code = ?",
                params![failures, now, next_try_at, trouble.class(), trouble.code()],
            )?;
            note_trouble(transaction, now, trouble)?;
            Ok(next_try_at)
        })
    }

    /// Gives up letters whose time is over, and erases their words. Nobody has to see to them: whoever waited for one asks
    /// for another.
    fn give_up_the_late(&mut self, now: i64) -> Result<(), Fault> {
        let doing = self.doing("looking for late letters");
        let late = "state = 'waiting' and useless_from <= ?";
        let text = format!("select exists (select 1 from letter where {late})");
        let any: bool = self.connection.query_row(&text, [now], |row| row.get(0)).map_err(doing)?;
        if !any {
            return Ok(());
        }
        self.write("giving up late letters", |transaction| {
            let text = format!("delete from words where letter in (select number from letter where {late})");
            transaction.execute(&text, [now])?;
            transaction.execute(
                "update letter set state = 'failed', settled_at = ?1, trouble = ?2, code = null, dismissed = 1 \
                 where state = 'waiting' and useless_from <= ?1",
                params![now, Trouble::TooLate.class()],
            )?;
            note_trouble(transaction, now, Trouble::TooLate)
        })?;
        self.unwiped = true;
        Ok(())
    }

    fn server_next_try_at(&self) -> Result<i64, Fault> {
        let read = self.connection.query_row("select next_try_at from server", [], |row| row.get(0));
        read.map_err(self.doing("reading about the mail server"))
    }
}

/// The mail server did its work: what it said of a letter is an answer too.
fn reached(transaction: &Transaction) -> rusqlite::Result<()> {
    let text = "update server set failures = 0, failing_since = null, next_try_at = 0, trouble = null, code = null \
                where failures > 0";
    transaction.execute(text, []).map(drop)
}

fn note_trouble(transaction: &Transaction, now: i64, trouble: Trouble) -> rusqlite::Result<()> {
    let text = "update server set last_trouble = ?, last_code = ?, last_trouble_at = ?";
    transaction.execute(text, params![trouble.class(), trouble.code(), now]).map(drop)
}
