//! The way to a target: straight, through an HTTP proxy, inside TLS, or into a service of this
//! very process.

mod proxy;

use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::service::InProcess;
use super::tls::Tls;
use super::{Address, ProfileError};
use crate::exchange::Failure;

pub(super) use proxy::Proxy;

/// How connections are made.
pub(super) enum Route {
    /// Over the network.
    Network {
        /// Through this proxy.
        proxy: Option<Proxy>,
        /// Inside TLS, to a server of this name.
        tls: Option<(TlsConnector, ServerName<'static>)>,
    },
    /// No connection at all.
    InProcess(InProcess),
}

/// A connection that was made.
pub(super) enum Dialled {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Route {
    pub(super) fn network(
        address: &Address,
        tls: &Tls,
        proxy: Option<&str>,
    ) -> Result<Self, ProfileError> {
        let tls = match address.tls {
            false => None,
            true => {
                let name = ServerName::try_from(address.host.clone())
                    .map_err(|_| ProfileError::ServerName(address.host.clone()))?;
                Some((TlsConnector::from(tls.config()?), name))
            }
        };
        let proxy = Proxy::of(address, proxy)?;
        Ok(Route::Network { proxy, tls })
    }

    /// What stands before the path of every request: a proxy has to be told the whole URL.
    pub(super) fn front(&self, address: &Address) -> String {
        match self {
            Route::Network {
                proxy: Some(_),
                tls: None,
            } => format!("http://{}", address.authority()),
            _ => String::new(),
        }
    }

    /// What a proxy that sees the requests must be shown.
    pub(super) fn proxy_header(&self) -> Option<http::HeaderValue> {
        match self {
            Route::Network {
                proxy: Some(proxy),
                tls: None,
            } => proxy.authorization(),
            _ => None,
        }
    }

    /// What a proxy is shown of the user, in requests or before them.
    pub(super) fn credential(&self) -> Option<http::HeaderValue> {
        match self {
            Route::Network { proxy, .. } => proxy.as_ref()?.authorization(),
            Route::InProcess(_) => None,
        }
    }

    /// Makes a connection; `None` where none is needed.
    pub(super) async fn dial(
        &self,
        address: &Address,
        timeout: Duration,
    ) -> Result<Option<Dialled>, Failure> {
        let Route::Network { proxy, tls } = self else {
            return Ok(None);
        };
        let dialling = async {
            let stream = match (proxy, tls) {
                (None, _) => straight(&address.host, address.port, &address.authority()).await?,
                (Some(proxy), None) => proxy.connect().await?,
                (Some(proxy), Some(_)) => proxy.tunnel(address).await?,
            };
            // Without it small requests wait for the acknowledgement of earlier ones.
            drop(stream.set_nodelay(true));
            let Some((connector, name)) = tls else {
                return Ok(Dialled::Plain(stream));
            };
            let secured = connector.connect(name.clone(), stream).await;
            let secured = secured.map_err(|e| refused(address, &e))?;
            Ok(Dialled::Tls(Box::new(secured)))
        };
        match tokio::time::timeout(timeout, dialling).await {
            Ok(line) => line.map(Some),
            Err(_) => Err(Failure::Unreachable(format!(
                "{} (no connection within {} ms)",
                address.authority(),
                timeout.as_millis()
            ))),
        }
    }
}

async fn straight(host: &str, port: u16, shown: &str) -> Result<TcpStream, Failure> {
    let stream = TcpStream::connect((host, port)).await;
    stream.map_err(|e| Failure::Unreachable(format!("{shown} ({e})")))
}

/// Why TLS could not be agreed on, with what helps where it is a matter of trust.
fn refused(address: &Address, error: &std::io::Error) -> Failure {
    let inner = error
        .get_ref()
        .and_then(|e| e.downcast_ref::<rustls::Error>());
    let hint = match inner {
        Some(rustls::Error::InvalidCertificate(_)) => {
            "; --ca FILE trusts a private authority, --insecure trusts anybody"
        }
        Some(rustls::Error::InvalidMessage(_)) => "; does the target speak TLS at this port?",
        _ => "",
    };
    Failure::Unreachable(format!("{} (TLS: {error}{hint})", address.authority()))
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Route::Network { .. } => "Network",
            Route::InProcess(_) => "InProcess",
        })
    }
}
