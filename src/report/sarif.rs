//! SARIF 2.1.0 for code scanning: clauses are rules, findings are results at their place in the
//! contract.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::book::Entry;
use super::cause::Cause;
use super::finding::short;
use super::github::place;
use super::time::{after, iso};
use super::whole::Run;
use crate::run::event::{Finding, Level, Verdict};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A list whose members are made one at a time, as they are written.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = io::Result<Value>>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for made in (self.0)() {
            list.serialize_element(&made.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [R; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogOfRun<U, R> {
    tool: Tool<U>,
    invocations: [Value; 1],
    column_kind: &'static str,
    results: R,
    properties: Value,
}

#[derive(Serialize)]
struct Tool<U> {
    driver: Driver<U>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<U> {
    name: &'static str,
    semantic_version: &'static str,
    rules: U,
}

/// Writes the log of a run.
pub(super) fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let numbers: BTreeMap<&str, usize> = run
        .judged
        .iter()
        .enumerate()
        .map(|(number, clause)| (&*clause.id, number))
        .collect();
    let results = || {
        run.causes.iter().flat_map(|cause| {
            let found = cause.clauses.iter();
            let found = found.filter_map(|c| Some((*c, c.found.as_ref()?)));
            found.map(|(clause, found)| Ok(result(&numbers, cause, clause, &*found.read()?)))
        })
    };
    let mut invocation = json!({
        "executionSuccessful": run.unfit().is_none(),
        "toolExecutionNotifications": notifications(run),
    });
    if let Some(started) = run.started {
        invocation["startTimeUtc"] = iso(started.began).into();
        invocation["endTimeUtc"] = iso(after(started.began, run.finished.took)).into();
    }
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [LogOfRun {
            tool: Tool {
                driver: Driver {
                    name: "clausal",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: Each(|| run.judged.iter().map(|c| Ok(rule(c)))),
                },
            },
            invocations: [invocation],
            column_kind: "unicodeCodePoints",
            results: Each(results),
            properties: json!({
                "target": short(&run.finished.target),
                "seed": run.finished.seed,
                "requests": run.finished.requests,
                "totals": run.totals(),
            }),
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn rule(clause: &Entry) -> Value {
    json!({
        "id": short(&clause.id),
        "shortDescription": {"text": sentence(&clause.duty)},
        "fullDescription": {"text": format!("{} Source: {}.", sentence(&clause.duty), short(&clause.source))},
        "help": {"text": format!("`clausal explain {}` shows sample requests and every accepted outcome.", short(&clause.id))},
        "defaultConfiguration": {"level": level(clause.level)},
        "properties": {"tags": [super::level(clause.level), short(&clause.contract), short(&clause.operation)]},
    })
}

/// One finding; those of a cause stand together, and bear its id.
fn result(
    numbers: &BTreeMap<&str, usize>,
    cause: &Cause<'_>,
    clause: &Entry,
    finding: &Finding,
) -> Value {
    let mut text = format!(
        "{} Case: {}. Expected: {}. Got: {}.",
        sentence(&clause.duty),
        short(&finding.case),
        short(&finding.expected),
        short(&finding.got)
    );
    if cause.clauses.len() > 1 {
        text += &format!(
            " Of one cause with {} more: {}.",
            cause.clauses.len() - 1,
            short(&cause.words)
        );
    }
    json!({
        "ruleId": short(&clause.id),
        "ruleIndex": numbers.get(&*clause.id),
        "kind": "fail",
        "level": level(clause.level),
        "message": {"text": text},
        "locations": [location(&clause.location)],
        "partialFingerprints": {
            "clause/v1": fingerprint(&[&clause.id]),
            "cause/v1": fingerprint(&[&cause.id]),
        },
        "properties": {
            "cause": cause.id,
            "request": short(&finding.command()),
            "seen": finding.seen,
        },
    })
}

/// A log of notes on a contract.
#[cfg(feature = "cli")]
pub(crate) fn notes(results: Vec<Value>) -> Value {
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "clausal lint",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A place, from `file:line:column`.
pub(crate) fn location(text: &str) -> Value {
    let (file, line, column) = place(text);
    let mut physical = json!({"artifactLocation": {"uri": uri(file)}});
    if line > 0 {
        physical["region"] = json!({"startLine": line, "startColumn": column.max(1)});
    }
    json!({"physicalLocation": physical})
}

/// A path as a reference of RFC 3986.
fn uri(path: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'.')
        .remove(b'-')
        .remove(b'_')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(&path.replace('\\', "/"), KEPT).to_string()
}

/// What was not judged, and what a reader should know.
fn notifications(run: &Run<'_>) -> Vec<Value> {
    let note = |level: &str, text: String| json!({"level": level, "message": {"text": text}});
    let stopped = run.unfit().map(|why| note("error", short(&why)));
    let unsaid = [Verdict::Inconclusive, Verdict::Skipped].map(|verdict| {
        run.with(verdict).map(move |clause| {
            let (level, word) = match verdict {
                Verdict::Inconclusive => ("warning", "inconclusive"),
                _ => ("note", "skipped"),
            };
            let reason = clause.reason.as_deref().unwrap_or("no reason was given");
            let mut value = note(level, format!("{word}: {}", short(reason)));
            value["associatedRule"] = json!({"id": short(&clause.id)});
            value
        })
    });
    let notes = run.notes();
    let notes = notes.iter().map(|text| note("note", short(text)));
    stopped
        .into_iter()
        .chain(unsaid.into_iter().flatten())
        .chain(notes)
        .collect()
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Documented => "error",
        Level::Sample | Level::Implied => "warning",
    }
}

/// A duty as a sentence.
fn sentence(text: &str) -> String {
    let text = short(text);
    let mut rest = text.chars();
    let first = rest.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(rest).collect();
    if text.ends_with('.') {
        text
    } else {
        text + "."
    }
}

/// The same for the same finding in every run.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize()[..16]
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
