//! A page with merged cells, against a server that keeps to it and one with three wrong codes.

use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::support::{clausal, root, text};

/// The server of the page on tickets.
struct Tickets {
    wrong: bool,
}

impl Tickets {
    fn no(&self, status: u16, code: &str) -> ResponseTemplate {
        let code = match (self.wrong, code) {
            (true, "T-2") => "T-1",
            (true, "T-3") => "T-2",
            (true, "T-5") => "T-6",
            (_, code) => code,
        };
        ResponseTemplate::new(status).set_body_json(json!({"code": code}))
    }
}

impl Respond for Tickets {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let Ok(Value::Object(body)) = serde_json::from_slice::<Value>(&request.body) else {
            return self.no(400, "T-4");
        };
        match body.get("title") {
            None => return self.no(400, "T-1"),
            Some(Value::String(text)) if text.chars().count() > 80 => return self.no(400, "T-2"),
            Some(Value::String(_)) => {}
            Some(_) => return ResponseTemplate::new(400),
        }
        let listed = ["LOW", "MEDIUM", "HIGH"].map(Value::from);
        if body.get("priority").is_some_and(|p| !listed.contains(p)) {
            return self.no(400, "T-3");
        }
        if let Some(reporter) = body.get("reporter") {
            let mail = reporter.get("mail").is_none_or(Value::is_string);
            if !reporter["name"].is_string() || !mail {
                return ResponseTemplate::new(400);
            }
        }
        match body.get("queueId").and_then(Value::as_i64) {
            Some(3) => ResponseTemplate::new(201).set_body_json(json!({"id": 1})),
            Some(_) => self.no(404, "T-5"),
            None => ResponseTemplate::new(400),
        }
    }
}

async fn checked(wrong: bool) -> String {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/rest/tickets"))
        .respond_with(Tickets { wrong })
        .mount(&server)
        .await;
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("clausal.toml").display().to_string();
    let page = root("tests/data/pages/merged_cells.html")
        .display()
        .to_string();
    let url = server.uri();
    let run = move || {
        let made = clausal(&["init", &page, "-o", &profile]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        let written = std::fs::read_to_string(&profile).unwrap();
        let line = "# queueId = 1";
        assert!(written.contains(line), "{written}");
        std::fs::write(&profile, written.replace(line, "queueId = 3")).unwrap();
        let contract = folder.path().join("openapi.yaml").display().to_string();
        let mut arguments = vec!["check", "--contract", &contract, "--profile", &profile];
        arguments.extend(["--target", &url, "--seed", "7", "--cases", "4"]);
        for part in ["400-", "404-", "accepts", "response"] {
            arguments.extend(["--only", part]);
        }
        let out = clausal(&arguments);
        text(&out.stdout) + &text(&out.stderr)
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_of_a_page_with_merged_cells_are_found_and_right_ones_held() {
    let told = checked(false).await;
    assert!(told.contains(" 0 broken, 0 inconclusive"), "{told}");
    assert!(told.contains(" held"), "{told}");
    let told = checked(true).await;
    for broken in [
        "400-T-2/title.maxLength",
        "400-T-3/priority.enum",
        "404-T-5/queueId.unknown",
    ] {
        assert!(told.contains(broken), "{broken}: {told}");
    }
    assert!(told.contains(" 3 broken, 0 inconclusive"), "{told}");
}
