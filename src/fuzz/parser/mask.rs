//! What stays of a message when the document's own words are taken out.

/// The longest masked message, in characters.
const LONGEST: usize = 160;

/// What stands for a word of the document.
const WORD: char = '…';

/// Words that messages use of their own, also where a document has them.
const USUAL: [&str; 40] = [
    "a",
    "an",
    "any",
    "as",
    "at",
    "attribute",
    "by",
    "cdata",
    "comment",
    "data",
    "default",
    "doctype",
    "document",
    "element",
    "empty",
    "encoding",
    "entity",
    "entry",
    "file",
    "fixed",
    "head",
    "id",
    "implied",
    "in",
    "is",
    "it",
    "item",
    "key",
    "list",
    "name",
    "no",
    "notation",
    "of",
    "public",
    "required",
    "standalone",
    "system",
    "type",
    "value",
    "version",
];

/// The message with numbers as `#` and quoted text as `'…'`.
pub(in crate::fuzz) fn masked(message: &str) -> String {
    masked_for(message, b"")
}

/// The same for a message about a document, whose words become `…`.
pub(super) fn masked_for(message: &str, document: &[u8]) -> String {
    let mut out = Masked::default();
    let mut rest = message;
    while let Some(c) = rest.chars().next() {
        if out.length >= LONGEST {
            break;
        }
        let after_c = &rest[c.len_utf8()..];
        if out.is_word_start() && (c.is_alphanumeric() || c == '_') {
            let (word, after) = rest.split_at(word(rest));
            rest = after;
            match word {
                _ if is_number(word, &out.text) => out.put('#'),
                _ if is_of_document(word, document) => {
                    out.put(WORD);
                    rest = beyond(word, rest, document);
                }
                _ => word.chars().for_each(|c| out.put(c)),
            }
            continue;
        }
        if let Some((name, after)) = inspected(rest) {
            rest = after;
            format!("#<{name}>").chars().for_each(|c| out.put(c));
            continue;
        }
        if let Some(after) = echo(rest, document) {
            rest = after;
            out.put(WORD);
            continue;
        }
        rest = after_c;
        // An apostrophe in a word opens no quotation.
        let is_quote = matches!(c, '\'' | '"' | '`' | '“' | '‘') && !out.last.is_alphanumeric();
        if is_quote && let Some(end) = after(rest, closing(c)) {
            rest = end;
            "'…'".chars().for_each(|c| out.put(c));
        } else {
            out.put(c);
        }
    }
    out.text
}

/// The class of an object that stands in a message with all that it holds, and what follows it.
fn inspected(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix("#<")?;
    let is_of_class = |c: char| c.is_alphanumeric() || c == ':' || c == '_';
    let end = inside.find(|c| !is_of_class(c)).unwrap_or(inside.len());
    let name = &inside[..end];
    let name = name.split(":0x").next().unwrap_or(name);
    if !name.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let mut depth = 1;
    for (at, c) in inside.char_indices() {
        match c {
            '<' => depth += 1,
            '>' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((name, &inside[at + 1..]));
        }
    }
    Some((name, ""))
}

/// The fewest bytes of markup that are taken for the document's own.
const MARKUP: usize = 4;

/// What follows a piece of the document that begins here with markup.
fn echo<'m>(text: &'m str, document: &[u8]) -> Option<&'m str> {
    if !text.starts_with(['<', '&', '[', ']', '%', '?', '=', '/', '!']) {
        return None;
    }
    let holds = |end: &usize| memchr::memmem::find(document, &text.as_bytes()[..*end]).is_some();
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(holds).last()?;
    (end >= MARKUP).then(|| &text[end..])
}

