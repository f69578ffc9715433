//! Selections of members of the answer.

use super::with;
use crate::clause::Selection;
use crate::exchange::{Case, Step};
use crate::generate::{Maker, Skip};

pub(super) fn select(
    maker: &mut Maker<'_, '_, '_>,
    selection: Selection,
) -> Result<Vec<Case>, Skip> {
    let operation = maker.kit.operation;
    let Some(parameter) = operation.parameters.iter().find(|p| p.selects.is_some()) else {
        return Ok(Vec::new());
    };
    let names: Vec<&str> = operation
        .answer_members()
        .iter()
        .map(|p| p.name.as_str())
        .collect();
    let lists: Vec<String> = match selection {
        Selection::One => names.iter().map(ToString::to_string).collect(),
        Selection::Several => {
            let mut lists = Vec::new();
            if let [first, .., last] = names.as_slice() {
                lists.push(format!("{first},{last}"));
                lists.push(format!("{last},{first}"));
            }
            for _ in 0..3 {
                let mut drawn: Vec<&str> = (0..4)
                    .filter_map(|_| maker.dice.pick(&names).copied())
                    .collect();
                drawn.sort_unstable();
                drawn.dedup();
                lists.push(drawn.join(","));
            }
            lists.push(names.join(","));
            lists
        }
        Selection::Malformed => {
            let name = names.first().copied().unwrap_or("id");
            let mut lists = vec![
                "no_such_member".into(),
                format!("{name},no_such_member"),
                ",".into(),
                format!("{name},,{name}"),
            ];
            for pair in parameter.selects.iter().flat_map(|s| &s.brackets) {
                let mut chars = pair.chars();
                if let (Some(open), Some(close)) = (chars.next(), chars.next()) {
                    lists.push(format!("{name}{open}inner{close}"));
                    lists.push(format!("{name}{open}"));
                    lists.push(format!("{name}{close},{open}"));
                }
            }
            lists
        }
    };
    let base = maker.base(None).clone();
    lists
        .into_iter()
        .map(|list| {
            let mut case = with(
                maker,
                &base,
                &parameter.pointer(),
                Some(list.clone().into()),
                format!("{}: {list}", parameter.name),
            )?;
            case.tag = (selection != Selection::Malformed).then_some(list);
            Ok(case)
        })
        .collect()
}

/// Cases that select one member of the answer as well.
const SELECTING: usize = 2;

/// A few of these cases, in which one member of the answer is selected.
pub(in crate::generate) fn selecting(maker: &Maker<'_, '_, '_>, list: Vec<Case>) -> Vec<Case> {
    let operation = maker.kit.operation;
    let parameter = operation.parameters.iter().find(|p| p.selects.is_some());
    let member = operation.answer_members().first();
    let (Some(parameter), Some(member)) = (parameter, member) else {
        return Vec::new();
    };
    let mut list = list;
    list.truncate(SELECTING);
    for case in &mut list {
        for step in &mut case.steps {
            if let Step::Send(message) = step {
                message.set(&parameter.pointer(), Some(member.name.as_str().into()));
            }
        }
        case.about = format!("{}, with {}: {}", case.about, parameter.name, member.name);
    }
    list
}
