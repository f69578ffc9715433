//! Parameters whose values only the target knows.

use std::collections::BTreeMap;

use crate::contract::Contract;
use crate::contract::ties::Ties;
use crate::target::lines;

/// A parameter that names something on the target, and that no other operation is known to give.
pub(super) struct Wanted<'c> {
    /// How the profile calls it.
    pub(super) name: String,
    /// Operations that ask for it.
    pub(super) operations: Vec<&'c str>,
    /// A value as TOML writes it, to be replaced.
    pub(super) value: String,
}

/// Every such parameter, the most wanted first.
pub(super) fn wanted(contract: &Contract) -> Vec<Wanted<'_>> {
    let mut all: BTreeMap<String, Wanted<'_>> = BTreeMap::new();
    let known = Ties::of(contract);
    for operation in contract.operations.iter().filter(|o| !o.support) {
        let ties = known.to(&operation.id);
        let tied = |at: String| ties.iter().any(|tie| tie.at() == at);
        for parameter in operation
            .parameters
            .iter()
            .filter(|p| lines::names_something(p) && !tied(p.pointer()))
        {
            let (name, value) = lines::parameter(operation, parameter);
            let one = all.entry(name.clone()).or_insert_with(|| Wanted {
                name,
                operations: Vec::new(),
                value,
            });
            if !one.operations.contains(&operation.id.as_str()) {
                one.operations.push(&operation.id);
            }
        }
    }
    let mut list: Vec<_> = all.into_values().collect();
    list.sort_by_key(|w| std::cmp::Reverse(w.operations.len()));
    list
}
