use super::*;

const TOKEN: &str = "s3cr+t/t0ken=Zz.19";

fn of(values: &[&str]) -> Secrets {
    let secrets = Secrets::default();
    values.iter().for_each(|value| secrets.add(value));
    secrets
}

fn masks(secrets: &Secrets, text: &str, masked: &str) {
    assert_eq!(secrets.mask(text), masked, "{text}");
}

#[test]
fn a_secret_is_found_in_every_writing() {
    let secrets = of(&[TOKEN]);
    let every = |of: &dyn Fn(char) -> String| TOKEN.chars().map(of).collect::<String>();
    for written in [
        TOKEN.to_owned(),
        TOKEN.to_uppercase(),
        TOKEN.to_lowercase(),
        "s3cr%2Bt%2Ft0ken%3DZz.19".into(),
        "s3cr%2bt%2ft0ken%3dZz%2e19".into(),
        "s3cr%252Bt%252Ft0ken%253DZz.19".into(),
        r"s3cr+t\/t0ken=Zz.19".into(),
        r"s3cr\u002Bt\/t0ken\u003dZz.19".into(),
        r"s3cr\\u002Bt\\/t0ken\\u003dZz.19".into(),
        r"s3cr\x2bt\x2ft0ken\u{3d}Zz.19".into(),
        "s3cr&#x2B;t&#47;t0ken&#x3d;Zz.19".into(),
        "s3cr&plus;t&sol;t0ken&equals;Zz.19".into(),
        "s3cr&amp;#x2B;t/t0ken=Zz.19".into(),
        "s3cr%2Bt\\/t0ken&#61;Zz.19".into(),
        every(&|c| format!("%{:02X}", u32::from(c))),
        every(&|c| format!("\\u{:04x}", u32::from(c))),
        every(&|c| format!("&#{};", u32::from(c))),
        every(&|c| format!("{:02x}", u32::from(c))),
        every(&|c| format!("{:02X}", u32::from(c))),
    ] {
        masks(&secrets, &format!("<{written}>"), "<***>");
        masks(&secrets, &format!("a{written}b{written}"), "a***b***");
    }
}

#[test]
fn a_secret_is_found_within_base64_wherever_it_begins() {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    // With letters that each alphabet writes in its own way.
    for secret in [TOKEN, "\u{fb}\u{fe}>>??\u{ff}~~o", "hunter2"] {
        let secrets = of(&[secret]);
        for before in ["", "a", "ab", "abc"] {
            for after in ["", "x", "xy", "xyz"] {
                let text = format!("{before}{secret}{after}");
                for written in [STANDARD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
                    let masked = secrets.mask(&written);
                    assert!(masked.contains("***"), "{written}");
                    // No more than the letters at the edges stay, which hold less than a character.
                    let left = masked.replace("***", "").len();
                    assert!(left <= (before.len() + after.len()) * 4 + 6, "{masked}");
                }
            }
        }
    }
}

#[test]
fn utf_16_is_masked_in_utf_16() {
    let secrets = of(&[TOKEN]);
    let big = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect::<Vec<u8>>()
    };
    let little = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    let text = format!("<a>{TOKEN}</a>");
    assert_eq!(secrets.mask_bytes(&big(&text)), big("<a>***</a>"));
    assert_eq!(secrets.mask_bytes(&little(&text)), little("<a>***</a>"));
    // With escapes of its own in it.
    let text = "{\"a\":\"s3cr\\u002Bt\\/t0ken=Zz.19\"}";
    assert_eq!(secrets.mask_bytes(&big(text)), big("{\"a\":\"***\"}"));
    assert_eq!(secrets.mask_bytes(&little(text)), little("{\"a\":\"***\"}"));
}

#[test]
fn short_values_are_masked_where_they_stand_alone() {
    let secrets = of(&["abc", "pin42"]);
    masks(&secrets, "abc", "***");
    masks(
        &secrets,
        "to abc, \"Abc\" (abc) user=abc;",
        "to ***, \"***\" (***) user=***;",
    );
    masks(&secrets, "abcd xabc abc_d abc9", "abcd xabc abc_d abc9");
    masks(&secrets, "pin42 pin421", "*** pin421");
    masks(&secrets, "616263 YWJj 9616263", "*** *** 9616263");
    masks(&of(&["ab", "", "   "]), "ab", "ab");
    masks(&of(&["password"]), "no password", "no password");
}

#[test]
fn half_a_secret_before_a_cut_is_masked() {
    let secrets = of(&[TOKEN]);
    masks(&secrets, "got \"s3cr+t/t0…", "got \"***…");
    masks(&secrets, "got \"s3cr\\u002Bt/t…", "got \"***…");
    masks(&secrets, "got …ken=Zz.19\"", "got …***\"");
    masks(&secrets, "got s3c…", "got s3c…");
}

#[test]
fn a_number_of_json_becomes_a_text() {
    let secrets = of(&["12345678"]);
    masks(&secrets, "{\"pin\": 12345678}", "{\"pin\": \"***\"}");
    masks(&secrets, "[12345678,\"12345678\"]", "[\"***\",\"***\"]");
}

