//! The profile: how to reach one target, and the names and ids that exist there.

mod fault;
mod given;
mod limits;
pub mod lines;
mod login;
mod parameters;
mod second;
mod security;

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

pub use limits::Limits;

use super::Secrets;
use super::allowance::{Allowance, AllowanceText};
use super::secrets::replaced;
use super::tls::{Tls, TlsError};
use super::token::{Headers, Login, Source};
use crate::contract::Contract;
use crate::wire::{self, Writing};
use limits::LimitsText;
use login::LoginText;
use security::{Security, SecurityText};

/// Bytes of a profile at most.
const LARGEST: u64 = 1 << 20;

/// Headers that belong to the connection, not to a profile.
const OWN: [&str; 5] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "upgrade",
];

/// How to reach one target.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Target URL, unless `--target` gives one.
    pub target: Option<String>,
    /// The states hook.
    pub states: States,
    /// Bounds.
    pub limits: Limits,
    /// Whom to trust where the target speaks TLS.
    pub tls: Tls,
    /// HTTP proxy on the way to the target, in place of the environment's.
    pub proxy: Option<String>,
    /// Whether a target on another machine may be sent requests that start real work.
    pub allow_remote: bool,
    /// Whether a run is green although something that was selected was not tested.
    pub allow_untested: bool,
    /// Known broken clauses.
    pub allowances: Vec<Allowance>,
    /// Overlays that are laid over the contract, as paths from the folder of the profile.
    pub overlays: Vec<String>,
    secrets: Secrets,
    /// Settings by contract.
    pub contracts: BTreeMap<String, ContractSettings>,
}

/// Where provider states are brought about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// URL, relative to the target or absolute.
    pub url: Option<String>,
    /// A command instead of a URL.
    pub command: Option<String>,
}

/// Settings of one contract.
#[derive(Clone, Default)]
pub struct ContractSettings {
    /// Path prefix in place of the contract's own.
    pub base: Option<String>,
    /// Fixtures by name.
    pub fixtures: BTreeMap<String, Value>,
    /// Values of parameters that exist on the target.
    parameters: parameters::Given,
    headers: Vec<Header>,
    login: Option<Login>,
    security: Security,
    /// A second user, who must not see what the first one makes.
    other: Option<second::Other>,
}

#[derive(Clone)]
struct Header {
    name: String,
    value: HeaderSource,
}

#[derive(Clone)]
enum HeaderSource {
    Literal(String),
    /// What an environment variable held, and its name.
    Variable(String, String),
    /// A command whose first line of output is the value.
    Command(String),
}

impl Header {
    /// Reads a value: literal, `env:NAME` or `command:COMMAND`.
    fn read(
        name: String,
        value: String,
        contract: &str,
        variable: &dyn Fn(&str) -> Option<String>,
        secrets: &Secrets,
    ) -> Result<Self, ProfileError> {
        let value = match (value.strip_prefix("env:"), value.strip_prefix("command:")) {
            (Some(variable_name), _) => {
                let held = variable(variable_name).filter(|value| !value.is_empty());
                let held = held.ok_or_else(|| ProfileError::MissingVariable {
                    contract: contract.to_owned(),
                    header: name.clone(),
                    variable: variable_name.to_owned(),
                })?;
                secrets.add_header(&name, &held);
                HeaderSource::Variable(held, variable_name.to_owned())
            }
            (_, Some(command)) => HeaderSource::Command(command.trim().to_owned()),
            _ => {
                secrets.add_header(&name, &value);
                HeaderSource::Literal(value)
            }
        };
        Ok(Header { name, value })
    }
}

impl std::fmt::Debug for ContractSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|h| h.name.as_str()).collect();
        f.debug_struct("ContractSettings")
            .field("base", &self.base)
            .field("fixtures", &self.fixtures)
            .field("parameters", &self.parameters)
            .field("headers", &names)
            .finish()
    }
}

