//! What successes of an operation show, as far as its document says.

use crate::contract::{Operation, Schema, shape};

/// Members of the entries of the list that an operation answers with, its own or a member's; nothing
/// where it answers with none.
pub(super) fn lists(operation: &Operation) -> Option<Vec<String>> {
    let media = operation.success_response()?.media.first()?;
    let (_, list) = shape::list(&media.schema)?;
    Some(members(shape::one_of(list).items.as_deref()?))
}

/// Names of members, also of alternatives.
fn members(schema: &Schema) -> Vec<String> {
    let own = schema.properties.iter().map(|p| p.name.clone());
    let other = schema.any_of.iter().flat_map(|s| &s.properties);
    own.chain(other.map(|p| p.name.clone())).collect()
}

/// Whether two operations answer successes with the same object.
pub(super) fn same_answer(one: &Operation, other: &Operation) -> bool {
    let schema = |o: &Operation| Some(o.success_response()?.media.first()?.schema.clone());
    let (Some(one), Some(other)) = (schema(one), schema(other)) else {
        return false;
    };
    let id = |m: &String| super::names::bare(m).ends_with("id");
    let names = members(&one);
    !one.properties.is_empty()
        && names.iter().any(id)
        && (one.is(&other) || (!one.at.pointer.is_empty() && one.at == other.at))
}

/// No members, where the document does not say what an operation answers: it may well be a list.
pub(super) fn is_silent(operation: &Operation) -> Option<Vec<String>> {
    let media = operation.success_response().and_then(|r| r.media.first());
    let says = media.is_some_and(|m| !m.schema.types.is_empty() || !m.schema.properties.is_empty());
    (!says).then(Vec::new)
}
