//! How long texts can be by the pattern and the format of their place: a limit beyond that is never
//! met, and never broken alone.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::Skip;
use crate::contract::Schema;
use crate::rule::format;
use crate::rule::text::Pattern;
use crate::rule::text::lengths::{Lengths, OPEN};

/// Why no text stands at a limit of length (`minLength`, `maxLength`), as the pattern or the format
/// allows none.
pub(super) fn never_met(schema: &Schema, keyword: &str) -> Option<Skip> {
    let at = limit(schema, keyword)?;
    never(schema, &Lengths::one(at), &format!("is at its {keyword}"))
}

/// Why no text breaks a limit of length alone, as the pattern or the format says as much already.
pub(super) fn never_broken(schema: &Schema, keyword: &str) -> Option<Skip> {
    if keyword == "pattern" && schema.pattern.as_deref().is_some_and(fits_all) {
        return Some(Skip::idle("every text fits the pattern"));
    }
    let at = limit(schema, keyword)?;
    let beyond = match (keyword, at) {
        ("minLength", 0) | (_, OPEN) => Lengths::none(),
        ("minLength", at) => Lengths::between(0, at - 1),
        (_, at) => Lengths::between(at + 1, OPEN),
    };
    never(schema, &beyond, &format!("breaks its {keyword}"))
}

/// Whether nothing breaks a pattern: it asks for nothing at all, or for any number of any characters.
fn fits_all(pattern: &str) -> bool {
    let Ok(hir) = regex_syntax::parse(pattern) else {
        return false;
    };
    let any = |hir: &Hir| match hir.kind() {
        HirKind::Repetition(r) => {
            let class = match r.sub.kind() {
                HirKind::Capture(inner) => &inner.sub,
                _ => &r.sub,
            };
            let all = matches!(class.kind(), HirKind::Class(Class::Unicode(c))
                if c.ranges().len() == 1 && c.ranges()[0].start() == '\0' && c.ranges()[0].end() == char::MAX);
            r.min == 0 && r.max.is_none() && all
        }
        _ => false,
    };
    let asks_nothing =
        hir.properties().minimum_len() == Some(0) && hir.properties().look_set().is_empty();
    asks_nothing
        || matches!(hir.kind(), HirKind::Concat(parts)
            if matches!(&parts[..], [start, middle, end]
                if matches!(start.kind(), HirKind::Look(Look::Start))
                    && any(middle)
                    && matches!(end.kind(), HirKind::Look(Look::End))))
}

fn limit(schema: &Schema, keyword: &str) -> Option<u64> {
    match keyword {
        "minLength" => schema.min_length,
        "maxLength" => schema.max_length,
        _ => None,
    }
}

fn never(schema: &Schema, wanted: &Lengths, what: &str) -> Option<Skip> {
    let none = |lengths: &Lengths| lengths.and(wanted).least().is_none();
    let pattern = schema
        .pattern
        .as_deref()
        .and_then(|p| Pattern::of(p).lengths());
    let name = schema.format.as_deref();
    let format = name.and_then(format::find).and_then(|f| f.lengths());
    if pattern.as_ref().is_some_and(none) {
        return Some(Skip::idle(format!("no text that fits the pattern {what}")));
    }
    if format.as_ref().is_some_and(none) {
        let name = name.unwrap_or_default();
        return Some(Skip::idle(format!("no text of the format {name} {what}")));
    }
    let both = pattern.zip(format).map(|(p, f)| p.and(&f));
    both.filter(none).map(|_| {
        Skip::idle(format!(
            "no text that fits the pattern and the format {what}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn a_pattern_that_every_text_fits_is_never_broken() {
        for (pattern, all) in [
            ("^[\\s\\S]*$", true),
            (".*", true),
            ("[a-z]*", true),
            ("", true),
            ("^.*$", false),
            ("^[a-z]*$", false),
            ("a*b", false),
        ] {
            assert_eq!(fits_all(pattern), all, "{pattern}");
        }
    }

    #[test]
    fn a_limit_that_the_format_says_already_is_never_broken_alone() {
        let mut schema = Schema::default();
        schema.format = Some("uuid".to_owned());
        schema.min_length = Some(1);
        schema.max_length = Some(100);
        assert!(never_met(&schema, "minLength").is_some());
        assert!(never_broken(&schema, "minLength").is_some());
        assert!(never_met(&schema, "maxLength").is_some());
        assert!(never_broken(&schema, "maxLength").is_some());
        schema.max_length = Some(36);
        assert!(never_met(&schema, "maxLength").is_none());
        assert!(never_broken(&schema, "maxLength").is_some());
        schema.format = Some("a word of their own".to_owned());
        assert!(never_broken(&schema, "maxLength").is_none());
    }

    #[test]
    fn lengths_between_those_of_a_pattern_are_never_met() {
        let mut schema = Schema::default();
        schema.pattern = Some("^([0-9]{3}-)*[0-9]{3}$".to_owned());
        schema.max_length = Some(20);
        assert!(never_met(&schema, "maxLength").is_some());
        assert!(never_broken(&schema, "maxLength").is_none());
        schema.max_length = Some(19);
        assert!(never_met(&schema, "maxLength").is_none());
        schema.max_length = Some(u64::MAX);
        assert!(never_broken(&schema, "maxLength").is_some());
    }
}
