//! Every covering is held to a count that shares nothing with the algorithm.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Choice, Covering, Factor, covering};

/// Factors and values of one combination.
type Combination = Vec<(usize, usize)>;

fn factors(sizes: &[usize]) -> Vec<Factor> {
    sizes
        .iter()
        .map(|values| Factor {
            values: *values,
            may_be_absent: false,
        })
        .collect()
}

/// Every full row that the rules allow; for small systems only.
fn every_row(factors: &[Factor], rules: &dyn Fn(&[Choice]) -> bool) -> Vec<Vec<Choice>> {
    let mut rows = vec![Vec::new()];
    for factor in factors {
        let mut choices: Vec<Choice> = (0..factor.values).map(Choice::Value).collect();
        choices.extend(factor.may_be_absent.then_some(Choice::Absent));
        rows = rows
            .iter()
            .flat_map(|row: &Vec<Choice>| {
                let longer = |choice: &Choice| [row.as_slice(), &[*choice]].concat();
                choices.iter().map(longer).collect::<Vec<_>>()
            })
            .collect();
    }
    rows.retain(|row| rules(row));
    rows
}

/// The combinations of `size` factors that stand in the rows.
fn held(rows: &[Vec<Choice>], size: usize) -> BTreeSet<Combination> {
    fn add(
        rest: &[(usize, usize)],
        size: usize,
        so_far: &[(usize, usize)],
        all: &mut BTreeSet<Combination>,
    ) {
        if so_far.len() == size {
            all.insert(so_far.to_vec());
            return;
        }
        for (at, place) in rest.iter().enumerate() {
            add(&rest[at + 1..], size, &[so_far, &[*place]].concat(), all);
        }
    }
    let mut all = BTreeSet::new();
    for row in rows {
        let present: Combination = (row.iter().enumerate())
            .filter_map(|(f, choice)| match choice {
                Choice::Value(value) => Some((f, *value)),
                _ => None,
            })
            .collect();
        add(&present, size, &[], &mut all);
    }
    all
}

fn rows_of(covering: &Covering) -> Vec<Vec<Choice>> {
    let choice = |value: &Option<usize>| value.map_or(Choice::Absent, Choice::Value);
    let row = |row: &Vec<Option<usize>>| row.iter().map(choice).collect();
    covering.rows.iter().map(row).collect()
}

/// How many combinations there are without rules, counted one by one.
fn all(factors: &[Factor], size: usize) -> u64 {
    (0u32..1 << factors.len())
        .filter(|set| set.count_ones() as usize == size)
        .map(|set| {
            (0..factors.len())
                .filter(|f| set >> f & 1 == 1)
                .map(|f| factors[f].values as u64)
                .product::<u64>()
        })
        .sum()
}

/// Holds the covering of a small system to the full product.
fn verify(factors: &[Factor], strength: usize, rules: &dyn Fn(&[Choice]) -> bool, seed: u64) {
    let made = covering(factors, strength, &rules, seed);
    let with_values = factors.iter().filter(|f| f.values > 0).count();
    let size = strength.min(with_values);
    let rows = rows_of(&made);
    for row in &rows {
        assert_eq!(row.len(), factors.len());
        assert!(rules(row), "{row:?} breaks a rule");
        for (choice, factor) in row.iter().zip(factors) {
            assert!(match choice {
                Choice::Value(value) => *value < factor.values,
                _ => factor.may_be_absent,
            });
        }
    }
    if size == 0 {
        assert_eq!(made, Covering::default());
        return;
    }
    let possible = held(&every_row(factors, rules), size);
    assert_eq!(held(&rows, size), possible);
    assert_eq!(made.total, possible.len() as u64);
    assert_eq!(made.covered, made.total);
    assert_eq!(made.excluded, all(factors, size) - made.total);
    assert_eq!(made.undecided, 0);
    assert!(rows.len() as u64 <= made.total, "a row adds nothing");
}

fn anything(_: &[Choice]) -> bool {
    true
}

#[test]
fn as_few_rows_as_the_usual_tools_make() {
    // Sizes, strength, fewest rows that can do, most that we accept (PICT, ACTS and IPOG make as many).
    let many = |size, count| vec![size; count];
    for (sizes, strength, least, most) in [
        (many(3, 4), 2, 9, 9),
        (many(3, 13), 2, 15, 20),
        (many(2, 10), 2, 6, 10),
        (many(2, 100), 2, 10, 17),
        (many(4, 10), 2, 24, 31),
        (many(10, 20), 2, 155, 220),
        ([many(4, 15), many(3, 17), many(2, 29)].concat(), 2, 16, 38),
        ([vec![21, 13], many(2, 60)].concat(), 2, 273, 273),
        (many(3, 4), 3, 27, 27),
        (many(2, 10), 3, 12, 18),
        (many(4, 10), 3, 64, 165),
    ] {
        let factors = factors(&sizes);
        let made = covering(&factors, strength, &anything, 1);
        let count = made.rows.len();
        assert!((least..=most).contains(&count), "{sizes:?}: {count} rows");
        let held = held(&rows_of(&made), strength).len() as u64;
        assert_eq!((held, made.covered), (made.total, made.total), "{sizes:?}");
        assert_eq!((made.excluded, made.undecided), (0, 0));
    }
}

