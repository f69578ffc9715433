//! TLS: a private authority, nobody's certificate, and what is said of it.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Seen, ping, reply, talk};
use crate::support::{clausal, text};

struct Secure {
    url: String,
    /// The certificate in PEM.
    certificate: String,
    seen: Seen,
}

/// A server with a certificate of its own for `name`.
fn secure(name: &str) -> Secure {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Seen::default();
    let kept = Arc::clone(&seen);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, kept) = (Arc::clone(&config), Arc::clone(&kept));
            thread::spawn(move || session(stream, config, &kept));
        }
    });
    Secure {
        url: format!("https://localhost:{port}"),
        certificate: made.cert.pem(),
        seen,
    }
}

fn session(stream: TcpStream, config: Arc<ServerConfig>, seen: &Seen) {
    let Ok(connection) = ServerConnection::new(config) else {
        return;
    };
    let stream = StreamOwned::new(connection, stream);
    talk(stream, seen, &|_| reply(200, "", "{}"));
}

#[test]
fn a_private_authority_is_trusted_when_its_file_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let server = secure("localhost");
    let ca = folder.path().join("ca.pem");
    std::fs::write(&ca, &server.certificate).unwrap();
    let contract = ping(&folder);
    let ca = ca.to_string_lossy();
    let only = "*/response/status-code";
    let args = ["check", "--contract", &contract, "--target", &server.url];
    let out = clausal(&[&args[..], &["--ca", &ca, "--only", only]].concat());
    let told = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{told}{}", text(&out.stderr));
    assert!(!server.seen.lock().unwrap().is_empty());
    assert!(!told.contains("INSECURE"), "{told}");
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_and_the_way_out_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let server = secure("localhost");
    let out = clausal(&[
        "check",
        "--contract",
        &ping(&folder),
        "--target",
        &server.url,
    ]);
    let told = text(&out.stdout) + &text(&out.stderr);
    assert_eq!(out.status.code(), Some(3), "{told}");
    assert!(told.contains("--ca FILE"), "{told}");
    assert!(server.seen.lock().unwrap().is_empty(), "a request was sent");
}

#[test]
fn insecure_is_said_in_every_report() {
    let folder = tempfile::tempdir().unwrap();
    let server = secure("other.example");
    let json = folder.path().join("out.json");
    let report = format!("json={}", json.display());
    let contract = ping(&folder);
    let args = ["check", "--contract", &contract, "--target", &server.url];
    let out = clausal(&[&args[..], &["--insecure", "--report", &report]].concat());
    let told = text(&out.stdout);
    assert!(told.contains("INSECURE"), "{told}{}", text(&out.stderr));
    assert!(std::fs::read_to_string(json).unwrap().contains("INSECURE"));
}

#[test]
fn a_file_without_certificates_is_an_error_of_usage() {
    let folder = tempfile::tempdir().unwrap();
    let ca = ping(&folder);
    let target = ["--target", "https://localhost:1"];
    let out = clausal(&[&["check", "--contract", &ca, "--ca", &ca], &target[..]].concat());
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("PEM"), "{}", text(&out.stderr));
}
