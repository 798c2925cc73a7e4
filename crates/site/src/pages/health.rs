//! Whether everything works, in plain words: the record, the disk behind it, the mail. No number a member could not use, and
//! nothing about anybody.

use crate::frame::Frame;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/health", get(show))
}

#[derive(Template)]
#[template(path = "health.html")]
struct Page {
    frame: Frame,
    parts: Vec<Part>,
}

struct Part {
    name: String,
    fine: bool,
    words: String,
}

async fn show(visitor: Visitor) -> Response {
    let (site, w) = (&visitor.site, &visitor.words);
    let now = site.now();
    let part = |name: &str, fine: bool, words: String| Part { name: w.say(name), fine, words };
    // The writer answers a question that changes nothing: it is alive, and the disk took everything so far.
    let queue = site.queue().clone();
    let settled = tokio::task::spawn_blocking(move || queue.settle()).await;
    let writes = matches!(settled, Ok(Ok(())));
    let last = w.moment(site.view().last_recorded_at);
    let record =
        if writes { w.one("health-record-fine", "when", last) } else { w.say("health-record-broken") };
    let read = site.read(|reader| Ok(reader.leaf(0)?)).await.is_ok();
    let store = w.say(if read { "health-store-fine" } else { "health-store-broken" });
    let mail = mail(&visitor, now);
    let parts = vec![part("health-record", writes, record), part("health-store", read, store), mail];
    let all = parts.iter().all(|part| part.fine);
    let status = if all { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    match (Page { frame: Frame::of(&visitor), parts }).render() {
        Ok(page) => (status, Html(page)).into_response(),
        Err(why) => Trouble::from(why).page(&visitor),
    }
}

fn mail(visitor: &Visitor, now: i64) -> Part {
    let (site, w) = (&visitor.site, &visitor.words);
    let name = w.say("health-mail");
    let Some(carrier) = site.carrier() else {
        return Part { name, fine: false, words: w.say("health-mail-none") };
    };
    let health = site.outbox().health(now);
    let (fine, words) = match health {
        Ok(health) if carrier.is_running() && health.waiting_since.is_none_or(|since| since > now - 900) => {
            (true, w.one("health-mail-fine", "n", health.waiting as i64))
        }
        Ok(health) => (false, w.one("health-mail-waiting", "n", health.waiting as i64)),
        Err(_) => (false, w.say("health-mail-broken")),
    };
    Part { name, fine, words }
}
