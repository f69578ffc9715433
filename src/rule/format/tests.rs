//! Values of formats, held to the validator and to each other.

use serde_json::{Value, json};

use super::{FORMATS, Format, Values, find, fits, free};
use crate::dice::Dice;
use crate::rule::text::Bounds;

fn all() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().flatten()
}

/// Whether the validator says so, too, where it knows the format.
fn is_valid(format: &Format, value: &Value) -> bool {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&json!({ "format": format.name }))
        .unwrap()
        .is_valid(value)
}

#[test]
fn what_is_made_is_of_its_format() {
    for format in all() {
        for seed in 0..20 {
            let mut dice = Dice::new(seed, format.name, 0, 0);
            let made = format.make(&mut dice);
            assert!(!made.is_empty(), "{}", format.name);
            for (about, value) in made {
                assert_eq!(fits(format.name, &value), Some(true), "{about}: {value}");
                assert!(is_valid(format, &value), "{about}: {value}");
            }
        }
    }
}

#[test]
fn forms_are_of_their_format_and_names_are_new() {
    for format in all() {
        let forms = |seed| format.forms(&mut Dice::new(seed, format.name, 0, 0));
        for (about, text) in forms(1) {
            let value = json!(text);
            assert_eq!(fits(format.name, &value), Some(true), "{about}: {value}");
            assert!(is_valid(format, &value), "{about}: {value}");
        }
        assert_eq!(forms(1), forms(1), "{}", format.name);
        if matches!(format.name, "email" | "uuid" | "uri" | "hostname") {
            assert_ne!(forms(1), forms(2), "{}", format.name);
        }
    }
}

#[test]
fn what_is_broken_is_not() {
    for format in all().filter(|f| free(f.name).is_none()) {
        let broken = format.broken();
        assert!(!broken.is_empty(), "{}", format.name);
        let known = matches!(&format.values, Values::Text(text) if text.fits.is_none());
        for (about, value) in broken {
            assert_eq!(fits(format.name, &value), Some(false), "{about}: {value}");
            assert_eq!(is_valid(format, &value), !known, "{about}: {value}");
        }
    }
}

#[test]
fn texts_of_a_length_are_of_their_format() {
    let of = |name: &str, least: u64, most: u64| {
        let mut dice = Dice::new(7, name, 0, 0);
        let bounds = Bounds {
            least,
            most: Some(most),
        };
        let text = find(name).unwrap().text(&mut dice, bounds);
        if let Some(text) = &text {
            assert!(bounds.hold(text), "{text}");
            assert_eq!(fits(name, &json!(text)), Some(true), "{text}");
        }
        text
    };
    for (name, length) in [
        ("email", 254),
        ("email", 20),
        ("uri", 20),
        ("uri", 300),
        ("uri", 5),
        ("hostname", 253),
        ("hostname", 8),
        ("uuid", 36),
        ("ipv6", 39),
        ("ipv6", 45),
        ("ipv4", 15),
        ("ipv4", 7),
        ("date", 10),
        ("date-time", 20),
        ("json-pointer", 100),
        ("byte", 400),
    ] {
        assert!(of(name, length, length).is_some(), "{name} of {length}");
    }
    assert_eq!(of("uuid", 0, 35), None);
    assert!(of("ipv6", 0, 5).is_some(), "an edge");
}

#[test]
fn formats_of_numbers_are_ranges() {
    assert_eq!(fits("int32", &json!(2_147_483_647)), Some(true));
    assert_eq!(fits("int32", &json!(2_147_483_648_u64)), Some(false));
    assert_eq!(fits("int64", &json!(u64::MAX)), Some(false));
    assert_eq!(fits("uint64", &json!(u64::MAX)), Some(true));
    assert_eq!(fits("uint8", &json!(-1)), Some(false));
    assert_eq!(
        fits("int32", &json!("12")),
        None,
        "texts are another matter"
    );
    assert_eq!(fits("password", &json!("x")), None);
}

#[test]
fn formats_are_listed_once_and_those_without_a_duty_have_a_reason() {
    let mut names: Vec<&str> = all().map(|f| f.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert_eq!(free("uuid"), None);
    assert!(free("password").is_some_and(|why| why.contains("hide")));
    assert!(free("url").is_some() && free("a word of their own").is_some());
    assert_eq!(fits("url", &json!("whatever")), Some(true));
}

#[test]
fn byte_is_judged() {
    assert_eq!(fits("byte", &json!("Zm9vYg==")), Some(true));
    assert_eq!(
        fits("byte", &json!("Zm9vYg")),
        Some(true),
        "padding left out"
    );
    assert_eq!(fits("byte", &json!("not base64!")), Some(false));
}
