//! Every value of the request against its row of the table.
use super::table::{Shape, TREE, rows};
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::refusal::Refusal;
use crate::reference::commvault::request::Element;
use crate::reference::commvault::variants::Choice;
use crate::reference::commvault::{spoil, values};

/// Seconds of a day.
const DAY: i128 = 86_400;

/// Checks an element and those in it; what no table names is left alone.
pub(super) fn element(element: &Element, behaviour: &Behaviour) -> Result<(), Refusal> {
    let name = plain_name(&element.name, behaviour);
    for row in rows(name) {
        for value in every(element, row.parameter, behaviour) {
            let fits = spoil::task::fits(name, row.parameter, value, behaviour)
                .unwrap_or_else(|| fits(row.shape, value, behaviour));
            if !fits {
                let place = format!("{name}/@{}", row.parameter);
                return Err(Refusal::value(&place, value));
            }
        }
    }
    for child in &element.children {
        let inner = plain_name(&child.name, behaviour);
        if TREE
            .iter()
            .any(|(it, parents)| *it == inner && parents.contains(&name))
        {
            self::element(child, behaviour)?;
        }
    }
    Ok(())
}

/// One element has two spellings (CT-09).
fn plain_name<'a>(name: &'a str, behaviour: &Behaviour) -> &'a str {
    match name {
        "timeZone" if !behaviour.takes(Choice::StrictTables) => "TimeZone",
        "TimeZone" if behaviour.takes(Choice::SamplesOnly) => "not read",
        _ => name,
    }
}

/// The values under a name, as attribute and as child element (CT-18).
fn every<'a>(
    element: &'a Element,
    parameter: &'a str,
    behaviour: &Behaviour,
) -> impl Iterator<Item = &'a str> {
    let child_only = behaviour.takes(Choice::SamplesOnly) && parameter == "backupFailedVMsOnly";
    let attribute_only = behaviour.takes(Choice::StrictTables);
    let attributes = element.attributes.iter();
    let attributes = attributes.filter(move |it| it.name == parameter && !child_only);
    let children = element.children.iter();
    let children =
        children.filter(move |it| it.name == parameter && it.is_leaf() && !attribute_only);
    attributes
        .map(|it| it.value.as_str())
        .chain(children.map(|it| it.text.trim()))
}

fn fits(shape: Shape, value: &str, behaviour: &Behaviour) -> bool {
    let tables = !behaviour.takes(Choice::SamplesOnly);
    let samples = !behaviour.takes(Choice::StrictTables);
    let empty = value.is_empty() && !behaviour.takes(Choice::EmptyRefused) && samples;
    let number = || values::number(value.trim());
    match shape {
        Shape::Text => true,
        Shape::Boolean => values::boolean(value, behaviour).is_some(),
        Shape::BooleanOrEmpty => empty || values::boolean(value, behaviour).is_some(),
        Shape::Names(names) => values::listed(value, names, behaviour).is_some(),
        Shape::NamesOrEmpty(names) => empty || values::listed(value, names, behaviour).is_some(),
        Shape::NamesOrTwo(names, two) => {
            let name = values::listed(value, names, behaviour);
            (value.trim() == "2" && samples) || name.is_some_and(|name| tables || name != two)
        }
        Shape::Day(names) => {
            let saturday = value.trim().eq_ignore_ascii_case("Saturday");
            values::listed(value, names, behaviour).is_some()
                || (saturday && samples && !behaviour.takes(Choice::SaturdayRefused))
        }
        Shape::Number => number().is_some(),
        Shape::NumberOrEmpty => empty || number().is_some(),
        Shape::NotZero => number().is_some_and(|it| it != 0),
        Shape::Range(first, last) => number().is_some_and(|it| (first..=last).contains(&it)),
        Shape::Codes(codes) => number().is_some_and(|it| codes.contains(&it)),
        Shape::Length => {
            let seconds = number().is_some_and(|it| it >= 0);
            (seconds && samples) || (values::clock(value).is_some() && tables)
        }
        Shape::Time => {
            let seconds = number().is_some_and(|it| (0..=DAY).contains(&it));
            let clock = values::clock(value).is_some_and(|it| it <= DAY);
            (seconds && tables) || (clock && samples)
        }
        Shape::Date => {
            let stamp = number().is_some_and(|it| it >= 0 && it % DAY == 0);
            (stamp && tables) || (values::is_day(value) && samples)
        }
    }
}
