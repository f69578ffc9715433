//! Operations that take a thing from one state into another, as far as their paths and bodies tell: what
//! was closed once may not be closed again.

use super::{Contract, Operation, Schema};

/// Members that hold the state of a thing.
const STATES: [&str; 4] = ["status", "state", "phase", "stage"];

impl Contract {
    /// Whether a success of an operation most likely leaves what its path names in a state in which the
    /// same request is refused: `POST /loans/{id}/return`, `PUT /orders/{id}` with a `status`.
    pub fn wears(&self, operation: &Operation) -> bool {
        if !matches!(&*operation.method, "POST" | "PUT" | "PATCH") {
            return false;
        }
        let path = operation.path.trim_end_matches('/');
        let Some((front, last)) = path.rsplit_once('/') else {
            return false;
        };
        if last.contains('{') {
            // `/loans/{id}:return` is an action as well.
            let tail = last.rsplit_once('}').map_or("", |(_, tail)| tail);
            return tail.len() > 1 || (operation.method != "POST" && sets_state(operation));
        }
        let about_one = front.ends_with('}');
        about_one && !self.is_collection(path, last)
    }

    /// Whether a path holds several things: it is listed, or one of it is named below it.
    fn is_collection(&self, path: &str, last: &str) -> bool {
        let bare = |o: &Operation| o.path.trim_end_matches('/').to_owned();
        let below = format!("{path}/{{");
        let is_state = STATES.contains(&last.to_ascii_lowercase().as_str());
        let mut others = self.operations.iter();
        let holds = others.any(|o| {
            let own = bare(o);
            (o.method == "GET" && own == path && !is_state) || own.starts_with(&below)
        });
        let plural = last.ends_with('s') && !last.ends_with("ss") && !is_state;
        holds || plural
    }
}

/// Whether a body sets the state of a thing: to one of several.
fn sets_state(operation: &Operation) -> bool {
    let listed = |schema: &Schema| {
        schema.enumeration.len() > 1 || schema.any_of.iter().any(|s| s.enumeration.len() > 1)
    };
    operation.members().iter().any(|m| {
        let name = m.name.to_ascii_lowercase();
        STATES.contains(&name.as_str()) && listed(&m.schema)
    })
}

#[cfg(test)]
mod tests {
    use crate::contract::load_text;

    #[test]
    fn an_action_on_one_thing_wears_it() {
        let parameter =
            "parameters: [{name: id, in: path, required: true, schema: {type: string}}]";
        for (method, path, more, wanted) in [
            ("post", "/loans/{id}/return", "", true),
            ("put", "/loans/{id}/close", "", true),
            ("post", "/loans/{id}:lend", "", true),
            ("put", "/loans/{id}/status", "", true),
            ("post", "/loans/{id}/notes", "", false),
            ("post", "/loans/{id}", "", false),
            ("get", "/loans/{id}/return", "", false),
            (
                "patch",
                "/loans/{id}",
                "requestBody: {content: {application/json: {schema: {type: object, properties: {status: {enum: [a, b]}}}}}}, ",
                true,
            ),
            (
                "patch",
                "/loans/{id}",
                "requestBody: {content: {application/json: {schema: {type: object, properties: {status: {type: string}}}}}}, ",
                false,
            ),
        ] {
            let text = format!(
                "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  '{path}':\n    {parameter}\n    {method}: {{{more}\
                 responses: {{'200': {{description: ok}}}}}}\n"
            );
            let contract = load_text("t.yaml", &text, &|_| Err(String::new())).unwrap();
            let wears = contract.wears(&contract.operations[0]);
            assert_eq!(wears, wanted, "{method} {path} {more}");
        }
    }
}
