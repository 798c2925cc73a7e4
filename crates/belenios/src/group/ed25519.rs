//! The group Ed25519: the prime-order subgroup of edwards25519, in the specification's text form.
//!
//! Secrets go through curve25519-dalek in constant time. Public elements go through this room's own [`point`] arithmetic, which can
//! share one chain of doublings between all exponents of a base and the membership check. Texts are the RFC 8032 encoding *reversed*, as lower-case hex; the neutral
//! element is a member.

mod chain;
mod field;
mod point;

use std::cmp::Ordering;
use std::sync::LazyLock;

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, ED25519_BASEPOINT_TABLE};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsBasepointTable, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::BasepointTable;

use super::{Group, GroupName, Spelled};
use chain::{ORDER, Table, vartime_powers};
use point::Point;

/// The group, as a type.
#[derive(Clone, Copy)]
pub(crate) struct Ed25519;

impl Group for Ed25519 {
    const NAME: GroupName = GroupName::Ed25519;
    type Scalar = Scalar;
    type Element = Point;
    type Table = Table;
    type Made = EdwardsPoint;
    type MakingTable = EdwardsBasepointTable;

    fn scalar(limbs: [u64; 4]) -> Option<Scalar> {
        let mut bytes = [0; 32];
        for (chunk, limb) in bytes.chunks_exact_mut(8).zip(limbs) {
            chunk.copy_from_slice(&limb.to_le_bytes());
        }
        Scalar::from_canonical_bytes(bytes).into_option()
    }

    fn limbs(scalar: &Scalar) -> [u64; 4] {
        let mut limbs = [0; 4];
        for (limb, chunk) in limbs.iter_mut().zip(scalar.as_bytes().as_chunks::<8>().0) {
            *limb = u64::from_le_bytes(*chunk);
        }
        limbs
    }

    fn reduce(bytes: &[u8; 64]) -> Scalar {
        let mut little_endian = *bytes;
        little_endian.reverse();
        Scalar::from_bytes_mod_order_wide(&little_endian)
    }

    fn one() -> Point {
        Point::NEUTRAL
    }

    fn mul(a: &Point, b: &Point) -> Point {
        a.add(b)
    }

    fn vartime_inverse(a: &Point) -> Point {
        a.negate()
    }

    fn vartime_parse(text: &str) -> Option<Spelled<Point>> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        bytes.reverse();
        let Spelled { value, canonical } = Point::vartime_from_bytes(&bytes)?;
        Some(Spelled { value, canonical: canonical && !text.bytes().any(|b| b.is_ascii_uppercase()) })
    }

    fn texts(elements: &[Point]) -> Vec<String> {
        Point::all_to_bytes(elements).into_iter().map(text).collect()
    }

    fn keys(elements: &[Point]) -> Vec<u64> {
        Point::all_to_bytes(elements).iter().map(|bytes| field::words(bytes)[0]).collect()
    }

    fn vartime_powers(base: &Point, exponents: &[Scalar]) -> Vec<Point> {
        vartime_powers(base, &exponents.iter().map(Self::limbs).collect::<Vec<_>>())
    }

    fn vartime_powers_of_member(base: &Point, exponents: &[Scalar]) -> Option<Vec<Point>> {
        let mut limbs: Vec<_> = exponents.iter().map(Self::limbs).collect();
        limbs.push(ORDER);
        let mut powers = vartime_powers(base, &limbs);
        (powers.pop() == Some(Point::NEUTRAL)).then_some(powers)
    }

    fn table(base: &Point) -> Table {
        Table::new(base)
    }

    fn generator() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| {
            let bytes = ED25519_BASEPOINT_POINT.compress().0;
            Table::new(&Point::vartime_from_bytes(&bytes).expect("the base point is on the curve").value)
        });
        &TABLE
    }

    fn vartime_power(table: &Table, exponent: &Scalar) -> Point {
        table.vartime_power(&Self::limbs(exponent))
    }

    fn order(a: &str, b: &str) -> Ordering {
        a.as_bytes().rchunks(2).cmp(b.as_bytes().rchunks(2))
    }

    fn making_table(base: &Point) -> EdwardsBasepointTable {
        EdwardsBasepointTable::create(&for_making(base))
    }

    fn making_generator() -> &'static EdwardsBasepointTable {
        ED25519_BASEPOINT_TABLE
    }

    fn make(table: &EdwardsBasepointTable, exponent: &Scalar) -> EdwardsPoint {
        table * exponent
    }

    fn make_power(base: &Point, exponent: &Scalar) -> EdwardsPoint {
        for_making(base) * exponent
    }

    fn make_mul(a: &EdwardsPoint, b: &EdwardsPoint) -> EdwardsPoint {
        a + b
    }

    fn made_texts(made: &[EdwardsPoint]) -> Vec<String> {
        EdwardsPoint::compress_batch_alloc(made)
            .into_iter()
            .map(|CompressedEdwardsY(bytes)| text(bytes))
            .collect()
    }
}

