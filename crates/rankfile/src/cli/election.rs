//! `rankfile election`: each step of an election as its own command.

use super::{Ended, Signed, parse_time, read_text};
use crate::house::{House, Recorded, Signer, read_key, read_key_file};
use crate::ops::{election as ops, vote};
use crate::say::line;
use anyhow::{Context as _, Result, bail};
use clap::{Subcommand, ValueEnum};
use rankfile_hall::election::bearer;
use rankfile_hall::election::command::{Candidacy, ElectionId, Finding, Notice};
use rankfile_hall::election::due;
use rankfile_record::key::SecretKey;
use std::collections::BTreeMap;
use std::path::PathBuf;
use zeroize::Zeroizing;

#[derive(Subcommand)]
pub enum Command {
    /// Show the docket: what is open, who owes it, and by when.
    Status {
        /// The union's data directory.
        data: PathBuf,
    },
    /// Let time pass: apply every duty whose deadline has passed.
    Tick {
        /// The union's data directory.
        data: PathBuf,
    },
    /// Call an election.
    Call {
        #[command(flatten)]
        signed: Signed,
        /// The election, as `status` names it.
        election: String,
        /// When voting opens; the earliest lawful day if not given.
        #[arg(long, value_name = "TIME")]
        opens: Option<String>,
    },
    /// Appoint the key holders, in order.
    Holders {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// Public half of each key holder's signing key.
        #[arg(long = "holder", required = true)]
        holders: Vec<PathBuf>,
    },
    /// Say that a notice was served.
    Notice {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// Which notice.
        #[arg(long, value_enum)]
        kind: NoticeKind,
        /// The text that was sent.
        #[arg(long, value_name = "FILE")]
        text: PathBuf,
        /// How many went by each channel, as `post=412`.
        #[arg(long = "sent", required = true, value_name = "CHANNEL=COUNT")]
        sent: Vec<String>,
    },
    /// Nominate somebody.
    Nominate {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        election: String,
        /// The office, by its id.
        #[arg(long)]
        office: String,
        /// The nominee's name as it is to stand on the ballot.
        #[arg(long)]
        name: String,
    },
    /// Accept a nomination and consent to the name being opened on the ballot.
    Accept {
        #[command(flatten)]
        nomination: Nomination,
        /// What the candidate says to the voters: plain text, at most 2,000 characters, public with the name.
        #[arg(long, value_name = "FILE")]
        statement: Option<PathBuf>,
    },
    /// Decline a nomination.
    Decline(Nomination),
    /// Sign what was found about a nominee; the rules draw the conclusion.
    Find {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// The candidacy.
        #[arg(long)]
        candidacy: String,
        /// Whole months of membership at the close of nominations.
        #[arg(long)]
        member_months: u32,
        /// Whether the nominee is in good standing.
        #[arg(long, action = clap::ArgAction::Set)]
        good_standing: bool,
        /// A ground of exclusion that applies, by its word in the constitution.
        #[arg(long = "excluded-by")]
        excluded_by: Vec<String>,
    },
    /// Freeze the roll of voters.
    Freeze {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
    },
    /// Set the ballot and make the credentials.
    Ballot {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// Where the committee keeps `credentials.csv`, which says who got which credential.
        #[arg(long, value_name = "DIR")]
        secret: PathBuf,
    },
    /// Show the ballot: questions and answers with their numbers.
    Paper {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        election: String,
    },
    /// Cast a ballot.
    Vote {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        election: String,
        /// A file that holds the credential.
        #[arg(long, value_name = "FILE")]
        credential: PathBuf,
        /// For each question in order: numbers of answers joined by commas, or `blank`.
        #[arg(long = "choose", required = true)]
        choose: Vec<String>,
    },
    /// Admit a ballot that was made elsewhere.
    Cast {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        election: String,
        /// The ballot.
        #[arg(long, value_name = "FILE")]
        ballot: PathBuf,
    },
    /// Show who won, with the arithmetic.
    Result {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        election: String,
    },
    /// File a protest.
    Protest {
        /// The union's data directory.
        data: PathBuf,
        /// The election.
        election: String,
        /// What it says.
        #[arg(long, value_name = "FILE")]
        text: PathBuf,
    },
    /// Decide a protest.
    DecideProtest {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
        /// The protest.
        #[arg(long)]
        protest: String,
        /// Whether it is upheld; then the election is void and called again.
        #[arg(long, action = clap::ArgAction::Set)]
        upheld: bool,
        /// The reasons.
        #[arg(long, value_name = "FILE")]
        reasons: PathBuf,
    },
    /// Certify the result.
    Certify {
        #[command(flatten)]
        signed: Signed,
        /// The election.
        election: String,
    },
}

