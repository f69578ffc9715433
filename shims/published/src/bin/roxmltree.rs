//! roxmltree 0.20.0: compares each attribute of a tag with all others (roxmltree#153).

#[path = "../../../rust/src/lib.rs"]
#[allow(dead_code, reason = "shared with adapters that use all of it")]
mod clausal_shims;

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    let Some(text) = clausal_shims::text(document) else {
        return Answer::Unsupported("not UTF-8".into());
    };
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(text, options).map(drop).into()
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
