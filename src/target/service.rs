//! A service of this process as the target: no socket, no bytes on a wire.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

/// The body of an answer, whoever gave it.
pub(super) type Incoming = UnsyncBoxBody<Bytes, String>;
type Answer = Pin<Box<dyn Future<Output = Result<http::Response<Incoming>, String>> + Send>>;

/// A service that can be called from many tasks.
#[derive(Clone)]
pub(super) struct InProcess(Arc<dyn Fn(http::Request<Full<Bytes>>) -> Answer + Send + Sync>);

impl InProcess {
    pub(super) fn new<S, O>(service: S) -> Self
    where
        S: Service<http::Request<Full<Bytes>>, Response = http::Response<O>>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send,
        S::Error: std::fmt::Display + Send,
        O: http_body::Body<Data = Bytes> + Send + 'static,
        O::Error: std::fmt::Display,
    {
        InProcess(Arc::new(move |request| {
            let mut service = service.clone();
            Box::pin(async move {
                std::future::poll_fn(|context| service.poll_ready(context))
                    .await
                    .map_err(|e| e.to_string())?;
                let answer = service.call(request).await.map_err(|e| e.to_string())?;
                Ok(answer.map(|body| body.map_err(|e| e.to_string()).boxed_unsync()))
            })
        }))
    }

    pub(super) async fn call(
        &self,
        request: http::Request<Full<Bytes>>,
    ) -> Result<http::Response<Incoming>, String> {
        (self.0)(request).await
    }
}
