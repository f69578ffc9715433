//! The proof that a request breaks what it is meant to break and nothing else: its bytes are read
//! back and validated against the whole contract.

use std::sync::Arc;

use serde_json::Value;

use crate::contract::{Operation, Schema};
use crate::exchange::{Message, Request};
use crate::wire::{self, Writing};

/// A rule that a request breaks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Place in the request.
    pub at: String,
    /// Schema keyword.
    pub keyword: String,
}

/// The rules of one parameter.
struct Place {
    at: String,
    required: bool,
    /// Its name may stand with nothing behind it.
    may_be_empty: bool,
    validator: Option<Arc<jsonschema::Validator>>,
}

/// The compiled rules of one operation.
pub struct Rules {
    parameters: Vec<Place>,
    /// Of each media type.
    bodies: Vec<(String, Option<Arc<jsonschema::Validator>>)>,
    body_required: bool,
}

impl Rules {
    /// Compiles the schemas of an operation.
    pub fn of(operation: &Operation) -> Self {
        let compile = |schema: &Schema| schema.shared_validator(true);
        Rules {
            parameters: operation
                .parameters
                .iter()
                .map(|p| Place {
                    at: p.pointer(),
                    required: p.required,
                    may_be_empty: p.serial.empty,
                    validator: compile(&p.schema),
                })
                .collect(),
            bodies: operation
                .body
                .iter()
                .flat_map(|b| &b.media)
                .map(|m| (m.media_type.clone(), compile(&m.schema)))
                .collect(),
            body_required: operation.body.as_ref().is_some_and(|b| b.required),
        }
    }

    /// Every rule that a message breaks, in order.
    pub fn faults(&self, message: &Message) -> Vec<Fault> {
        let mut faults = Vec::new();
        for place in &self.parameters {
            let at = &place.at;
            match (message.get(at), &place.validator) {
                (None, _) if place.required => faults.push(Fault {
                    at: at.clone(),
                    keyword: "required".into(),
                }),
                (Some(value), _) if place.may_be_empty && value == "" => {}
                (Some(value), Some(validator)) => collect(validator, value, at, &mut faults),
                _ => {}
            }
        }
        match (&message.body, self.body(message)) {
            (None, _) if self.body_required => faults.push(Fault {
                at: "/body".into(),
                keyword: "required".into(),
            }),
            (Some(body), Some(validator)) => collect(validator, body, "/body", &mut faults),
            _ => {}
        }
        faults.sort();
        faults.dedup();
        faults
    }

    /// What the body of a message is held to: the schema of the media type that it names.
    fn body(&self, message: &Message) -> Option<&jsonschema::Validator> {
        let named = message.get(wire::CONTENT_TYPE).and_then(Value::as_str);
        let own = self.bodies.iter().find(|(m, _)| Some(m.as_str()) == named);
        own.or(self.bodies.first()).and_then(|(_, v)| v.as_deref())
    }

    fn tells(&self, message: &Message, wanted: &[Fault]) -> bool {
        let missing = |p: &Place| p.required && message.get(&p.at).is_none();
        let lacks =
            self.parameters.iter().any(missing) || self.body_required && message.body.is_none();
        !lacks
            && self
                .tellings(message)
                .iter()
                .any(|faults| shows(faults, wanted))
    }

    /// What a message breaks, told in each way: a fault of alternatives is one of the place, or one
    /// inside an alternative that would be right without it.
    fn tellings(&self, message: &Message) -> Vec<Vec<Fault>> {
        let mut all = vec![Vec::new()];
        let judged = self.parameters.iter().map(|p| {
            let value = message.get(&p.at).filter(|v| !p.may_be_empty || *v != "");
            (p.at.as_str(), value, p.validator.as_deref())
        });
        let body = ("/body", message.body.as_ref(), self.body(message));
        for (at, value, validator) in judged.chain([body]) {
            let (Some(value), Some(validator)) = (value, validator) else {
                continue;
            };
            if !validator.is_valid(value) {
                for error in validator.iter_errors(value) {
                    all = product(all, told(&error, at));
                }
            }
        }
        for faults in &mut all {
            faults.sort();
            faults.dedup();
        }
        all
    }

