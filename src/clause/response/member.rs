//! The body of an answer, place by place.

use serde_json::{Value, json};

use super::rules::{leaves_open, rules};
use super::{Adds, named, typed};
use crate::clause::answer::{Answer, Demanded, Valid, word};
use crate::clause::{Cited, Level, Stimulus, Valid as Asked, Words};
use crate::contract::{Property, Schema};
use crate::exchange::below;

/// Adds every duty about every place of a body.
pub(super) fn body(add: &mut Adds<'_, '_>, schema: &Schema, is_xml: bool, first: bool) {
    let called = Words::of_answer(schema);
    // What begins with the request is told at once.
    let made = matches!(add.stimulus, Stimulus::Successes | Stimulus::SuccessesAs(_));
    let begins = |name: &str| {
        let mut others = schema.properties.iter();
        others.any(|p| p.schema.ext.not_before.as_deref() == Some(name))
    };
    let mut place = |at: &str, schema: &Schema, mut aspect: Aspect| {
        if let Answer::Milliseconds(name, _, now) = &mut aspect.answer {
            *now = made && begins(name);
        }
        let mut cited = Cited::documented(&schema.source, &schema.at);
        if aspect.name == "minimum" {
            cited.level = Level::Implied;
        }
        if aspect.name == "present" && schema.ext.shown {
            cited.level = Level::Sample;
        }
        let stimulus = match &aspect.answer {
            Answer::Fresh { .. } if add.status.is_none() && first => Stimulus::Valid(Asked::Twice),
            Answer::Fresh { .. } => return,
            _ => add.stimulus.clone(),
        };
        let word = match at {
            "" => "body".to_owned(),
            at => called.of(at),
        };
        let name = format!("{word}.{}", aspect.name);
        add.with(&name, aspect.duty, cited, stimulus, aspect.answer);
    };
    for aspect in of_place("", schema, is_xml) {
        place("", schema, aspect);
    }
    members(schema, "", is_xml, &mut place);
}

/// One duty at a place.
struct Aspect {
    name: &'static str,
    duty: String,
    answer: Answer,
}

type See<'a> = dyn FnMut(&str, &Schema, Aspect) + 'a;

/// Every duty about every member, at any depth; freshness last, as it needs requests of its own.
fn members(schema: &Schema, around: &str, is_xml: bool, see: &mut See<'_>) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        if is_write_only(&property.schema) {
            let duty = format!("{} is kept back", word(&at));
            see(
                &at,
                &property.schema,
                Aspect {
                    name: "writeOnly",
                    duty,
                    answer: Answer::KeptBack(at.clone()),
                },
            );
            continue;
        }
        for aspect in of_member(&at, property, is_xml) {
            see(&at, &property.schema, aspect);
        }
        members(&property.schema, &at, is_xml, see);
    }
    for property in &schema.properties {
        fresh(property, &below(around, &property.name), see);
    }
}

fn is_write_only(schema: &Schema) -> bool {
    schema.json.get("writeOnly") == Some(&Value::Bool(true))
}

fn fresh(property: &Property, at: &str, see: &mut See<'_>) {
    let mut add = |at: &str| {
        let aspect = Aspect {
            name: "fresh",
            duty: format!("no two answers share their {}", word(at)),
            answer: Answer::Fresh {
                at: at.to_owned(),
                beside: property.schema.ext.beside.clone(),
            },
        };
        see(at, &property.schema, aspect);
    };
    if property.schema.ext.fresh {
        add(at);
    }
    if let Some(items) = &property.schema.items {
        if items.ext.fresh {
            add(&format!("{at}/*"));
        }
        for inner in items.properties.iter().filter(|p| p.schema.ext.fresh) {
            add(&below(&format!("{at}/*"), &inner.name));
        }
    }
}

fn of_member(at: &str, property: &Property, is_xml: bool) -> Vec<Aspect> {
    let (name, schema) = (named(at), &property.schema);
    let mut list = Vec::new();
    let mut add = |keyword, duty: String, answer| {
        list.push(Aspect {
            name: keyword,
            duty,
            answer,
        });
    };
    if property.required || schema.ext.shown {
        let answer = Answer::Present(demanded(at, schema));
        add("present", format!("the answer holds {name}"), answer);
    }
    for (keyword, limit) in [
        ("minItems", schema.min_items),
        ("maxItems", schema.max_items),
    ] {
        let Some(limit) = limit else { continue };
        let valid = entries(schema, keyword, limit);
        let duty = format!("{name} has {}", valid.words);
        add(keyword, duty, Answer::Entries(demanded(at, schema), valid));
    }
    if let Some(valid) = typed(schema) {
        let duty = format!("{name} is of {}", valid.words);
        add("type", duty, member(at, "type", valid, "of "));
    }
    list.extend(of_place(at, schema, is_xml));
    if schema.ext.unit.is_some() {
        list.push(Aspect {
            name: "unit",
            duty: format!("{name} counts milliseconds since 1970, by the clock of the answer"),
            answer: Answer::Milliseconds(property.name.clone(), schema.ext.not_yet.clone(), false),
        });
    }
    list
}

