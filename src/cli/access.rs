//! `-H`, `--bearer` and `--user`: how people get in who have no profile.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Error;
use super::args::AccessArgs;
use crate::contract::{Contract, SchemeKind};
use crate::target::Profile;

/// Puts what the command line gives into the profile, for every contract.
pub(super) fn give(
    profile: &mut Profile,
    contracts: &[Contract],
    args: &AccessArgs,
) -> Result<(), Error> {
    let variable = |name: &str| std::env::var(name).ok();
    for contract in contracts {
        for line in &args.header {
            let (name, value) = header(line)?;
            profile.give_header(&contract.name, name, value, &variable)?;
        }
        if let Some(token) = &args.bearer {
            let is_meant = |kind: &SchemeKind| *kind == SchemeKind::Bearer;
            if !profile.give_credential(contract, is_meant, token, &variable)? {
                let token = profile.held(&contract.name, token, &variable)?;
                let value = format!("Bearer {token}");
                profile.give_header(&contract.name, "Authorization", &value, &variable)?;
            }
        }
        if let Some(user) = &args.user {
            if !user.contains(':') {
                return Err(Error::usage(
                    "--user needs a name and a password\n(hint: --user 'NAME:PASSWORD', or 'NAME:env:VARIABLE')",
                ));
            }
            let is_meant = |kind: &SchemeKind| *kind == SchemeKind::Basic;
            if !profile.give_credential(contract, is_meant, user, &variable)? {
                let user = profile.held(&contract.name, user, &variable)?;
                let value = format!("Basic {}", STANDARD.encode(user));
                profile.give_header(&contract.name, "Authorization", &value, &variable)?;
            }
        }
    }
    Ok(())
}

/// Name and value of a header as curl takes it. What is wrong is told without the value, which may be a
/// secret.
fn header(line: &str) -> Result<(&str, &str), Error> {
    let split = line
        .split_once(':')
        .filter(|(name, _)| !name.trim().is_empty());
    let (name, value) = split.ok_or_else(|| {
        Error::usage(
            "-H needs a name and a value\n(hint: -H 'Name: value', or -H 'Name: env:VARIABLE')",
        )
    })?;
    Ok((name.trim(), value.trim()))
}
