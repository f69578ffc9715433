//! XML of answers by schema, read for what it means: a member may stand as an attribute or as a child
//! element, and takes the type that its schema asks for wherever it stands.
//!
//! Text stays a string where it cannot be what the schema asks for, so that a wrong type shows as one.

use serde_json::{Map, Value};

use super::{json_answer, plain};
use crate::contract::Schema;
use crate::xml::{Element, Node};

/// Member that holds text beside attributes or child elements.
const TEXT: &str = "#text";

/// The value of a document. The document is used up: its names and texts become those of the value.
pub(super) fn value(schema: &Schema, element: Element) -> Value {
    inside(schema, element, None)
}

/// The value of an element, whose prefixes stand for what the elements around it say.
fn inside(schema: &Schema, element: Element, around: Option<&Scope<'_>>) -> Value {
    if is_nil(&element) {
        return Value::Null;
    }
    if is_list(schema) {
        return entries(schema, element, around);
    }
    let described = !schema.types.is_empty();
    let bare = element.attributes.iter().all(|(name, _)| is_markup(name));
    if is_scalar(schema) && (described || bare) && element.elements().next().is_none() {
        return typed(element.text(), schema);
    }
    object(schema, element, around)
}

fn object(schema: &Schema, mut element: Element, around: Option<&Scope<'_>>) -> Value {
    let scope = Scope::of(&element, around);
    let mut map = Map::with_capacity(element.attributes.len() + element.children.len());
    for (name, text) in std::mem::take(&mut element.attributes) {
        if is_markup(&name) {
            continue;
        }
        // The namespace of an attribute is passed over: few writers give it one.
        let name = local(&name);
        match member(schema, name, None) {
            Some((member, inner)) if is_list(inner) => {
                add(&mut map, member, [typed(text, items(inner))].into_iter());
            }
            Some((member, inner)) => gather(&mut map, member, typed(text, inner)),
            None => gather(&mut map, name, text.into()),
        }
    }
    let text = element.text();
    for node in element.children {
        let Node::Element(child) = node else {
            continue;
        };
        let name = local(&child.name).to_owned();
        let uri = Scope::of(&child, Some(&scope))
            .namespace(&child.name)
            .to_owned();
        match member(schema, &name, Some(&uri)) {
            Some((member, inner)) if is_list(inner) && inner.xml.wrapped => {
                let Value::Array(list) = entries(inner, child, Some(&scope)) else {
                    continue;
                };
                add(&mut map, member, list.into_iter());
            }
            Some((member, inner)) if is_list(inner) => {
                let entry = inside(items(inner), child, Some(&scope));
                add(&mut map, member, [entry].into_iter());
            }
            Some((member, inner)) => gather(&mut map, member, inside(inner, child, Some(&scope))),
            // An element of the name in another namespace is another element.
            None if schema.property(&name).is_some() => {}
            None => gather(&mut map, &name, inside(nothing(), child, Some(&scope))),
        }
    }
    // A list without an element around it is written by nothing where it is empty.
    for property in schema.properties.iter().filter(|p| p.required) {
        let inner = &property.schema;
        let may_be_empty = is_list(inner)
            && !inner.xml.wrapped
            && !inner.xml.attribute
            && inner.min_items.unwrap_or(0) == 0;
        if may_be_empty {
            add(&mut map, &property.name, std::iter::empty());
        }
    }
    match schema.properties.iter().find(|p| p.schema.xml.text) {
        Some(p) if !text.is_empty() => {
            map.insert(p.name.clone(), typed(text, &p.schema));
        }
        None if !text.trim().is_empty() => {
            map.insert(TEXT.to_owned(), text.into());
        }
        _ => {}
    }
    Value::Object(map)
}

/// What stands in an element around a list.
fn entries(list: &Schema, element: Element, around: Option<&Scope<'_>>) -> Value {
    let items = items(list);
    let scope = Scope::of(&element, around);
    let entries = element.children.into_iter().filter_map(|node| match node {
        Node::Element(child) => Some(inside(items, child, Some(&scope))),
        Node::Text(_) => None,
    });
    Value::Array(entries.collect())
}

/// What the prefixes in an element stand for (Namespaces in XML 1.0, section 6).
struct Scope<'a> {
    /// Prefixes with their namespaces; the default one has none.
    declared: Vec<(String, String)>,
    around: Option<&'a Scope<'a>>,
}

