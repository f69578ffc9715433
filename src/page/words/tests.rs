use super::{Cause, Known, tie};

fn known() -> Vec<Known> {
    let one = |name: &str, at: &str, kind: &str| Known {
        name: name.into(),
        at: at.into(),
        kind: Some(kind.into()),
        ..Known::default()
    };
    vec![
        one("title", "/body/title", "string"),
        one("shelf_id", "/body/shelf_id", "integer"),
        one("amount", "/body/amount", "integer"),
        one("readerId", "/path/readerId", "string"),
        Known {
            values: vec!["LENT".into(), "SOLD".into()],
            ..one("kind", "/header/kind", "string")
        },
    ]
}

fn told(words: &str) -> String {
    let Some(tie) = tie(words, &known(), "loan") else {
        return "untested".into();
    };
    let causes = tie.causes.iter().map(|cause| match cause {
        Cause::Breaks { keyword, with } => match with {
            Some(with) => format!("{keyword}:{with}"),
            None => (*keyword).to_owned(),
        },
        Cause::Unknown { kind } => format!("unknown {kind}"),
        Cause::Fixture => "fixture".into(),
        Cause::Taken => "taken".into(),
        Cause::State { name, own } => format!("{name}{}", if *own { " (own)" } else { "" }),
    });
    let causes = causes.collect::<Vec<_>>().join(" ");
    let states = tie
        .states
        .iter()
        .map(|(k, v)| format!(" {k}={v}"))
        .collect::<String>();
    let with = tie
        .with
        .map_or(String::new(), |(at, v)| format!(" beside {at}={v}"));
    format!("{} {causes}{states}{with}", tie.at.unwrap_or_default())
        .trim()
        .to_owned()
}

#[test]
fn words_that_name_a_cause_are_tied_to_it() {
    for (words, cause) in [
        (
            "The value of 'title' must not be null or blank.",
            "/body/title required type:null minLength minLength=1",
        ),
        (
            "`shelf_id` cannot be empty",
            "/body/shelf_id required type:empty",
        ),
        ("Missing required field: title", "/body/title required"),
        ("The title is required.", "/body/title required"),
        (
            "'title' is longer than 40 characters",
            "/body/title maxLength maxLength=40",
        ),
        (
            "The 'title' must be at least 3 characters",
            "/body/title minLength minLength=3",
        ),
        (
            "title must be between 2 and 1,000 characters",
            "/body/title minLength maxLength minLength=2 maxLength=1000",
        ),
        (
            "The amount must be greater than 0",
            "/body/amount minimum minimum=1",
        ),
        ("amount exceeds 12", "/body/amount maximum maximum=12"),
        (
            "'title' may contain only letters, digits and '-'.",
            "/body/title pattern pattern=\"^[A-Za-z0-9-]*$\"",
        ),
        (
            "'title' must consist of only lowercase letters and underscores",
            "/body/title pattern pattern=\"^[a-z_]*$\"",
        ),
        ("The title must be unique.", "/body/title taken"),
        ("The sum must be unique.", "untested"),
        (
            "A loan with this title already exists.",
            "/body/title taken",
        ),
        (
            "It could not be made, the title provided is already in use.",
            "/body/title taken",
        ),
        ("The 'title' is already taken", "/body/title taken"),
        ("The shelf does not exist.", "/body/shelf_id unknown shelf"),
        ("Reader not found", "/path/readerId unknown reader"),
        ("Loan not found", "/path/readerId unknown loan"),
        ("No such shelf.", "/body/shelf_id unknown shelf"),
        ("The shelf is not active", "/body/shelf_id fixture"),
        (
            "SOLD books can only be taken from ... can only be done on shelves",
            "untested",
        ),
        (
            "The shelf is not configured for sold items",
            "/body/shelf_id fixture beside /header/kind=SOLD",
        ),
        (
            "A loan is already in progress for it",
            "a loan is in progress (own)",
        ),
        (
            "An inventory is currently running.",
            "an inventory is in progress",
        ),
        ("kind must be one of LENT, SOLD", "/header/kind enum"),
        (
            "'title' must be one of: red, green",
            "/body/title enum enum=[\"red\",\"green\"]",
        ),
        ("'amount' must be an integer", "/body/amount type"),
        (
            "'title' is not a valid email address",
            "/body/title format format=\"email\"",
        ),
    ] {
        assert_eq!(told(words), cause, "{words}");
    }
}

#[test]
fn words_that_name_none_are_not_tied() {
    for words in [
        "",
        "An error occurred.",
        "Bad request",
        "Invalid title",
        "The request is not valid",
        "The token does not exist",
        "The 'title' and 'amount' parameters cannot be null",
        "title is required when kind is SOLD",
        "The 'title' must be an integer",
        "'title' must not exceed 100",
        "'title' must only contain nice things",
        "'title' must only contain letters and emoji",
        "You do not have permission to use the shelf",
        "Too many requests",
        "The shelf is full",
        "'nothing' does not exist",
        "Method not allowed",
        "'amount' must not exceed 10 characters",
        "The title is not unique enough when it is required to be so",
    ] {
        assert_eq!(told(words), "untested", "{words}");
    }
}
