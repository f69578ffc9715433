//! xml 1.2.1 as one who has no more bytes yet uses it: at the end of what came it is told that more has come
//! and goes on. Within comments, sections and declarations it does not (xml-rs#73).

#[path = "../../../rust/src/lib.rs"]
#[allow(dead_code, reason = "shared with adapters that use all of it")]
mod clausal_shims;

use std::io::{BufRead, Read};

use clausal_shims::{Answer, Pieces};
use xml_1::reader::{ErrorKind, EventReader, ParserConfig, XmlEvent};

/// What came so far; at its end there is nothing until it is told to go on.
struct Arriving<'d> {
    pieces: Pieces<'d>,
    held: Vec<u8>,
}

impl Arriving<'_> {
    /// Whether more has come.
    fn arrive(&mut self) -> bool {
        let came = self.pieces.fill_buf().map(<[u8]>::to_vec).unwrap_or_default();
        self.pieces.consume(came.len());
        self.held.extend(&came);
        !came.is_empty()
    }
}

impl Read for Arriving<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.held.len().min(out.len());
        out[..count].copy_from_slice(&self.held[..count]);
        self.held.drain(..count);
        Ok(count)
    }
}

fn config() -> ParserConfig {
    ParserConfig::new().allow_multiple_root_elements(false)
}

fn parse(document: &[u8]) -> Answer {
    for event in EventReader::new_with_config(document, config()) {
        if let Err(e) = event {
            return Answer::Reject(e.to_string());
        }
    }
    Answer::Accept
}

fn stream(pieces: Pieces<'_>) -> Answer {
    let mut source = Arriving { pieces, held: Vec::new() };
    source.arrive();
    let source = std::io::BufReader::new(source);
    let mut reader = EventReader::new_with_config(source, config().ignore_end_of_stream(true));
    loop {
        match reader.next() {
            Ok(XmlEvent::EndDocument) => return Answer::Accept,
            Ok(_) => {}
            Err(e) if matches!(e.kind(), ErrorKind::UnexpectedEof) => {
                if !reader.source_mut().get_mut().arrive() {
                    return Answer::Reject(e.to_string());
                }
            }
            Err(e) => return Answer::Reject(e.to_string()),
        }
    }
}

fn main() -> std::process::ExitCode {
    clausal_shims::main_in_pieces(parse, stream)
}
