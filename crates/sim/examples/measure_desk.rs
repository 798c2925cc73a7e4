//! Measures the desk, native and as a browser runs it, side by side: a ballot, its audit, a thousand credentials, the setting of
//! a ballot with a hundred thousand. Prints rows of a Markdown table. Run it alone on the machine:
//! `cargo run --release -p rankfile-sim --example measure_desk`.
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use anyhow::{Context as _, Result, ensure};
use rankfile::ambient::Stopwatch;
use rankfile_belenios::{Archive, GroupName, KeyShare, Setup, TrusteeKey};
use rankfile_desk::offline::Page;
use rankfile_sim::elections::rng;
use rankfile_sim::outsiders;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const UUID: &str = "MeasureMeHere4";

fn main() -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let folder = tempfile::tempdir()?;
    let desk = folder.path().join("desk.wasm");
    std::fs::write(&desk, rankfile_site::desk::MODULE)?;
    let requests = requests()?;
    let file = folder.path().join("requests.json");
    std::fs::write(&file, serde_json::to_vec(&requests)?)?;
    let node = outsiders::find("node").context("node is absent; install Node.js 20 or newer")?;
    let output = Command::new(node)
        .arg(workspace.join("crates/sim/tests/desk/measure.mjs"))
        .args([&workspace.join("crates/desk/js/desk.js"), &desk, &file])
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let browser: Value = serde_json::from_slice(&output.stdout)?;
    println!("desk.wasm: {} bytes\n", rankfile_site::desk::MODULE.len());
    println!("| what | native, ms | browser's engine, ms | the first time, ms |");
    println!("| --- | --- | --- | --- |");
    for (what, request) in requests.as_object().into_iter().flatten() {
        let told = |name: &str| browser[what][name].as_f64().unwrap_or_default();
        println!("| {what} | {:.1} | {:.1} | {:.1} |", native(request)?, told("best"), told("first"));
    }
    in_chromium(folder.path(), &requests)?;
    by_the_peer(&requests)
}

/// The request whose documents, credential and choices the browser and the peer take too.
const BALLOT: &str = "a ballot of one question with 10 answers, made and checked";

