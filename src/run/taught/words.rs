//! Rules in the words of the usual validators: a schema's keywords for each of them.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value, json};

/// What words ask of a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// It must be there, and hold something.
    Needed,
    /// It must not be there.
    Unwanted,
    /// It must fit these keywords.
    Keywords(Map<String, Value>),
}

macro_rules! pattern {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
    };
}

/// Ways to say that a limit is allowed itself.
const SAME: [(&str, &str); 12] = [
    ("greater than or equal to", "at least"),
    ("longer than or equal to", "at least"),
    ("more than or equal to", "at least"),
    ("not be less than", "be at least"),
    ("not be shorter than", "be at least"),
    ("no less than", "at least"),
    ("less than or equal to", "at most"),
    ("shorter than or equal to", "at most"),
    ("fewer than or equal to", "at most"),
    ("not be greater than", "be at most"),
    ("not be longer than", "be at most"),
    ("no more than", "at most"),
];

const NUMBER: &str = r"['`\x22]?(-?\d+(?:\.\d+)?)";

static LEAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"at least|minimum(?: length)?(?: of| is|:)?|fewer than|shorter than|>=|\bmin(?:length|_length|items|_items)?|too_small|too_short|greater_than_equal|\bgte\b|\bge\b|is too short.{0,30}?";
    Regex::new(&format!(r"(?:{words})\D{{0,12}}?{NUMBER}")).ok()
});
static MOST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = r"at most|maximum(?: length)?(?: of| is|:)?|more than|longer than|<=|\bmax(?:length|_length|items|_items)?|too_big|too_long|less_than_equal|\blte\b|\ble\b|is too long.{0,30}?";
    Regex::new(&format!(r"(?:{words})\D{{0,12}}?{NUMBER}")).ok()
});
pattern!(ECHOED, r#"(?i)from string "[^"]*""#);
pattern!(BETWEEN, r"between (-?\d+(?:\.\d+)?) and (-?\d+(?:\.\d+)?)");
pattern!(
    ABOVE,
    r"(?:[^t]|^)\b(?:must be |be )?(?:greater than|greater_than|\bgt\b) (-?\d+(?:\.\d+)?)"
);
pattern!(
    BELOW,
    r"(?:be less than|less_than|\blt\b) (-?\d+(?:\.\d+)?)"
);
pattern!(
    LIKE,
    r#"(?i)(?:match(?:es)?(?: the)?(?: pattern| regex)?|pattern|regexp)[:\s]+(?:['"`]|&quot;)(.+?)(?:['"`]|&quot;)(?:$|[\s.,;)}])"#
);
pattern!(
    LISTED,
    r"(?i)(?:one of|accepted for enum class|available [a-z]+|allowed values|permitted values|valid values|choices)[^\[(:]{0,40}[:\[(]\s*([^\])}]+)"
);
pattern!(QUOTED, r"(?i)input should be ((?:'[^']+'(?:, | or )?)+)");

/// Words that tell a type or a form, the tellings ones first.
const FORMS: &[(&str, &str, &str)] = &[
    ("uuid", "format", "uuid"),
    ("email", "format", "email"),
    ("e-mail", "format", "email"),
    ("localdatetime", "format", "date-time"),
    ("offsetdatetime", "format", "date-time"),
    ("date-time", "format", "date-time"),
    ("datetime", "format", "date-time"),
    ("iso 8601", "format", "date-time"),
    ("iso8601", "format", "date-time"),
    ("localdate", "format", "date"),
    ("yyyy-mm-ddt", "format", "date-time"),
    ("yyyy-mm-dd", "format", "date"),
    ("valid date", "format", "date"),
    ("valid url", "format", "uri"),
    ("valid uri", "format", "uri"),
    ("a url", "format", "uri"),
    ("'url'", "format", "uri"),
    ("'uri'", "format", "uri"),
    ("url_parsing", "format", "uri"),
    ("guid", "format", "uuid"),
    ("ip address", "format", "ipv4"),
    ("java.lang.integer", "type", "integer"),
    ("java.lang.long", "type", "integer"),
    ("valid integer", "type", "integer"),
    ("an integer", "type", "integer"),
    ("of type integer", "type", "integer"),
    ("must be integer", "type", "integer"),
    ("int_type", "type", "integer"),
    ("int_parsing", "type", "integer"),
    ("expected integer", "type", "integer"),
    ("expected int,", "type", "integer"),
    ("whole number", "type", "integer"),
    ("java.lang.double", "type", "number"),
    ("required double parameter", "type", "number"),
    ("required integer parameter", "type", "integer"),
    ("required int parameter", "type", "integer"),
    ("required long parameter", "type", "integer"),
    ("valid number", "type", "number"),
    ("a number", "type", "number"),
    ("must be number", "type", "number"),
    ("must be numeric", "type", "number"),
    ("float_type", "type", "number"),
    ("float_parsing", "type", "number"),
    ("expected number", "type", "number"),
    ("java.lang.boolean", "type", "boolean"),
    ("valid boolean", "type", "boolean"),
    ("a boolean", "type", "boolean"),
    ("must be boolean", "type", "boolean"),
    ("must be true or false", "type", "boolean"),
    ("bool_type", "type", "boolean"),
    ("bool_parsing", "type", "boolean"),
    ("expected boolean", "type", "boolean"),
    ("valid string", "type", "string"),
    ("be a string", "type", "string"),
    ("must be string", "type", "string"),
    ("string_type", "type", "string"),
    ("expected string", "type", "string"),
    ("valid list", "type", "array"),
    ("an array", "type", "array"),
    ("must be array", "type", "array"),
    ("list of items", "type", "array"),
    ("list_type", "type", "array"),
    ("expected array", "type", "array"),
    ("valid dictionary", "type", "object"),
    ("an object", "type", "object"),
    ("must be object", "type", "object"),
    ("dict_type", "type", "object"),
    ("expected object", "type", "object"),
];
const UNWANTED: &[&str] = &[
    "unrecognized",
    "is not allowed",
    "unknown field",
    "unknown propert",
    "unexpected field",
    "unexpected propert",
    "additional propert",
    "extra fields",
    "extra inputs",
    "not permitted",
    "is forbidden",
    "should not exist",
    "extra_forbidden",
    "unrecognized_keys",
];
const NEEDED: &[&str] = &[
    "required",
    "must not be blank",
    "must not be null",
    "must not be empty",
    "missing",
    "cannot be blank",
    "cannot be null",
    "cannot be empty",
    "not present",
    "can't be blank",
    "can't be null",
    "can't be empty",
    "may not be blank",
    "may not be null",
    "should not be empty",
    "should not be blank",
    "should not be null",
    "must be provided",
    "is mandatory",
    "field is needed",
    "may not be null",
    "may not be empty",
    "notblank",
    "notnull",
    "notempty",
    "presence",
    "blank ",
    "received undefined",
];

/// What a text asks of a place; `text` says whether the place is one for texts, where that is known.
pub(super) fn asked(words: &str, text: Option<bool>) -> Vec<Asked> {
    // What was sent comes back in some words, and asks for nothing.
    let words = &match ECHOED.as_ref() {
        Some(echoed) => echoed.replace_all(words, "from it"),
        None => words.into(),
    };
    let small = words.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|it| small.contains(it));
    if has(UNWANTED) {
        return vec![Asked::Unwanted];
    }
    let mut keywords = Map::new();
    for (word, keyword, value) in FORMS {
        if small.contains(word)
            && !keywords.contains_key("format")
            && !keywords.contains_key("type")
        {
            keywords.insert((*keyword).to_owned(), json!(value));
        }
    }
    bounds(&small, text, &mut keywords);
    if let Some(found) = first(&LIKE, words) {
        // Validators mean the whole text where a schema would take a part.
        keywords.insert("pattern".into(), format!("^(?:{found})$").into());
    }
    // How a text is to be written is told in the words of a list, too.
    if let Some(list) = choices(words).filter(|_| !small.contains("format")) {
        keywords.retain(|name, _| name == "type");
        keywords.insert("enum".into(), list.into());
    }
    let mut all = Vec::new();
    if has(NEEDED) {
        all.push(Asked::Needed);
    }
    if !keywords.is_empty() {
        all.push(Asked::Keywords(keywords));
    }
    all
}