impl<'a> Scope<'a> {
    fn of(element: &Element, around: Option<&'a Scope<'a>>) -> Self {
        let declared = element.attributes.iter().filter_map(|(name, uri)| {
            let prefix = match name.split_once(':') {
                Some(("xmlns", prefix)) => prefix,
                None if name == "xmlns" => "",
                _ => return None,
            };
            Some((prefix.to_owned(), uri.clone()))
        });
        Scope {
            declared: declared.collect(),
            around,
        }
    }

    /// The namespace of a name; empty where it has none.
    fn namespace(&self, name: &str) -> &str {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let own = self.declared.iter().find(|(p, _)| p == prefix);
        match (own, self.around) {
            (Some((_, uri)), _) => uri,
            (None, Some(around)) => around.namespace(name),
            (None, None) => "",
        }
    }
}

fn items(list: &Schema) -> &Schema {
    list.items.as_deref().unwrap_or_else(|| nothing())
}

/// The schema of what no page describes.
fn nothing() -> &'static Schema {
    static NOTHING: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(Schema::default);
    &NOTHING
}

fn add(map: &mut Map<String, Value>, name: &str, values: impl Iterator<Item = Value>) {
    let list = map.entry(name).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        list.extend(values);
    }
}

/// A second value of the same name makes a list of both, so that nothing is lost.
fn gather(map: &mut Map<String, Value>, name: &str, value: Value) {
    match map.get_mut(name) {
        None => {
            map.insert(name.to_owned(), value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// The member that a name in a namespace stands for, where one is told; the entries of a list without
/// an element around it may have a name of their own.
fn member<'s>(
    schema: &'s Schema,
    name: &str,
    uri: Option<&str>,
) -> Option<(&'s String, &'s Schema)> {
    let found = schema.properties.iter().find(|p| {
        let own = p.schema.xml.name.as_deref().unwrap_or(&p.name);
        let entry = p.schema.items.as_deref().filter(|_| !p.schema.xml.wrapped);
        let wanted = entry.unwrap_or(&p.schema).xml.namespace.as_deref();
        entry.and_then(|s| s.xml.name.as_deref()).unwrap_or(own) == name
            && wanted.is_none_or(|wanted| uri.is_none_or(|uri| uri == wanted))
    });
    found.map(|p| (&p.name, &p.schema))
}

fn is_list(schema: &Schema) -> bool {
    schema.types.iter().any(|t| t == "array") || schema.items.is_some()
}

/// Whether a schema describes text.
fn is_scalar(schema: &Schema) -> bool {
    schema.properties.is_empty() && !schema.types.iter().any(|t| t == "object" || t == "array")
}

/// A name without its prefix, which is the writer's own affair.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether an attribute is no member: it declares a namespace, or belongs to XML or XML Schema.
fn is_markup(name: &str) -> bool {
    const SCHEMA: [&str; 4] = ["type", "nil", "schemaLocation", "noNamespaceSchemaLocation"];
    match name.split_once(':') {
        Some(("xmlns" | "xml", _)) => true,
        Some((_, local)) => SCHEMA.contains(&local),
        None => name == "xmlns",
    }
}

/// `xsi:nil`, the way of XML Schema to write null.
fn is_nil(element: &Element) -> bool {
    element.attributes.iter().any(|(name, value)| {
        matches!(name.split_once(':'), Some((_, "nil"))) && matches!(value.trim(), "true" | "1")
    })
}

/// The value that a text stands for under a schema: blanks around numbers and flags mean nothing, and
/// a flag may be a digit, as in XML Schema.
fn typed(text: String, schema: &Schema) -> Value {
    let wants = |kind: &str| schema.types.iter().any(|t| t == kind);
    let bare = text.trim();
    if wants("string") {
        // Digits that a number would be written as again may be either; other ones are text.
        return match number(bare, &wants) {
            Some(number) if plain(&number) == text => number,
            _ => text.into(),
        };
    }
    if bare.is_empty() && wants("null") {
        return Value::Null;
    }
    if let Some(number) = number(bare, &wants) {
        return number;
    }
    match bare {
        "true" | "1" if wants("boolean") => true.into(),
        "false" | "0" if wants("boolean") => false.into(),
        _ => text.into(),
    }
}

fn number(text: &str, wants: &dyn Fn(&str) -> bool) -> Option<Value> {
    if !wants("integer") && !wants("number") {
        return None;
    }
    // Words such as `inf` are no numbers here.
    if !text.ends_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let whole = text.parse::<i64>().map(Value::from);
    whole
        .or_else(|_| text.parse::<u64>().map(Value::from))
        .or_else(|_| text.parse::<f64>().map(json_answer::number))
        .ok()
        .filter(|value| value.is_number())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::xml::{Limits, read};

    fn schema(types: &[&str]) -> Schema {
        let mut schema = Schema::default();
        schema.types = types.iter().map(|t| (*t).to_owned()).collect();
        schema
    }

    fn told(schema: &Schema, text: &str) -> Value {
        value(schema, read(text.as_bytes(), &Limits::default()).unwrap())
    }

    /// Attributes, as the document writes them.
    const SETS: &str = r#"
openapi: 3.1.0
info: {title: Sets, version: "1"}
paths:
  /sets:
    post:
      responses:
        '200':
          description: made
          content:
            application/xml:
              schema:
                type: object
                xml: {name: r}
                properties:
                  response:
                    type: object
                    properties:
                      errorCode: {type: integer, xml: {attribute: true}}
                      entity:
                        type: object
                        properties:
                          setId: {type: integer, xml: {attribute: true}}
                          isLicensed: {type: boolean, xml: {attribute: true}}
"#;

    #[test]
    fn a_member_has_its_type_wherever_it_stands() {
        let contract =
            crate::contract::load_text("sets.yaml", SETS, &|_| Err(String::new())).unwrap();
        let schema = &contract.operations[0].success_response().unwrap().media[0].schema;
        let attributes =
            "<r><response errorCode=\"0\"><entity setId=\"7\" isLicensed=\"true\"/></response></r>";
        let elements = "<r xmlns:x='u'><x:response xmlns:i='i' i:type='x:t'><errorCode> 0 </errorCode><entity><x:setId i:type='x:long'>+07</x:setId><isLicensed>1</isLicensed></entity></x:response></r>";
        let wanted =
            json!({"response": {"errorCode": 0, "entity": {"setId": 7, "isLicensed": true}}});
        assert_eq!(told(schema, attributes), wanted);
        assert_eq!(told(schema, elements), wanted);
    }

    #[test]
    fn text_that_is_no_such_value_stays_text() {
        assert_eq!(told(&schema(&["integer"]), "<a>task-7</a>"), "task-7");
        assert_eq!(told(&schema(&["boolean"]), "<a>yes</a>"), "yes");
        assert_eq!(told(&schema(&["number"]), "<a>inf</a>"), "inf");
        assert_eq!(told(&schema(&["string"]), "<a>7</a>"), "7");
        assert_eq!(told(&schema(&["string"]), "<a> b </a>"), " b ");
        assert_eq!(told(&schema(&["integer", "string"]), "<a>07</a>"), "07");
        assert_eq!(told(&schema(&["integer", "string"]), "<a>7</a>"), 7);
    }

    #[test]
    fn null_is_nil_or_empty_where_it_may_be() {
        let nullable = schema(&["integer", "null"]);
        assert_eq!(told(&nullable, "<a/>"), Value::Null);
        assert_eq!(
            told(&nullable, "<a xmlns:xsi='x' xsi:nil='true'/>"),
            Value::Null
        );
        assert_eq!(told(&schema(&["integer"]), "<a/>"), "");
        assert_eq!(told(&schema(&["string", "null"]), "<a/>"), "");
    }

    #[test]
    fn a_list_is_the_elements_in_its_root() {
        let mut list = schema(&["array"]);
        list.items = Some(Box::new(schema(&["integer"])));
        assert_eq!(told(&list, "<r><a>1</a><a>2</a></r>"), json!([1, 2]));
        assert_eq!(told(&list, "<r/>"), json!([]));
    }

    #[test]
    fn what_no_page_describes_is_kept() {
        let none = Schema::default();
        assert_eq!(
            told(&none, "<r errorCode='5'><m>no</m></r>"),
            json!({"errorCode": "5", "m": "no"})
        );
        assert_eq!(
            told(&none, "<r a='1'>text</r>"),
            json!({"a": "1", "#text": "text"})
        );
        assert_eq!(
            told(&none, "<r><a>1</a><a>2</a></r>"),
            json!({"a": ["1", "2"]})
        );
    }
}
