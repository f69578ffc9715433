//! A target that names what it made by the token of whoever made it.

use std::path::Path;

use crate::reach::{reply, serve};
use crate::support::{clausal, text};

const TOKEN: &str = "kEy~Z9+x/Q7=mmWv.tail";

const CONTRACT: &str = r#"
openapi: 3.1.0
info: {title: ids, version: '1'}
paths:
  /items:
    post:
      operationId: make
      responses:
        '201':
          description: made
          content:
            application/json:
              schema: {type: object, required: [id], properties: {id: {type: string}}}
  /items/{id}:
    get:
      operationId: one
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: found
          content:
            application/json:
              schema: {type: object, required: [name], properties: {name: {type: string}}}
        '404': {description: none}
"#;

#[test]
fn a_thing_that_is_named_by_a_token_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("ids.yaml"), CONTRACT).unwrap();
    let profile = format!("[contracts.ids]\nheaders = {{ Token = \"{TOKEN}\" }}\n");
    std::fs::write(at("profile.toml"), profile).unwrap();
    let (url, seen) = serve(|request| {
        let status = if request.starts_with("POST") {
            201
        } else {
            200
        };
        // As it stands, and with a member's name of it, which pointers of messages quote.
        reply(status, "", &format!("{{\"id\":\"{TOKEN}\",\"{TOKEN}\":1}}"))
    });
    let (findings, json) = (at("findings"), at("r.json"));
    let output = clausal(&[
        "check",
        "--target",
        &url,
        "--contract",
        &at("ids.yaml"),
        "--profile",
        &at("profile.toml"),
        "--findings",
        &findings,
        "--report",
        &format!("json={json}"),
    ]);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let named = |r: &String| r.starts_with("GET /items/kEy");
    assert!(seen.lock().unwrap().iter().any(named), "{told}");
    let mut all = vec![told, std::fs::read_to_string(json).unwrap()];
    let kept = std::fs::read_dir(Path::new(&findings)).unwrap();
    all.extend(kept.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()));
    assert!(all.iter().any(|t| t.contains("\"objects\"")), "{all:?}");
    for text in all {
        assert!(!text.contains("mmWv"), "{text}");
    }
}
