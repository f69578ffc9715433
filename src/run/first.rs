//! What is told before anything is sent: where a contract is looked for, and what opens it.

use crate::contract::{Contract, SchemeKind};
use crate::target::Profile;
use crate::target::lines::{credential, table};

/// The lines of a contract.
pub(super) fn lines(contract: &Contract, profile: &Profile) -> Vec<String> {
    let name = &contract.name;
    let own = profile.contracts.get(name);
    let mut lines = Vec::new();
    let told = |base: &String| match base.as_str() {
        "" => "/".to_owned(),
        base => base.to_owned(),
    };
    match (own.and_then(|o| o.base.as_ref()), contract.bases.as_slice()) {
        (Some(base), _) => lines.push(format!("`{name}` is asked below {}", told(base))),
        (None, bases) if bases.iter().any(|base| !base.is_empty()) => {
            let bases: Vec<String> = bases.iter().map(told).collect();
            lines.push(format!(
                "`{name}` is asked below {}, as it says itself (--base-path says otherwise)",
                bases.join(" or ")
            ));
        }
        _ => {}
    }
    let has_headers = own.is_some_and(|o| o.has_headers());
    let mut named: Vec<String> = Vec::new();
    for scheme in &contract.schemes {
        let gives = |name: &str| own.is_some_and(|o| o.gives(name));
        let opens = |entry: &Vec<String>| entry.iter().all(|name| gives(name));
        let asked = |o: &&crate::contract::Operation| {
            let named = o.security.iter().flatten().any(|s| *s == scheme.name);
            o.secured && named && !o.security.iter().any(opens)
        };
        let given = gives(&scheme.name);
        let count = contract.operations.iter().filter(asked).count();
        if given || has_headers || count == 0 {
            continue;
        }
        if own.is_some_and(|o| o.signs(&scheme.name)) {
            lines.push(format!(
                "signatures, which the profile asks for by `{}`, are not supported yet",
                scheme.name
            ));
            continue;
        }
        // Where another one that was told will do as well, one is enough.
        let spared = |o: &crate::contract::Operation| {
            let mut ways = o.security.iter();
            ways.any(|way| !way.is_empty() && way.iter().all(|name| named.contains(name)))
        };
        if contract.operations.iter().filter(asked).all(spared) {
            continue;
        }
        named.push(scheme.name.clone());
        let what = match &scheme.kind {
            SchemeKind::Key { place, name } => format!("the {} `{name}`", place.word()),
            SchemeKind::Basic => "a user and a password".to_owned(),
            SchemeKind::Bearer => "a bearer token".to_owned(),
            SchemeKind::Other(what) => {
                lines.push(format!(
                    "the security scheme `{}` is {what}, which clausal cannot present: it is not tested, and \
                     {count} of the operations ask for it",
                    scheme.name
                ));
                continue;
            }
        };
        let line = credential(contract, scheme).map(|(line, _)| line);
        lines.push(format!(
            "{count} of the operations of `{name}` may ask for the security scheme `{}` ({what}), and the \
             profile does not give it. It would be, in a file for --profile:\n{}\n{}",
            scheme.name,
            table(name, "security"),
            line.unwrap_or_default(),
        ));
    }
    lines
}
