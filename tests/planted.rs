//! Who checks the checker: one trial for each planted defect, which must be caught by the clause
//! that names it, one for each legitimate variant, which must raise no alarm, and one for a sample
//! of mutants, most of which must be caught.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use clausal::contract::{self, Contract};
use clausal::prove::{Proof, Subject, draw, kill, prove, reference_profile, subjects};
use clausal::reference::mutants;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let contracts: Arc<OnceLock<Vec<Contract>>> = Arc::default();
    let sample = {
        let contracts = Arc::clone(&contracts);
        Trial::test("a-sample-of-mutants", move || sample(&contracts)).with_kind("mutants")
    };
    let trials = subjects()
        .into_iter()
        .map(|subject| {
            let kind = if matches!(subject, Subject::Defect(_)) {
                "defect"
            } else {
                "variant"
            };
            let contracts = Arc::clone(&contracts);
            Trial::test(subject.id(), move || trial(&subject, &contracts)).with_kind(kind)
        })
        .chain([sample])
        .collect();
    libtest_mimic::run(&args, trials).exit_code()
}

fn opened(contracts: &OnceLock<Vec<Contract>>) -> &[Contract] {
    contracts.get_or_init(|| {
        let names = contract::builtin_names().iter();
        let open = |name| contract::open(name).expect("built-in contracts load");
        names.map(|name| open(name)).collect()
    })
}

/// Mutants of the sample.
const SAMPLE: usize = 40;
/// How many of the sample may survive: none do on a machine that is quiet.
const SURVIVORS: usize = 2;

fn sample(contracts: &OnceLock<Vec<Contract>>) -> Result<(), Failed> {
    let contracts = opened(contracts);
    let profile = reference_profile()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let faults: Vec<_> = mutants().iter().filter(|it| it.unseen.is_none()).collect();
    let mut survivors = Vec::new();
    for mutant in draw(&faults, SAMPLE, 0) {
        let fate = runtime.block_on(kill(mutant, contracts, &profile, 0));
        if !fate.is_caught() {
            survivors.push(format!("{}: {fate:?}", mutant.id));
        }
    }
    if survivors.len() > SURVIVORS {
        return Err(Failed::from(survivors.join("\n")));
    }
    Ok(())
}

fn trial(subject: &Subject, contracts: &OnceLock<Vec<Contract>>) -> Result<(), Failed> {
    let contracts = opened(contracts);
    let profile = reference_profile()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    match runtime.block_on(prove(subject, contracts, &profile, 0)) {
        proof if proof.is_right() => Ok(()),
        Proof::Missed { instead } => Err(Failed::from(format!(
            "wanted {}, broken: {instead:?}",
            subject.wanted()
        ))),
        other => Err(Failed::from(format!("{other:?}"))),
    }
}
