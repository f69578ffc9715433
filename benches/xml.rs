//! Bytes a second of writing and strictly reading a task of some 3 KB, beside others on the same
//! bytes: `cargo bench --bench xml`.

use std::hint::black_box;

use clausal::xml::{Element, Limits, Node, Style, read, write};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// As in the clausal command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A task with many attributes, as servers are sent.
fn task() -> Element {
    let mut root = Element::new("CreateTask");
    for i in 0..12 {
        root.attributes
            .push((format!("Setting{i}"), format!("value {i}")));
    }
    for i in 0..14 {
        let mut step = Element::new("Step");
        for (name, value) in [
            ("Name", format!("copy-{i}")),
            ("Source", format!("/data/project-{i}/input")),
            ("Target", "backup & archive".to_owned()),
            ("Schedule", "0 3 * * 1-5".to_owned()),
            ("Retention", "30".to_owned()),
            ("Compress", "true".to_owned()),
            ("Owner", "Zoë".to_owned()),
        ] {
            step.attributes.push((name.to_owned(), value));
        }
        if i % 3 == 0 {
            step.children
                .push(Node::Text("Runs before the others <only> once.".to_owned()));
        }
        root.children.push(Node::Element(step));
    }
    root
}

fn speed(c: &mut Criterion) {
    let (task, style, limits) = (task(), Style::default(), Limits::default());
    let bytes = write(&task, &style);
    let text = std::str::from_utf8(&bytes).expect("the default style is UTF-8");
    assert_eq!(
        read(&bytes, &limits).expect("what is written is read"),
        task
    );
    let mut group = c.benchmark_group(format!("task of {} bytes", bytes.len()));
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("write", |b| b.iter(|| write(black_box(&task), &style)));
    group.bench_function("read", |b| b.iter(|| read(black_box(&bytes), &limits)));
    group.bench_function("write and read", |b| {
        b.iter(|| read(&write(black_box(&task), &style), &limits));
    });
    group.bench_function("quick-xml events, nothing checked", |b| {
        b.iter(|| {
            let mut reader = quick_xml::Reader::from_str(black_box(text));
            let mut events = 0;
            while !matches!(
                reader.read_event(),
                Ok(quick_xml::events::Event::Eof) | Err(_)
            ) {
                events += 1;
            }
            events
        });
    });
    group.bench_function("roxmltree", |b| {
        b.iter(|| roxmltree::Document::parse(black_box(text)).map(|d| d.root().has_children()));
    });
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
