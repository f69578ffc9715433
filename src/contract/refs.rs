//! The files of a contract, and what a `$ref` in one of them leads to.

mod named;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::diagnostic::Problem;
use super::nearest::known_words;
use super::overlay::Overlay;
use super::swagger;
use super::text::{self, MAX_BYTES, Node, Source};
use named::Names;

/// Files of one contract that are read at most, and characters of the path of one.
const MAX_FILES: usize = 5_000;
const MAX_PATH: usize = 512;
/// Members from which on a map is searched by a table.
const LARGE: usize = 32;

/// Every file that the first one refers to, directly or not.
pub(super) struct Documents {
    files: BTreeMap<String, Result<Node, String>>,
    first: String,
    /// Names of the overlays that were laid over the first file.
    overlays: HashSet<String>,
    /// What is wrong with the texts and was passed over.
    pub(super) notes: Vec<Problem>,
    /// Members of large maps by name, by the address of the map.
    large: RefCell<HashMap<usize, HashMap<Arc<str>, usize>>>,
    /// What `$id` and anchors name: made when first asked for.
    names: OnceCell<Names>,
}

/// Why a reference leads nowhere, and a hint.
pub(super) type Dangling = (String, String);

impl Documents {
    /// Reads the first file, lays overlays over it, and reads all that it then refers to; only the first
    /// one must be read.
    pub(super) fn load(
        name: &str,
        text: &str,
        overlays: &[Overlay],
        resolve: &dyn Fn(&str) -> Result<String, String>,
    ) -> Result<Self, Vec<Problem>> {
        let (folder, first) = name.rsplit_once('/').map_or(("", name), |(f, n)| (f, n));
        let mut files = BTreeMap::new();
        let mut bytes = text.len() as u64;
        let mut notes = Vec::new();
        let mut root = text::parse(&Source::new(name, first, text), &mut notes)?;
        for overlay in overlays {
            overlay.apply(&mut root, first, &mut notes)?;
        }
        let root = swagger::convert(root);
        let mut waiting = Vec::new();
        let mut known = HashSet::from([first.to_owned()]);
        named::files(&root, first, &mut known, &mut waiting);
        files.insert(first.to_owned(), Ok(root));
        while let Some(path) = waiting.pop() {
            let many = files.len() >= MAX_FILES;
            // Files that name each other by ever longer paths have no end.
            let read = match many || path.len() > MAX_PATH {
                true if many => Err(format!("more than {MAX_FILES} files are named")),
                true => Err("its path is too long".to_owned()),
                false => resolve(&path),
            };
            let node = read.and_then(|text| {
                bytes += text.len() as u64;
                if bytes > MAX_BYTES {
                    let most = MAX_BYTES >> 20;
                    return Err(format!("the contract has more than {most} MiB in all"));
                }
                let shown = match folder {
                    _ if path.contains("://") => path.clone(),
                    "" => path.clone(),
                    folder => format!("{folder}/{path}"),
                };
                text::parse(&Source::new(&shown, &path, &text), &mut notes).map_err(|problems| {
                    // A word of what is no contract is nobody's business.
                    let first = problems.into_iter().next();
                    let at = first.map_or(shown.clone(), |p| p.location.to_string());
                    format!("{at}: it is neither YAML nor JSON")
                })
            });
            if let Ok(node) = &node {
                named::files(node, &path, &mut known, &mut waiting);
            }
            files.insert(path, node);
        }
        Ok(Documents {
            files,
            first: first.to_owned(),
            overlays: overlays.iter().map(|o| o.name().to_owned()).collect(),
            notes,
            large: RefCell::default(),
            names: OnceCell::new(),
        })
    }

    /// The first file.
    pub(super) fn root(&self) -> Option<&Node> {
        self.files.get(&self.first)?.as_ref().ok()
    }

    /// Whether a file that the contract names holds nothing of a contract, so that a word of it is nobody's
    /// business.
    fn is_foreign(&self, path: &str) -> bool {
        let file = self.files.get(path).and_then(|file| file.as_ref().ok());
        path != self.first && file.is_some_and(|node| !is_part(node, NEAR, &mut LOOKED_AT.clone()))
    }

    /// Takes what a file holds that is no part of a contract out of what is said of it.
    pub(super) fn hush(&self, problems: &mut [Problem]) {
        for (path, file) in &self.files {
            let Ok(node) = file else { continue };
            let own = |p: &&mut Problem| p.location.file == node.mark.source.name;
            if problems.iter_mut().any(|p| own(&p)) && self.is_foreign(path) {
                problems.iter_mut().filter(own).for_each(Problem::hush);
            }
        }
    }

    /// Whether a file is an overlay, which is written for us whatever the document is.
    pub(super) fn is_overlay(&self, file: &str) -> bool {
        self.overlays.contains(file)
    }

