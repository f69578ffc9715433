//! Credentials of requests: marks in their places, which a connection fills with what the profile gives.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::parameter::encoded;
use crate::contract::{Contract, Operation, Place, SchemeKind};
use crate::exchange::Request;

/// The credential of one scheme, as it stands in requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// Name of the scheme.
    pub scheme: String,
    /// `header`, `query` or `cookie`.
    pub place: String,
    /// Name of the header, the parameter or the cookie.
    pub name: String,
    /// What stands there, with a mark for the secret.
    pub text: String,
}

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
