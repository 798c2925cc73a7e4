//! Acts that nobody asks for: what the clock does, and the host's reports on the box and on the
//! desk it serves. Everything in them follows from the
//! record before them and the command, so that nobody has anything to choose, and an auditor can make them again.

use crate::command::{Command, article};
use crate::election::command::Command as ElectionCommand;
use crate::state::State;
use crate::union::command::Command as UnionCommand;
use rankfile_record::act::{Actor, Basis, Inner};
use rankfile_record::chain::Chain;
use sha2::{Digest, Sha256};

/// Whether a command from this actor is one that nobody asks for.
pub fn is_own(actor: &Actor, command: &Command) -> bool {
    match actor {
        Actor::Clock => true,
        Actor::Host => matches!(
            command,
            Command::Election(ElectionCommand::ReportBallots { .. })
                | Command::Union(UnionCommand::ServeDesk { .. })
        ),
        Actor::Key { .. } => false,
    }
}

/// The one inner part such a command can have at this place.
pub fn inner(state: &State, chain: &Chain, actor: Actor, command: &Command) -> Inner {
    let union = state.union.as_ref();
    Inner {
        origin: union.map_or_else(String::new, |union| union.origin.clone()),
        command: command.render(),
        basis: Basis {
            constitution: union.map_or_else(String::new, |union| union.program.digest.clone()),
            article: article(state, command),
        },
        actor,
        nonce: nonce(chain),
        seen: None,
    }
}

/// The first nonce of this place that is still free: others choose theirs, and nobody may use up the clock's.
fn nonce(chain: &Chain) -> String {
    let size = chain.size();
    let of = |n: u64| Sha256::digest(format!("rnf/own-nonce/v1\n{size}\n{n}\n"));
    let mut nonces = (0..).map(|n| hex::encode(&of(n)[..16]));
    nonces.find(|nonce| chain.takes_nonce(nonce)).expect("a record has fewer acts than there are nonces")
}
