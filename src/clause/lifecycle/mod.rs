//! How the status of a created resource moves, as polling and deleting show it.

mod deleted;
mod finished;
mod look;
pub(super) mod phase;
mod way;

use serde_json::Value;

use super::judge::{self, Judgement, Seen};
use super::{Check, Cited, Clause, Scope, Stimulus, Watch};
use crate::contract::{Lifecycle, Resource};
use crate::exchange::Step;
use crate::wire;

use look::looks;
pub use phase::Phase;
use way::Way;

/// One aspect of the way of a resource.
#[derive(Debug, Clone)]
pub struct Follows {
    /// Which aspect.
    pub aspect: Aspect,
    /// Name of the status member.
    pub member: String,
    /// The documented lifecycle.
    pub lifecycle: Lifecycle,
    /// Members that may be open until the end, with what is known of each.
    pub open: Vec<Open>,
}

/// A member that may be open until the end.
#[derive(Debug, Clone)]
pub struct Open {
    /// Its name.
    pub name: String,
    /// Values that stand for "not yet".
    pub not_yet: Vec<serde_json::Value>,
    /// Sibling that it is not before.
    pub not_before: Option<String>,
}

/// Aspects of a resource's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aspect {
    /// Reading it answers with success.
    Readable,
    /// Reading it answers the object that was created.
    SameObject,
    /// The first status is a documented one.
    First,
    /// Every status is a listed one.
    Listed,
    /// Every step between statuses is a documented one.
    Steps,
    /// Members that may be open meanwhile have values in the end.
    Completed,
    /// Times are in order.
    TimeOrder,
    /// It does not stay as it began.
    Begins,
    /// A delete of a running one shows in its status.
    DeletedRunning,
    /// A delete of a finished one shows in its status.
    DeletedDone,
    /// What was deleted is found no more.
    Gone,
    /// What was deleted while it ran keeps nothing busy.
    Frees,
}

/// One clause for each aspect that the contract speaks of.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let (Some(resource), Some(media)) = (
        &operation.resource,
        operation.success_response().and_then(|r| r.media.first()),
    ) else {
        return Vec::new();
    };
    let status = media
        .schema
        .properties
        .iter()
        .find_map(|p| Some((p, p.schema.ext.lifecycle.clone()?)));
    let (Some((status, lifecycle)), Some(_)) = (status, &resource.read) else {
        return Vec::new();
    };
    let open = media
        .schema
        .properties
        .iter()
        .filter(|p| p.schema.ext.open.is_some());
    let open = open
        .map(|p| Open {
            name: p.name.clone(),
            not_yet: p.schema.ext.not_yet.clone(),
            not_before: p.schema.ext.not_before.clone(),
        })
        .collect();
    let follows = Follows {
        aspect: Aspect::First,
        member: status.name.clone(),
        lifecycle,
        open,
    };
    let cited = Cited::documented(&follows.lifecycle.source, &status.schema.at);
    use Aspect::{
        Begins, Completed, DeletedDone, DeletedRunning, First, Frees, Gone, Listed, Readable,
        SameObject, Steps, TimeOrder,
    };
    let ends_deleted = resource.delete.is_some() && follows.lifecycle.deleted_done.is_some();
    let mut aspects = vec![
        (
            "created",
            "what was just created has the documented first status",
            First,
            Watch::ToTheEnd,
        ),
        (
            "readable",
            "what was created can be read by its id",
            Readable,
            Watch::ToTheEnd,
        ),
        (
            "same-object",
            "reading by id answers the object that was created",
            SameObject,
            Watch::ToTheEnd,
        ),
        (
            "listed-status",
            "every status is one of the listed ones",
            Listed,
            Watch::ToTheEnd,
        ),
        (
            "transitions",
            "the status takes documented steps only",
            Steps,
            Watch::ToTheEnd,
        ),
        (
            "completed-fields",
            "what may be open meanwhile has a value in the end",
            Completed,
            Watch::ToTheEnd,
        ),
        (
            "time-order",
            "nothing ends before it began",
            TimeOrder,
            // Another thing than the one of the clauses above: it must not be told of that one.
            match ends_deleted {
                true => Watch::DeletedDone,
                false => Watch::ToTheEnd,
            },
        ),
        (
            "ends",
            "in the time that the profile gives it, the status leaves the one it began with",
            Begins,
            Watch::ToTheEnd,
        ),
    ];
    if resource.delete.is_some() {
        if follows.lifecycle.deleted_running.is_some() {
            aspects.push((
                "cancel",
                "deleting what runs shows in its status or removes it",
                DeletedRunning,
                Watch::DeletedRunning,
            ));
            if operation.occupies.is_some() {
                aspects.push((
                    "cancel-frees",
                    "what was deleted while it ran keeps nothing busy any more",
                    Frees,
                    Watch::DeletedRunning,
                ));
            }
        }
        if follows.lifecycle.deleted_done.is_some() {
            aspects.push((
                "delete",
                "deleting what is finished shows in its status or removes it",
                DeletedDone,
                Watch::DeletedDone,
            ));
            aspects.push((
                "deleted-gone",
                "what was deleted is found no more",
                Gone,
                Watch::DeletedDone,
            ));
        }
    }
    aspects
        .into_iter()
        .map(|(name, duty, aspect, watch)| {
            let cited = match aspect {
                Readable | SameObject => Cited::documented(&resource.source, &operation.at),
                Begins | Frees => Cited::implied(&follows.lifecycle.source, &status.schema.at),
                _ => cited,
            };
            scope.clause(
                format!("lifecycle/{name}"),
                duty.into(),
                cited,
                Stimulus::Lifecycle(watch),
                Check::Lifecycle(Box::new(Follows {
                    aspect,
                    ..follows.clone()
                })),
            )
        })
        .collect()
}

/// Judges one aspect of what was seen of a resource.
pub(super) fn judge(
    follows: &Follows,
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(created) = seen
        .taken
        .iter()
        .find(|t| matches!(seen.case.steps.get(t.step), Some(Step::Send(_))))
    else {
        return Judgement::Inconclusive("nothing was created".into());
    };
    match judge::by_outcomes(
        &[super::Outcome::new(super::Wanted::Accepted)],
        seen,
        created,
        0,
        readings,
    ) {
        Judgement::Held => {}
        Judgement::Broken(b) => {
            return Judgement::Inconclusive(format!("nothing was created: {}", b.got));
        }
        other => return other,
    }
    let way = Way {
        follows,
        seen,
        created,
        polls: looks(follows, seen),
    };
    way.judge(readings)
}

/// The id that a success holds.
pub fn created_id(resource: &Resource, response: &crate::exchange::Response) -> Option<Value> {
    let body = wire::parse_json(&response.body).ok()?;
    body.pointer(&resource.id)
        .filter(|v| !v.is_null() && !v.is_object() && !v.is_array())
        .cloned()
}
