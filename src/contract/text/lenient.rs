//! YAML as widespread emitters and people write it, against the letter of the specification: a
//! bracket that closes at the column of its key, quoted text that goes on there, a comment right
//! behind a quote. Blanks set it right; where they were put in is kept, so that places stay true.

/// A text with blanks put in.
pub(super) struct Mended {
    /// The text that can be read.
    pub(super) text: String,
    /// Where blanks were put in, as offsets into the original, and how many, in order.
    added: Vec<(usize, usize)>,
}

impl Mended {
    /// The offset in the original of one in the mended text.
    pub(super) fn original(&self, offset: usize) -> usize {
        let mut before = 0;
        // Blanks stand in the mended text at `at + before`.
        let reached = |before: usize, at: usize| at + before <= offset;
        for (at, count) in &self.added {
            if !reached(before, *at) {
                break;
            }
            let inside = offset - (at + before);
            if inside < *count {
                return *at;
            }
            before += count;
        }
        offset - before
    }
}

/// The text with blanks where they are missing; `None` where none is.
pub(super) fn mend(text: &str) -> Option<Mended> {
    let mut scan = Scan::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        scan.line(start, line.trim_end_matches(['\n', '\r']));
        start += line.len();
    }
    if scan.added.is_empty() {
        return None;
    }
    let mut mended = String::with_capacity(text.len() + scan.added.len() * 8);
    let mut from = 0;
    for (at, count) in &scan.added {
        mended.push_str(&text[from..*at]);
        mended.extend(std::iter::repeat_n(' ', *count));
        from = *at;
    }
    mended.push_str(&text[from..]);
    Some(Mended {
        text: mended,
        added: scan.added,
    })
}

/// What the scanner knows at the start of a line.
#[derive(Default)]
struct Scan {
    /// Open brackets.
    depth: usize,
    /// The quote that is open.
    quote: Option<u8>,
    /// Column of the entry whose text is a block: deeper lines belong to it.
    block: Option<usize>,
    /// Column of the key in whose value brackets or quotes are open.
    base: usize,
    added: Vec<(usize, usize)>,
}

impl Scan {
    fn line(&mut self, start: usize, line: &str) {
        let bytes = line.as_bytes();
        let indent = bytes.iter().take_while(|b| **b == b' ').count();
        if indent == bytes.len() {
            return;
        }
        if self.block.is_some_and(|column| indent > column) {
            return;
        }
        self.block = None;
        if self.depth > 0 || self.quote.is_some() {
            if indent <= self.base {
                self.added.push((start, self.base + 1 - indent));
            }
            self.rest(start, bytes, indent, indent);
            return;
        }
        // `- - key:` begins an entry at each dash.
        let (mut at, mut dash) = (indent, None);
        while bytes[at..].starts_with(b"- ") {
            dash = Some(at);
            at += 1;
            at += bytes[at..].iter().take_while(|b| **b == b' ').count();
        }
        self.base = at;
        self.rest(start, bytes, at, dash.unwrap_or(at));
    }

    /// Reads on from `at`, where a value or key may begin.
    fn rest(&mut self, start: usize, bytes: &[u8], mut at: usize, entry: usize) {
        let mut fresh = true;
        while let Some(&byte) = bytes.get(at) {
            if let Some(quote) = self.quote {
                match byte {
                    b'\\' if quote == b'"' => at += 1,
                    b'\'' if quote == byte && bytes.get(at + 1) == Some(&byte) => at += 1,
                    _ if byte == quote => {
                        self.quote = None;
                        fresh = false;
                        if bytes.get(at + 1) == Some(&b'#') {
                            self.added.push((start + at + 1, 1));
                            return;
                        }
                    }
                    _ => {}
                }
                at += 1;
                continue;
            }
            let blank = |n: Option<&u8>| n.is_none_or(|b| *b == b' ' || *b == b'\t');
            match byte {
                b' ' | b'\t' => {}
                b'#' if at == 0 || blank(bytes.get(at - 1)) => return,
                b'"' | b'\'' if fresh => self.quote = Some(byte),
                b'[' | b'{' if fresh || self.depth > 0 => {
                    self.depth += 1;
                    fresh = true;
                }
                b']' | b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    fresh = false;
                }
                b',' if self.depth > 0 => fresh = true,
                b':' if self.depth > 0 || blank(bytes.get(at + 1)) => {
                    fresh = self.depth == 0 || blank(bytes.get(at + 1)) || !fresh;
                }
                b'&' | b'!' if fresh => {
                    at += bytes[at..].iter().take_while(|b| **b != b' ').count();
                }
                b'|' | b'>' if fresh && self.depth == 0 && is_block(&bytes[at + 1..]) => {
                    // Below a key the text is deeper than the key, below a dash than the dash.
                    self.block = Some(if at == self.base { entry } else { self.base });
                    return;
                }
                _ => fresh = false,
            }
            at += 1;
        }
    }
}

/// Whether what follows `|` or `>` makes it the head of a block of text.
fn is_block(rest: &[u8]) -> bool {
    let signs = rest
        .iter()
        .take_while(|b| matches!(b, b'+' | b'-' | b'1'..=b'9'));
    let rest = rest[signs.count()..].trim_ascii();
    rest.is_empty() || rest.starts_with(b"#")
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn blanks_are_put_where_they_are_missing() {
        for (text, wanted) in [
            (
                "a:\n  b: {\n    c: 1\n  }\nd: 2\n",
                "a:\n  b: {\n    c: 1\n   }\nd: 2\n",
            ),
            ("a: [\n1,\n2\n]\n", "a: [\n 1,\n 2\n ]\n"),
            ("a:\n  - b: [\n  1 ]\n", "a:\n  - b: [\n     1 ]\n"),
            ("a: \"x\ny\"\nb: 1\n", "a: \"x\n y\"\nb: 1\n"),
            ("a: 'it''s\nit'# c\n", "a: 'it''s\n it' # c\n"),
        ] {
            assert_eq!(mend(text).unwrap().text, wanted, "{text}");
        }
        for text in [
            "a: |\n  {\n b\nc: x [\nd: }\n",
            "a: b's {\nc: \"[\" # [\nd: 'x' # {\ne: 1\n",
            "- |\n {\n- >-\n [\n- b: |2\n   {\n",
        ] {
            assert!(mend(text).is_none(), "{text}");
        }
    }

    #[test]
    fn places_stay_true() {
        let text = "a: [\n1,\n2\n]\nb: 3\n";
        let mended = mend(text).unwrap();
        for word in ["1", "2", "]", "b", "3"] {
            let (there, here) = (mended.text.find(word).unwrap(), text.find(word).unwrap());
            assert_eq!(mended.original(there), here, "{word}");
        }
        assert_eq!(mended.original(mended.text.len()), text.len());
    }
}
