//! Marks of credentials in a command: shell variables stand for what they hide.

/// A quoted argument with a variable for each mark: `${shop:key}` is `$SHOP_KEY`.
pub(super) fn as_variables(argument: String) -> String {
    // Only a mark inside single quotes is one: a shell would see it otherwise.
    if !argument.starts_with('\'') {
        return argument;
    }
    let mut out = String::new();
    let mut rest = argument.as_str();
    while let Some((before, after)) = rest.split_once("${") {
        let Some((mark, after)) = after.split_once('}').filter(|(m, _)| m.contains(':')) else {
            break;
        };
        let (name, encoding) = mark.split_once('|').unwrap_or((mark, ""));
        let upper = name.chars().map(|c| match c.is_ascii_alphanumeric() {
            true => c.to_ascii_uppercase(),
            false => '_',
        });
        let variable: String = upper.collect();
        out.push_str(before);
        out.push_str(&match encoding {
            "base64" => format!("'\"$(printf %s \"${variable}\" | base64 -w 0)\"'"),
            _ => format!("'\"${variable}\"'"),
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::as_variables;

    #[test]
    fn a_mark_is_a_variable() {
        let turned = as_variables("'X-Key: ${my-shop:key}'".into());
        assert_eq!(turned, "'X-Key: '\"$MY_SHOP_KEY\"''");
        assert_eq!(as_variables("'a ${b} c'".into()), "'a ${b} c'");
    }
}
