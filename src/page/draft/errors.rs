//! Codes of an operation, tied to their causes where the words name them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::claims;
use super::naming::slug;
use super::schema::{cut, step};
use super::settle::{each, settle};
use super::{Part, Told};
use crate::page::codes::Row;
use crate::page::operation::resource;
use crate::page::words::{Cause, Known, Tie, tie};

/// What the codes of an operation add to the document.
#[derive(Debug, Default)]
pub(super) struct Added {
    /// `x-errors` by status.
    pub(super) errors: BTreeMap<String, Vec<Value>>,
    pub(super) states: Map<String, Value>,
    pub(super) fixtures: Map<String, Value>,
    /// A place, and the values that bases are made for.
    pub(super) bases: Vec<(String, Vec<String>)>,
    pub(super) codes: usize,
    pub(super) tied: usize,
}

/// The parts of an operation that codes are about.
pub(super) struct Request<'r> {
    pub(super) id: &'r str,
    pub(super) known: Vec<Known>,
    /// Parameters and bodies, whose schemas take what the words of codes state.
    pub(super) parameters: &'r mut Vec<Value>,
    pub(super) bodies: &'r mut Vec<(String, Value)>,
}

/// Places of a request, each with what is known of it.
pub(super) fn known(parameters: &[Value], body: Option<&Value>) -> Vec<Known> {
    let mut all = Vec::new();
    for parameter in parameters {
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let required = parameter.get("required") == Some(&Value::Bool(true));
        let at = format!("/{}/{}", text("in"), step(text("name")));
        if let Some(schema) = parameter.get("schema") {
            let mut known = one(text("name"), at, schema, required);
            known.refers = refers(text("description"));
            all.push(known);
        }
    }
    if let Some(body) = body {
        members(body, "/body", &mut all, 0);
    }
    all
}

fn members(schema: &Value, at: &str, all: &mut Vec<Known>, depth: usize) {
    if let Some(entry) = schema.get("items").filter(|_| depth < 32) {
        members(entry, &format!("{at}/0"), all, depth + 1);
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return;
    };
    let required = schema.get("required").and_then(Value::as_array);
    for (name, inner) in properties {
        let needed = required.is_some_and(|list| list.iter().any(|r| r == name.as_str()));
        let at = format!("{at}/{}", step(name));
        if (inner.get("properties").is_some() || inner.get("items").is_some()) && depth < 32 {
            members(inner, &at, all, depth + 1);
        }
        all.push(one(name, at, inner, needed));
    }
}

/// Whether words say that something is the id of a thing that exists.
fn refers(words: &str) -> bool {
    let lower = words.to_lowercase();
    let starts = ["id of", "the id of", "identifier of", "the identifier of"];
    starts.iter().any(|start| lower.starts_with(start)) || lower.contains("of an existing")
}

fn one(name: &str, at: String, schema: &Value, required: bool) -> Known {
    let listed = schema.get("enum").and_then(Value::as_array);
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let words = schema.get("description").and_then(Value::as_str);
    Known {
        name: name.to_owned(),
        at,
        refers: refers(words.unwrap_or_default()),
        kind: schema
            .get("type")
            .and_then(Value::as_str)
            .map(str::to_owned),
        values: listed
            .map(|l| l.iter().map(text).collect())
            .unwrap_or_default(),
        required,
        has: schema
            .as_object()
            .map(|o| o.keys().cloned().collect())
            .unwrap_or_default(),
    }
}

