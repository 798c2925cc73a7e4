//! Key files in the browser: make one, sign an act with it, sign in with it. The file is read by the page and never sent.
//!
//! Nothing is signed that is not an act in its one canonical form, asked for by this very key, and of a kind that can be
//! said in plain words: the words come from what is signed, not from what the host wrote beside it.

use crate::describe::{Language, describe};
use crate::input::{Secret, json_of, read};
use crate::{Problem, Seed};
use rankfile_record::act::{Actor, Inner};
use rankfile_record::canonical;
use rankfile_record::key::{KeyFile, SecretKey};
use rankfile_record::possession;
use serde::Deserialize;
use serde_json::{Value, json};

/// `key.make`: a new key for a role, as its two files.
pub fn make(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        role: String,
        seed: Seed,
    }
    let Input { role, seed } = read(input)?;
    let key = SecretKey::make(&role, &seed.bytes("rnf/key/v1", &[role.as_bytes()]));
    let file = key.render();
    // A role that no key file can hold shows here.
    let KeyFile { public, .. } = KeyFile::parse(&file)?;
    Ok(json!({
        "file": file.as_str(),
        "public_file": key.render_public(),
        "public": public.as_str(),
        "fingerprint": public.fingerprint(),
    }))
}

/// `key.show`: what a key file is for, without its secret.
pub fn show(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        file: Secret,
    }
    let Input { file } = read(input)?;
    let KeyFile { role, public, secret } = KeyFile::parse(&file)?;
    Ok(json!({
        "role": role,
        "public": public.as_str(),
        "fingerprint": public.fingerprint(),
        "can_sign": secret.is_some(),
    }))
}

/// `key.sign`: signs the inner part of an act, and says what was signed.
pub fn sign(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        file: Secret,
        inner: String,
        #[serde(default)]
        language: Language,
    }
    let Input { file, inner, language } = read(input)?;
    let key = secret_key(&file)?;
    let inner = parse_inner(&inner)?;
    match &inner.actor {
        Actor::Key { key: asked, .. } if *asked == key.public() => {}
        _ => return Err(Problem::OtherKey),
    }
    let said = describe(&inner, language)?;
    let signature = inner.sign(&key).map_err(|why| Problem::NotAnAct(why.to_string()))?;
    Ok(json!({ "signature": signature, "act": json_of(&said) }))
}

/// `key.prove`: that the visitor holds this key, for signing in.
///
/// *Shape*: `origin` is the page's own (`location.origin`), `challenge` what the site gave it.
pub fn prove(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        file: Secret,
        origin: String,
        challenge: String,
    }
    let Input { file, origin, challenge } = read(input)?;
    let key = secret_key(&file)?;
    let proof = possession::prove(&key, &origin, &challenge)?;
    Ok(json!({ "public": key.public().as_str(), "proof": proof }))
}

/// `act.describe`: what an inner part asks, in plain words, before anything is signed.
pub fn describe_inner(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        inner: String,
        #[serde(default)]
        language: Language,
    }
    let Input { inner, language } = read(input)?;
    Ok(json_of(&describe(&parse_inner(&inner)?, language)?))
}

fn secret_key(file: &str) -> Result<SecretKey, Problem> {
    KeyFile::parse(file)?.secret.ok_or(Problem::NoSecret)
}

/// Reads an inner part in its one canonical form.
fn parse_inner(text: &str) -> Result<Inner, Problem> {
    let no = |why: String| Problem::NotAnAct(why);
    let value = canonical::parse(text.as_bytes()).map_err(|why| no(why.to_string()))?;
    let inner: Inner = serde_json::from_value(value).map_err(|why| no(why.to_string()))?;
    // A missing optional member reads as null; writing again shows the difference.
    let again = canonical::render_of(&inner).map_err(|why| no(why.to_string()))?;
    if again == text.as_bytes() { Ok(inner) } else { Err(no("a member is missing".to_owned())) }
}
