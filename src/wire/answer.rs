//! Reading answers: the body by its media type, and whether it tells of a success or a fault.

use serde_json::Value;

use super::json::JsonFault;
use super::json_answer::{parse_json, read as read_json};
use super::media::{Kind, MediaType};
use super::xml_answer;
use crate::contract::{ErrorPlace, Media, Operation};
use crate::exchange::Response;
use crate::xml::{Element, Kind as ErrorKind, Limits, XmlError, read_labelled};

/// The body of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Body {
    /// Its value.
    pub value: Value,
    /// Name of the root element, of XML.
    pub root: Option<String>,
    /// What it was read as.
    pub kind: Kind,
    /// Whether part of it was passed over: it is deeper or larger than what is read of an answer.
    pub cut: bool,
}

/// Why a body cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BodyFault {
    /// Nothing came.
    #[error("an empty body")]
    Empty,
    /// It is no JSON.
    #[error("a body that is no JSON: {0}")]
    Json(JsonFault),
    /// It is no XML, or XML that is not taken.
    #[error("a body that is no well-formed XML: {} at line {}, column {} (rule {}, section {})",
        .0.message, .0.line, .0.column, .0.rule, .0.section)]
    Xml(XmlError),
    /// It may well be XML, and is more than is read of an answer, or in an encoding that is not known.
    #[error("a body that is not read: {0}")]
    Unread(String),
    /// It is packed in a way that is not undone (`target/coding.rs`), as a server may choose.
    #[error("a body in the content coding {0}, which is not read")]
    Coded(String),
    /// It is labelled as something else.
    #[error("a body labelled {0}")]
    Other(String),
}

/// What an answer tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// The request was accepted.
    Success,
    /// The request was refused.
    Fault,
    /// Neither: a fault of the server, or an answer that says nothing.
    Neither,
}

/// Reads the body of an answer by its Content-Type; without one, by what was asked for.
///
/// # Errors
/// What is wrong with the body, and where.
pub fn body(operation: &Operation, response: &Response) -> Result<Body, BodyFault> {
    if response.body.iter().all(u8::is_ascii_whitespace) {
        return Err(BodyFault::Empty);
    }
    if let Some(coding) = coding(response) {
        return Err(BodyFault::Coded(coding.to_owned()));
    }
    let label = response.header("content-type");
    let documented = operation
        .documented(response.status)
        .or_else(|| operation.success_response())
        .and_then(|r| r.media.first())
        .map(|m| m.media_type.as_str());
    let kind = match label {
        Some(label) => Kind::of(label),
        None => Kind::of(documented.unwrap_or("application/json")),
    };
    match kind {
        Kind::Xml => read_xml(operation, response, label),
        Kind::Json => json_body(operation, response),
        Kind::Other if is_documented(operation, response) => {
            Err(BodyFault::Other(label.unwrap_or_default().to_owned()))
        }
        // A wrong label is a finding of its own; what stands below it may still be read.
        Kind::Other => match response.body.iter().find(|b| !b.is_ascii_whitespace()) {
            // A page says what it is, and is no XML.
            Some(b'<') if !is_page(label) => read_xml(operation, response, None),
            Some(b'{' | b'[') => json_body(operation, response),
            _ => Err(BodyFault::Other(label.unwrap_or_default().to_owned())),
        },
    }
}

fn is_page(label: Option<&str>) -> bool {
    label.is_some_and(|label| MediaType::parse(label).essence == "text/html")
}

/// Whether the label of an answer is what the contract says of its status.
fn is_documented(operation: &Operation, response: &Response) -> bool {
    let label = MediaType::parse(response.header("content-type").unwrap_or_default());
    let documented = operation.documented(response.status);
    let mut media = documented.into_iter().flat_map(|r| &r.media);
    media.any(|m| MediaType::parse(&m.media_type).takes(&label))
}

