//! Documents that are too deep, too wide, or not in the encoding they should be in.

use super::server::{Talk, answer, json};
use super::{BROKEN, behaviours};

fn xml(talk: &mut Talk, document: String) {
    talk.always(answer(
        "201 Yes",
        "Content-Type: application/xml\r\n",
        document,
    ));
}

fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

/// Megabytes of a part.
fn full(part: &str) -> String {
    part.repeat((3 << 20) / part.len())
}

behaviours! {
    json_a_million_deep: |t| t.always(json("201 Yes", "[".repeat(1_000_000))),
        BROKEN, ["EOF"];
    json_objects_a_million_deep: |t| t.always(json("201 Yes", r#"{"a":"#.repeat(1_000_000))),
        BROKEN, ["EOF"];
    json_of_millions_of_values: |t| t.always(json("201 Yes", format!("[{}1]", full("1,")))),
        BROKEN, ["array body"];
    json_of_millions_of_objects: |t| t.always(json("201 Yes", format!("[{}1]", full(r#"{"a":{}},"#)))),
        BROKEN, ["array body"];
    json_names_of_many_kilobytes_deep: |t| {
        let name = "n".repeat(64 << 10);
        let (open, close) = (format!("{{\"{name}\":").repeat(100), "}".repeat(100));
        t.always(json("422 No", format!("{open}[1003,1003]{close}")));
    }, BROKEN, ["code 1003"];
    json_member_of_megabytes_twice: |t| {
        let name = "\u{202e}".repeat(1 << 20);
        t.always(json("201 Yes", format!("{{\"{name}\":1,\"{name}\":2}}")));
    }, BROKEN, ["422 with code 1004"];
    json_numbers_without_measure: |t| t.always(json("201 Yes", format!("{{\"id\": {}}}", "9".repeat(1 << 20)))),
        BROKEN, ["422 with code 1004"];
    json_exponent_without_measure: |t| t.always(json("201 Yes", r#"{"id": 1e99999999999, "x": -1e-99999999}"#)),
        BROKEN, ["422 with code 1004"];
    json_with_a_byte_order_mark: |t| t.always(json("201 Yes", "\u{feff}{}")), BROKEN, ["byte order mark"];
    json_in_utf_16: |t| t.always(json("201 Yes", wide(r#"{"id":1}"#, u16::to_le_bytes))), BROKEN, ["UTF-16"];
    json_in_utf_32: |t| {
        let bytes: Vec<u8> = r#"{"id":1}"#.chars().flat_map(|c| (c as u32).to_be_bytes()).collect();
        t.always(json("201 Yes", bytes));
    }, BROKEN, ["UTF-32"];
    charset_that_lies: |t| t.always(answer("201 Yes", "Content-Type: application/json; charset=utf-16\r\n", b"{\"a\": \"\xe9\"}")),
        BROKEN, ["no JSON"];
    xml_a_million_deep: |t| xml(t, "<a>".repeat(1_000_000)), BROKEN, ["nested deeper than 256"];
    xml_of_entities: |t| {
        let mut document = "<!DOCTYPE a [<!ENTITY e0 \"ha\">".to_owned();
        for n in 1..30 {
            document += &format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10));
        }
        xml(t, document + "]><a>&e29;</a>");
    }, BROKEN, ["no well-formed XML", "DOCTYPE", "type declaration"];
    xml_of_a_million_attributes: |t| xml(t, format!("<a {}/>", "b=\"\" ".repeat(1_000_000))),
        BROKEN, ["more than 4096 attributes"];
    xml_of_millions_of_elements: |t| xml(t, format!("<a>{}</a>", full("<b/>"))), BROKEN, ["more than 100000"];
    xml_of_millions_of_small_tags: |t| xml(t, format!("<a>{}</a>", full("<b c=\"\"/>"))), BROKEN, ["more than 100000"];
    xml_name_of_megabytes: |t| xml(t, format!("<{}></b>", "\u{1b1}".repeat(1 << 19))), BROKEN, ["no well-formed XML"];
    xml_in_another_encoding_than_it_says: |t| {
        t.always(answer("201 Yes", "Content-Type: application/xml; charset=utf-16\r\n", "<a/>"));
    }, BROKEN, ["no well-formed XML", "utf-16"];
}
