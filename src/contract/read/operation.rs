//! One operation.

use super::Reader;
use super::document::slug;
use crate::contract::claims::Want;
use crate::contract::keywords::{Part, members};
use crate::contract::text::{Entry, Node};
use crate::contract::{Base, Operation, Parameter, Place, Response};

/// Keywords of an operation.
const KNOWN: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];

impl<'d> Reader<'d> {
    /// An operation below a path.
    pub(super) fn operation(
        &mut self,
        root: &'d Node,
        path: &str,
        item: &'d Node,
        method: &'d Entry,
    ) -> Option<Operation> {
        let node = &method.value;
        self.map(node, "an operation");
        self.extensions(node, Part::Operation);
        self.spelling(node, "an operation", KNOWN);
        let above = self.source(item, "");
        let source = self.source(node, &above);
        let id = match self.text_of(node, "operationId") {
            Some(id) => id.to_owned(),
            None => slug(&format!("{} {path}", method.key)),
        };
        let about = self
            .text_of(node, "summary")
            .or_else(|| self.text_of(node, "description"));
        let about = about.unwrap_or_default().trim().to_owned();
        let parameters = self.all_parameters(path, item, node, method, &source);
        let body = node.get("requestBody").and_then(|b| self.body(b, &source));
        let responses = self.responses(node, &source);
        self.codes_once(node);
        let flag = |reader: &mut Self, key: &str| {
            node.get(key)
                .is_some_and(|n| reader.flag(n, &format!("`{key}`")))
        };
        Some(Operation {
            id,
            method: method.key.to_ascii_uppercase(),
            path: path.to_owned(),
            at: node.mark.location(),
            about,
            parameters,
            body,
            responses,
            support: flag(self, "x-support"),
            bases: self.bases(node),
            resource: self.resource(node, &source),
            occupies: self.occupies(node, &source),
            wrapper: self.wrapper(node),
            root_reading: self.reading_of(node, "x-root-reading"),
            several_faults: self.several_faults(node, &source),
            probes: self.probes(node, &source),
            secured: self.secured(root, node),
            source,
        })
    }

    /// Parameters of the path item, with those of the operation in their stead.
    fn all_parameters(
        &mut self,
        path: &str,
        item: &'d Node,
        node: &'d Node,
        method: &'d Entry,
        source: &str,
    ) -> Vec<Parameter> {
        let mut all: Vec<Parameter> = Vec::new();
        for owner in [item, node] {
            let Some(list) = owner.get("parameters") else {
                continue;
            };
            let mut own: Vec<Parameter> = Vec::new();
            for entry in self.list(list, "`parameters`") {
                let Some(new) = self.parameter(entry, source) else {
                    continue;
                };
                let same = |p: &Parameter| p.place == new.place && p.name == new.name;
                if own.iter().any(same) {
                    let message = format!(
                        "the {} parameter `{}` stands twice",
                        new.place.word(),
                        new.name
                    );
                    self.refuse(&entry.mark, message, "keep one of them");
                }
                all.retain(|p| !same(p));
                own.push(new);
            }
            all.extend(own);
        }
        self.templates(path, &all, method);
        // OpenAPI says so: these three are described elsewhere.
        let elsewhere = ["accept", "content-type", "authorization"];
        all.retain(|p| {
            p.place != Place::Header || !elsewhere.contains(&&*p.name.to_ascii_lowercase())
        });
        all
    }

    /// Path template and path parameters name the same things.
    fn templates(&mut self, path: &str, parameters: &[Parameter], method: &'d Entry) {
        let named: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        let declared: Vec<&str> = parameters
            .iter()
            .filter(|p| p.place == Place::Path)
            .map(|p| &*p.name)
            .collect();
        for name in &named {
            if !declared.contains(name) {
                let message =
                    format!("the path has `{{{name}}}`, and no path parameter is called so");
                let hint = format!(
                    "add `{{name: {name}, in: path, required: true, schema: ...}}` to `parameters`"
                );
                self.refuse(&method.mark, message, hint);
            }
        }
        for name in &declared {
            if !named.contains(name) {
                let message =
                    format!("the path parameter `{name}` has no `{{{name}}}` in `{path}`");
                self.refuse(
                    &method.mark,
                    message,
                    "add it to the path, or remove the parameter",
                );
            }
        }
    }

    fn responses(&mut self, node: &'d Node, source: &str) -> Vec<Response> {
        let Some(responses) = node.get("responses") else {
            return Vec::new();
        };
        let mut all = Vec::new();
        for entry in self.map(responses, "`responses`") {
            if entry.key.starts_with("x-") {
                continue;
            }
            let status = self.status(&entry.mark, &entry.key);
            let answer = self.answer(&entry.value, source);
            if let (Some(status), Some(answer)) = (status, answer) {
                all.push(Response { status, ..answer });
            }
        }
        all
    }

    /// `x-bases`; one request without wishes when there is none.
    fn bases(&mut self, node: &'d Node) -> Vec<Base> {
        let mut bases: Vec<Base> = Vec::new();
        let list = match node.get("x-bases") {
            Some(list) => self.list(list, "`x-bases`"),
            None => &[],
        };
        for entry in list {
            self.members(entry, "a base", members::BASE);
            let Some(name) = self.needed(entry, "name", "a base") else {
                continue;
            };
            let text = self.text(name, "`name`").unwrap_or_default().to_owned();
            if bases.iter().any(|b| b.name == text) {
                self.refuse(
                    &name.mark,
                    format!("two bases are called `{text}`"),
                    "rename one",
                );
            }
            let set = match entry.get("set") {
                Some(set) => self.placed(set, "`set`", &Want::RequestPlace),
                None => Vec::new(),
            };
            bases.push(Base { name: text, set });
        }
        if bases.is_empty() {
            bases.push(Base {
                name: "valid".to_owned(),
                set: Vec::new(),
            });
        }
        bases
    }
}
