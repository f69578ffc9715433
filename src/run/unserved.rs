//! Plain valid requests that were refused: whether their operation is there at all, and whether the
//! contract lists what they drew.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Lane;
use super::driver::{Driver, Stop};
use super::tally::Pending;
use crate::alike::alike_foreign;
use crate::clause::{Check, plain};
use crate::contract::Operation;
use crate::exchange::{Case, Exchange, Request, Taken};
use crate::generate::nonce;

/// A number that no thing has: near the end of those that most databases count with.
const FAR: &str = "2147480407";

/// The first plain request of each operation that was refused.
#[derive(Default)]
pub(super) struct Refusals(RefCell<BTreeMap<String, Refusal>>);

struct Refusal {
    status: u16,
    shown: Pending,
    /// Whether an unknown path draws the same page, with this method and another one.
    nowhere: bool,
    /// Whether it is about the one thing that the path names: another name draws something else.
    about_one: bool,
}

impl Lane<'_> {
    /// Keeps the refusal of a plain request, the first one of its operation.
    pub(super) fn keep_refusal(&self, id: &str, case: &Case, taken: &[Taken], status: u16) {
        let Some(operation) = self.contract.operation(id) else {
            return;
        };
        let telling = plain::is_unserved(operation, status)
            || plain::may_be_nowhere(operation, status)
            || plain::is_unlisted(operation, status);
        let mut all = self.refusals.0.borrow_mut();
        if !telling || all.contains_key(id) {
            return;
        }
        let last = taken.last().map(|t| (t.step, t.exchanges.len().max(1) - 1));
        let mut shown = self.shown(
            case,
            taken,
            &Check::Served,
            String::new(),
            last.unwrap_or_default(),
        );
        shown.refused = true;
        let refusal = Refusal {
            status,
            shown: self.totals.pending(shown),
            nowhere: false,
            about_one: false,
        };
        all.insert(id.to_owned(), refusal);
    }

    /// Asks again, by a method that no page has for the path, where a plain request drew what an unknown
    /// path draws.
    pub(super) async fn look_for_nowhere(
        &self,
        driver: &mut Driver<'_>,
        nowhere: &Exchange,
    ) -> Result<(), Stop> {
        let Some(page) = page(nowhere).filter(|(status, _)| *status == 404) else {
            return Ok(());
        };
        let alike = |exchange: &Exchange| self::page(exchange).is_some_and(|other| other == page);
        let mut asked = Vec::new();
        for (id, refusal) in self.refusals.0.borrow().iter() {
            let shown = refusal.shown.read();
            let exchanges = shown.taken.iter().flat_map(|t| &t.exchanges);
            let Some(last) = exchanges
                .last()
                .filter(|e| refusal.status == 404 && alike(e))
            else {
                continue;
            };
            if let Some(method) = self
                .contract
                .operation(id)
                .and_then(|o| self.spare_method(o))
            {
                asked.push((id.clone(), other_method(&last.request, method)));
            }
        }
        for (id, request) in asked {
            let nowhere = alike(&driver.ask_entitled(request).await?);
            if let Some(refusal) = self.refusals.0.borrow_mut().get_mut(&id) {
                refusal.nowhere = nowhere;
            }
        }
        Ok(())
    }

    /// Asks for another thing, where 405 was drawn by one that the path names: what a method is ruled out for is
    /// the thing itself (RFC 9110, section 15.5.6), and an operation that is not there has it for all.
    pub(super) async fn look_for_others(&self, driver: &mut Driver<'_>) -> Result<(), Stop> {
        let mut asked = Vec::new();
        for (id, refusal) in self.refusals.0.borrow().iter() {
            let shown = refusal.shown.read();
            let last = shown.taken.iter().flat_map(|t| &t.exchanges).last();
            let operation = self
                .contract
                .operation(id)
                .filter(|_| refusal.status == 405);
            if let Some((last, operation)) = last.zip(operation)
                && let Some(target) = other_name(&last.request.target, &operation.path)
            {
                let mut request = last.request.clone();
                request.target = target;
                asked.push((id.clone(), request));
            }
        }
        for (id, request) in asked {
            let exchange = driver.ask_entitled(request).await?;
            let other = matches!(&exchange.answer, Ok(r) if r.status != 405);
            if let Some(refusal) = self.refusals.0.borrow_mut().get_mut(&id) {
                refusal.about_one = other;
            }
        }
        Ok(())
    }

    /// A method that no page has for the path of an operation.
    fn spare_method(&self, operation: &Operation) -> Option<&'static str> {
        let mut methods = ["PATCH", "PUT", "GET"].into_iter();
        methods.find(|method| {
            let mut all = self.contract.operations.iter();
            all.all(|o| o.path != operation.path || o.method != *method)
        })
    }

    /// Judges the clauses about plain requests, once everything was sent.
    pub(super) fn judge_refusals(&self) {
        let own = self.profile.contracts.get(&self.contract.name);
        let given = own.is_some_and(|c| c.has_credentials());
        let mut all = self.contract.operations.iter();
        let serves = all.any(|o| self.evidence.is_tested(&o.id));
        let all = self.refusals.0.borrow();
        let mut tallies = self.tallies.borrow_mut();
        for (clause, tally) in self.clauses.iter().zip(tallies.iter_mut()) {
            let served = matches!(clause.check, Check::Served);
            if !(served || matches!(clause.check, Check::Listed)) {
                continue;
            }
            tally.complete = true;
            tally.inconclusive.clear();
            if self.evidence.is_tested(&clause.operation) {
                tally.cases = 1;
                continue;
            }
            let refusal = all.get(&clause.operation);
            let Some((refusal, operation)) =
                refusal.zip(self.contract.operation(&clause.operation))
            else {
                tally.unseen = Some("no plain request showed it".to_owned());
                continue;
            };
            let status = refusal.status;
            let got = match served {
                true if refusal.about_one => None,
                true if serves && plain::is_unserved(operation, status) => {
                    Some(format!("status {status}, while other operations are served"))
                }
                true if serves && refusal.nowhere => Some(
                    "status 404 with the page of an unknown path, while other operations are served"
                        .to_owned(),
                ),
                false if plain::is_unlisted(operation, status) && (given || !operation.secured) => {
                    Some(format!(
                        "status {status}, which the contract does not document"
                    ))
                }
                _ => None,
            };
            match got {
                Some(got) => {
                    let mut shown = refusal.shown.read().into_owned();
                    shown.broken.expected = clause.check.in_words();
                    shown.broken.got = got;
                    tally.cases = 1;
                    tally.seen = 1;
                    tally.shown = Some(self.totals.pending(shown));
                }
                None => tally.unseen = Some("no plain request showed it".to_owned()),
            }
        }
    }
}

