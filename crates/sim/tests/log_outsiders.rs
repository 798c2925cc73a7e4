//! The log before a judge nobody here wrote: Go's `golang.org/x/mod/sumdb`, the code that every `go` command trusts,
//! reads the files of our logs as a member's program would. It must accept what we write and refuse what was touched.
//! The glue around Go's library is `outsiders/go/tlogcheck`.
#![allow(clippy::unwrap_used, reason = "a test may stop where its own folder fails it")]

use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::leaf_hash;
use rankfile_record::note::{LogKey, open_note, sign_note};
use rankfile_record::tile::{changed_entries, changed_tiles, make_bundle, tile_bytes};
use rankfile_record::tree::Hashes;
use rankfile_sim::outsiders::{absent, find};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// The program, built once if nobody prepared it; `None`, said loudly, where there is no Go.
fn tlogcheck() -> Option<&'static Path> {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    PROGRAM.get_or_init(|| find("tlogcheck").or_else(build)).as_deref()
}

fn build() -> Option<PathBuf> {
    let Some(go) = find("go") else {
        absent("go", "apt-get install golang-go golang-golang-x-mod-dev");
        return None;
    };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let program = folder.join("tlogcheck");
    let built = Command::new(go)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../outsiders/go/tlogcheck"))
        .envs([
            ("GO111MODULE", "off"),
            ("GOTOOLCHAIN", "local"),
            ("GOFLAGS", ""),
            ("GOPATH", "/usr/share/gocode"),
        ])
        .env("GOCACHE", folder.join("go-cache"))
        .args(["build", "-o"])
        .args([program.as_path(), Path::new(".")])
        .output()
        .expect("go starts");
    let said = String::from_utf8_lossy(&built.stderr);
    if said.contains("cannot find package") {
        absent("golang.org/x/mod", "apt-get install golang-go golang-golang-x-mod-dev");
        return None;
    }
    assert!(built.status.success(), "tlogcheck does not build: {said}");
    Some(program)
}

/// What the program says: its lines, and whether it accepted.
fn judge(arguments: &[&str]) -> Option<(bool, String)> {
    let output = Command::new(tlogcheck()?).args(arguments).output().expect("tlogcheck starts");
    Some((output.status.success(), String::from_utf8_lossy(&output.stdout).trim_end().to_owned()))
}

/// A log in a folder, written as the room says and by nothing else.
struct Log {
    folder: TempDir,
    key: LogKey,
    tree: Hashes,
    entries: Vec<Vec<u8>>,
}

impl Log {
    fn new() -> Self {
        let key = LogKey::from_seed("local42.example/record", [7; 32]).unwrap();
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("vkey"), key.vkey() + "\n").unwrap();
        Self { folder, key, tree: Hashes::new(), entries: Vec::new() }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a temporary folder has a plain name").to_owned()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let file = self.folder.path().join("log").join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Grows the log, writing only what is new, and keeps the checkpoint also under `old/<size>`.
    fn grow(&mut self, size: u64) {
        let old_size = self.tree.size();
        for index in old_size..size {
            let entry = format!("{{\"seq\": {index}, \"act\": \"test\"}}").into_bytes();
            self.tree.push(leaf_hash(&entry));
            self.entries.push(entry);
        }
        self.publish(old_size);
    }

    fn publish(&self, old_size: u64) {
        let size = self.tree.size();
        for tile in changed_tiles(old_size, size) {
            self.write(&tile.render(), &tile_bytes(&self.tree, &tile).unwrap());
        }
        for path in changed_entries(old_size, size) {
            let indices = path.indices().unwrap();
            let entries = &self.entries[indices.start as usize..indices.end as usize];
            let entries: Vec<&[u8]> = entries.iter().map(Vec::as_slice).collect();
            self.write(&path.render(), &make_bundle(&entries).unwrap());
        }
        let root = self.tree.root();
        let note = Checkpoint { origin: self.key.name().into(), size, root }.sign(&self.key);
        self.write("checkpoint", note.as_bytes());
        self.write(&format!("../old/{size}"), note.as_bytes());
    }

