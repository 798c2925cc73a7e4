//! What anybody checks of what they were handed: receipts, proofs, checkpoints, acts, and the record as a whole. None of it
//! asks the host whether the host is right.

use crate::describe::{Language, describe};
use crate::input::{json_of, read};
use crate::{Problem, input};
use rankfile_hall::roll::proof::Proof;
use rankfile_record::act::Act;
use rankfile_record::checkpoint::Checkpoint;
use rankfile_record::hash::leaf_hash;
use rankfile_record::note::Vkey;
use rankfile_record::receipt::check_receipt;
use rankfile_record::tile::parse_bundle;
use rankfile_record::tree::Edge;
use serde::Deserialize;
use serde_json::{Value, json};

/// `receipt.check`: an act is in the record, by its receipt.
pub fn receipt(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        receipt: String,
        leaf: String,
        vkey: String,
    }
    let Input { receipt, leaf, vkey } = read(input)?;
    let checked = check_receipt(&receipt, leaf.as_bytes(), &Vkey::parse(vkey.trim())?)?;
    let mut said = claim(&checked.checkpoint);
    said["index"] = json!(checked.index);
    Ok(said)
}

/// `proof.check`: a member is on an election's frozen roll, by the proof they were handed.
pub fn proof(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        proof: Proof,
        vkey: String,
    }
    let Input { proof, vkey } = read(input)?;
    let shown = proof.check(&Vkey::parse(vkey.trim())?)?;
    let mut said = json_of(&shown);
    said["sentence"] = json!(shown.sentence());
    Ok(said)
}

/// `checkpoint.check`: the record's own signature under a checkpoint.
pub fn checkpoint(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        checkpoint: String,
        vkey: String,
    }
    let Input { checkpoint, vkey } = read(input)?;
    Ok(claim(&Checkpoint::open(checkpoint.as_bytes(), &Vkey::parse(vkey.trim())?)?))
}

/// Some hashes of acts, in order: in tiles of level 0, or of the acts themselves.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    /// What came before; nothing, at the beginning.
    #[serde(default)]
    edge: Edge,
    /// Tiles of level 0, in Base64.
    #[serde(default)]
    tiles: Vec<String>,
    /// Acts, as their leaves.
    #[serde(default)]
    leaves: Vec<String>,
    /// An act to be found on the way.
    #[serde(default)]
    act: Option<Wanted>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    index: u64,
    leaf: String,
}

impl Piece {
    /// The edge with this piece, and whether the act wanted is in it.
    ///
    /// *Errors*: another act stands in its place.
    fn grow(self) -> Result<(Edge, bool), Problem> {
        let mut edge = self.edge;
        let wanted = self.act.map(|act| (act.index, leaf_hash(act.leaf.as_bytes())));
        let mut found = false;
        let mut push = |hash| {
            if let Some((index, expected)) = wanted
                && index == edge.size()
            {
                found = hash == expected;
                if !found {
                    return Err(Problem::OtherAct { index });
                }
            }
            edge.push(hash);
            Ok(())
        };
        for tile in &self.tiles {
            let bytes = input::base64(tile, "a tile")?;
            let (hashes, rest) = bytes.as_chunks::<32>();
            if !rest.is_empty() {
                return Err(Problem::Base64("a tile"));
            }
            hashes.iter().try_for_each(|hash| push(*hash))?;
        }
        self.leaves.iter().try_for_each(|leaf| push(leaf_hash(leaf.as_bytes())))?;
        Ok((edge, found))
    }
}

/// `record.grow`: takes in some tiles or acts; a long record goes in piece by piece. The edge goes into the next call.
pub fn grow(input: Value) -> Result<Value, Problem> {
    let (edge, found) = read::<Piece>(input)?.grow()?;
    Ok(json!({ "edge": json_of(&edge), "root": hex::encode(edge.root()), "found": found }))
}

/// `record.check`: all hashes together are what the signed checkpoint says.
pub fn record(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Input {
        checkpoint: String,
        vkey: String,
        #[serde(flatten)]
        piece: Value,
    }
    let Input { checkpoint, vkey, piece } = read(input)?;
    let checkpoint = Checkpoint::open(checkpoint.as_bytes(), &Vkey::parse(vkey.trim())?)?;
    let (edge, found) = read::<Piece>(piece)?.grow()?;
    if edge.size() != checkpoint.size {
        return Err(Problem::OtherSize { signed: checkpoint.size, found: edge.size() });
    }
    if edge.root() != checkpoint.root {
        return Err(Problem::OtherRoot);
    }
    let mut said = claim(&checkpoint);
    said["found"] = json!(found);
    Ok(said)
}

/// `record.entries`: the acts in a bundle of entries.
pub fn entries(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        bundle: String,
    }
    let Input { bundle } = read(input)?;
    let no = |why: String| Problem::NotAnAct(why);
    let entries = parse_bundle(&input::base64(&bundle, "the bundle")?).map_err(|why| no(why.to_string()))?;
    let leaves: Result<Vec<String>, _> = entries.into_iter().map(String::from_utf8).collect();
    Ok(json!({ "leaves": leaves.map_err(|_| no("an entry is no text".to_owned()))? }))
}

/// `act.parse`: what a leaf says, its signature checked.
pub fn act(input: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        leaf: String,
        #[serde(default)]
        language: Language,
    }
    let Input { leaf, language } = read(input)?;
    let no = |why: String| Problem::NotAnAct(why);
    let act = Act::parse(leaf.as_bytes()).map_err(|why| no(why.to_string()))?;
    act.inner.check_signature(act.signature.as_deref()).map_err(|why| no(why.to_string()))?;
    // A record may hold kinds of acts that this desk is too old to know.
    let said = describe(&act.inner, language).ok();
    Ok(json!({
        "act": json_of(&act),
        "said": json_of(&said),
        "leaf_hash": hex::encode(leaf_hash(leaf.as_bytes())),
    }))
}

fn claim(checkpoint: &Checkpoint) -> Value {
    json!({ "origin": checkpoint.origin, "size": checkpoint.size, "root": hex::encode(checkpoint.root) })
}
