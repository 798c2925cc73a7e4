//! Points of edwards25519 for checking: public values only, in variable time.
//!
//! The usual models: extended (X : Y : Z : T) with x = X/Z, y = Y/Z, xy = T/Z; a *completed* point is the result of an addition
//! before its last products; *cached* and *affine* points are prepared as the second summand.
//!
//! *Source*: Hisil, Wong, Carter, Dawson, "Twisted Edwards curves revisited", section 3.1 with a = -1.

use super::field::Field;
use crate::group::Spelled;

/// A point in extended coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    x: Field,
    y: Field,
    z: Field,
    t: Field,
}

/// A point without T, enough to double it.
#[derive(Clone, Copy)]
pub(crate) struct Projective {
    x: Field,
    y: Field,
    z: Field,
}

/// The result of an addition or doubling: x = X/Z, y = Y/T.
#[derive(Clone, Copy)]
pub(crate) struct Completed {
    x: Field,
    y: Field,
    z: Field,
    t: Field,
}

/// A second summand: (Y + X, Y - X, Z, 2 d T).
#[derive(Clone, Copy)]
pub(crate) struct Cached {
    y_plus_x: Field,
    y_minus_x: Field,
    z: Field,
    t2d: Field,
}

/// A second summand with Z = 1: (y + x, y - x, 2 d x y).
#[derive(Clone, Copy)]
pub(crate) struct Affine {
    y_plus_x: Field,
    y_minus_x: Field,
    xy2d: Field,
}

impl Point {
    /// The neutral element.
    pub(crate) const NEUTRAL: Point = Point { x: Field::ZERO, y: Field::ONE, z: Field::ONE, t: Field::ZERO };

    /// Reads the 32 bytes of RFC 8032, and whether they are the canonical ones; `None` if they are not on the curve.
    pub(crate) fn vartime_from_bytes(bytes: &[u8; 32]) -> Option<Spelled<Point>> {
        let y = Field::from_bytes(bytes);
        let yy = y.square();
        // x^2 = (y^2 - 1) / (d y^2 + 1), and the denominator is never 0.
        let root = Field::vartime_sqrt_ratio(&yy.sub(&Field::ONE), &yy.mul(&Field::D).add(&Field::ONE))?;
        let sign = bytes[31] >> 7 == 1;
        let x = if root.is_odd() == sign { root } else { root.negate() };
        let value = Point { x, y, z: Field::ONE, t: x.mul(&y) };
        Some(Spelled { value, canonical: encode(&x, &y) == *bytes })
    }

    /// The canonical bytes of many points, with one inversion for all.
    pub(crate) fn all_to_bytes(points: &[Point]) -> Vec<[u8; 32]> {
        let mut inverses: Vec<Field> = points.iter().map(|point| point.z).collect();
        Field::vartime_invert_all(&mut inverses);
        points.iter().zip(&inverses).map(|(point, z)| encode(&point.x.mul(z), &point.y.mul(z))).collect()
    }

    /// Prepares many points as second summands, with one inversion for all.
    pub(crate) fn all_to_affine(points: &[Point]) -> Vec<Affine> {
        let mut inverses: Vec<Field> = points.iter().map(|point| point.z).collect();
        Field::vartime_invert_all(&mut inverses);
        let prepare = |(point, inverse): (&Point, &Field)| {
            let (x, y) = (point.x.mul(inverse), point.y.mul(inverse));
            Affine { y_plus_x: y.add(&x), y_minus_x: y.sub(&x), xy2d: x.mul(&y).mul(&Field::D2) }
        };
        points.iter().zip(&inverses).map(prepare).collect()
    }

    /// The sum of two points.
    pub(crate) fn add(&self, other: &Point) -> Point {
        self.add_cached(&other.cached()).extended()
    }

    /// The negative of a point.
    pub(crate) fn negate(&self) -> Point {
        Point { x: self.x.negate(), y: self.y, z: self.z, t: self.t.negate() }
    }

    /// Twice the point.
    pub(crate) fn double(&self) -> Completed {
        self.projective().double()
    }

    #[inline(always)]
    pub(crate) fn projective(&self) -> Projective {
        Projective { x: self.x, y: self.y, z: self.z }
    }

    pub(crate) fn cached(&self) -> Cached {
        Cached {
            y_plus_x: self.y.add(&self.x),
            y_minus_x: self.y.sub(&self.x),
            z: self.z,
            t2d: self.t.mul(&Field::D2),
        }
    }

    /// The sum with a prepared point.
    #[inline(always)]
    pub(crate) fn add_cached(&self, other: &Cached) -> Completed {
        let zz = self.z.mul(&other.z);
        self.complete(&other.y_plus_x, &other.y_minus_x, &other.t2d, &zz)
    }

    /// The difference with a prepared point.
    #[inline(always)]
    pub(crate) fn sub_cached(&self, other: &Cached) -> Completed {
        let zz = self.z.mul(&other.z);
        self.complete(&other.y_minus_x, &other.y_plus_x, &Field::ZERO.sub(&other.t2d), &zz)
    }

    /// The sum with a prepared affine point.
    #[inline(always)]
    pub(crate) fn add_affine(&self, other: &Affine) -> Completed {
        self.complete(&other.y_plus_x, &other.y_minus_x, &other.xy2d, &self.z)
    }

    /// The difference with a prepared affine point.
    #[inline(always)]
    pub(crate) fn sub_affine(&self, other: &Affine) -> Completed {
        self.complete(&other.y_minus_x, &other.y_plus_x, &Field::ZERO.sub(&other.xy2d), &self.z)
    }

    #[inline(always)]
    fn complete(&self, y_plus_x: &Field, y_minus_x: &Field, t2d: &Field, zz: &Field) -> Completed {
        let pp = self.y.add(&self.x).mul(y_plus_x);
        let mm = self.y.sub(&self.x).mul(y_minus_x);
        let tt = self.t.mul(t2d);
        let zz2 = zz.add(zz);
        Completed { x: pp.sub(&mm), y: pp.add(&mm), z: zz2.add(&tt), t: zz2.sub(&tt) }
    }
}

/// The canonical bytes of an affine point.
fn encode(x: &Field, y: &Field) -> [u8; 32] {
    let mut bytes = y.to_bytes();
    bytes[31] |= u8::from(x.is_odd()) << 7;
    bytes
}

impl PartialEq for Point {
    fn eq(&self, other: &Point) -> bool {
        self.x.mul(&other.z).equals(&other.x.mul(&self.z))
            && self.y.mul(&other.z).equals(&other.y.mul(&self.z))
    }
}

impl Projective {
    /// Twice the point.
    #[inline(always)]
    pub(crate) fn double(&self) -> Completed {
        let xx = self.x.square();
        let yy = self.y.square();
        let zz = self.z.square();
        let sum = self.x.add(&self.y).square();
        let y = yy.add(&xx);
        let z = yy.sub(&xx);
        let zz2 = zz.add(&zz);
        Completed { x: sum.sub_loose(&y), y, z, t: zz2.sub_loose(&z) }
    }
}

impl Completed {
    #[inline(always)]
    pub(crate) fn projective(&self) -> Projective {
        Projective { x: self.x.mul(&self.t), y: self.y.mul(&self.z), z: self.z.mul(&self.t) }
    }

    #[inline(always)]
    pub(crate) fn extended(&self) -> Point {
        Point {
            x: self.x.mul(&self.t),
            y: self.y.mul(&self.z),
            z: self.z.mul(&self.t),
            t: self.x.mul(&self.y),
        }
    }
}
