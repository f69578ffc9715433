//! HTTP proxies: seen requests, tunnels, passwords.

use std::net::{TcpListener, TcpStream};
use std::thread;

use super::{ping, pipe, reply, request, serve};
use crate::support::{clausal, text};

fn profile(folder: &tempfile::TempDir, proxy: &str) -> String {
    let path = folder.path().join("profile.toml");
    std::fs::write(&path, format!("proxy = \"{proxy}\"\n")).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn the_profiles_proxy_is_told_the_whole_url_and_its_password_stays_hidden() {
    let folder = tempfile::tempdir().unwrap();
    let (proxy, seen) = serve(|_| reply(200, "", "{}"));
    let proxy = proxy.replace("http://", "http://user:s3cret-word@");
    let (profile, contract) = (profile(&folder, &proxy), ping(&folder));
    let target = "http://target.invalid:8080/below";
    let args = ["check", "--contract", &contract, "--profile", &profile];
    let out = clausal(&[&args[..], &["--target", target, "--yes"]].concat());
    let told = text(&out.stdout) + &text(&out.stderr);
    let seen = seen.lock().unwrap();
    let whole = "GET http://target.invalid:8080/below/ping HTTP/1.1";
    assert!(
        seen.iter().any(|r| r.starts_with(whole)),
        "{told}\n{seen:?}"
    );
    assert!(
        seen.iter()
            .all(|r| r.to_lowercase().contains("proxy-authorization: basic ")),
        "{seen:?}"
    );
    assert!(!told.contains("s3cret-word"), "{told}");
}

#[test]
fn tls_goes_through_a_tunnel_that_the_proxy_cannot_look_into() {
    let folder = tempfile::tempdir().unwrap();
    let behind = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = behind.local_addr().unwrap().port();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let asked = request(&mut stream).unwrap();
        std::io::Write::write_all(&mut stream, b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        let to = TcpStream::connect(("127.0.0.1", port)).unwrap();
        thread::spawn(move || pipe(stream, to));
        asked
    });
    // What comes out of the tunnel is the beginning of TLS.
    let first = thread::spawn(move || {
        let (mut stream, _) = behind.accept().unwrap();
        let mut byte = [0];
        std::io::Read::read_exact(&mut stream, &mut byte).unwrap();
        byte[0]
    });
    let (profile, contract) = (profile(&folder, &proxy), ping(&folder));
    let target = "https://target.invalid";
    let args = ["check", "--contract", &contract, "--profile", &profile];
    let out = clausal(&[&args[..], &["--target", target, "--yes", "--insecure"]].concat());
    assert_eq!(out.status.code(), Some(3), "{}", text(&out.stdout));
    let asked = asked.join().unwrap();
    assert!(
        asked.starts_with("CONNECT target.invalid:443 HTTP/1.1"),
        "{asked}"
    );
    assert_eq!(
        first.join().unwrap(),
        0x16,
        "a TLS handshake begins with 0x16"
    );
}

#[test]
fn the_environment_names_a_proxy_for_other_machines_only() {
    let folder = tempfile::tempdir().unwrap();
    let (proxy, by_proxy) = serve(|_| reply(200, "", "{}"));
    let (target, straight) = serve(|_| reply(200, "", "{}"));
    let contract = ping(&folder);
    let run = |target: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_clausal"))
            .args([
                "check",
                "--contract",
                &contract,
                "--yes",
                "--target",
                target,
            ])
            .env_clear()
            .env("http_proxy", &proxy)
            .output()
            .unwrap()
    };
    run(&target);
    assert!(
        by_proxy.lock().unwrap().is_empty(),
        "loopback went by the proxy"
    );
    assert!(!straight.lock().unwrap().is_empty());
    run("http://target.invalid");
    assert!(
        !by_proxy.lock().unwrap().is_empty(),
        "the proxy was passed over"
    );
}
