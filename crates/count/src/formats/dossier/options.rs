//! What the caller of a count decided, as JSON.
//!
//! Not here: the papers ([`super::ballots`]).

use serde::{Deserialize, Serialize};

use crate::Options;
use crate::lot::TieRule;
use crate::method::{Break, Group};

/// [`Options`] as JSON; candidates numbered from 1.
#[derive(Serialize, Deserialize)]
pub(super) struct WireOptions {
    tie: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    context: Option<String>,
    vacating: Vec<u32>,
    groups: Vec<WireGroup>,
}

#[derive(Serialize, Deserialize)]
struct WireGroup {
    name: String,
    members: Vec<u32>,
    min: u32,
    max: u32,
}

impl WireOptions {
    pub(super) fn of(options: &Options) -> Self {
        let numbers = |list: &[u16]| list.iter().map(|candidate| u32::from(*candidate) + 1).collect();
        let (tie, lot) = match &options.tie {
            Break::Stop => ("stop", None),
            Break::Preset => ("preset", None),
            Break::Lot(TieRule::None) => ("open", None),
            Break::Lot(TieRule::Lot { seed, context }) => ("lot", Some((hex::encode(seed), context.clone()))),
        };
        let group = |group: &Group| WireGroup {
            name: group.name.clone(),
            members: numbers(&group.members),
            min: group.min,
            max: group.max,
        };
        let (seed, context) = lot.unzip();
        let groups = options.groups.iter().map(group).collect();
        Self { tie: tie.into(), seed, context, vacating: numbers(&options.vacating), groups }
    }

    pub(super) fn options(self) -> Option<Options> {
        let numbers = |list: &[u32]| {
            list.iter().map(|number| u16::try_from(number.checked_sub(1)?).ok()).collect::<Option<Vec<u16>>>()
        };
        let tie = match (self.tie.as_str(), self.seed, self.context) {
            ("stop", None, None) => Break::Stop,
            ("preset", None, None) => Break::Preset,
            ("open", None, None) => Break::Lot(TieRule::None),
            ("lot", Some(seed), Some(context)) => {
                Break::Lot(TieRule::Lot { seed: hex::decode(seed).ok()?.try_into().ok()?, context })
            }
            _ => return None,
        };
        let group = |group: WireGroup| {
            Some(Group {
                members: numbers(&group.members)?,
                name: group.name,
                min: group.min,
                max: group.max,
            })
        };
        let vacating = numbers(&self.vacating)?;
        Some(Options { tie, vacating, groups: self.groups.into_iter().map(group).collect::<Option<_>>()? })
    }
}
