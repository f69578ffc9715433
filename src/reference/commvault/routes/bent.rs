//! What mutants make of calls as such.
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::{Answer, App, Kind, Refusal, Syntax};
use crate::reference::body::Unread;
use crate::reference::commvault::sites as site;
use crate::reference::mutate;

/// What comes of a method that is not offered; none where no mutant decides.
pub(super) fn method(app: &App, method: &Method) -> Option<Result<Answer, Refusal>> {
    let name = method.as_str().to_ascii_lowercase();
    let does = |what: &str| site::METHOD.does(&format!("{name}-{what}"));
    if does("crash") {
        return Some(Err(Refusal::crash()));
    }
    if does("starts") {
        let mut store = app.store();
        let (task, jobs) = (store.task(), store.jobs(1));
        return Some(Ok(Answer::Task { task, jobs }));
    }
    (does("is-200") || does("is-201")).then(|| {
        Ok(Answer::Task {
            task: 0,
            jobs: Vec::new(),
        })
    })
}

/// What comes of a large body.
pub(super) fn large(body: Result<Bytes, Unread>) -> Result<Bytes, Unread> {
    let does = |operator: &str| site::LARGE.does(operator);
    let body = body?;
    let size = body.len();
    if size > 10_000 && does("10-kB-crash")
        || size > 100_000 && does("100-kB-crash")
        || size > 500_000 && does("500-kB-crash")
    {
        return Err(Unread::Broken);
    }
    Ok(if size > 10_000 && does("cut-at-10-kB") {
        body.slice(..10_000)
    } else {
        body
    })
}

/// What is said to a body that was not read.
pub(super) fn unread(unread: Unread) -> Refusal {
    match unread {
        Unread::Broken if mutate::is_on() => Refusal::crash(),
        _ => Refusal::new(Kind::TooLarge, "the body is too large"),
    }
}

/// What comes of calls that meet.
pub(super) async fn at_once(app: &App) -> Option<Refusal> {
    let does = |operator: &str| site::RACE.does(operator);
    if does("same-ids") {
        let ids = app.store().ids();
        tokio::time::sleep(Duration::from_millis(3)).await;
        app.store().back_to(ids);
    } else if does("second-refused") || does("second-crash") {
        if !app.store().enter() {
            return Some(if does("second-crash") {
                Refusal::crash()
            } else {
                Refusal::new(Kind::NoSet, "the server is busy")
            });
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
        app.store().leave();
    }
    None
}

/// The form of a fault, which has to be that of a success.
pub(super) fn fault_syntax(syntax: Syntax, fault: bool) -> Syntax {
    if fault && site::ACCEPT.does("faults-always-xml") {
        Syntax::Xml
    } else if fault && site::ACCEPT.does("faults-always-json") {
        Syntax::Json
    } else {
        syntax
    }
}
