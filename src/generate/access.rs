//! Valid requests with one credential that is wrong or missing.

use super::{Maker, Skip, single};
use crate::clause::access::Key;
use crate::exchange::{Case, Credential, Request, Step};
use crate::wire;

/// The requests whose credential of one scheme is not the right one, or left out.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    scheme: &str,
    how: Key,
) -> Result<Vec<Case>, Skip> {
    let operation = maker.kit.operation;
    let writing = maker.settings.writing.clone();
    let given = writing.credentials(&operation.id);
    let Some(own) = given.iter().find(|c| c.scheme == scheme) else {
        return Err(Skip::profile(match given.is_empty() {
            true => format!(
                "the profile gives no credential of `{scheme}` ([contracts.{}.security])",
                maker.kit.contract.name
            ),
            false => format!("requests carry another credential than that of `{scheme}`"),
        }));
    };
    let left = |name: &String| given.iter().any(|c| c.scheme == *name) && name != scheme;
    if operation
        .security
        .iter()
        .any(|entry| entry.iter().all(left))
    {
        return Err(Skip::idle(
            "what is left is enough by another entry of `security`",
        ));
    }
    let base = maker.base(None).clone();
    let message = maker.valid(&base)?;
    if let Some(skip) = maker.kit.unproven(&message, &writing) {
        return Err(skip);
    }
    let with = |about: String, key: Option<Credential>| {
        let mut request = Request {
            // What the profile gives otherwise might open what this is to find shut.
            anonymous: true,
            ..wire::encode(operation, &message, &writing.anonymous())
        };
        for credential in given {
            match (&key, credential.scheme == scheme) {
                (Some(key), true) => key.add(&mut request),
                (None, true) => {}
                (_, false) => credential.add(&mut request),
            }
        }
        single(about, Step::Raw(request))
    };
    Ok(match how {
        Key::Missing => vec![with(format!("no credential of {scheme}"), None)],
        Key::Wrong => vec![with(
            format!("a wrong credential of {scheme}"),
            Some(own.wrong()),
        )],
        Key::Near => {
            let near = own.near().into_iter();
            near.map(|(about, key)| with(format!("{about}, of {scheme}"), Some(key)))
                .collect()
        }
    })
}

impl Maker<'_, '_, '_> {
    /// Credentials that are nearly right: of the profile's token, else of the first scheme that is
    /// given.
    pub(super) fn near_keys(&self) -> Result<Vec<(&'static str, Credential)>, Skip> {
        let contract = self.kit.contract;
        if let Some(token) = contract.token.as_ref().filter(|_| self.settings.has_token) {
            let worded = self.settings.has_words;
            return Ok(wire::near_header(&contract.name, &token.header, worded));
        }
        let own = self.settings.writing.credentials(&self.kit.operation.id);
        match own.first() {
            Some(own) => Ok(own.near()),
            None => Err(Skip::profile(
                "the profile gives no token that could be nearly right",
            )),
        }
    }
}
