//! Values for any schema: what its facts ask for, tried in order and judged before it is used.

mod choice;
mod list;
mod number;
mod object;

use serde_json::{Value, json};

use super::Text;
use super::dice::Dice;
use crate::contract::{Schema, Shared};
use crate::exchange::{below, steps};
use crate::rule::{Facts, Make, allows, facts, holds};

/// Schemas that are looked at for one value.
const FUEL: usize = 2_500;
/// Draws before a schema is given up.
const DRAWS: usize = 24;
/// Draws for what stands deeper.
const FEWER: usize = 6;
/// Depths that are tried, one after the other, so that what contains itself ends early.
const DEPTHS: [usize; 5] = [2, 4, 8, 16, 40];

/// The maker of values.
pub(super) struct Instances<'a, 'd> {
    shared: &'a Shared,
    dice: &'d mut Dice,
    /// The schema of the place, for its examples and defaults, and a documented value of it.
    known: (Option<&'a Schema>, Option<&'a Value>),
    /// How texts of the place are made, where that is known.
    text: Option<&'a Text>,
    /// Whether texts are of letters and digits where that can be.
    tame: bool,
    /// Whether a member that nobody listed is an element, which holds more than a text.
    element: bool,
    fuel: usize,
    deepest: usize,
    /// Whether something was left undone as it is deeper than that.
    deeper: bool,
    plain: bool,
}

impl<'a, 'd> Instances<'a, 'd> {
    pub(super) fn new(shared: &'a Shared, dice: &'d mut Dice) -> Self {
        Instances {
            shared,
            dice,
            known: (None, None),
            text: None,
            tame: false,
            element: false,
            fuel: FUEL,
            deepest: 0,
            deeper: false,
            plain: true,
        }
    }

    /// The same, with examples and defaults of a schema, and a documented value.
    pub(super) fn knowing(mut self, schema: Option<&'a Schema>, value: Option<&'a Value>) -> Self {
        self.known = (schema, value);
        self
    }

    /// The same, with texts that arrive wherever they stand.
    pub(super) fn tamed(mut self, tame: bool) -> Self {
        self.tame = tame;
        self
    }

    /// The same, with texts of a place.
    pub(super) fn with_text(mut self, text: Option<&'a Text>) -> Self {
        self.text = text;
        self
    }

    /// The same, for a body of elements.
    pub(super) fn in_elements(mut self, element: bool) -> Self {
        self.element = element;
        self
    }

    /// A valid value that holds a place, plain or any.
    ///
    /// # Errors
    /// Why none was found.
    pub(super) fn holding(
        &mut self,
        schema: &Value,
        place: &str,
        plain: bool,
    ) -> Result<Value, String> {
        let way = steps(place);
        let mut why = String::new();
        self.fuel = FUEL;
        for deepest in DEPTHS {
            self.deepest = deepest.max(way.len() + 2);
            self.plain = plain;
            self.deeper = false;
            match self.make(schema, "", &way, 0) {
                Ok(value) => return Ok(value),
                Err(miss) => why = miss,
            }
            if self.fuel == 0 || !self.deeper {
                break;
            }
        }
        Err(why)
    }

