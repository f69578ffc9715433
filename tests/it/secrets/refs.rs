//! What a contract of a stranger's names is read only where somebody has allowed it, and a file that is no
//! part of a contract is not quoted.

use std::path::Path;

use super::around::lint;
use crate::reach::{PING, reply, serve};
use crate::support::{clausal, text};

#[test]
fn a_document_on_a_server_is_read_where_its_address_is_allowed() {
    let (url, seen) = serve(|request| match request.split(' ').nth(1) {
        Some("/parts/ids.yaml") => reply(200, "", "Id: {$ref: 'other.yaml#/Id'}\n"),
        Some("/parts/other.yaml") => reply(200, "", "Id: {type: integer}\n"),
        _ => reply(200, "", "s3cret-value: 1\n"),
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("api")).unwrap();
    let named = format!("{url}/parts/ids.yaml#/Id");
    let allow = |word: &str| format!("{url}{word}");
    for (more, reference) in [
        (vec![], named.clone()),
        (vec![allow("/part")], named.clone()),
        (
            vec![allow("/parts/")],
            format!("{url}/parts/../key.yaml#/Id"),
        ),
        (
            vec![allow("/parts/")],
            format!("{url}/parts/%2E%2e/key.yaml#/Id"),
        ),
        (vec![allow("/parts/")], format!("{url}/key.yaml#/Id")),
        (vec![allow("9/")], named.clone()),
    ] {
        let more: Vec<&str> = more.iter().flat_map(|w| ["--allow-refs", w]).collect();
        let (code, told) = lint(folder.path(), &reference, &more);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains("would have to be fetched"), "{told}");
        assert!(seen.lock().unwrap().is_empty(), "{reference}: {told}");
    }
    let allowed = allow("/parts/");
    let (code, told) = lint(folder.path(), &named, &["--allow-refs", &allowed]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(seen.lock().unwrap().len(), 2, "{told}");
    // What comes from there is quoted as little as what stands beside the contract.
    let (code, told) = lint(
        folder.path(),
        &format!("{url}/parts/x#/Id"),
        &["--allow-refs", &allowed],
    );
    assert_eq!(code, Some(1), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
}

#[test]
fn what_is_no_part_of_a_contract_is_not_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join("api").join(name);
    std::fs::create_dir(folder.path().join("api")).unwrap();
    for (name, content) in [
        (
            "config.json",
            r#"{"auths": {"s3cret.registry": {"auth": "s3cret-value"}}, "s3cret-key": "s3cret-value"}"#,
        ),
        (
            "values.yaml",
            "s3cret-name: &s3cret s3cret-value\nlist: [s3cret-one, 2]\nauths: s3cret-text\ns3cret-name: 1\n",
        ),
        (
            "secret.yaml",
            "kind: Secret\ntype: Opaque\nauths: {s3cret-a: czNjcmV0}\n",
        ),
        ("broken.yaml", "s3cret-a: [s3cret-b\n  s3cret-c: }\n"),
        ("words.yaml", "s3cret words of somebody\n"),
        ("list.json", r#"["s3cret-one", {"s3cret-two": 3}]"#),
    ] {
        std::fs::write(at(name), content).unwrap();
        for pointer in [
            "",
            "#",
            "#/auths",
            "#/auths/x",
            "#/list",
            "#/list/0",
            "#/nothing",
            "#/0",
        ] {
            let (_, told) = lint(folder.path(), &format!("{name}{pointer}"), &[]);
            let told = told.to_lowercase();
            assert!(
                !told.contains("s3cret") && !told.contains("czNjcmV0"),
                "{name}{pointer}: {told}"
            );
        }
    }
}

/// Where a schema file is a part of the contract, its errors are told in full.
#[test]
fn what_is_a_part_of_a_contract_is_told_in_full() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("api")).unwrap();
    let part = "Name: {type: string, minLength: no-number}\n";
    std::fs::write(folder.path().join("api/names.yaml"), part).unwrap();
    let (_, told) = lint(folder.path(), "names.yaml#/Name", &[]);
    assert!(told.contains("no-number"), "{told}");
    let (_, told) = lint(folder.path(), "names.yaml#/Nme", &[]);
    assert!(told.contains("Name"), "{told}");
}

fn has(path: &Path, word: &str) -> bool {
    std::fs::read_to_string(path).unwrap().contains(word)
}

#[test]
fn a_journal_keeps_no_key_of_an_address() {
    let (url, _) = serve(|request| match request.contains("ping.yaml") {
        true => reply(200, "", PING),
        false => reply(200, "", "{}"),
    });
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let at = journal.display().to_string();
    let contract = format!("{url}/ping.yaml?key=s3cret-value");
    let out = clausal(&[
        "check",
        "--contract",
        &contract,
        "--target",
        &url,
        "--cases",
        "1",
        "--journal",
        &at,
    ]);
    let told = text(&out.stdout) + &text(&out.stderr);
    assert!(!told.contains("s3cret") && journal.exists(), "{told}");
    assert!(!has(&journal, "s3cret"), "{told}");
    let out = clausal(&["check", "--resume", &at]);
    let told = text(&out.stderr);
    assert_eq!(out.status.code(), Some(2), "{told}");
    assert!(told.contains("`--contract`"), "{told}");
    let out = clausal(&["check", "--resume", &at, "--contract", &contract]);
    assert_ne!(out.status.code(), Some(2), "{}", text(&out.stderr));
    assert!(!has(&journal, "s3cret"));
}
