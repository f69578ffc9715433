//! Schemas that others refer to: kept once for the whole contract, so that what refers to itself, or
//! to the same schema a thousand times, stays small.

use std::sync::{Arc, OnceLock};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};

use super::shown::{Secret, shown};

/// The address that every shared schema has.
const ADDRESS: &str = "clausal:///shared";

/// The shared schemas of a contract; empty until all of it is read.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<Held>);

#[derive(Debug, Default)]
struct Held {
    registry: OnceLock<Option<Registry<'static>>>,
    /// Those that these are made of, when first needed: as they hold for requests.
    whole: Option<Shared>,
    /// The same as answers are held to, when first needed.
    answers: OnceLock<Answers>,
}

/// What differs where answers are judged.
#[derive(Debug, Default)]
struct Answers {
    /// The schemas, where any of them differs.
    registry: Option<Registry<'static>>,
    secret: Secret,
}

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
        let all = named.map(|(n, v)| (n.to_string(), v)).collect();
        // Filled once, by the reader that made it.
        let _ = self.0.registry.set(registry(all));
    }

    /// The same schemas as they hold for requests.
    pub(super) fn for_requests(&self) -> Shared {
        Shared(Arc::new(Held {
            whole: Some(self.clone()),
            ..Held::default()
        }))
    }

    fn registry(&self) -> Option<&Registry<'static>> {
        let Some(whole) = &self.0.whole else {
            return self.0.registry.get()?.as_ref();
        };
        let made = self.0.registry.get_or_init(|| {
            let all = whole.all()?;
            let sent = all.iter().map(|(name, schema)| {
                let sent = super::sent::trimmed(schema, self);
                (name.clone(), sent.unwrap_or_else(|| schema.clone()))
            });
            registry(sent.collect())
        });
        made.as_ref()
    }

    /// Every shared schema under its number.
    fn all(&self) -> Option<&Map<String, Value>> {
        self.find(&format!("{ADDRESS}#/$defs"))?.as_object()
    }

    /// The schema that a reference leads to.
    pub fn find(&self, reference: &str) -> Option<&Value> {
        let address = jsonschema::uri::from_str(ADDRESS).ok()?;
        let fragment = reference.strip_prefix(ADDRESS)?;
        let found = self.registry()?.resolver(address).lookup(fragment).ok()?;
        Some(found.contents())
    }

    /// The same, as it stands in the document.
    pub(super) fn whole(&self, reference: &str) -> Option<&Value> {
        match &self.0.whole {
            Some(whole) => whole.find(reference),
            None => self.find(reference),
        }
    }

    /// A schema that may refer to shared ones, ready to judge.
    pub fn compile(&self, json: &Value, formats: bool) -> Option<Validator> {
        build(json, formats, self.registry())
    }

    /// The same as it judges answers: members that only requests have need not be there.
    pub fn compile_answer(&self, json: &Value, formats: bool) -> Option<Validator> {
        let answers = self.0.answers.get_or_init(|| self.answers());
        let json = shown(json, &answers.secret);
        let own = answers.registry.as_ref();
        build(&json, formats, own.or_else(|| self.registry()))
    }

    fn answers(&self) -> Answers {
        let Some(all) = self.all() else {
            return Answers::default();
        };
        let secret = Secret::of(all, ADDRESS);
        let differs = secret.any || !secret.references.is_empty();
        let shown = || {
            all.iter()
                .map(|(name, s)| (name.clone(), shown(s, &secret)))
        };
        Answers {
            registry: differs.then(|| registry(shown().collect())).flatten(),
            secret,
        }
    }
}

fn build(json: &Value, formats: bool, registry: Option<&Registry<'static>>) -> Option<Validator> {
    let options = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .should_validate_formats(formats);
    match registry {
        Some(registry) => options.with_registry(registry).build(json).ok(),
        None => options.build(json).ok(),
    }
}

fn registry(all: Map<String, Value>) -> Option<Registry<'static>> {
    let builder = Registry::new().draft(Draft::Draft202012);
    let builder = builder.add(ADDRESS, json!({"$defs": all})).ok()?;
    builder.prepare().ok()
}
