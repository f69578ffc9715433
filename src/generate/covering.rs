//! Covering arrays: rows of choices such that every combination of `strength` values of different
//! factors stands in at least one row, as far as the rules allow it.
//!
//! Rows are made greedily, one at a time: each begins with a combination that is still missing and
//! takes for every other factor the value that adds most missing combinations; of several such rows
//! the best one stays. The same seed makes the same array.

use super::dice::Dice;

/// Rows that are tried for each one that is kept, for pairs and for triples.
const TRIES: [usize; 2] = [12, 3];

/// Something that takes one of several values.
#[derive(Debug, Clone)]
pub struct Factor {
    /// How many values there are.
    pub values: usize,
    /// Whether it may be left out; combinations with nothing need not be covered.
    pub may_be_absent: bool,
}

/// What a row says of one factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Nothing yet.
    Open,
    /// It is left out.
    Absent,
    /// Its value, by place.
    Value(usize),
}

/// Conditions between factors.
pub trait Rules {
    /// Whether nothing that a row says contradicts a rule. What is open contradicts nothing, and a
    /// contradiction does not go away when more is said.
    fn allows(&self, row: &[Choice]) -> bool;
}

/// A covering array.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covering {
    /// Rows; `None` leaves a factor out.
    pub rows: Vec<Vec<Option<usize>>>,
    /// Combinations that stand in a row.
    pub covered: u64,
    /// Combinations that the rules allow.
    pub total: u64,
    /// Combinations that no row can hold.
    pub excluded: u64,
}

/// Makes a covering array of strength 2 or 3 (other strengths are taken for the nearer one).
pub fn covering(factors: &[Factor], strength: usize, rules: &dyn Rules, seed: u64) -> Covering {
    let mut dice = Dice::new(seed, "covering", 0, 0);
    let strength = strength.clamp(2, 3).min(factors.len());
    let mut missing = Missing::new(factors, strength);
    let mut excluded = 0;
    for tuple in missing.all() {
        if complete(factors, rules, &row_of(factors.len(), &tuple)).is_none() {
            missing.strike(&tuple);
            excluded += 1;
        }
    }
    let total = missing.left;
    let tries = TRIES[usize::from(strength == 3)];
    let mut rows = Vec::new();
    while let Some(seed) = missing.first() {
        let mut best: Option<(u64, Vec<Choice>)> = None;
        for _ in 0..tries {
            let row = grow(factors, rules, &missing, &seed, &mut dice);
            let gain = missing.gain(&row);
            if best.as_ref().is_none_or(|(g, _)| gain > *g) {
                best = Some((gain, row));
            }
        }
        let Some((_, row)) = best else { break };
        missing.cover(&row);
        // The seed was shown to be possible; this bounds the loop should a rule be inconsistent.
        missing.strike(&seed);
        rows.push(row.iter().map(|c| value(*c)).collect());
    }
    Covering {
        rows,
        covered: total,
        total,
        excluded,
    }
}

type Tuple = Vec<(usize, usize)>;

fn value(choice: Choice) -> Option<usize> {
    match choice {
        Choice::Value(v) => Some(v),
        _ => None,
    }
}

fn row_of(factors: usize, tuple: &Tuple) -> Vec<Choice> {
    let mut row = vec![Choice::Open; factors];
    for (factor, value) in tuple {
        row[*factor] = Choice::Value(*value);
    }
    row
}

/// A whole row that says what this one says; `None` when the rules allow none.
fn complete(factors: &[Factor], rules: &dyn Rules, row: &[Choice]) -> Option<Vec<Choice>> {
    if !rules.allows(row) {
        return None;
    }
    let needed = |i: &usize| row[*i] == Choice::Open && !factors[*i].may_be_absent;
    let Some(open) = (0..row.len()).find(needed) else {
        return Some(
            row.iter()
                .map(|c| if *c == Choice::Open { Choice::Absent } else { *c })
                .collect(),
        );
    };
    (0..factors[open].values).find_map(|v| {
        let mut next = row.to_vec();
        next[open] = Choice::Value(v);
        complete(factors, rules, &next)
    })
}

