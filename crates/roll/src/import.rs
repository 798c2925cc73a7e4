//! A file into a roll, all or nothing, with a report of every row.

use crate::columns::Columns;
use crate::finding::FileFact;
use crate::mapping::Mapping;
use crate::member::Member;
use crate::report::{Findings, Report};
use crate::roll::Roll;
use crate::row::RowReader;
use crate::sheet::Sheet;
use crate::text;

/// The most rows that are read.
pub const MOST_ROWS: u64 = 2_000_000;

/// What came of a file.
#[derive(Debug)]
pub struct Import {
    report: Report,
    roll: Option<Roll>,
}

impl Import {
    /// What was found, whether or not the roll loads.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The roll.
    ///
    /// *Errors*: the report, if there is a single refusal: nothing is half-loaded.
    pub fn rows(self) -> Result<Roll, Report> {
        self.roll.ok_or(self.report)
    }
}

/// Reads the bytes of a member list.
///
/// *Shape*: any bytes; see the room's page for what is understood. [`crate::render_csv`] is the way back.
pub fn parse(bytes: &[u8], mapping: &Mapping) -> Import {
    let (mut report, mut findings) = (Report::default(), Findings::default());
    let members = read(bytes, mapping, &mut report, &mut findings);
    findings.close(&mut report);
    let roll = members.filter(|_| report.is_clean()).map(Roll::of_distinct);
    Import { report, roll }
}

fn read(
    bytes: &[u8],
    mapping: &Mapping,
    report: &mut Report,
    findings: &mut Findings,
) -> Option<Vec<Member>> {
    let (text, encoding) = text::decode(bytes, findings)?;
    report.encoding = Some(encoding);
    let sheet = Sheet::open(&text, mapping.delimiter, findings)?;
    report.delimiter = Some(sheet.delimiter);
    let mut columns = Columns::settle(&sheet, mapping, findings)?;
    report.header_line = columns.header_line;
    // A file whose columns are in doubt is not read further: every row would only repeat the doubt.
    let settled = findings.refusals() == 0;
    let members = settled.then(|| read_rows(&sheet, &columns, mapping, report, findings));
    report.columns = std::mem::take(&mut columns.uses);
    members
}

fn read_rows(
    sheet: &Sheet<'_>,
    columns: &Columns,
    mapping: &Mapping,
    report: &mut Report,
    findings: &mut Findings,
) -> Vec<Member> {
    let mut rows = sheet.rows();
    if columns.header_line.is_some() {
        rows.next_row();
    }
    let mut reader = RowReader::new(columns, mapping);
    let mut members = Vec::new();
    while let Some((line, record)) = rows.next_row() {
        if report.rows == MOST_ROWS {
            findings.add(line, None, FileFact::TooManyRows { limit: MOST_ROWS });
            break;
        }
        let before = findings.refusals();
        let member = reader.read(line, record, findings);
        report.rows += 1;
        report.rows_refused += u64::from(findings.refusals() > before);
        if findings.refusals() > 0 {
            // Nothing will load any more: keep reading for the report, and give the memory back.
            members = Vec::new();
        } else {
            members.extend(member);
        }
    }
    reader.close(findings);
    report.blank_rows = rows.blank;
    if report.rows == 0 {
        findings.add(0, None, FileFact::NoMembers);
    }
    members
}
