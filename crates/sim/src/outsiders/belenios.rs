//! `belenios-tool`, of two releases, and `belenios_check.py`, as judges of elections and as the other side of them: they
//! make keys, credentials and ballots that our rooms must accept. Each call works in a folder of its own and passes
//! files; no code of those programs is linked or copied.
//!
//! A verdict is asked for in parts (`docs/outsiders.md`): [`judge`] asks for the archive, for each ballot and for each total.

use super::{HOW, absent, find_or_say_absent, test_data};
use crate::forger::Archive;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Which release of `belenios-tool`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// 2.0: finite-field groups only; checks every ballot of an archive.
    Two,
    /// 3.0: Ed25519 too; checks ballots one at a time only.
    Three,
}

/// A `belenios-tool` that is on this machine.
#[derive(Debug, Clone)]
pub struct BeleniosTool {
    program: PathBuf,
    release: Release,
}

/// A key holder's key pair, as the tool writes it.
#[derive(Clone)]
pub struct TrusteeKey {
    /// The content of the `.privkey` file.
    pub private: String,
    /// The content of the `.pubkey` file: key and proof of knowledge.
    pub public: String,
}

/// Credentials, as the tool writes them.
#[derive(Clone)]
pub struct Credentials {
    /// Login and private credential, in the order of the logins that were given.
    pub private: Vec<(String, String)>,
    /// Public credentials with weight, in the order the tool wrote them.
    pub public: Vec<(String, u64)>,
}

impl BeleniosTool {
    /// The tool of that release; if it is absent, says so (and panics in the strict form of the tests).
    pub fn find(release: Release) -> Option<BeleniosTool> {
        let name = match release {
            Release::Two => "belenios-tool-2",
            Release::Three => "belenios-tool-3",
        };
        Some(BeleniosTool { program: find_or_say_absent(name)?, release })
    }

    /// Runs the tool's verification of a whole archive.
    ///
    /// *Errors*: the tool refuses it; its last words are quoted.
    pub fn verify(&self, archive: &Archive) -> Result<()> {
        let folder = lay_out(archive)?;
        self.run(folder.path(), &["election", "verify"]).map(drop)
    }

    /// Runs the tool's verification of one ballot, as if it were cast now on an archive still open.
    ///
    /// *Errors*: the tool refuses it, or this release has no such command.
    pub fn check_ballot(&self, open: &Archive, ballot: &str) -> Result<()> {
        let folder = lay_out(open)?;
        std::fs::write(folder.path().join("ballot.json"), ballot)?;
        self.run(folder.path(), &["election", "verify-ballot", "--ballot", "ballot.json"]).map(drop)
    }

    /// The encrypted tally and its sizes, as the tool computes them from the ballots.
    ///
    /// *Errors*: the tool fails.
    pub fn compute_tally(&self, closed: &Archive) -> Result<(String, String)> {
        let folder = lay_out(closed)?;
        two_lines(&self.run(folder.path(), &["election", "compute-encrypted-tally"])?)
    }

    /// The result, as the tool computes it from the partial decryptions.
    ///
    /// *Errors*: the tool fails or refuses a partial decryption.
    pub fn compute_result(&self, decrypted: &Archive) -> Result<String> {
        let folder = lay_out(decrypted)?;
        Ok(self.run(folder.path(), &["election", "compute-result"])?.trim().to_owned())
    }

    /// Makes a ballot as a voter would on the command line.
    ///
    /// *Shape*: `choices` is JSON, one array of 0 and 1 per question, the blank flag first where there is one.
    /// *Errors*: the tool fails.
    pub fn make_ballot(&self, open: &Archive, credential: &str, choices: &str) -> Result<String> {
        let folder = lay_out(open)?;
        let flag = match self.release {
            Release::Two => "--ballot",
            Release::Three => "--choice",
        };
        std::fs::write(folder.path().join("credential"), credential)?;
        std::fs::write(folder.path().join("choices.json"), choices)?;
        let arguments = ["election", "generate-ballot", "--privcred", "credential", flag, "choices.json"];
        Ok(self.run(folder.path(), &arguments)?.trim().to_owned())
    }

