//! roxmltree with document type declarations.

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    let Ok(text) = std::str::from_utf8(document) else {
        // It reads text; the decoding is its caller's.
        return match document {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Answer::Unsupported("UTF-16".into()),
            _ => Answer::Reject("not UTF-8".into()),
        };
    };
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    roxmltree::Document::parse_with_options(text, options).map(drop).into()
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
