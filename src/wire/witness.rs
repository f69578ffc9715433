//! Other readers than ours read what is written as we do: what the proof rests on.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::body;
use super::parameter::Named;
use super::writing::Writing;
use crate::contract::{Media, Schema, Serial, Style, load_text};

fn runner() -> TestRunner {
    TestRunner::new(Config {
        cases: 256,
        failure_persistence: None,
        ..Config::default()
    })
}

fn object() -> Schema {
    let mut schema = Schema::default();
    schema.types = vec!["object".to_owned()];
    schema
}

/// Members with texts of all kinds, names told from each other by their letters alone.
fn members() -> impl Strategy<Value = Value> {
    let member = ("[a-z]{1,6}", "\\PC{0,12}");
    let map = |list: Vec<(String, String)>| {
        let members = list.into_iter().map(|(n, v)| (n, Value::from(v)));
        Value::Object(members.collect::<Map<_, _>>())
    };
    proptest::collection::vec(member, 1..5).prop_map(map)
}

/// The media type of a request body.
fn media(media_type: &str, rest: &str) -> Media {
    let text = format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}}, "paths": {{"/a": {{"post": {{
            "requestBody": {{"required": true, "content": {{"{media_type}": {{{rest}}}}}}},
            "responses": {{"200": {{"description": "done"}}}}}}}}}}}}"#
    );
    let contract = load_text("t.json", &text, &|_| Err(String::new())).unwrap();
    contract.operations[0].body.clone().unwrap().media[0].clone()
}

#[test]
fn serde_qs_reads_queries_as_we_do() {
    let schema = object();
    let named = |serial| Named {
        name: "f",
        serial,
        schema: &schema,
    };
    let plain = Serial::styled(Style::Form);
    let deep = Serial::styled(Style::DeepObject);
    let none = |_: &str| false;
    runner()
        .run(&members(), |value| {
            for (serial, around) in [(&plain, false), (&deep, true)] {
                let sent = named(serial).pairs(&value).unwrap().join("&");
                let read: Value = serde_qs::Config::new()
                    .use_form_encoding(true)
                    .deserialize_str(&sent)
                    .unwrap();
                let other = if around { &read["f"] } else { &read };
                prop_assert_eq!(other, &value);
                let pairs = super::url::query_pairs(&format!("/?{sent}"));
                prop_assert_eq!(named(serial).read_pairs(&pairs, &none), Some(value.clone()));
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_reader_of_cookies_reads_them_as_we_do() {
    let mut schema = Schema::default();
    schema.types = vec!["string".to_owned()];
    let serial = Serial::styled(Style::Cookie);
    let named = Named {
        name: "sid",
        serial: &serial,
        schema: &schema,
    };
    runner()
        .run(&"[!-~]{1,12}", |text| {
            let Ok(sent) = named.cookies(&json!(text)) else {
                return Ok(());
            };
            let sent = sent.join("; ");
            let read = cookie::Cookie::split_parse(sent.clone())
                .next()
                .unwrap()
                .unwrap();
            prop_assert_eq!(read.name_value(), ("sid", text.as_str()));
            let headers = [("Cookie".to_owned(), sent)];
            let pairs = super::parameter::cookie_pairs(&headers);
            prop_assert_eq!(named.read_cookies(&pairs, &|_| false), Some(json!(text)));
            Ok(())
        })
        .unwrap();
}

#[test]
fn multer_reads_parts_as_we_do() {
    let schema = r#""schema": {"type": "object", "properties": {
        "file": {"type": "string", "format": "binary"}, "n": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "meta": {"type": "object", "properties": {"k": {"type": "string"}}}}}"#;
    let media = media("multipart/form-data", schema);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let texts = ("\\PC{0,20}", any::<i32>(), "[ -~\r\n]{0,40}", "\\PC{0,9}");
    runner()
        .run(&texts, |(file, n, text, k)| {
            let value = json!({"file": file, "n": n, "tags": [text, "b"], "meta": {"k": k}});
            let bytes = body::write(&media, &value, &Writing::default()).unwrap();
            let label = body::labelled(&media, &bytes);
            let back = body::read(&media, &label, &bytes, &Writing::default());
            prop_assert_eq!(back, Some(value.clone()));
            let read = runtime.block_on(async {
                let boundary = multer::parse_boundary(&label).unwrap();
                let whole = bytes::Bytes::from(bytes);
                let stream = futures_util::stream::iter([Ok::<_, std::io::Error>(whole)]);
                let mut parts = multer::Multipart::new(stream, boundary);
                let mut list = Vec::new();
                while let Some(part) = parts.next_field().await.unwrap() {
                    let name = part.name().unwrap_or_default().to_owned();
                    let kind = part.content_type().map(ToString::to_string);
                    let is_file = part.file_name().is_some();
                    list.push((name, kind, is_file, part.text().await.unwrap()));
                }
                list
            });
            let octets = Some("application/octet-stream".to_owned());
            let json = Some("application/json".to_owned());
            let meta = json!({"k": k}).to_string();
            let wanted = [
                ("file", octets, true, file),
                ("n", None, false, n.to_string()),
                ("tags", None, false, text),
                ("tags", None, false, "b".to_owned()),
                ("meta", json, false, meta),
            ];
            let wanted: Vec<_> = wanted.map(|(n, k, f, t)| (n.to_owned(), k, f, t)).into();
            prop_assert_eq!(read, wanted);
            Ok(())
        })
        .unwrap();
}

#[test]
fn forms_are_read_as_they_are_written() {
    let rest = r#""schema": {"type": "object", "properties": {
        "a": {"type": "string"}, "n": {"type": "integer"}, "tags": {"type": "array", "items": {"type": "string"}},
        "csv": {"type": "array", "items": {"type": "integer"}}, "deep": {"type": "object"},
        "meta": {"type": "object", "properties": {"k": {"type": "boolean"}}}}},
        "encoding": {"csv": {"explode": false}, "deep": {"style": "deepObject"}}"#;
    let media = media("application/x-www-form-urlencoded", rest);
    let value = json!({"a": "x y&z=é", "n": 7, "tags": ["a,b", "c"], "csv": [1, 2], "deep": {"k": "v w"}, "meta": {"k": true}});
    let bytes = body::write(&media, &value, &Writing::default()).unwrap();
    let sent = String::from_utf8(bytes).unwrap();
    assert_eq!(
        sent,
        "a=x%20y%26z%3D%C3%A9&n=7&tags=a%2Cb&tags=c&csv=1,2&deep%5Bk%5D=v%20w&meta=%7B%22k%22%3Atrue%7D"
    );
    let label = body::labelled(&media, sent.as_bytes());
    let back = body::read(&media, &label, sent.as_bytes(), &Writing::default());
    assert_eq!(back, Some(value));
}

