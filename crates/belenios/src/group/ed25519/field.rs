//! Arithmetic modulo 2^255 - 19 on public values, five limbs of 51 bits.
//!
//! Only checking uses this; secrets go through curve25519-dalek. Bounds: products are *tight*, limbs below 2^51 + 2^13; all inputs of a
//! product must stay below 2^54, so a few sums and differences of tight values may be taken before the next product.

/// A field element, not necessarily reduced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field([u64; 5]);

const MASK: u64 = (1 << 51) - 1;

impl Field {
    pub(crate) const ZERO: Field = Field([0; 5]);
    pub(crate) const ONE: Field = Field([1, 0, 0, 0, 0]);
    /// d = -121665 / 121666, the curve's constant.
    pub(crate) const D: Field =
        Field([929955233495203, 466365720129213, 1662059464998953, 2033849074728123, 1442794654840575]);
    /// 2 d.
    pub(crate) const D2: Field =
        Field([1859910466990425, 932731440258426, 1072319116312658, 1815898335770999, 633789495995903]);
    /// A square root of -1.
    const SQRT_M1: Field =
        Field([1718705420411056, 234908883556509, 2233514472574048, 2117202627021982, 765476049583133]);

    /// Reads 32 little-endian bytes, ignoring the top bit; values from p on are reduced.
    pub(crate) fn from_bytes(bytes: &[u8; 32]) -> Field {
        let [a, b, c, d] = words(bytes);
        Field([
            a & MASK,
            (a >> 51 | b << 13) & MASK,
            (b >> 38 | c << 26) & MASK,
            (c >> 25 | d << 39) & MASK,
            d >> 12 & MASK,
        ])
    }

    /// The canonical 32 little-endian bytes.
    pub(crate) fn to_bytes(self) -> [u8; 32] {
        let Field(mut t) = self.carried();
        // Now below 2^255 + small; adding 19 overflows 2^255 exactly when the value is p or more.
        let mut over = (t[0] + 19) >> 51;
        for limb in &t[1..] {
            over = (limb + over) >> 51;
        }
        t[0] += 19 * over;
        for i in 0..4 {
            t[i + 1] += t[i] >> 51;
            t[i] &= MASK;
        }
        t[4] &= MASK;
        let words =
            [t[0] | t[1] << 51, t[1] >> 13 | t[2] << 38, t[2] >> 26 | t[3] << 25, t[3] >> 39 | t[4] << 12];
        let mut bytes = [0; 32];
        for (chunk, word) in bytes.chunks_exact_mut(8).zip(words) {
            chunk.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }

    /// `a + b`, without carrying.
    #[inline(always)]
    pub(crate) fn add(&self, b: &Field) -> Field {
        let (a, b) = (&self.0, &b.0);
        Field([a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3], a[4] + b[4]])
    }

    /// `a - b` for a tight b, without carrying: 2p is added first.
    #[inline(always)]
    pub(crate) fn sub(&self, b: &Field) -> Field {
        self.add(&multiple_of_p::<2>()).less(b)
    }

    /// `a - b` for a b below 2^53 - 76 in every limb, without carrying: 4p is added first.
    #[inline(always)]
    pub(crate) fn sub_loose(&self, b: &Field) -> Field {
        self.add(&multiple_of_p::<4>()).less(b)
    }

