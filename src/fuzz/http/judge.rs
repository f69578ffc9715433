//! What is wrong with a reply, and what kind of reply it is.

use std::time::Duration;

use super::answer::{Reply, header};
use super::input::{Due, Input, lines};
use crate::contract::Contract;
use crate::fuzz::parser::masked;
use crate::target::retry_after;

/// The pause after an answer that asks for less work, when it does not say for how long.
const PAUSE: Duration = Duration::from_millis(20);
/// The longest pause, whatever an answer asks for.
const LONGEST: Duration = Duration::from_secs(1);

/// A word of so many bytes that stands in the request too is the request's.
const LONG: usize = 12;

/// How a server is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It takes no connection any more.
    Gone,
    /// No complete answer came in time.
    Hang,
    /// The connection ended without an answer to a well-formed request.
    Dropped,
    /// The connection ended within the answer.
    Cut,
    /// A status of the 500s that no overload and no unknown method or version explains.
    Fault,
    /// What came for a well-formed request is not HTTP.
    NoHttp,
}

impl Outcome {
    /// Its name in reports and file names.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Gone => "gone",
            Outcome::Hang => "hang",
            Outcome::Dropped => "dropped",
            Outcome::Cut => "cut",
            Outcome::Fault => "fault",
            Outcome::NoHttp => "no-http",
        }
    }

    /// What is right instead.
    pub fn expected(self) -> &'static str {
        match self {
            Outcome::Gone => "the server still takes connections",
            Outcome::Hang => "an answer, or the end of the connection, in time",
            Outcome::Dropped => "an answer to a well-formed request",
            Outcome::Cut => "an answer that is complete",
            Outcome::Fault => "an answer below 500",
            Outcome::NoHttp => "an answer in HTTP",
        }
    }
}

/// What is wrong with a reply of a server that has these contracts. A status of the 500s is a fault
/// even where a contract documents it: no request should bring it about.
pub(super) fn judge(input: &Input, reply: &Reply, contracts: &[Contract]) -> Option<Outcome> {
    let is_due = input.due == Due::Answer;
    match reply {
        Reply::Answer { status, .. } => {
            (*status >= 500 && !is_explained(input, *status, contracts)).then_some(Outcome::Fault)
        }
        Reply::Hang => (is_due || input.due == Due::Close).then_some(Outcome::Hang),
        Reply::Closed => is_due.then_some(Outcome::Dropped),
        Reply::Cut => is_due.then_some(Outcome::Cut),
        Reply::NoHttp(_) => is_due.then_some(Outcome::NoHttp),
        Reply::Refused(_) => Some(Outcome::Gone),
        Reply::Left => None,
    }
}

/// Whether a server says so for lack of time, or as it does not know the method, the version or
/// the transfer coding (RFC 9110, 15.6.2 and 15.6.6; RFC 9112, 6.1). What a line that is not made
/// right names as its version is open.
fn is_explained(input: &Input, status: u16, contracts: &[Contract]) -> bool {
    let first = lines(&input.bytes).next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    // Of what only helps to test, a server need have none.
    let all = contracts.iter().flat_map(|c| &c.operations);
    let mut operations = all.filter(|o| !o.support);
    let method = first.split(' ').next().unwrap_or_default();
    match status {
        503 => true,
        501 => {
            input.due != Due::Answer
                || header(&input.bytes, "transfer-encoding").is_some()
                || !operations.any(|o| o.method == method)
        }
        505 => {
            let words: Vec<&str> = first.split(' ').collect();
            !matches!(words[..], [_, target, "HTTP/1.1"] if !target.is_empty())
        }
        _ => false,
    }
}

/// The pause that a server asks for which wants less work.
pub(super) fn pause(reply: &Reply) -> Option<Duration> {
    let Reply::Answer {
        status: 429 | 503,
        head,
        ..
    } = reply
    else {
        return None;
    };
    let wanted = header(head, "retry-after").and_then(|value| retry_after(&value));
    Some(wanted.unwrap_or(PAUSE).clamp(PAUSE, LONGEST))
}

/// The kind of a reply to this request: status and words, without what is the request's own.
pub(super) fn kind(reply: &Reply, request: &[u8]) -> String {
    let words = |body| words(body, request);
    match reply {
        Reply::Answer { status, .. } if *status < 300 => status.to_string(),
        Reply::Answer { status, body, .. } => format!("{status} {}", words(body)),
        Reply::Hang => "hang".into(),
        Reply::Closed => "closed".into(),
        Reply::Cut => "cut".into(),
        Reply::NoHttp(bytes) => format!("no HTTP {}", words(bytes)),
        Reply::Refused(_) => "gone".into(),
        Reply::Left => "left".into(),
    }
}

/// The words of a body, with numbers, names with digits, paths, quotations and words of the request
/// in them masked.
fn words(body: &[u8], request: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(4096)]);
    let plain = match serde_json::from_slice::<serde_json::Value>(body) {
        Ok(value) => {
            let mut strings = Vec::new();
            collect(&value, &mut strings);
            strings.join(" ")
        }
        Err(_) => text.into_owned(),
    };
    let is_own = |word: &str| {
        let is_odd = |b: u8| b.is_ascii_digit() || b"/%$\\".contains(&b);
        word.bytes().any(is_odd)
            || (word.len() >= LONG && memchr::memmem::find(request, word.as_bytes()).is_some())
    };
    let words = plain.split_whitespace();
    let words = words.map(|w| if is_own(w) { "#" } else { w });
    masked(&words.collect::<Vec<_>>().join(" "))
}

