//! What few clients send: texts of any kind, near misses of tokens and ids, odd labels, large bodies.
use super::*;

/// Bodies with texts and numbers that planted faults stumble over.
pub(super) fn bodies() -> Vec<Vec<u8>> {
    let plain = br#"{"name": "nightly", "configuration_id": 1}"#;
    let mut raw = vec![
        [b"[", &plain[..], b"]"].concat(),
        [&plain[..], b" x"].concat(),
        plain[..plain.len() - 1].to_vec(),
        br#"{"name": "nightly", "configuration_id": 18446744073709551617}"#.to_vec(),
    ];
    for text in [
        "Gr\u{f6}\u{df}e",
        "Cafe\u{301}",
        "\u{1f600}",
        " a  b ",
        "NIGHTLY",
        "a & b",
        "50%25 %s",
        "C:\\new",
        "0",
        "null",
        "a\0b",
        "one\ntwo",
        "O'Brien",
        "<b>",
        "a \"b\"",
    ] {
        raw.push(body(json!({"description": text})).to_string().into_bytes());
    }
    for extra in [
        json!({"description": "\u{e9}".repeat(200)}),
        json!({"description": "d".repeat(255)}),
        json!({"name": "007"}),
        json!({"name": "a\"b"}),
        json!({"configuration_id": 4_294_967_297_u64}),
        json!({"configuration_id": -1}),
        json!({"configuration_id": 1.5}),
        json!({"name": "n".repeat(150_000)}),
        json!({"nobody": "knows"}),
    ] {
        raw.push(body(extra).to_string().into_bytes());
    }
    raw.push([&plain[..], &b" ".repeat(150_000)].concat());
    raw.push([&plain[..], &b" ".repeat(1_500_000)].concat());
    raw
}

/// A create with other labels and other tokens, then what was created with other tokens and ids.
pub(super) fn doors(addr: SocketAddr, note: &mut impl FnMut((String, Value))) {
    const TOKENS: [&str; 8] = [
        "",
        "reference-toke",
        "reference-token1",
        "referencXX",
        "x",
        "REFERENCE-TOKEN",
        "reference-tokeX",
        "xxxxxxxxxxxxxxx",
    ];
    let nightly = body(json!({})).to_string();
    let mut create = |token: &str, label: &str| {
        state(addr, "baseline", json!({}), "setup");
        let headers = format!("sec: {token}\r\ncontent-type: {label}\r\nbackup_type: CONFIG\r\n");
        let answer = exchange(addr, "POST", ROOT, &headers, nightly.as_bytes());
        let id = answer.1["id"].clone();
        note(answer);
        id
    };
    create("reference-token", "application/json; charset=utf-8");
    for token in TOKENS {
        create(token, "application/json");
    }
    let id = create("reference-token", "Application/JSON");
    let number = id.as_u64().unwrap_or_default();
    for method in ["GET", "DELETE"] {
        let mut ask = |id: String, headers: String| {
            let path = format!("{ROOT}/{id}");
            note(exchange(addr, method, &path, &headers, b""));
        };
        ask(id.to_string(), String::new());
        for token in TOKENS {
            ask(id.to_string(), format!("sec: {token}\r\n"));
        }
        for id in [
            (number + (1 << 32)).to_string(),
            (u128::from(number) + (1 << 64)).to_string(),
            format!("-{number}"),
            format!("{number}x"),
        ] {
            ask(id, "sec: reference-token\r\n".to_owned());
        }
    }
}