#[test]
fn what_no_body_can_hold_is_not_sent() {
    let form = media(
        "application/x-www-form-urlencoded",
        r#""schema": {"type": "object"}"#,
    );
    let text = media("text/plain", r#""schema": {"type": "string"}"#);
    let yaml = media("application/yaml", r#""schema": {"type": "object"}"#);
    for (media, value) in [
        (&form, json!({})),
        (&form, json!(["a"])),
        (&form, json!({"a": []})),
        (&form, json!({"a": null})),
        (&text, json!("")),
        (&text, json!({"a": 1})),
        (&yaml, json!({"a": 1})),
    ] {
        let carried = body::carries(media, &value, &Writing::default());
        assert!(carried.is_err(), "{} {value}", media.media_type);
    }
}

#[test]
fn lines_hold_a_value_each() {
    let list = r#""schema": {"type": "array", "items": {"type": "object"}}"#;
    let value = json!([{"a": 1}, {"a": 2}]);
    let lines = media("application/x-ndjson", list);
    let bytes = body::write(&lines, &value, &Writing::default()).unwrap();
    assert_eq!(bytes, b"{\"a\":1}\n{\"a\":2}\n");
    assert_eq!(body::carries(&lines, &value, &Writing::default()), Ok(()));
    let records = media(
        "application/json-seq",
        r#""itemSchema": {"type": "object"}"#,
    );
    let bytes = body::write(&records, &value, &Writing::default()).unwrap();
    assert_eq!(bytes, b"\x1e{\"a\":1}\n\x1e{\"a\":2}\n");
    assert_eq!(body::carries(&records, &value, &Writing::default()), Ok(()));
}
