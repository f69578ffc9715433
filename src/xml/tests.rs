//! The reader, the writer and the breaks, held against each other and against roxmltree.

use proptest::prelude::*;

use super::*;

fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z_][A-Za-z0-9_.-]{0,8}", "[\u{c0}-\u{d6}\u{370}-\u{37d}\u{4e00}-\u{4fff}][A-Za-z0-9\u{b7}\u{300}-\u{36f}.-]{0,4}"]
        .prop_filter("reserved", |n: &String| !n.to_ascii_lowercase().starts_with("xml"))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,20}",
        "[\t\n\r <>&'\"\\]]{1,8}",
        "[\u{80}-\u{2ff}\u{e000}-\u{f000}\u{10000}-\u{10fff}]{1,6}",
        Just("]]>".to_owned()),
    ]
}

fn tree() -> impl Strategy<Value = Element> {
    let attributes = || {
        prop::collection::btree_map(name(), text(), 0..5)
            .prop_map(|map| map.into_iter().collect::<Vec<_>>())
    };
    let leaf = (name(), attributes()).prop_map(|(name, attributes)| Element {
        name,
        attributes,
        children: Vec::new(),
    });
    leaf.prop_recursive(4, 40, 5, move |inner| {
        let node = prop_oneof![
            inner.prop_map(Node::Element),
            text().prop_map(Node::Text)
        ];
        (name(), attributes(), prop::collection::vec(node, 0..5)).prop_map(
            |(name, attributes, nodes)| {
                let mut element = Element {
                    name,
                    attributes,
                    children: Vec::new(),
                };
                for node in nodes {
                    match node {
                        Node::Text(t) => element.push_text(&t),
                        other => element.children.push(other),
                    }
                }
                element
            },
        )
    })
}

fn style() -> impl Strategy<Value = Style> {
    let first = (
        prop_oneof![Just(Quote::Double), Just(Quote::Single)],
        prop_oneof![
            Just(AttributeOrder::AsGiven),
            Just(AttributeOrder::Reversed),
            any::<u64>().prop_map(AttributeOrder::Shuffled)
        ],
        prop_oneof![Just(Space::None), Just(Space::Indented), Just(Space::Ample)],
        prop_oneof![
            Just(TextForm::Plain),
            Just(TextForm::CData),
            Just(TextForm::DecimalReferences),
            Just(TextForm::HexReferences)
        ],
    );
    let second = (
        any::<bool>(),
        any::<bool>(),
        prop_oneof![
            Just(Declaration::None),
            Just(Declaration::Plain),
            Just(Declaration::WithEncoding),
            Just(Declaration::Standalone)
        ],
        prop_oneof![
            Just(Encoding::Utf8),
            Just(Encoding::Utf8Bom),
            Just(Encoding::Utf16Le),
            Just(Encoding::Utf16Be)
        ],
        prop_oneof![Just(Empty::SelfClosing), Just(Empty::OpenClose)],
        any::<bool>(),
    );
    (first, second).prop_map(|((quote, attributes, space, text), rest)| {
        let (comments, instructions, declaration, encoding, empty, namespaces) = rest;
        Style {
            quote,
            attributes,
            space,
            text,
            comments,
            instructions,
            declaration,
            encoding,
            empty,
            namespaces,
        }
    })
}

