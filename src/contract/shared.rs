//! Schemas that others refer to: kept once for the whole contract, so that what refers to itself, or
//! to the same schema a thousand times, stays small.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The address that every shared schema has.
const ADDRESS: &str = "clausal:///shared";

/// The shared schemas of a contract; empty until all of it is read.
#[derive(Clone, Default)]
pub struct Shared(Arc<Held>);

/// Validators by the hash of a schema's text and whether formats are checked.
type Compiled = HashMap<([u8; 32], bool), Weak<Validator>>;

#[derive(Default)]
struct Held {
    /// A hash of all of them: every schema holds them, and is told apart by it.
    digest: OnceLock<String>,
    kept: OnceLock<Option<Kept>>,
    /// Those that these are made of, when first needed: as they hold for requests.
    whole: Option<Shared>,
    /// What was compiled and is in use, by the hash of its text and whether formats are checked.
    compiled: Mutex<Compiled>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digest = self.0.digest.get_or_init(|| {
            let all = self.whole(&format!("{ADDRESS}#/$defs"));
            let text = all.map(ToString::to_string).unwrap_or_default();
            let bytes = Sha256::digest(text);
            bytes.iter().map(|b| format!("{b:02x}")).collect()
        });
        f.write_str(digest)
    }
}

/// What is kept.
struct Kept {
    registry: Registry<'static>,
    /// The same schemas as answers are held to, where they differ.
    answers: Option<Registry<'static>>,
    /// References to schemas that are `writeOnly`.
    write_only: BTreeSet<String>,
}

impl Shared {
    /// The reference that leads to a shared schema.
    pub(super) fn reference(number: usize) -> Value {
        json!({ "$ref": pointer(number) })
    }

    /// Keeps the schemas, each under its number.
    pub(super) fn fill(&self, schemas: Vec<Value>) {
        if schemas.is_empty() {
            return;
        }
        let secret = schemas.iter().enumerate().filter(|(_, s)| is_secret(s));
        let write_only: BTreeSet<String> = secret.map(|(n, _)| pointer(n)).collect();
        let seen = !write_only.is_empty() || schemas.iter().any(differs);
        let answers = seen.then(|| numbered(schemas.iter().map(|s| shown(s, &write_only))));
        let kept = registry(numbered(schemas.into_iter())).map(|registry| Kept {
            registry,
            answers: answers.and_then(self::registry),
            write_only,
        });
        // Filled once, by the reader that made it.
        let _ = self.0.kept.set(kept);
    }

    /// A schema compiled, once for all that say the same: a thousand operations page alike.
    pub(super) fn compile_once(&self, json: &Value, formats: bool) -> Option<Arc<Validator>> {
        let key = (Sha256::digest(json.to_string()).into(), formats);
        let known = || {
            self.0
                .compiled
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(compiled) = known().get(&key).and_then(Weak::upgrade) {
            return Some(compiled);
        }
        let compiled = Arc::new(self.compile(json, formats)?);
        known().insert(key, Arc::downgrade(&compiled));
        Some(compiled)
    }

    /// The same schemas as they hold for requests.
    pub(super) fn for_requests(&self) -> Shared {
        Shared(Arc::new(Held {
            whole: Some(self.clone()),
            ..Held::default()
        }))
    }

    fn kept(&self) -> Option<&Kept> {
        let Some(whole) = &self.0.whole else {
            return self.0.kept.get()?.as_ref();
        };
        let made = self.0.kept.get_or_init(|| {
            let all = whole.find(&format!("{ADDRESS}#/$defs"))?.as_object()?;
            let sent = all.iter().map(|(name, schema)| {
                let sent = super::sent::trimmed(schema, self);
                (name.clone(), sent.unwrap_or_else(|| schema.clone()))
            });
            Some(Kept {
                registry: registry(sent.collect())?,
                answers: None,
                write_only: BTreeSet::new(),
            })
        });
        made.as_ref()
    }

    /// The schema that a reference leads to.
    pub fn find(&self, reference: &str) -> Option<&Value> {
        let address = jsonschema::uri::from_str(ADDRESS).ok()?;
        let fragment = reference.strip_prefix(ADDRESS)?;
        let found = self.kept()?.registry.resolver(address).lookup(fragment);
        Some(found.ok()?.contents())
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
        build(json, formats, self.kept().map(|kept| &kept.registry))
    }

    /// The same as it judges answers: members that only requests have need not be there.
    pub fn compile_answer(&self, json: &Value, formats: bool) -> Option<Validator> {
        let kept = self.kept();
        let none = BTreeSet::new();
        let json = shown(json, kept.map_or(&none, |k| &k.write_only));
        let registry = kept.map(|kept| kept.answers.as_ref().unwrap_or(&kept.registry));
        build(&json, formats, registry)
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
    let builder = builder.add(ADDRESS, json!({ "$defs": all })).ok()?;
    builder.prepare().ok()
}

fn numbered(schemas: impl Iterator<Item = Value>) -> Map<String, Value> {
    let named = schemas.enumerate();
    named.map(|(n, v)| (n.to_string(), v)).collect()
}

fn pointer(number: usize) -> String {
    format!("{ADDRESS}#/$defs/{number}")
}

fn is_secret(schema: &Value) -> bool {
    schema.get("writeOnly") == Some(&Value::Bool(true))
}

/// Whether answers are held to another schema than requests.
fn differs(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => is_secret(schema) || lacks_null(map) || map.values().any(differs),
        Value::Array(list) => list.iter().any(differs),
        _ => false,
    }
}

/// Whether null is among the types and in no list: authors of `nullable` forget it there, so that an
/// answer may hold it (OpenAPI 3.0.3, Schema Object, `nullable`, leaves the two unclear).
fn lacks_null(map: &Map<String, Value>) -> bool {
    let among = |key: &str| {
        let list = map.get(key).and_then(Value::as_array);
        list.map(|list| list.iter().any(|v| v.is_null() || v == "null"))
    };
    among("type") == Some(true) && among("enum") == Some(false)
}

/// A schema that does not require members which only requests have.
fn shown(schema: &Value, secret: &BTreeSet<String>) -> Value {
    match schema {
        Value::Array(list) => list.iter().map(|s| shown(s, secret)).collect(),
        Value::Object(map) => {
            let hidden = |name: &Value| {
                let member = name.as_str().and_then(|n| map.get("properties")?.get(n));
                member.is_some_and(|m| {
                    let target = m.get("$ref").and_then(Value::as_str);
                    is_secret(m) || target.is_some_and(|t| secret.contains(t))
                })
            };
            let member = |(key, value): (&String, &Value)| {
                let value = match (key.as_str(), value) {
                    ("required", Value::Array(names)) => {
                        names.iter().filter(|n| !hidden(n)).cloned().collect()
                    }
                    ("enum", Value::Array(list)) if lacks_null(map) => {
                        list.iter().cloned().chain([Value::Null]).collect()
                    }
                    ("enum" | "const", value) => value.clone(),
                    (_, value) => shown(value, secret),
                };
                (key.clone(), value)
            };
            Value::Object(map.iter().map(member).collect())
        }
        other => other.clone(),
    }
}
