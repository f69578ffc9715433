//! Headers of an answer: that they are there, and what stands in them.

use serde_json::{Value, json};

use super::rules::rules;
use super::{Adds, typed};
use crate::clause::answer::{Answer, HeaderRule, Valid};
use crate::clause::{Cited, words};
use crate::contract::{Header, Response};

pub(super) fn derive(response: &Response, add: &mut Adds<'_, '_>) {
    for header in &response.headers {
        of_header(header, add);
    }
}

fn of_header(header: &Header, add: &mut Adds<'_, '_>) {
    let schema = &header.schema;
    let cited = Cited::documented(&header.source, &header.at);
    let (name, word, what) = (&header.name, words::word(&header.name), add.what());
    let mut one = |keyword: &str, words: &str, valid: Option<Valid>| {
        let duty = match valid {
            None => format!("{what} has a header {name}"),
            Some(_) => format!("the header {name} of {what} {words}"),
        };
        let rule = HeaderRule::new(header, valid);
        add.add(
            &format!("header.{word}.{keyword}"),
            duty,
            cited,
            Answer::Header(rule),
        );
    };
    if header.required {
        one("present", "", None);
    }
    let mut valid = |keyword: &str, words: String, json: Value| {
        let valid = Valid::new(json, &schema.shared, words.clone());
        one(keyword, &words, Some(valid));
    };
    let own = |keyword: &str| schema.json.get(keyword).cloned();
    let texts = schema.types.iter().all(|t| t == "string");
    if !texts && let Some(typed) = typed(schema) {
        let mut json = json!({"type": schema.types});
        if schema.format.as_deref() == Some("int64") {
            json["minimum"] = i64::MIN.into();
            json["maximum"] = i64::MAX.into();
        }
        valid("type", format!("is of {}", typed.words), json);
    }
    if !schema.enumeration.is_empty() {
        let words = format!("is one of {}", Value::Array(schema.enumeration.clone()));
        valid("enum", words, json!({"enum": schema.enumeration}));
    }
    if let Some(constant) = &schema.constant {
        valid(
            "const",
            format!("is {constant}"),
            json!({ "const": constant }),
        );
    }
    if let Some(pattern) = &schema.pattern {
        let words = format!("fits the pattern {pattern}");
        valid("pattern", words, json!({ "pattern": pattern }));
    }
    if let Some(least) = schema.minimum {
        valid(
            "minimum",
            format!("is at least {least}"),
            json!({ "minimum": least }),
        );
    }
    for keyword in ["minItems", "maxItems", "items"] {
        if let Some(value) = own(keyword) {
            let words = format!("has {keyword} as documented");
            valid(keyword, words, json!({ keyword: value }));
        }
    }
    let parts = schema.types.iter().any(|t| t == "object");
    if header.is_json || parts || schema.cut {
        let words = "is as its schema says".to_owned();
        let valid = Valid::new((*schema.json).clone(), &schema.shared, words.clone());
        one("schema", &words, Some(valid));
    } else {
        for rule in rules(schema, false) {
            one(rule.keyword, &rule.words, Some(rule.valid));
        }
    }
}
