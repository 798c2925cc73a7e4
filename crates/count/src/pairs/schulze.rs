//! Schulze's method: beats along chains of majorities, each chain as strong as its weakest link.
//!
//! *Source*: "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election
//! method" (2011), the paper that proposes it; letters as there: d, p.

use super::matrix::Pairs;

/// What makes a majority strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// The papers on the winning side.
    WinningVotes,
    /// The difference between the two sides.
    Margins,
}

/// The strongest chain between every two candidates; 0 where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chains {
    candidates: usize,
    standing: Vec<u16>,
    p: Vec<u64>,
}

impl Chains {
    /// Finds the widest chains (Floyd and Warshall).
    pub fn of(pairs: &Pairs, strength: Strength) -> Self {
        let n = pairs.candidates();
        let mut p = vec![0u64; n * n];
        for &j in pairs.standing() {
            for &k in pairs.standing() {
                let (d, back) = (pairs.prefer(j, k), pairs.prefer(k, j));
                if d > back {
                    let link = if strength == Strength::WinningVotes { d } else { d - back };
                    p[usize::from(j) * n + usize::from(k)] = link;
                }
            }
        }
        let mut through = vec![0u64; n];
        for i in 0..n {
            through.copy_from_slice(&p[i * n..(i + 1) * n]);
            for j in (0..n).filter(|j| *j != i) {
                let row = &mut p[j * n..(j + 1) * n];
                let to_i = row[i];
                for (best, onward) in row.iter_mut().zip(&through) {
                    *best = (*best).max(to_i.min(*onward));
                }
            }
        }
        for j in 0..n {
            p[j * n + j] = 0;
        }
        Self { candidates: n, standing: pairs.standing().to_vec(), p }
    }

    /// The strength of the strongest chain from `one` to `other`.
    pub fn strength(&self, one: u16, other: u16) -> u64 {
        self.p[usize::from(one) * self.candidates + usize::from(other)]
    }

    /// Whether `one` comes before `other`.
    pub fn beats(&self, one: u16, other: u16) -> bool {
        self.strength(one, other) > self.strength(other, one)
    }

    /// The unbeaten, lowest number first; never empty, because the relation is transitive.
    pub fn winners(&self) -> Vec<u16> {
        let unbeaten = |one: &u16| !self.standing.iter().any(|other| self.beats(*other, *one));
        self.standing.iter().copied().filter(unbeaten).collect()
    }

    /// Everybody, by how many they beat; those who beat equally many share a place, lowest number first.
    pub fn places(&self) -> Vec<Vec<u16>> {
        let beaten = |one: u16| self.standing.iter().filter(|other| self.beats(one, **other)).count();
        let mut order: Vec<(usize, u16)> = self.standing.iter().map(|&one| (beaten(one), one)).collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        order.chunk_by(|a, b| a.0 == b.0).map(|place| place.iter().map(|(_, one)| *one).collect()).collect()
    }

    /// All strengths, a row for each candidate.
    pub fn rows(&self) -> Vec<Vec<u64>> {
        self.p.chunks(self.candidates.max(1)).map(<[u64]>::to_vec).collect()
    }
}
