//! The room of the post: letters on their way to people. What comes in is finished text, already in the reader's
//! language; what goes out is mail over SMTP, pages to print, and calendars. It decides nothing and words nothing: which
//! act causes which letter, and what the letter says, is the caller's. It reads no clock and draws no chance: times, the
//! key of Message-IDs and the one clock of the carrier's thread come in as arguments.
//!
//! Life of a letter: an act (or a person waiting at the door) causes it; [`outbox::Outbox`] keeps it durably before
//! anybody is told; [`carrier::Carrier`] takes what is due and hands it to [`smtp::Mailer`]; the mail server's answer is
//! written down; after a time its words are erased. A crash anywhere loses no letter; a repeat has the same Message-ID.
//! What cannot be mailed is shown, and [`mod@print`] makes paper of it.

pub mod address;
pub mod backoff;
pub mod calendar;
pub mod carrier;
pub mod catcher;
pub mod fault;
pub mod letter;
pub mod line;
pub mod message_id;
pub mod outbox;
pub mod print;
pub mod smtp;
pub mod trouble;
