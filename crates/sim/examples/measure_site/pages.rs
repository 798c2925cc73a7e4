//! Every kind of page, fifty times each, for whoever may see it.

use crate::client::Client;
use crate::served::{Served, link, make_union, open_union};
use anyhow::{Context as _, Result, ensure};
use rankfile::ambient::Stopwatch;
use rankfile_record::possession;
use rankfile_sim::world::{key, keys};
use serde_json::{Value, json};
use std::path::Path;

const TIMES: usize = 50;
const MEMBER: &str = "M-00001";

const VISITOR: &[&str] = &[
    "/",
    "/elections",
    "/elections/officers-1",
    "/elections/officers-1/voters",
    "/docket",
    "/calendar.ics",
    "/constitution",
    "/record/check",
    "/health",
    "/sign-in",
    "/log/checkpoint",
];
const WHILE_VOTING: &[&str] = &[
    "/elections/officers-1/vote",
    "/elections/officers-1/documents.json",
    "/elections/officers-1/offline",
    "/elections/officers-1/find?tracker=TRACKER",
];
const MEMBERS: &[&str] = &[
    "/",
    "/me",
    "/record",
    "/record/3",
    "/record/3/receipt.tlog-proof",
    "/keys",
    "/elections/officers-1/voters",
    "/elections/officers-1/voters/proof.json",
];
const SECRETARY: &[&str] = &[
    "/work",
    "/roll",
    "/roll?from=99000",
    "/roll?q=garcia",
    "/roll?q=M-54321",
    "/roll/member/M-54321",
    "/roll/member",
    "/roll/import",
];
const OVER: &[&str] = &[
    "/",
    "/elections/officers-1",
    "/elections/officers-1/result",
    "/elections/officers-1/result/president",
    "/docket",
];

/// Measures.
pub fn measure(members: usize) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let clock = Stopwatch::new();
    let mut world = make_union(folder.path(), members)?;
    let credentials = world.credentials()?;
    let mut tracker = String::new();
    for credential in credentials.iter().take(300) {
        tracker = world.vote(credential, false)?;
    }
    let now = world.house.now;
    drop(world);
    println!(
        "A union of {members} members, voting open, 300 ballots: made in {:.0} s.\n",
        clock.elapsed().as_secs_f64()
    );
    let secret = link(folder.path(), MEMBER, now)?;
    let clock = Stopwatch::new();
    let site = Served::start(folder.path(), now)?;
    println!(
        "It is served {:.1} s after its start, every act judged again.\n",
        clock.elapsed().as_secs_f64()
    );
    let mut member = Client::new(&site.url)?;
    let token = member.token()?;
    let used = member.post_form(&format!("/sign-in/link/{secret}"), &format!("token={token}"))?;
    ensure!(used.status == 303, "signing in: {}", used.status);
    let mut secretary = Client::new(&site.url)?;
    sign_in(&mut secretary, &site.url, key(&keys()?, "secretary")?)?;
    let mut visitor = Client::new(&site.url)?;
    heading();
    let hello = Served::hello()?;
    row("(hello, and nothing else)", "/", &mut Client::new(&hello.url)?, &hello)?;
    let tracker = tracker.replace('+', "%2B").replace('/', "%2F");
    for path in VISITOR.iter().chain(WHILE_VOTING) {
        row("visitor", &path.replace("TRACKER", &tracker), &mut visitor, &site)?;
    }
    for path in MEMBERS {
        row("member", path, &mut member, &site)?;
    }
    for path in SECRETARY {
        row("secretary", path, &mut secretary, &site)?;
    }
    println!("\nThe most memory the server held: {} MB.\n", site.memory_mb()?);
    site.stop()?;
    over(folder.path(), now)
}

/// The same union when the winners have taken office.
fn over(folder: &Path, now: i64) -> Result<()> {
    let mut world = open_union(folder, now)?;
    world.run_to_the_end()?;
    let now = world.house.now;
    drop(world);
    let site = Served::start(folder, now)?;
    let mut visitor = Client::new(&site.url)?;
    heading();
    for path in OVER {
        row("visitor, afterwards", path, &mut visitor, &site)?;
    }
    site.stop()
}

fn heading() {
    println!(
        "| page | for whom | the first, ms | median, ms | worst of {TIMES}, ms | the server's own time, ms |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
}

fn row(who: &str, path: &str, client: &mut Client, site: &Served) -> Result<()> {
    client.compressed = true;
    let once = |client: &mut Client| -> Result<f64> {
        let clock = Stopwatch::new();
        let page = client.get(path)?;
        let took = clock.elapsed().as_secs_f64() * 1000.0;
        ensure!(page.status == 200 || (path == "/health" && page.status == 503), "{path}: {}", page.status);
        Ok(took)
    };
    let first = once(client)?;
    let before = site.ran_ms()?;
    let mut took = (0..TIMES).map(|_| once(client)).collect::<Result<Vec<_>>>()?;
    let ran = (site.ran_ms()? - before) / TIMES as f64;
    took.sort_by(f64::total_cmp);
    let (median, worst) = (took.get(TIMES / 2).context("times")?, took.last().context("times")?);
    println!("| `{path}` | {who} | {first:.1} | {median:.2} | {worst:.1} | {ran:.2} |");
    Ok(())
}

fn sign_in(client: &mut Client, url: &str, key: &rankfile_record::key::SecretKey) -> Result<()> {
    let token = client.token()?;
    let asked = client.post_json("/sign-in/challenge", &json!({}), &token)?;
    let challenge: Value = serde_json::from_slice(&asked.body)?;
    let challenge = challenge["challenge"].as_str().context("a challenge")?;
    let proof = possession::prove(key, url, challenge)?;
    let body = json!({ "challenge": challenge, "public": key.public().as_str(), "proof": proof });
    let done = client.post_json("/sign-in/key", &body, &token)?;
    ensure!(done.status == 200, "signing in: {} {}", done.status, done.text());
    Ok(())
}
