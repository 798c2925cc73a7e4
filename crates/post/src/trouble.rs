//! What can go wrong on the way of a letter, as a class and a code: enough for the health page and for deciding whether to
//! try again. What the mail server wrote is never kept: it likes to repeat the address.

use std::fmt;

/// Why a letter did not get through, or the mail server could not be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// No connection: wrong name, no network, nobody listening.
    Unreachable,
    /// The server did not answer in time.
    TimedOut,
    /// The connection ended in the middle of a conversation.
    BrokenOff,
    /// No encrypted connection: not offered, or the certificate is not to be trusted.
    NotEncrypted,
    /// The server refused this program's user name or password.
    PasswordRefused(u16),
    /// The server does not want to talk to this program, or not for this sender.
    ServerRefused(u16),
    /// The server's answer was no SMTP.
    NotUnderstood,
    /// The server put this letter off.
    PutOff(u16),
    /// The server refused this letter.
    Refused(u16),
    /// The letter could not be made into a message.
    Unsendable,
    /// The letter's time had passed before it could be sent.
    TooLate,
}

impl Trouble {
    /// Whether it lies with the mail server or the way to it, so that other letters would fare no better now.
    pub fn lies_with_the_server(self) -> bool {
        !matches!(self, Trouble::PutOff(_) | Trouble::Refused(_) | Trouble::Unsendable | Trouble::TooLate)
    }

    /// Whether trying this letter again is of no use.
    pub fn is_final(self) -> bool {
        matches!(self, Trouble::Refused(_) | Trouble::Unsendable | Trouble::TooLate)
    }

    /// The class as a word, for tables and translations; the inverse with [`Trouble::code`] is [`Trouble::parse`].
    pub fn class(self) -> &'static str {
        match self {
            Trouble::Unreachable => "unreachable",
            Trouble::TimedOut => "timed-out",
            Trouble::BrokenOff => "broken-off",
            Trouble::NotEncrypted => "not-encrypted",
            Trouble::PasswordRefused(_) => "password-refused",
            Trouble::ServerRefused(_) => "server-refused",
            Trouble::NotUnderstood => "not-understood",
            Trouble::PutOff(_) => "put-off",
            Trouble::Refused(_) => "refused",
            Trouble::Unsendable => "unsendable",
            Trouble::TooLate => "too-late",
        }
    }

    /// The SMTP code of the server's answer, if there was one.
    pub fn code(self) -> Option<u16> {
        match self {
            Trouble::PasswordRefused(code)
            | Trouble::ServerRefused(code)
            | Trouble::PutOff(code)
            | Trouble::Refused(code) => Some(code),
            _ => None,
        }
    }

    /// The trouble of a class and, where it has one, a code; `None` if there is no such class.
    pub fn parse(class: &str, code: Option<u16>) -> Option<Trouble> {
        let code = code.unwrap_or(0);
        let all = [
            Trouble::Unreachable,
            Trouble::TimedOut,
            Trouble::BrokenOff,
            Trouble::NotEncrypted,
            Trouble::PasswordRefused(code),
            Trouble::ServerRefused(code),
            Trouble::NotUnderstood,
            Trouble::PutOff(code),
            Trouble::Refused(code),
            Trouble::Unsendable,
            Trouble::TooLate,
        ];
        all.into_iter().find(|trouble| trouble.class() == class)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Unreachable => {
                write!(out, "the mail server cannot be reached: check its name, port and the network")
            }
            Trouble::TimedOut => {
                write!(out, "the mail server did not answer in time: it is tried again by itself")
            }
            Trouble::BrokenOff => {
                write!(out, "the connection to the mail server broke off: it is tried again by itself")
            }
            Trouble::NotEncrypted => {
                write!(
                    out,
                    "no encrypted connection to the mail server: check its certificate and the setting tls"
                )
            }
            Trouble::PasswordRefused(code) => {
                write!(out, "the mail server refused the user name or password ({code}): set them anew")
            }
            Trouble::ServerRefused(code) => {
                write!(out, "the mail server refuses to send for this program ({code}): ask whoever runs it")
            }
            Trouble::NotUnderstood => {
                write!(out, "what answers there is no mail server: check its name and port")
            }
            Trouble::PutOff(code) => {
                write!(out, "the mail server put the letter off ({code}): it is tried again by itself")
            }
            Trouble::Refused(code) => {
                write!(
                    out,
                    "the mail server refused the letter ({code}): ask for another address, or send paper"
                )
            }
            Trouble::Unsendable => {
                write!(out, "the letter could not be made into a message: please report it")
            }
            Trouble::TooLate => {
                write!(out, "the letter's time had passed before it could be sent: ask for a new one")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_and_code_give_the_trouble_back() {
        for (class, code) in [
            ("unreachable", None),
            ("refused", Some(550)),
            ("put-off", Some(451)),
            ("password-refused", Some(535)),
        ] {
            let trouble = Trouble::parse(class, code).unwrap();
            assert_eq!((trouble.class(), trouble.code()), (class, code));
        }
        assert_eq!(Trouble::parse("sulking", None), None);
    }

    #[test]
    fn only_what_the_server_says_of_the_letter_or_the_letter_itself_is_final() {
        assert!(Trouble::Refused(550).is_final() && !Trouble::PutOff(450).is_final());
        for trouble in [Trouble::Unreachable, Trouble::PasswordRefused(535), Trouble::ServerRefused(554)] {
            assert!(trouble.lies_with_the_server() && !trouble.is_final(), "{trouble}");
        }
    }
}