/// A row around a combination: for every factor the value that adds most.
fn grow(
    factors: &[Factor],
    rules: &dyn Rules,
    missing: &Missing<'_>,
    seed: &Tuple,
    dice: &mut Dice,
) -> Vec<Choice> {
    let mut row = row_of(factors.len(), seed);
    let mut order: Vec<usize> = (0..factors.len())
        .filter(|i| row[*i] == Choice::Open)
        .collect();
    // What must be there goes first, as the rest hangs on it; then in any order.
    for i in (1..order.len()).rev() {
        order.swap(i, dice.below(i + 1));
    }
    order.sort_by_key(|i| factors[*i].may_be_absent);
    for factor in order {
        let start = dice.below(factors[factor].values.max(1));
        let mut best: Option<(u64, Choice)> = None;
        for turn in 0..factors[factor].values {
            let choice = Choice::Value((start + turn) % factors[factor].values);
            row[factor] = choice;
            let gain = missing.added(&row, factor);
            if best.is_none_or(|(g, _)| gain > g) && allowed(factors, rules, &row) {
                best = Some((gain, choice));
            }
        }
        row[factor] = match best {
            Some((_, choice)) => choice,
            None => Choice::Absent,
        };
    }
    row
}

/// Whether a row can be completed; the cheap question comes first.
fn allowed(factors: &[Factor], rules: &dyn Rules, row: &[Choice]) -> bool {
    let open = (0..row.len()).any(|i| row[i] == Choice::Open && !factors[i].may_be_absent);
    if open {
        complete(factors, rules, row).is_some()
    } else {
        rules.allows(row)
    }
}

/// The combinations that stand in no row yet.
struct Missing<'f> {
    factors: &'f [Factor],
    strength: usize,
    /// Where the combinations of some factors begin, by the factors.
    starts: Vec<usize>,
    bits: Vec<bool>,
    left: u64,
    /// No combination before this one is missing.
    from: usize,
}

impl<'f> Missing<'f> {
    fn new(factors: &'f [Factor], strength: usize) -> Self {
        let n = factors.len();
        let mut starts = vec![usize::MAX; n.pow(strength.max(1) as u32).max(1)];
        let mut size = 0;
        let mut place = |key: usize, count: usize| {
            starts[key] = size;
            size += count;
        };
        match strength {
            0 | 1 => {
                for i in 0..n {
                    place(i, factors[i].values);
                }
            }
            2 => {
                for i in 0..n {
                    for j in i + 1..n {
                        place(i * n + j, factors[i].values * factors[j].values);
                    }
                }
            }
            _ => {
                for i in 0..n {
                    for j in i + 1..n {
                        for k in j + 1..n {
                            let count = factors[i].values * factors[j].values * factors[k].values;
                            place((i * n + j) * n + k, count);
                        }
                    }
                }
            }
        }
        Missing {
            factors,
            strength,
            starts,
            bits: vec![true; size],
            left: size as u64,
            from: 0,
        }
    }

    fn index(&self, tuple: &[(usize, usize)]) -> usize {
        let n = self.factors.len();
        let key = tuple.iter().fold(0, |key, (factor, _)| key * n + factor);
        let offset = tuple
            .iter()
            .fold(0, |o, (factor, value)| o * self.factors[*factor].values + value);
        self.starts[key] + offset
    }

    /// Every combination, in order.
    fn all(&self) -> Vec<Tuple> {
        let mut all = Vec::with_capacity(self.bits.len());
        let factors: Vec<usize> = (0..self.factors.len()).collect();
        let mut chosen = Vec::new();
        self.gather(&factors, 0, &mut chosen, &mut all);
        all
    }

    fn gather(&self, factors: &[usize], from: usize, chosen: &mut Tuple, all: &mut Vec<Tuple>) {
        if chosen.len() == self.strength.max(1).min(self.factors.len()) {
            if !chosen.is_empty() {
                all.push(chosen.clone());
            }
            return;
        }
        for i in from..factors.len() {
            for value in 0..self.factors[i].values {
                chosen.push((i, value));
                self.gather(factors, i + 1, chosen, all);
                chosen.pop();
            }
        }
    }

