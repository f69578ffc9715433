//! The rules of XML 1.0 and its namespaces that the tree builder does not hold on its own, and
//! the limits of this server.
use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::scan::{BLANK, Token, attributes};

/// How deep elements may stand in each other.
const DEEPEST: usize = 64;
/// How many attributes a document may have.
const MOST_ATTRIBUTES: usize = 1000;

const DECLARATION: &str = concat!(
    r#"\A<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*("1\.[0-9]+"|'1\.[0-9]+')"#,
    r#"([ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*("[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?"#,
    r#"([ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*("yes"|'yes'|"no"|'no'))?[ \t\r\n]*\?>\z"#,
);

/// Checks every piece of a document.
pub(super) fn check(tokens: &[Token<'_>]) -> Result<(), &'static str> {
    let (mut depth, mut count) = (0_usize, 0);
    for token in tokens {
        match *token {
            Token::Declaration(text) => declaration(text)?,
            Token::Instruction(text) => instruction(text)?,
            Token::Doctype(_) => return Err("a document type declaration is not read"),
            Token::Start(text) => {
                count += start(text)?;
                if !text.ends_with("/>") {
                    depth += 1;
                }
                if depth + usize::from(text.ends_with("/>")) > DEEPEST {
                    return Err("elements stand too deep in each other");
                }
                if count > MOST_ATTRIBUTES {
                    return Err("there are too many attributes");
                }
            }
            Token::End(text) => {
                let name = text.strip_prefix("</").unwrap_or(text);
                if name.starts_with(':') || name.matches(':').count() > 1 {
                    return Err("an end tag has a colon too many");
                }
                depth = depth.saturating_sub(1);
            }
            Token::Text(text) => {
                references(text)?;
                if text.starts_with('\u{feff}') && tokens.first() == Some(token) {
                    return Err("there is a second byte order mark");
                }
            }
            Token::Comment(_) | Token::Cdata(_) => {}
        }
    }
    Ok(())
}

fn declaration(text: &str) -> Result<(), &'static str> {
    static FORM: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(DECLARATION).ok());
    let formed = FORM.as_ref().is_some_and(|form| form.is_match(text));
    formed.then_some(()).ok_or("the XML declaration is wrong")
}

fn instruction(text: &str) -> Result<(), &'static str> {
    let inner = text.strip_prefix("<?").unwrap_or(text);
    let inner = inner.strip_suffix("?>").unwrap_or(inner);
    let target = inner.split(BLANK).next().unwrap_or_default();
    if target.eq_ignore_ascii_case("xml") {
        return Err("the name xml is reserved");
    }
    if target.contains(':') || !target.chars().all(is_name_char) {
        return Err("a processing instruction has a wrong name");
    }
    Ok(())
}

/// Checks a start tag; how many attributes it has.
fn start(text: &str) -> Result<usize, &'static str> {
    let (name, attributes) = attributes(text).ok_or("a tag is not written as one")?;
    if name.starts_with(':') {
        return Err("a name begins with a colon");
    }
    let mut seen = HashSet::new();
    for it in &attributes {
        if it.name.starts_with(':') {
            return Err("a name begins with a colon");
        }
        if !seen.insert(it.name) {
            return Err("an attribute is given twice");
        }
        if it.name.starts_with("xmlns:") && it.value.is_empty() {
            return Err("a prefix is bound to nothing");
        }
        if it.value.contains('<') {
            return Err("there is a < in an attribute");
        }
        references(it.value)?;
    }
    Ok(attributes.len())
}

/// Every `&` has to begin a reference to a character that may stand in XML.
fn references(text: &str) -> Result<(), &'static str> {
    for part in text.split('&').skip(1) {
        let (name, _) = part.split_once(';').ok_or("a reference has no end")?;
        let number = if let Some(digits) = name.strip_prefix("#x") {
            code(digits, 16)
        } else if let Some(digits) = name.strip_prefix('#') {
            code(digits, 10)
        } else if ["lt", "gt", "amp", "apos", "quot"].contains(&name) {
            continue;
        } else {
            return Err("an entity is not declared");
        };
        if !number.and_then(char::from_u32).is_some_and(is_char) {
            return Err("a reference leads to no character");
        }
    }
    Ok(())
}

fn code(digits: &str, radix: u32) -> Option<u32> {
    let only_digits = digits.chars().all(|it| it.is_digit(radix));
    let number = u32::from_str_radix(digits, radix).ok();
    number.filter(|_| only_digits)
}

fn is_char(it: char) -> bool {
    matches!(it, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn is_name_char(it: char) -> bool {
    matches!(it, 'A'..='Z' | 'a'..='z' | '0'..='9' | ':' | '_' | '-' | '.' | '\u{b7}'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{203f}'..='\u{2040}'
        | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}'
        | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}
