//! How long it takes to cover every pair and every triple of values: `cargo bench --bench covering`.

use std::hint::black_box;

use clausal::generate::covering::{Choice, Factor, covering};
use criterion::{Criterion, criterion_group, criterion_main};

/// As in the clausal command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// So many factors of so many values each; every third one may be absent.
fn system(sizes: &[(usize, usize)]) -> Vec<Factor> {
    sizes
        .iter()
        .flat_map(|(values, count)| std::iter::repeat_n(*values, *count))
        .enumerate()
        .map(|(number, values)| Factor {
            values,
            may_be_absent: number % 3 == 0,
        })
        .collect()
}

/// As many options as the richest operation that we know has.
fn large() -> Vec<Factor> {
    let middle = [(3, 3), (4, 2), (5, 2), (6, 1), (7, 1), (8, 1)];
    let big = [(13, 4), (21, 2), (32, 2)];
    system(&[&[(2, 60)], &middle[..], &big].concat())
}

fn anything(_: &[Choice]) -> bool {
    true
}

/// Of each five flags at most one is set, and many values of the two largest factors exclude each
/// other.
fn tangled(row: &[Choice]) -> bool {
    let is_set = |choice: &&Choice| **choice == Choice::Value(1);
    let flags = row[..30]
        .chunks(5)
        .all(|five| five.iter().filter(is_set).count() < 2);
    let largest = match row[row.len() - 2..] {
        [Choice::Value(a), Choice::Value(b)] => (a + b) % 7 != 0,
        _ => true,
    };
    flags && largest
}

fn pairs(c: &mut Criterion) {
    let mut group = c.benchmark_group("pairs");
    group.sample_size(20);
    for (name, factors) in [
        ("3^13", system(&[(3, 13)])),
        ("2^100", system(&[(2, 100)])),
        ("21 13 2^60", system(&[(21, 1), (13, 1), (2, 60)])),
        ("large", large()),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| covering(black_box(&factors), 2, &anything, 1))
        });
    }
    let factors = large();
    group.bench_function("large, with rules", |b| {
        b.iter(|| covering(black_box(&factors), 2, &tangled, 1));
    });
    group.finish();
}

fn triples(c: &mut Criterion) {
    let mut group = c.benchmark_group("triples");
    group.sample_size(10);
    let factors = large();
    group.bench_function("large", |b| {
        b.iter(|| covering(black_box(&factors), 3, &anything, 1))
    });
    group.bench_function("large, with rules", |b| {
        b.iter(|| covering(black_box(&factors), 3, &tangled, 1));
    });
    group.finish();
}

criterion_group!(benches, pairs, triples);
criterion_main!(benches);
