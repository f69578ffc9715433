//! What every refusal says of itself: that it is labelled as the documents say, that the status in its body
//! is its own, that it comes in what was asked for. Judged on all that a run draws.

mod listed;

use serde_json::Value;

pub use listed::says_nothing;

use super::judge::{Broken, Judgement, Seen};
use super::{Check, Cited, Clause, Scope, Stimulus, code};
use crate::contract::{Code, Contract, Operation};
use crate::exchange::{Request, Response, Step};
use crate::wire::{self, Kind, MediaType, Nature};

/// One thing that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Every {
    /// The label is a documented one, or that of JSON where it holds some.
    Labelled,
    /// A status that stands in the body is that of the answer.
    Agreeing,
    /// JSON is answered where JSON was asked for, XML where XML was.
    AsAsked,
    /// No second code stands beside a code.
    OneCode,
    /// The status is one that the contract lists.
    Listed,
}

impl Every {
    /// All of them.
    pub const ALL: [Every; 5] = [
        Every::Labelled,
        Every::Agreeing,
        Every::AsAsked,
        Every::OneCode,
        Every::Listed,
    ];
}

/// The clauses of one operation.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let clause = |name: &str, duty: &str, every| {
        scope.clause(
            format!("implied/{name}"),
            duty.to_owned(),
            Cited::implied("", &operation.at),
            Stimulus::Everything,
            Check::Every(every),
        )
    };
    let mut clauses = vec![
        clause(
            "labelled-faults",
            "a documented refusal has a documented Content-Type, and one that holds JSON says so",
            Every::Labelled,
        ),
        clause(
            "agreeing-faults",
            "a refusal says nothing else in its body: no other status, and no success",
            Every::Agreeing,
        ),
    ];
    if operation.errors().count() > 1 {
        clauses.push(clause(
            "one-code",
            "a refusal names no other documented code beside its own",
            Every::OneCode,
        ));
    }
    if listed::applies(scope.contract, operation) {
        clauses.push(clause(
            "listed-refusals",
            "a refusal of the operation has a status that the contract lists",
            Every::Listed,
        ));
    }
    let media = operation.success_response().map_or(&[][..], |r| &r.media);
    let has = |kind| media.iter().any(|m| Kind::of(&m.media_type) == kind);
    if has(Kind::Json) && has(Kind::Xml) {
        clauses.push(clause(
            "faults-as-asked",
            "a refusal comes in the media type that was asked for, as successes do",
            Every::AsAsked,
        ));
    }
    clauses
}

impl Every {
    /// What is accepted, in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Every::Labelled => "refusals whose Content-Type is that of their body",
            Every::Agreeing => "refusals that name no other status than their own",
            Every::AsAsked => "refusals in the media type that was asked for",
            Every::OneCode => {
                "refusals with one code, or one that stands for each of several faults"
            }
            Every::Listed => listed::WORDS,
        }
    }

    /// What an answer makes of it: nothing where it shows nothing, else what was expected and what came
    /// where that is wrong.
    pub fn look(
        self,
        contract: &Contract,
        operation: &Operation,
        request: &Request,
        response: &Response,
    ) -> Option<Result<(), (String, String)>> {
        let nature = wire::nature(operation, &contract.error_code, response);
        // Where the body tells, what cannot be read is no success.
        let fault = response.status >= 400
            || nature == Nature::Fault
            || (nature == Nature::Neither && operation.success.is_some());
        let nothing = response.body.iter().all(u8::is_ascii_whitespace);
        if !fault
            || nothing
            || request.method == "HEAD"
            || wire::coding(response).is_some()
            || response.cut > 0
        {
            return None;
        }
        match self {
            Every::Labelled => labelled(contract, operation, response),
            Every::Agreeing => agreeing(contract, operation, response),
            Every::AsAsked => as_asked(request, response),
            Every::OneCode => {
                let body = wire::parse_json(&response.body).ok()?;
                one_code(operation, &body, DEEPEST)
            }
            Every::Listed => listed::look(operation, request, response),
        }
    }
}

/// Whether an answer to a step tells of it: what is written byte by byte may be refused by what reads HTTP,
/// but for want of a credential.
pub fn tells(every: Every, step: Option<&Step>, status: u16) -> bool {
    match step {
        Some(Step::Send(_) | Step::Follow { .. }) => true,
        _ => every != Every::Listed || status == 401,
    }
}

