//! Decimal text of big non-negative integers, both ways, on little-endian 64-bit limbs.
//!
//! Reading is tolerant of the spellings foreign programs have accepted and says whether the spelling was the canonical one.
//! Not constant time; the only secrets it renders are private keys on their way into a file.

use super::Spelled;

/// The largest power of ten in a limb, and its exponent.
const CHUNK: u64 = 10_000_000_000_000_000_000;
const CHUNK_DIGITS: usize = 19;

/// Reads a number of at most `64 * N` bits.
///
/// Canonical is decimal digits without sign or leading zero. Also read: a leading `+`, leading zeros, `_` between digits, and
/// hexadecimal after `0x`.
///
/// *Source*: section 7, item 2.
pub(crate) fn parse<const N: usize>(text: &str) -> Option<Spelled<[u64; N]>> {
    let bytes = text.as_bytes();
    let canonical =
        bytes.iter().all(u8::is_ascii_digit) && (bytes.first() != Some(&b'0') || bytes.len() == 1);
    let value = if canonical && !bytes.is_empty() { parse_digits(bytes)? } else { parse_unusual(text)? };
    Some(Spelled { value, canonical })
}

fn parse_digits<const N: usize>(digits: &[u8]) -> Option<[u64; N]> {
    let mut limbs = [0; N];
    for chunk in digits.chunks(CHUNK_DIGITS) {
        let scale = 10u64.pow(chunk.len() as u32);
        let add = chunk.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        accumulate(&mut limbs, scale, add)?;
    }
    Some(limbs)
}

fn parse_unusual<const N: usize>(text: &str) -> Option<[u64; N]> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let (radix, text) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(rest) => (16, rest),
        None => (10, text),
    };
    if !text.starts_with(|c: char| c.is_digit(radix)) {
        return None;
    }
    let mut limbs = [0; N];
    for character in text.chars().filter(|&c| c != '_') {
        accumulate(&mut limbs, u64::from(radix), u64::from(character.to_digit(radix)?))?;
    }
    Some(limbs)
}

/// `limbs = limbs * scale + add`, or `None` on overflow.
fn accumulate<const N: usize>(limbs: &mut [u64; N], scale: u64, add: u64) -> Option<()> {
    let mut carry = add;
    for limb in limbs.iter_mut() {
        let wide = u128::from(*limb) * u128::from(scale) + u128::from(carry);
        *limb = wide as u64;
        carry = (wide >> 64) as u64;
    }
    (carry == 0).then_some(())
}

/// The canonical decimal text.
pub(crate) fn render<const N: usize>(limbs: &[u64; N]) -> String {
    let mut rest = *limbs;
    let mut length = N;
    let mut chunks = Vec::with_capacity(N + 2);
    while let Some(top) = rest[..length].iter().rposition(|&limb| limb != 0) {
        length = top + 1;
        chunks.push(divide(&mut rest[..length]));
    }
    let mut text = String::with_capacity(chunks.len() * CHUNK_DIGITS + 1);
    let Some(first) = chunks.pop() else { return "0".to_owned() };
    text.push_str(&first.to_string());
    for chunk in chunks.iter().rev() {
        push_padded(&mut text, *chunk);
    }
    text
}

fn push_padded(text: &mut String, mut chunk: u64) {
    let mut digits = [b'0'; CHUNK_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (chunk % 10) as u8;
        chunk /= 10;
    }
    text.extend(digits.map(char::from));
}

/// `floor((2^128 - 1) / CHUNK) - 2^64`: the reciprocal that replaces division by multiplication. CHUNK has its top bit set.
const RECIPROCAL: u64 = (u128::MAX / CHUNK as u128 - (1 << 64)) as u64;

/// Divides in place by [`CHUNK`] and returns the remainder.
///
/// *Source*: Möller and Granlund, "Improved division by invariant integers", algorithm 4; a hardware division per limb is
/// several times slower.
fn divide(limbs: &mut [u64]) -> u64 {
    let mut remainder = 0u64;
    for limb in limbs.iter_mut().rev() {
        let low = *limb;
        let estimate = u128::from(RECIPROCAL) * u128::from(remainder)
            + ((u128::from(remainder) << 64) | u128::from(low));
        let mut quotient = ((estimate >> 64) as u64).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(CHUNK));
        if rest > estimate as u64 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(CHUNK);
        }
        if rest >= CHUNK {
            quotient = quotient.wrapping_add(1);
            rest -= CHUNK;
        }
        *limb = quotient;
        remainder = rest;
    }
    remainder
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(text: &str) -> Option<[u64; 4]> {
        parse::<4>(text).filter(|read| read.canonical).map(|read| read.value)
    }

    #[test]
    fn unusual_spellings_are_read_and_marked() {
        for text in ["+17", "017", "1_7", "0x11", "0X11", "+0x1_1"] {
            assert_eq!(parse::<4>(text), Some(Spelled { value: [17, 0, 0, 0], canonical: false }), "{text}");
        }
        for text in ["", "+", "0x", "_1", "-1", "1a", "0xg", "++1", "1 ", "१"] {
            assert_eq!(parse::<4>(text), None, "{text}");
        }
        assert_eq!(canonical("0"), Some([0; 4]));
    }

    #[test]
    fn a_number_too_large_for_its_limbs_is_refused() {
        let largest = render(&[u64::MAX; 4]);
        assert_eq!(canonical(&largest), Some([u64::MAX; 4]));
        assert_eq!(largest.len(), 78);
        assert_eq!(
            parse::<4>("115792089237316195423570985008687907853269984665640564039457584007913129639936"),
            None
        );
    }

    proptest! {
        #[test]
        fn reading_undoes_rendering(limbs: [u64; 4], zeros in 0usize..4) {
            let mut limbs = limbs;
            limbs[4 - zeros..].fill(0);
            prop_assert_eq!(canonical(&render(&limbs)), Some(limbs));
        }

        #[test]
        fn rendering_agrees_with_the_standard_library(value: u128) {
            prop_assert_eq!(render(&[value as u64, (value >> 64) as u64]), value.to_string());
        }

        #[test]
        fn division_is_exact_at_the_edges(low in prop_oneof![Just(0), Just(u64::MAX), any::<u64>()], high: u64) {
            let wide = (u128::from(high) << 64) | u128::from(low);
            let mut limbs = [low, high];
            let remainder = divide(&mut limbs);
            let quotient = (u128::from(limbs[1]) << 64) | u128::from(limbs[0]);
            prop_assert_eq!((quotient, u128::from(remainder)), (wide / u128::from(CHUNK), wide % u128::from(CHUNK)));
        }
    }
}
