//! Answers that go on: a document may say in words alone that a success is a stream, which ends when the
//! target pleases.

/// Words that say it; the noun alone may be a thing of the API.
const WORDS: [&str; 14] = [
    "(streaming",
    "streaming response",
    "streaming json",
    "stream of events",
    "stream of updates",
    "stream of changes",
    "stream real-time",
    "stream events",
    "stream updates",
    "streams events",
    "streams updates",
    "server-sent event",
    "long poll",
    "long-poll",
];

/// Whether a description says that the answer is a stream.
pub(super) fn is_said(about: &str) -> bool {
    let about = about.to_ascii_lowercase();
    WORDS.iter().any(|words| about.contains(words))
}

#[cfg(test)]
mod tests {
    use super::is_said;

    #[test]
    fn a_stream_is_told_from_a_thing_of_that_name() {
        assert!(is_said("A successful response.(streaming responses)"));
        assert!(is_said("Stream real-time events from the server."));
        assert!(!is_said("Creates a stream"));
        assert!(!is_said("The upstream of a service"));
    }
}
