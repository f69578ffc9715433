//! The server on its loopback port, in a thread of its own, so that code without a runtime can use it.
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::{Options, StartError, router};

/// How long open connections may take to end when the server is stopped.
const GRACE: Duration = Duration::from_millis(300);

/// A running server. It stops when it is dropped.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its base URL, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops it and waits until it is gone.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            // A panic in there was told by the panic hook; there is nobody to hand it to here.
            drop(thread.join());
        }
    }
}

/// Starts a server.
///
/// # Errors
/// The port is taken, or the options name a defect or variant that does not exist.
pub fn start(options: Options) -> Result<Server, StartError> {
    let router = router(&options)?;
    launch(router, options.port).map_err(StartError::Bind)
}

fn launch(router: Router, port: u16) -> io::Result<Server> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Bound without the runtime, so that asynchronous code can start a server too.
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    let addr = listener.local_addr()?;
    let listener = {
        let _entered = runtime.enter();
        TcpListener::from_std(listener)?
    };
    let (stop, stopped) = watch::channel(false);
    let thread = thread::Builder::new()
        .name("reference".to_owned())
        .spawn(move || {
            runtime.block_on(serve(listener, router, stopped));
            runtime.shutdown_background();
        })?;
    Ok(Server {
        addr,
        stop,
        thread: Some(thread),
    })
}

async fn serve(listener: TcpListener, router: Router, stopped: watch::Receiver<bool>) {
    let listener = listener.tap_io(|stream| {
        // Without it small answers could wait for the client's acknowledgement; harmless if refused.
        drop(stream.set_nodelay(true));
    });
    let (mut graceful, mut late) = (stopped.clone(), stopped);
    let calls = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, calls).with_graceful_shutdown(async move {
        drop(graceful.wait_for(|stop| *stop).await);
    });
    tokio::select! {
        _ = serving => {}
        () = async move {
            drop(late.wait_for(|stop| *stop).await);
            tokio::time::sleep(GRACE).await;
        } => {}
    }
}
