//! The reference server's handling of requests, without a socket.

use axum::Router;
use axum::body::Body;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use tokio::runtime::{Builder, Runtime};
use tower_service::Service;

use crate::reference::{Options, router};

thread_local! {
    static RUNTIME: Option<Runtime> = Builder::new_current_thread().enable_time().build().ok();
}

/// Sends requests to a new server, one after the other. An input holds them as they look on the
/// wire: a line of method and target, headers, an empty line and the body; a line `%%` parts two
/// requests. Tokens are right unless the headers give others.
///
/// # Panics
/// When the server panics, or answers with 500 and more although nobody asked it to: the state hook
/// can make its engine fail, and then a creation is to be answered with 500.
pub fn reference_server(bytes: &[u8]) {
    let options = Options::default();
    let Ok(mut server) = router(&options) else {
        unreachable!("no defect and no variant is asked for")
    };
    let mut asked = false;
    for part in super::parts(bytes) {
        let Some(request) = request(part, &options) else {
            continue;
        };
        asked |= request.uri().path() == "/_states";
        let shown = format!("{} {}", request.method(), request.uri());
        let status = answered(&mut server, request);
        assert!(status < 500 || asked, "{status} to {shown}");
    }
}

/// The status of the answer.
fn answered(server: &mut Router, request: Request<Body>) -> u16 {
    RUNTIME.with(|runtime| {
        let Some(runtime) = runtime else {
            unreachable!("a runtime without sockets needs nothing of the system")
        };
        match runtime.block_on(server.call(request)) {
            Ok(response) => response.status().as_u16(),
            Err(never) => match never {},
        }
    })
}

/// What hyper would hand to the server; `None` for what it would refuse itself.
fn request(bytes: &[u8], options: &Options) -> Option<Request<Body>> {
    let (first, mut rest) = line(bytes);
    let mut words = first.split(|b| *b == b' ');
    let method = Method::from_bytes(words.next()?).ok()?;
    let target = Uri::try_from(words.next()?).ok()?;
    let mut request = Request::new(Body::empty());
    for (_, name, value) in options.headers() {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        request.headers_mut().insert(name, value.parse().ok()?);
    }
    loop {
        let (header, later) = line(rest);
        rest = later;
        if header.is_empty() {
            break;
        }
        let colon = header.iter().position(|b| *b == b':')?;
        let name = HeaderName::from_bytes(&header[..colon]).ok()?;
        let value = HeaderValue::from_bytes(header[colon + 1..].trim_ascii()).ok()?;
        request.headers_mut().insert(name, value);
    }
    *request.method_mut() = method;
    *request.uri_mut() = target;
    *request.body_mut() = Body::from(rest.to_vec());
    Some(request)
}

/// The first line without its end, and what follows it.
fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|b| *b == b'\n');
    let (line, rest) = bytes.split_at(end.map_or(bytes.len(), |at| at + 1));
    (line.trim_ascii_end(), rest)
}
