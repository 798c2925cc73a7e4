//! Bytes into text: which encoding a file is in, and whether it is text at all.

use std::borrow::Cow;

use encoding_rs::{Encoding as Codec, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

use crate::finding::FileFact;
use crate::report::Findings;

/// The largest file that is read.
pub const LARGEST_FILE_MIB: usize = 256;

/// How bytes became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8, as it should be.
    Utf8,
    /// UTF-8 with a byte order mark, as spreadsheets write it.
    Utf8WithMark,
    /// UTF-16, low byte first, with its mark.
    Utf16Le,
    /// UTF-16, high byte first, with its mark.
    Utf16Be,
    /// Windows-1252, of which Latin-1 is a part: taken where nothing else fits.
    Windows1252,
}

impl Encoding {
    /// The encoding in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 with a byte order mark",
            Self::Utf16Le | Self::Utf16Be => "UTF-16",
            Self::Windows1252 => "Windows-1252 (Latin-1)",
        }
    }
}

/// Decodes a file; line ends become line feeds.
///
/// *Errors*: `None`, with the refusal among the findings.
pub(crate) fn decode<'b>(bytes: &'b [u8], findings: &mut Findings) -> Option<(Cow<'b, str>, Encoding)> {
    if let Some(fact) = not_text(bytes) {
        findings.add(0, None, fact);
        return None;
    }
    let (encoding, codec, body) = told(bytes);
    let (text, had_errors) = codec.decode_without_bom_handling(body);
    if had_errors {
        let fact = FileFact::EncodingBroken { encoding: encoding.words() };
        findings.add(line_of_first(&text, '\u{fffd}'), None, fact);
        return None;
    }
    if text.contains('\0') {
        findings.add(line_of_first(&text, '\0'), None, FileFact::ZeroByte);
        return None;
    }
    if encoding == Encoding::Windows1252 {
        let valid = std::str::from_utf8(body).map_or_else(|error| error.valid_up_to(), str::len);
        let before = body.get(..valid).unwrap_or_default();
        findings.add(1 + line_ends(&String::from_utf8_lossy(before)), None, FileFact::ReadAsWindows1252);
    }
    let text = plain_line_ends(text);
    if text.trim().is_empty() {
        findings.add(0, None, FileFact::FileEmpty);
        return None;
    }
    if let Some(line) = garbled(&text) {
        findings.add(line, None, FileFact::LettersGarbled);
    }
    Some((text, encoding))
}

/// Files of other kinds that people choose by mistake.
fn not_text(bytes: &[u8]) -> Option<FileFact> {
    const MAGIC: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "a spreadsheet or another packed file"),
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet or document"),
        (b"%PDF", "a PDF"),
        (b"\x1f\x8b", "a compressed file"),
        (b"{\\rtf", "a word processor's document"),
    ];
    if bytes.is_empty() {
        return Some(FileFact::FileEmpty);
    }
    if bytes.len() > LARGEST_FILE_MIB << 20 {
        return Some(FileFact::FileTooLarge { limit_mib: LARGEST_FILE_MIB });
    }
    let found = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    Some(FileFact::NotText { looks_like: found.1 })
}

fn told(bytes: &[u8]) -> (Encoding, &'static Codec, &[u8]) {
    match Codec::for_bom(bytes) {
        Some((codec, mark)) => {
            let body = bytes.get(mark..).unwrap_or_default();
            let encoding = if codec == UTF_16LE {
                Encoding::Utf16Le
            } else if codec == UTF_16BE {
                Encoding::Utf16Be
            } else {
                Encoding::Utf8WithMark
            };
            (encoding, codec, body)
        }
        None if std::str::from_utf8(bytes).is_ok() => (Encoding::Utf8, UTF_8, bytes),
        None => (Encoding::Windows1252, WINDOWS_1252, bytes),
    }
}

fn plain_line_ends(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// The first line in which UTF-8 was once taken for Windows-1252: `Ã` or `Â` before what a continuation byte became.
fn garbled(text: &str) -> Option<u64> {
    let continuation =
        |c: char| ('\u{80}'..='\u{bf}').contains(&c) || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c);
    let odd = |(at, _): &(usize, &str)| {
        text.get(at + 2..).and_then(|rest| rest.chars().next()).is_some_and(continuation)
    };
    let found = text.match_indices(['Ã', 'Â']).find(odd)?;
    text.get(..found.0).map(|before| 1 + line_ends(before))
}

fn line_of_first(text: &str, wanted: char) -> u64 {
    text.split(wanted).next().map_or(1, |before| 1 + line_ends(before))
}

fn line_ends(text: &str) -> u64 {
    let feeds = text.bytes().filter(|&byte| byte == b'\n' || byte == b'\r').count();
    (feeds - text.matches("\r\n").count()) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Report;

    fn check(bytes: &[u8]) -> (Option<(String, Encoding)>, Vec<String>) {
        let mut findings = Findings::default();
        let text = decode(bytes, &mut findings).map(|(text, encoding)| (text.into_owned(), encoding));
        let mut report = Report::default();
        findings.close(&mut report);
        (
            text,
            report.findings.iter().map(|finding| format!("{}: {}", finding.line, finding.message)).collect(),
        )
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let wanted = "id;name\n1;Zoë\n";
        let utf16: Vec<u16> = wanted.encode_utf16().collect();
        let low: Vec<u8> = [0xfeff].iter().chain(&utf16).flat_map(|unit| unit.to_le_bytes()).collect();
        let high: Vec<u8> = [0xfeff].iter().chain(&utf16).flat_map(|unit| unit.to_be_bytes()).collect();
        for (bytes, encoding) in [
            (wanted.as_bytes(), Encoding::Utf8),
            (format!("\u{feff}{wanted}").as_bytes(), Encoding::Utf8WithMark),
            (&low, Encoding::Utf16Le),
            (&high, Encoding::Utf16Be),
            (wanted.replace('\n', "\r\n").as_bytes(), Encoding::Utf8),
            (wanted.replace('\n', "\r").as_bytes(), Encoding::Utf8),
        ] {
            assert_eq!(check(bytes), (Some((wanted.into(), encoding)), vec![]));
        }
        let (text, found) = check(b"id;name\r\n1;Zo\xeb\r\n");
        assert_eq!(text, Some((wanted.into(), Encoding::Windows1252)));
        assert_eq!(found, ["2: this line is not UTF-8, so the file was read as Windows-1252 (Latin-1)"]);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        for (bytes, wanted) in [
            (&b""[..], "0: the file is empty"),
            (b"\xef\xbb\xbf \r\n", "0: the file is empty"),
            (b"PK\x03\x04....", "0: this is a spreadsheet or another packed file, not a text file"),
            (b"id\n\0\n", "2: there is a zero byte in this line, which no text has"),
            (b"i\0d\0\n\0", "1: there is a zero byte in this line, which no text has"),
            (
                b"\xef\xbb\xbfid\n1\n\xe9\n",
                "3: the file says it is UTF-8 with a byte order mark, but this line is not",
            ),
            (b"\xff\xfei\0\n\0\x00\xd8", "2: the file says it is UTF-16, but this line is not"),
        ] {
            assert_eq!(check(bytes), (None, vec![wanted.to_owned()]), "{bytes:?}");
        }
    }

    #[test]
    fn garbled_letters_are_noted_and_plain_portuguese_is_not() {
        assert_eq!(check("a\nZoÃ«\n".as_bytes()).1.len(), 1);
        assert!(check("a\nZoÃ«\n".as_bytes()).1[0].starts_with("2: a letter"));
        assert!(check("JOÃO ÂNGELO".as_bytes()).1.is_empty());
    }
}
