//! Reading the escapes of a text, whoever wrote them: URLs, JSON, XML and HTML, Rust and Python. A
//! secret is then found in any mixture of them.

/// A text with its escapes read.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) bytes: Vec<u8>,
    /// Where pieces begin here and where they did in the text, in order, with whether a piece is an
    /// escape, which stands or goes as a whole.
    pieces: Vec<(usize, usize, bool)>,
}

impl Layer {
    /// Reads every escape of a text; nothing where it has none.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let mut layer = Layer::default();
        let mut from = 0;
        let mut at = 0;
        while let Some(next) = memchr::memchr3(b'%', b'\\', b'&', &text[at..]) {
            at += next;
            let mut held = [0; 4];
            let Some((length, read)) = escape(&text[at..], &mut held) else {
                at += 1;
                continue;
            };
            layer.copy(text, from, at);
            layer.pieces.push((layer.bytes.len(), at, true));
            layer.bytes.extend_from_slice(read);
            at += length;
            from = at;
        }
        if from == 0 {
            return None;
        }
        layer.copy(text, from, text.len());
        Some(layer)
    }

    /// A text without its zeros: what stands in UTF-16 reads as ASCII then. Nothing where it has none.
    pub(super) fn narrow(text: &[u8]) -> Option<Self> {
        let mut layer = Layer::default();
        let mut from = 0;
        for at in memchr::memchr_iter(0, text) {
            if at > from {
                layer.copy(text, from, at);
            }
            from = at + 1;
        }
        if from == 0 {
            return None;
        }
        layer.copy(text, from, text.len());
        Some(layer)
    }

    fn copy(&mut self, text: &[u8], from: usize, to: usize) {
        self.pieces.push((self.bytes.len(), from, false));
        self.bytes.extend_from_slice(&text[from..to]);
    }

    /// Where a part of this layer stands in the text that it was read from.
    pub(super) fn back(&self, (start, end): (usize, usize), length: usize) -> (usize, usize) {
        (self.begin(start), self.end(end, length))
    }

    fn begin(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(here, ..)| *here <= at);
        match self.pieces[piece.saturating_sub(1)] {
            (_, there, true) => there,
            (here, there, false) => there + (at - here),
        }
    }

    /// Where what ends before `at` ends in the text.
    fn end(&self, at: usize, length: usize) -> usize {
        let Some(last) = at.checked_sub(1) else {
            return 0;
        };
        let piece = self.pieces.partition_point(|(here, ..)| *here <= last);
        match self.pieces[piece.saturating_sub(1)] {
            (_, _, true) => self
                .pieces
                .get(piece)
                .map_or(length, |(_, there, _)| *there),
            (here, there, false) => there + (at - here),
        }
    }
}

/// What an escape at the beginning of a text means, and its length.
fn escape<'h>(text: &[u8], held: &'h mut [u8; 4]) -> Option<(usize, &'h [u8])> {
    match text[0] {
        b'%' => {
            held[0] = byte(text.get(1..3)?)?;
            Some((3, &held[..1]))
        }
        b'\\' => backslash(text, held),
        _ => entity(text, held),
    }
}

fn backslash<'h>(text: &[u8], held: &'h mut [u8; 4]) -> Option<(usize, &'h [u8])> {
    let plain = match text.get(1)? {
        b'u' => return unicode(text, held),
        b'x' => {
            held[0] = byte(text.get(2..4)?)?;
            return Some((4, &held[..1]));
        }
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'0' => 0,
        other if other.is_ascii_punctuation() => *other,
        _ => return None,
    };
    held[0] = plain;
    Some((2, &held[..1]))
}

/// `\u002B`, `\ud83d\ude00`, `\u{2b}`.
fn unicode<'h>(text: &[u8], held: &'h mut [u8; 4]) -> Option<(usize, &'h [u8])> {
    if text.get(2) == Some(&b'{') {
        let end = text.iter().take(10).position(|b| *b == b'}')?;
        let c = char::from_u32(number(&text[3..end], 16)?)?;
        return Some((end + 1, c.encode_utf8(held).as_bytes()));
    }
    let first = number(text.get(2..6)?, 16)?;
    let second = text.get(6..8).filter(|t| *t == b"\\u");
    let second = second.and_then(|_| number(text.get(8..12)?, 16));
    let (c, length) = match (first, second) {
        (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
            let both = 0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00);
            (char::from_u32(both)?, 12)
        }
        _ => (char::from_u32(first)?, 6),
    };
    Some((length, c.encode_utf8(held).as_bytes()))
}

/// `&amp;`, `&#43;`, `&#x2B;`.
fn entity<'h>(text: &[u8], held: &'h mut [u8; 4]) -> Option<(usize, &'h [u8])> {
    let end = text.iter().take(12).position(|b| *b == b';')?;
    let name = &text[1..end];
    let c = match name {
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(number(digits, 16)?)?,
        [b'#', digits @ ..] => char::from_u32(number(digits, 10)?)?,
        _ => {
            let named = NAMED.iter().find(|(n, _)| n.as_bytes() == name)?;
            named.1
        }
    };
    Some((end + 1, c.encode_utf8(held).as_bytes()))
}

/// What XML names, and what HTML names of the characters that stand in tokens and passwords.
const NAMED: [(&str, char); 22] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("sol", '/'),
    ("plus", '+'),
    ("equals", '='),
    ("colon", ':'),
    ("semi", ';'),
    ("period", '.'),
    ("comma", ','),
    ("lowbar", '_'),
    ("commat", '@'),
    ("excl", '!'),
    ("dollar", '$'),
    ("percnt", '%'),
    ("num", '#'),
    ("ast", '*'),
    ("quest", '?'),
    ("bsol", '\\'),
    ("nbsp", '\u{a0}'),
];

fn byte(digits: &[u8]) -> Option<u8> {
    u8::try_from(number(digits, 16)?).ok()
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric());
    u32::from_str_radix(text, radix).ok().filter(|_| plain)
}