/// What is wrong with a profile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("failed to read the profile `{0}`: {1}")]
    Read(String, String),
    /// The text is no profile.
    #[error("failed to read the profile `{0}`: {1}")]
    Parse(String, String),
    /// A variable is not set.
    #[error(
        "`{header}` of `{contract}` is to come from the environment variable `{variable}`, which is not set, or empty, or not UTF-8\n(hint: export {variable}=…)"
    )]
    MissingVariable {
        /// Contract of the header.
        contract: String,
        /// Header.
        header: String,
        /// Variable.
        variable: String,
    },
    /// A name that the contract does not know.
    #[error("the profile names {what} `{name}`, which is not known (known: {known})")]
    Unknown {
        /// Kind of thing.
        what: String,
        /// Name.
        name: String,
        /// Known names.
        known: String,
    },
    /// A value of the wrong type.
    #[error("the profile's fixture `{name}` of `{contract}` must be of type {expected}, not {got}")]
    Type {
        /// Contract.
        contract: String,
        /// Fixture.
        name: String,
        /// Type that is needed.
        expected: String,
        /// What stands there.
        got: String,
    },
    /// A variable of the login is not set.
    #[error(
        "the login of `{contract}` takes `{variable}` from the environment, where it is not set\n(hint: export {variable}=…)"
    )]
    MissingLoginVariable {
        /// Contract of the login.
        contract: String,
        /// Variable.
        variable: String,
    },
    /// A header that a connection sets by itself.
    #[error("the header `{0}` of `{1}` cannot be set: every connection sets its own")]
    OwnHeader(String, String),
    /// Two hooks at once.
    #[error("the profile's [states] names a url and a command\n(hint: keep one of them)")]
    TwoHooks,
    /// A login that cannot be sent.
    #[error("the login of `{0}` cannot be sent: {1}")]
    Login(String, String),
    /// A limit that makes no sense.
    #[error("the profile's limit `{0}` {1}")]
    Limit(String, String),
    /// A proxy that cannot be used.
    #[error("`{0}` is no proxy that can be used\n(hint: such as http://proxy.example:3128)")]
    Proxy(String),
    /// A host name that no certificate can be for.
    #[error("`{0}` is no name that TLS can verify")]
    ServerName(String),
    /// Certificates that cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// An allowance that is none.
    #[error("the profile's allowance of `{0}` {1}")]
    Allowance(String, String),
    /// A credential that cannot be sent.
    #[error(
        "the credential of the security scheme `{0}` of `{1}` cannot be sent: it holds control characters"
    )]
    Security(String, String),
    /// A value that no parameter takes.
    #[error(
        "the profile's parameter `{0}` of `{1}` must be a value or a list of values, not {2}\n(hint: such as {0} = 7)"
    )]
    Parameter(String, String, String),
    /// A header that cannot be sent.
    #[error(
        "the header `{0}` of `{1}` cannot be sent: it holds characters that no header may hold"
    )]
    Header(String, String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    target: Option<String>,
    #[serde(default)]
    states: States,
    #[serde(default)]
    limits: LimitsText,
    #[serde(default)]
    tls: Tls,
    proxy: Option<String>,
    #[serde(default)]
    allow_remote: bool,
    #[serde(default)]
    allow_untested: bool,
    #[serde(default)]
    allowances: Vec<AllowanceText>,
    #[serde(default)]
    overlays: Vec<String>,
    #[serde(default)]
    contracts: BTreeMap<String, ContractText>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ContractText {
    login: Option<LoginText>,
    base: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    security: BTreeMap<String, SecurityText>,
    #[serde(default)]
    fixtures: BTreeMap<String, Value>,
    #[serde(default)]
    parameters: parameters::Given,
    other: Option<second::OtherText>,
}

impl Profile {
    /// Reads a profile from a file.
    ///
    /// # Errors
    /// What is wrong, where, and what was expected.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        let name = path.display().to_string();
        let error = |why: String| ProfileError::Read(name.clone(), why);
        let mut text = String::new();
        std::fs::File::open(path)
            .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
            .map_err(|e| error(e.to_string()))?;
        if text.len() as u64 > LARGEST {
            return Err(error(format!("it is larger than {LARGEST} bytes")));
        }
        Self::parse(&name, &text, &|variable| std::env::var(variable).ok())
    }

    /// Reads a profile from a text; `variable` looks up environment variables.
    ///
    /// # Errors
    /// What is wrong, where, and what was expected.
    pub fn parse(
        name: &str,
        text: &str,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ProfileError> {
        let text: Text = toml::from_str(text)
            .map_err(|e| ProfileError::Parse(name.into(), fault::said(text, &e)))?;
        let mut contracts = BTreeMap::new();
        let secrets = Secrets::default();
        for (contract, settings) in text.contracts {
            let mut headers = Vec::new();
            for (header, value) in settings.headers {
                headers.push(Header::read(header, value, &contract, variable, &secrets)?);
            }
            let base = settings.base.as_deref().map(prefix);
            let login = settings
                .login
                .map(|l| l.read(&contract, variable, &secrets));
            let security = Security::read(settings.security, &contract, variable, &secrets)?;
            let other = settings.other;
            let other = other.map(|o| o.read(&contract, variable, &secrets));
            contracts.insert(
                contract,
                ContractSettings {
                    other: other.transpose()?,
                    security,
                    base,
                    fixtures: settings.fixtures,
                    parameters: settings.parameters,
                    headers,
                    login: login.transpose()?,
                },
            );
        }
        if text.states.url.is_some() && text.states.command.is_some() {
            return Err(ProfileError::TwoHooks);
        }
        text.proxy.iter().for_each(|url| secrets.add_url(url));
        text.states.url.iter().for_each(|url| secrets.add_url(url));
        let allowances = text.allowances.into_iter().map(AllowanceText::read);
        Ok(Profile {
            target: text.target,
            states: text.states,
            limits: text.limits.read()?,
            tls: text.tls,
            proxy: text.proxy,
            allow_remote: text.allow_remote,
            allow_untested: text.allow_untested,
            allowances: allowances.collect::<Result<_, _>>()?,
            overlays: text.overlays,
            secrets,
            contracts,
        })
    }

    /// Holds the profile against the contracts of a run.
    ///
    /// # Errors
    /// A contract or fixture that is not known, or a fixture of the wrong type.
    pub fn check(&self, contracts: &[Contract], known: &[&str]) -> Result<(), ProfileError> {
        for (name, settings) in &self.contracts {
            let Some(contract) = contracts.iter().find(|c| c.name == *name) else {
                if known.contains(&name.as_str()) {
                    continue;
                }
                let all = known
                    .iter()
                    .copied()
                    .chain(contracts.iter().map(|c| c.name.as_str()));
                return Err(unknown("the contract", name, all));
            };
            let others = settings.other.iter().flat_map(second::Other::schemes);
            for scheme in settings.security.schemes().chain(others) {
                if contract.scheme(scheme).is_none() {
                    let known = contract.schemes.iter().map(|s| s.name.as_str());
                    let what = format!("the security scheme of `{name}`");
                    return Err(unknown(&what, scheme, known));
                }
            }
            parameters::check(&settings.parameters, contract)?;
            for (fixture, value) in &settings.fixtures {
                let Some(declared) = contract.fixtures.get(fixture) else {
                    let known = contract.fixtures.keys().map(String::as_str);
                    return Err(unknown(&format!("the fixture of `{name}`"), fixture, known));
                };
                let fits = match declared.kind.as_str() {
                    "integer" => value.is_i64() || value.is_u64(),
                    _ => value.is_string(),
                };
                if !fits {
                    return Err(ProfileError::Type {
                        contract: name.clone(),
                        name: fixture.clone(),
                        expected: declared.kind.clone(),
                        got: fault::kind(value).to_owned(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Every fixture of a contract: the profile's, else the contract's own.
    pub fn fixtures(&self, contract: &Contract) -> BTreeMap<String, Value> {
        let declared = contract
            .fixtures
            .iter()
            .filter_map(|(n, f)| Some((n.clone(), f.default.clone()?)));
        let mut all: BTreeMap<_, _> = declared.collect();
        if let Some(settings) = self.contracts.get(&contract.name) {
            all.extend(settings.fixtures.clone());
        }
        all
    }

    /// Headers for people: name, and the name of a shell variable in place of the value.
    pub fn shown_headers(&self, contract: &str) -> Vec<(String, String)> {
        let headers = self
            .contracts
            .get(contract)
            .map(|c| c.headers.as_slice())
            .unwrap_or_default();
        let login = self.contracts.get(contract).and_then(|c| c.login.as_ref());
        let login = login.map(|l| {
            let name = l.header.as_str().to_owned();
            let variable = shell_variable(&name);
            (name, variable)
        });
        headers
            .iter()
            .map(|h| {
                let variable = match &h.value {
                    HeaderSource::Variable(_, name) => name.clone(),
                    _ => shell_variable(&h.name),
                };
                (h.name.clone(), variable)
            })
            .chain(login)
            .collect()
    }

    /// Asks for a contract below another path.
    pub fn ask_below(&mut self, contract: &str, base: &str) {
        let settings = self.contracts.entry(contract.to_owned()).or_default();
        settings.base = Some(prefix(base));
    }

    /// The plain writing of requests of a contract: with the credentials that are given, and below the
    /// servers of operations unless a base is given.
    pub fn writing(&self, contract: &Contract) -> Writing {
        let settings = self.contracts.get(&contract.name);
        let given = |scheme: &str| settings.is_some_and(|s| s.gives(scheme));
        let own = contract
            .operations
            .iter()
            .filter(|_| settings.is_none_or(|s| s.base.is_none()));
        Writing {
            access: wire::access(contract, &given),
            bases: own
                .filter_map(|o| Some((o.id.clone(), o.base.clone()?)))
                .collect(),
            ..Writing::default()
        }
    }

    /// The same way to a target, for requests of no contract.
    pub(crate) fn without_contracts(&self) -> Self {
        Profile {
            limits: self.limits.clone(),
            tls: self.tls.clone(),
            proxy: self.proxy.clone(),
            ..Profile::default()
        }
    }

    /// Header lines of a contract with a mark in place of each value: `SEC: ${jsa:SEC}`.
    pub fn placeholders(&self, contract: &str) -> String {
        let given = self.contracts.get(contract);
        let headers = given.map(|c| c.headers.as_slice()).unwrap_or_default();
        let line = |h: &Header| format!("{}: ${{{contract}:{}}}\r\n", h.name, h.name);
        headers.iter().map(line).collect()
    }

    /// The bytes with the values of headers in place of their marks, as they go on the wire.
    pub fn filled(&self, bytes: &[u8]) -> Vec<u8> {
        let marks = self.marks().into_iter();
        marks.fold(bytes.to_vec(), |bytes, (mark, value)| {
            replaced(&bytes, mark.as_bytes(), value.as_bytes())
        })
    }

    /// The bytes with marks in place of the values of headers, as they may be written down.
    pub fn marked(&self, bytes: &[u8]) -> Vec<u8> {
        let mut marks = self.marks();
        // A value that holds another one must go first; short ones would stand by chance.
        marks.retain(|(_, value)| value.len() > 3 && self.secrets.is_in(value));
        marks.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
        marks.iter().fold(bytes.to_vec(), |bytes, (mark, value)| {
            replaced(&bytes, value.as_bytes(), mark.as_bytes())
        })
    }

    /// Marks with their values; what a command prints is not known here.
    fn marks(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        for (contract, settings) in &self.contracts {
            out.extend(settings.security.marks(contract));
            for header in &settings.headers {
                let (HeaderSource::Literal(value) | HeaderSource::Variable(value, _)) =
                    &header.value
                else {
                    continue;
                };
                out.push((format!("${{{contract}:{}}}", header.name), value.clone()));
            }
        }
        out
    }

    /// Every value that must not be shown, those that come up during a run included.
    pub fn secrets(&self) -> Secrets {
        self.secrets.clone()
    }
}

impl ContractSettings {
    /// Whether a call can be sent without its headers.
    pub fn has_headers(&self) -> bool {
        !self.headers.is_empty() || self.login.is_some()
    }

    /// Whether it gives credentials of any kind.
    pub fn has_credentials(&self) -> bool {
        self.has_headers() || !self.security.is_empty()
    }

    /// Whether it gives the credential of a security scheme.
    pub fn gives(&self, scheme: &str) -> bool {
        self.security.gives(scheme)
    }

    /// Whether the credential of a scheme is to be a signature of each request.
    pub fn signs(&self, scheme: &str) -> bool {
        self.security.signs(scheme)
    }

    /// The marks that stand in requests for credentials, with what takes their place.
    pub(super) fn marks(&self, contract: &str) -> Vec<(String, String)> {
        let mut marks = self.security.marks(contract);
        marks.extend(self.security.near(contract));
        marks.extend(self.other.iter().flat_map(|o| o.marks(contract)));
        marks
    }

    /// Whether a word stands before the secret in one of its headers (`Bearer …`).
    pub fn has_words(&self) -> bool {
        let worded = |h: &Header| match &h.value {
            HeaderSource::Literal(value) | HeaderSource::Variable(value, _) => value.contains(' '),
            HeaderSource::Command(_) => false,
        };
        let login = self.login.as_ref();
        self.headers.iter().any(worded) || login.is_some_and(|l| l.prefix.contains(' '))
    }

    /// The headers as they are sent, and where those come from that the profile does not hold.
    pub(super) fn sendable(&self, contract: &str) -> Result<(Headers, Vec<Source>), ProfileError> {
        let (mut headers, mut sources) = (Headers::new(), Vec::new());
        for header in &self.headers {
            let error = || ProfileError::Header(header.name.clone(), contract.to_owned());
            let name = http::HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| error())?;
            if OWN.contains(&name.as_str()) {
                return Err(ProfileError::OwnHeader(
                    header.name.clone(),
                    contract.to_owned(),
                ));
            }
            match &header.value {
                HeaderSource::Literal(value) | HeaderSource::Variable(value, _) => {
                    let mut value =
                        http::HeaderValue::from_bytes(value.as_bytes()).map_err(|_| error())?;
                    value.set_sensitive(true);
                    headers.push((name, value));
                }
                HeaderSource::Command(command) => sources.push(Source::Command {
                    header: name,
                    command: command.clone(),
                }),
            }
        }
        sources.extend(
            self.login
                .iter()
                .map(|l| Source::Login(Box::new(l.clone()))),
        );
        Ok((headers, sources))
    }
}

/// A path as it stands in front of others: without a slash at its end.
fn prefix(path: &str) -> String {
    match path.trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

/// Name of the shell variable that stands for a header's value in commands that are shown.
fn shell_variable(header: &str) -> String {
    let upper = header.chars().map(|c| match c.is_ascii_alphanumeric() {
        true => c.to_ascii_uppercase(),
        false => '_',
    });
    format!("{}_HEADER", upper.collect::<String>())
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> ProfileError {
    let mut known: Vec<_> = known.collect();
    known.sort_unstable();
    known.dedup();
    ProfileError::Unknown {
        what: what.into(),
        name: name.into(),
        known: known.join(", "),
    }
}