    /// Whether the bytes of a request, read back, break exactly these rules.
    pub fn proves(
        &self,
        operation: &Operation,
        request: &Request,
        writing: &Writing,
        wanted: &[Fault],
    ) -> bool {
        self.shows(operation, request, writing, wanted).is_ok()
    }

    /// The same.
    ///
    /// # Errors
    /// What the bytes show instead.
    pub fn shows(
        &self,
        operation: &Operation,
        request: &Request,
        writing: &Writing,
        wanted: &[Fault],
    ) -> Result<(), String> {
        let Some(message) = wire::decode(operation, request, writing) else {
            return Err("what was made cannot be read back from its bytes".to_owned());
        };
        let faults = self.faults(&message);
        if shows(&faults, wanted) || !wanted.is_empty() && self.tells(&message, wanted) {
            return Ok(());
        }
        let others = faults.iter().filter(|f| !wanted.contains(f));
        let others: Vec<String> = others.map(ToString::to_string).collect();
        let missing = wanted.iter().find(|w| !faults.contains(w));
        Err(match (others.as_slice(), missing) {
            ([], Some(fault)) => {
                format!("what was made does not break {fault}, as its bytes are read")
            }
            ([], None) => "what was made breaks fewer rules than it is to break".to_owned(),
            (others, _) if wanted.is_empty() => {
                format!("what was made breaks {}", others.join(", "))
            }
            (others, _) => format!("what was made breaks {} as well", others.join(", ")),
        })
    }
}

/// Any keyword: the fault lies at a place or below it.
pub const ANY: &str = "*";

/// Tellings of one message that are looked at.
const TELLINGS: usize = 64;

/// Whether these faults are what was wanted.
fn shows(faults: &[Fault], wanted: &[Fault]) -> bool {
    if faults == wanted {
        return true;
    }
    let [one] = wanted else { return false };
    // What is wrong inside counts as not described around it.
    let around = |f: &Fault| {
        f.keyword.starts_with("unevaluated")
            && one.at.len() > f.at.len()
            && one.at.starts_with(&f.at)
    };
    if faults.iter().any(around) {
        let rest: Vec<Fault> = faults.iter().filter(|f| !around(f)).cloned().collect();
        return shows(&rest, wanted);
    }
    if one.keyword == ANY {
        let inside = |f: &Fault| {
            let rest = f.at.strip_prefix(one.at.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        return !faults.is_empty() && faults.iter().all(inside);
    }
    // A value of another type is outside any list and limit of the place as well.
    one.keyword == "type" && faults.contains(one) && faults.iter().all(|f| f.at == one.at)
}

/// One telling with each of the others.
fn product(all: Vec<Vec<Fault>>, more: Vec<Vec<Fault>>) -> Vec<Vec<Fault>> {
    let mut list = Vec::new();
    for one in &all {
        for other in &more {
            if list.len() < TELLINGS {
                list.push([one.as_slice(), other.as_slice()].concat());
            }
        }
    }
    list
}

/// What an error says, in each way that it can be told.
fn told(error: &jsonschema::ValidationError<'_>, at: &str) -> Vec<Vec<Fault>> {
    use jsonschema::error::ValidationErrorKind as Kind;
    let mut list = vec![vec![fault(error, at)]];
    if let Kind::AnyOf { context } | Kind::OneOfNotValid { context } = error.kind() {
        for branch in context {
            let mut inside = vec![Vec::new()];
            for error in branch {
                inside = product(inside, told(error, at));
            }
            list.extend(inside);
        }
    }
    list.truncate(TELLINGS);
    list
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` of {}", self.keyword, self.at)
    }
}

fn collect(validator: &jsonschema::Validator, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    if validator.is_valid(value) {
        return;
    }
    let errors = validator.iter_errors(value);
    faults.extend(errors.map(|error| fault(&error, at)));
}

fn fault(error: &jsonschema::ValidationError<'_>, at: &str) -> Fault {
    let mut place = format!("{at}{}", error.instance_path());
    if let jsonschema::error::ValidationErrorKind::Required { property } = error.kind() {
        let name = property.as_str().unwrap_or_default();
        place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
    }
    Fault {
        at: place,
        keyword: error.kind().keyword().to_owned(),
    }
}
