//! How long texts can be by the pattern of their place: a limit beyond that is never met, and never
//! broken alone.

use regex_syntax::hir::{Hir, HirKind, Look};

use super::Skip;
use crate::contract::Schema;

/// Why no text stands at a limit of length (`minLength`, `maxLength`), as the pattern allows none.
pub(super) fn never_met(schema: &Schema, keyword: &str) -> Option<Skip> {
    let (least, most) = lengths(schema)?;
    let never = match keyword {
        "minLength" => schema.min_length.is_some_and(|n| n < least),
        "maxLength" => schema
            .max_length
            .is_some_and(|n| most.is_some_and(|m| n > m)),
        _ => false,
    };
    never.then(|| Skip::idle(format!("no text that fits the pattern is at its {keyword}")))
}

/// Why no text breaks a limit of length alone, as the pattern says as much already.
pub(super) fn never_broken(schema: &Schema, keyword: &str) -> Option<Skip> {
    let (least, most) = lengths(schema)?;
    let never = match keyword {
        "minLength" => schema.min_length.is_some_and(|n| n <= least),
        "maxLength" => schema
            .max_length
            .is_some_and(|n| most.is_some_and(|m| n >= m)),
        _ => false,
    };
    never.then(|| {
        Skip::idle(format!(
            "no text that fits the pattern breaks its {keyword}"
        ))
    })
}

/// The least and the greatest number of characters that the pattern of a schema allows; no greatest
/// where it leaves the end open.
fn lengths(schema: &Schema) -> Option<(u64, Option<u64>)> {
    let hir = regex_syntax::parse(schema.pattern.as_deref()?).ok()?;
    let (least, most) = characters(&hir);
    let properties = hir.properties();
    let whole = properties.look_set_prefix().contains(Look::Start)
        && properties.look_set_suffix().contains(Look::End);
    Some((least, most.filter(|_| whole)))
}

fn characters(hir: &Hir) -> (u64, Option<u64>) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => (0, Some(0)),
        HirKind::Literal(literal) => {
            let n = String::from_utf8_lossy(&literal.0).chars().count() as u64;
            (n, Some(n))
        }
        HirKind::Class(_) => (1, Some(1)),
        HirKind::Capture(capture) => characters(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (least, most) = characters(&repetition.sub);
            let times = |n: u64, times: u32| n.saturating_mul(u64::from(times));
            let most = match (most, repetition.max) {
                (Some(0), _) => Some(0),
                (Some(most), Some(max)) => Some(times(most, max)),
                _ => None,
            };
            (times(least, repetition.min), most)
        }
        HirKind::Concat(parts) => parts.iter().map(characters).fold(
            (0, Some(0)),
            |(least, most): (u64, Option<u64>), (l, m)| {
                let most = most.zip(m).map(|(a, b)| a.saturating_add(b));
                (least.saturating_add(l), most)
            },
        ),
        HirKind::Alternation(ways) => {
            let all: Vec<_> = ways.iter().map(characters).collect();
            let least = all.iter().map(|(l, _)| *l).min().unwrap_or(0);
            let most: Option<Vec<u64>> = all.iter().map(|(_, m)| *m).collect();
            (least, most.and_then(|m| m.into_iter().max()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Option<(u64, Option<u64>)> {
        let mut schema = Schema::default();
        schema.pattern = Some(pattern.to_owned());
        lengths(&schema)
    }

    #[test]
    fn a_pattern_bounds_the_length_of_its_texts() {
        assert_eq!(of("^[a-z0-9-]+$"), Some((1, None)));
        assert_eq!(of("^[A-Z]{2}-[0-9]{4}$"), Some((7, Some(7))));
        assert_eq!(of("^(a|béé)?$"), Some((0, Some(3))));
        assert_eq!(of("[0-9]{5}"), Some((5, None)), "it may stand anywhere");
        assert_eq!(of("^(?=x)x$"), None, "no pattern of this dialect");
    }

    #[test]
    fn a_limit_that_the_pattern_says_already_is_never_broken_alone() {
        let mut schema = Schema::default();
        schema.pattern = Some("^[a-z]{2,5}$".to_owned());
        schema.min_length = Some(1);
        schema.max_length = Some(4);
        assert!(never_met(&schema, "minLength").is_some());
        assert!(never_broken(&schema, "minLength").is_some());
        assert!(never_met(&schema, "maxLength").is_none());
        assert!(never_broken(&schema, "maxLength").is_none());
    }
}
