//! A small union under the model constitution, which orders much more than elections: complaints, petitions, recall, changes
//! of the constitution. Every seat has a key, each body drawn by lot enough of them to decide.

use crate::world::{FOUNDED_AT, World, key};
use anyhow::Result;
use rankfile::house::{Asked, House, Signer};
use rankfile_constitution::{Document, canonical, compile};
use rankfile_hall::command::Command;
use rankfile_hall::election::command::ElectionId;
use rankfile_hall::union::command::{Command as UnionCommand, FoundingKey};
use rankfile_record::commit::digest_text;
use rankfile_record::key::SecretKey;
use rankfile_store::log::Log;
use rankfile_store::writer::Writer;
use std::collections::BTreeMap;
use std::path::Path;

/// The model.
pub const MODEL: &str = include_str!("../../../examples/model-local.md");
/// How many keys a body drawn by lot has here: enough for a majority of five.
const DRAWN: usize = 3;

/// A key for every seat; of offices and bodies with several seats, `board-member-1` and so on.
///
/// *Errors*: the model cannot be compiled.
pub fn keys() -> Result<BTreeMap<String, SecretKey>> {
    let document = Document::parse(MODEL, "model-local.md").map_err(|found| anyhow::anyhow!("{found:?}"))?;
    let program = compile(&document).map_err(|found| anyhow::anyhow!("{found:?}"))?;
    let offices = program.offices.iter().map(|office| (office.id.0.clone(), usize::from(office.seats)));
    let bodies = program.bodies.iter().filter(|body| body.seats.is_some());
    let bodies = bodies.map(|body| (body.id.0.clone(), DRAWN));
    let named = offices.chain(bodies).flat_map(|(role, seats)| {
        (1..=seats).map(move |seat| {
            let name = if seats == 1 { role.clone() } else { format!("{role}-{seat}") };
            (name, role.clone())
        })
    });
    Ok(named.zip(1_u8..).map(|((name, role), seed)| (name, SecretKey::make(&role, &[seed; 32]))).collect())
}

/// The model, where an emergency can put off what is not protected from it.
pub fn with_emergencies() -> String {
    MODEL.replacen("    may \"meet-remotely\"\n", "", 1)
}

/// Founds the union on an empty log, with a roll of so many invented members. The text is the model or one much like it.
///
/// *Errors*: the founding or the roll is refused.
pub fn found(text: &str, folder: &Path, log: Log, members: usize) -> Result<World> {
    let house = House::with_writer(folder, Writer::open(log)?, FOUNDED_AT);
    let election = ElectionId("officers-1".to_owned());
    let mut world = World { house, keys: keys()?, election, folder: folder.to_owned() };
    let text = canonical(text).into_bytes();
    let founding = |key: &SecretKey| FoundingKey { role: key.role().to_owned(), key: key.public() };
    let command = UnionCommand::Found {
        constitution: digest_text(&text),
        zone: "America/New_York".to_owned(),
        keys: world.keys.values().map(founding).collect(),
        rehearsal: false,
    };
    let asked = Asked::new(Command::Union(command), Signer::Key(key(&world.keys, "secretary")?));
    world.house.act(asked.documents(vec![text]))?;
    world.load_roll(members)?;
    Ok(world)
}
