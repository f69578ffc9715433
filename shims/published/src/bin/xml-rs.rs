//! xml-rs 0.8.25: refuses names with a letter beyond ASCII before a colon (xml-rs#51).

#[path = "../../../rust/src/lib.rs"]
#[allow(dead_code, reason = "shared with adapters that use all of it")]
mod clausal_shims;

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    let config = xml::ParserConfig::new().allow_multiple_root_elements(false);
    for event in xml::EventReader::new_with_config(document, config) {
        if let Err(e) = event {
            return Answer::Reject(e.to_string());
        }
    }
    Answer::Accept
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
