//! Selections of members of the answer.

use super::with;
use crate::clause::{Selection, lenient};
use crate::contract::Parameter;
use crate::exchange::{Case, Step};
use crate::generate::{Maker, Skip, single};
use crate::wire;

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
    if selection == Selection::Written {
        return written(maker, parameter, &names);
    }
    if selection == Selection::Unknown {
        return unknown(maker, parameter, &names);
    }
    let lists: Vec<String> = match selection {
        Selection::Unknown | Selection::Written => Vec::new(),
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
                UNKNOWN.into(),
                format!("{name},{UNKNOWN}"),
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
    let mut asked: Vec<_> = lists.into_iter().map(|list| (base.clone(), list)).collect();
    // What is selected from hangs on no base: one list for each of the others.
    if selection == Selection::One
        && let Some((_, list)) = asked.last().cloned()
    {
        let others = maker.kit.operation.bases.iter();
        let others = others.filter(|b| !b.special && b.name != base.name);
        asked.extend(others.map(|other| (other.clone(), list.clone())));
    }
    asked
        .into_iter()
        .map(|(base, list)| {
            let mut case = with(
                maker,
                &base,
                &parameter.pointer(),
                Some(list.clone().into()),
                format!("{}, {}: {list}", base.name, parameter.name),
            )?;
            case.tag = (selection != Selection::Malformed).then_some(list);
            Ok(case)
        })
        .collect()
}

/// A name that no member has.
const UNKNOWN: &str = "no_such_member";

/// Unknown names, one that is the beginning of others among them, alone and beside known ones; and a name
/// that stands twice. The tag lists what is known.
fn unknown(
    maker: &mut Maker<'_, '_, '_>,
    parameter: &Parameter,
    names: &[&str],
) -> Result<Vec<Case>, Skip> {
    let [first, .., last] = names else {
        return Ok(Vec::new());
    };
    let beginning = names.iter().find_map(|name| {
        let (begin, _) = name.split_once(['_', '-', '.'])?;
        (!begin.is_empty() && !names.contains(&begin)).then(|| begin.to_owned())
    });
    let mut lists = vec![
        (UNKNOWN.to_owned(), String::new()),
        (format!("{first},{UNKNOWN}"), (*first).to_owned()),
        (format!("{UNKNOWN},{last}"), (*last).to_owned()),
        (format!("{first},{first}"), (*first).to_owned()),
    ];
    if let Some(begin) = beginning {
        lists.push((format!("{first},{begin}"), (*first).to_owned()));
        lists.push((begin, String::new()));
    }
    let base = maker.base(None).clone();
    let cases = lists.into_iter().map(|(list, known)| {
        let about = format!("{}: {list}", parameter.name);
        let mut case = with(maker, &base, &parameter.pointer(), Some(list.into()), about)?;
        case.tag = Some(known);
        Ok(case)
    });
    cases.collect()
}

/// Lists of known names that are written in another way than the documents show.
fn written(
    maker: &mut Maker<'_, '_, '_>,
    parameter: &Parameter,
    names: &[&str],
) -> Result<Vec<Case>, Skip> {
    let [first, .., last] = names else {
        return Ok(Vec::new());
    };
    let (first, last) = ((*first).to_owned(), (*last).to_owned());
    let ways = [
        ("blanks after the comma", vec![format!("{first}, {last}")]),
        ("nothing in it", vec![String::new()]),
        ("a line for each name", vec![first.clone(), last.clone()]),
        ("the same line twice", vec![first.clone(), first.clone()]),
        ("an empty line beside another", vec![String::new(), last]),
    ];
    let base = maker.base(None).clone();
    let cases = ways.into_iter().map(|(about, lines)| {
        let list = Some(first.clone().into());
        let (mut message, _) = maker.start(&base, &parameter.pointer())?;
        maker.lay(&mut message, &parameter.pointer(), list);
        let operation = maker.kit.operation;
        let mut request = wire::encode(operation, &message, &maker.settings.writing);
        let own = |name: &str| name.eq_ignore_ascii_case(&parameter.name);
        request.headers.retain(|(name, _)| !own(name));
        let lines = lines.into_iter().map(|line| (parameter.name.clone(), line));
        request.headers.extend(lines);
        let mut case = single(about, Step::Raw(request));
        case.tag = Some(lenient::tag(lenient::LISTS, about));
        Ok(case)
    });
    cases.collect()
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
