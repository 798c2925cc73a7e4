//! Deciding what people ask of a process. Every refusal cites the article of the stage it concerns. What time does by itself
//! is in `lapse`.

use super::command::{Command, ProcessId, Voice};
use super::effect::{Effect, Speaker};
use super::state::{Case, StageState};
use super::{bearer, lapse, stages};
use crate::election::effect::How;
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::roll::decide::is_hash;
use crate::state::{State, Union};
use crate::union::decide::compile;
use rankfile_constitution::process::{Begins, People, Process, Role, Stage, Who};
use rankfile_constitution::program::Program;
use rankfile_constitution::step::ArticleId;
use rankfile_record::act::Actor;
use rankfile_record::key::PublicKey;

type Decided = Result<Vec<Effect>, Refusal>;

/// Decides.
pub fn decide(state: &State, union: &Union, command: &Command, ask: &Ask<'_>) -> Decided {
    let case = match command {
        Command::Begin { plan, about, against } => {
            return Beginning { state, union, ask }.begin(plan, about, against.as_ref());
        }
        Command::Speak { process, .. }
        | Command::PutOff { process, .. }
        | Command::Elapse { process, .. } => known(state, process)?,
    };
    let room = Room { state, union, case, ask };
    match command {
        Command::Speak { voice, .. } => room.speak(*voice),
        Command::PutOff { power, .. } => room.put_off(*power),
        Command::Elapse { .. } if *ask.actor == Actor::Clock => {
            lapse::decide(state, union, case, command, ask.now)
        }
        Command::Elapse { .. } | Command::Begin { .. } => {
            no(&case.plan.article, Rule::NotTheBearer, "only time itself lets time pass", "Wait.")
        }
    }
}

fn known<'a>(state: &'a State, process: &ProcessId) -> Result<&'a Case, Refusal> {
    state.cases.get(process).ok_or_else(|| {
        let reason = format!("nothing called `{process}` is under way");
        Refusal::new(&state.first_article(), Rule::ProcessUnknown, reason, "Look at the docket.")
    })
}

fn no<T>(
    article: &ArticleId,
    rule: Rule,
    reason: impl Into<String>,
    advice: impl Into<String>,
) -> Result<T, Refusal> {
    Err(Refusal::new(article, rule, reason, advice))
}

/// What the decision to begin something looks at.
struct Beginning<'a> {
    state: &'a State,
    union: &'a Union,
    ask: &'a Ask<'a>,
}

