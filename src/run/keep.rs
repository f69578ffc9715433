//! What is kept of a case that showed a clause broken: as much as a reader needs, so that a target
//! which sends much to every request does not fill the memory.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::event::{Judged, Kind};
use crate::clause::Broken;
use crate::exchange::{Exchange, Response, Taken};
use crate::target::Secrets;

/// Characters of a text that may hold what the target sent.
const TEXT: usize = 2_000;
/// Bytes of one answer's body, and of all its headers.
const ANSWER: usize = 16 << 10;
/// Bytes of the answers before the one that shows it.
const BEFORE: usize = 16 << 10;
/// Bytes of an answer's body once much is kept already.
const LITTLE: usize = 1 << 10;
/// Bytes of answers that are kept in full over a run.
const PLENTY: usize = 8 << 20;

/// A text of bearable length. Secrets are masked first, as half of one would not be known.
pub(super) fn text(text: String, secrets: &Secrets) -> String {
    let masked = secrets.mask_quoted(&text);
    match masked.char_indices().nth(TEXT) {
        None => masked,
        Some((end, _)) => {
            let left = masked[end..].chars().count();
            format!("{}… ({left} more characters)", &masked[..end])
        }
    }
}

/// How a duty was broken, in texts of bearable length.
pub(super) fn broken(mut broken: Broken, secrets: &Secrets) -> Broken {
    for part in [&mut broken.expected, &mut broken.got, &mut broken.cause] {
        *part = text(std::mem::take(part), secrets);
    }
    broken
}

/// What came of a case, with the answer that shows it kept best.
pub(super) fn taken(taken: &[Taken], shown: (usize, usize), secrets: &Secrets) -> Vec<Taken> {
    let mut before = BEFORE;
    let one = |taken: &Taken| Taken {
        step: taken.step,
        exchanges: (0..)
            .zip(&taken.exchanges)
            .map(|(place, exchange)| {
                let mut own = ANSWER;
                let room = match (taken.step, place) == shown {
                    true => &mut own,
                    false => &mut before,
                };
                Exchange {
                    request: exchange.request.clone(),
                    answer: exchange
                        .answer
                        .as_ref()
                        .map(|r| response(r, room, secrets))
                        .map_err(Clone::clone),
                    ..*exchange
                }
            })
            .collect(),
        visited: taken.visited,
    };
    taken.iter().map(one).collect()
}

/// An answer with as much of its headers and body as there is room for. Bytes are copied, as they
/// would else keep the whole buffer they were read into.
fn response(response: &Response, room: &mut usize, secrets: &Secrets) -> Response {
    let mut left = *room;
    let mut headers = Vec::new();
    for (name, value) in &response.headers {
        let size = name.len() + value.len();
        if size > left {
            break;
        }
        left -= size;
        headers.push((name.clone(), value.clone()));
    }
    let kept = body(&response.body, *room, secrets);
    *room = room.saturating_sub(kept.len());
    Response {
        status: response.status,
        headers,
        cut: response.cut + response.body.len().saturating_sub(kept.len()),
        body: kept,
    }
}

/// The first bytes of a body; a secret that the cut would halve is masked first.
fn body(body: &Bytes, room: usize, secrets: &Secrets) -> Bytes {
    if body.len() <= room {
        return Bytes::copy_from_slice(body);
    }
    let reach = (room + secrets.longest()).min(body.len());
    match secrets.masked(&body[..reach]) {
        None => Bytes::copy_from_slice(&body[..room]),
        Some(masked) => Bytes::copy_from_slice(&masked[..room.min(masked.len())]),
    }
}

/// Findings of one cause whose answers are kept as they are, once some are.
const OF_ONE_CAUSE: usize = 40;
const SOME: usize = 1 << 20;

/// What the findings told so far take.
#[derive(Debug, Default)]
pub(super) struct Kept {
    spent: usize,
    /// Findings by operation, kind and cause.
    alike: BTreeMap<(String, Kind, String), usize>,
}

impl Kept {
    /// Makes the answer of a finding small that is about to be told, once those told before are many
    /// bytes, or many say the same.
    pub(super) fn spare(&mut self, judged: &mut Judged) {
        let Some(finding) = &mut judged.finding else {
            return;
        };
        // What was put together a piece at a time has room for more.
        let texts = [
            &mut finding.cause,
            &mut finding.case,
            &mut finding.expected,
            &mut finding.got,
            &mut finding.curl,
        ];
        texts.into_iter().for_each(String::shrink_to_fit);
        let key = (
            judged.operation.clone(),
            finding.kind,
            finding.cause.clone(),
        );
        let alike = self.alike.entry(key).or_default();
        *alike += 1;
        if *alike > OF_ONE_CAUSE {
            finding.curl = String::new();
        }
        let Ok(answer) = &mut finding.answer else {
            return;
        };
        if *alike > OF_ONE_CAUSE && self.spent > SOME {
            let label = |name: &str| name.eq_ignore_ascii_case("content-type");
            answer.headers.retain(|(name, _)| label(name));
            answer.headers.shrink_to_fit();
            cut(answer, LITTLE / 4);
        } else if self.spent > PLENTY {
            answer.headers.truncate(16);
            cut(answer, LITTLE);
        }
        let headers = answer.headers.iter().map(|(n, v)| n.len() + v.len());
        self.spent += answer.body.len() + headers.sum::<usize>();
    }
}

/// Leaves so much of a body. Bytes are copied, as they would else keep what they were read into.
fn cut(answer: &mut Response, limit: usize) {
    if answer.body.len() > limit {
        answer.cut += answer.body.len() - limit;
        answer.body = Bytes::copy_from_slice(&answer.body[..limit]);
    }
}
