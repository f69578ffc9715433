//! The `fields` header of Table 2: which members come back.
use http::HeaderMap;
use serde_json::{Map, Value};

use super::backup::FIELDS;
use super::behaviour::Behaviour;
use super::defects::Fault;
use super::refusal::Refusal;
use super::sites as site;
use super::variants::Choice;
use crate::reference::mutate;

/// The members to answer with; none when all are wanted.
pub(super) type Wanted = Option<Vec<String>>;

/// Reads the header. Several header lines are one list, as everywhere in HTTP.
pub(super) fn wanted(headers: &HeaderMap, behaviour: &Behaviour) -> Result<Wanted, Refusal> {
    if mutate::is_on()
        && let Some(wanted) = bent(headers)
    {
        return wanted;
    }
    let data = headers.get("backup_type").is_some_and(|it| it == "DATA");
    if data && behaviour.faulty(Fault::FieldsOfConfig) {
        return Ok(None);
    }
    let mut names = Vec::new();
    for line in headers.get_all("fields") {
        let line = line.to_str().unwrap_or("(");
        if line.trim().is_empty() {
            continue;
        }
        match split(line, behaviour.takes(Choice::FieldsSquare)) {
            Some(more) => names.extend(more.into_iter().map(str::to_owned)),
            None if behaviour.faulty(Fault::FieldsMalformedCrash) => return Err(Refusal::Crash),
            None if behaviour.takes(Choice::FieldsIgnored) => return Ok(None),
            None => return Err(Refusal::Fields),
        }
    }
    let strict = behaviour.takes(Choice::FieldsRefused);
    if strict && names.iter().any(|name| !FIELDS.contains(&name.as_str())) {
        return Err(Refusal::UnknownField);
    }
    let wanted = (!names.is_empty()).then_some(names);
    Ok(if behaviour.any_fault() {
        spoiled(wanted, behaviour)
    } else {
        wanted
    })
}

/// Leaves the wanted members only. No member of a backup has members of its own, so what stands in
/// brackets narrows nothing down.
pub(super) fn keep(wanted: &Wanted, object: &mut Map<String, Value>) {
    if let Some(names) = wanted {
        object.retain(|member, _| names.iter().any(|name| name == member));
    }
}

/// The names outside all brackets; none if the header is malformed.
fn split(line: &str, square: bool) -> Option<Vec<&str>> {
    let (open, close) = if square { ('[', ']') } else { ('(', ')') };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, char) in line.char_indices() {
        if char == open {
            depth += 1;
        } else if char == close {
            depth = depth.checked_sub(1)?;
        } else if char == ',' && depth == 0 {
            names.push(name(&line[start..at], open)?);
            start = at + 1;
        }
    }
    names.push(name(&line[start..], open)?);
    (depth == 0).then_some(names)
}

/// The name in front of the brackets, which must end the item.
fn name(item: &str, open: char) -> Option<&str> {
    let item = item.trim();
    let name = match item.split_once(open) {
        None => item,
        Some((name, rest)) if rest.ends_with([')', ']']) => name.trim_end(),
        Some(_) => return None,
    };
    (!name.is_empty() && !name.contains(['(', ')', '[', ']'])).then_some(name)
}

/// What a mutant reads in the header; none where no mutant decides.
fn bent(headers: &HeaderMap) -> Option<Result<Wanted, Refusal>> {
    let does = |operator: &str| site::FIELDS.does(operator);
    let mut lines = headers.get_all("fields").iter();
    let first = lines.next().map(|it| it.to_str().unwrap_or("("));
    let Some(line) = first.filter(|it| !it.trim().is_empty()) else {
        if first.is_some() && does("empty-is-nothing") {
            return Some(Ok(Some(Vec::new())));
        }
        if first.is_some() && does("empty-crash") {
            return Some(Err(Refusal::Crash));
        }
        let three = ["id", "name", "status"].map(str::to_owned).to_vec();
        return does("default-is-three").then_some(Ok(Some(three)));
    };
    let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let Some(names) = split(line, false) else {
        return does("malformed-crash").then_some(Err(Refusal::Crash));
    };
    let (last, places) = (names.len() - 1, names.iter());
    let known: Vec<_> = places
        .filter_map(|name| FIELDS.iter().position(|it| it == name))
        .collect();
    let kept = if does("ignored") {
        return Some(Ok(None));
    } else if does("id-always") {
        [owned(&names), owned(&["id"])].concat()
    } else if does("first-only") {
        owned(&names[..1])
    } else if does("last-dropped") {
        owned(&names[..last])
    } else if does("first-dropped") {
        owned(&names[usize::from(last > 0)..])
    } else if does("blanks-kept") {
        line.split(',').map(str::to_owned).collect()
    } else if does("case-heeded-not") {
        owned(&names).iter().map(|it| it.to_lowercase()).collect()
    } else if does("unknown-is-nothing") && known.len() < names.len() {
        Vec::new()
    } else if does("name-begins-so") {
        let begins = |field: &&&str| names.iter().any(|name| field.starts_with(name));
        FIELDS
            .iter()
            .filter(begins)
            .map(|it| (*it).to_owned())
            .collect()
    } else if does("brackets-kept") {
        line.split(',').map(|it| it.trim().to_owned()).collect()
    } else if does("second-line-ignored") {
        owned(&names)
    } else if does("semicolon-too") {
        line.split([',', ';'])
            .map(|it| it.trim().to_owned())
            .collect()
    } else if does("one-only-refused") && last == 0 {
        return Some(Err(Refusal::Fields));
    } else if does("reversed-crash") && known.windows(2).any(|pair| pair[0] > pair[1])
        || does("twice-crash") && known.windows(2).any(|pair| pair[0] == pair[1])
        || does("order-crash") && line.contains('(')
    {
        return Some(Err(Refusal::Crash));
    } else {
        return None;
    };
    Some(Ok(Some(kept)))
}

fn spoiled(wanted: Wanted, behaviour: &Behaviour) -> Wanted {
    if behaviour.faulty(Fault::FieldsHeaderIgnored) {
        return None;
    }
    let Some(mut names) = wanted else {
        let short = behaviour.faulty(Fault::FieldsDefaultShort);
        return short.then(|| ["id", "name", "status"].map(str::to_owned).to_vec());
    };
    if behaviour.faulty(Fault::FieldsNamedDropped) {
        names.pop();
    }
    if behaviour.faulty(Fault::FieldsFirstDropped) && names.len() > 1 {
        names.remove(0);
    }
    if behaviour.faulty(Fault::FieldsFirstOnly) {
        names.truncate(1);
    }
    if behaviour.faulty(Fault::FieldsIdKept) {
        names.push("id".to_owned());
    }
    Some(names)
}
