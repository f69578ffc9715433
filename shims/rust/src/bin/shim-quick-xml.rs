//! quick-xml's reader of events with every check that it offers.

use clausal_shims::Answer;
use quick_xml::XmlVersion;
use quick_xml::events::Event;
use quick_xml::reader::NsReader;

fn parse(document: &[u8]) -> Answer {
    let mut reader = NsReader::from_reader(document);
    let config = reader.config_mut();
    config.check_comments = true;
    config.check_end_names = true;
    config.allow_unmatched_ends = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(e) => return Answer::Reject(e.to_string()),
        };
        let done = match &event {
            Event::Eof => return Answer::Accept,
            Event::Start(tag) | Event::Empty(tag) => attributes(tag),
            _ => Ok(()),
        };
        if let Err(why) = done {
            return Answer::Reject(why);
        }
    }
}

fn attributes(tag: &quick_xml::events::BytesStart<'_>) -> Result<(), String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
    }
    Ok(())
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