/// Judges every answer of a case.
pub(super) fn judge(every: Every, seen: &Seen<'_>) -> Judgement {
    let mut shown = false;
    for taken in seen.taken {
        let own = match seen.case.steps.get(taken.step) {
            Some(Step::Send(m) | Step::Follow { message: m, .. }) => {
                seen.contract.operation(&m.operation)
            }
            _ => None,
        };
        let own = own.unwrap_or(seen.operation);
        for (place, exchange) in taken.exchanges.iter().enumerate() {
            let Ok(response) = &exchange.answer else {
                continue;
            };
            if !tells(every, seen.case.steps.get(taken.step), response.status) {
                continue;
            }
            match every.look(seen.contract, own, &exchange.request, response) {
                None => {}
                Some(Ok(())) => shown = true,
                Some(Err((expected, got))) => {
                    return Judgement::Broken(Box::new(Broken {
                        expected,
                        got,
                        cause: String::new(),
                        shown: (taken.step, place),
                    }));
                }
            }
        }
    }
    match shown {
        true => Judgement::Held,
        false => Judgement::Unseen("no refusal showed it".into()),
    }
}

type Told = Option<Result<(), (String, String)>>;

fn labelled(contract: &Contract, operation: &Operation, response: &Response) -> Told {
    let label = response.header("content-type");
    let parsed = MediaType::parse(label.unwrap_or_default());
    let documented = operation.documented(response.status);
    let own = documented.map_or(&[][..], |r| &r.media);
    let listed = own
        .iter()
        .any(|m| MediaType::parse(&m.media_type).takes(&parsed));
    let kind = label.map(Kind::of);
    let page = label.is_some_and(|l| l.to_ascii_lowercase().contains("xhtml"));
    if page || (listed && kind == Some(Kind::Other)) {
        return Some(Ok(()));
    }
    let status = response.status;
    // Whether the body is what such a label says, each answer of the run is asked for (`Check::Readable`).
    if let Some(Kind::Json | Kind::Xml) = kind {
        return Some(Ok(()));
    }
    let named = label.map_or_else(
        || "no Content-Type".to_owned(),
        |label| format!("Content-Type {label}"),
    );
    // What stands before an operation answers in its own way; what bears a documented code is the
    // operation's.
    let found = code::find(response, None, &contract.error_code, operation);
    let rules = || {
        operation
            .errors()
            .filter(|(r, _)| r.status.contains(status))
    };
    // Where the status tells which error it is, the code may be missing.
    let alone = found.codes.is_empty() && rules().count() == 1;
    let coded = alone || rules().any(|(_, rule)| found.codes.contains(&rule.code));
    let usual = match own {
        [] => operation.success_response().map_or(&[][..], |r| &r.media),
        own => own,
    };
    let types: Vec<_> = usual.iter().map(|m| m.media_type.as_str()).collect();
    // Where the documents say nothing of what a refusal holds, its label is nobody's promise.
    let is_json = || wire::parse_json(&response.body).is_ok_and(|v| v.is_object() || v.is_array());
    if (coded || !own.is_empty()) && is_json() {
        return Some(Err((
            "Content-Type application/json for JSON".to_owned(),
            format!("status {status} with JSON and {named}"),
        )));
    }
    match coded && !types.is_empty() {
        true => Some(Err((
            format!("Content-Type {}", types.join(" or ")),
            format!("status {status} with {named}"),
        ))),
        false => None,
    }
}

/// Names of members that hold the status of an answer, without what parts their words.
const STATUS: &[&str] = &[
    "httpcode",
    "httpstatus",
    "httpstatuscode",
    "httpresponsecode",
    "statuscode",
];
/// Members that may hold such a member.
const AROUND: &[&str] = &["error", "fault", "httpresponse", "http", "response"];

/// Whether the status of a refusal has the body of a success beside it, where the body tells one.
fn contradicts(contract: &Contract, operation: &Operation, response: &Response) -> bool {
    let accepted = Response {
        status: 200,
        ..response.clone()
    };
    response.status >= 300
        && operation.success.is_some()
        && wire::nature(operation, &contract.error_code, &accepted) == Nature::Success
}

fn agreeing(contract: &Contract, operation: &Operation, response: &Response) -> Told {
    if contradicts(contract, operation, response) {
        return Some(Err((
            "a status of success with the body of one".to_owned(),
            format!("status {} with the body of a success", response.status),
        )));
    }
    if response.status < 400 {
        return None;
    }
    let body = wire::parse_json(&response.body).ok()?;
    let map = body.as_object()?;
    let plain = |name: &str| name.to_ascii_lowercase().replace(['_', '-'], "");
    let problem = response
        .header("content-type")
        .is_some_and(|l| l.to_ascii_lowercase().contains("problem+json"));
    let mut told: Vec<(String, &Value)> = Vec::new();
    for (name, value) in map {
        let word = plain(name);
        if STATUS.contains(&word.as_str()) || (problem && name == "status") {
            told.push((format!("/{name}"), value));
        }
        let inner = value
            .as_object()
            .filter(|_| AROUND.contains(&word.as_str()));
        let http = word.starts_with("http");
        for (inside, value) in inner.into_iter().flatten() {
            let own = plain(inside);
            if STATUS.contains(&own.as_str()) || (http && matches!(&*own, "code" | "status")) {
                told.push((format!("/{name}/{inside}"), value));
            }
        }
    }
    // Where the documents have the code of an error, it is not the status.
    told.retain(|(at, _)| !contract.error_code.at.contains(at));
    let mut shown = None;
    for (at, value) in told {
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_f64().map(|n| n as i64),
        };
        // Beside HTTP in its name, a number is its status, whichever it is.
        let http = at.to_ascii_lowercase().starts_with("/http");
        let Some(number) = number.filter(|n| http || (100..600).contains(n)) else {
            continue;
        };
        if number != i64::from(response.status) {
            return Some(Err((
                format!(
                    "`{}` {}, as the status is",
                    at.trim_start_matches('/'),
                    response.status
                ),
                format!(
                    "status {} with `{}` {number}",
                    response.status,
                    at.trim_start_matches('/')
                ),
            )));
        }
        shown = Some(Ok(()));
    }
    shown
}

