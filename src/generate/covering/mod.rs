//! Covering arrays: few rows in which every combination of values of any `t` factors stands.
//!
//! Most faults need one value or two together, hardly ever ten. Rows that hold every pair (or every
//! triple) of values reach them with a tiny share of the full product. The way there is IPOG's: take
//! the factors one after another, the largest first; give each row so far the value that adds the
//! most, then add rows for what is still missing. A row carries a full row that the rules allow as
//! its witness, so that no choice leads into a dead end.

mod grow;
mod lots;
mod pairs;
mod search;
mod table;
#[cfg(test)]
mod tests;

use grow::Grower;
use lots::Lots;
use pairs::Pairs;
use search::{EXACT, Found, Search};

/// Work (looks at the table of what is missing, and weighted questions to the rules) after which no
/// further try is begun; some tens of milliseconds.
const WORK: u64 = 12_000_000;
/// Most tries.
const TRIES: usize = 16;

/// Something that takes one of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    /// How many values it has; they are numbered from 0.
    pub values: usize,
    /// Whether a row may leave it out. That is one more choice, but no combination has to hold it.
    pub may_be_absent: bool,
}

/// What a row says about a factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Choice {
    /// Not chosen yet.
    Open,
    /// Left out.
    Absent,
    /// The value of that number.
    Value(usize),
}

/// What rows may hold.
pub trait Rules {
    /// Whether a row of one choice a factor breaks no rule.
    ///
    /// For a row without open places the answer is final. For one with open places `false` says
    /// that nothing completes it, and `true` only that no rule is broken so far; the sooner a rule
    /// says `false`, the faster the search. A rule gives the same answer to the same row each time.
    fn allows(&self, partial: &[Choice]) -> bool;
}

impl<F: Fn(&[Choice]) -> bool> Rules for F {
    fn allows(&self, partial: &[Choice]) -> bool {
        self(partial)
    }
}

/// Rows that hold every combination, and how many combinations there are.
///
/// `total + excluded + undecided` is the number of all combinations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covering {
    /// One value number a factor; `None` leaves the factor out.
    pub rows: Vec<Vec<Option<usize>>>,
    /// Combinations that stand in a row: all of `total`.
    pub covered: u64,
    /// Combinations that the rules allow.
    pub total: u64,
    /// Combinations that no row can hold without breaking a rule.
    pub excluded: u64,
    /// Combinations for which neither a row nor the proof that there is none was found with the
    /// effort that a single one is worth. Only tangled rules come to that.
    pub undecided: u64,
}

/// Rows such that each combination of values of `strength` different factors that the rules allow
/// stands in at least one of them; none of the rows breaks a rule.
///
/// Factors without values take part in no combination. With fewer factors than `strength` the
/// combinations are those of all factors. Strength 0, or no factor with a value, needs no rows; nor
/// do rules that forbid every row. The rows are the same for the same arguments on any machine.
/// Memory grows with the number of combinations of `strength - 1` factors and of the rows.
pub fn covering(factors: &[Factor], strength: usize, rules: &dyn Rules, seed: u64) -> Covering {
    let mut order: Vec<usize> = (0..factors.len())
        .filter(|f| factors[*f].values > 0)
        .collect();
    // The largest ones need the most rows, and the small ones then fit in between.
    order.sort_by_key(|f| std::cmp::Reverse(factors[*f].values));
    let strength = strength.min(order.len());
    if strength == 0 {
        return Covering::default();
    }
    let mut search = Search::new(factors, rules, Lots::new(seed));
    match search.complete(&vec![Choice::Open; factors.len()], EXACT) {
        Found::Row(_) => {}
        Found::Nothing => {
            return Covering {
                excluded: combinations(factors, strength),
                ..Covering::default()
            };
        }
        Found::GaveUp => {
            return Covering {
                undecided: combinations(factors, strength),
                ..Covering::default()
            };
        }
    }
    let pairs = Pairs::find(&mut search, &order);
    // Fewer rows than the largest factors have combinations cannot do, unless rules forbid some.
    let least: usize = order[..strength]
        .iter()
        .map(|f| factors[*f].values)
        .fold(1, usize::saturating_mul);
    let mut best: Option<Covering> = None;
    let mut work = 0;
    for _ in 0..TRIES {
        let (covering, spent) = Grower::new(&mut search, &pairs, &order, strength).grow();
        work += spent;
        // What was undecided once may be found another time.
        let better = best.as_ref().is_none_or(|b| {
            (covering.undecided, covering.rows.len()) < (b.undecided, b.rows.len())
        });
        if better {
            best = Some(covering);
        }
        let is_least = best.as_ref().is_some_and(|b| b.rows.len() <= least);
        if work > WORK || is_least {
            break;
        }
    }
    best.unwrap_or_default()
}

/// How many combinations of values of `strength` factors there are, whatever the rules say.
fn combinations(factors: &[Factor], strength: usize) -> u64 {
    let mut ways = vec![0u64; strength + 1];
    ways[0] = 1;
    for factor in factors {
        for size in (1..=strength).rev() {
            let more = ways[size - 1].saturating_mul(factor.values as u64);
            ways[size] = ways[size].saturating_add(more);
        }
    }
    ways[strength]
}
