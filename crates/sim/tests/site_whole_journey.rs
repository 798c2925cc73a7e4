//! The whole journey of an election in real browsers, by mouse and keys alone: from a union that was just founded to officers
//! who hold office. Everybody has a browser of their own; mail is read where it was caught; the clock is moved here and by no
//! route of the product. What an observer then downloads from pages is judged by programs nobody here wrote, and refused by
//! them once a byte of it is turned.

use anyhow::{Context as _, Result, bail, ensure};
use rankfile::cli::{audit_folder, found};
use rankfile::ops::roll::Proof;
use rankfile::serving::{self, Mail, Serving};
use rankfile_post::catcher::Catcher;
use rankfile_record::key::KeyFile;
use rankfile_record::note::Vkey;
use rankfile_roll::{Member, Standing};
use rankfile_sim::forger::Archive;
use rankfile_sim::outsiders::belenios::{BeleniosTool, Release, judge, second_opinion};
use rankfile_sim::outsiders::{absent, find, find_or_say_absent};
use rankfile_sim::world::{CONSTITUTION, FOUNDED_AT, keys};
use rankfile_site::Site;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Members on the roll.
const MEMBERS: usize = 40;

#[test]
fn a_union_elects_its_officers_with_browsers_alone() -> Result<()> {
    for program in ["node", "chromium", "chromedriver", "pdftotext", "tar"] {
        if find(program).is_none() {
            absent(
                program,
                "install Node.js, Chromium and its driver, and poppler-utils from your system's packages",
            );
            return Ok(());
        }
    }
    let folder = tempfile::tempdir()?;
    let union = Union::found(folder.path())?;
    let (site, url) = (union.opened.site.clone(), union.opened.url.clone());
    let plan = union.plan(&url, folder.path())?;
    let Union { opened, now, catcher, data, .. } = union;
    let server = std::thread::spawn(move || opened.answer());
    let told = tell(&plan, |question| answer(question, &site, &now, &catcher));
    let boxes: Vec<(u64, u64)> = site.view().boxes.values().map(|head| (head.ballots, head.voters)).collect();
    let size = site.view().size;
    site.queue().stop();
    drop(site);
    server.join().map_err(|_| anyhow::anyhow!("the server's thread ended badly"))??;
    let shown = told?;

    assert_eq!(boxes, [(3, 2)], "three ballots of two voters");
    the_pages_said(&shown)?;
    let proof = std::fs::read_to_string(shown["on_the_roll"]["proof"].as_str().context("a proof")?)?;
    let vkey = Vkey::parse(std::fs::read_to_string(data.join("log.vkey"))?.trim())?;
    let proof = serde_json::from_str::<Proof>(&proof)?.check(&vkey)?;
    assert_eq!(Some(proof.member_id.as_str()), shown["on_the_roll"]["member"].as_str());
    let report = audit_folder(&data, None)?;
    assert_eq!(report.findings.len(), 0, "{:?}", report.findings);

    let downloads = folder.path().join("downloads").join("observer");
    the_archive_is_judged(&downloads, &shown)?;
    the_record_is_judged(&downloads, folder.path(), size)
}

/// What the people of the story read on their pages.
fn the_pages_said(shown: &Value) -> Result<()> {
    let said = |path: &str| -> Result<&str> {
        shown.pointer(path).and_then(Value::as_str).with_context(|| format!("{path} was not shown: {shown}"))
    };
    let contains = |path: &str, text: &str| -> Result<()> {
        ensure!(said(path)?.contains(text), "{path} should say {text:?}: {}", said(path)?);
        Ok(())
    };
    contains("/roll", "40 members")?;
    for (who, answer) in [("/first", "accepted"), ("/second", "accepted"), ("/declined", "declined")] {
        contains(who, answer)?;
    }
    for step in ["/frozen", "/closed"] {
        contains(step, "by the clock")?;
    }
    // The first voted for another, then changed their mind; the second voted by keys alone.
    assert_ne!(said("/votes_cast/0/chosen")?, said("/votes_cast/2/chosen")?);
    assert_ne!(said("/votes_cast/0/tracker")?, said("/votes_cast/2/tracker")?);
    assert_eq!(said("/votes_cast/1/chosen")?, said("/votes_cast/2/chosen")?);
    contains("/votes_cast/2/chosen", said("/candidate")?)?;
    contains("/found/0", "number 3 of 3")?;
    contains("/found/1", "number 1 of 3")?;
    contains("/on_the_roll/said", "Yes.")?;
    assert_eq!((said("/protest/0")?, said("/answer")?), (said("/PROTEST")?, said("/REASONS")?));
    assert_eq!(said("/elected")?, said("/candidate")?, "who won holds the office on the home page");
    Ok(())
}

