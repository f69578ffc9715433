//! Provider states: asking the target's hook to bring a condition about (Pact's convention).

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

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

/// Bytes of what a hook says that are read.
const MOST_SAID: usize = 64 << 10;
/// Longest text among its values, in bytes.
const LONGEST_VALUE: usize = 1_000;
/// How long the rest of what a command wrote is waited for, once it has ended.
const GRACE: Duration = Duration::from_millis(100);

/// The hook of a target.
pub struct StatesHook {
    way: Way,
    timeout: Duration,
    /// Failures in a row.
    failures: usize,
    /// What exists now, by the name of what takes it, as the hook said last.
    values: Map<String, Value>,
    /// What it said instead of values.
    nonsense: Option<String>,
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
                            values: Map::new(),
                            nonsense: None,
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
            values: Map::new(),
            nonsense: None,
        })
    }

    /// What the hook said to exist when it was asked last: `{"values": {"petId": 7}}`.
    pub fn values(&self) -> &Map<String, Value> {
        &self.values
    }

    /// What it said that is no such thing, in words; once.
    pub fn take_nonsense(&mut self) -> Option<String> {
        self.nonsense.take()
    }

    /// Keeps the values in what the hook said, if there are any.
    fn listen(&mut self, said: &[u8]) {
        match read_values(said) {
            Ok(Some(values)) => self.values = values,
            Ok(None) => {}
            Err(why) => {
                self.nonsense = Some(format!("the states hook's answer is not used: {why}"))
            }
        }
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
        let mut said = Vec::new();
        let answer = match &mut self.way {
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
                    Ok(r) if (200..300).contains(&r.status) => {
                        said = r.body.to_vec();
                        Ok(HookAnswer::Done)
                    }
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
                let ran = run(command, &body, self.timeout).await.map_err(error);
                ran.map(|(answer, out)| {
                    said = out;
                    answer
                })
            }
        };
        if answer == Ok(HookAnswer::Done) {
            self.listen(&said);
        }
        answer
    }
}

/// The values in what a hook said: texts and numbers, or lists of them, each to be used in turn. What is no
/// JSON is a matter of its own.
fn read_values(said: &[u8]) -> Result<Option<Map<String, Value>>, String> {
    if said.len() > MOST_SAID {
        return Err(format!("it is longer than {MOST_SAID} bytes"));
    }
    let Ok(Value::Object(mut members)) = serde_json::from_slice(said) else {
        return Ok(None);
    };
    let values = match members.remove("values") {
        None => return Ok(None),
        Some(Value::Object(values)) => values,
        Some(_) => return Err("its `values` are no object".to_owned()),
    };
    let plain = |v: &Value| match v {
        Value::String(text) => text.len() <= LONGEST_VALUE,
        other => other.is_number(),
    };
    for (name, value) in &values {
        let right = match value {
            Value::Array(all) => all.iter().all(plain),
            one => plain(one),
        };
        if !right {
            return Err(format!(
                "`{name}` is no text, no number and no list of these"
            ));
        }
    }
    Ok(Some(values))
}

/// Runs a command with the question on its standard input: exit code 0 is done, 1 to 63 is not
/// supported, anything else is a failure.
async fn run(line: &str, body: &Value, timeout: Duration) -> Result<(HookAnswer, Vec<u8>), String> {
    let (mut child, mut group) = command::start(line, (Stdio::piped(), Stdio::null()))?;
    if let Some(mut input) = child.stdin.take() {
        // A command that does not read its input closes the pipe, which is its right.
        drop(input.write_all(body.to_string().as_bytes()).await);
    }
    // It is read to its end, so that the command can write all that it likes.
    let mut said = Vec::new();
    let out = child.stdout.take();
    let both = async {
        let read = async {
            if let Some(mut out) = out {
                let mut first = (&mut out).take(MOST_SAID as u64 + 1);
                drop(first.read_to_end(&mut said).await);
                drop(tokio::io::copy(&mut out, &mut tokio::io::sink()).await);
            }
        };
        tokio::pin!(read);
        let mut done = false;
        let status = loop {
            tokio::select! {
                biased;
                () = &mut read, if !done => done = true,
                status = child.wait() => break status,
            }
        };
        // What the command left running may hold the pipe open.
        if !done {
            drop(tokio::time::timeout(GRACE, &mut read).await);
        }
        status
    };
    let ended = tokio::time::timeout(timeout, both).await;
    if ended.is_ok() {
        group.has_ended();
    }
    match ended {
        Ok(Ok(status)) => match status.code() {
            Some(0) => Ok((HookAnswer::Done, said)),
            Some(code @ 1..=63) => {
                let why = format!("the states command exits with {code}");
                Ok((HookAnswer::Unsupported(why), Vec::new()))
            }
            _ => Err(status.to_string()),
        },
        Ok(Err(e)) => Err(e.to_string()),
        Err(_) => Err(format!("no end within {} ms", timeout.as_millis())),
    }
}