    #[inline(always)]
    fn less(&self, b: &Field) -> Field {
        let (a, b) = (&self.0, &b.0);
        Field([a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3], a[4] - b[4]])
    }

    /// `-a` for a loose a.
    pub(crate) fn negate(&self) -> Field {
        Field::ZERO.sub_loose(self).carried()
    }

    /// `a b`.
    #[inline(always)]
    pub(crate) fn mul(&self, b: &Field) -> Field {
        let ([a0, a1, a2, a3, a4], [b0, b1, b2, b3, b4]) = (self.0, b.0);
        // 2^255 = 19: what runs over the top comes back nineteenfold.
        let (c1, c2, c3, c4) = (19 * b1, 19 * b2, 19 * b3, 19 * b4);
        reduce([
            m(a0, b0) + m(a1, c4) + m(a2, c3) + m(a3, c2) + m(a4, c1),
            m(a0, b1) + m(a1, b0) + m(a2, c4) + m(a3, c3) + m(a4, c2),
            m(a0, b2) + m(a1, b1) + m(a2, b0) + m(a3, c4) + m(a4, c3),
            m(a0, b3) + m(a1, b2) + m(a2, b1) + m(a3, b0) + m(a4, c4),
            m(a0, b4) + m(a1, b3) + m(a2, b2) + m(a3, b1) + m(a4, b0),
        ])
    }

    /// `a^2`.
    #[inline(always)]
    pub(crate) fn square(&self) -> Field {
        let [a0, a1, a2, a3, a4] = self.0;
        let (d0, d1) = (2 * a0, 2 * a1);
        let (c3, c4) = (19 * a3, 19 * a4);
        reduce([
            m(a0, a0) + m(d1, c4) + m(2 * a2, c3),
            m(d0, a1) + m(2 * a2, c4) + m(a3, c3),
            m(d0, a2) + m(a1, a1) + m(2 * a3, c4),
            m(d0, a3) + m(d1, a2) + m(a4, c4),
            m(d0, a4) + m(d1, a3) + m(a2, a2),
        ])
    }

    /// `a^(2^n)`.
    fn squared(&self, n: usize) -> Field {
        (0..n).fold(*self, |x, _| x.square())
    }

    /// `a^-1`, and 0 for 0.
    pub(crate) fn invert(&self) -> Field {
        let (t, a11) = self.pow_250();
        // p - 2 = 2^255 - 21 = 2^5 (2^250 - 1) + 11.
        t.squared(5).mul(&a11)
    }

    /// A square root of `u / v`, if there is one, with `v` not 0.
    pub(crate) fn vartime_sqrt_ratio(u: &Field, v: &Field) -> Option<Field> {
        let v3 = v.square().mul(v);
        let v7 = v3.square().mul(v);
        let uv7 = u.mul(&v7);
        // (p - 5) / 8 = 2^252 - 3 = 2^2 (2^250 - 1) + 1.
        let power = uv7.pow_250().0.squared(2).mul(&uv7);
        let root = u.mul(&v3).mul(&power);
        let check = v.mul(&root.square());
        if check.equals(u) {
            Some(root)
        } else {
            let root = root.mul(&Field::SQRT_M1);
            check.equals(&u.negate()).then_some(root)
        }
    }

    /// `a^(2^250 - 1)` and `a^11`.
    fn pow_250(&self) -> (Field, Field) {
        let a2 = self.square();
        let a9 = a2.squared(2).mul(self);
        let a11 = a9.mul(&a2);
        let b5 = a11.square().mul(&a9);
        let b10 = b5.squared(5).mul(&b5);
        let b20 = b10.squared(10).mul(&b10);
        let b40 = b20.squared(20).mul(&b20);
        let b50 = b40.squared(10).mul(&b10);
        let b100 = b50.squared(50).mul(&b50);
        let b200 = b100.squared(100).mul(&b100);
        (b200.squared(50).mul(&b50), a11)
    }

    /// Inverts all of them for the price of one inversion and three products each; zeros stay zero.
    pub(crate) fn vartime_invert_all(values: &mut [Field]) {
        let mut product = Field::ONE;
        let mut before = Vec::with_capacity(values.len());
        for value in values.iter() {
            before.push(product);
            if !value.equals(&Field::ZERO) {
                product = product.mul(value);
            }
        }
        let mut inverse = product.invert();
        for (value, before) in values.iter_mut().zip(before).rev() {
            if !value.equals(&Field::ZERO) {
                let own = inverse.mul(&before);
                inverse = inverse.mul(value);
                *value = own;
            }
        }
    }

    /// Whether both are the same number.
    pub(crate) fn equals(&self, other: &Field) -> bool {
        self.to_bytes() == other.to_bytes()
    }

    /// The lowest bit of the canonical value.
    pub(crate) fn is_odd(&self) -> bool {
        self.to_bytes()[0] & 1 == 1
    }

    /// The same number with tight limbs.
    fn carried(&self) -> Field {
        reduce(self.0.map(u128::from))
    }
}

