//! States of the server.
use serde_json::Value;

use super::at;

/// A state that is entered and left.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct State(pub(in crate::reference) &'static str);

impl State {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "never-entered",
        "never-left",
        "left-by-the-first-refusal",
        "entered-late",
    ];

    /// Whether the server acts as in the state.
    pub(in crate::reference) fn holds(self, state: bool) -> bool {
        let Some(on) = at(self.0) else { return state };
        let mut memory = on.memory();
        let before = memory.contains_key("seen");
        match on.operator() {
            "never-entered" => false,
            "never-left" => {
                if state {
                    memory.insert("seen".into(), Value::Null);
                }
                state || before
            }
            operator => {
                if state {
                    memory.insert("seen".into(), Value::Null);
                } else {
                    memory.remove("seen");
                }
                state && before == (operator == "entered-late")
            }
        }
    }
}
