//! One action, done to a document.

use std::cmp::Ordering;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::action::{Action, Does};
use super::merge::{self, moved};
use crate::contract::diagnostic::{Problem, Weight};
use crate::contract::text::{Data, MAX_DEPTH, MAX_NODES, Node};

/// Does an action, or says why it cannot be done.
pub(super) fn act(
    root: &mut Node,
    action: &Action<'_>,
    notes: &mut Vec<Problem>,
    problems: &mut Vec<Problem>,
) {
    let json = root.json();
    let places = places(&action.target, &json);
    let target = action.at.text().unwrap_or_default();
    if places.is_empty() {
        let note = Problem::at(&action.at.mark, format!("`{target}` matches nothing"));
        notes.push(
            note.weighs(Weight::Warning)
                .costs("the action changes nothing")
                .hint("the path leads through the document as it stands: `$ref` is not followed"),
        );
        return;
    }
    let (update, said) = match &action.does {
        Does::Nothing => return,
        Does::Remove => return remove(root, action, places, problems),
        Does::Update(node) => ((*node).clone(), *node),
        Does::Copy(from, said) => match self::places(from, &json).as_slice() {
            [one] => match root.descend(one) {
                Some(node) => (node.clone(), *said),
                None => return,
            },
            many => {
                let message = match many.len() {
                    0 => "`copy` selects nothing".to_owned(),
                    n => format!("`copy` selects {n} nodes, and one is copied"),
                };
                problems.push(Problem::at(&said.mark, message).hint("name a single node"));
                return;
            }
        },
    };
    if let Err(message) = room(root, &update, places.len()) {
        problems.push(Problem::at(&said.mark, message).hint("say less, or select fewer nodes"));
        return;
    }
    let kinds: Vec<_> = places
        .iter()
        .filter_map(|at| root.descend(at))
        .map(shape)
        .collect();
    if kinds.windows(2).any(|two| two[0] != two[1]) {
        let message = format!("`{target}` selects maps, lists and values together");
        problems.push(Problem::at(&action.at.mark, message).hint("select nodes of one kind"));
        return;
    }
    for at in &places {
        let Some(node) = root.descend_mut(at) else {
            continue;
        };
        if let Err(problem) = merge::over(node, &moved(&update, at), said) {
            problems.push(*problem);
            return;
        }
    }
}

fn remove(
    root: &mut Node,
    action: &Action<'_>,
    mut places: Vec<String>,
    problems: &mut Vec<Problem>,
) {
    if places.iter().any(String::is_empty) {
        let problem = Problem::at(&action.at.mark, "the whole document cannot be removed");
        problems.push(problem.hint("select a part of it"));
        return;
    }
    // From the end, so that what is still to be removed keeps its place.
    places.sort_by(|a, b| order(b, a));
    places.iter().for_each(|at| root.remove(at));
}

/// Pointers of what a path selects, each once.
fn places(path: &JsonPath, json: &Value) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for located in path.query_located(json).iter() {
        let pointer = located.location().to_json_pointer();
        if seen.insert(pointer.clone()) {
            all.push(pointer);
        }
    }
    all
}

/// The order in which pointers stand in a document, as far as lists give one.
fn order(a: &str, b: &str) -> Ordering {
    let number = |step: &str| step.parse::<usize>().ok();
    for (a, b) in a.split('/').zip(b.split('/')) {
        let order = match (number(a), number(b)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => a.cmp(b),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.matches('/').count().cmp(&b.matches('/').count())
}

/// Whether the document stays within what is read of one.
fn room(root: &Node, update: &Node, times: usize) -> Result<(), String> {
    let ((nodes, depth), (more, deeper)) = (size(root), size(update));
    match () {
        () if more.saturating_mul(times).saturating_add(nodes) > MAX_NODES => Err(format!(
            "with this the document has more than {MAX_NODES} nodes"
        )),
        () if depth + deeper > MAX_DEPTH && deeper > 1 => Err(format!(
            "with this the document nests deeper than {MAX_DEPTH} levels"
        )),
        () => Ok(()),
    }
}

/// Nodes and levels.
fn size(node: &Node) -> (usize, usize) {
    let inner: Vec<_> = match &node.data {
        Data::Scalar(_) => Vec::new(),
        Data::List(items) => items.iter().map(size).collect(),
        Data::Map(entries) => entries.iter().map(|e| size(&e.value)).collect(),
    };
    let deepest = inner.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
    (1 + inner.iter().map(|(n, _)| n).sum::<usize>(), 1 + deepest)
}

fn shape(node: &Node) -> u8 {
    match node.data {
        Data::Scalar(_) => 0,
        Data::List(_) => 1,
        Data::Map(_) => 2,
    }
}
