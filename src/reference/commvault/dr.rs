//! Disaster recovery: three values, in XML by name and in JSON by number.
use super::behaviour::Behaviour;
use super::refusal::{Kind, Refusal};
use super::request::{Element, Form, Syntax};
use super::sites as site;
use super::variants::Choice;
use super::{spoil, values};
use crate::reference::mutate;

const ROOT: &str = "TMMsg_CommcellDRBackupReq";

/// Checks a request; nothing of it is kept, as a job of each kind looks the same from outside.
pub(super) fn check(root: &Element, syntax: Syntax, behaviour: &Behaviour) -> Result<(), Refusal> {
    let known = site::DR_ROOT.is(ROOT, &root.name) || spoil::access::any_root(behaviour);
    if syntax == Syntax::Xml && !known {
        let text = format!("the root element is [{}]", root.name);
        return Err(Refusal::malformed(text));
    }
    spoil::markup::order(root, behaviour)?;
    for name in ["isCompressionEnabled", "jobType", "backupType"] {
        let Some((value, form)) = root.value(name) else {
            if site::DR_VALUES.does("missing-crash") {
                return Err(Refusal::crash());
            }
            if site::DR_VALUES.does("missing-refused") {
                return Err(Refusal::new(Kind::Missing, format!("{name} is needed")));
            }
            if behaviour.takes(Choice::RequiredStrict) {
                return Err(Refusal::new(Kind::Missing, format!("{name} is needed")));
            }
            continue;
        };
        let fits = spoil::disaster::fits(syntax, name, value, behaviour)
            .unwrap_or_else(|| fits(syntax, name, value, form, behaviour));
        let fits = if mutate::is_on() {
            bent(root, syntax, name, value, fits)?
        } else {
            fits
        };
        if !fits {
            return Err(Refusal::value(name, value));
        }
    }
    Ok(())
}

/// Whether a value fits under a mutant.
fn bent(
    root: &Element,
    syntax: Syntax,
    name: &str,
    value: &str,
    usual: bool,
) -> Result<bool, Refusal> {
    let does = |operator: &str| site::DR_VALUES.does(operator);
    if !usual && does("crash-when-else") || value.is_empty() && does("empty-crash") {
        return Err(Refusal::crash());
    }
    let attribute = root.attributes.iter().any(|it| it.name == name);
    let unchecked = does("first-only") && name != "isCompressionEnabled"
        || does("last-only") && name != "backupType"
        || does("children-only-checked") && attribute
        || does("attributes-only-checked") && !attribute;
    if unchecked {
        return Ok(true);
    }
    let (listed, names): (_, &[&str]) = match (syntax, name) {
        (Syntax::Xml, "isCompressionEnabled") => (site::DR_XML_COMPRESSION, &["true", "false"]),
        (Syntax::Xml, "jobType") => (site::DR_XML_JOB, &["immediate"]),
        (Syntax::Xml, _) => (site::DR_XML_TYPE, &["full", "differential"]),
        (Syntax::Json, "isCompressionEnabled") => (site::DR_JSON_COMPRESSION, &["true", "false"]),
        (Syntax::Json, "jobType") => (site::DR_JSON_JOB, &["1"]),
        (Syntax::Json, _) => (site::DR_JSON_TYPE, &["1", "3"]),
    };
    let same = names
        .iter()
        .copied()
        .find(|it| it.eq_ignore_ascii_case(value));
    // What is written in another way that the pages allow fits too, and no operator touches it.
    if usual && same.is_none() {
        return Ok(true);
    }
    Ok(listed.find(value, names, same.filter(|_| usual)).is_some())
}

fn fits(syntax: Syntax, name: &str, value: &str, form: Form, behaviour: &Behaviour) -> bool {
    if form == Form::Other {
        return false;
    }
    if value.is_empty() && name != "jobType" {
        return !behaviour.takes(Choice::EmptyRefused) && form == Form::Text;
    }
    let exact = behaviour.takes(Choice::StrictTables);
    let native = form != Form::Text;
    let coerced = form == Form::Boolean && behaviour.takes(Choice::JsonTypesCoerced);
    if coerced && name != "isCompressionEnabled" {
        return value == "true";
    }
    match (syntax, name) {
        // The page writes these in lower case in its table too.
        (Syntax::Xml, "isCompressionEnabled") if exact => matches!(value, "true" | "false"),
        (Syntax::Xml, "isCompressionEnabled") => {
            matches!(value, "1" | "0" | "true" | "false")
                || values::boolean(value, behaviour).is_some()
        }
        (Syntax::Xml, "jobType") => values::listed(value, &["immediate"], behaviour).is_some(),
        (Syntax::Xml, _) => values::listed(value, &["full", "differential"], behaviour).is_some(),
        (Syntax::Json, "isCompressionEnabled") => match form {
            Form::Boolean => !behaviour.takes(Choice::JsonTextsOnly),
            Form::Text => matches!(value, "true" | "false" | "True" | "False") && !exact,
            Form::Number => behaviour.takes(Choice::JsonTypesCoerced) && matches!(value, "0" | "1"),
            Form::Other => false,
        },
        (Syntax::Json, "jobType") => value == "1" && (native || !exact) && form != Form::Boolean,
        (Syntax::Json, _) => {
            let taken = if native {
                !behaviour.takes(Choice::JsonTextsOnly)
            } else {
                !exact
            };
            matches!(value, "1" | "3") && taken && form != Form::Boolean
        }
    }
}
