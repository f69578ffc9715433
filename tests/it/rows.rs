//! `coverage` refuses each kind of wrong row of any contract's table, `explain` says what provokes a code, and
//! `lint` suggests.

use std::fs;
use std::path::Path;

use clausal::contract::TRACEABILITY_COLUMNS;

use crate::support::{clausal, text};

const CONTRACT: &str = "openapi: 3.1.0
info: {title: Letters, version: '1'}
x-clausal: {name: mail}
x-error-code: {at: [/code]}
paths:
  /letters:
    post:
      operationId: send
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [subject], properties: {subject: {type: string, maxLength: 60}}}}}}
      responses:
        '201': {description: sent}
        '400':
          description: refused
          x-errors:
            - {code: LONG, duty: The subject is too long., when: {breaks: maxLength, at: /body/subject}}
            - {code: ODD, when: untested, reason: nobody knows}
";

/// The row that is right, in its cells.
const RIGHT: [&str; 8] = [
    "mail-1",
    "send",
    "limit",
    "documented",
    "page",
    "LONG: the subject has 60 characters",
    "mail/send/400-LONG/subject.maxLength",
    "",
];

fn covered(folder: &Path, table: &str, more: &[&str]) -> (Option<i32>, String) {
    let contract = folder.join("openapi.yaml");
    fs::write(&contract, CONTRACT).unwrap();
    fs::write(folder.join("traceability.tsv"), table).unwrap();
    let contract = contract.display().to_string();
    let out = clausal(&[&["coverage", "--contract", &contract][..], more].concat());
    (out.status.code(), text(&out.stdout) + &text(&out.stderr))
}

#[test]
fn each_kind_of_wrong_row_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let row = |changed: &[(usize, &str)]| {
        let mut cells = RIGHT;
        changed.iter().for_each(|(at, cell)| cells[*at] = cell);
        format!("{TRACEABILITY_COLUMNS}\n{}\n", cells.join("\t"))
    };
    let (code, told) = covered(folder.path(), &row(&[]), &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(
        told.contains("mail/send: no fact is about 400 ODD"),
        "{told}"
    );
    let right = row(&[]);
    for (table, words) in [
        (
            row(&[(1, "sent")]),
            "no operation `sent` (did you mean `send`?)",
        ),
        (row(&[(2, "")]), "`` is no kind of fact"),
        (row(&[(2, "a|b")]), "`a|b` is no kind of fact"),
        (
            row(&[(3, "certain")]),
            "`certain` is no level (known: documented",
        ),
        (
            row(&[(6, "mail/send/400-LONG/subject.maxlength")]),
            "no clause `mail/send/400-LONG/subject.maxlength` (did you mean `mail/send/400-LONG/subject.maxLength`?)",
        ),
        (
            row(&[(6, "")]),
            "line 2: `mail-1` needs clauses or a reason",
        ),
        (
            row(&[(7, "why")]),
            "line 2: `mail-1` needs clauses or a reason",
        ),
        (
            format!("{right}{}\n", RIGHT.join("\t")),
            "line 3: `mail-1` stands twice",
        ),
        (
            format!("{right}mail-2\tsend\n"),
            "line 3: 2 columns, and 8 are needed",
        ),
        ("id\toperation\n".to_owned(), "line 1: the columns must be"),
        (String::new(), "line 1: the columns must be"),
    ] {
        let (code, told) = covered(folder.path(), &table, &[]);
        assert_eq!(code, Some(2), "{table}: {told}");
        assert!(told.contains(words), "{words}: {told}");
    }
    let (code, draft) = covered(folder.path(), &right, &["--draft"]);
    assert_eq!(code, Some(0), "{draft}");
    assert!(
        draft.starts_with(TRACEABILITY_COLUMNS) && draft.contains("ODD"),
        "{draft}"
    );
    assert!(!draft.contains("send/400-LONG\t"), "{draft}");
    // What was drafted is a table that fits.
    let whole = right + draft.split_once('\n').map_or("", |(_, rows)| rows);
    let (code, told) = covered(folder.path(), &whole, &[]);
    assert_eq!(code, Some(0), "{told}");
    assert!(!told.contains("no fact is about"), "{told}");
}

#[test]
fn a_code_is_explained_by_what_provokes_it() {
    let folder = tempfile::tempdir().unwrap();
    let contract = folder.path().join("openapi.yaml");
    fs::write(&contract, CONTRACT).unwrap();
    let contract = contract.display().to_string();
    for (word, code, words) in [
        (
            "LONG",
            0,
            vec![
                "`maxLength` of /body/subject is broken",
                "mail/send/400-LONG/subject.maxLength",
            ],
        ),
        (
            "ODD",
            0,
            vec!["not known: nobody knows", "mail/send/400-ODD/untested"],
        ),
        ("EVEN", 2, vec!["`EVEN`", "--codes"]),
    ] {
        let out = clausal(&["explain", word, "--contract", &contract]);
        let told = text(&out.stdout) + &text(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{told}");
        words
            .iter()
            .for_each(|w| assert!(told.contains(w), "{w}: {told}"));
    }
    let all = text(&clausal(&["explain", "--codes", "--contract", &contract]).stdout);
    assert!(
        all.contains("LONG with status 400") && all.contains("ODD with status 400"),
        "{all}"
    );
}

#[test]
fn lint_warns_of_an_action_that_changes_nothing_and_suggests_an_overlay() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str, content: &str| {
        fs::write(folder.path().join(name), content).unwrap();
        folder.path().join(name).display().to_string()
    };
    let contract = at("openapi.yaml", CONTRACT);
    let idle = "overlay: 1.0.0\ninfo: {title: t, version: '1'}\nactions: [{target: $.nothing, update: {a: 1}}]\n";
    let overlay = at("idle.yaml", idle);
    let out = clausal(&["lint", &contract, "--overlay", &overlay]);
    let told = text(&out.stdout);
    assert_eq!(out.status.code(), Some(0), "{told}");
    assert!(
        told.contains("`$.nothing` matches nothing") && told.contains("idle.yaml:3"),
        "{told}"
    );
    let vendor = CONTRACT
        .replace("x-clausal: {name: mail}\nx-error-code: {at: [/code]}\n", "")
        .split("          x-errors")
        .next()
        .unwrap()
        .to_owned()
        + "          content: {application/json: {example: {code: LONG, message: The subject must not exceed 60 characters}}}\n";
    let told = text(&clausal(&["lint", &at("vendor.yaml", &vendor)]).stdout);
    assert!(
        told.contains("1 error codes stand in it") && told.contains("clausal init"),
        "{told}"
    );
}
