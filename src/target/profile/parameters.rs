//! Values that exist on the target, by the name of the parameter that takes them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Profile, ProfileError};
use crate::contract::{Contract, Operation};

impl Profile {
    /// The values that are given for the parameters of an operation, by place: `petId = 7` wherever a
    /// parameter is called so, `"getTile.zoom" = [3, 4]` for that of one operation. Where `only_own` is
    /// true, it must be named so: what the operation does to the thing must be meant.
    pub fn parameters(
        &self,
        contract: &Contract,
        operation: &Operation,
        only_own: bool,
    ) -> Vec<(String, Vec<Value>)> {
        let Some(settings) = self.contracts.get(&contract.name) else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for parameter in &operation.parameters {
            let own = format!("{}.{}", operation.id, parameter.name);
            let given = settings.parameters.get(&own);
            let Some(given) = given.or_else(|| match only_own {
                true => None,
                false => settings.parameters.get(&parameter.name),
            }) else {
                continue;
            };
            let takes_lists = parameter.schema.types.iter().any(|t| t == "array");
            let values = match given {
                Value::Array(list) if !takes_lists => list.clone(),
                Value::Array(list) if list.iter().all(Value::is_array) => list.clone(),
                one => vec![one.clone()],
            };
            if !values.is_empty() {
                all.push((parameter.pointer(), values));
            }
        }
        all
    }
}

/// Refuses a name that no parameter has.
pub(super) fn known(
    given: &BTreeMap<String, Value>,
    contract: &Contract,
) -> Result<(), ProfileError> {
    for name in given.keys() {
        let is_known = contract.operations.iter().any(|o| {
            let mut own = o.parameters.iter();
            own.any(|p| p.name == *name || format!("{}.{}", o.id, p.name) == *name)
        });
        if !is_known {
            let mut known: Vec<&str> = contract
                .operations
                .iter()
                .flat_map(|o| o.parameters.iter().map(|p| p.name.as_str()))
                .collect();
            known.sort_unstable();
            known.dedup();
            return Err(ProfileError::Unknown {
                what: "the parameter".into(),
                name: name.clone(),
                known: known.join(", "),
            });
        }
    }
    Ok(())
}
