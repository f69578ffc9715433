//! The strict reader, held to the conformance suite of the W3C. `CLAUSAL_W3C` names the folder with
//! its `xmlconf.xml`; `benches/w3c.sh` fetches the suite and prints how far the reader agrees.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clausal::xml::{Element, Kind, Limits, Node, read};

/// The catalogues, as the suite's `xmlconf.xml` includes them; those of XML 1.1 and of Namespaces
/// 1.1 are left out.
const CATALOGUES: [&str; 16] = [
    "sun/sun-valid.xml",
    "sun/sun-invalid.xml",
    "sun/sun-not-wf.xml",
    "sun/sun-error.xml",
    "xmltest/xmltest.xml",
    "japanese/japanese.xml",
    "oasis/oasis.xml",
    "ibm/ibm_oasis_invalid.xml",
    "ibm/ibm_oasis_not-wf.xml",
    "ibm/ibm_oasis_valid.xml",
    "eduni/errata-2e/errata2e.xml",
    "eduni/errata-3e/errata3e.xml",
    "eduni/errata-4e/errata4e.xml",
    "eduni/namespaces/1.0/rmt-ns10.xml",
    "eduni/namespaces/errata-1e/errata1e.xml",
    "eduni/misc/ht-bh.xml",
];

const TOLD: &str = "ill-formed, and told so";
const READ: &str = "well-formed, and read";

/// A test of the suite.
struct Case {
    path: PathBuf,
    id: String,
    /// "valid", "invalid", "not-wf" or "error".
    kind: String,
}

fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let mut all = element.attributes.iter();
    all.find_map(|(own, value)| (own == name).then_some(value.as_str()))
}

/// The tests below an element that are about this reader: XML 1.0, fifth edition, with namespaces.
fn collect(element: &Element, folder: &Path, out: &mut Vec<Case>) {
    let is = |name: &str, fits: &dyn Fn(&str) -> bool| attribute(element, name).is_some_and(fits);
    let other = is("VERSION", &|v| v != "1.0")
        || is("RECOMMENDATION", &|v| v == "XML1.1" || v == "NS1.1")
        || is("EDITION", &|v| !v.split_whitespace().any(|own| own == "5"))
        || is("NAMESPACE", &|v| v == "no");
    if element.name == "TEST" && !other {
        let of = |name| attribute(element, name).unwrap_or_default().to_owned();
        out.push(Case {
            path: folder.join(of("URI")),
            id: of("ID"),
            kind: of("TYPE"),
        });
    }
    for child in &element.children {
        if let Node::Element(child) = child {
            collect(child, folder, out);
        }
    }
}

/// The tests of a catalogue. Some are lists without a root, so that one is put around each.
fn cases(suite: &Path, catalogue: &str, out: &mut Vec<Case>) {
    let path = suite.join(catalogue);
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find("?>").filter(|_| text.starts_with("<?xml"));
    let rest = start.map_or(text.as_str(), |at| &text[at + 2..]);
    let limits = Limits {
        bytes: 64 << 20,
        ..Limits::default()
    };
    let root = read(format!("<all>{rest}</all>").as_bytes(), &limits).unwrap();
    collect(&root, path.parent().unwrap(), out);
}

#[test]
fn the_reader_agrees_with_the_suite() {
    let Some(suite) = std::env::var_os("CLAUSAL_W3C") else {
        println!("ignored: CLAUSAL_W3C names no folder with the suite");
        return;
    };
    let mut all = Vec::new();
    for catalogue in CATALOGUES {
        cases(Path::new(&suite), catalogue, &mut all);
    }
    assert!(all.len() > 1500, "only {} tests", all.len());
    let mut agrees: BTreeMap<&str, usize> = BTreeMap::new();
    let mut differs = Vec::new();
    for case in &all {
        let bytes = fs::read(&case.path).unwrap();
        let told = read(&bytes, &Limits::default());
        let refused = matches!(&told, Err(error) if error.kind == Kind::Refused);
        let what = match case.kind.as_str() {
            // A parser may say either.
            "error" => "left open by the suite",
            "not-wf" if refused => "ill-formed, refused for its document type or encoding",
            "not-wf" if told.is_err() => TOLD,
            "valid" | "invalid" if refused => {
                "well-formed, refused for its document type or encoding"
            }
            "valid" | "invalid" if told.is_ok() => READ,
            _ => {
                differs.push(format!("{} ({}): {told:?}", case.id, case.path.display()));
                continue;
            }
        };
        *agrees.entry(what).or_default() += 1;
    }
    for (what, count) in &agrees {
        println!("{count:5} {what}");
    }
    println!("{:5} of {} differ", differs.len(), all.len());
    assert!(differs.is_empty(), "{}", differs.join("\n"));
    // A reader that refused everything would differ nowhere.
    assert!(
        agrees[TOLD] >= 250 && agrees[READ] >= 60,
        "too many were refused"
    );
}