fn as_asked(request: &Request, response: &Response) -> Told {
    // What stands before an operation need not heed what was asked for.
    if !matches!(response.status, 200..=299 | 400 | 409 | 422) {
        return None;
    }
    let mut asked = request.headers.iter();
    let (_, asked) = asked.find(|(name, _)| name.eq_ignore_ascii_case("accept"))?;
    let asked = match asked.split(',').collect::<Vec<_>>().as_slice() {
        [one] => Kind::of(one),
        _ => return None,
    };
    let label = response.header("content-type")?;
    match (asked, Kind::of(label)) {
        (Kind::Other, _) | (_, Kind::Other) => None,
        (asked, got) if asked == got => Some(Ok(())),
        (asked, _) => Some(Err((
            format!(
                "a refusal in {}",
                if asked == Kind::Json { "JSON" } else { "XML" }
            ),
            format!("status {} with Content-Type {label}", response.status),
        ))),
    }
}

/// How deep codes are looked for.
const DEEPEST: usize = 8;

/// What is called a code in one object is one code. A list may hold one for each fault.
fn one_code(operation: &Operation, value: &Value, depth: usize) -> Told {
    let depth = depth.checked_sub(1)?;
    let members = match value {
        Value::Array(items) => {
            let told = items.iter().filter_map(|v| one_code(operation, v, depth));
            return told.reduce(Result::and);
        }
        Value::Object(members) => members,
        _ => return None,
    };
    let documented = |code: &Code| operation.errors().any(|(_, rule)| rule.code == *code);
    let mut found: Option<(&str, Code)> = None;
    for (name, value) in members {
        let plain = name.to_ascii_lowercase();
        if !plain.contains("code") || plain.contains("http") || plain.contains("status") {
            continue;
        }
        // A small number may count something.
        let telling = |code: &Code| code.is_telling() && code.to_string().len() > 2;
        let code = Code::of(value).filter(|code| telling(code) && documented(code));
        match (&found, code) {
            (_, None) => {}
            (None, Some(code)) => found = Some((name, code)),
            (Some((_, one)), Some(code)) if *one == code => {}
            (Some((first, one)), Some(code)) => {
                return Some(Err((
                    format!("`{first}` {one} and no other code beside it"),
                    format!("`{first}` {one} with `{name}` {code}"),
                )));
            }
        }
    }
    let inner = members
        .values()
        .filter_map(|v| one_code(operation, v, depth));
    let own = found.map(|_| Ok(()));
    own.into_iter().chain(inner).reduce(Result::and)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_may_hold_a_code_for_each_fault_and_an_object_one_alone() {
        let document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "x-clausal": {},
            "paths": {"/things": {"post": {"operationId": "make", "requestBody": {"required": true,
                "content": {"application/json": {"schema": {"type": "object", "required": ["name"],
                    "properties": {"name": {"type": "string", "maxLength": 9, "pattern": "^[a-z]*$"}}}}}},
            "responses": {"201": {"description": "made"}, "422": {"description": "no", "x-errors": [
                {"code": 1004, "when": {"breaks": "pattern", "at": "/body/name"}},
                {"code": 1005, "when": {"breaks": "maxLength", "at": "/body/name"}}]}}}}}});
        let contract =
            crate::contract::load_text("t.json", &document.to_string(), &|_| Err(String::new()))
                .unwrap();
        let operation = contract.operation("make").unwrap();
        let look = |body: Value| one_code(operation, &body, DEEPEST).map(|told| told.is_ok());
        assert_eq!(
            look(json!({"code": 1004, "unique_code": 1005})),
            Some(false)
        );
        assert_eq!(
            look(json!([{"in": {"code": 1004, "errorCode": "1005"}}])),
            Some(false)
        );
        assert_eq!(
            look(json!({"code": 1004, "error_code": "1004"})),
            Some(true)
        );
        assert_eq!(
            look(json!({"errors": [{"code": 1004}, {"code": 1005}]})),
            Some(true)
        );
        assert_eq!(look(json!({"code": 1004, "http_code": 1005})), Some(true));
        assert_eq!(look(json!({"code": 7, "message": "no"})), None);
    }
}
