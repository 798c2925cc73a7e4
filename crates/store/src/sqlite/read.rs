//! The read side of the SQLite storage. What carries a digest is checked against it on the way out.

use super::fault;
use crate::contract::{Archive, Opening, Paper, PaperHead, Piece};
use crate::fault::{Fault, Place};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};
use sha2::{Digest, Sha256};
use std::ops::Range;

/// Where a piece of an archive stands that begins with these bytes.
pub(super) const PIECES_BEGINNING: &str =
    "select height from piece where election = ? and substr(bytes, 1, 64) = ?";

/// The order in which openings come, by whatever they are looked for.
pub(super) const OPENINGS_WHERE: &str = "select commitment, label, subject, salt, value from opening where";

/// Leaves in order, without a gap.
pub(super) fn for_each_leaf(
    connection: &Connection,
    place: &Place,
    range: Range<u64>,
    each: &mut dyn FnMut(u64, &[u8]),
) -> Result<(), Fault> {
    let doing = fault(place, "reading the entries");
    let mut statement = connection
        .prepare_cached(
            "select position, bytes from leaf where position >= ? and position < ? order by position",
        )
        .map_err(&doing)?;
    let mut rows = statement.query(params![signed(range.start), signed(range.end)]).map_err(&doing)?;
    let mut expected = range.start;
    while let Some(row) = rows.next().map_err(&doing)? {
        let (index, bytes) = leaf_of(row).map_err(&doing)?;
        if index != expected {
            return Err(Fault::Damaged {
                place: place.clone(),
                what: format!("entry {expected} is missing"),
            });
        }
        each(index, bytes);
        expected += 1;
    }
    Ok(())
}

/// One leaf.
pub(super) fn leaf(connection: &Connection, index: u64) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("select bytes from leaf where position = ?")?
        .query_row([signed(index)], |row| row.get(0))
        .optional()
}

/// Every archive, by name.
pub(super) fn archives(connection: &Connection) -> rusqlite::Result<Vec<Archive>> {
    let mut statement =
        connection.prepare_cached("select election, pieces, length from archive order by election")?;
    let archives = statement.query_map([], |row| {
        Ok(Archive {
            election: row.get(0)?,
            pieces: row.get::<_, i64>(1)?.cast_unsigned(),
            length: row.get::<_, i64>(2)?.cast_unsigned(),
        })
    })?;
    archives.collect()
}

/// One election's pieces in order, without a gap.
pub(super) fn for_each_piece(
    connection: &Connection,
    place: &Place,
    election: &str,
    heights: Range<u64>,
    each: &mut dyn FnMut(&Piece) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let doing = fault(place, "reading an archive");
    let mut statement = connection
        .prepare_cached(
            "select height, kind, digest, bytes from piece where election = ? and height >= ? and height < ? order by height",
        )
        .map_err(&doing)?;
    let mut rows =
        statement.query(params![election, signed(heights.start), signed(heights.end)]).map_err(&doing)?;
    let mut expected = heights.start;
    while let Some(row) = rows.next().map_err(&doing)? {
        let (piece, digest) = piece_of(election, row).map_err(&doing)?;
        if piece.height != expected || <[u8; 32]>::from(Sha256::digest(&piece.bytes)) != digest {
            let what = format!("piece {expected} of the archive of {election} is not what was stored");
            return Err(Fault::Damaged { place: place.clone(), what });
        }
        each(&piece)?;
        expected += 1;
    }
    Ok(())
}

/// The heights of the pieces that begin so. The expression is the index's, word for word, or the archive would be read.
pub(super) fn pieces_beginning(
    connection: &Connection,
    election: &str,
    beginning: &[u8],
) -> rusqlite::Result<Vec<u64>> {
    let mut statement = connection.prepare_cached(PIECES_BEGINNING)?;
    let heights =
        statement.query_map(params![election, beginning], |row| Ok(row.get::<_, i64>(0)?.cast_unsigned()))?;
    let mut heights = heights.collect::<rusqlite::Result<Vec<u64>>>()?;
    heights.sort_unstable();
    Ok(heights)
}