    fn strike(&mut self, tuple: &Tuple) {
        let index = self.index(tuple);
        if std::mem::replace(&mut self.bits[index], false) {
            self.left -= 1;
        }
    }

    /// The first combination that is missing.
    fn first(&mut self) -> Option<Tuple> {
        let index = (self.from..self.bits.len()).find(|i| self.bits[*i])?;
        self.from = index;
        Some(self.tuple(index))
    }

    /// The combination at a place.
    fn tuple(&self, index: usize) -> Tuple {
        let n = self.factors.len();
        let (key, start) = self
            .starts
            .iter()
            .enumerate()
            .filter(|(_, s)| **s <= index)
            .max_by_key(|(_, s)| **s)
            .map_or((0, 0), |(k, s)| (k, *s));
        let mut rest = index - start;
        let mut key = key;
        let mut tuple = Vec::new();
        for _ in 0..self.strength.max(1) {
            let factor = key % n;
            key /= n;
            let values = self.factors[factor].values;
            tuple.push((factor, rest % values));
            rest /= values;
        }
        tuple.reverse();
        tuple
    }

    /// How many missing combinations a row holds.
    fn gain(&self, row: &[Choice]) -> u64 {
        let mut gain = 0;
        self.each(row, None, &mut |index| gain += u64::from(self.bits[index]));
        gain
    }

    /// How many missing combinations a row holds that one factor has part in.
    fn added(&self, row: &[Choice], factor: usize) -> u64 {
        let mut gain = 0;
        self.each(row, Some(factor), &mut |index| {
            gain += u64::from(self.bits[index]);
        });
        gain
    }

    fn cover(&mut self, row: &[Choice]) {
        let mut held = Vec::new();
        self.each(row, None, &mut |index| held.push(index));
        for index in held {
            if std::mem::replace(&mut self.bits[index], false) {
                self.left -= 1;
            }
        }
    }

