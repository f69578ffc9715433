//! Lines of a profile that somebody may want to write, as the loader takes them.

use serde_json::Value;

use crate::contract::{Contract, Operation, Parameter, Place, Scheme, SchemeKind};
use crate::exchange::plain::{toml, uncommanded};

/// A name as TOML writes it on the left of `=` and between brackets. What stands in it is harmless.
pub fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match !name.is_empty() && name.chars().all(bare) {
        true => name.to_owned(),
        false => text(name),
    }
}

/// A text as TOML quotes it, in which no runner of a pipeline sees a command.
pub fn text(text: &str) -> String {
    let quoted = toml(text).replace("##", "#\\U00000023");
    // Nothing is lost: what was taken for a command was none.
    match uncommanded(&quoted) == quoted {
        true => quoted,
        false => toml("?"),
    }
}

/// The head of a table of a contract: `[contracts.shop.security]`.
pub fn table(contract: &str, part: &str) -> String {
    match part {
        "" => format!("[contracts.{}]", key(contract)),
        part => format!("[contracts.{}.{part}]", key(contract)),
    }
}

/// The line that gives the credential of a security scheme, and what becomes of it in a request, in
/// words. `None` where clausal cannot present it.
pub fn credential(contract: &Contract, scheme: &Scheme) -> Option<(String, String)> {
    let (word, becomes) = match &scheme.kind {
        SchemeKind::Key { place, name } => ("KEY", format!("the {} `{name}`", place.word())),
        SchemeKind::Basic => ("PASSWORD", "the header `Authorization: Basic …`".to_owned()),
        SchemeKind::Bearer => ("TOKEN", "the header `Authorization: Bearer …`".to_owned()),
        SchemeKind::Other(_) => return None,
    };
    let alike =
        |s: &&Scheme| std::mem::discriminant(&s.kind) == std::mem::discriminant(&scheme.kind);
    let variable = match contract.schemes.iter().filter(alike).count() {
        0 | 1 => word.to_owned(),
        _ => format!("{}_{word}", variable(&scheme.name)),
    };
    let front = match &scheme.kind {
        SchemeKind::Basic => "user:",
        _ => "",
    };
    Some((
        format!("{} = \"{front}env:{variable}\"", key(&scheme.name)),
        becomes,
    ))
}

/// The name as that of an environment variable.
fn variable(name: &str) -> String {
    let upper = |c: char| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    };
    let name: String = name.chars().map(upper).collect();
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("_{name}"),
        false => name,
    }
}

/// Whether only the target knows the values of a parameter.
pub fn names_something(parameter: &Parameter) -> bool {
    let schema = &parameter.schema;
    let known = schema.ext.fixture.is_some()
        || !schema.enumeration.is_empty()
        || schema.allows("boolean") && schema.types.len() == 1;
    let lower = parameter.name.to_ascii_lowercase();
    let is_id = lower == "id" || lower.ends_with("_id") || lower.ends_with("-id");
    let is_id = is_id || parameter.name.ends_with("Id") || parameter.name.ends_with("ID");
    !known && (parameter.place == Place::Path || parameter.required && is_id)
}

/// How the profile calls a parameter of an operation, and a value to be replaced: what is used up must be
/// named for the operation that does so, and there must be some of it.
pub fn parameter(operation: &Operation, parameter: &Parameter) -> (String, String) {
    let value = value(parameter);
    match operation.method == "DELETE" {
        true => (
            format!("{}.{}", operation.id, parameter.name),
            format!("[{value}]"),
        ),
        false => (parameter.name.clone(), value),
    }
}

/// A value of a parameter to be replaced: what the document shows, else anything of its type.
fn value(parameter: &Parameter) -> String {
    let schema = &parameter.schema;
    match schema.examples.first().or(schema.default.as_ref()) {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) if text.len() < 60 => self::text(text),
        _ if schema.allows("integer") => "1".to_owned(),
        _ => "\"…\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_strangers_are_read_back() {
        for name in [
            "key",
            "",
            "a b",
            "a.b",
            "x\ny",
            "\u{1b}[31m",
            "##[error]x",
            "##vso[task]",
            "::error::",
            "\"]\n[limits",
            "ключ",
        ] {
            let line = format!("{}\n{} = 1\n", table(name, "security"), key(name));
            let read: toml::Table = toml::from_str(&line).unwrap();
            assert!(read["contracts"][name]["security"].get(name).is_some());
            assert_eq!(line.lines().count(), 2, "{line}");
            assert!(!line.contains("##["), "{line}");
        }
    }
}
