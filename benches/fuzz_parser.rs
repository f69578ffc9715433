//! Documents a second of `clausal fuzz parser`: with a process for all documents, against an
//! adapter that accepts everything, and with a process for each, beside the machine's bare rate of
//! starting the same command: `cargo bench --bench fuzz_parser`.
#![expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]

use std::error::Error;
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clausal::fuzz::parser::{Expect, Options, run};
use clausal::xml::documents::rules;

/// As in the clausal command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The argument that makes this program the adapter.
const ADAPTER: &str = "accept-everything";

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|arg| arg == ADAPTER) {
        return Ok(adapter()?);
    }
    let is_test = args.iter().any(|arg| arg == "--test");
    let time = Duration::from_millis(if is_test { 300 } else { 5000 });
    let rounds = if is_test { 1 } else { 3 };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let own = std::env::current_exe()?.into_os_string();
    for _ in 0..rounds {
        let documents = rate(&[own.clone(), ADAPTER.into()], true, cores, time)?;
        println!("one process for all: {documents:.0} documents/s ({cores} cores)");
        // Bare before and after, as the machine may have other work.
        let before = bare("cat", cores, time)?;
        let documents = rate(&["cat".into()], false, cores, time)?;
        let spawned = (before + bare("cat", cores, time)?) / 2.0;
        println!(
            "one process for each: {documents:.0} documents/s, bare {spawned:.0} processes/s, ratio {:.2} ({cores} cores)",
            documents / spawned
        );
    }
    Ok(())
}

/// Documents a second.
fn rate(
    command: &[std::ffi::OsString],
    persistent: bool,
    jobs: usize,
    time: Duration,
) -> Result<f64, Box<dyn Error>> {
    // What takes everything has many faults, and making them small is not what is measured.
    let expect = Expect {
        lenient: rules()
            .into_iter()
            .map(|rule| rule.name.to_owned())
            .collect(),
        ..Expect::default()
    };
    let out = std::env::temp_dir().join(format!("clausal-bench-{}", std::process::id()));
    let options = Options {
        command: command.to_vec(),
        persistent,
        canonical: false,
        expect,
        time,
        documents: None,
        timeout: Duration::from_secs(5),
        memory: 1 << 30,
        seed: 1,
        jobs,
        corpus: None,
        out: Some(out.clone()),
        only: Vec::new(),
        against: None,
        chunks: false,
        bait: false,
        grow: Vec::new(),
        growth: false,
        stress: false,
        mutants: true,
        size: 256,
        adopts: false,
    };
    let summary = run(&options, &Arc::new(AtomicBool::new(false)), &|_| {});
    // Whatever came of it, nothing is left behind.
    let _ = std::fs::remove_dir_all(out);
    let summary = summary?;
    Ok(summary.documents as f64 / summary.took.as_secs_f64())
}

/// Processes a second, by nothing but starting and waiting.
fn bare(command: &str, jobs: usize, time: Duration) -> io::Result<f64> {
    let count = AtomicU64::new(0);
    let began = Instant::now();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs)
            .map(|_| {
                scope.spawn(|| -> io::Result<()> {
                    while began.elapsed() < time {
                        Command::new(command)
                            .stdin(Stdio::null())
                            .stdout(Stdio::null())
                            .stderr(Stdio::null())
                            .status()?;
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        threads.into_iter().try_for_each(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Err(io::Error::other("a thread failed")))
        })
    })?;
    Ok(count.into_inner() as f64 / began.elapsed().as_secs_f64())
}

/// Answers `accept` to every frame.
fn adapter() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut chunk = vec![0; 256 << 10];
    let mut head = [0; 4];
    // Bytes of the head that are there, and of the document that are still to come.
    let (mut known, mut left) = (0, 0);
    loop {
        let count = input.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        let mut at = 0;
        let mut done = 0;
        while at < count || (known == 4 && left == 0) {
            if known < 4 {
                head[known] = chunk[at];
                known += 1;
                at += 1;
                left = u32::from_le_bytes(head) as usize;
                continue;
            }
            let step = left.min(count - at);
            at += step;
            left -= step;
            if left == 0 {
                done += 1;
                known = 0;
            }
        }
        output.write_all(&b"accept\n".repeat(done))?;
        output.flush()?;
    }
}
