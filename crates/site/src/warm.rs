//! Keeping warm: what takes long to read the first time (the roll, and the frozen rolls of elections under way) is read when
//! the site starts and whenever it changes, before anybody asks for it.

use crate::site::Site;
use crate::trouble::Trouble;
use std::sync::Arc;
use tokio::sync::Notify;

/// Reads ahead, for as long as the site runs.
pub async fn keep(site: Site) {
    let changed = Arc::new(Notify::new());
    let listener = changed.clone();
    site.queue().on_change(move |_| listener.notify_one());
    loop {
        if let Err(trouble) = read_ahead(&site).await {
            // Whoever asks for it is told; here nobody did.
            tracing::error!("the roll cannot be read ahead: {trouble:?}");
        }
        changed.notified().await;
    }
}

async fn read_ahead(site: &Site) -> Result<(), Trouble> {
    let view = site.view();
    if view.state.roll.is_some() {
        site.roll().await?;
    }
    let under_way = view.state.elections.values().filter(|election| {
        election.frozen.is_some() && election.void.is_none() && !election.is_done("install")
    });
    for election in under_way {
        match site.frozen(&election.id).await {
            // A roll the clock froze and that was loaded anew since: there is nothing to read.
            Ok(_) | Err(Trouble::NotYet(_)) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(())
}
