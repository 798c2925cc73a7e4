//! One conversation with the mail server, command by command, so that each answer is known for what it is about: the
//! connection, the sender, one recipient, one message. The commands and the encryption are lettre's.

use super::{Security, Settings};
use crate::address::Address;
use crate::trouble::Trouble;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use std::error::Error as _;
use std::fmt;
use std::io::ErrorKind;

/// An open, encrypted and authenticated connection, as far as the settings ask for it.
pub(super) struct Conversation(SmtpConnection);

impl Conversation {
    /// Connects, encrypts, authenticates.
    ///
    /// *Errors*: trouble that lies with the server, whichever letters there are.
    pub(super) fn begin(settings: &Settings, tls: Option<&TlsParameters>) -> Result<Conversation, Trouble> {
        let server = &settings.server;
        let name = ClientId::Domain(settings.sender.domain().to_owned());
        let wrapped = tls.filter(|_| server.security() == Security::Wrapped);
        let place = (server.host(), server.port());
        let connected = SmtpConnection::connect(place, Some(settings.patience), &name, wrapped, None);
        let mut connection = connected.map_err(|error| of_the_server(&error, Trouble::Unreachable))?;
        if let Some(tls) = tls.filter(|_| server.security() == Security::StartTls) {
            if !connection.can_starttls() {
                connection.abort();
                return Err(Trouble::NotEncrypted);
            }
            connection.starttls(tls, &name).map_err(|error| of_the_server(&error, Trouble::NotEncrypted))?;
        }
        if let Some((user, password)) = server.credentials() {
            let credentials = Credentials::new(user.to_owned(), password.to_owned());
            let answer = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            answer.map_err(|error| match error.status().map(u16::from) {
                Some(code) if code >= 500 => Trouble::PasswordRefused(code),
                // The server offers none of the ways this program knows. *Source*: RFC 4954, section 4: code 504.
                None if error.is_client() => Trouble::PasswordRefused(504),
                _ => of_the_server(&error, Trouble::BrokenOff),
            })?;
        }
        Ok(Conversation(connection))
    }

    /// Hands over one message; the connection is ready for the next one unless the trouble lies with the server.
    pub(super) fn deliver(&mut self, from: &Address, to: &Address, message: &str) -> Result<(), Trouble> {
        let (from, to) = (envelope(from)?, envelope(to)?);
        let answer = self.0.command(Mail::new(Some(from), vec![]));
        answer.map_err(|error| of_the_server(&error, Trouble::BrokenOff))?;
        let answer = self
            .0
            .command(Rcpt::new(to, vec![]))
            .and_then(|_| self.0.command(Data))
            .and_then(|_| self.0.command(Body(message)));
        match answer.map_err(|error| of_the_letter(&error)) {
            Ok(_) => Ok(()),
            Err(trouble) if trouble.lies_with_the_server() => Err(trouble),
            Err(trouble) => {
                self.0.command(Rset).map_err(|error| of_the_server(&error, Trouble::BrokenOff))?;
                Err(trouble)
            }
        }
    }

    /// Says goodbye; whatever the server says to that.
    pub(super) fn end(mut self) {
        let _ = self.0.quit();
    }
}

/// A message as it stands on the line, with its end, so that it goes out in one piece: lettre's own way writes the end by
/// itself, which then waits for the server's system to confirm the rest, some 40 ms a letter.
///
/// *Source*: RFC 5321, sections 4.1.1.4 and 4.5.2.
struct Body<'a>(&'a str);

impl fmt::Display for Body<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.strip_suffix("\r\n").unwrap_or(self.0);
        for line in lines.split("\r\n") {
            // A dot is put before every line that begins with one.
            let dot = if line.starts_with('.') { "." } else { "" };
            write!(out, "{dot}{line}\r\n")?;
        }
        out.write_str(".\r\n")
    }
}

fn envelope(address: &Address) -> Result<lettre::Address, Trouble> {
    lettre::Address::new(address.local(), address.domain()).map_err(|_| Trouble::Unsendable)
}

/// What an error means that says nothing of a letter.
fn of_the_server(error: &Error, otherwise: Trouble) -> Trouble {
    match error.status() {
        Some(code) => Trouble::ServerRefused(code.into()),
        None => of_the_line(error, otherwise),
    }
}

/// What an error means after the server was told to whom the letter goes.
///
/// A refusal by policy (5.7.x: relaying denied, not authorised, taken for spam) is more often a wrong setting than a wrong
/// address, and then it meets every letter; so it puts off and gives people days to mend it.
///
/// *Source*: RFC 5321, sections 4.2.3 and 3.8 (421); RFC 4954, section 6 (530, 538); RFC 3463, section 3.8 (x.7.x).
fn of_the_letter(error: &Error) -> Trouble {
    match error.status().map(u16::from) {
        Some(code @ (421 | 530 | 535 | 538)) => Trouble::ServerRefused(code),
        Some(code) if code < 500 || is_by_policy(error) => Trouble::PutOff(code),
        Some(code) => Trouble::Refused(code),
        None => of_the_line(error, Trouble::BrokenOff),
    }
}

/// Whether the answer begins with an enhanced status code of the class "security or policy".
fn is_by_policy(error: &Error) -> bool {
    error.source().is_some_and(|answer| answer.to_string().starts_with("5.7."))
}

/// What an error means that is no answer of the server.
fn of_the_line(error: &Error, otherwise: Trouble) -> Trouble {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return match io.kind() {
                ErrorKind::TimedOut | ErrorKind::WouldBlock => Trouble::TimedOut,
                // An error of the encryption comes as this kind with an error inside; one without is text that is no text.
                ErrorKind::InvalidData if io.get_ref().is_some() => Trouble::NotEncrypted,
                ErrorKind::InvalidData => Trouble::NotUnderstood,
                ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => {
                    Trouble::BrokenOff
                }
                _ => otherwise,
            };
        }
        source = cause.source();
    }
    match error {
        _ if error.is_tls() => Trouble::NotEncrypted,
        // How lettre names a connection that ended where an answer was due.
        _ if error.source().is_some_and(|cause| cause.to_string() == "incomplete response") => {
            Trouble::BrokenOff
        }
        _ if error.is_response() => Trouble::NotUnderstood,
        _ => otherwise,
    }
}
