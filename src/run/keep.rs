//! What is kept of a case that showed a clause broken: as much as a reader needs, so that a target
//! which sends much to every request does not fill the memory.

use bytes::Bytes;

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

/// Makes the answer of a finding small that says what many before it said. `alike` counts them.
pub(super) fn again(answer: &mut Response, alike: usize, spent: usize) {
    if alike <= OF_ONE_CAUSE || spent <= SOME {
        return;
    }
    answer
        .headers
        .retain(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    answer.headers.shrink_to_fit();
    let kept = answer.body.len().min(LITTLE / 4);
    answer.cut += answer.body.len() - kept;
    answer.body = Bytes::copy_from_slice(&answer.body[..kept]);
}

/// Makes an answer that is about to be told small, once those told before are many bytes.
pub(super) fn spend(answer: &mut Response, spent: &mut usize) {
    if *spent > PLENTY {
        answer.headers.truncate(16);
        if answer.body.len() > LITTLE {
            answer.cut += answer.body.len() - LITTLE;
            answer.body = Bytes::copy_from_slice(&answer.body[..LITTLE]);
        }
    }
    let headers = answer.headers.iter().map(|(n, v)| n.len() + v.len());
    *spent += answer.body.len() + headers.sum::<usize>();
}
