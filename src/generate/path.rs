//! The path of a valid request in another writing.

use super::{Maker, Skip, single};
use crate::clause::path::{Written, names, texts};
use crate::exchange::{Case, Message, Request, Step};
use crate::wire;

/// Stands for a value until the bytes are there.
const MARK: &str = "clausalmark";

/// A case for each parameter whose value can be written so.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, how: Written) -> Result<Vec<Case>, Skip> {
    let operation = maker.kit.operation;
    let base = maker.base(None).clone();
    let message = maker.valid(&base)?;
    if let Some(skip) = maker.kit.unproven(&message, &maker.settings.writing) {
        return Err(skip);
    }
    let plain = wire::encode(operation, &message, &maker.settings.writing);
    let mut list = Vec::new();
    for parameter in texts(operation) {
        let segment = wire::path_value(operation, &plain.target, &parameter.name);
        let written = match how {
            Written::Letters => segment.and_then(letters),
            Written::Plus => segment.filter(|_| names(parameter)).and_then(plus),
        };
        let Some(written) = written else { continue };
        let mut marked = message.clone();
        marked.set(&parameter.pointer(), Some(MARK.into()));
        let marked = wire::encode(operation, &marked, &maker.settings.writing);
        if marked.target.matches(MARK).count() != 1 {
            continue;
        }
        let other = Step::Raw(Request {
            target: marked.target.replace(MARK, &written),
            ..plain.clone()
        });
        let steps = match how {
            // Once more at last: what the path names may be gone meanwhile.
            Written::Letters => {
                let plain = Step::Send(message.clone());
                vec![plain.clone(), other, plain]
            }
            Written::Plus => vec![other],
        };
        list.push(Case {
            steps,
            ..single(
                format!("{}: {written}", parameter.pointer()),
                Step::Send(Message::default()),
            )
        });
    }
    match (list.is_empty(), how) {
        (true, Written::Plus) => Err(Skip::profile(
            "no value of the path that is known has a blank",
        )),
        (true, Written::Letters) => Err(Skip::idle("no value of the path has a letter")),
        _ => Ok(list),
    }
}

/// A segment with its first and its last letter percent-encoded.
fn letters(segment: &str) -> Option<String> {
    let bytes = segment.as_bytes();
    let encoded = |at: usize| {
        let before = at.checked_sub(1).map(|i| bytes[i]);
        let second = at.checked_sub(2).map(|i| bytes[i]);
        before == Some(b'%') || second == Some(b'%')
    };
    let own = |at: &usize| bytes[*at].is_ascii_alphabetic() && !encoded(*at);
    let first = (0..bytes.len()).find(own)?;
    let last = (0..bytes.len()).rev().find(own)?;
    let mut out = String::new();
    for (at, c) in segment.char_indices() {
        match at == first || at == last {
            true => out.push_str(&format!("%{:02X}", bytes[at])),
            false => out.push(c),
        }
    }
    Some(out)
}

/// A segment with a plus for each blank.
fn plus(segment: &str) -> Option<String> {
    segment.contains("%20").then(|| segment.replace("%20", "+"))
}

#[cfg(test)]
mod tests {
    use super::{letters, plus};

    #[test]
    fn what_is_encoded_already_stays() {
        assert_eq!(letters("%C3%A9a-b").as_deref(), Some("%C3%A9%61-%62"));
        assert_eq!(letters("x").as_deref(), Some("%78"));
        assert_eq!(letters("12"), None);
        assert_eq!(plus("File%20System").as_deref(), Some("File+System"));
        assert_eq!(plus("a+b"), None);
    }
}
