//! The ways a target wants values written, where the documents leave it open.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Credential;
use crate::contract::{Form, Schema, Ways};

/// How the target wants messages written, where the documents leave it open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Writing {
    /// The body's members stand inside this one, by operation.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub wrapper: BTreeMap<String, String>,
    /// Which alternative of `x-ways` is taken, by its key; the first where nothing is said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ways: BTreeMap<String, usize>,
    /// The base that a target takes, by operation; the first where nothing is said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub base: BTreeMap<String, String>,
    /// Places that the target reads in none of the ways, by operation and place.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unread: BTreeMap<String, Vec<String>>,
    /// Listed values that exist on the target, by operation and place.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub existing: BTreeMap<String, Vec<(String, Vec<Value>)>>,
    /// The credentials that go with requests, by operation; marks stand for their values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub access: BTreeMap<String, Vec<Credential>>,
    /// The path prefix of operations that have servers of their own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub bases: BTreeMap<String, String>,
}

impl Writing {
    /// The same with the credentials and the prefixes of another one.
    pub fn carrying(self, other: &Writing) -> Self {
        Writing {
            access: other.access.clone(),
            bases: other.bases.clone(),
            ..self
        }
    }

    /// The credentials of an operation.
    pub fn credentials(&self, operation: &str) -> &[Credential] {
        self.access.get(operation).map_or(&[], Vec::as_slice)
    }

    /// The same without anybody's credentials.
    pub fn anonymous(&self) -> Self {
        Writing {
            access: BTreeMap::new(),
            ..self.clone()
        }
    }

    /// The form that holds for one set of alternatives.
    pub fn form<'w>(&self, ways: &'w Ways) -> &'w Form {
        let index = match self.ways.is_empty() {
            true => 0,
            false => self.ways.get(&ways.key).copied().unwrap_or(0),
        };
        ways.list
            .get(index)
            .or(ways.list.first())
            .map_or(&Form::Plain, |w| &w.form)
    }

    /// Whether the documents say how a value is written under the chosen forms.
    pub fn can_write(&self, schema: &Schema, value: &Value) -> bool {
        self.forms(schema).all(|form| match form {
            Form::Values { pairs, only: true } => {
                let plain = super::plain(value);
                pairs.iter().any(|(listed, _)| *listed == plain)
            }
            _ => true,
        })
    }

    /// The forms that hold for a schema.
    pub fn forms<'w>(&'w self, schema: &'w Schema) -> impl Iterator<Item = &'w Form> {
        schema.ext.ways.iter().map(|ways| self.form(ways))
    }
}

/// Where and under which name a member stands.
pub(super) struct Stand<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Whether it is an attribute.
    pub(super) attribute: bool,
    /// The sibling it stands in.
    pub(super) under: Option<&'a str>,
}

/// Where a member stands, under the chosen forms.
pub(super) fn stand<'a>(name: &'a str, schema: &'a Schema, writing: &'a Writing) -> Stand<'a> {
    let mut stand = Stand {
        name: schema.xml.name.as_deref().unwrap_or(name),
        attribute: schema.xml.attribute,
        under: None,
    };
    for form in writing.forms(schema) {
        match form {
            Form::Named(other) => stand.name = other,
            Form::Element => stand.attribute = false,
            Form::Attribute => stand.attribute = true,
            Form::Under(sibling) => stand.under = Some(sibling),
            _ => {}
        }
    }
    stand
}

/// A value as the chosen forms write it; unchanged where none applies.
pub(super) fn written(value: &Value, schema: &Schema, writing: &Writing) -> Option<Value> {
    let mut out = None;
    for form in writing.forms(schema) {
        let made: Option<Value> = match (form, value) {
            (Form::Capitalised, Value::Bool(b)) => Some(if *b { "True" } else { "False" }.into()),
            (Form::Digit, Value::Bool(b)) => Some(u8::from(*b).into()),
            (Form::Text, Value::Bool(_) | Value::Number(_)) => Some(value.to_string().into()),
            (Form::Values { pairs, .. }, value) => {
                let plain = super::plain(value);
                let pair = pairs.iter().find(|(listed, _)| *listed == plain);
                pair.map(|(_, other)| other.as_str().into())
            }
            (Form::Seconds, Value::String(text)) => seconds(text).map(|n| n.to_string().into()),
            (Form::Clock, Value::Number(n)) => n.as_i64().and_then(clock).map(Value::from),
            (Form::DateTime, Value::Number(n)) => n.as_i64().and_then(date_time).map(Value::from),
            _ => None,
        };
        out = made.or(out);
    }
    out
}

