//! Texts that look like dates and times are such: a pattern such as `\d{4}-\d{2}-\d{2}` lets month 79 pass, and whoever
//! wrote it meant a date.

/// Pieces between marks, with the greatest number that each may be and the least.
const DATE: [(usize, u32, u32); 3] = [(4, 1970, 2069), (2, 1, 12), (2, 1, 28)];
const TIME: [(usize, u32, u32); 3] = [(2, 0, 23), (2, 0, 59), (2, 0, 59)];
const OFFSET: [(usize, u32, u32); 2] = [(2, 0, 13), (2, 0, 59)];

/// The same text with numbers that dates, times of day and offsets can have, where it has their form; `None` for others.
pub(super) fn real(text: &str) -> Option<String> {
    let mut chars: Vec<char> = text.chars().collect();
    let date = pieces(&mut chars, 0, '-', &DATE);
    let time = match date {
        Some(end) if chars.get(end).is_some_and(|c| "Tt ".contains(*c)) => {
            pieces(&mut chars, end + 1, ':', &TIME)
        }
        Some(_) => None,
        None => Some(pieces(&mut chars, 0, ':', &TIME)?),
    };
    if let Some(mut end) = time {
        if chars.get(end) == Some(&'.') {
            end += 1;
            end += chars[end..]
                .iter()
                .take_while(|c| c.is_ascii_digit())
                .count();
        }
        if chars.get(end).is_some_and(|c| "+-".contains(*c)) {
            pieces(&mut chars, end + 1, ':', &OFFSET);
        }
    }
    Some(chars.into_iter().collect())
}

/// Puts possible numbers in place of those from here on; where they end. At least two have to be there.
fn pieces(
    chars: &mut [char],
    from: usize,
    mark: char,
    wanted: &[(usize, u32, u32)],
) -> Option<usize> {
    let (mut at, mut found) = (from, Vec::new());
    for (number, (digits, least, most)) in wanted.iter().enumerate() {
        let start = match number {
            0 => Some(at),
            _ => (chars.get(at) == Some(&mark)).then_some(at + 1),
        };
        let all = start.and_then(|s| Some((s, chars.get(s..s + digits)?)));
        let Some((start, own)) = all.filter(|(_, own)| own.iter().all(char::is_ascii_digit)) else {
            break;
        };
        let value = own
            .iter()
            .fold(0, |sum, c| sum * 10 + c.to_digit(10).unwrap_or(0));
        let value = match (*least..=*most).contains(&value) {
            true => value,
            false => least + value % (most - least + 1),
        };
        at = start + digits;
        found.push((start, format!("{value:0digits$}")));
    }
    if found.len() < 2 || chars.get(at).is_some_and(char::is_ascii_digit) {
        return None;
    }
    for (start, value) in found {
        value
            .chars()
            .enumerate()
            .for_each(|(n, c)| chars[start + n] = c);
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::real;

    #[test]
    fn what_looks_like_a_time_is_one_and_the_rest_stays() {
        for (drawn, wanted) in [
            ("9385-79-50T97:23:78", Some("2055-08-23T01:23:18")),
            ("2024-02-28", Some("2024-02-28")),
            ("2024-13", Some("2024-02")),
            ("99:61", Some("03:01")),
            (
                "2024-01-01T10:00:00.123+99:99",
                Some("2024-01-01T10:00:00.123+01:39"),
            ),
            ("1234-5678-90", None),
            ("12-34", None),
            ("AB-12:34", None),
            ("10.0.0.1:8080", None),
            ("12", None),
        ] {
            assert_eq!(real(drawn).as_deref(), wanted, "{drawn}");
        }
    }

    #[test]
    fn a_pattern_of_dates_draws_dates() {
        let pattern = super::super::Pattern::of(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$");
        let bounds = super::super::Bounds {
            least: 0,
            most: None,
        };
        for seed in 0..50 {
            let mut dice = crate::dice::Dice::new(seed, "dates", 0, 0);
            let text = pattern.text(&mut dice, bounds).unwrap();
            assert_eq!(real(&text).as_deref(), Some(&*text));
        }
    }
}
