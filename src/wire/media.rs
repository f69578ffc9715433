//! Media types as RFC 9110 reads them (section 8.3.1), and the two syntaxes that bodies are written in.
//!
//! Read here, since common readers refuse the blanks before `;` and the empty parameters that the
//! grammar allows.

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
        let essence = MediaType::parse(media_type).essence;
        let is = |list: &[&str]| list.contains(&essence.as_str());
        // A suffix alone is no subtype.
        let ends = |tail: &str| {
            essence
                .strip_suffix(tail)
                .is_some_and(|rest| !rest.is_empty())
        };
        if is(&["application/json", "text/json"]) || ends("+json") {
            Kind::Json
        } else if is(&XML) || ends("+xml") {
            Kind::Xml
        } else {
            Kind::Other
        }
    }
}

/// Two names of one type (RFC 7303, section 9.2).
const XML: [&str; 2] = ["application/xml", "text/xml"];

/// A media type with its parameters, or a range of media types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// Type and subtype in small letters.
    pub essence: String,
    /// Names in small letters, with their values as they are meant.
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Reads a media type; parameters from the first one on that is none are passed over.
    pub fn parse(text: &str) -> Self {
        let (essence, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        let mut parameters = Vec::new();
        read_parameters(rest, &mut parameters);
        MediaType {
            essence: essence.trim().to_ascii_lowercase(),
            parameters,
        }
    }

    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it stands for many: `*/*`, `image/*`.
    pub fn is_range(&self) -> bool {
        self.essence.ends_with("/*")
    }

    /// Whether a body with this label is what a page documents as this type: a parameter that one of
    /// the two leaves out makes no difference.
    pub fn takes(&self, label: &MediaType) -> bool {
        let xml = |m: &MediaType| XML.contains(&m.essence.as_str());
        let named = match self.essence.strip_suffix('*') {
            Some("*/") => true,
            Some(kind) if kind.ends_with('/') => label.essence.starts_with(kind),
            _ => self.essence == label.essence || (xml(self) && xml(label)),
        };
        named
            && self.parameters.iter().all(|(name, wanted)| {
                label.parameter(name).is_none_or(|got| match name.as_str() {
                    "charset" => got.eq_ignore_ascii_case(wanted),
                    _ => got == wanted,
                })
            })
    }
}

/// What a request is labelled as where the contract names a range, which no body can be labelled as.
pub(super) fn concrete(media_type: &str) -> &str {
    let range = MediaType::parse(media_type);
    match range.essence.as_str() {
        "*/*" | "application/*" => "application/json",
        "text/*" => "text/plain",
        "image/*" => "image/png",
        _ if range.is_range() => "application/octet-stream",
        _ => media_type,
    }
}

/// `;name=value`, one after the other; a value may be quoted, and a `;` may have nothing behind it.
fn read_parameters(mut rest: &str, into: &mut Vec<(String, String)>) {
    let blank = [' ', '\t'];
    loop {
        rest = rest.trim_start_matches(blank);
        let Some(after) = rest.strip_prefix(';') else {
            return;
        };
        rest = after.trim_start_matches(blank);
        if rest.is_empty() || rest.starts_with(';') {
            continue;
        }
        let Some((name, after)) = rest.split_once('=') else {
            return;
        };
        if name.is_empty() || name.contains([';', ' ', '\t', '"']) {
            return;
        }
        let value = match after.strip_prefix('"') {
            Some(quoted) => {
                let Some((value, after)) = unquoted(quoted) else {
                    return;
                };
                rest = after;
                value
            }
            None => {
                let (value, after) =
                    after.split_at(after.find([';', ' ', '\t']).unwrap_or(after.len()));
                rest = after;
                value.to_owned()
            }
        };
        into.push((name.to_ascii_lowercase(), value));
    }
}

/// A quoted text whose first quote is gone, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(documented: &str, label: &str) -> bool {
        MediaType::parse(documented).takes(&MediaType::parse(label))
    }

    #[test]
    fn the_same_type_in_another_writing_is_the_same_type() {
        let documented = "application/json; charset=utf-8";
        for label in [
            documented,
            "application/json",
            "application/json;charset=UTF-8",
            "APPLICATION/JSON ; Charset=\"utf-8\"",
            "application/json;; charset=\"u\\tf-8\";",
            "application/json; profile=a; charset=Utf-8",
        ] {
            assert!(met(documented, label), "{label}");
            assert!(met("application/json", label), "{label}");
            assert!(met("application/*", label) && met("*/*", label), "{label}");
        }
        assert!(met("application/xml", "text/xml; charset=utf-8"));
        assert!(met("a/b; x=1; y=2", "a/b; y=2; x=1"));
    }

    #[test]
    fn another_type_is_another_type() {
        assert!(!met("application/json", "text/html"));
        assert!(!met("application/json", "application/problem+json"));
        assert!(!met(
            "application/json; charset=utf-8",
            "application/json; charset=latin1"
        ));
        assert!(!met("a/b; v=1", "a/b; v=2"));
        assert!(!met("image/*", "text/plain"));
        assert!(!met("application/json", ""));
    }

    #[test]
    fn the_syntax_hangs_on_the_type_alone() {
        for label in [
            "application/json",
            "Text/JSON; a=\";\"",
            "application/problem+json",
            "application/vnd.x.v1+JSON ; q",
        ] {
            assert_eq!(Kind::of(label), Kind::Json, "{label}");
        }
        assert_eq!(Kind::of("application/soap+xml; action=\"a\""), Kind::Xml);
        assert_eq!(Kind::of("*/*"), Kind::Other);
        assert_eq!(concrete("*/*"), "application/json");
        assert_eq!(concrete("Text/Plain; a=b"), "Text/Plain; a=b");
    }
}
