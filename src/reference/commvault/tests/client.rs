//! A client that says what it is told to, and looks at answers with eyes of its own.
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::reference::{Options, Server, start};

/// A server of its own, and how to talk to it.
pub(super) struct Talk {
    server: Server,
}

/// An answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

/// What goes with a body in XML that is to be answered in XML.
pub(super) fn xml() -> String {
    "authtoken: QSDK 0123\r\naccept: application/xml\r\ncontent-type: application/xml\r\n"
        .to_owned()
}

/// What goes with a body in JSON that is to be answered in JSON.
pub(super) fn json() -> String {
    xml().replace("xml", "json")
}

impl Talk {
    pub(super) fn new(defect: &str, variant: &str) -> Self {
        let list = |id: &str| Vec::from_iter((!id.is_empty()).then(|| id.to_owned()));
        let options = Options {
            defects: list(defect),
            variants: list(variant),
            ..Options::default()
        };
        let server = start(options).unwrap();
        Self { server }
    }

    pub(super) fn post(&self, path: &str, headers: String, body: &str) -> Reply {
        self.send(path, headers, body.as_bytes())
    }

    pub(super) fn send(&self, path: &str, headers: String, body: &[u8]) -> Reply {
        self.call("POST", path, &headers, body)
    }

    pub(super) fn call(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        self.exchange(method, &format!("/webconsole/api{path}"), headers, body)
    }

    /// Back to baseline; the status of that.
    pub(super) fn baseline(&self) -> u16 {
        self.exchange("POST", "/_states", "", b"{\"state\":\"baseline\"}")
            .status
    }

    /// The last answer to calls on one connection.
    pub(super) fn behind(&self, calls: &[(&str, String, &str)]) -> Reply {
        let mut all = Vec::new();
        for (number, (path, headers, body)) in calls.iter().enumerate() {
            let last = number + 1 == calls.len();
            let end = if last { "connection: close\r\n" } else { "" };
            let length = body.len();
            let head = format!(
                "POST /webconsole/api{path} HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n{end}{headers}\r\n"
            );
            all.extend_from_slice(head.as_bytes());
            all.extend_from_slice(body.as_bytes());
        }
        let mut stream = TcpStream::connect(self.server.addr()).unwrap();
        stream.write_all(&all).unwrap();
        let mut answers = Vec::new();
        stream.read_to_end(&mut answers).unwrap();
        let last = answers
            .windows(9)
            .rposition(|it| it == b"HTTP/1.1 ")
            .unwrap();
        let answer = &answers[last..];
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let lines = head.lines().filter(|line| !line.starts_with("date:"));
        Reply {
            status: head[9..12].parse().unwrap(),
            head: lines.collect::<Vec<_>>().join(" | "),
            body: answer[end + 4..].to_vec(),
        }
    }

    fn exchange(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(self.server.addr()).unwrap();
        let length = body.len();
        let (measure, body) = match headers.contains("transfer-encoding") {
            true => (String::new(), in_chunks(body)),
            false => (format!("content-length: {length}\r\n"), body.to_vec()),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{measure}{headers}\r\n"
        );
        stream
            .write_all(&[head.into_bytes(), body].concat())
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let chunked = head.contains("transfer-encoding: chunked");
        let lines = head.lines().filter(|line| !line.starts_with("date:"));
        Reply {
            status: head[9..12].parse().unwrap(),
            head: lines.collect::<Vec<_>>().join(" | "),
            body: if chunked {
                unchunked(&answer[end + 4..])
            } else {
                answer[end + 4..].to_vec()
            },
        }
    }
}

/// A body in chunks of seven bytes.
fn in_chunks(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for piece in body.chunks(7) {
        out.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
        out.extend_from_slice(piece);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

/// A body put together from its chunks.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|it| it == b"\r\n").unwrap();
        let size = std::str::from_utf8(&rest[..end]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            return body;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
}

impl Reply {
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(super) fn media_type(&self, wanted: &str) -> bool {
        self.head.contains(&format!("content-type: {wanted}"))
    }

    /// The code of a fault or of a new set; empty if there is none.
    pub(super) fn code(&self) -> String {
        let json = self.json();
        if json.is_object() {
            let inner = json["response"]["errorCode"].as_u64();
            let code = inner.or(json["errorCode"].as_u64());
            return code.map_or_else(String::new, |code| code.to_string());
        }
        self.values("errorCode").concat()
    }

    pub(super) fn tasks(&self) -> Vec<String> {
        self.values("taskId")
    }

    pub(super) fn jobs(&self) -> Vec<String> {
        self.values("val")
    }

    /// The id of a new set.
    pub(super) fn set(&self) -> String {
        let json = self.json()["response"]["entity"]["backupsetId"].as_u64();
        json.map_or_else(|| self.values("backupsetId").concat(), |id| id.to_string())
    }

    /// Every attribute of this name, in a document that has to be well-formed.
    fn values(&self, name: &str) -> Vec<String> {
        let text = self.text();
        let document = roxmltree::Document::parse(&text);
        let document = document.unwrap_or_else(|error| panic!("{error} in {text}"));
        let elements = document.descendants();
        elements
            .filter_map(|it| it.attribute(name))
            .map(str::to_owned)
            .collect()
    }
}