/// What follows a word of the document and all that stands after it there as well.
fn beyond<'m>(word: &str, after: &'m str, document: &[u8]) -> &'m str {
    let whole = |end: usize| format!("{word}{}", &after[..end]);
    let holds = |end: &usize| memchr::memmem::find(document, whole(*end).as_bytes()).is_some();
    let ends = after.char_indices().map(|(at, c)| at + c.len_utf8());
    let end = ends.take_while(holds).last().unwrap_or_default();
    let mut same = &after[..end];
    if after[end..].starts_with(char::is_alphanumeric) {
        // No word is cut in two.
        same = same.trim_end_matches(char::is_alphanumeric);
    }
    let same = same.trim_end();
    // A single sign may be the message's own.
    match same.chars().nth(1) {
        Some(_) => &after[same.len()..],
        None => after,
    }
}

/// Whether a masked message may say the same as another one, whose words of the document may be any.
pub(in crate::fuzz) fn is_alike(masked: &str, known: &str) -> bool {
    masked == known || {
        let (mut one, mut other) = (masked, known);
        loop {
            let (Some(a), Some(b)) = (one.chars().next(), other.chars().next()) else {
                // Both may have been cut.
                return one.is_empty() && other.is_empty()
                    || masked.chars().count().max(known.chars().count()) >= LONGEST;
            };
            if b == WORD && (a == WORD || a == '#' || a.is_alphanumeric() || a == '_') {
                let length = if a == WORD || a == '#' {
                    a.len_utf8()
                } else {
                    masked_word(one)
                };
                (one, other) = (&one[length..], &other[b.len_utf8()..]);
            } else if a == b {
                (one, other) = (&one[a.len_utf8()..], &other[b.len_utf8()..]);
            } else {
                return false;
            }
        }
    }
}

/// How long the word is that begins here, of which digits may be masked.
fn masked_word(text: &str) -> usize {
    let mut end = word(text);
    loop {
        let rest = &text[end..];
        let joint = rest.strip_prefix(['-', '.', ':']).unwrap_or(rest);
        let Some(after) = joint.strip_prefix('#') else {
            return end;
        };
        end = text.len() - after.len();
        end += word(&text[end..]);
    }
}

/// A masked message as it grows.
struct Masked {
    text: String,
    length: usize,
    last: char,
}

impl Default for Masked {
    fn default() -> Self {
        Masked {
            text: String::new(),
            length: 0,
            last: ' ',
        }
    }
}

impl Masked {
    fn is_word_start(&self) -> bool {
        !self.last.is_alphanumeric()
    }

    fn put(&mut self, c: char) {
        let put = match c {
            '0'..='9' | '#' if self.last == '#' => return,
            '0'..='9' => '#',
            c if c.is_whitespace() || c.is_control() => ' ',
            WORD => c,
            // What is no word of a message is the document's.
            c if !c.is_ascii() => '?',
            c => c,
        };
        self.text.push(put);
        self.length += 1;
        self.last = put;
    }
}

