//! Which read shows the thing that a request changes, and which version of it the request must name.

use super::names::{bare, same};
use super::paths::{Segment, alike};
use super::{Known, Origin, Study, pointer};
use crate::contract::{Operation, Place};

/// What reads the thing that a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `operationId` of the read.
    pub read: String,
    /// Places of its path, each with the place of the request that holds the same.
    pub path: Vec<(String, String)>,
}

/// A place of a request that names the version of the thing it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The place.
    pub at: String,
    /// Where the read shows the version that is there.
    pub origin: Origin,
    /// Whether the contract leaves no doubt that another version is refused.
    pub refused: bool,
}

/// Members that can hold nothing but a version of what they stand in.
const SURE: [&str; 8] = [
    "etag",
    "lockversion",
    "resourceversion",
    "rowversion",
    "optimisticlock",
    "concurrencystamp",
    "concurrencytoken",
    "versiontoken",
];
/// Members that may as well hold a version of something else.
const PERHAPS: [&str; 6] = [
    "version",
    "revision",
    "rev",
    "versionnumber",
    "revisionnumber",
    "generation",
];
/// Words for what is done where somebody else was faster.
const WORDS: [&str; 9] = [
    "stale",
    "outdated",
    "out of date",
    "optimistic",
    "concurren",
    "read last",
    "last read",
    "was read",
    "changed since",
];

/// The read of the thing that a request with a body changes, or does something to: that of its own path,
/// else of the longest part of it that ends with an id.
pub(super) fn shown(study: &Study<'_>, known: &Known<'_>) -> Option<Shown> {
    let own = &known.path;
    if matches!(&*known.operation.method, "GET" | "HEAD" | "OPTIONS") {
        return None;
    }
    let is_id = |s: Option<&Segment>| matches!(s, Some(Segment::Parameter(_)));
    let whole = known.operation.method != "POST";
    let fits = |length: usize| is_id(own[..length].last()) || (whole && length == own.len());
    let lengths = (1..=own.len()).rev().filter(|length| fits(*length));
    let read = lengths.flat_map(|length| {
        let reads = study.all.iter().filter(|k| k.operation.method == "GET");
        reads.filter(move |k| alike(&k.path, &own[..length]))
    });
    // Whoever needs more than its path would ask for what nobody knows.
    let plain = |o: &Operation| {
        let mut own = o.parameters.iter();
        !own.any(|p| p.required && p.place != Place::Path)
    };
    let read = read.into_iter().find(|k| plain(k.operation))?;
    let pairs = read.path.iter().zip(own);
    let path = pairs.filter_map(|pair| match pair {
        (Segment::Parameter(to), Segment::Parameter(from)) => Some((pointer(to), pointer(from))),
        _ => None,
    });
    Some(Shown {
        read: read.operation.id.clone(),
        path: path.collect(),
    })
}

/// The places of a request that name the version of the thing that a read shows.
pub(super) fn of(study: &Study<'_>, known: &Known<'_>, shown: &Shown) -> Vec<Version> {
    let operation = known.operation;
    let Some(read) = study.all.iter().find(|k| k.operation.id == shown.read) else {
        return Vec::new();
    };
    let lists = |status| operation.lists(status);
    let tag = operation.parameters.iter().find(|p| {
        p.place == Place::Header
            && p.name.eq_ignore_ascii_case("If-Match")
            && p.schema.allows("string")
    });
    let mut all: Vec<Version> = Vec::new();
    all.extend(tag.map(|p| Version {
        at: p.pointer(),
        origin: Origin::Header("etag".into()),
        refused: lists(412),
    }));
    if !(lists(409) || lists(412)) {
        return all;
    }
    let shows = |name: &str| {
        let mut members = read.operation.answer_members().iter();
        members.any(|m| m.name == name)
    };
    let says = |text: &str| {
        let text = text.to_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    };
    for member in operation.members() {
        let name = bare(&member.name);
        let sure = SURE.contains(&&*name);
        let meant = sure || PERHAPS.contains(&&*name);
        let plain = member.schema.allows("integer") || member.schema.allows("string");
        let free = member.schema.constant.is_none() && member.schema.enumeration.is_empty();
        if !(meant && plain && free && shows(&member.name) && !member.name.contains(['/', '~'])) {
            continue;
        }
        // Where a maker is told it, too, it is what somebody calls the thing.
        let chosen = || {
            let mut makers = study.all.iter().filter(|k| k.operation.method == "POST");
            let front = &known.path[..known.path.len().saturating_sub(1)];
            makers.any(|k| {
                let mut members = k.operation.members().iter();
                alike(&k.path, front) && members.any(|m| same(&m.name, &member.name))
            })
        };
        let counted = member.schema.allows("integer") && member.required && !chosen();
        let refused = says(&operation.about) || says(&member.schema.about) || sure;
        if refused || counted {
            all.push(Version {
                at: format!("/body/{}", member.name),
                origin: Origin::Answer(format!("/{}", member.name)),
                refused: refused && !chosen(),
            });
        }
    }
    all
}
