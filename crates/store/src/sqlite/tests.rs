//! What is particular to the SQLite file: full disks, foreign and damaged files, erased bytes.

use super::*;
use crate::fault::Whose;
use proptest::prelude::*;
use rankfile_record::commit::commit;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn leaves(count: usize, length: usize) -> Batch {
    Batch { leaves: vec![vec![b'x'; length]; count], ..Batch::default() }
}

/// An opening whose salt and value are easy to recognise among other bytes.
fn opening(number: u32, length: usize) -> Opening {
    let mark: [u8; 32] = rankfile_record::hash::leaf_hash(&number.to_be_bytes());
    let value = mark.iter().rev().cycle().take(length.max(32)).copied().collect::<Vec<u8>>();
    let commitment = commit("name", &mark, &value);
    Opening { commitment, label: "name".into(), subject: format!("m-{number}"), salt: mark, value }
}

fn everything_on_disk(folder: &TempDir) -> Vec<u8> {
    let files = fs::read_dir(folder.path()).unwrap();
    files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

/// The openings of which the bytes hold the salt or a recognisable part of the value, by subject.
fn found_on_disk<'a>(folder: &TempDir, openings: &'a [Opening]) -> BTreeSet<&'a str> {
    let marks: HashMap<&[u8], &str> = openings
        .iter()
        .flat_map(|opening| {
            [&opening.salt[..16], &opening.value[..16]].map(|mark| (mark, opening.subject.as_str()))
        })
        .collect();
    everything_on_disk(folder).windows(16).filter_map(|window| marks.get(window).copied()).collect()
}

fn append(storage: &mut SqliteStorage, batch: Batch) {
    let size = storage.staged().unwrap().map_or(0, |staged| staged.size);
    storage.append(&batch, size, "note").unwrap();
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = folder();
    let path = folder.path().join("record.db");
    let mut storage = SqliteStorage::create(&path).unwrap();
    storage.append(&leaves(10, 100), 0, "note 10").unwrap();
    storage.limit_pages(20);
    let full = storage.append(&leaves(10, 60_000), 10, "note 20").unwrap_err();
    assert!(matches!(full, Fault::DiskFull { .. }), "{full}");
    assert!(full.to_string().contains("free some space"), "{full}");
    drop(storage);
    let mut storage = SqliteStorage::open(&path).unwrap();
    assert_eq!(storage.staged().unwrap().unwrap().checkpoint_note, "note 10");
    assert_eq!(storage.leaf(10).unwrap(), None);
    storage.append(&leaves(10, 60_000), 10, "note 20").unwrap();
    assert_eq!(storage.leaf(19).unwrap().unwrap().len(), 60_000);
}

#[test]
fn a_foreign_file_is_refused_and_left_as_it_is() {
    let folder = folder();
    let path = folder.path().join("record.db");
    let foreign_database = {
        // With the same layout number as ours: that alone proves nothing.
        let theirs = "pragma user_version = 1; create table theirs (x)";
        Connection::open(&path).unwrap().execute_batch(theirs).unwrap();
        fs::read(&path).unwrap()
    };
    let text = b"Minutes of the meeting\n".repeat(100);
    for foreign in [&foreign_database[..], &text, b"short", &[0; 8192]] {
        fs::write(&path, foreign).unwrap();
        for refused in [SqliteStorage::open(&path), SqliteStorage::create(&path)] {
            let fault = refused.err().expect("a foreign file must be refused");
            assert!(matches!(fault, Fault::NotOurs { .. }), "{fault}");
            assert_eq!(fault.whose(), Whose::Operator);
        }
        assert!(fs::read(&path).unwrap() == foreign, "a foreign file must not be touched");
    }
    let directory = folder.path().join("folder");
    fs::create_dir(&directory).unwrap();
    assert!(matches!(SqliteStorage::open(&directory), Err(Fault::NotOurs { .. })));
}

#[test]
fn a_missing_or_empty_file_is_not_made_by_opening() {
    let folder = folder();
    let path = folder.path().join("record.db");
    assert!(matches!(SqliteStorage::open(&path), Err(Fault::NotBegun)));
    assert!(!path.exists());
    fs::write(&path, b"").unwrap();
    assert!(matches!(SqliteStorage::open(&path), Err(Fault::NotBegun)));
    assert!(SqliteStorage::create(&path).is_ok());
    assert!(SqliteStorage::create(&path).is_ok(), "beginning can be repeated until there is data");
}