/// The codes of an operation.
pub(super) fn of(part: &Part, request: &mut Request<'_>, told: &mut Told) -> Added {
    let mut added = Added::default();
    let coded = part.rows.iter().filter(|row| row.code.is_some());
    // What stands beside a success is no error, unless the body tells them apart.
    let success = |row: &&Row| row.status.starts_with('2') && part.by_body.is_none();
    let (good, rows): (Vec<&Row>, Vec<&Row>) = coded.partition(success);
    for row in good {
        let code = row.code.as_deref().unwrap_or_default();
        told.say(format!(
            "code {code} ({}) stands beside {}, and is none of an error",
            row.source, row.status
        ));
    }
    let mut ties: Vec<Result<Tie, String>> = Vec::new();
    for row in &rows {
        let result = match contradiction(row, &rows) {
            Some(why) => {
                told.say(why.clone());
                Err(why)
            }
            None => tied(part, row, request),
        };
        ties.push(result);
    }
    claims::settle(&rows, &mut ties);
    for (row, result) in rows.iter().zip(&ties) {
        let code = row.code.as_deref().unwrap_or_default();
        if let Err(why) = result {
            told.say(format!("code {code} is tied to no cause: {why}"));
        }
    }
    bases(&ties, request, &mut added);
    let mut done: Vec<(&str, &str)> = Vec::new();
    for (row, result) in rows.iter().zip(&ties) {
        let code = row.code.as_deref().unwrap_or_default();
        if done.contains(&(&row.status, code)) {
            continue;
        }
        done.push((&row.status, code));
        added.codes += 1;
        let mut entry = json!({"code": number(code), "duty": cut(&duty(row))});
        match result {
            Ok(tie) => {
                added.tied += 1;
                let when: Vec<Value> = tie
                    .causes
                    .iter()
                    .map(|c| when(c, tie, row, &rows, &ties, request, &mut added))
                    .collect();
                entry["when"] = match when.len() {
                    1 => when.into_iter().next().unwrap_or_default(),
                    _ => when.into(),
                };
                entry["source"] =
                    format!("{}; the cause is taken from its words", row.source).into();
            }
            Err(why) => {
                entry["when"] = "untested".into();
                entry["reason"] = cut(why).into();
                entry["source"] = row.source.clone().into();
            }
        }
        added
            .errors
            .entry(row.status.clone())
            .or_default()
            .push(entry);
    }
    added
}

/// A code as the contract has it.
fn number(code: &str) -> Value {
    match code.parse::<i64>() {
        Ok(number) if number.to_string() == code => number.into(),
        _ => code.into(),
    }
}

fn duty(row: &Row) -> String {
    match row.words.is_empty() {
        true => format!(
            "code {}, of which the page says no more",
            row.code.as_deref().unwrap_or_default()
        ),
        false => row.words.clone(),
    }
}

/// Says where two rows give one code another status or other words.
fn contradiction(row: &Row, rows: &[&Row]) -> Option<String> {
    let twins: Vec<_> = rows
        .iter()
        .filter(|r| r.code == row.code && **r != row)
        .collect();
    let differs = twins
        .iter()
        .find(|r| r.status != row.status || r.words != row.words)?;
    let code = row.code.as_deref().unwrap_or_default();
    let (first, second) = match row.source <= differs.source {
        true => (row, **differs),
        false => (**differs, row),
    };
    Some(match row.status == differs.status {
        true => format!(
            "the page says of {code} \u{201c}{}\u{201d} ({}) and \u{201c}{}\u{201d} ({})",
            first.words, first.source, second.words, second.source
        ),
        false => format!(
            "the page gives {code} with {} ({}) and with {} ({})",
            first.status, first.source, second.status, second.source
        ),
    })
}

/// The tie of a row, with what it states put into the schemas; else why there is none.
fn tied(part: &Part, row: &Row, request: &mut Request<'_>) -> Result<Tie, String> {
    // A code of which nothing is said may be words itself.
    let own = crate::page::words::of_code(row.code.as_deref().unwrap_or_default());
    let words = match (row.words.is_empty(), own) {
        // Words in another language leave those of the code.
        (false, Some(own)) if !is_english(&row.words) => foreign(&own),
        (false, _) => row.words.clone(),
        (true, Some(own)) => own,
        (true, None) => return Err("the page says nothing about it".to_owned()),
    };
    let refusal = row.status.starts_with(['4', '5']) || part.by_body.is_some();
    let found = tie(&words, &request.known, &resource(&part.call.path)).filter(|_| refusal);
    let mut found = found.ok_or_else(|| match row.words.is_empty() {
        true => "the page says nothing about it".to_owned(),
        false => format!("its words do not name one: {}", row.words),
    })?;
    if row.status.starts_with('5') && found.at.is_some() {
        return Err(format!(
            "a fault of the server is no answer to a request: {}",
            row.words
        ));
    }
    let unknown = found
        .causes
        .iter()
        .any(|cause| matches!(cause, Cause::Unknown { .. }));
    let own = found.at.as_deref().and_then(|at| at.strip_prefix("/path/"));
    if unknown
        && part.makes
        && own.is_some_and(|name| part.call.path.ends_with(&format!("{{{name}}}")))
    {
        return Err(format!(
            "the operation makes what its path names: {}",
            row.words
        ));
    }
    if let Some(at) = found.at.clone().filter(|_| row.shown)
        && !is_about(row, &at)
    {
        return Err(format!(
            "only a sample shows it, and it may stand for other causes as well: {}",
            row.words
        ));
    }
    if let Some(at) = found.at.clone() {
        settle(&mut found, &at, request)?;
    }
    Ok(found)
}

