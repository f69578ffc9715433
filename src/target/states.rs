//! Provider states: asking the target's hook to bring a condition about (Pact's convention).

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use super::{Address, Profile, Target, command};
use crate::exchange::Request;

/// What the hook said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HookAnswer {
    /// It is done.
    Done,
    /// It cannot do this, or there is no hook.
    Unsupported(String),
}

/// The hook could not be asked, or failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the states hook {hook} failed on `{state}`: {why}")]
pub struct HookError {
    /// URL or command.
    pub hook: String,
    /// State that was asked for.
    pub state: String,
    /// What went wrong.
    pub why: String,
}

/// A hook that failed this often in a row is not asked any more.
const FAILURES: usize = 3;

/// The hook of a target.
pub struct StatesHook {
    way: Way,
    timeout: Duration,
    /// Failures in a row.
    failures: usize,
}

enum Way {
    None,
    Url {
        shown: String,
        path: String,
        connection: Box<super::Connection>,
    },
    Command(String),
}

impl StatesHook {
    /// The hook that the profile names.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn new(target: &Target, profile: &Profile) -> Result<Self, super::AddressError> {
        let way = match (&profile.states.url, &profile.states.command) {
            (Some(url), _) => {
                let address = if url.contains("://") {
                    Address::parse(url)?
                } else {
                    let mut address = target.address().clone();
                    address.prefix = format!("{}/{}", address.prefix, url.trim_start_matches('/'));
                    address
                };
                let path = address.prefix.clone();
                let shown = address.to_string();
                // A target of its own: its requests are not counted and carry no token.
                let bare = profile.without_contracts();
                let address = Address {
                    prefix: String::new(),
                    ..address
                };
                let connection = match Target::new(address, &bare) {
                    Ok(target) => Box::new(target.connection("", "")),
                    Err(_) => {
                        return Ok(StatesHook {
                            way: Way::None,
                            timeout: profile.limits.timeout,
                            failures: 0,
                        });
                    }
                };
                Way::Url {
                    shown,
                    path: if path.is_empty() { "/".into() } else { path },
                    connection,
                }
            }
            (None, Some(command)) => Way::Command(command.clone()),
            (None, None) => Way::None,
        };
        Ok(StatesHook {
            way,
            timeout: profile.limits.timeout,
            failures: 0,
        })
    }

    /// Whether the profile names a hook.
    pub fn exists(&self) -> bool {
        !matches!(self.way, Way::None)
    }

    /// Brings a state about, from baseline.
    ///
    /// # Errors
    /// The hook could not be reached, or failed.
    pub async fn set_up(
        &mut self,
        state: &str,
        params: &[(String, Value)],
    ) -> Result<HookAnswer, HookError> {
        self.ask(state, params, "setup").await
    }

    /// Ends a state: the target is back at baseline.
    ///
    /// # Errors
    /// The hook could not be reached, or failed.
    pub async fn tear_down(&mut self, state: &str) -> Result<HookAnswer, HookError> {
        self.ask(state, &[], "teardown").await
    }

    /// Asks the hook, unless it has failed too often: each failure may cost the whole time limit.
    async fn ask(
        &mut self,
        state: &str,
        params: &[(String, Value)],
        action: &str,
    ) -> Result<HookAnswer, HookError> {
        if self.failures >= FAILURES {
            return Ok(HookAnswer::Unsupported(format!(
                "the states hook failed {FAILURES} times in a row"
            )));
        }
        let answer = self.ask_once(state, params, action).await;
        self.failures = match &answer {
            Ok(_) => 0,
            Err(_) => self.failures + 1,
        };
        answer
    }

    async fn ask_once(
        &mut self,
        state: &str,
        params: &[(String, Value)],
        action: &str,
    ) -> Result<HookAnswer, HookError> {
        let params: serde_json::Map<_, _> = params.iter().cloned().collect();
        let body = json!({"state": state, "params": params, "action": action});
        match &mut self.way {
            Way::None => Ok(HookAnswer::Unsupported(
                "the profile names no states hook".into(),
            )),
            Way::Url {
                shown,
                path,
                connection,
            } => {
                let request = Request {
                    method: "POST".into(),
                    target: path.clone(),
                    headers: vec![("Content-Type".into(), "application/json".into())],
                    body: Some(body.to_string().into()),
                    base: None,
                    anonymous: true,
                };
                let error = |why: String| HookError {
                    hook: shown.clone(),
                    state: state.into(),
                    why,
                };
                match connection.send(request).await.answer {
                    Ok(r) if (200..300).contains(&r.status) => Ok(HookAnswer::Done),
                    Ok(r) if (400..500).contains(&r.status) => Ok(HookAnswer::Unsupported(
                        format!("the states hook answers {}", r.status),
                    )),
                    Ok(r) => Err(error(format!("status {}", r.status))),
                    Err(failure) => Err(error(failure.to_string())),
                }
            }
            Way::Command(command) => {
                let error = |why: String| HookError {
                    hook: format!("`{command}`"),
                    state: state.into(),
                    why,
                };
                run(command, &body, self.timeout).await.map_err(error)
            }
        }
    }
}

/// Runs a command with the question on its standard input: exit code 0 is done, 1 to 63 is not
/// supported, anything else is a failure.
async fn run(line: &str, body: &Value, timeout: Duration) -> Result<HookAnswer, String> {
    let streams = (Stdio::null(), Stdio::null());
    let ended = command::run(line, &body.to_string(), streams, timeout).await?;
    match ended.status.code() {
        Some(0) => Ok(HookAnswer::Done),
        Some(code @ 1..=63) => Ok(HookAnswer::Unsupported(format!(
            "the states command exits with {code}"
        ))),
        _ => Err(ended.status.to_string()),
    }
}