fn first(pattern: &LazyLock<Option<Regex>>, words: &str) -> Option<String> {
    let found = pattern.as_ref()?.captures(words)?;
    Some(found.get(1)?.as_str().to_owned())
}

fn bounds(small: &str, text: Option<bool>, keywords: &mut Map<String, Value>) {
    let same = |text: String, (from, to): &(&str, &str)| text.replace(from, to);
    let small = &SAME.iter().fold(small.to_owned(), same);
    let number = |text: String| text.parse::<f64>().ok();
    let both = BETWEEN.as_ref().and_then(|p| p.captures(small));
    let both = both.map(|found| (found[1].to_owned(), found[2].to_owned()));
    let least = both
        .as_ref()
        .map(|(low, _)| low.clone())
        .or_else(|| first(&LEAST, small));
    let most = both.map(|(_, high)| high).or_else(|| first(&MOST, small));
    let counted = ["character", "length", "string", "letters", " str"];
    let is_text =
        text == Some(true) || text.is_none() && counted.iter().any(|it| small.contains(it));
    let items = [" item", "element", "entries"]
        .iter()
        .any(|it| small.contains(it));
    let [low, high] = match (items, is_text) {
        (true, _) => ["minItems", "maxItems"],
        (_, true) => ["minLength", "maxLength"],
        _ => ["minimum", "maximum"],
    };
    let value = |n: f64| match n.fract() == 0.0 {
        true => json!(n as i64),
        false => json!(n),
    };
    let whole = items || is_text;
    for (key, found) in [(low, least), (high, most)] {
        if let Some(n) = found.and_then(number).filter(|n| !whole || *n >= 0.0) {
            keywords.insert(key.to_owned(), value(n));
        }
    }
    if whole {
        return;
    }
    let above = first(&ABOVE, small)
        .and_then(number)
        .filter(|_| !keywords.contains_key("maximum"));
    let positive = small.contains("positive number")
        || small.contains("must be positive")
        || small.contains("be a positive");
    if let Some(n) = above.or(positive.then_some(0.0)) {
        keywords.insert("exclusiveMinimum".into(), value(n));
    }
    if let Some(n) = first(&BELOW, small).and_then(number) {
        keywords.insert("exclusiveMaximum".into(), value(n));
    }
}

