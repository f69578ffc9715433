//! Proving the checker: the reference server with one defect, or one legitimate variant, is
//! checked like any other target.

use crate::contract::Contract;
use crate::reference::{self, Defect, Variant};
use crate::run::event::{Event, Verdict};
use crate::run::plan::Pattern;
use crate::run::{Ended, Options, check};
use crate::target::{Address, Profile, ProfileError, Target};

/// The profile of the embedded reference server.
///
/// # Errors
/// The profile in the source is wrong, which a test excludes.
pub fn reference_profile() -> Result<Profile, ProfileError> {
    Profile::parse("reference profile", include_str!("prove.toml"), &|_| None)
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
    /// The defect was caught by a clause that names it; others saw it too.
    Caught {
        /// Clauses that name it.
        by: Vec<String>,
        /// Other broken clauses.
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

/// Starts the reference server as the subject says and checks it whole.
pub async fn prove(
    subject: &Subject,
    contracts: &[Contract],
    profile: &Profile,
    seed: u64,
) -> Proof {
    let own = contracts.iter().find(|c| c.name == subject.contract());
    let contracts = own.map_or(contracts, std::slice::from_ref);
    let mut options = reference::Options::default();
    match subject {
        Subject::Defect(d) => options.defects = vec![d.id.to_owned()],
        Subject::Variant(v) => options.variants = vec![v.id.to_owned()],
    }
    let server = match reference::start(options) {
        Ok(server) => server,
        Err(error) => return Proof::Failed(error.to_string()),
    };
    let target = Address::parse(&server.url()).map_err(|e| e.to_string());
    let target = match target.and_then(|a| Target::new(a, profile).map_err(|e| e.to_string())) {
        Ok(target) => target,
        Err(error) => return Proof::Failed(error),
    };
    let mut broken = Vec::new();
    let (mut held, mut inconclusive) = (0, 0);
    let options = Options {
        seed,
        cases: 2,
        // A fault that only a pair of options shows has a clause of its own; every subject is checked
        // with each value once, and the legitimate ones with every pair.
        strength: match subject {
            Subject::Defect(_) => 1,
            Subject::Variant(_) => 2,
        },
        ..Options::default()
    };
    let ended = check(
        contracts,
        profile,
        &target,
        subject.id(),
        &options,
        &mut |event| {
            if let Event::Judged(judged) = event {
                match judged.verdict {
                    Verdict::Broken => broken.push(judged.id),
                    Verdict::Held => held += 1,
                    Verdict::Inconclusive => inconclusive += 1,
                    Verdict::Skipped => {}
                }
            }
        },
    )
    .await;
    match ended {
        Ok(Ended::Complete | Ended::Useless(_)) => {}
        Ok(Ended::Lost(why)) => return Proof::Failed(why),
        Ok(Ended::TimeUp | Ended::Interrupted) => {
            return Proof::Failed("the time was up".into());
        }
        Err(error) => return Proof::Failed(error.to_string()),
    }
    match subject {
        Subject::Variant(_) if broken.is_empty() && held > 0 => {
            Proof::Silent { held, inconclusive }
        }
        Subject::Variant(_) => Proof::Alarm(broken),
        Subject::Defect(defect) => {
            let pattern = match Pattern::parse(defect.caught_by) {
                Ok(pattern) => pattern,
                Err(error) => return Proof::Failed(error.to_string()),
            };
            let (by, others): (Vec<_>, Vec<_>) =
                broken.into_iter().partition(|id| pattern.matches(id));
            if by.is_empty() {
                Proof::Missed { instead: others }
            } else {
                Proof::Caught { by, others }
            }
        }
    }
}
