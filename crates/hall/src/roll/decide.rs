//! Deciding commands on the roll.

use super::command::Command;
use super::effect::Effect;
use crate::effect::Effect as AnyEffect;
use crate::election::bearer::is_actor;
use crate::refusal::{Refusal, Rule};
use crate::request::Ask;
use crate::state::Union;

/// Decides.
pub fn decide(union: &Union, command: &Command, ask: &Ask<'_>) -> Result<Vec<AnyEffect>, Refusal> {
    let Command::Load { members, in_good_standing, root, good_root } = command;
    let standing = &union.program.standing;
    if !is_actor(&standing.kept_by, ask.actor) {
        let reason =
            format!("the roll is kept by {}", crate::election::bearer::say(union, &standing.kept_by));
        return Err(Refusal::new(&standing.article, Rule::NotTheBearer, reason, "Ask them to load it."));
    }
    if in_good_standing > members || *members == 0 || !is_hash(root) || !is_hash(good_root) {
        let reason = format!(
            "{in_good_standing} of {members} members in good standing cannot be right, or no fingerprint came along"
        );
        return Err(Refusal::new(
            &standing.article,
            Rule::RollMiscounted,
            reason,
            "Import the roll again from its file.",
        ));
    }
    Ok(vec![AnyEffect::Roll(Effect::RollLoaded {
        members: *members,
        in_good_standing: *in_good_standing,
        root: root.clone(),
        good_root: good_root.clone(),
        at: ask.now,
    })])
}

/// Whether a text is 64 lower-case hexadecimal digits.
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
