//! Same seed, same target state, same verdicts: however fast the target is, and whatever else the
//! machine has to do.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::middleware::map_request;
use clausal::contract;
use clausal::prove::reference_profile;
use clausal::reference;
use clausal::run::Options;
use clausal::run::event::Verdict;

use crate::support::check_with;

/// Runs on a plain reference, on a slow one, and beside threads that keep every core busy.
const RUNS: [(Kind, usize); 3] = [(Kind::Plain, 8), (Kind::Slow, 6), (Kind::Loaded, 6)];
/// How much later a slow target answers.
const LATER: Duration = Duration::from_millis(2);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Slow,
    Loaded,
}

/// The verdicts of one run on a server of its own.
fn verdicts(kind: Kind) -> BTreeMap<String, (Verdict, Option<String>)> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let router = reference::router(&reference::Options::default()).unwrap();
        let router = router.layer(map_request(
            move |request: axum::extract::Request| async move {
                if kind == Kind::Slow {
                    tokio::time::sleep(LATER).await;
                }
                request
            },
        ));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served = tokio::spawn(async move { axum::serve(listener, router).await });
        let names = contract::builtin_names().iter();
        let contracts: Vec<_> = names.map(|name| contract::open(name).unwrap()).collect();
        let mut profile = reference_profile().unwrap();
        // A loaded machine takes its time.
        profile.limits.timeout = Duration::from_secs(120);
        profile.limits.settle = Duration::from_secs(120);
        let options = Options {
            seed: 7,
            cases: 2,
            strength: 1,
            ..Options::default()
        };
        let told = check_with(&contracts, &url, &profile, &[], options).await;
        served.abort();
        let judged = told.judged.into_iter();
        judged.map(|j| (j.id, (j.verdict, j.reason))).collect()
    })
}

#[test]
fn twenty_runs_give_one_set_of_verdicts() {
    let over = Arc::new(AtomicBool::new(false));
    let mut known: Option<BTreeMap<_, _>> = None;
    for (kind, times) in RUNS {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let busy: Vec<_> = (0..if kind == Kind::Loaded { cores } else { 0 })
            .map(|_| {
                let over = Arc::clone(&over);
                std::thread::spawn(move || {
                    while !over.load(Ordering::Relaxed) {
                        std::hint::spin_loop();
                    }
                })
            })
            .collect();
        for number in 0..times {
            let now = verdicts(kind);
            assert!(now.len() > 1_000, "{}", now.len());
            let known = known.get_or_insert_with(|| now.clone());
            let differences: Vec<_> = now
                .iter()
                .filter(|(id, verdict)| known.get(*id) != Some(*verdict))
                .map(|(id, verdict)| (id, known.get(id), verdict))
                .collect();
            assert!(
                differences.is_empty(),
                "{kind:?} run {number}: {differences:#?}"
            );
        }
        over.store(true, Ordering::Relaxed);
        busy.into_iter().for_each(|thread| thread.join().unwrap());
        over.store(false, Ordering::Relaxed);
    }
    let known = known.unwrap_or_default();
    let told = |v: Verdict| known.values().filter(|(verdict, _)| *verdict == v).count();
    assert_eq!((told(Verdict::Broken), told(Verdict::Inconclusive)), (0, 0));
}