/// Reads the body of an answer that no contract describes: XML or JSON, as its first character tells.
///
/// # Errors
/// What is wrong with the body, and where.
pub fn free_body(response: &Response) -> Result<Value, BodyFault> {
    let label = response.header("content-type");
    match response.body.iter().find(|b| !b.is_ascii_whitespace()) {
        None => Err(BodyFault::Empty),
        Some(b'{' | b'[' | b'"') => parse_json(&response.body).map_err(BodyFault::Json),
        Some(_) => {
            let charset = label.and_then(charset);
            let element = read_labelled(&response.body, charset.as_deref(), &Limits::default())
                .map_err(xml_fault)?;
            Ok(xml_answer::value(&Default::default(), element))
        }
    }
}

/// The document that the body of an answer is, with its names and declarations as they stand.
///
/// # Errors
/// What is wrong with the body, and where.
pub fn document_of(response: &Response) -> Result<Element, BodyFault> {
    let charset = response.header("content-type").and_then(charset);
    let limits = Limits {
        nodes: MOST_NODES,
        ..Limits::default()
    };
    read_labelled(&response.body, charset.as_deref(), &limits).map_err(xml_fault)
}

/// The content codings that are undone where an answer comes in.
pub const UNPACKED: [&str; 3] = ["gzip", "x-gzip", "deflate"];

/// The content coding of a body that is still packed.
pub fn coding(response: &Response) -> Option<&str> {
    let coding = response.header("content-encoding")?.trim();
    let is = |name: &str| coding.eq_ignore_ascii_case(name);
    (!coding.is_empty() && !is("identity") && !UNPACKED.iter().any(|c| is(c))).then_some(coding)
}

/// Elements and attributes that an answer may have.
const MOST_NODES: usize = 100_000;

fn json_body(operation: &Operation, response: &Response) -> Result<Body, BodyFault> {
    let read = read_json(&response.body).map_err(BodyFault::Json)?;
    Ok(Body {
        value: unwrapped(operation, read.value),
        root: None,
        kind: Kind::Json,
        cut: read.cut,
    })
}

/// What stands below the name of a root element: no page says whether JSON has that name too.
fn unwrapped(operation: &Operation, value: Value) -> Value {
    if operation.success.is_none() {
        return value;
    }
    match value {
        Value::Object(mut map) if map.len() == 1 => {
            let root = |name: &String| {
                schemas(operation).any(|m| m.schema.xml.name.as_ref() == Some(name))
            };
            let named = map.keys().next().filter(|n| root(n)).cloned();
            match named.and_then(|n| map.shift_remove(&n)) {
                Some(inner) => inner,
                None => Value::Object(map),
            }
        }
        other => other,
    }
}

/// A document type is a fault of the server, as it makes many readers fail; bounds of ours are none.
fn xml_fault(error: XmlError) -> BodyFault {
    match error.kind {
        ErrorKind::Refused if error.rule != "doctype" => BodyFault::Unread(error.message),
        _ => BodyFault::Xml(error),
    }
}

fn read_xml(
    operation: &Operation,
    response: &Response,
    label: Option<&str>,
) -> Result<Body, BodyFault> {
    let charset = label.and_then(charset);
    let limits = Limits {
        nodes: MOST_NODES,
        ..Limits::default()
    };
    let element = read_labelled(&response.body, charset.as_deref(), &limits).map_err(xml_fault)?;
    let root = xml_answer::local(&element.name).to_owned();
    // A root that several answers have is that of the one with this status.
    let own = operation.documented(response.status);
    let own = own.into_iter().flat_map(|r| &r.media);
    let named = own
        .chain(schemas(operation))
        .find(|m| m.schema.xml.name.as_deref() == Some(&root));
    // A schema that names no root takes any.
    let nameless = || {
        let documented = operation.documented(response.status)?.media.iter();
        let xml = |m: &&Media| Kind::of(&m.media_type) != Kind::Json;
        documented.filter(xml).find(|m| m.schema.xml.name.is_none())
    };
    let value = match named.or_else(nameless) {
        Some(media) => xml_answer::value(&media.schema, element),
        None => xml_answer::value(&Default::default(), element),
    };
    Ok(Body {
        value,
        root: Some(root),
        kind: Kind::Xml,
        cut: false,
    })
}