    /// Makes a key holder's key pair.
    ///
    /// *Errors*: the tool fails.
    pub fn make_trustee_key(&self, group: &str) -> Result<TrusteeKey> {
        let folder = TempDir::new()?;
        self.run(folder.path(), &["setup", "generate-trustee-key", "--group", group])?;
        Ok(TrusteeKey { private: only_file(&folder, "privkey")?, public: only_file(&folder, "pubkey")? })
    }

    /// Makes one credential per voter, with weights.
    ///
    /// *Errors*: the tool fails, or its files are not as expected.
    pub fn make_credentials(&self, uuid: &str, group: &str, voters: &[(&str, u64)]) -> Result<Credentials> {
        let folder = TempDir::new()?;
        let lines: String =
            voters.iter().map(|(login, weight)| format!("{login}@example.org,{login},{weight}\n")).collect();
        std::fs::write(folder.path().join("voters.txt"), lines)?;
        let arguments =
            ["setup", "generate-credentials", "--uuid", uuid, "--group", group, "--file", "voters.txt"];
        self.run(folder.path(), &arguments)?;
        let private = only_file(&folder, "privcreds")?;
        let private = voters
            .iter()
            .map(|(login, _)| Ok(((*login).to_owned(), credential_of(&private, login)?)))
            .collect::<Result<_>>()?;
        let public: Vec<String> = serde_json::from_str(&only_file(&folder, "pubcreds")?)?;
        let public = public.iter().map(|entry| parse_public_credential(entry)).collect::<Result<_>>()?;
        Ok(Credentials { private, public })
    }

    /// Makes one key holder's partial decryption: the decryption itself, and the object that names its owner.
    ///
    /// *Errors*: the tool fails.
    pub fn decrypt(&self, tallied: &Archive, private_key: &str, owner: usize) -> Result<(String, String)> {
        let folder = lay_out(tallied)?;
        std::fs::write(folder.path().join("key"), private_key)?;
        let owner = owner.to_string();
        two_lines(
            &self.run(folder.path(), &["election", "decrypt", "--privkey", "key", "--trustee-id", &owner])?,
        )
    }

