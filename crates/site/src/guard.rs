//! The guard before every page: the right host, bodies of bounded size, not too often, and headers that keep a browser
//! from doing more than the page asks for.

use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::{COOKIE, LANGUAGE_COOKIE, Visitor, cookie};
use axum::Router;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use governor::clock::DefaultClock;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use tower_http::compression::CompressionLayer;

/// The largest body of an ordinary form.
///
/// *Units*: bytes.
pub const FORM_BYTES: usize = 64 * 1024;
/// The largest body that carries documents: a roll, or a ballot's credentials for 100,000 voters.
///
/// *Units*: bytes.
pub const DOCUMENT_BYTES: usize = 48 * 1024 * 1024;

/// What a page may load and where its forms may go: this site only, and no script in the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

type Keyed<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock>;

/// How often somebody may ask for what costs something.
pub struct Limits {
    posts: Keyed<IpAddr>,
    links: Keyed<String>,
    begins: Keyed<String>,
}

impl Limits {
    /// Fresh limits: 10 posts a second from one address with bursts of 400 (a hall full of phones shares one), 5 links an hour to one
    /// member, 20 beginnings an hour by one member.
    pub fn new() -> Self {
        let count = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        Self {
            posts: RateLimiter::keyed(Quota::per_second(count(10)).allow_burst(count(400))),
            links: RateLimiter::keyed(Quota::per_hour(count(5))),
            begins: RateLimiter::keyed(Quota::per_hour(count(20))),
        }
    }

    /// Whether one more link may go to this member now.
    pub fn link_may_go(&self, member_id: &str) -> bool {
        self.links.check_key(&member_id.to_owned()).is_ok()
    }

    /// Whether this member may begin one more thing now: what is begun stays in the record.
    pub fn may_begin(&self, member_id: &str) -> bool {
        self.begins.check_key(&member_id.to_owned()).is_ok()
    }
}

/// Puts the guard around a router.
pub fn around(router: Router<Site>, site: &Site) -> Router<Site> {
    router
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(middleware::from_fn_with_state(site.clone(), guard))
        .layer(CompressionLayer::new())
}

async fn guard(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    if !is_our_host(&site, request.headers(), request.uri()) {
        let advice = format!("this site is at {}\n", site.settings().public_url);
        return (StatusCode::MISDIRECTED_REQUEST, advice).into_response();
    }
    let fresh = cookie(request.headers(), COOKIE).is_none().then(|| crate::accounts::secret(&mut site.rng()));
    if let Some(fresh) = &fresh {
        append_cookie(request.headers_mut(), fresh);
    }
    if request.method() == Method::POST {
        if !is_from_here(&site, request.headers()) {
            return refuse(&site, &request, Trouble::Forged);
        }
        let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        if address.is_some_and(|address| site.limits().posts.check_key(&address).is_err()) {
            return refuse(&site, &request, Trouble::TooOften);
        }
    }
    let mut response = next.run(request).await;
    if let Some(fresh) = fresh
        && !sets_cookie(&response)
    {
        set_cookie(&site, &mut response, &fresh);
    }
    add_headers(&site, response.headers_mut());
    response
}

fn refuse(site: &Site, request: &Request, trouble: Trouble) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let mut response = trouble.page(&Visitor::read(site, request.headers(), path));
    add_headers(site, response.headers_mut());
    response
}

/// A name that leads here by some trick of names is not ours: passkeys, links and cookies belong to one origin.
fn is_our_host(site: &Site, headers: &HeaderMap, uri: &Uri) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or_else(|| uri.host());
    host.is_some_and(|host| Some(host) == host_of(&site.settings().public_url))
}

fn host_of(url: &str) -> Option<&str> {
    url.split_once("://").map(|(_, rest)| rest.trim_end_matches('/'))
}

/// What a browser itself says of where a form comes from. Programs that are no browser say nothing; they have no cookies either.
fn is_from_here(site: &Site, headers: &HeaderMap) -> bool {
    let says = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = says(header::ORIGIN).is_none_or(|origin| origin == site.settings().public_url);
    let fetch = says(HeaderName::from_static("sec-fetch-site")).is_none_or(|s| s == "same-origin");
    origin && fetch
}

fn add_headers(site: &Site, headers: &mut HeaderMap) {
    let mut set = |name: &'static str, value: &'static str| {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self)");
    // Pages are about one person at one moment; files that never change say so themselves.
    set("cache-control", "no-store");
    if site.settings().public_url.starts_with("https:") {
        set("strict-transport-security", "max-age=31536000");
    }
}

/// Sets the visitor's cookie.
pub fn set_cookie(site: &Site, response: &mut Response, value: &str) {
    let secure = if site.settings().public_url.starts_with("https:") { "; Secure" } else { "" };
    let lasts = crate::accounts::SESSION_LASTS;
    let line = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={lasts}{secure}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// Remembers the language.
pub fn set_language(response: &mut Response, tag: &str) {
    let line = format!("{LANGUAGE_COOKIE}={tag}; Path=/; SameSite=Lax; Max-Age=31536000");
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

fn sets_cookie(response: &Response) -> bool {
    let mut set = response.headers().get_all(header::SET_COOKIE).into_iter();
    set.any(|line| line.to_str().is_ok_and(|line| line.starts_with(&format!("{COOKIE}="))))
}

/// So that the very first page's forms are tied to the cookie it sets.
fn append_cookie(headers: &mut HeaderMap, value: &str) {
    if let Ok(line) = HeaderValue::from_str(&format!("{COOKIE}={value}")) {
        headers.append(header::COOKIE, line);
    }
}