impl Beginning<'_> {
    fn begin(&self, id: &str, about: &str, against: Option<&PublicKey>) -> Decided {
        let (plan, people) = self.plan(id)?;
        if plan.begins != Begins::AnyDay {
            let reason = format!("`{id}` begins with time and nobody has to ask for it");
            return no(&plan.article, Rule::ProcessNotAsked, reason, "Look at the docket.");
        }
        self.check_opener(plan, people)?;
        against.map_or(Ok(()), |key| self.check_against(plan, people, key))?;
        if plan.kind == "amendment" {
            self.check_document(plan, about)?;
        } else if !is_hash(about) {
            let reason = "what it is about is named by a commitment of 64 hexadecimal digits";
            return no(&plan.article, Rule::CommandMalformed, reason, "Let the desk make it.");
        }
        let matter = stages::Matter { about: about.to_owned(), against: against.cloned() };
        Ok(stages::begin(self.state, &self.union.zone, plan, matter, self.ask.now))
    }

    fn plan(&self, id: &str) -> Result<(&Process, &People), Refusal> {
        if let Some(known) = self.union.process(id) {
            return Ok(known);
        }
        let all = &self.union.program.processes;
        if let Some(plan) = all.iter().find(|plan| plan.id == id && plan.plan.is_some()) {
            let reason = format!("`{id}` belongs to an election with ballots of its own");
            return no(&plan.article, Rule::ProcessNotAsked, reason, "Go to the election itself.");
        }
        let asked = all.iter().filter(|plan| plan.is_run_by_steps() && plan.begins == Begins::AnyDay);
        let ids: Vec<&str> = asked.map(|plan| plan.id.as_str()).collect();
        let reason = format!("the constitution has nothing called `{id}`");
        let advice = format!("What can be begun: {}.", ids.join(", "));
        no(&self.state.first_article(), Rule::ProcessUnknown, reason, advice)
    }

    /// Whether whoever asks may set it going.
    fn check_opener(&self, plan: &Process, people: &People) -> Result<(), Refusal> {
        if plan.opened_by.is_empty() {
            return Ok(());
        }
        let may = plan.opened_by.iter().any(|id| match self.ask.actor {
            Actor::Host => matches!(people.who(id, &Default::default()), Who::Everybody(_)),
            actor => bearer::seat_of(people, &people.who(id, &Default::default()), actor).is_some(),
        });
        if may {
            return Ok(());
        }
        let reason = format!("this is proposed by {}", plan.opened_by.join(" or ").replace('-', " "));
        no(&plan.article, Rule::NotTheBearer, reason, "Ask them.")
    }

    /// Nobody is silenced by being named: a process is against a holder of the office it is about, or against a member.
    fn check_against(&self, plan: &Process, people: &People, key: &PublicKey) -> Result<(), Refusal> {
        let role = self.state.keys.get(key).map(|entry| entry.role.as_str());
        let is_about = |subject: &String| {
            Some(subject.as_str()) == role
                || role.is_some() && matches!(people.who(subject, &Default::default()), Who::Everybody(_))
        };
        if plan.subjects.iter().any(is_about) {
            return Ok(());
        }
        let reason = format!("`{}` is not about the holder of this key", plan.id);
        no(&plan.article, Rule::CommandMalformed, reason, "Name the key of somebody it is about, or none.")
    }

    /// The new document came along and can be run.
    fn check_document(&self, plan: &Process, digest: &str) -> Result<(), Refusal> {
        let Some(text) = self.state.documents.text(digest) else {
            let reason = "the new constitution's text did not come along";
            return no(&plan.article, Rule::DocumentMissing, reason, "Send it with the proposal.");
        };
        let program = match compile(text, self.union.rehearsal) {
            Ok(program) => program,
            Err(why) => {
                let advice = "Run `rankfile lint` on it and mend what it names.";
                return no(&plan.article, Rule::ConstitutionUnreadable, why, advice);
            }
        };
        if digest == self.union.program.digest {
            let reason = "this is the constitution in force, word for word";
            return no(&plan.article, Rule::CommandMalformed, reason, "Propose another text.");
        }
        self.check_reach(plan, &program)
    }

    /// What this way to change the rules does not reach, stays as it is, to the letter.
    fn check_reach(&self, plan: &Process, program: &Program) -> Result<(), Refusal> {
        let Some(matter) = stages::out_of_reach(self.union, plan, program) else { return Ok(()) };
        let reason = format!(
            "this way to change the rules does not reach {matter}, and the new text changes rules on them"
        );
        no(
            &plan.article,
            Rule::OutOfReach,
            reason,
            "Propose it by the way that reaches them, or leave them as they are.",
        )
    }
}

/// Everything a decision on a process under way looks at.
struct Room<'a> {
    state: &'a State,
    union: &'a Union,
    case: &'a Case,
    ask: &'a Ask<'a>,
}

