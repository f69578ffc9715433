//! What the README prints works as printed.

use std::process::Command;

use crate::support::{root, text};

/// The script of the step under a heading, as a runner would read it from the YAML.
fn step(heading: &str) -> String {
    let readme = std::fs::read_to_string(root("README.md")).unwrap();
    let section = readme.split(heading).nth(1).expect("the heading is there");
    let yaml = section
        .split("```yaml")
        .nth(1)
        .and_then(|t| t.split("```").next());
    let script = yaml
        .and_then(|y| y.split("run: |").nth(1))
        .expect("a step with a script");
    script.replace("\n    ", "\n")
}

#[test]
fn the_recipe_for_ci_works_as_printed() {
    let folder = tempfile::tempdir().unwrap();
    let port = {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        free.local_addr().unwrap().port().to_string()
    };
    // The port alone may be taken on this machine, and the paths are those of a checkout.
    let script = step("## In CI").replace("9000", &port);
    let profile = root("src/prove.toml").display().to_string();
    let script = script.replace("src/prove.toml", &profile) + "\nkill %1\n";
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_clausal"));
    let path = std::env::join_paths(
        std::iter::once(bin.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let out = Command::new("bash")
        .args(["-e", "-c", &script])
        .current_dir(folder.path())
        .env("PATH", path.unwrap())
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_STEP_SUMMARY", folder.path().join("summary.md"))
        .output()
        .unwrap();
    let told = text(&out.stdout) + &text(&out.stderr);
    assert!(out.status.success(), "{script}\n{told}");
    for name in ["clausal.xml", "clausal.html", "summary.md"] {
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(written.contains("createBackup"), "{name}");
    }
}
