//! Ties of a document's own words that leave no doubt, for runs that nobody has looked through an overlay for:
//! a rule that two codes claim, a code that many operations share or that is a stand-in, ties nothing.

use serde_json::Value;

use super::{Found, find, known, whens};
use crate::contract::{Code, Contract, Inferences, Inferred, Operation, plain};

/// Members that are called like a code, the only ones whose value is held to one.
const PLACES: &[&str] = &[
    "code",
    "errorcode",
    "errcode",
    "errorid",
    "errortype",
    "type",
    "error",
    "reason",
];
/// Where codes are looked for if no example shows it.
const USUAL: &[&str] = &[
    "/code",
    "/error/code",
    "/errorCode",
    "/error_code",
    "/errors/0/code",
];
/// What stands in examples for any code.
const STAND_INS: &[&str] = &[
    "string",
    "text",
    "code",
    "error",
    "errorcode",
    "error_code",
    "type",
    "value",
    "null",
    "123",
    "1234",
    "12345",
];

/// Ties rules of a contract without `x-errors` to the codes that its document names for them; says how many.
pub fn infer(contract: &mut Contract, text: &str) -> usize {
    let mut responses = contract.operations.iter().flat_map(|o| &o.responses);
    let own = responses.any(|r| !r.errors.is_empty());
    if own || !contract.error_code.at.is_empty() {
        return 0;
    }
    let Some(document) = plain(text) else {
        return 0;
    };
    let mut count = 0;
    for operation in &mut contract.operations {
        let method = operation.method.to_lowercase();
        let found = find::of(&document, &operation.path, &method, &mut Vec::new());
        operation.inferred = of(operation, &found);
        count += operation.inferred.rules.len();
    }
    count
}

fn of(operation: &Operation, found: &[Found]) -> Inferences {
    let sure: Vec<&Found> = found.iter().filter(|f| is_sure(f)).collect();
    if sure.is_empty() {
        return Inferences::default();
    }
    let known = known::of(operation);
    let resource = super::super::operation::resource(&operation.path);
    let mut rules: Vec<Inferred> = Vec::new();
    let mut doubtful: Vec<(String, String)> = Vec::new();
    for one in &sure {
        let Some(code) = Code::of_text(&one.code) else {
            continue;
        };
        // What is said of a code in one place is about one thing: the first that names it.
        let mut words = one.words.clone();
        words.extend(crate::page::words::of_code(&one.code));
        let named = words
            .iter()
            .find_map(|text| Some((whens(operation, text, &known, &resource)?, text)));
        for (when, text) in named
            .into_iter()
            .flat_map(|(all, text)| all.into_iter().map(move |w| (w, text)))
        {
            let text_of = |key: &str| when.get(key).and_then(Value::as_str).map(str::to_owned);
            let (Some(keyword), Some(at), None) =
                (text_of("breaks"), text_of("at"), text_of("with"))
            else {
                continue;
            };
            match rules.iter().find(|r| r.keyword == keyword && r.at == at) {
                Some(there) if there.code == code => {}
                Some(_) => doubtful.push((keyword, at)),
                None => rules.push(Inferred {
                    keyword,
                    at,
                    code: code.clone(),
                    words: format!("{text} ({})", one.form),
                }),
            }
        }
    }
    rules.retain(|r| {
        !doubtful
            .iter()
            .any(|(keyword, at)| *keyword == r.keyword && *at == r.at)
    });
    let mut places: Vec<String> = Vec::new();
    for place in sure.iter().filter_map(|f| f.at.clone()) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let mut believed = Vec::new();
    if places.is_empty() {
        places = USUAL.iter().map(|p| (*p).to_owned()).collect();
        believed.extend(found.iter().filter_map(|f| Code::of_text(&f.code)));
    }
    Inferences {
        places,
        believed,
        rules,
    }
}

/// Whether what is said of a code is about this operation, and the code a real one.
fn is_sure(found: &Found) -> bool {
    let last = |at: &String| {
        let name = at.rsplit('/').next().unwrap_or_default();
        let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        PLACES.contains(&name.to_ascii_lowercase().as_str())
    };
    let refusal = ["400", "422", "4XX", "4xx", "default"].contains(&found.status.as_str());
    let stand_in = STAND_INS.contains(&found.code.to_ascii_lowercase().as_str())
        || found.code.parse::<i64>().is_ok_and(|n| n < 10);
    let shared = found.shared.is_some() || [find::LISTED, find::OF_SCHEMA].contains(&found.form);
    refusal && !stand_in && !shared && found.at.as_ref().is_none_or(last)
}
