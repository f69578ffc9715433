//! Codes in OpenAPI documents, in the forms in which vendors write them, as an overlay of `x-errors`. A set of
//! codes for a status says which may come; a rule is tied to one only where words name it.

mod find;
mod known;
mod sure;
#[cfg(test)]
mod tests;

use serde_json::{Value, json};
pub use sure::infer;

use super::words::{Cause, Known, tie};
use crate::contract::plain;
use crate::contract::{Contract, Operation};

/// Codes of a document.
#[derive(Debug, Clone, Default)]
pub struct Vendor {
    /// The overlay that ties them, as a document; nothing where there are none.
    pub overlay: Option<Value>,
    /// Codes by operation and status.
    pub codes: usize,
    /// Those that are tied to a rule.
    pub tied: usize,
    /// What was guessed, and what could not be used.
    pub told: Vec<String>,
}

/// A code that a document gives.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    status: String,
    code: String,
    /// What is said of it: a name, a message, a description.
    words: Vec<String>,
    /// The form that it is written in.
    form: &'static str,
    /// Where it stands in the body, if that is known.
    at: Option<String>,
    /// The shared response that it is part of.
    shared: Option<String>,
}

/// The codes of a document, whose text is given.
pub fn codes(contract: &Contract, text: &str, extends: &str) -> Vendor {
    let mut vendor = Vendor::default();
    let own = contract
        .operations
        .iter()
        .flat_map(|o| &o.responses)
        .any(|r| !r.errors.is_empty());
    let Some(document) = plain(text).filter(|_| !own) else {
        return vendor;
    };
    let mut actions: Vec<Value> = Vec::new();
    let mut places: Vec<String> = Vec::new();
    let mut shared: Vec<String> = Vec::new();
    for operation in &contract.operations {
        let method = operation.method.to_lowercase();
        let found = find::of(&document, &operation.path, &method, &mut vendor.told);
        let claims = claims(operation, &found);
        let mut statuses: Vec<&str> = found.iter().map(|f| f.status.as_str()).collect();
        statuses.sort_unstable();
        statuses.dedup();
        for status in statuses {
            let own: Vec<&Found> = found.iter().filter(|f| f.status == status).collect();
            places.extend(own.iter().filter_map(|f| f.at.clone()));
            let component = own.iter().find_map(|f| f.shared.clone());
            if component.as_ref().is_some_and(|c| shared.contains(c)) {
                continue;
            }
            let entries = entries(&own, &claims, component.is_some(), &mut vendor);
            let path = operation.path.replace('\\', "\\\\").replace('\'', "\\'");
            let target = match &component {
                Some(name) => format!("$.components.responses['{name}']"),
                None => format!(
                    "$.paths['{path}'].{}.responses['{status}']",
                    operation.method.to_lowercase()
                ),
            };
            shared.extend(component);
            actions.push(json!({
                "target": target,
                "description": format!("from {}", own[0].form),
                "update": {"x-errors": entries},
            }));
        }
    }
    if let Some(global) = find::global(&document).filter(|_| actions.is_empty()) {
        vendor.told.push(format!(
            "`{}` lists {} codes for the whole document: which status or operation gives which is not said, so none is tied",
            global.0, global.1
        ));
    }
    if actions.is_empty() {
        return vendor;
    }
    places.sort();
    places.dedup();
    if contract.error_code.at.is_empty() {
        let at = if places.is_empty() {
            vec!["/code".to_owned()]
        } else {
            places
        };
        actions.insert(
            0,
            json!({"target": "$", "update": {"x-error-code": {"at": at}}}),
        );
    }
    vendor.overlay = Some(json!({
        "overlay": "1.0.0",
        "info": {"title": format!("Codes of {}, as clausal found them in its document", contract.title), "version": "1"},
        "extends": extends,
        "actions": actions,
    }));
    vendor
}

/// Statuses about the message as a whole, or about who sends it how often: their words are about no rule of a place,
/// as those of 414 are about no member that is called `uri`.
const OF_HTTP: &[&str] = &[
    "401", "405", "406", "408", "411", "413", "414", "415", "417", "429", "431",
];

/// What the words of one code name.
struct Claim {
    status: String,
    code: String,
    when: Vec<Value>,
    words: String,
    /// The code that claims the same, where one does.
    rival: Option<String>,
}

