//! Letters as rows and rows as letters, and the cursor. A row that is not of this program's making is an error, not a
//! letter.

use super::sending::Due;
use crate::address::Address;
use crate::calendar::Calendar;
use crate::letter::{Letter, Lifetime};
use crate::line::Line;
use crate::message_id::MessageId;
use crate::trouble::Trouble;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};
use std::error::Error;

/// The columns [`due`] reads, in its order.
pub(super) const DUE: &str = "letter.number, attempts, message_id, address, language, subject, body, check_phrase, calendar, \
     act, created_at, until_sent, useless_from";

/// Adds the letters whose Message-ID is not there yet; gives how many were new.
pub(super) fn insert(connection: &Connection, letters: &[Letter]) -> rusqlite::Result<u64> {
    let mut letter_row = connection.prepare_cached(
        "insert into letter (message_id, language, act, created_at, until_sent, useless_from, turn, state) \
         values (?, ?, ?, ?, ?, ?, ?, 'waiting') on conflict (message_id) do nothing",
    )?;
    let mut words_row = connection.prepare_cached("insert into words values (?, ?, ?, ?, ?)")?;
    let mut recipient_row = connection.prepare_cached("insert into recipient values (?, ?)")?;
    let mut added = 0;
    for letter in letters {
        let (until_sent, useless_from) = match letter.lifetime {
            Lifetime::Kept => (false, None),
            Lifetime::UntilSent => (true, None),
            Lifetime::UntilSentOr { useless_from } => (true, Some(useless_from)),
        };
        let new = letter_row.execute(params![
            letter.message_id.as_str(),
            letter.language,
            letter.act.map(u64::cast_signed),
            letter.created_at,
            until_sent,
            useless_from,
            letter.act.is_some(),
        ])?;
        if new == 0 {
            continue;
        }
        let number = connection.last_insert_rowid();
        words_row.execute(params![
            number,
            letter.subject.as_str(),
            letter.body,
            letter.check_phrase.as_str(),
            letter.calendar.as_ref().map(Calendar::as_str),
        ])?;
        recipient_row.execute(params![number, letter.to.as_str()])?;
        added += 1;
    }
    Ok(added)
}

/// The letter in a row of [`DUE`].
pub(super) fn due(row: &Row) -> rusqlite::Result<Due> {
    let text = |column: usize| row.get::<_, String>(column);
    let lifetime = match (row.get::<_, bool>(11)?, row.get::<_, Option<i64>>(12)?) {
        (false, _) => Lifetime::Kept,
        (true, None) => Lifetime::UntilSent,
        (true, Some(useless_from)) => Lifetime::UntilSentOr { useless_from },
    };
    let letter = Letter {
        message_id: MessageId::parse(&text(2)?).map_err(foreign)?,
        to: Address::parse(&text(3)?).map_err(foreign)?,
        language: text(4)?,
        subject: Line::from_text(&text(5)?),
        body: text(6)?,
        check_phrase: Line::from_text(&text(7)?),
        calendar: row.get::<_, Option<String>>(8)?.map(Calendar::stored),
        act: row.get::<_, Option<i64>>(9)?.map(i64::cast_unsigned),
        created_at: row.get(10)?,
        lifetime,
    };
    Ok(Due { number: row.get(0)?, attempts: row.get(1)?, letter })
}

/// The trouble in two columns, if there is one.
pub(super) fn trouble(row: &Row, class: usize, code: usize) -> rusqlite::Result<Option<Trouble>> {
    let (class, code): (Option<String>, Option<u16>) = (row.get(class)?, row.get(code)?);
    class.map(|class| Trouble::parse(&class, code).ok_or_else(|| foreign("no class of trouble"))).transpose()
}

/// Acts turned into letters.
pub(super) fn cursor(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("select acts from progress", [], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
}

/// Sets the number of acts turned into letters.
pub(super) fn set_cursor(connection: &Connection, acts: u64) -> rusqlite::Result<()> {
    connection.execute("update progress set acts = ?", [acts.cast_signed()]).map(drop)
}

/// An error for a value this program never wrote.
pub(super) fn foreign(why: impl Into<Box<dyn Error + Send + Sync>>) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, why.into())
}
