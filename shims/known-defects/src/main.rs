//! xml-rs as in `shim-xml-rs`, in the version that the lock file pins.

#[path = "../../rust/src/lib.rs"]
#[allow(dead_code, reason = "shared with adapters that use all of it")]
mod clausal_shims;

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    for event in xml::EventReader::new(document) {
        if let Err(e) = event {
            return Answer::Reject(e.to_string());
        }
    }
    Answer::Accept
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
