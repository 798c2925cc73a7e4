//! The tables of the outbox and how a file is known to be one. A later layout adds its step here; a released layout is
//! never edited.

use crate::fault::Fault;
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// `RnkP` in the header of every outbox.
const APPLICATION_ID: i64 = 0x526e_6b50;

/// The layout below.
const LAYOUT: i64 = 1;

/// Letters, the cursor, and what is known of the mail server.
///
/// `turn` is 0 for a letter somebody is waiting for and 1 for one an act causes: the first are sent first.
const TABLES: &str = "
    create table letter (
        number integer primary key, message_id text not null unique, language text not null, act integer,
        created_at integer not null, until_sent integer not null, useless_from integer,
        turn integer not null, state text not null check (state in ('waiting', 'sent', 'failed')),
        attempts integer not null default 0, next_try_at integer not null default 0, settled_at integer,
        trouble text, code integer, dismissed integer not null default 0
    ) strict;
    create index letter_in_turn on letter (state, turn, next_try_at, number);
    create index letter_by_settling on letter (state, settled_at);
    create table progress (only integer primary key check (only = 1), acts integer not null) strict;
    insert into progress values (1, 0);
    create table server (
        only integer primary key check (only = 1), failures integer not null default 0, failing_since integer,
        next_try_at integer not null default 0, trouble text, code integer,
        last_sent_at integer, last_trouble text, last_code integer, last_trouble_at integer
    ) strict;
    insert into server (only) values (1);
";

/// The erasable part: erasing builds these tables anew, so each has its own text.
pub(super) const WORDS: &str = "create table words (
    letter integer primary key, subject text not null, body text not null, check_phrase text not null, calendar text
) strict;";
pub(super) const RECIPIENT: &str =
    "create table recipient (letter integer primary key, address text not null) strict;";

/// Checks that the file is blank or ours and of a layout this release knows. Writes nothing.
pub(super) fn check_whose(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let doing = |error| Fault::from_sqlite(path, "reading its header", error);
    if is_blank(connection).map_err(doing)? {
        return Ok(());
    }
    let place = path.display().to_string();
    if pragma(connection, "application_id").map_err(doing)? != APPLICATION_ID {
        return Err(Fault::NotOurs { place });
    }
    match pragma(connection, "user_version").map_err(doing)? {
        LAYOUT => Ok(()),
        found if found > LAYOUT => Err(Fault::TooNew { place, found, known: LAYOUT }),
        _ => Err(Fault::NotOurs { place }),
    }
}

/// Settings of the connection; all but the journal mode must be made anew each time.
pub(super) fn configure(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let doing = |error| Fault::from_sqlite(path, "configuring it", error);
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)).map_err(doing)?;
    if mode != "wal" {
        let source = "its file system does not allow a write-ahead log".into();
        return Err(Fault::Medium { place: path.display().to_string(), doing: "configuring it", source });
    }
    for (name, value) in [
        ("synchronous", "full"),
        ("fullfsync", "on"),
        ("checkpoint_fullfsync", "on"),
        // An erased word is overwritten, and never reaches a temporary file.
        ("secure_delete", "on"),
        ("temp_store", "memory"),
        ("cell_size_check", "on"),
        ("trusted_schema", "off"),
    ] {
        connection.pragma_update(None, name, value).map_err(doing)?;
    }
    Ok(())
}

/// Lays out a blank file, completely or not at all; walks every page of one that is ours.
pub(super) fn make_or_check(connection: &mut Connection, path: &Path) -> Result<(), Fault> {
    let doing = |error| Fault::from_sqlite(path, "laying it out", error);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(doing)?;
    // Asked inside the transaction: another connection may be opening the same new file.
    if is_blank(&transaction).map_err(doing)? {
        let text = format!(
            "pragma application_id = {APPLICATION_ID}; pragma user_version = {LAYOUT}; {TABLES} {WORDS} {RECIPIENT}"
        );
        transaction.execute_batch(&text).map_err(doing)?;
        return transaction.commit().map_err(doing);
    }
    drop(transaction);
    let found: String = connection
        .query_row("pragma quick_check(1)", [], |row| row.get(0))
        .map_err(|error| Fault::from_sqlite(path, "checking its structure", error))?;
    if found == "ok" {
        return Ok(());
    }
    let what = "the structure of the file does not hold together".into();
    Err(Fault::Damaged { place: path.display().to_string(), what })
}

/// Builds an erasable table anew from what is left in it.
///
/// Deleting a row overwrites its cell, but not the copies that stay behind in unused parts of pages when SQLite moves
/// cells between pages. Dropping the whole table overwrites every page it ever had.
pub(super) fn rebuild(connection: &Connection, table: &str, text: &str) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "alter table {table} rename to {table}_before; {text} \
         insert into {table} select * from {table}_before order by letter; drop table {table}_before;"
    ))
}

/// Whether nothing was ever stored in the file, by anybody.
fn is_blank(connection: &Connection) -> rusqlite::Result<bool> {
    let things: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    Ok(things == 0 && pragma(connection, "application_id")? == 0 && pragma(connection, "user_version")? == 0)
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}