#[test]
fn what_holds_no_secret_stays_byte_for_byte() {
    let secrets = of(&[TOKEN, "abc"]);
    let bytes = b"\xff\xfe%zz \\u12 &#x; &bogus; \\ud800 % & \\";
    assert!(secrets.masked(bytes).is_none());
    assert_eq!(secrets.mask_bytes(bytes), bytes);
    // Around a secret, too.
    let mut long = bytes.to_vec();
    long.extend_from_slice(TOKEN.as_bytes());
    long.extend_from_slice(bytes);
    let mut wanted = bytes.to_vec();
    wanted.extend_from_slice(b"***");
    wanted.extend_from_slice(bytes);
    assert_eq!(secrets.mask_bytes(&long), wanted);
}

#[test]
fn a_header_is_taken_apart() {
    let secrets = Secrets::default();
    secrets.add_header("Authorization", "Bearer abcdef-123456");
    secrets.add_header("X-Basic", "Basic Ym9iOmh1bnRlcjI=");
    secrets.add_header("Cookie", "sid=c00kie-value; theme=\"dark-one\"");
    secrets.add_header("X-Sig", "Signature keyId=\"the-key\",sig=\"c2lnbmVk\"");
    secrets.add_header("Accept", "application/json");
    masks(
        &secrets,
        "abcdef-123456 and Bearer abcdef-123456",
        "*** and ***",
    );
    masks(
        &secrets,
        "bob hunter2 bob:hunter2 Ym9iOmh1bnRlcjI= bobby",
        "*** *** *** *** bobby",
    );
    masks(
        &secrets,
        "c00kie-value dark-one the-key c2lnbmVk",
        "*** *** *** ***",
    );
    masks(
        &secrets,
        "application/json bearer",
        "application/json bearer",
    );
}

#[test]
fn a_url_and_a_login_are_taken_apart() {
    let secrets = Secrets::default();
    secrets.add_url("http://eve:p%40ss-word@proxy:3128");
    masks(
        &secrets,
        "eve p@ss-word p%40ss-word proxy",
        "*** *** *** proxy",
    );
    let secrets = Secrets::default();
    secrets.add_login(
        br#"{"user":"alice","pw":"wonder\u002Bland","grant_type":"client_credentials"}"#,
    );
    secrets.add_login(b"u=mallory&p=a%2Bb%2Bc%2Bd");
    secrets.add_login(b"<login><pw a='attr-value'>t&amp;xt-value</pw></login>");
    masks(
        &secrets,
        "alice wonder+land mallory a+b+c+d",
        "*** *** *** ***",
    );
    masks(&secrets, "attr-value t&amp;xt-value", "*** ***");
    masks(&secrets, "client_credentials", "client_credentials");
    secrets.add_answer(&Response {
        status: 200,
        headers: vec![("Set-Cookie".into(), "sid=from-the-login; Path=/".into())],
        body: br#"{"status":"success","refresh_token":"r-123","x":"0123456789abcdef"}"#
            .as_slice()
            .into(),
        cut: 0,
    });
    masks(
        &secrets,
        "from-the-login r-123 0123456789abcdef",
        "*** *** ***",
    );
    masks(&secrets, "success", "success");
}

#[test]
fn megabytes_are_searched_in_no_time() {
    let secrets = of(&[
        TOKEN,
        "abc",
        "another-secret-of-some-length",
        "user",
        "pass-word",
    ]);
    let body =
        "{\"name\": \"a value of some kind\", \"path\": \"\\/a\\/b\", \"n\": 17},\n".repeat(80_000);
    let began = std::time::Instant::now();
    assert!(secrets.masked(body.as_bytes()).is_none());
    let took = began.elapsed();
    assert!(took < std::time::Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_piece_of_a_secret_in_quotes_is_masked() {
    let secrets = of(&["pA55?w0rd&more"]);
    let told = "the reference \"&more\" of `name` is \"w0rd\" and \"w0rd&\"";
    let masked = "the reference \"***\" of `name` is \"w0rd\" and \"***\"";
    assert_eq!(secrets.mask_quoted(told), masked);
}

#[test]
fn a_cut_within_an_escape_leaves_no_half() {
    let secrets = of(&[TOKEN]);
    let all = |of: &dyn Fn(u32) -> String| -> String {
        TOKEN.chars().map(|c| of(u32::from(c))).collect()
    };
    let decimal = all(&|c| format!("&#{c};"));
    let twice = all(&|c| format!("&amp;#{c};"));
    let unicode = all(&|c| format!("\\u{c:04x}"));
    let url = all(&|c| format!("%25{c:02X}"));
    for whole in [decimal, twice, unicode, url] {
        for at in whole.len() / 2..whole.len() - 1 {
            assert_eq!(
                secrets.mask(&format!("x {}…", &whole[..at])),
                "x ***…",
                "{at}"
            );
        }
    }
    // What only looks like an escape is part of the secret.
    let secrets = of(&["ab&cd-efgh"]);
    assert_eq!(secrets.mask("ab&cd…"), "***…");
    assert_eq!(secrets.mask("100 %abc… and &x…"), "100 %abc… and &x…");
}

#[test]
fn a_secret_in_a_pointer_is_masked() {
    let secrets = of(&["k~y/a+b"]);
    assert_eq!(secrets.mask("at /made/k~0y~1a+b/id"), "at /made/***/id");
}
