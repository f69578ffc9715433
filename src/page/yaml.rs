//! JSON values as YAML that people can read and go on with.

use serde_json::Value;

/// Columns up to which a small map or list stays on its line.
const WIDE: usize = 100;

/// A document in YAML.
pub fn yaml(value: &Value) -> String {
    let mut out = String::new();
    block(value, 0, &mut out);
    out
}

fn block(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                *out += &format!("{:indent$}{}:", "", scalar(key));
                behind(value, indent, out);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for value in list {
                *out += &format!("{:indent$}-", "");
                match (value, small(value, indent)) {
                    (_, Some(line)) => *out += &format!(" {line}\n"),
                    (Value::Object(_), None) => {
                        // The first member stands behind the dash.
                        let mut inner = String::new();
                        block(value, indent + 2, &mut inner);
                        out.push(' ');
                        *out += inner.trim_start();
                    }
                    (_, None) => {
                        out.push('\n');
                        block(value, indent + 2, out);
                    }
                }
            }
        }
        other => *out += &format!("{:indent$}{}\n", "", flow(other)),
    }
}

fn behind(value: &Value, indent: usize, out: &mut String) {
    match small(value, indent) {
        Some(line) => *out += &format!(" {line}\n"),
        None => {
            out.push('\n');
            block(value, indent + 2, out);
        }
    }
}

/// A value on one line, if it is small enough for that.
fn small(value: &Value, indent: usize) -> Option<String> {
    let nested = |value: &Value| match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => false,
    };
    let line = match value {
        Value::Object(map) if map.len() > 4 => return None,
        Value::Object(map) if map.values().filter(|v| nested(v)).count() > 1 => return None,
        Value::Array(list) if list.iter().any(nested) => return None,
        other => flow(other),
    };
    (line.len() + indent < WIDE || !nested(value)).then_some(line)
}

fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let members = map
                .iter()
                .map(|(k, v)| format!("{}: {}", scalar(k), flow(v)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(list) => {
            let all: Vec<_> = list.iter().map(flow).collect();
            format!("[{}]", all.join(", "))
        }
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

/// A text as it may stand anywhere: in quotes, unless it is plain words that mean nothing else.
fn scalar(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let word = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "~",
    ];
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || "/_$".contains(c));
    let ends = !text.ends_with([' ', ':']);
    let plain = |c: char| c.is_ascii_alphanumeric() || " _-./$()+".contains(c);
    if starts && ends && text.chars().all(plain) && !word.contains(&lower.as_str()) {
        return text.to_owned();
    }
    // What a terminal would obey or hide, or the runner of a pipeline take for a command, is escaped.
    let mut out = String::new();
    for c in Value::from(text).to_string().chars() {
        match u32::from(c) {
            _ if c.is_ascii() && c != '\u{7f}' || c.escape_debug().len() == 1 => out.push(c),
            code @ ..0x1_0000 => out += &format!("\\u{code:04x}"),
            code => out += &format!("\\U{code:08x}"),
        }
    }
    out.replace("##[", "#\\u0023[")
        .replace("##vso[", "#\\u0023vso[")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::yaml;
    use crate::contract::Overlay;

    #[test]
    fn what_is_written_reads_as_it_was() {
        let value = json!({
            "overlay": "1.0.0", "no": [true, null, 1.5, "yes", "1", "", " a", "a: b", "#c", "- d", "x ##[y", "##vso[z"],
            "deep": {"list": [{"a": {"b": [1, 2]}, "c": {"d": "e\n\u{1b}f"}, "g": {}}, [[1], []], "\u{85}\u{2028}\u{202e}\u{e0001}é"]},
            "/p/{id}": {"$ref": "#/x"}, "empty": {}, "none": [],
            "long": "x".repeat(200), "many": {"a": 1, "b": 2, "c": 3, "d": 4, "e": {"f": ["'", "\""]}},
        });
        let text = yaml(&value);
        let read: serde_json::Value = saphyr_json(&text);
        assert_eq!(read, value, "{text}");
        let hidden = |c: char| c != '\n' && c.escape_debug().len() != 1;
        let odd = text.chars().find(|c| hidden(*c) && !"'\"\\".contains(*c));
        assert_eq!(odd, None, "{text}");
        assert!(!text.contains("##[") && !text.contains("##vso["), "{text}");
        assert!(Overlay::new("o", &text).is_ok());
    }

    /// The text as another reader has it.
    fn saphyr_json(text: &str) -> serde_json::Value {
        use saphyr::{LoadableYamlNode, Scalar, Yaml};
        fn of(node: &Yaml<'_>) -> serde_json::Value {
            match node {
                Yaml::Value(Scalar::Null) => serde_json::Value::Null,
                Yaml::Value(Scalar::Boolean(b)) => json!(b),
                Yaml::Value(Scalar::Integer(n)) => json!(n),
                Yaml::Value(Scalar::FloatingPoint(n)) => json!(n.into_inner()),
                Yaml::Value(Scalar::String(s)) => json!(s),
                Yaml::Sequence(list) => list.iter().map(of).collect(),
                Yaml::Mapping(map) => map
                    .iter()
                    .map(|(k, v)| (k.as_str().unwrap().to_owned(), of(v)))
                    .collect(),
                other => panic!("{other:?}"),
            }
        }
        of(&Yaml::load_from_str(text).unwrap()[0])
    }
}
