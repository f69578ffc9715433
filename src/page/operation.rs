//! The operations that a page is about: a method and a path, in a heading, a syntax or a sample.

use super::block::{Block, Page, Table};
use super::{caught, patterns};

patterns! {
    CALL = r"(?m)(?:^|[\s`>*(\[])(GET|POST|PUT|PATCH|DELETE|HEAD)(?:[`*:\]]*\s+[`*]*(?:https?://|/|[A-Za-z{]|<[^<>\n]{1,40}>)|https?://|/[a-z{])(?:<[^<>\n]{1,40}>|[^\s`<>])*";
    DOMAIN = r"(?m)http:(get|post|put|patch|delete|head)::\s+(/\S*)";
    ADDRESS = r"^(?:https?://[^/]+|<[^>]*>|[a-z]*webservice[a-z]*)(/.*)$";
    ANGLE = r"<([A-Za-z0-9_ -]+)>";
    COLON = r"/:([A-Za-z0-9_]+)";
}

/// An operation of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) method: String,
    /// Path template.
    pub(super) path: String,
    /// First block of its part of the page.
    pub(super) from: usize,
}

/// Whether a line begins a request.
pub(super) fn is_request(line: &str) -> bool {
    let method = line
        .split(|c: char| c.is_whitespace() || "/h".contains(c))
        .next()
        .unwrap_or_default();
    let method = method.trim_matches(['`', '*', ':']);
    ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&method) && line.contains('/')
}

/// Every operation, the first mention of each; what only shows one with values is left out. An entry of a list
/// names one of the page's own only where nothing else does: lists of others are menus.
pub(super) fn calls(page: &Page) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    for items in [false, true] {
        if calls.is_empty() {
            collect(page, items, &mut calls);
        }
    }
    if calls.is_empty() {
        for (from, request) in super::requests::found(page) {
            if let Some((method, written)) = request.split_once(' ') {
                add(&mut calls, from, method, written);
            }
        }
    }
    calls
}

/// Operations that lines of their own name; of entries of lists as well where they are asked for.
fn collect(page: &Page, items: bool, calls: &mut Vec<Call>) {
    for (from, block) in page.blocks.iter().enumerate() {
        let text = match block {
            Block::Item(_) if !items => continue,
            // What a command sends is a sample.
            Block::Code(text) if text.contains("curl ") => continue,
            Block::Heading(text) | Block::Code(text) | Block::Item(text) => text.as_str(),
            Block::Text(text)
                if is_request(text) || text.contains(['`', '*']) || text.contains("http:") =>
            {
                text.as_str()
            }
            Block::Table(Table { caption, .. }) => caption.as_str(),
            Block::Text(_) => continue,
        };
        for (method, written) in named(text) {
            add(calls, from, &method, &written);
        }
    }
}

/// The methods and addresses that a text names.
fn named(text: &str) -> Vec<(String, String)> {
    let calls = CALL
        .as_ref()
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text));
    let calls = calls.filter_map(|found| {
        let method = found[1].to_owned();
        let (_, written) = found[0].split_once(&method)?;
        Some((
            method,
            written
                .trim_start_matches(['`', '*', ':', ']', ' ', '\t', '\n'])
                .to_owned(),
        ))
    });
    let domains = DOMAIN
        .as_ref()
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text));
    calls
        .chain(domains.map(|found| (found[1].to_uppercase(), found[2].to_owned())))
        .collect()
}

fn add(calls: &mut Vec<Call>, from: usize, method: &str, written: &str) {
    let Some(path) = template(written) else {
        return;
    };
    let call = Call {
        method: method.to_owned(),
        path,
        from,
    };
    if !calls.iter().any(|known| same(known, &call)) {
        calls.push(call);
    }
}

/// Whether the second is the first one, or shows it with values.
fn same(known: &Call, call: &Call) -> bool {
    let sample = !call.path.contains('{') && shows(&known.path, &call.path);
    known.method == call.method && (known.path == call.path || sample)
}

