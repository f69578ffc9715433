//! What every adapter has in common: the protocol of `clausal fuzz parser`.

pub mod canonical;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io::{self, BufRead, BufWriter, Read, Write};
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

/// A document in pieces, each of which comes by itself.
pub struct Pieces<'d> {
    document: &'d [u8],
    lengths: Vec<usize>,
    number: usize,
}

impl<'d> Pieces<'d> {
    /// How many pieces, the length of each, 4 bytes with the little end first, and the document.
    fn read(payload: &'d [u8]) -> Option<Self> {
        let number = |at: usize| {
            let bytes = payload.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_le_bytes(bytes) as usize)
        };
        let count = number(0)?;
        let lengths = (0..count).map(|index| number(4 + 4 * index)).collect::<Option<_>>()?;
        let document = payload.get(4 + 4 * count..)?;
        Some(Pieces { document, lengths, number: 0 })
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let own = self.fill_buf()?;
        let count = own.len().min(out.len());
        out[..count].copy_from_slice(&own[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Pieces<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.lengths.get(self.number) == Some(&0) {
            self.number += 1;
        }
        let length = self.lengths.get(self.number).copied().unwrap_or(self.document.len());
        Ok(&self.document[..length.min(self.document.len())])
    }

    fn consume(&mut self, count: usize) {
        self.document = &self.document[count..];
        if let Some(length) = self.lengths.get_mut(self.number) {
            *length -= count;
        }
    }
}

/// The length of a frame with this added is that of a document in pieces.
const IN_PIECES: u32 = 1 << 31;

/// Answers documents on standard input: with `--persistent` frame by frame, else one.
pub fn main(parse: fn(&[u8]) -> Answer) -> ExitCode {
    main_in_pieces(parse, |_| Answer::Unsupported("pieces".into()))
}

/// The same for a parser that can also be given pieces.
pub fn main_in_pieces(parse: fn(&[u8]) -> Answer, stream: fn(Pieces<'_>) -> Answer) -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--persistent") {
        // The end of the input is the end of the work.
        let _ = frames(parse, stream);
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

fn frames(parse: fn(&[u8]) -> Answer, stream: fn(Pieces<'_>) -> Answer) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut held = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        let mut at = 0;
        while let Some(size) = held.get(at..at + 4) {
            let head = u32::from_le_bytes([size[0], size[1], size[2], size[3]]);
            let size = (head & !IN_PIECES) as usize;
            let Some(document) = held.get(at + 4..at + 4 + size) else { break };
            let answer = match head & IN_PIECES {
                0 => parse(document),
                _ => Pieces::read(document)
                    .map_or_else(|| Answer::Unsupported("no pieces".into()), stream),
            };
            match answer {
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
