//! The day somebody joined, as people write it. A date that can be read two ways is never guessed: the wrong reading
//! could cost somebody their vote.

use jiff::civil::Date;

use crate::cell::fold;
use crate::mapping::DateOrder;

/// Why a cell is not a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateFault {
    /// Day and month could change places.
    TwoReadings,
    /// The order of day and month that was asked for gives no day; the other would.
    OtherOrder,
    /// A bare number, as spreadsheets store days.
    Serial,
    /// The year has two digits.
    ShortYear,
    /// Such a day does not exist, or lies before 1900 or after 2199.
    NoSuchDay,
    /// No date at all.
    NotADate,
}

impl DateFault {
    /// The fault in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TwoReadings => "this date can be read two ways, day first or month first",
            Self::OtherOrder => "this date does not have day and month in the order the mapping says",
            Self::Serial => "this is a bare number, as spreadsheets store dates",
            Self::ShortYear => "the year of this date does not have four digits",
            Self::NoSuchDay => "there is no such day, or its year is not between 1900 and 2199",
            Self::NotADate => "this is not a date",
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::TwoReadings => {
                "Write it as YYYY-MM-DD, or say which comes first: dates=day-first or dates=month-first."
            }
            Self::Serial => "Format the column as YYYY-MM-DD in the spreadsheet, or say dates=serial.",
            _ => "Write it as YYYY-MM-DD, or leave it empty.",
        }
    }
}

/// Which order of day and month a date with slashes can only have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    DayFirst,
    MonthFirst,
    None,
}

/// Reads one trimmed, non-empty cell.
pub(crate) fn read(text: &str, order: DateOrder) -> Result<(Date, Evidence), DateFault> {
    let text = without_midnight(text);
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let sure = |date: Result<Date, DateFault>| date.map(|date| (date, Evidence::None));
    if parts.iter().any(|part| part.chars().any(char::is_alphabetic)) {
        return sure(with_month_name(&parts));
    }
    let Some(numbers) = parts.iter().map(|part| digits(part)).collect::<Option<Vec<i64>>>() else {
        return Err(DateFault::NotADate);
    };
    match (numbers.as_slice(), parts.as_slice()) {
        ([number], [part]) if part.len() == 8 => sure(day(number / 10_000, number / 100 % 100, number % 100)),
        ([serial], [part]) if part.len() == 5 => match order {
            DateOrder::Serial => sure(from_serial(*serial)),
            _ => Err(DateFault::Serial),
        },
        ([a, b, c], [first, ..]) if first.len() == 4 => sure(day(*a, *b, *c)),
        ([a, b, c], [_, _, year]) if year.len() == 4 => two_numbers_and_year(*a, *b, *c, order),
        ([_, _, _], _) => Err(DateFault::ShortYear),
        _ => Err(DateFault::NotADate),
    }
}

/// Exports often add a time of day to a date; the day is as written.
fn without_midnight(text: &str) -> &str {
    let is_time =
        |time: &str| time.len() >= 4 && time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit());
    match text.split_once(['T', ' ']) {
        Some((date, time)) if is_time(time) => date,
        _ => text,
    }
}

fn two_numbers_and_year(a: i64, b: i64, year: i64, order: DateOrder) -> Result<(Date, Evidence), DateFault> {
    let (day_first, month_first) = (day(year, b, a), day(year, a, b));
    match (day_first, month_first, order) {
        (Ok(one), Ok(two), _) if one == two => Ok((one, Evidence::None)),
        (Ok(date), _, DateOrder::DayFirst) | (_, Ok(date), DateOrder::MonthFirst) => {
            Ok((date, Evidence::None))
        }
        (Ok(_), Ok(_), _) => Err(DateFault::TwoReadings),
        (Err(fault), Err(_), _) => Err(fault),
        (_, _, DateOrder::DayFirst | DateOrder::MonthFirst) => Err(DateFault::OtherOrder),
        (Ok(date), Err(_), _) => Ok((date, Evidence::DayFirst)),
        (Err(_), Ok(date), _) => Ok((date, Evidence::MonthFirst)),
    }
}

/// "4 March 2020", "Mar 4, 2020", "4 de marzo de 2020".
fn with_month_name(parts: &[&str]) -> Result<Date, DateFault> {
    let words: Vec<&str> = parts.iter().copied().filter(|part| !part.eq_ignore_ascii_case("de")).collect();
    let (day_word, month, year) = match words.as_slice() {
        [a, b, c] if month_named(b).is_some() => (*a, month_named(b), *c),
        [a, b, c] if month_named(a).is_some() => (*b, month_named(a), *c),
        _ => return Err(DateFault::NotADate),
    };
    let (Some(month), Some(of_month)) = (month, digits(day_word)) else { return Err(DateFault::NotADate) };
    match digits(year) {
        Some(number) if year.len() == 4 => day(number, month, of_month),
        Some(_) => Err(DateFault::ShortYear),
        None => Err(DateFault::NotADate),
    }
}

