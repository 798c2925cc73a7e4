//! Old records replay: whole packs made under each released version of the hall's rules still audit, for ever. To add one:
//! `cargo run --release -p rankfile-sim --example make_record -- crates/sim/vectors/records/rules-N`.

use anyhow::{Context as _, Result};
use rankfile::pack;
use rankfile_hall::audit::{Audit, audit};
use rankfile_hall::command::{Command, article};
use rankfile_hall::key::command::Command as KeyCommand;
use rankfile_hall::request::Request;
use rankfile_hall::rules::RULES;
use rankfile_record::act::{Act, Actor, Basis, Inner, Seen};
use rankfile_record::key::KeyKind;
use rankfile_sim::passkey::Passkey;
use rankfile_sim::world::{ORIGIN, keys};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[test]
fn every_old_record_still_audits_without_a_finding() -> Result<()> {
    let mut seen = 0;
    for entry in std::fs::read_dir(records())? {
        let folder = entry?.path();
        let on_disk = pack::read(&folder)?;
        let (report, hall) = audit(&on_disk.record, &|_, _, _| ());
        assert_eq!(report.findings, [], "{}", folder.display());
        assert_eq!(pack::check_public(&on_disk), [], "{}", folder.display());
        assert!(report.acts > 20 && !hall.state.offices.is_empty(), "{}", folder.display());
        assert_eq!(report.elections.first().context("an election")?.verdict, "valid");
        // A folder is named after the rules its acts were decided by.
        let rules: BTreeSet<u32> = on_disk
            .record
            .leaves
            .iter()
            .map(|leaf| Act::parse(leaf).map(|act| act.outer.rules))
            .collect::<Result<_, _>>()?;
        let name = folder.file_name().context("a name")?.to_string_lossy().into_owned();
        assert_eq!(rules.iter().map(|rules| format!("rules-{rules}")).collect::<Vec<_>>(), [name]);
        seen += 1;
    }
    assert_eq!(seen, RULES, "one record for each version of the rules");
    Ok(())
}

fn records() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join("records")
}

#[test]
fn an_old_record_goes_on_under_the_rules_of_today() -> Result<()> {
    let old = pack::read(&records().join("rules-1"))?.record;
    let mut audit = Audit::begin(&old.documents, &old.archives);
    assert!(old.leaves.iter().all(|leaf| audit.read(leaf).is_empty()));
    let mut hall = audit.hall().clone();
    let secretary = &keys()?["secretary"];
    let passkey = Passkey::make(KeyKind::PasskeyEs256, [61; 32], "sim.example");
    let now = hall.chain.last_recorded_at();
    let admit = KeyCommand::Admit { role: "treasurer".to_owned(), key: passkey.public() };
    let withdraw = KeyCommand::Revoke { key: passkey.public() };
    for (command, key, role) in
        [(admit, secretary.public(), "secretary"), (withdraw, passkey.public(), "treasurer")]
    {
        let command = Command::Key(command);
        let constitution = hall.state.union.as_ref().context("a union")?.program.digest.clone();
        let size = hall.chain.size();
        let inner = Inner {
            origin: ORIGIN.to_owned(),
            command: command.render(),
            basis: Basis { constitution, article: article(&hall.state, &command) },
            actor: Actor::Key { key, role: role.to_owned() },
            nonce: format!("{size:032x}"),
            seen: Some(Seen { size, root: hex::encode(hall.hashes.root()) }),
        };
        let signature = match role {
            "secretary" => inner.sign(secretary)?,
            _ => passkey.sign(&inner.challenge()?).render(),
        };
        let request = Request { inner, signature: Some(signature), documents: Vec::new() };
        let accepted = hall.accept(request, now).map_err(|refusal| anyhow::anyhow!(refusal))?;
        assert_eq!(accepted.act.outer.rules, RULES);
        hall.take(&accepted);
        assert_eq!(audit.read(&accepted.leaf), []);
    }
    Ok(())
}
