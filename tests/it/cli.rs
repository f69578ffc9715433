//! What a user reads: help, lists, explanations, findings, errors; and the exit codes.

use clausal::reference;
use clausal::run::plan::Pattern;

use crate::support::{clausal, text};

/// Snapshots of the command line live together; times and ports are masked.
fn snapshot(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/cli"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(
        r"\d+ requests in [\d.]+ s \(\d+ requests/s\)",
        "N requests in T s",
    );
    settings.add_filter(r#"time_(\w+)": ?\d{13}"#, r#"time_$1":"MILLISECONDS""#);
    // A line may end between the name and the time.
    settings.add_filter(r"\b1[789]\d{11}\b", "MILLISECONDS");
    settings.add_filter(r#""id":\d+"#, r#""id":N"#);
    settings.add_filter(r"HTTP (\d+), ([\w/]+), \d+ bytes", "HTTP $1, $2, N bytes");
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

fn out(args: &[&str], code: i32) -> String {
    let output = clausal(args);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{args:?}\n{}{}",
        text(&output.stdout),
        text(&output.stderr)
    );
    if code == 2 && output.stdout.is_empty() {
        text(&output.stderr)
    } else {
        text(&output.stdout)
    }
}

#[test]
fn help() {
    for (name, args) in [
        ("help", vec!["--help"]),
        ("help-check", vec!["check", "--help"]),
        ("help-coverage", vec!["coverage", "--help"]),
    ] {
        snapshot(name, &out(&args, 0));
    }
}

#[test]
fn clauses() {
    snapshot("clauses", &out(&["clauses", "--contract", "jsa"], 0));
}

#[test]
fn coverage() {
    for (name, more) in [
        ("coverage", vec![]),
        ("coverage-clauses", vec!["-v"]),
        ("coverage-markdown", vec!["--format", "md"]),
        ("coverage-json", vec!["--format", "json"]),
    ] {
        let args = [vec!["coverage", "--contract", "jsa"], more].concat();
        let shown = out(&args, 0);
        assert!(!shown.contains('\u{1b}'), "{name} is coloured when piped");
        if !name.ends_with("json") && !name.ends_with("markdown") {
            let wide = shown.lines().find(|l| l.chars().count() > 100);
            assert_eq!(wide, None, "{name} is too wide");
        }
        // Every fact is a page of JSON on its own; the first ones show the shape.
        let lines = if name.ends_with("json") {
            80
        } else {
            usize::MAX
        };
        let start: Vec<&str> = shown.lines().take(lines).collect();
        snapshot(name, &start.join("\n"));
    }
    let all = out(&["coverage"], 0);
    assert!(all.ends_with("documented facts are checked\n"), "{all}");
}

#[test]
fn coverage_of_a_contract_in_a_file_is_its_table_or_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pets.yaml");
    std::fs::write(&path, "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    get:\n      operationId: pets\n      responses:\n        '200': {description: all}\n").unwrap();
    let path = path.display().to_string();
    let coverage = |code| out(&["coverage", "--contract", &path], code);
    assert!(coverage(0).starts_with("pets: 1 of 1 documented facts are checked"));
    let table = folder.path().join("traceability.tsv");
    let head = "id\toperation\tkind\tlevel\tsection\tfact\tclauses\treason\n";
    std::fs::write(&table, format!("{head}one\tpets\n")).unwrap();
    assert!(coverage(2).contains("line 2: 2 columns, and 8 are needed"));
    let row = "one\tpets\tvalue\tdocumented\tpage\ta fact\t\tno way to see it\n";
    std::fs::write(&table, format!("{head}{row}")).unwrap();
    assert!(coverage(0).contains("0 of 1 documented facts are checked"));
}

#[test]
fn explain() {
    for (name, id) in [
        ("explain-code", "jsa/createBackup/422-1004/name.pattern"),
        (
            "explain-state",
            "jsa/createBackup/409-1015/a-backup-is-in-progress",
        ),
        ("explain-race", "jsa/createBackup/race/host"),
        (
            "explain-lifecycle",
            "jsa/createBackup/lifecycle/transitions",
        ),
        ("explain-raw", "jsa/createBackup/implied/odd-unicode"),
        (
            "explain-reading",
            "jsa/createBackup/reading/name-alphanumerics",
        ),
    ] {
        snapshot(name, &out(&["explain", id], 0));
    }
}

