//! Arithmetic modulo an odd number of `64 * N` bits in Montgomery form, in safe Rust.
//!
//! Everything here takes constant time for a given `N`: the same code serves secrets and public values. The modulus must have its
//! top bit set, which both the prime and the order of BELENIOS-2048 have. It is not a general big-integer library.

/// Limbs of the widest product.
const WIDE: usize = 64;

/// An odd modulus with what Montgomery multiplication needs.
#[derive(Clone, Debug)]
pub(crate) struct Modulus<const N: usize> {
    pub(crate) m: [u64; N],
    /// `-m^-1 mod 2^64`.
    m_inverse: u64,
    /// `R mod m` with `R = 2^(64 N)`: the number 1 in Montgomery form.
    pub(crate) one: [u64; N],
    /// `R^2 mod m`.
    r_squared: [u64; N],
}

impl<const N: usize> Modulus<N> {
    /// Prepares a modulus; it must be odd with its top bit set.
    pub(crate) fn new(m: [u64; N]) -> Self {
        assert!(m[0] & 1 == 1 && m[N - 1] >> 63 == 1, "an odd modulus that fills its limbs");
        // Newton's iteration doubles the number of right bits: 1, 2, 4, .. 64.
        let inverse = (0..6).fold(1u64, |x, _| x.wrapping_mul(2u64.wrapping_sub(m[0].wrapping_mul(x))));
        let mut modulus = Modulus { m, m_inverse: inverse.wrapping_neg(), one: [0; N], r_squared: [0; N] };
        // R - m is R mod m because m > R / 2; doubling it 64 N times gives R^2 mod m.
        modulus.one = subtract(&[0; N], &m).0;
        modulus.r_squared = (0..64 * N).fold(modulus.one, |x, _| modulus.add(&x, &x));
        modulus
    }

    /// Into Montgomery form, from any number below `2^(64 N)`.
    pub(crate) fn enter(&self, a: &[u64; N]) -> [u64; N] {
        self.mul(a, &self.r_squared)
    }

    /// Out of Montgomery form.
    pub(crate) fn leave(&self, a: &[u64; N]) -> [u64; N] {
        let mut one = [0; N];
        one[0] = 1;
        self.mul(a, &one)
    }

    /// `a + b mod m`.
    pub(crate) fn add(&self, a: &[u64; N], b: &[u64; N]) -> [u64; N] {
        let (sum, carry) = add(a, b);
        self.reduce_once(sum, carry)
    }

    /// `a - b mod m`.
    pub(crate) fn sub(&self, a: &[u64; N], b: &[u64; N]) -> [u64; N] {
        let (difference, borrow) = subtract(a, b);
        let mask = borrow.wrapping_neg();
        add(&difference, &self.m.map(|limb| limb & mask)).0
    }

    /// `a b / R mod m`, the Montgomery product.
    ///
    /// Row by row: add `a_i b`, then the multiple of m that clears the lowest limb, then shift. Two rows run in one loop, which keeps
    /// twice as much in registers and is a fifth faster than one.
    #[inline]
    pub(crate) fn mul(&self, a: &[u64; N], b: &[u64; N]) -> [u64; N] {
        const { assert!(N.is_multiple_of(2)) };
        let m = &self.m;
        let mut t = [0; N];
        let mut top = 0;
        for [a0, a1] in a.as_chunks::<2>().0 {
            let (x, mut c0) = wide(*a0, b[0], t[0], 0);
            let k0 = x.wrapping_mul(self.m_inverse);
            let (_, mut d0) = wide(k0, m[0], x, 0);
            let mut x;
            (x, c0) = wide(*a0, b[1], t[1], c0);
            (x, d0) = wide(k0, m[1], x, d0);
            let mut c1;
            (x, c1) = wide(*a1, b[0], x, 0);
            let k1 = x.wrapping_mul(self.m_inverse);
            let (_, mut d1) = wide(k1, m[0], x, 0);
            for j in 2..N {
                (x, c0) = wide(*a0, b[j], t[j], c0);
                (x, d0) = wide(k0, m[j], x, d0);
                (x, c1) = wide(*a1, b[j - 1], x, c1);
                (x, d1) = wide(k1, m[j - 1], x, d1);
                t[j - 2] = x;
            }
            (x, top) = sum(top, c0, d0);
            (x, c1) = wide(*a1, b[N - 1], x, c1);
            (x, d1) = wide(k1, m[N - 1], x, d1);
            t[N - 2] = x;
            (t[N - 1], top) = sum(top, c1, d1);
        }
        self.reduce_once(t, top)
    }

