//! What an overlay asks for, read from its text.

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::contract::diagnostic::{Problem, Weight};
use crate::contract::nearest::known_words;
use crate::contract::text::{Data, Node};

/// Members of an overlay, and of an action.
const OVERLAY: &[&str] = &["overlay", "info", "extends", "actions"];
const ACTION: &[&str] = &["target", "description", "update", "copy", "remove"];

/// One action.
pub(super) struct Action<'o> {
    /// What is changed.
    pub(super) target: JsonPath,
    /// Where that is said.
    pub(super) at: &'o Node,
    pub(super) does: Does<'o>,
}

/// What is done to each node that the target selects.
pub(super) enum Does<'o> {
    Update(&'o Node),
    /// The one node of the document that is laid over the target, and where that is said.
    Copy(JsonPath, &'o Node),
    Remove,
    Nothing,
}

/// The actions in their order.
pub(super) fn read<'o>(
    root: &'o Node,
    notes: &mut Vec<Problem>,
) -> Result<Vec<Action<'o>>, Vec<Problem>> {
    let mut problems = Vec::new();
    version(root, &mut problems);
    spelling(root, "an overlay", OVERLAY, notes);
    let list = match root.get("actions") {
        Some(node) if !node.items().is_empty() => node.items(),
        Some(node) => {
            let problem = Problem::at(&node.mark, "`actions` lists nothing to be done");
            problems.push(problem.hint("an overlay has a list of at least one action"));
            &[]
        }
        None => {
            let problem = Problem::at(&root.mark, "the overlay has no `actions`");
            problems
                .push(problem.hint("write `actions:`, and below it `- target: $…` with `update`"));
            &[]
        }
    };
    let mut actions = Vec::new();
    for node in list {
        match action(node, notes) {
            Ok(action) => actions.push(action),
            Err(problem) => problems.push(*problem),
        }
    }
    match problems.is_empty() {
        true => Ok(actions),
        false => Err(problems),
    }
}

fn version(root: &Node, problems: &mut Vec<Problem>) {
    let hint = "an overlay begins with `overlay: 1.0.0` (or 1.1.0)";
    let written = root.get("overlay");
    let known = match written.map(Node::json) {
        Some(Value::String(text)) => text.starts_with("1."),
        // Unquoted, 1.0 is a number.
        Some(Value::Number(number)) => number.to_string().starts_with('1'),
        _ => false,
    };
    match written {
        _ if known => {}
        Some(node) => problems
            .push(Problem::at(&node.mark, "the version of the overlay is not known").hint(hint)),
        None => problems.push(Problem::at(&root.mark, "this is no overlay").hint(hint)),
    }
}

fn action<'o>(node: &'o Node, notes: &mut Vec<Problem>) -> Result<Action<'o>, Box<Problem>> {
    spelling(node, "an action", ACTION, notes);
    let Some(at) = node.get("target") else {
        let problem = Problem::at(&node.mark, "an action needs a `target`");
        return Err(Box::new(
            problem.hint("such as `target: $.paths['/pets'].post`"),
        ));
    };
    let target = path(at, "`target`")?;
    let removes = node.get("remove").map(Node::json) == Some(Value::Bool(true));
    let does = match (removes, node.get("update"), node.get("copy")) {
        (true, _, _) => Does::Remove,
        (_, Some(update), None) => Does::Update(update),
        (_, None, Some(copy)) => Does::Copy(path(copy, "`copy`")?, copy),
        (_, Some(_), Some(copy)) => {
            let problem = Problem::at(&copy.mark, "an action has `update` or `copy`, not both");
            return Err(Box::new(problem.hint("make it two actions")));
        }
        (_, None, None) => {
            let note = Problem::at(&node.mark, "this action does nothing");
            let note = note.hint("give it `update`, `copy` or `remove: true`");
            notes.push(note.weighs(Weight::Warning));
            Does::Nothing
        }
    };
    Ok(Action { target, at, does })
}

fn path(node: &Node, what: &str) -> Result<JsonPath, Box<Problem>> {
    let refuse = |message: String| {
        let hint = "JSONPath as RFC 9535 has it, such as `$.paths['/pets'].post` (a name with other signs than letters \
                    stands in brackets: `$['x-states']`)";
        Box::new(Problem::at(&node.mark, message).hint(hint))
    };
    let Some(text) = node.text() else {
        return Err(refuse(format!("{what} is a JSONPath, not {}", node.kind())));
    };
    JsonPath::parse(text).map_err(|e| refuse(format!("{what} is no JSONPath: {}", e.message())))
}

/// Notes members that mean nothing here.
fn spelling(node: &Node, what: &str, known: &[&str], notes: &mut Vec<Problem>) {
    if !matches!(node.data, Data::Map(_)) {
        return;
    }
    for entry in node.entries() {
        let key = &*entry.key;
        if key.starts_with("x-") || known.contains(&key) {
            continue;
        }
        let note = Problem::at(&entry.mark, format!("`{key}` means nothing in {what}"));
        let note = note.weighs(Weight::Warning).costs("it is passed over");
        notes.push(note.hint(known_words(key, known)));
    }
}
