//! Media types and the two syntaxes that bodies are written in.

/// The syntax of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// Anything else.
    Other,
}

impl Kind {
    /// The syntax of a media type, whose parameters make no difference.
    pub fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or(media_type).trim();
        let is = |name: &str| essence.eq_ignore_ascii_case(name);
        let ends = |tail: &str| {
            essence.len() > tail.len()
                && essence
                    .get(essence.len() - tail.len()..)
                    .is_some_and(|t| t.eq_ignore_ascii_case(tail))
        };
        if is("application/json") || is("text/json") || ends("+json") {
            Kind::Json
        } else if is("application/xml") || is("text/xml") || ends("+xml") {
            Kind::Xml
        } else {
            Kind::Other
        }
    }
}
