//! What a phrase says that is refused, as far as its words leave no doubt.

use serde_json::Value;

use super::Breach;
use super::member::Member;
use super::phrase::Phrase;
use crate::contract::Operation;

/// Words of a sentence.
type Text<'t> = &'t [String];

/// What a phrase says of the members of a request.
pub(super) fn read(
    operation: &Operation,
    phrase: &Phrase,
    members: &[Member<'_>],
) -> Option<Breach> {
    let text = &phrase.words[..];
    let body: Vec<&Member<'_>> = members
        .iter()
        .filter(|m| m.at.starts_with("/body"))
        .collect();
    lacking(text, &body)
        .or_else(|| same(phrase, &body))
        .or_else(|| order(phrase, &body))
        .or_else(|| fixed(operation, text, &body))
        .or_else(|| unknown(operation, text, &body))
        .or_else(|| taken(operation, phrase, &body))
}

fn has(text: Text<'_>, wanted: &[&str]) -> bool {
    text.windows(wanted.len()).any(|w| w.iter().eq(wanted))
}

fn any(text: Text<'_>, wanted: &[&str]) -> bool {
    text.iter().any(|w| wanted.contains(&w.as_str()))
}

/// "If `kind` is `group`, `persons` must be given".
fn lacking(text: Text<'_>, body: &[&Member<'_>]) -> Option<Breach> {
    let open = text
        .iter()
        .position(|w| matches!(&**w, "if" | "when" | "where"))?;
    let rest = &text[open + 1..];
    let when = body
        .iter()
        .find(|m| m.named(rest).is_some_and(|(at, _)| at <= 1))?;
    let (_, end) = when.named(rest)?;
    let is = rest.get(end).filter(|w| matches!(&***w, "is" | "equals"))?;
    let value = rest.get(end + 1).filter(|_| !is.is_empty())?;
    let listed = |v: &&Value| v.as_str().is_some_and(|v| v.to_lowercase() == *value);
    let value = when.schema.enumeration.iter().find(listed)?;
    let rest = &rest[end + 2..];
    let needed = body
        .iter()
        .find(|m| m.at != when.at && !m.required && m.named(rest).is_some_and(|(at, _)| at <= 1))?;
    let (_, end) = needed.named(rest)?;
    let tail = &rest[end..rest.len().min(end + 4)];
    let must = any(&tail[..tail.len().min(2)], &["must", "is", "has"]);
    let given = any(
        tail,
        &["given", "required", "present", "set", "sent", "needed"],
    );
    (must && given && !any(tail, &["not"])).then(|| Breach::Lacking {
        when: when.at.clone(),
        value: value.clone(),
        at: needed.at.clone(),
    })
}

/// "`from` and `to` are the same account", "`to` must differ from `from`".
fn same(phrase: &Phrase, body: &[&Member<'_>]) -> Option<Breach> {
    let text = &phrase.words[..];
    let pair = |between: &[&str]| {
        body.iter().find_map(|a| {
            let (_, end) = a.named(text)?;
            let rest = text.get(end..)?;
            let gap = between.len();
            let met = rest.len() > gap && rest[..gap].iter().eq(between);
            let b = body
                .iter()
                .filter(|b| met && b.at != a.at)
                .find(|b| b.named(&rest[gap..]).is_some_and(|(at, _)| at == 0))?;
            let (_, last) = b.named(&rest[gap..])?;
            Some((a.at.clone(), b.at.clone(), rest[gap + last..].to_vec()))
        })
    };
    let alike = |rest: Text<'_>| any(&rest[..rest.len().min(4)], &["same", "equal", "identical"]);
    let apart = |rest: Text<'_>| {
        any(
            &rest[..rest.len().min(4)],
            &["differ", "different", "distinct"],
        )
    };
    let made = |(a, b, _): (String, String, Vec<String>)| Breach::Same { from: a, to: b };
    if let Some(found) = pair(&["and"]) {
        let tail = &found.2[..];
        let must = any(
            &tail[..tail.len().min(2)],
            &["must", "may", "cannot", "can", "should"],
        );
        let not = any(&tail[..tail.len().min(3)], &["not", "cannot", "never"]);
        let wrong = alike(tail) && (must && not || !must && !not && phrase.of_answer)
            || apart(tail) && any(&tail[..1], &["must"]) && !not;
        return wrong.then(|| made(found));
    }
    let rules: [&[&str]; 5] = [
        &["must", "differ", "from"],
        &["must", "be", "different", "from"],
        &["must", "not", "be", "equal", "to"],
        &["must", "not", "equal"],
        &["must", "not", "be", "the", "same", "as"],
    ];
    rules.into_iter().find_map(pair).map(made)
}

