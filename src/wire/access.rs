//! Credentials of requests: marks in their places, which a connection fills with what the profile gives.

use std::collections::BTreeMap;

use super::parameter::encoded;
use crate::contract::{Contract, Operation, Place, SchemeKind};
pub use crate::exchange::Credential;
use crate::exchange::Request;

impl Credential {
    /// Puts it into a request, in place of what stands there.
    pub fn add(&self, request: &mut Request) {
        match self.place.as_str() {
            "query" => {
                let joint = if request.target.contains('?') {
                    '&'
                } else {
                    '?'
                };
                request.target.push(joint);
                request.target.push_str(&encoded(&self.name));
                request.target.push('=');
                request.target.push_str(&self.text);
            }
            "cookie" => {
                let pair = format!("{}={}", self.name, self.text);
                let headers = request.headers.iter_mut();
                let mut cookies = headers.filter(|(n, _)| n.eq_ignore_ascii_case("cookie"));
                match cookies.next() {
                    Some((_, value)) => *value = format!("{value}; {pair}"),
                    None => request.headers.push(("Cookie".to_owned(), pair)),
                }
            }
            _ => {
                request
                    .headers
                    .retain(|(n, _)| !n.eq_ignore_ascii_case(&self.name));
                request.headers.push((self.name.clone(), self.text.clone()));
            }
        }
    }

    /// The same with values that are nearly right, each with what is wrong with it.
    pub fn near(&self) -> Vec<(&'static str, Self)> {
        let with = |text: String| Credential {
            text,
            ..self.clone()
        };
        let (word, own) = match self.text.split_once(' ') {
            Some((word, own)) => (format!("{word} "), own),
            None => (String::new(), self.text.as_str()),
        };
        let mut list = vec![("an empty one", with(word.trim_end().to_owned()))];
        let forms = Form::ALL.iter().filter_map(|form| {
            let mark = form.of(own)?;
            Some((form.about(), with(format!("{word}{mark}"))))
        });
        list.extend(forms);
        if !word.is_empty() {
            list.push((
                "the right one behind another word",
                with(format!("Clausal {own}")),
            ));
        }
        list
    }

    /// The same with a value that nobody gave out.
    pub fn wrong(&self) -> Self {
        let text = match self.text.split_once(' ') {
            // `clausal:no-such-password` as RFC 7617 has it.
            Some(("Basic", _)) => "Basic Y2xhdXNhbDpuby1zdWNoLXBhc3N3b3Jk".to_owned(),
            Some((word, _)) => format!("{word} clausal-no-such-token"),
            None => "clausal-no-such-key".to_owned(),
        };
        Credential {
            text,
            ..self.clone()
        }
    }
}

/// A value that is nearly a secret, made from it where it is sent, so that no request holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Without its last character.
    Cut,
    /// With two more characters.
    More,
    /// Its first half.
    Half,
    /// With another word behind it.
    Words,
    /// With another last character.
    Last,
    /// In letters of the other case.
    Case,
    /// As long, of other characters.
    Other,
    /// Nothing at all.
    Empty,
    /// Another one behind its word (`Bearer`).
    Rest,
    /// Behind another word than its own.
    Word,
}

impl Form {
    /// Those of the secret alone.
    pub const ALL: [Form; 7] = [
        Form::Cut,
        Form::More,
        Form::Words,
        Form::Half,
        Form::Last,
        Form::Case,
        Form::Other,
    ];
    /// Those of a header that has a word before its secret or none: with `true` those of a word, too.
    fn of_headers(worded: bool) -> impl Iterator<Item = Form> {
        let words = [Form::Rest, Form::Word].into_iter().filter(move |_| worded);
        std::iter::once(Form::Empty).chain(Form::ALL).chain(words)
    }

