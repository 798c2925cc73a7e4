//! Every rule by which the hall says no, met once: the article, a reason with its arithmetic, one line of advice, and
//! nothing changed. A rule that this table does not meet fails the last check.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rankfile_constitution::step::StepId;
use rankfile_hall::command::Command;
use rankfile_hall::election::command::{Candidacy, Command as El, ElectionId, Facts, Finding, Notice, Setup};
use rankfile_hall::key::command::Command as Key;
use rankfile_hall::process::command::{Command as Process, ProcessId, Voice};
use rankfile_hall::roll::command::Command as Roll;
use rankfile_hall::union::command::{Command as Union, FoundingKey};
use rankfile_hall::{Refusal, Rule};
use rankfile_record::act::Actor;
use rankfile_record::key::SecretKey;
use rankfile_sim::play::{Deed, Play};
use rankfile_store::writer::{Answer, Ask};
use std::collections::{BTreeMap, BTreeSet};

fn id() -> ElectionId {
    ElectionId("officers-1".to_owned())
}

/// Collects refusals: each must leave everything as it was, cite an article that exists, and say something.
#[derive(Default)]
struct Table {
    met: BTreeSet<String>,
}

impl Table {
    fn refused(&mut self, play: &mut Play, rule: Rule, article: &str, reason: &str, deed: Deed) {
        play.tick();
        let request = play.request(deed);
        self.refused_request(play, rule, article, reason, request);
    }

    fn refused_request(
        &mut self,
        play: &mut Play,
        rule: Rule,
        article: &str,
        reason: &str,
        request: rankfile_hall::Request,
    ) {
        let state = |play: &Play| {
            let state = &play.hall().state;
            format!("{:?}{:?}", state.elections, state.cases)
        };
        let before = (play.leaves(), state(play));
        let refusal = play.put(request).unwrap_err();
        assert_eq!((play.leaves(), state(play)), before, "{rule} changed something");
        self.note(&refusal, rule, article, reason);
    }

    fn note(&mut self, refusal: &Refusal, rule: Rule, article: &str, reason: &str) {
        assert_eq!((refusal.rule, refusal.article.0.as_str()), (rule, article), "{refusal}");
        assert!(refusal.reason.contains(reason), "{reason:?} is missing in: {refusal}");
        assert!(!refusal.advice.is_empty() && refusal.to_string().contains(&refusal.article.0), "{refusal}");
        self.met.insert(rule.to_string());
    }
}

/// What the clock or the host asks by itself, exactly as the writer would make it.
fn own(play: &Play, actor: Actor, command: impl Into<Command>) -> rankfile_hall::Request {
    let hall = play.hall();
    let inner = rankfile_hall::own::inner(&hall.state, &hall.chain, actor, &command.into());
    rankfile_hall::Request { inner, signature: None, documents: Vec::new() }
}

fn el(who: &str, command: El) -> Deed {
    Deed::of(who, command)
}

#[test]
fn every_rule_is_met_and_changes_nothing() {
    let mut table = Table::default();
    founding(&mut table);
    requests(&mut table);
    keys_and_roll(&mut table);
    calling(&mut table);
    nominating(&mut table);
    setting(&mut table);
    voting(&mut table);
    deciding(&mut table);
    step_by_step(&mut table);
    let all: BTreeSet<String> = Rule::ALL.iter().map(ToString::to_string).collect();
    let unmet: Vec<&String> = all.difference(&table.met).collect();
    assert!(unmet.is_empty(), "rules no test meets: {unmet:?}");
}

