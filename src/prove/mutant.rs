//! What becomes of a mutant of the reference server.

use super::look;
use crate::contract::Contract;
use crate::reference::{self, Mutant};
use crate::run::plan::Pattern;
use crate::target::Profile;

/// Said in place of a clause: who reads such a report does not take the server for sound.
const USELESS: &str = "nothing can be tested (exit code 4)";

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
    let names = match Pattern::parse(&mutant.named_by) {
        Ok(names) => names,
        Err(error) => return Fate::Failed(error.to_string()),
    };
    let contract = mutant.id.split('/').next().unwrap_or_default();
    for only in [vec![names.clone()], Vec::new()] {
        let whole = only.is_empty();
        let options = reference::Options {
            mutant: Some(mutant.id.clone()),
            ..reference::Options::default()
        };
        match look(options, contract, contracts, profile, seed, 1, only).await {
            Ok(seen) if whole && seen.broken.is_empty() && seen.useless => {
                return Fate::Other(vec![USELESS.to_owned()]);
            }
            Ok(seen) if seen.broken.is_empty() => {}
            Ok(seen) if whole => {
                // What names the rule may show it only beside what the other clauses have seen.
                let (named, others): (Vec<String>, Vec<String>) =
                    seen.broken.into_iter().partition(|id| names.matches(id));
                return match named.is_empty() {
                    true => Fate::Other(others),
                    false => Fate::Named(named),
                };
            }
            Ok(seen) => return Fate::Named(seen.broken),
            Err(why) if whole => return Fate::Failed(why),
            Err(_) => {}
        }
    }
    Fate::Survived
}
