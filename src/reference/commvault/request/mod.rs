//! What a client sent: its bytes, its markup, and the elements in it.
mod bent;
mod dtd;
mod encoding;
mod entities;
mod json;
mod markup;
pub(super) mod scan;
mod shape;
mod well_formed;
mod xml;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::{Kind, Refusal};
use super::sites as site;
use super::spoil;
use super::variants::Choice;
use crate::reference::mutate;

/// The largest body that is listened to.
pub(super) const LARGEST: usize = 4 * 1024 * 1024;

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Xml,
    Json,
}

/// What kind of value was written; XML knows texts only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    #[default]
    Text,
    Number,
    Boolean,
    /// Null, a list or an object: never a value.
    Other,
}

/// A named value of an element.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) form: Form,
}

/// An XML element or a JSON object. The name of a JSON document is empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Element>,
    pub(super) text: String,
    /// What kind of value it is when it is taken for one.
    pub(super) form: Form,
}

impl Element {
    /// Whether it can only be a value written as an element.
    pub(super) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The value under this name: an attribute, else a child element with text.
    pub(super) fn value(&self, name: &str) -> Option<(&str, Form)> {
        let attribute = self.attributes.iter().find(|it| it.name == name);
        let attribute = attribute.map(|it| (it.value.as_str(), it.form));
        attribute.or_else(|| {
            let child = self.child(name).filter(|child| child.is_leaf())?;
            Some((child.text.trim(), child.form))
        })
    }

    /// The first element of this name, at any depth.
    pub(super) fn anywhere(&self, name: &str) -> Option<&Element> {
        let deeper = || self.children.iter().find_map(|child| child.anywhere(name));
        self.child(name).or_else(deeper)
    }
}

/// Reads a body by the media type that it is labelled with.
pub(super) fn read(
    headers: &HeaderMap,
    body: &Bytes,
    allowed: &[Syntax],
    behaviour: &Behaviour,
) -> Result<(Syntax, Element), Refusal> {
    let label = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let label = label.unwrap_or_default();
    let essence = label.split(';').next().unwrap_or_default().trim();
    if behaviour.faulty(Fault::CharsetRefused) && label.contains(';') {
        let text = format!("a body of [{label}] is not read here");
        return Err(Refusal::new(Kind::MediaType, text));
    }
    if mutate::is_on() {
        bent::label(headers.get(CONTENT_TYPE).is_some(), label, body)?;
    }
    let syntax = match bent::essence(label, essence).as_str() {
        "application/xml" | "text/xml" => Some(Syntax::Xml),
        "application/json" => Some(Syntax::Json),
        _ => None,
    };
    let syntax = syntax.filter(|syntax| allowed.contains(syntax));
    let syntax = match syntax {
        Some(syntax) => syntax,
        None if behaviour.takes(Choice::AnyMediaType) => guess(body, allowed),
        None if behaviour.faulty(Fault::MediaTypeCrash) => return Err(Refusal::crash()),
        None => {
            let text = format!("a body of [{essence}] is not read here");
            return Err(Refusal::new(Kind::MediaType, text));
        }
    };
    if body.is_empty() && behaviour.faulty(Fault::EmptyCrash) {
        return Err(Refusal::crash());
    }
    let root = match syntax {
        Syntax::Xml => {
            xml::read(body, charset(label).as_deref(), behaviour).map_err(|refusal| {
                if site::MARKUP.does("malformed-crash") || behaviour.faulty(Fault::XmlCrash) {
                    Refusal::crash()
                } else {
                    refusal
                }
            })?
        }
        Syntax::Json => json::read(body, behaviour)?,
    };
    let root = if mutate::is_on() {
        bent::tree(root)?
    } else {
        root
    };
    if syntax == Syntax::Xml {
        spoil::documents::built(&root, behaviour)?;
        let unknown = root.has_unknown_element() || root.has_unknown_attribute();
        if unknown && behaviour.takes(Choice::PartsUnknownRefused) {
            return Err(Refusal::new(
                Kind::Value,
                "something here stands on no page",
            ));
        }
    }
    let wide = || root.widest_value() > 10_000 || root.longest_name() > 500;
    if behaviour.takes(Choice::WideRefused) && wide() {
        return Err(Refusal::new(
            Kind::TooLarge,
            "a value or a name is too long",
        ));
    }
    Ok((syntax, root))
}

fn guess(body: &[u8], allowed: &[Syntax]) -> Syntax {
    let json = body.trim_ascii_start().starts_with(b"{") && allowed.contains(&Syntax::Json);
    if json { Syntax::Json } else { Syntax::Xml }
}

fn charset(label: &str) -> Option<String> {
    let parameters = label.split(';').skip(1);
    parameters
        .filter_map(|it| it.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
        .map(|(_, value)| value.trim().trim_matches('"').to_ascii_lowercase())
}