    /// A value for the schema at a place that is so deep, with the way to another place in it.
    fn make(
        &mut self,
        schema: &Value,
        at: &str,
        way: &[String],
        depth: usize,
    ) -> Result<Value, String> {
        self.fuel = match self.fuel.checked_sub(1) {
            Some(left) => left,
            None => return Err("too much would have to be tried for a valid value".to_owned()),
        };
        if depth > self.deepest {
            self.deeper = true;
            return Err("what must be there contains itself too often".to_owned());
        }
        if *schema == Value::Bool(false) {
            return Err("nothing is allowed there".to_owned());
        }
        let whole = facts::of(schema, self.shared);
        let fits =
            |value: &Value, shared: &Shared| reaches(value, way) && holds(schema, value, shared);
        for value in self.known(&whole, at) {
            if fits(&value, self.shared) {
                return Ok(value);
            }
        }
        let mut why = None;
        let was = self.plain;
        let mut seen = Vec::new();
        let mut found = None;
        let turn = match self.plain {
            true => 0,
            false => self.dice.below(1 << 16),
        };
        let shared = self.shared;
        // Alternatives that describe what is to be held come first.
        let named = |one: &Facts| {
            let step = way.first();
            step.is_none_or(|step| one.get("properties").is_some_and(|p| p.get(step).is_some()))
        };
        let mut try_one = |choice: Facts, seen: &mut Vec<Facts>| {
            match self.direct(&choice, at, way, depth) {
                Ok(value) if fits(&value, shared) => {
                    found = Some(value);
                    return true;
                }
                Ok(_) => {}
                Err(miss) => drop(why.get_or_insert(miss)),
            }
            seen.push(choice);
            false
        };
        let (mut others, mut done) = (Vec::new(), false);
        choice::each(whole, shared, turn, &mut |choice| {
            match named(&choice) {
                true => done = try_one(choice, &mut seen),
                false => others.push(choice),
            }
            done
        });
        for choice in others {
            done = done || try_one(choice, &mut seen);
        }
        if let Some(value) = found {
            return Ok(value);
        }
        if seen.is_empty() {
            return Err(why.unwrap_or_else(|| "nothing is allowed there".to_owned()));
        }
        let order = self.order(seen.len());
        self.plain = false;
        let mut drawn = None;
        // What lies deeper is tried before chance is.
        let draws = match (self.deeper, depth) {
            (true, _) => 0,
            (false, 0 | 1) => DRAWS,
            (false, _) => FEWER,
        };
        for n in 0..draws {
            let choice = &seen[order[n % order.len()]];
            match self.direct(choice, at, way, depth) {
                Ok(value) if fits(&value, self.shared) => {
                    drawn = Some(value);
                    break;
                }
                Ok(_) => {}
                Err(miss) => drop(why.get_or_insert(miss)),
            }
            if self.fuel == 0 {
                break;
            }
        }
        self.plain = was;
        let any = || {
            let kinds = [
                "string", "integer", "number", "boolean", "object", "array", "null",
            ];
            let all = kinds.into_iter().flat_map(crate::rule::of_kind);
            let more = [
                "a",
                "A",
                "0",
                "",
                "-",
                "not-of-this-kind",
                "\u{e4} \u{20ac}",
            ]
            .map(Value::from);
            let mut all = all.chain(more).chain([0, -1, 1_i64 << 40].map(Value::from));
            all.find(|value| fits(value, self.shared))
        };
        drawn.or_else(any).ok_or_else(|| {
            why.unwrap_or_else(|| "no value was found that fits the schema".to_owned())
        })
    }

    /// Places in a list, in turn or shuffled.
    fn order(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        if !self.plain {
            for n in (1..length).rev() {
                order.swap(n, self.dice.below(n + 1));
            }
        }
        order
    }

    /// Values that the documents give for a place.
    fn known(&mut self, facts: &Facts, at: &str) -> Vec<Value> {
        let mut list: Vec<Value> = facts.get("const").cloned().into_iter().collect();
        let named = facts.get("enum").and_then(Value::as_array);
        if let Some(all) = named {
            let order = self.order(all.len());
            list.extend(order.into_iter().map(|n| all[n].clone()));
            // Null is the last resort.
            list.sort_by_key(Value::is_null);
        }
        if !self.plain {
            return list;
        }
        list.extend(self.known.1.and_then(|v| v.pointer(at)).cloned());
        if let Some(schema) = self.known.0.and_then(|s| s.descend(at)) {
            list.extend(schema.examples.iter().chain(&schema.default).cloned());
        }
        list
    }

    /// A value as the facts ask for, without a look at what they say of alternatives.
    fn direct(
        &mut self,
        facts: &Facts,
        at: &str,
        way: &[String],
        depth: usize,
    ) -> Result<Value, String> {
        if facts.contains_key("const") || facts.contains_key("enum") {
            let listed = self.known(facts, at);
            let right = listed
                .into_iter()
                .find(|v| kind_of(v).is_some_and(|k| allows(facts, k)));
            return right.ok_or_else(|| "none of the listed values fits".to_owned());
        }
        let kinds = kinds(facts, way);
        let n = match self.plain {
            true => 0,
            false => self.dice.below(kinds.len()),
        };
        let kind = kinds.get(n).copied().unwrap_or("null");
        match kind {
            "string" => self.string(facts).map(Value::String),
            "integer" | "number" => self.number(facts, kind == "integer"),
            "boolean" => Ok((self.plain || self.dice.below(2) == 1).into()),
            "array" => self.list(facts, at, way, depth),
            "object" => self.object(facts, at, way, depth),
            _ => Ok(Value::Null),
        }
    }

    fn string(&mut self, facts: &Facts) -> Result<String, String> {
        let text = text(facts);
        let text = if self.tame { text.tame() } else { text };
        text.any(self.dice).ok_or_else(|| text.miss(None))
    }

    /// Where a member stands.
    fn member(at: &str, name: &str) -> String {
        below(at, name)
    }
}

