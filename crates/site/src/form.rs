//! Forms: read only when they carry the token of the browser they were made for. Scripts carry it in a header.
//!
//! The token is a keyed digest of the visitor's cookie; the key is the server's own. A page of another site can have a browser
//! send a form here, with cookies, but it cannot know the token.

use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// The field that carries the token.
pub const FIELD: &str = "token";
/// The header that carries the token for scripts.
pub const HEADER: &str = "x-token";

/// A form that came from this visitor's own page.
pub struct Form<T> {
    /// Who sent it.
    pub visitor: Visitor,
    /// What it says.
    pub fields: T,
}

/// A script's request, in JSON, from this visitor's own page.
pub struct Json<T> {
    /// Who sent it.
    pub visitor: Visitor,
    /// What it says.
    pub body: T,
}

/// The token of a visitor's forms.
pub fn token_for(site: &Site, cookie: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"rankfile form token 1\n");
    hash.update(site.accounts().form_key());
    // A digest of fixed length, so that nobody can lengthen a cookie and its token together.
    hash.update(Sha256::digest(cookie.as_bytes()));
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

/// Whether a token is the visitor's. A visitor without a cookie has none that counts.
pub fn is_token(visitor: &Visitor, token: &str) -> bool {
    !visitor.cookie.is_empty() && bool::from(visitor.token.as_bytes().ct_eq(token.as_bytes()))
}

/// Text for use inside a URL's query.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A path on this very site, or the home page: nobody is sent elsewhere by a link they were given.
pub fn local_path(next: &str) -> String {
    let plain = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if plain { next.to_owned() } else { "/".to_owned() }
}

impl<T: DeserializeOwned> FromRequest<Site> for Form<T> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (visitor, headers, bytes) = body(request, site).await?;
        let sent: Vec<(String, String)> = serde_html_form::from_bytes(&bytes).unwrap_or_default();
        let field = sent.iter().find(|(name, _)| name == FIELD).map(|(_, value)| value.as_str());
        if !is_token(&visitor, field.unwrap_or_else(|| header(&headers))) {
            return Err(Trouble::Forged.page(&visitor));
        }
        match serde_html_form::from_bytes(&bytes) {
            Ok(fields) => Ok(Self { visitor, fields }),
            Err(why) => Err(Trouble::Malformed(why.to_string()).page(&visitor)),
        }
    }
}

impl<T: DeserializeOwned> FromRequest<Site> for Json<T> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (visitor, headers, bytes) = body(request, site).await?;
        if !is_token(&visitor, header(&headers)) {
            return Err(Trouble::Forged.json(&visitor));
        }
        match serde_json::from_slice(&bytes) {
            Ok(body) => Ok(Self { visitor, body }),
            Err(why) => Err(Trouble::Malformed(why.to_string()).json(&visitor)),
        }
    }
}

async fn body(request: Request, site: &Site) -> Result<(Visitor, HeaderMap, Bytes), Response> {
    let (mut parts, body) = request.into_parts();
    let Ok(visitor) = Visitor::from_request_parts(&mut parts, site).await;
    let headers = parts.headers.clone();
    match Bytes::from_request(Request::from_parts(parts, body), site).await {
        Ok(bytes) => Ok((visitor, headers, bytes)),
        Err(_) => Err(Trouble::Malformed(visitor.words.say("trouble-body-too-large")).page(&visitor)),
    }
}

fn header(headers: &HeaderMap) -> &str {
    headers.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for away in
            ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "elsewhere", "/a\r\nb"]
        {
            assert_eq!(local_path(away), "/", "{away}");
        }
        assert_eq!(local_path("/elections/officers-1?x=1"), "/elections/officers-1?x=1");
    }
}