/// One paper.
pub(super) fn paper(
    connection: &Connection,
    place: &Place,
    digest: &[u8; 32],
) -> Result<Option<Paper>, Fault> {
    let found = connection.prepare_cached("select kind, bytes from paper where digest = ?").and_then(
        |mut statement| {
            let paper = |row: &Row<'_>| Ok(Paper { digest: *digest, kind: row.get(0)?, bytes: row.get(1)? });
            statement.query_row([digest], paper).optional()
        },
    );
    match found.map_err(fault(place, "reading a paper"))? {
        Some(paper) if !paper.holds() => {
            Err(Fault::Damaged { place: place.clone(), what: "a paper no longer has its digest".into() })
        }
        found => Ok(found),
    }
}

/// Every paper's head, by digest.
pub(super) fn papers(connection: &Connection) -> rusqlite::Result<Vec<PaperHead>> {
    let mut statement = connection.prepare_cached("select digest, kind from paper order by digest")?;
    let heads = statement.query_map([], |row| Ok(PaperHead { digest: row.get(0)?, kind: row.get(1)? }))?;
    heads.collect()
}

/// One opening.
pub(super) fn opening(
    connection: &Connection,
    place: &Place,
    commitment: &[u8; 32],
) -> Result<Option<Opening>, Fault> {
    Ok(select_openings(connection, place, "commitment = ?", &[commitment])?.pop())
}

/// Openings by subject, label or both.
pub(super) fn openings(
    connection: &Connection,
    place: &Place,
    subject: Option<&str>,
    label: Option<&str>,
) -> Result<Vec<Opening>, Fault> {
    match (&subject, &label) {
        (None, None) => select_openings(connection, place, "true", &[]),
        (Some(subject), None) => select_openings(connection, place, "subject = ?", &[subject]),
        (None, Some(label)) => select_openings(connection, place, "label = ?", &[label]),
        (Some(subject), Some(label)) => {
            select_openings(connection, place, "subject = ? and label = ?", &[subject, label])
        }
    }
}

fn select_openings(
    connection: &Connection,
    place: &Place,
    condition: &str,
    values: &[&dyn ToSql],
) -> Result<Vec<Opening>, Fault> {
    let doing = fault(place, "reading openings");
    let text = format!("{OPENINGS_WHERE} {condition} order by commitment");
    let mut statement = connection.prepare_cached(&text).map_err(&doing)?;
    let found = statement.query_map(values, opening_of).map_err(&doing)?;
    let found: Vec<Opening> = found.collect::<rusqlite::Result<_>>().map_err(&doing)?;
    if found.iter().all(Opening::holds) {
        return Ok(found);
    }
    Err(Fault::Damaged { place: place.clone(), what: "an opening no longer opens its commitment".into() })
}

/// The commitments under a label, or all.
pub(super) fn commitments(connection: &Connection, label: Option<&str>) -> rusqlite::Result<Vec<[u8; 32]>> {
    let condition = if label.is_some() { "label = ?" } else { "true" };
    let text = format!("select commitment from opening where {condition} order by commitment");
    let mut statement = connection.prepare_cached(&text)?;
    let values: Vec<&dyn ToSql> = label.iter().map(|label| label as &dyn ToSql).collect();
    let found = statement.query_map(values.as_slice(), |row| row.get(0))?;
    found.collect()
}

fn leaf_of<'row>(row: &'row Row<'_>) -> rusqlite::Result<(u64, &'row [u8])> {
    let index: i64 = row.get(0)?;
    Ok((index.cast_unsigned(), row.get_ref(1)?.as_blob()?))
}

fn piece_of(election: &str, row: &Row<'_>) -> rusqlite::Result<(Piece, [u8; 32])> {
    let height = row.get::<_, i64>(0)?.cast_unsigned();
    let piece = Piece { election: election.into(), height, kind: row.get(1)?, bytes: row.get(3)? };
    Ok((piece, row.get(2)?))
}

fn opening_of(row: &Row<'_>) -> rusqlite::Result<Opening> {
    Ok(Opening {
        commitment: row.get(0)?,
        label: row.get(1)?,
        subject: row.get(2)?,
        salt: row.get(3)?,
        value: row.get(4)?,
    })
}

/// SQLite counts with a sign; no log comes near the difference.
fn signed(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
