//! Who stands how to whom in a made-up world.

use block_graph::{EdgeKind, Position};

use super::{AUTHORS, NAMED, Shape, draw};

/// The oldest edge, 2021-01-01, and how long edges were made, three years; in milliseconds.
const BEGIN: i64 = 1_609_459_200_000;
const SPAN: u64 = 94_608_000_000;

/// Marks of what is drawn, so that no two draws go together.
const DEGREE: u64 = 1;
const TARGET: u64 = 2;
const KIND: u64 = 3;
const ORDER: u64 = 4;

/// The targets of everybody, in one row: of ordinary people first, then of the named, then of the authors.
pub(super) struct Edges {
    shape: Shape,
    /// How many each named person blocks.
    pub(super) named: Vec<u32>,
    /// How many authors there are.
    pub(super) authors: u32,
    /// Where in `targets` each person's begin.
    starts: Vec<u32>,
    /// Numbers of people, ascending within each person's.
    targets: Vec<u32>,
}

impl Edges {
    pub(super) fn new(shape: Shape) -> Result<Self, String> {
        let Shape { people, edges, zipf, .. } = shape;
        if !(2..=u32::MAX / 4).contains(&people) {
            return Err(format!("a world has from 2 to {} people", u32::MAX / 4));
        }
        if !(0.0..=3.0).contains(&zipf) {
            return Err("the skew is from 0 to 3".to_owned());
        }
        // Half of everybody is as many as anyone draws at random; more would take ever longer to find.
        let most = people / 2;
        if edges > u64::from(most) * u64::from(people) / 4 || edges > u64::from(u32::MAX / 2) {
            return Err(format!("{edges} edges are too many for {people} people"));
        }
        let mut left = edges;
        let mut named = Vec::new();
        for size in NAMED {
            // The named may take half of the edges together.
            if size == 0 || (size <= people && left >= u64::from(size) + edges / 2) {
                named.push(size);
                left -= u64::from(size);
            }
        }
        let follows = u64::from(AUTHORS) * named.len() as u64;
        let authors = if follows <= edges / 10 && follows <= left { AUTHORS } else { 0 };
        left -= u64::from(authors) * named.len() as u64;

        let degrees = degrees(shape, left, most);
        let mut made = Self { shape, named, authors, starts: vec![0], targets: Vec::with_capacity(edges as usize) };
        let mut seen = vec![u32::MAX; people as usize];
        let ranks = Ranks::new(people, zipf);
        for (source, degree) in (0..people).zip(degrees) {
            made.draw_targets(source, degree, &ranks, &mut seen);
        }
        for (number, size) in made.named.clone().into_iter().enumerate() {
            // A run of the permuted people: each once, scattered over all ids.
            let begin = made.targets.len();
            made.targets.extend((0..size).map(|at| spread(at, people, draw(shape.seed, TARGET, number as u64))));
            made.targets[begin..].sort_unstable();
            let first = people + made.named.len() as u32;
            made.targets.extend(first..first + made.authors);
            made.starts.push(made.targets.len() as u32);
        }
        made.starts.extend((0..made.authors).map(|_| made.targets.len() as u32));
        Ok(made)
    }

    /// Draws whom an ordinary person's edges lead to: `degree` others, popular ones more often.
    fn draw_targets(&mut self, source: u32, degree: u32, ranks: &Ranks, seen: &mut [u32]) {
        let (people, seed) = (self.shape.people, self.shape.seed);
        let begin = self.targets.len();
        seen[source as usize] = source;
        let mut tries = u64::from(source) << 32;
        let patience = tries + 8 * u64::from(degree) + 64;
        while self.targets.len() - begin < degree as usize {
            let number = draw(seed, TARGET, tries);
            tries += 1;
            let mut target = spread(ranks.rank(number), people, draw(seed, TARGET, u64::MAX));
            if tries > patience {
                // Who draws that many has had the popular ones: the next who is left.
                while seen[target as usize] == source {
                    target = (target + 1) % people;
                }
            }
            if seen[target as usize] != source {
                seen[target as usize] = source;
                self.targets.push(target);
            }
        }
        self.targets[begin..].sort_unstable();
        self.starts.push(self.targets.len() as u32);
    }

    /// Everybody.
    pub(super) fn people(&self) -> u32 {
        self.starts.len() as u32 - 1
    }

    pub(super) fn count(&self) -> u64 {
        self.targets.len() as u64
    }

