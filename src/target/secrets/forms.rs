//! The writings of a secret that no reading of escapes leads back to it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::ANYWHERE;
use super::layers::Layer;

/// One writing of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) bytes: Vec<u8>,
    /// Whether it counts only where it stands alone.
    pub(super) alone: bool,
    /// How many bytes a character takes, for the mask to be of the same kind.
    pub(super) wide: Wide,
}

/// How the characters of a text stand in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wide {
    /// One byte for each of ASCII.
    No,
    /// UTF-16, the low byte first.
    Little,
    /// UTF-16, the high byte first.
    Big,
}

/// Every writing of a secret.
pub(super) fn of(secret: &str) -> Vec<Form> {
    let mut texts = vec![secret.as_bytes().to_vec()];
    // It may hold escapes itself, and then come back with them or read.
    while let Some(read) = texts.last().and_then(|t| Layer::of(t)) {
        if texts.len() > 3 {
            break;
        }
        texts.push(read.bytes);
    }
    if secret.contains(' ') {
        texts.push(secret.replace(' ', "+").into_bytes());
    }
    // As JSON pointers write it, ours among them.
    if secret.contains(['~', '/']) {
        texts.push(secret.replace('~', "~0").replace('/', "~1").into_bytes());
    }
    if !secret.is_ascii()
        && let Some(latin) = latin(secret)
    {
        texts.push(latin);
    }
    texts.retain(|text| text.len() >= super::SHORTEST);
    let mut forms: Vec<Form> = Vec::new();
    for text in &texts {
        let alone = text.len() < ANYWHERE;
        forms.push(form(text.clone(), alone));
        forms.push(form(hex(text), alone));
        forms.push(form(STANDARD_NO_PAD.encode(text).into_bytes(), alone));
        if !alone || text.len() > 3 {
            for at in 0..3 {
                forms.extend([true, false].map(|url| form(inside(text, at, url), false)));
            }
        }
    }
    forms.retain(|form| form.alone || form.bytes.len() >= ANYWHERE);
    let wide = [Wide::Little, Wide::Big].map(|wide| Form {
        bytes: utf16(secret, wide),
        alone: secret.len() < ANYWHERE,
        wide,
    });
    forms.extend(wide);
    let mut seen = std::collections::BTreeSet::new();
    forms.retain(|form| seen.insert(form.bytes.clone()));
    forms
}

fn form(bytes: Vec<u8>, alone: bool) -> Form {
    Form {
        bytes,
        alone,
        wide: Wide::No,
    }
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().map(|b| format!("{b:02x}"));
    digits.collect::<String>().into_bytes()
}

/// What base64 makes of it wherever it stands in a longer text, with so many bytes of a group before
/// it: those characters that it alone decides.
fn inside(bytes: &[u8], before: usize, url: bool) -> Vec<u8> {
    let mut padded = vec![0; before];
    padded.extend_from_slice(bytes);
    let text = match url {
        true => URL_SAFE_NO_PAD.encode(&padded),
        false => STANDARD_NO_PAD.encode(&padded),
    };
    let first = (before * 8).div_ceil(6);
    let last = padded.len() * 8 / 6;
    text.as_bytes()[first..last.max(first)].to_vec()
}

fn utf16(text: &str, wide: Wide) -> Vec<u8> {
    let bytes = |unit: u16| match wide {
        Wide::Big => unit.to_be_bytes(),
        _ => unit.to_le_bytes(),
    };
    text.encode_utf16().flat_map(bytes).collect()
}

/// The text in ISO 8859-1, if it can stand there.
fn latin(text: &str) -> Option<Vec<u8>> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).ok())
        .collect()
}
