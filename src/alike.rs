//! Texts that say the same with other values: numbers, quoted texts, ids and names that were made up.

/// Characters of a text that are compared.
const LONGEST: usize = 200;
/// Characters behind an opening quote within which the closing one stands.
const QUOTED: usize = 400;
/// A word that holds a digit and is this long is an id or a token.
const ID: usize = 12;

/// The text with `#` for each number and id, and `…` between quotes. What stands in backticks stays:
/// so do texts of clausal's own name members.
///
/// Numbers that say what kind of answer it was stay: those after `status`, `HTTP` or `code`, and the
/// one that begins `422 with code 1003`.
pub fn alike(text: &str) -> String {
    mask(text, true)
}

/// The same for a text that a server wrote, in which no number says anything.
pub fn alike_foreign(text: &str) -> String {
    mask(text, false)
}

fn mask(text: &str, own: bool) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        if out.chars().count() >= LONGEST {
            break;
        }
        let named = rest.strip_prefix('`').filter(|_| own);
        if let Some(end) = named.and_then(|name| name.find('`')) {
            out += &rest[..end + 2];
            rest = &rest[end + 2..];
            before = c;
            continue;
        }
        if let Some(length) = quoted(rest, before) {
            out.push(c);
            out.push('…');
            out.push(c);
            rest = &rest[length..];
            before = c;
            continue;
        }
        if c.is_ascii_alphanumeric() {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            let end = id(rest).unwrap_or(end).max(end);
            let (word, left) = rest.split_at(end);
            out += &masked(word, own && tells(&out, word, left));
            rest = left;
            before = 'a';
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c.is_whitespace() || c.is_control() {
            true if out.is_empty() || out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
        before = c;
    }
    let end = out
        .char_indices()
        .nth(LONGEST)
        .map_or(out.len(), |(at, _)| at);
    out.truncate(out[..end].trim_end().len());
    out
}

/// Bytes from an opening quote to behind the closing one, if one opens here.
fn quoted(text: &str, before: char) -> Option<usize> {
    let open = text.chars().next()?;
    // An apostrophe inside a word opens nothing.
    let close = match open {
        '"' => '"',
        '\'' if !before.is_alphanumeric() => '\'',
        '\u{201c}' => '\u{201d}',
        '\u{ab}' => '\u{bb}',
        _ => return None,
    };
    let mut escaped = false;
    let mut chars = text.char_indices().skip(1).take(QUOTED).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, c)| *c);
        if c == close && !escaped && !(close == '\'' && next.is_alphanumeric()) {
            return Some(at + c.len_utf8());
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

/// Bytes of an id in groups that begins here, as a UUID, a date or a name that clausal made up.
fn id(text: &str) -> Option<usize> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.+".contains(c)))
        .unwrap_or(text.len());
    let whole = text[..end].trim_end_matches(['-', '_', ':', '.', '+']);
    let groups = whole.split(['-', ':']).count();
    let digits = whole.bytes().filter(u8::is_ascii_digit).count();
    let made_up = whole.starts_with("clausal-") && whole.len() > ID;
    (made_up || groups > 2 && digits > 3 && whole.len() >= ID).then_some(whole.len())
}

/// Whether a number says what kind of answer it was.
fn tells(before: &str, word: &str, after: &str) -> bool {
    let number = word.bytes().all(|b| b.is_ascii_digit());
    let last = before
        .trim_end_matches([' ', ':', ','])
        .rsplit(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    let listed = before.ends_with(", ") && before.contains("codes ");
    number
        && (matches!(last, "status" | "HTTP" | "code" | "codes")
            || listed
            || after.starts_with(" with code"))
}

fn masked(word: &str, stays: bool) -> String {
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    if stays || !has_digit {
        let made_up = word.starts_with("clausal-");
        return if made_up { "#".into() } else { word.into() };
    }
    if word.len() >= ID {
        return "#".into();
    }
    let mut out = String::new();
    for c in word.chars() {
        match c.is_ascii_digit() {
            true if out.ends_with('#') => {}
            true => out.push('#'),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{alike, alike_foreign};

    #[test]
    fn values_are_masked_and_words_stay() {
        for (text, wanted) in [
            ("age 599624 is wrong", "age # is wrong"),
            ("age 't' is wrong", "age '…' is wrong"),
            ("it isn't there, don't ask", "it isn't there, don't ask"),
            ("no pet \"a \\\" b\" here", "no pet \"…\" here"),
            (
                "key 7f0f7e1c-5b1c-4a3e-9f6b-0c1d2e3f4a5b failed",
                "key # failed",
            ),
            ("at 2026-11-26T23:48:10Z", "at #"),
            ("trace 140155894682256", "trace #"),
            ("name clausal-kzmk-h3okhzykvcxu is taken", "name # is taken"),
            ("token Zx81kQpL0aBc12 expired", "token # expired"),
            ("no int32  in\n x1", "no int# in x#"),
            ("status 500", "status #"),
        ] {
            assert_eq!(alike_foreign(text), wanted);
        }
    }

    #[test]
    fn what_kind_of_answer_it_was_stays() {
        for (text, wanted) in [
            (
                "status 422 without a known code",
                "status 422 without a known code",
            ),
            ("422 with code 1003", "422 with code 1003"),
            ("422 with codes 1003, 1004", "422 with codes 1003, 1004"),
            (
                "a fault (200 with code 587204050)",
                "a fault (200 with code 587204050)",
            ),
            ("a success (status 200)", "a success (status 200)"),
            ("string \"74\"", "string \"…\""),
            ("integer 740", "integer #"),
            ("no `time_1`", "no `time_1`"),
        ] {
            assert_eq!(alike(text), wanted);
        }
    }

    #[test]
    fn no_text_is_too_long_or_too_odd() {
        assert!(alike_foreign(&"ä\"'".repeat(100_000)).chars().count() <= 200);
        assert_eq!(alike_foreign(&"x".repeat(1000)).len(), 200);
        assert_eq!(alike(""), "");
    }
}
