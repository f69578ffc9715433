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

/// Words of those that end the target itself, set it back, or shut it to others, where nothing else is named.
const ENDING: [&str; 11] = [
    "exit",
    "halt",
    "maintenance",
    "poweroff",
    "quit",
    "reboot",
    "reload",
    "reset",
    "restart",
    "shutdown",
    "suspend",
];

/// Words of those that end what the caller was let in by, whatever their method.
const LEAVING: [&str; 3] = ["logoff", "logout", "signout"];

/// What a path ends with that is about the caller: to delete that is to be let in no more.
const OWN: [&str; 6] = ["account", "current", "me", "profile", "self", "session"];

impl Operation {
    /// Whether its name says that it ends the target, sets it back, or ends what the caller is let in by: it is
    /// about no thing in its path, and nothing can be tested behind it.
    pub fn ends_all(&self) -> bool {
        if self.path.contains('{') {
            return false;
        }
        let names = [self.id.as_str(), self.path.as_str()];
        let words: Vec<String> = names.iter().flat_map(|name| words(name)).collect();
        let any = |own: &[&str], pairs: &[(&str, &str)]| {
            let two = |pair: &[String]| pairs.contains(&(pair[0].as_str(), pair[1].as_str()));
            words.windows(2).any(two) || words.iter().any(|w| own.contains(&w.as_str()))
        };
        let last = self.path.rsplit('/').next().unwrap_or_default();
        any(&LEAVING, &[("log", "out"), ("sign", "out"), ("log", "off")])
            || self.method == "DELETE" && OWN.contains(&last.to_ascii_lowercase().as_str())
            || self.method != "GET" && any(&ENDING, &[("shut", "down"), ("power", "off")])
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
            ("put", "/admin/maintenance", true),
            ("get", "/auth/logout", true),
            ("post", "/sign-out", true),
            ("delete", "/users/me", true),
            ("get", "/users/me", false),
            ("delete", "/users/{id}", false),
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
