//! Names that a draft gives.

use crate::page::operation::{Call, names, resource};
use crate::page::words::parts;

/// Lower case words with hyphens.
pub(super) fn slug(text: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let words: String = text.chars().map(plain).collect();
    let joined = words.split_whitespace().collect::<Vec<_>>().join("-");
    joined
        .chars()
        .take(60)
        .collect::<String>()
        .trim_matches('-')
        .to_owned()
}

/// A word that begins with a capital.
fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What a call makes or finds, as one word: `Backup`.
pub(super) fn thing(call: &Call) -> String {
    let words = resource(&call.path);
    let plain = |c: char| c.is_ascii_alphanumeric();
    let all = words.split(|c| !plain(c)).filter(|w| !w.is_empty());
    let name: String = all.map(capital).collect();
    if name.is_empty() {
        "Thing".to_owned()
    } else {
        name
    }
}

/// An operationId: `createBackup`.
pub(super) fn id(call: &Call, taken: &[String]) -> String {
    let ends_in_parameter = call.path.ends_with('}');
    let verb = match (call.method.as_str(), ends_in_parameter) {
        ("POST", _) => "create",
        ("PUT", _) => "replace",
        ("PATCH", _) => "update",
        ("DELETE", _) => "delete",
        ("HEAD", _) => "look",
        (_, true) => "get",
        (_, false) => "list",
    };
    let by: String = names(&call.path)
        .iter()
        .flat_map(|name| parts(name))
        .map(|w: String| capital(&w))
        .collect();
    let plain = format!("{verb}{}", thing(call));
    let named = format!("{plain}By{by}");
    let mut all = vec![plain.clone(), named];
    all.extend((2..100).map(|n| format!("{plain}{n}")));
    all.into_iter()
        .find(|id| !taken.contains(id))
        .unwrap_or(plain)
}
