//! What a planted fault does with a document type declaration: it goes and gets what it names.
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

/// How long each step of a fetch may take.
const PATIENCE: Duration = Duration::from_millis(300);
/// How much of a file or an answer is read.
const LARGEST: u64 = 64 * 1024;
/// How many addresses of one document are followed.
const MOST: usize = 4;

/// Which of the addresses in a document type declaration are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entities {
    General,
    /// General ones that stand in files.
    Files,
    /// Those of parameter entities, and that of the external subset.
    Parameter,
}

/// The contents behind the addresses in a document type declaration.
pub(super) fn fetch(doctype: &str, entities: Entities) -> HashMap<String, String> {
    let parts = doctype.split("<!ENTITY").enumerate();
    let meant = parts.filter(|(at, part)| {
        let parameter = *at == 0 || part.trim_start().starts_with('%');
        parameter == (entities == Entities::Parameter)
    });
    let quoted = meant.flat_map(|(_, part)| part.split(['"', '\'']).skip(1).step_by(2));
    let addresses = quoted.filter(|it| {
        it.starts_with("file://") || it.starts_with("http://") && entities != Entities::Files
    });
    let contents = addresses.take(MOST).filter_map(|address| {
        let content = match address.strip_prefix("file://") {
            Some(path) => file(path.strip_prefix("localhost").unwrap_or(path)),
            None => http(address),
        };
        Some((address.to_owned(), content?))
    });
    contents.collect()
}

fn file(path: &str) -> Option<String> {
    let meta = std::fs::metadata(path).ok()?;
    if !meta.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

/// Asks a server on this machine, never another one.
fn http(address: &str) -> Option<String> {
    let rest = address.strip_prefix("http://")?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let with_port = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let name = with_port.rsplit_once(':')?.0.trim_matches(['[', ']']);
    let loopback = |it: IpAddr| it.is_loopback();
    if name != "localhost" && !name.parse().is_ok_and(loopback) {
        return None;
    }
    let mut addresses = with_port.to_socket_addrs().ok()?;
    let address: SocketAddr = addresses.find(|it| it.ip().is_loopback())?;
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let request = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    // An answer that breaks off is as good as a whole one here.
    drop(stream.take(LARGEST).read_to_end(&mut answer));
    let answer = String::from_utf8(answer).ok()?;
    Some(answer.split_once("\r\n\r\n")?.1.to_owned())
}
