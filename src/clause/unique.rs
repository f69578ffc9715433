//! One id, one duty: whatever a contract holds, no two clauses share an id.

use std::collections::{BTreeMap, BTreeSet};

use super::words::hash;
use super::{Clause, Stimulus};
use crate::contract::{Contract, Operation};

/// Shortest hash behind an id, and the longest.
const HASHES: [usize; 3] = [8, 16, 64];

/// Beginnings of keys that ids of another operation may have too: names of operations stand in keys as
/// they are, and one may look like a path.
pub(super) fn confusing(contract: &Contract, called: &BTreeMap<String, String>) -> Vec<String> {
    let words: BTreeSet<&String> = called.values().collect();
    let ids = contract.operations.iter().map(|o| &o.id);
    let paths = ids.filter(|id| {
        let head = id.split_once('/').map(|(head, _)| head.to_owned());
        head.is_some_and(|head| words.contains(&head))
    });
    paths.map(|id| format!("{}/{id}/", contract.name)).collect()
}

/// The clauses of an operation with an id of their own each: a duty that is stated twice stays once, and duties that
/// no words told apart are told apart by a hash of what they are about.
pub(super) fn unique(
    contract: &Contract,
    confusing: &[String],
    clauses: Vec<Clause>,
) -> Vec<Clause> {
    let mut taken: BTreeSet<String> = clauses.iter().filter_map(Clause::shared_key).collect();
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    for clause in &clauses {
        *by_id.entry(clause.id.clone()).or_default() += 1;
    }
    let confused = |id: &String| confusing.iter().any(|path| id.starts_with(path));
    let alone = |id: &String| by_id[id] == 1 && !taken.contains(id) && !confused(id);
    if by_id.keys().all(alone) {
        return clauses;
    }
    let told: Vec<String> = clauses
        .iter()
        .map(|clause| match alone(&clause.id) {
            true => String::new(),
            false => about(contract.operation(&clause.operation), clause),
        })
        .collect();
    taken.extend(by_id.into_keys());
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for (mut clause, about) in clauses.into_iter().zip(told) {
        if about.is_empty() {
            kept.push(clause);
            continue;
        }
        if !seen.insert((clause.id.clone(), about.clone())) {
            continue;
        }
        let longer = |length: &usize| format!("{}~{}", clause.id, hash(&about, *length));
        if let Some(id) = HASHES.iter().map(longer).find(|id| !taken.contains(id)) {
            taken.insert(id.clone());
            clause.id = id;
            kept.push(clause);
        }
    }
    kept
}

/// What a duty is about, without where it stands: that moves whenever a contract is edited.
fn about(operation: Option<&Operation>, clause: &Clause) -> String {
    let listed = match (&clause.stimulus, operation) {
        (Stimulus::Probe(i), Some(o)) => o
            .probes
            .get(*i)
            .map(|p| format!("{} {:?} {:?} {:?}", p.name, p.base, p.state, p.cases)),
        (Stimulus::FollowUp(i), Some(o)) => {
            let then = o.then.get(*i);
            then.map(|t| format!("{} {} {:?}", t.name, t.operation, t.set))
        }
        _ => None,
    };
    let sent = listed.unwrap_or_else(|| format!("{:?}", clause.stimulus));
    format!(
        "{} {sent} {:?} {}",
        clause.operation, clause.check, clause.duty
    )
}
