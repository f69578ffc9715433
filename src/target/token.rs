//! The headers that carry a target's token, and where a new one comes from when it has run out.

mod login;

use std::process::Stdio;
use std::sync::RwLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{Connection, Secrets, Target, command};
use crate::exchange::Request;
use crate::wire::{Form, header_mark};
pub use login::LoginError;
pub(super) use login::{Login, Place};

/// Name and value of headers.
pub(super) type Headers = Vec<(http::HeaderName, http::HeaderValue)>;

/// Where a token comes from that does not stand in the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// The first line that a command prints.
    Command {
        /// Header that takes it.
        header: http::HeaderName,
        /// Line for the shell.
        command: String,
    },
    /// A member of an answer.
    Login(Box<Login>),
}

/// No token could be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// A command failed. What it printed is not shown, as it may hold a secret.
    #[error("the command that prints the token of header `{0}` failed: {1}")]
    Command(String, String),
    /// A login failed.
    #[error("the login of `{0}` failed: {1}")]
    Login(String, LoginError),
}

impl TokenError {
    /// Whether the target could not be reached at all.
    pub fn is_unreachable(&self) -> bool {
        matches!(self, TokenError::Login(_, LoginError::Unreachable(_)))
    }
}

/// The headers of one contract, renewed when the target no longer knows the token.
pub(super) struct Credentials {
    contract: String,
    fixed: Headers,
    /// Marks in requests, with what takes their place.
    marks: Vec<(String, String)>,
    sources: Vec<Source>,
    current: RwLock<Headers>,
    /// Counts tokens: the first ones are number 1.
    generation: AtomicU64,
    /// The generation that was refused although it was new: another one would be, too.
    fruitless: AtomicU64,
    renewing: tokio::sync::Mutex<()>,
    secrets: Secrets,
}

impl Credentials {
    pub(super) fn new(
        contract: &str,
        fixed: Headers,
        marks: Vec<(String, String)>,
        sources: Vec<Source>,
        secrets: Secrets,
    ) -> Self {
        Credentials {
            contract: contract.to_owned(),
            current: RwLock::new(fixed.clone()),
            fixed,
            marks,
            sources,
            generation: AtomicU64::new(0),
            fruitless: AtomicU64::new(0),
            renewing: tokio::sync::Mutex::default(),
            secrets,
        }
    }

    /// A text with the values in place of their marks.
    pub(super) fn filled(&self, text: &str) -> String {
        if !text.contains("${") {
            return text.to_owned();
        }
        let filled = self.marks.iter();
        let filled = filled.fold(text.to_owned(), |text, (mark, value)| {
            text.replace(mark, value)
        });
        let headers = self.near_headers(&filled);
        headers
            .into_iter()
            .fold(filled, |text, (mark, value)| text.replace(&mark, &value))
    }

    /// Marks of headers in a text that stand for values which are nearly right.
    fn near_headers(&self, text: &str) -> Vec<(String, String)> {
        let mut list = Vec::new();
        for form in Form::all_in(text) {
            for (name, value) in self.headers() {
                let mark = form.of(&header_mark(&self.contract, name.as_str()));
                if let (Some(mark), Ok(value)) = (mark, value.to_str())
                    && text.contains(&mark)
                {
                    list.push((mark, form.made_of_header(value)));
                }
            }
        }
        list
    }

    /// Every value in a request that is nearly a secret: as secret as that.
    pub(super) fn near(&self, request: &Request) -> Vec<String> {
        let headers = request.headers.iter().map(|(_, value)| value.as_str());
        let texts = headers.chain([request.target.as_str()]);
        let texts: Vec<&str> = texts.filter(|t| Form::all_in(t).next().is_some()).collect();
        let mut list = Vec::new();
        for text in texts {
            let known = self
                .marks
                .iter()
                .filter(|(mark, _)| text.contains(mark.as_str()));
            list.extend(known.map(|(_, value)| value.clone()));
            for (_, value) in self.near_headers(text) {
                list.extend(value.split_once(' ').map(|(_, secret)| secret.to_owned()));
                list.push(value);
            }
        }
        // What is shorter stands in many texts by chance.
        list.retain(|value| value.len() > 3);
        list.sort_by_key(|value| std::cmp::Reverse(value.len()));
        list
    }

