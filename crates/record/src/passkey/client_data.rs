//! The browser's part of an assertion: JSON that says what was signed and which page asked. It is read as any JSON, not
//! by the prefix a browser happens to write, since later browsers may write more.
//!
//! *Source*: Web Authentication Level 2, section 5.8.1; Level 3, `topOrigin`.

use super::{AssertionError, Origins};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use std::collections::BTreeSet;

/// What is used of it.
#[derive(Debug, Default)]
pub(super) struct ClientData {
    ceremony: String,
    challenge: String,
    origin: String,
    is_framed: bool,
}

impl ClientData {
    /// Reads the JSON: unknown members are passed over, a member that is there twice is refused.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, AssertionError> {
        let no = |why: String| AssertionError::ClientData(why);
        // Passing over a member does not look into its text.
        let text = std::str::from_utf8(bytes).map_err(|why| no(why.to_string()))?;
        serde_json::from_str(text).map_err(|why| no(why.to_string()))
    }

    /// Checks what was signed, and where.
    pub(super) fn check(
        &self,
        challenge: &[u8; 32],
        rp_id: &str,
        origins: Origins<'_>,
    ) -> Result<(), AssertionError> {
        if self.ceremony != "webauthn.get" {
            return Err(AssertionError::Type(shortened(&self.ceremony)));
        }
        if self.challenge != BASE64URL.encode(challenge) {
            return Err(AssertionError::Challenge);
        }
        let found = shortened(&self.origin);
        if !is_origin_of(&self.origin, rp_id) {
            return Err(AssertionError::Origin { found, rp_id: rp_id.to_owned() });
        }
        match origins {
            Origins::Only(expected) if expected != self.origin => {
                return Err(AssertionError::OtherSite { found, expected: expected.to_owned() });
            }
            Origins::Only(_) | Origins::OfTheKey => {}
        }
        if self.is_framed { Err(AssertionError::Framed) } else { Ok(()) }
    }
}

/// Whether an origin is of this very host: https with any port, or http where nobody stands between.
///
/// *Source*: HTML, "serialization of an origin": scheme, `://`, host and, if it is not the scheme's own, `:` and a port.
fn is_origin_of(origin: &str, host: &str) -> bool {
    let (rest, own_port) = match (origin.strip_prefix("https://"), origin.strip_prefix("http://")) {
        (Some(rest), _) => (rest, 443),
        (_, Some(rest)) if host == "localhost" => (rest, 80),
        _ => return false,
    };
    let Some(after) = rest.strip_prefix(host) else { return false };
    let is_port = |digits: &str| {
        let port = digits.parse::<u16>();
        port.is_ok_and(|port| port != own_port && port.to_string() == digits)
    };
    after.is_empty() || after.strip_prefix(':').is_some_and(is_port)
}

/// Foreign text that goes into a message.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

impl<'de> Deserialize<'de> for ClientData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = ClientData;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with `type`, `challenge` and `origin`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ClientData, A::Error> {
        let (mut data, mut seen) = (ClientData::default(), BTreeSet::new());
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "type" => data.ceremony = map.next_value()?,
                "challenge" => data.challenge = map.next_value()?,
                "origin" => data.origin = map.next_value()?,
                "crossOrigin" => data.is_framed |= map.next_value::<bool>()?,
                // Only a framed page has a page above it.
                "topOrigin" => {
                    map.next_value::<String>()?;
                    data.is_framed = true;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
            if !seen.insert(name) {
                return Err(A::Error::custom("a member is there twice"));
            }
        }
        match ["type", "challenge", "origin"].into_iter().find(|name| !seen.contains(*name)) {
            Some(name) => Err(A::Error::missing_field(name)),
            None => Ok(data),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_of_a_host_only_if_scheme_host_and_port_are_spelled_as_browsers_do() {
        for good in ["https://union.example", "https://union.example:8443", "https://union.example:80"] {
            assert!(is_origin_of(good, "union.example"), "{good}");
        }
        for bad in [
            "http://union.example",
            "https://www.union.example",
            "https://union.example.evil.example",
            "https://union.example/",
            "https://union.example:443",
            "https://union.example:",
            "https://union.example:08443",
            "https://union.example:+8443",
            "https://union.example:99999",
            "https://union.example@evil.example",
            "https://Union.example",
            "HTTPS://union.example",
            "https://union.example.",
            "wss://union.example",
            "null",
            "",
        ] {
            assert!(!is_origin_of(bad, "union.example"), "{bad}");
        }
        assert!(is_origin_of("http://localhost:8080", "localhost"));
        assert!(is_origin_of("http://localhost", "localhost"));
        assert!(!is_origin_of("http://localhost:80", "localhost"));
        assert!(!is_origin_of("http://localhost.evil.example", "localhost"));
    }

    #[test]
    fn unknown_members_are_passed_over_and_repeated_ones_refused() {
        let base = r#""type":"webauthn.get","challenge":"AA","origin":"https://union.example""#;
        for more in
            ["", r#","crossOrigin":false"#, r#","later":{"a":[1,{"b":null}],"c":"\ud83d\ude00"},"é":1e3"#]
        {
            assert!(ClientData::parse(format!("{{{base}{more}}}").as_bytes()).is_ok(), "{more}");
        }
        for more in [
            r#","type":"webauthn.get""#,
            r#","\u006frigin":"https://union.example""#,
            r#","later":1,"later":1"#,
            r#","crossOrigin":false,"crossOrigin":false"#,
            r#","crossOrigin":null"#,
            r#","crossOrigin":"true""#,
            r#","topOrigin":1"#,
            ",",
        ] {
            let found = ClientData::parse(format!("{{{base}{more}}}").as_bytes());
            assert!(matches!(found, Err(AssertionError::ClientData(_))), "{more}");
        }
        for whole in ["[]", "null", "", "{}", r#"{"type":"webauthn.get","challenge":"AA"}"#] {
            assert!(ClientData::parse(whole.as_bytes()).is_err(), "{whole}");
        }
        let with = |after: &str| [b"{", base.as_bytes(), after.as_bytes(), b"\xff\"}"].concat();
        assert!(ClientData::parse(&with(",\"later\":\"")).is_err(), "bytes that are no text");
        assert!(ClientData::parse(&[b"\xef\xbb\xbf{", base.as_bytes(), b"}"].concat()).is_err());
        assert!(ClientData::parse(format!("{{{base}}} {{}}").as_bytes()).is_err(), "something after the end");
    }
}