/// What a voter waits for in a real browser: the page loaded anew each time, from the press of the button to the tracker.
fn in_chromium(folder: &Path, requests: &Value) -> Result<()> {
    let input = &requests[BALLOT][1];
    let text = |value: &Value| value.as_str().map(str::to_owned).context("a text");
    let (election, trustees) =
        (text(&input["documents"]["election"])?, text(&input["documents"]["trustees"])?);
    let page = Page {
        language: "en",
        election: &election,
        trustees: &trustees,
        hand_in_at: "http://localhost",
        desk: rankfile_site::desk::MODULE,
    };
    let file = folder.join("booth.html");
    std::fs::write(&file, page.render().map_err(|why| anyhow::anyhow!("{why:?}"))?)?;
    let node = outsiders::find("node").context("node is absent; install Node.js 20 or newer")?;
    if ["chromium", "chromedriver"].iter().any(|name| outsiders::find(name).is_none()) {
        println!("\nNo Chromium here: install it and its driver from your system's packages.");
        return Ok(());
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk/measure_booth.mjs");
    let output =
        Command::new(node).arg(script).arg(file).args([&text(&input["credential"])?, "25"]).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let of = |name: &str| told[name].as_f64().unwrap_or_default();
    println!("\n| the same ballot in Chromium, from the button to the tracker | ms |\n| --- | --- |");
    println!(
        "| median of 25 | {:.0} |\n| worst | {:.0} |\n| the very first | {:.0} |",
        of("median"),
        of("worst"),
        of("first")
    );
    Ok(())
}

/// The same ballot by `belenios-tool` on its command line; what it takes to start is told apart.
fn by_the_peer(requests: &Value) -> Result<()> {
    let (input, set) = (&requests[BALLOT][1], &requests[BALLOT][3]);
    let Some(program) = outsiders::find("belenios-tool-3") else {
        println!("\nNo belenios-tool here: `cargo xtask outsiders` gets it.");
        return Ok(());
    };
    let text = |value: &Value| value.as_str().map(str::to_owned).context("a text");
    let setup = Setup {
        election: text(&set["election"])?,
        trustees: text(&set["trustees"])?,
        credentials: text(&set["credentials"])?,
    };
    let folder = tempfile::tempdir()?;
    let (archive, _) = Archive::begin(1_795_320_114, &setup);
    std::fs::write(folder.path().join(format!("{UUID}.bel")), archive)?;
    std::fs::write(folder.path().join("credential"), text(&input["credential"])?)?;
    std::fs::write(folder.path().join("choices.json"), "[[0,0,0,0,0,0,0,0,0,1]]")?;
    let best = |arguments: &[&str]| -> Result<f64> {
        let mut best = f64::INFINITY;
        for _ in 0..10 {
            let clock = Stopwatch::new();
            let done = Command::new(&program)
                .args(arguments)
                .current_dir(folder.path())
                .env("BELENIOS_USE_URANDOM", "1")
                .output()?;
            ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            best = best.min(clock.elapsed().as_secs_f64() * 1000.0);
        }
        Ok(best)
    };
    let made = ["election", "generate-ballot", "--privcred", "credential", "--choice", "choices.json"];
    let (whole, start) = (best(&made)?, best(&["--version"])?);
    println!("\n| the same ballot by belenios-tool 3.0, native, best of 10 | ms |\n| --- | --- |");
    println!("| whole | {whole:.0} |\n| of that, its start | {start:.0} |");
    Ok(())
}

/// What is measured: the name of the call, its input, how often.
fn requests() -> Result<Value> {
    let choices: Vec<String> = (1..=10).map(|n| format!("Answer {n}")).collect();
    let question = json!({ "question": "Who?", "answers": choices, "min": 1, "max": 1 });
    let slate = json!({ "contests": [{ "office": "president", "candidates": choices.iter().map(|name| {
        let candidacy = rankfile_hall::election::ballot_paper::candidacy(&[1; 32], name);
        json!({ "candidacy": candidacy, "salt": "01".repeat(32), "name": name })
    }).collect::<Vec<_>>() }] });
    let template = json!({ "uuid": UUID, "name": "Measured", "description": "", "group": "Ed25519", "questions": [question] });
    let mut rng = rng(7);
    let trustee: TrusteeKey = KeyShare::make(GroupName::Ed25519, &mut rng).public(None, &mut rng);
    let voters: Vec<Value> = (0..1000).map(|n| json!({ "member_id": format!("M-{n}") })).collect();
    let seed = "07".repeat(32);
    let make = json!({ "uuid": UUID, "group": "Ed25519", "voters": voters, "seed": seed });
    let made = call("credentials.make", &make)?;
    let set = |credentials: Value| {
        json!({
            "election": "officers-1", "template": template, "slate": slate, "trustees": [trustee],
            "credentials": credentials,
        })
    };
    let documents = call("ballot.set", &set(made["public"].clone()))?["documents"].clone();
    let whole = documents.clone();
    let documents = json!({ "election": documents["election"], "trustees": documents["trustees"] });
    let credential = &made["private"][0]["credential"];
    let ballot = json!({ "documents": documents, "credential": credential, "choices": [[9]], "seed": seed });
    let cast = call("ballot.make", &ballot)?;
    let audit = json!({ "documents": documents, "choices": [[9]], "seed": seed, "ballot": cast["ballot"] });
    // A list of texts that look like credentials: setting the ballot sorts them and derives nothing.
    let many: Vec<String> =
        (0..100_000_u64).map(|n| format!("{:064x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    Ok(json!({
        BALLOT: ["ballot.make", ballot, 25, whole],
        "its audit": ["ballot.audit", audit, 25],
        "1,000 credentials": ["credentials.make", make, 5],
        "a ballot with 100,000 credentials set": ["ballot.set", set(json!(many)), 3],
    }))
}

fn call(name: &str, input: &Value) -> Result<Value> {
    let output: Value = serde_json::from_slice(&rankfile_desk::call(name, &serde_json::to_vec(input)?))?;
    ensure!(output.get("error").is_none(), "{name}: {output}");
    Ok(output)
}

/// The best of native runs, in milliseconds.
fn native(request: &Value) -> Result<f64> {
    let name = request[0].as_str().context("a name")?;
    let json = serde_json::to_vec(&request[1])?;
    let runs = 0..request[2].as_u64().context("how often")?;
    let times = runs.map(|_| {
        let clock = Stopwatch::new();
        rankfile_desk::call(name, &json);
        clock.elapsed().as_secs_f64() * 1000.0
    });
    Ok(times.fold(f64::INFINITY, f64::min))
}