fn founding(table: &mut Table) {
    let mut play = Play::empty(1, rankfile_sim::world::CONSTITUTION);
    let found = play.found();
    let changed = |change: &dyn Fn(&mut String, &mut String, &mut Vec<FoundingKey>)| {
        let Command::Union(Union::Found { mut constitution, mut zone, mut keys, rehearsal }) =
            found.command.clone()
        else {
            unreachable!()
        };
        change(&mut constitution, &mut zone, &mut keys);
        Deed {
            command: Command::Union(Union::Found { constitution, zone, keys, rehearsal }),
            ..found.clone()
        }
    };
    let load = play.load(8, 8);
    table.refused(&mut play, Rule::NotFounded, "founding", "no union was founded", load);
    let nowhere = changed(&|_, zone, _| *zone = "Nowhere/Town".to_owned());
    table.refused(&mut play, Rule::CommandMalformed, "founding", "Nowhere/Town", nowhere);
    let text = b"# nothing\n".to_vec();
    let digest = rankfile_record::commit::digest_text(&text);
    let unreadable = changed(&|constitution, _, _| constitution.clone_from(&digest)).with(vec![text]);
    table.refused(&mut play, Rule::ConstitutionUnreadable, "founding", "front matter", unreadable);
    let admiral = changed(&|_, _, keys| keys[0].role = "admiral".to_owned());
    table.refused(&mut play, Rule::RoleUnknown, "founding", "admiral", admiral);
    let without = Deed { documents: Vec::new(), ..found.clone() };
    table.refused(&mut play, Rule::DocumentMissing, "founding", "did not come along", without);
    play.ask(found.clone()).unwrap();
    table.refused(&mut play, Rule::AlreadyFounded, "name", "founded already", found);
}

fn requests(table: &mut Table) {
    let mut play = Play::founded(2, 8);
    let call = play.call(&id());
    let mut request = play.request(call.clone());
    request.inner.origin = "elsewhere.example/record".to_owned();
    request.signature = Some(play.sign(&request.inner, "election-committee"));
    table.refused_request(&mut play, Rule::OtherUnion, "name", "elsewhere.example", request);
    let mut request = play.request(call.clone());
    request.inner.basis.article = "no-such-article".to_owned();
    request.signature = Some(play.sign(&request.inner, "election-committee"));
    table.refused_request(&mut play, Rule::OtherConstitution, "name", "no-such-article", request);
    let mut request = play.request(call.clone());
    request.inner.command["do"] = "abolish".into();
    request.signature = Some(play.sign(&request.inner, "election-committee"));
    table.refused_request(&mut play, Rule::CommandMalformed, "name", "no command", request);
    let mut request = play.request(call.clone());
    request.signature = Some("00".repeat(64));
    table.refused_request(&mut play, Rule::SignatureWrong, "name", "signature", request);
    let mut request = play.request(call.clone());
    request.inner.seen.as_mut().unwrap().root = "00".repeat(32);
    request.signature = Some(play.sign(&request.inner, "election-committee"));
    table.refused_request(&mut play, Rule::HistoryUnknown, "name", "another history", request);
    let seventh = ElectionId("officers-7".to_owned());
    let deed = el("election-committee", El::Certify { election: seventh });
    table.refused(&mut play, Rule::ElectionUnknown, "name", "officers-7", deed);
    let request = play.request(call);
    play.put(request.clone()).unwrap();
    table.refused_request(&mut play, Rule::NonceRepeated, "name", "recorded before", request);
    // The writer applies what time owes before it decides; whoever leaves that out is refused, and found by an auditor.
    let hall = play.hall();
    let due = rankfile_hall::election::due::docket(&hall.state).first().unwrap().due_at;
    let load = play.load(8, 8);
    let request = play.request(load);
    let hall = play.hall();
    let judged = rankfile_hall::judge::judge(
        &hall.state,
        &hall.chain,
        &hall.hashes,
        &request.inner,
        request.signature.as_deref(),
        due,
        rankfile_hall::rules::RULES,
    );
    table.note(&judged.err().unwrap(), Rule::DutyComesFirst, "nominations", "ran out first");
}

fn keys_and_roll(table: &mut Table) {
    let mut play = Play::founded(3, 8);
    let key = |play: &Play, name: &str| play.keys[name].public();
    let treasurer = key(&play, "treasurer");
    let admit =
        |role: &str, key| Deed::of("secretary", Command::Key(Key::Admit { role: role.to_owned(), key }));
    table.refused(&mut play, Rule::RoleUnknown, "keys", "admiral", admit("admiral", treasurer.clone()));
    let known = admit("treasurer", key(&play, "secretary"));
    table.refused(&mut play, Rule::KeyKnown, "keys", "admitted already", known);
    let unknown = Deed::of("secretary", Command::Key(Key::Revoke { key: treasurer.clone() }));
    table.refused(&mut play, Rule::KeyUnknown, "keys", "not in force", unknown);
    let by_nobody = admit("treasurer", treasurer.clone()).by("treasurer");
    table.refused(&mut play, Rule::KeyUnknown, "keys", "not in force", by_nobody);
    let load = |members, good| Roll::Load {
        members,
        in_good_standing: good,
        root: "ab".repeat(32),
        good_root: "cd".repeat(32),
    };
    let by_committee = Deed::of("election-committee", Command::Roll(load(8, 8)));
    table.refused(&mut play, Rule::NotTheBearer, "members", "Secretary", by_committee);
    let too_many = Deed::of("secretary", Command::Roll(load(8, 9)));
    table.refused(&mut play, Rule::RollMiscounted, "members", "9 of 8", too_many);
}

