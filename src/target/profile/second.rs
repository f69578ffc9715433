//! A second user: `[contracts.NAME.other]`, given where users must not see each other's things.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::security::{Security, SecurityText};
use super::{Header, HeaderSource, Profile, ProfileError};
use crate::contract::{Contract, Operation};
use crate::target::Secrets;
use crate::wire::{self, Credential};

/// What marks of the second user end with.
const SECOND: &str = "|second}";

/// The credentials of a second user as the profile writes them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherText {
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    security: BTreeMap<String, SecurityText>,
}

/// The credentials of a second user.
#[derive(Clone, Default)]
pub(super) struct Other {
    headers: Vec<Header>,
    security: Security,
}

impl OtherText {
    pub(super) fn read(
        self,
        contract: &str,
        variable: &dyn Fn(&str) -> Option<String>,
        secrets: &Secrets,
    ) -> Result<Other, ProfileError> {
        let headers = self.headers.into_iter();
        let headers = headers.map(|(n, v)| Header::read(n, v, contract, variable, secrets));
        Ok(Other {
            headers: headers.collect::<Result<_, _>>()?,
            security: Security::read(self.security, contract, variable, secrets)?,
        })
    }
}

impl Other {
    /// Every scheme that is named.
    pub(super) fn schemes(&self) -> impl Iterator<Item = &String> {
        self.security.schemes()
    }

    /// The marks that stand in requests of the second user, with what takes their place.
    pub(super) fn marks(&self, contract: &str) -> Vec<(String, String)> {
        let own = self.security.marks(contract).into_iter();
        let mut marks: Vec<_> = own.map(|(mark, value)| (second(&mark), value)).collect();
        for header in &self.headers {
            if let HeaderSource::Literal(value) | HeaderSource::Variable(value, _) = &header.value {
                let mark = wire::header_mark(contract, &header.name);
                marks.push((second(&mark), value.clone()));
            }
        }
        marks
    }
}

/// The marks in a text, as those of the second user.
fn second(text: &str) -> String {
    text.replace('}', SECOND)
}

impl Profile {
    /// The credentials of a second user for an operation; nothing where the profile gives none that go in
    /// headers.
    pub fn second_user(
        &self,
        contract: &Contract,
        operation: &Operation,
    ) -> Option<Vec<Credential>> {
        let other = self.contracts.get(&contract.name)?.other.as_ref()?;
        let given = |scheme: &str| other.security.gives(scheme);
        let access = wire::access(contract, &given);
        let own = access.get(&operation.id).into_iter().flatten();
        let mut all: Vec<Credential> = own
            .map(|c| Credential {
                text: second(&c.text),
                ..c.clone()
            })
            .collect();
        for header in &other.headers {
            all.push(Credential {
                scheme: String::new(),
                place: "header".to_owned(),
                name: header.name.clone(),
                text: second(&wire::header_mark(&contract.name, &header.name)),
            });
        }
        let sendable = all.iter().all(|c| c.place == "header");
        (sendable && !all.is_empty()).then_some(all)
    }
}
