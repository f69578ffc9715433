//! Disaster recovery: three values, in XML by name and in JSON by number.
use super::behaviour::Behaviour;
use super::refusal::{Kind, Refusal};
use super::request::{Element, Form, Syntax};
use super::variants::Choice;
use super::{spoil, values};

const ROOT: &str = "TMMsg_CommcellDRBackupReq";

/// Checks a request; nothing of it is kept, as a job of each kind looks the same from outside.
pub(super) fn check(root: &Element, syntax: Syntax, behaviour: &Behaviour) -> Result<(), Refusal> {
    let known = root.name == ROOT || spoil::access::any_root(behaviour);
    if syntax == Syntax::Xml && !known {
        let text = format!("the root element is [{}]", root.name);
        return Err(Refusal::malformed(text));
    }
    spoil::markup::order(root, behaviour)?;
    for name in ["isCompressionEnabled", "jobType", "backupType"] {
        let Some((value, form)) = root.value(name) else {
            if behaviour.takes(Choice::RequiredStrict) {
                return Err(Refusal::new(Kind::Missing, format!("{name} is needed")));
            }
            continue;
        };
        let fits = spoil::disaster::fits(syntax, name, value, behaviour)
            .unwrap_or_else(|| fits(syntax, name, value, form, behaviour));
        if !fits {
            return Err(Refusal::value(name, value));
        }
    }
    Ok(())
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
