//! Redirects, and answers that put off.

use super::child::TOKEN;
use super::server::{Talk, answer, json, serve};
use super::{ANY, JSA, LOST, behaviours, check};

behaviours! {
    redirect_in_circles: |t| t.always(answer("302 Found", "Location: /\r\n", "")), LOST, ["status 302"];
    redirect_to_a_location_of_garbage: |t| t.always(answer("307 Go", "Location: javascript:alert(1)\r\nLocation: http://[\r\n", "")),
        LOST, ["status 307"];
    come_back_in_a_year: |t| t.always(answer("429 Busy", "Retry-After: 31536000\r\n", "{}")), ANY, ["429"];
    come_back_at_garbage: |t| t.always(answer("503 Busy", "Retry-After: soon\r\n", "{}")), ANY, ["503"];
    come_back_in_minus_a_year: |t| t.always(answer("503 Busy", "Retry-After: -99999999999999999999\r\n", "{}")), ANY, ["503"];
    busy_for_ever: |t| t.always(json("429 Busy", "{}")), LOST, ["429"];
    unavailable_for_ever: |t| t.always(json("503 Busy", "{}")), LOST, ["503"];
    no_access_for_ever: |t| t.always(json("401 No", "{}")), LOST, ["401"];
    conflict_for_ever: |t| t.always(json("409 No", r#"{"code": 1015}"#)), ANY, ["1015"];
}

/// Whatever a target says of where to go, nobody else is asked, and nobody else sees the token.
#[test]
fn redirect_to_another_host() {
    let other = serve(|t: &mut Talk| t.always(json("201 Yes", "{}")));
    let location = format!(
        "Location: {}/?token={TOKEN}\r\nRefresh: 0; url={}\r\n",
        other.url, other.url
    );
    for status in ["301 Go", "302 Go", "303 Go", "307 Go", "308 Go"] {
        let headers = location.clone();
        let server = serve(move |t: &mut Talk| t.always(answer(status, &headers, "")));
        check(&server.url, &JSA).holds(status, LOST, &[&format!("status {}", &status[..3])]);
    }
    assert_eq!(other.talks.load(std::sync::atomic::Ordering::Relaxed), 0);
}
