//! What a person says about a file before it is read: which column is what, and how days are written. Everything is
//! optional; what is not said is told from the file or refused.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The columns the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The number nobody else has.
    MemberId,
    /// Name.
    Name,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Postal address.
    Address,
    /// Where the member works.
    Unit,
    /// The day they joined.
    Joined,
    /// In good standing or not.
    Standing,
}

impl Field {
    /// All of them, in the order they are written back.
    pub const ALL: [Self; 8] = [
        Self::MemberId,
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::Address,
        Self::Unit,
        Self::Joined,
        Self::Standing,
    ];

    /// The heading this field has in a roll of ours.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::MemberId => "member_id",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Unit => "unit",
            Self::Joined => "joined",
            Self::Standing => "standing",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.heading())
    }
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRef {
    /// By its place; the first is 1.
    At(usize),
    /// By its heading; capitals, accents and punctuation do not matter.
    Named(String),
}

impl ColumnRef {
    fn parse(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Named(text.to_owned()), Self::At)
    }
}

impl fmt::Display for ColumnRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(place) => write!(f, "{place}"),
            Self::Named(heading) => f.write_str(heading),
        }
    }
}

/// How days are written in this file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// Nobody said: a date with two readings is refused.
    #[default]
    Unsaid,
    /// 31/12/2020.
    DayFirst,
    /// 12/31/2020.
    MonthFirst,
    /// Five digits are a spreadsheet's day number in the 1900 system; other dates as if nobody had said.
    Serial,
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab stop.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All of them; an earlier one is preferred where a file fits several equally well.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    /// The character's byte.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }

    /// The character in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Comma => "commas",
            Self::Semicolon => "semicolons",
            Self::Tab => "tab stops",
            Self::Pipe => "pipes",
        }
    }

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|delimiter| {
            let plural = delimiter.words();
            word.as_bytes() == [delimiter.byte()]
                || plural.split(' ').next().is_some_and(|name| name.trim_end_matches('s') == word)
        })
    }
}

/// What was said about a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Which column holds a field. Fields not named here are found by heading or content.
    pub fields: BTreeMap<Field, ColumnRef>,
    /// Columns to keep as they are, whatever their heading or content suggests.
    pub extra: Vec<ColumnRef>,
    /// Whether the first row is a header.
    pub header: Option<bool>,
    /// What stands between cells.
    pub delimiter: Option<Delimiter>,
    /// How days are written.
    pub dates: DateOrder,
    /// Domains of the employer: addresses there are noted.
    pub employer_domains: Vec<String>,
}

/// Why an entry says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "\"{entry}\" does not map anything; write FIELD=COLUMN (member_id=1, email=Correo), extra=COLUMN, header=yes or no, \
     delimiter=semicolon, dates=day-first, month-first or serial, or employer=DOMAIN"
)]
pub struct MappingError {
    /// The entry as it was given.
    pub entry: String,
}

impl Mapping {
    /// Adds one entry, written as people write it on a command line.
    ///
    /// ```
    /// # use rankfile_roll::{DateOrder, Mapping};
    /// let mapping = Mapping::default().with("member_id=1").and_then(|m| m.with("dates=day-first"));
    /// assert_eq!(mapping.map(|m| m.dates), Ok(DateOrder::DayFirst));
    /// ```
    ///
    /// *Errors*: an entry of no known form.
    pub fn with(mut self, entry: &str) -> Result<Self, MappingError> {
        let unknown = || MappingError { entry: entry.to_owned() };
        let (key, value) = entry.split_once('=').ok_or_else(unknown)?;
        let (key, value) = (key.trim(), value.trim());
        let field = Field::ALL.into_iter().find(|field| field.heading() == key);
        match (key, value) {
            (_, "") => return Err(unknown()),
            ("extra", column) => self.extra.push(ColumnRef::parse(column)),
            ("header", "yes") => self.header = Some(true),
            ("header", "no") => self.header = Some(false),
            ("delimiter", word) => self.delimiter = Some(Delimiter::named(word).ok_or_else(unknown)?),
            ("dates", "day-first") => self.dates = DateOrder::DayFirst,
            ("dates", "month-first") => self.dates = DateOrder::MonthFirst,
            ("dates", "serial") => self.dates = DateOrder::Serial,
            ("employer", domain) => self.employer_domains.push(domain.to_owned()),
            (_, column) => {
                self.fields.insert(field.ok_or_else(unknown)?, ColumnRef::parse(column));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_entry_is_understood() {
        let entries = [
            "member_id=1",
            "email = Correo",
            "extra=Notes",
            "header=no",
            "delimiter=;",
            "dates=serial",
            "employer=a.example",
        ];
        let mapping =
            entries.iter().try_fold(Mapping::default(), |mapping, entry| mapping.with(entry)).unwrap();
        let expected = Mapping {
            fields: BTreeMap::from([
                (Field::MemberId, ColumnRef::At(1)),
                (Field::Email, ColumnRef::Named("Correo".into())),
            ]),
            extra: vec![ColumnRef::Named("Notes".into())],
            header: Some(false),
            delimiter: Some(Delimiter::Semicolon),
            dates: DateOrder::Serial,
            employer_domains: vec!["a.example".into()],
        };
        assert_eq!(mapping, expected);
        for (word, delimiter) in
            [("tab", Delimiter::Tab), ("comma", Delimiter::Comma), ("|", Delimiter::Pipe)]
        {
            assert_eq!(
                Mapping::default().with(&format!("delimiter={word}")).unwrap().delimiter,
                Some(delimiter)
            );
        }
    }

    #[test]
    fn an_entry_of_no_known_form_is_refused() {
        for entry in ["", "email", "email=", "colour=3", "header=perhaps", "delimiter=x", "dates=7"] {
            assert_eq!(Mapping::default().with(entry), Err(MappingError { entry: entry.into() }));
        }
    }
}
