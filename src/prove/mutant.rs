//! What becomes of a mutant of the reference server.

use super::look;
use crate::contract::Contract;
use crate::reference::{self, Mutant};
use crate::run::plan::Pattern;
use crate::target::Profile;

/// What came of a mutant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Caught by clauses that name the rule.
    Named(Vec<String>),
    /// Caught by others alone.
    Other(Vec<String>),
    /// Nothing was broken.
    Survived,
    /// The check could not be done.
    Failed(String),
}

impl Fate {
    /// Whether any clause caught it.
    pub fn is_caught(&self) -> bool {
        matches!(self, Fate::Named(_) | Fate::Other(_))
    }
}

/// Starts the reference server as a mutant and checks it: first with the clauses that name the
/// rule, and with all of them only where those see nothing.
pub async fn kill(mutant: &Mutant, contracts: &[Contract], profile: &Profile, seed: u64) -> Fate {
    let only = match Pattern::parse(&mutant.named_by) {
        Ok(only) => only,
        Err(error) => return Fate::Failed(error.to_string()),
    };
    let contract = mutant.id.split('/').next().unwrap_or_default();
    for only in [vec![only.clone()], Vec::new()] {
        let whole = only.is_empty();
        let options = reference::Options {
            mutant: Some(mutant.id.clone()),
            ..reference::Options::default()
        };
        match look(options, contract, contracts, profile, seed, 1, only).await {
            Ok(seen) if seen.broken.is_empty() => {}
            Ok(seen) if whole => return Fate::Other(seen.broken),
            Ok(seen) => return Fate::Named(seen.broken),
            Err(why) if whole => return Fate::Failed(why),
            Err(_) => {}
        }
    }
    Fate::Survived
}
