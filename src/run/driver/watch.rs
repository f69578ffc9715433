//! Looking at what was created, deleting it, and waiting until it is no longer busy.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Created, Driver, Stop};
use crate::clause::lifecycle::created_id;
use crate::contract::Operation;
use crate::exchange::{Exchange, Failure, Message, Request, Response, Taken};
use crate::generate::Kit;
use crate::wire::{self, Writing};

/// First pause between two looks at a resource; it grows from look to look.
const FIRST_PAUSE: Duration = Duration::from_millis(2);
/// Longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Looks after the end.
const LOOKS_AFTERWARDS: usize = 4;
/// Pause between those.
const AFTERWARDS: Duration = Duration::from_millis(15);
/// Looks at one resource that are kept for the judge, and bytes of them.
const LOOKS: usize = 400;
const LOOKS_BYTES: usize = 16 << 20;
/// Longest id, in characters, that is asked for.
const LONGEST_ID: usize = 1_000;

impl Driver<'_> {
    /// Looks at what was created until it is as wanted, or the time for it is up.
    pub(super) async fn poll(
        &mut self,
        kit: &Kit<'_>,
        taken: &[Taken],
        of: usize,
        until: &[Value],
        once: bool,
    ) -> Result<Vec<Vec<Exchange>>, Stop> {
        let mut polls = Vec::new();
        let Some(earlier) = taken.iter().find(|t| t.step == of) else {
            return Ok(polls);
        };
        for exchange in &earlier.exchanges {
            let Some(request) = self.look_request(kit.operation, exchange) else {
                continue;
            };
            let mut looks: Vec<Exchange> = Vec::new();
            let mut bytes = 0;
            let mut pause = FIRST_PAUSE;
            let mut after = LOOKS_AFTERWARDS;
            let began = Instant::now();
            let ends = began + self.target.limits().settle;
            loop {
                let look = self.raw(&request).await?;
                let end = match &look.answer {
                    Ok(r) if matches!(r.status, 404 | 410) => true,
                    Ok(r) if (200..300).contains(&r.status) => {
                        status_of(kit.operation, r).is_none_or(|s| until.contains(&s))
                    }
                    _ => true,
                };
                let size = |look: &Exchange| look.answer.as_ref().map_or(0, |r| r.body.len());
                if (looks.len() == LOOKS || bytes + size(&look) > LOOKS_BYTES)
                    && let Some(last) = looks.pop()
                {
                    bytes -= size(&last);
                }
                bytes += size(&look);
                // What hangs once is not asked again and again.
                let gone = match &look.answer {
                    Ok(r) => matches!(r.status, 404 | 410),
                    Err(failure) => matches!(failure, Failure::Timeout(_)),
                };
                looks.push(look);
                if once || (end && (gone || after == 0)) || Instant::now() >= ends {
                    break;
                }
                if end {
                    // What has ended must stay so: a few more looks show it.
                    after -= 1;
                    tokio::time::sleep(AFTERWARDS).await;
                    continue;
                }
                self.check_time()?;
                tokio::time::sleep(pause).await;
                pause = pause_after(began);
            }
            polls.push(looks);
        }
        Ok(polls)
    }

    pub(super) async fn delete(
        &mut self,
        operation: &Operation,
        taken: &[Taken],
        of: usize,
    ) -> Result<Option<Exchange>, Stop> {
        let exchange = taken
            .iter()
            .find(|t| t.step == of)
            .and_then(|t| t.exchanges.first());
        let delete = operation.resource.as_ref().and_then(|r| r.delete.clone());
        match (exchange, delete) {
            (Some(exchange), Some(delete)) => match self.by_id(operation, exchange, &delete) {
                Some(request) => Ok(Some(self.raw(&request).await?)),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    fn look_request(&self, operation: &Operation, exchange: &Exchange) -> Option<Request> {
        let read = operation.resource.as_ref()?.read.clone()?;
        self.by_id(operation, exchange, &read)
    }

    /// A request of another operation, on the id that an answer holds.
    fn by_id(&self, operation: &Operation, exchange: &Exchange, other: &str) -> Option<Request> {
        let response = exchange.answer.as_ref().ok()?;
        if !(200..300).contains(&response.status) {
            return None;
        }
        let id = created_id(operation.resource.as_ref()?, response).filter(is_short)?;
        Some(request_for(
            self.contract.operation(other)?,
            id,
            &self.writing,
        ))
    }

    pub(super) async fn is_busy(&mut self, created: &Created) -> bool {
        self.busy(created).await.unwrap_or(false)
    }

    /// Whether something is busy; `None` when it cannot be told.
    async fn busy(&mut self, created: &Created) -> Option<bool> {
        let operation = self.contract.operation(&created.operation)?;
        let (occupies, resource) = (operation.occupies.as_ref()?, operation.resource.as_ref()?);
        let read = self.contract.operation(resource.read.as_deref()?)?;
        let request = request_for(read, created.id.clone(), &self.carried);
        let exchange = self.connection.send(request).await;
        let response = exchange.answer.ok()?;
        match response.status {
            404 | 410 => Some(false),
            200..=299 => {
                let body = wire::parse_json(&response.body).ok()?;
                Some(occupies.busy.contains(body.pointer(&occupies.at)?))
            }
            _ => None,
        }
    }

    /// Waits until something is no longer busy, as long as the profile allows.
    pub(super) async fn wait_free(&mut self, created: &Created) -> Result<(), Stop> {
        let began = Instant::now();
        let ends = began + self.target.limits().settle;
        let mut pause = FIRST_PAUSE;
        loop {
            let busy = self.busy(created).await;
            let occupies = self.contract.operation(&created.operation);
            let occupies = occupies.is_some_and(|o| o.occupies.is_some());
            self.busy = occupies && busy != Some(false);
            if busy != Some(true) || created.waited {
                return Ok(());
            }
            self.check_time()?;
            if Instant::now() >= ends {
                let settle = self.target.limits().settle.as_millis();
                self.note(format!(
                    "something that the run created was still busy after {settle} ms"
                ));
                return Ok(());
            }
            tokio::time::sleep(pause).await;
            pause = pause_after(began);
        }
    }
}

/// Whether an id is short enough to be asked for.
pub(in crate::run) fn is_short(id: &Value) -> bool {
    id.as_str().is_none_or(|text| text.len() <= LONGEST_ID)
}

/// A request of an operation whose one path parameter is the id.
pub(in crate::run) fn request_for(operation: &Operation, id: Value, writing: &Writing) -> Request {
    let parameters = operation
        .parameters
        .iter()
        .filter(|p| p.place == crate::contract::Place::Path);
    let parameters = parameters.map(|p| (p.pointer(), id.clone())).collect();
    let message = Message {
        operation: operation.id.clone(),
        parameters,
        body: None,
    };
    wire::encode(operation, &message, writing)
}

/// The status member of a resource.
fn status_of(operation: &Operation, response: &Response) -> Option<Value> {
    let media = operation.success_response()?.media.first()?;
    let member = media
        .schema
        .properties
        .iter()
        .find(|p| p.schema.ext.lifecycle.is_some())?;
    wire::parse_json(&response.body)
        .ok()?
        .get(&member.name)
        .cloned()
}

/// A pause in proportion to the time that has gone by: short states of a slow thing are rare.
pub(super) fn pause_after(began: Instant) -> Duration {
    (began.elapsed() / 12).clamp(FIRST_PAUSE, LONGEST_PAUSE)
}
