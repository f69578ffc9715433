//! A request as a `curl` command a person can paste into a POSIX shell.
//!
//! The command sends what clausal sent, byte for byte: headers that curl would add are switched off,
//! its harmless `User-Agent` excepted, and bytes that would not survive a terminal go through
//! `printf`. A NUL in a header is the one thing no argument can carry.

mod body;
mod marks;
mod quote;
#[cfg(test)]
mod tests;

use crate::exchange::Request;
use body::Feed;

/// Bodies above this make curl ask first with `Expect: 100-continue` (older ones do so earlier than
/// newer ones).
const EXPECT_ABOVE: usize = 1024;

/// The command that sends `request` to the target at `base_url`.
///
/// `secret_headers` are the profile's headers: a name, and the shell variable that stands for the
/// value. They are left out of anonymous requests, and where the request has a header of that name
/// itself.
pub fn command(request: &Request, base_url: &str, secret_headers: &[(String, String)]) -> String {
    let url = format!("{}{}", base_url.trim_end_matches('/'), request.target);
    let mut words = vec!["curl -sS".to_owned()];
    words.push(method(request));
    if has_dot_segment(&url) {
        words.push("--path-as-is".into());
    }
    if url.contains(['[', ']', '{', '}']) {
        words.push("-g".into());
    }
    words.push(marks::as_variables(quote::argument(&url)));
    for (name, value) in &request.headers {
        let header = quote::argument(&header(name, value));
        words.push(format!("-H {}", marks::as_variables(header)));
    }
    if !request.anonymous {
        let missing = |name: &str| !has(request, name);
        for (name, variable) in secret_headers.iter().filter(|(name, _)| missing(name)) {
            words.push(format!("-H {}", secret(name, variable)));
        }
    }
    words.extend(switched_off(request, secret_headers));
    match body::feed(request.body.as_deref()) {
        Feed::Nothing => words.join(" "),
        Feed::Argument(data) => {
            words.push(data);
            words.join(" ")
        }
        Feed::Pipe(producer) => {
            words.push("--data-binary @-".into());
            format!("{producer} | {}", words.join(" "))
        }
    }
}

/// The flags that show the answer's head and set the method.
fn method(request: &Request) -> String {
    match (request.method.as_str(), &request.body) {
        ("GET", None) => "-i".into(),
        // With `-X HEAD`, curl would wait for a body that never comes.
        ("HEAD", None) => "-I".into(),
        (name, _) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            format!("-i -X {name}")
        }
        (name, _) => format!("-i -X {}", quote::argument(name)),
    }
}

/// What follows `-H`: curl drops `Name:` without a value, and sends it for `Name;`.
fn header(name: &str, value: &str) -> String {
    if value.trim_matches([' ', '\t']).is_empty() {
        format!("{name};")
    } else {
        format!("{name}: {value}")
    }
}

fn secret(name: &str, variable: &str) -> String {
    let mut variable: String = variable
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    if !variable.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        variable.insert(0, '_');
    }
    if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        format!("\"{name}: ${variable}\"")
    } else {
        format!("{}\"${variable}\"", quote::argument(&format!("{name}: ")))
    }
}

/// Headers that curl would add by itself and clausal did not send.
fn switched_off(request: &Request, secret_headers: &[(String, String)]) -> Vec<String> {
    let sent = |name: &str| {
        has(request, name)
            || !request.anonymous
                && secret_headers
                    .iter()
                    .any(|(n, _)| n.eq_ignore_ascii_case(name))
    };
    let size = request.body.as_ref().map(|body| body.len());
    [
        ("Accept", true),
        ("Content-Type", size.is_some()),
        ("Expect", size.is_some_and(|n| n > EXPECT_ABOVE)),
    ]
    .into_iter()
    .filter(|&(name, added)| added && !sent(name))
    .map(|(name, _)| format!("-H '{name}:'"))
    .collect()
}

fn has(request: &Request, name: &str) -> bool {
    let mut names = request.headers.iter().map(|(n, _)| n);
    names.any(|n| n.eq_ignore_ascii_case(name))
}

/// Whether curl would tidy the path: it also reads `%2e` as a dot.
fn has_dot_segment(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.split('/')
        .map(|segment| segment.to_ascii_lowercase().replace("%2e", "."))
        .any(|segment| segment == "." || segment == "..")
}
