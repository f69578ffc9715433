//! The same clauses of the same router, over loopback and inside this process:
//! `cargo bench --bench in_process`.

use clausal::reference::{Options, router, start};
use clausal::{Check, CheckError};
use criterion::{Criterion, criterion_group, criterion_main};

/// As in the clausal command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn check() -> Result<Check, CheckError> {
    let profile = clausal::prove::reference_profile()?;
    Check::new()
        .contract("jsa")?
        .profile(profile)
        .cases(2000)
        .only("*/422-*.pattern")?
        .only("*/422-*.maxLength")
}

fn both(c: &mut Criterion) {
    let mut group = c.benchmark_group("stateless clauses of a router");
    group.sample_size(10);
    let server = start(Options::default()).expect("the reference server starts");
    group.bench_function("over loopback", |b| {
        b.iter(|| {
            let checked = check().and_then(|c| c.run(&server.url()));
            checked.expect("the check runs").assert_held();
        });
    });
    group.bench_function("in process", |b| {
        b.iter(|| {
            let router = router(&Options::default()).expect("the options are right");
            let checked = check().and_then(|c| c.run_in_process(router));
            checked.expect("the check runs").assert_held();
        });
    });
    group.finish();
}

criterion_group!(benches, both);
criterion_main!(benches);
