//! Formats: values of each, values that are none, and whether a value is one.
//!
//! A format is one file and one line of [`FORMATS`]. Values that are made stay clear of what readings
//! differ on: a lower-case `t` in a time, a leap second, an underscore in the name of a host.

mod base64url;
mod byte;
mod char;
mod date;
mod date_time;
mod decimal;
mod duration;
mod email;
mod hostname;
mod http_date;
mod idn_email;
mod idn_hostname;
mod integer;
mod ipv4;
mod ipv6;
mod iri;
mod iri_reference;
mod json_pointer;
mod known;
mod regex;
mod relative_json_pointer;
#[cfg(test)]
mod tests;
mod time;
mod uri;
mod uri_reference;
mod uri_template;
mod url;
mod uuid;

use serde_json::Value;

use super::text::lengths::{Lengths, OPEN};
use super::text::{Bounds, Pattern};
use crate::dice::Dice;

/// Formats of texts.
const TEXTS: [Format; 25] = [
    base64url::FORMAT,
    byte::FORMAT,
    char::FORMAT,
    date::FORMAT,
    date_time::FORMAT,
    decimal::FORMAT,
    duration::FORMAT,
    email::FORMAT,
    hostname::FORMAT,
    http_date::FORMAT,
    idn_email::FORMAT,
    idn_hostname::FORMAT,
    ipv4::FORMAT,
    ipv6::FORMAT,
    iri::FORMAT,
    iri_reference::FORMAT,
    json_pointer::FORMAT,
    regex::FORMAT,
    relative_json_pointer::FORMAT,
    time::FORMAT,
    uri::FORMAT,
    uri_reference::FORMAT,
    uri_template::FORMAT,
    url::FORMAT,
    uuid::FORMAT,
];

/// The list of all formats that mean something; of any other one nothing is known, and nothing
/// follows from it.
pub static FORMATS: [&[Format]; 2] = [&TEXTS, &integer::ALL];

/// A format.
#[derive(Debug)]
pub struct Format {
    /// As documents name it.
    pub name: &'static str,
    /// Where it is described.
    pub source: &'static str,
    /// Its values.
    pub values: Values,
}

/// What the values of a format are.
#[derive(Debug)]
pub enum Values {
    /// Texts.
    Text(Text),
    /// Whole numbers.
    Number(Number),
}

/// A format of texts.
#[derive(Debug)]
pub struct Text {
    /// A pattern whose texts are all of the format; there are more.
    pub grammar: &'static str,
    /// Characters at least and at most, by every reading.
    pub lengths: (u64, Option<u64>),
    /// Values that are of the format, with words for people.
    pub edges: &'static [(&'static str, &'static str)],
    /// Values that are not, by every reading.
    pub broken: &'static [(&'static str, &'static str)],
    /// Whether a text is of the format, where the validator does not know.
    pub fits: Option<fn(&str) -> bool>,
}

/// A format of whole numbers.
#[derive(Debug)]
pub struct Number {
    /// The least.
    pub least: i128,
    /// The greatest.
    pub most: i128,
}

/// The format of a name.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().flatten().find(|f| f.name == name)
}

/// Whether a value is of a format; `None` where that says nothing of such a value.
pub fn fits(name: &str, value: &Value) -> Option<bool> {
    let format = find(name)?;
    match (&format.values, value) {
        (Values::Text(text), Value::String(value)) => Some(match text.fits {
            Some(fits) => fits(value),
            None => known::fits(format.name, value)?,
        }),
        (Values::Number(number), Value::Number(value)) => {
            let whole = match value.as_i64() {
                Some(n) => i128::from(n),
                None => match value.as_u64() {
                    Some(n) => i128::from(n),
                    // A whole number may be written with a point or an exponent.
                    None => value.as_f64().filter(|n| n.fract() == 0.0)? as i128,
                },
            };
            Some((number.least..=number.most).contains(&whole))
        }
        _ => None,
    }
}

impl Format {
    /// Values of the format, with words for people: a drawn one first, then the edges.
    pub fn make(&self, dice: &mut Dice) -> Vec<(String, Value)> {
        let about = |what: &str| format!("{}, {what}", self.name);
        match &self.values {
            Values::Text(text) => {
                let open = Bounds {
                    least: 0,
                    most: None,
                };
                let drawn = self.text(dice, open);
                let drawn = drawn.map(|t| (about("drawn at random"), Value::from(t)));
                let edges = text.edges.iter();
                drawn
                    .into_iter()
                    .chain(edges.map(|(what, t)| (about(what), Value::from(*t))))
                    .collect()
            }
            Values::Number(number) => {
                let some = 1 + dice.below(100) as i128;
                [
                    ("drawn at random", some),
                    ("the greatest", number.most),
                    ("the least", number.least),
                ]
                .into_iter()
                .filter_map(|(what, n)| Some((about(what), whole(n)?)))
                .collect()
            }
        }
    }

    /// Values that are not of the format, with words for people: the grossly wrong ones first.
    pub fn broken(&self) -> Vec<(String, Value)> {
        let about = |what: &str| format!("no {}: {what}", self.name);
        match &self.values {
            Values::Text(text) => {
                let list = text.broken.iter();
                list.map(|(what, t)| (about(what), Value::from(*t)))
                    .collect()
            }
            Values::Number(number) => [
                ("one above the greatest", number.most + 1),
                ("one below the least", number.least - 1),
            ]
            .into_iter()
            .filter_map(|(what, n)| Some((about(what), whole(n)?)))
            .collect(),
        }
    }

    /// A text of the format that keeps the bounds; no text for formats of numbers.
    pub fn text(&self, dice: &mut Dice, bounds: Bounds) -> Option<String> {
        let Values::Text(text) = &self.values else {
            return None;
        };
        let drawn = Pattern::of(text.grammar).text(dice, bounds);
        drawn.or_else(|| {
            let edges = text.edges.iter().map(|(_, t)| *t);
            let list: Vec<&str> = edges.filter(|t| bounds.hold(t)).collect();
            dice.pick(&list).map(|t| (*t).to_owned())
        })
    }

    /// How many characters its texts can have.
    pub fn lengths(&self) -> Option<Lengths> {
        match &self.values {
            Values::Text(text) => {
                let (least, most) = text.lengths;
                Some(Lengths::between(least, most.unwrap_or(OPEN)))
            }
            Values::Number(_) => None,
        }
    }
}

/// A whole number as a value; `None` where JSON of 64 bits has none such.
fn whole(n: i128) -> Option<Value> {
    i64::try_from(n)
        .map(Value::from)
        .or_else(|_| u64::try_from(n).map(Value::from))
        .ok()
}
