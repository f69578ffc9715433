//! Credentials go to the target that the profile or the command line names, and to no other.

use crate::reach::{ping, reply, serve};
use crate::support::{clausal, text};

const TOKEN: &str = "t0ken-for-one-host";

/// A finding that was made on a target, and the contract and the profile that it needs.
fn finding(folder: &tempfile::TempDir, url: &str) -> [String; 3] {
    let profile = folder.path().join("profile.toml");
    std::fs::write(
        &profile,
        format!("[contracts.ping]\nheaders = {{ Token = \"{TOKEN}\" }}\n"),
    )
    .unwrap();
    let contract = ping(folder);
    let findings = folder.path().join("findings").display().to_string();
    let profile = profile.display().to_string();
    let mut args = vec!["check", "--contract", &contract, "--profile", &profile];
    args.extend(["--target", url, "--findings", &findings]);
    let output = clausal(&args);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    [findings, contract, profile]
}

#[test]
fn a_finding_does_not_say_who_gets_the_token() {
    let folder = tempfile::tempdir().unwrap();
    let answer = |_: &str| reply(500, "", "{}");
    let (url, _) = serve(answer);
    let [findings, contract, profile] = finding(&folder, &url);
    // Somebody else names his own server in it.
    let (other, seen) = serve(answer);
    for entry in std::fs::read_dir(&findings).unwrap() {
        let path = entry.unwrap().path();
        let forged = std::fs::read_to_string(&path)
            .unwrap()
            .replace(&url, &other);
        std::fs::write(&path, forged).unwrap();
    }
    let args = ["replay", &findings, "--contract", &contract];
    let run = |more: &[&str]| {
        let output = clausal(&[&args[..], more].concat());
        (
            output.status.code(),
            text(&output.stdout) + &text(&output.stderr),
        )
    };
    let (code, told) = run(&["--profile", &profile]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("--yes") && told.contains(&other), "{told}");
    assert!(seen.lock().unwrap().is_empty());
    // Without anything to log in there is nothing to lose.
    let (code, told) = run(&[]);
    assert_eq!(code, Some(1), "{told}");
    assert!(!seen.lock().unwrap().is_empty());
    for more in [
        ["--yes", "--profile", &profile].as_slice(),
        &["--target", &other, "--profile", &profile],
    ] {
        seen.lock().unwrap().clear();
        let (code, told) = run(more);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains("STILL BROKEN"), "{told}");
        assert!(
            seen.lock().unwrap().iter().any(|r| r.contains(TOKEN)),
            "{told}"
        );
    }
}

#[test]
fn another_machine_is_sent_nothing_unless_somebody_says_yes() {
    let folder = tempfile::tempdir().unwrap();
    let (url, _) = serve(|_: &str| reply(500, "", "{}"));
    let [findings, contract, _] = finding(&folder, &url);
    let args = [
        "replay",
        &findings,
        "--contract",
        &contract,
        "--target",
        "http://192.0.2.1:9",
    ];
    let output = clausal(&args);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(
        told.contains("another machine") && told.contains("--yes"),
        "{told}"
    );
}

#[test]
fn a_secret_of_another_time_makes_no_change_of_an_answer() {
    // The token comes back with each answer, and the next run has another one.
    let folder = tempfile::tempdir().unwrap();
    let (url, _) = serve(|request: &str| {
        let token = request
            .lines()
            .find_map(|l| l.to_lowercase().strip_prefix("token: ").map(str::to_owned));
        reply(
            500,
            "",
            &format!("{{\"you\": \"{}\"}}", token.unwrap_or_default()),
        )
    });
    let [findings, contract, profile] = finding(&folder, &url);
    let snapshots = folder.path().join("snapshots").display().to_string();
    for token in [TOKEN, TOKEN, "an0ther-token-later"] {
        std::fs::write(
            &profile,
            format!("[contracts.ping]\nheaders = {{ Token = \"{token}\" }}\n"),
        )
        .unwrap();
        let args = [
            "--contract",
            &contract,
            "--profile",
            &profile,
            "--target",
            &url,
        ];
        let output = clausal(&[&["check", "--snapshots", &snapshots], &args[..]].concat());
        let told = text(&output.stdout);
        assert!(
            !told.contains("Changed") && !told.contains("changed"),
            "{told}"
        );
        let output = clausal(&[&["replay", &findings], &args[..]].concat());
        let told = text(&output.stdout);
        assert!(
            told.contains("STILL BROKEN") && !told.contains("CHANGED"),
            "{told}"
        );
        assert!(!told.contains(token), "{told}");
    }
}

/// A server that says in the document what it was asked with.
#[test]
fn a_document_that_says_a_key_again_is_read_without_it() {
    const KEY: &str = "kEy~Z9+x/Q7=mmWv.tail";
    const COOKIE: &str = "c00k1e-of-somebody";
    let page = format!(
        "# Things {KEY}\n\n## GET /things/admin\n\nLists things. {KEY} {COOKIE}\n\n```\ncurl -H \
         'Token: {KEY}' http://h/things/admin?k={COOKIE}\n```\n\n| Code | Description |\n|---|---|\n\
         | 400 | not {COOKIE} |\n"
    );
    let json = format!("{{\"openapi\": \"3.1.0\", \"paths\": \"{KEY} {COOKIE}\", 1");
    for (path, body, code) in [("page.md", page, 0), ("openapi.json", json, 2)] {
        let (url, seen) = serve(move |_| {
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        });
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let (profile, contract) = (at("clausal.toml"), at("openapi.yaml"));
        let output = clausal(&[
            "init",
            &format!("{url}/{path}"),
            "-H",
            &format!("Token: Bearer {KEY}"),
            "-H",
            &format!("Cookie: sid={COOKIE}"),
            "--user",
            "admin:secret",
            "-o",
            &profile,
            "--contract-file",
            &contract,
        ]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{told}");
        let seen = seen.lock().unwrap();
        assert!(seen.iter().any(|r| r.contains(KEY)), "nothing was sent");
        let mut all = vec![told];
        for file in std::fs::read_dir(folder.path()).unwrap() {
            all.push(std::fs::read_to_string(file.unwrap().path()).unwrap());
        }
        for text in &all {
            assert!(!text.contains("Z9+x") && !text.contains("c00k1e"), "{text}");
        }
        if code == 0 {
            assert!(all.iter().any(|text| text.contains("***")), "{all:?}");
            // A short word may stand there by chance.
            let drafted = std::fs::read_to_string(&contract).unwrap();
            assert!(drafted.contains("/things/admin"), "{drafted}");
        }
    }
}
