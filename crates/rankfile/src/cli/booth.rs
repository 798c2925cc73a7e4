//! `rankfile booth`: whether a voting page that somebody keeps is the one the union published. It needs no union's data and no
//! network: the page, its signature, and the key one trusts.

use super::{Ended, read_text};
use crate::say::{self, line};
use anyhow::{Context as _, Result};
use rankfile_desk::offline::{Contents, OfflineError, Signed, check, look_into};
use rankfile_record::note::{NoteError, Vkey};
use serde_json::json;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Arguments {
    /// The page.
    page: PathBuf,
    /// Its signature; the page's name with `.sig` if not given.
    #[arg(long, value_name = "FILE")]
    signature: Option<PathBuf>,
    /// The record's verifier key, from where you trust it.
    #[arg(long)]
    vkey: String,
    /// The fingerprint of the election it should be for, as the election's page or your letter names it.
    #[arg(long, value_name = "FINGERPRINT")]
    election: Option<String>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub json: bool,
}

/// Whether the page holds, and if not why.
enum Judged {
    Holds(Signed, Option<Contents>),
    DoesNotHold(&'static str, String),
}

pub fn run(arguments: &Arguments) -> Result<Ended> {
    let page = read_text(&arguments.page)?;
    let beside = || {
        let mut name = arguments.page.clone().into_os_string();
        name.push(".sig");
        PathBuf::from(name)
    };
    let signature = arguments.signature.clone().unwrap_or_else(beside);
    let note = read_text(&signature)?;
    let vkey = Vkey::parse(arguments.vkey.trim()).context("--vkey: the verifier key cannot be read")?;
    let judged = judge(&page, &note, &vkey, arguments.election.as_deref())
        .with_context(|| signature.display().to_string())?;
    let (verdict, ended) = match &judged {
        Judged::Holds(..) => ("valid", Ended::Holds),
        Judged::DoesNotHold(..) => ("invalid", Ended::DoesNotHold),
    };
    if arguments.json {
        say::json(&match &judged {
            Judged::Holds(signed, contents) => json!({
                "verdict": verdict, "election": signed.fingerprint, "digest": signed.digest, "findings": [],
                "desk": contents.as_ref().map(|contents| &contents.desk),
                "made_by_this_version": is_ours(contents.as_ref()),
            }),
            Judged::DoesNotHold(code, why) => {
                let place = arguments.page.display().to_string();
                let finding = json!({ "code": code, "where": place, "message": why });
                json!({ "verdict": verdict, "election": null, "digest": null, "findings": [finding] })
            }
        });
        return Ok(ended);
    }
    match &judged {
        Judged::Holds(signed, contents) => {
            line(format!("{}: this is the page that was signed", arguments.page.display()));
            line(format!("  for the election with the fingerprint {}", signed.fingerprint));
            line(format!("  signed by {}; SHA-256 {}", vkey.name(), signed.digest));
            line(if is_ours(contents.as_ref()) {
                "  this program makes the same page, byte for byte: nothing else is in it"
            } else {
                "  another version made it than this program: the signature alone speaks for it"
            });
        }
        Judged::DoesNotHold(_, why) => {
            line(format!("{}: DO NOT VOTE WITH IT: {why}", arguments.page.display()));
        }
    }
    Ok(ended)
}

/// *Errors*: the signature file is none.
fn judge(page: &str, note: &str, vkey: &Vkey, wanted: Option<&str>) -> Result<Judged, NoteError> {
    let signed = match check(page, note, vkey) {
        Ok(signed) => signed,
        Err(OfflineError::Note(why @ (NoteError::NoKnownSignature | NoteError::BadSignature { .. }))) => {
            return Ok(Judged::DoesNotHold("signature", why.to_string()));
        }
        Err(OfflineError::Note(why)) => return Err(why),
        Err(why @ OfflineError::OtherNote) => return Ok(Judged::DoesNotHold("other-note", why.to_string())),
        Err(why @ OfflineError::OtherPage) => return Ok(Judged::DoesNotHold("other-page", why.to_string())),
    };
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    match wanted {
        Some(wanted) if plain(wanted) != signed.fingerprint => {
            let why = format!(
                "it is for the election with the fingerprint {}, not for the one you named",
                signed.fingerprint
            );
            Ok(Judged::DoesNotHold("other-election", why))
        }
        _ => Ok(Judged::Holds(signed, look_into(page))),
    }
}

/// Whether this version of the program makes the same page with its own desk; then no trust in who signed is needed.
fn is_ours(contents: Option<&Contents>) -> bool {
    contents.is_some_and(|contents| contents.is_ours && contents.desk == rankfile_site::desk::digest())
}