/// Member names and texts, in order.
fn collect(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(map) => map.iter().for_each(|(name, value)| {
            out.push(name.clone());
            collect(value, out);
        }),
        serde_json::Value::Array(list) => list.iter().take(3).for_each(|v| collect(v, out)),
        serde_json::Value::String(text) => out.push(masked(text)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(bytes: &str, due: Due) -> Input {
        Input {
            bytes: bytes.into(),
            due,
            about: String::new(),
            place: "POST createBackup".into(),
        }
    }

    fn answer(status: u16, headers: &str, body: &str) -> Reply {
        Reply::Answer {
            status,
            head: format!("HTTP/1.1 {status} A{headers}").into(),
            body: body.into(),
            keeps: true,
        }
    }

    /// A method is documented, and so is a fault of the server with its code.
    const ORDERS: &str = r#"
openapi: 3.1.0
info: {title: Orders, version: "1"}
x-error-code: {at: [/code]}
paths:
  /a:
    post:
      operationId: order
      responses:
        '201': {description: ordered}
        '500':
          description: failed
          x-errors: [{code: 1000, duty: a failure is told, when: untested}]
"#;

    #[test]
    fn what_is_explained_is_no_fault() {
        let contracts =
            [crate::contract::load_text("orders.yaml", ORDERS, &|_| Err(String::new())).unwrap()];
        let judged = |due, line: &str, status, body: &str| {
            let reply = answer(status, "\r\nContent-Type: application/json", body);
            judge(&input(line, due), &reply, &contracts)
        };
        let post = "POST /a HTTP/1.1\r\n\r\n";
        let fault = Some(Outcome::Fault);
        for (due, line, status, body, wanted) in [
            (Due::Answer, post, 500, "", fault),
            (Due::Answer, post, 500, r#"{"code": 1001}"#, fault),
            (Due::Answer, post, 500, "failed at line 1000", fault),
            (Due::Answer, post, 502, r#"{"code": 1000}"#, fault),
            (Due::Answer, post, 501, "", fault),
            (Due::Answer, post, 505, "", fault),
            (Due::Any, post, 500, "", fault),
            (Due::Answer, post, 500, r#"{"code": 1000}"#, fault),
            (Due::Answer, post, 503, "", None),
            (Due::Answer, post, 429, "", None),
            (Due::Close, post, 501, "", None),
            (Due::Answer, "CLAUSAL /a HTTP/1.1\r\n\r\n", 501, "", None),
            (Due::Answer, "DELETE /a HTTP/1.1\r\n\r\n", 501, "", None),
            (Due::Close, "POST /a HTTP/9.9\r\n\r\n", 505, "", None),
            (Due::Close, "POST HTTP/1.1\r\n\r\n", 505, "", None),
            (
                Due::Any,
                "POST /a HTTP/9.9/b HTTP/1.1\r\n\r\n",
                505,
                "",
                None,
            ),
            (
                Due::Answer,
                "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                501,
                "",
                None,
            ),
        ] {
            assert_eq!(
                judged(due, line, status, body),
                wanted,
                "{line} {status} {body}"
            );
        }
    }

    #[test]
    fn what_an_answer_says_again_is_no_new_kind() {
        let said = |text: &str, request: &str| {
            let body = format!("{{\"url\": \"{text}\", \"cause\": \"early end\"}}");
            kind(&answer(500, "", &body), request.as_bytes())
        };
        let one = said("/api/orders/of${7*7}ps", "POST /api HTTP/1.1");
        assert_eq!(one, said("/api/%zz", "POST /api/%zz HTTP/1.1"));
        let own = "some_long_name_of_mine";
        let request = format!("POST /{own} HTTP/1.1");
        assert_eq!(said(own, &request), one);
        assert_ne!(said("late end of all", "POST / HTTP/1.1"), one);
    }

    #[test]
    fn silence_is_held_against_a_server_only_where_an_answer_is_due() {
        let judged = |due, reply| judge(&input("GET / HTTP/1.1\r\n\r\n", due), &reply, &[]);
        for (due, reply, wanted) in [
            (Due::Answer, Reply::Hang, Some(Outcome::Hang)),
            (Due::Close, Reply::Hang, Some(Outcome::Hang)),
            (Due::Any, Reply::Hang, None),
            (Due::Answer, Reply::Closed, Some(Outcome::Dropped)),
            (Due::Close, Reply::Closed, None),
            (Due::Answer, Reply::Cut, Some(Outcome::Cut)),
            (Due::Any, Reply::Cut, None),
            (
                Due::Answer,
                Reply::NoHttp(b"a".to_vec()),
                Some(Outcome::NoHttp),
            ),
            (Due::Close, Reply::NoHttp(b"a".to_vec()), None),
            (Due::Leave, Reply::Left, None),
        ] {
            assert_eq!(judged(due, reply.clone()), wanted, "{due:?} {reply:?}");
        }
    }

    #[test]
    fn a_pause_is_as_long_as_asked_for_within_bounds() {
        let asked = |status, headers| pause(&answer(status, headers, ""));
        assert_eq!(asked(200, "\r\nRetry-After: 1"), None);
        assert_eq!(asked(429, ""), Some(PAUSE));
        assert_eq!(asked(503, "\r\nRetry-After: 0"), Some(PAUSE));
        assert_eq!(asked(503, "\r\nretry-after: 3600"), Some(LONGEST));
    }
}
