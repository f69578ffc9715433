//! One exchange as an entry of a HAR log.

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::exchange::{Request, Response};
use crate::report::base64;
use crate::report::time::milliseconds;
use crate::run::event::Exchanged;

/// Bytes of a body that are kept at most.
const KEPT: usize = 256 << 10;

/// The entry of an exchange that was sent at that moment.
pub(super) fn of(exchanged: &Exchanged, started: &str) -> Value {
    let exchange = &exchanged.exchange;
    let time = milliseconds(exchange.took);
    let mut entry = json!({
        "pageref": exchanged.contract,
        "startedDateTime": started,
        "time": time,
        "request": request(exchanged),
        "response": {},
        "cache": {},
        "timings": {"send": 0, "wait": time, "receive": 0},
    });
    match &exchange.answer {
        Ok(answer) => entry["response"] = response(answer),
        Err(failure) => {
            // Browsers write an exchange without an answer so.
            let nothing = Response::default();
            entry["response"] = response(&nothing);
            entry["response"]["_error"] = failure.to_string().into();
            entry["comment"] = failure.to_string().into();
        }
    }
    entry
}

fn request(exchanged: &Exchanged) -> Value {
    let request = &exchanged.exchange.request;
    let mut list = headers(&request.headers);
    for name in &exchanged.secret_headers {
        let own = |(n, _): &(String, String)| n.eq_ignore_ascii_case(name);
        if !request.headers.iter().any(own) {
            list.push(json!({"name": name, "value": "***"}));
        }
    }
    let size = request.body.as_ref().map_or(0, |b| b.len());
    let mut value = json!({
        "method": request.method,
        "url": format!("{}{}", exchanged.base.trim_end_matches('/'), request.target),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": list,
        "queryString": query(&request.target),
        "headersSize": -1,
        "bodySize": size,
    });
    if let Some(body) = &request.body {
        value["postData"] = post_data(request, body);
    }
    value
}

fn post_data(request: &Request, body: &[u8]) -> Value {
    let label = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("content-type");
    let mime = request.headers.iter().find(label).map_or("", |(_, v)| v);
    let (kept, note) = cut(body);
    let mut value = match std::str::from_utf8(kept) {
        Ok(text) => json!({"mimeType": mime, "text": text}),
        // The format has no member of its own for bytes that are no text.
        Err(_) => {
            json!({"mimeType": mime, "text": base64::encode(kept), "_encoding": "base64"})
        }
    };
    if let Some(note) = note {
        value["comment"] = note.into();
    }
    value
}

fn response(response: &Response) -> Value {
    let size = response.body.len();
    let (kept, note) = cut(&response.body);
    let mut content = json!({
        "size": size,
        "mimeType": response.header("content-type").unwrap_or("x-unknown"),
    });
    match std::str::from_utf8(kept) {
        Ok(text) => content["text"] = text.into(),
        Err(_) => {
            content["text"] = base64::encode(kept).into();
            content["encoding"] = "base64".into();
        }
    }
    if let Some(note) = note {
        content["comment"] = note.into();
    }
    let reason = ::http::StatusCode::from_u16(response.status).ok();
    json!({
        "status": response.status,
        "statusText": reason.and_then(|s| s.canonical_reason()).unwrap_or(""),
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&response.headers),
        "content": content,
        "redirectURL": response.header("location").unwrap_or(""),
        "headersSize": -1,
        "bodySize": size,
    })
}

/// What is kept of a body, and a note if that is not all.
fn cut(body: &[u8]) -> (&[u8], Option<String>) {
    if body.len() <= KEPT {
        return (body, None);
    }
    // Not in the middle of a character.
    let end = (KEPT - 3..=KEPT).rev().find(|at| body[*at] & 0xc0 != 0x80);
    let note = format!("the first {KEPT} of {} bytes", body.len());
    (&body[..end.unwrap_or(KEPT)], Some(note))
}

fn headers(list: &[(String, String)]) -> Vec<Value> {
    list.iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

fn query(target: &str) -> Vec<Value> {
    let Some((_, query)) = target.split_once('?') else {
        return Vec::new();
    };
    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({"name": plain(name), "value": plain(value)})
        })
        .collect()
}
