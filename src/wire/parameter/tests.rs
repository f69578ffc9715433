//! The tables "Style Values" of the specification, there and back.

use serde_json::{Value, json};

use super::{Named, carries};
use crate::contract::{Location, Parameter, Place, Schema, Serial, Style};

fn schema(kind: &str) -> Schema {
    let mut schema = Schema::default();
    schema.types = vec![kind.to_owned()];
    schema
}

fn parameter(place: Place, style: Style, explode: bool, kind: &str) -> Parameter {
    Parameter {
        name: "color".into(),
        place,
        required: true,
        schema: schema(kind),
        serial: Serial {
            explode,
            ..Serial::styled(style)
        },
        selects: None,
        at: Location::default(),
        source: String::new(),
    }
}

fn written(parameter: &Parameter, value: &Value) -> Result<String, String> {
    let named = Named::of(parameter);
    Ok(match parameter.place {
        Place::Path => named.segment(value)?,
        Place::Header => named.header(value)?,
        Place::Query => named.pairs(value)?.join("&"),
        Place::Cookie => named.cookies(value)?.join("; "),
    })
}

#[test]
fn each_style_writes_as_the_table_has_it() {
    use Place::{Cookie, Header, Path, Query};
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let one = json!("blue");
    let list = json!(["blue", "black", "brown"]);
    let object = json!({"R": "100", "G": "200", "B": "150"});
    for (place, style, explode, value, wanted) in [
        (Path, Matrix, false, &one, ";color=blue"),
        (Path, Matrix, false, &list, ";color=blue,black,brown"),
        (Path, Matrix, false, &object, ";color=R,100,G,200,B,150"),
        (
            Path,
            Matrix,
            true,
            &list,
            ";color=blue;color=black;color=brown",
        ),
        (Path, Matrix, true, &object, ";R=100;G=200;B=150"),
        (Path, Label, false, &one, ".blue"),
        (Path, Label, false, &list, ".blue,black,brown"),
        (Path, Label, false, &object, ".R,100,G,200,B,150"),
        (Path, Label, true, &list, ".blue.black.brown"),
        (Path, Label, true, &object, ".R=100.G=200.B=150"),
        (Path, Simple, false, &one, "blue"),
        (Path, Simple, false, &list, "blue,black,brown"),
        (Path, Simple, false, &object, "R,100,G,200,B,150"),
        (Header, Simple, true, &list, "blue,black,brown"),
        (Header, Simple, true, &object, "R=100,G=200,B=150"),
        (Query, Form, false, &one, "color=blue"),
        (Query, Form, false, &list, "color=blue,black,brown"),
        (Query, Form, false, &object, "color=R,100,G,200,B,150"),
        (
            Query,
            Form,
            true,
            &list,
            "color=blue&color=black&color=brown",
        ),
        (Query, Form, true, &object, "R=100&G=200&B=150"),
        (
            Query,
            SpaceDelimited,
            false,
            &list,
            "color=blue%20black%20brown",
        ),
        (
            Query,
            SpaceDelimited,
            false,
            &object,
            "color=R%20100%20G%20200%20B%20150",
        ),
        (
            Query,
            PipeDelimited,
            false,
            &list,
            "color=blue%7Cblack%7Cbrown",
        ),
        (
            Query,
            PipeDelimited,
            false,
            &object,
            "color=R%7C100%7CG%7C200%7CB%7C150",
        ),
        (
            Query,
            DeepObject,
            true,
            &object,
            "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
        ),
        (Cookie, Form, true, &one, "color=blue"),
        (Cookie, Form, false, &list, "color=blue,black,brown"),
        (
            Cookie,
            Style::Cookie,
            true,
            &list,
            "color=blue; color=black; color=brown",
        ),
        (Cookie, Style::Cookie, true, &object, "R=100; G=200; B=150"),
    ] {
        let kind = match value {
            Value::Array(_) => "array",
            Value::Object(_) => "object",
            _ => "string",
        };
        let parameter = parameter(place, style, explode, kind);
        let told = format!("{place:?} {style:?} {explode} {value}");
        assert_eq!(written(&parameter, value).as_deref(), Ok(wanted), "{told}");
        assert_eq!(carries(&parameter, value), Ok(()), "{told}");
    }
}

#[test]
fn what_is_written_is_percent_encoded_and_read_back() {
    let text = json!("a b+c&d=e/ü%");
    let query = parameter(Place::Query, Style::Form, true, "string");
    let sent = written(&query, &text);
    assert_eq!(sent.as_deref(), Ok("color=a%20b%2Bc%26d%3De%2F%C3%BC%25"));
    assert_eq!(carries(&query, &text), Ok(()));
    let mut reserved = query;
    reserved.serial.reserved = true;
    let sent = written(&reserved, &json!("a/b?c&d"));
    assert_eq!(sent.as_deref(), Ok("color=a/b?c%26d"));
    assert_eq!(carries(&reserved, &json!("a/b?c&d")), Ok(()));
}

#[test]
fn what_a_style_cannot_carry_is_not_sent() {
    for (place, style, explode, kind, value) in [
        (Place::Query, Style::Form, true, "array", json!([])),
        (Place::Query, Style::Form, true, "object", json!({})),
        (Place::Query, Style::Form, true, "string", json!(null)),
        (Place::Query, Style::Form, true, "array", json!([null])),
        (Place::Query, Style::Form, true, "array", json!([["a"]])),
        (Place::Query, Style::Form, false, "array", json!(["a,b"])),
        (Place::Query, Style::Form, false, "array", json!([""])),
        (
            Place::Query,
            Style::PipeDelimited,
            false,
            "array",
            json!(["a|b", "c"]),
        ),
        (
            Place::Query,
            Style::SpaceDelimited,
            false,
            "array",
            json!(["a b"]),
        ),
        (
            Place::Query,
            Style::DeepObject,
            true,
            "object",
            json!({"a": {"b": 1}}),
        ),
        (Place::Query, Style::DeepObject, true, "array", json!(["a"])),
        (
            Place::Path,
            Style::Label,
            true,
            "array",
            json!(["a.b", "c"]),
        ),
        (
            Place::Header,
            Style::Simple,
            false,
            "array",
            json!(["a", " b"]),
        ),
        (Place::Cookie, Style::Form, true, "string", json!("a b")),
        (Place::Cookie, Style::Form, true, "array", json!(["a", "b"])),
        // A text that is no list is a list of one, so a wrong type does not show.
        (Place::Query, Style::Form, true, "array", json!("a")),
    ] {
        let parameter = parameter(place, style, explode, kind);
        let told = format!("{place:?} {style:?} {explode} {value}");
        assert!(carries(&parameter, &value).is_err(), "{told}");
    }
}

#[test]
fn json_in_a_parameter_carries_anything() {
    let mut parameter = parameter(Place::Query, Style::Form, true, "object");
    parameter.serial.content = Some("application/json".into());
    let value = json!({"a": [1, null, {"b": "&"}]});
    assert_eq!(carries(&parameter, &value), Ok(()));
    parameter.serial.content = Some("application/x-unheard-of".into());
    assert!(carries(&parameter, &value).is_err());
}