    /// All edges in the order of source, kind and target, with their positions.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, EdgeKind, u32, Position)> {
        (0..self.people()).flat_map(move |source| {
            let targets = self.of(source);
            let mut own: Vec<_> = (0u32..)
                .zip(targets)
                .map(|(at, target)| (self.kind(source, *target), *target, self.position(source, at, targets.len())))
                .collect();
            own.sort_unstable_by_key(|(kind, target, _)| (kind.number(), *target));
            own.into_iter().map(move |(kind, target, position)| (source, kind, target, position))
        })
    }

    fn of(&self, source: u32) -> &[u32] {
        let at = source as usize;
        &self.targets[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    fn kind(&self, source: u32, target: u32) -> EdgeKind {
        match self.drawn_kind(source, target) {
            // A block takes follows with it, in both directions.
            EdgeKind::Follow
                if self.of(target).binary_search(&source).is_ok()
                    && self.drawn_kind(target, source) == EdgeKind::Block =>
            {
                EdgeKind::Mute
            }
            kind => kind,
        }
    }

    /// The kind of an edge that is there, without regard to others.
    fn drawn_kind(&self, source: u32, target: u32) -> EdgeKind {
        let ordinary = self.shape.people;
        if source >= ordinary {
            return if target >= ordinary { EdgeKind::Follow } else { EdgeKind::Block };
        }
        match draw(self.shape.seed, KIND, u64::from(source) << 32 | u64::from(target)) % 100 {
            0..80 => EdgeKind::Block,
            80..92 => EdgeKind::Follow,
            92..98 => EdgeKind::Mute,
            _ => EdgeKind::DmBlock,
        }
    }

    /// A place in time, which goes in another order than the targets' numbers; each once among a source's.
    fn position(&self, source: u32, at: u32, of: usize) -> Position {
        let turn = draw(self.shape.seed, ORDER, u64::from(source));
        let place = u64::from(spread(at, of as u32, turn));
        let after = place * SPAN / of as u64;
        let low = draw(turn, ORDER, u64::from(at)) & 0xf_ffff;
        Position((BEGIN + after as i64) << 20 | low as i64)
    }
}

/// How many edges each ordinary person has: `total` in all, none more than `most`.
fn degrees(shape: Shape, total: u64, most: u32) -> Vec<u32> {
    let people = shape.people;
    let weights: Vec<f64> = (1..=people).map(|rank| f64::from(rank).powf(-shape.zipf)).collect();
    let sum: f64 = weights.iter().sum();
    let mut by_rank: Vec<u32> =
        weights.iter().map(|weight| ((total as f64 * weight / sum) as u64).min(u64::from(most)) as u32).collect();
    let mut left = total - by_rank.iter().map(|degree| u64::from(*degree)).sum::<u64>();
    while left > 0 {
        for degree in by_rank.iter_mut().filter(|degree| **degree < most) {
            if left == 0 {
                break;
            }
            *degree += 1;
            left -= 1;
        }
    }
    let turn = draw(shape.seed, DEGREE, 0);
    let mut degrees = vec![0; people as usize];
    for (rank, degree) in (0..people).zip(by_rank) {
        degrees[spread(rank, people, turn) as usize] = degree;
    }
    degrees
}

/// Ranks whose frequency falls with a power.
struct Ranks {
    people: u32,
    /// One less the exponent.
    rest: f64,
    /// The area under the curve.
    area: f64,
}

impl Ranks {
    fn new(people: u32, zipf: f64) -> Self {
        let rest = 1.0 - zipf;
        let end = f64::from(people) + 1.0;
        let area = if rest.abs() < 1e-9 { end.ln() } else { (end.powf(rest) - 1.0) / rest };
        Self { people, rest, area }
    }

    /// The rank, from 0, that a random number stands for.
    fn rank(&self, number: u64) -> u32 {
        let area = (number >> 11) as f64 / (1u64 << 53) as f64 * self.area;
        let at = if self.rest.abs() < 1e-9 { area.exp() } else { (area * self.rest + 1.0).powf(1.0 / self.rest) };
        (at as u32).saturating_sub(1).min(self.people - 1)
    }
}

/// Moves `at` to another place below `of`: one to one, another way for every `turn`.
fn spread(at: u32, of: u32, turn: u64) -> u32 {
    // A prime above every `of`, so that no two come to the same place.
    const PRIME: u64 = 4_294_967_291;
    ((u64::from(at) * PRIME + (turn >> 16)) % u64::from(of)) as u32
}
