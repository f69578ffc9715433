//! Headers and credentials that the command line gives, in place of those of the profile.

use std::collections::BTreeMap;

use super::security::{Security, SecurityText};
use super::{Header, Profile, ProfileError};
use crate::contract::{Contract, SchemeKind};

impl Profile {
    /// A header of every request of a contract: its value, or `env:NAME`.
    ///
    /// # Errors
    /// The variable is not set.
    pub fn give_header(
        &mut self,
        contract: &str,
        name: &str,
        value: &str,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), ProfileError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        let header = Header::read(name, value, contract, variable, &self.secrets)?;
        let settings = self.contracts.entry(contract.to_owned()).or_default();
        let other = |h: &Header| !h.name.eq_ignore_ascii_case(&header.name);
        settings.headers.retain(other);
        settings.headers.push(header);
        Ok(())
    }

    /// The credential of every security scheme of these kinds: its value, or `env:NAME`, also behind
    /// `user:`. Whether there was such a scheme.
    ///
    /// # Errors
    /// The variable is not set, or the value cannot be sent.
    pub fn give_credential(
        &mut self,
        contract: &Contract,
        is_meant: impl Fn(&SchemeKind) -> bool,
        value: &str,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<bool, ProfileError> {
        let schemes = contract.schemes.iter().filter(|s| is_meant(&s.kind));
        let text = |name: &String| (name.clone(), SecurityText::Text(value.to_owned()));
        let texts: BTreeMap<_, _> = schemes.map(|s| text(&s.name)).collect();
        if texts.is_empty() {
            return Ok(false);
        }
        let given = Security::read(texts, &contract.name, variable, &self.secrets)?;
        let settings = self.contracts.entry(contract.name.clone()).or_default();
        settings.security.take(given);
        Ok(true)
    }

    /// What a value is that may be `env:NAME`, alone or behind `user:`. It is a secret from now on.
    ///
    /// # Errors
    /// The variable is not set.
    pub fn held(
        &self,
        contract: &str,
        value: &str,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<String, ProfileError> {
        let (front, name) = match value.split_once("env:") {
            Some((front, name)) if front.is_empty() || front.ends_with(':') => (front, name),
            _ => {
                self.secrets.add_credential(value);
                return Ok(value.to_owned());
            }
        };
        let held = variable(name).filter(|held| !held.is_empty());
        let held = held.ok_or_else(|| ProfileError::MissingVariable {
            contract: contract.to_owned(),
            header: "Authorization".to_owned(),
            variable: name.to_owned(),
        })?;
        self.secrets.add(&held);
        let whole = format!("{front}{held}");
        self.secrets.add_credential(&whole);
        Ok(whole)
    }
}