/// What an answer is like, whichever path it was asked for by which method.
fn page(exchange: &Exchange) -> Option<(u16, String)> {
    let response = exchange.answer.as_ref().ok()?;
    let request = &exchange.request;
    let path = request.target.split('?').next().unwrap_or_default();
    let label = response.header("content-type").unwrap_or_default();
    let body = String::from_utf8_lossy(&response.body);
    let body = body.replace(&request.target, "/").replace(path, "/");
    let body = body.replace(&request.method, "METHOD");
    Some((response.status, format!("{label} {}", alike_foreign(&body))))
}

/// A target with a name that nobody gave where its path has its last parameter: a name that is near may be that
/// of somebody else's thing. `None` where it has none.
fn other_name(target: &str, template: &str) -> Option<String> {
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (target, String::new()),
    };
    let from_end = template.rsplit('/').position(|part| part.contains('{'))?;
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    let place = parts.len().checked_sub(from_end + 1)?;
    let name = parts.get_mut(place).filter(|part| !part.is_empty())?;
    match name.bytes().all(|b| b.is_ascii_digit()) {
        true => FAR.clone_into(name),
        false => name.push_str(&format!("-clausal-{:x}", nonce())),
    }
    Some(format!("{}{query}", parts.join("/")))
}

/// The same request by another method, without a body.
fn other_method(request: &Request, method: &str) -> Request {
    let mut other = request.clone();
    other.method = method.to_owned();
    other.body = None;
    let about_body = |name: &str| name.to_ascii_lowercase().starts_with("content-");
    other.headers.retain(|(name, _)| !about_body(name));
    other
}
