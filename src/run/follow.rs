//! A request that names what an earlier one of its case made.

use std::time::Duration;

use serde_json::Value;

use super::driver::{Driver, Stop};
use crate::contract::Operation;
use crate::contract::ties::Origin;
use crate::exchange::{Credential, Exchange, Message, Taken};
use crate::wire::{self, Nature};

/// Longest value, as JSON, that is taken over from an answer into a request.
const LONGEST_FILL: usize = 64 << 10;
/// Looks for what was made just now and is not there yet.
const LOOKS_FOR_NEW: usize = 3;
/// Pause before each of them.
const PAUSE: Duration = Duration::from_millis(15);
/// A place of a request that follows: the whole of where it goes.
pub(super) const WHERE: &str = "/location";

/// A request that follows another one.
pub(super) struct Follow<'s> {
    pub(super) message: &'s Message,
    /// Places, with what stands there: a pointer into the answer, or an origin as it is written.
    pub(super) fill: &'s [(String, String)],
    /// Characters that stand unencoded in its path.
    pub(super) bare: &'s str,
    /// Credentials of somebody else, in place of the usual ones.
    pub(super) credentials: &'s [Credential],
    /// Step of the earlier request.
    pub(super) of: usize,
    /// The earlier request.
    pub(super) earlier: Option<&'s Message>,
    /// Whether it comes right behind it.
    pub(super) next: bool,
}

impl Driver<'_> {
    /// Sends it, filled from the earlier answer; nothing where that lacks what is needed. Returns it as it
    /// was sent.
    pub(super) async fn follow(
        &mut self,
        operation: &Operation,
        own: Follow<'_>,
        taken: &[Taken],
    ) -> Result<Option<(Message, Exchange)>, Stop> {
        let Some(message) = self.filled(operation, &own, taken) else {
            return Ok(None);
        };
        let meant: Vec<&str> = own.fill.iter().map(|(at, _)| at.as_str()).collect();
        let message = Box::pin(self.current(&message, &meant)).await?;
        let next = self.contract.operation(&message.operation);
        let next = next.unwrap_or(operation);
        if let Some(Value::String(location)) = message.get(WHERE) {
            let earlier = taken.iter().find(|t| t.step == own.of);
            let from = earlier.and_then(|t| t.exchanges.first());
            let Some(place) = from.and_then(|e| self.place_of(location, &e.request.target)) else {
                return Ok(None);
            };
            let exchange = self.send_to(next, &message, place).await?;
            return Ok(Some((message, exchange)));
        }
        if !own.credentials.is_empty() {
            let exchange = self.send_as(next, &message, own.credentials).await?;
            return Ok(Some((message, exchange)));
        }
        let mut exchange = self.send_bare(next, &message, own.bare).await?;
        let new = own.next && own.fill.iter().any(|(_, from)| from.starts_with('$'));
        // What was made may take a moment to show.
        for _ in 0..LOOKS_FOR_NEW {
            let absent = matches!(&exchange.answer, Ok(r) if r.status == 404);
            if !(new && absent) {
                break;
            }
            tokio::time::sleep(PAUSE).await;
            exchange = self.send_bare(next, &message, own.bare).await?;
        }
        Ok(Some((message, exchange)))
    }

    /// The prefix and the path that a Location means; nothing where it leads to another host.
    fn place_of(&self, location: &str, from: &str) -> Option<(Option<String>, String)> {
        let location = location.split('#').next().unwrap_or_default();
        let path = match location.split_once("://") {
            Some((_, rest)) => {
                let path = rest.find('/').map_or("", |at| &rest[at..]);
                let host = &rest[..rest.len() - path.len()];
                let own = self.target.address().authority();
                if !host.eq_ignore_ascii_case(&own) {
                    return None;
                }
                path
            }
            None => location,
        };
        let path = match path.starts_with('/') {
            true => path.strip_prefix(self.target.address().prefix.as_str())?,
            false => path,
        };
        match path {
            "" => None,
            other if other.starts_with("//") => None,
            whole if whole.starts_with('/') => Some((Some(String::new()), whole.to_owned())),
            // RFC 3986, section 5.2: beside what was asked for.
            beside if beside.starts_with(['?', '.']) => None,
            beside => {
                let asked = from.split('?').next().unwrap_or_default();
                let folder = asked.rsplit_once('/').map_or("", |(folder, _)| folder);
                Some((None, format!("{folder}/{beside}")))
            }
        }
    }

    /// Sends a message to another place than its own.
    async fn send_to(
        &mut self,
        operation: &Operation,
        message: &Message,
        (base, path): (Option<String>, String),
    ) -> Result<Exchange, Stop> {
        let mut request = wire::encode(operation, message, &self.writing);
        request.target = path;
        request.base = base.or(request.base);
        self.raw(&request).await
    }

    fn filled(&self, operation: &Operation, own: &Follow<'_>, taken: &[Taken]) -> Option<Message> {
        let earlier = taken.iter().find(|t| t.step == own.of)?.exchanges.first()?;
        let response = earlier.answer.as_ref().ok()?;
        let made = own
            .earlier
            .and_then(|m| self.contract.operation(&m.operation));
        let operation = made.unwrap_or(operation);
        if wire::nature(operation, &self.contract.error_code, response) != Nature::Success {
            return None;
        }
        let mut message = own.message.clone();
        let tied = |(_, from): &&(String, String)| from.starts_with('$');
        let (tied, plain): (Vec<_>, Vec<_>) = own.fill.iter().partition(tied);
        for (number, (at, from)) in tied.into_iter().enumerate() {
            let origin = Origin::read(from)?;
            match wire::told(&origin, own.earlier?, response, 0) {
                Ok(value) => message.set(at, Some(value)),
                Err(_) if number == 0 => return None,
                Err(_) => {}
            }
        }
        let header = |from: &str| from.strip_prefix("header: ").map(str::to_ascii_lowercase);
        let (headers, plain): (Vec<_>, Vec<_>) = plain
            .into_iter()
            .partition(|(_, from)| header(from).is_some());
        for (at, from) in headers {
            let value = response.header(&header(from)?)?;
            message.set(at, Some(value.into()));
        }
        if !plain.is_empty() {
            let body = wire::body(operation, response).ok()?;
            for (at, pointer) in plain {
                let value = body.value.pointer(pointer)?;
                // Nothing leads on from the last page.
                if value.is_null() && at.starts_with("/query/") {
                    return None;
                }
                if value.to_string().len() > LONGEST_FILL {
                    return None;
                }
                message.set(at, Some(value.clone()));
            }
        }
        Some(message)
    }
}