fn calling(table: &mut Table) {
    let mut play = Play::founded(4, 8);
    let call = |opens_at| el("election-committee", El::Call { election: id(), voting_opens: opens_at });
    let now = play.now;
    table.refused(&mut play, Rule::VotingDateTooEarly, "elections", "at the earliest", call(now + 86_400));
    table.refused(
        &mut play,
        Rule::VotingDateTooLate,
        "elections",
        "later than the rules allow",
        call(now + 400 * 86_400),
    );
    let by_secretary = play.call(&id()).by("secretary");
    table.refused(&mut play, Rule::NotTheBearer, "elections", "Election committee", by_secretary);
    let certify = play.certify(&id());
    table.refused(&mut play, Rule::StepNotOpen, "elections", "not yet time", certify);
    let call = play.call(&id());
    play.ask(call.clone()).unwrap();
    table.refused(&mut play, Rule::StepClosed, "elections", "ended on", call);
    let elapse =
        El::Elapse { election: id(), step: StepId("nominate".to_owned()), due_at: now, facts: Facts::None };
    let elapse = own(&play, Actor::Clock, elapse);
    table.refused_request(&mut play, Rule::DutyNotDue, "elections", "no duty `nominate`", elapse);
    let two = play.appoint(&id(), &["key-holder-1", "key-holder-2"]);
    table.refused(
        &mut play,
        Rule::KeyHoldersMiscounted,
        "elections",
        "2 different key holders were named and the rules ask for 3",
        two,
    );
    let notice = |sent: &[(&str, u64)]| El::ServeNotice {
        election: id(),
        notice: Notice::Nominations,
        sent: sent.iter().map(|(channel, count)| ((*channel).to_owned(), *count)).collect::<BTreeMap<_, _>>(),
        text: rankfile_record::commit::digest_text(b"Come."),
    };
    let one_channel = el("secretary", notice(&[("post", 8)])).with(vec![b"Come.".to_vec()]);
    table.refused(&mut play, Rule::NoticeChannelMissing, "nominations", "nothing went by email", one_channel);
    let many = el("secretary", notice(&[("post", 9), ("email", 1)])).with(vec![b"Come.".to_vec()]);
    table.refused(
        &mut play,
        Rule::NoticeMiscounted,
        "nominations",
        "9 notices by post cannot be right for 8",
        many,
    );
    let textless = el("secretary", notice(&[("post", 8), ("email", 1)]));
    table.refused(&mut play, Rule::DocumentMissing, "nominations", "text did not come along", textless);
}

fn nominating(table: &mut Table) {
    let mut play = Play::founded(5, 8);
    play.run_until(&id(), "nomination-notice");
    let (_, early) = play.nominate(&id(), "president", "Early Example");
    table.refused(&mut play, Rule::StepTooEarly, "nominations", "begins on", early);
    let opens = play.election(&id()).step("nominate").unwrap().opens_at;
    play.jump(opens);
    let (_, admiral) = play.nominate(&id(), "admiral", "Some Example");
    table.refused(&mut play, Rule::OfficeUnknown, "nominations", "admiral", admiral);
    let (candidacy, nominate) = play.nominate(&id(), "president", "Some Example");
    play.ask(nominate.clone()).unwrap();
    table.refused(&mut play, Rule::CandidacyKnown, "nominations", "used already", nominate);
    let stranger = play.answer(&id(), &Candidacy("ab".repeat(32)), true);
    table.refused(&mut play, Rule::CandidacyUnknown, "nominations", "nobody was nominated", stranger);
    let accept = play.answer(&id(), &candidacy, true);
    play.ask(accept.clone()).unwrap();
    table.refused(&mut play, Rule::CandidacyClosed, "nominations", "already accepted", accept);
    play.run_until(&id(), "accept");
    let finding =
        Finding { member_months: 30, good_standing: true, excluded_by: vec!["left-handed".to_owned()] };
    let find = el("election-committee", El::FindEligibility { election: id(), candidacy, finding });
    table.refused(&mut play, Rule::FindingMalformed, "eligibility", "left-handed", find);
}

