//! Documents a second, on one core: `cargo bench --bench documents`.

use std::hint::black_box;

use clausal::xml::documents::{Documents, Options};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// As in the clausal command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn speed(c: &mut Criterion) {
    const COUNT: u64 = 10_000;
    let mut group = c.benchmark_group("documents of about 500 bytes");
    group.sample_size(20);
    group.throughput(Throughput::Elements(COUNT));
    for (name, dtd) in [("all", true), ("without DTD", false)] {
        let options = Options {
            dtd,
            ..Options::default()
        };
        let mut documents = Documents::new(1, options);
        group.bench_function(name, |b| {
            b.iter(|| {
                (0..COUNT)
                    .map(|_| black_box(documents.next()).bytes.len())
                    .sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
