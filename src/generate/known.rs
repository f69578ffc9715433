//! What only the target knows, in values that were made by their schema alone.

use serde_json::Value;

use super::{Kit, Skip};
use crate::contract::Schema;
use crate::rule::holds;

impl Kit<'_> {
    /// The value with those of fixtures where the schema wants them, in the alternatives that it is one of as well.
    ///
    /// # Errors
    /// A fixture that the profile lacks.
    pub(super) fn with_fixtures(&self, schema: &Schema, mut value: Value) -> Result<Value, Skip> {
        if self.own {
            self.put_fixtures(schema, &mut value)?;
        }
        Ok(value)
    }

    fn put_fixtures(&self, schema: &Schema, value: &mut Value) -> Result<(), Skip> {
        if let Some(name) = &schema.ext.fixture {
            *value = self.needed(name)?;
            return Ok(());
        }
        for property in &schema.properties {
            if let Some(inner) = value.get_mut(&property.name) {
                self.put_fixtures(&property.schema, inner)?;
            }
        }
        if let (Some(items), Value::Array(list)) = (schema.items.as_deref(), &mut *value) {
            for entry in list {
                self.put_fixtures(items, entry)?;
            }
        }
        let is = |branch: &&Schema| holds(&branch.json, value, &branch.shared);
        if let Some(branch) = schema.any_of.iter().find(is) {
            self.put_fixtures(branch, value)?;
        }
        Ok(())
    }
}
