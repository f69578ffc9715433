//! Whether a text fits a pattern, as the validator says that judges values.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, Validator};
use serde_json::json;

/// Steps back that one look at a text may take.
const STEPS: usize = 10_000;

/// A pattern that texts are held to.
pub struct Matcher(Validator);

impl Matcher {
    /// Compiles; `None` where the validator takes no such pattern.
    pub fn of(pattern: &str) -> Option<Matcher> {
        jsonschema::draft202012::options()
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(STEPS))
            .build(&json!({ "pattern": pattern }))
            .ok()
            .map(Matcher)
    }

    /// Whether it fits; `None` where that takes too many steps to tell.
    pub fn fits(&self, text: &str) -> Option<bool> {
        match self.0.validate(&json!(text)) {
            Ok(()) => Some(true),
            Err(e) => matches!(e.kind(), ValidationErrorKind::Pattern { .. }).then_some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Matcher;

    #[test]
    fn what_takes_too_long_is_no_verdict() {
        let matcher = Matcher::of(r"^(?=x)(a|aa|x)*\1$").unwrap();
        let text = format!("x{}b", "a".repeat(60));
        assert_eq!(matcher.fits(&text), None);
        assert_eq!(matcher.fits("y"), Some(false));
        assert!(Matcher::of("(").is_none());
    }
}