/// The causes that the words of each code name; what two of them claim is taken from both.
fn claims(operation: &Operation, found: &[Found]) -> Vec<Claim> {
    let known = known::of(operation);
    let resource = super::operation::resource(&operation.path);
    let mut all: Vec<Claim> = Vec::new();
    let of_rule = |f: &&Found| f.shared.is_none() && !OF_HTTP.contains(&f.status.as_str());
    for one in found.iter().filter(of_rule) {
        if all
            .iter()
            .any(|c| c.status == one.status && c.code == one.code)
        {
            continue;
        }
        let named = said(found, one).into_iter().find_map(|words| {
            let when = whens(operation, &words, &known, &resource)?;
            Some((when, words))
        });
        if let Some((when, words)) = named {
            let (status, code) = (one.status.clone(), one.code.clone());
            all.push(Claim {
                status,
                code,
                when,
                words,
                rival: None,
            });
        }
    }
    for at in 0..all.len() {
        let rival = |when: &Value| {
            let others = all.iter().enumerate().filter(|(n, _)| *n != at);
            let mut rivals = others.filter(|(_, c)| c.when.contains(when));
            rivals.next().map(|(_, c)| c.code.clone())
        };
        let rivals: Vec<Option<String>> = all[at].when.iter().map(rival).collect();
        all[at].rival = rivals.into_iter().flatten().next();
    }
    let whole: Vec<Vec<Value>> = all.iter().map(|c| c.when.clone()).collect();
    for (at, claim) in all.iter_mut().enumerate() {
        let others = || whole.iter().enumerate().filter(move |(n, _)| *n != at);
        claim
            .when
            .retain(|when| !others().any(|(_, w)| w.contains(when)));
    }
    all
}

/// All that is said of a code with a status, wherever that stands.
fn said(found: &[Found], one: &Found) -> Vec<String> {
    let own = found
        .iter()
        .filter(|f| f.code == one.code && f.status == one.status);
    let mut words: Vec<String> = own.flat_map(|f| &f.words).cloned().collect();
    // A code may be words itself: `SUBJECT_TOO_LONG`.
    words.extend(super::words::of_code(&one.code));
    words
}

/// Entries of `x-errors`, one a code.
fn entries(found: &[&Found], claims: &[Claim], shared: bool, vendor: &mut Vendor) -> Vec<Value> {
    let mut entries: Vec<Value> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for one in found {
        if seen.contains(&one.code.as_str()) {
            continue;
        }
        seen.push(&one.code);
        vendor.codes += 1;
        let own = found.iter().filter(|f| f.code == one.code);
        let words = own.flat_map(|f| &f.words).next();
        let claim = claims
            .iter()
            .find(|c| c.status == one.status && c.code == one.code);
        let tied = claim
            .filter(|c| !c.when.is_empty() && !shared)
            .map(|c| (c.when.clone(), c.words.clone()));
        // A number in a text may begin with zeros.
        let number = one
            .code
            .parse::<i64>()
            .ok()
            .filter(|n| n.to_string() == one.code);
        let code = number.map_or_else(|| Value::from(one.code.clone()), Value::from);
        entries.push(match tied {
            Some((mut when, words)) => {
                vendor.tied += 1;
                let when = if when.len() == 1 { when.remove(0) } else { when.into() };
                json!({"code": code, "duty": words, "when": when, "source": format!("{}; inferred from its words", one.form)})
            }
            None => {
                let rival = claim.and_then(|c| c.rival.as_ref());
                let reason = match words {
                    Some(words) if rival.is_some() => format!(
                        "code {} has the same cause: {words}",
                        rival.map_or("", String::as_str)
                    ),
                    Some(words) => format!("the document does not say which rule it belongs to: {words}"),
                    None => "the document gives it with this status, and does not say what provokes it".to_owned(),
                };
                json!({"code": code, "when": "untested", "reason": reason, "source": one.form})
            }
        });
    }
    entries
}

/// The causes that words name, where the schema of the operation has each of them.
fn whens(
    operation: &Operation,
    words: &str,
    known: &[Known],
    resource: &str,
) -> Option<Vec<Value>> {
    let tie = tie(words, known, resource)?;
    let at = tie.at.as_deref()?;
    let schema = operation.schema_at(at)?;
    let fits = tie
        .states
        .iter()
        .all(|(keyword, value)| schema.json.get(*keyword) == Some(value));
    let place = known.iter().find(|k| k.at == at)?;
    let when: Vec<Value> = tie
        .causes
        .iter()
        .filter_map(|cause| when(cause, at, place))
        .collect();
    (fits && !when.is_empty()).then_some(when)
}

/// A cause that the document's own schema has.
fn when(cause: &Cause, at: &str, known: &Known) -> Option<Value> {
    match cause {
        Cause::Breaks { keyword, with } => {
            let there = match (*keyword, with) {
                ("required", _) => known.required,
                ("type", Some("empty")) => known.kind.as_deref().is_some_and(|k| k != "string"),
                (keyword, _) => known.has.iter().any(|k| k == keyword),
            };
            let mut when = json!({"breaks": keyword, "at": at});
            if let Some(with) = with {
                when["with"] = (*with).into();
            }
            there.then_some(when)
        }
        Cause::Unknown { kind } => Some(json!({"unknown": kind.replace(' ', "_"), "at": at})),
        _ => None,
    }
}