fn setting(table: &mut Table) {
    let mut play = Play::founded(6, 8);
    play.run_until(&id(), "eligibility");
    let freeze =
        |eligible| el("secretary", El::FreezeRoll { election: id(), eligible, root: "ab".repeat(32) });
    table.refused(
        &mut play,
        Rule::RollMiscounted,
        "elections",
        "9 voters cannot be right for a roll of 8",
        freeze(9),
    );
    let stranger = el(
        "key-holder-1",
        El::PresentKey {
            election: id(),
            holder: 1,
            trustee: "{}".to_owned(),
            seed_commitment: "ab".repeat(32),
        },
    );
    let appoint = play.appoint(&id(), &["key-holder-1", "key-holder-2", "key-holder-3"]);
    play.ask(appoint).unwrap();
    table.refused(&mut play, Rule::KeyNotProven, "elections", "proof does not hold", stranger.clone());
    table.refused(
        &mut play,
        Rule::KeyHolderUnknown,
        "elections",
        "not key holder 1",
        stranger.by("key-holder-2"),
    );
    for holder in 1..=3 {
        let present = play.present(&id(), holder);
        play.ask(present).unwrap();
    }
    let set = |slate: &str, setup: &Setup| {
        el(
            "election-committee",
            El::SetBallot { election: id(), slate: slate.to_owned(), setup: setup.clone() },
        )
    };
    let nothing =
        Setup { election: "sha256:1".into(), trustees: "sha256:2".into(), credentials: "sha256:3".into() };
    table.refused(&mut play, Rule::RollMissing, "elections", "not frozen", set("sha256:0", &nothing));
    let frozen = play.freeze(&id());
    play.ask(frozen).unwrap();
    table.refused(
        &mut play,
        Rule::DocumentMissing,
        "elections",
        "did not come along",
        set("sha256:0", &nothing),
    );
    let good = play.ballot(&id()).unwrap();
    let Command::Election(El::SetBallot { slate, setup, .. }) = good.command.clone() else { unreachable!() };
    let texts: Vec<String> =
        good.documents.iter().map(|bytes| String::from_utf8(bytes.clone()).unwrap()).collect();
    let named = |digest: &str| {
        let at =
            good.documents.iter().position(|bytes| rankfile_record::commit::digest_text(bytes) == digest);
        texts[at.unwrap()].clone()
    };
    let with = |change: &dyn Fn(&mut [String; 4])| {
        let mut four =
            [named(&slate), named(&setup.election), named(&setup.trustees), named(&setup.credentials)];
        change(&mut four);
        let digest = |n: usize| rankfile_record::commit::digest_text(four[n].as_bytes());
        let setup = Setup { election: digest(1), trustees: digest(2), credentials: digest(3) };
        set(&digest(0), &setup).with(four.iter().map(|text| text.clone().into_bytes()).collect())
    };
    let renamed = with(&|four| four[0] = four[0].replace("Nominee 0", "Nominee 9"));
    table.refused(&mut play, Rule::SlateWrong, "elections", "not the one that was nominated", renamed);
    let misprinted = with(&|four| four[1] = four[1].replace("Nominee 0", "Nominee 9"));
    table.refused(&mut play, Rule::BallotPaperWrong, "elections", "not those of the slate", misprinted);
    let fewer = with(&|four| {
        let mut list: Vec<String> = serde_json::from_str(&four[3]).unwrap();
        list.pop();
        four[3] = serde_json::to_string(&list).unwrap();
    });
    table.refused(
        &mut play,
        Rule::CredentialsMiscounted,
        "elections",
        "7 credentials were made for 8 voters",
        fewer,
    );
    play.ask(good).unwrap();
}

