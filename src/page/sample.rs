//! Samples of a page: messages in JSON and XML, for the shape that tables do not tell.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::block::{Block, Page, Table};
use super::columns::{Role, role};

/// Deepest nesting of a sample that is looked at.
const DEEP: usize = 32;

/// An element of a sample.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) elements: Vec<Element>,
}

/// The JSON messages of a page, in blocks and in the cells of samples.
pub(super) fn json(page: &Page) -> Vec<Value> {
    texts(page)
        .iter()
        .filter_map(|text| first_json(text))
        .collect()
}

/// The XML messages of a page.
pub(super) fn xml(page: &Page) -> Vec<Element> {
    texts(page).iter().flat_map(|text| elements(text)).collect()
}

fn texts(page: &Page) -> Vec<String> {
    let mut texts = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Code(text) | Block::Text(text) => texts.push(text.clone()),
            Block::Table(table) => texts.extend(cells(table)),
            Block::Heading(_) | Block::Item(_) => {}
        }
    }
    texts
}

fn cells(table: &Table) -> Vec<String> {
    let samples = table.head.iter().position(|h| role(h) == Role::Sample);
    let rows = table.rows.iter();
    rows.filter_map(|row| row.get(samples?).cloned()).collect()
}

/// The first JSON object in a text.
pub(super) fn first_json(text: &str) -> Option<Value> {
    let start = text.find('{')?;
    // A path template is no message.
    let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
    stream.next()?.ok().filter(Value::is_object)
}

/// The whole messages in a text, as far as they are well-formed.
fn elements(text: &str) -> Vec<Element> {
    let Some(start) = text.match_indices('<').map(|(at, _)| at).find(|at| {
        let rest = &text[at + 1..];
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || "_?".contains(*c))
            .collect();
        rest.starts_with("?xml")
            || !name.is_empty() && text.contains(&format!("</{name}>"))
            || rest.split('>').next().is_some_and(|tag| tag.ends_with('/'))
    }) else {
        return Vec::new();
    };
    let mut reader = Reader::from_str(&text[start..]);
    let mut roots = Vec::new();
    let mut stack: Vec<Element> = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if stack.len() < DEEP => stack.push(element(&tag)),
            Ok(Event::Empty(tag)) => close(element(&tag), &mut stack, &mut roots),
            Ok(Event::Text(text)) => {
                if let Some(around) = stack.last_mut() {
                    around.text += text.trim();
                }
            }
            Ok(Event::End(_)) => match stack.pop() {
                Some(made) => close(made, &mut stack, &mut roots),
                None => break,
            },
            Ok(Event::Start(_) | Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    roots
}

fn element(tag: &BytesStart<'_>) -> Element {
    let attributes = tag.attributes().flatten();
    Element {
        name: tag.name().as_ref().to_owned(),
        attributes: attributes
            .map(|a| (a.key.as_ref().to_owned(), a.value.to_string()))
            .collect(),
        ..Element::default()
    }
}

fn close(made: Element, stack: &mut [Element], roots: &mut Vec<Element>) {
    match stack.last_mut() {
        Some(around) => match around.elements.iter_mut().find(|e| e.name == made.name) {
            Some(there) => join(there, made),
            None => around.elements.push(made),
        },
        None => roots.push(made),
    }
}

/// Two of the same name show together what one may hold.
pub(super) fn join(there: &mut Element, more: Element) {
    for (name, value) in more.attributes {
        if !there.attributes.iter().any(|(known, _)| *known == name) {
            there.attributes.push((name, value));
        }
    }
    for element in more.elements {
        match there.elements.iter_mut().find(|e| e.name == element.name) {
            Some(same) => join(same, element),
            None => there.elements.push(element),
        }
    }
}
