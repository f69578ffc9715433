//! One kept-alive HTTP/1.1 connection, owned by one worker.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::{Address, Target};
use crate::exchange::{Exchange, Failure, Request, Response};

/// More header lines than this are taken for an attack.
const MAX_HEADERS: usize = 1_000;
/// Bytes of headers that are kept at most.
const MAX_HEAD: usize = 1 << 20;

type Sender = SendRequest<Full<Bytes>>;

/// A connection to a target for one contract.
pub struct Connection {
    target: Target,
    sender: Option<Sender>,
    contract: String,
    base: String,
    /// Path in front of every request.
    prefix: String,
    host: http::HeaderValue,
    headers: Vec<(http::HeaderName, http::HeaderValue)>,
}

/// Opens a TCP connection.
pub(super) async fn connect(address: &Address, timeout: Duration) -> Result<TcpStream, Failure> {
    let connecting = TcpStream::connect((address.host.as_str(), address.port));
    match tokio::time::timeout(timeout, connecting).await {
        Ok(Ok(stream)) => {
            // Without it small requests wait for the acknowledgement of earlier ones.
            drop(stream.set_nodelay(true));
            Ok(stream)
        }
        Ok(Err(e)) => Err(Failure::Unreachable(format!(
            "{} ({e})",
            address.authority()
        ))),
        Err(_) => Err(Failure::Unreachable(format!(
            "{} (no connection within {} ms)",
            address.authority(),
            timeout.as_millis()
        ))),
    }
}

impl Connection {
    pub(super) fn new(target: Target, contract: &str, base: &str) -> Self {
        let address = target.address();
        let host = http::HeaderValue::from_str(&address.authority());
        Connection {
            sender: None,
            contract: contract.to_owned(),
            base: base.to_owned(),
            prefix: format!("{}{base}", address.prefix),
            host: host.unwrap_or(http::HeaderValue::from_static("target")),
            headers: target.0.headers.get(contract).cloned().unwrap_or_default(),
            target,
        }
    }

    /// Makes the connection, unless one is open.
    pub(super) async fn open(&mut self) -> Result<bool, Failure> {
        if let Some(sender) = &mut self.sender
            && sender.ready().await.is_ok()
        {
            return Ok(true);
        }
        let stream = connect(self.target.address(), self.target.limits().timeout).await?;
        let (sender, connection) = Builder::new()
            .max_headers(MAX_HEADERS)
            .max_buf_size(MAX_HEAD)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|e| Failure::Unreachable(e.to_string()))?;
        // The driver ends with the connection; its error reaches us through the request.
        tokio::spawn(async move { drop(connection.await) });
        self.sender = Some(sender);
        Ok(false)
    }

    /// Sends a request and reads the whole answer, in bounded time and memory.
    pub async fn send(&mut self, request: Request) -> Exchange {
        self.send_within(request, self.target.limits().timeout)
            .await
    }

    /// The same with a time limit of one's own.
    pub async fn send_within(&mut self, request: Request, timeout: Duration) -> Exchange {
        let started = Instant::now();
        let sent = self.target.0.started.elapsed();
        self.target.0.requests.fetch_add(1, Ordering::Relaxed);
        let answer = match tokio::time::timeout(timeout, self.round(&request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::Timeout(timeout)),
        };
        if answer.is_err() {
            self.sender = None;
        }
        let exchange = Exchange {
            request,
            answer,
            sent,
            took: started.elapsed(),
        };
        self.target.keep(&self.contract, &self.base, &exchange);
        exchange
    }

    async fn round(&mut self, request: &Request) -> Result<Response, Failure> {
        let mut message = Some(self.message(request)?);
        loop {
            let reused = self.open().await?;
            let outgoing = match message.take() {
                Some(message) => message,
                None => self.message(request)?,
            };
            let Some(sender) = &mut self.sender else {
                return Err(Failure::Unreachable("the connection was lost".into()));
            };
            match sender.try_send_request(outgoing).await {
                Ok(response) => return self.read(response).await,
                Err(mut error) => {
                    let unsent = error.take_message();
                    let error = error.into_error();
                    self.sender = None;
                    // A server may close a kept-alive connection at any time: what was never
                    // answered on an old one is sent once more on a new one.
                    if reused
                        && (unsent.is_some() || error.is_incomplete_message() || is_reset(&error))
                    {
                        message = unsent;
                        continue;
                    }
                    return Err(failure(&error));
                }
            }
        }
    }

    async fn read(
        &self,
        response: http::Response<hyper::body::Incoming>,
    ) -> Result<Response, Failure> {
        let limit = self.target.limits().max_body_bytes;
        let (head, mut incoming) = response.into_parts();
        let headers = head.headers.iter();
        let headers = headers
            .map(|(n, v)| {
                (
                    n.as_str().to_owned(),
                    String::from_utf8_lossy(v.as_bytes()).into_owned(),
                )
            })
            .collect();
        let mut first = Bytes::new();
        let mut body = BytesMut::new();
        while let Some(frame) = incoming.frame().await {
            let frame = frame.map_err(|e| failure(&e))?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            if first.len() + body.len() + data.len() > limit {
                return Err(Failure::TooLarge(limit));
            }
            // Most answers come in one piece, which needs no copy.
            if first.is_empty() && body.is_empty() {
                first = data;
            } else {
                if body.is_empty() {
                    body.extend_from_slice(&std::mem::take(&mut first));
                }
                body.extend_from_slice(&data);
            }
        }
        let body = if body.is_empty() {
            first
        } else {
            body.freeze()
        };
        Ok(Response {
            status: head.status.as_u16(),
            headers,
            body,
        })
    }

    fn message(&self, request: &Request) -> Result<http::Request<Full<Bytes>>, Failure> {
        let unsendable =
            |what: &str| Failure::Malformed(format!("the request cannot be sent: {what}"));
        let method = http::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| unsendable("its method"))?;
        let uri = format!("{}{}", self.prefix, request.target);
        let uri = http::Uri::try_from(uri).map_err(|_| unsendable("its path"))?;
        let body = request.body.clone().unwrap_or_default();
        let mut message = http::Request::new(Full::new(body));
        *message.method_mut() = method;
        *message.uri_mut() = uri;
        let headers = message.headers_mut();
        headers.insert(http::header::HOST, self.host.clone());
        for (name, value) in &request.headers {
            let name = http::HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| unsendable("a header name"))?;
            let value = http::HeaderValue::from_bytes(value.as_bytes())
                .map_err(|_| unsendable("a header value"))?;
            headers.append(name, value);
        }
        if !request.anonymous {
            for (name, value) in &self.headers {
                headers.insert(name.clone(), value.clone());
            }
        }
        Ok(message)
    }
}

fn is_reset(error: &hyper::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return matches!(
                io.kind(),
                std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::BrokenPipe
            );
        }
        source = inner.source();
    }
    false
}

fn failure(error: &hyper::Error) -> Failure {
    if error.is_parse() {
        return Failure::Malformed(words(error));
    }
    Failure::Closed(words(error))
}

/// An error with its causes.
fn words(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = inner.source();
    }
    text
}
