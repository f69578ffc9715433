//! A smaller request that shows the same fault.

use std::time::{Duration, Instant};

use super::input::{Input, is_whole, lines, split, with_body};

/// Requests that are tried for one finding at most.
const TRIES: usize = 200;
/// How long one finding may take.
const TIME: Duration = Duration::from_secs(3);

/// Leaves out ever smaller parts of the body, then headers, while the fault is shown.
pub(super) fn smaller(input: &Input, is_shown: &mut dyn FnMut(&Input) -> bool) -> Input {
    // What is no whole request could come to owe less when it is made smaller.
    if !is_whole(&input.bytes) {
        return input.clone();
    }
    let ends = Instant::now() + TIME;
    let mut tries = 0;
    let mut best = input.clone();
    let mut attempt = |best: &mut Input, bytes: Vec<u8>| {
        tries += 1;
        if tries > TRIES || Instant::now() > ends || bytes.len() >= best.bytes.len() {
            return false;
        }
        let other = Input {
            bytes,
            ..best.clone()
        };
        let is_better = is_shown(&other);
        if is_better {
            *best = other;
        }
        is_better
    };
    let body_of = |input: &Input| split(&input.bytes).map_or(0, |(_, body)| body.len());
    let mut step = body_of(&best).div_ceil(2);
    while step > 0 {
        let mut at = 0;
        while at < body_of(&best) {
            let bytes = split(&best.bytes).and_then(|(_, body)| {
                let end = (at + step).min(body.len());
                with_body(&best.bytes, &[&body[..at], &body[end..]].concat())
            });
            if !bytes.is_some_and(|bytes| attempt(&mut best, bytes)) {
                at += step;
            }
        }
        step = if step == 1 { 0 } else { step.div_ceil(2) };
    }
    let count = |input: &Input| split(&input.bytes).map_or(0, |(head, _)| lines(head).count());
    for number in (1..count(&best)).rev() {
        if let Some(bytes) = without(&best.bytes, number) {
            attempt(&mut best, bytes);
        }
    }
    best
}

/// The request without a line of its head; its length and host stay, which HTTP asks for.
fn without(bytes: &[u8], number: usize) -> Option<Vec<u8>> {
    let (head, body) = split(bytes)?;
    let line = lines(head).nth(number)?.to_ascii_lowercase();
    let stays: [&[u8]; 3] = [b"host:", b"content-length:", b"transfer-encoding:"];
    if stays.iter().any(|name| line.starts_with(name)) {
        return None;
    }
    let kept: Vec<&[u8]> = lines(head)
        .enumerate()
        .filter(|(n, _)| *n != number)
        .map(|(_, line)| line)
        .collect();
    Some([&kept.join(&b"\r\n"[..])[..], b"\r\n\r\n", body].concat())
}

#[cfg(test)]
mod tests {
    use super::super::input::Due;
    use super::*;

    #[test]
    fn what_matters_stays() {
        let input = Input {
            bytes: b"POST / HTTP/1.1\r\nHost: a\r\nB: c\r\nContent-Length: 9\r\n\r\n{\"a\":x12}"
                .to_vec(),
            due: Due::Answer,
            about: String::new(),
            place: String::new(),
        };
        let small = smaller(&input, &mut |i| {
            i.bytes.ends_with(b"x") || i.bytes.contains(&b'x')
        });
        let wanted = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx";
        assert_eq!(
            small.bytes,
            wanted,
            "{}",
            String::from_utf8_lossy(&small.bytes)
        );
    }
}