/// Every documented body in XML, successes first.
fn schemas(operation: &Operation) -> impl Iterator<Item = &Media> {
    let answers = operation.responses.iter().flat_map(|r| &r.media);
    answers
        .chain(&operation.fault)
        .filter(|m| Kind::of(&m.media_type) == Kind::Xml)
}

/// The `charset` of a Content-Type.
fn charset(label: &str) -> Option<String> {
    let label = MediaType::parse(label);
    label.parameter("charset").map(str::to_owned)
}

/// What an answer tells: by its status, and where HTTP says 200 for faults too, by its body.
pub fn nature(operation: &Operation, place: &ErrorPlace, response: &Response) -> Nature {
    match (response.status, &operation.success) {
        (400..=499, _) => Nature::Fault,
        (500.., _) if operation.refuses_with(response.status) => Nature::Fault,
        (200..=299, None) => Nature::Success,
        // Where the page speaks of it, an answer that leads elsewhere is as good as any.
        (300..=399, None) if documented_elsewhere(operation, response.status) => Nature::Success,
        (200..=299, Some(rule)) => {
            let Ok(body) = body(operation, response) else {
                return Nature::Neither;
            };
            if body.root.as_deref().is_some_and(|r| is_fault(operation, r)) {
                return match fault_code(&body.value, place) {
                    Some(0) | None => Nature::Neither,
                    Some(_) => Nature::Fault,
                };
            }
            let found = body.value.pointer(&rule.at).or_else(|| {
                let name = rule.at.rsplit('/').next().unwrap_or_default();
                anywhere(&body.value, name)
            });
            let told = match (&rule.equals, found) {
                (_, None | Some(Value::Null)) => false,
                (None, Some(_)) => true,
                (Some(wanted), Some(found)) => super::plain(wanted) == super::plain(found).trim(),
            };
            match fault_code(&body.value, place) {
                Some(code) if code != 0 => Nature::Fault,
                _ if told => Nature::Success,
                _ if fault_word(&body.value, place) => Nature::Fault,
                _ => Nature::Neither,
            }
        }
        _ => Nature::Neither,
    }
}

fn documented_elsewhere(operation: &Operation, status: u16) -> bool {
    let documented = operation.documented(status);
    documented.is_some_and(|r| r.status.leads_elsewhere())
}

/// Whether a root element is that of a documented fault and of no success.
fn is_fault(operation: &Operation, root: &str) -> bool {
    let named = |m: &Media| m.schema.xml.name.as_deref() == Some(root);
    operation.fault.iter().any(named)
        && !operation.responses.iter().flat_map(|r| &r.media).any(named)
}

/// Whether a code that is a word stands at one of the contract's places.
fn fault_word(value: &Value, place: &ErrorPlace) -> bool {
    let words = place.at.iter().filter_map(|at| value.pointer(at)?.as_str());
    let mut words = words.map(str::trim);
    words.any(|word| !word.is_empty() && word.parse::<f64>().is_err())
}

/// The number of a fault: at the contract's places, else in a member of that name anywhere.
fn fault_code(value: &Value, place: &ErrorPlace) -> Option<i64> {
    let number = |v: &Value| super::plain(v).trim().parse::<i64>().ok();
    let at = place.at.iter().find_map(|p| value.pointer(p));
    let found = at.or_else(|| {
        let names = place.at.iter().filter_map(|p| p.rsplit('/').next());
        names.into_iter().find_map(|name| anywhere(value, name))
    });
    found.and_then(number)
}

/// The first member of that name at any depth.
fn anywhere<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(map) => map
            .get(name)
            .or_else(|| map.values().find_map(|v| anywhere(v, name))),
        Value::Array(list) => list.iter().find_map(|v| anywhere(v, name)),
        _ => None,
    }
}
