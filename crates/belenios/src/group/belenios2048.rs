//! The group BELENIOS-2048: the subgroup of 256-bit prime order q of the integers modulo a 2048-bit prime p.
//!
//! Elements are kept in Montgomery form. Texts are decimal. The same constant-time multiplication serves both sides of the group;
//! what is variable time on the checking side is which multiplications are made.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Sub};
use std::sync::LazyLock;

use zeroize::Zeroize;

use super::montgomery::Modulus;
use super::{Group, GroupName, Spelled, decimal};

/// The group, as a type.
#[derive(Clone, Copy)]
pub(crate) struct Belenios2048;

/// An element in Montgomery form.
pub(crate) type Element = [u64; 32];

/// An exponent modulo q, plain. It prints in tests only.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Scalar([u64; 4]);

static P: LazyLock<Modulus<32>> = LazyLock::new(|| Modulus::new(constant(P_TEXT)));
static Q: LazyLock<Modulus<4>> = LazyLock::new(|| Modulus::new(constant(Q_TEXT)));

// *Source*: section 8.
const P_TEXT: &str = "20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719";
const Q_TEXT: &str = "78571733251071885079927659812671450121821421258408794611510081919805623223441";
const G_TEXT: &str = "2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627";

fn constant<const N: usize>(text: &str) -> [u64; N] {
    decimal::parse::<N>(text).expect("the constants of the group are decimal and fit").value
}

fn generator_element() -> Element {
    P.enter(&constant(G_TEXT))
}

impl Add for Scalar {
    type Output = Scalar;
    fn add(self, other: Scalar) -> Scalar {
        Scalar(Q.add(&self.0, &other.0))
    }
}

impl Sub for Scalar {
    type Output = Scalar;
    fn sub(self, other: Scalar) -> Scalar {
        Scalar(Q.sub(&self.0, &other.0))
    }
}

impl Mul for Scalar {
    type Output = Scalar;
    fn mul(self, other: Scalar) -> Scalar {
        // One factor enters Montgomery form, and the product leaves it at once.
        Scalar(Q.mul(&Q.enter(&self.0), &other.0))
    }
}

impl Zeroize for Scalar {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// Bits per digit of the tables, and digits per exponent.
const MAKING_BITS: usize = 4;
const MAKING_DIGITS: usize = 64;
const TABLE_BITS: usize = 6;
const TABLE_DIGITS: usize = 43;

/// Row i holds `base^(j 2^(6 i))` for j from 1 to 63.
pub(crate) struct Table(Vec<Element>);
/// Row i holds `base^(j 16^i)` for j from 0 to 15.
pub(crate) struct MakingTable(Vec<[Element; 16]>);

impl Group for Belenios2048 {
    const NAME: GroupName = GroupName::Belenios2048;
    type Scalar = Scalar;
    type Element = Element;
    type Table = Table;
    type Made = Element;
    type MakingTable = MakingTable;

    fn scalar(limbs: [u64; 4]) -> Option<Scalar> {
        limbs.iter().rev().lt(Q.m.iter().rev()).then_some(Scalar(limbs))
    }

    fn limbs(scalar: &Scalar) -> [u64; 4] {
        scalar.0
    }

    fn reduce(bytes: &[u8; 64]) -> Scalar {
        let mut limbs = [0; 8];
        for (limb, chunk) in limbs.iter_mut().rev().zip(bytes.as_chunks::<8>().0) {
            *limb = u64::from_be_bytes(*chunk);
        }
        let [low @ .., h0, h1, h2, h3] = limbs;
        // high * 2^256 + low: entering Montgomery form multiplies by 2^256; entering and leaving only reduces.
        Scalar(Q.add(&Q.enter(&[h0, h1, h2, h3]), &Q.leave(&Q.enter(&low))))
    }

    fn one() -> Element {
        P.one
    }

    fn mul(a: &Element, b: &Element) -> Element {
        P.mul(a, b)
    }

    fn vartime_inverse(a: &Element) -> Element {
        let minus_one = Scalar([0; 4]) - Scalar([1, 0, 0, 0]);
        Self::vartime_powers(a, &[minus_one]).pop().expect("one power per exponent")
    }

    fn vartime_parse(text: &str) -> Option<Spelled<Element>> {
        let Spelled { value, canonical } = decimal::parse::<32>(text)?;
        let in_range = value.iter().rev().lt(P.m.iter().rev());
        in_range.then(|| Spelled { value: P.enter(&value), canonical })
    }

    fn texts(elements: &[Element]) -> Vec<String> {
        elements.iter().map(|element| decimal::render(&P.leave(element))).collect()
    }

    fn keys(elements: &[Element]) -> Vec<u64> {
        // Montgomery form is as unique as any.
        elements.iter().map(|element| element[0]).collect()
    }

    fn vartime_powers(base: &Element, exponents: &[Scalar]) -> Vec<Element> {
        vartime_chain(base, exponents.iter().map(|e| e.0).collect())
    }

