//! Faults that keep something of one call for the next one on its connection.
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::body::read;

/// Bytes of an answer that are kept.
const LARGEST: usize = 1 << 20;

/// What is kept of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sticks {
    /// A refusal: the next call draws it again.
    Refusal,
    /// What a refusal says: the next refusal says it.
    Words,
    /// That it was refused: the next answer has the label of plain text.
    Label,
    /// The body of a call that was refused for its token or its path: the next call begins in it.
    Body,
    /// A success: the next call draws it again.
    Success,
    /// The label of a success: the next refusal has it.
    SuccessLabel,
}

/// Marks an answer that is a refusal whatever its status.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refused;

struct Lines {
    sticks: Sticks,
    kept: Mutex<HashMap<SocketAddr, Kept>>,
}

#[derive(Clone)]
struct Kept {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    refused: bool,
}

/// The router with such faults; without any it is what it was.
pub(super) fn sticky<S>(router: Router<S>, faults: &[Sticks]) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    faults.iter().fold(router, |router, sticks| {
        let lines = Arc::new(Lines {
            sticks: *sticks,
            kept: Mutex::default(),
        });
        router.layer(middleware::from_fn_with_state(lines, stick))
    })
}

async fn stick(State(lines): State<Arc<Lines>>, request: Request, next: Next) -> Response {
    let line = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let line = line.map(|ConnectInfo(address)| *address);
    let Some(line) = line.filter(|_| request.uri().path() != "/_states") else {
        return next.run(request).await;
    };
    let before = lines.kept().remove(&line);
    let own = take(next.run(request).await).await;
    let after = match before {
        Some(before) => lines.after(before, own.clone()),
        None => own.clone(),
    };
    if lines.keeps(&own) {
        lines.kept().insert(line, own);
    }
    written(after)
}

impl Lines {
    fn kept(&self) -> MutexGuard<'_, HashMap<SocketAddr, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keeps(&self, own: &Kept) -> bool {
        match self.sticks {
            Sticks::Refusal | Sticks::Words | Sticks::Label => own.refused,
            Sticks::Body => matches!(own.status.as_u16(), 401 | 403 | 404),
            Sticks::Success | Sticks::SuccessLabel => !own.refused,
        }
    }

    /// What comes of an answer whose connection has kept another one.
    fn after(&self, before: Kept, own: Kept) -> Kept {
        let plain = HeaderValue::from_static("text/plain");
        match self.sticks {
            Sticks::Refusal | Sticks::Success => before,
            Sticks::Words if own.refused && own.status == before.status => before,
            Sticks::Label => own.labelled(Some(plain)),
            Sticks::Body => Kept {
                status: StatusCode::BAD_REQUEST,
                headers: HeaderMap::new(),
                body: Bytes::from_static(b"bad request line"),
                refused: true,
            },
            Sticks::SuccessLabel if own.refused => {
                own.labelled(before.headers.get(CONTENT_TYPE).cloned())
            }
            Sticks::Words | Sticks::SuccessLabel => own,
        }
    }
}

impl Kept {
    fn labelled(mut self, label: Option<HeaderValue>) -> Self {
        if let Some(label) = label {
            self.headers.insert(CONTENT_TYPE, label);
        }
        self
    }
}

async fn take(response: Response) -> Kept {
    let (head, body) = response.into_parts();
    let marked = head.extensions.get::<Refused>().is_some();
    let mut headers = head.headers;
    for name in [CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    Kept {
        status: head.status,
        headers,
        body: read(body, LARGEST).await.unwrap_or_default(),
        refused: marked || !head.status.is_success(),
    }
}

fn written(kept: Kept) -> Response {
    let mut response = Response::new(Body::from(kept.body));
    *response.status_mut() = kept.status;
    *response.headers_mut() = kept.headers;
    response
}