    /// Visits the combinations of a row, all of them or those with one factor.
    fn each(&self, row: &[Choice], with: Option<usize>, see: &mut dyn FnMut(usize)) {
        let set: Vec<(usize, usize)> = row
            .iter()
            .enumerate()
            .filter_map(|(i, c)| Some((i, value(*c)?)))
            .collect();
        let fits = |tuple: &[(usize, usize)]| {
            with.is_none_or(|factor| tuple.iter().any(|(i, _)| *i == factor))
        };
        match (self.strength, with) {
            (0 | 1, _) => {
                for one in &set {
                    if fits(&[*one]) {
                        see(self.index(&[*one]));
                    }
                }
            }
            (2, Some(factor)) => {
                let Some(own) = set.iter().find(|(i, _)| *i == factor).copied() else {
                    return;
                };
                for other in &set {
                    if other.0 != factor {
                        see(self.index(&if other.0 < factor { [*other, own] } else { [own, *other] }));
                    }
                }
            }
            (2, None) => {
                for (a, first) in set.iter().enumerate() {
                    for second in &set[a + 1..] {
                        see(self.index(&[*first, *second]));
                    }
                }
            }
            (_, Some(factor)) => {
                let Some(own) = set.iter().find(|(i, _)| *i == factor).copied() else {
                    return;
                };
                let others: Vec<_> = set.iter().filter(|(i, _)| *i != factor).copied().collect();
                for (a, first) in others.iter().enumerate() {
                    for second in &others[a + 1..] {
                        let tuple = if factor < first.0 {
                            [own, *first, *second]
                        } else if factor < second.0 {
                            [*first, own, *second]
                        } else {
                            [*first, *second, own]
                        };
                        see(self.index(&tuple));
                    }
                }
            }
            _ => {
                for (a, first) in set.iter().enumerate() {
                    for (b, second) in set.iter().enumerate().skip(a + 1) {
                        for third in &set[b + 1..] {
                            see(self.index(&[*first, *second, *third]));
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Forbidden(Vec<[(usize, usize); 2]>);

    impl Rules for Forbidden {
        fn allows(&self, row: &[Choice]) -> bool {
            let holds = |(i, v): (usize, usize)| row.get(i) == Some(&Choice::Value(v));
            !self.0.iter().any(|[a, b]| holds(*a) && holds(*b))
        }
    }

    fn factors(values: &[usize], may_be_absent: bool) -> Vec<Factor> {
        values
            .iter()
            .map(|values| Factor {
                values: *values,
                may_be_absent,
            })
            .collect()
    }

    /// Whether a combination stands in some row.
    fn stands(array: &Covering, tuple: &[(usize, usize)]) -> bool {
        array
            .rows
            .iter()
            .any(|row| tuple.iter().all(|(i, v)| row[*i] == Some(*v)))
    }

    #[test]
    fn known_systems_need_few_rows() {
        for (values, strength, most) in [
            (vec![3; 4], 2, 12),
            (vec![2; 10], 2, 10),
            (vec![4; 10], 2, 34),
            (vec![2; 10], 3, 22),
        ] {
            let array = covering(&factors(&values, false), strength, &Forbidden(vec![]), 1);
            assert_eq!(array.covered, array.total);
            assert!(array.rows.len() <= most, "{} rows for {values:?}", array.rows.len());
        }
        let mut large = vec![21, 13];
        large.extend([2; 60]);
        let array = covering(&factors(&large, true), 2, &Forbidden(vec![]), 1);
        assert!(array.rows.len() <= 276, "{} rows", array.rows.len());
    }

    #[test]
    fn few_factors_and_no_possible_row_are_no_trouble() {
        let rows = |values: &[usize], strength| {
            covering(&factors(values, false), strength, &Forbidden(vec![]), 1).rows.len()
        };
        assert_eq!(rows(&[], 2), 0);
        assert_eq!(rows(&[3], 2), 3);
        assert_eq!(rows(&[2, 2], 3), 4);
        let never = Forbidden((0..2).flat_map(|a| (0..2).map(move |b| [(0, a), (1, b)])).collect());
        let array = covering(&factors(&[2, 2, 2], false), 2, &never, 1);
        assert_eq!((array.rows.len(), array.total, array.excluded), (0, 0, 12));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

        #[test]
        fn every_allowed_combination_stands_in_a_row_and_no_row_breaks_a_rule(
            values in prop::collection::vec(1usize..4, 2..6),
            forbidden in prop::collection::vec((0usize..6, 0usize..3, 0usize..6, 0usize..3), 0..6),
            absent in any::<bool>(),
            strength in 2usize..4,
            seed in any::<u64>(),
        ) {
            let pairs: Vec<_> = forbidden
                .into_iter()
                .filter(|(i, _, j, _)| i != j)
                .map(|(i, a, j, b)| [(i, a), (j, b)])
                .collect();
            let rules = Forbidden(pairs);
            let factors = factors(&values, absent);
            let array = covering(&factors, strength, &rules, seed);
            prop_assert_eq!(&array, &covering(&factors, strength, &rules, seed));
            for row in &array.rows {
                let said: Vec<Choice> = row.iter().map(|v| v.map_or(Choice::Absent, Choice::Value)).collect();
                prop_assert!(rules.allows(&said), "{:?}", row);
                prop_assert!(absent || row.iter().all(Option::is_some));
            }
            // By brute force: a combination is possible when some whole row holds it.
            let mut whole: Vec<Vec<Option<usize>>> = vec![vec![]];
            for factor in &factors {
                whole = whole.into_iter().flat_map(|row| {
                    let mut next: Vec<_> = (0..factor.values).map(|v| [row.clone(), vec![Some(v)]].concat()).collect();
                    if absent { next.push([row, vec![None]].concat()); }
                    next
                }).collect();
            }
            whole.retain(|row| {
                let said: Vec<Choice> = row.iter().map(|v| v.map_or(Choice::Absent, Choice::Value)).collect();
                rules.allows(&said)
            });
            let missing = Missing::new(&factors, strength.min(factors.len()));
            let (mut total, mut excluded) = (0, 0);
            for tuple in missing.all() {
                let possible = whole.iter().any(|row| tuple.iter().all(|(i, v)| row[*i] == Some(*v)));
                if possible { total += 1 } else { excluded += 1 }
                prop_assert_eq!(possible, stands(&array, &tuple), "{:?}", tuple);
            }
            prop_assert_eq!((array.total, array.excluded), (total, excluded));
        }
    }
}