/// A keyword of a value, whose words stand behind its name.
fn member(at: &str, keyword: &'static str, mut valid: Valid, before: &str) -> Answer {
    valid.words = format!("{before}{}", valid.words);
    Answer::Member(at.to_owned(), keyword, valid)
}

fn entries(schema: &Schema, keyword: &str, limit: u64) -> Valid {
    let words = match keyword {
        "minItems" => format!("at least {limit} entries"),
        _ => format!("at most {limit} entries"),
    };
    Valid::new(json!({ keyword: limit }), &schema.shared, words)
}

/// The keywords of a value, wherever it stands.
fn of_place(at: &str, schema: &Schema, is_xml: bool) -> Vec<Aspect> {
    let (name, shared) = (named(at), &schema.shared);
    let mut list = Vec::new();
    let mut add = |keyword: &'static str, duty: String, json: Value, words: String| {
        let valid = Valid::new(json, shared, words);
        list.push(Aspect {
            name: keyword,
            duty,
            answer: Answer::Member(at.to_owned(), keyword, valid),
        });
    };
    // Where null may stand and a list of values does not name it, it may stand all the same.
    let null = schema.types.iter().any(|t| t == "null");
    let or_null = |json: Value| match null {
        true => json!({"anyOf": [json, {"type": "null"}]}),
        false => json,
    };
    if at.is_empty() {
        for (keyword, limit) in [
            ("minItems", schema.min_items),
            ("maxItems", schema.max_items),
        ] {
            let Some(limit) = limit else { continue };
            let words = entries(schema, keyword, limit).words;
            let duty = format!("{name} has {words}");
            add(
                keyword,
                duty,
                json!({ keyword: limit }),
                format!("of {words}"),
            );
        }
    }
    if !schema.enumeration.is_empty() {
        let words = format!("one of {}", Value::Array(schema.enumeration.clone()));
        let duty = format!("{name} is {words}");
        let json = or_null(json!({"enum": schema.enumeration}));
        add("enum", duty, json, format!("of {words}"));
    }
    if let Some(constant) = &schema.constant {
        let duty = format!("{name} is always {constant}");
        let json = or_null(json!({ "const": constant }));
        add("const", duty, json, format!("of value {constant}"));
    }
    if let Some(pattern) = &schema.pattern {
        let duty = format!("{name} fits its pattern");
        let words = format!("of pattern {pattern}");
        add("pattern", duty, json!({ "pattern": pattern }), words);
    }
    if let Some(least) = schema.minimum {
        let duty = format!("{name} is at least {least}");
        let words = format!("of at least {least}");
        add("minimum", duty, json!({ "minimum": least }), words);
    }
    if let Some(items) = &schema.items
        && says_something(items)
        && !(is_xml && leaves_open(items))
    {
        let duty = format!("every entry of {name} is as documented");
        add(
            "items",
            duty,
            without_counts(&schema.json),
            "of entries as documented".into(),
        );
    }
    if schema.cut {
        let duty = format!("{name} is as its schema says");
        let words = "as its schema says".to_owned();
        add("schema", duty, (*schema.json).clone(), words);
        return list;
    }
    let rules = rules(schema, is_xml).into_iter().map(|rule| Aspect {
        name: rule.keyword,
        duty: format!("{name} {}", rule.words),
        answer: Answer::Member(at.to_owned(), rule.keyword, rule.valid),
    });
    list.extend(rules);
    list
}

/// Whether a schema rules anything out.
fn says_something(items: &Schema) -> bool {
    !matches!(&*items.json, Value::Bool(true))
        && !matches!(&*items.json, Value::Object(map) if map.is_empty())
}

fn demanded(at: &str, schema: &Schema) -> Demanded {
    let is_list = schema.types.iter().any(|t| t == "array");
    Demanded {
        at: at.to_owned(),
        bases: schema.ext.only_with.clone(),
        may_be_nothing: is_list && !schema.xml.wrapped && schema.min_items.unwrap_or(0) == 0,
    }
}

/// A schema of a list as far as its entries go: other keywords are duties of their own.
fn without_counts(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Value::Object(map) = &mut schema {
        map.retain(|keyword, _| {
            matches!(keyword.as_str(), "items" | "prefixItems" | "allOf" | "$ref")
        });
        // What the first ones are is a duty of its own.
        if let Some(Value::Array(first)) = map.get_mut("prefixItems") {
            first
                .iter_mut()
                .for_each(|schema| *schema = Value::Bool(true));
        }
        if let Some(Value::Array(parts)) = map.get_mut("allOf") {
            for part in parts {
                *part = without_counts(part);
            }
        }
    }
    schema
}
