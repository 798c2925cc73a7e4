//! A letter as it comes from whoever words it: to whom, in which language, saying what, because of which act. It knows no
//! mail format and no paper.

use crate::address::Address;
use crate::calendar::Calendar;
use crate::fault::Malformed;
use crate::line::Line;
use crate::message_id::MessageId;
use std::fmt;

/// A letter to one person, in plain text.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name for ever: a letter with an id the outbox already knows is the same letter.
    pub message_id: MessageId,
    /// To whom.
    pub to: Address,
    /// The language it is in. *Shape*: a tag of letters, digits and hyphens, `en` or `es-MX`.
    pub language: String,
    /// Its subject.
    pub subject: Line,
    /// Its text, without the check phrase. Lines end with `\n` and are sent as they are.
    pub body: String,
    /// The last line of every letter: how to check that it is real. The same phrase stands on letter, mail and site, so that
    /// a forged mail is noticed. Never empty.
    pub check_phrase: Line,
    /// An event to go with it.
    pub calendar: Option<Calendar>,
    /// The act that causes it; none for a letter somebody asked for, such as a sign-in link.
    pub act: Option<u64>,
    /// When it was caused: the act's recorded time. It is the letter's date. *Units*: seconds since 1970.
    pub created_at: i64,
    /// How long its words are kept.
    pub lifetime: Lifetime,
}

/// How long a letter's words are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the retention the caller applies with [`crate::outbox::Outbox::erase_words`].
    Kept,
    /// Until it is sent; for what must not lie about, such as a credential.
    UntilSent,
    /// Until it is sent or the time is over; after that it is not sent. Only for letters no act causes: a sign-in link.
    UntilSentOr {
        /// From when on it is useless. *Units*: seconds since 1970.
        useless_from: i64,
    },
}

impl Letter {
    /// Everything a letter must have beyond the shapes of its parts.
    ///
    /// *Errors*: [`Malformed`]: a bug of whoever made it.
    pub fn check(&self) -> Result<(), Malformed> {
        let is_tag = |tag: &str| {
            (1..=35).contains(&tag.len())
                && tag.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
        };
        if self.check_phrase.is_empty() {
            return Err(Malformed::NoCheckPhrase);
        }
        if !is_tag(&self.language) {
            return Err(Malformed::Language);
        }
        if self.act.is_some() && matches!(self.lifetime, Lifetime::UntilSentOr { .. }) {
            return Err(Malformed::ActLetterExpires);
        }
        if self.act.is_some_and(|act| i64::try_from(act).is_err()) {
            return Err(Malformed::Act);
        }
        Ok(())
    }

    /// The text as it is sent: the body, a blank line, the check phrase. Lines end with `\n`.
    pub fn text(&self) -> String {
        let body = self.body.replace("\r\n", "\n").replace('\r', "\n");
        let body: String =
            body.chars().filter(|sign| matches!(sign, '\n' | '\t') || !sign.is_control()).collect();
        format!("{}\n\n{}\n", body.trim_end(), self.check_phrase)
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a letter says, and to whom, is nobody's business in a log.
        write!(out, "Letter({} to {}, act {:?})", self.message_id.as_str(), self.to.masked(), self.act)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::message_id::MessageIds;
    use zeroize::Zeroizing;

    /// A letter of an act to a name at `example.org`.
    pub(crate) fn letter(act: u64, name: &str) -> Letter {
        let to = Address::parse(&format!("{name}@example.org")).unwrap();
        let ids = MessageIds::new(Zeroizing::new([1; 32]), "log", "union.example.org").unwrap();
        Letter {
            message_id: ids.of_act(act, "notice", &to),
            to,
            language: "es".into(),
            subject: Line::from_text("Convocatoria: elección de la presidencia"),
            body: format!("Hola {name}:\n\nel acto {act} convoca una votación.\n"),
            check_phrase: Line::from_text(
                "Esta carta es auténtica si la frase «río azul» está en la página.",
            ),
            calendar: None,
            act: Some(act),
            created_at: 1_793_000_000,
            lifetime: Lifetime::Kept,
        }
    }

    #[test]
    fn every_text_ends_with_the_check_phrase() {
        let text = Letter { body: "Uno\r\ndos\rtres\u{0}\n\n\n".into(), ..letter(1, "ana") }.text();
        assert_eq!(
            text,
            "Uno\ndos\ntres\n\nEsta carta es auténtica si la frase «río azul» está en la página.\n"
        );
    }

    #[test]
    fn a_letter_that_lacks_something_is_a_bug_with_a_name() {
        let fine = letter(1, "ana");
        assert_eq!(fine.check(), Ok(()));
        let late = Lifetime::UntilSentOr { useless_from: 5 };
        for (letter, expected) in [
            (Letter { check_phrase: Line::from_text(" \n"), ..fine.clone() }, Malformed::NoCheckPhrase),
            (Letter { language: "es\r\nX".into(), ..fine.clone() }, Malformed::Language),
            (Letter { language: String::new(), ..fine.clone() }, Malformed::Language),
            (Letter { lifetime: late, ..fine.clone() }, Malformed::ActLetterExpires),
            (Letter { act: Some(u64::MAX), ..fine.clone() }, Malformed::Act),
        ] {
            assert_eq!(letter.check(), Err(expected));
        }
        assert_eq!(Letter { act: None, lifetime: late, ..fine }.check(), Ok(()));
    }

    #[test]
    fn a_letter_in_a_log_says_neither_to_whom_nor_what() {
        let shown = format!("{:?}", letter(1, "anamaria"));
        assert!(!shown.contains("anamaria") && !shown.contains("convoca"), "{shown}");
    }
}
