//! One kept-alive HTTP/1.1 connection, owned by one worker.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::{BodyExt, Full};

use super::failure::{is_reset, of_body, of_head};
use super::line::{Between, Line, MAX_HEAD};
use super::route::Route;
use super::secrets::replaced;
use super::token::{Credentials, Headers};
use super::{Target, coding, pace};
use crate::exchange::{Exchange, Failure, Request, Response};
use crate::wire::Form;

/// Bytes up to the end of an answer's head, interim answers (1xx) and what was read ahead included.
const UP_TO_HEAD: u64 = 4 * MAX_HEAD as u64;
/// Bytes on the wire for each byte of a body: chunks of one byte take six.
const WIRE_PER_BYTE: u64 = 8;
/// Bodies above this are read by a few connections at a time, lest all of them fill the memory.
const LARGE: usize = 1 << 20;

/// A connection to a target for one contract.
pub struct Connection {
    target: Target,
    line: Option<Line>,
    contract: String,
    base: String,
    /// Path in front of the base of every request.
    front: String,
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
        let mut connection = Self::to(target, base);
        contract.clone_into(&mut connection.contract);
        connection.credentials = credentials;
        connection.headers = headers;
        connection
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
            line: None,
            contract: String::new(),
            base: base.to_owned(),
            front: format!("{front}{}", address.prefix),
            host: host.unwrap_or(http::HeaderValue::from_static("target")),
            credentials: None,
            headers: Default::default(),
            target,
        }
    }

    /// Makes the connection, unless one is open that may be used again: whether it is an old one.
    pub(super) async fn open(&mut self) -> Result<bool, Failure> {
        if let Some(line) = &mut self.line {
            let between = line.between();
            if between == Between::Quiet
                && !self.target.has_strays()
                && line.sender.ready().await.is_ok()
            {
                return Ok(true);
            }
            self.hang_up();
        }
        let (address, timeout) = (self.target.address(), self.target.limits().timeout);
        self.line = Line::open(&self.target.0.route, address, timeout).await?;
        Ok(false)
    }

    /// Drops the connection, and tells the target's strays if there are any on it.
    fn hang_up(&mut self) {
        if let Some(line) = self.line.take()
            && line.between() == Between::Stray
        {
            self.target.note_stray();
        }
    }

    /// Sends a request and reads the whole answer, in bounded time and memory.
    pub async fn send(&mut self, request: Request) -> Exchange {
        self.send_within(request, self.target.patience()).await
    }

    /// The same with a time limit of one's own. Where the target no longer knows the token, a new
    /// one is got and the request sent once more.
    pub(super) async fn send_within(&mut self, request: Request, patience: Duration) -> Exchange {
        self.target.0.pace.wait().await;
        let exchange = self.send_once(request, patience).await;
        let Ok(response) = &exchange.answer else {
            return exchange;
        };
        if !matches!(response.status, 429 | 503) {
            self.target.0.pace.went_on();
        } else if let Some(wait) = response.header("retry-after").and_then(pace::wanted) {
            let longest = self.target.limits().retry_after;
            self.target.0.pace.pause(wait, longest);
        }
        if response.status != 401 || exchange.request.anonymous || self.is_near(&exchange.request) {
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
        let again = self.send_once(exchange.request, patience).await;
        if matches!(&again.answer, Ok(r) if r.status == 401) {
            credentials.is_fruitless(self.headers.0);
        }
        again
    }

    /// Whether a request holds what is nearly a secret.
    fn is_near(&self, request: &Request) -> bool {
        let credentials = self.credentials.as_ref();
        credentials.is_some_and(|c| !c.near(request).is_empty())
            || request
                .headers
                .iter()
                .any(|(_, v)| Form::all_in(v).next().is_some())
    }

    /// What is nearly a secret is masked where an answer sends it back.
    fn hush(&self, request: &Request, response: &mut Response) {
        let Some(credentials) = &self.credentials else {
            return;
        };
        for secret in credentials.near(request) {
            credentials.hide(&secret);
            for (_, value) in &mut response.headers {
                *value = value.replace(&secret, "***");
            }
            if memchr::memmem::find(&response.body, secret.as_bytes()).is_some() {
                response.body = replaced(&response.body, secret.as_bytes(), b"***").into();
            }
        }
    }

    /// Sends a request, whatever the answer.
    pub(super) async fn send_once(&mut self, request: Request, patience: Duration) -> Exchange {
        if let Some(credentials) = &self.credentials
            && credentials.generation() != self.headers.0
        {
            self.headers = (credentials.generation(), credentials.headers());
        }
        let started = Instant::now();
        let sent = self.target.clock();
        self.target.count_request();
        let mut answer = match tokio::time::timeout(patience, self.round(&request)).await {
            Ok(answer) => answer,
            Err(_) => Err(Failure::Timeout(patience)),
        };
        if answer.is_err() {
            self.line = None;
        }
        if let Ok(response) = &mut answer {
            self.hush(&request, response);
        }
        let exchange = Exchange {
            request,
            answer,
            sent,
            took: started.elapsed(),
        };
        let base = exchange.request.base.as_deref().unwrap_or(&self.base);
        self.target.keep(&self.contract, base, &exchange);
        let entitled = !exchange.request.anonymous && !self.is_near(&exchange.request);
        self.target.learn(&exchange, entitled);
        if exchange.answer.is_ok() {
            self.target.watch_first().await;
        }
        exchange
    }

    async fn round(&mut self, request: &Request) -> Result<Response, Failure> {
        let mut message = Some(self.message(request)?);
        if let Route::InProcess(service) = &self.target.0.route
            && let Some(message) = message.take()
        {
            let answer = service.call(message).await.map_err(Failure::Closed)?;
            return self.read(answer, Failure::Closed).await;
        }
        let mut cut = false;
        loop {
            let opened = self.open().await;
            if cut && matches!(opened, Err(Failure::Unreachable(_))) {
                self.target.note_cut(request);
            }
            let reused = opened?;
            let outgoing = match message.take() {
                Some(message) => message,
                None => self.message(request)?,
            };
            let Some(line) = &mut self.line else {
                return Err(Failure::Unreachable("the connection was lost".into()));
            };
            line.meter.begin(UP_TO_HEAD);
            match line.sender.try_send_request(outgoing).await {
                Ok(response) => {
                    let limit = self.target.limits().max_body_bytes;
                    let read = self.read(response, |e| of_body(&e, limit)).await;
                    if let Some(line) = &self.line {
                        line.meter.end();
                    }
                    return read;
                }
                Err(mut error) => {
                    let unsent = error.take_message();
                    let error = error.into_error();
                    let failure = of_head(&error, &line.meter);
                    self.hang_up();
                    // A server may close a kept-alive connection at any time: what was never
                    // answered on an old one is sent once more on a new one.
                    if reused
                        && (unsent.is_some() || error.is_incomplete_message() || is_reset(&error))
                    {
                        message = unsent;
                        cut = true;
                        continue;
                    }
                    return Err(failure);
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
        let length = body_length(&head)?;
        if length.is_some_and(|length| length > limit) {
            return Err(Failure::TooLarge(limit));
        }
        if let Some(line) = &self.line {
            let body = u64::try_from(limit).unwrap_or(u64::MAX);
            line.meter.allow(body.saturating_mul(WIRE_PER_BYTE));
        }
        let mut first = Bytes::new();
        let mut body = BytesMut::new();
        let mut large = None;
        while let Some(frame) = incoming.frame().await {
            let frame = frame.map_err(&failure)?;
            let Ok(data) = frame.into_data() else {
                continue;
            };
            let size = first.len() + body.len() + data.len();
            if size > limit {
                return Err(Failure::TooLarge(limit));
            }
            if size > LARGE && large.is_none() {
                large = self.target.large().await;
            }
            // Most answers come in one piece, which needs no copy.
            if first.is_empty() && body.is_empty() {
                first = data;
            } else {
                if body.is_empty() {
                    body.reserve(length.unwrap_or(0));
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
        let packed = head
            .headers
            .get(CONTENT_ENCODING)
            .and_then(|v| v.to_str().ok());
        let body = coding::undo(packed, body, limit)?;
        let headers = head.headers.iter();
        // Words of one's own behind the status may say more than the status does.
        let reason = head.extensions.get::<hyper::ext::ReasonPhrase>();
        let reason = reason.map(|r| {
            let words = String::from_utf8_lossy(r.as_bytes()).into_owned();
            (crate::contract::REASON.to_owned(), words)
        });
        let headers: Vec<_> = headers
            .map(|(n, v)| {
                (
                    n.as_str().to_owned(),
                    String::from_utf8_lossy(v.as_bytes()).into_owned(),
                )
            })
            .chain(reason)
            .collect();
        Ok(Response {
            status: head.status.as_u16(),
            headers,
            body,
            cut: 0,
        })
    }

    fn message(&self, request: &Request) -> Result<http::Request<Full<Bytes>>, Failure> {
        let unsendable = |what: &str| Failure::Unsendable(what.to_owned());
        let method = http::Method::from_bytes(request.method.as_bytes())
            .map_err(|_| unsendable("its method"))?;
        let filled = |text: &str| match &self.credentials {
            Some(credentials) => credentials.filled(text),
            None => text.to_owned(),
        };
        let base = request.base.as_deref().unwrap_or(&self.base);
        let path = format!("{base}{}", filled(&request.target));
        // Behind the address of a proxied request anything else would name another host.
        let bare = self
            .front
            .split_once("://")
            .is_some_and(|(_, rest)| !rest.contains('/'));
        if bare && !path.starts_with(['/', '?']) {
            return Err(unsendable("its path"));
        }
        let uri = format!("{}{path}", self.front);
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
            let value = http::HeaderValue::from_bytes(filled(value).as_bytes())
                .map_err(|_| unsendable("a header value"))?;
            headers.append(name, value);
        }
        if !request.anonymous {
            for (name, value) in &self.headers.1 {
                let kept = self.credentials.as_ref();
                if !kept.is_some_and(|c| c.gives_way(request, name)) {
                    headers.insert(name.clone(), value.clone());
                }
            }
        }
        match &self.target.0.route {
            // What a connection does by itself.
            Route::InProcess(_)
                if !headers.contains_key(CONTENT_LENGTH)
                    && !headers.contains_key(TRANSFER_ENCODING) =>
            {
                let length = request.body.as_ref().map_or(0, Bytes::len);
                headers.insert(CONTENT_LENGTH, length.into());
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

impl Drop for Connection {
    /// What came after the last answer is noticed too.
    fn drop(&mut self) {
        self.hang_up();
    }
}

/// The length that a head promises, where it does; an answer whose end can be read in two ways is
/// none.
fn body_length(head: &http::response::Parts) -> Result<Option<usize>, Failure> {
    let malformed = |what: &str| Err(Failure::Malformed(what.to_owned()));
    if head.status == http::StatusCode::SWITCHING_PROTOCOLS {
        return malformed("status 101 changes the protocol, and nothing asked for that");
    }
    let length = head.headers.get(CONTENT_LENGTH);
    if length.is_some() && head.headers.contains_key(TRANSFER_ENCODING) {
        // RFC 9112, section 6.3: it ought to be handled as an error.
        return malformed("both Content-Length and Transfer-Encoding say where the body ends");
    }
    // hyper has refused what is no length; what does not fit is too large anyway.
    Ok(length
        .and_then(|value| value.to_str().ok())
        .map(|text| text.trim().parse().unwrap_or(usize::MAX)))
}