    fn run(&self, folder: &Path, arguments: &[&str]) -> Result<String> {
        // Its own source of randomness may wait for a keyboard.
        let output = Command::new(&self.program)
            .args(arguments)
            .current_dir(folder)
            .env("BELENIOS_USE_URANDOM", "1")
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let last: String = said.trim().lines().last().unwrap_or("nothing").chars().take(200).collect();
            bail!("belenios-tool {} refuses: {last}", arguments.join(" "));
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Everything the outside programs find wrong with an archive; empty if they accept it and compute the same totals.
///
/// *Shape*: pass every release that is on the machine; a release that cannot read the archive's group is left out.
/// *Errors*: a file cannot be written; a verdict is no error.
pub fn judge(archive: &Archive, tools: &[BeleniosTool]) -> Result<Vec<String>> {
    let mut findings = vec![];
    for tool in tools.iter().filter(|tool| tool.release == Release::Three || !archive.is_ed25519()) {
        findings.extend(tool.verify(archive).err().map(|refusal| refusal.to_string()));
        if tool.release == Release::Three {
            findings.extend(refused_ballots(archive, tool));
        }
        if let Some(claimed) = archive.bodies_of("EncryptedTally").next_back() {
            let computed = tool.compute_tally(&archive.until("EndBallots"));
            findings.extend(differ("encrypted tally", computed.map(|(_, sizes)| sizes), claimed));
        }
        if let Some(claimed) = archive.bodies_of("Result").next() {
            let computed = tool.compute_result(&archive.until("PartialDecryption"));
            findings.extend(differ("result", computed, claimed));
        }
    }
    Ok(findings)
}

/// The verdict of `belenios_check.py`, an implementation in another language; nothing if it or Python is absent.
///
/// *Errors*: the archive is refused; its words are quoted.
pub fn second_opinion(archive: &Archive) -> Option<Result<()>> {
    let script =
        test_data().map(|data| data.join("../tools/belenios_check.py")).filter(|script| script.is_file());
    let Some(script) = script else {
        absent(
            "belenios_check.py",
            "put the test data beside the checkout, or name its folder in RANKFILE_TEST_DATA",
        );
        return None;
    };
    let Some(python) = super::find("python3") else {
        absent("python3", HOW);
        return None;
    };
    Some(lay_out(archive).and_then(|folder| {
        let file = folder.path().join(archive.file_name()?);
        let output = Command::new(python).arg(script).arg(file).stdin(Stdio::null()).output()?;
        if !output.status.success() {
            bail!("belenios_check.py refuses: {}", String::from_utf8_lossy(&output.stdout).trim());
        }
        Ok(())
    }))
}

/// Casts each ballot on the archive as it was just before it.
fn refused_ballots(archive: &Archive, tool: &BeleniosTool) -> Vec<String> {
    let mut before = archive.until("Setup");
    let mut findings = vec![];
    for ballot in archive.bodies_of("Ballot") {
        findings.extend(tool.check_ballot(&before, ballot).err().map(|refusal| refusal.to_string()));
        before.push("Ballot", &[ballot]);
    }
    findings
}

fn differ(what: &str, computed: Result<String>, claimed: &str) -> Option<String> {
    match computed {
        Ok(computed) if computed == claimed => None,
        Ok(_) => Some(format!("belenios-tool computes another {what} than the archive claims")),
        Err(refusal) => Some(refusal.to_string()),
    }
}

/// A folder with the archive in it, named as the tool wants it.
fn lay_out(archive: &Archive) -> Result<TempDir> {
    let folder = TempDir::new()?;
    std::fs::write(folder.path().join(archive.file_name()?), archive.render())?;
    Ok(folder)
}

fn two_lines(said: &str) -> Result<(String, String)> {
    match said.trim().lines().collect::<Vec<_>>()[..] {
        [first, second] => Ok((first.to_owned(), second.to_owned())),
        ref lines => bail!("expected two lines from belenios-tool, not {}", lines.len()),
    }
}

/// The content of the one file in a folder whose name ends so.
fn only_file(folder: &TempDir, ending: &str) -> Result<String> {
    for entry in std::fs::read_dir(folder.path())? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == ending) {
            return Ok(std::fs::read_to_string(path)?.trim().to_owned());
        }
    }
    bail!("belenios-tool wrote no .{ending} file")
}

/// The private credential of a login: JSON in 3.0, lines of `mail,login,weight credential` in 2.0.
fn credential_of(private: &str, login: &str) -> Result<String> {
    if let Ok(object) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(private) {
        let credential = object.get(login).and_then(|value| value.as_str());
        return credential.map(str::to_owned).with_context(|| format!("no credential for {login}"));
    }
    let mut lines = private.lines().filter_map(|line| line.rsplit_once(' '));
    lines
        .find(|(identity, _)| identity.split(',').nth(1) == Some(login))
        .map(|(_, credential)| credential.to_owned())
        .with_context(|| format!("no credential for {login}"))
}

/// Reads `KEY`, `KEY,WEIGHT` or `KEY,WEIGHT,LOGIN`.
fn parse_public_credential(entry: &str) -> Result<(String, u64)> {
    let mut parts = entry.split(',');
    let key = parts.next().unwrap_or_default().to_owned();
    let weight = parts.next().filter(|weight| !weight.is_empty()).map_or(Ok(1), str::parse)?;
    Ok((key, weight))
}