fn shows(template: &str, path: &str) -> bool {
    let mut pattern = String::from("^");
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        pattern += &regex::escape(before);
        pattern += "[^/]+?";
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    pattern += &regex::escape(rest);
    pattern.push('$');
    // Spaces end what is read of a path.
    let path = path.split('?').next().unwrap_or(path);
    regex::Regex::new(&pattern).is_ok_and(|p| p.is_match(path))
        || template.contains("='{")
            && path.contains("='")
            && path.split('(').next() == template.split('(').next()
}

/// A path as OpenAPI writes it: without scheme, host and query, with braces around its parameters.
fn template(written: &str) -> Option<String> {
    let written = written.trim_end_matches(['.', ',', ';', ':', ')', '"', '\'', '*']);
    // A bracket that belongs to the path stays.
    let written = match written.matches('(').count() > written.matches(')').count() {
        true => format!("{written}')").replace("'')", "')"),
        false => written.to_owned(),
    };
    let path = match caught(&ADDRESS, &written) {
        Some(found) => found[1].to_owned(),
        None => written,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = match path.starts_with('/') {
        true => path.to_owned(),
        false if path.contains('/') => format!("/{path}"),
        false => return None,
    };
    let path = ANGLE.as_ref().map_or(path.clone(), |p| {
        let named =
            |found: &regex::Captures<'_>| format!("{{{}}}", found[1].trim().replace(' ', "_"));
        p.replace_all(&path, named).into_owned()
    });
    let path = COLON
        .as_ref()
        .map_or(path.clone(), |p| p.replace_all(&path, "/{$1}").into_owned());
    let fine = |c: char| c.is_ascii_graphic() && !"<>\"\\^`|".contains(c);
    (path.len() > 1 && path.chars().all(fine)).then(|| path.trim_end_matches('/').to_owned())
}

/// Names of the parameters of a path.
pub(super) fn names(path: &str) -> Vec<&str> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}

/// What the path makes or finds, in the singular: `backup` of `/a/backups/{id}`.
pub(super) fn resource(path: &str) -> String {
    let mut segments = path.split('/');
    let last = segments.rfind(|s| !s.is_empty() && !s.contains(['{', '(']));
    let words = last.unwrap_or("thing").to_ascii_lowercase();
    singular(&words.replace(['_', '-'], " "))
}

/// The singular of an English word, as far as endings tell.
pub(super) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) && stem.len() > 2 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Vec<String> {
        let blocks = texts.iter().map(|t| Block::Code((*t).to_owned())).collect();
        let all = calls(&Page { blocks });
        all.into_iter()
            .map(|c| format!("{} {}", c.method, c.path))
            .collect()
    }

    #[test]
    fn operations_are_found_as_pages_write_them() {
        assert_eq!(
            of(&["POST https://a.example/v1/pets?x=1 HTTP/1.1"]),
            ["POST /v1/pets"]
        );
        assert_eq!(
            of(&[
                "POST <webservice>/Sets/{id}/run HTTP/1.1",
                "POST <webservice>/Sets/3/run"
            ]),
            ["POST /Sets/{id}/run"]
        );
        assert_eq!(
            of(&["GET /pets/:petId/toys, then"]),
            ["GET /pets/{petId}/toys"]
        );
        assert_eq!(of(&["DELETE /pets/<pet id>/"]).len(), 1);
        assert_eq!(of(&["GET help about it", "the GET method"]).len(), 0);
        let by_name = "POST <w>/Set/byName(clientName='{clientName}',set='{set}')/run HTTP/1.1";
        let shown = "POST <w>/Set/byName(clientName='a',set='file";
        assert_eq!(
            of(&[by_name, shown]),
            ["POST /Set/byName(clientName='{clientName}',set='{set}')/run"]
        );
    }

    #[test]
    fn singulars() {
        for (many, one) in [
            ("backups", "backup"),
            ("policies", "policy"),
            ("boxes", "box"),
            ("status", "status"),
        ] {
            assert_eq!(singular(many), one);
        }
    }
}
