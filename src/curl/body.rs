//! How a body reaches curl: as an argument, or through a pipe when it holds bytes that do not
//! paste, or when it is long and made of repetitions.

use super::quote;

/// Bodies up to this are written out.
const WRITTEN_OUT: usize = 8 << 10;
/// One argument of a process cannot be much longer than this (128 KiB on Linux).
const ARGUMENT_LIMIT: usize = 100_000;
/// The longest unit that is looked for in a repetition.
const LONGEST_UNIT: usize = 64;
/// A repetition shorter than this is written out.
const SHORTEST_RUN: usize = 256;

/// How curl is fed.
pub(super) enum Feed {
    /// There is no body.
    Nothing,
    /// This option with its value.
    Argument(String),
    /// What this command prints.
    Pipe(String),
}

pub(super) fn feed(body: Option<&[u8]>) -> Feed {
    let Some(body) = body else {
        return Feed::Nothing;
    };
    if body.len() > WRITTEN_OUT {
        let producer = producer(&pieces(body));
        if producer.len() < body.len() / 2 {
            return Feed::Pipe(producer);
        }
    }
    match std::str::from_utf8(body) {
        Ok(text) if body.len() <= ARGUMENT_LIMIT && pastes(text) => {
            // `--data-binary @x` would read the file `x`.
            let option = if text.starts_with('@') {
                "--data-raw"
            } else {
                "--data-binary"
            };
            Feed::Argument(format!("{option} {}", quote::single(text)))
        }
        _ => Feed::Pipe(producer(&[Piece::Once(body)])),
    }
}

/// Line feeds paste well inside quotes, but interactive shells may expand `!` after one.
fn pastes(text: &str) -> bool {
    let plain = |c| quote::is_plain(c) || c == '\n';
    text.chars().all(plain) && !(text.contains('\n') && text.contains('!'))
}

enum Piece<'a> {
    Once(&'a [u8]),
    Repeated(&'a [u8], usize),
}

/// Cuts a body into repetitions and what stands between them.
fn pieces(body: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < body.len() {
        let Some((unit, times)) = repetition(&body[at..]) else {
            at += 1;
            continue;
        };
        if from < at {
            pieces.push(Piece::Once(&body[from..at]));
        }
        pieces.push(Piece::Repeated(unit, times));
        at += unit.len() * times;
        from = at;
    }
    if from < body.len() {
        pieces.push(Piece::Once(&body[from..]));
    }
    pieces
}

/// The shortest unit that `bytes` begins with many times over.
fn repetition(bytes: &[u8]) -> Option<(&[u8], usize)> {
    (1..=LONGEST_UNIT.min(bytes.len())).find_map(|length| {
        let unit = &bytes[..length];
        let times = bytes.chunks(length).take_while(|c| *c == unit).count();
        (times * length >= SHORTEST_RUN).then_some((unit, times))
    })
}

fn producer(pieces: &[Piece<'_>]) -> String {
    let commands: Vec<String> = pieces.iter().map(print).collect();
    match commands.as_slice() {
        [one] => one.clone(),
        many => format!("{{ {}; }}", many.join("; ")),
    }
}

fn print(piece: &Piece<'_>) -> String {
    match piece {
        Piece::Once(bytes) => format!("printf '{}'", quote::printf_format(bytes)),
        Piece::Repeated(b" ", times) => format!("printf '%{times}s' ''"),
        Piece::Repeated([byte], times) if byte.is_ascii_alphanumeric() => {
            format!("printf '%{times}s' '' | tr ' ' {}", char::from(*byte))
        }
        Piece::Repeated(unit, times) => format!(
            "(i=0; while [ $i -lt {times} ]; do printf '{}'; i=$((i+1)); done)",
            quote::printf_format(unit)
        ),
    }
}
