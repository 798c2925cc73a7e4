//! Settling what each column is: said by the mapping, told by its heading, or, without a header, from its content.
//! Whatever is in doubt is refused here, before a single row is read.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::cell::{fold, tidy};
use crate::columns::{ColumnUse, Columns, ReadAs, ToldBy};
use crate::finding::{ColumnFact, FileFact};
use crate::guess;
use crate::headings::{self, Meaning, meaning};
use crate::mapping::{ColumnRef, Field, Mapping};
use crate::report::Findings;
use crate::sheet::Sheet;

const SAMPLE_ROWS: usize = 500;

impl Columns {
    /// Settles what each column is.
    ///
    /// *Errors*: `None` where there is no row at all. Doubts are refusals among the findings; the columns come back
    /// all the same, for the preview in which somebody maps them.
    pub(crate) fn settle(sheet: &Sheet<'_>, mapping: &Mapping, findings: &mut Findings) -> Option<Self> {
        let mut rows = sheet.rows();
        let Some((first_line, first)) = rows.next_row() else {
            findings.add(0, None, FileFact::NoMembers);
            return None;
        };
        let first: Vec<String> = first.iter().map(tidy).collect();
        let has_header = mapping.header.unwrap_or_else(|| looks_like_header(&first, mapping));
        let mut draft =
            Draft::new(if has_header { first.clone() } else { Vec::new() }, first.len(), findings);
        if has_header {
            draft.map(mapping);
            draft.read_headings();
        } else {
            let mut sample = vec![first];
            while let Some((_, row)) = rows.next_row().filter(|_| sample.len() < SAMPLE_ROWS) {
                sample.push(row.iter().map(tidy).collect());
            }
            draft.width = usual_width(&sample);
            draft.map(mapping);
            if mapping.header.is_none() && draft.begins_with_unknown_header(&sample) {
                draft.findings.add(first_line, None, ColumnFact::HeaderUnknown);
                return Some(draft.close(None));
            }
            draft.read_content(&sample);
        }
        draft.check_fields();
        Some(draft.close(has_header.then_some(first_line)))
    }
}

/// Two known headings are a header; one is, where no cell has a digit, as nearly every row of members has.
fn looks_like_header(first: &[String], mapping: &Mapping) -> bool {
    let named = |reference: &ColumnRef| match reference {
        ColumnRef::Named(name) => first.iter().any(|cell| fold(cell) == fold(name)),
        ColumnRef::At(_) => false,
    };
    if mapping.fields.values().chain(&mapping.extra).any(named) {
        return true;
    }
    let known = first.iter().filter(|cell| meaning(cell).is_some()).count();
    known >= 2 || known == 1 && !first.iter().any(|cell| guess::is_like_number(cell))
}

/// The width most rows have; the larger of two equally usual ones.
fn usual_width(sample: &[Vec<String>]) -> usize {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for row in sample {
        *widths.entry(row.len()).or_default() += 1;
    }
    widths.into_iter().max_by_key(|&(width, rows)| (rows, width)).map_or(0, |(width, _)| width)
}

fn numbered(column: usize) -> String {
    format!("column {}", column + 1)
}

/// Columns under way.
struct Draft<'f> {
    headings: Vec<String>,
    width: usize,
    used: BTreeMap<usize, ToldBy>,
    fields: BTreeMap<Field, usize>,
    given_name: Option<usize>,
    family_name: Option<usize>,
    findings: &'f mut Findings,
}

impl<'f> Draft<'f> {
    fn new(headings: Vec<String>, width: usize, findings: &'f mut Findings) -> Self {
        let (used, fields) = (BTreeMap::new(), BTreeMap::new());
        Self { headings, width, used, fields, given_name: None, family_name: None, findings }
    }

    /// What the mapping says comes first, and nothing overrules it.
    fn map(&mut self, mapping: &Mapping) {
        for (&field, reference) in &mapping.fields {
            if let Some(column) = self.find(reference, field) {
                self.fields.insert(field, column);
                self.use_once(column);
            }
        }
        for reference in &mapping.extra {
            let columns = self.all_of(reference);
            if columns.is_empty() {
                self.findings.add(0, Some(&reference.to_string()), ColumnFact::MappedColumnMissing);
            }
            columns.into_iter().for_each(|column| self.use_once(column));
        }
    }

    fn find(&mut self, reference: &ColumnRef, field: Field) -> Option<usize> {
        let columns = self.all_of(reference);
        match columns.as_slice() {
            [only] => return Some(*only),
            [] => self.findings.add(0, Some(&reference.to_string()), ColumnFact::MappedColumnMissing),
            _ => self.ambiguous(field, &columns),
        }
        None
    }

    fn all_of(&self, reference: &ColumnRef) -> Vec<usize> {
        match reference {
            ColumnRef::At(place) => {
                place.checked_sub(1).filter(|&column| column < self.width).into_iter().collect()
            }
            ColumnRef::Named(name) => {
                let is_named =
                    |column: &usize| self.headings.get(*column).is_some_and(|h| fold(h) == fold(name));
                (0..self.width).filter(is_named).collect()
            }
        }
    }

    fn use_once(&mut self, column: usize) {
        if self.used.insert(column, ToldBy::Mapping).is_some() {
            self.findings.add(0, Some(&numbered(column)), ColumnFact::MappedColumnTwice);
        }
    }