/// A union that was just founded, about to be served.
struct Union {
    opened: serving::Opened,
    now: Arc<AtomicI64>,
    catcher: Catcher,
    data: PathBuf,
    keys: Vec<(String, PathBuf)>,
    members: Vec<Member>,
    roll: PathBuf,
}

impl Union {
    /// Founds it as `rankfile init` does, without a roll: that comes through the site.
    fn found(folder: &Path) -> Result<Self> {
        let constitution = folder.join("constitution.md");
        std::fs::write(&constitution, CONSTITUTION)?;
        let officers = keys()?.into_values().filter(|key| key.role() != "key-holder");
        let officers: Vec<KeyFile> = officers
            .map(|key| KeyFile { role: key.role().to_owned(), public: key.public(), secret: Some(key) })
            .collect();
        let data = folder.join("union");
        let house =
            found(&data, &constitution, "local12.example/record", "America/New_York", &officers, FOUNDED_AT)?;
        let mut keys = Vec::new();
        for KeyFile { role, secret, .. } in &officers {
            let path = folder.join(format!("{role}.key"));
            std::fs::write(&path, secret.as_ref().context("a secret")?.render().as_bytes())?;
            keys.push((role.clone(), path));
        }
        let roll = folder.join("roll.csv");
        let csv = rankfile_roll::example_roll(7, MEMBERS);
        std::fs::write(&roll, &csv)?;
        let read = rankfile_roll::parse(csv.as_bytes(), &rankfile_roll::Mapping::default()).rows();
        let members = read.map_err(|report| anyhow::anyhow!(report.render()))?.members().to_vec();
        let catcher = Catcher::start_anywhere(4000)?;
        let now = Arc::new(AtomicI64::new(FOUNDED_AT));
        let clock = now.clone();
        let serving = Serving {
            listener: serving::bind("127.0.0.1:0".parse()?)?,
            public_url: None,
            clock: Arc::new(move || clock.load(Ordering::SeqCst)),
            employers: Vec::new(),
            mail: Some(Mail::parse(&catcher.url(), "union@local12.example", None)?),
        };
        let opened = serving::open(house, serving, |_| Ok(None))?;
        Ok(Self { opened, now, catcher, data, keys, members, roll })
    }

    /// What the people of the story know and have at hand.
    fn plan(&self, url: &str, folder: &Path) -> Result<PathBuf> {
        let good =
            self.members.iter().filter(|member| member.standing == Standing::Good && member.email.is_some());
        let people: Vec<Value> = good
            .map(|member| json!({ "id": member.member_id.as_str(), "name": member.name, "email": member.email }))
            .collect();
        let keys: Value = self.keys.iter().map(|(role, path)| (role.clone(), json!(path))).collect();
        let plan = json!({
            "url": url, "roll": self.roll, "keys": keys, "people": people,
            "downloads": folder.join("downloads"),
            "pictures": std::env::var("RANKFILE_PICTURES").ok(),
        });
        let path = folder.join("plan.json");
        std::fs::write(&path, plan.to_string())?;
        Ok(path)
    }
}

/// Lets the script run; it asks one line of JSON at a time, and what it says last is what the pages showed.
fn tell(plan: &Path, mut answer: impl FnMut(&Value) -> Result<Value>) -> Result<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/whole_journey.mjs");
    let mut node =
        Command::new("node").arg(script).arg(plan).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut to = node.stdin.take().context("a pipe to the script")?;
    let from = BufReader::new(node.stdout.take().context("a pipe from the script")?);
    let mut shown = None;
    for line in from.lines() {
        let line = line?;
        let question: Value = serde_json::from_str(&line).with_context(|| line.clone())?;
        if let Some(last) = question.get("shown") {
            shown = Some(last.clone());
            continue;
        }
        let answer = answer(&question).unwrap_or_else(|why| json!({ "error": why.to_string() }));
        writeln!(to, "{answer}")?;
    }
    ensure!(node.wait()?.success(), "the story broke off; the script said why");
    shown.context("the script told nothing")
}