fn month_named(word: &str) -> Option<i64> {
    const MONTHS: [[&str; 2]; 12] = [
        ["january", "enero"],
        ["february", "febrero"],
        ["march", "marzo"],
        ["april", "abril"],
        ["may", "mayo"],
        ["june", "junio"],
        ["july", "julio"],
        ["august", "agosto"],
        ["september", "septiembre"],
        ["october", "octubre"],
        ["november", "noviembre"],
        ["december", "diciembre"],
    ];
    let word = fold(word);
    let is_named = |names: &[&str; 2]| {
        names.iter().any(|name| word == *name || (word.len() == 3 && name.starts_with(&word)))
            || word == "sept" && names[0] == "september"
    };
    MONTHS.iter().position(is_named).and_then(|position| i64::try_from(position + 1).ok())
}

/// Day 1 is 1 January 1900 and 1900 is taken for a leap year, so the count is right from March 1900 on.
fn from_serial(serial: i64) -> Result<Date, DateFault> {
    let start = jiff::civil::date(1899, 12, 30);
    start.checked_add(jiff::Span::new().days(serial)).map_err(|_| DateFault::NoSuchDay)
}

fn day(year: i64, month: i64, of_month: i64) -> Result<Date, DateFault> {
    let (Ok(y), Ok(m), Ok(d)) = (i16::try_from(year), i8::try_from(month), i8::try_from(of_month)) else {
        return Err(DateFault::NoSuchDay);
    };
    if !(1900..2200).contains(&y) {
        return Err(DateFault::NoSuchDay);
    }
    Date::new(y, m, d).map_err(|_| DateFault::NoSuchDay)
}

fn digits(part: &str) -> Option<i64> {
    let plain = part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| part.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn unsaid(text: &str) -> Result<Date, DateFault> {
        read(text, DateOrder::Unsaid).map(|(date, _)| date)
    }

    #[test]
    fn dates_with_one_reading_are_read() {
        for text in [
            "2020-03-31",
            "2020/3/31",
            "2020.03.31",
            "20200331",
            "31/03/2020",
            "3/31/2020",
            "31.3.2020",
            "31-03-2020",
            "2020-03-31 00:00:00",
            "2020-03-31T08:15:00Z",
            "31 March 2020",
            "31-Mar-2020",
            "March 31, 2020",
            "31 de marzo de 2020",
            "31/03/2020 0:00",
        ] {
            assert_eq!(unsaid(text), Ok(date(2020, 3, 31)), "{text}");
        }
        assert_eq!(unsaid("05/05/2020"), Ok(date(2020, 5, 5)));
        assert_eq!(unsaid("1 Sept 2020"), Ok(date(2020, 9, 1)));
    }

    #[test]
    fn dates_with_two_readings_are_refused_until_somebody_says_which() {
        assert_eq!(unsaid("03/04/2020"), Err(DateFault::TwoReadings));
        assert_eq!(read("03/04/2020", DateOrder::DayFirst).unwrap().0, date(2020, 4, 3));
        assert_eq!(read("03/04/2020", DateOrder::MonthFirst).unwrap().0, date(2020, 3, 4));
        assert_eq!(read("31/03/2020", DateOrder::MonthFirst), Err(DateFault::OtherOrder));
        assert_eq!(read("03/31/2020", DateOrder::DayFirst), Err(DateFault::OtherOrder));
    }

    #[test]
    fn every_other_fault_is_named() {
        for (text, fault) in [
            ("31/02/2020", DateFault::NoSuchDay),
            ("2021-02-29", DateFault::NoSuchDay),
            ("1020-03-04", DateFault::NoSuchDay),
            ("99999999", DateFault::NoSuchDay),
            ("31/03/20", DateFault::ShortYear),
            ("31 Mar 20", DateFault::ShortYear),
            ("43921", DateFault::Serial),
            ("2020", DateFault::NotADate),
            ("spring 2020", DateFault::NotADate),
            ("31 ma 2020", DateFault::NotADate),
            ("2020-03", DateFault::NotADate),
            ("1-2-3-4", DateFault::NotADate),
            ("//", DateFault::NotADate),
        ] {
            assert_eq!(unsaid(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn spreadsheet_numbers_are_days_where_the_mapping_says_so() {
        // 43921 is 31 March 2020 in the 1900 system.
        assert_eq!(read("43921", DateOrder::Serial).unwrap().0, date(2020, 3, 31));
        assert_eq!(read("2020-03-31", DateOrder::Serial).unwrap().0, date(2020, 3, 31));
    }

    #[test]
    fn a_date_that_shows_the_order_is_evidence_of_it() {
        let evidence = |text| read(text, DateOrder::Unsaid).unwrap().1;
        assert_eq!(evidence("31/03/2020"), Evidence::DayFirst);
        assert_eq!(evidence("03/31/2020"), Evidence::MonthFirst);
        assert_eq!(evidence("2020-03-31"), Evidence::None);
    }
}
