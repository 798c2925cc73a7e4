//! Files that every page uses: the style sheet, small scripts, the desk. All are part of the binary; their address carries
//! their digest, so that a browser may keep them for ever and a change is seen at once.

use crate::site::Site;
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// One file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $kind:expr) => {
        Asset { name: $name, kind: $kind, bytes: include_bytes!(concat!("../assets/", $name)) }
    };
    ($name:literal, $kind:expr, $bytes:expr) => {
        Asset { name: $name, kind: $kind, bytes: $bytes }
    };
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Every file. A script imports its neighbours by plain relative names, which are served too.
const ASSETS: &[Asset] = &[
    asset!("site.css", "text/css; charset=utf-8"),
    asset!("icon.svg", "image/svg+xml"),
    asset!("ballot.js", SCRIPT),
    asset!("booth.js", SCRIPT),
    asset!("demo.js", SCRIPT),
    asset!("keyholder.js", SCRIPT),
    asset!("me.js", SCRIPT),
    asset!("passkey.js", SCRIPT),
    asset!("record_check.js", SCRIPT),
    asset!("record_one.js", SCRIPT),
    asset!("sign.js", SCRIPT),
    asset!("sign_in.js", SCRIPT),
    asset!("token.js", SCRIPT),
    asset!("count.css", "text/css; charset=utf-8", rankfile_count::page::STYLE.as_bytes()),
    asset!("constitution.css", "text/css; charset=utf-8", rankfile_constitution::page::STYLE.as_bytes()),
    asset!("desk.js", SCRIPT, include_bytes!("../../desk/js/desk.js")),
    asset!("desk.wasm", "application/wasm", crate::desk::MODULE),
];

static DIGESTS: LazyLock<Vec<String>> =
    LazyLock::new(|| ASSETS.iter().map(|asset| hex::encode(&Sha256::digest(asset.bytes)[..8])).collect());

/// The address of a file: `/assets/<digest>/<name>`.
pub fn address(name: &str) -> String {
    let place = ASSETS.iter().position(|asset| asset.name == name);
    let digest = place.and_then(|place| DIGESTS.get(place)).map_or("0", String::as_str);
    format!("/assets/{digest}/{name}")
}

/// The files' routes.
pub fn routes() -> Router<Site> {
    Router::new().route("/assets/{digest}/{name}", get(file)).route("/favicon.ico", get(icon))
}

async fn file(Path((digest, name)): Path<(String, String)>) -> Response {
    let found = ASSETS.iter().zip(DIGESTS.iter()).find(|(asset, _)| asset.name == name);
    let Some((asset, current)) = found else { return StatusCode::NOT_FOUND.into_response() };
    // A script's relative import carries the digest of the script; only a file's own digest may be kept for ever.
    let keep = if *current == digest { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, keep)], asset.bytes).into_response()
}

async fn icon() -> Response {
    file(Path((String::new(), "icon.svg".to_owned()))).await
}
