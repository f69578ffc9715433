//! Whether a text holds more than a tree may have, found out before one is built.

use saphyr_parser::{Event, Parser};

use super::MAX_NODES;

/// Texts up to this length are not counted: the tree of one is small enough.
const SHORT: usize = 4 << 20;

/// Whether JSON text has more nodes than a tree may have: each comma stands between two.
pub(super) fn is_much_json(text: &str) -> bool {
    if text.len() < SHORT {
        return false;
    }
    let (mut commas, mut quoted, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => commas += 1,
            _ => {}
        }
    }
    commas > MAX_NODES
}

/// The same of YAML text; what is no YAML is not.
pub(super) fn is_much_yaml(text: &str) -> bool {
    if text.len() < SHORT {
        return false;
    }
    // A node has one name at most, which the parser tells like any other.
    let mut told = 0;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::Scalar(..) | Event::MappingStart(..) | Event::SequenceStart(..), _)) => {
                told += 1
            }
            Ok(_) => {}
            Err(_) => return false,
        }
        if told > 2 * MAX_NODES {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_much_is_known_before_a_tree_is_built() {
        let list =
            |entry: &str, count: usize| format!("[{entry}{}]", format!(",{entry}").repeat(count));
        assert!(is_much_json(&list("1000", MAX_NODES + 1)));
        assert!(!is_much_json(&list("1000", MAX_NODES - 10)));
        assert!(!is_much_json(&list(r#""a,\",b""#, MAX_NODES / 3)));
        let lines = |count: usize| "- word\n".repeat(count);
        assert!(!is_much_yaml(&lines(MAX_NODES)));
        assert!(is_much_yaml(&lines(2 * MAX_NODES + 1)));
    }
}
