//! Members that only the answer has.

use serde_json::Value;

use crate::exchange::{Case, Step, below};
use crate::generate::{Maker, Skip, single};

/// Members that only the answer has, with values of the right type that no server would choose.
pub(super) fn read_only(maker: &mut Maker<'_, '_, '_>) -> Result<Case, Skip> {
    let operation = maker.kit.operation;
    let mut message = maker.valid(&maker.base(None).clone())?;
    let answer = operation.success_response().and_then(|r| r.media.first());
    for property in answer.into_iter().flat_map(|m| &m.schema.properties) {
        let at = below("/body", &property.name);
        if operation.schema_at(&at).is_some() {
            continue;
        }
        let schema = &property.schema;
        let value: Value = match schema.types.first().map(String::as_str) {
            // The last listed value is the least likely one for a fresh resource.
            _ if !schema.enumeration.is_empty() => {
                schema.enumeration[schema.enumeration.len() - 1].clone()
            }
            Some("integer") => 987_654_321_987_i64.into(),
            Some("boolean") => continue,
            _ => "set by the client".into(),
        };
        message.set(&at, Some(value));
    }
    Ok(single(
        "every member that only the answer has",
        Step::Send(message),
    ))
}
