//! What tells one run from another: runs that differ here cannot be joined.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Options;
use super::shard::Shard;
use crate::clause::Level;
use crate::contract::Contract;
use crate::target::Profile;

/// What decides which requests a run makes of which target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Version of clausal.
    pub version: String,
    /// Target as shown to people.
    pub target: String,
    /// Seed of every random choice.
    pub seed: u64,
    /// Hash of each contract as it was understood, by name.
    pub contracts: BTreeMap<String, String>,
    /// Hash of the fixtures and base that the profile gives, by contract.
    pub fixtures: BTreeMap<String, String>,
    /// Random cases a clause.
    pub cases: usize,
    /// The least firm level that is judged.
    pub level: Level,
    /// How many option values are tried together.
    pub strength: usize,
    /// Patterns of the clauses that are judged; all when empty.
    pub only: Vec<String>,
    /// Part of the clauses that is judged; all when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

impl Identity {
    /// The identity of a run that is about to begin.
    pub fn of(contracts: &[Contract], profile: &Profile, target: &str, options: &Options) -> Self {
        let fixtures = |c: &Contract| {
            let base = profile.contracts.get(&c.name).and_then(|s| s.base.clone());
            hash(&(profile.fixtures(c), base))
        };
        Identity {
            version: env!("CARGO_PKG_VERSION").into(),
            target: target.into(),
            seed: options.seed,
            contracts: contracts
                .iter()
                .map(|c| (c.name.clone(), hash(c)))
                .collect(),
            fixtures: contracts
                .iter()
                .map(|c| (c.name.clone(), fixtures(c)))
                .collect(),
            cases: options.cases,
            level: options.level,
            strength: options.strength,
            only: options.only.iter().map(ToString::to_string).collect(),
            shard: options.shard,
        }
    }

    /// What differs, in words: what this run has, and what the other one has.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut list = Vec::new();
        let mut differ = |what: &str, here: String, there: String| {
            if here != there {
                list.push(format!("{what}: {here} here, {there} there"));
            }
        };
        differ(
            "version of clausal",
            self.version.clone(),
            other.version.clone(),
        );
        differ("target", self.target.clone(), other.target.clone());
        differ("seed", self.seed.to_string(), other.seed.to_string());
        differ("cases", self.cases.to_string(), other.cases.to_string());
        let level = |l: Level| format!("{l:?}").to_lowercase();
        differ("level", level(self.level), level(other.level));
        differ(
            "strength",
            self.strength.to_string(),
            other.strength.to_string(),
        );
        let only = |o: &[String]| match o {
            [] => "every clause".to_owned(),
            o => o.join(" "),
        };
        differ("only", only(&self.only), only(&other.only));
        let shard = |s: Option<Shard>| s.map_or_else(|| "none".into(), |s| s.to_string());
        differ("shard", shard(self.shard), shard(other.shard));
        let names = |all: &BTreeMap<String, String>| {
            all.keys()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        };
        differ("contracts", names(&self.contracts), names(&other.contracts));
        for (what, here, there) in [
            ("the contract", &self.contracts, &other.contracts),
            (
                "the profile's fixtures or base for",
                &self.fixtures,
                &other.fixtures,
            ),
        ] {
            let both: BTreeSet<_> = here.keys().filter(|k| there.contains_key(*k)).collect();
            for name in both {
                if here[name] != there[name] {
                    list.push(format!("{what} `{name}` is not the same"));
                }
            }
        }
        list
    }
}

/// A short hash of a value as it is shown to programmers, which holds all that it is made of.
fn hash(value: &impl std::fmt::Debug) -> String {
    struct Into(Sha256);
    impl Write for Into {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.update(text.as_bytes());
            Ok(())
        }
    }
    let mut into = Into(Sha256::new());
    // A hash takes every text.
    let _ = write!(into, "{value:?}");
    hex(&into.0.finalize()[..12])
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