/// The world outside the browsers: the clock, and letterboxes.
fn answer(question: &Value, site: &Site, now: &AtomicI64, catcher: &Catcher) -> Result<Value> {
    if let Some(to) = question["clock"].as_i64() {
        now.fetch_max(to, Ordering::SeqCst);
        site.queue().settle().map_err(|why| anyhow::anyhow!("{why}"))?;
        return Ok(json!({ "now": now.load(Ordering::SeqCst) }));
    }
    if let Some(address) = question["letters"].as_str() {
        let all = catcher.messages();
        let mine = all.iter().filter(|message| message.to.iter().any(|to| to == address));
        let read = mine.filter_map(|message| {
            let letter = message.read()?;
            Some(json!({ "number": message.number, "subject": letter.subject, "text": letter.text }))
        });
        return Ok(read.collect());
    }
    bail!("nobody can answer {question}")
}

/// `belenios-tool` and a checker in Python accept the archive and compute what the result page showed; with a byte turned
/// nobody does.
fn the_archive_is_judged(downloads: &Path, shown: &Value) -> Result<()> {
    let name = shown["archive"].as_str().context("an archive was downloaded")?;
    let bytes = std::fs::read(downloads.join(name))?;
    let mut ours = rankfile_belenios::verify(&bytes, &|_, _| ())?.result.context("a result")?;
    let mut theirs: Vec<u64> = serde_json::from_value(shown["votes"].clone())?;
    ours[0].sort_unstable();
    theirs.sort_unstable();
    assert_eq!(ours[0], theirs, "the page shows what the archive says");
    let tools: Vec<BeleniosTool> =
        [Release::Two, Release::Three].into_iter().filter_map(BeleniosTool::find).collect();
    let archive = Archive::parse(&bytes)?;
    assert_eq!(judge(&archive, &tools)?, [""; 0]);
    if let Some(opinion) = second_opinion(&archive) {
        opinion?;
    }
    // As they were downloaded, and with a bit turned in a credential, a ballot, a proof or the result.
    for at in (1..8).map(|eighth| bytes.len() * eighth / 8) {
        let mut turned = bytes.clone();
        turned[at] ^= 1;
        assert!(
            rankfile_belenios::verify(&turned, &|_, _| ()).map_or(true, |report| report.result.is_none()),
            "{at}"
        );
        let accepted = tool_accepts(name, &turned)?.unwrap_or(false);
        assert!(!accepted, "belenios-tool does not see the turned byte {at}");
    }
    assert!(tool_accepts(name, &bytes)?.unwrap_or(true));
    Ok(())
}

/// The verdict of `belenios-tool` on a file of these bytes; none if it is not here.
fn tool_accepts(name: &str, bytes: &[u8]) -> Result<Option<bool>> {
    let Some(tool) = find_or_say_absent("belenios-tool-3") else { return Ok(None) };
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join(name), bytes)?;
    let said = Command::new(tool)
        .args(["election", "verify"])
        .current_dir(folder.path())
        .env("BELENIOS_USE_URANDOM", "1")
        .stdin(Stdio::null())
        .output()?;
    Ok(Some(said.status.success()))
}

/// Go accepts the record as it was downloaded, and no byte of it can be turned.
fn the_record_is_judged(downloads: &Path, folder: &Path, size: u64) -> Result<()> {
    let unpacked =
        Command::new("tar").arg("-xmf").arg(downloads.join("record.tar")).arg("-C").arg(folder).status()?;
    ensure!(unpacked.success(), "the record does not unpack");
    let record = folder.join("record");
    let Some(go) = find_or_say_absent("tlogcheck") else { return Ok(()) };
    let run = |more: &[&str]| -> Result<(bool, String)> {
        let said =
            Command::new(&go).args(more).arg(record.join("log.vkey")).arg(record.join("log")).output()?;
        Ok((said.status.success(), String::from_utf8_lossy(&said.stdout).trim_end().to_owned()))
    };
    assert_eq!(run(&[])?, (true, format!("OK {size}")));
    let (accepted, said) = run(&["-flip"])?;
    assert!(accepted && said.contains("refused"), "{said}");
    let tile = record.join("log").join("checkpoint");
    let mut bytes = std::fs::read(&tile)?;
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    std::fs::write(&tile, bytes)?;
    let (accepted, said) = run(&[])?;
    assert!(!accepted && said.starts_with("FAIL"), "{said}");
    Ok(())
}
