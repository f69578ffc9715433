//! The address of a target: `http://host:port/prefix`, or `https://`.

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Whether it is spoken to over TLS.
    pub tls: bool,
    /// Host name or IP address; IPv6 without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Path prefix without a trailing slash; empty when there is none.
    pub prefix: String,
}

/// Why a URL is no address of a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{url}` is not the URL of a target: {why}\n(hint: {hint})")]
pub struct AddressError {
    /// The URL as given.
    pub url: String,
    /// What is wrong.
    pub why: String,
    /// What would be right.
    pub hint: String,
}

impl Address {
    /// Reads a URL.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(url: &str) -> Result<Self, AddressError> {
        let error = |why: &str, hint: &str| AddressError {
            url: shown(url),
            why: why.into(),
            hint: hint.into(),
        };
        let example = "such as http://127.0.0.1:9000 or http://host:8080/prefix";
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(error("it has no scheme", example));
        };
        let tls = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err(error("its scheme is not known", example)),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(error(
                "it holds a user name",
                "credentials belong into the profile's headers",
            ));
        }
        if rest.contains(['?', '#']) {
            return Err(error(
                "it has a query or a fragment",
                "only a path prefix may follow the port",
            ));
        }
        let (host, port) = match authority.strip_prefix('[').and_then(|a| a.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => match authority.rsplit_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        if host.is_empty() {
            return Err(error("it has no host", example));
        }
        let odd = |c: char| c.is_whitespace() || c.is_control() || "[]<>\"\\^`{|}".contains(c);
        if host.contains(odd) || path.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(error("it holds characters that no URL may hold", example));
        }
        if authority.starts_with('[') != host.contains(':') {
            return Err(error("an IPv6 address stands in brackets", example));
        }
        let port = match port.map(str::parse::<u16>) {
            None => standard_port(tls),
            Some(Ok(port)) if port > 0 => port,
            Some(_) => return Err(error("its port is no number from 1 to 65535", example)),
        };
        Ok(Address {
            tls,
            host: host.into(),
            port,
            prefix: path.trim_end_matches('/').into(),
        })
    }

    /// Whether it is on this very machine, as its name or number tells.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.to_ascii_lowercase();
        match host.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V6(ip)) => match ip.to_ipv4_mapped() {
                Some(ip) => ip.is_loopback(),
                None => ip.is_loopback(),
            },
            Ok(ip) => ip.is_loopback(),
            Err(_) => host == "localhost" || host.ends_with(".localhost"),
        }
    }

    /// The scheme of its URL.
    pub fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// Host and port as the Host header has them.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        if self.port == standard_port(self.tls) {
            host
        } else {
            format!("{host}:{}", self.port)
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}{}", self.scheme(), self.authority(), self.prefix)
    }
}

/// A URL without a user, a password or a query, which may hold a key.
pub(crate) fn shown(url: &str) -> String {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) if !scheme.contains(['@', ':']) => (format!("{scheme}://"), rest),
        _ => (String::new(), url),
    };
    let rest = match rest.rsplit_once('@') {
        Some((_, host)) => format!("…@{host}"),
        None => rest.to_owned(),
    };
    match rest.find(['?', '#']) {
        Some(at) => format!("{scheme}{}…", &rest[..=at]),
        None => format!("{scheme}{rest}"),
    }
}

fn standard_port(tls: bool) -> u16 {
    if tls { 443 } else { 80 }
}
