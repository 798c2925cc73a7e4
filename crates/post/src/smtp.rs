//! Mail over SMTP: one connection for a batch of letters, one message to one person each, and what the server answered, told
//! letter by letter. Trouble with a letter is kept apart from trouble with the server, which says nothing of the letter. It
//! keeps nothing and reads no clock; the outbox does the one, the carrier brings the other.

mod conversation;
mod message;
mod server_url;

pub use server_url::{NotAServer, Security, ServerUrl};

use crate::address::{Address, is_domain};
use crate::letter::Letter;
use crate::line::Line;
use crate::outbox::Due;
use crate::trouble::Trouble;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

/// How mail is sent.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Through which server.
    pub server: ServerUrl,
    /// From which address; what cannot be delivered later comes back to it.
    pub sender: Address,
    /// Under which name: the union's.
    pub sender_name: Line,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Address>,
    /// Names the list to mail programs, so that members can sort by it. *Shape*: like a domain, `members.union.example.org`.
    pub list_id: String,
    /// How long to wait for an answer of the server.
    pub patience: Duration,
    /// Certificates to trust beside the system's, in PEM: for a union's own mail server.
    pub also_trusted: Option<Vec<u8>>,
}

/// Is told what became of a letter, and may end the batch.
pub type Settled<'a> = dyn FnMut(&Due, Result<(), Trouble>) -> ControlFlow<()> + 'a;

/// Why mail cannot be sent with these settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsRefused {
    /// The list id is not like a domain.
    #[error("the list's name for mail programs has the form members.union.example.org: set it so")]
    ListId,
    /// The certificates cannot be read.
    #[error("the certificates to trust are not in PEM form: name a file that holds BEGIN CERTIFICATE")]
    Certificates,
    /// The name of the server cannot be in a certificate.
    #[error(
        "the mail server's name cannot be checked against a certificate: name it as its certificate does"
    )]
    ServerName,
}

/// Sends letters.
pub struct Mailer {
    settings: Settings,
    /// None if the connection is not encrypted.
    tls: Option<TlsParameters>,
}

impl Mailer {
    /// A mailer with these settings. It does not connect yet.
    ///
    /// *Errors*: [`SettingsRefused`].
    pub fn new(settings: Settings) -> Result<Mailer, SettingsRefused> {
        if !is_domain(&settings.list_id.to_ascii_lowercase()) {
            return Err(SettingsRefused::ListId);
        }
        let tls = match settings.server.security() {
            Security::None => None,
            Security::StartTls | Security::Wrapped => {
                let mut builder = TlsParameters::builder(settings.server.host().to_owned());
                if let Some(pem) = &settings.also_trusted {
                    if !pem.windows(17).any(|part| part == b"BEGIN CERTIFICATE") {
                        return Err(SettingsRefused::Certificates);
                    }
                    let certificate =
                        Certificate::from_pem(pem).map_err(|_| SettingsRefused::Certificates)?;
                    builder = builder.add_root_certificate(certificate);
                }
                Some(builder.build().map_err(|_| SettingsRefused::ServerName)?)
            }
        };
        Ok(Mailer { settings, tls })
    }

    /// Sends letters over one connection, telling of each what became of it as soon as that is known; `settled` may end the
    /// batch.
    ///
    /// *Errors*: the server could not be used, at all or any longer. Letters of which nothing was told were not tried, or
    /// their trying says nothing of them. A letter told as [`Trouble::BrokenOff`] or [`Trouble::TimedOut`] may have arrived.
    pub fn send(&self, letters: &[Due], settled: &mut Settled) -> Result<(), Trouble> {
        if letters.is_empty() {
            return Ok(());
        }
        let mut conversation = conversation::Conversation::begin(&self.settings, self.tls.as_ref())?;
        for due in letters {
            let outcome = match self.message(&due.letter) {
                Ok(message) => conversation.deliver(&self.settings.sender, &due.letter.to, &message),
                Err(trouble) => Err(trouble),
            };
            match outcome {
                // Said before the server knew to whom the letter goes.
                Err(trouble @ (Trouble::ServerRefused(_) | Trouble::PasswordRefused(_))) => {
                    conversation.end();
                    return Err(trouble);
                }
                Err(trouble) if trouble.lies_with_the_server() => {
                    let _ = settled(due, Err(trouble));
                    return Err(trouble);
                }
                outcome => {
                    if settled(due, outcome).is_break() {
                        break;
                    }
                }
            }
        }
        conversation.end();
        Ok(())
    }

    /// A letter as a message, lines ended by CR LF: ASCII throughout, and the same each time.
    ///
    /// *Errors*: [`Trouble::Unsendable`].
    pub fn message(&self, letter: &Letter) -> Result<String, Trouble> {
        message::render(letter, &self.settings)
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Mailer({:?})", self.settings.server)
    }
}
