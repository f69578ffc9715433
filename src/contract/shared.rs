//! Schemas that others refer to: kept once for the whole contract, so that what refers to itself, or
//! to the same schema a thousand times, stays small.

use std::sync::{Arc, OnceLock};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

/// The address that every shared schema has.
const ADDRESS: &str = "clausal:///shared";

/// The shared schemas of a contract; empty until all of it is read.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<OnceLock<Registry<'static>>>);

impl Shared {
    /// The reference that leads to a shared schema.
    pub(super) fn reference(number: usize) -> Value {
        json!({"$ref": format!("{ADDRESS}#/$defs/{number}")})
    }

    /// Keeps the schemas, each under its number.
    pub(super) fn fill(&self, schemas: Vec<Value>) {
        if schemas.is_empty() {
            return;
        }
        let named = schemas.into_iter().enumerate();
        let all: Map<String, Value> = named.map(|(n, v)| (n.to_string(), v)).collect();
        let ready = Registry::new()
            .draft(Draft::Draft202012)
            .add(ADDRESS, json!({"$defs": all}))
            .and_then(|builder| builder.prepare());
        if let Ok(registry) = ready {
            // Filled once, by the reader that made it.
            let _ = self.0.set(registry);
        }
    }

    /// The schema that a reference leads to.
    pub fn find(&self, reference: &str) -> Option<&Value> {
        let address = jsonschema::uri::from_str(ADDRESS).ok()?;
        let fragment = reference.strip_prefix(ADDRESS)?;
        let found = self.0.get()?.resolver(address).lookup(fragment).ok()?;
        Some(found.contents())
    }

    /// A schema that may refer to shared ones, ready to judge.
    pub fn compile(&self, json: &Value, formats: bool) -> Option<Validator> {
        let options = jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(formats);
        match self.0.get() {
            Some(registry) => options.with_registry(registry).build(json).ok(),
            None => options.build(json).ok(),
        }
    }
}
