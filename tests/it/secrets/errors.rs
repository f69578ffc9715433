//! What is wrong with a profile or an address is told without its values.

use crate::support::{clausal, text};

const VALUE: &str = "v4lue-that-nobody-sees";

fn told(profile: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("profile.toml");
    std::fs::write(&path, profile).unwrap();
    let path = path.display().to_string();
    let output = clausal(&["check", "--profile", &path, "--contract", "jsa"]);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{profile}: {}",
        text(&output.stdout)
    );
    text(&output.stdout) + &text(&output.stderr)
}

#[test]
fn a_profile_that_cannot_be_read_is_told_by_its_place_alone() {
    for (profile, place) in [
        (
            format!("[contracts.jsa]\nheaders = {{ SEC = \"{VALUE} }}\n"),
            "line 2",
        ),
        (
            format!("[contracts.jsa]\nheaders = {{ SEC = \"{VALUE}\" TOKEN = \"x\" }}\n"),
            "line 2",
        ),
        (
            format!("[contracts.jsa.headers]\nSEC = {VALUE}\n"),
            "line 2",
        ),
        (
            format!("[contracts.jsa.headers]\nSEC = '{VALUE}\n"),
            "line 2",
        ),
        (
            format!("[contracts.jsa]\nheaders = \"{VALUE}\"\n"),
            "line 2",
        ),
        (format!("allow_remote = \"{VALUE}\"\n"), "line 1"),
        (
            format!("[contracts.jsa.security]\nkey = [\"{VALUE}\"\n"),
            "line",
        ),
        (
            format!("[contracts.jsa.login]\nbody = '''\n{VALUE}\n''' path = '/'\n"),
            "line",
        ),
        (
            format!("[contracts.jsa.fixtures]\nhost_id = \"{VALUE}\"\n"),
            "host_id",
        ),
        ("[limits]\ntimeout_ms = -734512983\n".to_owned(), "line 2"),
        (
            format!("[contracts.jsa]\nheaders = {{ SEC = \"{VALUE}\", SEC = \"{VALUE}\" }}"),
            "line 2",
        ),
    ] {
        let told = told(&profile);
        assert!(
            !told.contains(VALUE) && !told.contains("734512983"),
            "{profile}: {told}"
        );
        assert!(told.contains(place), "{profile}: {told}");
    }
}

#[test]
fn an_address_is_told_without_user_password_and_query() {
    let folder = tempfile::tempdir().unwrap();
    for url in [
        format!("user:{VALUE}@127.0.0.1"),
        format!("http://user:{VALUE}@127.0.0.1:1"),
        format!("http://user:a/{VALUE}@127.0.0.1:1"),
        format!("{VALUE}:x@127.0.0.1://y"),
        format!("ftp://user:{VALUE}@127.0.0.1"),
        format!("http://127.0.0.1:1/?token={VALUE}"),
        format!("http://127.0.0.1:1/#{VALUE}"),
    ] {
        let path = folder.path().join("profile.toml");
        std::fs::write(&path, format!("target = '{url}'\n")).unwrap();
        let path = path.display().to_string();
        for args in [
            ["--target", &url],
            ["--profile", &path],
            ["--contract", &url],
        ] {
            if args[0] == "--contract" && !url.starts_with("http") {
                continue;
            }
            let output = clausal(&[&["check"], &args[..]].concat());
            let told = text(&output.stdout) + &text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{told}");
            assert!(!told.contains(VALUE), "{args:?}: {told}");
        }
    }
    let proxy = folder.path().join("proxy.toml");
    for url in [
        "socks5://user:{}@127.0.0.1:1",
        "user:{}@:::",
        "http://user:{}@[::x",
    ] {
        let url = url.replace("{}", VALUE);
        std::fs::write(&proxy, format!("proxy = '{url}'\n")).unwrap();
        let path = proxy.display().to_string();
        let output = clausal(&[
            "check",
            "--profile",
            &path,
            "--target",
            "http://127.0.0.1:1",
        ]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(!told.contains(VALUE), "{told}");
    }
}
