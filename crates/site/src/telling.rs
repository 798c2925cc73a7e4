//! Telling: what a command or an act says, in plain sentences of the visitor's language, without any number or name that the
//! act itself does not give away.

use crate::words::{Language, Words};
use rankfile_constitution::process::{People, Who};
use rankfile_constitution::step::{Actor as Bearer, OfficeId, Span, Unit};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Command as Election, ElectionId, Facts, Notice};
use rankfile_hall::key::command::Command as Key;
use rankfile_hall::process::command::{Command as Process, Voice};
use rankfile_hall::roll::command::Command as Roll;
use rankfile_hall::state::State;
use rankfile_hall::union::command::Command as Union;
use rankfile_record::act::Actor;

/// Tells acts of one union in one language.
pub struct Telling<'a> {
    w: &'a Words,
    state: &'a State,
}

/// Names that rules give themselves where they mean every office.
const ALL_OF_THEM: [&str; 3] = ["officers", "all-offices", "constitution"];

/// Whether the host says something of itself, which no member asked for.
pub fn is_hosts_own(actor: &Actor, command: Option<&Command>) -> bool {
    *actor == Actor::Host && command.is_some_and(|command| rankfile_hall::own::is_own(actor, command))
}

impl<'a> Telling<'a> {
    /// For a state, whose offices and articles it names.
    pub fn new(w: &'a Words, state: &'a State) -> Self {
        Self { w, state }
    }

    /// An office's or body's title, or what a key holder is called.
    pub fn role(&self, role: &str) -> String {
        match role.strip_prefix("key-holder:").and_then(|n| n.parse::<i64>().ok()) {
            Some(number) => self.w.one("role-key-holder", "n", number),
            None => crate::frame::role_title(self.state, role),
        }
    }

