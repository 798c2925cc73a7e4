//! The story, told in plain words while it happens.

use super::Arguments;
use super::beats;
use super::calendar::{jump, jump_to, later, say};
use super::cast::{Cast, NOMINEES, choices};
use super::saved::Saved;
use crate::ambient::Stopwatch;
use crate::cli::{audit_folder, found, read_constitution, result_lines};
use crate::house::{House, Signer, write_secret};
use crate::ops::{election, keyholder, roll, vote};
use crate::say::{self as tell, line};
use anyhow::{Context as _, Result, ensure};
use rankfile_belenios::{Election as Belenios, Verdict};
use rankfile_hall::election::bearer;
use rankfile_hall::election::command::{ElectionId, Finding, Notice};
use rankfile_hall::election::due;
use rankfile_store::writer::Ask;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The example's constitution, also in `examples/`.
const CONSTITUTION: &str = include_str!("../../../../examples/demo-local.md");
/// 1 September 2026, nine in the morning in New York.
const FOUNDED_AT: i64 = 1_788_267_600;
/// Voters whom nobody plays in a demonstration that is served: a visitor can step into them and vote.
pub const ROLES_OF_VOTERS: usize = 3;
/// Ballots that reach the writer together.
const BALLOTS_AT_ONCE: usize = 100;

struct Story {
    house: House,
    cast: Cast,
    election: ElectionId,
    folder: PathBuf,
}

/// Works through the whole example.
pub fn tell(arguments: &Arguments) -> Result<()> {
    let clock = Stopwatch::new();
    let mut story = until_voting(arguments)?;
    story.vote(arguments.voters, 0)?;
    story.count()?;
    story.install()?;
    story.check(&clock)
}

/// Tells the story until half of the voters have voted; where it stands then.
pub fn tell_half(arguments: &Arguments) -> Result<Saved> {
    let mut story = until_voting(arguments)?;
    let spared = ROLES_OF_VOTERS;
    let voted = story.vote(arguments.voters.div_ceil(2), spared)?;
    let can_vote = story.cast.credentials()?.len().saturating_sub(spared);
    Ok(Saved { at: story.house.now, voted, voters: arguments.voters.min(can_vote), protest: None })
}

/// The election the story is about.
pub fn the_election() -> ElectionId {
    ElectionId("officers-1".to_owned())
}

fn until_voting(arguments: &Arguments) -> Result<Story> {
    line("A worked example. The people are invented, the dates are simulated, everything else is real.");
    line("One machine plays everybody; in a real union each role keeps its own secrets on its own device.");
    let mut story = found_union(arguments)?;
    story.call()?;
    story.nominate()?;
    story.prepare()?;
    Ok(story)
}

fn found_union(arguments: &Arguments) -> Result<Story> {
    let folder = arguments.data.clone();
    let union = folder.join("union");
    std::fs::create_dir_all(&folder)?;
    let constitution = folder.join("constitution.md");
    std::fs::write(&constitution, CONSTITUTION)?;
    let program = read_constitution(&constitution)?;
    let roles = crate::cli::duty_bearers(&program).into_iter();
    let cast = Cast::make(&folder.join("roles"), roles.chain((1..=3).map(|n| format!("key-holder/{n}"))))?;
    let house = found(
        &union,
        &constitution,
        "union.example/record",
        "America/New_York",
        &cast.founding()?,
        FOUNDED_AT,
    )?;
    let mut story = Story { house, cast, election: the_election(), folder };
    story.heading("The union is founded");
    line(format!(
        "{} adopts its constitution, {} articles, {}.",
        program.name,
        program.articles.len(),
        program.digest
    ));
    line("Its record begins: every act from here on is signed, numbered and can be proven.");
    let file = story.cast.folder("secretary").join("roll.csv");
    write_secret(&file, super::cast::roll(arguments.members).as_bytes())?;
    let (members, report) = roll::import(&file)?;
    line(format!(
        "The secretary imports the roll from {}: {}",
        file.display(),
        report.lines().next().unwrap_or_default()
    ));
    later(&mut story.house, 30);
    roll::load(&mut story.house, &members, Signer::Key(story.cast.key("secretary")?))?;
    let loaded = story.house.hall().state.roll.clone().context("a roll was just loaded")?;
    line(format!(
        "{} members, {} in good standing. The record has their number and a fingerprint, no name.",
        loaded.members, loaded.in_good_standing
    ));
    Ok(story)
}

