//! Bytes a second of a whole CreateTask request: the message written as XML by the contract's
//! schema, then read strictly and turned back into the message: `cargo bench --bench wire`.

use std::hint::black_box;

use clausal::contract;
use clausal::generate::{Kit, Settings};
use clausal::prove::reference_profile;
use clausal::wire::{self, Writing};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// As in the clausal command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn speed(c: &mut Criterion) {
    let contract = contract::open("commvault").expect("the built-in contract loads");
    let operation = contract.operation("createTask").expect("it is there");
    let profile = reference_profile().expect("the profile is right");
    let kit = Kit::new(&contract, operation, profile.fixtures(&contract));
    let writing = Writing::default();
    let settings = Settings {
        seed: 1,
        cases: 0,
        writing: writing.clone(),
        has_token: true,
        has_words: false,
        settle: None,
        strength: 2,
        bait: None,
    };
    let message = kit
        .plain_of("sample", &settings)
        .expect("the profile has every fixture");
    let request = wire::encode(operation, &message, &writing);
    let body = request.body.clone().expect("it has a body");
    let read = wire::read_body(operation, &body, &writing).expect("what is written is read");
    assert_eq!(Some(&read), message.body.as_ref());
    let value = message.body.as_ref().expect("it has a body");
    let mut group = c.benchmark_group(format!("CreateTask of {} bytes", body.len()));
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("encode", |b| {
        b.iter(|| wire::encode(operation, black_box(&message), &writing));
    });
    group.bench_function("strict decode", |b| {
        b.iter(|| wire::read_body(operation, black_box(&body), &writing));
    });
    group.bench_function("encode and strict decode", |b| {
        b.iter(|| {
            let body = wire::write_body(operation, black_box(value), &writing);
            wire::read_body(operation, &body, &writing)
        });
    });
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