#[test]
fn small_and_odd_systems() {
    let absent = |values| Factor {
        values,
        may_be_absent: true,
    };
    for list in [
        vec![],
        factors(&[5]),
        factors(&[1]),
        factors(&[1, 1, 1]),
        factors(&[3, 1, 2]),
        vec![absent(0)],
        vec![
            absent(0),
            absent(2),
            Factor {
                values: 3,
                may_be_absent: false,
            },
        ],
        vec![absent(1), absent(1), absent(3), absent(2)],
        factors(&[70, 2, 65]),
    ] {
        for strength in 0..=5 {
            verify(&list, strength, &anything, 7);
        }
    }
}

#[test]
fn a_factor_without_any_choice_leaves_no_row() {
    let made = covering(&factors(&[2, 0, 3]), 2, &anything, 1);
    assert_eq!((made.rows.len(), made.total, made.excluded), (0, 0, 6));
}

#[test]
fn rules_that_forbid_everything_leave_no_row() {
    let full = |row: &[Choice]| row.contains(&Choice::Open);
    for rules in [&(|_: &[Choice]| false) as &dyn Fn(&[Choice]) -> bool, &full] {
        let made = covering(&factors(&[2, 3, 2]), 2, &rules, 1);
        let expected = Covering {
            excluded: 16,
            ..Covering::default()
        };
        assert_eq!(made, expected);
    }
}

/// Whether both places are filled and the condition holds.
fn both(row: &[Choice], a: usize, b: usize, holds: impl Fn(Choice, Choice) -> bool) -> bool {
    row[a] != Choice::Open && row[b] != Choice::Open && holds(row[a], row[b])
}

#[test]
fn rules_that_follow_from_one_another() {
    use Choice::{Absent, Value};
    let list = vec![
        Factor {
            values: 2,
            may_be_absent: true
        };
        7
    ];
    // Exactly one of the first three; the fourth needs the fifth, that the sixth, and the seventh
    // bars the sixth: no rule alone says that the seventh bars the fourth.
    let rules = |row: &[Choice]| {
        let first = &row[..3];
        let there = first.iter().filter(|c| matches!(c, Value(_))).count();
        let needs = |a, b| !both(row, a, b, |a, b| a != Absent && b == Absent);
        there <= 1
            && (there == 1 || first.contains(&Choice::Open))
            && needs(3, 4)
            && needs(4, 5)
            && !both(row, 5, 6, |a, b| a != Absent && b != Absent)
    };
    for strength in 1..=4 {
        verify(&list, strength, &rules, 3);
    }
}

#[test]
fn rules_that_speak_only_of_full_rows() {
    let rules = |row: &[Choice]| {
        let sum: Option<usize> = row
            .iter()
            .map(|c| match c {
                Choice::Value(value) => Some(*value),
                _ => None,
            })
            .sum();
        sum.is_none_or(|sum| sum == 2)
    };
    for strength in 1..=3 {
        verify(&factors(&[3, 3, 2, 2, 2]), strength, &rules, 3);
    }
}

#[test]
fn endless_searches_are_given_up() {
    // Nothing is known before the row is full, and one row in a million million is right.
    let rules =
        |row: &[Choice]| row.contains(&Choice::Open) || row.iter().all(|c| *c == Choice::Value(3));
    let list = factors(&[4; 20]);
    let made = covering(&list, 1, &rules, 1);
    assert_eq!((made.rows.len(), made.undecided), (0, 80));
}

#[test]
fn the_same_seed_gives_the_same_rows() {
    let list = factors(&[5, 4, 4, 3, 3, 2, 2, 2]);
    let rules = |row: &[Choice]| row[0] != Choice::Value(1) || row[2] != Choice::Value(2);
    let made = |seed| covering(&list, 2, &rules, seed);
    assert_eq!(made(5), made(5));
    assert_ne!(made(5).rows, made(6).rows);
    // On any machine: these rows were made on one.
    let rows = covering(&factors(&[3, 2, 2]), 2, &anything, 1).rows;
    let rows: Vec<Vec<usize>> = rows
        .into_iter()
        .map(|row| row.into_iter().flatten().collect())
        .collect();
    assert_eq!(
        rows,
        [
            [0, 0, 1],
            [0, 1, 0],
            [1, 0, 0],
            [1, 1, 1],
            [2, 0, 1],
            [2, 1, 0]
        ]
    );
}

/// A small system, and pairs of choices (factor, choice number; the last may be absence) that it
/// forbids.
fn system() -> impl Strategy<Value = (Vec<Factor>, Vec<[(usize, Choice); 2]>)> {
    let factor = (0..5usize, any::<bool>()).prop_map(|(values, may_be_absent)| Factor {
        values,
        may_be_absent: may_be_absent || values == 0,
    });
    prop::collection::vec(factor, 2..6).prop_flat_map(|list| {
        let choice =
            (0..5usize).prop_map(|n| n.checked_sub(1).map_or(Choice::Absent, Choice::Value));
        let place = (0..list.len(), choice);
        let pair = (place.clone(), place).prop_map(|(a, b)| [a, b]);
        (Just(list), prop::collection::vec(pair, 0..14))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_systems_are_covered((list, forbidden) in system(), strength in 1..4usize, seed: u64) {
        let rules = |row: &[Choice]| {
            !forbidden.iter().any(|pair| pair.iter().all(|(f, choice)| row[*f] == *choice))
        };
        verify(&list, strength, &rules, seed);
    }
}
