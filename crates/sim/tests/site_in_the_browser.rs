//! The site in a real browser: voting twice and finding the ballot, checking the record, a passkey that comes to sign for an
//! office. Afterwards the record is audited and the election's archive verified, as an outsider would.

use anyhow::{Context as _, Result};
use rankfile::cli::audit_folder;
use rankfile::serving::{self, Serving};
use rankfile_sim::outsiders::{absent, find};
use rankfile_sim::world::{ORIGIN, World, key};
use rankfile_store::log::Log;
use rankfile_store::place::Places;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

#[test]
fn people_with_browsers_vote_check_and_sign() -> Result<()> {
    for program in ["node", "chromium", "chromedriver"] {
        if find(program).is_none() {
            absent(program, "install Node.js, Chromium and its driver from your system's packages");
            return Ok(());
        }
    }
    let folder = tempfile::tempdir()?;
    let parts = Places::within(folder.path()).create_parts()?;
    let log_key = rankfile_record::note::LogKey::from_seed(ORIGIN, [9; 32])?;
    std::fs::write(folder.path().join("log.vkey"), format!("{}\n", log_key.vkey()))?;
    let mut world = World::found(folder.path(), Log::create(parts, log_key)?, 40)?;
    world.run_until_open()?;
    let credential = world.credentials()?.first().cloned().context("a credential")?;
    let key_file = folder.path().join("secretary.key");
    std::fs::write(&key_file, key(&world.keys, "secretary")?.render().as_bytes())?;
    let now = world.house.now;
    let serving = Serving {
        listener: serving::bind("127.0.0.1:0".parse()?)?,
        public_url: None,
        clock: Arc::new(move || now),
        employers: Vec::new(),
        mail: None,
    };
    let opened = serving::open(world.house, serving, |_| Ok(None))?;
    let (site, url) = (opened.site.clone(), opened.url.clone());
    let link = site.accounts().make_link("M-00001", now, &mut site.rng())?;
    let server = std::thread::spawn(move || opened.answer());
    let plan = folder.path().join("plan.json");
    let told = json!({
        "url": url, "credential": credential, "link": format!("/sign-in/link/{link}"), "keyFile": key_file,
    });
    std::fs::write(&plan, told.to_string())?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site/journey.mjs");
    let output = Command::new("node").arg(script).arg(&plan).output()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let shown: Value = serde_json::from_slice(&output.stdout)?;

    assert!(shown["refused"].as_str().context("words")?.contains("XXXXX-XXXXXX-XXXXX-XXXXXX"), "{shown}");
    assert_ne!(shown["kept"], json!(0));
    assert_eq!(shown["first"][0], shown["first"][1]);
    assert_ne!(shown["first"][1], shown["second"][1]);
    assert!(shown["found"].as_str().context("words")?.contains("number 2 of 2"), "{shown}");
    assert_eq!((&shown["checked"], &shown["outside"]), (&json!("success"), &json!(0)));
    assert!(shown["key"].as_str().context("a key")?.starts_with("passkey-"), "{shown}");
    assert!(shown["says"].as_str().context("words")?.contains("Treasurer"), "{shown}");
    assert!(shown["who"].as_str().context("words")?.contains("Treasurer"), "{shown}");

    let view = site.view();
    assert_eq!(view.boxes.values().next().map(|head| (head.ballots, head.voters)), Some((2, 1)));
    assert!(!view.state.keys.keys().any(|key| key.rp_id().is_some()), "the passkey revoked itself");
    site.queue().stop();
    drop((view, site));
    server.join().map_err(|_| anyhow::anyhow!("the server's thread ended badly"))??;
    let report = audit_folder(folder.path(), None)?;
    assert_eq!(report.findings.len(), 0, "{:?}", report.findings);
    Ok(())
}
