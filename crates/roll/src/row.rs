//! One row into one member, with everything there is to say about it.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;

use crate::cell::{self, LONGEST_CELL_CHARS};
use crate::columns::{Columns, ReadAs};
use crate::dates::{self, DateFault, Evidence};
use crate::email;
use crate::finding::{FileFact, RowFact};
use crate::mapping::{Field, Mapping};
use crate::member::{Member, MemberId, Standing};
use crate::report::Findings;
use crate::standing;

/// Reads rows one after the other, remembering what must not come twice.
pub(crate) struct RowReader<'a> {
    columns: &'a Columns,
    mapping: &'a Mapping,
    line_of_id: BTreeMap<String, u64>,
    line_of_email: BTreeMap<String, u64>,
    two_readings: u64,
    day_first: u64,
    month_first: u64,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(columns: &'a Columns, mapping: &'a Mapping) -> Self {
        let (line_of_id, line_of_email) = (BTreeMap::new(), BTreeMap::new());
        Self { columns, mapping, line_of_id, line_of_email, two_readings: 0, day_first: 0, month_first: 0 }
    }

    /// Reads a row.
    ///
    /// *Errors*: a member that came with a refusal must not be loaded; the caller sees that by counting refusals.
    pub(crate) fn read(
        &mut self,
        line: u64,
        record: &StringRecord,
        findings: &mut Findings,
    ) -> Option<Member> {
        check_width(line, record, self.columns.uses.len(), findings);
        let mut row = Row { line, record, columns: self.columns, findings };
        row.check_cells();
        let member_id = self.member_id(&mut row);
        let name = row.name();
        let email = self.email(&mut row);
        let phone = row.phone();
        let address = row.lines_of(Field::Address);
        let unit = row.text_of(Field::Unit);
        let joined = self.joined(&mut row);
        let standing = row.standing();
        let extra = row.extra();
        Some(Member { member_id: member_id?, name, email, phone, address, unit, joined, standing, extra })
    }

    /// Says what the dates of the whole file suggest, where some could not be read.
    pub(crate) fn close(self, findings: &mut Findings) {
        let Self { two_readings, day_first, month_first, .. } = self;
        if two_readings > 0 {
            findings.add(0, None, FileFact::DateOrderHint { two_readings, day_first, month_first });
        }
    }

    fn member_id(&mut self, row: &mut Row<'_>) -> Option<MemberId> {
        let Some(text) = row.text_of(Field::MemberId) else {
            row.say(Field::MemberId, RowFact::MemberIdMissing);
            return None;
        };
        if cell::is_shortened_number(&text) {
            row.say(Field::MemberId, RowFact::MemberIdShortened);
        }
        let id = MemberId::new(text);
        if let Some(&first_line) = self.line_of_id.get(&id.key()) {
            row.say(Field::MemberId, RowFact::MemberIdTwice { first_line });
        } else {
            self.line_of_id.insert(id.key(), row.line);
        }
        Some(id)
    }

    fn email(&mut self, row: &mut Row<'_>) -> Option<String> {
        let address = row.text_or_placeholder(Field::Email)?;
        if let Err(fault) = email::check(&address) {
            row.say(Field::Email, RowFact::EmailMalformed { fault });
            return None;
        }
        if self.mapping.employer_domains.iter().any(|domain| email::is_at(&address, domain)) {
            row.say(Field::Email, RowFact::EmailAtEmployer);
        }
        let key = address.to_lowercase();
        if let Some(&first_line) = self.line_of_email.get(&key) {
            row.say(Field::Email, RowFact::EmailShared { first_line });
        } else {
            self.line_of_email.insert(key, row.line);
        }
        Some(address)
    }

    fn joined(&mut self, row: &mut Row<'_>) -> Option<Date> {
        let text = row.text_or_placeholder(Field::Joined)?;
        match dates::read(&text, self.mapping.dates) {
            Ok((date, evidence)) => {
                self.day_first += u64::from(evidence == Evidence::DayFirst);
                self.month_first += u64::from(evidence == Evidence::MonthFirst);
                Some(date)
            }
            Err(fault) => {
                self.two_readings += u64::from(fault == DateFault::TwoReadings);
                row.say(Field::Joined, RowFact::DateUnreadable { fault });
                None
            }
        }
    }
}

