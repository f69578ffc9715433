//! xml-rs's reader of events, told to take one root only.

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    let config = xml::ParserConfig::new().allow_multiple_root_elements(false);
    let events = xml::EventReader::new_with_config(document, config);
    for event in events {
        if let Err(e) = event {
            return Answer::Reject(e.to_string());
        }
    }
    Answer::Accept
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
