//! Unique codes of errors: numbers or words.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A code that tells one error from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Code {
    /// `1004`; digits alone are a number, however they are written.
    Number(i64),
    /// `NoSuchKey`.
    Word(String),
}

impl Code {
    /// The code that a text stands for; none where it is blank.
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.parse() {
            Ok(number) => Some(Code::Number(number)),
            Err(_) if text.is_empty() => None,
            Err(_) => Some(Code::Word(text.to_owned())),
        }
    }

    /// The code that a number or a text stands for.
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(n) => n.as_i64().map(Code::Number),
            Value::String(text) => Code::of_text(text),
            _ => None,
        }
    }

    /// Whether it can hardly be anything else: a number, or a word that no sentence has.
    pub fn is_telling(&self) -> bool {
        match self {
            Code::Number(_) => true,
            Code::Word(word) => {
                let odd = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
                word.len() > 3 && word.chars().skip(1).any(odd)
            }
        }
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Code::Number(number) => number.fmt(f),
            Code::Word(word) => word.fmt(f),
        }
    }
}