fn voting(table: &mut Table) {
    let mut play = Play::founded(7, 8);
    play.run_until(&id(), "notice");
    let early = play.vote(&id(), 0, Some(0)).unwrap_err();
    table.note(&early, Rule::VotingNotOpen, "elections", "voting opens on");
    play.run_until(&id(), "open");
    let Some(Ask::Ballot { election, bytes, checked }) = play.fill_in(&id(), 0, Some(0)) else {
        unreachable!()
    };
    let again = || Ask::Ballot { election: election.clone(), bytes: bytes.clone(), checked: checked.clone() };
    let answers = play.commit(vec![again(), again()]);
    assert!(matches!(answers[0], Answer::Cast { .. }));
    let Answer::Refused(refusal) = &answers[1] else { unreachable!() };
    table.note(refusal, Rule::BallotRepeated, "elections", "in the box already");
    let report = El::ReportBallots { election: id(), ballots: 0, head: "ab".repeat(32) };
    let report = own(&play, Actor::Host, report);
    table.refused_request(
        &mut play,
        Rule::BallotsMiscounted,
        "elections",
        "0 ballots cannot follow 1",
        report,
    );
    play.run_until(&id(), "tally");
    let holder = play.decrypt(&id(), 1).unwrap();
    let Command::Election(El::ShareDecryption { share, seed, .. }) = holder.command.clone() else {
        unreachable!()
    };
    let shared = |share: &str, seed: &str| {
        el(
            "key-holder-1",
            El::ShareDecryption { election: id(), holder: 1, share: share.to_owned(), seed: seed.to_owned() },
        )
    };
    table.refused(
        &mut play,
        Rule::SeedWrong,
        "elections",
        "not the seed committed to",
        shared(&share, &"ab".repeat(32)),
    );
    table.refused(&mut play, Rule::DocumentMissing, "elections", "did not come along", shared(&share, &seed));
    let other = play.decrypt(&id(), 2).unwrap();
    let wrong =
        shared(&rankfile_record::commit::digest_text(&other.documents[0]), &seed).with(other.documents);
    table.refused(&mut play, Rule::ShareWrong, "elections", "proof does not hold", wrong);
    play.ask(holder).unwrap();
}

fn deciding(table: &mut Table) {
    let mut play = Play::founded(8, 8);
    play.run_until(&id(), "result");
    let (protest, file) = play.protest(&id());
    play.ask(file.clone()).unwrap();
    table.refused(&mut play, Rule::ProtestKnown, "protests", "filed already", file);
    play.run_until(&id(), "protest");
    let unknown = play.decide_protest(&id(), &"ab".repeat(32), false);
    table.refused(&mut play, Rule::ProtestUnknown, "protests", "no such protest", unknown);
    let silent = Deed { documents: Vec::new(), ..play.decide_protest(&id(), &protest, true) };
    table.refused(&mut play, Rule::DocumentMissing, "protests", "reasons did not come along", silent);
}