    /// Go's verdict on the log as it is, with its growth from these sizes.
    fn judged(&self, flags: &[&str], grown_from: &[u64]) -> Option<(bool, String)> {
        let (vkey, log) = (self.path("vkey"), self.path("log"));
        let olds: Vec<String> = grown_from.iter().map(|size| self.path(&format!("old/{size}"))).collect();
        let mut arguments = vec!["-entries", &log];
        arguments.extend(flags);
        arguments.extend([vkey.as_str(), log.as_str()]);
        arguments.extend(olds.iter().map(String::as_str));
        judge(&arguments)
    }
}

/// Requires refusal, and a reason with these words in it.
fn assert_refused(verdict: Option<(bool, String)>, because: &str) {
    if let Some((accepted, said)) = verdict {
        let last = said.lines().last().unwrap_or_default();
        assert!(
            !accepted && last.starts_with("FAIL ") && last.contains(because),
            "{because:?} expected: {said}"
        );
    }
}

#[test]
fn go_accepts_a_growing_log_at_every_edge_and_from_every_earlier_checkpoint() {
    const SIZES: [u64; 12] = [0, 1, 2, 255, 256, 257, 600, 65_535, 65_536, 65_537, 69_999, 70_000];
    let mut log = Log::new();
    for (earlier, size) in SIZES.into_iter().enumerate() {
        log.grow(size);
        let Some((accepted, said)) = log.judged(&[], &SIZES[..earlier]) else { return };
        assert!(accepted, "size {size}: {said}");
        assert_eq!(said, format!("OK {size}"));
    }
}

#[test]
fn go_accepts_a_log_that_was_written_at_once() {
    for size in [1, 255, 256, 257, 600, 70_000] {
        let mut log = Log::new();
        log.grow(size);
        let Some(verdict) = log.judged(&[], &[]) else { return };
        assert_eq!(verdict, (true, format!("OK {size}")));
    }
}

#[test]
fn go_refuses_a_log_with_any_byte_of_any_file_flipped() {
    let mut log = Log::new();
    log.grow(600);
    let bytes = |name: &str| -> u64 {
        let mut folders = vec![PathBuf::from(log.path(name))];
        let mut total = 0;
        while let Some(folder) = folders.pop() {
            for found in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                match found.metadata().unwrap() {
                    data if data.is_dir() => folders.push(found.path()),
                    data => total += data.len(),
                }
            }
        }
        total
    };
    // One bit of every byte, and the other seven as well of each byte of the checkpoint.
    let checkpoint = std::fs::metadata(log.path("log/checkpoint")).unwrap().len();
    let flips = bytes("log") + 7 * checkpoint;
    let Some(verdict) = log.judged(&["-flip"], &[]) else { return };
    assert_eq!(verdict, (true, format!("FLIPS {flips} refused {flips}\nOK 600")));
}

#[test]
fn the_flipping_judge_says_so_when_a_byte_is_read_by_nobody() {
    let mut log = Log::new();
    log.grow(3);
    log.write("tile/0/000.p/2", &[0; 64]);
    assert_refused(log.judged(&["-flip"], &[]), "64 of ");
}

#[test]
fn go_refuses_a_history_rewritten_under_the_logs_own_signature() {
    let mut log = Log::new();
    log.grow(300);
    log.grow(700);
    // The same log again with one early entry changed; everything recomputed and signed with the real key.
    let mut forged = Log::new();
    forged.entries = log.entries.clone();
    forged.entries[17] = b"{\"seq\": 17, \"act\": \"another\"}".to_vec();
    forged.tree = forged.entries.iter().map(|entry| leaf_hash(entry)).collect();
    forged.publish(0);
    let Some(verdict) = forged.judged(&[], &[]) else { return };
    assert_eq!(verdict, (true, "OK 700".into()), "alone, a forged log looks like a log");
    std::fs::copy(log.path("old/300"), forged.path("old/300")).unwrap();
    assert_refused(forged.judged(&[], &[300]), "growth from 300");
    std::fs::copy(log.path("old/700"), forged.path("old/700")).unwrap();
    assert_refused(forged.judged(&[], &[700]), "growth from 700");
}

