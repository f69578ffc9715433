//! What every adapter has in common: the protocol of `clausal fuzz parser`.

pub mod canonical;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, BufWriter, Read, Write};
use std::process::ExitCode;

/// What a parser said.
pub enum Answer {
    Accept,
    /// Accepted, and read as this canonical form says.
    Read(Vec<u8>),
    Reject(String),
    Unsupported(String),
}

impl<E: std::fmt::Display> From<Result<(), E>> for Answer {
    fn from(done: Result<(), E>) -> Self {
        match done {
            Ok(()) => Answer::Accept,
            Err(e) => Answer::Reject(e.to_string()),
        }
    }
}

/// Bytes as text, for parsers that read text: what is not UTF-8, or says so, is decoded, or refused, by
/// their caller and tells nothing about them.
pub fn text(document: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(document).ok()?;
    (text.is_ascii() || says_utf8(text)).then_some(text)
}

/// Whether the declaration, if there is one, names no other encoding.
fn says_utf8(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let declaration = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let Some((_, value)) = declaration.and_then(|(parts, _)| parts.split_once("encoding")) else {
        return true;
    };
    let value = value.trim_start_matches([' ', '\t', '\r', '\n', '=', '"', '\'']);
    value.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("utf-8"))
}

/// Answers documents on standard input: with `--persistent` frame by frame, else one.
pub fn main(parse: fn(&[u8]) -> Answer) -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--persistent") {
        // The end of the input is the end of the work.
        let _ = frames(parse);
        return ExitCode::SUCCESS;
    }
    let mut document = Vec::new();
    if let Err(e) = io::stdin().lock().read_to_end(&mut document) {
        eprintln!("{e}");
        return ExitCode::from(100);
    }
    match parse(&document) {
        Answer::Accept => ExitCode::SUCCESS,
        Answer::Read(form) => match io::stdout().lock().write_all(&form) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(100),
        },
        Answer::Reject(why) | Answer::Unsupported(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn frames(parse: fn(&[u8]) -> Answer) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut held = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        let mut at = 0;
        while let Some(size) = held.get(at..at + 4) {
            let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
            let Some(document) = held.get(at + 4..at + 4 + size) else { break };
            match parse(document) {
                Answer::Accept => output.write_all(b"accept\n")?,
                Answer::Read(form) => writeln!(output, "accept {}", STANDARD.encode(form))?,
                Answer::Reject(why) => writeln!(output, "reject {}", line(&why))?,
                Answer::Unsupported(why) => writeln!(output, "unsupported {}", line(&why))?,
            }
            at += 4 + size;
        }
        held.drain(..at);
        // Before it waits for more, everything must be told.
        output.flush()?;
        let count = input.read(&mut chunk)?;
        if count == 0 {
            return Ok(());
        }
        held.extend_from_slice(&chunk[..count]);
    }
}

fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
