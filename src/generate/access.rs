//! Valid requests with one credential that is wrong or missing.

use super::{Maker, Skip, single};
use crate::exchange::{Case, Request, Step};
use crate::wire;

/// The request whose credential of one scheme is wrong, or left out.
pub(super) fn case(
    maker: &mut Maker<'_, '_, '_>,
    scheme: &str,
    wrong: bool,
) -> Result<Vec<Case>, Skip> {
    let operation = maker.kit.operation;
    let writing = maker.settings.writing.clone();
    let given = writing.credentials(&operation.id);
    if given.iter().all(|c| c.scheme != scheme) {
        return Err(Skip::profile(match given.is_empty() {
            true => format!(
                "the profile gives no credential of `{scheme}` ([contracts.{}.security])",
                maker.kit.contract.name
            ),
            false => format!("requests carry another credential than that of `{scheme}`"),
        }));
    }
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
    let mut request = Request {
        // What the profile gives otherwise might open what this is to find shut.
        anonymous: true,
        ..wire::encode(operation, &message, &writing.anonymous())
    };
    for credential in given {
        match (credential.scheme == scheme, wrong) {
            (true, true) => credential.wrong().add(&mut request),
            (true, false) => {}
            (false, _) => credential.add(&mut request),
        }
    }
    let about = match wrong {
        true => format!("a wrong credential of {scheme}"),
        false => format!("no credential of {scheme}"),
    };
    Ok(vec![single(about, Step::Raw(request))])
}