impl Room<'_> {
    fn speak(&self, voice: Voice) -> Decided {
        let (number, open, stage) = self.open()?;
        let article = &stage.article;
        if self.ask.now < open.opens_at {
            let reason = format!("to {} opens on {}", stage.words, self.union.zone.say(open.opens_at));
            return no(article, Rule::StepTooEarly, reason, "Come back then.");
        }
        if open.held.is_some() {
            let reason = "this is over but for the time by which it was put off";
            return no(article, Rule::StepClosed, reason, "Wait.");
        }
        let who = stage.rungs.get(open.rung as usize).map(|(who, _)| who);
        let seat = who.and_then(|who| bearer::seat_of(self.people(), who, self.ask.actor));
        let (Some(who), Some(seat)) = (who, seat) else {
            let whose = who.map_or_else(|| "nobody".to_owned(), |who| bearer::say(self.people(), who));
            let reason = format!("to {} is the duty of {whose}", stage.words);
            return no(article, Rule::NotTheBearer, reason, "Ask them.");
        };
        let is_decision = matches!(stage.role, Role::Decides | Role::Window);
        if voice == Voice::Against && !is_decision {
            let reason = format!("to {} is a duty and nothing is decided by it", stage.words);
            return no(article, Rule::CommandMalformed, reason, "Say that it is done, or say nothing.");
        }
        let process = self.case.id.clone();
        if stage.role == Role::Window && self.case.plan.kind == "amendment" {
            let reason = format!("to {} takes its time, whatever anybody says", stage.words);
            return no(article, Rule::NotTheBearer, reason, "Wait.");
        }
        let Actor::Key { key, .. } = self.ask.actor else {
            return Ok(self.members_speak(number, stage, voice));
        };
        self.check_recusal(article, key)?;
        let speaker = Speaker { key: key.clone(), seat: seat.to_owned() };
        if open.heard.contains_key(&speaker) {
            let reason = "this key has spoken in this matter";
            return no(article, Rule::VoiceRepeated, reason, "Once is enough.");
        }
        let mut heard = open.heard.clone();
        heard.insert(speaker.clone(), voice);
        let mut effects = vec![Effect::Heard { process, by: Some(speaker), voice }];
        if let Some(decided) = self.hearing().decision(who, &heard) {
            effects.extend(self.finish(number, stage, decided));
        }
        Ok(effects)
    }

    /// What members do together is done when the host says so for one of them; in a window, when its time is over.
    fn members_speak(&self, number: u32, stage: &Stage, voice: Voice) -> Vec<Effect> {
        let heard = Effect::Heard { process: self.case.id.clone(), by: None, voice };
        let done = if stage.role == Role::Window { Vec::new() } else { self.finish(number, stage, voice) };
        [vec![heard], done].concat()
    }

    fn finish(&self, number: u32, stage: &Stage, voice: Voice) -> Vec<Effect> {
        let decision = (stage.role == Role::Decides).then_some(voice);
        let (state, union) = (self.state, self.union);
        stages::finish(state, union, self.case, number, self.ask.now, How::Acted, decision)
    }

    fn check_recusal(&self, article: &ArticleId, key: &PublicKey) -> Result<(), Refusal> {
        if self.case.aside() != Some(key) {
            return Ok(());
        }
        let reason = "this is against the holder of this key, who takes no part in it";
        no(article, Rule::Recused, reason, "Others decide it.")
    }

    /// By the rules it began with, whatever is in force since.
    fn people(&self) -> &People {
        &self.case.people
    }

    fn hearing(&self) -> bearer::Hearing<'_> {
        let (people, against) = (self.people(), self.case.aside());
        bearer::Hearing { people, keys: &self.state.keys, against }
    }

    fn put_off(&self, power: u32) -> Decided {
        let (number, open, stage) = self.open()?;
        let Some(delay) = self.case.plan.delays.get(power as usize) else {
            let reason = format!("no power of number {power} puts this off");
            return no(&stage.article, Rule::CommandMalformed, reason, "Look at the constitution.");
        };
        let article = &delay.article;
        let used = self.case.used.get(&power).copied().unwrap_or(0);
        if delay.times.is_some_and(|times| used >= times) {
            let reason = format!("this was put off {used} times, which is as often as permitted");
            return no(article, Rule::PowerUsedUp, reason, "It goes on now.");
        }
        let people = self.people();
        let seat = bearer::seat_of(people, &delay.who, self.ask.actor);
        let (Some(seat), Actor::Key { key, .. }) = (seat, self.ask.actor) else {
            let reason = format!("only {} can put this off", bearer::say(people, &delay.who));
            return no(article, Rule::NotTheBearer, reason, "Nothing is put off.");
        };
        self.check_recusal(article, key)?;
        let by = Speaker { key: key.clone(), seat: seat.to_owned() };
        let mut asked = self.case.asked.get(&power).cloned().unwrap_or_default();
        if !asked.insert(by.clone()) {
            return no(article, Rule::VoiceRepeated, "this key has asked for it", "Once is enough.");
        }
        let process = self.case.id.clone();
        let mut effects = vec![Effect::DelayAsked { process: process.clone(), power, by }];
        if self.hearing().suffices(&delay.who, asked.iter()) {
            effects.push(Effect::PutOff { process: process.clone(), power });
            if let Some(held) = open.held {
                let zone = &self.union.zone;
                let until = held.until.and_then(|until| stages::put_off(zone, self.case, &[power], until));
                let (how, decision) = (held.how, held.decision);
                effects.push(Effect::Held { process, stage: number, until, how, decision });
            }
        }
        Ok(effects)
    }

    fn open(&self) -> Result<(u32, &StageState, &Stage), Refusal> {
        self.case.open().ok_or_else(|| {
            let reason = format!("`{}` is over", self.case.id);
            Refusal::new(&self.case.plan.article, Rule::StepClosed, reason, "Look at the docket.")
        })
    }
}
