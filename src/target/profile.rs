//! The profile: how to reach one target, and the names and ids that exist there.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::contract::Contract;

/// How to reach one target.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Target URL, unless `--target` gives one.
    pub target: Option<String>,
    /// The states hook.
    pub states: States,
    /// Bounds.
    pub limits: Limits,
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

/// Bounds of time and memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// For one request and its whole answer.
    pub timeout: Duration,
    /// For something created to finish, where no hook resets the target.
    pub settle: Duration,
    /// Bytes of an answer's body.
    pub max_body_bytes: usize,
    /// Connections at once; none means as many as `--jobs`.
    pub connections: Option<usize>,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            timeout: Duration::from_secs(10),
            settle: Duration::from_secs(30),
            max_body_bytes: 8 << 20,
            connections: None,
        }
    }
}

/// Settings of one contract.
#[derive(Clone, Default)]
pub struct ContractSettings {
    /// Path prefix in place of the contract's own.
    pub base: Option<String>,
    /// Fixtures by name.
    pub fixtures: BTreeMap<String, Value>,
    headers: Vec<Header>,
}

#[derive(Clone)]
struct Header {
    name: String,
    value: String,
    /// Environment variable the value came from.
    from: Option<String>,
}

impl std::fmt::Debug for ContractSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.headers.iter().map(|h| h.name.as_str()).collect();
        f.debug_struct("ContractSettings")
            .field("base", &self.base)
            .field("fixtures", &self.fixtures)
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
        "the profile takes header `{header}` of `{contract}` from the environment variable `{variable}`, which is not set\n(hint: export {variable}=…)"
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
    /// A header that cannot be sent.
    #[error(
        "the profile's header `{0}` of `{1}` cannot be sent: it holds characters that no header may hold"
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
    contracts: BTreeMap<String, ContractText>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct LimitsText {
    timeout_ms: Option<u64>,
    settle_ms: Option<u64>,
    max_body_bytes: Option<usize>,
    connections: Option<usize>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct ContractText {
    base: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    fixtures: BTreeMap<String, Value>,
}

impl Profile {
    /// Reads a profile from a file.
    ///
    /// # Errors
    /// What is wrong, where, and what was expected.
    pub fn load(path: &Path) -> Result<Self, ProfileError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| ProfileError::Read(name.clone(), e.to_string()))?;
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
        let text: Text =
            toml::from_str(text).map_err(|e| ProfileError::Parse(name.into(), format!("\n{e}")))?;
        let mut contracts = BTreeMap::new();
        for (contract, settings) in text.contracts {
            let mut headers = Vec::new();
            for (header, value) in settings.headers {
                let from = value.strip_prefix("env:").map(str::to_owned);
                let value = match &from {
                    None => value,
                    Some(name) => variable(name).ok_or_else(|| ProfileError::MissingVariable {
                        contract: contract.clone(),
                        header: header.clone(),
                        variable: name.clone(),
                    })?,
                };
                headers.push(Header {
                    name: header,
                    value,
                    from,
                });
            }
            let base = settings.base.map(|b| match b.trim_matches('/') {
                "" => String::new(),
                b => format!("/{b}"),
            });
            contracts.insert(
                contract,
                ContractSettings {
                    base,
                    fixtures: settings.fixtures,
                    headers,
                },
            );
        }
        let default = Limits::default();
        let limits = Limits {
            timeout: text
                .limits
                .timeout_ms
                .map_or(default.timeout, Duration::from_millis),
            settle: text
                .limits
                .settle_ms
                .map_or(default.settle, Duration::from_millis),
            max_body_bytes: text.limits.max_body_bytes.unwrap_or(default.max_body_bytes),
            connections: text.limits.connections,
        };
        Ok(Profile {
            target: text.target,
            states: text.states,
            limits,
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
                        got: value.to_string(),
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
        headers
            .iter()
            .map(|h| {
                let variable = h.from.clone().unwrap_or_else(|| {
                    let name: String = h
                        .name
                        .chars()
                        .map(|c| {
                            if c.is_ascii_alphanumeric() {
                                c.to_ascii_uppercase()
                            } else {
                                '_'
                            }
                        })
                        .collect();
                    format!("{name}_HEADER")
                });
                (h.name.clone(), variable)
            })
            .collect()
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
        let mut out = bytes.to_vec();
        for (contract, settings) in &self.contracts {
            for header in &settings.headers {
                let mark = format!("${{{contract}:{}}}", header.name);
                // The rest of the bytes may be no text.
                let mut from = 0;
                while let Some(step) = memchr::memmem::find(&out[from..], mark.as_bytes()) {
                    let at = from + step;
                    out.splice(at..at + mark.len(), header.value.bytes());
                    from = at + header.value.len();
                }
            }
        }
        out
    }

    /// Every value that must not be shown.
    pub fn secrets(&self) -> Secrets {
        let values = self
            .contracts
            .values()
            .flat_map(|c| &c.headers)
            .map(|h| h.value.clone());
        let mut values: Vec<_> = values.filter(|v| v.len() >= 4).collect();
        // A secret that holds another one must go first.
        values.sort_by_key(|v| std::cmp::Reverse(v.len()));
        Secrets(values)
    }
}

impl ContractSettings {
    /// Whether a call can be sent without its headers.
    pub fn has_headers(&self) -> bool {
        !self.headers.is_empty()
    }

    pub(super) fn sendable(
        &self,
        contract: &str,
    ) -> Result<Vec<(http::HeaderName, http::HeaderValue)>, ProfileError> {
        let one = |h: &Header| {
            let error = || ProfileError::Header(h.name.clone(), contract.to_owned());
            let name = http::HeaderName::from_bytes(h.name.as_bytes()).map_err(|_| error())?;
            let mut value =
                http::HeaderValue::from_bytes(h.value.as_bytes()).map_err(|_| error())?;
            value.set_sensitive(true);
            Ok((name, value))
        };
        self.headers.iter().map(one).collect()
    }
}

/// Values that must not reach a log, a report or a file.
#[derive(Clone, Default)]
pub struct Secrets(Vec<String>);

impl Secrets {
    /// The text with every secret masked.
    pub fn mask(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.as_str(), "***")
        })
    }

    /// Whether a text holds a secret.
    pub fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|s| text.contains(s.as_str()))
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} secrets", self.0.len())
    }
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
