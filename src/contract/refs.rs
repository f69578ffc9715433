//! The files of a contract, and what a `$ref` in one of them leads to.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::diagnostic::Problem;
use super::nearest::known_words;
use super::text::{self, Data, MAX_BYTES, Node, Source};

/// Most files that one contract may be spread over.
const MAX_FILES: usize = 64;

/// Every file that the first one refers to, directly or not.
pub(super) struct Documents {
    files: BTreeMap<String, Result<Node, String>>,
    first: String,
}

/// Why a reference leads nowhere, and a hint.
pub(super) type Dangling = (String, String);

impl Documents {
    /// Reads the first file and all that it refers to.
    pub(super) fn load(
        name: &str,
        text: &str,
        resolve: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, Vec<Problem>> {
        let (folder, first) = name.rsplit_once('/').map_or(("", name), |(f, n)| (f, n));
        let mut files = BTreeMap::new();
        let mut bytes = 0;
        let mut waiting = vec![(first.to_owned(), Ok(text.to_owned()))];
        while let Some((path, text)) = waiting.pop() {
            let node = match text {
                Ok(text) => {
                    bytes += text.len() as u64;
                    if bytes > MAX_BYTES {
                        let shown = if files.is_empty() { name } else { &path };
                        return Err(vec![too_large(shown, bytes)]);
                    }
                    let shown = match folder {
                        "" => path.clone(),
                        folder => format!("{folder}/{path}"),
                    };
                    Ok(text::parse(&Source::new(&shown, &path, &text))?)
                }
                Err(reason) => Err(reason),
            };
            let mut wanted = Vec::new();
            if let Ok(node) = &node {
                other_files(node, &path, &mut wanted);
            }
            files.insert(path, node);
            for path in wanted {
                if files.contains_key(&path) || waiting.iter().any(|(p, _)| *p == path) {
                    continue;
                }
                if files.len() + waiting.len() >= MAX_FILES {
                    let message = format!("the contract refers to more than {MAX_FILES} files");
                    return Err(vec![Problem::of_file(name, message)]);
                }
                let text = resolve(&path);
                waiting.push((path, text));
            }
        }
        Ok(Documents {
            files,
            first: first.to_owned(),
        })
    }

    /// The first file.
    pub(super) fn root(&self) -> Option<&Node> {
        self.files.get(&self.first)?.as_ref().ok()
    }

    /// What a reference in a file leads to.
    pub(super) fn find(&self, from: &Source, reference: &str) -> Result<&Node, Dangling> {
        if reference.contains("://") {
            return Err((
                format!("`{reference}` would have to be fetched from the network"),
                "save the file beside the contract and refer to it by its relative path".to_owned(),
            ));
        }
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let path = join(&from.relative, file);
        let root = match self.files.get(&path) {
            Some(Ok(node)) => node,
            Some(Err(reason)) => {
                return Err((
                    format!("`{reference}` leads to a file that cannot be read: {reason}"),
                    "a file is looked for relative to the one that refers to it".to_owned(),
                ));
            }
            None => return Err((format!("`{reference}` leads nowhere"), WRITE_IT.to_owned())),
        };
        let pointer = percent_decode_str(fragment).decode_utf8_lossy();
        if let Some(node) = root.descend(&pointer) {
            return Ok(node);
        }
        if !pointer.starts_with('/') {
            return Err((
                format!("`{reference}` is no reference that can be followed"),
                WRITE_IT.to_owned(),
            ));
        }
        Err(nowhere(root, reference, &pointer))
    }
}

const WRITE_IT: &str = "write it as `#/components/...` or `file.yaml#/pointer`";

/// Says how far a pointer leads, and what stands there instead.
fn nowhere(root: &Node, reference: &str, pointer: &str) -> Dangling {
    let mut node = root;
    let mut so_far = String::new();
    for step in pointer.split('/').skip(1) {
        let Some(next) = node.descend(&format!("/{step}")) else {
            let name = step.replace("~1", "/").replace("~0", "~");
            let known: Vec<&str> = node.entries().iter().map(|e| &*e.key).collect();
            let place = match so_far.as_str() {
                "" => "the document".to_owned(),
                so_far => format!("`{so_far}`"),
            };
            return (
                format!("`{reference}` leads nowhere: {place} has no `{name}`"),
                known_words(&name, &known),
            );
        };
        node = next;
        so_far = format!("{so_far}/{step}");
    }
    (format!("`{reference}` leads nowhere"), WRITE_IT.to_owned())
}

/// A refusal by size.
pub(super) fn too_large(name: &str, bytes: u64) -> Problem {
    let mib = |n: u64| n as f64 / f64::from(1 << 20);
    let message = format!(
        "the contract is too large: {:.1} MiB ({bytes} bytes), and at most {} MiB are read",
        mib(bytes),
        MAX_BYTES >> 20,
    );
    Problem::of_file(name, message)
        .hint("cut the document down to the operations that matter; long examples weigh most")
}

/// Collects the files that a document's references name.
fn other_files(node: &Node, from: &str, files: &mut Vec<String>) {
    match &node.data {
        Data::Scalar(_) => {}
        Data::List(items) => items.iter().for_each(|n| other_files(n, from, files)),
        Data::Map(entries) => {
            for entry in entries {
                if let ("$ref", Some(text)) = (&*entry.key, entry.value.text()) {
                    let file = text.split('#').next().unwrap_or("");
                    let path = join(from, file);
                    if !file.is_empty() && !file.contains("://") && !files.contains(&path) {
                        files.push(path);
                    }
                }
                other_files(&entry.value, from, files);
            }
        }
    }
}

/// The path of a file as another one names it; an empty name is that other one.
fn join(from: &str, file: &str) -> String {
    if file.is_empty() {
        return from.to_owned();
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn paths_are_joined() {
        for (from, file, whole) in [
            ("openapi.yaml", "", "openapi.yaml"),
            ("openapi.yaml", "a.yaml", "a.yaml"),
            ("openapi.yaml", "./b/a.yaml", "b/a.yaml"),
            ("b/a.yaml", "c.yaml", "b/c.yaml"),
            ("b/a.yaml", "../c.yaml", "c.yaml"),
            ("a.yaml", "../c.yaml", "../c.yaml"),
        ] {
            assert_eq!(join(from, file), whole, "{from} {file}");
        }
    }
}
