//! Documents of unusual size or shape.

use std::fmt::Write as _;

use super::choices::Choices;
use super::{Options, Rule};

/// A kind of stress document.
pub(super) struct Row {
    pub kind: &'static str,
    pub dtd: bool,
    /// What it breaks, if anything.
    pub rule: Option<Rule>,
    write: fn(usize, usize) -> String,
}

const UNCLOSED: Rule = Rule {
    name: "unclosed-element",
    section: "3",
    about: "an end tag is missing",
};

const fn row(kind: &'static str, write: fn(usize, usize) -> String) -> Row {
    Row {
        kind,
        dtd: false,
        rule: None,
        write,
    }
}

const fn with_dtd(kind: &'static str, write: fn(usize, usize) -> String) -> Row {
    Row {
        dtd: true,
        ..row(kind, write)
    }
}

/// All of them; each is given its bytes and the bytes that its entities may expand to.
pub(super) static STRESSES: [Row; 24] = [
    row("stress/deep-nesting", |n, _| nested(n / 7)),
    Row {
        rule: Some(UNCLOSED),
        ..row("stress/deep-nesting-unclosed", |n, _| {
            "<a>".repeat(n / 3 + 1)
        })
    },
    row("stress/many-siblings", |n, _| around(&"<a/>".repeat(n / 4))),
    row("stress/many-attributes", |n, _| {
        let mut out = String::from("<a");
        for i in 0..n / 12 {
            let _ = write!(out, " b{i}=\"\"");
        }
        out + "/>"
    }),
    row("stress/many-namespaces", |n, _| {
        let mut out = String::from("<a");
        for i in 0..n / 22 {
            let _ = write!(out, " xmlns:b{i}=\"u:{i}\"");
        }
        out + "/>"
    }),
    row("stress/nested-namespaces", |n, _| {
        let mut out = String::new();
        let depth = n / 40;
        for i in 0..depth {
            let _ = write!(out, "<p{i}:a xmlns:p{i}=\"u:{i}\">");
        }
        for i in (0..depth).rev() {
            let _ = write!(out, "</p{i}:a>");
        }
        around(&out)
    }),
    row("stress/long-element-name", |n, _| {
        format!("<{}/>", "a".repeat(n.max(1)))
    }),
    row("stress/long-attribute-name", |n, _| {
        format!("<a {}=''/>", "a".repeat(n.max(1)))
    }),
    row("stress/long-attribute-value", |n, _| {
        format!("<a b='{}'/>", "c".repeat(n))
    }),
    row("stress/long-text", |n, _| around(&"text ".repeat(n / 5))),
    row("stress/long-comment", |n, _| {
        around(&format!("<!--{}-->", "- ".repeat(n / 2)))
    }),
    row("stress/long-instruction", |n, _| {
        around(&format!("<?a {}?>", "? ".repeat(n / 2)))
    }),
    row("stress/long-cdata", |n, _| {
        around(&format!("<![CDATA[{}]]>", "]".repeat(n)))
    }),
    row("stress/many-cdata", |n, _| {
        around(&"<![CDATA[a]]>".repeat(n / 13))
    }),
    row("stress/many-comments", |n, _| {
        around(&"<!---->".repeat(n / 7))
    }),
    row("stress/many-references", |n, _| {
        around(&"&#65;&lt;".repeat(n / 9))
    }),
    row("stress/long-reference", |n, _| {
        around(&format!("&#{}65;", "0".repeat(n)))
    }),
    row("stress/long-white-space", |n, _| {
        format!("<a{}b=''/>", " \n".repeat(n / 2 + 1))
    }),
    row("stress/many-line-ends", |n, _| {
        around(&"\r\n\r".repeat(n / 3))
    }),
    // Patterns that search for an end again and again from each start.
    row("stress/almost-ends", |n, _| {
        around(&format!(
            "<![CDATA[{}]]>",
            "<![CDATA[]] >-- >?".repeat(n / 18)
        ))
    }),
    with_dtd("stress/exponential-entities", exponential),
    with_dtd("stress/quadratic-entities", |n, expansion| {
        let long = n / 2;
        let times = (n / 6).min(expansion / long.max(1));
        format!(
            "<!DOCTYPE a [<!ENTITY b \"{}\">]><a>{}</a>",
            "x".repeat(long),
            "&b;".repeat(times)
        )
    }),
    with_dtd("stress/many-entities", |n, _| {
        let mut out = String::from("<!DOCTYPE a [");
        for i in 0..n / 22 {
            let _ = write!(out, "<!ENTITY b{i} 'c'>");
        }
        out + "]><a/>"
    }),
    with_dtd("stress/deep-model", |n, _| {
        let depth = n / 2;
        format!(
            "<!DOCTYPE a [<!ELEMENT a {}a{}>]><a/>",
            "(".repeat(depth.max(1)),
            ")".repeat(depth.max(1))
        )
    }),
];

fn around(inside: &str) -> String {
    format!("<a>{inside}</a>")
}

fn nested(depth: usize) -> String {
    "<a>".repeat(depth.max(1)) + &"</a>".repeat(depth.max(1))
}

/// Ten of the one before, again and again.
fn exponential(_: usize, expansion: usize) -> String {
    let mut out = String::from("<!DOCTYPE a [<!ENTITY e0 \"0123456789\">");
    let (mut last, mut length) = (0, 10);
    while length * 10 <= expansion {
        let ten = format!("&e{last};").repeat(10);
        last += 1;
        length *= 10;
        let _ = write!(out, "<!ENTITY e{last} \"{ten}\">");
    }
    let _ = write!(out, "]><a>&e{last};</a>");
    out
}

/// What the kind of a stress document may be.
pub fn stresses() -> impl Iterator<Item = &'static str> {
    STRESSES.iter().map(|row| row.kind)
}

/// A kind by number, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stress {
    pub number: usize,
    pub size: usize,
    pub expansion: usize,
}

impl Stress {
    pub fn choose(c: &mut Choices, options: Options) -> Self {
        // The whole size as often as each of its halves, down to a 2048th.
        let halves = c.below(12) as u32;
        Stress {
            number: c.below(STRESSES.len()),
            size: (options.stress_size >> halves).max(64),
            expansion: (options.expansion >> halves).max(64),
        }
    }

    pub fn write(self) -> Vec<u8> {
        (STRESSES[self.number].write)(self.size, self.expansion).into_bytes()
    }

    /// Half of it, until there is little left.
    pub fn half(self) -> Option<Self> {
        (self.size > 16).then_some(Stress {
            size: self.size / 2,
            expansion: self.expansion / 2,
            ..self
        })
    }
}
