//! The shape and the meaning of each extension.

use serde_json::{Map, Value, json};

use super::super::keywords::members;

/// A map with these members and no others, each of the shape that its name has everywhere.
fn map(names: &[&str], required: &[&str], own: &[(&str, Value)]) -> Value {
    let shape = |name: &str| {
        let given = own.iter().find(|(n, _)| *n == name);
        given.map_or_else(|| usual(name), |(_, shape)| shape.clone())
    };
    let properties: Map<String, Value> =
        names.iter().map(|n| ((*n).to_owned(), shape(n))).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// What a member is, where its name alone says so.
fn usual(name: &str) -> Value {
    match name {
        "about" | "duty" | "source" | "reason" | "name" | "reading" | "operation" | "base"
        | "form" | "like" | "called" => text(),
        "at" | "by" | "id" | "read" | "delete" => text(),
        "set" | "params" => json!({"type": "object"}),
        "level" => json!({"enum": ["documented", "sample", "implied"]}),
        "code" => code(),
        "special" | "accepted" | "refused" | "uncoded" | "again" | "latin-1" | "firm" | "only" => {
            json!({"type": "boolean"})
        }
        _ => json!(true),
    }
}

fn text() -> Value {
    json!({"type": "string"})
}

fn texts() -> Value {
    json!({"type": "array", "items": text()})
}

fn code() -> Value {
    json!({"type": ["integer", "string"]})
}

fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

fn named(of: Value) -> Value {
    json!({"type": "object", "additionalProperties": of})
}

fn flag() -> Value {
    json!({"type": "boolean"})
}

/// Every extension: its name, what it means in a sentence, and its shape.
fn described() -> Vec<(&'static str, &'static str, Value)> {
    let outcomes = list(map(
        members::OUTCOME,
        &[],
        &[
            ("status", json!({"type": ["string", "integer"]})),
            ("as", text()),
        ],
    ));
    let mut when = map(
        members::WHEN,
        &[],
        &[
            ("also", map(members::ALSO, members::ALSO, &[])),
            ("or", outcomes.clone()),
            ("as", text()),
            ("breaks", text()),
            ("fixture", text()),
            ("unknown", text()),
            ("state", text()),
            ("untested", text()),
            ("with", text()),
        ],
    );
    when["oneOf"] = members::CAUSES
        .iter()
        .map(|cause| json!({"required": [cause]}))
        .collect();
    let when = json!({"anyOf": [{"const": "untested"}, when.clone(), {"type": "array", "minItems": 1, "items": when}]});
    let error = map(members::ERROR, &["code", "when"], &[("when", when)]);
    let probe_state = map(members::PROBE_STATE, &["name"], &[]);
    let ways = map(
        members::WAYS,
        &["reading", "key", "ways"],
        &[(
            "ways",
            json!({"type": "array", "minItems": 2, "items": map(members::WAY, &[], &[
                ("as", text()), ("form", json!({"enum": members::FORMS})), ("values", json!({"type": "object"})), ("named", text()), ("under", text()),
            ])}),
        )],
    );
    let via = map(
        members::VIA,
        &["operation", "while"],
        &[("while", json!({"enum": ["running", "finished"]}))],
    );
    let busy = map(members::WHILE, members::WHILE, &[("in", list(json!(true)))]);
    let deleted = map(
        members::DELETED,
        &[],
        &[
            ("running", map(members::DELETED_ONE, &[], &[])),
            ("done", map(members::DELETED_ONE, &[], &[])),
        ],
    );
    vec![
        (
            "x-source",
            "where the page says so; it is told with each clause",
            text(),
        ),
        (
            "x-clausal",
            "the short name of the contract",
            map(members::CLAUSAL, &[], &[]),
        ),
        (
            "x-readings",
            "points on which the documents allow several ways",
            named(map(
                members::READING,
                &["alternatives"],
                &[("alternatives", texts())],
            )),
        ),
        (
            "x-fixtures",
            "things that exist on the target, and that only a profile can name",
            named(map(
                members::FIXTURE,
                &["type"],
                &[("type", json!({"enum": ["integer", "string"]}))],
            )),
        ),
        (
            "x-states",
            "conditions of the server, and how a request brings one about",
            named(map(members::STATE, &[], &[("via", via)])),
        ),
        (
            "x-error-code",
            "where the code stands in an error",
            map(
                members::ERROR_CODE,
                &["at"],
                &[
                    ("at", texts()),
                    ("how", json!({"enum": ["exact", "prefix"]})),
                ],
            ),
        ),
        (
            "x-reading",
            "the reading of calls without credentials",
            text(),
        ),
        (
            "x-support",
            "an operation that only serves others: no clauses are about it",
            flag(),
        ),
        (
            "x-bases",
            "valid requests to start from",
            list(map(members::BASE, &["name"], &[])),
        ),
        (
            "x-resource",
            "how what a success makes is read and deleted",
            map(members::RESOURCE, &["id"], &[]),
        ),
        (
            "x-occupies",
            "what a success keeps busy, and until which status",
            map(members::OCCUPIES, &["by", "while"], &[("while", busy)]),
        ),
        (
            "x-body-wrapper",
            "a member that may or may not stand around the body",
            map(members::WRAPPER, &["name", "reading"], &[]),
        ),
        (
            "x-root-reading",
            "the reading of where the paths begin",
            text(),
        ),
        (
            "x-several-faults",
            "a request that breaks two rules draws the code of one of them",
            map(members::SEVERAL, &[], &[]),
        ),
        (
            "x-probes",
            "requests with a set of allowed outcomes",
            list(map(
                members::PROBE,
                &["name", "outcomes"],
                &[
                    ("state", probe_state),
                    ("cases", list(json!({"type": "object"}))),
                    ("outcomes", outcomes),
                    ("each", list(json!(true))),
                ],
            )),
        ),
        (
            "x-selects",
            "a parameter that chooses the members of the answer",
            map(members::SELECTS, &[], &[("brackets", texts())]),
        ),
        (
            "x-errors",
            "codes of a status, each with what provokes it",
            list(error),
        ),
        ("x-unique", "no two things have the same value", flag()),
        ("x-fixture", "a valid value is that of a fixture", text()),
        (
            "x-default",
            "what the server takes where the member is left out",
            json!(true),
        ),
        (
            "x-ignores-extra",
            "members that are not described are passed over",
            flag(),
        ),
        (
            "x-echo",
            "the member of the answer repeats a place of the request",
            text(),
        ),
        (
            "x-fresh",
            "the value is a new one each time",
            json!({"type": ["boolean", "string"]}),
        ),
        ("x-shown", "the member is there in every answer", flag()),
        ("x-unit", "the unit of a number", text()),
        ("x-open", "the reading of what the member holds", text()),
        (
            "x-not-yet",
            "values that mean that there is none yet",
            list(json!(true)),
        ),
        (
            "x-not-before",
            "the member beside, which comes no later",
            text(),
        ),
        (
            "x-lifecycle",
            "how a status moves",
            map(members::LIFECYCLE, &[], &[("deleted", deleted)]),
        ),
        (
            "x-ways",
            "ways in which a value may be written, in the order to be tried",
            json!({"anyOf": [ways.clone(), {"type": "array", "items": ways}]}),
        ),
        ("x-only-with", "the bases that the place needs", texts()),
        (
            "x-absence",
            "the reading of requests without the place",
            text(),
        ),
        (
            "x-perhaps",
            "values beside the list that a server may take",
            list(json!(true)),
        ),
        (
            "x-near",
            "values beside the list that it must not take",
            list(json!(true)),
        ),
        (
            "x-not-demanded",
            "no valid value of the place is known",
            flag(),
        ),
        (
            "x-goes-with",
            "the sibling, or the place of the request, that must agree",
            map(members::GOES_WITH, &["at"], &[("values", json!(true))]),
        ),
        (
            "x-exists",
            "the reading of listed values that name things of the target",
            text(),
        ),
        (
            "x-apart",
            "values that do not stand together",
            list(named(list(json!(true)))),
        ),
        (
            "x-then",
            "a request that a success makes possible",
            list(map(
                members::THEN,
                &["name", "operation"],
                &[
                    ("with", list(json!({"type": "object"}))),
                    ("between", json!({"type": "integer", "minimum": 0})),
                    ("bare", text()),
                ],
            )),
        ),
        (
            "x-success",
            "what tells a success from a fault where both are 200",
            map(members::SUCCESS, &["at"], &[]),
        ),
        (
            "x-fault",
            "the body of a fault where that is 200 as well",
            json!({"type": "object"}),
        ),
        ("x-content-type", "the media type must be named", flag()),
        (
            "x-combinations",
            "every pair of listed values meets in a request",
            flag(),
        ),
    ]
}

/// What an extension means, in a sentence; `None` where there is no such one.
pub fn meaning(name: &str) -> Option<&'static str> {
    described()
        .into_iter()
        .find(|(n, _, _)| *n == name)
        .map(|(_, words, _)| words)
}

/// Puts the shape of each extension among the definitions.
pub(super) fn all(defs: &mut Map<String, Value>) {
    for (name, words, mut shape) in described() {
        if let Some(object) = shape.as_object_mut() {
            object.insert("description".into(), words.into());
        }
        defs.insert(name.to_owned(), shape);
    }
}

#[cfg(test)]
pub(super) fn names() -> Vec<&'static str> {
    described().into_iter().map(|(name, _, _)| name).collect()
}
