//! Values of another type that tolerant readers bend to fit.
use serde_json::{Map, Value};

use super::behaviour::Behaviour;
use super::variants::Choice;

/// Bends the values of a create to the types of Table 3, as default settings of many stacks do.
pub(super) fn bend(members: &mut Map<String, Value>, behaviour: &Behaviour) {
    if behaviour.takes(Choice::NullIsAbsent) && members.get("host_id") == Some(&Value::Null) {
        members.remove("host_id");
    }
    if behaviour.takes(Choice::ListsUnwrapped) {
        for value in members.values_mut() {
            if let Value::Array(items) = value
                && let [item] = items.as_slice()
            {
                *value = item.clone();
            }
        }
    }
    if !behaviour.takes(Choice::TypesCoerced) {
        return;
    }
    for (name, value) in members.iter_mut() {
        let bent = match (name.as_str(), &*value) {
            ("name" | "description", Value::Number(_) | Value::Bool(_)) => {
                Some(value.to_string().into())
            }
            ("configuration_id" | "host_id", Value::Bool(it)) => Some(i64::from(*it).into()),
            ("configuration_id" | "host_id", Value::String(text)) => {
                text.parse::<i64>().ok().map(Value::from)
            }
            _ => None,
        };
        if let Some(bent) = bent {
            *value = bent;
        }
    }
}
