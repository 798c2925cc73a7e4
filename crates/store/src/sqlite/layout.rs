//! The tables of the SQLite storage and how a file is known to be ours. A later layout adds its step here; a released
//! layout is never edited.

use super::fault;
use crate::fault::{Fault, Place};
use rusqlite::Connection;
use std::path::Path;

/// `RnkF` in the header of every data file.
const APPLICATION_ID: i64 = 0x526e_6b46;

/// The newest layout: the tables below after every step of [`advance`].
const LAYOUT: i64 = 2;

/// Leaves, the checkpoint over them, archives and their pieces, papers.
///
/// The pieces' digests are there because nothing else would notice a flipped bit in an archive before its audit.
const TABLES: &str = "
    create table leaf (position integer primary key, bytes blob not null) strict;
    create table staged (only integer primary key check (only = 1), size integer not null, note text not null) strict;
    create table archive (election text primary key, pieces integer not null, length integer not null) strict;
    create table piece (
        election text not null, height integer not null, kind text not null, digest blob not null, bytes blob not null,
        unique (election, height)
    ) strict;
    create table paper (digest blob primary key, kind text not null, bytes blob not null) strict;
";

/// The erasable part; erasing builds it anew, so it has its own text.
const OPENINGS: &str = "
    create table opening (
        commitment blob primary key, label text not null, subject text not null, salt blob not null, value blob not null
    ) strict;
";

/// The erasable part's indexes, as of the newest layout: the openings under one label, or about one subject under one
/// label, come in the order of their commitments without being sorted.
const OPENING_INDEXES: &str = "
    create index opening_by_subject on opening (subject, label, commitment);
    create index opening_by_label on opening (label, commitment);
";

/// The indexes layout 1 had on the same tables.
const OPENING_INDEXES_1: &str = "
    create index opening_by_subject on opening (subject, label);
    create index opening_by_label on opening (label);
";

/// Drops both.
const DROP_OPENING_INDEXES: &str = "drop index opening_by_subject; drop index opening_by_label;";

/// A ballot's piece begins with the digest its tracker spells, so one ballot is found among all without reading them.
const PIECES_BY_BEGINNING: &str =
    "create index piece_by_beginning on piece (election, substr(bytes, 1, 64));";

/// Whether nothing was ever stored in the file, by anybody.
pub(super) fn is_blank(connection: &Connection) -> rusqlite::Result<bool> {
    let things: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    Ok(things == 0 && pragma(connection, "application_id")? == 0 && pragma(connection, "user_version")? == 0)
}

/// Lays out a blank file as layout 1, completely or not at all; [`advance`] does the rest, as for any older file.
pub(super) fn make(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "begin immediate; pragma application_id = {APPLICATION_ID}; pragma user_version = 1; \
         {TABLES} {OPENINGS} {OPENING_INDEXES_1} commit;"
    ))
}

/// Brings the file to the newest layout, one step at a time, each completely or not at all.
pub(super) fn advance(connection: &Connection) -> rusqlite::Result<()> {
    if pragma(connection, "user_version")? == 1 {
        connection.execute_batch(&format!(
            "begin immediate; {DROP_OPENING_INDEXES} {OPENING_INDEXES} {PIECES_BY_BEGINNING} \
             pragma user_version = 2; commit;"
        ))?;
    }
    Ok(())
}

/// Checks that the file is ours and of a layout this release knows. Writes nothing.
pub(super) fn check(connection: &Connection, place: &Place) -> Result<(), Fault> {
    let doing = fault(place, "reading its header");
    if pragma(connection, "application_id").map_err(&doing)? != APPLICATION_ID {
        return Err(Fault::NotOurs { place: place.clone() });
    }
    match pragma(connection, "user_version").map_err(&doing)? {
        1..=LAYOUT => Ok(()),
        found if found > LAYOUT => Err(Fault::TooNew { place: place.clone(), found, known: LAYOUT }),
        _ => Err(Fault::NotOurs { place: place.clone() }),
    }
}

/// Walks every page of the file: a missing, doubled or torn one is found now rather than in a year.
pub(super) fn check_structure(connection: &Connection, place: &Place) -> Result<(), Fault> {
    let doing = fault(place, "checking its structure");
    let found: String =
        connection.query_row("pragma quick_check(1)", [], |row| row.get(0)).map_err(&doing)?;
    if found == "ok" {
        return Ok(());
    }
    Err(Fault::Damaged {
        place: place.clone(),
        what: "the structure of the file does not hold together".into(),
    })
}

/// Checks that the last page is whole: SQLite reads what is cut off it as zeros. The write-ahead log must be empty.
pub(super) fn check_length(connection: &Connection, place: &Place, path: &Path) -> Result<(), Fault> {
    let doing = fault(place, "checking its length");
    let pages = pragma(connection, "page_count").map_err(&doing)?;
    let due = pages.saturating_mul(pragma(connection, "page_size").map_err(&doing)?).cast_unsigned();
    match std::fs::metadata(path) {
        Err(e) => Err(Fault::from_io(place.clone(), "checking its length", e)),
        Ok(found) if found.len() < due => Err(Fault::Damaged {
            place: place.clone(),
            what: format!("it has {} bytes where {due} were written", found.len()),
        }),
        Ok(_) => Ok(()),
    }
}

/// Builds the erasable tables anew from what is left in them.
///
/// Deleting a row overwrites its cell, but not the copies that stay behind in unused parts of pages when SQLite moves
/// cells between pages. Dropping the whole table overwrites every page it ever had.
pub(super) fn rebuild_openings(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(&format!(
        "alter table opening rename to opening_before; \
         {DROP_OPENING_INDEXES} {OPENINGS} {OPENING_INDEXES} \
         insert into opening select * from opening_before order by rowid; drop table opening_before;"
    ))
}

fn pragma(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}
