//! The server of the tutorial in the book: a library that lends books, as its page (`page.md`) says.
//! `cargo run --example library` serves it; the test holds it to the contract that was made of the page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

/// Loans by number.
#[derive(Default)]
struct Shelf {
    loans: BTreeMap<i64, Value>,
    next: i64,
}

type Shared = Arc<Mutex<Shelf>>;

fn json_answer(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}

fn refused(status: StatusCode, code: &str) -> Response {
    json_answer(
        status,
        &json!({"error": {"code": code, "message": "see the page"}}),
    )
}

async fn lend(State(shelf): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    if kind != Some("application/json") {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "NO_JSON");
    }
    let desks: Vec<_> = headers.get_all("x-desk").iter().collect();
    if !matches!(desks[..], [one] if one == "north" || one == "south") {
        return refused(StatusCode::BAD_REQUEST, "NO_DESK");
    }
    let Some(Value::Object(loan)) = serde_json::from_slice(&body).ok() else {
        return refused(StatusCode::BAD_REQUEST, "NO_OBJECT");
    };
    let title = match loan.get("title") {
        Some(Value::String(title)) if !title.is_empty() => title.clone(),
        None | Some(Value::Null | Value::String(_)) => {
            return refused(StatusCode::BAD_REQUEST, "NO_TITLE");
        }
        Some(_) => return refused(StatusCode::BAD_REQUEST, "BAD_TITLE"),
    };
    if title.chars().count() > 60 {
        return refused(StatusCode::BAD_REQUEST, "LONG_TITLE");
    }
    match loan.get("days").map(Value::as_i64) {
        None | Some(Some(1..=30)) => {}
        Some(_) => return refused(StatusCode::BAD_REQUEST, "BAD_DAYS"),
    }
    match loan.get("note") {
        None => {}
        Some(Value::String(note)) if note.chars().count() <= 200 => {}
        Some(_) => return refused(StatusCode::BAD_REQUEST, "BAD_NOTE"),
    }
    match loan.get("reader_id").map(Value::as_i64) {
        Some(Some(1..=20)) => {}
        Some(Some(_)) => return refused(StatusCode::NOT_FOUND, "NO_READER"),
        _ => return refused(StatusCode::BAD_REQUEST, "BAD_READER"),
    }
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if shelf.loans.values().any(|l| l["title"] == title.as_str()) {
        return refused(StatusCode::CONFLICT, "TWICE");
    }
    shelf.next += 1;
    let made = json!({"id": shelf.next, "title": title, "state": "OUT"});
    let number = shelf.next;
    shelf.loans.insert(number, made.clone());
    json_answer(StatusCode::CREATED, &made)
}

async fn tell(State(shelf): State<Shared>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<i64>() else {
        return refused(StatusCode::NOT_FOUND, "NO_LOAN");
    };
    let shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    match shelf.loans.get(&id) {
        Some(loan) => json_answer(StatusCode::OK, loan),
        None => refused(StatusCode::NOT_FOUND, "NO_LOAN"),
    }
}

async fn take_back(State(shelf): State<Shared>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<i64>() else {
        return refused(StatusCode::NOT_FOUND, "NO_LOAN");
    };
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    match shelf.loans.remove(&id) {
        Some(_) => StatusCode::NO_CONTENT.into_response(),
        None => refused(StatusCode::NOT_FOUND, "NO_LOAN"),
    }
}

/// The library.
pub fn router() -> Router {
    Router::new()
        .route("/loans", post(lend))
        .route("/loans/{id}", get(tell).delete(take_back))
        .with_state(Shared::default())
}

#[cfg(test)]
#[test]
fn the_library_keeps_the_contract_of_its_page() -> Result<(), Box<dyn std::error::Error>> {
    let checked = clausal::Check::new()
        .contract("examples/library/openapi.yaml")?
        .profile_file("examples/library/clausal.toml")?
        .run_in_process(router())?;
    checked.assert_held();
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args()
        .nth(1)
        .map_or(Ok(8081), |port| port.parse::<u16>())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        axum::serve(listener, router()).await?;
        Ok(())
    })
}
