//! What rules make values with.

use serde_json::Value;

/// The maker of the values of a place.
pub trait Make {
    /// A valid value of a schema, rather plain; each call may give another one.
    ///
    /// # Errors
    /// Why none was found.
    fn value(&mut self, schema: &Value) -> Result<Value, String>;

    /// What a schema says, references followed.
    fn facts(&self, schema: &Value) -> super::Facts;

    /// Whether a schema allows a value, formats looked at.
    fn is_valid(&mut self, schema: &Value, value: &Value) -> bool;

    /// A text of so many characters that fits the pattern of the facts.
    ///
    /// # Errors
    /// Why there is none.
    fn text(&mut self, facts: &super::Facts, length: u64) -> Result<String, String>;

    /// Texts that break the pattern of the facts and no limit.
    ///
    /// # Errors
    /// Why there is none.
    fn unfit(&mut self, facts: &super::Facts) -> Result<Vec<(String, String)>, String>;

    /// Texts that are of the format of the facts, each in another form.
    fn formed(&mut self, facts: &super::Facts) -> Vec<(String, String)>;

    /// Texts that are not of the format of the facts, and right in all else.
    fn unformed(&mut self, facts: &super::Facts) -> Vec<(String, String)>;

    /// What a member holds that nobody listed.
    fn extra(&self) -> Value;

    /// A number below a limit.
    fn below(&mut self, limit: usize) -> usize;
}

/// A value that breaks a rule.
#[derive(Debug, Clone)]
pub struct Broken {
    /// What is wrong with it.
    pub about: String,
    /// The value; `None` leaves the place out.
    pub value: Option<Value>,
    /// Where the fault shows, below the place; with any keyword where it is not the rule's own.
    pub within: Option<String>,
}

impl Broken {
    /// A value that is wrong as a whole.
    pub fn whole(about: impl Into<String>, value: Value) -> Self {
        Broken {
            about: about.into(),
            value: Some(value),
            within: None,
        }
    }

    /// A value of which a part is wrong.
    pub fn part(about: impl Into<String>, value: Value, within: impl Into<String>) -> Self {
        Broken {
            about: about.into(),
            value: Some(value),
            within: Some(within.into()),
        }
    }
}
