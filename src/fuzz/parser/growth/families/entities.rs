//! What grows with entities, and what they stand for.

use super::{expands, family, far, filled, many};
use crate::fuzz::parser::growth::family::Family;

/// How many doublings a size asks for: where it doubles, what is stood for is four times as long, from
/// 64 KiB at 4 KiB on.
fn doublings(size: usize) -> usize {
    (2 * size.ilog2() as usize).saturating_sub(12).max(1)
}

/// The size at which they stand for 64 MiB.
const DOUBLED: usize = 128 << 10;
/// The size at which a long entity and references to it do.
const SQUARED: usize = 32 << 10;

/// Entities of which each stands for two of the one before.
fn doubling(size: usize) -> String {
    let count = doublings(size);
    let one = |i: usize| format!("<!ENTITY e{} \"&e{i};&e{i};\">", i + 1);
    let before = "<!DOCTYPE a [<!ENTITY e0 \"0123456789abcdef\">";
    many(before, count, one, &format!("]><a>&e{count};</a>"))
}

/// The same in a value.
fn doubling_in_a_value(size: usize) -> String {
    let text = doubling(size);
    text.replacen("<a>", "<a b=\"", 1)
        .replacen("</a>", "\"/>", 1)
}

/// The same with parameter entities, each declared within the one before.
fn parameters(size: usize) -> String {
    let count = doublings(size);
    let one = |i: usize| format!("<!ENTITY % e{} \"&#37;e{i};&#37;e{i};\">", i + 1);
    let before = "<!DOCTYPE a [<!ENTITY % e0 \"<!--0123456-->\">";
    many(before, count, one, &format!("%e{count};]><a/>"))
}

/// Each entity refers to the one before.
fn chain(size: usize) -> String {
    let count = (size / 24).max(1);
    let one = |i: usize| format!("<!ENTITY e{} '&e{i};'>", i + 1);
    let before = "<!DOCTYPE a [<!ENTITY e0 'x'>";
    many(before, count, one, &format!("]><a>&e{count};</a>"))
}

pub(super) static FAMILIES: [Family; 19] = [
    family(
        "entity-declarations",
        "growth/entity-declarations",
        "4.2",
        "declarations of entities",
        |n| {
            many(
                "<!DOCTYPE a [",
                n / 22,
                |i| format!("<!ENTITY b{i} 'c'>"),
                "]><a/>",
            )
        },
    ),
    far(family(
        "entity-chain",
        "growth/entity-chain",
        "4.4.2",
        "entities of which each refers to the one before",
        chain,
    )),
    far(family(
        "entity-chain",
        "growth/entity-chain-in-a-value",
        "4.4.5",
        "entities of which each refers to the one before, in a value",
        |n| {
            chain(n)
                .replacen("<a>", "<a b='", 1)
                .replacen("</a>", "'/>", 1)
        },
    )),
    expands(
        DOUBLED,
        family(
            "expansion",
            "growth/entity-expansion",
            "4.4.2",
            "what entities stand for that each refer twice to the one before",
            doubling,
        ),
    ),
    expands(
        DOUBLED,
        family(
            "expansion",
            "growth/entity-expansion-in-a-value",
            "4.4.5",
            "what entities stand for that each refer twice to the one before, in a value",
            doubling_in_a_value,
        ),
    ),
    expands(
        DOUBLED,
        family(
            "parameter-expansion",
            "growth/parameter-entity-expansion",
            "4.4.8",
            "what parameter entities stand for that each refer twice to the one before",
            parameters,
        ),
    ),
    expands(
        SQUARED,
        family(
            "quadratic-expansion",
            "growth/quadratic-expansion",
            "4.4.2",
            "a long entity and references to it",
            |n| {
                let long = "x".repeat(n / 2);
                format!(
                    "<!DOCTYPE a [<!ENTITY b '{long}'>]><a>{}</a>",
                    filled("&b;", n / 2)
                )
            },
        ),
    ),
    expands(
        SQUARED,
        family(
            "quadratic-expansion",
            "growth/quadratic-expansion-in-a-value",
            "4.4.5",
            "a long entity and references to it in a value",
            |n| {
                let long = "x".repeat(n / 2);
                format!(
                    "<!DOCTYPE a [<!ENTITY b '{long}'>]><a c='{}'/>",
                    filled("&b;", n / 2)
                )
            },
        ),
    ),
    family(
        "entity-references",
        "growth/entity-references",
        "4.4.2",
        "references to a short entity in text",
        |n| format!("<!DOCTYPE a [<!ENTITY b 'c'>]><a>{}</a>", filled("&b;", n)),
    ),
    family(
        "entity-references",
        "growth/entity-references-in-a-value",
        "4.4.5",
        "references to a short entity in a value",
        |n| {
            format!(
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a d='{}'/>",
                filled("&b;", n)
            )
        },
    ),
    family(
        "entity-references",
        "growth/references-to-empty-entities",
        "4.4.2",
        "references to an empty entity",
        |n| format!("<!DOCTYPE a [<!ENTITY b ''>]><a>{}</a>", filled("&b;", n)),
    ),
    family(
        "entity-references",
        "growth/references-to-many-entities",
        "4.4.2",
        "entities, each referred to once",
        |n| {
            let uses: String = (0..n / 30 + 1).map(|i| format!("&b{i};")).collect();
            let one = |i| format!("<!ENTITY b{i} 'c'>");
            many(
                "<!DOCTYPE a [",
                n / 30 + 1,
                one,
                &format!("]><a>{uses}</a>"),
            )
        },
    ),
    family(
        "entity-values",
        "growth/a-long-entity",
        "4.3.2",
        "the value of an entity",
        |n| {
            format!(
                "<!DOCTYPE a [<!ENTITY b '{}'>]><a>&b;</a>",
                filled("text ", n)
            )
        },
    ),
    family(
        "entity-values",
        "growth/references-in-an-entity",
        "4.4.5",
        "character references in the value of an entity",
        |n| {
            format!(
                "<!DOCTYPE a [<!ENTITY b '{}'>]><a>&b;</a>",
                filled("&#65;", n)
            )
        },
    ),
    family(
        "entity-values",
        "growth/percent-signs-in-an-entity",
        "4.3.2",
        "percent signs in the value of an entity that begin no reference",
        |n| format!("<!DOCTYPE a [<!ENTITY b '{}'>]><a/>", filled("%>", n)),
    ),
    family(
        "entity-values",
        "growth/markup-in-an-entity",
        "4.3.2",
        "elements in an entity",
        |n| {
            format!(
                "<!DOCTYPE a [<!ENTITY b '{}'>]><a>&b;</a>",
                filled("<c/>", n)
            )
        },
    ),
    far(family(
        "depth-in-entity",
        "growth/depth-in-an-entity",
        "4.3.2",
        "elements in each other in an entity",
        |n| {
            let (start, end) = ("<c>".repeat(n / 7 + 1), "</c>".repeat(n / 7 + 1));
            format!("<!DOCTYPE a [<!ENTITY b '{start}{end}'>]><a>&b;</a>")
        },
    )),
    family(
        "parameter-entities",
        "growth/parameter-entities",
        "4.2",
        "declarations of parameter entities",
        |n| {
            many(
                "<!DOCTYPE a [",
                n / 24,
                |i| format!("<!ENTITY % b{i} ''>"),
                "]><a/>",
            )
        },
    ),
    family(
        "parameter-entities",
        "growth/parameter-entity-references",
        "4.4.8",
        "references to a parameter entity",
        |n| format!("<!DOCTYPE a [<!ENTITY % b ''>{}]><a/>", filled("%b;", n)),
    ),
];