    fn vartime_powers_of_member(base: &Element, exponents: &[Scalar]) -> Option<Vec<Element>> {
        let mut limbs: Vec<_> = exponents.iter().map(|e| e.0).collect();
        limbs.push(Q.m);
        let mut powers = vartime_chain(base, limbs);
        (powers.pop() == Some(P.one)).then_some(powers)
    }

    fn table(base: &Element) -> Table {
        let mut powers = Vec::with_capacity(TABLE_DIGITS * ((1 << TABLE_BITS) - 1));
        let mut step = *base;
        for _ in 0..TABLE_DIGITS {
            let mut power = step;
            for _ in 1..1 << TABLE_BITS {
                powers.push(power);
                power = P.mul(&power, &step);
            }
            step = power;
        }
        Table(powers)
    }

    fn generator() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| Belenios2048::table(&generator_element()));
        &TABLE
    }

    fn vartime_power(table: &Table, exponent: &Scalar) -> Element {
        let mut result = None;
        for (i, row) in table.0.chunks_exact((1 << TABLE_BITS) - 1).enumerate() {
            let digit = digit(&exponent.0, i * TABLE_BITS, TABLE_BITS);
            if digit != 0 {
                let power = &row[digit - 1];
                result = Some(result.map_or(*power, |product| P.mul(&product, power)));
            }
        }
        result.unwrap_or(P.one)
    }

    fn order(a: &str, b: &str) -> Ordering {
        // Canonical decimals order by length, then by digits.
        a.len().cmp(&b.len()).then_with(|| a.cmp(b))
    }

    fn making_table(base: &Element) -> MakingTable {
        let mut rows = Vec::with_capacity(MAKING_DIGITS);
        let mut step = *base;
        for _ in 0..MAKING_DIGITS {
            let row = small_powers(&step);
            step = P.mul(&row[15], &step);
            rows.push(row);
        }
        MakingTable(rows)
    }

    fn making_generator() -> &'static MakingTable {
        static TABLE: LazyLock<MakingTable> =
            LazyLock::new(|| Belenios2048::making_table(&generator_element()));
        &TABLE
    }

    fn make(table: &MakingTable, exponent: &Scalar) -> Element {
        table.0.iter().enumerate().fold(P.one, |product, (i, row)| {
            P.mul(&product, &select(row, digit(&exponent.0, i * MAKING_BITS, MAKING_BITS)))
        })
    }

    fn make_power(base: &Element, exponent: &Scalar) -> Element {
        let powers = small_powers(base);
        (0..MAKING_DIGITS).rev().fold(P.one, |product, i| {
            let shifted = (0..MAKING_BITS).fold(product, |x, _| P.square(&x));
            P.mul(&shifted, &select(&powers, digit(&exponent.0, i * MAKING_BITS, MAKING_BITS)))
        })
    }

    fn make_mul(a: &Element, b: &Element) -> Element {
        P.mul(a, b)
    }

    fn made_texts(made: &[Element]) -> Vec<String> {
        Self::texts(made)
    }
}

/// `base^0 .. base^15`.
fn small_powers(base: &Element) -> [Element; 16] {
    let mut powers = [P.one; 16];
    for i in 1..16 {
        powers[i] = P.mul(&powers[i - 1], base);
    }
    powers
}

/// Picks a power by reading all of them, so that memory does not tell which.
fn select(powers: &[Element; 16], index: usize) -> Element {
    let mut picked = [0; 32];
    for (i, power) in powers.iter().enumerate() {
        // All ones when i == index: the difference minus one borrows only then.
        let mask = ((i ^ index) as u64).wrapping_sub(1) >> 63;
        let mask = std::hint::black_box(mask.wrapping_neg());
        for (limb, candidate) in picked.iter_mut().zip(power) {
            *limb |= candidate & mask;
        }
    }
    picked
}

/// `bits` bits of a number from bit `start` on; bits beyond the end are zero.
fn digit(limbs: &[u64; 4], start: usize, bits: usize) -> usize {
    let (index, shift) = (start / 64, start % 64);
    let low = limbs.get(index).map_or(0, |limb| limb >> shift);
    let high =
        if shift + bits > 64 { limbs.get(index + 1).map_or(0, |limb| limb << (64 - shift)) } else { 0 };
    ((low | high) & ((1 << bits) - 1)) as usize
}

/// Window width of [`vartime_chain`]: odd digits 1, 3, .. 15.
const WINDOW: usize = 4;
const BUCKETS: usize = 1 << (WINDOW - 1);

/// `base^e` for many exponents over one chain of squarings, from the right (Yao's method).
///
/// The chain runs `base^(2^i)`; each exponent, cut into odd digits, multiplies the current power into the bucket of its digit; at the
/// end `base^e` is the product of `bucket_d^d`. Squarings, most of the work, are paid once for all exponents.
fn vartime_chain(base: &Element, exponents: Vec<[u64; 4]>) -> Vec<Element> {
    let mut buckets = vec![[None::<Element>; BUCKETS]; exponents.len()];
    let mut next = vec![0; exponents.len()];
    let p = &*P;
    let mut power = *base;
    for bit in 0..256 {
        for ((exponent, next), buckets) in exponents.iter().zip(&mut next).zip(&mut buckets) {
            if bit >= *next && digit(exponent, bit, 1) == 1 {
                match &mut buckets[digit(exponent, bit, WINDOW) / 2] {
                    Some(product) => *product = p.mul(product, &power),
                    bucket => *bucket = Some(power),
                }
                *next = bit + WINDOW;
            }
        }
        if bit < 255 {
            power = p.square(&power);
        }
    }
    buckets.iter().map(gather).collect()
}