/// One violation of each family, as the terminal shows it.
#[test]
fn findings() {
    for (name, clause) in [
        ("finding-code", "jsa/createBackup/422-1004/name.pattern"),
        ("finding-accepts", "jsa/createBackup/accepts/name.maxLength"),
        ("finding-refuses", "jsa/createBackup/refuses/ids-below-1"),
        ("finding-response", "jsa/createBackup/response/status.enum"),
        ("finding-echo", "jsa/createBackup/echo/name"),
        ("finding-fields", "jsa/createBackup/fields/filter"),
        ("finding-lifecycle", "jsa/createBackup/lifecycle/created"),
        (
            "finding-state",
            "jsa/createBackup/409-1016/a-restore-is-in-progress",
        ),
        ("finding-implied", "jsa/createBackup/implied/malformed-json"),
        (
            "finding-ignored",
            "jsa/createBackup/ignored/read-only-members",
        ),
    ] {
        let planted = reference::defects().iter().find(|d| {
            d.caught_by == clause.trim_start_matches("jsa/createBackup/") || d.caught_by == clause
        });
        let planted = planted.or_else(|| {
            reference::defects()
                .iter()
                .find(|d| Pattern::parse(d.caught_by).unwrap().matches(clause))
        });
        // What is accepted keeps a host busy, and how many cases meet that is a matter of the machine.
        let planted = match name {
            "finding-code" => reference::defects()
                .iter()
                .find(|d| d.id == "name-pattern-code"),
            _ => planted,
        };
        let planted = planted.unwrap_or_else(|| panic!("no defect is caught by {clause}"));
        let server = reference::start(reference::Options {
            defects: vec![planted.id.into()],
            ..Default::default()
        })
        .unwrap();
        let url = server.url();
        let args = [
            "check",
            "--target",
            &url,
            "--profile",
            "src/prove.toml",
            "--only",
            clause,
            "--seed",
            "3",
            "--cases",
            "2",
            "--jobs",
            "1",
        ];
        snapshot(name, &out(&args, 1));
    }
}

