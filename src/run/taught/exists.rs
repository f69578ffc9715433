//! Refusals of valid requests that say something of the kind is there already: the value has to be a new
//! one each time, which the document does not say.

use serde_json::Value;

use super::super::Lane;
use super::lesson::Lesson;
use super::narrowed::settle;
use crate::clause::{Broken, Judgement, Seen};
use crate::contract::Operation;
use crate::exchange::{Message, Response, Step, below};

/// How a refusal says so.
const WORDS: [&str; 12] = [
    "already exist",
    "already in use",
    "already taken",
    "already used",
    "already registered",
    "been taken",
    "is taken",
    "duplicate",
    "must be unique",
    "not unique",
    "unique constraint",
    "unique set",
];
/// Members that things are told apart by, as people call them.
const NAMES: [&str; 8] = [
    "name", "username", "login", "email", "slug", "handle", "nickname", "alias",
];
/// Objects inside objects that are looked into for them.
const DEEPEST: usize = 4;
/// Bytes of an answer that are looked at.
const READ: usize = 64 << 10;

/// Whether a refusal says that something is there already.
pub(in crate::run) fn says_exists(response: &Response) -> bool {
    let read = response.body.len().min(READ);
    let text = || String::from_utf8_lossy(&response.body[..read]).to_lowercase();
    matches!(response.status, 400 | 403 | 409 | 422) && says_so(&text())
}

fn says_so(text: &str) -> bool {
    WORDS.iter().any(|words| text.contains(words))
}

impl Lane<'_> {
    /// Whether the last answer says that a valid request asks for what is there already, and if so,
    /// whether that teaches where values have to be new.
    pub(in crate::run) fn learns_what_exists(&self, seen: &Seen<'_>) -> Option<bool> {
        let last = seen.subject().and_then(|t| t.exchanges.last())?;
        let response = last.answer.as_ref().ok()?;
        let operation = seen.operation;
        let told = says_exists(response);
        if !told && !may_conflict(operation, response) {
            return None;
        }
        let kit = &self.kits[&operation.id];
        if kit.knows_values() {
            return None;
        }
        let sent = seen.case.steps.iter().rev().find_map(|step| match step {
            Step::Send(message) | Step::Follow { message, .. } => Some(message),
            _ => None,
        });
        let named = super::lessons(operation, response, sent);
        let named = named.iter().filter(|l| says_so(&l.words.to_lowercase()));
        let mut places: Vec<String> = named.filter_map(|l| place(operation, l)).collect();
        if places.is_empty() {
            places = sent.map(|s| names(operation, s)).unwrap_or_default();
            if places.is_empty() && told {
                places = sent.map(texts).unwrap_or_default();
            }
        }
        let new = (places.into_iter())
            .filter(|at| kit.learn_unique(at, sent))
            .count();
        // A conflict without a word may be about anything.
        (told || new > 0).then_some(new > 0)
    }
}

impl Lane<'_> {
    /// What is to be sent once more with new names: a valid request drew a documented conflict, and some name
    /// in it may be taken.
    pub(in crate::run) fn conflicts(
        &self,
        clause: usize,
        judged: &Judgement,
        seen: &Seen<'_>,
    ) -> Option<Broken> {
        let open = matches!(judged, Judgement::Unseen(_));
        let subject = seen.subject()?;
        let status = subject.exchanges.last()?.answer.as_ref().ok()?.status;
        if !open || status != 409 || !self.clauses[clause].sends_valid_requests() {
            return None;
        }
        // Twice at most: what is sent once more may have to stay as it is.
        let is_new = self.learns_what_exists(seen) == Some(true) && self.evidence.renews(clause);
        is_new.then(|| Broken {
            expected: "success".to_owned(),
            got: format!("status {status}"),
            cause: String::new(),
            shown: (subject.step, subject.exchanges.len() - 1),
        })
    }

    /// The place that a refusal names, where the clause is about another one: it says nothing of this.
    pub(in crate::run) fn refused_for_another(
        &self,
        clause: usize,
        seen: &Seen<'_>,
    ) -> Option<String> {
        // Where the contract tells by codes why something is refused, words say nothing against it.
        let told = self.kits[&seen.operation.id].knows_values()
            || seen.operation.errors().next().is_some();
        if told {
            return None;
        }
        let own = self.clauses[clause].about().map(|about| about.at)?;
        let last = seen.subject().and_then(|t| t.exchanges.last())?;
        let response = last.answer.as_ref().ok()?;
        if own.is_empty() || own == "/body" || !matches!(response.status, 400 | 422) {
            return None;
        }
        let lessons = super::lessons(seen.operation, response, None);
        let known = |at: &String| seen.operation.schema_at(at).is_some();
        let named = lessons.iter().filter_map(|l| place(seen.operation, l));
        let named: Vec<String> = named.filter(known).collect();
        let alike = |at: &String| at.starts_with(&own) || own.starts_with(at.as_str());
        match named.iter().any(alike) {
            true => None,
            false => named.into_iter().next(),
        }
    }
}

