//! What all readers share: text from foreign bytes, the list of warnings, the choice between mending and refusing.
//!
//! Not here: any format.

use std::borrow::Cow;
use std::mem::discriminant;

use super::{Fault, Oddity, Place, ReadError, Repair, Warning, What};

/// Where a reader puts what it notices.
#[derive(Debug)]
pub(super) struct Desk {
    repair: Repair,
    warnings: Vec<Warning>,
}

impl Desk {
    pub(super) fn new(repair: Repair) -> Self {
        Self { repair, warnings: Vec::new() }
    }

    /// Notes an oddity; the same one again only counts, so that a hostile file cannot fill memory with warnings.
    pub(super) fn note(&mut self, at: Place, oddity: Oddity) {
        self.warn(at, What::Noted(oddity));
    }

    /// Lets a fault pass with a warning if it was asked to repair and there is a mend, else refuses.
    pub(super) fn mend(&mut self, at: Place, fault: Fault) -> Result<(), ReadError> {
        if self.repair == Repair::No || fault.mend().is_none() {
            return Err(ReadError { at, fault });
        }
        self.warn(at, What::Mended(fault));
        Ok(())
    }

    pub(super) fn warnings(self) -> Vec<Warning> {
        self.warnings
    }

    fn warn(&mut self, at: Place, what: What) {
        let same = self.warnings.iter_mut().find(|earlier| match (&earlier.what, &what) {
            (What::Mended(a), What::Mended(b)) => discriminant(a) == discriminant(b),
            (What::Noted(a), What::Noted(b)) => match (a, b) {
                (Oddity::PassedOver { what: a }, Oddity::PassedOver { what: b }) => a == b,
                (Oddity::Miscounted { what: a, .. }, Oddity::Miscounted { what: b, .. }) => a == b,
                _ => discriminant(a) == discriminant(b),
            },
            _ => false,
        });
        match same {
            Some(earlier) => earlier.times += 1,
            None => self.warnings.push(Warning { at, times: 1, what }),
        }
    }
}

/// A table as text, all lines ended alike: the CSV reader counts lines wrongly where they end in `\r\n`.
pub(super) fn table<'a>(bytes: &'a [u8], desk: &mut Desk) -> Cow<'a, str> {
    let text = text(bytes, desk);
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// Foreign bytes as text: UTF-8 with or without mark, UTF-16 with one, else Windows-1252 with a warning.
pub(super) fn text<'a>(bytes: &'a [u8], desk: &mut Desk) -> Cow<'a, str> {
    let (encoding, bytes) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None => (encoding_rs::UTF_8, bytes),
    };
    if let (true, Ok(text)) = (encoding == encoding_rs::UTF_8, std::str::from_utf8(bytes)) {
        return Cow::Borrowed(text);
    }
    if encoding != encoding_rs::UTF_8 {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    desk.note(Place { line, column: 1 }, Oddity::Latin1);
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0
}
