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
mod loose;
mod regex;
mod relative_json_pointer;
#[cfg(test)]
mod tests;
mod time;
mod uri;
mod uri_reference;
mod uri_template;
mod uuid;

use serde_json::Value;

use super::text::lengths::{Lengths, OPEN};
use super::text::{Bounds, Pattern};
use crate::dice::Dice;

/// Formats of texts.
const TEXTS: [Format; 24] = [
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
    uuid::FORMAT,
];

/// Edges that no server has a reason to refuse, whatever the value is for.
const MILD: usize = 3;

/// The list of all formats that mean something; of any other one nothing is known, and nothing
/// follows from it.
pub static FORMATS: [&[Format]; 3] = [&TEXTS, &integer::ALL, &loose::ALL];

/// Formats that hold no value to anything, and why.
const FREE: [(&str, &str); 6] = [
    ("binary", "any octets are of it"),
    ("commonmark", "any text is of it"),
    ("double", "it tells how exactly a number is kept"),
    ("float", "it tells how exactly a number is kept"),
    ("html", "any text is of it"),
    ("password", "it tells forms to hide what is typed"),
];

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
    /// Patterns whose texts are all of the format, the first one that has any is drawn from; there
    /// are more.
    pub grammars: &'static [&'static str],
    /// Characters at least and at most, by every reading.
    pub lengths: (u64, Option<u64>),
    /// Values that are of the format, with words for people; the first three are such as any server
    /// takes, others may be refused for what they mean (one's own host, a far version).
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

/// Why no value is held to a format; `None` where values are.
pub fn free(name: &str) -> Option<&'static str> {
    if find(name).is_some_and(|f| !f.broken().is_empty()) {
        return None;
    }
    let known = FREE.iter().find(|(free, _)| *free == name);
    Some(known.map_or("no specification tells what it is", |(_, why)| why))
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

    /// Texts that every reader of the format takes, with words for people: such as name something
    /// are new ones, as a target may take no name twice.
    pub fn forms(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let Values::Text(text) = &self.values else {
            return Vec::new();
        };
        let edges = text.edges.iter().take(MILD);
        edges
            .map(|(what, t)| (format!("{}, {what}", self.name), self.renewed(t, dice)))
            .collect()
    }

    fn renewed(&self, edge: &str, dice: &mut Dice) -> String {
        match self.name {
            "email" | "idn-email" => format!("{}{edge}", dice.letters(8)),
            "hostname" | "idn-hostname" => format!("a{}.{edge}", dice.letters(7)),
            "iri" | "uri" => format!("{edge}{}", dice.letters(8)),
            "uuid" => {
                let mut tail = |_| b"0123456789abcdef"[dice.below(16)];
                let tail: String = (0..12).map(|n| char::from(tail(n))).collect();
                let large = edge.contains(|c: char| c.is_ascii_uppercase());
                let tail = if large { tail.to_uppercase() } else { tail };
                format!("{}{tail}", edge.get(..24).unwrap_or_default())
            }
            _ => edge.to_owned(),
        }
    }

    /// Whether it has such texts.
    pub fn has_forms(&self) -> bool {
        matches!(&self.values, Values::Text(text) if !text.edges.is_empty())
    }

    /// The greatest number, as far as 64 bits with a sign go.
    pub fn most(&self) -> Option<i64> {
        match &self.values {
            Values::Text(_) => None,
            Values::Number(number) => Some(i64::try_from(number.most).unwrap_or(i64::MAX)),
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

    /// A text of the format that keeps the bounds; digits for formats of numbers, as those who
    /// write numbers as texts name them so.
    pub fn text(&self, dice: &mut Dice, bounds: Bounds) -> Option<String> {
        let text = match &self.values {
            Values::Text(text) => text,
            Values::Number(number) => {
                let few = number.most < 1_000;
                let digits = if few {
                    "^[1-9][0-9]?$"
                } else {
                    "^[1-9][0-9]{0,3}$"
                };
                return Pattern::of(digits).text(dice, bounds);
            }
        };
        let mut grammars = text.grammars.iter();
        let drawn = grammars.find_map(|g| Pattern::of(g).text(dice, bounds));
        drawn.or_else(|| {
            let edges = text.edges.iter().map(|(_, t)| *t);
            let list: Vec<&str> = edges.filter(|t| bounds.hold(t)).collect();
            dice.pick(&list).map(|t| (*t).to_owned())
        })
    }

    /// Whether every reader refuses a text that is not of the format: some take a UUID with its
    /// hyphens elsewhere, or addresses with zeros in front.
    pub fn is_crisp(&self, text: &str) -> bool {
        let hex = text.chars().filter(char::is_ascii_hexdigit).count();
        match self.name {
            "date" => true,
            "uuid" => hex != 32,
            _ => false,
        }
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
