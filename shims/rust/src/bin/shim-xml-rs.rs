//! xml-rs's reader of events, told to take one root only. With SHIM_CANONICAL=1 it tells what it read.

use std::io::BufRead;

use clausal_shims::Answer;
use clausal_shims::canonical::{Writer, is_wanted};
use xml::reader::XmlEvent;

fn parse(document: &[u8]) -> Answer {
    stream(document)
}

fn stream(document: impl BufRead) -> Answer {
    let config = xml::ParserConfig::new().allow_multiple_root_elements(false);
    let mut writer = is_wanted().then(Writer::default);
    for event in xml::EventReader::new_with_config(document, config) {
        match (event, &mut writer) {
            (Err(e), _) => return Answer::Reject(e.to_string()),
            (Ok(event), Some(writer)) => write(writer, event),
            (Ok(_), None) => {}
        }
    }
    writer.map_or(Answer::Accept, |writer| Answer::Read(writer.form()))
}

fn write(writer: &mut Writer, event: XmlEvent) {
    match event {
        XmlEvent::StartElement { name, attributes, namespace } => writer.start(
            &name.borrow().to_repr(),
            // The prefix xmlns is among them, which no document declares.
            namespace.0.into_iter().filter(|(prefix, _)| prefix != "xmlns"),
            attributes.into_iter().map(|own| (own.name.borrow().to_repr(), own.value)),
        ),
        XmlEvent::EndElement { name } => writer.end(&name.borrow().to_repr()),
        XmlEvent::Characters(text) | XmlEvent::CData(text) | XmlEvent::Whitespace(text) => {
            writer.text(&text);
        }
        XmlEvent::ProcessingInstruction { name, data } => {
            writer.instruction(&name, &data.unwrap_or_default());
        }
        _ => {}
    }
}

fn main() -> std::process::ExitCode {
    clausal_shims::main_in_pieces(parse, |pieces| stream(pieces))
}
