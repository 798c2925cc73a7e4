//! Visiting the site in process: a small world behind the real router, the real store and a clock that can be set, and
//! visitors with a cookie each. No browser: what a browser adds is judged by one, in the tests that drive it.

use crate::world::World;
use anyhow::{Context as _, Result};
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use rankfile::serving::{self, Serving};
use rankfile_record::key::SecretKey;
use rankfile_record::possession;
use rankfile_site::Site;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// Where the site says that it is.
pub const URL: &str = "http://localhost:8480";

/// A site to visit.
pub struct Visits {
    /// The site.
    pub site: Site,
    router: axum::Router,
    runtime: Runtime,
    now: Arc<AtomicI64>,
}

/// Somebody with a browser's cookie.
#[derive(Default, Clone)]
pub struct Guest {
    /// `name=value` of every cookie, joined.
    pub cookies: Vec<(String, String)>,
}

/// What came back.
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: axum::http::HeaderMap,
    /// The body as text.
    pub text: String,
}

impl Visits {
    /// Puts a world behind a site.
    pub fn open(world: World) -> Result<Self> {
        let now = Arc::new(AtomicI64::new(world.house.now));
        let clock = now.clone();
        let serving = Serving {
            listener: std::net::TcpListener::bind("127.0.0.1:0")?,
            public_url: Some(URL.to_owned()),
            clock: Arc::new(move || clock.load(Ordering::SeqCst)),
            employers: vec!["employer.example".to_owned()],
            mail: None,
        };
        let opened = serving::open(world.house, serving, |_| Ok(None))?;
        let site = opened.site.clone();
        let router = rankfile_site::router(site.clone());
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        Ok(Self { site, router, runtime, now })
    }

    /// Sets the clock; everything due by then happens before this returns.
    pub fn jump(&self, to: i64) -> Result<()> {
        self.now.store(to, Ordering::SeqCst);
        self.site.queue().settle().map_err(|why| anyhow::anyhow!("{why}"))
    }

    /// Acts in the record.
    pub fn size(&self) -> u64 {
        self.site.view().size
    }

    /// Sends a request as it is.
    pub fn send(&self, request: Request<Body>) -> Result<Page> {
        self.runtime.block_on(async {
            let response: Response<Body> = self.router.clone().oneshot(request).await?;
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 64 << 20).await?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Ok(Page { status: parts.status, headers: parts.headers, text })
        })
    }

    /// Looks at a page.
    pub fn get(&self, guest: &mut Guest, path: &str) -> Result<Page> {
        let page = self.send(guest.request(Method::GET, path).body(Body::empty())?)?;
        guest.keep(&page);
        Ok(page)
    }

    /// Sends a form with the guest's own token.
    pub fn post(&self, guest: &mut Guest, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let token = self.token(guest)?;
        let mut fields = fields.to_vec();
        fields.push(("token", &token));
        self.post_as_is(guest, path, &fields)
    }

    /// Sends a form with these fields and no other.
    pub fn post_as_is(&self, guest: &mut Guest, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = body.collect::<Vec<_>>().join("&");
        let request = guest.request(Method::POST, path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let page = self.send(request.body(Body::from(body))?)?;
        guest.keep(&page);
        Ok(page)
    }

    /// Sends JSON with the guest's own token in the header, as scripts do.
    pub fn json(&self, guest: &mut Guest, path: &str, body: &serde_json::Value) -> Result<Page> {
        let token = self.token(guest)?;
        let request = guest.request(Method::POST, path).header("x-token", token);
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let page = self.send(request.body(Body::from(body.to_string()))?)?;
        guest.keep(&page);
        Ok(page)
    }

    /// The token of a guest's forms, from the page about signing in.
    pub fn token(&self, guest: &mut Guest) -> Result<String> {
        let page = self.get(guest, "/sign-in")?;
        let after = page.text.split("name=\"token\" value=\"").nth(1).context("a form with a token")?;
        Ok(after.split('"').next().unwrap_or_default().to_owned())
    }

    /// Signs in by the one-time link of a member, made as the mail would carry it.
    pub fn member(&self, member_id: &str) -> Result<Guest> {
        let mut guest = Guest::default();
        let link = self.site.accounts().make_link(member_id, self.site.now(), &mut self.site.rng())?;
        let page = self.post(&mut guest, &format!("/sign-in/link/{link}"), &[])?;
        anyhow::ensure!(page.status == StatusCode::SEE_OTHER, "signing in: {}", page.status);
        Ok(guest)
    }

    /// Signs in by proving to hold a key.
    pub fn holder(&self, key: &SecretKey) -> Result<Guest> {
        let mut guest = Guest::default();
        let asked = self.json(&mut guest, "/sign-in/challenge", &serde_json::json!({}))?;
        let challenge: serde_json::Value = serde_json::from_str(&asked.text)?;
        let challenge = challenge["challenge"].as_str().context("a challenge")?.to_owned();
        let proof = possession::prove(key, URL, &challenge)?;
        let body = serde_json::json!({
            "challenge": challenge, "public": key.public().as_str(), "proof": proof, "next": "/work",
        });
        let page = self.json(&mut guest, "/sign-in/key", &body)?;
        anyhow::ensure!(page.status == StatusCode::OK, "signing in: {} {}", page.status, page.text);
        Ok(guest)
    }

    /// Follows a form to its signing page, signs what is shown there with a key file, and submits it.
    pub fn sign(&self, guest: &mut Guest, offered: &Page, key: &SecretKey) -> Result<Page> {
        let to =
            offered.headers.get(header::LOCATION).context("no way to the signing page")?.to_str()?.to_owned();
        let page = self.get(guest, &to)?;
        let inner = page.text.split("<pre id=\"inner\">").nth(1).and_then(|t| t.split("</pre>").next());
        let inner = unescape(inner.context("the bytes to sign")?);
        let inner: rankfile_record::act::Inner = serde_json::from_str(&inner)?;
        let signature = inner.sign(key)?;
        self.json(guest, &to, &serde_json::json!({ "signature": signature }))
    }
}

impl Guest {
    /// A request with this guest's cookies, to the right host.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let host = URL.trim_start_matches("http://");
        let request = Request::builder().method(method).uri(path).header(header::HOST, host);
        if cookies.is_empty() { request } else { request.header(header::COOKIE, cookies.join("; ")) }
    }

    fn keep(&mut self, page: &Page) {
        for line in page.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().ok().and_then(|line| line.split(';').next()?.split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.retain(|(known, _)| known != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn unescape(html: &str) -> String {
    html.replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}
