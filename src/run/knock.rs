//! Asking for what a case created, as one should or as nobody should.

use serde_json::Value;

use super::driver::{Driver, is_short, request_for};
use crate::clause::lifecycle::created_id;
use crate::contract::Operation;
use crate::exchange::{Bend, Request, Step, Taken};

impl Driver<'_> {
    /// The request of a step that asks for what was created as nobody should, or as one should.
    pub(super) fn knock(
        &self,
        operation: &Operation,
        taken: &[Taken],
        step: &Step,
    ) -> Option<Request> {
        let Step::Knock {
            of,
            delete,
            credentials,
            id,
        } = step
        else {
            return None;
        };
        // It may be the id of another one's thing: only what reading did not find is deleted.
        if *delete && *id == Some(Bend::Ending) && !is_gone(taken.last()) {
            return None;
        }
        let exchange = taken.iter().find(|t| t.step == *of)?.exchanges.first()?;
        let response = exchange.answer.as_ref().ok()?;
        let resource = operation.resource.as_ref()?;
        let own = created_id(resource, response).filter(is_short)?;
        let other = if *delete {
            &resource.delete
        } else {
            &resource.read
        };
        let other = self.contract.operation(other.as_deref()?)?;
        let own = match id {
            Some(bend) => Value::from(bend.of(&own)?),
            None => own,
        };
        let Some(credentials) = credentials else {
            return Some(request_for(other, own, &self.writing));
        };
        let mut request = request_for(other, own, &self.writing.anonymous());
        // What the profile gives stands aside where a mark of it is sent, else all of it does.
        request.anonymous = credentials.iter().all(|c| !c.text.contains(":header="));
        credentials.iter().for_each(|c| c.add(&mut request));
        Some(request)
    }
}

/// Whether what was asked for last is not there.
fn is_gone(taken: Option<&Taken>) -> bool {
    let answer = taken.and_then(|t| t.exchanges.first()).map(|e| &e.answer);
    matches!(answer, Some(Ok(r)) if matches!(r.status, 404 | 410))
}