#[derive(clap::Args)]
pub struct Nomination {
    /// The union's data directory.
    data: PathBuf,
    /// The election.
    election: String,
    /// The candidacy, as `nominate` named it.
    #[arg(long)]
    candidacy: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum NoticeKind {
    /// That nominations will open.
    Nominations,
    /// That the election will be held.
    Election,
}

pub fn run(command: Command, now: i64) -> Result<Ended> {
    match command {
        Command::Status { data } => status(&mut House::open(&data, now)?)?,
        Command::Tick { data } => {
            let acts = House::open(&data, now)?.writer.tick(now)?;
            line(format!("{acts} duties ran out and were applied"));
        }
        Command::Call { signed, election, opens } => {
            let opens = opens.as_deref().map(parse_time).transpose()?;
            let recorded = sign(&signed, &election, now, |house, id, key| {
                ops::call(house, id, opens, Signer::Key(key))
            })?;
            line(format!("act {}: called. `rankfile election status` has the timetable", recorded.index));
        }
        Command::Holders { signed, election, holders } => {
            let keys: Result<Vec<_>> = holders.iter().map(|path| Ok(read_key_file(path)?.public)).collect();
            let keys = keys?;
            let recorded = sign(&signed, &election, now, |house, id, key| {
                ops::appoint(house, id, keys, Signer::Key(key))
            })?;
            line(format!("act {}: the key holders are appointed", recorded.index));
        }
        Command::Notice { signed, election, kind, text, sent } => {
            let (text, sent) = (read_text(&text)?, parse_sent(&sent)?);
            let kind = match kind {
                NoticeKind::Nominations => Notice::Nominations,
                NoticeKind::Election => Notice::Election,
            };
            let recorded = sign(&signed, &election, now, |house, id, key| {
                ops::notice(house, id, kind, sent, &text, Signer::Key(key))
            })?;
            line(format!("act {}: the notice is served", recorded.index));
        }
        Command::Nominate { data, election, office, name } => {
            let mut house = House::open(&data, now)?;
            let candidacy = ops::nominate(&mut house, &ElectionId(election), &office, &name)?;
            line(format!("nominated; the candidacy is {}", candidacy.0));
        }
        Command::Accept { nomination, statement } => {
            let text = statement.as_deref().map(read_text).transpose()?.unwrap_or_default();
            let (mut house, id, candidacy) = nomination.open(now)?;
            let recorded = ops::accept(&mut house, &id, candidacy, &text)?;
            line(format!("act {}: the nomination is accepted", recorded.index));
        }
        Command::Decline(nomination) => {
            let (mut house, id, candidacy) = nomination.open(now)?;
            let recorded = ops::answer(&mut house, &id, candidacy, false)?;
            line(format!("act {}: the nomination is declined", recorded.index));
        }
        Command::Find { signed, election, candidacy, member_months, good_standing, excluded_by } => {
            let finding = Finding { member_months, good_standing, excluded_by };
            let candidacy = Candidacy(candidacy);
            let recorded = sign(&signed, &election, now, |house, id, key| {
                let recorded = ops::find(house, id, candidacy.clone(), finding, Signer::Key(key))?;
                if let Some(standing) = ops::known(house, id)?.candidacies.get(&candidacy) {
                    line(format!("{:?}: {}", standing.status, standing.reasons.join("; ")));
                }
                Ok(recorded)
            })?;
            line(format!("act {}: the finding is recorded", recorded.index));
        }
        Command::Freeze { signed, election } => {
            let recorded = sign(&signed, &election, now, |house, id, key| {
                crate::ops::roll::freeze(house, id, Signer::Key(key))
            })?;
            line(format!("act {}: the roll of voters is frozen", recorded.index));
        }
        Command::Ballot { signed, election, secret } => {
            let recorded = sign(&signed, &election, now, |house, id, key| {
                ops::set_ballot(house, id, &secret, Signer::Key(key))
            })?;
            line(format!(
                "act {}: the ballot is set; {}/credentials.csv says who gets which credential",
                recorded.index,
                secret.display()
            ));
        }
        Command::Paper { data, election } => paper(&House::open(&data, now)?, &ElectionId(election))?,
        Command::Vote { data, election, credential, choose } => {
            let (mut house, id) = (House::open(&data, now)?, ElectionId(election));
            house.writer.tick(now)?;
            let belenios = vote::belenios(&house, &id)?;
            let choices = vote::parse_choices(&belenios, &choose)?;
            let credential = Zeroizing::new(read_text(&credential)?);
            cast(&mut house, &id, vote::make(&belenios, credential.trim(), &choices)?)?;
        }
        Command::Cast { data, election, ballot } => {
            let mut house = House::open(&data, now)?;
            house.writer.tick(now)?;
            cast(&mut house, &ElectionId(election), super::read(&ballot)?)?;
        }
        Command::Result { data, election } => result(&mut House::open(&data, now)?, &ElectionId(election))?,
        Command::Protest { data, election, text } => {
            let mut house = House::open(&data, now)?;
            let protest = ops::protest(&mut house, &ElectionId(election), &read_text(&text)?)?;
            line(format!("filed; the protest is {protest}"));
        }
        Command::DecideProtest { signed, election, protest, upheld, reasons } => {
            let reasons = read_text(&reasons)?;
            let recorded = sign(&signed, &election, now, |house, id, key| {
                ops::decide_protest(house, id, &protest, upheld, &reasons, Signer::Key(key))
            })?;
            line(format!(
                "act {}: the protest is {}",
                recorded.index,
                if upheld { "upheld" } else { "dismissed" }
            ));
        }
        Command::Certify { signed, election } => {
            let recorded =
                sign(&signed, &election, now, |house, id, key| ops::certify(house, id, Signer::Key(key)))?;
            line(format!("act {}: the result is certified", recorded.index));
        }
    }
    Ok(Ended::Holds)
}

/// Opens the record, lets time pass, and has something signed and recorded.
fn sign(
    signed: &Signed,
    election: &str,
    now: i64,
    act: impl FnOnce(&mut House, &ElectionId, &SecretKey) -> Result<Recorded>,
) -> Result<Recorded> {
    let key = read_key(&signed.sign)?;
    let mut house = House::open(&signed.data, now)?;
    house.writer.tick(now)?;
    act(&mut house, &ElectionId(election.to_owned()), &key)
}

impl Nomination {
    fn open(self, now: i64) -> Result<(House, ElectionId, Candidacy)> {
        Ok((House::open(&self.data, now)?, ElectionId(self.election), Candidacy(self.candidacy)))
    }
}

fn cast(house: &mut House, election: &ElectionId, ballot: Vec<u8>) -> Result<()> {
    let cast = vote::cast(house, election, ballot)?;
    line(format!(
        "Your ballot is in. Its tracker, with which you find it in the public archive: {}",
        cast.tracker
    ));
    line(cast.receipt);
    Ok(())
}

fn status(house: &mut House) -> Result<()> {
    house.writer.tick(house.now)?;
    let ids: Vec<ElectionId> = house.hall().state.elections.keys().cloned().collect();
    let mut names = BTreeMap::new();
    for id in &ids {
        names.extend(ops::names(house, id)?);
    }
    let state = &house.hall().state;
    let union = state.union.as_ref().context("no union was founded here")?;
    let zone = &union.zone;
    line(format!(
        "{}, {}: {} acts in the record",
        union.program.name,
        zone.say(house.now),
        house.hall().chain.size()
    ));
    line("\nIn office");
    for office in &union.program.offices {
        let holders = state.offices.get(&office.id).map_or(&[][..], Vec::as_slice);
        let who = holders.iter().filter_map(|holder| names.get(&Candidacy(holder.candidacy.clone())));
        let who: Vec<&str> = who.map(|(name, _)| name.as_str()).collect();
        line(
            format!(
                "  {}: {} of {} seats held {}",
                office.title,
                holders.len(),
                office.seats,
                who.join(", ")
            )
            .trim_end(),
        );
    }
    line("\nThe docket");
    for duty in due::docket(state) {
        let opens = if duty.opens_at > house.now {
            format!("opens {}, ", zone.say(duty.opens_at))
        } else {
            String::new()
        };
        let late = if duty.overdue { " OVERDUE" } else { "" };
        line(format!("  {}: to {}", duty.election, duty.words));
        line(format!(
            "    duty of {}; {opens}due {}{late} (article {})",
            bearer::say(union, &duty.bearer),
            zone.say(duty.due_at),
            duty.article
        ));
    }
    let others = rankfile_hall::process::due::docket(state).len();
    if others > 0 {
        line(format!("  and {others} more of other matters: `rankfile process list` has them"));
    }
    for election in state.elections.values().filter(|election| !election.candidacies.is_empty()) {
        line(format!("\nNominees of {}", election.id));
        for (candidacy, standing) in &election.candidacies {
            let name = names.get(candidacy).map_or("(name erased)", |(name, _)| name.as_str());
            let said = format!("{:?}", standing.status).to_lowercase();
            let reasons = if standing.reasons.is_empty() {
                String::new()
            } else {
                format!(": {}", standing.reasons.join("; "))
            };
            line(format!("  {name} for {}: {said}{reasons}", standing.office));
            line(format!("    candidacy {}", candidacy.0));
        }
    }
    Ok(())
}

fn paper(house: &House, election: &ElectionId) -> Result<()> {
    let belenios = vote::belenios(house, election)?;
    line(format!("{} (fingerprint {})", belenios.name(), belenios.fingerprint()));
    for question in belenios.questions() {
        line(format!("{}{}", question.question, if question.blank { ", or `blank`" } else { "" }));
        for (answer, number) in question.answers.iter().zip(1..) {
            line(format!("  {number}. {answer}"));
        }
    }
    Ok(())
}

fn result(house: &mut House, id: &ElectionId) -> Result<()> {
    house.writer.tick(house.now)?;
    for sentence in result_lines(house, id)? {
        line(sentence);
    }
    Ok(())
}

/// The result in sentences, with names put in for commitments.
pub fn result_lines(house: &mut House, id: &ElectionId) -> Result<Vec<String>> {
    let names = ops::names(house, id)?;
    let election = ops::known(house, id)?;
    if election.outcomes.is_empty() {
        bail!("{id} has no result yet; `rankfile election status` says what comes next");
    }
    let sentences = election.outcomes.iter().flat_map(|outcome| &outcome.sentences);
    Ok(sentences
        .map(|sentence| names.iter().fold(sentence.clone(), |text, (c, (name, _))| text.replace(&c.0, name)))
        .collect())
}

fn parse_sent(entries: &[String]) -> Result<BTreeMap<String, u64>> {
    let read = |entry: &String| {
        let (channel, count) =
            entry.split_once('=').with_context(|| format!("`{entry}`: write it like post=412"))?;
        let count = count.parse().with_context(|| format!("`{entry}`: the count should be a number"))?;
        Ok((channel.to_owned(), count))
    };
    entries.iter().map(read).collect()
}
