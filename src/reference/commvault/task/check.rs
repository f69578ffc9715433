//! Every value of the request against its row of the table.
pub(super) mod bent;

use super::table::{Shape, TREE, rows};
use crate::reference::commvault::behaviour::Behaviour;
use crate::reference::commvault::refusal::{Kind, Refusal};
use crate::reference::commvault::request::Element;
use crate::reference::commvault::variants::Choice;
use crate::reference::commvault::{spoil, values};
use crate::reference::mutate;

/// The one parameter that a sample writes as an element.
const FAILED_ONLY: &str = "backupFailedVMsOnly";
/// Seconds of a day.
const DAY: i128 = 86_400;

/// Checks an element and those in it; what no table names is left alone.
pub(super) fn element(element: &Element, behaviour: &Behaviour) -> Result<(), Refusal> {
    other_reading(element, behaviour)?;
    let name = plain_name(&element.name);
    for row in rows(name) {
        for value in every(element, row.parameter) {
            let fits = spoil::task::fits(name, row.parameter, value, behaviour)
                .unwrap_or_else(|| fits(row.shape, value, behaviour));
            let fits = if mutate::is_on() {
                bent::fits(row, value, fits)?
            } else {
                fits
            };
            if !fits {
                let place = format!("{name}/@{}", row.parameter);
                return Err(Refusal::value(&place, value));
            }
        }
    }
    for child in &element.children {
        let inner = plain_name(&child.name);
        if TREE
            .iter()
            .any(|(it, parents)| *it == inner && parents.contains(&name))
        {
            self::element(child, behaviour)?;
        }
    }
    Ok(())
}

/// Refuses what is written in the reading that was not chosen (CT-09, CT-18).
fn other_reading(element: &Element, behaviour: &Behaviour) -> Result<(), Refusal> {
    let child = |name: &str| element.child(name).is_some();
    let attribute = |name: &str| element.attributes.iter().any(|it| it.name == name);
    let samples = child("timeZone") || child(FAILED_ONLY);
    let tables = child("TimeZone") || attribute(FAILED_ONLY);
    if samples && behaviour.takes(Choice::StrictTables)
        || tables && behaviour.takes(Choice::SamplesOnly)
    {
        let text = format!("{} holds something that is not read here", element.name);
        return Err(Refusal::new(Kind::Value, text));
    }
    Ok(())
}

/// One element has two spellings.
fn plain_name(name: &str) -> &str {
    if name == "timeZone" { "TimeZone" } else { name }
}

/// The values under a name, as attribute and as child element.
fn every<'a>(element: &'a Element, parameter: &'a str) -> impl Iterator<Item = &'a str> {
    let attributes = element
        .attributes
        .iter()
        .filter(move |it| it.name == parameter);
    let children = element.children.iter();
    let children = children.filter(move |it| it.name == parameter && it.is_leaf());
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
