//! roxmltree with document type declarations. With SHIM_CANONICAL=1 it tells what it read. Its tree gives
//! names by namespace: where two prefixes in force stand for one namespace it does not tell which of them
//! was written, and such documents are called unsupported.

use clausal_shims::Answer;
use clausal_shims::canonical::{Writer, is_wanted};
use roxmltree::{Node, NodeType};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

fn parse(document: &[u8]) -> Answer {
    let Some(text) = clausal_shims::text(document) else {
        return Answer::Unsupported("not UTF-8".into());
    };
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let tree = match roxmltree::Document::parse_with_options(text, options) {
        Ok(tree) if is_wanted() => tree,
        other => return other.map(drop).into(),
    };
    let mut writer = Writer::default();
    match write(&mut writer, tree.root()) {
        Some(()) => Answer::Read(writer.form()),
        None => Answer::Unsupported(
            "it does not tell which prefix stands for a namespace that has two".into(),
        ),
    }
}

/// Nothing if a prefix is not told.
fn write(writer: &mut Writer, top: Node<'_, '_>) -> Option<()> {
    // Documents may nest deeper than a stack of calls.
    let mut open: Vec<(String, Node<'_, '_>)> = Vec::new();
    let mut next = top.first_child();
    loop {
        let Some(node) = next else {
            let Some((name, element)) = open.pop() else { return Some(()) };
            writer.end(&name);
            next = element.next_sibling();
            continue;
        };
        next = node.next_sibling();
        match node.node_type() {
            NodeType::Element => {
                let name = written(node, node.tag_name().namespace(), node.tag_name().name(), true)?;
                let attributes: Option<Vec<_>> = node
                    .attributes()
                    .map(|own| {
                        let name = written(node, own.namespace(), own.name(), false)?;
                        Some((name, own.value().to_owned()))
                    })
                    .collect();
                let declared = node
                    .namespaces()
                    .map(|own| (own.name().unwrap_or_default().to_owned(), own.uri().to_owned()));
                writer.start(&name, declared, attributes?);
                next = node.first_child();
                open.push((name, node));
            }
            NodeType::Text => writer.text(node.text().unwrap_or_default()),
            NodeType::PI => {
                if let Some(own) = node.pi() {
                    writer.instruction(own.target, own.value.unwrap_or_default());
                }
            }
            NodeType::Root | NodeType::Comment => {}
        }
    }
}

/// The name with the one prefix that stands for its namespace.
fn written(node: Node<'_, '_>, uri: Option<&str>, local: &str, is_element: bool) -> Option<String> {
    let Some(uri) = uri.filter(|uri| !uri.is_empty()) else {
        return Some(local.to_owned());
    };
    if uri == XML {
        return Some(format!("xml:{local}"));
    }
    let mut prefixes = node
        .namespaces()
        .filter(|own| own.uri() == uri && (is_element || own.name().is_some()));
    match (prefixes.next(), prefixes.next()) {
        (Some(own), None) => {
            Some(own.name().map_or(local.to_owned(), |prefix| format!("{prefix}:{local}")))
        }
        (Some(_), Some(_)) => None,
        // A namespace that it did not declare, which is seen so.
        (None, _) => Some(format!("{{{uri}}}{local}")),
    }
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