/// The tree without what a style adds or reorders: white space between elements, the order of
/// attributes, unused declarations.
fn plain(element: &Element) -> Element {
    let mut out = Element::new(element.name.as_str());
    out.attributes = element.attributes.clone();
    out.attributes.retain(|(n, _)| !n.starts_with("xmlns:clausal"));
    out.attributes.sort();
    let only = element
        .children
        .iter()
        .all(|n| !matches!(n, Node::Text(t) if !t.trim().is_empty()));
    let has_elements = element.elements().next().is_some();
    for node in &element.children {
        match node {
            Node::Element(e) => out.children.push(Node::Element(plain(e))),
            Node::Text(_) if only && has_elements => {}
            Node::Text(t) => out.push_text(t),
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_style_is_read_back_as_the_same_tree(tree in tree(), style in style()) {
        let bytes = write(&tree, &style);
        let back = read(&bytes, &Limits::default());
        let back = back.map_err(|e| TestCaseError::fail(format!("{e}: {}", String::from_utf8_lossy(&bytes))))?;
        prop_assert_eq!(plain(&back), plain(&tree));
    }

    #[test]
    fn roxmltree_takes_what_is_written(tree in tree(), mut style in style()) {
        style.encoding = Encoding::Utf8;
        let bytes = write(&tree, &style);
        let text = String::from_utf8(bytes).unwrap();
        prop_assert!(roxmltree::Document::parse(&text).is_ok(), "{}", text);
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn markup_never_panics(text in "[<>/!?&;a-c=\"' \\-\\[\\]xmlCDATA#]{0,60}") {
        let ours = read(text.as_bytes(), &Limits::default());
        let theirs = roxmltree::Document::parse(&text);
        // What we take roxmltree must take too; it is the more lenient of the two.
        prop_assert!(ours.is_err() || theirs.is_ok(), "{text}: {theirs:?}");
    }

    #[test]
    fn every_break_is_refused(tree in tree(), pick in 0u64..8) {
        for b in breaks() {
            let Some(bytes) = broken(&tree, b.name, pick) else { continue };
            match read(&bytes, &Limits::default()) {
                Err(e) => prop_assert_eq!(e.kind, Kind::IllFormed, "{}: {}", b.name, String::from_utf8_lossy(&bytes)),
                Ok(_) => prop_assert!(false, "{} was taken: {}", b.name, String::from_utf8_lossy(&bytes)),
            }
        }
    }
}

/// Breaks that roxmltree lets pass, and why.
const LENIENT: &[(&str, &str)] = &[
    ("empty-prefix-binding", "it lets a prefix be unbound, as Namespaces 1.1 does"),
    ("reserved-prefix-xmlns", "it lets the prefix xmlns be declared"),
    ("reference-to-surrogate", "it puts nothing in the place of what is no character"),
    ("reference-beyond-unicode", "it puts nothing in the place of what is no character"),
    ("pi-target-xml", "it looks at `xml` in small letters only"),
    ("declaration-wrong-version", "it looks at no value of a declaration"),
    ("declaration-bad-encoding-name", "it looks at no value of a declaration"),
    ("declaration-bad-standalone", "it looks at no value of a declaration"),
    ("declaration-in-capitals", "it takes it for an instruction"),
    ("utf-16-declared-not-used", "it is given characters, not bytes"),
];

#[test]
fn roxmltree_agrees_on_the_breaks() {
    let element = sample();
    let mut taken = Vec::new();
    for b in breaks() {
        let bytes = broken(&element, b.name, 1).unwrap_or_else(|| panic!("{} found no place", b.name));
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if roxmltree::Document::parse(&text).is_ok() {
            taken.push(b.name);
        }
    }
    let known: Vec<&str> = LENIENT.iter().map(|(n, _)| *n).collect();
    assert_eq!(taken, known);
}

fn sample() -> Element {
    let mut root = Element::new("root");
    root.attributes = vec![("a".into(), "1".into()), ("b".into(), "two".into())];
    let mut child = Element::new("child");
    child.attributes = vec![("c".into(), "x".into()), ("d".into(), "y".into())];
    child.push_text("some text");
    root.children.push(Node::Element(child));
    root.children.push(Node::Element(Element::new("empty")));
    root
}

#[test]
fn names_and_sections_of_breaks_are_told_once() {
    let mut names: Vec<&str> = breaks().iter().map(|b| b.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count, "a break stands twice");
    assert!(count >= 60, "only {count} breaks");
    assert!(breaks().iter().all(|b| !b.section.is_empty() && !b.about.is_empty()));
}

#[test]
fn faults_are_told_with_their_place() {
    let error = read(b"<a>\n  <b x='1' x='2'/>\n</a>", &Limits::default()).unwrap_err();
    assert_eq!((error.rule, error.line, error.column), ("duplicate-attribute", 2, 12));
    let error = read("<a>\n é&nbsp;</a>".as_bytes(), &Limits::default()).unwrap_err();
    assert_eq!((error.rule, error.line, error.column), ("undeclared-entity", 2, 3));
    let error = read(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", &Limits::default()).unwrap_err();
    assert_eq!((error.rule, error.kind), ("doctype", Kind::Refused));
}

#[test]
fn limits_hold() {
    let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
    assert_eq!(read(deep.as_bytes(), &Limits::default()).unwrap_err().rule, "too-deep");
    let endless = "<a>".repeat(1_000_000);
    assert_eq!(read(endless.as_bytes(), &Limits::default()).unwrap_err().rule, "too-deep");
    let many: String = (0..5000).map(|i| format!(" a{i}=''")).collect();
    let many = format!("<a{many}/>");
    assert_eq!(read(many.as_bytes(), &Limits::default()).unwrap_err().rule, "too-many-attributes");
    let small = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(read(b"<aaaaaaaaaaaa/>", &small).unwrap_err().rule, "too-large");
}

#[test]
fn encodings_are_read_by_mark_label_and_declaration() {
    let read = |bytes: &[u8], label| read_labelled(bytes, label, &Limits::default());
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>";
    assert_eq!(read(latin, None).unwrap().text(), "é");
    assert_eq!(read(b"<a>\xe9</a>", Some("iso-8859-1")).unwrap().text(), "é");
    assert_eq!(read(b"<a>\xe9</a>", None).unwrap_err().rule, "invalid-utf-8");
    let lying = b"<?xml version='1.0' encoding='UTF-16'?><a/>";
    assert_eq!(read(lying, None).unwrap_err().rule, "encoding-contradicts-bytes");
    let unknown = b"<?xml version='1.0' encoding='klingon'?><a/>";
    assert_eq!(read(unknown, None).unwrap_err().kind, Kind::Refused);
}
