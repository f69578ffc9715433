//! A server of bare sockets: it sends what a behaviour says, byte for byte.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A server that runs until the tests end.
pub struct Server {
    pub url: String,
    /// Connections that sent anything.
    pub talks: Arc<AtomicUsize>,
}

/// One connection, seen from the server.
pub struct Talk {
    pub stream: TcpStream,
    requests: Arc<AtomicUsize>,
}

/// Serves every connection in one way, once something came on it.
pub fn serve(treat: impl Fn(&mut Talk) + Send + Sync + 'static) -> Server {
    serve_from(true, treat)
}

/// The same as soon as a connection is taken.
pub fn serve_at_once(treat: impl Fn(&mut Talk) + Send + Sync + 'static) -> Server {
    serve_from(false, treat)
}

fn serve_from(waits: bool, treat: impl Fn(&mut Talk) + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let talks = Arc::new(AtomicUsize::new(0));
    let requests = Arc::new(AtomicUsize::new(0));
    let (treat, counted) = (Arc::new(treat), Arc::clone(&talks));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (treat, counted) = (Arc::clone(&treat), Arc::clone(&counted));
            let requests = Arc::clone(&requests);
            thread::spawn(move || {
                let _ = stream.set_write_timeout(Some(Duration::from_secs(30)));
                let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
                // The command first looks whether anybody listens, and says nothing then.
                if waits && !matches!(stream.peek(&mut [0]), Ok(1..)) {
                    return;
                }
                counted.fetch_add(1, Ordering::Relaxed);
                treat(&mut Talk { stream, requests });
            });
        }
    });
    Server { url, talks }
}

impl Talk {
    /// Reads one whole request; `None` when the peer has gone.
    pub fn request(&mut self) -> Option<Vec<u8>> {
        let request = message(&mut self.stream)?;
        self.requests.fetch_add(1, Ordering::Relaxed);
        Some(request)
    }

    /// Requests of all connections so far.
    pub fn count(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// Reads so many bytes of what is sent; whether they came.
    pub fn some(&mut self, many: usize) -> bool {
        self.stream.read_exact(&mut vec![0; many]).is_ok()
    }

    /// The end of the connection is a reset, whatever was read.
    pub fn reset(&mut self) {
        let _ = rustix::net::sockopt::set_socket_linger(&self.stream, Some(Duration::ZERO));
    }

    /// Takes as little as the system allows before it is read.
    pub fn small_window(&mut self) {
        let _ = rustix::net::sockopt::set_socket_recv_buffer_size(&self.stream, 1);
    }

    /// Sends bytes; whether the peer still takes any.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Sends the same answer to every request.
    pub fn always(&mut self, answer: impl AsRef<[u8]>) {
        while self.request().is_some() && self.send(answer.as_ref()) {}
    }

    /// Reads a request, sends a beginning, then the same part until the peer has enough.
    pub fn without_end(&mut self, beginning: &str, part: impl AsRef<[u8]>) {
        if self.request().is_some() && self.send(beginning) {
            while self.send(part.as_ref()) {}
        }
    }

    /// Sends a byte every 100 milliseconds until the peer has enough.
    pub fn drip(&mut self, bytes: &[u8]) {
        let mut bytes = bytes.iter().cycle();
        while let Some(byte) = bytes.next()
            && self.send([*byte])
        {
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Keeps the connection open without a word, as long as the peer does.
    pub fn wait(&mut self) {
        let mut rest = [0; 4096];
        while matches!(self.stream.read(&mut rest), Ok(1..)) {}
    }
}

/// Reads a message as its Content-Length says, a byte at a time up to the body.
pub fn message(stream: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut one = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut one).ok()?;
        bytes.push(one[0]);
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = head.split("content-length:").nth(1);
    let length = length.and_then(|rest| rest.split("\r\n").next()?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    bytes.extend(body);
    Some(bytes)
}

/// A well-made answer.
pub fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A well-made answer in JSON.
pub fn json(status: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    answer(status, "Content-Type: application/json\r\n", body)
}