/// The shape of what the reference server answers, with what changes from run to run masked.
#[test]
fn response_shapes_of_the_reference() {
    use std::io::{Read, Write};
    let server = reference::start(reference::Options {
        // The first backup must still run when the third request comes, however busy the machine.
        backup_time: std::time::Duration::from_secs(60),
        ..Default::default()
    })
    .unwrap();
    let ask = |body: &str| {
        let mut stream = std::net::TcpStream::connect(server.addr()).unwrap();
        write!(stream, "POST /api/backup_and_restore/backups HTTP/1.1\r\nHost: a\r\nConnection: close\r\nSEC: reference-token\r\nbackup_type: CONFIG\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        format!("{}\n{body}", head.lines().next().unwrap())
    };
    snapshot(
        "reference-created",
        &ask(r#"{"name":"nightly","configuration_id":1}"#),
    );
    snapshot(
        "reference-refused",
        &ask(r#"{"name":"not a name","configuration_id":1}"#),
    );
    snapshot(
        "reference-busy",
        &ask(r#"{"name":"another","configuration_id":1}"#),
    );
}

#[test]
fn wrong_usage_is_exit_2_and_lists_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let profile = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let key = profile("key.toml", "targt = \"http://127.0.0.1:1\"\n");
    let fixture = profile("fixture.toml", "[contracts.jsa.fixtures]\nconsole = 5\n");
    let kind = profile(
        "kind.toml",
        "[contracts.jsa.fixtures]\nconsole_host = \"five\"\n",
    );
    let variable = profile(
        "variable.toml",
        "[contracts.jsa]\nheaders = { SEC = \"env:CLAUSAL_NO_SUCH\" }\n",
    );
    let contract = profile("contract.toml", "[contracts.jsaa]\n");
    for (args, words) in [
        (
            vec!["check", "--contract", "nothing-like-it"],
            vec!["nothing-like-it", "jsa"],
        ),
        (
            vec!["check", "--only", "jsa/createBackup/422-1004/name.patern"],
            vec!["no clause matches", "clausal clauses"],
        ),
        (vec!["check", "--only", "a[b"], vec!["is not a pattern"]),
        (
            vec!["check", "--profile", &key],
            vec!["targt", "target", "states"],
        ),
        (
            vec!["check", "--profile", &fixture],
            vec!["console", "console_host", "known"],
        ),
        (
            vec!["check", "--profile", &kind],
            vec!["console_host", "integer", "string"],
        ),
        (
            vec!["check", "--profile", &variable],
            vec!["CLAUSAL_NO_SUCH", "not set", "SEC"],
        ),
        (vec!["check", "--profile", &contract], vec!["jsaa", "jsa"]),
        (
            vec!["check", "--profile", "no/such/file.toml"],
            vec!["no/such/file.toml"],
        ),
        (
            vec!["check", "--target", "127.0.0.1:9000"],
            vec!["scheme", "http://"],
        ),
        (
            vec!["check", "--report", "pdf=x"],
            vec!["pdf", "json", "junit"],
        ),
        (
            vec!["check", "--report", "json=no/such/folder/x.json"],
            vec!["no/such/folder"],
        ),
        (vec!["check", "--jobs", "0"], vec!["--jobs"]),
        (vec!["check", "--time-limit", "soon"], vec!["90s"]),
        (
            vec!["check", "--level", "maybe"],
            vec!["documented, sample or implied"],
        ),
        (
            vec!["explain", "name.pattern"],
            vec!["no clause has the id", "422-1004/name.pattern"],
        ),
        (
            vec!["serve", "--defect", "no-such-defect"],
            vec!["no-such-defect"],
        ),
    ] {
        let output = clausal(&args);
        let shown = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {shown}");
        for word in words {
            assert!(
                shown.contains(word),
                "{args:?} does not say {word:?}:\n{shown}"
            );
        }
    }
}

#[test]
fn exit_codes_of_check() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let nowhere = format!("http://{free}");
    out(&["check", "--contract", "jsa", "--only", "*/422-1004/*"], 0);
    out(&["check", "--contract", "jsa", "--target", &nowhere], 3);
    // Without a profile the clause lacks its fixture, so that nothing is tested.
    let server = reference::start(reference::Options::default()).unwrap();
    let shown = out(
        &[
            "check",
            "--contract",
            "jsa",
            "--target",
            &server.url(),
            "-H",
            "SEC: reference-token",
            "--only",
            "*/422-1013/*",
        ],
        4,
    );
    assert!(shown.contains("no_ariel_host"), "{shown}");
}

#[test]
fn what_clauses_prints_only_accepts() {
    let listed = out(&["clauses", "--contract", "jsa"], 0);
    let ids: Vec<&str> = listed
        .lines()
        .map(|l| l.split_whitespace().next().unwrap())
        .collect();
    assert!(ids.len() > 100);
    for id in ids.iter().step_by(9) {
        let again = out(&["clauses", "--contract", "jsa", "--only", id], 0);
        assert_eq!(again.lines().count(), 1, "{id}: {again}");
    }
}

#[test]
fn nothing_is_coloured_when_piped() {
    let shown = out(&["check", "--contract", "jsa", "--only", "*/422-1004/*"], 0);
    assert!(!shown.contains('\u{1b}'));
}

#[test]
fn an_openapi_document_without_extensions_is_checked_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pets.yaml");
    std::fs::write(&path, "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths:\n  /pets:\n    post:\n      operationId: addPet\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema: {type: object, required: [name], properties: {name: {type: string, minLength: 1, maxLength: 5}, age: {type: integer, minimum: 0, maximum: 30}}}\n      responses:\n        '201': {description: made}\n        '400': {description: wrong}\n").unwrap();
    let path = path.display().to_string();
    let shown = out(&["clauses", "--contract", &path], 0);
    for clause in [
        "refuses/name.maxLength",
        "refuses/age.maximum",
        "accepts/age.minimum",
        "refuses/name.required",
        "refuses/body.required",
    ] {
        assert!(shown.contains(clause), "{clause} is missing:\n{shown}");
    }
}