/// The product of `bucket_d^d` over odd d, by running products: with `s_k` the product of the buckets from k on, it is
/// `s_0 (s_1 s_2 ..)^2`.
fn gather(buckets: &[Option<Element>; BUCKETS]) -> Element {
    let times = |a: Option<Element>, b: Option<Element>| match (a, b) {
        (Some(a), Some(b)) => Some(P.mul(&a, &b)),
        (a, b) => a.or(b),
    };
    let (mut running, mut sum) = (None, None);
    for bucket in buckets[1..].iter().rev() {
        running = times(running, *bucket);
        sum = times(sum, running);
    }
    let all = times(running, buckets[0]);
    times(all, sum.map(|sum| P.square(&sum))).unwrap_or(P.one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_scalar() -> impl Strategy<Value = Scalar> {
        prop_oneof![
            3 => any::<[u8; 64]>().prop_map(|bytes| Belenios2048::reduce(&bytes)),
            1 => (0u64..40).prop_map(|n| Scalar([n, 0, 0, 0])),
            1 => (1u64..40).prop_map(|n| Scalar([0; 4]) - Scalar([n, 0, 0, 0])),
        ]
    }

    /// `base^e`, bit by bit.
    fn plain_power(base: &Element, exponent: &[u64; 4]) -> Element {
        (0..256).rev().fold(P.one, |power, bit| {
            let squared = P.mul(&power, &power);
            if digit(exponent, bit, 1) == 1 { P.mul(&squared, base) } else { squared }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn all_ways_to_a_power_agree(secret in any_scalar(), exponents in prop::collection::vec(any_scalar(), 0..4)) {
            let base = Belenios2048::vartime_power(Belenios2048::generator(), &secret);
            prop_assert_eq!(base, plain_power(&generator_element(), &secret.0));
            prop_assert_eq!(base, Belenios2048::make(Belenios2048::making_generator(), &secret));
            let expected: Vec<Element> = exponents.iter().map(|e| plain_power(&base, &e.0)).collect();
            prop_assert_eq!(&Belenios2048::vartime_powers(&base, &exponents), &expected);
            for (exponent, power) in exponents.iter().zip(&expected) {
                prop_assert_eq!(&Belenios2048::make_power(&base, exponent), power);
            }
            prop_assert_eq!(Belenios2048::vartime_powers_of_member(&base, &exponents), Some(expected));
            prop_assert_eq!(Belenios2048::mul(&base, &Belenios2048::vartime_inverse(&base)), P.one);
        }

        #[test]
        fn an_element_times_minus_one_is_outside_the_group(secret in any_scalar()) {
            // -1 has order 2, and q is odd: the product passes every equation that squares it away.
            let minus_one = P.sub(&[0; 32], &P.one);
            let element = P.mul(&Belenios2048::vartime_power(Belenios2048::generator(), &secret), &minus_one);
            prop_assert!(Belenios2048::vartime_powers_of_member(&element, &[]).is_none());
        }

        #[test]
        fn exponents_add_like_powers(a in any_scalar(), b in any_scalar()) {
            let g = |e| Belenios2048::vartime_power(Belenios2048::generator(), &e);
            prop_assert_eq!(P.mul(&g(a), &g(b)), g(a + b));
            prop_assert_eq!(P.mul(&g(a - b), &g(b)), g(a));
            prop_assert_eq!(Belenios2048::vartime_powers(&g(a), &[b]), [g(a * b)]);
        }
    }

    #[test]
    fn elements_and_exponents_must_be_below_their_moduli() {
        assert!(Belenios2048::vartime_parse(P_TEXT).is_none());
        assert!(Belenios2048::vartime_parse(&decimal::render(&P.sub(&[0; 32], &constant("1")))).is_some());
        assert!(Belenios2048::scalar(Q.m).is_none());
        assert!(Belenios2048::scalar(Q.sub(&[0; 4], &[1, 0, 0, 0])).is_some());
        assert!(!super::super::vartime_is_member::<Belenios2048>(&[0; 32]));
    }

    #[test]
    fn elements_are_ordered_as_numbers() {
        assert_eq!(Belenios2048::order("9", "10"), Ordering::Less);
        assert_eq!(Belenios2048::order("21", "12"), Ordering::Greater);
    }

    #[test]
    fn selection_takes_every_place() {
        let powers = small_powers(&generator_element());
        for i in 0..16 {
            assert_eq!(select(&powers, i), powers[i]);
        }
    }
}
