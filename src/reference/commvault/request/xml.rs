//! XML bodies: characters, pieces, rules, and then the tree.
use roxmltree::{Document, Node, ParsingOptions};

use super::dtd::{self, Entities};
use super::scan::{Token, tokens};
use super::{Attribute, Element, Form, encoding, entities, markup, well_formed};
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::defects::Fault;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::sites as site;
use crate::reference::commvault::spoil;
use crate::reference::commvault::variants::Choice;
use crate::reference::mutate;

/// How many nodes a document may have.
const MOST_NODES: u32 = 200_000;
/// How deep the tree is read.
const DEEPEST: usize = 200;

/// Reads an XML document.
pub(super) fn read(
    body: &[u8],
    charset: Option<&str>,
    behaviour: &Behaviour,
) -> Result<Element, Refusal> {
    spoil::bytes::xml(body, behaviour)?;
    let rewritten;
    let (body, charset) = if mutate::is_on() {
        rewritten = markup::read(body)?;
        match &rewritten {
            Some(text) => (text.as_bytes(), None),
            None => (body, charset),
        }
    } else {
        (body, charset)
    };
    let read = spoil::documents::bytes(body, behaviour)?;
    let text = if let Some(text) = read {
        text
    } else if behaviour.takes(Choice::EncodingLabelIgnored)
        && let Ok(text) = std::str::from_utf8(body)
        && text.is_ascii()
    {
        text.to_owned()
    } else {
        encoding::decode(body, charset).map_err(|text| match text {
            encoding::UNREAD if behaviour.faulty(Fault::EncodingCrash) => Refusal::crash(),
            text => Refusal::malformed(text),
        })?
    };
    let unclosed = || Refusal::malformed("markup is opened and not closed");
    let pieces = tokens(&text).ok_or_else(unclosed)?;
    let bent = spoil::markup::bend(&pieces, behaviour)?;
    let text = bent.unwrap_or(text);
    let text = entities::resolve(text, behaviour)?;
    let pieces = tokens(&text).ok_or_else(unclosed)?;
    let doctype = pieces.iter().find_map(|token| match token {
        Token::Doctype(text) => Some(*text),
        _ => None,
    });
    let fetching = match doctype {
        Some(_) if behaviour.faulty(Fault::ExternalFetched) => Some(Entities::General),
        Some(_) if behaviour.faulty(Fault::FileShown) => Some(Entities::Files),
        _ => None,
    };
    if let Some(doctype) = doctype
        && behaviour.faulty(Fault::ParameterFetched)
    {
        drop(dtd::fetch(doctype, Entities::Parameter));
    }
    if fetching.is_none() {
        well_formed::check(&pieces).map_err(Refusal::malformed)?;
    }
    let contents = match (doctype, fetching) {
        (Some(doctype), Some(entities)) => dtd::fetch(doctype, entities),
        _ => Default::default(),
    };
    let resolve = |_: Option<&str>, address: &str| {
        let content = contents.get(address).map(String::as_str);
        Ok::<Option<&str>, String>(Some(content.unwrap_or_default()))
    };
    let options = ParsingOptions {
        allow_dtd: fetching.is_some(),
        nodes_limit: MOST_NODES,
        entity_resolver: fetching.is_some().then_some(&resolve),
    };
    // The declaration was looked at already, by stricter rules.
    let document = match pieces.first() {
        Some(Token::Declaration(declaration)) => &text[declaration.len()..],
        _ => &text,
    };
    let document = Document::parse_with_options(document, options);
    let document = document.map_err(|error| Refusal::malformed(error.to_string()))?;
    let pieces = match behaviour.faulty(Fault::CommentSplits) || site::TREE.does("first-text-only")
    {
        true => 1,
        false => usize::MAX,
    };
    Ok(element(document.root_element(), 0, pieces))
}

/// A name in a namespace is another name than the same without.
fn name(namespace: Option<&str>, local: &str) -> String {
    match namespace {
        Some(namespace) => format!("{{{namespace}}}{local}"),
        None => local.to_owned(),
    }
}

/// The depth was checked, except under a planted fault that lets entities in: hence the cut.
fn element(node: Node<'_, '_>, depth: usize, pieces: usize) -> Element {
    let attributes = node.attributes().map(|it| Attribute {
        name: name(it.namespace(), it.name()),
        value: it.value().to_owned(),
        form: Form::Text,
    });
    let texts = node.children().filter(Node::is_text).take(pieces);
    let inner = node.children().filter(Node::is_element);
    let inner = inner.take_while(|_| depth < DEEPEST);
    Element {
        name: name(node.tag_name().namespace(), node.tag_name().name()),
        attributes: attributes.collect(),
        children: inner.map(|it| element(it, depth + 1, pieces)).collect(),
        text: texts.filter_map(|it| it.text()).collect(),
        form: Form::Text,
    }
}
