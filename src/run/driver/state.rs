//! Bringing a state about, and ending it.

use serde_json::Value;

use super::{Created, Driver, NOT_BROUGHT_ABOUT, Stop, is_short};
use crate::clause::lifecycle::created_id;
use crate::contract::Lasts;
use crate::generate::Kit;
use crate::target::HookAnswer;

impl Driver<'_> {
    pub(super) async fn set_up(
        &mut self,
        kit: &Kit<'_>,
        state: &str,
        params: &[(String, Value)],
    ) -> Result<Option<Created>, Stop> {
        let reason = match self.hook.set_up(state, params).await {
            Ok(HookAnswer::Done) => {
                self.dirty = true;
                self.created.clear();
                return Ok(None);
            }
            Ok(HookAnswer::Unsupported(reason)) => reason,
            Err(error) => return Err(Stop::Unready(error.to_string())),
        };
        let via = self.contract.states.get(state).and_then(|s| s.via.as_ref());
        let Some(via) = via else {
            return Err(Stop::Unsupported(format!(
                "`{state}` {NOT_BROUGHT_ABOUT}: {reason}"
            )));
        };
        let Some(operation) = self.contract.operation(&via.operation) else {
            return Err(Stop::Unsupported(format!(
                "`{state}` {NOT_BROUGHT_ABOUT}: {reason}"
            )));
        };
        let message = kit
            .message_via(via, params)
            .map_err(|skip| Stop::Unsupported(skip.reason))?;
        let exchange = self.send(operation, &message).await?;
        let created = match &exchange.answer {
            Ok(r) if (200..300).contains(&r.status) => {
                let id = operation
                    .resource
                    .as_ref()
                    .and_then(|resource| created_id(resource, r));
                id.filter(is_short).map(|id| Created {
                    operation: operation.id.clone(),
                    id,
                    waited: false,
                })
            }
            Ok(r) => {
                return Err(Stop::Unready(format!(
                    "`{state}` could not be brought about through the API: status {}",
                    r.status
                )));
            }
            Err(f) => {
                return Err(Stop::Unready(format!(
                    "`{state}` could not be brought about through the API: {f}"
                )));
            }
        };
        match (via.lasts, created) {
            (Lasts::Finished, Some(created)) => {
                self.wait_free(&created).await?;
                Ok(None)
            }
            (Lasts::Finished, None) => Ok(None),
            (Lasts::Running, created) => Ok(created),
        }
    }

    pub(super) async fn tear_down(
        &mut self,
        state: &str,
        lasting: Option<Created>,
    ) -> Result<(), Stop> {
        match lasting {
            Some(created) => self.wait_free(&created).await,
            None => match self.hook.tear_down(state).await {
                Ok(HookAnswer::Done) => {
                    self.created.clear();
                    self.dirty = false;
                    Ok(())
                }
                Ok(HookAnswer::Unsupported(reason)) => Err(Stop::Unsupported(format!(
                    "`{state}` cannot be ended: {reason}"
                ))),
                Err(error) => Err(Stop::Unready(error.to_string())),
            },
        }
    }
}