/// Cells beyond the last column are no harm while they are empty.
fn check_width(line: u64, record: &StringRecord, columns: usize, findings: &mut Findings) {
    let cells = record.len();
    if cells < columns {
        findings.add(line, None, RowFact::FewerCells { cells, columns });
    } else if record.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
        findings.add(line, None, RowFact::MoreCells { cells, columns });
    }
}

/// A row under way.
struct Row<'r> {
    line: u64,
    record: &'r StringRecord,
    columns: &'r Columns,
    findings: &'r mut Findings,
}

impl Row<'_> {
    fn say(&mut self, field: Field, fact: RowFact) {
        let label = self.columns.fields.get(&field).and_then(|&column| self.columns.labels.get(column));
        self.findings.add(self.line, label.map(String::as_str), fact);
    }

    fn check_cells(&mut self) {
        for (raw, label) in self.record.iter().zip(&self.columns.labels) {
            if raw.len() > LONGEST_CELL_CHARS && raw.chars().count() > LONGEST_CELL_CHARS {
                let limit_chars = LONGEST_CELL_CHARS;
                self.findings.add(self.line, Some(label), RowFact::CellTooLong { limit_chars });
            }
            if cell::has_control_character(raw) {
                self.findings.add(self.line, Some(label), RowFact::ControlCharacter);
            }
        }
    }

    fn raw(&self, field: Field) -> Option<&str> {
        self.columns.fields.get(&field).and_then(|&column| self.record.get(column))
    }

    fn text_of(&self, field: Field) -> Option<String> {
        self.raw(field).map(cell::tidy).filter(|text| !text.is_empty())
    }

    fn lines_of(&self, field: Field) -> Option<String> {
        self.raw(field).map(cell::tidy_lines).filter(|text| !text.is_empty())
    }

    fn text_or_placeholder(&mut self, field: Field) -> Option<String> {
        let text = self.text_of(field)?;
        if cell::is_placeholder(&text) {
            self.say(field, RowFact::Placeholder);
            return None;
        }
        Some(text)
    }

    /// The name, or its parts joined. A file without any column for names was noted once, not in every row.
    fn name(&mut self) -> Option<String> {
        let parts = [self.columns.given_name, self.columns.family_name];
        let has_parts = parts.iter().any(Option::is_some);
        let part = |column: &Option<usize>| column.and_then(|column| self.record.get(column)).map(cell::tidy);
        let joined = cell::tidy(&parts.iter().filter_map(part).collect::<Vec<_>>().join(" "));
        let name =
            if has_parts { Some(joined).filter(|name| !name.is_empty()) } else { self.text_of(Field::Name) };
        if name.is_none() && (has_parts || self.columns.fields.contains_key(&Field::Name)) {
            self.say(Field::Name, RowFact::NameMissing);
        }
        name
    }

    fn phone(&mut self) -> Option<String> {
        let text = self.text_of(Field::Phone)?;
        if cell::is_shortened_number(&text) {
            self.say(Field::Phone, RowFact::PhoneShortened);
        }
        Some(text)
    }

    /// A member is in good standing until somebody says otherwise.
    ///
    /// Rolls often mark only the exceptions, and an empty cell is no finding against anybody; each one is noted.
    fn standing(&mut self) -> Standing {
        let Some(text) = self.text_of(Field::Standing) else {
            if self.columns.fields.contains_key(&Field::Standing) {
                self.say(Field::Standing, RowFact::StandingMissing);
            }
            return Standing::Good;
        };
        standing::read(&text).unwrap_or_else(|nearest| {
            self.say(Field::Standing, RowFact::StandingUnknown { nearest });
            Standing::Good
        })
    }

    fn extra(&self) -> BTreeMap<String, String> {
        let mut extra = BTreeMap::new();
        for (column, raw) in self.columns.uses.iter().zip(self.record) {
            let (ReadAs::Extra(name) | ReadAs::NamePart(name)) = &column.read_as else { continue };
            let text = cell::tidy_lines(raw);
            if !text.is_empty() {
                extra.insert(name.clone(), text);
            }
        }
        extra
    }
}
