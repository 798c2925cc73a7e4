//! The groups of the protocol: prime-order groups in which exponents are secret and elements are public.
//!
//! Written multiplicatively, like the specification: `g^r`, `alpha * beta`. A group has two sides. *Checking* works on public
//! elements, may take variable time and says so (`vartime_`). *Making* works on secret exponents, takes constant time, and yields
//! values that can only be multiplied and rendered ([`Group::Made`]), so no secret can slip into a variable-time function.
//! It is not a general algebra: only what ballots, tallies and trustees need.

pub(crate) mod belenios2048;
pub(crate) mod decimal;
pub(crate) mod ed25519;
pub(crate) mod montgomery;

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Sub};
use std::str::FromStr;

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// A group of the protocol, by the name that stands in the election document.
///
/// *Source*: section 4.1. RFC-3526-2048 is known to exist and not yet supported; see [`crate::Unsupported::Group`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GroupName {
    /// The prime-order subgroup of edwards25519.
    Ed25519,
    /// A 256-bit subgroup of the integers modulo a 2048-bit prime.
    #[serde(rename = "BELENIOS-2048")]
    Belenios2048,
}

impl GroupName {
    /// The name as election documents spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            GroupName::Ed25519 => "Ed25519",
            GroupName::Belenios2048 => "BELENIOS-2048",
        }
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A group name that this room does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such group; write Ed25519 or BELENIOS-2048")]
pub struct UnknownGroup;

impl FromStr for GroupName {
    type Err = UnknownGroup;
    fn from_str(text: &str) -> Result<Self, UnknownGroup> {
        match text {
            "Ed25519" => Ok(GroupName::Ed25519),
            "BELENIOS-2048" => Ok(GroupName::Belenios2048),
            _ => Err(UnknownGroup),
        }
    }
}

/// A value read from text, and whether the text was its only canonical spelling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spelled<T> {
    pub(crate) value: T,
    pub(crate) canonical: bool,
}

/// A group with everything the protocol asks of it.
pub(crate) trait Group: 'static + Copy + Send + Sync {
    const NAME: GroupName;

    /// An exponent modulo q.
    type Scalar: Copy
        + PartialEq
        + Send
        + Sync
        + Zeroize
        + Add<Output = Self::Scalar>
        + Sub<Output = Self::Scalar>
        + Mul<Output = Self::Scalar>;
    /// A public element; not necessarily in the prime-order subgroup until checked.
    type Element: Copy + PartialEq + Send + Sync;
    /// Powers of one public element, for fast variable-time exponentiation.
    type Table: Send + Sync;
    /// An element computed from secrets: it can be multiplied and rendered, nothing else.
    type Made: Copy + Send + Sync;
    /// Powers of one public element, for constant-time exponentiation.
    type MakingTable: Send + Sync;

    // Exponents.

    /// Reads 256 bits, least significant limb first; `None` if not below q.
    fn scalar(limbs: [u64; 4]) -> Option<Self::Scalar>;
    /// The 256 bits of an exponent, least significant limb first.
    fn limbs(scalar: &Self::Scalar) -> [u64; 4];
    /// Reduces a 512-bit big-endian number modulo q.
    fn reduce(bytes: &[u8; 64]) -> Self::Scalar;

    // Public elements, in variable time.

    /// The neutral element.
    fn one() -> Self::Element;
    /// The group operation.
    fn mul(a: &Self::Element, b: &Self::Element) -> Self::Element;
    /// The inverse of a member of the group.
    fn vartime_inverse(a: &Self::Element) -> Self::Element;
    /// Reads an element; `None` if the text is none. Does not check membership of the prime-order group.
    fn vartime_parse(text: &str) -> Option<Spelled<Self::Element>>;
    /// The canonical texts of elements, made together because inversions are cheaper by the batch.
    fn texts(elements: &[Self::Element]) -> Vec<String>;
    /// A short key per element, equal for equal elements, for looking them up.
    fn keys(elements: &[Self::Element]) -> Vec<u64>;
    /// `base^e` for every exponent, sharing the chain of squarings.
    fn vartime_powers(base: &Self::Element, exponents: &[Self::Scalar]) -> Vec<Self::Element>;
    /// The same, or `None` when `base` is outside the prime-order group: an exact check that shares the chain.
    fn vartime_powers_of_member(
        base: &Self::Element,
        exponents: &[Self::Scalar],
    ) -> Option<Vec<Self::Element>>;
    /// Builds the table of a base.
    fn table(base: &Self::Element) -> Self::Table;
    /// The table of the generator g.
    fn generator() -> &'static Self::Table;
    /// `base^e` from its table.
    fn vartime_power(table: &Self::Table, exponent: &Self::Scalar) -> Self::Element;
    /// How canonical texts are ordered where the protocol sorts elements.
    fn order(a: &str, b: &str) -> Ordering;

    // Elements made from secrets, in constant time.

    /// Builds the making table of a base.
    fn making_table(base: &Self::Element) -> Self::MakingTable;
    /// The making table of the generator g.
    fn making_generator() -> &'static Self::MakingTable;
    /// `base^e` from its table.
    fn make(table: &Self::MakingTable, exponent: &Self::Scalar) -> Self::Made;
    /// `base^e` without a table.
    fn make_power(base: &Self::Element, exponent: &Self::Scalar) -> Self::Made;
    /// The group operation.
    fn make_mul(a: &Self::Made, b: &Self::Made) -> Self::Made;
    /// The canonical texts of made elements.
    fn made_texts(made: &[Self::Made]) -> Vec<String>;
}

/// An exponent from its decimal text; `None` unless below q.
pub(crate) fn parse_scalar<G: Group>(text: &str) -> Option<Spelled<G::Scalar>> {
    let Spelled { value, canonical } = decimal::parse::<4>(text)?;
    Some(Spelled { value: G::scalar(value)?, canonical })
}

/// The decimal text of a public exponent.
pub(crate) fn scalar_text<G: Group>(scalar: &G::Scalar) -> String {
    decimal::render(&G::limbs(scalar))
}

/// A small number as an exponent.
pub(crate) fn small<G: Group>(value: u64) -> G::Scalar {
    G::scalar([value, 0, 0, 0]).expect("q of every group is above 2^64")
}

/// A uniform secret exponent.
pub(crate) fn random_scalar<G: Group>(rng: &mut dyn CryptoRng) -> G::Scalar {
    let mut bytes = Zeroizing::new([0; 64]);
    rng.fill_bytes(&mut *bytes);
    G::reduce(&bytes)
}

/// Whether an element lies in the prime-order group.
pub(crate) fn vartime_is_member<G: Group>(element: &G::Element) -> bool {
    G::vartime_powers_of_member(element, &[]).is_some()
}

/// Reads an element that must be canonical and in the prime-order group.
pub(crate) fn vartime_parse_member<G: Group>(text: &str) -> Option<G::Element> {
    let read = G::vartime_parse(text)?;
    (read.canonical && vartime_is_member::<G>(&read.value)).then_some(read.value)
}

/// The canonical text of one element.
pub(crate) fn text<G: Group>(element: &G::Element) -> String {
    G::texts(std::slice::from_ref(element)).pop().expect("one text per element")
}

/// The canonical text of one made element.
pub(crate) fn made_text<G: Group>(made: &G::Made) -> String {
    G::made_texts(std::slice::from_ref(made)).pop().expect("one text per element")
}
