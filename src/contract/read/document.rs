//! The document as a whole.

use super::naming::{name, slug};
use super::{Reader, size};
use crate::contract::keywords::{Part, members};
use crate::contract::text::Node;
use crate::contract::{Contract, ErrorPlace, REASON};

/// What `x-error-code` calls the words behind the status.
const STATUS_LINE: &str = "status line";

impl<'d> Reader<'d> {
    /// The contract; `None` when the document is no OpenAPI.
    pub(super) fn document(&mut self, file: &str, root: &'d Node) -> Option<Contract> {
        self.version(root)?;
        self.own = [
            "x-clausal",
            "x-readings",
            "x-fixtures",
            "x-states",
            "x-error-code",
        ]
        .into_iter()
        .any(|key| {
            // What an overlay brings says nothing of who wrote the document.
            let entry = root.entry(key);
            entry.is_some_and(|e| !self.docs.is_overlay(&e.mark.source.name))
        });
        self.extensions(root, Part::Document);
        let known = [
            "openapi",
            "$self",
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
        let named = root.get("x-clausal").and_then(|own| {
            self.members(own, "`x-clausal`", members::CLAUSAL);
            self.text_of(own, "name")
        });
        let bases = self.servers(root);
        let server = self.origin(root);
        let readings = self.readings(root);
        let fixtures = self.fixtures(root);
        let states = self.states(root);
        let error_code = self.error_code(root);
        let token = self.token(root);
        self.operation_ids = self.ids_of(root);
        let schemes = self.schemes(root);
        let mut operations = match root.get("paths") {
            Some(paths) => self.paths(root, paths),
            None => Vec::new(),
        };
        if operations.is_empty() {
            let mark = root.entry("paths").map_or(&root.mark, |e| &e.mark);
            self.refuse(
                mark,
                "the contract has no operations, so there is nothing to test",
                "add a path with a method below `paths`",
            );
        }
        self.scope = None;
        self.components(root);
        self.keep_promises();
        self.fit(&mut operations);
        self.share();
        let wrong = self.try_later();
        size::take_out(&mut operations, &wrong);
        if self.read_only {
            crate::contract::sent::all(&mut operations, &self.shared);
        }
        Some(Contract {
            name: named
                .map(slug)
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| name(file, &title)),
            title,
            document,
            bases,
            server,
            readings,
            fixtures,
            states,
            error_code,
            token,
            schemes,
            operations,
            workflow_ties: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Refuses what is no OpenAPI 3.
    fn version(&mut self, root: &'d Node) -> Option<()> {
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
        if !self.old && !is("3") {
            self.refuse(
                &openapi.value.mark,
                format!("this is OpenAPI {written}, and clausal reads 3.0 to 3.2 and Swagger 2.0"),
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
        let header = |text: &str| {
            let name = text.strip_prefix("header:")?.trim();
            (!name.is_empty()).then(|| name.to_ascii_lowercase())
        };
        for pointer in node.get("at").map_or(&[][..], Node::items) {
            let odd = |t: &str| !t.starts_with('/') && t != STATUS_LINE && header(t).is_none();
            if pointer.text().is_some_and(odd) {
                self.refuse(
                    &pointer.mark,
                    "a pointer into an answer begins with `/`",
                    "write `/code` for the member `code`, `header: X-Code` for a header, \
                     `status line` for the words behind the status",
                );
            }
        }
        let how = node.get("how").map(|n| (n, self.text(n, "`how`")));
        let prefix = match how {
            None | Some((_, Some("exact") | None)) => false,
            Some((_, Some("prefix"))) => true,
            Some((how, Some(_))) => {
                let hint = "write `exact` or `prefix`";
                self.refuse(&how.mark, "a code stands there in no such way", hint);
                false
            }
        };
        let headers = at.iter().filter_map(|t| match t.as_str() {
            STATUS_LINE => Some(REASON.to_owned()),
            text => header(text),
        });
        let headers = headers.collect();
        let reading = self.reading_of(node, "reading");
        ErrorPlace {
            at: at.into_iter().filter(|t| t.starts_with('/')).collect(),
            headers,
            prefix,
            reading,
        }
    }
}
