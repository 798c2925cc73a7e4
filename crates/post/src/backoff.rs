//! How long to wait before trying again. A letter that is put off is tried for about four and a half days and then given
//! up and shown; a mail server that cannot be reached is tried for ever, at most a quarter of an hour apart.

/// Seconds to wait after the n-th failed attempt of one letter, first included.
///
/// *Source*: RFC 5321, section 4.5.4.1: retry after half an hour or more once the first attempts failed, and give up
/// after four or five days. The short waits before that are for servers that put every first attempt off on purpose.
const LETTER_SECONDS: &[i64] = &[
    2 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    16 * HOUR,
    DAY,
    DAY,
    DAY,
];

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Seconds until a letter is tried again after so many failed attempts; `None` when it is given up.
pub fn letter_seconds(attempts: u32) -> Option<i64> {
    LETTER_SECONDS.get(attempts.checked_sub(1)? as usize).copied()
}

/// Seconds until the mail server is tried again after it failed so many times in a row.
pub fn server_seconds(failures: u32) -> i64 {
    let doubled = 15_i64.checked_shl(failures.saturating_sub(1).min(32)).unwrap_or(i64::MAX);
    doubled.min(15 * MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_tried_from_minutes_to_a_day_and_given_up_within_five_days() {
        let waits: Vec<i64> = (1..).map_while(letter_seconds).collect();
        assert!(waits.is_sorted());
        assert_eq!((waits[0], waits.last()), (120, Some(&DAY)));
        let total: i64 = waits.iter().sum();
        assert!((4 * DAY..5 * DAY).contains(&total), "{total}");
    }

    #[test]
    fn a_server_is_tried_for_ever() {
        let waits: Vec<i64> = (1..100).map(server_seconds).collect();
        assert_eq!(&waits[..3], [15, 30, 60]);
        assert!(waits.is_sorted());
        assert_eq!(waits.last(), Some(&(15 * MINUTE)));
        assert_eq!(server_seconds(u32::MAX), 15 * MINUTE);
    }
}
