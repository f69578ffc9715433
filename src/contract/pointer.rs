//! JSON pointers (RFC 6901) to places of requests and answers.

/// The pointer of a member below a place.
pub fn below(at: &str, name: &str) -> String {
    if name.contains(['~', '/']) {
        let name = name.replace('~', "~0").replace('/', "~1");
        return format!("{at}/{name}");
    }
    format!("{at}/{name}")
}
