//! Pages for people where a document was expected: they often name the document.

use crate::cli::{Error, exit};
use crate::target::shown_url;

/// Where documents usually stand.
pub(super) const USUAL: &str = "\n(hint: documents often stand at /openapi.json, /v3/api-docs, /swagger.json, \
    /swagger/v1/swagger.json or /api/schema)";

/// Says that a text is a page, and which document it names, if it is one.
pub(super) fn refused(url: &str, text: &str) -> Option<Error> {
    let start: String = text.trim_start().chars().take(15).collect();
    let start = start.to_ascii_lowercase();
    if !start.starts_with("<!doctype html") && !start.starts_with("<html") {
        return None;
    }
    let hint = match document(text) {
        Some(path) => format!(
            "\n(hint: it names a document: {})",
            shown_url(&joined(url, path))
        ),
        None => USUAL.to_owned(),
    };
    Some(Error {
        text: format!(
            "`{}` is a page for people, not an OpenAPI document{hint}",
            shown_url(url)
        ),
        code: exit::USAGE,
    })
}

/// The first text in quotes that ends like the name of a document.
fn document(text: &str) -> Option<&str> {
    let quoted = text.split(['"', '\'']);
    let ends = [".json", ".yaml", ".yml", "/api-docs", "?format=openapi"];
    let mut named =
        quoted.filter(|part| part.len() < 200 && ends.iter().any(|end| part.ends_with(end)));
    named.find(|part| {
        let clear = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>');
        part.chars().all(clear) && !part.contains("manifest") && !part.contains("package")
    })
}

/// The address of a document that a page names.
fn joined(url: &str, path: &str) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let authority = rest.split('/').next().unwrap_or_default();
    let folder = match path.strip_prefix('/') {
        Some(_) => "",
        None => rest
            .split_once('/')
            .and_then(|(_, rest)| rest.rsplit_once('/'))
            .map_or("", |(folder, _)| folder),
    };
    let slash = if folder.is_empty() { "" } else { "/" };
    format!(
        "{scheme}://{authority}{slash}{folder}/{}",
        path.trim_start_matches('/')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_of_a_page_is_named() {
        for (url, text, named) in [
            (
                "http://a:1/docs",
                "<!DOCTYPE html><script>{ url: '/openapi.json', x: 1}",
                "http://a:1/openapi.json",
            ),
            (
                "http://a:1/x/docs",
                "<html><a href=\"spec.yaml\">",
                "http://a:1/x/spec.yaml",
            ),
            ("http://a:1/", "<html>", "/v3/api-docs"),
        ] {
            let error = refused(url, text).unwrap();
            assert!(error.text.contains(named), "{}", error.text);
        }
        assert!(refused("http://a/", "openapi: 3.1.0").is_none());
    }
}
