//! The document as a whole.

use super::Reader;
use crate::contract::keywords::Part;
use crate::contract::nearest::known_words;
use crate::contract::text::Node;
use crate::contract::{Contract, ErrorPlace};

impl<'d> Reader<'d> {
    /// The contract; `None` when the document is no OpenAPI.
    pub(super) fn document(&mut self, file: &str, root: &'d Node) -> Option<Contract> {
        self.version(root)?;
        self.extensions(root, Part::Document);
        let known = [
            "openapi",
            "info",
            "jsonSchemaDialect",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
        ];
        self.spelling(root, "an OpenAPI document", &known);
        let mut title = String::new();
        let mut document = String::new();
        if let Some(info) = self.needed(root, "info", "the document") {
            self.extensions(info, Part::Info);
            title = self.text_of(info, "title").unwrap_or_default().to_owned();
            document = self.source(info, &title);
        }
        let bases = self.servers(root);
        let readings = self.readings(root);
        let fixtures = self.fixtures(root);
        let states = self.states(root);
        let error_code = self.error_code(root);
        let token = self.token(root);
        let operations = match root.get("paths") {
            Some(paths) => self.paths(root, paths),
            None => Vec::new(),
        };
        if operations.is_empty() && self.notes.problems.is_empty() {
            let mark = root.entry("paths").map_or(&root.mark, |e| &e.mark);
            self.refuse(
                mark,
                "the contract has no operations, so there is nothing to test",
                "add a path with a method below `paths`",
            );
        }
        self.scope = None;
        self.components(root);
        Some(Contract {
            name: name(file, &title),
            title,
            document,
            bases,
            readings,
            fixtures,
            states,
            error_code,
            token,
            operations,
        })
    }

    /// Refuses what is no OpenAPI 3.0 or 3.1.
    fn version(&mut self, root: &'d Node) -> Option<()> {
        if let Some(old) = root.entry("swagger") {
            self.refuse(
                &old.mark,
                "this is Swagger 2.0, and clausal reads OpenAPI 3.1",
                "convert it first: https://converter.swagger.io does",
            );
            return None;
        }
        let Some(openapi) = root.entry("openapi") else {
            let keys: Vec<&str> = root.entries().iter().map(|e| &*e.key).collect();
            let near = crate::contract::nearest::nearest("openapi", keys);
            let hint = match near {
                Some(near) => format!("`{near}` looks like a misspelt `openapi`"),
                None => "an OpenAPI document begins with `openapi: 3.1.0`".to_owned(),
            };
            self.refuse(
                &root.mark,
                "this is no OpenAPI document: it lacks `openapi`",
                hint,
            );
            return None;
        };
        let written = match openapi.value.json() {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        let is = |version: &str| written == version || written.starts_with(&format!("{version}."));
        self.old = is("3.0");
        if !self.old && !is("3.1") {
            self.refuse(
                &openapi.value.mark,
                format!("this is OpenAPI {written}, and clausal reads 3.1 (and 3.0)"),
                "write `openapi: 3.1.0` and adapt what differs",
            );
            return None;
        }
        Some(())
    }

    fn error_code(&mut self, root: &'d Node) -> ErrorPlace {
        let Some(node) = root.get("x-error-code") else {
            return ErrorPlace::default();
        };
        self.members(
            node,
            "`x-error-code`",
            crate::contract::keywords::members::ERROR_CODE,
        );
        let at = match self.needed(node, "at", "`x-error-code`") {
            Some(list) => self.texts(list, "`at`"),
            None => Vec::new(),
        };
        for pointer in node.get("at").map_or(&[][..], Node::items) {
            if pointer.text().is_some_and(|t| !t.starts_with('/')) {
                self.refuse(
                    &pointer.mark,
                    "a pointer into an answer begins with `/`",
                    "write `/code` for the member `code`",
                );
            }
        }
        let reading = self.reading_of(node, "reading");
        ErrorPlace { at, reading }
    }

    /// Reads components that no operation uses, so that their faults are told too.
    fn components(&mut self, root: &'d Node) {
        let Some(components) = root.get("components") else {
            return;
        };
        let known = [
            "schemas",
            "responses",
            "parameters",
            "examples",
            "requestBodies",
            "headers",
            "securitySchemes",
            "links",
            "callbacks",
            "pathItems",
        ];
        for entry in self.map(components, "`components`") {
            let kind = &*entry.key;
            if !known.contains(&kind) && !kind.starts_with("x-") {
                let message = format!("`components` holds no `{kind}`");
                self.refuse(&entry.mark, message, known_words(kind, &known));
                continue;
            }
            if kind.starts_with("x-") {
                continue;
            }
            for part in self.map(&entry.value, &format!("`components/{kind}`")) {
                match kind {
                    "schemas" => drop(self.schema(&part.value, "")),
                    "parameters" => drop(self.parameter(&part.value, "")),
                    "requestBodies" => drop(self.body(&part.value, "")),
                    "responses" => drop(self.answer(&part.value, "")),
                    _ => {}
                }
            }
        }
    }
}

/// The short name of a contract, from where it lies or what it is called.
fn name(file: &str, title: &str) -> String {
    let parts: Vec<&str> = file.rsplit(['/', '\\']).collect();
    let stem = parts[0].rsplit_once('.').map_or(parts[0], |(stem, _)| stem);
    let named = match parts[..] {
        [_, folder, "contracts", ..] if stem == "openapi" => slug(folder),
        _ => slug(title),
    };
    match (named.is_empty(), slug(stem)) {
        (false, _) => named,
        (true, stem) if stem.is_empty() => "contract".to_owned(),
        (true, stem) => stem,
    }
}

/// Lower case words with hyphens.
pub(super) fn slug(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn contracts_are_named() {
        for (file, title, wanted) in [
            ("contracts/jsa/openapi.yaml", "JSA backup", "jsa"),
            ("a/contracts/my-api/openapi.json", "", "my-api"),
            (
                "petstore.yaml",
                "Swagger Petstore - 3.1",
                "swagger-petstore-3-1",
            ),
            ("petstore.yaml", "", "petstore"),
            ("", "", "contract"),
        ] {
            assert_eq!(name(file, title), wanted, "{file} {title}");
        }
    }
}
