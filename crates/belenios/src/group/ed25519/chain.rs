//! Exponentiation of public points in variable time: many exponents over one chain of doublings, and tables of fixed bases.

use super::point::{Affine, Cached, Point};

/// The order q of the group.
pub(crate) const ORDER: [u64; 4] = [0x5812_631a_5cf5_d3ed, 0x14de_f9de_a2f7_9cd6, 0, 1 << 60];

/// Positions in a recoded exponent: q and everything below it, plus a carry.
const POSITIONS: usize = 254;
/// Window width of the chain: odd digits from -15 to 15.
const WINDOW: usize = 5;
const BUCKETS: usize = 1 << (WINDOW - 2);

/// `base^e` for every exponent up to q, over one chain of doublings from the right (Yao's method).
///
/// The chain runs `base^(2^i)`; each exponent, in signed odd digits, adds or subtracts the current point in the bucket of its digit, and at
/// the end is the sum of `d bucket_d`. Doublings, most of the work, are paid once; the membership check is just one more exponent.
pub(crate) fn vartime_powers(base: &Point, exponents: &[[u64; 4]]) -> Vec<Point> {
    let digits: Vec<[i8; POSITIONS]> = exponents.iter().map(signed_digits).collect();
    let mut buckets = vec![[None::<Point>; BUCKETS]; exponents.len()];
    let used = |i: usize| digits.iter().any(|digits| digits[i] != 0);
    let last = (0..POSITIONS).rfind(|&i| used(i)).unwrap_or(0);
    let mut point = *base;
    let mut projective = base.projective();
    for i in 0..=last {
        if used(i) {
            let cached = point.cached();
            for (digits, buckets) in digits.iter().zip(&mut buckets) {
                add_to_bucket(buckets, digits[i], &point, &cached);
            }
        }
        let completed = projective.double();
        projective = if i < last && used(i + 1) {
            // Only where the point is added somewhere is its T needed.
            point = completed.extended();
            point.projective()
        } else {
            completed.projective()
        };
    }
    buckets.iter().map(gather).collect()
}

fn add_to_bucket(buckets: &mut [Option<Point>; BUCKETS], digit: i8, point: &Point, cached: &Cached) {
    if digit == 0 {
        return;
    }
    match &mut buckets[usize::from(digit.unsigned_abs()) / 2] {
        Some(sum) if digit > 0 => *sum = sum.add_cached(cached).extended(),
        Some(sum) => *sum = sum.sub_cached(cached).extended(),
        bucket => *bucket = Some(if digit > 0 { *point } else { point.negate() }),
    }
}

/// The sum of `d bucket_d` over odd d: with `s_k` the sum of the buckets from k on, `s_0 + 2 (s_1 + s_2 + ..)`.
fn gather(buckets: &[Option<Point>; BUCKETS]) -> Point {
    let plus = |a: Option<Point>, b: Option<Point>| match (a, b) {
        (Some(a), Some(b)) => Some(a.add(&b)),
        (a, b) => a.or(b),
    };
    let (mut running, mut sum) = (None, None);
    for bucket in buckets[1..].iter().rev() {
        running = plus(running, *bucket);
        sum = plus(sum, running);
    }
    let all = plus(running, buckets[0]);
    plus(all, sum.map(|sum: Point| sum.double().extended())).unwrap_or(Point::NEUTRAL)
}

/// Recodes into digits that are 0 or odd, at least four zeros between any two others.
fn signed_digits(exponent: &[u64; 4]) -> [i8; POSITIONS] {
    let mut digits = [0; POSITIONS];
    let mut carry = 0;
    let mut i = 0;
    while i < POSITIONS {
        let window = carry + bits(exponent, i, WINDOW) as i8;
        if window & 1 == 0 {
            // An even window leaves the carry as it is: its lowest bit was 1 + 1 or 0 + 0.
            i += 1;
            continue;
        }
        let negative = window >= 1 << (WINDOW - 1);
        digits[i] = if negative { window - (1 << WINDOW) } else { window };
        carry = i8::from(negative);
        i += WINDOW;
    }
    digits
}

/// `count` bits of an exponent from `start` on; beyond its end they are zero.
fn bits(limbs: &[u64; 4], start: usize, count: usize) -> u64 {
    let (index, shift) = (start / 64, start % 64);
    let low = limbs.get(index).map_or(0, |limb| limb >> shift);
    let high =
        if shift + count > 64 { limbs.get(index + 1).map_or(0, |limb| limb << (64 - shift)) } else { 0 };
    (low | high) & ((1 << count) - 1)
}

/// Bits per digit of a table, and digits per exponent; 280 kB, so that two tables stay in a core's own cache.
const TABLE_BITS: usize = 7;
const TABLE_ROWS: usize = 37;
const ROW: usize = 1 << (TABLE_BITS - 1);

/// Row i holds `j 128^i base` for j from 1 to 64.
pub(crate) struct Table(Vec<Affine>);

impl Table {
    pub(crate) fn new(base: &Point) -> Table {
        let mut points = Vec::with_capacity(TABLE_ROWS * ROW);
        let mut step = *base;
        for _ in 0..TABLE_ROWS {
            let cached = step.cached();
            let mut point = step;
            for _ in 1..ROW {
                points.push(point);
                point = point.add_cached(&cached).extended();
            }
            points.push(point);
            step = point.double().extended();
        }
        Table(Point::all_to_affine(&points))
    }

    /// `base^e` for an exponent below q, in signed digits from -63 to 64.
    pub(crate) fn vartime_power(&self, exponent: &[u64; 4]) -> Point {
        let mut sum = Point::NEUTRAL;
        let mut carry = 0;
        for (i, row) in self.0.chunks_exact(ROW).enumerate() {
            let digit = bits(exponent, i * TABLE_BITS, TABLE_BITS) as usize + carry;
            carry = usize::from(digit > ROW);
            if digit > ROW {
                let digit = 2 * ROW - digit;
                if let Some(point) = digit.checked_sub(1).and_then(|j| row.get(j)) {
                    sum = sum.sub_affine(point).extended();
                }
            } else if let Some(point) = digit.checked_sub(1).and_then(|j| row.get(j)) {
                sum = sum.add_affine(point).extended();
            }
        }
        sum
    }
}