#[test]
fn a_file_with_data_is_not_begun_again() {
    let folder = folder();
    let path = folder.path().join("record.db");
    SqliteStorage::create(&path).unwrap().append(&leaves(1, 1), 0, "note").unwrap();
    assert!(matches!(SqliteStorage::create(&path), Err(Fault::AlreadyBegun)));
}

#[test]
fn a_later_layout_is_refused() {
    let folder = folder();
    let path = folder.path().join("record.db");
    SqliteStorage::create(&path).unwrap().connection.pragma_update(None, "user_version", 99).unwrap();
    assert!(matches!(SqliteStorage::open(&path), Err(Fault::TooNew { found: 99, known: 2, .. })));
}

/// What the first layout's release made, word for word.
const LAYOUT_1: &str = "
    pragma application_id = 1382968134; pragma user_version = 1;
    create table leaf (position integer primary key, bytes blob not null) strict;
    create table staged (only integer primary key check (only = 1), size integer not null, note text not null) strict;
    create table archive (election text primary key, pieces integer not null, length integer not null) strict;
    create table piece (
        election text not null, height integer not null, kind text not null, digest blob not null, bytes blob not null,
        unique (election, height)
    ) strict;
    create table paper (digest blob primary key, kind text not null, bytes blob not null) strict;
    create table opening (
        commitment blob primary key, label text not null, subject text not null, salt blob not null, value blob not null
    ) strict;
    create index opening_by_subject on opening (subject, label);
    create index opening_by_label on opening (label);
";

