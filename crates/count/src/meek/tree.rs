//! Papers as a tree over the prefixes that matter: a paper is followed down to its first hopeful candidate and no
//! further, because nothing of it gets past a keep factor of one.
//!
//! All papers that begin alike share a node, so that a pass over 200,000 papers is a pass over a few thousand nodes. The
//! tree grows where a candidate is elected (its papers go on) and is pruned where one is excluded (its papers move to a
//! sibling); a paper's own list is read once, from front to back, over the whole count.
//!
//! Not here: papers with equal rankings ([`super::equal`]), and what a candidate keeps ([`super::split`]).

use super::split::Split;
use crate::Papers;
use crate::arith::Votes;

/// Where a candidate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// In the running: keeps all that reaches it.
    Hopeful,
    /// Keeps a part, the rest goes on.
    Elected,
    /// Excluded or withdrawn: passed over.
    Out,
}

const NONE: u32 = u32::MAX;
const ROOT: usize = 0;

/// The tree.
///
/// *Shape*: a parent has a smaller number than its children, so one loop upwards visits parents first. A node without
/// papers (weight 0) is dead.
pub(super) struct Tree<'p> {
    papers: &'p Papers,
    /// For each line, how many of its marks have been read.
    read: Vec<u16>,
    /// For each line, the next in the same pile.
    next: Vec<u32>,
    candidate: Vec<u16>,
    parent: Vec<u32>,
    weight: Vec<u64>,
    links: Vec<Links>,
    /// Scratch: what is left of one paper below each node.
    left: Vec<u64>,
    /// Scratch: the child for each candidate, at the node being settled.
    child_of: Vec<u32>,
    dead: usize,
}

#[derive(Clone, Copy)]
struct Links {
    first_child: u32,
    sibling: u32,
    /// Lines that stop here, or have yet to be passed on.
    pile: u32,
}

impl<'p> Tree<'p> {
    /// The tree of these lines of `papers`.
    pub(super) fn new(papers: &'p Papers, lines: impl Iterator<Item = u32>, standing: &[Standing]) -> Self {
        let mut tree = Self {
            papers,
            read: vec![0; papers.lines()],
            next: vec![NONE; papers.lines()],
            candidate: Vec::new(),
            parent: Vec::new(),
            weight: Vec::new(),
            links: Vec::new(),
            left: Vec::new(),
            child_of: vec![NONE; standing.len()],
            dead: 0,
        };
        tree.add_node(u16::MAX, NONE);
        for line in lines {
            tree.put(ROOT, line);
        }
        tree.settle(ROOT, standing);
        tree
    }

    /// Lets the papers of candidates just elected go on. `standing` already says so.
    pub(super) fn elect(&mut self, elected: u16, standing: &[Standing]) {
        for node in self.nodes_of(elected) {
            self.settle(node, standing);
        }
    }

    /// Moves the papers of a candidate just excluded. `standing` already says so.
    pub(super) fn exclude(&mut self, excluded: u16, standing: &[Standing]) {
        for node in self.nodes_of(excluded) {
            let parent = self.parent[node] as usize;
            self.unlink(node, parent);
            let mut line = std::mem::replace(&mut self.links[node].pile, NONE);
            while line != NONE {
                let next = self.next[line as usize];
                self.put(parent, line);
                line = next;
            }
            self.settle(parent, standing);
        }
        if self.dead * 2 > self.weight.len() {
            self.compact();
        }
    }

    /// Adds to `votes` what each candidate keeps of all papers.
    pub(super) fn distribute(&mut self, split: Split, keep: &[u64], votes: &mut [Votes]) {
        match split {
            Split::Share9 => self.pass(|w, k| split.share9(w, k), split.one(), keep, votes),
            Split::Share12 => self.pass(|w, k| split.share12(w, k), split.one(), keep, votes),
            Split::Amount9 => self.pass(|w, k| w.min(k), split.one(), keep, votes),
        }
    }

    /// One function for each way of splitting, so that the innermost loop has no branch on it.
    fn pass(&mut self, kept: impl Fn(u64, u64) -> u64, one: u64, keep: &[u64], votes: &mut [Votes]) {
        self.left.clear();
        self.left.resize(self.weight.len(), 0);
        self.left[ROOT] = one;
        for node in ROOT + 1..self.weight.len() {
            let weight = self.weight[node];
            if weight == 0 {
                continue;
            }
            let candidate = usize::from(self.candidate[node]);
            let reaches = self.left[self.parent[node] as usize];
            let kept = kept(reaches, keep[candidate]);
            self.left[node] = reaches - kept;
            // At most 10^12 of each of 2^40 papers: 2^80, far inside 128 bits.
            votes[candidate] += Votes::from(kept) * Votes::from(weight);
        }
    }

