//! Ties of query parameters and members of bodies that are called as the id of something else.

use super::names::{bare, named, shown};
use super::paths::Segment;
use super::{Kind, Known, Origin, Source, Study, Tie};
use crate::contract::{Operation, Place, Schema};

/// How deep members are looked at.
const DEEPEST: usize = 3;

pub(super) fn of(study: &Study<'_>, known: &Known<'_>) -> Vec<Tie> {
    let operation = known.operation;
    let places = places(operation);
    let mut ties = Vec::new();
    for (at, name) in places {
        let (thing, end) = named(&name);
        let is_id = matches!(end, Some("id" | "uuid" | "guid" | "identifier"));
        let own = thing == known.noun && (operation.method == "POST" || !is_id);
        if thing.is_empty() || own || !(is_id || end.is_none()) {
            continue;
        }
        // What is called as a thing alone may take any text, but no number.
        let given_out = operation.schema_at(&at).is_some_and(is_given_out);
        let weak = !is_id && !given_out;
        if weak && !is_required(operation, &at) {
            continue;
        }
        let things = meant(&thing, &known.noun);
        let mut found = study
            .all
            .iter()
            .filter(|producer| producer.operation.id != operation.id)
            .filter_map(|producer| things.iter().find_map(|t| gives(producer, t)))
            .collect::<Vec<_>>();
        found.sort_by_key(|(rank, ..)| *rank);
        for (_, kind, producer) in found {
            if weak && kind == Kind::Made {
                continue;
            }
            ties.push(Tie {
                operation: operation.id.clone(),
                producer: producer.id.clone(),
                fills: vec![(at.clone(), Origin::Shown(shown(&name, &thing)))],
                source: Source::Names("it is called as the id of what is made there"),
                kind,
                weak,
            });
        }
    }
    ties
}

fn is_required(operation: &Operation, at: &str) -> bool {
    match at.strip_prefix("/body/") {
        Some(name) => {
            let mut members = operation.members().iter();
            members.any(|m| m.required && m.name == name)
        }
        None => operation.parameter(at).is_some_and(|p| p.required),
    }
}

/// Places that are called as the id of something: of numbers and UUIDs, which somebody gives out, and of
/// texts where a query looks for it, or an operation gives such things.
pub(super) fn references(study: &Study<'_>, operation: &Operation) -> Vec<String> {
    let given_out = |at: &String| operation.schema_at(at).is_some_and(is_given_out);
    let places = places(operation).into_iter();
    let named = places.filter(|(at, name)| {
        let (thing, end) = named(name);
        let is_id = matches!(end, Some("id" | "uuid" | "guid" | "identifier"));
        let is_thing = || study.all.iter().any(|k| gives(k, &thing).is_some());
        let meant = match given_out(at) {
            true => is_id || end.is_none() && is_thing(),
            false => is_id && (at.starts_with("/query/") || is_thing()),
        };
        !thing.is_empty() && meant
    });
    named.map(|(at, _)| at).collect()
}

fn is_given_out(schema: &Schema) -> bool {
    let own =
        |s: &Schema| s.types.iter().any(|t| t == "integer") || s.format.as_deref() == Some("uuid");
    own(schema) || schema.any_of.iter().any(own)
}

/// Query parameters, headers and members of the body that may take an id, with their names.
fn places(operation: &Operation) -> Vec<(String, String)> {
    let mut places = Vec::new();
    for parameter in &operation.parameters {
        let is_own = matches!(parameter.place, Place::Query | Place::Header);
        if is_own && takes_id(&parameter.schema) {
            places.push((parameter.pointer(), parameter.name.clone()));
        }
    }
    let media = operation.body.as_ref().and_then(|b| b.media.first());
    if let Some(media) = media.filter(|_| operation.method != "GET") {
        walk(&media.schema, "/body", DEEPEST, &mut places);
    }
    places
}

/// Words for people who do something, each of which a user may be.
const PEOPLE: [&str; 14] = [
    "owner",
    "assignee",
    "author",
    "creator",
    "member",
    "manager",
    "reviewer",
    "reporter",
    "sender",
    "receiver",
    "recipient",
    "customer",
    "buyer",
    "seller",
];
/// Collections of people.
const USERS: [&str; 6] = ["user", "person", "people", "account", "member", "customer"];

/// What a word may mean: the thing that is called so, else somebody, or another one of its own.
fn meant(thing: &str, own: &str) -> Vec<String> {
    let mut all = vec![thing.to_owned()];
    if PEOPLE.contains(&thing) {
        all.extend(USERS.iter().map(|u| (*u).to_owned()));
    }
    if thing == "parent" && !own.is_empty() {
        all.push(own.to_owned());
    }
    all
}

/// Whether an operation makes or lists the things of that name.
fn gives<'c>(known: &Known<'c>, thing: &str) -> Option<(u8, Kind, &'c Operation)> {
    let producer = known.operation;
    if known.noun != *thing || !matches!(known.path.last(), Some(Segment::Literal(_))) {
        return None;
    }
    match &*producer.method {
        "POST" => Some((0, Kind::Made, producer)),
        "GET" => Some((10, Kind::Listed, producer)),
        _ => None,
    }
}

fn walk(schema: &Schema, at: &str, deep: usize, places: &mut Vec<(String, String)>) {
    if deep == 0 {
        return;
    }
    for property in &schema.properties {
        let name = &property.name;
        if name.contains(['/', '~']) {
            continue;
        }
        let below = format!("{at}/{name}");
        if takes_id(&property.schema) {
            places.push((below, name.clone()));
            continue;
        }
        if let Some(items) = property.schema.items.as_deref().filter(|s| takes_id(s)) {
            let one = bare(name);
            if one.ends_with("ids") && takes_id(items) {
                let name = name.trim_end_matches(['s', 'S']);
                places.push((format!("{below}/0"), name.to_owned()));
            }
            continue;
        }
        match property.schema.items.as_deref() {
            Some(items) => walk(items, &format!("{below}/0"), deep - 1, places),
            None => walk(&property.schema, &below, deep - 1, places),
        }
    }
}

/// Whether a schema takes texts or whole numbers, and says itself of none that it is valid.
fn takes_id(schema: &Schema) -> bool {
    let any = |schema: &Schema| {
        schema.types.iter().any(|t| t == "string" || t == "integer")
            || (schema.types.is_empty() && schema.properties.is_empty() && schema.any_of.is_empty())
    };
    let free =
        schema.constant.is_none() && schema.enumeration.is_empty() && schema.ext.fixture.is_none();
    free && (any(schema) || schema.any_of.iter().any(any))
}
