//! Every keyword of a schema with the place that it speaks of.

use serde_json::Value;

use crate::contract::Shared;
use crate::exchange::below;
use crate::rule::{self, Facts, NO_DUTY, RULES};

/// Keywords of one schema that are listed at most: references can make a tree without an end.
const MOST: usize = 20_000;

/// References that stand around one place at most.
const DEEPEST: usize = 64;

/// A keyword at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Pointer of the place; `*` stands for each entry of a list.
    pub(super) at: String,
    /// The keyword, as the clauses about it name it.
    pub(super) keyword: String,
    /// What is to be told of it.
    pub(super) duty: Duty,
    /// The alternatives that it stands in: they judge it where nothing else does.
    pub(super) within: Option<(String, &'static str)>,
}

/// What a keyword asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Duty {
    /// There is something to test.
    Rule,
    /// It is tested with a keyword that it stands in: the place of that, and itself.
    With(String, &'static str),
    /// There is nothing to test, because ...
    None(String),
}

/// Everything that a schema says, in the order of the places.
pub(super) fn said(json: &Value, shared: &Shared, at: &str) -> Vec<Said> {
    let mut walk = Walk {
        shared,
        list: Vec::new(),
        above: Vec::new(),
        within: None,
    };
    walk.schema(json, at, None);
    walk.list
}

/// The place and keyword that judge all of a schema, where there is one.
type With<'w> = Option<(&'w str, &'static str)>;

struct Walk<'s> {
    shared: &'s Shared,
    list: Vec<Said>,
    /// References that lead to where the walk is.
    above: Vec<String>,
    /// The outermost alternatives around it.
    within: Option<(String, &'static str)>,
}

impl Walk<'_> {
    /// What one schema says; `with` names the keyword that judges all of it, where one does.
    fn schema(&mut self, json: &Value, at: &str, with: With<'_>) {
        if json.is_boolean() {
            // The keyword that it stands under says all.
            return;
        }
        let before = self.above.len();
        let mut own = Vec::new();
        let leads_back = !self.follow(json, &mut own);
        self.above.append(&mut own);
        if leads_back || before >= DEEPEST {
            let why = "the schema stands inside itself: it is judged with the one around it";
            self.tell(at, "$ref", Duty::None(why.to_owned()));
            self.above.truncate(before);
            return;
        }
        let facts = rule::facts::of(json, self.shared);
        self.keywords(&facts, at, with);
        self.below(&facts, at, with);
        self.above.truncate(before);
    }

    /// Notes the references that lead to what a schema says; whether none leads back to where the walk
    /// came from.
    fn follow(&self, json: &Value, own: &mut Vec<String>) -> bool {
        if let Some(reference) = json.get("$ref").and_then(Value::as_str) {
            if self.above.iter().any(|r| r == reference) {
                return false;
            }
            if !own.iter().any(|r| r == reference) {
                own.push(reference.to_owned());
                if let Some(target) = self.shared.find(reference)
                    && !self.follow(target, own)
                {
                    return false;
                }
            }
        }
        let all = json.get("allOf").and_then(Value::as_array);
        all.is_none_or(|all| all.iter().all(|branch| self.follow(branch, own)))
    }

    fn tell(&mut self, at: &str, keyword: &str, duty: Duty) {
        if self.list.len() < MOST {
            self.list.push(Said {
                at: at.to_owned(),
                keyword: keyword.to_owned(),
                duty,
                within: self.within.clone(),
            });
        }
    }

    fn keywords(&mut self, facts: &Facts, at: &str, with: With<'_>) {
        for key in facts.keys().filter(|k| !k.starts_with("x-")) {
            let rule = RULES.iter().find(|r| r.keyword() == key);
            let duty = match (rule, with) {
                (Some(rule), _) if rule.told_below(facts) => continue,
                (Some(rule), _) if !rule.stands(facts) => {
                    Duty::None("no value breaks it".to_owned())
                }
                (Some(_), Some((place, keyword))) => Duty::With(place.to_owned(), keyword),
                (Some(_), None) => Duty::Rule,
                (None, _) => Duty::None(reason(key)),
            };
            self.tell(at, key, duty);
        }
    }

    /// What stands below: members, entries and alternatives have places, the rest is judged with the
    /// keyword that it belongs to.
    fn below(&mut self, facts: &Facts, at: &str, with: With<'_>) {
        if self.list.len() >= MOST {
            return;
        }
        let required = facts.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            let duty = with.map_or(Duty::Rule, |(place, keyword)| {
                Duty::With(place.to_owned(), keyword)
            });
            self.tell(&below(at, name), "required", duty);
        }
        for (key, value) in facts {
            match (key.as_str(), value) {
                ("properties", Value::Object(named)) => {
                    for (name, schema) in named {
                        self.schema(schema, &below(at, name), with);
                    }
                }
                ("items", schema) => self.schema(schema, &format!("{at}/*"), with),
                ("oneOf" | "anyOf", Value::Array(list)) => {
                    let before = self.within.clone();
                    let own = if key == "oneOf" { "oneOf" } else { "anyOf" };
                    self.within.get_or_insert_with(|| (at.to_owned(), own));
                    for schema in list {
                        self.schema(schema, at, with);
                    }
                    self.within = before;
                }
                ("allOf", Value::Array(list)) => {
                    for schema in list {
                        self.schema(schema, at, with);
                    }
                }
                ("prefixItems", Value::Array(list)) => {
                    for (n, schema) in list.iter().enumerate() {
                        self.schema(
                            schema,
                            &format!("{at}/{n}"),
                            with.or(Some((at, "prefixItems"))),
                        );
                    }
                }
                ("patternProperties" | "dependentSchemas", Value::Object(named)) => {
                    for schema in named.values() {
                        self.schema(schema, at, with.or(own(at, key)));
                    }
                }
                (
                    "additionalProperties"
                    | "propertyNames"
                    | "contains"
                    | "not"
                    | "if"
                    | "unevaluatedItems"
                    | "unevaluatedProperties",
                    schema,
                ) => self.schema(schema, at, with.or(own(at, key))),
                ("then" | "else", schema) => self.schema(schema, at, with.or(Some((at, "if")))),
                _ => {}
            }
        }
    }
}

