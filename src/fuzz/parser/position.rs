//! The place that a refusal tells of: `@LINE:COLUMN` before the reason.

/// Whether a refusal tells of no place, or of one in the document. How columns and ends of lines are
/// counted is left open, and the place just after the end is one.
pub(super) fn is_within(said: &str, document: &[u8]) -> bool {
    let Some((line, column)) = told(said) else {
        return true;
    };
    // In UTF-16 every second byte may be one of a line end's.
    let is_end = |byte: &&u8| matches!(**byte, b'\n' | b'\r' | 0x85 | 0xa8 | 0x28);
    let lines = document.iter().filter(is_end).count() as u64 + 2;
    line <= lines && column <= document.len() as u64 + 2
}

/// Line and column, where they are told.
fn told(said: &str) -> Option<(u64, u64)> {
    let place = said.strip_prefix('@')?.split(' ').next()?;
    let (line, column) = place.split_once(':')?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_in_the_document() {
        let document = b"<a>\n<b>";
        for (said, is_right) in [
            ("no place", true),
            ("@ is no name", true),
            ("@1:0 x", true),
            ("@2:4 x", true),
            ("@3:1 x", true),
            ("@4:1 x", false),
            ("@1:11 x", false),
            ("@18446744073709551615:1", false),
        ] {
            assert_eq!(is_within(said, document), is_right, "{said}");
        }
    }
}
