//! Formats that a value of an answer is held to, each as a piece of a schema.

use serde_json::{Value, json};

/// Formats that the judge knows.
const KNOWN: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
];

/// What a format says; nothing for one that says nothing of values or that nobody knows.
pub(super) fn piece(format: &str, types: &[String]) -> Option<Value> {
    let whole = types.iter().any(|t| t == "integer" || t == "number");
    let (least, most): (Value, Value) = match format {
        "byte" => {
            // Both alphabets, with or without padding; blanks between lines.
            let one = "[A-Za-z0-9+/_-]\\s*";
            let pattern =
                format!("^(({one}){{4}})*(({one}){{2}}(=\\s*){{0,2}}|({one}){{3}}(=\\s*)?)?$");
            return Some(json!({ "pattern": pattern }));
        }
        _ if KNOWN.contains(&format) => return Some(json!({ "format": format })),
        // What is wider is a matter of the type.
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "uint8" => (0.into(), u8::MAX.into()),
        "uint16" => (0.into(), u16::MAX.into()),
        "uint32" => (0.into(), u32::MAX.into()),
        "uint64" => (0.into(), u64::MAX.into()),
        _ => return None,
    };
    whole.then(|| json!({ "minimum": least, "maximum": most }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_known_in_each_of_its_writings() {
        let piece = piece("byte", &[]).unwrap();
        let judge = jsonschema::draft202012::new(&piece).unwrap();
        for right in [
            "",
            "YQ==",
            "YWI=",
            "YWJj",
            "YWI",
            "YQ",
            "-_-_",
            "YWJj\nYWJj\n",
        ] {
            assert!(judge.is_valid(&json!(right)), "{right}");
        }
        for wrong in ["Y", "Y===", "not base 64!", "YWJjY", "YQ=a"] {
            assert!(!judge.is_valid(&json!(wrong)), "{wrong}");
        }
    }
}
