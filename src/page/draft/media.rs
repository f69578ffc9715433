//! Media types of requests, and what signs them, by the samples of a page.

use serde_json::{Value, json};

use super::document::Grown;
use super::{Part, Told};
use crate::page::block::{Block, Page};
use crate::page::sample::Element;
use crate::page::{commands, patterns};

patterns! {
    CONTENT = r"(?i)content-type:\s*([a-z]+/[a-z0-9.+-]+)";
}

/// Media types of bodies that are written.
const MEDIA: [&str; 4] = [
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
];
/// Media types of the request: those that samples name, else those of the whole page.
pub(super) fn media(page: &Page, part: &Part, json: &[Value], xml: &[Element]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let name = name.to_lowercase();
        if MEDIA.contains(&name.as_str()) && !found.contains(&name) {
            found.push(name);
        }
    };
    let texts = page.blocks.iter().filter_map(|b| match b {
        Block::Code(t) | Block::Item(t) | Block::Text(t) => Some(t.as_str()),
        _ => None,
    });
    for text in texts {
        let all = CONTENT
            .as_ref()
            .into_iter()
            .flat_map(|p| p.captures_iter(text));
        all.for_each(|c| add(&c[1]));
    }
    if found.is_empty() {
        // What a command sends tells its media type.
        let sent = commands::all(page)
            .filter(|c| same_method(c, part))
            .filter_map(|c| c.media);
        sent.for_each(|media| {
            found.extend((!found.iter().any(|f| f == media)).then(|| media.to_owned()))
        });
    }
    if found.is_empty() && part.fields.iter().any(|f| f.place == Some("body")) {
        let in_xml = super::body::shows(xml, part)
            && !json.iter().any(|sample| super::body::is_of(sample, part));
        found.push(MEDIA[usize::from(in_xml)].to_owned());
    }
    found
}

/// Whether a command may show the operation: a body of another method says nothing of its own.
fn same_method(command: &commands::Command, part: &Part) -> bool {
    command.method == part.call.method
}

/// What carries a token in the commands of the page, where no table tells of it.
pub(super) fn signed(page: &Page, grown: &mut Grown, told: &mut Told) {
    if !grown.schemes.is_empty() {
        return;
    }
    let scheme = commands::all(page).find_map(|command| {
        let header = command.headers.iter().find_map(|(name, value)| {
            let lower = name.to_lowercase();
            let token =
                lower.contains("token") || lower.contains("api-key") || lower.contains("apikey");
            match (lower.as_str(), value.to_lowercase()) {
                ("authorization", value) if value.starts_with("basic") => {
                    Some(json!({"type": "http", "scheme": "basic"}))
                }
                ("authorization", _) => Some(json!({"type": "http", "scheme": "bearer"})),
                _ if token => Some(json!({"type": "apiKey", "in": "header", "name": name})),
                _ => None,
            }
        });
        header.or_else(|| {
            command
                .signs_in
                .then(|| json!({"type": "http", "scheme": "basic"}))
        })
    });
    if let Some(scheme) = scheme {
        told.say(format!(
            "a command of the page shows how to sign in: {}",
            scheme
                .get("name")
                .or(scheme.get("scheme"))
                .and_then(Value::as_str)
                .unwrap_or_default()
        ));
        grown.schemes.insert("token".into(), scheme);
    }
}