    /// What is wrong with it, in words.
    pub fn about(self) -> &'static str {
        match self {
            Form::Cut => "the right one without its last character",
            Form::More => "the right one with two characters more",
            Form::Half => "the first half of the right one",
            Form::Words => "the right one with a word behind it",
            Form::Last => "the right one with another last character",
            Form::Case => "the right one in letters of the other case",
            Form::Other => "one as long as the right one",
            Form::Empty => "an empty one",
            Form::Rest => "the right word with another secret",
            Form::Word => "the right one behind another word",
        }
    }

    /// Word of it in marks.
    fn word(self) -> &'static str {
        match self {
            Form::Cut => "|cut",
            Form::More => "|more",
            Form::Half => "|half",
            Form::Words => "|words",
            Form::Last => "|last",
            Form::Case => "|case",
            Form::Other => "|other",
            Form::Empty => "|empty",
            Form::Rest => "|rest",
            Form::Word => "|word",
        }
    }

    /// The mark of this form, for the mark of a secret.
    pub fn of(self, mark: &str) -> Option<String> {
        let inner = mark.strip_prefix("${")?.strip_suffix('}')?;
        Some(format!("${{{inner}{}}}", self.word()))
    }

    /// What a secret becomes: never the same, nor what a lenient reader of base64 takes for the same.
    pub fn made(self, secret: &str) -> String {
        let count = |text: &str| text.chars().count();
        match self {
            Form::Cut => {
                let bare = secret.trim_end_matches('=');
                bare.chars().take(count(bare).saturating_sub(1)).collect()
            }
            Form::More => format!("{secret}x1"),
            Form::Words => format!("{secret} x1"),
            Form::Half => secret.chars().take(count(secret) / 2).collect(),
            Form::Last => {
                let bare = secret.trim_end_matches('=');
                let kept: String = bare.chars().take(count(bare).saturating_sub(1)).collect();
                // Another one in its first bits, where it stands for six.
                let last = match bare.chars().last() {
                    Some('A'..='P') => 'w',
                    _ => 'A',
                };
                format!("{kept}{last}")
            }
            Form::Case => {
                // Numbers in base 16 are the same in either case.
                let same = |c: char| c.is_ascii_hexdigit() || c == '-' || !c.is_ascii_alphabetic();
                if secret.chars().all(same) {
                    return Form::Last.made(secret);
                }
                let turned = |c: char| match c.is_ascii_lowercase() {
                    true => c.to_ascii_uppercase(),
                    false => c.to_ascii_lowercase(),
                };
                secret.chars().map(turned).collect()
            }
            Form::Other => {
                let other = |c: char| if c == 'x' { 'y' } else { 'x' };
                secret.chars().map(other).collect()
            }
            Form::Empty => String::new(),
            Form::Rest => "clausal-no-such-token".to_owned(),
            Form::Word => secret.to_owned(),
        }
    }

    /// What the whole value of a header becomes: a word before the secret stays as it is.
    pub fn made_of_header(self, value: &str) -> String {
        match (value.split_once(' '), self) {
            (_, Form::Empty) => String::new(),
            (Some((_, secret)), Form::Word) => format!("Clausal {secret}"),
            (Some((word, secret)), _) => format!("{word} {}", self.made(secret)),
            (None, _) => self.made(value),
        }
    }

    /// The forms that a text has marks of.
    pub fn all_in(text: &str) -> impl Iterator<Item = Form> {
        let held = text.contains("${");
        let word = move |form: &Form| held && text.contains(form.word());
        Form::of_headers(true).filter(word)
    }
}

/// The header of a profile with values that are nearly right, each with what is wrong with it.
pub fn near_header(contract: &str, header: &str, worded: bool) -> Vec<(&'static str, Credential)> {
    let mark = header_mark(contract, header);
    let of = |form: Form| {
        let credential = Credential {
            scheme: String::new(),
            place: "header".to_owned(),
            name: header.to_owned(),
            text: form.of(&mark)?,
        };
        Some((form.about(), credential))
    };
    Form::of_headers(worded).filter_map(of).collect()
}

/// What stands in requests for the value of a header of the profile.
pub fn header_mark(contract: &str, header: &str) -> String {
    format!("${{{contract}:header={}}}", header.to_ascii_lowercase())
}

/// What stands in requests for the secret of a scheme.
pub fn mark(contract: &str, scheme: &str, encoding: &str) -> String {
    format!("${{{contract}:{scheme}{encoding}}}")
}

/// The credentials of every operation: of the first entry of its requirements that is given in whole.
pub fn access(
    contract: &Contract,
    given: &dyn Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Credential>> {
    let of = |operation: &Operation| {
        let mut entries = operation.security.iter().filter(|entry| !entry.is_empty());
        let entry = entries.find(|entry| entry.iter().all(|scheme| given(scheme)))?;
        let credentials = entry.iter().map(|scheme| credential(contract, scheme));
        Some((operation.id.clone(), credentials.collect::<Option<_>>()?))
    };
    contract.operations.iter().filter_map(of).collect()
}

fn credential(contract: &Contract, name: &str) -> Option<Credential> {
    let scheme = contract.scheme(name)?;
    let (place, carrier) = scheme.kind.carrier()?;
    let of = |encoding| mark(&contract.name, name, encoding);
    Some(Credential {
        scheme: name.to_owned(),
        place: place.word().to_owned(),
        name: carrier.to_owned(),
        text: match (&scheme.kind, place) {
            (SchemeKind::Basic, _) => format!("Basic {}", of("|base64")),
            (SchemeKind::Bearer, _) => format!("Bearer {}", of("")),
            (_, Place::Query) => of("|url"),
            _ => of(""),
        },
    })
}

/// What a credential holds in place of the right one, in words.
pub fn about_mark(text: &str) -> &'static str {
    match Form::all_in(text).next() {
        Some(form) => form.about(),
        None if text.contains("${") => "the right one behind another word",
        None if text.trim().is_empty() => "an empty one",
        None => "one that nobody gave out",
    }
}
