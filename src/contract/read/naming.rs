//! What contracts and operations are called when nobody says so.

/// The short name of a contract, from where it lies or what it is called.
pub(super) fn name(file: &str, title: &str) -> String {
    let parts: Vec<&str> = file.rsplit(['/', '\\']).collect();
    let stem = parts[0].rsplit_once('.').map_or(parts[0], |(stem, _)| stem);
    let named = match parts[..] {
        [_, folder, "contracts", ..] if stem == "openapi" => slug(folder),
        _ => slug(title),
    };
    match (named.is_empty(), slug(stem)) {
        (false, _) => named,
        (true, stem) if stem.is_empty() => "contract".to_owned(),
        (true, stem) => stem,
    }
}

/// An operationId as clause ids can hold it: they are cut at slashes, and patterns have stars.
pub(super) fn id(text: &str) -> String {
    let mut id = String::new();
    for c in text.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ':' | '~' | '+' | '@' | '$') {
            id.push(c);
        } else if !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_matches('-').to_owned()
}

/// Lower case words with hyphens, of a title.
pub(super) fn slug(text: &str) -> String {
    slug_within(text, 60)
}

/// The same of a path, which may be long.
pub(super) fn long_slug(text: &str) -> String {
    slug_within(text, 160)
}

fn slug_within(text: &str, longest: usize) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= longest {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn contracts_are_named() {
        for (file, title, wanted) in [
            ("contracts/stores/openapi.yaml", "Many stores", "stores"),
            ("a/contracts/my-api/openapi.json", "", "my-api"),
            (
                "petstore.yaml",
                "Swagger Petstore - 3.1",
                "swagger-petstore-3-1",
            ),
            ("petstore.yaml", "", "petstore"),
            ("", "", "contract"),
        ] {
            assert_eq!(name(file, title), wanted, "{file} {title}");
        }
    }
}