    /// `a^2 / R mod m`: every mixed term is computed once and doubled.
    #[inline]
    pub(crate) fn square(&self, a: &[u64; N]) -> [u64; N] {
        const { assert!(N.is_multiple_of(2) && 2 * N <= WIDE) };
        let mut t = [0; WIDE];
        for i in (0..N).step_by(2) {
            mixed_terms(&mut t[2 * i + 1..], a[i], a[i + 1], &a[i + 2..]);
        }
        let (mut shifted, mut carry) = (0, 0);
        for (pair, &a_i) in t.as_chunks_mut::<2>().0.iter_mut().zip(a) {
            let doubled = [pair[0] << 1 | shifted, pair[1] << 1 | pair[0] >> 63];
            shifted = pair[1] >> 63;
            let (low, high) = wide(a_i, a_i, doubled[0], carry);
            *pair = [low, 0];
            (pair[1], carry) = sum(doubled[1], high, 0);
        }
        self.reduce_wide(t)
    }

    /// `t / R mod m` for `t < m R`, two rows in one loop.
    #[inline]
    fn reduce_wide(&self, mut t: [u64; WIDE]) -> [u64; N] {
        let m = &self.m;
        let mut top = 0;
        for i in (0..N).step_by(2) {
            let t = &mut t[i..i + N + 2];
            let k0 = t[0].wrapping_mul(self.m_inverse);
            let (_, mut d0) = wide(k0, m[0], t[0], 0);
            let mut x;
            (x, d0) = wide(k0, m[1], t[1], d0);
            let k1 = x.wrapping_mul(self.m_inverse);
            let (_, mut d1) = wide(k1, m[0], x, 0);
            for j in 2..N {
                (x, d0) = wide(k0, m[j], t[j], d0);
                (x, d1) = wide(k1, m[j - 1], x, d1);
                t[j] = x;
            }
            (x, top) = sum(t[N], d0, top);
            (t[N], d1) = wide(k1, m[N - 1], x, d1);
            (t[N + 1], top) = sum(t[N + 1], d1, top);
        }
        let mut high = [0; N];
        high.copy_from_slice(&t[N..2 * N]);
        self.reduce_once(high, top)
    }

    /// Subtracts m once if the number, with its carry, reaches it.
    #[inline]
    fn reduce_once(&self, t: [u64; N], carry: u64) -> [u64; N] {
        let (reduced, borrow) = subtract(&t, &self.m);
        // Keep t only when the subtraction borrowed and there was no carry to pay for it.
        let keep = (borrow & (carry ^ 1)).wrapping_neg();
        let mut result = [0; N];
        for ((r, t), d) in result.iter_mut().zip(&t).zip(&reduced) {
            *r = (t & keep) | (d & !keep);
        }
        result
    }
}

/// Adds `a0 a1 + (a0 + a1 B) rest B` to t, with B = 2^64: the products of two limbs with each other and with all later ones.
#[inline(always)]
fn mixed_terms(t: &mut [u64], a0: u64, a1: u64, rest: &[u64]) {
    let (mut c0, mut c1, mut before) = (0, 0, 0);
    (t[0], c0) = wide(a0, a1, t[0], c0);
    for (t, &next) in t[1..].iter_mut().zip(rest) {
        let mut x;
        (x, c0) = wide(a0, next, *t, c0);
        (x, c1) = wide(a1, before, x, c1);
        *t = x;
        before = next;
    }
    // No row before this one reached further than the next limb.
    let end = rest.len() + 1;
    let (x, high) = wide(a1, before, t[end], c1);
    let carry;
    (t[end], carry) = sum(x, c0, 0);
    if let Some(last) = t.get_mut(end + 1) {
        *last = last.wrapping_add(high).wrapping_add(carry);
    }
}

