//! The mail server as one setting: `smtp://user:password@mail.example.org:587?tls=required`. A password never goes over an
//! open line: what would send it so is refused here, once.

use std::fmt;
use std::net::IpAddr;
use zeroize::Zeroizing;

/// A mail server and how to use it.
///
/// *Shape*: `smtp://[user:password@]host[:port][?tls=required|none]`, encrypted with STARTTLS unless the host is this machine
/// or `tls=none` is said; or `smtps://…`, encrypted from the first byte. Signs with a meaning of their own are written `%40`
/// and so on in user and password. Without a port: 465 for `smtps`, 587 with a password, else 25.
///
/// It is a secret: `Debug` shows neither user nor password, and both are wiped when it is dropped.
#[derive(Clone)]
pub struct ServerUrl {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<(Zeroizing<String>, Zeroizing<String>)>,
}

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all.
    None,
    /// By STARTTLS before anything is said, or not used.
    StartTls,
    /// From the first byte.
    Wrapped,
}

/// Why a text names no mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAServer {
    /// Another scheme.
    #[error("the mail server is written smtp://host or smtps://host: begin it so")]
    Scheme,
    /// No host, or one that cannot be.
    #[error("the mail server's host is missing or is no host name: write smtp://mail.example.org")]
    Host,
    /// A port that is none.
    #[error("the mail server's port is a number from 1 to 65535: write smtp://mail.example.org:587")]
    Port,
    /// User and password not both there, or wrongly escaped.
    #[error(
        "user and password are written user:password@ before the host, with @ as %40, : as %3A, / as %2F, ? as %3F and % as %25"
    )]
    Credentials,
    /// An unknown option.
    #[error("after the ? only tls=required or tls=none can stand")]
    Option,
    /// A password where everybody on the machine can read it.
    #[error(
        "a password on the command line can be read by every program on this machine: write smtp://user@host, and put the password into a file or into RANKFILE_MAIL_PASSWORD"
    )]
    PasswordInTheOpen,
    /// A user and no password.
    #[error(
        "the mail server is named with a user and there is no password: name a file that holds it, or put it into RANKFILE_MAIL_PASSWORD"
    )]
    NoPassword,
    /// A password and no user.
    #[error("there is a password for the mail server and no user: write smtp://user@host")]
    NoUser,
    /// A password over an open line.
    #[error(
        "this would send the password over an open line: leave tls=none away, or name a server on this machine"
    )]
    OpenLine,
}

impl ServerUrl {
    /// The server a setting names.
    ///
    /// *Errors*: [`NotAServer`]; it repeats nothing of the setting.
    pub fn parse(text: &str) -> Result<ServerUrl, NotAServer> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(NotAServer::Scheme)?;
        let is_wrapped = match scheme.to_ascii_lowercase().as_str() {
            "smtp" => false,
            "smtps" => true,
            _ => return Err(NotAServer::Scheme),
        };
        let (rest, option) = rest.split_once('?').map_or((rest, None), |(rest, option)| (rest, Some(option)));
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (credentials, place) = match rest.rsplit_once('@') {
            Some((credentials, place)) => (Some(credentials_of(credentials)?), place),
            None => (None, rest),
        };
        let (host, port) = host_and_port(place)?;
        let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
        let security = match (is_wrapped, option) {
            (true, None | Some("tls=required")) => Security::Wrapped,
            (false, None) if is_here => Security::None,
            (false, None | Some("tls=required")) => Security::StartTls,
            (false, Some("tls=none")) => Security::None,
            _ => return Err(NotAServer::Option),
        };
        if security == Security::None && credentials.is_some() && !is_here {
            return Err(NotAServer::OpenLine);
        }
        let usual = if is_wrapped {
            465
        } else if credentials.is_some() {
            587
        } else {
            25
        };
        Ok(ServerUrl { host, port: port.unwrap_or(usual), security, credentials })
    }

    /// The server of a setting that can be read by others, as a command line can: user in it, password apart.
    ///
    /// *Errors*: [`NotAServer`]; a password in the setting itself is refused, whatever else is right.
    pub fn parse_apart(text: &str, password: Option<&str>) -> Result<ServerUrl, NotAServer> {
        let (scheme, rest) = text.trim().split_once("://").ok_or(NotAServer::Scheme)?;
        let place = rest.split_once('?').map_or(rest, |(place, _)| place);
        let user = place.rsplit_once('@').map(|(user, _)| user);
        match (user, password) {
            (Some(user), _) if user.contains(':') => Err(NotAServer::PasswordInTheOpen),
            (Some(_), None) => Err(NotAServer::NoPassword),
            (None, Some(_)) => Err(NotAServer::NoUser),
            (None, None) => Self::parse(text),
            (Some(user), Some(password)) => {
                let after = rest.get(user.len()..).unwrap_or_default();
                let mut whole = Zeroizing::new(String::with_capacity(text.len() + 3 * password.len() + 1));
                whole.push_str(&format!("{scheme}://{user}:"));
                password.bytes().for_each(|byte| {
                    whole.push('%');
                    whole.push_str(&hex::encode([byte]));
                });
                whole.push_str(after);
                Self::parse(&whole)
            }
        }
    }

    /// Its name or number.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the connection is encrypted.
    pub fn security(&self) -> Security {
        self.security
    }

    /// User and password, if there are.
    pub(super) fn credentials(&self) -> Option<(&str, &str)> {
        self.credentials.as_ref().map(|(user, password)| (user.as_str(), password.as_str()))
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "ServerUrl({}:{}, {:?})", self.host, self.port, self.security)
    }
}