/// How long the word is that begins here; signs that may stand in a name belong to it where more
/// follows.
fn word(text: &str) -> usize {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii();
    let begins_with_digit = text.starts_with(|c: char| c.is_ascii_digit());
    let mut end = 0;
    let mut all = text.char_indices().peekable();
    while let Some((at, c)) = all.next() {
        let goes_on = all.peek().is_some_and(|(_, next)| is_part(*next));
        let is_joint = matches!(c, '-' | '.' | ':') && goes_on && !begins_with_digit;
        if !is_part(c) && !is_joint {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether it is a number to the base of sixteen: an address, a code point, a hash.
fn is_number(word: &str, before: &str) -> bool {
    let digits = word
        .strip_prefix("0x")
        .or(word.strip_prefix("0X"))
        .or(word.strip_prefix('x'));
    let is_hex = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit());
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    before.ends_with("U+") && is_hex(word)
        || digits.is_some_and(is_hex) && (has_digit || word.starts_with('0'))
        || word.len() >= 6 && is_hex(word) && has_digit
}

/// Whether it is a word of the document, and none that messages use.
fn is_of_document(word: &str, document: &[u8]) -> bool {
    // No name begins with a digit, and counts are numbers whatever the document has.
    let is_name = !word.starts_with(|c: char| c.is_ascii_digit());
    !word.is_ascii()
        || (is_name
            && !USUAL.contains(&word.to_ascii_lowercase().as_str())
            && holds(document, word.as_bytes()))
}

/// Whether a document has this word, and not just in a longer one.
fn holds(document: &[u8], word: &[u8]) -> bool {
    let is_part = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    memchr::memmem::find_iter(document, word).any(|at| {
        let before = at.checked_sub(1).and_then(|at| document.get(at));
        !is_part(before) && !is_part(document.get(at + word.len()))
    })
}

fn closing(open: char) -> char {
    match open {
        '“' => '”',
        '‘' => '’',
        other => other,
    }
}

/// What follows the quotation that ends here; an end is followed by no letter.
fn after(text: &str, end: char) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = text[from..].find(end) {
        let next = from + at + end.len_utf8();
        if !text[next..].starts_with(char::is_alphanumeric) {
            return Some(&text[next..]);
        }
        from = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_quotations_go() {
        for (message, left) in [
            ("1:23: no end", "#:#: no end"),
            ("unknown entity 'x' at 7", "unknown entity '…' at #"),
            (
                "expected \"</a>\", can't go on",
                "expected '…', can't go on",
            ),
            ("it isn't 'it isn't'.", "it isn't '…'."),
            ("open ' quote", "open ' quote"),
            ("line\nbreak é", "line break …"),
        ] {
            assert_eq!(masked(message), left);
        }
    }

    #[test]
    fn addresses_and_code_points_are_numbers() {
        for (message, left) in [
            (
                "==7250==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x60200abc0033 at pc 0x55ec5c57f508",
                "==#==ERROR: AddressSanitizer: heap-buffer-overflow on address # at pc #",
            ),
            (
                "invalid codepoint U+c3 / U+77",
                "invalid codepoint U+# / U+#",
            ),
            ("index at 0x7fdeadbeef (id: a3f2c9d)", "index at # (id: #)"),
            ("the facade added", "the facade added"),
        ] {
            assert_eq!(masked(message), left);
        }
    }

    #[test]
    fn words_of_the_document_go() {
        let document = "<row type='z9'><é·b/>9</row>".as_bytes();
        for (message, left) in [
            (
                "Attribute row of a.b: invalid type",
                "Attribute … of a.b: invalid type",
            ),
            ("bad name é·b, column 7", "bad name …, column #"),
            ("rows: z9.", "rows: …."),
            ("bad z9'><é, more", "bad …, more"),
            ("bad row type='z9'>, more", "bad …, more"),
            ("a row types", "a … types"),
            ("the row> is bad", "the …> is bad"),
            ("line 9, column 12", "line #, column #"),
        ] {
            assert_eq!(masked_for(message, document), left);
        }
    }

    #[test]
    fn objects_and_pieces_of_the_document_are_no_words_of_a_message() {
        for (message, left) in [
            (
                "undefined method for #<REXML::DocType:0x00007f1 @a=#<B:0x1 @c=\"<x>\">> here",
                "undefined method for #<REXML::DocType> here",
            ),
            ("in #<Set: {1", "in #<Set:>"),
            ("rest: <a b='c'>d</a", "rest: …"),
            ("rest: <a b='c'>no more", "rest: …no more"),
            ("expected => here", "expected => here"),
        ] {
            assert_eq!(masked_for(message, b"<a b='c'>d</a>"), left);
        }
    }

    #[test]
    fn a_word_of_the_document_may_be_any() {
        let known = masked_for("Attribute row of z9: invalid", b"<row z9=''/>");
        for (message, is_same) in [
            ("Attribute a of a: invalid", true),
            ("Attribute x1 of a.b: invalid", true),
            ("Attribute UTF-8 of UTF-8x.1: invalid", true),
            ("Attribute of a: invalid", false),
            ("Attribute a of a: valid", false),
            ("Attribute a of a: invalid default", false),
        ] {
            assert_eq!(is_alike(&masked(message), &known), is_same, "{message}");
        }
        let long = "word ".repeat(100);
        assert!(is_alike(&masked(&long), &masked(&long)));
    }

    #[test]
    fn the_length_is_bounded() {
        assert!(masked(&"ab ".repeat(1000)).len() <= 200);
    }
}