    fn read_headings(&mut self) {
        let meanings: Vec<Option<Meaning>> = self.headings.iter().map(|heading| meaning(heading)).collect();
        let free = |draft: &Self, column: usize| !draft.used.contains_key(&column);
        for field in
            Field::ALL.into_iter().filter(|field| !self.fields.contains_key(field)).collect::<Vec<_>>()
        {
            let of_field = |(column, meaning): (usize, &Option<Meaning>)| match meaning {
                Some(Meaning::Field(of, rank)) if *of == field && free(self, column) => Some((*rank, column)),
                _ => None,
            };
            let mut fitting: Vec<(u8, usize)> = meanings.iter().enumerate().filter_map(of_field).collect();
            fitting.sort_unstable();
            self.take_best(field, &fitting);
        }
        let part = |wanted: Meaning| meanings.iter().position(|meaning| *meaning == Some(wanted));
        if !self.fields.contains_key(&Field::Name) {
            self.given_name = part(Meaning::GivenName).filter(|&column| free(self, column));
            self.family_name = part(Meaning::FamilyName).filter(|&column| free(self, column));
        }
    }

    fn take_best(&mut self, field: Field, fitting: &[(u8, usize)]) {
        let Some(&(best, column)) = fitting.first() else { return };
        let equal: Vec<usize> = fitting.iter().filter(|fit| fit.0 == best).map(|fit| fit.1).collect();
        if equal.len() > 1 {
            return self.ambiguous(field, &equal);
        }
        self.fields.insert(field, column);
        self.used.insert(column, ToldBy::Heading);
        // Beside a field's own name, other headings are somebody's extra columns and need no remark.
        for &(_, other) in fitting.iter().skip(1).filter(|_| best > 0) {
            let label = self.headings.get(other).cloned().unwrap_or_default();
            self.findings.add(0, Some(&label), ColumnFact::ColumnSetAside { field });
        }
    }

    fn read_content(&mut self, sample: &[Vec<String>]) {
        let told = guess::tell(sample, self.width, &self.used.keys().copied().collect());
        for (field, columns) in &told.ambiguous {
            if !self.fields.contains_key(field) {
                self.ambiguous(*field, columns);
            }
        }
        let mut untold: BTreeSet<usize> = told.untold.into_iter().collect();
        for (field, column) in told.fields {
            if let Entry::Vacant(free) = self.fields.entry(field) {
                free.insert(column);
                self.used.insert(column, ToldBy::Content);
            } else {
                untold.insert(column);
            }
        }
        for column in untold {
            self.findings.add(0, Some(&numbered(column)), ColumnFact::ColumnUntold);
        }
    }

    /// A header in words the program does not know must not become a member: it is a row without a number above rows
    /// that have one.
    fn begins_with_unknown_header(&self, sample: &[Vec<String>]) -> bool {
        let Some((first, others)) = sample.split_first() else { return false };
        let told = || guess::tell(others, self.width, &self.used.keys().copied().collect());
        let mapped = self.fields.get(&Field::MemberId).copied();
        let Some(column) = mapped.or_else(|| told().fields.get(&Field::MemberId).copied()) else {
            return false;
        };
        let has_number = |row: &Vec<String>| row.get(column).is_some_and(|cell| guess::is_like_number(cell));
        let numbers = others.iter().filter(|row| has_number(row)).count();
        !has_number(first) && numbers > 0 && numbers * 5 >= others.len() * 4
    }

    fn check_fields(&mut self) {
        let named = self.given_name.or(self.family_name).is_some();
        if !self.fields.contains_key(&Field::MemberId) {
            self.findings.add(0, None, ColumnFact::MemberIdColumnMissing);
        }
        if !self.fields.contains_key(&Field::Name) && !named {
            self.findings.add(0, None, ColumnFact::NameColumnMissing);
        }
        if !self.fields.contains_key(&Field::Standing) {
            self.findings.add(0, None, ColumnFact::StandingColumnMissing);
        }
    }

    fn ambiguous(&mut self, field: Field, columns: &[usize]) {
        let columns = columns.iter().map(|column| column + 1).collect();
        self.findings.add(0, None, ColumnFact::FieldAmbiguous { field, columns });
    }

    fn close(self, header_line: Option<u64>) -> Columns {
        let by_column: BTreeMap<usize, Field> =
            self.fields.iter().map(|(field, column)| (*column, *field)).collect();
        let mut taken = BTreeSet::new();
        let mut uses = Vec::with_capacity(self.width);
        for column in 0..self.width {
            let heading =
                header_line.is_some().then(|| self.headings.get(column).cloned().unwrap_or_default());
            let read_as = match by_column.get(&column) {
                Some(field) => ReadAs::Field(*field),
                None => {
                    let name = extra_name(heading.as_deref().unwrap_or_default(), column, &mut taken);
                    let is_part = [self.given_name, self.family_name].contains(&Some(column));
                    if is_part { ReadAs::NamePart(name) } else { ReadAs::Extra(name) }
                }
            };
            let told_by = self.used.get(&column).copied().unwrap_or(ToldBy::Heading);
            uses.push(ColumnUse { position: column + 1, heading, read_as, told_by });
        }
        let label = |column: &ColumnUse| match column.heading.as_deref() {
            None | Some("") => numbered(column.position - 1),
            Some(heading) => heading.to_owned(),
        };
        let labels = uses.iter().map(label).collect();
        let Self { fields, given_name, family_name, .. } = self;
        Columns { uses, header_line, fields, given_name, family_name, labels }
    }
}

/// A name for an extra column that no other has and that cannot be taken for a field when the roll is read again.
fn extra_name(heading: &str, column: usize, taken: &mut BTreeSet<String>) -> String {
    let base = if heading.is_empty() { numbered(column) } else { heading.to_owned() };
    let is_field = |name: &str| Field::ALL.into_iter().any(|field| headings::is_own_name(field, name));
    let mut name = base.clone();
    let mut number = 2;
    while is_field(&name) || !taken.insert(name.clone()) {
        name = format!("{base} ({number})");
        number += 1;
    }
    name
}
