//! Laying a value over a node.

use std::sync::Arc;

use serde_json::Value;

use crate::contract::diagnostic::Problem;
use crate::contract::text::{Data, Entry, Node};

/// Lays a value over a selected node; `said` is where the overlay says so.
pub(super) fn over(node: &mut Node, update: &Node, said: &Node) -> Result<(), Box<Problem>> {
    match (&mut node.data, &update.data) {
        // A list takes another one in, and anything else as one more entry.
        (Data::List(items), more) => {
            match more {
                Data::List(more) => items.extend(more.iter().cloned()),
                _ => items.push(update.clone()),
            }
            renumber(items, &node.mark.pointer);
            Ok(())
        }
        _ => inner(node, update, said),
    }
}

fn inner(node: &mut Node, update: &Node, said: &Node) -> Result<(), Box<Problem>> {
    match (&mut node.data, &update.data) {
        (Data::Map(entries), Data::Map(more)) => {
            for entry in more {
                match entries.iter_mut().find(|e| e.key == entry.key) {
                    Some(there) => inner(&mut there.value, &entry.value, &entry.value)?,
                    None => entries.push(entry.clone()),
                }
            }
            Ok(())
        }
        (Data::List(items), Data::List(more)) => {
            items.extend(more.iter().cloned());
            renumber(items, &node.mark.pointer);
            Ok(())
        }
        (Data::Scalar(_), Data::Scalar(_)) => {
            *node = update.clone();
            Ok(())
        }
        // A name with nothing behind it asks for nothing.
        (_, Data::Scalar(Value::Null)) => Ok(()),
        _ => {
            let (there, here) = (node.kind(), update.kind());
            let at = &node.mark.pointer;
            let message = format!("{here} cannot be laid over {there} at `{at}`");
            let problem = Problem::at(&said.mark, message);
            Err(Box::new(
                problem.hint("remove it by an action of its own first"),
            ))
        }
    }
}

/// Entries of a list, each with the pointer at which it stands now.
fn renumber(items: &mut [Node], list: &str) {
    for (number, item) in items.iter_mut().enumerate() {
        let pointer = format!("{list}/{number}");
        if *item.mark.pointer != *pointer {
            *item = moved(item, &pointer);
        }
    }
}

/// A node with the pointers that it has at another place; where it is written stays.
pub(super) fn moved(node: &Node, pointer: &str) -> Node {
    let mut node = node.clone();
    place(&mut node, pointer.into());
    node
}

fn place(node: &mut Node, pointer: Arc<str>) {
    match &mut node.data {
        Data::Scalar(_) => {}
        Data::List(items) => {
            for (number, item) in items.iter_mut().enumerate() {
                place(item, format!("{pointer}/{number}").into());
            }
        }
        Data::Map(entries) => {
            for Entry { key, mark, value } in entries {
                let step = key.replace('~', "~0").replace('/', "~1");
                let at: Arc<str> = format!("{pointer}/{step}").into();
                mark.pointer = at.clone();
                place(value, at);
            }
        }
    }
    node.mark.pointer = pointer;
}
