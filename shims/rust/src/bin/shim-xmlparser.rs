//! xmlparser's tokens. It says that it checks no nesting and no names across tokens.

use clausal_shims::Answer;

fn parse(document: &[u8]) -> Answer {
    let Some(text) = clausal_shims::text(document) else {
        return Answer::Unsupported("not UTF-8".into());
    };
    for token in xmlparser::Tokenizer::from(text) {
        if let Err(e) = token {
            return Answer::Reject(e.to_string());
        }
    }
    Answer::Accept
}

fn main() -> std::process::ExitCode {
    clausal_shims::main(parse)
}
