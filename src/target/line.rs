//! One open TCP connection that HTTP is spoken on.

use std::io::ErrorKind;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;

use super::Address;
use super::meter::{Meter, Metered};
use super::route::{Dialled, Route};
use crate::exchange::Failure;

/// More header lines than this are not taken.
const MAX_HEADERS: usize = 1_000;
/// Bytes of an answer's head that are taken.
pub(super) const MAX_HEAD: usize = 256 << 10;

/// A connection, the task that drives it, and what is known of its bytes.
pub(super) struct Line {
    pub sender: SendRequest<Full<Bytes>>,
    pub meter: Arc<Meter>,
    /// The same socket, to look at what came without taking it. Under TLS none: what comes there
    /// between two answers may belong to TLS itself.
    socket: Option<std::net::TcpStream>,
    driver: AbortHandle,
}

/// What a connection is like between two exchanges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Between {
    /// Nothing came: it may be used again.
    Quiet,
    /// The target has closed it, as it may.
    Closed,
    /// Bytes came that no request asked for: what comes next belongs to nobody.
    Stray,
}

impl Line {
    /// Makes a connection; `None` where the route needs none.
    pub async fn open(
        route: &Route,
        address: &Address,
        timeout: Duration,
    ) -> Result<Option<Self>, Failure> {
        let unreachable = |e: std::io::Error| Failure::Unreachable(e.to_string());
        Ok(match route.dial(address, timeout).await? {
            None => None,
            Some(Dialled::Plain(stream)) => {
                let stream = stream.into_std().map_err(unreachable)?;
                let socket = stream.try_clone().map_err(unreachable)?;
                let stream = TcpStream::from_std(stream).map_err(unreachable)?;
                Some(Self::over(stream, Some(socket)).await?)
            }
            Some(Dialled::Tls(stream)) => Some(Self::over(stream, None).await?),
        })
    }

    async fn over<S>(stream: S, socket: Option<std::net::TcpStream>) -> Result<Self, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let meter = Arc::new(Meter::default());
        let (sender, connection) = Builder::new()
            .max_headers(MAX_HEADERS)
            .max_buf_size(MAX_HEAD)
            .handshake(TokioIo::new(Metered::new(stream, Arc::clone(&meter))))
            .await
            .map_err(|e| Failure::Unreachable(e.to_string()))?;
        let watched = Arc::clone(&meter);
        let driver = tokio::spawn(async move {
            // Any other error reaches us through the request; hyper has no name for this one.
            if let Err(error) = connection.await
                && error.to_string().contains("unexpected message")
            {
                watched.mark_stray();
            }
        });
        Ok(Line {
            sender,
            meter,
            socket,
            driver: driver.abort_handle(),
        })
    }

    /// Looks at the connection before it is used again.
    pub fn between(&self) -> Between {
        if self.meter.is_stray() {
            return Between::Stray;
        }
        let Some(socket) = &self.socket else {
            return Between::Quiet;
        };
        match socket.peek(&mut [0]) {
            Ok(0) => Between::Closed,
            Ok(_) => Between::Stray,
            Err(e) if e.kind() == ErrorKind::WouldBlock => Between::Quiet,
            Err(_) => Between::Closed,
        }
    }
}

impl Drop for Line {
    /// Nothing goes on reading from a target once nobody waits for it.
    fn drop(&mut self) {
        self.driver.abort();
    }
}
