//! A caught message as a person reads it: subject, text, event. The reading is mail-parser's, which knows nothing of how the
//! message was written.

use super::Caught;
use mail_parser::{MessageParser, MimeHeaders};

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Its id, without brackets.
    pub message_id: String,
    /// The sender's name, if it has one.
    pub from_name: Option<String>,
    /// The sender's address.
    pub from: String,
    /// The addresses it names as recipients.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its date. *Units*: seconds since 1970.
    pub date: i64,
    /// Its text, lines ended by `\n`.
    pub text: String,
    /// Its iCalendar part, if it has one.
    pub calendar: Option<String>,
    /// All header fields by name as written, values as written.
    pub fields: Vec<(String, String)>,
}

impl Caught {
    /// What it says; none if it is no message.
    pub fn read(&self) -> Option<Reading> {
        let message = MessageParser::default().parse(&self.data)?;
        let from = message.from().and_then(|from| from.first());
        let addresses = |header: Option<&mail_parser::Address>| {
            let all = header
                .map(|header| header.iter().filter_map(|one| one.address()).map(str::to_owned).collect());
            all.unwrap_or_default()
        };
        let calendar = message.attachments().find(|part| {
            part.content_type()
                .is_some_and(|kind| kind.ctype() == "text" && kind.subtype() == Some("calendar"))
        });
        let fields =
            message.headers_raw().map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
        Some(Reading {
            message_id: message.message_id().unwrap_or_default().to_owned(),
            from_name: from.and_then(|from| from.name()).map(str::to_owned),
            from: from.and_then(|from| from.address()).unwrap_or_default().to_owned(),
            to: addresses(message.to()),
            subject: message.subject().unwrap_or_default().to_owned(),
            date: message.date().map(mail_parser::DateTime::to_timestamp).unwrap_or_default(),
            text: message.body_text(0).unwrap_or_default().replace("\r\n", "\n"),
            calendar: calendar.and_then(|part| part.text_contents()).map(str::to_owned),
            fields,
        })
    }
}

impl Reading {
    /// A header field by name, as written.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
