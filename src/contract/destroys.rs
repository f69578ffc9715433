//! Operations that take something away, or end it, as far as their names tell.

use super::Operation;

/// Words of ids and paths that say so.
const WORDS: [&str; 20] = [
    "abort",
    "decommission",
    "delete",
    "destroy",
    "drop",
    "erase",
    "flush",
    "halt",
    "kill",
    "purge",
    "reboot",
    "remove",
    "reset",
    "restart",
    "shutdown",
    "terminate",
    "truncate",
    "uninstall",
    "wipe",
    "revoke",
];

impl Operation {
    /// Whether its method or its name says that it takes something away, or ends it.
    pub fn destroys(&self) -> bool {
        let names = [self.id.as_str(), self.path.as_str()];
        let words: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
        let shut_down = words
            .windows(2)
            .any(|pair| pair[0] == "shut" && pair[1] == "down");
        self.method == "DELETE" || shut_down || words.iter().any(|w| WORDS.contains(&w.as_str()))
    }
}

/// Words of those that end the target itself, or set it back, where nothing else is named.
const ENDING: [&str; 9] = [
    "exit", "halt", "poweroff", "quit", "reboot", "reload", "reset", "restart", "shutdown",
];

impl Operation {
    /// Whether its name says that it ends the target, or sets it back: it is about no thing in its path.
    pub fn ends_all(&self) -> bool {
        let names = [self.id.as_str(), self.path.as_str()];
        let words: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
        let ends = |pair: &[String]| {
            let pair = (pair[0].as_str(), pair[1].as_str());
            matches!(pair, ("shut", "down") | ("power", "off"))
        };
        !self.path.contains('{')
            && self.method != "GET"
            && (words.windows(2).any(ends) || words.iter().any(|w| ENDING.contains(&w.as_str())))
    }
}

/// The words of a name in small letters: `dropIndex`, `drop_index`, `/drop-index`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && !before.is_uppercase() || !c.is_alphanumeric();
        if begins {
            words.push(String::new());
        }
        if let (true, Some(last)) = (c.is_alphanumeric(), words.last_mut()) {
            last.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use crate::contract::load_text;

    #[test]
    fn names_tell_what_ends_the_target() {
        for (method, path, wanted) in [
            ("post", "/tools/reset", true),
            ("post", "/admin/shut-down", true),
            ("post", "/machines/{id}/restart", false),
            ("get", "/restart", false),
            ("post", "/presets", false),
        ] {
            let text = format!(
                "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  '{path}':\n    {method}: {{operationId: x, \
                 responses: {{'200': {{description: ok}}}}}}\n"
            );
            let contract = load_text("t.yaml", &text, &|_| Err(String::new())).unwrap();
            assert_eq!(contract.operations[0].ends_all(), wanted, "{method} {path}");
        }
    }

    #[test]
    fn names_tell_what_takes_something_away() {
        for (method, path, id, wanted) in [
            ("delete", "/pets/{id}", "gone", true),
            ("post", "/index", "dropIndex", true),
            ("post", "/admin/purge-all", "all", true),
            ("get", "/admin/shutdown", "off", true),
            ("post", "/admin/off", "shutDown", true),
            ("post", "/tables/{id}:truncate", "t", true),
            ("put", "/password_reset", "p", true),
            ("get", "/dropdowns", "listDropdowns", false),
            ("get", "/resets", "listDeleted", false),
            ("post", "/pets", "addPet", false),
            ("post", "/killers", "SKILLs", false),
        ] {
            let text = format!(
                "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  '{path}':\n    {method}: {{operationId: {id}, \
                 responses: {{'200': {{description: ok}}}}}}\n"
            );
            let contract = load_text("t.yaml", &text, &|_| Err(String::new())).unwrap();
            assert_eq!(
                contract.operations[0].destroys(),
                wanted,
                "{method} {path} {id}"
            );
        }
    }
}
