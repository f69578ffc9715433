//! The XML declaration (sections 2.8, 2.9 and 4.3.3).

use super::super::encoding::is_encoding_name;
use super::super::error::Fault;
use super::Document;

impl Document<'_> {
    /// Checks the declaration, if there is one; returns where what follows begins.
    pub(super) fn declaration(&self) -> Result<usize, Fault> {
        let Some(rest) = self.text.strip_prefix("<?xml") else {
            return Ok(0);
        };
        if !rest.starts_with([' ', '\t', '\n', '\r', '?']) {
            // Another instruction, whose target merely begins so.
            return Ok(0);
        }
        let Some(length) = rest.find("?>") else {
            let message = "an XML declaration that does not end";
            return Err(Fault::ill("unclosed-declaration", "2.8", 0, message));
        };
        let mut parts = Parts {
            rest: &rest[..length],
            whole: &rest[..length],
        };
        let ill = |rule, at: usize, message: String| Err(Fault::ill(rule, "2.8", 5 + at, message));
        match parts.next()? {
            Some(("version", value, at)) => {
                let minor = value.strip_prefix("1.").unwrap_or_default();
                if minor.is_empty() || !minor.bytes().all(|b| b.is_ascii_digit()) {
                    let message = format!("`{value}` is no version of XML");
                    return ill("declaration-wrong-version", at, message);
                }
            }
            Some((other, _, at)) => {
                let message = format!("the declaration begins with `{other}`, and not with `version`");
                return ill("declaration-without-version", at, message);
            }
            None => {
                let message = "the declaration has no `version`".to_owned();
                return ill("declaration-without-version", 0, message);
            }
        }
        let mut next = parts.next()?;
        if let Some(("encoding", value, at)) = next {
            if !is_encoding_name(value) {
                let message = format!("`{value}` is no name of an encoding");
                return ill("declaration-bad-encoding-name", at, message);
            }
            next = parts.next()?;
        }
        if let Some(("standalone", value, at)) = next {
            if !matches!(value, "yes" | "no") {
                let message = format!("`standalone` is `{value}`, and not `yes` or `no`");
                return ill("declaration-bad-standalone", at, message);
            }
            next = parts.next()?;
        }
        if let Some((other, _, at)) = next {
            let message = format!("`{other}` does not stand here in a declaration");
            return ill("declaration-wrong-order", at, message);
        }
        Ok(5 + length + 2)
    }
}

/// The parts of a declaration that are left.
struct Parts<'t> {
    rest: &'t str,
    whole: &'t str,
}

impl<'t> Parts<'t> {
    /// Name, value and place of the next part.
    fn next(&mut self) -> Result<Option<(&'t str, &'t str, usize)>, Fault> {
        const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
        let place = |rest: &str| self.whole.len() - rest.len();
        let trimmed = self.rest.trim_start_matches(SPACE);
        if trimmed.is_empty() {
            return Ok(None);
        }
        let at = place(trimmed);
        let ill = |at: usize| {
            let message = "an XML declaration that cannot be read";
            Err(Fault::ill("declaration-bad-syntax", "2.8", 5 + at, message))
        };
        if trimmed.len() == self.rest.len() {
            return ill(at);
        }
        let Some((name, rest)) = trimmed.split_once('=') else {
            return ill(at);
        };
        let name = name.trim_end_matches(SPACE);
        let rest = rest.trim_start_matches(SPACE);
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return ill(place(rest));
        };
        let Some((value, rest)) = rest[1..].split_once(quote) else {
            return ill(place(rest));
        };
        self.rest = rest;
        Ok(Some((name, value, at)))
    }
}
