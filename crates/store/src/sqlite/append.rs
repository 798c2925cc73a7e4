//! The write side of the SQLite storage: the statements of one batch's transaction, and the wiping after an erasure.

use super::{fault, layout};
use crate::contract::{Batch, Piece, Staged};
use crate::fault::{Fault, Malformed, Place};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

/// The stored checkpoint.
pub(super) fn staged(connection: &Connection) -> rusqlite::Result<Option<Staged>> {
    connection
        .prepare_cached("select size, note from staged")?
        .query_row([], |row| {
            Ok(Staged { size: row.get::<_, i64>(0)?.cast_unsigned(), checkpoint_note: row.get(1)? })
        })
        .optional()
}

/// Everything a batch stores, inside the caller's transaction.
pub(super) fn append(
    connection: &Connection,
    place: &Place,
    batch: &Batch,
    size_before: u64,
    checkpoint_note: &str,
) -> Result<(), Fault> {
    let doing = fault(place, "storing a batch");
    let found = staged(connection).map_err(&doing)?.map_or(0, |staged| staged.size);
    if found != size_before {
        return Err(Fault::OutOfStep { expected: size_before, found });
    }
    append_leaves(connection, &batch.leaves, size_before).map_err(&doing)?;
    for (position, piece) in batch.pieces.iter().enumerate() {
        let expected = pieces_of(connection, &piece.election).map_err(&doing)?;
        if piece.height != expected {
            return Err(Malformed::PieceOutOfOrder { position, expected, found: piece.height }.into());
        }
        append_piece(connection, piece).map_err(&doing)?;
    }
    file_papers_and_openings(connection, batch).map_err(&doing)?;
    erase(connection, &batch.erased).map_err(&doing)?;
    let size = size_before.saturating_add(batch.leaves.len() as u64);
    connection
        .prepare_cached("insert or replace into staged (only, size, note) values (1, ?, ?)")
        .and_then(|mut statement| statement.execute(params![size.cast_signed(), checkpoint_note]))
        .map_err(&doing)?;
    Ok(())
}

/// Moves the write-ahead log into the file and empties it: older contents of pages stand nowhere then.
///
/// *Shape*: false if another process was reading, so that it could not be done now.
pub(super) fn wipe(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("pragma wal_checkpoint(truncate)", [], |row| Ok(row.get::<_, i64>(0)? == 0))
}

fn append_leaves(connection: &Connection, leaves: &[Vec<u8>], size_before: u64) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("insert into leaf (position, bytes) values (?, ?)")?;
    for (index, leaf) in (size_before..).zip(leaves) {
        statement.execute(params![index.cast_signed(), leaf])?;
    }
    Ok(())
}

fn pieces_of(connection: &Connection, election: &str) -> rusqlite::Result<u64> {
    let pieces: Option<i64> = connection
        .prepare_cached("select pieces from archive where election = ?")?
        .query_row([election], |row| row.get(0))
        .optional()?;
    Ok(pieces.unwrap_or(0).cast_unsigned())
}

fn append_piece(connection: &Connection, piece: &Piece) -> rusqlite::Result<()> {
    let digest: [u8; 32] = Sha256::digest(&piece.bytes).into();
    connection
        .prepare_cached("insert into piece (election, height, kind, digest, bytes) values (?, ?, ?, ?, ?)")?
        .execute(params![piece.election, piece.height.cast_signed(), piece.kind, digest, piece.bytes])?;
    connection
        .prepare_cached(
            "insert into archive (election, pieces, length) values (?1, 1, ?2) \
             on conflict (election) do update set pieces = pieces + 1, length = length + ?2",
        )?
        .execute(params![piece.election, (piece.bytes.len() as u64).cast_signed()])?;
    Ok(())
}

fn file_papers_and_openings(connection: &Connection, batch: &Batch) -> rusqlite::Result<()> {
    for paper in &batch.papers {
        connection
            .prepare_cached(
                "insert into paper (digest, kind, bytes) values (?, ?, ?) on conflict (digest) do nothing",
            )?
            .execute(params![paper.digest, paper.kind, paper.bytes])?;
    }
    for opening in &batch.openings {
        connection
            .prepare_cached(
                "insert into opening (commitment, label, subject, salt, value) values (?, ?, ?, ?, ?) \
                 on conflict (commitment) do nothing",
            )?
            .execute(params![
                opening.commitment,
                opening.label,
                opening.subject,
                opening.salt,
                opening.value
            ])?;
    }
    Ok(())
}

fn erase(connection: &Connection, commitments: &[[u8; 32]]) -> rusqlite::Result<()> {
    let mut gone = 0;
    for commitment in commitments {
        gone +=
            connection.prepare_cached("delete from opening where commitment = ?")?.execute([commitment])?;
    }
    if gone > 0 { layout::rebuild_openings(connection) } else { Ok(()) }
}