impl Story {
    fn call(&mut self) -> Result<()> {
        jump(&mut self.house, FOUNDED_AT + 3 * 86_400)?;
        self.heading("The election is called");
        let (house, key) = (&mut self.house, self.cast.key("election-committee")?);
        election::call(house, &self.election, None, Signer::Key(key))?;
        line(
            "The election committee calls the first election of officers, for the earliest day the rules allow:",
        );
        let state = &self.house.hall().state;
        if let Some((union, opens)) =
            state.union.as_ref().zip(election::known(&self.house, &self.election)?.voting_opens)
        {
            line(format!("voting opens on {}.", union.zone.say(opens)));
            if let Some(duty) = due::docket(state).first() {
                line(format!(
                    "Next on the docket: to {}, duty of {}, by {}.",
                    duty.words,
                    bearer::say(union, &duty.bearer),
                    union.zone.say(duty.due_at)
                ));
            }
        }
        later(&mut self.house, 24 * 60);
        self.notice(
            Notice::Nominations,
            "Nominations for all offices open in two weeks. Any member can nominate any other.",
        )
    }

    fn nominate(&mut self) -> Result<()> {
        if let Err(refusal) =
            election::nominate(&mut self.house, &self.election, "president", "Somebody Early")
        {
            line(format!("Somebody nominates too early and is told: {refusal}"));
        }
        jump_to(&mut self.house, &self.election, "nominate")?;
        self.heading("Nominations");
        let mut made = Vec::new();
        let members = roll::current(&mut self.house)?;
        let members: Vec<(String, String)> = members
            .members()
            .iter()
            .filter_map(|member| Some((member.member_id.as_str().to_owned(), member.name.clone()?)))
            .collect();
        for (office, name, months, accepts) in NOMINEES {
            later(&mut self.house, 47);
            let member = members.iter().find(|(_, known)| known == name).map(|(id, _)| id.as_str());
            let candidacy = election::nominate_member(&mut self.house, &self.election, office, name, member)?;
            election::answer(&mut self.house, &self.election, candidacy.clone(), *accepts)?;
            if *accepts {
                made.push((candidacy, *name, *months));
            }
        }
        line(format!("{} nominations, {} accepted.", NOMINEES.len(), made.len()));
        jump_to(&mut self.house, &self.election, "eligibility")?;
        for (candidacy, name, months) in made {
            later(&mut self.house, 5);
            let finding = Finding { member_months: months, good_standing: true, excluded_by: Vec::new() };
            let key = self.cast.key("election-committee")?;
            election::find(&mut self.house, &self.election, candidacy.clone(), finding, Signer::Key(key))?;
            let known = election::known(&self.house, &self.election)?;
            if let Some(standing) = known
                .candidacies
                .get(&candidacy)
                .filter(|s| s.status != rankfile_hall::election::state::Status::Eligible)
            {
                line(format!("{name} cannot stand: {}.", standing.reasons.join("; ")));
            }
        }
        Ok(())
    }