fn host_and_port(place: &str) -> Result<(String, Option<u16>), NotAServer> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or(NotAServer::Host)?;
            host.parse::<std::net::Ipv6Addr>().map_err(|_| NotAServer::Host)?;
            match after.strip_prefix(':') {
                None if after.is_empty() => (host, None),
                None => return Err(NotAServer::Host),
                port => (host, port),
            }
        }
        None => place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port))),
    };
    let is_name = |host: &str| {
        !host.is_empty() && host.bytes().all(|sign| sign.is_ascii_alphanumeric() || b".-_".contains(&sign))
    };
    if !is_name(host) && host.parse::<IpAddr>().is_err() {
        return Err(NotAServer::Host);
    }
    let port = match port.map(str::parse::<u16>) {
        Some(Ok(0) | Err(_)) => return Err(NotAServer::Port),
        Some(Ok(port)) => Some(port),
        None => None,
    };
    Ok((host.to_ascii_lowercase(), port))
}

fn credentials_of(text: &str) -> Result<(Zeroizing<String>, Zeroizing<String>), NotAServer> {
    let (user, password) = text.split_once(':').ok_or(NotAServer::Credentials)?;
    let (user, password) = (unescape(user)?, unescape(password)?);
    if user.is_empty() || password.is_empty() { Err(NotAServer::Credentials) } else { Ok((user, password)) }
}