/// Whether a value has a place.
fn reaches(value: &Value, way: &[String]) -> bool {
    let Some((first, rest)) = way.split_first() else {
        return true;
    };
    let inner = match value {
        Value::Object(members) => members.get(first),
        Value::Array(entries) => first.parse::<usize>().ok().and_then(|n| entries.get(n)),
        _ => None,
    };
    inner.is_some_and(|inner| reaches(inner, rest))
}

/// The JSON type of a value, as `type` calls it.
fn kind_of(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.as_f64().is_some_and(|n| n.fract() != 0.0) => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    })
}

/// Keywords that tell the kind of value that is meant where no type is named.
const TELLING: &[(&str, &[&str])] = &[
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
    ),
    (
        "array",
        &[
            "items",
            "prefixItems",
            "contains",
            "minItems",
            "maxItems",
            "uniqueItems",
            "unevaluatedItems",
        ],
    ),
    ("string", &["pattern", "minLength", "maxLength", "format"]),
    (
        "number",
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
];

/// The types that values may have, the likeliest first, null last.
fn kinds(facts: &Facts, way: &[String]) -> Vec<&'static str> {
    const ALL: [&str; 7] = [
        "string", "integer", "number", "boolean", "object", "array", "null",
    ];
    let mut kinds: Vec<&'static str> = Vec::new();
    match facts.get("type") {
        Some(Value::Array(named)) => {
            let known = named
                .iter()
                .filter_map(|t| ALL.into_iter().find(|k| t == k));
            kinds.extend(known);
            kinds.sort_by_key(|k| *k == "null");
        }
        Some(one) => kinds.extend(ALL.into_iter().find(|k| one == k)),
        None => {
            let told = TELLING
                .iter()
                .filter(|(_, keys)| keys.iter().any(|k| facts.contains_key(*k)));
            kinds.extend(told.map(|(kind, _)| *kind));
            kinds.extend(
                ALL.into_iter()
                    .filter(|k| !kinds.contains(k))
                    .collect::<Vec<_>>(),
            );
        }
    }
    if let Some(first) = way.first() {
        // What holds a place is an object, or a list where the place is a number.
        let number = first.bytes().all(|b| b.is_ascii_digit());
        let holds = |k: &&str| *k == "object" || *k == "array" && number;
        kinds.retain(|k| holds(k));
        if number && facts.get("type").is_none() && !facts.contains_key("properties") {
            kinds.sort_by_key(|k| *k != "array");
        }
    }
    kinds
}

/// How texts of the facts are made.
fn text(facts: &Facts) -> Text {
    let mut schema = Schema::default();
    let said = |key: &str| facts.get(key).and_then(Value::as_str).map(str::to_owned);
    let count = |key: &str| facts.get(key).and_then(Value::as_u64);
    schema.pattern = said("pattern");
    let coded = said("contentEncoding").filter(|coding| coding == "base64");
    schema.format = said("format").or(coded.map(|_| "byte".to_owned()));
    schema.min_length = count("minLength");
    schema.max_length = count("maxLength");
    Text::of(&schema)
}

impl Make for Instances<'_, '_> {
    fn value(&mut self, schema: &Value) -> Result<Value, String> {
        self.holding(schema, "", true)
    }

    fn facts(&self, schema: &Value) -> Facts {
        facts::of(schema, self.shared)
    }

    fn is_valid(&mut self, schema: &Value, value: &Value) -> bool {
        holds(schema, value, self.shared)
    }

    fn text(&mut self, facts: &Facts, length: u64) -> Result<String, String> {
        let own;
        let text = match self.text {
            Some(text) => text,
            None => {
                let text = text(facts);
                own = if self.tame { text.tame() } else { text };
                &own
            }
        };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        text.of_length(self.dice, length)
            .ok_or_else(|| text.miss(Some(length)))
    }

    fn unfit(&mut self, facts: &Facts) -> Result<Vec<(String, String)>, String> {
        let own;
        let text = match self.text {
            Some(text) => text,
            None => {
                own = text(facts);
                &own
            }
        };
        let list = text.forbidden(self.dice);
        match list.is_empty() {
            true => Err(text.unbroken()),
            false => Ok(list),
        }
    }

    fn formed(&mut self, facts: &Facts) -> Vec<(String, String)> {
        match self.text {
            Some(text) => text.formed(self.dice),
            None => text(facts).formed(self.dice),
        }
    }

    fn unformed(&mut self, facts: &Facts) -> Vec<(String, String)> {
        match self.text {
            Some(text) => text.unformed(self.dice),
            None => text(facts).unformed(self.dice),
        }
    }

    fn extra(&self) -> Value {
        match self.element {
            // A text would be written as an attribute.
            true => json!({"of": {"its": "own"}}),
            false => json!("text"),
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.dice.below(limit)
    }
}