/// Everything laid out in the file, by name.
fn laid_out(connection: &Connection) -> Vec<(String, Option<String>)> {
    let mut statement = connection.prepare("select name, sql from sqlite_schema order by name").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

#[test]
fn a_file_of_the_first_layout_is_read_as_it_is_and_brought_up_to_date_by_its_writer() {
    let folder = folder();
    let (path, fresh) = (folder.path().join("record.db"), folder.path().join("fresh.db"));
    let fresh = laid_out(&SqliteStorage::create(&fresh).unwrap().connection);
    let old = Connection::open(&path).unwrap();
    old.execute_batch(LAYOUT_1).unwrap();
    let (piece, filed) = ("a".repeat(64), opening(1, 40));
    append::append(
        &old,
        &Place::data(&path),
        &Batch {
            pieces: vec![Piece {
                election: "e".into(),
                height: 0,
                kind: "data".into(),
                bytes: piece.clone().into(),
            }],
            openings: vec![filed.clone()],
            ..leaves(3, 10)
        },
        0,
        "note",
    )
    .unwrap();
    drop(old);
    let mut reader = SqliteStorage::open_for_reading(&path).unwrap();
    assert_eq!(reader.pieces_beginning("e", piece.as_bytes()).unwrap(), [0]);
    assert_eq!(reader.commitments(Some("name")).unwrap(), [filed.commitment]);
    drop(reader);
    for _ in 0..2 {
        let mut storage = SqliteStorage::open(&path).unwrap();
        assert_eq!(laid_out(&storage.connection), fresh);
        assert_eq!(storage.staged().unwrap().unwrap().size, 3);
        assert_eq!(storage.pieces_beginning("e", piece.as_bytes()).unwrap(), [0]);
        assert!(storage.opening(&filed.commitment).unwrap() == Some(filed.clone()));
    }
}

#[test]
fn an_erasure_keeps_the_layout() {
    let folder = folder();
    let mut storage = SqliteStorage::create(&folder.path().join("record.db")).unwrap();
    let before = laid_out(&storage.connection);
    append(&mut storage, Batch { openings: vec![opening(1, 40), opening(2, 40)], ..Batch::default() });
    append(&mut storage, Batch { erased: vec![opening(1, 40).commitment], ..Batch::default() });
    assert_eq!(laid_out(&storage.connection), before);
}

/// How SQLite goes about a query, one step a line.
fn plan(connection: &Connection, query: &str) -> String {
    let mut statement = connection.prepare(&format!("explain query plan {query}")).unwrap();
    let unbound: Vec<Option<u8>> = vec![None; statement.parameter_count()];
    let steps =
        statement.query_map(rusqlite::params_from_iter(unbound), |row| row.get::<_, String>(3)).unwrap();
    steps.collect::<rusqlite::Result<Vec<String>>>().unwrap().join("; ")
}

#[test]
fn one_among_many_is_found_by_an_index_and_many_come_in_order_without_sorting() {
    let folder = folder();
    let storage = SqliteStorage::create(&folder.path().join("record.db")).unwrap();
    let openings = |condition: &str| format!("{} {condition} order by commitment", read::OPENINGS_WHERE);
    for (query, index) in [
        (read::PIECES_BEGINNING.to_owned(), "piece_by_beginning (election=? AND <expr>=?)"),
        (openings("subject = ? and label = ?"), "opening_by_subject (subject=? AND label=?)"),
        (openings("label = ?"), "opening_by_label (label=?)"),
        (openings("commitment = ?"), "(commitment=?)"),
        (
            "select commitment from opening where label = ? order by commitment".into(),
            "COVERING INDEX opening_by_label",
        ),
        (
            "select height from piece where election = ? and height >= ? and height < ?".into(),
            "(election=? AND height>? AND height<?)",
        ),
    ] {
        let plan = plan(&storage.connection, &query);
        assert!(plan.starts_with("SEARCH") && plan.contains(index), "{query}: {plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{query}: {plan}");
    }
}

#[test]
fn what_a_reader_sorts_stays_in_memory() {
    let folder = folder();
    let path = folder.path().join("record.db");
    drop(SqliteStorage::create(&path).unwrap());
    let reader = SqliteStorage::open_for_reading(&path).unwrap();
    let temp_store: i64 = reader.connection.pragma_query_value(None, "temp_store", |row| row.get(0)).unwrap();
    assert_eq!(temp_store, 2, "a temporary file would keep what is erased later");
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let folder = folder();
    let path = folder.path().join("record.db");
    SqliteStorage::create(&path).unwrap().append(&leaves(60, 2_000), 0, "note").unwrap();
    let whole = fs::read(&path).unwrap();
    assert!(whole.len() > 100_000, "the file must be larger than what is cut off");
    for kept in (0..whole.len()).step_by(1021) {
        fs::write(&path, &whole[..kept]).unwrap();
        let refused = SqliteStorage::open(&path).err();
        let named = matches!(refused, Some(Fault::NotBegun | Fault::NotOurs { .. } | Fault::Damaged { .. }));
        assert!(named, "cut at {kept}: {refused:?}");
    }
}

#[test]
fn a_wiped_page_is_found_whatever_it_held() {
    let folder = folder();
    let path = folder.path().join("record.db");
    let batch = Batch {
        papers: (0..40).map(|number| Paper::make("minutes", vec![number; 900])).collect(),
        openings: (0..40).map(|number| opening(number, 700)).collect(),
        ..leaves(20, 900)
    };
    SqliteStorage::create(&path).unwrap().append(&batch, 0, "note").unwrap();
    let whole = fs::read(&path).unwrap();
    for page in 1..whole.len() / 4096 {
        let mut wiped = whole.clone();
        wiped[page * 4096..(page + 1) * 4096].fill(0);
        fs::write(&path, wiped).unwrap();
        let refused = SqliteStorage::open(&path).err();
        assert!(matches!(refused, Some(Fault::Damaged { .. })), "page {page}: {refused:?}");
    }
}

#[test]
fn altered_papers_pieces_and_openings_are_found_when_read() {
    let folder = folder();
    let path = folder.path().join("record.db");
    let mut storage = SqliteStorage::create(&path).unwrap();
    let paper = Paper::make("minutes", b"text".to_vec());
    let piece = Piece { election: "e".into(), height: 0, kind: "data".into(), bytes: b"piece".to_vec() };
    let opening = opening(1, 40);
    let (digest, commitment) = (paper.digest, opening.commitment);
    let batch =
        Batch { papers: vec![paper], pieces: vec![piece], openings: vec![opening], ..Batch::default() };
    storage.append(&batch, 0, "note").unwrap();
    for table in ["paper", "piece"] {
        storage.connection.execute_batch(&format!("update {table} set bytes = x'00'")).unwrap();
    }
    storage.connection.execute_batch("update opening set label = 'mail'").unwrap();
    assert!(matches!(storage.paper(&digest), Err(Fault::Damaged { .. })));
    assert!(matches!(storage.for_each_piece("e", 0..u64::MAX, &mut |_| Ok(())), Err(Fault::Damaged { .. })));
    assert!(matches!(storage.opening(&commitment), Err(Fault::Damaged { .. })));
    assert!(matches!(storage.openings(None, None), Err(Fault::Damaged { .. })));
}

#[test]
fn a_missing_leaf_is_found_when_streaming() {
    let folder = folder();
    let mut storage = SqliteStorage::create(&folder.path().join("record.db")).unwrap();
    storage.append(&leaves(5, 10), 0, "note").unwrap();
    storage.connection.execute_batch("delete from leaf where position = 2").unwrap();
    let damaged = storage.for_each_leaf(0..9, &mut |_, _| ()).unwrap_err();
    assert!(damaged.to_string().contains("entry 2 is missing"), "{damaged}");
}

#[test]
fn a_reader_reads_beside_the_writer_and_cannot_write() {
    let folder = folder();
    let path = folder.path().join("record.db");
    let mut writer = SqliteStorage::create(&path).unwrap();
    writer.append(&leaves(2, 10), 0, "note 2").unwrap();
    let mut reader = SqliteStorage::open_for_reading(&path).unwrap();
    assert_eq!(reader.staged().unwrap().unwrap().size, 2);
    writer.append(&leaves(1, 10), 2, "note 3").unwrap();
    assert_eq!(reader.staged().unwrap().unwrap().size, 3);
    assert!(matches!(reader.append(&leaves(1, 10), 3, "note 4"), Err(Fault::ReadOnly)));
}

#[test]
fn an_erasure_while_somebody_reads_is_completed_by_the_next_batch() {
    let folder = folder();
    let path = folder.path().join("record.db");
    let mut writer = SqliteStorage::create(&path).unwrap();
    writer.connection.busy_timeout(Duration::ZERO).unwrap();
    let erased = opening(1, 40);
    writer.append(&Batch { openings: vec![erased.clone()], ..Batch::default() }, 0, "note").unwrap();
    let reader = SqliteStorage::open_for_reading(&path).unwrap();
    reader.connection.execute_batch("begin; select count(*) from opening").unwrap();
    writer.append(&Batch { erased: vec![erased.commitment], ..Batch::default() }, 0, "note").unwrap();
    let erased = [erased];
    assert_eq!(found_on_disk(&folder, &erased).len(), 1, "the reader still needs the old page");
    drop(reader);
    writer.append(&Batch::default(), 0, "note").unwrap();
    assert_eq!(found_on_disk(&folder, &erased).len(), 0);
}

/// Regression 1: overwriting deleted rows is not enough, because SQLite leaves copies behind when it moves rows between
/// pages; without building the table anew this test finds them.
#[test]
fn no_copy_of_a_moved_row_stays_on_disk() {
    let folder = folder();
    let mut storage = SqliteStorage::create(&folder.path().join("record.db")).unwrap();
    let mut kept: Vec<Opening> = (0..400).map(|number| opening(number, number as usize * 37 % 860)).collect();
    for filed in kept.chunks(40) {
        append(&mut storage, Batch { openings: filed.to_vec(), ..leaves(1, 500) });
    }
    let mut erased = Vec::new();
    while kept.len() > 40 {
        let now: Vec<Opening> = (0..30).map(|step| kept.remove(step * 7 % kept.len())).collect();
        let commitments = now.iter().map(|opening| opening.commitment).collect();
        erased.extend(now);
        append(&mut storage, Batch { erased: commitments, ..Batch::default() });
        assert_eq!(found_on_disk(&folder, &erased).len(), 0);
    }
    assert_eq!(found_on_disk(&folder, &kept).len(), kept.len(), "the search itself must find what is there");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Openings are filed and erased in any order, so that pages split, merge and are used again; then every byte of
    /// every file is searched.
    #[test]
    fn no_byte_of_an_erased_opening_stays_on_disk(
        rounds in prop::collection::vec(
            (prop::collection::vec(1usize..900, 1..60), prop::collection::vec(any::<prop::sample::Index>(), 1..30)),
            1..12,
        ),
    ) {
        let folder = folder();
        let mut storage = SqliteStorage::create(&folder.path().join("record.db")).unwrap();
        let (mut kept, mut erased, mut number) = (Vec::new(), Vec::new(), 0);
        for (lengths, chosen) in rounds {
            let filed: Vec<Opening> = lengths.iter().map(|length| { number += 1; opening(number, *length) }).collect();
            kept.extend(filed.iter().cloned());
            append(&mut storage, Batch { openings: filed, ..leaves(3, 500) });
            let mut now = Vec::new();
            for index in chosen {
                if !kept.is_empty() {
                    now.push(kept.swap_remove(index.index(kept.len())));
                }
            }
            let commitments = now.iter().map(|opening| opening.commitment).collect();
            erased.extend(now);
            append(&mut storage, Batch { erased: commitments, ..leaves(1, 5) });
            prop_assert_eq!(found_on_disk(&folder, &erased).len(), 0);
            // The search itself must find what is there.
            prop_assert_eq!(found_on_disk(&folder, &kept).len(), kept.len());
            for opening in &kept {
                prop_assert!(storage.opening(&opening.commitment).unwrap().as_ref() == Some(opening));
            }
        }
    }
}
