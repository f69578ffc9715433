//! Numbers as they are read.
use serde_json::Value;

use super::at;

/// A whole number in digits.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Digits(pub(in crate::reference) &'static str);

impl Digits {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "low-32-bits",
        "low-64-bits",
        "clamped-to-32-bits",
        "absolute",
        "digits-up-to-a-letter",
        "digits-among-letters",
        "fraction-cut",
        "hexadecimal-too",
        "words-are-0",
    ];

    /// The number, which usually is the one that is handed over.
    pub(in crate::reference) fn read(self, text: &str, usual: Option<i128>) -> Option<i128> {
        let Some(on) = at(self.0) else { return usual };
        match on.operator() {
            "low-32-bits" => wrapped(text, 1 << 32),
            "low-64-bits" => wrapped(text, 1 << 64),
            "clamped-to-32-bits" => {
                usual.map(|it| it.clamp(i128::from(i32::MIN), i128::from(i32::MAX)))
            }
            "absolute" => text
                .strip_prefix('-')
                .map_or(usual, |rest| rest.parse().ok()),
            "digits-up-to-a-letter" => {
                let end = text.find(|it: char| !it.is_ascii_digit());
                text[..end.unwrap_or(text.len())].parse().ok()
            }
            "digits-among-letters" => {
                let digits = text.replace(|it: char| !it.is_ascii_digit(), "");
                digits.parse().ok()
            }
            "fraction-cut" => text.split('.').next().and_then(|it| it.parse().ok()),
            "hexadecimal-too" => usual.or_else(|| i128::from_str_radix(text, 16).ok()),
            _ => usual.or(Some(0)),
        }
    }
}

/// A number with as many bits as a machine holds of it.
fn wrapped(text: &str, size: u128) -> Option<i128> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let low = digits.bytes().fold(0_u128, |low, digit| {
        (low * 10 + u128::from(digit - b'0')) % size
    });
    let low = i128::try_from(low).unwrap_or_default();
    Some(if digits == text { low } else { -low })
}

/// A whole number in JSON.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Whole(pub(in crate::reference) &'static str);

impl Whole {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "low-32-bits",
        "clamped-to-32-bits",
        "clamped-to-64-bits",
        "absolute",
        "fraction-cut",
        "fraction-rounded",
        "digits-in-quotes",
        "words-are-0",
        "digits-up-to-a-letter",
        "true-is-1",
        "list-of-one",
        "empty-is-absent",
        "objects-are-absent",
        "zero-is-absent",
    ];

    /// The number, which usually is the one that is handed over; 0 for none at all.
    pub(in crate::reference) fn read(
        self,
        value: &Value,
        usual: Option<i64>,
        absent: i64,
    ) -> Option<i64> {
        let Some(on) = at(self.0) else { return usual };
        let double = value.as_f64();
        match on.operator() {
            "low-32-bits" => usual.map(|it| it & 0xffff_ffff),
            "clamped-to-32-bits" => {
                usual.map(|it| it.clamp(i64::from(i32::MIN), i64::from(i32::MAX)))
            }
            // A cast of a double does this.
            "clamped-to-64-bits" => usual.or(double.map(|it| it as i64)),
            "absolute" => usual.map(i64::saturating_abs),
            "fraction-cut" => usual.or(double.map(|it| it.trunc() as i64)),
            "fraction-rounded" => usual.or(double.map(|it| it.round() as i64)),
            "digits-in-quotes" => usual.or_else(|| value.as_str()?.trim().parse().ok()),
            "words-are-0" => usual.or(value.as_str().map(|_| 0)),
            "digits-up-to-a-letter" => usual.or_else(|| {
                let text = value.as_str()?;
                let end = text.find(|it: char| !it.is_ascii_digit());
                text[..end.unwrap_or(text.len())].parse().ok()
            }),
            "true-is-1" => usual.or(value.as_bool().map(i64::from)),
            "list-of-one" => usual.or_else(|| value.as_array()?.first()?.as_i64()),
            "empty-is-absent" => {
                usual.or(value.as_str().filter(|it| it.is_empty()).map(|_| absent))
            }
            "objects-are-absent" => usual.or(value.as_object().map(|_| absent)),
            _ => usual.map(|it| if it == 0 { absent } else { it }),
        }
    }
}
