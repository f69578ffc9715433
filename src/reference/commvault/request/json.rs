//! JSON bodies: objects whose members have one value each.
use std::collections::HashSet;
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::{Attribute, Element, Form};
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::sites as site;
use crate::reference::commvault::spoil;
use crate::reference::commvault::variants::Choice;
use crate::reference::lenient::strict;
use crate::reference::mutate;

/// Reads a JSON document that is an object.
pub(super) fn read(body: &[u8], behaviour: &Behaviour) -> Result<Element, Refusal> {
    if let Some(element) = spoil::bytes::json(body, behaviour)? {
        return Ok(element);
    }
    if mutate::is_on()
        && let Some(bent) = bent(body)
    {
        return bent;
    }
    let relaxed = behaviour.takes(Choice::JsonExtensions);
    let text = std::str::from_utf8(body).ok().filter(|_| relaxed);
    let strict = text.and_then(strict);
    let body = strict.as_ref().map_or(body, String::as_bytes);
    let node: Node = serde_json::from_slice(body).map_err(|error| {
        let text = format!("the body is not JSON as wanted: {error}");
        Refusal::malformed(text)
    })?;
    match node {
        Node::Object(element) => Ok(element),
        Node::List(mut items) if behaviour.faulty(Fault::ListTaken) => match items.pop() {
            Some(Node::Object(element)) => Ok(element),
            _ => Err(Refusal::malformed("the body is not a JSON object")),
        },
        _ => Err(Refusal::malformed("the body is not a JSON object")),
    }
}

/// What a mutant reads in a body; none where no mutant decides.
fn bent(body: &[u8]) -> Option<Result<Element, Refusal>> {
    let does = |operator: &str| site::JSON.does(operator);
    let text = String::from_utf8_lossy(body);
    let value = serde_json::from_slice::<serde_json::Value>(body).ok();
    let crash = || Some(Err(Refusal::crash()));
    let object = |text: &str| match serde_json::from_str(text) {
        Ok(Node::Object(element)) => Some(Ok(element)),
        _ => None,
    };
    match &value {
        Some(serde_json::Value::Array(items)) => {
            if does("list-crash") {
                return crash();
            }
            let first = items.first().filter(|_| does("first-of-a-list"))?;
            object(&first.to_string())
        }
        Some(serde_json::Value::Object(members)) => {
            if does("duplicates-crash") && object(&text).is_none()
                || does("null-crash") && text.contains("null")
                || does("surrogates-crash") && text.contains("\\ud")
            {
                return crash();
            }
            if does("white-space-refused") && text.contains(['\n', '\t'])
                || does("unknown-members-refused") && members.len() > 3
            {
                return Some(Err(Refusal::malformed("this is not read")));
            }
            if does("members-in-any-case") {
                return object(&text.replace("BackupSet\"", "backupset\""));
            }
            (does("escapes-kept") && text.contains("\\u"))
                .then(|| object(&text.replace("\\u", "\\\\u")))
                .flatten()
        }
        Some(_) if does("scalar-crash") => crash(),
        Some(_) => None,
        None if does("unreadable-crash") => crash(),
        None if does("deep-crash") && text.matches(['[', '{']).count() > 100 => crash(),
        None if does("unreadable-is-empty") => Some(Ok(Element::default())),
        None if does("rest-after-it-ignored") => {
            let mut values = serde_json::Deserializer::from_str(&text).into_iter::<Node>();
            match values.next() {
                Some(Ok(Node::Object(element))) => Some(Ok(element)),
                _ => None,
            }
        }
        None if does("cut-short-is-closed") => ["}", "\"}", "}}", "\"}}", "}}}", "\"}}}"]
            .iter()
            .find_map(|end| object(&format!("{text}{end}"))),
        None if does("latin-1-read") && std::str::from_utf8(body).is_err() => object(
            &body
                .iter()
                .map(|byte| char::from(*byte))
                .collect::<String>(),
        ),
        None => None,
    }
}

/// A JSON value, on its way into an element.
enum Node {
    Value(String, Form),
    List(Vec<Node>),
    Object(Element),
}

/// Adds a member to its object: a value becomes an attribute, a list its items.
fn add(object: &mut Element, name: &str, node: Node) {
    match node {
        Node::Value(value, form) => object.attributes.push(Attribute {
            name: name.to_owned(),
            value,
            form,
        }),
        Node::Object(mut child) => {
            name.clone_into(&mut child.name);
            child.form = Form::Other;
            object.children.push(child);
        }
        Node::List(items) => {
            for item in items {
                match item {
                    Node::Object(_) => add(object, name, item),
                    _ => add(object, name, Node::Value(String::new(), Form::Other)),
                }
            }
        }
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Node, E> {
        Ok(Node::Value(it.to_string(), Form::Boolean))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Node, E> {
        Ok(Node::Value(it.to_string(), Form::Number))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Node, E> {
        Ok(Node::Value(it.to_string(), Form::Number))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Node, E> {
        Ok(Node::Value(it.to_string(), Form::Number))
    }

    fn visit_str<E>(self, it: &str) -> Result<Node, E> {
        Ok(Node::Value(it.to_owned(), Form::Text))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Value(String::new(), Form::Other))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let (mut object, mut names) = (Element::default(), HashSet::new());
        while let Some((name, node)) = map.next_entry::<String, Node>()? {
            add(&mut object, &name, node);
            if !names.insert(name) {
                return Err(A::Error::custom("a member is given twice"));
            }
        }
        Ok(Node::Object(object))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}