/// "`end` must be after `start`", "`end` is before `start`".
fn order(phrase: &Phrase, body: &[&Member<'_>]) -> Option<Breach> {
    let text = &phrase.words[..];
    for a in body.iter().filter(|m| m.is_ordered()) {
        let Some((_, end)) = a.named(text) else {
            continue;
        };
        let rest = &text[end..];
        let Some(at) = rest.iter().take(6).position(|w| {
            matches!(
                &**w,
                "after"
                    | "before"
                    | "later"
                    | "earlier"
                    | "greater"
                    | "less"
                    | "larger"
                    | "smaller"
            )
        }) else {
            continue;
        };
        let front = &rest[..at];
        let behind = &rest[at + 1..];
        let than = usize::from(behind.first().is_some_and(|w| w == "than"));
        let b = body.iter().find(|m| {
            let named = m.named(&behind[than..]);
            m.at != a.at && named.is_some_and(|(at, _)| at <= 1)
        });
        let Some(b) =
            b.filter(|b| b.schema.types == a.schema.types && b.schema.format == a.schema.format)
        else {
            continue;
        };
        // "on or after", "no later than" and their like say more than the word.
        if any(
            front,
            &["or", "no", "on", "and", "well", "shortly", "days", "hours"],
        ) {
            return None;
        }
        let after = matches!(&*rest[at], "after" | "later" | "greater" | "larger");
        let must = any(front, &["must", "has", "needs", "should", "shall"]);
        let not = any(front, &["not", "never"]);
        // What stands with the answer says what is wrong, unless it says what must be.
        let right = match (must, not) {
            (true, not) => !not,
            (false, true) if phrase.of_answer => true,
            (false, false) if phrase.of_answer || any(&text[..end], &["if", "when"]) => false,
            _ => return None,
        };
        let (later, earlier) = if after == right { (a, b) } else { (b, a) };
        return Some(Breach::Order {
            later: later.at.clone(),
            earlier: earlier.at.clone(),
            // What must be after another is not at the same time.
            strict: right,
        });
    }
    None
}

/// "The type cannot be changed".
fn fixed(operation: &Operation, text: Text<'_>, body: &[&Member<'_>]) -> Option<Breach> {
    if !matches!(&*operation.method, "PUT" | "PATCH")
        || any(
            text,
            &["unless", "except", "after", "once", "while", "if", "when"],
        )
    {
        return None;
    }
    let ways: [&[&str]; 5] = [
        &["cannot", "be", "changed"],
        &["can", "not", "be", "changed"],
        &["must", "not", "change"],
        &["may", "not", "be", "changed"],
        &["must", "not", "be", "changed"],
    ];
    if !ways.iter().any(|way| has(text, way)) {
        return None;
    }
    let mut named = body.iter().filter(|m| m.named(text).is_some());
    let (one, None) = (named.next()?, named.next()) else {
        return None;
    };
    let (at, _) = one.named(text)?;
    let media = operation.body.as_ref()?.media.first()?;
    let name = one.at.strip_prefix("/body/")?;
    let own = std::iter::once(&media.schema).chain(&media.schema.any_of);
    let schemas = own.filter_map(|s| s.property(name)).map(|p| &p.schema);
    let mut values: Vec<Value> = Vec::new();
    for value in schemas.flat_map(|s| s.enumeration.iter().chain(&s.constant)) {
        if !value.is_null() && !values.contains(value) {
            values.push(value.clone());
        }
    }
    (at <= 1 && values.len() > 1).then(|| Breach::Fixed {
        at: one.at.clone(),
        values,
    })
}

/// "An unknown room", "there is no such author", "the author does not exist".
fn unknown(operation: &Operation, text: Text<'_>, body: &[&Member<'_>]) -> Option<Breach> {
    let above: Vec<Vec<String>> = operation
        .path
        .split('/')
        .map(|part| super::member::split(part.trim_matches(['{', '}'])))
        .collect();
    let found = body.iter().find(|m| {
        let is_name =
            m.is_text() && !matches!(m.schema.format.as_deref(), Some("date" | "date-time"));
        let Some((at, end)) = m.named(text).filter(|_| is_name || m.is("integer")) else {
            return false;
        };
        // What the path names has its own 404.
        let of_path = above
            .iter()
            .any(|part| !part.is_empty() && m.named(part).is_some());
        let before = &text[at.saturating_sub(3)..at];
        let behind = &text[end..text.len().min(end + 4)];
        let absent = any(before, &["unknown", "such"])
            || has(before, &["is", "no"])
            || has(behind, &["not", "exist"])
            || has(behind, &["not", "found"])
            || has(behind, &["is", "unknown"]);
        absent && !of_path
    });
    found.map(|m| Breach::Unknown(m.at.clone()))
}

/// "The ISBN is in use", "an author of this name exists", "titles that give the same slug are refused".
fn taken(operation: &Operation, phrase: &Phrase, body: &[&Member<'_>]) -> Option<Breach> {
    let text: Vec<String> = phrase.own.iter().chain(&phrase.words).cloned().collect();
    if operation.method != "POST"
        || !operation.lists(201)
        || !matches!(phrase.status, 400 | 409 | 422)
    {
        return None;
    }
    let none = [
        "no",
        "not",
        "none",
        "unknown",
        "missing",
        "active",
        "open",
        "pending",
        "deleted",
        "running",
        "progress",
        "currently",
        "ongoing",
        "unfinished",
    ];
    let said = any(&text, &["taken", "exists", "duplicate"])
        || has(&text, &["in", "use"])
        || has(&text, &["already", "used"])
        || has(&text, &["already", "registered"])
        || any(&text, &["same"]) && any(&text, &["refused", "conflict"]);
    if !said || any(&text, &none) {
        return None;
    }
    let named = body.iter().filter(|m| m.named(&text).is_some());
    let all: Vec<&&Member<'_>> = named.collect();
    let names = all.iter().any(|m| m.is_text());
    let listed = |m: &&&Member<'_>| m.is_text() || m.is("integer");
    (names && all.iter().all(listed))
        .then(|| Breach::Twice(all.iter().map(|m| m.at.clone()).collect()))
}
