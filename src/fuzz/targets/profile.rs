//! The loader of profiles, on any text.

use super::CONTRACTS;
use crate::target::Profile;

/// A value that stands in a variable of the environment, and must stand in no error.
const SECRET: &str = "s3cretOfTheEnvironment";

/// Loads the text as a profile, holds it against the built-in contracts, and writes what it carries.
///
/// # Panics
/// When a refusal gives no reason, or one that quotes what a variable holds.
pub fn profile_loader(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let variable = |_: &str| Some(SECRET.to_owned());
    let said = |error: String| {
        assert!(!error.is_empty(), "no reason for {text:?}");
        let quoted = error.contains(SECRET) && !text.contains(SECRET);
        assert!(!quoted, "a secret stands in an error: {error}");
    };
    let profile = match Profile::parse("fuzz.toml", &text, &variable) {
        Ok(profile) => profile,
        Err(error) => return said(error.to_string()),
    };
    if let Err(error) = profile.check(&CONTRACTS, &[]) {
        said(error.to_string());
    }
    for contract in CONTRACTS.iter() {
        profile.fixtures(contract);
        profile.writing(contract);
        let shown = profile.shown_headers(&contract.name);
        let shows = |(_, value): &(String, String)| value.contains(SECRET);
        assert!(
            !shown.iter().any(shows) || text.contains(SECRET),
            "{shown:?}"
        );
    }
}
