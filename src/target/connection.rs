//! One kept-alive HTTP/1.1 connection, owned by one worker.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{Builder, SendRequest};

use super::route::{Line, Route};
use super::token::{Credentials, Headers};
use super::{Target, pace};
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
    /// Path in front of every request.
    prefix: String,
    host: http::HeaderValue,
    credentials: Option<Arc<Credentials>>,
    /// The headers of the credentials, and their generation.
    headers: (u64, Headers),
}

impl Connection {
    pub(super) fn new(target: Target, contract: &str, base: &str) -> Self {
        let credentials = target.0.credentials.get(contract).cloned();
        let headers = credentials
            .as_ref()
            .map(|c| (c.generation(), c.headers()))
            .unwrap_or_default();
        Connection {
            credentials,
            headers,
            ..Self::to(target, base)
        }
    }

    /// Without anybody's headers.
    pub(super) fn bare(target: Target) -> Self {
        Self::to(target, "")
    }

    fn to(target: Target, base: &str) -> Self {
        let address = target.address();
        let host = http::HeaderValue::from_str(&address.authority());
        let front = target.0.route.front(address);
        Connection {
            sender: None,
            prefix: format!("{front}{}{base}", address.prefix),
            host: host.unwrap_or(http::HeaderValue::from_static("target")),
            credentials: None,
            headers: Default::default(),
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
        let (address, timeout) = (self.target.address(), self.target.limits().timeout);
        let sender = match self.target.0.route.dial(address, timeout).await? {
            None => return Ok(false),
            Some(Line::Plain(stream)) => hand_shake(stream).await?,
            Some(Line::Tls(stream)) => hand_shake(*stream).await?,
        };
        self.sender = Some(sender);
        Ok(false)
    }

    /// Sends a request and reads the whole answer, in bounded time and memory.
    pub async fn send(&mut self, request: Request) -> Exchange {
        self.send_within(request, self.target.limits().timeout)
            .await
    }

    /// The same with a time limit of one's own. Where the target no longer knows the token, a new
    /// one is got and the request sent once more.
    pub async fn send_within(&mut self, request: Request, timeout: Duration) -> Exchange {
        self.target.0.pace.wait().await;
        let exchange = self.send_once(request, timeout).await;
        let Ok(response) = &exchange.answer else {
            return exchange;
        };
        if matches!(response.status, 429 | 503)
            && let Some(wait) = response.header("retry-after").and_then(pace::wanted)
        {
            let longest = self.target.limits().retry_after;
            self.target.0.pace.pause(wait.min(longest));
        }
        if response.status != 401 || exchange.request.anonymous {
            return exchange;
        }
        let Some(credentials) = self.credentials.clone() else {
            return exchange;
        };
        let generation = self.headers.0;
        if !credentials.can_renew(generation)
            || credentials.renew(generation, &self.target).await.is_err()
        {
            return exchange;
        }
        let again = self.send_once(exchange.request, timeout).await;
        if matches!(&again.answer, Ok(r) if r.status == 401) {
            credentials.is_fruitless(self.headers.0);
        }
        again
    }

    /// Sends a request, whatever the answer.
    pub(super) async fn send_once(&mut self, request: Request, timeout: Duration) -> Exchange {
        if let Some(credentials) = &self.credentials
            && credentials.generation() != self.headers.0
        {
            self.headers = (credentials.generation(), credentials.headers());
        }
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
        Exchange {
            request,
            answer,
            sent,
            took: started.elapsed(),
        }
    }

    async fn round(&mut self, request: &Request) -> Result<Response, Failure> {
        let mut message = Some(self.message(request)?);
        if let Route::InProcess(service) = &self.target.0.route
            && let Some(message) = message.take()
        {
            let answer = service.call(message).await.map_err(Failure::Closed)?;
            return self.read(answer, Failure::Closed).await;
        }
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
                Ok(response) => return self.read(response, |e| failure(&e)).await,
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

    async fn read<B: http_body::Body<Data = Bytes> + Unpin>(
        &self,
        response: http::Response<B>,
        failure: impl Fn(B::Error) -> Failure,
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
            let frame = frame.map_err(&failure)?;
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
            for (name, value) in &self.headers.1 {
                headers.insert(name.clone(), value.clone());
            }
        }
        match &self.target.0.route {
            // What a connection does by itself.
            Route::InProcess(_) if !headers.contains_key(http::header::CONTENT_LENGTH) => {
                let length = request.body.as_ref().map_or(0, Bytes::len);
                headers.insert(http::header::CONTENT_LENGTH, length.into());
            }
            route => {
                if let Some(value) = route.proxy_header() {
                    headers.insert(http::header::PROXY_AUTHORIZATION, value);
                }
            }
        }
        Ok(message)
    }
}

async fn hand_shake<S>(stream: S) -> Result<Sender, Failure>
where
    S: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    let (sender, connection) = Builder::new()
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD)
        .handshake(stream)
        .await
        .map_err(|e| Failure::Unreachable(e.to_string()))?;
    // The driver ends with the connection; its error reaches us through the request.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
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
