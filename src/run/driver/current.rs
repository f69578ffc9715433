//! Requests that name a version of a thing name the one that is there right before they are sent.

use std::rc::Rc;

use super::{Driver, Stop};
use crate::exchange::{Case, Message, Request, Step};
use crate::generate::Kit;
use crate::run::objects::path_of;

impl Driver<'_> {
    /// A message with the version that is there now, except at places that name one on purpose.
    pub(in crate::run) async fn current(
        &mut self,
        message: &Message,
        meant: &[&str],
    ) -> Result<Message, Stop> {
        let versions = Rc::clone(&self.versions);
        if !versions.names(&message.operation) {
            return Ok(message.clone());
        }
        let (contract, writing) = (self.contract, self.writing.clone());
        let now = versions.now(self, (contract, &writing), message, meant);
        Ok(now.await?.unwrap_or_else(|| message.clone()))
    }

    /// The same for a request that is written already.
    pub(super) async fn current_raw(
        &mut self,
        kit: &Kit<'_>,
        request: &Request,
    ) -> Result<Request, Stop> {
        let versions = Rc::clone(&self.versions);
        let path = versions
            .names(&kit.operation.id)
            .then(|| path_of(kit, request));
        let Some(path) = path.flatten() else {
            return Ok(request.clone());
        };
        let (contract, writing) = (self.contract, self.writing.clone());
        let now = versions.now_raw(self, (contract, &writing), &path, request);
        Ok(now.await?.unwrap_or_else(|| request.clone()))
    }
}

impl super::Ran {
    /// Puts the messages that were sent in place of those that were to be sent.
    pub(in crate::run) fn write_down(&self, case: &mut Case) {
        for (number, sent) in &self.sent {
            if let Some(Step::Send(message) | Step::Follow { message, .. }) =
                case.steps.get_mut(*number)
            {
                message.clone_from(sent);
            }
        }
    }
}