/// The text of an encoding: reversed, in hex.
fn text(mut bytes: [u8; 32]) -> String {
    bytes.reverse();
    hex::encode(bytes)
}

/// The same public point on the making side.
fn for_making(point: &Point) -> EdwardsPoint {
    let bytes = Point::all_to_bytes(&[*point]).pop().expect("one encoding per point");
    CompressedEdwardsY(bytes).decompress().expect("a point's own encoding is one of a point")
}

#[cfg(test)]
mod tests {
    use super::*;
    use curve25519_dalek::constants::EIGHT_TORSION;
    use proptest::prelude::*;

    fn any_scalar() -> impl Strategy<Value = Scalar> {
        prop_oneof![
            4 => any::<[u8; 32]>().prop_map(Scalar::from_bytes_mod_order),
            1 => (0u64..200).prop_map(Scalar::from),
            1 => (1u64..200).prop_map(|n| -Scalar::from(n)),
        ]
    }

    fn ours(point: &EdwardsPoint) -> Point {
        Point::vartime_from_bytes(&point.compress().0).unwrap().value
    }

    proptest! {
        #[test]
        fn checking_arithmetic_agrees_with_the_library_that_makes(
            secret in any_scalar(), exponents in prop::collection::vec(any_scalar(), 0..4), torsion in 0usize..8,
        ) {
            let theirs = EdwardsPoint::mul_base(&secret) + EIGHT_TORSION[torsion];
            let point = ours(&theirs);
            prop_assert!(for_making(&point) == theirs);
            let powers = Ed25519::vartime_powers(&point, &exponents);
            let table = Ed25519::table(&point);
            for (exponent, power) in exponents.iter().zip(&powers) {
                prop_assert!(for_making(power) == theirs * exponent);
                prop_assert!(*power == Ed25519::vartime_power(&table, exponent));
            }
            let member = Ed25519::vartime_powers_of_member(&point, &exponents);
            prop_assert_eq!(member.is_some(), theirs.is_torsion_free());
            prop_assert_eq!(member, (torsion == 0).then_some(powers));
            prop_assert!(Ed25519::mul(&point, &Ed25519::vartime_inverse(&point)) == Ed25519::one());
            prop_assert!(for_making(&Ed25519::mul(&point, &table_of_g(&secret))) == theirs + EdwardsPoint::mul_base(&secret));
        }

        #[test]
        fn any_bytes_are_read_as_the_library_reads_them(bytes: [u8; 32], low in 0u8..40, edge: bool) {
            let mut bytes = bytes;
            if edge {
                // Around p, where encodings are not canonical.
                bytes = [0xff; 32];
                bytes[0] = 0xff - low;
                bytes[31] = if low & 1 == 0 { 0xff } else { 0x7f };
            }
            let theirs = CompressedEdwardsY(bytes).decompress();
            let read = Ed25519::vartime_parse(&text(bytes));
            prop_assert_eq!(read.is_some(), theirs.is_some());
            if let (Some(read), Some(theirs)) = (read, theirs) {
                prop_assert!(for_making(&read.value) == theirs);
                prop_assert_eq!(read.canonical, theirs.compress().0 == bytes);
            }
        }
    }

    fn table_of_g(exponent: &Scalar) -> Point {
        Ed25519::vartime_power(Ed25519::generator(), exponent)
    }

    #[test]
    fn the_neutral_element_is_a_member_and_upper_case_is_not_canonical() {
        let neutral = format!("{}1", "0".repeat(63));
        assert_eq!(Ed25519::texts(&[Ed25519::one()])[0], neutral);
        assert!(super::super::vartime_parse_member::<Ed25519>(&neutral).is_some());
        let g = &Ed25519::texts(&[table_of_g(&Scalar::from(2u8))])[0];
        assert_eq!(Ed25519::vartime_parse(&g.to_uppercase()).map(|read| read.canonical), Some(false));
        assert_eq!(Ed25519::vartime_parse(g).map(|read| read.canonical), Some(true));
        for text in ["", "00", &g[1..], &format!("0{g}"), "é"] {
            assert!(Ed25519::vartime_parse(text).is_none());
        }
    }

    #[test]
    fn elements_are_ordered_by_their_reversed_texts() {
        assert_eq!(Ed25519::order("00ff", "ff00"), Ordering::Greater);
        assert_eq!(Ed25519::order("ff01", "0002"), Ordering::Less);
    }
}
