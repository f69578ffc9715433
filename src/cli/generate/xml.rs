//! `clausal generate xml`.

use serde_json::json;

use super::XmlArgs;
use super::output::{Item, Output};
use crate::cli::Error;
use crate::xml::documents::{Document, Documents, Options, Truth, rules};

/// Documents that may pass in a row without one of the wanted: the rarest rule comes far more often.
const PATIENCE: u64 = 2_000_000;

pub(super) fn run(args: &XmlArgs) -> Result<u64, Error> {
    for name in &args.rule {
        if !rules().iter().any(|rule| rule.name == name) {
            return Err(Error::usage(format!(
                "no rule is called `{name}`\n(hint: `clausal fuzz parser --rules` lists every rule)"
            )));
        }
    }
    let options = Options {
        dtd: !args.no_dtd,
        stress: args.stress,
        size: args.size as usize,
        ..Options::default()
    };
    let mut documents = Documents::new(args.seed, options);
    let mut output = Output::open(args.out.as_deref())?;
    let mut passed = 0;
    for number in 0.. {
        if output.written >= args.count || passed > PATIENCE {
            break;
        }
        let document = documents.next();
        if !is_wanted(&document, &args.rule) {
            passed += 1;
            continue;
        }
        passed = 0;
        if output.put(item(number, &document))?.is_break() {
            break;
        }
    }
    output.close()
}

fn is_wanted(document: &Document, names: &[String]) -> bool {
    names.is_empty()
        || matches!(document.truth, Truth::IllFormed(rule) if names.iter().any(|n| n == rule.name))
}

fn item(number: u64, document: &Document) -> Item<'_> {
    let (truth, rule) = match document.truth {
        Truth::WellFormed => ("well-formed", None),
        Truth::IllFormed(rule) => ("ill-formed", Some(rule)),
        Truth::Unknown => ("unknown", None),
    };
    let known = json!({
        "number": number,
        "kind": document.kind,
        "truth": truth,
        "rule": rule.map(|r| r.name),
        "section": rule.map(|r| r.section),
    });
    Item {
        known: known.as_object().cloned().unwrap_or_default(),
        members: ["bytes", "base64"],
        bytes: Some(&document.bytes),
        file: &document.bytes,
        ending: "xml",
    }
}
