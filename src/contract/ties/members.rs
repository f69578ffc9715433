//! Ties of query parameters and members of bodies that are called as the id of something else.

use super::names::{bare, named, shown};
use super::paths::{Segment, noun, segments};
use super::{Kind, Origin, Source, Tie};
use crate::contract::{Contract, Operation, Place, Schema};

/// How deep members are looked at.
const DEEPEST: usize = 3;

pub(super) fn of(contract: &Contract, operation: &Operation) -> Vec<Tie> {
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
    let own = noun(&segments(&operation.path));
    let mut ties = Vec::new();
    for (at, name) in places {
        let (thing, Some("id" | "uuid" | "guid" | "identifier")) = named(&name) else {
            continue;
        };
        if thing.is_empty() || (thing == own && operation.method == "POST") {
            continue;
        }
        let mut found = contract
            .operations
            .iter()
            .filter(|producer| producer.id != operation.id)
            .filter_map(|producer| gives(producer, &thing))
            .collect::<Vec<_>>();
        found.sort_by_key(|(rank, ..)| *rank);
        for (_, kind, producer) in found {
            ties.push(Tie {
                operation: operation.id.clone(),
                producer: producer.id.clone(),
                fills: vec![(at.clone(), Origin::Shown(shown(&name, &thing)))],
                source: Source::Names("it is called as the id of what is made there"),
                kind,
            });
        }
    }
    ties
}

/// Whether an operation makes or lists the things of that name.
fn gives<'o>(producer: &'o Operation, thing: &str) -> Option<(u8, Kind, &'o Operation)> {
    let path = segments(&producer.path);
    if noun(&path) != *thing || !matches!(path.last(), Some(Segment::Literal(_))) {
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
        walk(&property.schema, &below, deep - 1, places);
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
