//! Codes that a document holds in forms of its own, and the rules that its words tie them to.

use super::Code;

/// What a document says of the codes of an operation without our extensions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inferences {
    /// Pointers into the body at which its examples show the code, in their order.
    pub places: Vec<String>,
    /// Codes that are looked for; any where its examples show the place.
    pub believed: Vec<Code>,
    /// Rules whose code its words make sure.
    pub rules: Vec<Inferred>,
}

/// One rule and its code.
#[derive(Debug, Clone, PartialEq)]
pub struct Inferred {
    /// Keyword that is broken.
    pub keyword: String,
    /// Place of the request.
    pub at: String,
    /// The code that is drawn.
    pub code: Code,
    /// The words that say so, and the form that they stand in.
    pub words: String,
}

impl Inferences {
    /// The tie of a rule.
    pub fn of(&self, keyword: &str, at: &str) -> Option<&Inferred> {
        self.rules
            .iter()
            .find(|rule| rule.keyword == keyword && rule.at == at)
    }

    /// Codes that a value which breaks the rule may draw as well: who leaves out or empties what stands
    /// there may be told either.
    pub fn beside(&self, rule: &Inferred) -> Vec<Code> {
        let bare = ["required", "type", "minLength", "minItems"];
        let vague = |keyword: &str| bare.contains(&keyword);
        let strict = ["maxLength", "maxItems", "maximum", "minimum"];
        if strict.contains(&rule.keyword.as_str()) {
            return Vec::new();
        }
        self.rules
            .iter()
            .filter(|r| r.at == rule.at && vague(&r.keyword))
            .map(|r| r.code.clone())
            .filter(|code| *code != rule.code)
            .collect()
    }
}
