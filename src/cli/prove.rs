//! `clausal prove`: who checks the checker. Every planted defect must be caught by the clause that
//! names it, and every legitimate variant must raise no alarm.

mod mutants;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tokio::runtime::Runtime;

use super::args::ProveArgs;
use super::say::say;
use super::{Error, contracts, exit, workers};
use crate::prove::{Proof, Subject, prove, prove_whole, subjects};
use crate::run::plan::Pattern;

pub(super) fn run(args: &ProveArgs) -> Result<u8, Error> {
    let contracts = contracts(&[])?;
    let only = args
        .only
        .iter()
        .map(|p| Pattern::parse(p))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(count) = args.mutants {
        return mutants::run(args, count, &only, &contracts);
    }
    let profile = super::reference_profile()?;
    let subjects: Vec<Subject> = subjects()
        .into_iter()
        .filter(|s| only.is_empty() || only.iter().any(|p| p.matches(s.id())))
        .collect();
    if subjects.is_empty() {
        return Err(Error::usage(
            "no defect or variant matches\n(hint: `clausal serve --list` names them)",
        ));
    }
    let began = Instant::now();
    let failed = Mutex::new(Vec::new());
    side_by_side(args, &subjects, |subject, runtime| {
        let proof = if args.whole {
            runtime.block_on(prove_whole(subject, &contracts, &profile, args.seed))
        } else {
            runtime.block_on(prove(subject, &contracts, &profile, args.seed))
        };
        say!("{}", line(subject, &proof));
        if !proof.is_right()
            && let Ok(mut failed) = failed.lock()
        {
            failed.push(subject.id().to_owned());
        }
    });
    let failed = failed.into_inner().unwrap_or_default();
    let defects = subjects
        .iter()
        .filter(|s| matches!(s, Subject::Defect(_)))
        .count();
    say!(
        "\n{defects} defects and {} variants in {:.1} s: {}",
        subjects.len() - defects,
        began.elapsed().as_secs_f64(),
        if failed.is_empty() {
            "every defect caught, every variant silent".to_owned()
        } else {
            format!("{} wrong: {}", failed.len(), failed.join(", "))
        }
    );
    Ok(if failed.is_empty() {
        exit::HELD
    } else {
        exit::BROKEN
    })
}

/// Does something for each item, on several threads.
fn side_by_side<T: Sync>(args: &ProveArgs, items: &[T], act: impl Fn(&T, &Runtime) + Sync) {
    let jobs = args
        .jobs
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from) * 4)
        .max(1);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                let Ok(runtime) = workers() else { return };
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    act(item, &runtime);
                }
            });
        }
    });
}

fn line(subject: &Subject, proof: &Proof) -> String {
    let also = |list: &[String]| {
        if list.is_empty() {
            String::new()
        } else {
            format!(" (and {} more)", list.len())
        }
    };
    match (subject, proof) {
        (_, Proof::Failed(why)) => format!("ERROR   {:36} {why}", subject.id()),
        (_, Proof::Caught { by, others }) => format!(
            "caught  {:36} {}{}",
            subject.id(),
            by.join(", "),
            also(others)
        ),
        (_, Proof::Missed { instead }) => {
            format!(
                "MISSED  {:36} expected {}; broken instead: {}",
                subject.id(),
                subject.wanted(),
                if instead.is_empty() {
                    "nothing".into()
                } else {
                    instead.join(", ")
                }
            )
        }
        (_, Proof::Silent { inconclusive, .. }) => {
            let note = if *inconclusive > 0 {
                format!(" ({inconclusive} inconclusive)")
            } else {
                String::new()
            };
            format!("silent  {:36} variant{note}", subject.id())
        }
        (_, Proof::Alarm(list)) => {
            format!("ALARM   {:36} variant: {}", subject.id(), list.join(", "))
        }
    }
}
