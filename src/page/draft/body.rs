//! The body of a request: from the table of its members, and the sample that shows their places.

use serde_json::{Map, Value, json};

use super::{Part, Told, dotted, schema};
use crate::page::fields::Field;
use crate::page::sample::Element;

/// The schema of a body of a media type, and a sample of it in JSON.
pub(super) struct Body {
    pub(super) schema: Value,
    pub(super) example: Option<Value>,
}

/// The body of an operation; none where no table is about one.
pub(super) fn of(
    part: &Part,
    media: &str,
    json: &[Value],
    xml: &[Element],
    told: &mut Told,
) -> Option<Body> {
    let fields = of_body(part);
    let placed = fields.iter().any(|f| !f.around.is_empty());
    let root = xml.iter().find(|root| asks(root, &fields));
    if let (Some(root), true) = (root, placed || media.contains("xml")) {
        return Some(nested(root, &fields, media, told));
    }
    if fields.is_empty() {
        return None;
    }
    if placed {
        told.say("no sample shows where the elements of the body stand: each table row names only the one around it");
    }
    // A single object with members is the body itself, unless a sample shows it inside.
    let inner = match &fields[..] {
        [one] if !one.members.is_empty() => {
            let wrapped = json
                .iter()
                .any(|sample| sample.get(&one.name).is_some_and(Value::is_object));
            (!wrapped).then(|| one.members.clone())
        }
        _ => None,
    };
    let fields = inner.unwrap_or(fields);
    let fields = match media.contains("json") {
        true => dotted::nested(&fields, json, told),
        false => fields,
    };
    let names: Vec<&str> = fields.iter().map(|f| f.name.as_str()).collect();
    let shows = |sample: &&Value| {
        let members = sample.as_object();
        members.is_some_and(|m| !m.is_empty() && m.keys().all(|key| names.contains(&key.as_str())))
    };
    let example = json.iter().find(shows).cloned();
    let mut by_element = grouped(&fields);
    if let Some(example) = &example {
        by_element
            .iter_mut()
            .for_each(|field| as_shown(field, example));
    }
    Some(Body {
        schema: schema::object(&by_element, Some(media), told),
        example,
    })
}

/// The type that the sample shows, where no table gives one: a listed number may be written as a text.
fn as_shown(field: &mut Field, example: &Value) {
    let shown = example.get(&field.name);
    let is_number = |text: &str| text.parse::<f64>().is_ok();
    if field.kind.is_none() && field.kind_or_guess().is_none() {
        field.kind = match shown {
            Some(Value::String(text)) if field.says.values.is_empty() || is_number(text) => {
                Some("string")
            }
            Some(Value::Bool(_)) => Some("boolean"),
            Some(Value::Number(n)) if n.is_i64() && field.says.values.is_empty() => Some("integer"),
            _ => None,
        };
    }
}

/// Members below the elements that their rows name, where no sample shows more.
fn grouped(fields: &[Field]) -> Vec<Field> {
    let mut list: Vec<Field> = Vec::new();
    for field in fields {
        let mut into = &mut list;
        for name in &field.around {
            let at = match into.iter().position(|f| f.name == *name) {
                Some(at) => at,
                None => {
                    into.push(Field {
                        name: name.clone(),
                        kind: Some("object"),
                        source: field.source.clone(),
                        ..Field::default()
                    });
                    into.len() - 1
                }
            };
            into = &mut into[at].members;
        }
        into.push(field.clone());
    }
    list
}

/// The members of the body that a part of a page tells of.
fn of_body(part: &Part) -> Vec<Field> {
    let fields = part.fields.iter();
    fields
        .filter(|f| f.place == Some("body"))
        .cloned()
        .collect()
}

/// Whether a message in XML shows members of the body.
pub(super) fn shows(xml: &[Element], part: &Part) -> bool {
    let fields = of_body(part);
    !fields.is_empty() && xml.iter().any(|root| asks(root, &fields))
}

/// Whether a message in JSON shows members of the body.
pub(super) fn is_of(sample: &Value, part: &Part) -> bool {
    let mut fields = part.fields.iter().filter(|f| f.place == Some("body"));
    fields.any(|field| sample.get(&field.name).is_some())
}

/// Whether a sample is a request that holds some of the fields.
fn asks(root: &Element, fields: &[Field]) -> bool {
    let answers = root.name.to_lowercase().contains("resp");
    !answers && (fields.is_empty() || fields.iter().any(|f| holds(root, &f.name)))
}

fn holds(element: &Element, name: &str) -> bool {
    element.attributes.iter().any(|(a, _)| a == name)
        || element
            .elements
            .iter()
            .any(|e| e.name == name || holds(e, name))
}

