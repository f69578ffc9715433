//! The XML declaration (sections 2.8, 2.9 and 4.3.1).

use crate::xml::chars::{is_space, space_end};
use crate::xml::error::Fault;

/// The encoding that a declaration at the start names, when bytes are read as ASCII. This is no
/// judgement: whether the declaration is legal is for [`check`] to say.
pub(super) fn named_encoding(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.strip_prefix(b"<?xml")?;
    if !is_space(*rest.first()?) {
        return None;
    }
    let end = rest.windows(2).position(|pair| pair == b"?>")?;
    let inside = &rest[..end];
    let start = inside.windows(8).position(|word| word == b"encoding")? + 8;
    let equals = space_end(inside, start);
    let open = space_end(inside, equals + usize::from(inside.get(equals)? == &b'='));
    let quote = inside.get(open).filter(|q| matches!(q, b'"' | b'\''))?;
    let value = &inside[open + 1..];
    let close = value.iter().position(|b| b == quote)?;
    let name = std::str::from_utf8(&value[..close]).ok()?;
    is_encoding_name(name).then_some(name)
}

/// EncName (section 4.3.3, production 81).
fn is_encoding_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// VersionNum (section 2.8, production 26).
fn is_version(text: &str) -> bool {
    let digits = text.strip_prefix("1.").unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Judges a declaration that starts at `at` with `<?xml` and ends at `end` after `?>`.
pub(super) fn check(text: &str, at: usize, end: usize) -> Result<(), Fault> {
    let mut rest = Pairs {
        text: &text[..end - 2],
        at: at + 5,
    };
    let mut seen = 0;
    while let Some((start, name, value_at, value)) = rest.next()? {
        let place = ["version", "encoding", "standalone"]
            .iter()
            .position(|n| *n == name);
        let Some(place) = place else {
            let message = format!("{name:?} is no part of an XML declaration");
            return Err(Fault::new(
                start,
                "declaration-unknown-part",
                "2.8",
                message,
            ));
        };
        if place == 0 && seen > 0 || place > 0 && place < seen {
            let message = format!("{name} stands too late in the XML declaration");
            return Err(Fault::new(start, "declaration-wrong-order", "2.8", message));
        }
        if seen == 0 && place > 0 {
            return Err(without_version(start));
        }
        seen = place + 1;
        let (legal, rule, section) = match place {
            0 => (is_version(value), "declaration-wrong-version", "2.8"),
            1 => (
                is_encoding_name(value),
                "declaration-bad-encoding-name",
                "4.3.3",
            ),
            _ => (
                matches!(value, "yes" | "no"),
                "declaration-bad-standalone",
                "2.9",
            ),
        };
        if !legal {
            let message = format!("{value:?} is no legal {name}");
            return Err(Fault::new(value_at, rule, section, message));
        }
    }
    if seen == 0 {
        return Err(without_version(rest.at));
    }
    Ok(())
}

fn without_version(at: usize) -> Fault {
    let message = "the XML declaration must start with a version";
    Fault::new(at, "declaration-without-version", "2.8", message)
}

/// The pseudo attributes of a declaration.
struct Pairs<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Pairs<'t> {
    /// Where the next one starts, its name, and its value and where that starts.
    #[allow(clippy::type_complexity)]
    fn next(&mut self) -> Result<Option<(usize, &'t str, usize, &'t str)>, Fault> {
        let bytes = self.text.as_bytes();
        let start = space_end(bytes, self.at);
        if start == bytes.len() {
            self.at = start;
            return Ok(None);
        }
        if start == self.at {
            let message = "white space is missing in the XML declaration";
            return Err(Fault::new(
                start,
                "declaration-missing-space",
                "2.8",
                message,
            ));
        }
        let syntax = |at, message: &str| Fault::new(at, "declaration-syntax", "2.8", message);
        let letters = bytes[start..]
            .iter()
            .take_while(|b| b.is_ascii_alphabetic());
        let name_end = start + letters.count();
        let equals = space_end(bytes, name_end);
        if bytes.get(equals) != Some(&b'=') {
            return Err(syntax(equals, "\"=\" is missing in the XML declaration"));
        }
        let open = space_end(bytes, equals + 1);
        let Some(quote @ (b'"' | b'\'')) = bytes.get(open) else {
            return Err(syntax(
                open,
                "a value of the XML declaration is not in quotes",
            ));
        };
        let Some(length) = memchr::memchr(*quote, &bytes[open + 1..]) else {
            return Err(syntax(open, "a value of the XML declaration does not end"));
        };
        let close = open + 1 + length;
        self.at = close + 1;
        Ok(Some((
            start,
            &self.text[start..name_end],
            open + 1,
            &self.text[open + 1..close],
        )))
    }
}