#[test]
fn go_refuses_a_log_that_shrank_lost_a_file_or_changed_its_key() {
    let mut log = Log::new();
    log.grow(300);
    log.grow(600);
    std::fs::copy(log.path("old/300"), log.path("log/checkpoint")).unwrap();
    assert_refused(log.judged(&[], &[600]), "shrank");
    std::fs::copy(log.path("old/600"), log.path("log/checkpoint")).unwrap();
    assert!(log.judged(&[], &[300]).is_none_or(|(accepted, _)| accepted));

    let other = LogKey::from_seed("local42.example/record", [8; 32]).unwrap();
    std::fs::write(log.path("vkey"), other.vkey()).unwrap();
    assert_refused(log.judged(&[], &[]), "no verifiable signatures");
    std::fs::write(log.path("vkey"), log.key.vkey()).unwrap();

    for file in ["log/tile/entries/001", "log/tile/0/002.p/88", "log/tile/1/000.p/2", "log/checkpoint"] {
        let kept = std::fs::read(log.path(file)).unwrap();
        std::fs::remove_file(log.path(file)).unwrap();
        assert_refused(log.judged(&[], &[]), "no such file");
        std::fs::write(log.path(file), kept).unwrap();
    }
}

/// Every way to change one byte of a note a little, with what was done.
fn changed_notes(note: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut all = vec![("nothing".into(), note.to_vec())];
    for at in 0..note.len() {
        let mut add = |what: String, bytes: Vec<u8>| all.push((format!("{what} at {at}"), bytes));
        for byte in *b"\n \r\t\x00AQgw09+/=-\x7f\x80\xc2\xa0\xe2\xff" {
            let mut changed = note.to_vec();
            changed[at] = byte;
            add(format!("byte {byte:#04x}"), changed);
        }
        let (before, behind) = note.split_at(at);
        add("cut".into(), before.to_vec());
        add("removed".into(), [before, &behind[1..]].concat());
        for inserted in ["\n", "\n\n", " ", "=", "\u{a0}", "\u{85}", "\u{2014} ", "\u{2003}"] {
            add(format!("{inserted:?} inserted"), [before, inserted.as_bytes(), behind].concat());
        }
    }
    all
}

#[test]
fn go_opens_the_same_notes_as_we_do() {
    let log = Log::new();
    let text = "local42.example/record\n17\n\n7q/rFzS5O7JqNYofkyHAhmhooESo4Wq2fvGyi/FgFEI=\n";
    let line = |seed| sign_note(text, &LogKey::from_seed("w.example", [seed; 32]).unwrap()).unwrap();
    let line = |seed| line(seed).rsplit_once("\n\n").unwrap().1.to_owned();
    let signed = sign_note(text, &log.key).unwrap();
    let known = [log.key.verifier().clone()];
    let note = signed.clone() + &line(1) + &line(2);
    let mut file = Vec::new();
    let notes = changed_notes(note.as_bytes());
    for (_, note) in &notes {
        file.extend(u32::try_from(note.len()).unwrap().to_be_bytes());
        file.extend(note);
    }
    std::fs::write(log.path("notes"), file).unwrap();
    let Some((_, said)) = judge(&["-notes", &log.path("notes"), &log.path("vkey")]) else { return };
    let theirs = said.strip_prefix("NOTES ").expect("the program answers");
    assert_eq!(theirs.len(), notes.len());

    let (mut both, mut only_theirs) = (0, 0);
    for ((what, note), they) in notes.iter().zip(theirs.bytes()) {
        match (open_note(note, &known).is_ok(), they == b'1') {
            (false, false) => {}
            (true, true) => both += 1,
            (true, false) => panic!("only we accept: {what}"),
            // Go forgives stray bits in the last letter of base64; we insist on the one spelling.
            (false, true) => {
                assert!(what.starts_with("byte "), "only Go accepts: {what}");
                let at: usize = what.rsplit(' ').next().unwrap().parse().unwrap();
                assert!(note[at + 1..].starts_with(b"="), "only Go accepts: {what}");
                only_theirs += 1;
            }
        }
    }
    assert!(both > 100 && only_theirs < 20, "{both} accepted by both, {only_theirs} by Go alone");
}
