//! Reaching targets: TLS, proxies, tokens, limits, and none of it where nobody has said yes.

mod allowances;
mod flat;
mod guard;
mod header;
mod in_flight;
mod limits;
mod long;
mod order;
mod proxy;
mod secure;
mod signals;
mod token;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What a little server saw, a request each.
pub type Seen = Arc<Mutex<Vec<String>>>;

/// A contract of one operation that always answers 200.
pub const PING: &str = r#"
openapi: 3.1.0
info: {title: ping, version: '1'}
x-error-code: {at: [/code]}
security: [{token: []}]
components:
  securitySchemes:
    token: {type: apiKey, in: header, name: Token}
paths:
  /ping:
    get:
      operationId: ping
      responses:
        '200': {description: pong}
"#;

/// Writes the contract into a folder and tells its path.
pub fn ping(folder: &tempfile::TempDir) -> String {
    let path = folder.path().join("ping.yaml");
    std::fs::write(&path, PING).unwrap();
    path.to_string_lossy().into_owned()
}

/// Serves every connection in a thread of its own: the answer to a request is what `answer` says.
pub fn serve(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> (String, Seen) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Seen::default();
    let (kept, answer) = (Arc::clone(&seen), Arc::new(answer));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (kept, answer) = (Arc::clone(&kept), Arc::clone(&answer));
            thread::spawn(move || talk(stream, &kept, &*answer));
        }
    });
    (url, seen)
}

fn talk(
    mut stream: impl Read + Write,
    seen: &Seen,
    answer: &(dyn Fn(&str) -> String + Send + Sync),
) {
    while let Some(request) = request(&mut stream) {
        // A path that no contract has is not found.
        if request.starts_with("GET /clausal-no-such-path") {
            if stream.write_all(reply(404, "", "{}").as_bytes()).is_err() {
                return;
            }
            continue;
        }
        seen.lock().unwrap().push(request.clone());
        if stream.write_all(answer(&request).as_bytes()).is_err() {
            return;
        }
    }
}

/// The next request, head and body; `None` at the end.
pub fn request(stream: &mut impl Read) -> Option<String> {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        text.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&text).to_lowercase();
    let length = head
        .lines()
        .find_map(|l| l.strip_prefix("content-length:"))
        .and_then(|n| n.trim().parse::<usize>().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    text.extend(body);
    Some(String::from_utf8_lossy(&text).into_owned())
}

/// An answer with a status and a JSON body.
pub fn reply(status: u16, more: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{more}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Bytes from one stream to the other, until either ends.
pub fn pipe(mut from: TcpStream, mut to: TcpStream) {
    let back = (to.try_clone().unwrap(), from.try_clone().unwrap());
    let there = thread::spawn(move || drop(std::io::copy(&mut from, &mut to)));
    let (mut from, mut to) = back;
    drop(std::io::copy(&mut from, &mut to));
    drop(there);
}