/// The values of a list in words.
fn choices(words: &str) -> Option<Vec<String>> {
    let found = first(&LISTED, words).or_else(|| first(&QUOTED, words))?;
    let list = found.replace(" or ", ",");
    let trim = |one: &str| {
        one.trim()
            .trim_matches(['\'', '"', '`', '.', '['])
            .to_owned()
    };
    let list: Vec<String> = list
        .split(',')
        .map(trim)
        .filter(|one| !one.is_empty())
        .collect();
    (!list.is_empty()).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keywords(words: &str, text: bool) -> Value {
        let asked = asked(words, Some(text));
        let found = asked.into_iter().find_map(|a| match a {
            Asked::Keywords(map) => Some(Value::Object(map)),
            _ => None,
        });
        found.unwrap_or(Value::Null)
    }

    #[test]
    fn limits_are_read_in_many_words() {
        for words in [
            "must NOT have fewer than 3 characters",
            "'ab' is shorter than 3 characters",
            "The name field must be at least 3 characters.",
            "Expected `str` of length >= 3",
            "is too short (minimum is 3 characters)",
            "This value is too short. It should have at least 3 characters.",
            "a string with a minimum length of '3'.",
            "String must contain at least 3 character(s)",
            "min 3",
        ] {
            assert_eq!(keywords(words, true), json!({"minLength": 3}), "{words}");
        }
        for words in [
            "must NOT have more than 30 characters",
            "is longer than 30 characters",
            "must not be greater than 30 characters.",
            "length <= 30",
            "max 30",
        ] {
            assert_eq!(keywords(words, true), json!({"maxLength": 30}), "{words}");
        }
        assert_eq!(
            keywords("Length must be between 3 and 30.", true),
            json!({"minLength": 3, "maxLength": 30})
        );
        assert_eq!(
            keywords("must be greater than or equal to 5", false),
            json!({"minimum": 5})
        );
        assert_eq!(
            keywords("Value shall be a positive number", false)["exclusiveMinimum"],
            json!(0)
        );
    }

    #[test]
    fn the_words_of_many_validators_are_read() {
        let limits: [(&str, bool, Value); 12] = [
            (
                "name must be longer than or equal to 3 characters",
                true,
                json!({"minLength": 3}),
            ),
            (
                "name must be shorter than or equal to 30 characters",
                true,
                json!({"maxLength": 30}),
            ),
            ("age must not be less than 1", false, json!({"minimum": 1})),
            (
                "age must not be greater than 5",
                false,
                json!({"maximum": 5}),
            ),
            (
                "Shorter than minimum length 3.",
                true,
                json!({"minLength": 3}),
            ),
            (
                "Longer than maximum length 30.",
                true,
                json!({"maxLength": 30}),
            ),
            (
                "\"name\" length must be at least 3 characters long",
                true,
                json!({"minLength": 3}),
            ),
            (
                "Input should be less than 10",
                false,
                json!({"exclusiveMaximum": 10}),
            ),
            (
                "Input should be greater than 0",
                false,
                json!({"exclusiveMinimum": 0}),
            ),
            ("greater_than_equal 5", false, json!({"minimum": 5})),
            ("too_short 3", true, json!({"minLength": 3})),
            (
                "Ensure this field has at least 3 characters.",
                true,
                json!({"minLength": 3}),
            ),
        ];
        for (words, text, wanted) in limits {
            let got = keywords(words, text);
            for (name, value) in wanted.as_object().unwrap() {
                assert_eq!(got.get(name), Some(value), "{words}: {got}");
            }
            let bounds =
                got.as_object().unwrap().keys().filter(|k| {
                    k.contains("inimum") || k.contains("aximum") || k.contains("Length")
                });
            assert_eq!(bounds.count(), 1, "{words}: {got}");
        }
        for (words, name, value) in [
            (
                "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
                "format",
                "date",
            ),
            (
                "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm.",
                "format",
                "date-time",
            ),
            (
                "Field validation for 'Website' failed on the 'url' tag",
                "format",
                "uri",
            ),
            ("website must be a URL address", "format", "uri"),
            ("\"id\" must be a valid GUID", "format", "uuid"),
            (
                "Expected a list of items but got type \"str\".",
                "type",
                "array",
            ),
            (
                "Invalid input: expected boolean, received string",
                "type",
                "boolean",
            ),
            ("age must be an integer number", "type", "integer"),
        ] {
            let got = keywords(words, true);
            assert_eq!(got[name], value, "{words}: {got}");
            assert!(got.get("enum").is_none(), "{words}: {got}");
        }
    }

    #[test]
    fn forms_and_lists_are_read() {
        assert_eq!(
            keywords("must be a well-formed email address", true)["format"],
            "email"
        );
        assert_eq!(
            keywords(
                "not one of the values accepted for Enum class: [LOW, HIGH]",
                true
            )["enum"],
            json!(["LOW", "HIGH"])
        );
        assert_eq!(
            keywords("Unknown plugin x (available plugins: ['cpu', 'mem'])", true)["enum"],
            json!(["cpu", "mem"])
        );
        assert_eq!(
            keywords("Input should be 'a', 'b' or 'c'", true)["enum"],
            json!(["a", "b", "c"])
        );
        assert_eq!(
            keywords("must match \"^[A-Z]{3}$\"", true)["pattern"],
            json!("^(?:^[A-Z]{3}$)$")
        );
        assert_eq!(
            asked("parameter name \"filter\" is not allowed", None),
            [Asked::Unwanted]
        );
        assert_eq!(asked("must not be blank", None), [Asked::Needed]);
        assert_eq!(asked("something went wrong", None), []);
    }
}
