//! `-H`, `--bearer` and `--user`: how people get in who have no profile.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Error;
use super::args::AccessArgs;
use crate::contract::{Contract, Place, SchemeKind};
use crate::target::{Profile, Secrets};

/// Puts what the command line gives into the profile, for every contract.
pub(super) fn give(
    profile: &mut Profile,
    contracts: &[Contract],
    args: &AccessArgs,
) -> Result<(), Error> {
    let variable = |name: &str| std::env::var(name).ok();
    for contract in contracts {
        // Schemes that no operation asks for let nobody in: who gives a token means each request.
        let asks = contract.operations.iter().any(|o| o.secured);
        for line in &args.header {
            let (name, value) = header(line)?;
            profile.give_header(&contract.name, name, value, &variable)?;
            // A header that a scheme travels in is its credential.
            let (is_bearer, value) = match bearer_of(name, value) {
                Some(token) => (true, token),
                None => (false, value),
            };
            let is_meant = |kind: &SchemeKind| match kind {
                SchemeKind::Key { place, name: own } => {
                    !is_bearer && *place == Place::Header && own.eq_ignore_ascii_case(name)
                }
                SchemeKind::Bearer => is_bearer,
                _ => false,
            };
            if asks && !value.starts_with("command:") {
                profile.give_credential(contract, is_meant, value, &variable)?;
            }
        }
        if let Some(token) = &args.bearer {
            let token = bearer(token)?;
            let is_meant = |kind: &SchemeKind| *kind == SchemeKind::Bearer;
            if !asks || !profile.give_credential(contract, is_meant, token, &variable)? {
                let token = profile.held(&contract.name, token, &variable)?;
                let value = format!("Bearer {token}");
                profile.give_header(&contract.name, "Authorization", &value, &variable)?;
            }
        }
        if let Some(user) = &args.user {
            filled("--user", user)?;
            if !user.contains(':') {
                return Err(Error::usage(
                    "--user needs a name and a password\n(hint: --user 'NAME:PASSWORD', or 'NAME:env:VARIABLE')",
                ));
            }
            let is_meant = |kind: &SchemeKind| *kind == SchemeKind::Basic;
            if !asks || !profile.give_credential(contract, is_meant, user, &variable)? {
                let user = profile.held(&contract.name, user, &variable)?;
                let value = format!("Basic {}", STANDARD.encode(user));
                profile.give_header(&contract.name, "Authorization", &value, &variable)?;
            }
        }
    }
    Ok(())
}

/// The token of a header that carries one.
fn bearer_of<'v>(name: &str, value: &'v str) -> Option<&'v str> {
    let (word, token) = value.split_once(' ')?;
    let is = name.eq_ignore_ascii_case("authorization") && word.eq_ignore_ascii_case("bearer");
    is.then(|| token.trim()).filter(|token| !token.is_empty())
}

/// The headers that the command line gives, for a document that the same server serves, and what of them
/// such a document cannot hold by chance.
pub(super) fn headers(args: &AccessArgs) -> Result<(Vec<(String, String)>, Secrets), Error> {
    let variable = |name: &str| std::env::var(name).ok();
    let profile = Profile::default();
    let held = |value: &str| profile.held("the document", value, &variable);
    let mut headers = Vec::new();
    for line in &args.header {
        let (name, value) = header(line)?;
        // What a command prints is asked for when the run begins.
        if !value.starts_with("command:") {
            let value = held(value)?;
            profile.secrets().add_header(name, &value);
            headers.push((name.to_owned(), value));
        }
    }
    if let Some(token) = &args.bearer {
        let value = format!("Bearer {}", held(bearer(token)?)?);
        headers.push(("Authorization".to_owned(), value));
    }
    if let Some(user) = &args.user {
        let value = format!("Basic {}", STANDARD.encode(held(user)?));
        headers.push(("Authorization".to_owned(), value));
    }
    super::say::hide(&profile);
    Ok((headers, profile.secrets().keys()))
}

/// Refuses what is no path that requests could begin with.
pub(super) fn is_path(base: &str) -> Result<(), Error> {
    let hint = match base.split_once("://") {
        Some((_, rest)) => {
            let path = rest.split_once('/').map_or("", |(_, path)| path);
            format!("--target names the server, --base-path /{path} the path on it")
        }
        None => "such as --base-path /api/v1".to_owned(),
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#');
    match base.contains("://") || base.contains(odd) {
        true => Err(Error::usage(format!(
            "--base-path takes a path alone, and `{}` is more than that\n(hint: {hint})",
            crate::target::shown_url(base)
        ))),
        false => Ok(()),
    }
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
    let (name, value) = (name.trim(), value.trim());
    let of_header = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if !name.bytes().all(of_header) {
        return Err(Error::usage(
            "-H begins with what is no name of a header: letters, digits and - are\n(hint: -H 'Name: value')",
        ));
    }
    filled("-H", value)?;
    Ok((name, value))
}

/// The token alone, as people paste it with the word before it.
fn bearer(token: &str) -> Result<&str, Error> {
    let (word, rest) = token.trim().split_once(' ').unwrap_or(("", token.trim()));
    let token = match word.eq_ignore_ascii_case("bearer") {
        true => rest.trim(),
        false => token.trim(),
    };
    if token.is_empty() || token.eq_ignore_ascii_case("bearer") {
        return Err(Error::usage(
            "--bearer has no token\n(hint: --bearer env:TOKEN takes it from the environment variable TOKEN)",
        ));
    }
    filled("--bearer", token)?;
    Ok(token)
}

/// Refuses what was meant to be filled in by somebody else: the shell, or clausal under another
/// spelling. It is told without the value.
fn filled(option: &str, value: &str) -> Result<(), Error> {
    let bare = value.rsplit(':').next().unwrap_or(value);
    let name = |text: &str| {
        let own = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        !text.is_empty() && text.bytes().all(own) && !text.starts_with(|c: char| c.is_ascii_digit())
    };
    let braced = bare.strip_prefix("${").and_then(|b| b.strip_suffix('}'));
    let unfilled = braced.or_else(|| bare.strip_prefix('$'));
    if let Some(variable) = unfilled.filter(|text| name(text)) {
        return Err(Error::usage(format!(
            "{option} holds the name of a variable that no shell has filled in\n(hint: env:{variable} in its \
             place takes its value, and keeps it out of the list of processes)"
        )));
    }
    let lower = value.to_ascii_lowercase();
    let misspelt = (lower.starts_with("env:") || lower.contains(":env:"))
        && !value.starts_with("env:")
        && !value.contains(":env:");
    if misspelt {
        return Err(Error::usage(format!(
            "{option} takes `env:` in small letters\n(hint: env:VARIABLE)"
        )));
    }
    Ok(())
}
