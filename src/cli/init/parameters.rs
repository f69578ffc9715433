//! Parameters whose values only the target knows.

use std::collections::BTreeMap;

use crate::contract::Contract;
use crate::target::lines;

/// A parameter that names something on the target.
pub(super) struct Wanted<'c> {
    pub(super) name: &'c str,
    /// Operations that ask for it.
    pub(super) operations: Vec<&'c str>,
    /// A value as TOML writes it, to be replaced.
    pub(super) value: String,
}

/// Every such parameter, the most wanted first.
pub(super) fn wanted(contract: &Contract) -> Vec<Wanted<'_>> {
    let mut all: BTreeMap<&str, Wanted<'_>> = BTreeMap::new();
    for operation in contract.operations.iter().filter(|o| !o.support) {
        for parameter in operation
            .parameters
            .iter()
            .filter(|p| lines::names_something(p))
        {
            let one = all.entry(&parameter.name).or_insert_with(|| Wanted {
                name: &parameter.name,
                operations: Vec::new(),
                value: lines::value(parameter),
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
