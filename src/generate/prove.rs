//! The proof that a request breaks what it is meant to break and nothing else: its bytes are read
//! back and validated against the whole contract.

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
    validator: Option<jsonschema::Validator>,
}

/// The compiled rules of one operation.
pub struct Rules {
    parameters: Vec<Place>,
    /// Of each media type.
    bodies: Vec<(String, Option<jsonschema::Validator>)>,
    body_required: bool,
}

impl Rules {
    /// Compiles the schemas of an operation.
    pub fn of(operation: &Operation) -> Self {
        let compile = |schema: &Schema| schema.validator(true);
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
        let named = message.get(wire::CONTENT_TYPE).and_then(Value::as_str);
        let own = self.bodies.iter().find(|(m, _)| Some(m.as_str()) == named);
        let body = own.or(self.bodies.first()).and_then(|(_, v)| v.as_ref());
        match (&message.body, body) {
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
        // A value of another type is outside any list and limit of the place as well.
        let typed = |w: &Fault| w.keyword == "type" && faults.contains(w);
        let shown = faults == wanted
            || matches!(wanted, [one] if typed(one) && faults.iter().all(|f| f.at == one.at));
        if shown {
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

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` of {}", self.keyword, self.at)
    }
}

fn collect(validator: &jsonschema::Validator, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    if validator.is_valid(value) {
        return;
    }
    for error in validator.iter_errors(value) {
        let keyword = error.kind().keyword().to_owned();
        let mut place = format!("{at}{}", error.instance_path());
        if let jsonschema::error::ValidationErrorKind::Required { property } = error.kind() {
            let name = property.as_str().unwrap_or_default();
            place = format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"));
        }
        faults.push(Fault { at: place, keyword });
    }
}