/// *Source*: RFC 3986, section 2.1. Signs that end the part must be escaped; a control sign is in no password.
fn unescape(text: &str) -> Result<Zeroizing<String>, NotAServer> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let plain = match byte {
            b'%' => {
                let digits = [
                    rest.next().ok_or(NotAServer::Credentials)?,
                    rest.next().ok_or(NotAServer::Credentials)?,
                ];
                hex::decode(digits)
                    .ok()
                    .and_then(|one| one.first().copied())
                    .ok_or(NotAServer::Credentials)?
            }
            b'@' | b'/' | b':' => return Err(NotAServer::Credentials),
            plain => plain,
        };
        bytes.push(plain);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| NotAServer::Credentials)?;
    if text.chars().any(char::is_control) {
        Err(NotAServer::Credentials)
    } else {
        Ok(Zeroizing::new(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_setting_means() {
        use Security::{None as Open, StartTls, Wrapped};
        for (text, host, port, security, credentials) in [
            ("smtp://mail.example.org", "mail.example.org", 25, StartTls, None),
            ("smtp://a:b@mail.example.org?tls=required", "mail.example.org", 587, StartTls, Some(("a", "b"))),
            (
                "SMTPS://ana%40example.org:p%3Aw%25%2F%C3%B1@Mail.Example.org/",
                "mail.example.org",
                465,
                Wrapped,
                Some(("ana@example.org", "p:w%/ñ")),
            ),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Open, None),
            ("smtp://a:b@localhost:2525", "localhost", 2525, Open, Some(("a", "b"))),
            ("smtp://localhost:2525?tls=required", "localhost", 2525, StartTls, None),
            ("smtp://[::1]:2525", "::1", 2525, Open, None),
            ("smtp://relay?tls=none", "relay", 25, Open, None),
        ] {
            let url = ServerUrl::parse(text).unwrap();
            assert_eq!(
                (url.host(), url.port(), url.security(), url.credentials()),
                (host, port, security, credentials),
                "{text}"
            );
        }
    }

    #[test]
    fn a_password_comes_apart_from_the_setting_and_is_refused_in_it() {
        let url =
            ServerUrl::parse_apart("smtps://ana%40example.org@mail.example.org", Some("p:w%/@ñ")).unwrap();
        assert_eq!(url.credentials(), Some(("ana@example.org", "p:w%/@ñ")));
        assert_eq!((url.host(), url.port()), ("mail.example.org", 465));
        let open = ServerUrl::parse_apart("smtp://mail.example.org?tls=required", None).unwrap();
        assert_eq!((open.credentials(), open.port()), (None, 25));
        for (text, password, reason) in [
            ("smtp://a:b@mail.example.org", None, NotAServer::PasswordInTheOpen),
            ("smtp://a:b@mail.example.org", Some("c"), NotAServer::PasswordInTheOpen),
            ("smtp://a:@mail.example.org", Some("c"), NotAServer::PasswordInTheOpen),
            ("smtp://a@mail.example.org", None, NotAServer::NoPassword),
            ("smtp://a@mail.example.org", Some(""), NotAServer::Credentials),
            ("smtp://mail.example.org", Some("c"), NotAServer::NoUser),
            ("smtp://a@mail.example.org?tls=none", Some("c"), NotAServer::OpenLine),
            ("mail.example.org", Some("c"), NotAServer::Scheme),
        ] {
            assert_eq!(ServerUrl::parse_apart(text, password).unwrap_err(), reason, "{text}");
        }
        assert!(!NotAServer::PasswordInTheOpen.to_string().contains("a:b"));
    }

    #[test]
    fn what_is_no_server_is_refused_with_its_reason() {
        use NotAServer::*;
        for (text, reason) in [
            ("mail.example.org", Scheme),
            ("http://mail.example.org", Scheme),
            ("smtp://", Host),
            ("smtp://a b", Host),
            ("smtp://x\r\ny", Host),
            ("smtp://[::1", Host),
            ("smtp://[::1]x", Host),
            ("smtp://[x]", Host),
            ("smtp://x:0", Port),
            ("smtp://x:70000", Port),
            ("smtp://x:", Port),
            ("smtp://a@x", Credentials),
            ("smtp://a:@x", Credentials),
            ("smtp://a:b@c@x", Credentials),
            ("smtp://a:%4@x", Credentials),
            ("smtp://a:%0A@x", Credentials),
            ("smtp://a:%ff@x", Credentials),
            ("smtp://x?tls=maybe", Option),
            ("smtp://x?tls=opportunistic", Option),
            ("smtps://x?tls=none", Option),
            ("smtp://a:b@x?tls=none", OpenLine),
        ] {
            assert_eq!(ServerUrl::parse(text).err(), Some(reason), "{text}");
        }
        assert_eq!(ServerUrl::parse("smtp://localhost.example.org").unwrap().security(), Security::StartTls);
    }

    #[test]
    fn a_password_is_not_printed() {
        let url = ServerUrl::parse("smtp://ana:secret@mail.example.org").unwrap();
        assert_eq!(format!("{url:?}"), "ServerUrl(mail.example.org:587, StartTls)");
    }
}