    /// Takes note of a value that is as secret as the right one.
    pub(super) fn hide(&self, value: &str) {
        self.secrets.add(value);
    }

    /// Whether a header of a request stands in place of that of the same name here.
    pub(super) fn gives_way(&self, request: &Request, name: &http::HeaderName) -> bool {
        let mark = header_mark(&self.contract, name.as_str());
        let mark = mark.trim_end_matches('}');
        let mut headers = request.headers.iter();
        headers.any(|(n, value)| n.eq_ignore_ascii_case(name.as_str()) && value.starts_with(mark))
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    pub(super) fn headers(&self) -> Headers {
        match self.current.read() {
            Ok(headers) => headers.clone(),
            // A vector is whole even if its writer has panicked.
            Err(poisoned) => poisoned.into_inner().clone(),
        }
    }

    /// Whether it is worth while to ask for another token than that of a generation.
    pub(super) fn can_renew(&self, generation: u64) -> bool {
        !self.sources.is_empty() && self.fruitless.load(Ordering::Acquire) != generation
    }

    /// Notes that a new token was refused like the one before.
    pub(super) fn is_fruitless(&self, generation: u64) {
        self.fruitless.store(generation, Ordering::Release);
    }

    /// Gets a new token, unless another worker has just done so since `generation`.
    pub(super) async fn renew(&self, generation: u64, target: &Target) -> Result<(), TokenError> {
        let timeout = target.limits().timeout;
        let _one_at_a_time = self.renewing.lock().await;
        if self.generation() != generation {
            return Ok(());
        }
        let mut headers = self.fixed.clone();
        for source in &self.sources {
            let (header, value) = match source {
                Source::Command { header, command } => {
                    let error = |why| TokenError::Command(header.to_string(), why);
                    let value = self.printed(command, timeout).await.map_err(error)?;
                    (header.clone(), value)
                }
                Source::Login(login) => {
                    let error = |why| TokenError::Login(self.contract.clone(), why);
                    let mut connection = Connection::bare(target.clone());
                    let sending = connection.send_once(login.request(), timeout);
                    let answer = sending.await.answer;
                    if let Ok(answer) = &answer {
                        self.secrets.add_answer(answer);
                    }
                    let value = login.token(answer).map_err(error)?;
                    self.secrets.add(&value);
                    (login.header.clone(), format!("{}{value}", login.prefix))
                }
            };
            self.secrets.add_header(header.as_str(), &value);
            let mut value = http::HeaderValue::from_str(&value).map_err(|_| {
                let why = "the token holds characters that no header may hold".to_owned();
                match source {
                    Source::Command { .. } => TokenError::Command(header.to_string(), why),
                    Source::Login(_) => {
                        TokenError::Login(self.contract.clone(), LoginError::NoToken(why))
                    }
                }
            })?;
            value.set_sensitive(true);
            headers.push((header, value));
        }
        match self.current.write() {
            Ok(mut current) => *current = headers,
            Err(poisoned) => *poisoned.into_inner() = headers,
        }
        self.generation.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// The first line that a command prints.
    async fn printed(&self, command: &str, timeout: Duration) -> Result<String, String> {
        let streams = (Stdio::piped(), Stdio::inherit());
        let output = command::run(command, "", streams, timeout).await?;
        if !output.status.success() {
            return Err(output.status.to_string());
        }
        let text = String::from_utf8_lossy(&output.stdout);
        self.secrets.add_printed(&text);
        match text.lines().next().map(str::trim) {
            Some(line) if !line.is_empty() => Ok(line.to_owned()),
            _ => Err("it printed nothing".into()),
        }
    }
}
