//! Members that tables name with all that is around them: `user.address.city`, `items[].name`, `tags[]`.

use serde_json::Value;

use super::{Told, schema};
use crate::page::fields::Field;
use crate::page::patterns;

patterns! {
    STEP = r"^([A-Za-z_$@][\w$@-]*)((?:\[(?:\*|\d+|[a-z])?\])?)$";
}

/// A step of a dotted name, and whether it leads into the entries of a list.
type Step<'n> = (&'n str, bool);

/// The steps of a name; none where it is one of its own.
fn steps(name: &str) -> Option<Vec<Step<'_>>> {
    let mut all: Vec<Step<'_>> = Vec::new();
    for part in name.split('.') {
        // `items.*.name` and `items[].name` are the same.
        if let ("*", Some(last)) = (part, all.last_mut()) {
            last.1 = true;
            continue;
        }
        let found = STEP.as_ref()?.captures(part)?;
        let bare = found.get(1)?.as_str();
        all.push((bare, !found[2].is_empty()));
    }
    (all.len() > 1 || all.first().is_some_and(|(_, list)| *list)).then_some(all)
}

/// The pointer from the body to the member that a name means.
pub(super) fn pointer(name: &str) -> String {
    let Some(steps) = steps(name) else {
        return format!("/{}", schema::step(name));
    };
    let last = steps.len() - 1;
    let one = |(n, (name, list)): (usize, &Step<'_>)| {
        let entry = if *list && n < last { "/0" } else { "" };
        format!("/{}{entry}", schema::step(name))
    };
    steps.iter().enumerate().map(one).collect()
}

/// The fields with those inside of others that their names put there, unless a sample shows such a name whole.
pub(super) fn nested(fields: &[Field], samples: &[Value], told: &mut Told) -> Vec<Field> {
    let mut all: Vec<Field> = Vec::new();
    for field in fields {
        let shown = samples.iter().any(|s| s.get(&field.name).is_some());
        match steps(&field.name).filter(|_| !shown && field.around.is_empty()) {
            Some(steps) => {
                if !put(&mut all, &steps, field, told) {
                    told.say(format!(
                        "`{}` ({}) is called a member of what is given another type: it was left out",
                        field.name, field.source
                    ));
                }
            }
            None => match all
                .iter_mut()
                .find(|f| f.name == field.name && f.source.is_empty())
            {
                // Its members came before its own row.
                Some(there) => {
                    let members = std::mem::take(&mut there.members);
                    let kind = there.kind;
                    *there = field.clone();
                    there.kind = kind;
                    there.members.extend(members);
                }
                None => all.push(field.clone()),
            },
        }
    }
    for field in &mut all {
        settled(field, told);
    }
    all
}

/// Puts a field where its steps lead; says whether that can be.
fn put(all: &mut Vec<Field>, steps: &[Step<'_>], field: &Field, told: &mut Told) -> bool {
    let Some(((name, list), rest)) = steps.split_first() else {
        return false;
    };
    let kind = if *list { "array" } else { "object" };
    if rest.is_empty() {
        let mut own = Field {
            name: (*name).to_owned(),
            ..field.clone()
        };
        if *list {
            let entry = Field {
                required: None,
                default: None,
                ..own.clone()
            };
            let scalar = !matches!(entry.kind, None | Some("array" | "object"));
            own.kind = Some("array");
            own.entry = scalar.then(|| Box::new(entry));
        }
        match all.iter_mut().find(|f| f.name == *name) {
            Some(there) if *list && there.kind.is_none_or(|k| k == "array") => {
                there.kind = Some("array");
                there.entry = own.entry;
            }
            Some(there) if there.source.is_empty() => {
                let members = std::mem::take(&mut there.members);
                own.kind = there.kind;
                own.members.extend(members);
                *there = own;
            }
            Some(_) => told.say(format!(
                "`{}` stands twice; the first one counts ({} is left out)",
                field.name, field.source
            )),
            None => all.push(own),
        }
        return true;
    }
    let at = all.iter().position(|f| f.name == *name);
    let at = at.unwrap_or_else(|| {
        // One without a source has no row of its own.
        all.push(Field {
            name: (*name).to_owned(),
            ..Field::default()
        });
        all.len() - 1
    });
    let there = &mut all[at];
    let fits = there
        .kind
        .is_none_or(|k| k == kind || k == "array" && !*list && there.entry.is_none());
    if !fits {
        return false;
    }
    there.kind = there.kind.or(Some(kind));
    put(&mut there.members, rest, field, told)
}

/// What has no row of its own must be there if something inside of it must.
fn settled(field: &mut Field, told: &mut Told) {
    for member in &mut field.members {
        settled(member, told);
    }
    if !field.source.is_empty() {
        return;
    }
    let Some(first) = field.members.first() else {
        return;
    };
    field.source.clone_from(&first.source);
    if let Some(needed) = field.members.iter().find(|m| m.required == Some(true)) {
        field.required = Some(true);
        told.say(format!(
            "`{}` has no row of its own: it was taken to be required, as `{}` inside of it is",
            field.name, needed.name
        ));
    }
}
