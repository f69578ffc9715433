//! Bodies that are too much for whoever reads them at once.

use super::server::{Talk, answer, json};
use super::{ANY, BROKEN, behaviours};

fn xml(talk: &mut Talk, document: impl AsRef<[u8]>) {
    talk.always(answer(
        "201 Yes",
        "Content-Type: application/xml\r\n",
        document,
    ));
}

behaviours! {
    json_of_fifty_megabytes: |t| {
        if t.request().is_some() && t.send("HTTP/1.1 201 Yes\r\nContent-Type: application/json\r\nContent-Length: 52428800\r\n\r\n[") {
            while t.send(b"1,2,3,4,".repeat(8_000)) {}
        }
    }, BROKEN, ["larger than 8388608 bytes"];
    json_a_hundred_thousand_deep_and_closed: |t| {
        t.always(json("201 Yes", format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000))));
    }, ANY, [];
    json_of_a_hundred_thousand_members: |t| {
        let members: Vec<_> = (0..100_000).map(|n| format!("\"m{n}\":{n}")).collect();
        t.always(json("201 Yes", format!("{{{}}}", members.join(","))));
    }, ANY, [];
    json_of_ten_thousand_equal_names: |t| t.always(json("201 Yes", format!("{{{}\"a\":1}}", "\"a\":1,".repeat(10_000)))),
        ANY, [];
    json_of_half_characters: |t| t.always(json("422 No", r#"{"code":"\ud800","name":"\udfff\ud800"}"#)), ANY, [];
    json_of_no_numbers: |t| t.always(json("201 Yes", r#"{"id": NaN, "x": Infinity}"#)), BROKEN, [];
    json_with_names_of_scripts: |t| t.always(json("500 Oh", r#"{"__proto__":{"a":1},"</script><script>alert(1)":"]]>"}"#)),
        BROKEN, ["status 500"];
    json_of_controls: |t| t.always(json("500 Oh", "{\"a\":\"\u{0}\u{1b}[31m\u{7f}\u{9b}\"}")), BROKEN, ["status 500"];
    zeros_of_a_megabyte: |t| t.always(json("500 Oh", vec![0; 1 << 20])), BROKEN, ["status 500"];
    utf_16_without_a_mark: |t| {
        let bytes: Vec<u8> = r#"{"code":1004}"#.encode_utf16().flat_map(u16::to_be_bytes).collect();
        t.always(json("422 No", bytes));
    }, BROKEN, [];
    utf_7_as_a_label: |t| t.always(answer("422 No", "Content-Type: application/json; charset=utf-7\r\n", r#"{"code":1004}"#)),
        BROKEN, [];
    parts_without_end: |t| t.without_end("HTTP/1.1 200 Yes\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n", "--x\r\n\r\ny\r\n".repeat(5_000)),
        ANY, [];
    lines_of_json_without_end: |t| t.without_end("HTTP/1.1 200 Yes\r\nContent-Type: application/x-ndjson\r\n\r\n", "{\"a\":1}\n".repeat(5_000)),
        ANY, [];
    page_that_would_like_to_run: |t| t.always(answer("500 Oh", "Content-Type: text/html\r\n", "<img src=x onerror=alert(1)><svg/onload=alert(2)>")),
        BROKEN, ["status 500"];
    xml_that_names_a_file: |t| xml(t, "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"), BROKEN, [];
    xml_that_names_a_server: |t| xml(t, "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>"), BROKEN, [];
    xml_of_quadratic_entities: |t| {
        xml(t, format!("<!DOCTYPE a [<!ENTITY b \"{}\">]><a>{}</a>", "x".repeat(50_000), "&b;".repeat(50_000)));
    }, BROKEN, [];
    xml_comment_of_megabytes: |t| xml(t, format!("<a><!-- {} --></a>", "x".repeat(1 << 20))), BROKEN, [];
    xml_of_instructions: |t| xml(t, format!("<a>{}</a>", "<?b?>".repeat(100_000))), BROKEN, [];
    xml_text_of_megabytes: |t| xml(t, format!("<a><![CDATA[{}]]></a>", "\u{202e}".repeat(200 << 10))), BROKEN, [];
    xml_of_namespaces: |t| {
        let names: String = (0..4_000).map(|n| format!("<a xmlns:n{n}=\"u{n}\">")).collect();
        xml(t, names);
    }, BROKEN, [];
    xml_attributes_of_megabytes: |t| xml(t, format!("<a b=\"{}\"/>", "&#x202e;".repeat(60_000))), BROKEN, [];
}