    fn nodes_of(&self, candidate: u16) -> Vec<usize> {
        let live = |node: &usize| self.candidate[*node] == candidate && self.weight[*node] > 0;
        (ROOT + 1..self.weight.len()).filter(live).collect()
    }

    /// Passes the pile of a node on to its children, and theirs where they are elected.
    fn settle(&mut self, from: usize, standing: &[Standing]) {
        let mut work = vec![from];
        while let Some(node) = work.pop() {
            self.each_child(node, |tree, child| {
                tree.child_of[usize::from(tree.candidate[child])] = child as u32
            });
            let mut line = std::mem::replace(&mut self.links[node].pile, NONE);
            while line != NONE {
                let next = self.next[line as usize];
                if let Some(candidate) = self.read_on(line, standing) {
                    let child = self.child(node, candidate);
                    self.weight[child] += self.papers.line(line as usize).weight;
                    if standing[usize::from(candidate)] == Standing::Elected && self.links[child].pile == NONE
                    {
                        work.push(child);
                    }
                    self.put(child, line);
                }
                line = next;
            }
            self.each_child(node, |tree, child| tree.child_of[usize::from(tree.candidate[child])] = NONE);
        }
    }

    fn each_child(&mut self, node: usize, mut act: impl FnMut(&mut Self, usize)) {
        let mut child = self.links[node].first_child;
        while child != NONE {
            act(self, child as usize);
            child = self.links[child as usize].sibling;
        }
    }

    /// The next candidate on a line who is not out.
    fn read_on(&mut self, line: u32, standing: &[Standing]) -> Option<u16> {
        let marks = self.papers.line(line as usize).marks;
        let read = &mut self.read[line as usize];
        while let Some(mark) = marks.get(usize::from(*read)) {
            *read += 1;
            match mark.candidate() {
                Some(candidate) if standing[usize::from(candidate)] != Standing::Out => {
                    return Some(candidate);
                }
                _ => {}
            }
        }
        None
    }

    fn child(&mut self, node: usize, candidate: u16) -> usize {
        let known = self.child_of[usize::from(candidate)];
        if known != NONE {
            return known as usize;
        }
        let child = self.add_node(candidate, node as u32);
        self.links[child].sibling = std::mem::replace(&mut self.links[node].first_child, child as u32);
        self.child_of[usize::from(candidate)] = child as u32;
        child
    }

    /// Node numbers fit 32 bits: a node is made for a mark read, and there are at most 2^32 marks.
    fn add_node(&mut self, candidate: u16, parent: u32) -> usize {
        self.candidate.push(candidate);
        self.parent.push(parent);
        self.weight.push(0);
        self.links.push(Links { first_child: NONE, sibling: NONE, pile: NONE });
        self.weight.len() - 1
    }

    fn put(&mut self, node: usize, line: u32) {
        self.next[line as usize] = std::mem::replace(&mut self.links[node].pile, line);
    }

    fn unlink(&mut self, node: usize, parent: usize) {
        let after = self.links[node].sibling;
        let mut place = self.links[parent].first_child;
        if place as usize == node {
            self.links[parent].first_child = after;
        } else {
            while self.links[place as usize].sibling as usize != node {
                place = self.links[place as usize].sibling;
            }
            self.links[place as usize].sibling = after;
        }
        self.weight[node] = 0;
        self.dead += 1;
    }

    /// Drops the dead nodes; the living keep their order, so parents stay before children.
    fn compact(&mut self) {
        let mut place = vec![NONE; self.weight.len()];
        let mut kept = 0;
        for (node, place) in place.iter_mut().enumerate() {
            if node != ROOT && self.weight[node] == 0 {
                continue;
            }
            *place = kept as u32;
            self.candidate[kept] = self.candidate[node];
            self.parent[kept] = self.parent[node];
            self.weight[kept] = self.weight[node];
            self.links[kept] = self.links[node];
            kept += 1;
        }
        let moved = |node: u32| if node == NONE { NONE } else { place[node as usize] };
        for node in 0..kept {
            self.parent[node] = moved(self.parent[node]);
            self.links[node].first_child = moved(self.links[node].first_child);
            self.links[node].sibling = moved(self.links[node].sibling);
        }
        self.candidate.truncate(kept);
        self.parent.truncate(kept);
        self.weight.truncate(kept);
        self.links.truncate(kept);
        self.dead = 0;
    }
}
