//! Credentials by the names of security schemes: `key = "env:KEY"`, `login = "user:env:PASSWORD"`.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::ProfileError;
use crate::target::Secrets;
use crate::wire::Form;

/// A credential as the profile writes it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum SecurityText {
    /// The value, or where it comes from.
    Text(String),
    /// A request signature.
    Signed(serde::de::IgnoredAny),
}

/// The credentials of one contract.
#[derive(Clone, Default)]
pub(super) struct Security {
    /// Values by scheme.
    values: BTreeMap<String, String>,
    /// Schemes whose credentials are signatures, which are not supported yet.
    signed: Vec<String>,
}

impl Security {
    /// Reads the credentials; `env:NAME` is what the environment holds, also behind `user:`.
    pub(super) fn read(
        texts: BTreeMap<String, SecurityText>,
        contract: &str,
        variable: &dyn Fn(&str) -> Option<String>,
        secrets: &Secrets,
    ) -> Result<Self, ProfileError> {
        let mut security = Security::default();
        for (scheme, text) in texts {
            let SecurityText::Text(text) = text else {
                security.signed.push(scheme);
                continue;
            };
            let (front, name) = match text.split_once("env:") {
                Some((front, name)) if front.is_empty() || front.ends_with(':') => {
                    (front, Some(name))
                }
                _ => (text.as_str(), None),
            };
            let secret = match name {
                Some(name) => {
                    let held = variable(name).filter(|value| !value.is_empty());
                    let held = held.ok_or_else(|| ProfileError::MissingVariable {
                        contract: contract.to_owned(),
                        header: scheme.clone(),
                        variable: name.to_owned(),
                    })?;
                    secrets.add(&held);
                    format!("{front}{held}")
                }
                None => text,
            };
            secrets.add_credential(&secret);
            if secret.bytes().any(|b| b < b' ' || b == 0x7F) {
                return Err(ProfileError::Security(scheme, contract.to_owned()));
            }
            security.values.insert(scheme, secret);
        }
        Ok(security)
    }

    /// Takes what `other` holds, in place of its own.
    pub(super) fn take(&mut self, other: Security) {
        self.values.extend(other.values);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether it holds the credential of a scheme.
    pub(super) fn gives(&self, scheme: &str) -> bool {
        self.values.contains_key(scheme)
    }

    /// Whether the credential of a scheme is a signature.
    pub(super) fn signs(&self, scheme: &str) -> bool {
        self.signed.iter().any(|s| s == scheme)
    }

    /// Every scheme that is named.
    pub(super) fn schemes(&self) -> impl Iterator<Item = &String> {
        self.values.keys().chain(&self.signed)
    }

    /// The same for values that are nearly right.
    pub(super) fn near(&self, contract: &str) -> Vec<(String, String)> {
        let mut list = Vec::new();
        for (scheme, value) in &self.values {
            for form in Form::ALL {
                let near = written(&form.made(value));
                list.extend(near.into_iter().filter_map(|(encoding, text)| {
                    let mark = crate::wire::mark(contract, scheme, encoding);
                    Some((form.of(&mark)?, text))
                }));
            }
        }
        list
    }

    /// The marks that stand for the values, with what takes their place.
    pub(super) fn marks(&self, contract: &str) -> Vec<(String, String)> {
        let of = |(scheme, value): (&String, &String)| {
            let mark = |encoding| crate::wire::mark(contract, scheme, encoding);
            written(value).map(|(encoding, text)| (mark(encoding), text))
        };
        self.values.iter().flat_map(of).collect()
    }
}

/// A value in each of its writings.
fn written(value: &str) -> [(&'static str, String); 3] {
    [
        ("", value.to_owned()),
        (
            "|url",
            form_urlencoded::byte_serialize(value.as_bytes()).collect(),
        ),
        ("|base64", STANDARD.encode(value)),
    ]
}
