//! A letter as a mail message: plain text in UTF-8, with the event beside it if there is one. The same letter gives the same
//! bytes each time. Line ends cannot get into a header: what stands in one is an address, an id, a tag or a line.

use super::Settings;
use crate::address::Address;
use crate::calendar::Calendar;
use crate::letter::Letter;
use crate::trouble::Trouble;
use lettre::message::header::{ContentDisposition, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use std::time::{Duration, UNIX_EPOCH};

/// The last second a date of a mail can name with four digits of the year.
const LAST_SECOND: i64 = 253_402_300_799;

/// The message, lines ended by CR LF.
///
/// *Errors*: [`Trouble::Unsendable`].
///
/// *Source*: RFC 5322; RFC 2919 (List-Id); RFC 3834 (Auto-Submitted); RFC 3282 (Content-Language).
pub(super) fn render(letter: &Letter, settings: &Settings) -> Result<String, Trouble> {
    let name = Some(settings.sender_name.as_str().to_owned()).filter(|name| !name.is_empty());
    let date = letter.created_at.clamp(0, LAST_SECOND).unsigned_abs();
    let mut builder = Message::builder()
        .message_id(Some(letter.message_id.as_str().to_owned()))
        .date(UNIX_EPOCH + Duration::from_secs(date))
        .from(Mailbox::new(name, address(&settings.sender)?))
        .to(Mailbox::new(None, address(&letter.to)?))
        .subject(letter.subject.as_str())
        .raw_header(header("List-Id", format!("<{}>", settings.list_id)))
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header("Content-Language", letter.language.clone()));
    if let Some(reply_to) = &settings.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    let text = SinglePart::plain(letter.text());
    let message = match &letter.calendar {
        None => builder.singlepart(text),
        Some(calendar) => builder.multipart(
            // lettre would draw a boundary by chance; this one is as hard to find in a text as the id.
            MultiPart::mixed()
                .boundary(format!("part-{}", letter.message_id.name()))
                .singlepart(text)
                .singlepart(event(calendar)?),
        ),
    };
    let bytes = message.map_err(|_| Trouble::Unsendable)?.formatted();
    String::from_utf8(bytes).ok().filter(|text| text.is_ascii()).ok_or(Trouble::Unsendable)
}

fn event(calendar: &Calendar) -> Result<SinglePart, Trouble> {
    let kind = ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH")
        .map_err(|_| Trouble::Unsendable)?;
    let part = SinglePart::builder().header(kind).header(ContentDisposition::attachment("event.ics"));
    Ok(part.body(calendar.as_str().to_owned()))
}

fn address(address: &Address) -> Result<lettre::Address, Trouble> {
    lettre::Address::new(address.local(), address.domain()).map_err(|_| Trouble::Unsendable)
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

#[cfg(test)]
mod tests;