/// A keyword as the rules name it, at its place.
fn own<'w>(at: &'w str, keyword: &str) -> With<'w> {
    rule::find(keyword).map(|rule| (at, rule.keyword()))
}

/// Why a keyword asks for nothing.
fn reason(keyword: &str) -> String {
    let known = NO_DUTY.iter().find(|(k, _)| *k == keyword);
    known
        .map_or("it is no keyword of a schema", |(_, why)| why)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Duty, said};
    use crate::contract::Shared;

    fn list(json: Value) -> Vec<(String, String, Duty)> {
        let all = said(&json, &Shared::default(), "/body");
        all.into_iter().map(|s| (s.at, s.keyword, s.duty)).collect()
    }

    #[test]
    fn each_keyword_is_told_at_its_place() {
        let all = list(json!({
            "type": "object", "required": ["list"], "title": "a",
            "properties": {"list": {"type": "array", "items": {"minimum": 3}}},
            "not": {"maxProperties": 3},
        }));
        let has = |at: &str, keyword: &str, duty: Duty| {
            assert!(
                all.contains(&(at.into(), keyword.into(), duty)),
                "{at} {keyword}: {all:?}"
            );
        };
        has("/body", "type", Duty::Rule);
        has("/body", "title", Duty::None("it is prose".into()));
        has("/body/list", "required", Duty::Rule);
        has("/body/list/*", "minimum", Duty::Rule);
        has("/body", "maxProperties", Duty::With("/body".into(), "not"));
    }

    #[test]
    fn what_stands_inside_itself_is_told_once() {
        let text = r##"
openapi: 3.1.0
info: {title: Trees, version: '1'}
paths:
  /trees:
    post:
      operationId: add
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}
      responses: {'200': {description: done}}
components:
  schemas:
    Tree:
      allOf: [{$ref: '#/components/schemas/Named'}]
      properties:
        left: {$ref: '#/components/schemas/Tree'}
        both: {allOf: [{$ref: '#/components/schemas/Named'}, {$ref: '#/components/schemas/Named'}]}
    Named: {type: object, properties: {name: {type: string, maxLength: 9}, next: {allOf: [{$ref: '#/components/schemas/Tree'}]}}}
"##;
        let mut file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
        std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
        let contract = crate::contract::open(&file.path().display().to_string()).unwrap();
        let schema = contract.operations[0].schema_at("/body").unwrap();
        let all = said(&schema.json, &schema.shared, "/body");
        let at = |at: &str, keyword: &str| all.iter().any(|s| s.at == at && s.keyword == keyword);
        assert!(
            at("/body/name", "maxLength") && at("/body/both/name", "maxLength"),
            "{all:?}"
        );
        let ends = |name: &str| {
            let inside = |s: &super::Said| s.keyword == "$ref" && s.at.ends_with(name);
            all.iter().any(inside)
        };
        assert!(ends("/left") && ends("/next"), "{all:?}");
        assert!(all.len() < 40, "{all:?}");
    }

    #[test]
    fn a_tree_without_an_end_is_listed_as_far_as_it_is_told() {
        let wide = |inner: Value| json!({"properties": {"a": inner.clone(), "b": inner}});
        let deep = (0..15).fold(json!({"minLength": 3}), |inner, _| wide(inner));
        assert!(list(deep).len() <= super::MOST);
    }
}
