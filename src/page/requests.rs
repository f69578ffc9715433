//! Operations that a page names in no line of its own: by a `curl` command, in a row or a list of method and address.

use super::block::{Block, Page, Table};
use super::{caught, commands, patterns};

patterns! {
    METHOD = r"^[`*]*(GET|POST|PUT|PATCH|DELETE|HEAD)[`*]*$";
    ADDRESS = r"^[`*]*((?:https?://|/)[^\s`*]+)[`*]*$";
    LABEL = r"(?i)^\W*(?:(?:http |request )?(?:method|verb)|(?:request |method |api )?(?:url|uri|path|endpoint|route|address)):?\**:?\s+(\S+)\s*(?:$|[.,;])";
}

/// Requests as `METHOD address`, each with the block that it stands in.
pub(super) fn found(page: &Page) -> Vec<(usize, String)> {
    let mut all = pairs(page);
    for (at, block) in page.blocks.iter().enumerate() {
        if let Block::Code(text) | Block::Text(text) = block
            && let Some(command) = commands::read(text)
        {
            all.push((at, format!("{} {}", command.method, command.address)));
        }
    }
    all.sort_by_key(|(at, _)| *at);
    all
}

/// Methods and addresses that stand side by side in a table, or below each other.
fn pairs(page: &Page) -> Vec<(usize, String)> {
    let mut all = Vec::new();
    let mut method: Option<String> = None;
    let mut address: Option<String> = None;
    for (at, block) in page.blocks.iter().enumerate() {
        match block {
            Block::Table(table) => all.extend(rows(table).into_iter().map(|request| (at, request))),
            Block::Text(text) | Block::Item(text) | Block::Code(text) => {
                for line in text.lines() {
                    let Some(found) = caught(&LABEL, line) else {
                        continue;
                    };
                    let word = found[1].to_owned();
                    match caught(&METHOD, &word) {
                        Some(found) => method = Some(found[1].to_owned()),
                        None => {
                            address = caught(&ADDRESS, &word)
                                .map(|found| found[1].to_owned())
                                .or(address)
                        }
                    }
                    if let (Some(method), Some(address)) = (&method, &address) {
                        all.push((at, format!("{method} {address}")));
                    } else {
                        continue;
                    }
                    (method, address) = (None, None);
                }
            }
            Block::Heading(_) => {}
        }
    }
    all
}

/// Rows that hold a request: in one cell, in two, or as two rows of a name and a value.
fn rows(table: &Table) -> Vec<String> {
    let mut all = Vec::new();
    let mut spread: (Option<String>, Option<String>) = (None, None);
    let rows = std::iter::once(&table.head).chain(&table.rows);
    for row in rows {
        let method = row
            .iter()
            .find_map(|cell| Some(caught(&METHOD, cell.trim())?[1].to_owned()));
        let address = row
            .iter()
            .find_map(|cell| Some(caught(&ADDRESS, cell.trim())?[1].to_owned()));
        let whole = row.iter().map(|cell| cell.trim_matches(['`', '*', ' ']));
        let mut whole = whole.filter(|cell| {
            super::operation::is_request(cell) && cell.split_whitespace().count() == 2
        });
        match (whole.next(), method, address) {
            (Some(request), _, _) => all.push(request.to_owned()),
            (None, Some(method), Some(address)) => all.push(format!("{method} {address}")),
            (None, method, address) => {
                spread = (spread.0.or(method), spread.1.or(address));
                if let (Some(method), Some(address)) = &spread {
                    all.push(format!("{method} {address}"));
                    spread = (None, None);
                }
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_found_where_no_line_names_them() {
        for (text, request) in [
            (
                "curl -X PUT \\\n  https://a.example/v1/b -d '{}'",
                "PUT https://a.example/v1/b",
            ),
            (
                "$ curl https://a.example/v1/b/$ID --data-urlencode \"c=1\"",
                "POST https://a.example/v1/b/{ID}",
            ),
            (
                "curl --request DELETE 'https://a.example/b/{{id}}'",
                "DELETE https://a.example/b/{id}",
            ),
            ("curl https://a.example/b", "GET https://a.example/b"),
        ] {
            let blocks = vec![Block::Code(text.to_owned())];
            assert_eq!(found(&Page { blocks }), [(0, request.to_owned())], "{text}");
        }
        let table = Table {
            rows: vec![
                vec!["Method".into(), "POST".into()],
                vec!["URL".into(), "`/v1/things`".into()],
            ],
            ..Table::default()
        };
        let told = |blocks| {
            found(&Page { blocks })
                .into_iter()
                .map(|(_, r)| r)
                .collect::<Vec<_>>()
        };
        assert_eq!(told(vec![Block::Table(table)]), ["POST /v1/things"]);
        let labels = ["Method: `POST`", "Endpoint: https://a.example/v1/things"];
        assert_eq!(
            told(labels.iter().map(|l| Block::Text((*l).into())).collect()),
            ["POST https://a.example/v1/things"]
        );
        assert_eq!(
            told(vec![
                Block::Code("libcurl is nice".into()),
                Block::Text("curl it".into())
            ])
            .len(),
            0
        );
    }
}