/// Whether a code names the place that the words of its sample are about.
fn is_about(row: &Row, at: &str) -> bool {
    let code = crate::page::words::of_code(row.code.as_deref().unwrap_or_default());
    let code = format!(" {} ", code.unwrap_or_default());
    let name = crate::page::words::parts(at.rsplit('/').next().unwrap_or_default());
    !name.is_empty() && code.contains(&format!(" {} ", name.join(" ")))
}

/// Words that English sentences do not do without.
const ENGLISH: &[&str] = &[
    "the", "is", "are", "was", "not", "be", "must", "a", "an", "of", "no", "has", "have", "with",
    "invalid", "missing", "required", "only", "can", "cannot", "than", "too", "exists", "already",
    "this", "for", "and", "or", "found", "does", "may", "should", "when", "if", "you", "your",
    "to",
];

/// Whether words are English, as far as they are more than a name.
fn is_english(words: &str) -> bool {
    let lower = words.to_lowercase();
    let mut all = lower.split(|c: char| !c.is_alphabetic());
    let foreign = words.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let german = [
        " ist ", " der ", " die ", " das ", " ein ", " nicht ", " fehlt",
    ];
    let spaced = format!(" {lower} ");
    !(foreign || german.iter().any(|word| spaced.contains(word)))
        || all.any(|word| ENGLISH.contains(&word))
}

/// The words of a code as a sentence has them: `name taken` for `err name taken`.
fn foreign(own: &str) -> String {
    let own = own
        .strip_prefix("err ")
        .or(own.strip_prefix("error "))
        .unwrap_or(own);
    for (last, said) in [(" taken", " is taken"), (" missing", " is missing")] {
        if let Some(name) = own.strip_suffix(last) {
            return format!("{name}{said}");
        }
    }
    own.to_owned()
}

/// A base for each value of the places that codes are bound to.
fn bases(ties: &[Result<Tie, String>], request: &Request<'_>, added: &mut Added) {
    for tie in ties.iter().flatten() {
        let Some((at, _)) = &tie.with else { continue };
        if added.bases.iter().any(|(known, _)| known == at) {
            continue;
        }
        if let Some(known) = request.known.iter().find(|k| k.at == *at) {
            added.bases.push((at.clone(), known.values.clone()));
        }
    }
}