/// `a + b + c`, low and high.
#[inline(always)]
fn sum(a: u64, b: u64, c: u64) -> (u64, u64) {
    let sum = u128::from(a) + u128::from(b) + u128::from(c);
    (sum as u64, (sum >> 64) as u64)
}

/// `a b + c + d`, low and high.
#[inline(always)]
fn wide(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let sum = u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d);
    (sum as u64, (sum >> 64) as u64)
}

/// The sum and its carry.
fn add<const N: usize>(a: &[u64; N], b: &[u64; N]) -> ([u64; N], u64) {
    let mut carry = 0;
    let mut sum = [0; N];
    for ((s, a), b) in sum.iter_mut().zip(a).zip(b) {
        let wide = u128::from(*a) + u128::from(*b) + u128::from(carry);
        *s = wide as u64;
        carry = (wide >> 64) as u64;
    }
    (sum, carry)
}

/// The difference and its borrow.
fn subtract<const N: usize>(a: &[u64; N], b: &[u64; N]) -> ([u64; N], u64) {
    let mut borrow = 0;
    let mut difference = [0; N];
    for ((d, a), b) in difference.iter_mut().zip(a).zip(b) {
        let (first, one) = a.overflowing_sub(*b);
        let (second, two) = first.overflowing_sub(borrow);
        *d = second;
        borrow = u64::from(one) | u64::from(two);
    }
    (difference, borrow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A prime of 128 bits, 2^128 - 159, small enough to check against by doubling and adding.
    const P: u128 = u128::MAX - 158;

    fn plain_add(a: u128, b: u128) -> u128 {
        let (sum, over) = a.overflowing_add(b);
        if over || sum >= P { sum.wrapping_sub(P) } else { sum }
    }

    fn plain_mul(a: u128, b: u128) -> u128 {
        (0..128)
            .rev()
            .fold(0, |sum, bit| plain_add(plain_add(sum, sum), if b >> bit & 1 == 1 { a } else { 0 }))
    }

    fn split(a: u128) -> [u64; 2] {
        [a as u64, (a >> 64) as u64]
    }

    fn edge() -> impl Strategy<Value = u64> {
        prop_oneof![Just(0), Just(1), Just(u64::MAX), any::<u64>()]
    }

    proptest! {
        #[test]
        fn it_agrees_with_plain_arithmetic(a in 0..P, b in prop_oneof![0..P, 0u128..3, P - 3..P]) {
            let modulus = Modulus::new(split(P));
            let (x, y) = (modulus.enter(&split(a)), modulus.enter(&split(b)));
            prop_assert_eq!(modulus.leave(&modulus.mul(&x, &y)), split(plain_mul(a, b)));
            prop_assert_eq!(modulus.leave(&modulus.square(&y)), split(plain_mul(b, b)));
            prop_assert_eq!(modulus.leave(&modulus.add(&x, &y)), split(plain_add(a, b)));
            prop_assert_eq!(modulus.add(&modulus.sub(&x, &y), &y), x);
        }

        #[test]
        fn squares_are_products_at_every_width(m in any::<[u64; 32]>(), a in prop::array::uniform32(edge()), b in prop::array::uniform32(edge())) {
            let mut m = m;
            m[0] |= 1;
            m[31] |= 1 << 63;
            let modulus = Modulus::new(m);
            let (a, b) = (modulus.enter(&a), modulus.enter(&b));
            let sum = modulus.add(&a, &b);
            let mixed = modulus.mul(&a, &b);
            prop_assert_eq!(modulus.square(&a), modulus.mul(&a, &a));
            // (a + b)^2 = a^2 + 2 a b + b^2
            let expanded = modulus.add(&modulus.add(&modulus.square(&a), &modulus.square(&b)), &modulus.add(&mixed, &mixed));
            prop_assert_eq!(modulus.square(&sum), expanded);
            prop_assert_eq!(modulus.enter(&modulus.leave(&a)), a);
        }
    }
}