/// The value that a text written under the chosen forms stands for; `None` where none applies.
pub(super) fn meant(text: &str, schema: &Schema, writing: &Writing) -> Option<Value> {
    writing.forms(schema).find_map(|form| match form {
        Form::Capitalised => match text {
            "True" => Some(true.into()),
            "False" => Some(false.into()),
            // A spelling of another reading is no boolean under this one.
            _ => Some(text.into()),
        },
        Form::Digit => match text {
            "1" => Some(true.into()),
            "0" => Some(false.into()),
            _ => Some(text.into()),
        },
        Form::Text if schema.allows("boolean") && matches!(text, "true" | "false") => {
            Some((text == "true").into())
        }
        Form::Text if schema.allows("integer") => text.parse::<i64>().ok().map(Value::from),
        Form::Values { pairs, .. } => pairs
            .iter()
            .find(|(_, other)| other == text)
            .map(|(listed, _)| listed.as_str().into()),
        Form::Seconds => text.parse().ok().and_then(clock).map(Value::from),
        Form::Clock => seconds(text).map(Value::from),
        Form::DateTime => timestamp(text).map(Value::from),
        _ => None,
    })
}

/// Seconds of `HH:MM:SS`.
fn seconds(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(|p| {
        let digits = p.len() == 2 && p.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| p.parse::<i64>().ok()).flatten()
    });
    let (h, m, s) = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && m < 60 && s < 60).then_some(h * 3600 + m * 60 + s)
}

/// `HH:MM:SS` of seconds, below a hundred hours.
fn clock(n: i64) -> Option<String> {
    (0..360_000)
        .contains(&n)
        .then(|| format!("{:02}:{:02}:{:02}", n / 3600, n / 60 % 60, n % 60))
}

/// `YYYY-MM-DD HH:MM:SS` of a UNIX timestamp, years 1970 to 9999.
fn date_time(n: i64) -> Option<String> {
    let (days, rest) = (n.div_euclid(86_400), n.rem_euclid(86_400));
    if !(0..2_932_897).contains(&days) {
        return None;
    }
    let (y, m, d) = civil(days);
    Some(format!("{y:04}-{m:02}-{d:02} {}", clock(rest)?))
}

/// The UNIX timestamp of `YYYY-MM-DD HH:MM:SS`.
fn timestamp(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(' ')?;
    let mut parts = date.split('-').map(|p| p.parse::<i64>().ok());
    let (y, m, d) = (parts.next()??, parts.next()??, parts.next()??);
    let days = days(y, m, d);
    (civil(days) == (y, m, d)).then_some(days * 86_400 + seconds(time)?)
}

/// Year, month and day of a number of days since 1970 (Hinnant's algorithm for the Gregorian
/// calendar).
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (d, m) = (
        doy - (153 * mp + 2) / 5 + 1,
        if mp < 10 { mp + 3 } else { mp - 9 },
    );
    (yoe + era * 400 + i64::from(m <= 2), m, d)
}

/// Days since 1970 of a date; the inverse of [`civil`].
fn days(y: i64, m: i64, d: i64) -> i64 {
    let y = if m <= 2 { y - 1 } else { y };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * (if m > 2 { m - 3 } else { m + 9 }) + 2) / 5 + d - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_dates_go_there_and_back() {
        assert_eq!(seconds("01:05:00"), Some(3900));
        assert_eq!(seconds("1:05:00"), None);
        assert_eq!(seconds("01:60:00"), None);
        assert_eq!(clock(3900).as_deref(), Some("01:05:00"));
        assert_eq!(
            date_time(1_462_233_600).as_deref(),
            Some("2016-05-03 00:00:00")
        );
        assert_eq!(timestamp("2016-05-03 00:00:00"), Some(1_462_233_600));
        assert_eq!(timestamp("2016-02-30 00:00:00"), None);
        for day in (0..40_000).step_by(7) {
            let text = date_time(day * 86_400).unwrap();
            assert_eq!(timestamp(&text), Some(day * 86_400), "{text}");
        }
    }
}
