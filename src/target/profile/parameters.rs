//! Values of parameters that exist on the target: `petId = 7`, `"getTile.zoom" = [3, 4]`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Profile, ProfileError, fault, unknown};
use crate::contract::{Contract, Expr, Operation};

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
    /// The values that exist for a parameter of an operation, as the profile says; those that name the
    /// operation win.
    pub fn exists(&self, contract: &str, operation: &Operation, parameter: &str) -> Vec<&Value> {
        let given = self.contracts.get(contract).map(|c| &c.parameters);
        let own = format!("{}.{parameter}", operation.id);
        let value = given.and_then(|g| g.get(&own).or_else(|| g.get(parameter)));
        value.map(|v| values(v).collect()).unwrap_or_default()
    }

    /// Lets every valid request hold what the profile says exists.
    pub fn fill(&self, contract: &mut Contract) {
        for place in 0..contract.operations.len() {
            let operation = &contract.operations[place];
            let given = operation.parameters.iter().filter_map(|p| {
                let value = *self.exists(&contract.name, operation, &p.name).first()?;
                let value = match value {
                    Value::Number(n)
                        if !p.schema.allows("number") && !p.schema.allows("integer") =>
                    {
                        Value::String(n.to_string())
                    }
                    value => value.clone(),
                };
                Some((p.pointer(), Expr::Literal(value)))
            });
            let given: Vec<_> = given.collect();
            for base in &mut contract.operations[place].bases {
                for (at, value) in &given {
                    if !base.set.iter().any(|(own, _)| own == at) {
                        base.set.push((at.clone(), value.clone()));
                    }
                }
            }
        }
    }
}
