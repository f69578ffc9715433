//! xml-rs's reader of events.

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    let events = xml::EventReader::new(document);
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
