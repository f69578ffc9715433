//! HTTP proxies: the one that the profile names, else the one of the environment's usual variables
//! (`HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`). This machine is never reached through one
//! of the environment.

use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::net::TcpStream;
use tower_service::Service;

use super::straight;
use crate::exchange::Failure;
use crate::target::address::shown;
use crate::target::{Address, ProfileError};

/// A proxy on the way to a target.
pub(in crate::target) struct Proxy {
    found: Intercept,
    host: String,
    port: u16,
}

impl Proxy {
    /// The proxy for an address, if there is one.
    pub(in crate::target) fn of(
        address: &Address,
        named: Option<&str>,
    ) -> Result<Option<Self>, ProfileError> {
        let matcher = match named {
            Some(url) => Matcher::builder().all(url).build(),
            None if address.is_loopback() => return Ok(None),
            None => Matcher::from_env(),
        };
        let uri = format!("{}://{}/", address.scheme(), address.authority());
        let found = uri
            .parse::<http::Uri>()
            .ok()
            .and_then(|uri| matcher.intercept(&uri));
        let Some(found) = found else {
            return match named {
                Some(url) => Err(ProfileError::Proxy(shown(url))),
                None => Ok(None),
            };
        };
        let uri = found.uri();
        let (Some("http"), Some(host)) = (uri.scheme_str(), uri.host()) else {
            return Err(ProfileError::Proxy(shown(&uri.to_string())));
        };
        Ok(Some(Proxy {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: uri.port_u16().unwrap_or(80),
            found,
        }))
    }

    /// What the proxy wants to see of the user.
    pub(super) fn authorization(&self) -> Option<http::HeaderValue> {
        self.found.basic_auth().cloned()
    }

    /// A connection to the proxy itself.
    pub(super) async fn connect(&self) -> Result<TcpStream, Failure> {
        let shown = format!("the proxy {}:{}", self.host, self.port);
        straight(&self.host, self.port, &shown).await
    }

    /// A connection through the proxy, which cannot look inside.
    pub(super) async fn tunnel(&self, address: &Address) -> Result<TcpStream, Failure> {
        let shown = format!(
            "{} through the proxy {}:{}",
            address.authority(),
            self.host,
            self.port
        );
        let lost = |why: &dyn std::fmt::Display| Failure::Unreachable(format!("{shown} ({why})"));
        let mut tunnel = Tunnel::new(self.found.uri().clone(), HttpConnector::new());
        if let Some(auth) = self.authorization() {
            tunnel = tunnel.with_auth(auth);
        }
        let host = match address.host.contains(':') {
            true => format!("[{}]", address.host),
            false => address.host.clone(),
        };
        let to = format!("{}://{host}:{}", address.scheme(), address.port);
        let to = to.parse::<http::Uri>().map_err(|e| lost(&e))?;
        let stream = tunnel.call(to).await.map_err(|e| lost(&e))?;
        Ok(stream.into_inner())
    }
}