/// Complaints, amendments and the rest, under a constitution that has them, with three keys for the board.
fn step_by_step(table: &mut Table) {
    let mut play = Play::empty(9, &rankfile_sim::world::with_processes());
    let found = play.found();
    play.ask(found).unwrap();
    for seat in 1_u8..=3 {
        let (name, role) = (format!("board-{seat}"), "executive-board".to_owned());
        play.keys.insert(name.clone(), SecretKey::make(&role, &[70 + seat; 32]));
        let key = play.public(&name);
        play.ask(Deed::of("secretary", Command::Key(Key::Admit { role, key }))).unwrap();
    }
    let about = || "ab".repeat(32);
    let begin = |plan: &str, about: String, against| {
        Deed::of("host", Process::Begin { plan: plan.to_owned(), about, against })
    };
    let board = "complaint/officers/executive-board";
    let nothing = begin("complaint/of/nothing", about(), None);
    table.refused(&mut play, Rule::ProcessUnknown, "name", "nothing called", nothing);
    let yearly = begin("accounts/accounts", about(), None);
    table.refused(&mut play, Rule::ProcessNotAsked, "money", "begins with time", yearly);
    let ballots = begin("first-election/officers", about(), None);
    table.refused(&mut play, Rule::ProcessNotAsked, "elections", "ballots of its own", ballots);
    let named = begin(board, "Ada did it".to_owned(), None);
    table.refused(&mut play, Rule::CommandMalformed, "step-by-step", "64 hexadecimal", named);
    let stranger = begin(board, about(), Some(play.public("secretary")));
    table.refused(&mut play, Rule::CommandMalformed, "step-by-step", "not about the holder", stranger);
    let amend = |about: &str| begin("amendment/constitution", about.to_owned(), None);
    let by_member = amend("sha256:00");
    table.refused(&mut play, Rule::NotTheBearer, "step-by-step", "executive board", by_member);
    let textless = amend("sha256:00").by("board-1");
    table.refused(&mut play, Rule::DocumentMissing, "step-by-step", "did not come along", textless);
    let unreadable = b"# nothing\n".to_vec();
    let digest = rankfile_record::commit::digest_text(&unreadable);
    let deed = amend(&digest).by("board-1").with(vec![unreadable]);
    table.refused(&mut play, Rule::ConstitutionUnreadable, "step-by-step", "front matter", deed);
    let in_force = play.hall().state.union.as_ref().unwrap().program.digest.clone();
    let deed = amend(&in_force).by("board-1");
    table.refused(&mut play, Rule::CommandMalformed, "step-by-step", "word for word", deed);

    let text = rankfile_sim::world::with_processes().replace("within=\"10d\"", "within=\"9d\"").into_bytes();
    let about = || rankfile_record::commit::digest_text(&text);
    let deed = begin("amendment/empty-offices", about(), None).by("secretary").with(vec![text.clone()]);
    table.refused(&mut play, Rule::OutOfReach, "step-by-step", "does not reach", deed);

    let (about, against) = (|| "ab".repeat(32), Some(play.public("board-1")));
    play.ask(begin(board, about(), against)).unwrap();
    let process = ProcessId(format!("{board}#1"));
    let speak = |who: &str, voice| Deed::of(who, Process::Speak { process: process.clone(), voice });
    let put_off = |who: &str, power| Deed::of(who, Process::PutOff { process: process.clone(), power });
    let by_board = speak("board-2", Voice::For);
    table.refused(&mut play, Rule::NotTheBearer, "step-by-step", "the duty of the secretary", by_board);
    let no = speak("secretary", Voice::Against);
    table.refused(&mut play, Rule::CommandMalformed, "step-by-step", "nothing is decided", no);
    let no_power = put_off("board-2", 7);
    table.refused(&mut play, Rule::CommandMalformed, "step-by-step", "no power of number 7", no_power);
    let by_secretary = put_off("secretary", 0);
    table.refused(&mut play, Rule::NotTheBearer, "step-by-step", "only the executive board", by_secretary);
    let by_the_one = put_off("board-1", 0);
    table.refused(&mut play, Rule::Recused, "step-by-step", "takes no part", by_the_one);
    play.ask(speak("secretary", Voice::For)).unwrap();
    let by_the_one = speak("board-1", Voice::Against);
    table.refused(&mut play, Rule::Recused, "step-by-step", "takes no part", by_the_one);
    for used in 0..2 {
        play.ask(put_off("board-2", 0)).unwrap();
        if used == 0 {
            let twice = put_off("board-2", 0);
            table.refused(&mut play, Rule::VoiceRepeated, "step-by-step", "has asked for it", twice);
        }
        play.ask(put_off("board-3", 0)).unwrap();
    }
    let used_up = put_off("board-2", 0);
    table.refused(&mut play, Rule::PowerUsedUp, "step-by-step", "put off 2 times", used_up);
    play.ask(speak("board-2", Voice::For)).unwrap();
    let twice = speak("board-2", Voice::For);
    table.refused(&mut play, Rule::VoiceRepeated, "step-by-step", "has spoken", twice);
    let early = Process::Elapse { process: process.clone(), stage: 1, due_at: play.now };
    let early = own(&play, Actor::Clock, early);
    table.refused_request(&mut play, Rule::DutyNotDue, "step-by-step", "no duty of stage 1", early);
    let by_host = Deed::of("host", Process::Elapse { process: process.clone(), stage: 1, due_at: play.now });
    table.refused(&mut play, Rule::NotTheBearer, "step-by-step", "only time itself", by_host);
    play.ask(speak("board-3", Voice::For)).unwrap();
    let held = speak("secretary", Voice::For);
    table.refused(&mut play, Rule::StepClosed, "step-by-step", "put off", held);
    play.now += 60 * 86_400;
    play.tick();
    let over = speak("secretary", Voice::For);
    table.refused(&mut play, Rule::StepClosed, "step-by-step", "is over", over);
    let accounts = ProcessId("accounts/accounts#1".to_owned());
    let early = Deed::of("treasurer", Process::Speak { process: accounts, voice: Voice::For });
    let treasurer = play.public("treasurer");
    play.ask(Deed::of(
        "secretary",
        Command::Key(Key::Admit { role: "treasurer".to_owned(), key: treasurer }),
    ))
    .unwrap();
    table.refused(&mut play, Rule::StepTooEarly, "money", "opens on", early);
    play.check_history();
}