/// The pointer of the place that a lesson is about.
fn place(operation: &Operation, lesson: &Lesson) -> Option<String> {
    let body = operation.body.as_ref().and_then(|b| b.media.first());
    let (way, _) = settle(operation, body.map(|m| &m.schema), lesson);
    (!way.is_empty()).then(|| format!("/{}", way.join("/")))
}

/// Whether a documented conflict may be about a name that somebody has.
fn may_conflict(operation: &Operation, response: &Response) -> bool {
    response.status == 409
        && matches!(operation.method.as_str(), "POST" | "PUT")
        && operation.errors().next().is_none()
        && operation.lists(409)
}

/// Places of the texts in a body that are called unique, or else of those that people tell things apart by.
fn names(operation: &Operation, message: &Message) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(body) = &message.body {
        gather(body, "/body", DEEPEST, &mut all);
    }
    let schema = |at: &str| operation.schema_at(at);
    let is_called =
        |at: &&String| schema(at).is_some_and(|s| s.about.to_ascii_lowercase().contains("unique"));
    let called: Vec<String> = all.iter().filter(is_called).cloned().collect();
    if !called.is_empty() {
        return called;
    }
    all.retain(|at| {
        let name = at.rsplit('/').next().unwrap_or_default();
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        NAMES.contains(&name.to_ascii_lowercase().as_str())
            && schema(at).is_some_and(|s| s.pattern.is_none())
    });
    all
}

fn gather(value: &Value, at: &str, depth: usize, all: &mut Vec<String>) {
    match value {
        Value::String(_) => all.push(at.to_owned()),
        Value::Object(map) if depth > 0 => {
            (map.iter()).for_each(|(name, v)| gather(v, &below(at, name), depth - 1, all));
        }
        _ => {}
    }
}

/// Texts of a body, where no place is named.
fn texts(message: &Message) -> Vec<String> {
    let body = message.body.as_ref().and_then(Value::as_object);
    // Nobody has the same secret as somebody else and knows it.
    let is_secret = |name: &str| {
        let small = name.to_ascii_lowercase();
        ["pass", "pwd", "secret"]
            .iter()
            .any(|part| small.contains(part))
    };
    let texts = body.into_iter().flatten();
    let texts = texts.filter(|(name, v)| v.is_string() && !is_secret(name));
    texts.map(|(name, _)| below("/body", name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_exists_is_told_in_the_usual_words() {
        for (status, body, wanted) in [
            (
                400,
                r#"{"insurance":["patient with this insurance already exists."]}"#,
                true,
            ),
            (409, "Duplicate entry 'x' for key 'users.email'", true),
            (
                422,
                r#"{"errors":{"email":["has already been taken"]}}"#,
                true,
            ),
            (400, r#"{"detail":"does not exist"}"#, false),
            (404, "already exists", false),
        ] {
            let response = Response {
                status,
                body: body.as_bytes().to_vec().into(),
                ..Response::default()
            };
            assert_eq!(says_exists(&response), wanted, "{body}");
        }
    }
}
