//! The visitor: who is asking, in which language, and the token their forms carry. Made from the request before any page
//! runs. Somebody without a session is a visitor too, with a cookie that only ties forms to their browser.

use crate::accounts::Session;
use crate::form::token_for;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::words::{Language, Words};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use rankfile_hall::state::State;
use rankfile_record::key::PublicKey;
use std::convert::Infallible;

/// Name of the cookie that holds a session, or only ties forms to a browser.
pub const COOKIE: &str = "rankfile";
/// Name of the cookie that remembers the language.
pub const LANGUAGE_COOKIE: &str = "language";

/// Who is asking.
#[derive(Clone)]
pub struct Visitor {
    /// The site.
    pub site: Site,
    /// Texts in their language.
    pub words: Words,
    /// Path and query they asked for.
    pub path: String,
    /// Their cookie's value; empty when they have none.
    pub cookie: String,
    /// What every form of theirs must carry.
    pub token: String,
    /// Who they showed to be.
    pub session: Option<Session>,
}

impl Visitor {
    /// Reads who is asking from a request's head.
    pub fn read(site: &Site, headers: &HeaderMap, path: &str) -> Self {
        let cookie = cookie(headers, COOKIE).unwrap_or_default().to_owned();
        let session = site.accounts().session(&cookie, site.now()).ok().flatten();
        let accepted =
            || headers.get(header::ACCEPT_LANGUAGE).and_then(|h| Language::accepted(h.to_str().ok()?));
        let language = self::cookie(headers, LANGUAGE_COOKIE)
            .and_then(Language::parse)
            .or_else(accepted)
            .unwrap_or(Language::English);
        let view = site.view();
        let zone = view.state.union.as_ref().map_or("UTC", |union| union.zone_name.as_str());
        Self {
            words: Words::new(language, zone),
            path: path.to_owned(),
            token: token_for(site, &cookie),
            cookie,
            session,
            site: site.clone(),
        }
    }

    /// The member, if they signed in as one.
    pub fn member(&self) -> Option<&str> {
        self.session.as_ref()?.member_id.as_deref()
    }

    /// The member, or the way to sign in.
    pub fn need_member(&self) -> Result<&str, Trouble> {
        self.member().ok_or(Trouble::SignIn)
    }

    /// The key they proved to hold, if it is in force.
    pub fn key(&self) -> Option<PublicKey> {
        self.session.as_ref()?.key.clone()
    }

    /// The office or body they act for, by the register of keys as it is now.
    pub fn role(&self, state: &State) -> Option<String> {
        let key = self.key()?;
        state.keys.get(&key).map(|entry| entry.role.clone())
    }

    /// Whether they hold a share of the key of some election: the election and their number, from 1.
    pub fn holds(&self, state: &State) -> Vec<(String, u8)> {
        let Some(key) = self.key() else { return Vec::new() };
        let of = |election: &rankfile_hall::election::state::Election| {
            let place = election.holders.iter().position(|holder| holder.key == key)?;
            Some((election.id.0.clone(), u8::try_from(place + 1).ok()?))
        };
        state.elections.values().filter_map(of).collect()
    }

    /// A role, or the way to sign in, or no.
    pub fn need_role(&self, state: &State, roles: &[&str]) -> Result<(PublicKey, String), Trouble> {
        let key = self.key().ok_or(Trouble::SignIn)?;
        let role = self.role(state).ok_or(Trouble::NotYours)?;
        if roles.is_empty() || roles.contains(&role.as_str()) {
            Ok((key, role))
        } else {
            Err(Trouble::NotYours)
        }
    }

    /// Whether they may read the record's entries: members and officers may.
    pub fn is_insider(&self, state: &State) -> bool {
        self.member().is_some() || self.role(state).is_some() || !self.holds(state).is_empty()
    }
}

impl FromRequestParts<Site> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self::read(site, &parts.headers, path))
    }
}

/// A cookie of a request.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}
