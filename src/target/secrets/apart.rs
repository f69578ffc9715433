//! What is secret in what a profile gives, and in what logins and commands return.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

use super::layers::Layer;
use crate::exchange::Response;

/// Headers whose values are words of the protocol.
const OPEN_HEADERS: [&str; 9] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "cache-control",
    "content-language",
    "content-type",
    "pragma",
    "user-agent",
];
/// Members and parameters whose values are words of the protocol.
const OPEN_MEMBERS: [&str; 13] = [
    "algorithm",
    "charset",
    "expires_in",
    "grant_type",
    "httponly",
    "max-age",
    "nc",
    "path",
    "qop",
    "realm",
    "response_type",
    "scope",
    "token_type",
];
/// What names of members hold whose values are keys.
const TELLING: [&str; 12] = [
    "auth", "cookie", "cred", "jwt", "key", "pass", "pwd", "secret", "session", "sid", "ticket",
    "token",
];
/// A value this long without a blank looks like a key, whatever it is called.
const LONG: usize = 16;

/// A header that the profile gives.
pub(super) fn header(name: &str, value: &str) -> Vec<String> {
    let name = name.trim().to_ascii_lowercase();
    if OPEN_HEADERS.contains(&&*name) {
        return Vec::new();
    }
    let mut list = vec![value.to_owned()];
    if name == "cookie" {
        for pair in value.split(';') {
            list.extend(pair.split_once('=').map(|(_, value)| unquoted(value)));
        }
        return list;
    }
    let rest = match value.trim().split_once(' ') {
        Some((scheme, rest)) if !scheme.contains(['=', ',']) => rest.trim(),
        _ => value.trim(),
    };
    list.extend(token(rest));
    // `Digest username="…", response="…"`
    if rest.contains('=') && rest.contains(['"', ',', ';']) {
        for parameter in rest.split([',', ';']) {
            if let Some((name, value)) = parameter.split_once('=')
                && !is_open(name)
            {
                list.push(unquoted(value));
            }
        }
    }
    list
}

/// A credential: a token, or a user with a password.
pub(super) fn credential(value: &str) -> Vec<String> {
    let mut list = token(value);
    list.extend(pair(value));
    list
}

/// A token, and the user with a password that it may hold in base64.
fn token(value: &str) -> Vec<String> {
    let mut list = vec![value.to_owned()];
    let bare = value.trim_end_matches('=');
    let read = STANDARD_NO_PAD.decode(bare);
    let read = read.or_else(|_| URL_SAFE_NO_PAD.decode(bare));
    if let Ok(Ok(text)) = read.map(String::from_utf8)
        && !text.contains(|c: char| c.is_control())
        && text.contains(':')
    {
        list.extend(pair(&text));
        list.push(text);
    }
    list
}

fn pair(text: &str) -> Vec<String> {
    match text.split_once(':') {
        Some((user, password)) => vec![user.to_owned(), password.to_owned()],
        None => Vec::new(),
    }
}

/// A URL with a user in it.
pub(super) fn url(url: &str) -> Vec<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some((user, _)) = rest.rsplit_once('@') else {
        return Vec::new();
    };
    let mut list = credential(user);
    if let Some(read) = Layer::of(user.as_bytes()) {
        list.extend(credential(&String::from_utf8_lossy(&read.bytes)));
    }
    list
}

/// The body of a login.
pub(super) fn login(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body).into_owned();
    let mut list = Vec::new();
    match serde_json::from_str::<Value>(&text) {
        Ok(value) => leaves("", &value, &mut |name, text| {
            if !is_open(name) {
                list.push(text);
            }
        }),
        Err(_) if text.trim_start().starts_with('<') => list.extend(of_xml(&text)),
        Err(_) => {
            let pairs = form_urlencoded::parse(text.trim().as_bytes());
            let values = pairs.filter(|(name, _)| !is_open(name));
            list.extend(values.map(|(_, value)| value.into_owned()));
        }
    }
    list.push(text);
    list
}

/// Values of attributes and texts of a document, whether it is well-formed or not.
fn of_xml(text: &str) -> Vec<String> {
    let quoted = text.split('"').skip(1).step_by(2);
    let single = text.split('\'').skip(1).step_by(2);
    let texts = text.split('>').filter_map(|t| t.split('<').next());
    let raw = quoted.chain(single).chain(texts).map(str::trim);
    let raw = raw.filter(|t| !t.is_empty() && !t.contains("://") && !t.contains('<'));
    raw.map(|text| match Layer::of(text.as_bytes()) {
        Some(read) => String::from_utf8_lossy(&read.bytes).into_owned(),
        None => text.to_owned(),
    })
    // Words such as a version are none.
    .filter(|text| text.parse::<f64>().is_err() && text != "UTF-8" && text != "utf-8")
    .collect()
}

/// What came of a login.
pub(super) fn answer(answer: &Response) -> Vec<String> {
    let mut list = Vec::new();
    for (name, value) in &answer.headers {
        let name = name.to_ascii_lowercase();
        if name == "set-cookie" {
            let pair = value.split(';').next().and_then(|p| p.split_once('='));
            list.extend(pair.map(|(_, value)| unquoted(value)));
        } else if tells(&name) && name != "www-authenticate" {
            list.extend(header(&name, value));
        }
    }
    let mut take = |name: &str, text: String| {
        let long = text.len() >= LONG && !text.contains([' ', '\n']) && !text.contains("://");
        if !is_open(name) && (long || tells(name) && text.parse::<f64>().is_err()) {
            list.push(text);
        }
    };
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(value) => leaves("", &value, &mut take),
        Err(_) => {
            let text = String::from_utf8_lossy(&answer.body);
            match text.trim_start().starts_with('<') {
                true => of_xml(&text).into_iter().for_each(|t| take("", t)),
                false => text.split_whitespace().for_each(|t| take("", t.to_owned())),
            }
        }
    }
    list
}

/// What a command printed: its first line is the value of a header, and others may be secret, too.
pub(super) fn printed(printed: &str) -> Vec<String> {
    let mut lines = printed.lines();
    let mut list = lines.next().map(|l| header("", l)).unwrap_or_default();
    for line in lines {
        let words = line.split_whitespace().filter(|w| w.len() >= LONG / 2);
        list.extend(words.map(str::to_owned));
        list.push(line.to_owned());
    }
    list
}

/// Every text and number in a value, with the name of the member that holds it.
fn leaves(name: &str, value: &Value, take: &mut impl FnMut(&str, String)) {
    match value {
        Value::String(text) => take(name, text.clone()),
        Value::Number(number) => take(name, number.to_string()),
        Value::Array(list) => list.iter().for_each(|v| leaves(name, v, take)),
        Value::Object(map) => map.iter().for_each(|(n, v)| leaves(n, v, take)),
        _ => {}
    }
}

fn is_open(name: &str) -> bool {
    let name = name.trim();
    OPEN_MEMBERS.iter().any(|o| o.eq_ignore_ascii_case(name))
}

fn tells(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TELLING.iter().any(|word| name.contains(word))
}

fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').to_owned()
}