/// A body whose shape a sample in XML shows.
fn nested(root: &Element, fields: &[Field], media: &str, told: &mut Told) -> Body {
    let mut schema = shown(root);
    if media.contains("xml") {
        schema["xml"] = json!({"name": root.name});
    }
    for field in fields {
        let place = place(root, &field.around);
        let at = match &place {
            Some(at) => at.clone(),
            None => missing(&mut schema, root, field, told),
        };
        let element = find(root, &at);
        let Some(object) = schema::descend(&mut schema, &at) else {
            continue;
        };
        let mut own = schema::of(field, Some(media), told);
        let attribute = element.is_none_or(|e| {
            e.attributes.iter().any(|(a, _)| *a == field.name)
                || !e.elements.iter().any(|c| c.name == field.name) && !e.attributes.is_empty()
        });
        let leaves = element.is_some_and(|e| {
            e.attributes.is_empty() && e.elements.iter().any(|c| c.elements.is_empty())
        });
        if attribute && !leaves && media.contains("xml") {
            own["xml"] = json!({"attribute": true});
        }
        let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) else {
            continue;
        };
        if own.get("type").is_none() && own.get("enum").is_none() {
            own["type"] = "string".into();
        }
        let known = properties
            .get(&field.name)
            .and_then(|p| p.get("example"))
            .cloned();
        if let Some(example) = known.and_then(|e| fitting(&e, &own)) {
            own["example"] = example;
        }
        properties.insert(field.name.clone(), own);
        if field.required == Some(true) {
            let list = object
                .as_object_mut()
                .map(|o| o.entry("required").or_insert_with(|| json!([])));
            if let Some(Value::Array(list)) = list {
                list.push(field.name.clone().into());
            }
        }
    }
    Body {
        schema,
        example: None,
    }
}

/// A value of a sample, if it is one of the schema.
fn fitting(example: &Value, schema: &Value) -> Option<Value> {
    let text = example.as_str()?;
    let value = match schema.get("type").and_then(Value::as_str) {
        Some("integer") => text.parse::<i64>().ok().map(Value::from)?,
        Some("boolean") => text.to_lowercase().parse::<bool>().ok().map(Value::from)?,
        _ => Value::from(text),
    };
    let listed = schema.get("enum").and_then(Value::as_array);
    (listed.is_none_or(|l| l.contains(&value)) && !text.is_empty()).then_some(value)
}

/// What a sample shows of an element.
fn shown(element: &Element) -> Value {
    let mut properties = Map::new();
    for (name, value) in &element.attributes {
        let mut leaf = json!({"type": "string", "xml": {"attribute": true}});
        if !value.is_empty() {
            leaf["example"] = value.clone().into();
        }
        properties.insert(name.clone(), leaf);
    }
    for child in &element.elements {
        let bare = child.attributes.is_empty() && child.elements.is_empty();
        let inner = match bare {
            true if child.text.is_empty() => json!({"type": "string"}),
            true => json!({"type": "string", "example": child.text}),
            false => shown(child),
        };
        properties.insert(child.name.clone(), inner);
    }
    json!({"type": "object", "properties": properties})
}

/// The pointer of the element that a row names, with the one around it.
fn place(root: &Element, around: &[String]) -> Option<String> {
    let Some(name) = around.last() else {
        return Some(String::new());
    };
    let parent = around.len().checked_sub(2).and_then(|at| around.get(at));
    search(root, name, parent, "", None, 0)
}

fn search(
    element: &Element,
    name: &str,
    parent: Option<&String>,
    at: &str,
    above: Option<&str>,
    depth: usize,
) -> Option<String> {
    let alike = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let fits = parent.is_none_or(|p| above.is_none_or(|a| alike(a, p)));
    if alike(&element.name, name) && fits {
        return Some(at.to_owned());
    }
    element
        .elements
        .iter()
        .filter(|_| depth < 32)
        .find_map(|child| {
            let below = format!("{at}/{}", schema::step(&child.name));
            search(child, name, parent, &below, Some(&element.name), depth + 1)
        })
}

fn find<'e>(root: &'e Element, pointer: &str) -> Option<&'e Element> {
    pointer.split('/').skip(1).try_fold(root, |element, step| {
        element
            .elements
            .iter()
            .find(|e| schema::step(&e.name) == step)
    })
}

/// The pointer of an element that was made before.
fn made(schema: &Value, name: &str, depth: usize) -> Option<String> {
    let properties = schema
        .get("properties")?
        .as_object()
        .filter(|_| depth < 32)?;
    let object = |v: &Value| v.get("properties").is_some();
    let own = properties
        .iter()
        .find(|(key, v)| key.as_str() == name && object(v));
    own.map(|(key, _)| format!("/{}", schema::step(key)))
        .or_else(|| {
            properties.iter().find_map(|(key, v)| {
                Some(format!(
                    "/{}{}",
                    schema::step(key),
                    made(v, name, depth + 1)?
                ))
            })
        })
}

/// Makes an element that no sample shows, below the one that its row names around it.
fn missing(schema: &mut Value, root: &Element, field: &Field, told: &mut Told) -> String {
    let Some(name) = field.around.last() else {
        return String::new();
    };
    let above = match field.around.len() {
        0 | 1 => None,
        n => place(root, &field.around[..n - 1]).or_else(|| made(schema, &field.around[n - 2], 0)),
    };
    let above = above.unwrap_or_default();
    told.say(format!(
        "no sample shows the element `{name}`: it was put below `{}`",
        if above.is_empty() {
            root.name.as_str()
        } else {
            above.as_str()
        },
    ));
    let object = schema::descend(schema, &above);
    let properties = object
        .and_then(|o| o.get_mut("properties"))
        .and_then(Value::as_object_mut);
    if let Some(properties) = properties {
        properties
            .entry(name.clone())
            .or_insert_with(|| json!({"type": "object", "properties": {}}));
    }
    format!("{above}/{}", schema::step(name))
}
