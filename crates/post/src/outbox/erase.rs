//! Erasing what is no longer needed: the words of letters that were sent or seen to, and to whom they went. The rows
//! themselves stay, with their Message-IDs, so that no letter is ever made twice.

use super::{Outbox, PATIENCE, layout};
use crate::fault::Fault;
use rusqlite::ErrorCode;
use std::time::Duration;

impl Outbox {
    /// Erases the words of letters sent or seen to before a time; gives how many. Whom they went to stays, as evidence of
    /// service.
    ///
    /// *Units*: seconds since 1970.
    pub fn erase_words(&mut self, sent_before: i64) -> Result<u64, Fault> {
        self.erase("words", layout::WORDS, sent_before)
    }

    /// Erases to whom letters sent or seen to before a time went; gives how many.
    ///
    /// *Units*: seconds since 1970.
    pub fn erase_recipients(&mut self, sent_before: i64) -> Result<u64, Fault> {
        self.erase("recipient", layout::RECIPIENT, sent_before)
    }

    /// Leaves no copy of words erased one by one: builds their table anew and empties the write-ahead log. Done when nothing
    /// is due, since it rewrites every waiting letter.
    pub(super) fn wipe(&mut self) -> Result<(), Fault> {
        if self.unwiped {
            self.write("wiping erased words", |transaction| {
                layout::rebuild(transaction, "words", layout::WORDS)
            })?;
            self.empty_log()?;
        }
        Ok(())
    }

    fn erase(&mut self, table: &str, layout: &str, sent_before: i64) -> Result<u64, Fault> {
        let erased = self.write("erasing", |transaction| {
            let text = format!(
                "delete from {table} where letter in \
                 (select number from letter where (state = 'sent' or dismissed) and settled_at < ?)"
            );
            let erased = transaction.execute(&text, [sent_before])?;
            if erased > 0 {
                layout::rebuild(transaction, table, layout)?;
            }
            Ok(erased as u64)
        })?;
        self.empty_log()?;
        Ok(erased)
    }

    /// Empties the write-ahead log, where the last copy may stand. Somebody who reads or writes at this moment keeps it from
    /// being emptied; then the next wiping does it.
    fn empty_log(&mut self) -> Result<(), Fault> {
        let doing = self.doing("emptying its write-ahead log");
        self.connection.busy_timeout(Duration::from_secs(1)).map_err(&doing)?;
        let read =
            self.connection.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get::<_, i64>(0));
        self.connection.busy_timeout(PATIENCE).map_err(&doing)?;
        match read {
            Ok(busy) => self.unwiped = busy != 0,
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => self.unwiped = true,
            Err(error) => return Err(doing(error)),
        }
        Ok(())
    }
}
