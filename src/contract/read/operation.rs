//! One operation.

use super::Reader;
use super::forms;
use super::naming::{id, long_slug};
use super::said;
use crate::contract::claims::Want;
use crate::contract::ignored::is_said_of_members;
use crate::contract::keywords::{Part, members};
use crate::contract::streamed;
use crate::contract::text::{Entry, Node};
use crate::contract::{Base, Expr, Inferences, Operation, Response};

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
        form: Option<&str>,
    ) -> Option<Operation> {
        let node = &method.value;
        self.map(node, "an operation");
        self.extensions(node, Part::Operation);
        self.spelling(node, "an operation", KNOWN);
        let above = self.source(item, "");
        let source = self.source(node, &above);
        let id = match self.text_of(node, "operationId").map(id) {
            Some(id) if !id.is_empty() => id,
            _ => long_slug(&format!("{} {path}", method.key)),
        };
        let about = self
            .text_of(node, "summary")
            .or_else(|| self.text_of(node, "description"));
        let about = about.unwrap_or_default().trim().to_owned();
        let parameters = self.all_parameters(path, item, node, method, &source);
        let mut body = node.get("requestBody").and_then(|b| self.body(b, &source));
        if let (Some(body), Some(words)) = (&mut body, node.get("description").and_then(Node::text))
        {
            body.ignores |= is_said_of_members(words);
        }
        let mut responses = self.responses(node, &source);
        // What the words of an operation name may come with any of its statuses.
        if let Some(about) = self.text_of(node, "description") {
            let named = said::mentioned(about);
            for response in responses.iter_mut().filter(|r| !r.said.is_empty()) {
                response.said.extend(named.iter().cloned());
            }
        }
        let mut fault = match node.get("x-fault") {
            Some(content) => self.media(content, &source),
            None => Vec::new(),
        };
        let id = forms::settle(id, form, &mut body, &mut responses, &mut fault);
        self.codes_once(node);
        let open_ended = is_open_ended(node);
        let flag = |reader: &mut Self, key: &str| {
            node.get(key)
                .is_some_and(|n| reader.flag(n, &format!("`{key}`")))
        };
        Some(Operation {
            id,
            form: form.map(str::to_owned),
            method: method.key.to_ascii_uppercase(),
            path: path.to_owned(),
            base: self.own_base(root, item, node),
            at: node.mark.location(),
            about,
            words: (node.get("description").and_then(Node::text))
                .unwrap_or_default()
                .to_owned(),
            open_ended,
            tags: tags(node),
            parameters,
            body,
            responses,
            inferred: Inferences::default(),
            support: flag(self, "x-support"),
            bases: self.bases(node, form),
            resource: self.resource(node, &source),
            occupies: self.occupies(node, &source),
            wrapper: self.wrapper(node, form),
            root_reading: self.reading_of(node, "x-root-reading"),
            several_faults: self.several_faults(node, &source),
            probes: self.probes(node, form, &source),
            secured: self.secured(root, node),
            security: self.requirements(root, node),
            success: self.success(node),
            fault,
            apart: self.apart(node),
            then: self.then(node, form, &source),
            names_media_type: flag(self, "x-content-type"),
            combinations: flag(self, "x-combinations"),
            source,
        })
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
            // An answer that cannot be read is documented all the same.
            let answer = self.answer(&entry.value, source).or_else(|| {
                Some(Response {
                    status: crate::contract::StatusSet::Any,
                    media: Vec::new(),
                    headers: Vec::new(),
                    links: Vec::new(),
                    errors: Vec::new(),
                    said: Vec::new(),
                    words: String::new(),
                    at: entry.value.mark.location(),
                    source: source.to_owned(),
                })
            });
            if let (Some(status), Some(answer)) = (status, answer) {
                all.push(Response { status, ..answer });
            }
        }
        all
    }

    /// `x-bases`; one request without wishes when there is none.
    fn bases(&mut self, node: &'d Node, form: Option<&str>) -> Vec<Base> {
        let mut bases: Vec<Base> = Vec::new();
        let list = match node.get("x-bases") {
            Some(list) => self.list(list, "`x-bases`"),
            None => &[],
        };
        for entry in list {
            self.members(entry, "a base", members::BASE);
            if !self.of_form(entry, form) {
                continue;
            }
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
            let mut set = self.like(entry, &bases);
            let own = match entry.get("set") {
                Some(set) => self.placed(set, "`set`", &Want::RequestPlace),
                None => Vec::new(),
            };
            set.retain(|(at, _)| own.iter().all(|(p, _)| p != at));
            set.extend(own);
            let special = entry
                .get("special")
                .is_some_and(|n| self.flag(n, "`special`"));
            bases.push(Base {
                name: text,
                set,
                special,
            });
        }
        if bases.is_empty() {
            bases.push(Base {
                name: "valid".to_owned(),
                ..Base::default()
            });
        }
        bases
    }

    /// What a base takes over from an earlier one (`like`).
    fn like(&mut self, entry: &'d Node, bases: &[Base]) -> Vec<(String, Expr)> {
        let Some(node) = entry.get("like") else {
            return Vec::new();
        };
        let name = self.text(node, "`like`").unwrap_or_default();
        match bases.iter().find(|b| b.name == name) {
            Some(base) => base.set.clone(),
            None => {
                let message = format!("no base above is called `{name}`");
                self.refuse(&node.mark, message, "`like` names a base that stands above");
                Vec::new()
            }
        }
    }
}

/// Tags, of which nothing is demanded: what is no text is none.
fn tags(node: &Node) -> Vec<String> {
    let listed = node.get("tags").map(Node::items).unwrap_or_default();
    listed
        .iter()
        .filter_map(|tag| tag.text().map(str::to_owned))
        .collect()
}

/// Whether the words of an operation, or of its successes, say that the answer is a stream.
fn is_open_ended(node: &Node) -> bool {
    let texts = |node: &Node| {
        let own = ["summary", "description"].map(|key| node.get(key).and_then(Node::text));
        own.into_iter().flatten().any(streamed::is_said)
    };
    let answers = node.get("responses").map(Node::entries).unwrap_or_default();
    let good = |key: &str| key.starts_with('2') || key == "default";
    texts(node) || answers.iter().any(|e| good(&e.key) && texts(&e.value))
}
