//! Random trees and styles.

use std::collections::HashSet;

use proptest::collection::vec;
use proptest::prelude::*;

use crate::xml::*;

/// Characters that some reader somewhere gets wrong.
const AWKWARD: &[char] = &[
    '<',
    '>',
    '&',
    '"',
    '\'',
    ']',
    '-',
    '?',
    '!',
    '/',
    '=',
    ';',
    '#',
    '\t',
    '\n',
    '\r',
    ' ',
    '\u{7F}',
    '\u{85}',
    '\u{A0}',
    '\u{2028}',
    '\u{FEFF}',
    '\u{FFFD}',
    '\u{FDD0}',
    '\u{E000}',
    '\u{D7FF}',
    '\u{10000}',
    '\u{1FFFE}',
    '\u{10FFFF}',
    'é',
    '中',
    '😀',
];

fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => prop::char::range(' ', '~'),
        4 => prop::sample::select(AWKWARD),
        1 => any::<char>().prop_filter("legal", |c| is_char(*c)),
    ]
}

/// Text of legal characters.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => vec(character(), 0..12).prop_map(String::from_iter),
        1 => Just("]]>".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just(" \n\t".to_owned()),
        1 => Just("a]]>b]]]]>>".to_owned()),
    ]
}

/// A legal name without a colon, over all of Unicode.
pub(super) fn name() -> impl Strategy<Value = String> {
    let start = prop_oneof![
        6 => prop::char::range('a', 'z'),
        1 => prop::char::range('A', 'Z'),
        1 => Just('_'),
        2 => any::<char>().prop_filter("starts a name", |c| *c != ':' && is_name(&c.to_string())),
        1 => prop::sample::select(&['À', 'ø', '˿', 'ͽ', '\u{37F}', '\u{200C}', '⁰', '\u{FDF0}', '\u{EFFFF}'][..]),
    ];
    let rest = prop_oneof![
        6 => prop::char::range('a', 'z'),
        2 => prop::sample::select(&['-', '.', '0', '9', '_', '·', '\u{300}', '\u{36F}', '\u{203F}'][..]),
        2 => any::<char>().prop_filter("in a name", |c| *c != ':' && is_name(&format!("a{c}"))),
    ];
    (start, vec(rest, 0..5)).prop_map(|(first, rest)| format!("{first}{}", String::from_iter(rest)))
}

fn attributes(least: usize) -> impl Strategy<Value = Vec<(String, String)>> {
    vec((name(), text()), least..5).prop_map(|mut list| {
        let mut seen = HashSet::new();
        list.retain(|(name, _)| seen.insert(name.clone()) && name != "xmlns");
        list
    })
}

fn leaf() -> impl Strategy<Value = Node> {
    prop_oneof![
        2 => text().prop_map(Node::Text),
        1 => (name(), attributes(0)).prop_map(|(name, attributes)| {
            Node::Element(Element { name, attributes, children: Vec::new() })
        }),
    ]
}

/// Any tree.
pub(super) fn tree() -> impl Strategy<Value = Element> {
    let node = leaf().prop_recursive(4, 24, 4, |inner| {
        (name(), attributes(0), vec(inner, 0..4)).prop_map(|(name, attributes, children)| {
            Node::Element(Element {
                name,
                attributes,
                children,
            })
        })
    });
    (name(), attributes(0), vec(node, 0..5), any::<bool>()).prop_map(
        |(name, mut attributes, mut children, prefixes)| {
            if prefixes {
                // A prefix that some elements and attributes then have.
                attributes.push(("xmlns:p".into(), "urn:p".into()));
                attributes.push(("p:of".into(), "1".into()));
                attributes.push(("xml:lang".into(), "en".into()));
                for child in &mut children {
                    if let Node::Element(child) = child {
                        child.name.insert_str(0, "p:");
                    }
                }
            }
            Element {
                name,
                attributes,
                children,
            }
        },
    )
}

/// A tree with an attribute, a child element and text.
pub(super) fn full_tree() -> impl Strategy<Value = Element> {
    (tree(), tree(), name(), text()).prop_map(|(mut root, child, name, value)| {
        if !root.attributes.iter().any(|(n, _)| *n == name) && name != "xmlns" {
            root.attributes.push((name, value));
        } else if root.attributes.is_empty() {
            root.attributes.push(("a".into(), value));
        }
        root.children.insert(0, Node::Text("text".into()));
        root.children.push(Node::Element(child));
        root
    })
}

/// Any style.
pub(super) fn style() -> impl Strategy<Value = Style> {
    let look = (
        prop::sample::select(&[Quote::Double, Quote::Single][..]),
        prop_oneof![
            Just(AttributeOrder::AsGiven),
            Just(AttributeOrder::Reversed),
            any::<u64>().prop_map(AttributeOrder::Shuffled),
        ],
        prop::sample::select(&[Space::None, Space::Indented, Space::Ample][..]),
        prop::sample::select(
            &[
                TextForm::Plain,
                TextForm::CData,
                TextForm::DecimalReferences,
                TextForm::HexReferences,
            ][..],
        ),
    );
    let frame = (
        prop::sample::select(
            &[
                Declaration::None,
                Declaration::Plain,
                Declaration::WithEncoding,
                Declaration::Standalone,
            ][..],
        ),
        prop::sample::select(
            &[
                Encoding::Utf8,
                Encoding::Utf8Bom,
                Encoding::Utf16Le,
                Encoding::Utf16Be,
            ][..],
        ),
        prop::sample::select(&[Empty::SelfClosing, Empty::OpenClose][..]),
    );
    (look, frame, any::<(bool, bool, bool, bool)>()).prop_map(|(look, frame, flags)| Style {
        quote: look.0,
        attributes: look.1,
        space: look.2,
        text: look.3,
        comments: flags.0,
        parted: flags.3,
        instructions: flags.1,
        declaration: frame.0,
        encoding: frame.1,
        empty: frame.2,
        namespaces: flags.2,
    })
}