    fn prepare(&mut self) -> Result<()> {
        self.heading("The roll is frozen, the keys are made, the ballot is set");
        later(&mut self.house, 60);
        roll::freeze(&mut self.house, &self.election, Signer::Key(self.cast.key("secretary")?))?;
        let frozen = election::known(&self.house, &self.election)?.frozen.clone().context("just frozen")?;
        line(format!(
            "{} members can vote. Every one of them can prove it from the frozen roll's fingerprint.",
            frozen.eligible
        ));
        let committee = self.cast.key("election-committee")?;
        let holders = self.cast.key_holders();
        let public = holders.iter().map(|key| key.public()).collect();
        election::appoint(&mut self.house, &self.election, public, Signer::Key(committee))?;
        for (key, number) in holders.into_iter().zip(1..) {
            self.house.now += 3600;
            let secret = self.cast.share_file(number);
            keyholder::present(&mut self.house, &self.election, key, &secret)?;
            line(format!(
                "Key holder {number} makes a share of the election's key and commits to a seed for lots."
            ));
        }
        later(&mut self.house, 90);
        let committee = self.cast.key("election-committee")?;
        let secret = self.cast.folder("election-committee");
        election::set_ballot(&mut self.house, &self.election, &secret, Signer::Key(committee))?;
        let belenios = vote::belenios(&self.house, &self.election)?;
        line(format!(
            "The ballot has {} questions; its fingerprint is {}.",
            belenios.questions().len(),
            belenios.fingerprint()
        ));
        line(format!("The committee makes {} credentials; only it knows whose is whose.", frozen.eligible));
        later(&mut self.house, 20 * 60);
        self.notice(
            Notice::Election,
            "Voting is open for seven days. Your credential comes by post. Vote from any device.",
        )
    }

    /// Lets so many vote; those with the last `spared` credentials do not. How many voted.
    fn vote(&mut self, voters: usize, spared: usize) -> Result<usize> {
        let opens = election::known(&self.house, &self.election)?.voting_opens;
        jump(&mut self.house, opens.context("the call named a day")?)?;
        self.heading("Voting");
        let credentials = self.cast.credentials()?;
        let voters = voters.min(credentials.len().saturating_sub(spared));
        let again = voters / 20;
        let belenios = vote::belenios(&self.house, &self.election)?;
        let bar = tell::progress((voters + again) as u64, "ballots");
        let turns: Vec<(usize, bool)> =
            (0..voters).map(|v| (v, false)).chain((0..again).map(|v| (v * 20, true))).collect();
        let mut last = String::new();
        for batch in turns.chunks(BALLOTS_AT_ONCE) {
            let made: Result<Vec<_>> = batch
                .par_iter()
                .map(|(voter, second)| {
                    let (_, credential) =
                        credentials.get(*voter).context("there is a credential for every voter")?;
                    let ballot = cast_ballot(&belenios, &self.election, credential, *voter, *second)?;
                    bar.inc(1);
                    Ok(ballot)
                })
                .collect();
            self.house.now += 3 * 3600;
            for answer in self.house.writer.commit(made?, self.house.now)? {
                last = vote::read(answer)?.tracker;
            }
        }
        bar.finish_and_clear();
        line(format!("{voters} members vote, {again} of them twice; the last ballot of each counts."));
        line(format!("Each gets a tracker to look for in the public archive. The last one: {last}"));
        Ok(voters)
    }

    fn count(&mut self) -> Result<()> {
        beats::close(&mut self.house, &self.election)?;
        self.heading("Voting is over");
        line(
            "The clock closes voting and multiplies the ballots into one encrypted tally. No single ballot is ever opened.",
        );
        beats::open_result(&mut self.house, &self.cast, &self.election, &mut |number| {
            line(format!(
                "Key holder {number} decrypts their part, with a proof, and reveals the seed for lots."
            ));
        })?;
        self.heading("The result");
        result_lines(&mut self.house, &self.election)?.iter().for_each(line);
        Ok(())
    }

    fn install(&mut self) -> Result<()> {
        self.heading("Protest, certification, installation");
        let protest = beats::protest(&mut self.house, &self.election)?;
        line("A member protests. The record shows that a protest waits, not what it says.");
        let reasons = beats::decide(&mut self.house, &self.cast, &self.election, Some(&protest))?;
        line(format!(
            "The protest board, which did not run the election, dismisses it with reasons: {reasons}"
        ));
        beats::certify(&mut self.house, &self.cast, &self.election)?;
        line("The election committee certifies the result.");
        beats::install(&mut self.house, &self.election)?;
        let state = &self.house.hall().state;
        let held: usize = state.offices.values().map(Vec::len).sum();
        line(format!("{}: {held} officers take office.", say(&self.house)));
        if let Some((union, next)) =
            state.union.as_ref().zip(due::docket(state).into_iter().find(|duty| duty.step.0 == "call"))
        {
            line(format!(
                "The next election is on the docket already: its call opens on {}.",
                union.zone.say(next.opens_at)
            ));
        }
        Ok(())
    }

