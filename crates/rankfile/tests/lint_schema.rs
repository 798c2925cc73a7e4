//! The answers of `rankfile lint --json`, held against the schema in the repository by Python's `jsonschema`, which nobody
//! here wrote; and shown to be refused when they have another shape.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../post/tests/pythons/mod.rs"]
mod pythons;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Holds every line it is given against the schema; prints yes or no for each.
const JUDGE: &str = "import json, sys\nfrom jsonschema import Draft202012Validator as V\n\
    schema = json.load(open(sys.argv[1]))\nV.check_schema(schema)\n\
    for line in sys.stdin:\n    print('yes' if V(schema).is_valid(json.loads(line)) else 'no')";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Whether each of these answers fits.
fn fit(python: &Path, answers: &[String]) -> Vec<bool> {
    let mut judge = Command::new(python)
        .args(["-c", JUDGE])
        .arg(root().join("docs/schemas/lint.json"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    judge.stdin.take().unwrap().write_all(answers.join("\n").as_bytes()).unwrap();
    let done = judge.wait_with_output().unwrap();
    assert!(done.status.success(), "the judge itself failed");
    String::from_utf8(done.stdout).unwrap().lines().map(|line| line == "yes").collect()
}

fn answer(files: &[&Path]) -> String {
    let done =
        Command::new(env!("CARGO_BIN_EXE_rankfile")).arg("lint").args(files).arg("--json").output().unwrap();
    String::from_utf8(done.stdout).unwrap().trim_end().to_owned()
}

#[test]
fn every_answer_fits_the_schema_and_a_changed_one_does_not() {
    let Some(python) = pythons::with_module("jsonschema", "the shape of what lint answers") else { return };
    let examples = root().join("examples");
    let here = |name: &str| examples.join(name);
    let mut files: Vec<PathBuf> =
        ["demo-local.md", "model-local.md", "warehouse-old.md", "warehouse-new.md"].map(here).to_vec();
    let more = std::fs::read_dir(here("constitutions")).unwrap().map(|entry| entry.unwrap().path());
    files.extend(more.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    let mut answers: Vec<String> = files.iter().map(|file| answer(&[file])).collect();
    answers.push(answer(&[&here("warehouse-old.md"), &here("warehouse-new.md")]));
    answers.push(answer(&[Path::new("/nowhere/at/all.md")]));
    let fits = fit(&python, &answers);
    assert_eq!(fits.len(), answers.len());
    for (fits, answer) in fits.iter().zip(&answers) {
        assert!(fits, "{answer}");
    }
    let good = &answers[3];
    let changed = [("\"findings\":", "\"found\":"), ("\"as_of\":\"", "\"as_of\":\"x"), ("sha256:", "md5:")];
    let changed: Vec<String> = changed.iter().map(|(was, becomes)| good.replacen(was, becomes, 1)).collect();
    assert!(changed.iter().all(|changed| changed != good));
    assert_eq!(fit(&python, &changed), [false, false, false]);
}
