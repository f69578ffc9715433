//! quick-xml 0.39.2: compares each attribute of a tag with all others (RUSTSEC-2026-0194), and panics on
//! declarations that come in pieces (quick-xml#957).

#[path = "../../../rust/src/lib.rs"]
#[allow(dead_code, reason = "shared with adapters that use all of it")]
mod clausal_shims;

use std::io::BufRead;

use clausal_shims::Answer;
use quick_xml::events::Event;
use quick_xml::reader::NsReader;

fn stream(document: impl BufRead) -> Answer {
    let mut reader = NsReader::from_reader(document);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Err(e) => return Answer::Reject(e.to_string()),
            Ok(Event::Eof) => return Answer::Accept,
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if let Some(e) = tag.attributes().find_map(Result::err) {
                    return Answer::Reject(e.to_string());
                }
            }
            Ok(_) => {}
        }
    }
}

fn main() -> std::process::ExitCode {
    clausal_shims::main_in_pieces(|document| stream(document), |pieces| stream(pieces))
}