/// The four words of 32 little-endian bytes.
pub(crate) fn words(bytes: &[u8; 32]) -> [u64; 4] {
    let mut words = [0; 4];
    for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
        *word = u64::from_le_bytes(*chunk);
    }
    words
}

/// `K p`, limb by limb.
#[inline(always)]
fn multiple_of_p<const K: u64>() -> Field {
    Field([K * (MASK - 18), K * MASK, K * MASK, K * MASK, K * MASK])
}

#[inline(always)]
fn m(a: u64, b: u64) -> u128 {
    u128::from(a) * u128::from(b)
}

/// Carries five sums below 2^115 into tight limbs.
#[inline(always)]
fn reduce(mut r: [u128; 5]) -> Field {
    for i in 0..4 {
        r[i + 1] += r[i] >> 51;
    }
    let mut t = r.map(|sum| sum as u64 & MASK);
    // The top sum has no nineteenfold part and stays below 2^112, so this fits.
    t[0] += 19 * (r[4] >> 51) as u64;
    t[1] += t[0] >> 51;
    t[0] &= MASK;
    Field(t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(n: u64) -> Field {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&n.to_le_bytes());
        Field::from_bytes(&bytes)
    }

    #[test]
    fn the_constants_are_what_they_are_called() {
        assert!(Field::D.mul(&number(121666)).equals(&number(121665).negate()));
        assert!(Field::D2.equals(&Field::D.add(&Field::D)));
        assert!(Field::SQRT_M1.square().equals(&Field::ONE.negate()));
    }

    #[test]
    fn values_from_p_on_are_reduced() {
        let mut bytes = [0xff; 32];
        bytes[31] = 0x7f;
        for (low, value) in [(0xed, 0), (0xee, 1), (0xff, 18)] {
            bytes[0] = low;
            assert_eq!(Field::from_bytes(&bytes).to_bytes(), number(value).to_bytes());
        }
        bytes[0] = 0xec;
        assert_eq!(Field::from_bytes(&bytes).to_bytes(), bytes);
    }

    fn any_field() -> impl Strategy<Value = Field> {
        prop_oneof![
            any::<[u8; 32]>().prop_map(|b| Field::from_bytes(&b)),
            (0u64..3).prop_map(number),
            Just(Field([MASK; 5]))
        ]
    }

    proptest! {
        #[test]
        fn the_laws_of_a_field_hold(a in any_field(), b in any_field(), c in any_field()) {
            let loose = a.add(&b).sub(&c);
            prop_assert!(loose.mul(&c).equals(&a.mul(&c).add(&b.mul(&c)).sub(&c.mul(&c))));
            prop_assert!(loose.square().equals(&loose.mul(&loose)));
            prop_assert!(a.mul(&b).equals(&b.mul(&a)));
            prop_assert!(a.add(&a.negate()).equals(&Field::ZERO));
            let mut inverses = [a, b, c];
            Field::vartime_invert_all(&mut inverses);
            for (value, inverse) in [a, b, c].iter().zip(&inverses) {
                let zero = value.equals(&Field::ZERO);
                let expected = if zero { Field::ZERO } else { Field::ONE };
                prop_assert!(value.mul(inverse).equals(&expected));
                prop_assert!(value.invert().equals(inverse));
            }
        }

        #[test]
        fn square_roots_are_found_exactly_where_they_exist(a in any_field(), v in any_field()) {
            prop_assume!(!v.equals(&Field::ZERO) && !a.equals(&Field::ZERO));
            let root = Field::vartime_sqrt_ratio(&a.square().mul(&v), &v).unwrap();
            prop_assert!(root.equals(&a) || root.equals(&a.negate()));
            // 2 is no square modulo p.
            prop_assert!(Field::vartime_sqrt_ratio(&a.square().mul(&v).mul(&number(2)), &v).is_none());
        }
    }
}
