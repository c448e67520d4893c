//! A made-up world of any size, the same for the same numbers: to measure with, never to serve people from.
//!
//! Who blocks and who is blocked is skewed as in real graphs (Zipf). Beside the ordinary people stand a few named ones who
//! block nobody, a hundred, five thousand, a hundred thousand and a million people, where the size allows, and authors
//! whom these follow. Nobody who blocks is followed by whom they block, as the rules of the graph have it.

mod edges;
mod manifest;
mod people;

use block_graph::event::Change;
use block_graph::store::diesel::Whole;
use block_graph::{Counts, Edge, EdgeKind, Profile, scramble};

use self::edges::Edges;
pub use self::manifest::{AppKeys, AppTokens, Keys, Manifest, Person};

/// How many people the named ones block.
const NAMED: [u32; 5] = [0, 100, 5_000, 100_000, 1_000_000];
/// How many authors there are, and how many posts each wrote.
const AUTHORS: u32 = 200;
const POSTS: u32 = 20;
/// For how many ordinary people there are tokens.
const SIGNERS: u32 = 256;

/// How large and how skewed a world is to be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Shape {
    /// Ordinary people; the named ones and the authors come on top.
    pub people: u32,
    /// All edges together.
    pub edges: u64,
    /// The exponent of the skew: 0 for none, about 0.9 in real graphs.
    pub zipf: f64,
    /// Another world for every number.
    pub seed: u64,
}

/// A made-up world.
pub struct Synthetic {
    shape: Shape,
    edges: Edges,
    /// What follows count, by person.
    counts: Vec<(u32, u32)>,
}

impl Synthetic {
    /// Makes a world; its edges are in memory from here on, four bytes each.
    ///
    /// # Errors
    /// One line that says why there can be no world of that shape.
    pub fn new(shape: Shape) -> Result<Self, String> {
        let edges = Edges::new(shape)?;
        let mut counts = vec![(0, 0); edges.people() as usize];
        for (source, _, target, _) in edges.all().filter(|(_, kind, ..)| *kind == EdgeKind::Follow) {
            counts[source as usize].1 += 1;
            counts[target as usize].0 += 1;
        }
        Ok(Self { shape, edges, counts })
    }

    /// The shape it was made after.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Everybody: ordinary people, named ones and authors.
    pub fn everybody(&self) -> u32 {
        self.edges.people()
    }

    /// How many edges there are, which is as many as were asked for.
    pub fn edge_count(&self) -> u64 {
        self.edges.count()
    }

    /// Changes that make the app, the tokens and the posts, once the people are there.
    pub fn rest(&self) -> Vec<Change> {
        let mut changes = self.manifest().changes();
        changes.extend(self.posts());
        changes
    }

    /// All changes, for a world that is kept in memory.
    pub fn changes(&self) -> Vec<Change> {
        // Follows are counted when they are made.
        let made = |(user, counts): (Profile, Counts)| {
            Change::AddUser(user.into(), Counts { followers: 0, following: 0, ..counts })
        };
        let mut changes: Vec<_> = self.people().map(made).collect();
        changes.extend(self.edges().map(Change::AddEdge));
        changes.extend(self.rest());
        changes
    }
}

impl Whole for Synthetic {
    fn people(&self) -> impl Iterator<Item = (Profile, Counts)> {
        (0..self.everybody()).map(|person| self.record(person))
    }

    fn edges(&self) -> impl Iterator<Item = Edge> {
        self.edges.all().map(|(source, kind, target, position)| Edge {
            source: self.id(source),
            kind,
            target: self.id(target),
            position,
        })
    }
}

/// A number that looks random and is the same for the same numbers.
fn draw(seed: u64, what: u64, number: u64) -> u64 {
    scramble(scramble(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ what).wrapping_add(number))
}

#[cfg(test)]
mod tests;
