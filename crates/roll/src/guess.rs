//! What a column holds, told from its content where there is no header. Only where there is one reading; otherwise the
//! column is left untold, and the import refuses rather than taking one thing for another.

use std::collections::{BTreeMap, BTreeSet};

use crate::cell::is_placeholder;
use crate::dates::{self, DateFault};
use crate::mapping::{DateOrder, Field};
use crate::standing;

/// What the sample says of each column.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Fields exactly one column fits.
    pub(crate) fields: BTreeMap<Field, usize>,
    /// Fields several columns fit.
    pub(crate) ambiguous: BTreeMap<Field, Vec<usize>>,
    /// Columns with content that fits nothing.
    pub(crate) untold: Vec<usize>,
}

/// Reads a sample of tidied rows, leaving out columns whose use is known.
pub(crate) fn tell(rows: &[Vec<String>], width: usize, known: &BTreeSet<usize>) -> Told {
    let mut fits: BTreeMap<Field, Vec<usize>> = BTreeMap::new();
    let mut told = Told::default();
    for column in (0..width).filter(|column| !known.contains(column)) {
        let cells: Vec<&str> = rows.iter().filter_map(|row| row.get(column)).map(String::as_str).collect();
        let filled: Vec<&str> =
            cells.iter().copied().filter(|cell| !cell.is_empty() && !is_placeholder(cell)).collect();
        if filled.is_empty() {
            continue;
        }
        match kind(&filled, cells.len()) {
            Some(field) => fits.entry(field).or_default().push(column),
            None => told.untold.push(column),
        }
    }
    for (field, columns) in fits {
        match columns.as_slice() {
            [only] => drop(told.fields.insert(field, *only)),
            _ => drop(told.ambiguous.insert(field, columns)),
        }
    }
    told
}

/// Whether a cell could be a member number, which is what a heading in its place could not.
pub(crate) fn is_like_number(cell: &str) -> bool {
    cell.chars().any(|c| c.is_ascii_digit())
}

/// The one field nearly all filled cells fit, asked from the plainest to the vaguest.
fn kind(filled: &[&str], rows: usize) -> Option<Field> {
    let most =
        |fits: fn(&str) -> bool| filled.iter().filter(|cell| fits(cell)).count() * 5 >= filled.len() * 4;
    let distinct = filled.iter().collect::<BTreeSet<_>>().len();
    // Half is enough for addresses with @: nothing else on a roll has one, and bad ones are refused by row.
    if filled.iter().filter(|cell| cell.contains('@')).count() * 2 >= filled.len() {
        Some(Field::Email)
    } else if most(is_date) {
        Some(Field::Joined)
    } else if most(is_phone) {
        Some(Field::Phone)
    } else if most(is_standing) {
        Some(Field::Standing)
    } else if most(is_id) && filled.len() * 5 >= rows * 4 && distinct * 5 >= filled.len() * 4 {
        Some(Field::MemberId)
    } else if most(is_address) {
        Some(Field::Address)
    } else if most(is_name) {
        Some(Field::Name)
    } else {
        None
    }
}

/// Bare digits are left out: a member number may look like a day.
fn is_date(cell: &str) -> bool {
    let is_bare = cell.bytes().all(|byte| byte.is_ascii_digit());
    let read = dates::read(cell, DateOrder::Unsaid);
    !is_bare && !matches!(read, Err(DateFault::NotADate | DateFault::Serial | DateFault::NoSuchDay))
}

fn is_phone(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let plain = cell.chars().all(|c| c.is_ascii_digit() || " ()+-./".contains(c));
    plain && (7..=17).contains(&digits) && digits < cell.len()
}

fn is_standing(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic) && standing::read(cell).is_ok()
}

fn is_id(cell: &str) -> bool {
    is_like_number(cell) && cell.chars().count() <= 20 && !cell.contains(char::is_whitespace)
}

fn is_address(cell: &str) -> bool {
    is_like_number(cell) && cell.chars().any(char::is_alphabetic) && cell.contains(char::is_whitespace)
}

fn is_name(cell: &str) -> bool {
    let letters = |word: &str| word.chars().any(char::is_alphabetic);
    !cell.chars().any(char::is_numeric) && cell.split_whitespace().filter(|word| letters(word)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[&str]], known: &[usize]) -> Told {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|c| c.to_string()).collect()).collect();
        tell(&rows, rows[0].len(), &known.iter().copied().collect())
    }

    #[test]
    fn columns_of_one_reading_are_told() {
        let told = check(
            &[
                &[
                    "ok",
                    "555-0101",
                    "a@example.org",
                    "Ana Oakfen",
                    "M-1",
                    "12 Example Street",
                    "2020-03-04",
                    "",
                ],
                &[
                    "suspended",
                    "",
                    "not an address",
                    "Bo van Tern",
                    "M-2",
                    "7 Model Square",
                    "03/04/2021",
                    "",
                ],
            ],
            &[],
        );
        let wanted = [
            (Field::MemberId, 4),
            (Field::Name, 3),
            (Field::Email, 2),
            (Field::Phone, 1),
            (Field::Address, 5),
            (Field::Joined, 6),
            (Field::Standing, 0),
        ];
        assert_eq!(told, Told { fields: wanted.into(), ..Told::default() });
    }

    #[test]
    fn what_could_be_two_things_or_none_is_not_guessed() {
        let rows: &[&[&str]] =
            &[&["1", "A7", "Shop", "0"], &["2", "A8", "Dock", "1"], &["3", "B9", "Dock", "1"]];
        let told = check(rows, &[]);
        assert_eq!(told.ambiguous, BTreeMap::from([(Field::MemberId, vec![0, 1])]));
        assert_eq!(told.untold, [2, 3]);
        assert_eq!(check(rows, &[1]).fields, BTreeMap::from([(Field::MemberId, 0)]));
    }
}
