//! Who checks the checker: one trial for each planted defect, which must be caught by the clause
//! that names it, and one for each legitimate variant, which must raise no alarm.

use std::process::ExitCode;
use std::sync::{Arc, OnceLock};

use clausal::contract::{self, Contract};
use clausal::prove::{Proof, Subject, prove, reference_profile, subjects};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let contracts: Arc<OnceLock<Vec<Contract>>> = Arc::default();
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
        .collect();
    libtest_mimic::run(&args, trials).exit_code()
}

fn trial(subject: &Subject, contracts: &OnceLock<Vec<Contract>>) -> Result<(), Failed> {
    let contracts = contracts.get_or_init(|| {
        let names = contract::builtin_names().iter();
        let open = |name| contract::open(name).expect("built-in contracts load");
        names.map(|name| open(name)).collect()
    });
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
