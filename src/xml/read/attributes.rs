//! Attributes of a start tag (sections 3.1 and 3.3.3).

use super::super::chars::is_space;
use super::super::error::Fault;
use super::super::tree::Element;
use super::{Document, check_name, text};

impl Document<'_> {
    /// Reads what stands behind the name of a start tag; `at` is where it begins in the document.
    pub(super) fn attributes(
        &self,
        inside: &str,
        at: usize,
        element: &mut Element,
    ) -> Result<(), Fault> {
        let bytes = inside.as_bytes();
        let ill = |rule, section, place: usize, message: String| {
            Err(Fault::ill(rule, section, at + place, message))
        };
        let mut i = 0;
        loop {
            let spaces = bytes[i..].iter().take_while(|b| is_space(**b)).count();
            i += spaces;
            if i == bytes.len() {
                return Ok(());
            }
            if spaces == 0 {
                let message = "no white space before an attribute".to_owned();
                return ill("missing-space-between-attributes", "3.1", i, message);
            }
            let ends = |b: &u8| is_space(*b) || matches!(b, b'=' | b'"' | b'\'' | b'<');
            let length = bytes[i..].iter().position(ends).unwrap_or(bytes.len() - i);
            let name = &inside[i..i + length];
            check_name(name, at + i)?;
            let start = i;
            i += length;
            i += bytes[i..].iter().take_while(|b| is_space(**b)).count();
            if bytes.get(i) != Some(&b'=') {
                let message = format!("the attribute `{name}` has no value");
                return ill("attribute-without-value", "3.1", start, message);
            }
            i += 1;
            i += bytes[i..].iter().take_while(|b| is_space(**b)).count();
            let Some(quote @ (b'"' | b'\'')) = bytes.get(i).copied() else {
                let message = format!("the value of `{name}` has no quotes");
                return ill("unquoted-attribute", "3.1", i, message);
            };
            i += 1;
            let Some(length) = bytes[i..].iter().position(|b| *b == quote) else {
                let message = format!("the value of `{name}` does not end");
                return ill("unclosed-attribute-value", "3.1", i, message);
            };
            let value = text::attribute(&inside[i..i + length], at + i)?;
            // Few attributes are compared one by one; many are checked with the namespaces.
            if element.attributes.len() < text::FEW
                && element.attributes.iter().any(|(n, _)| n == name)
            {
                let message = format!("the attribute `{name}` stands twice");
                return ill("duplicate-attribute", "3.1", start, message);
            }
            element.attributes.push((name.to_owned(), value));
            if element.attributes.len() > self.limits.attributes {
                let message = format!("more than {} attributes", self.limits.attributes);
                return Err(Fault::refused("too-many-attributes", at + start, message));
            }
            i += length + 1;
        }
    }
}
