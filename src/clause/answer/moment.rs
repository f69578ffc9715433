//! Times of an answer beside the clock of whoever sent it: a wrong time zone shows in hours.

use std::time::{Duration, UNIX_EPOCH};

use crate::exchange::Response;

/// What clocks of one target may differ by.
const DRIFT: Duration = Duration::from_secs(10 * 60);
/// What no time zone makes more of: a header that is further off is no clock.
const ZONES: Duration = Duration::from_secs(27 * 60 * 60);

/// How a time in milliseconds contradicts the header Date: it is to come, or is past although it tells of
/// what was made just now. `None` where it does not, or no such header tells the time.
pub(super) fn off(ms: i64, made: bool, response: &Response) -> Option<String> {
    let date = httpdate::parse_http_date(response.header("date")?).ok()?;
    let date = date.duration_since(UNIX_EPOCH).ok()?;
    let told = Duration::from_millis(u64::try_from(ms).ok()?);
    let ahead = told.saturating_sub(date);
    let behind = date.saturating_sub(told);
    let far = |by: Duration| by > DRIFT && by < ZONES;
    let minutes = |by: Duration| by.as_secs().div_ceil(60);
    if far(ahead) {
        Some(format!(
            "{ms}, {} minutes ahead of the header Date",
            minutes(ahead)
        ))
    } else if made && far(behind) {
        Some(format!(
            "{ms}, {} minutes behind the header Date",
            minutes(behind)
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::off;
    use crate::exchange::Response;

    #[test]
    fn a_time_zone_shows_and_a_frozen_header_does_not() {
        let response = Response {
            headers: vec![("date".into(), "Sun, 06 Nov 1994 08:49:37 GMT".into())],
            ..Response::default()
        };
        let now = 784_111_777_000;
        let hour = 3_600_000;
        assert_eq!(off(now + 60_000, true, &response), None);
        assert!(off(now + 2 * hour, false, &response).is_some());
        assert!(off(now - 5 * hour, true, &response).is_some());
        assert_eq!(off(now - 5 * hour, false, &response), None);
        assert_eq!(off(now + 100 * hour, true, &response), None);
        assert_eq!(off(now + 2 * hour, true, &Response::default()), None);
    }
}