    /// Takes a member out, so that the rest can be read without it.
    pub(super) fn strip(&mut self, file: &str, pointer: &str) {
        let nodes = self.files.values_mut().filter_map(|f| f.as_mut().ok());
        for node in nodes {
            if &*node.mark.source.name == file {
                node.remove(pointer);
            }
        }
        self.names = OnceCell::new();
        self.large.take();
    }

    /// The node at a pointer below one; large maps are searched through once.
    fn descend<'n>(&'n self, root: &'n Node, pointer: &str) -> Option<&'n Node> {
        let Some(rest) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(root);
        };
        rest.split('/').try_fold(root, |node, step| {
            let entries = node.entries();
            if entries.len() < LARGE {
                return node.descend(&format!("/{step}"));
            }
            let step = step.replace("~1", "/").replace("~0", "~");
            let mut large = self.large.borrow_mut();
            let places = large
                .entry(std::ptr::from_ref(node) as usize)
                .or_insert_with(|| {
                    let named = entries.iter().enumerate();
                    named.map(|(n, e)| (e.key.clone(), n)).collect()
                });
            let place = *places.get(&*step)?;
            entries.get(place).map(|e| &e.value)
        })
    }

    /// What a reference in a file leads to.
    pub(super) fn find(&self, from: &Source, reference: &str) -> Result<&Node, Dangling> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let path = named::join(&from.relative, file);
        let pointer = percent_decode_str(fragment).decode_utf8_lossy();
        let pointer = match pointer.as_ref() {
            slashless if slashless.contains('/') && !slashless.starts_with('/') => {
                format!("/{slashless}")
            }
            pointer => pointer.to_owned(),
        };
        let root = match self.files.get(&path) {
            Some(Ok(node)) => Some(node),
            Some(Err(reason)) => {
                if let Some(node) = self.by_name(&path, file, &pointer) {
                    return Ok(node);
                }
                if reason == ELSEWHERE {
                    return Err(elsewhere(reference));
                }
                if path.contains("://") {
                    return Err((
                        format!("`{reference}` cannot be read: {reason}"),
                        elsewhere(reference).1,
                    ));
                }
                return Err((
                    format!("`{reference}` leads to a file that cannot be read: {reason}"),
                    "a file is looked for relative to the one that refers to it".to_owned(),
                ));
            }
            None => None,
        };
        if let Some(node) = root.and_then(|root| self.descend(root, &pointer)) {
            return Ok(node);
        }
        if let Some(node) = self.by_name(&path, file, &pointer) {
            return Ok(node);
        }
        if reference.contains("://") {
            return Err(elsewhere(reference));
        }
        match root {
            Some(root) if pointer.starts_with('/') && !self.is_foreign(&path) => {
                Err(nowhere(root, reference, &pointer))
            }
            Some(_) => Err((
                format!("`{reference}` is no reference that can be followed"),
                WRITE_IT.to_owned(),
            )),
            None => Err((format!("`{reference}` leads nowhere"), WRITE_IT.to_owned())),
        }
    }

    /// What an `$id` or an anchor names, and what a pointer below it leads to.
    fn by_name(&self, path: &str, id: &str, fragment: &str) -> Option<&Node> {
        let names = self.names.get_or_init(|| {
            let mut names = Names::default();
            for (path, file) in &self.files {
                if let Ok(node) = file {
                    names.collect(node, path);
                }
            }
            names
        });
        let (file, at) = names.find(path, id, fragment)?;
        self.files.get(file)?.as_ref().ok()?.descend(&at)
    }
}

/// Said of a document on a server that nobody has allowed.
pub(super) const ELSEWHERE: &str = "it would have to be fetched";

fn elsewhere(reference: &str) -> Dangling {
    (
        format!("`{reference}` would have to be fetched from the network"),
        "save the file beside the contract and refer to it by its relative path".to_owned(),
    )
}

/// Keywords of which one stands near the top of whatever is a part of a contract.
const KEYWORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "components",
    "content",
    "definitions",
    "enum",
    "get",
    "in",
    "items",
    "oneOf",
    "openapi",
    "operationId",
    "paths",
    "post",
    "properties",
    "responses",
    "schema",
    "swagger",
];
const TYPES: &[&str] = &[
    "array", "boolean", "integer", "null", "number", "object", "string",
];
/// How far below the top they are looked for, and nodes that are looked at.
const NEAR: usize = 4;
const LOOKED_AT: usize = 10_000;

/// Whether a document may be a part of a contract.
fn is_part(node: &Node, depth: usize, left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    if *left == 0 {
        return false;
    }
    let telling = node.entries().iter().any(|entry| {
        let key = &*entry.key;
        let typed = || entry.value.text().is_some_and(|t| TYPES.contains(&t));
        KEYWORDS.contains(&key) || key == "type" && typed()
    });
    telling
        || depth > 0
            && node
                .entries()
                .iter()
                .any(|entry| is_part(&entry.value, depth - 1, left))
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
