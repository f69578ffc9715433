//! A login as the profile writes it.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ProfileError;
use crate::exchange::Request;
use crate::target::Secrets;
use crate::target::token::{Login, Place};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoginText {
    #[serde(default = "post")]
    method: String,
    /// Path below the target's prefix.
    path: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    /// JSON pointer into the answer's body, or `header:NAME`.
    token: String,
    /// Header that takes the token.
    header: String,
    #[serde(default)]
    prefix: String,
}

fn post() -> String {
    "POST".into()
}

impl LoginText {
    /// The login with `${NAME}` replaced by what the environment holds.
    pub(super) fn read(
        self,
        contract: &str,
        variable: &dyn Fn(&str) -> Option<String>,
        secrets: &Secrets,
    ) -> Result<Login, ProfileError> {
        let error = |why: &str| ProfileError::Login(contract.to_owned(), why.to_owned());
        let fill = |text: &str| filled(text, contract, variable, secrets);
        let header = http::HeaderName::from_bytes(self.header.as_bytes())
            .map_err(|_| error("`header` is no name of a header"))?;
        let token = match self.token.strip_prefix("header:") {
            Some(name) => Place::Header(name.trim().to_owned()),
            None if self.token.starts_with('/') => Place::Body(self.token),
            None => {
                let why = "`token` must be a JSON pointer such as /token, or header:NAME";
                return Err(error(why));
            }
        };
        if self.path.contains("://") {
            return Err(error(
                "`path` must stand below the target, so that no other host learns the password",
            ));
        }
        let mut headers = Vec::new();
        for (name, value) in &self.headers {
            let value = fill(value)?;
            secrets.add_header(name, &value);
            headers.push((name.clone(), value));
        }
        let body = self.body.as_deref().map(fill).transpose()?;
        if let Some(body) = &body {
            secrets.add_login(body.as_bytes());
        }
        if let Some((_, query)) = self.path.split_once('?') {
            secrets.add_login(query.as_bytes());
        }
        Ok(Login {
            request: Request {
                method: self.method,
                target: format!("/{}", self.path.trim_start_matches('/')),
                headers,
                body: body.map(Into::into),
                base: None,
                anonymous: true,
            },
            place: token,
            header,
            prefix: self.prefix,
        })
    }
}

fn filled(
    text: &str,
    contract: &str,
    variable: &dyn Fn(&str) -> Option<String>,
    secrets: &Secrets,
) -> Result<String, ProfileError> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else {
            let why = "`${` is not closed by `}`".to_owned();
            return Err(ProfileError::Login(contract.to_owned(), why));
        };
        let value = variable(name).ok_or_else(|| ProfileError::MissingLoginVariable {
            contract: contract.to_owned(),
            variable: name.to_owned(),
        })?;
        secrets.add(&value);
        out.push_str(before);
        out.push_str(&value);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}
