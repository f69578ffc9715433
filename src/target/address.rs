//! The address of a target: `http://host:port/prefix`.

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
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
            url: url.into(),
            why: why.into(),
            hint: hint.into(),
        };
        let example = "such as http://127.0.0.1:9000 or http://host:8080/prefix";
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(error("it has no scheme", example));
        };
        match scheme.to_ascii_lowercase().as_str() {
            "http" => {}
            "https" => {
                return Err(error(
                    "https is not spoken yet",
                    "put a proxy that ends TLS in front of the target",
                ));
            }
            _ => {
                return Err(error(
                    &format!("`{scheme}` is no scheme that is known"),
                    example,
                ));
            }
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if authority.contains('@') {
            return Err(AddressError {
                url: format!(
                    "http://…@{}",
                    authority.rsplit('@').next().unwrap_or_default()
                ),
                ..error(
                    "it holds a user name",
                    "credentials belong into the profile's headers",
                )
            });
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
        let port = match port.map(str::parse::<u16>) {
            None => 80,
            Some(Ok(port)) if port > 0 => port,
            Some(_) => return Err(error("its port is no number from 1 to 65535", example)),
        };
        Ok(Address {
            host: host.into(),
            port,
            prefix: path.trim_end_matches('/').into(),
        })
    }

    /// Host and port as the Host header has them.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        if self.port == 80 {
            host
        } else {
            format!("{host}:{}", self.port)
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "http://{}{}", self.authority(), self.prefix)
    }
}
