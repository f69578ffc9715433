//! Values of parameters that exist on the target: `petId = 7`, `"getTile.zoom" = [3, 4]`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Profile, ProfileError, fault, unknown};
use crate::contract::{Contract, Operation};

/// Values by the name of the parameter, or by operation and name.
pub(super) type Given = BTreeMap<String, Value>;

/// Refuses names that no parameter has, and values that none can take.
pub(super) fn check(given: &Given, contract: &Contract) -> Result<(), ProfileError> {
    for (name, value) in given {
        let mut all = contract.operations.iter();
        let known = |o: &Operation| o.parameters.iter().any(|p| is_meant(name, o, &p.name));
        if !all.any(known) {
            let all = contract.operations.iter().flat_map(|o| &o.parameters);
            let names = all.map(|p| p.name.as_str());
            let what = format!("the parameter of `{}`", contract.name);
            return Err(unknown(&what, name, names));
        }
        let bad = values(value).find(|v| v.is_null() || v.is_object());
        if bad.is_some() || values(value).next().is_none() {
            return Err(ProfileError::Parameter(
                name.clone(),
                contract.name.clone(),
                bad.map_or("an empty list", fault::kind).to_owned(),
            ));
        }
    }
    Ok(())
}

/// Whether a name of the profile is that of a parameter of an operation.
fn is_meant(name: &str, operation: &Operation, parameter: &str) -> bool {
    let own = name.strip_prefix(operation.id.as_str());
    name == parameter || own.and_then(|rest| rest.strip_prefix('.')) == Some(parameter)
}

/// Each of the values that are given.
fn values(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(list) => list.iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

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
