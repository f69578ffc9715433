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
    let mut found: Vec<Mention> = Vec::new();
    for items in [false, true] {
        if found.is_empty() {
            collect(page, items, &mut found);
        }
    }
    if found.is_empty() {
        for (from, request) in super::requests::found(page) {
            if let Some((method, written)) = request.split_once(' ') {
                add(&mut found, from, method, written, By::Sample);
            }
        }
    }
    let calls = found.iter().filter(|one| !one.is_sample(&found));
    calls.map(|one| one.call.clone()).collect()
}

/// What names an operation, the most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Heading,
    Words,
    /// A request that is written out: with its host or its version.
    Sample,
}

/// An operation as it is named.
struct Mention {
    call: Call,
    by: By,
}

/// Most segments that stand in front of the path of an operation where a sample has its base.
const BASE: usize = 3;

impl Mention {
    /// Whether it only shows another one with values, or below the base of a server.
    fn is_sample(&self, all: &[Mention]) -> bool {
        let path = &self.call.path;
        let known = all.iter().any(|other| {
            let alike = other.call.method == self.call.method && other.call.path != *path;
            let fills = !path.contains('{') && shows(&other.call.path, path);
            // A heading may name one of its own beside the template: `/users/me`.
            let fills = fills && (self.by != By::Heading || has_number(path));
            let below = self.by == By::Sample && other.by < By::Sample;
            alike && (fills || below && is_below(&other.call.path, path))
        });
        let own = all.iter().any(|other| other.by < By::Sample);
        known || own && self.by == By::Sample && !path.contains('{') && has_number(path)
    }
}

/// Whether a segment of a path is a number or the id of a thing.
fn has_number(path: &str) -> bool {
    path.split('/').any(|segment| {
        let digits = segment.chars().filter(char::is_ascii_digit).count();
        let version = segment.starts_with(['v', 'V']) && segment.len() < 5;
        digits > 0 && !version && (digits == segment.len() || digits > 2)
    })
}

/// Whether a path is that of a template, or shows it, behind a base.
fn is_below(template: &str, path: &str) -> bool {
    let starts = path.match_indices('/').skip(1).take(BASE);
    let mut starts = starts.map(|(at, _)| path.split_at(at));
    starts.any(|(base, rest)| {
        !base.contains('{') && !has_number(base) && (rest == template || shows(template, rest))
    })
}

/// Operations that lines of their own name; of entries of lists as well where they are asked for.
fn collect(page: &Page, items: bool, calls: &mut Vec<Mention>) {
    for (from, block) in page.blocks.iter().enumerate() {
        let (text, by) = match block {
            Block::Item(_) if !items => continue,
            // What a command sends is a sample.
            Block::Code(text) if text.contains("curl ") => continue,
            Block::Code(text) if text.contains("HTTP/1") || text.contains("://") => {
                (text.as_str(), By::Sample)
            }
            Block::Heading(text) => (text.as_str(), By::Heading),
            Block::Code(text) | Block::Item(text) => (text.as_str(), By::Words),
            Block::Text(text)
                if is_request(text) || text.contains(['`', '*']) || text.contains("http:") =>
            {
                (text.as_str(), By::Words)
            }
            Block::Table(Table { caption, .. }) => (caption.as_str(), By::Heading),
            Block::Text(_) => continue,
        };
        for (method, written) in named(text) {
            add(calls, from, &method, &written, by);
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

fn add(calls: &mut Vec<Mention>, from: usize, method: &str, written: &str, by: By) {
    let Some(path) = template(written) else {
        return;
    };
    let method = method.to_owned();
    let same = |one: &&mut Mention| one.call.method == method && one.call.path == path;
    match calls.iter_mut().find(same) {
        Some(known) => known.by = known.by.min(by),
        None => calls.push(Mention {
            call: Call { method, path, from },
            by,
        }),
    }
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