    fn check(self, clock: &Stopwatch) -> Result<()> {
        self.heading("Anybody can check it");
        let Story { mut house, folder, election, .. } = self;
        let union = folder.join("union");
        let uuid = vote::belenios(&house, &election)?.uuid().to_owned();
        let size = house.writer.log_view().size();
        // The receipt of the last act, for whoever wants to try it.
        let receipts = folder.join("receipts");
        std::fs::create_dir_all(&receipts)?;
        let last = size.saturating_sub(1);
        std::fs::write(
            receipts.join("last.tlog-proof"),
            house.writer.log().receipt(last, None)?.unwrap_or_default(),
        )?;
        std::fs::write(receipts.join("last.leaf"), house.writer.log().leaf(last)?.unwrap_or_default())?;
        let (vkey, now) = (house.writer.log_view().vkey(), house.now);
        drop(house);
        let archive = union.join("public").join("elections").join(format!("{uuid}.bel"));
        verify_archive(&archive)?;
        let report = audit_folder(&union, None)?;
        ensure!(report.findings.is_empty(), "the audit found something: {:?}", report.findings);
        line(format!(
            "The whole record: {} acts, every one signed or due, lawful, numbered and in the tree.",
            report.acts
        ));
        line("");
        line(format!("Done in {:.0} seconds. Look around:", clock.elapsed().as_secs_f64().ceil()));
        let show = |path: &Path, what: &str| line(format!("  {:<44} {what}", path.display().to_string()));
        show(&union, "the union's data");
        show(&union.join("public"), "what any static host may serve");
        show(&folder.join("roles"), "each role's secrets, which nobody else should have");
        line("Check it yourself:");
        let program = std::env::args().next().unwrap_or_else(|| "rankfile".to_owned());
        line(format!("  {program} verify {}", archive.display()));
        line(format!("  {program} audit {}", union.display()));
        line(format!(
            "  {program} receipt {0}/last.tlog-proof --leaf {0}/last.leaf --vkey '{vkey}'",
            receipts.display()
        ));
        line(format!("  {program} election status {} --at {now}", union.display()));
        Ok(())
    }

    fn notice(&mut self, notice: Notice, text: &str) -> Result<()> {
        let members = self.house.hall().state.roll.as_ref().map_or(0, |roll| roll.members);
        let with_email = members - members / 20;
        let sent = BTreeMap::from([("post".to_owned(), members), ("email".to_owned(), with_email)]);
        let key = self.cast.key("secretary")?;
        election::notice(&mut self.house, &self.election, notice, sent, text, Signer::Key(key))?;
        line(format!("The secretary serves notice: {members} letters, {with_email} e-mails."));
        Ok(())
    }

    fn heading(&self, title: &str) {
        line(format!("\n{title} ({})", say(&self.house)));
    }
}

/// Makes a voter's ballot and checks it as anybody would.
pub fn cast_ballot(
    belenios: &Belenios,
    election: &ElectionId,
    credential: &str,
    voter: usize,
    second_time: bool,
) -> Result<Ask> {
    let ballot = vote::make(belenios, credential, &choices(belenios.questions(), voter, second_time))?;
    vote::check(belenios, election, ballot)
}

fn verify_archive(archive: &Path) -> Result<()> {
    let bytes = std::fs::read(archive)?;
    let bar = tell::progress(0, "ballots");
    let follow = tell::following(&bar);
    let report =
        rankfile_belenios::verify(&bytes, &|done, of| follow(done as u64, of as u64, "verifying ballots"))?;
    bar.finish_and_clear();
    ensure!(report.verdict == Verdict::Valid, "the archive does not verify: {:?}", report.findings);
    line(format!(
        "The election's archive: {} ballots, every proof, the tally, the decryption and the result hold.",
        report.ballots
    ));
    Ok(())
}
