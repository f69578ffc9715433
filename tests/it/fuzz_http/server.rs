//! Small servers that do what a test needs.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use crate::support::text;

/// What a request is answered with.
pub enum Say {
    /// These bytes; the connection stays open where the request allows it.
    Keep(String),
    /// These bytes, and the end of the connection.
    Close(String),
    /// Nothing for so long, then the end of the connection.
    Wait(Duration),
}

/// An answer.
pub fn answer(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status} A\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
}

/// Begins a server with a thread for each connection and gives its URL.
pub fn begin(say: impl Fn(&str) -> Say + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let say: Arc<dyn Fn(&str) -> Say + Send + Sync> = Arc::new(say);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let say = say.clone();
            std::thread::spawn(move || serve(stream, &*say));
        }
    });
    url
}

/// Begins a server that serves one connection at a time, as long as that stays open.
pub fn begin_single(say: impl Fn(&str) -> Say + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            serve(stream, &say);
        }
    });
    url
}

/// Answers the requests on a connection.
pub fn serve(mut stream: TcpStream, say: &dyn Fn(&str) -> Say) {
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut got = Vec::new();
    loop {
        let mut part = [0; 64 << 10];
        let end = match whole(&got) {
            Some(end) => end,
            None => match stream.read(&mut part) {
                Ok(n @ 1..) => {
                    got.extend_from_slice(&part[..n]);
                    // What follows may be the rest of what is no request.
                    let rest = Some(Duration::from_millis(100));
                    stream.set_read_timeout(rest).unwrap();
                    continue;
                }
                _ if got.is_empty() => return,
                _ => {
                    let wrong = answer(400, "Connection: close\r\n", "");
                    return drop(stream.write_all(wrong.as_bytes()));
                }
            },
        };
        let is_last = end < got.len();
        let request = text(&got[..end]);
        got.clear();
        match say(&request) {
            Say::Keep(answer) if !is_last => {
                if stream.write_all(answer.as_bytes()).is_err() {
                    return;
                }
                let idle = Some(Duration::from_secs(20));
                stream.set_read_timeout(idle).unwrap();
            }
            Say::Keep(answer) | Say::Close(answer) => {
                return drop(stream.write_all(answer.as_bytes()));
            }
            Say::Wait(time) => return std::thread::sleep(time),
        }
    }
}

/// Where the first request ends, if it is whole.
fn whole(bytes: &[u8]) -> Option<usize> {
    let head = memchr::memmem::find(bytes, b"\r\n\r\n")? + 4;
    let words = text(&bytes[..head]);
    if words.contains("Transfer-Encoding") {
        return bytes.ends_with(b"0\r\n\r\n").then_some(bytes.len());
    }
    let length = words
        .split("\r\n")
        .find_map(|l| l.strip_prefix("Content-Length: "));
    let length = length.and_then(|l| l.parse::<usize>().ok()).unwrap_or(0);
    let end = head.checked_add(length)?;
    (bytes.len() >= end).then_some(end)
}
