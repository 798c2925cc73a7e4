//! The archive of an election and the record side by side: which acts write into the archive, and which facts the clock
//! reads out of it.

use super::ballot_box::BallotBox;
use super::command::{ElectionId, Facts};
use super::due::Duty;
use super::effect::Effect as ElectionEffect;
use super::state::Election;
use crate::effect::Effect;
use crate::hall::{Ballots, Growth};
use crate::state::State;
use rankfile_belenios::{Archive, Piece, Setup, Tally};
use rankfile_record::commit::digest_text;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an effect writes into an archive.
pub fn grow(
    state: &State,
    boxes: &mut BTreeMap<ElectionId, BallotBox>,
    effect: &Effect,
    recorded_at: i64,
) -> Option<Growth> {
    let Effect::Election(effect) = effect else { return None };
    let text = |digest: &str| state.documents.text(digest);
    let (election, kind, bytes) = match effect {
        ElectionEffect::BallotSet { election, setup, .. } => {
            let (parameters, trustees) =
                (text(&setup.election)?.to_owned(), text(&setup.trustees)?.to_owned());
            let credentials = text(&setup.credentials)?.to_owned();
            let setup = Setup { election: parameters, trustees, credentials };
            let belenios = state.elections.get(election)?.ballot.as_ref()?.belenios.clone()?;
            let (bytes, head) = Archive::begin(u64::try_from(recorded_at).unwrap_or(0), &setup);
            boxes.insert(election.clone(), BallotBox::new(belenios, head));
            (election, "setup", bytes)
        }
        ElectionEffect::VotingClosed { election, .. } => {
            (election, "end", boxes.get_mut(election)?.append(Piece::EndBallots))
        }
        ElectionEffect::TallyEncrypted { election, .. } => {
            let tally = tally(state, state.elections.get(election)?)?;
            let piece =
                Piece::EncryptedTally { encrypted_tally: &tally.encrypted_tally, sized: &tally.sized };
            (election, "tally", boxes.get_mut(election)?.append(piece))
        }
        ElectionEffect::DecryptionShared { election, holder, share, .. } => {
            let piece = Piece::PartialDecryption { owner: usize::from(*holder), payload: text(share)? };
            (election, "share", boxes.get_mut(election)?.append(piece))
        }
        ElectionEffect::ResultDeclared { election, result, .. } => {
            (election, "result", boxes.get_mut(election)?.append(Piece::Result(text(result)?)))
        }
        _ => return None,
    };
    let archive = state.elections.get(election)?.ballot.as_ref()?.uuid.clone();
    Some(Growth { archive, kind, bytes })
}

/// What the clock reads out of the archive for a duty, with the documents it makes.
///
/// *Errors*: a sentence; the archive and the record do not belong together.
pub fn facts(
    state: &State,
    boxes: &BTreeMap<ElectionId, BallotBox>,
    duty: &Duty,
    ballots: &mut dyn Ballots,
) -> Result<(Facts, Vec<Vec<u8>>), String> {
    let election = state.elections.get(&duty.election).ok_or("the election is unknown")?;
    match duty.step.0.as_str() {
        "tally" => {
            let known = boxes.get(&duty.election).ok_or("the election has no archive")?;
            let counting = ballots.read(known.belenios.uuid(), &known.counting())?;
            let tally = known.belenios.tally(&counting).map_err(|fault| fault.to_string())?;
            let (text, sized) = (tally.encrypted_tally.into_bytes(), tally.sized.into_bytes());
            let counted = tally.num_tallied;
            Ok((
                Facts::Tally { tally: digest_text(&text), sized: digest_text(&sized), counted },
                vec![text, sized],
            ))
        }
        "result" => {
            let (belenios, tally, shares) = decrypted(state, election)?;
            let result = belenios.result(&tally, &shares).map_err(|fault| fault.to_string())?;
            let text = result.json.as_bytes().to_vec();
            Ok((Facts::Result { votes: result.counts, result: digest_text(&text) }, vec![text]))
        }
        _ => Ok((Facts::None, Vec::new())),
    }
}

type Decrypted = (Arc<rankfile_belenios::Election>, Tally, Vec<(usize, String)>);

fn decrypted(state: &State, election: &Election) -> Result<Decrypted, String> {
    let belenios =
        election.ballot.as_ref().and_then(|ballot| ballot.belenios.clone()).ok_or("no ballot is set")?;
    let tally = tally(state, election).ok_or("the encrypted tally is missing")?;
    let shares = election.holders.iter().zip(1..).map(|(holder, owner)| {
        let (digest, _) = holder.share.as_ref()?;
        Some((owner, state.documents.text(digest)?.to_owned()))
    });
    let shares: Option<Vec<_>> = shares.collect();
    Ok((belenios, tally, shares.ok_or("a partial decryption is missing")?))
}

/// The encrypted tally of an election, once it is recorded.
pub fn tally(state: &State, election: &Election) -> Option<Tally> {
    let head = election.tally.as_ref()?;
    Some(Tally {
        encrypted_tally: state.documents.text(&head.tally)?.to_owned(),
        sized: state.documents.text(&head.sized)?.to_owned(),
        num_tallied: head.counted,
        total_weight: head.counted,
    })
}

/// The ballot inside a piece of an archive: the body of its first member.
pub fn ballot_in(piece: &[u8]) -> Option<&[u8]> {
    let size = std::str::from_utf8(piece.get(124..135)?).ok()?;
    let size = usize::from_str_radix(size, 8).ok()?;
    piece.get(512..512usize.checked_add(size)?)
}

/// The ballot at the start of some bytes of an archive, and how long it is together with its event.
pub fn ballot_with_event(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let padded = |body: &[u8]| 512 + body.len().next_multiple_of(512);
    let ballot = ballot_in(bytes)?;
    let first = padded(ballot);
    let event = ballot_in(bytes.get(first..)?)?;
    Some((ballot, first + padded(event)))
}
