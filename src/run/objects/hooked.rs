//! Things that the states hook says to exist: `{"values": {"petId": 7}}` in its answer, or a list of several,
//! each for one use.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Values;
use crate::contract::Contract;
use crate::contract::ties::takes_ours;

/// What the hook said, and what was used up of it.
#[derive(Default)]
pub(super) struct Hooked {
    /// Parameters by operation: their place, and their name.
    places: BTreeMap<String, Vec<(String, String)>>,
    values: RefCell<Map<String, Value>>,
    spent: RefCell<BTreeSet<String>>,
}

impl Hooked {
    pub(super) fn of(contract: &Contract) -> Self {
        let own = contract.operations.iter().filter(|o| takes_ours(o));
        let places = own.map(|o| {
            let places = o.parameters.iter().map(|p| (p.pointer(), p.name.clone()));
            (o.id.clone(), places.collect())
        });
        Hooked {
            places: places.collect(),
            ..Hooked::default()
        }
    }

    /// Takes note of what the hook said last.
    pub(super) fn hear(&self, values: &Map<String, Value>) {
        if *self.values.borrow() != *values {
            self.values.replace(values.clone());
            self.forget();
        }
    }

    /// What was used up is there anew.
    pub(super) fn forget(&self) {
        self.spent.borrow_mut().clear();
    }

    /// A value was used up.
    pub(super) fn spend(&self, value: &Value) {
        if !self.values.borrow().is_empty() {
            self.spent.borrow_mut().insert(value.to_string());
        }
    }

    /// The values for the places of an operation that are there now, the next one of each list.
    pub(super) fn given(&self, operation: &str) -> Values {
        let values = self.values.borrow();
        if values.is_empty() {
            return Vec::new();
        }
        let spent = self.spent.borrow();
        let mut given = Vec::new();
        for (at, name) in self.places.get(operation).into_iter().flatten() {
            let own = values.get(&format!("{operation}.{name}"));
            let all = match own.or_else(|| values.get(name)) {
                Some(Value::Array(all)) => all.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => continue,
            };
            let next = all.iter().find(|v| !spent.contains(&v.to_string()));
            given.extend(next.map(|v| (at.clone(), v.clone())));
        }
        given
    }
}
