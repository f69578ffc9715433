//! quick-xml's reader of events with every check that it offers: what a user asks it to resolve is
//! resolved, which are prefixes, references and the parts of the declaration. With SHIM_CANONICAL=1 it tells what it
//! read, with line ends and values normalised by quick-xml where it offers that.

use std::io::BufRead;

use clausal_shims::Answer;
use clausal_shims::canonical::{Writer, declares, is_wanted};
use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;

fn parse(document: &[u8]) -> Answer {
    stream(document)
}

fn stream(document: impl BufRead) -> Answer {
    let mut reader = NsReader::from_reader(document);
    let config = reader.config_mut();
    config.check_comments = true;
    config.check_end_names = true;
    config.allow_unmatched_ends = false;
    let mut buffer = Vec::new();
    let mut writer = is_wanted().then(Writer::default);
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(e) => return Answer::Reject(e.to_string()),
        };
        let done = match &event {
            Event::Eof => {
                return writer.map_or(Answer::Accept, |writer| Answer::Read(writer.form()));
            }
            Event::Start(tag) | Event::Empty(tag) => whole_tag(tag, reader.resolver()),
            Event::GeneralRef(reference) => resolved(reference),
            Event::Decl(declaration) => read(declaration),
            _ => Ok(()),
        };
        if let Err(why) = done {
            return Answer::Reject(why);
        }
        if let Some(writer) = &mut writer
            && let Err(why) = write(writer, &event)
        {
            return Answer::Reject(why);
        }
    }
}

fn write(writer: &mut Writer, event: &Event<'_>) -> Result<(), String> {
    match event {
        Event::Start(tag) => start(writer, tag)?,
        Event::Empty(tag) => {
            start(writer, tag)?;
            writer.end(tag.name().0);
        }
        Event::End(tag) => writer.end(tag.name().0),
        // Outside the root it is white space, or should have been refused.
        Event::Text(text) => writer.text_inside(&text.xml10_content()),
        Event::CData(text) => writer.text_inside(&text.xml10_content()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(c)) => writer.text(c.encode_utf8(&mut [0; 4])),
            _ => writer.text(resolve_predefined_entity(reference).unwrap_or_default()),
        },
        Event::PI(own) => {
            let data = own.content().trim_start_matches([' ', '\t', '\r', '\n']);
            writer.instruction(own.target(), data);
        }
        _ => {}
    }
    Ok(())
}

fn start(writer: &mut Writer, tag: &BytesStart<'_>) -> Result<(), String> {
    let (mut declared, mut plain) = (Vec::new(), Vec::new());
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        match declares(attribute.key.0) {
            Some(prefix) => declared.push((prefix.to_owned(), value.into_owned())),
            None => plain.push((attribute.key.0.to_owned(), value.into_owned())),
        }
    }
    writer.start(tag.name().0, declared, plain);
    Ok(())
}

fn whole_tag(tag: &BytesStart<'_>, resolver: &NamespaceResolver) -> Result<(), String> {
    bound(&resolver.resolve_element(tag.name()).0)?;
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        bound(&resolver.resolve_attribute(attribute.key).0)?;
    }
    Ok(())
}

fn bound(result: &ResolveResult<'_>) -> Result<(), String> {
    match result {
        ResolveResult::Unknown(prefix) => Err(format!("unknown prefix `{prefix}`")),
        _ => Ok(()),
    }
}

/// It knows the five entities that need no declaration, as in attribute values.
fn resolved(reference: &BytesRef<'_>) -> Result<(), String> {
    let is_known = reference.resolve_char_ref().map_err(|e| e.to_string())?.is_some()
        || resolve_predefined_entity(reference).is_some();
    if is_known { Ok(()) } else { Err(format!("unrecognized entity `{}`", &**reference)) }
}

fn read(declaration: &BytesDecl<'_>) -> Result<(), String> {
    declaration.xml_version().map_err(|e| e.to_string())?;
    let parts = [declaration.encoding(), declaration.standalone()];
    parts.into_iter().flatten().try_for_each(|part| part.map(drop)).map_err(|e| e.to_string())
}

fn main() -> std::process::ExitCode {
    clausal_shims::main_in_pieces(parse, |pieces| stream(pieces))
}