/// `when` of a cause.
fn when(
    cause: &Cause,
    tie: &Tie,
    row: &Row,
    rows: &[&Row],
    ties: &[Result<Tie, String>],
    request: &mut Request<'_>,
    added: &mut Added,
) -> Value {
    let at = tie.at.clone().unwrap_or_default();
    let known = request
        .known
        .iter()
        .find(|k| k.at == at)
        .cloned()
        .unwrap_or_default();
    match cause {
        Cause::Breaks {
            keyword: "required",
            ..
        } if row.words.to_lowercase().contains("null") => {
            // What is left out may be told apart from null.
            json!({"breaks": "required", "at": at, "or": [{"status": "4XX"}]})
        }
        Cause::Breaks {
            keyword,
            with: None,
        } => json!({"breaks": keyword, "at": at}),
        Cause::Breaks {
            keyword,
            with: Some(with),
        } => {
            json!({"breaks": keyword, "at": at, "with": with})
        }
        Cause::Unknown { kind } => {
            let mut when = json!({"unknown": slug(kind).replace('-', "_"), "at": at});
            or(&mut when, &at, rows, ties);
            exists(&at, &known, request, added);
            when
        }
        Cause::Fixture => {
            let name = format!(
                "{}_of_{}",
                known.name,
                slug(row.code.as_deref().unwrap_or_default()).replace('-', "_")
            );
            let kind = fixture_kind(&known);
            added.fixtures.insert(
                name.clone(),
                json!({"type": kind, "about": cut(&row.words)}),
            );
            let mut when = json!({"fixture": name, "at": at});
            match &tie.with {
                Some((_, value)) => when["base"] = slug(value).into(),
                None => or(&mut when, &at, rows, ties),
            }
            when
        }
        Cause::Taken => taken(&at, &known, request, added),
        Cause::State { name, own } => {
            let mut state = json!({"about": cut(&row.words)});
            if *own {
                state["via"] = json!({"operation": request.id, "while": "running"});
            }
            added.states.insert(name.clone(), state);
            json!({"state": name})
        }
    }
}

/// Codes that a request may draw as well, since which rule is looked at first is not documented.
fn or(when: &mut Value, at: &str, rows: &[&Row], ties: &[Result<Tie, String>]) {
    let bound = rows.iter().zip(ties).filter(|(_, tie)| {
        tie.as_ref()
            .is_ok_and(|t| t.with.is_some() && t.at.as_deref() == Some(at))
    });
    let codes: Vec<Value> = bound
        .filter_map(|(row, _)| row.code.as_deref())
        .map(|c| json!({"code": number(c)}))
        .collect();
    if !codes.is_empty() {
        when["or"] = codes.into();
    }
}

/// The type of a fixture at a place.
fn fixture_kind(known: &Known) -> &'static str {
    match known.kind.as_deref() {
        Some("integer" | "number") => "integer",
        _ => "string",
    }
}

/// A valid value names something that exists, which only the target knows.
fn exists(at: &str, known: &Known, request: &mut Request<'_>, added: &mut Added) {
    if at.starts_with("/path/") {
        return;
    }
    let kind = fixture_kind(known);
    // What is called `id` inside of something is the id of that.
    let steps = at.split('/').skip(2);
    let steps: Vec<&str> = steps.filter(|s| s.parse::<usize>().is_err()).collect();
    let bare = ["id", "name", "key", "code", "uuid"].contains(&known.name.as_str());
    let (fixture, called) = match &steps[..] {
        [.., around, own] if bare => (format!("{around}_{own}"), format!("{around}.{own}")),
        _ => (known.name.clone(), known.name.clone()),
    };
    added.fixtures.entry(fixture.clone()).or_insert_with(
        || json!({"type": kind, "about": format!("a value of `{called}` that exists")}),
    );
    each(at, request, &mut |schema| {
        schema["x-fixture"] = fixture.clone().into()
    });
}

/// The value is taken: the operation itself takes it first.
fn taken(at: &str, known: &Known, request: &mut Request<'_>, added: &mut Added) -> Value {
    let thing = added_thing(request.id);
    let name = match known.name.as_str() {
        "name" => format!("{thing} named exists"),
        other => format!("{thing} with that {other} exists"),
    };
    each(at, request, &mut |schema| schema["x-unique"] = true.into());
    added.states.insert(
        name.clone(),
        json!({
            "about": format!("another request has taken `{}`", known.name),
            "params": {known.name.as_str(): {"$case": at}},
            "via": {"operation": request.id, "set": {at: {"$param": known.name}}, "while": "finished"},
        }),
    );
    json!({"state": name, "params": {known.name.as_str(): {"$case": at}}})
}

/// What an operation makes, with an article: `a backup` of `createBackup`.
fn added_thing(id: &str) -> String {
    let words = crate::page::words::parts(id);
    let noun: Vec<String> = words.into_iter().skip(1).collect();
    let noun = noun.join(" ");
    format!("{} {noun}", crate::page::words::article(&noun))
}