    /// Who asked.
    pub fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Key { role, .. } => self.role(role),
            Actor::Host => self.w.say("actor-host"),
            Actor::Clock => self.w.say("actor-clock"),
        }
    }

    /// Who is behind an act: a host's act is a member's wish by its word, or what it says of itself.
    pub fn who(&self, actor: &Actor, command: Option<&Command>) -> String {
        if is_hosts_own(actor, command) { self.w.say("actor-host-itself") } else { self.actor(actor) }
    }

    /// Whose turn it is.
    pub fn bearer(&self, bearer: &Bearer) -> String {
        match bearer {
            Bearer::Office(id) => crate::frame::role_title(self.state, &id.0),
            Bearer::Body(id) => crate::frame::role_title(self.state, &id.0),
            Bearer::KeyHolders => self.w.say("bearer-key-holders"),
            Bearer::Members => self.w.say("bearer-members"),
            Bearer::Nominees => self.w.say("bearer-nominees"),
            Bearer::Clock => self.w.say("actor-clock"),
        }
    }

    /// An article's heading.
    pub fn article(&self, id: &str) -> String {
        let articles = self.state.union.as_ref().map(|union| &union.program.articles);
        let found = articles.and_then(|articles| articles.iter().find(|(a, _)| a.0 == id));
        found.map_or_else(|| id.to_owned(), |(_, heading)| heading.clone())
    }

    /// An election's name: "Election of officers 1".
    pub fn election(&self, id: &ElectionId) -> String {
        let (plan, number) = id.0.rsplit_once('-').unwrap_or((&id.0, ""));
        self.w.two("election-name", "plan", plan.replace('-', " "), "number", number.to_owned())
    }

    /// What a command asks, in sentences.
    pub fn command(&self, command: &Command) -> Vec<String> {
        let w = self.w;
        match command {
            Command::Union(Union::Found { .. }) => vec![w.say("tell-found")],
            Command::Union(Union::ServeDesk { desk }) => vec![w.one("tell-desk", "digest", desk.clone())],
            Command::Key(Key::Admit { role, key }) => vec![
                w.one("tell-key-admit", "role", self.role(role)),
                w.one("tell-key-fingerprint", "fingerprint", key.fingerprint()),
            ],
            Command::Key(Key::Revoke { key }) => vec![
                w.say("tell-key-revoke"),
                w.one("tell-key-fingerprint", "fingerprint", key.fingerprint()),
            ],
            Command::Roll(Roll::Load { members, in_good_standing, .. }) => {
                vec![w.two("tell-roll-load", "members", *members as i64, "good", *in_good_standing as i64)]
            }
            Command::Election(command) => self.election_command(command),
            Command::Process(command) => {
                let mut told = vec![self.process_command(command)];
                if let Process::Begin { about, .. } = command
                    && about.starts_with("sha256:")
                {
                    told.push(w.one("tell-process-text", "digest", about.clone()));
                }
                told
            }
        }
    }

    /// What runs step by step: its name is the constitution's own.
    fn process_command(&self, command: &Process) -> String {
        let w = self.w;
        let (id, name) = match command {
            Process::Begin { plan, .. } => ("tell-process-begin", self.process(plan)),
            Process::Speak { process, voice: Voice::For } => ("tell-process-for", self.process(&process.0)),
            Process::Speak { process, voice: Voice::Against } => {
                ("tell-process-against", self.process(&process.0))
            }
            Process::PutOff { process, .. } => ("tell-process-put-off", self.process(&process.0)),
            Process::Elapse { process, .. } => ("tell-process-elapse", self.process(&process.0)),
        };
        w.one(id, "process", name)
    }

    /// The name of something that runs step by step, from its id: "Complaint against the president (2)".
    pub fn process(&self, id: &str) -> String {
        let (plan, number) = id.rsplit_once('#').unwrap_or((id, ""));
        let mut parts = plan.split('/');
        let kind = parts.next().unwrap_or_default();
        let mut named: Vec<&str> = parts.filter(|part| *part != kind && *part != "any").collect();
        let (mut id, mut about) = (format!("process-{kind}"), format!("process-{kind}-about"));
        // A kind of its own within a kind: the report on an emergency.
        if let Some(first) = named.first().filter(|first| self.w.knows(&format!("process-in-{kind}-{first}")))
        {
            id = format!("process-in-{kind}-{first}");
            about = format!("{id}-about");
            named.remove(0);
        }
        let mut name = match named.last() {
            // What it is about is in the sentence; what else its name says stands behind it.
            Some(last) if self.w.knows(&about) && self.is_role(last) => {
                let name = self.w.one(&about, "who", self.in_sentence(last));
                named.pop();
                name
            }
            _ if self.w.knows(&id) => self.w.say(&id),
            _ => plain(kind),
        };
        named.retain(|part| !ALL_OF_THEM.contains(part));
        if !named.is_empty() {
            let rest: Vec<String> = named.into_iter().map(|part| self.part(part)).collect();
            name = format!("{name}: {}", rest.join(", "));
        }
        if number.is_empty() { name } else { format!("{name} ({number})") }
    }

    /// A part of a process's name: an office, a body, or the name a rule gives itself.
    fn part(&self, id: &str) -> String {
        if self.is_role(id) { self.role(id) } else { id.replace('-', " ") }
    }

    fn is_role(&self, id: &str) -> bool {
        self.state.has_role(id)
    }

    /// A title in the middle of an English sentence.
    fn in_sentence(&self, role: &str) -> String {
        let title = self.role(role);
        if self.w.language != Language::English {
            return title;
        }
        let mut rest = title.chars();
        rest.next().map_or_else(String::new, |first| first.to_lowercase().chain(rest).collect())
    }

    /// Who owes a stage of a process; the people are those of the rules it began with.
    pub fn who_owes(&self, people: &People, who: &Who) -> String {
        match who {
            Who::One(person) => {
                let seat = people.persons.get(*person);
                seat.map_or_else(String::new, |person| self.role(&person.seat))
            }
            Who::Panel { id, .. } | Who::Lot { id, .. } => self.role(id),
            Who::Everybody(_) => self.w.say("bearer-everybody"),
            Who::Clock => self.w.say("actor-clock"),
            Who::Empty(_) => self.w.say("bearer-nobody"),
        }
    }

    /// A length of time.
    pub fn span(&self, span: Span) -> String {
        let unit = match span.unit {
            Unit::Hours => "span-hours",
            Unit::Days => "span-days",
            Unit::BusinessDays => "span-business-days",
            Unit::Months => "span-months",
            Unit::Years => "span-years",
        };
        self.w.one(unit, "n", i64::from(span.amount))
    }

    fn election_command(&self, command: &Election) -> Vec<String> {
        let w = self.w;
        let election = self.election(command.election());
        let about = |id: &str| vec![w.one(id, "election", election.clone())];
        match command {
            Election::Call { voting_opens, .. } => {
                vec![w.two("tell-call", "election", election, "date", w.from(*voting_opens))]
            }
            Election::AppointKeyHolders { holders, .. } => {
                let mut told = vec![w.two("tell-appoint", "election", election, "n", holders.len() as i64)];
                told.extend(holders.iter().zip(1..).map(|(key, number)| {
                    w.two("tell-appoint-one", "n", number as i64, "fingerprint", key.fingerprint())
                }));
                told
            }
            Election::ServeNotice { notice, sent, .. } => {
                let which = match notice {
                    Notice::Nominations => "tell-notice-nominations",
                    Notice::Election => "tell-notice-election",
                };
                let mut told = about(which);
                told.extend(sent.iter().map(|(channel, count)| {
                    let channel = w.say(match channel.as_str() {
                        "post" => "channel-post",
                        "email" => "channel-email",
                        "board" => "channel-board",
                        _ => "channel-other",
                    });
                    w.two("tell-sent", "channel", channel, "n", *count as i64)
                }));
                told
            }
            Election::Nominate { office, .. } => {
                vec![w.two("tell-nominate", "election", election, "office", self.office(office))]
            }
            Election::AcceptNomination { statement, .. } => {
                about(if statement.is_some() { "tell-accept-statement" } else { "tell-accept" })
            }
            Election::DeclineNomination { .. } => about("tell-decline"),
            Election::FindEligibility { finding, .. } => vec![
                w.one("tell-eligibility", "election", election),
                w.two(
                    "tell-finding",
                    "months",
                    i64::from(finding.member_months),
                    "standing",
                    w.say(if finding.good_standing { "standing-good" } else { "standing-not-good" }),
                ),
            ],
            Election::FreezeRoll { eligible, .. } => {
                vec![w.two("tell-freeze", "election", election, "n", *eligible as i64)]
            }
            Election::PresentKey { holder, .. } => {
                vec![w.two("tell-present", "election", election, "n", i64::from(*holder))]
            }
            Election::SetBallot { .. } => about("tell-set-ballot"),
            Election::ReportBallots { ballots, .. } => {
                vec![w.two("tell-ballots", "election", election, "n", *ballots as i64)]
            }
            Election::ShareDecryption { holder, .. } => {
                vec![w.two("tell-share", "election", election, "n", i64::from(*holder))]
            }
            Election::FileProtest { .. } => about("tell-protest"),
            Election::DecideProtest { upheld, .. } => {
                about(if *upheld { "tell-protest-upheld" } else { "tell-protest-rejected" })
            }
            Election::Certify { .. } => about("tell-certify"),
            Election::Elapse { step, facts, .. } => self.elapse(&step.0, facts, election),
        }
    }

    fn elapse(&self, step: &str, facts: &Facts, election: String) -> Vec<String> {
        let w = self.w;
        let mut told = vec![w.two("tell-elapse", "election", election, "step", self.step(step))];
        match facts {
            Facts::None => {}
            Facts::Tally { counted, .. } => told.push(w.one("tell-tally", "n", *counted as i64)),
            Facts::Result { .. } => told.push(w.say("tell-result")),
        }
        told
    }

    /// What a step is called: "voting closes".
    pub fn step(&self, step: &str) -> String {
        let id = format!("step-{step}");
        if self.w.knows(&id) { self.w.say(&id) } else { step.to_owned() }
    }

    fn office(&self, office: &OfficeId) -> String {
        crate::frame::role_title(self.state, &office.0)
    }
}

fn plain(kind: &str) -> String {
    let mut chars = kind.chars();
    let first = chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>());
    first.unwrap_or_default().replace('-', " ")
}
