//! The decoder of answers, on any status, label and body.

use bytes::Bytes;

use super::CONTRACTS;
use crate::contract::Operation;
use crate::exchange::Response;
use crate::wire::{self, BodyFault, Kind};

/// Reads an answer as one to each documented operation. The first line holds the status and the
/// Content-Type, either of which may be missing; the rest is the body.
///
/// # Panics
/// When a fault is placed outside the body, JSON is taken that `serde_json` does not take, or the
/// other way round.
pub fn answer_decoder(bytes: &[u8]) {
    let response = response(bytes);
    for contract in CONTRACTS.iter() {
        for operation in &contract.operations {
            read(operation, &response);
            wire::nature(operation, &contract.error_code, &response);
        }
    }
}

fn response(bytes: &[u8]) -> Response {
    let end = bytes
        .iter()
        .position(|b| *b == b'\n')
        .unwrap_or(bytes.len());
    let (line, body) = bytes.split_at(end);
    let line = String::from_utf8_lossy(line);
    let (status, label) = line.split_once(' ').unwrap_or((&line, ""));
    let headers = match label.trim() {
        "" => Vec::new(),
        label => vec![("content-type".to_owned(), label.to_owned())],
    };
    Response {
        cut: 0,
        status: status.parse().unwrap_or(200),
        headers,
        body: Bytes::copy_from_slice(body.get(1..).unwrap_or_default()),
    }
}

fn read(operation: &Operation, response: &Response) {
    let length = response.body.len();
    // One reader that heeds the grammar alone, and one with bounds of its own.
    let json = || serde_json::from_slice::<serde::de::IgnoredAny>(&response.body);
    let bounded = || serde_json::from_slice::<serde_json::Value>(&response.body);
    match wire::body(operation, response) {
        Ok(body) => {
            assert_eq!(body.root.is_some(), body.kind == Kind::Xml);
            assert!(body.kind != Kind::Json || json().is_ok());
        }
        Err(BodyFault::Xml(fault)) => {
            assert!(fault.offset <= length, "{fault:?} of {length} bytes");
        }
        Err(BodyFault::Json(fault)) => {
            assert!(bounded().is_err(), "{fault}");
        }
        Err(
            BodyFault::Empty | BodyFault::Other(_) | BodyFault::Coded(_) | BodyFault::Unread(_),
        ) => {}
    }
}
