//! Proving the checker: the reference server with one defect, one mutant or one legitimate variant
//! is checked like any other target.

mod draw;
mod mutant;
#[cfg(test)]
mod tests;

use crate::contract::Contract;
use crate::reference::{self, Defect, Variant};
use crate::run::event::{Event, Verdict};
use crate::run::plan::Pattern;
use crate::run::{Ended, Options, check};
use crate::target::{Address, Profile, ProfileError, Target};

pub use draw::draw;
pub use mutant::{Fate, kill};

/// The profile of the embedded reference server.
///
/// # Errors
/// The profile in the source is wrong, which a test excludes.
pub fn reference_profile() -> Result<Profile, ProfileError> {
    Profile::parse("reference profile", include_str!("../prove.toml"), &|_| {
        None
    })
}

/// A server that is not the plain reference.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// With a fault planted in it.
    Defect(&'static Defect),
    /// Legitimate, but different.
    Variant(&'static Variant),
}

impl Subject {
    /// Id of the defect or variant.
    pub fn id(&self) -> &'static str {
        match self {
            Subject::Defect(d) => d.id,
            Subject::Variant(v) => v.id,
        }
    }

    /// The contract that it belongs to: the first part of the clauses that must catch it, or of a
    /// variant's name.
    pub fn contract(&self) -> &'static str {
        match self {
            Subject::Defect(d) => d.caught_by.split('/').next().unwrap_or_default(),
            Subject::Variant(v) if v.id.starts_with("commvault") => "commvault",
            Subject::Variant(_) => "jsa",
        }
    }

    /// The clauses that must catch it, as a pattern; empty for variants.
    pub fn wanted(&self) -> &'static str {
        match self {
            Subject::Defect(d) => d.caught_by,
            Subject::Variant(_) => "",
        }
    }
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// The defect was caught by a clause that names it; others may have seen it too.
    Caught {
        /// Clauses that name it.
        by: Vec<String>,
        /// Other broken clauses; empty where only those that name it were asked.
        others: Vec<String>,
    },
    /// The defect was not caught by a clause that names it.
    Missed {
        /// What was broken instead.
        instead: Vec<String>,
    },
    /// The variant raised no alarm.
    Silent {
        /// Clauses that held.
        held: usize,
        /// Clauses that were inconclusive.
        inconclusive: usize,
    },
    /// The variant raised an alarm.
    Alarm(Vec<String>),
    /// The check could not be done.
    Failed(String),
}

impl Proof {
    /// Whether the checker did right.
    pub fn is_right(&self) -> bool {
        matches!(self, Proof::Caught { .. } | Proof::Silent { .. })
    }
}

/// Every defect, then every variant.
pub fn subjects() -> Vec<Subject> {
    let defects = reference::defects().iter().map(Subject::Defect);
    defects
        .chain(reference::variants().iter().map(Subject::Variant))
        .collect()
}

/// Starts the reference server as the subject says and checks it: a defect first with the clauses
/// that have to catch it, and with all of them only where those did not. A variant is checked whole.
pub async fn prove(
    subject: &Subject,
    contracts: &[Contract],
    profile: &Profile,
    seed: u64,
) -> Proof {
    if let Subject::Defect(defect) = subject {
        let only = match Pattern::parse(defect.caught_by) {
            Ok(only) => only,
            Err(error) => return Proof::Failed(error.to_string()),
        };
        let server = server(subject);
        let contract = subject.contract();
        // Where no such clause exists yet, the whole check tells what sees it instead.
        let seen = look(server, contract, contracts, profile, seed, 1, vec![only]).await;
        if let Ok(seen) = seen
            && !seen.broken.is_empty()
        {
            return Proof::Caught {
                by: seen.broken,
                others: Vec::new(),
            };
        }
    }
    prove_whole(subject, contracts, profile, seed).await
}

/// The same with every clause for every subject, so that the others that see a defect are told.
pub async fn prove_whole(
    subject: &Subject,
    contracts: &[Contract],
    profile: &Profile,
    seed: u64,
) -> Proof {
    // A fault that only a pair of options shows has a clause of its own; every defect is checked
    // with each value once, and the legitimate ones with every pair.
    let strength = match subject {
        Subject::Defect(_) => 1,
        Subject::Variant(_) => 2,
    };
    let (server, contract) = (server(subject), subject.contract());
    let seen = look(
        server,
        contract,
        contracts,
        profile,
        seed,
        strength,
        Vec::new(),
    )
    .await;
    let seen = match seen {
        Ok(seen) => seen,
        Err(why) => return Proof::Failed(why),
    };
    match subject {
        Subject::Variant(_) if seen.broken.is_empty() && seen.held > 0 => Proof::Silent {
            held: seen.held,
            inconclusive: seen.inconclusive,
        },
        Subject::Variant(_) => Proof::Alarm(seen.broken),
        Subject::Defect(defect) => match named(seen.broken, defect.caught_by) {
            Ok((by, others)) if by.is_empty() => Proof::Missed { instead: others },
            Ok((by, others)) => Proof::Caught { by, others },
            Err(why) => Proof::Failed(why),
        },
    }
}

fn server(subject: &Subject) -> reference::Options {
    let mut options = reference::Options::default();
    match subject {
        Subject::Defect(d) => options.defects = vec![d.id.to_owned()],
        Subject::Variant(v) => options.variants = vec![v.id.to_owned()],
    }
    options
}

/// Broken clauses that a pattern matches, and others.
fn named(broken: Vec<String>, pattern: &str) -> Result<(Vec<String>, Vec<String>), String> {
    let pattern = Pattern::parse(pattern).map_err(|error| error.to_string())?;
    Ok(broken.into_iter().partition(|id| pattern.matches(id)))
}

/// What a check saw.
#[derive(Debug, Default)]
struct Look {
    broken: Vec<String>,
    held: usize,
    inconclusive: usize,
    /// Whether the run said that nothing can be tested there.
    useless: bool,
}

/// Starts a server and checks it.
async fn look(
    server: reference::Options,
    contract: &str,
    contracts: &[Contract],
    profile: &Profile,
    seed: u64,
    strength: usize,
    only: Vec<Pattern>,
) -> Result<Look, String> {
    let own = contracts.iter().find(|c| c.name == contract);
    let contracts = own.map_or(contracts, std::slice::from_ref);
    let server = reference::start(server).map_err(|error| error.to_string())?;
    let address = Address::parse(&server.url()).map_err(|e| e.to_string())?;
    let target = Target::new(address, profile).map_err(|e| e.to_string())?;
    let options = Options {
        seed,
        cases: 2,
        strength,
        only,
        ..Options::default()
    };
    let mut seen = Look::default();
    let ended = check(
        contracts,
        profile,
        &target,
        contract,
        &options,
        &mut |event| {
            if let Event::Judged(judged) = event {
                match judged.verdict {
                    Verdict::Broken => seen.broken.push(judged.id.clone()),
                    Verdict::Held => seen.held += 1,
                    Verdict::Inconclusive => seen.inconclusive += 1,
                    Verdict::Skipped => {}
                }
            }
        },
    )
    .await;
    match ended {
        Ok(Ended::Complete) => Ok(seen),
        Ok(Ended::Useless(_)) => {
            seen.useless = true;
            Ok(seen)
        }
        // What was seen before is seen.
        Ok(Ended::Lost(_)) if !seen.broken.is_empty() => Ok(seen),
        Ok(Ended::Lost(why)) => Err(why),
        Ok(Ended::TimeUp | Ended::Interrupted) => Err("the time was up".into()),
        Err(error) => Err(error.to_string()),
    }
}
