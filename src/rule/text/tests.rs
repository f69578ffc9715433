//! Texts of patterns, held to the validator.

use proptest::prelude::*;
use serde_json::json;

use super::{Bounds, Pattern};
use crate::dice::Dice;

const OPEN: Bounds = Bounds {
    least: 0,
    most: None,
};

fn exactly(n: u64) -> Bounds {
    Bounds {
        least: n,
        most: Some(n),
    }
}

/// What people write; all have texts of both sides.
const PATTERNS: [&str; 56] = [
    "^[A-Z]{3}$",
    "^[a-z]{2}-[A-Z]{2}$",
    r"^\d{4}-\d{2}-\d{2}$",
    r"^AC[0-9a-fA-F]{32}$",
    r"^\+[1-9]\d{1,14}$",
    "^(foo|bar)$",
    r"^[\w\-\.]+$",
    "^[^@]+@[^@]+$",
    "^https?://",
    r"^\S+$",
    "^.{1,10}$",
    "^$|^[a-z]+$",
    "^(?!x)[a-z]+$",
    "^[a-z](?:[a-z0-9-]*[a-z0-9])?$",
    r"^\/[a-z]+$",
    "[a-z]",
    "[0-9]{5}",
    "^#[0-9a-f]{6}$",
    r"^[\p{L} ]+$",
    r"^\p{Lu}\p{Ll}+$",
    r"^\P{L}+$",
    r"^\u0041+$",
    r"^[\u0041-\u005a]+$",
    "(?i)^abc$",
    "^(?i:ab)c$",
    "^[a-zA-Z0-9-_]+$",
    "^[-a-z]+$",
    "^[a-z-]+$",
    r"^\x41$",
    r"^\cA$",
    r"^(?<y>\d+)$",
    r"^(\d+)\1$",
    r#"^(['"])[a-z]+\1$"#,
    "^[A-Za-z0-9+/]*={0,2}$",
    r"^\d+(\.\d{1,2})?$",
    "^0x[0-9a-f]{40}$",
    r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[!@#$%^&*]).{8,64}$",
    "(?<=x)y",
    "(?<!x)y$",
    "foo(?=bar)",
    r"(?<!\d)\d{3}(?!\d)",
    "^(?!.*--)[a-z-]{1,20}$",
    r"^(?!(?:foo|bar)$)\w+$",
    "^a|b$",
    r"\bword\b",
    r"^\w+\b\s\B-$",
    "^(?:[a-z]{3},)*[a-z]{3}$",
    "(?=.{3,5}$)^[a-z]+$",
    "^a+?b*?c??$",
    "^$",
    r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
    r"^((25[0-5]|(2[0-4]|1\d|[1-9]|)\d)\.?\b){4}$",
    r"^([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}$",
    r"^P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$",
    r"^[a-z]+(\.[a-z]+)*@[a-z]+\.(com|org)$",
    r"^(\([0-9]{3}\))?[0-9]{3}-[0-9]{4}$",
];

/// Whether texts of both sides could be made; what was made is as it was said to be.
fn both(pattern: &str, seed: u64, bounds: Bounds) -> (bool, bool) {
    let Ok(validator) = jsonschema::draft202012::new(&json!({ "pattern": pattern })) else {
        return (false, false);
    };
    let studied = Pattern::of(pattern);
    let mut dice = Dice::new(seed, pattern, 0, 0);
    let text = studied.text(&mut dice, bounds);
    if let Some(text) = &text {
        assert!(validator.is_valid(&json!(text)), "{pattern}: {text:?}");
        assert!(bounds.hold(text), "{pattern}: {text:?}");
        let length = text.chars().count() as u64;
        let lengths = studied.lengths().unwrap();
        assert!(lengths.has(length), "{pattern}: {text:?}");
    }
    let broken = studied.broken(&mut dice, bounds, 40);
    for (about, text) in &broken {
        let valid = validator.is_valid(&json!(text));
        assert!(!valid, "{pattern}: {text:?}, {about}");
        assert!(bounds.hold(text), "{pattern}: {text:?}, {about}");
    }
    (text.is_some(), !broken.is_empty())
}

#[test]
fn what_people_write_has_texts_of_both_sides() {
    for pattern in PATTERNS {
        for seed in 0..5 {
            assert_eq!(both(pattern, seed, OPEN), (true, true), "{pattern}");
        }
    }
}

#[test]
fn where_nothing_breaks_nothing_is_made() {
    for pattern in [r"^[\s\S]*$", "", ".*", "^", "[a-z]*", "(?:)"] {
        assert_eq!(both(pattern, 1, OPEN), (true, false), "{pattern}");
    }
}

#[test]
fn texts_have_the_length_that_is_asked_for() {
    for (pattern, length, is) in [
        ("^[a-z]+-[a-z]+$", 100, true),
        ("^[a-z]+-[a-z]+$", 1_000_000, true),
        ("^[a-z]+-[a-z]+$", u64::MAX, false),
        ("[a-z]+", u64::MAX, false),
        ("^([a-z]{1,5},)*$", 4_001, true),
        ("^(?:[a-z]{3},)*[a-z]{3}$", 4_003, true),
        ("^(?:[a-z]{3},)*[a-z]{3}$", 4_002, false),
        ("^(aaa|bbbbbbb)$", 7, true),
        ("^(aaa|bbbbbbb)$", 5, false),
        ("https?://", 2_000, true),
        ("^https?://", 2_000, true),
        (r"\.pdf$", 100, true),
        (r"^(\d+)\1$", 6, true),
        (r"^(\d+)\1$", 7, false),
        ("^$|^[a-z]+$", 0, true),
        ("^.{1,1000}$", 1_000, true),
        ("^(?!x)[a-z]+$", 64, true),
        ("^(?=.*[0-9])[a-z0-9]{1,32}$", 32, true),
    ] {
        let mut dice = Dice::new(3, pattern, 0, 0);
        let text = Pattern::of(pattern).text(&mut dice, exactly(length));
        assert_eq!(text.is_some(), is, "{pattern} of {length}");
        let counted = text.map(|t| t.chars().count() as u64);
        assert!(counted.is_none_or(|n| n == length), "{pattern} of {length}");
    }
}

#[test]
fn lengths_are_known_where_the_pattern_says_them() {
    let of = |pattern: &str| {
        let lengths = Pattern::of(pattern).lengths();
        lengths.and_then(|l| l.least().zip(l.most()))
    };
    assert_eq!(of("^[A-Z]{2}-[0-9]{4}$"), Some((7, 7)));
    assert_eq!(of("^(?=x)x{1,3}$"), Some((1, 3)));
    assert_eq!(of("[0-9]{5}"), Some((5, u64::MAX)), "it may stand anywhere");
    assert_eq!(of("^a{3}|b$"), Some((1, u64::MAX)), "one way is open");
    assert_eq!(of("^a{1,100000}$"), Some((1, 100_000)));
    assert_eq!(of("(?m)^a$"), Some((1, u64::MAX)), "lines, not texts");
}

#[test]
fn the_same_dice_make_the_same_texts() {
    for pattern in PATTERNS {
        let made = || {
            let mut dice = Dice::new(9, pattern, 0, 0);
            let studied = Pattern::study(pattern);
            let texts: Vec<_> = (0..3).map(|_| studied.text(&mut dice, OPEN)).collect();
            (texts, studied.broken(&mut dice, OPEN, 40))
        };
        assert_eq!(made(), made(), "{pattern}");
    }
}

#[test]
fn hostile_patterns_take_a_bounded_number_of_steps() {
    let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    let wide = "(a|b)".repeat(3_000);
    let nested = format!("^{}a{}$", "(".repeat(40), ")*".repeat(40));
    for pattern in [
        "^(a+)+$",
        r"^(?=(a+)+$)(a|aa)+\1b$",
        "^(a{1,1000}){1,1000}$",
        "^((a{0,9}){0,9}){0,9}$",
        "^(a*)*$",
        "^(a|a)*b$",
        "^(?!a)a$",
        "a^b",
        r"\1(a)",
        "[]",
        "[^]",
        "(?<a>x)(?<a>y)",
        "^[a-z]{1,4294967295}$",
        "^(?:){3,9}$",
        r"\p{Nothing}",
        r"\u{110000}",
        r"[\ud800-\udfff]",
        deep.as_str(),
        wide.as_str(),
        nested.as_str(),
    ] {
        both(pattern, 1, OPEN);
        both(pattern, 2, exactly(3_000));
    }
}

/// Pieces of patterns, joined at random.
fn pieces() -> impl Strategy<Value = String> {
    let atom = prop_oneof![
        Just("a"),
        Just("[a-z]"),
        Just(r"\d"),
        Just(r"\w"),
        Just("."),
        Just(r"\s"),
        Just("[^x]"),
        Just(r"\p{L}"),
        Just("-"),
        Just(r"\."),
        Just("(?:ab|c)"),
        Just("(x|yz)"),
        Just(r"\b"),
        Just("(?=a)"),
        Just("(?!b)"),
        Just("[A-F0-9]"),
        Just(r"[\w-]"),
        Just(r"\S"),
        Just("@"),
    ];
    let count = prop_oneof![
        4 => Just(""), 1 => Just("+"), 1 => Just("*"), 1 => Just("?"), 1 => Just("{2}"),
        1 => Just("{1,3}"), 1 => Just("{2,}"), 1 => Just("+?"),
    ];
    let row = prop::collection::vec((atom, count), 1..6);
    (any::<bool>(), row, any::<bool>()).prop_map(|(start, row, end)| {
        let middle = row.iter().map(|(a, c)| match *a {
            // What takes no character is not repeated by anyone.
            r"\b" | "(?=a)" | "(?!b)" => (*a).to_owned(),
            a => format!("{a}{c}"),
        });
        let middle: String = middle.collect();
        let sign = |is: bool, sign| if is { sign } else { "" };
        format!("{}{middle}{}", sign(start, "^"), sign(end, "$"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_are_what_they_are_said_to_be(pattern in pieces(), seed in any::<u64>(), least in 0u64..6, room in 0u64..30) {
        both(&pattern, seed, OPEN);
        both(&pattern, seed, Bounds { least, most: Some(least + room) });
    }

    #[test]
    fn no_text_is_a_pattern_that_breaks_anything(pattern in r"[\\\[\](){}^$.|?*+a-c0-2,:=!<>\-pku é]{0,24}", seed in any::<u64>()) {
        both(&pattern, seed, OPEN);
        both(&pattern, seed, exactly(9));
    }
}
