//! Known broken clauses that nobody repairs this week.

use jiff::civil::Date;
use serde::Deserialize;

use super::ProfileError;

/// A known broken clause with a reason and an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Clause id, beginning of one, or glob, as `--only` takes them.
    pub clause: String,
    /// Why it is allowed.
    pub reason: String,
    /// Last day on which it is.
    pub until: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AllowanceText {
    clause: String,
    reason: String,
    until: Option<toml::Value>,
}

impl AllowanceText {
    pub(super) fn read(self) -> Result<Allowance, ProfileError> {
        let error = |why: &str| ProfileError::Allowance(self.clause.clone(), why.to_owned());
        if self.reason.trim().is_empty() {
            return Err(error("needs a reason"));
        }
        let until = match &self.until {
            None => None,
            Some(value) => {
                let text = match value {
                    toml::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let date = text.parse::<Date>();
                Some(date.map_err(|_| error("must end on a day such as 2026-12-31"))?)
            }
        };
        Ok(Allowance {
            reason: self.reason,
            until,
            clause: self.clause,
        })
    }
}

impl Allowance {
    /// Whether its last day has gone by.
    pub fn is_over(&self, today: Date) -> bool {
        self.until.is_some_and(|until| until < today)
    }
}
