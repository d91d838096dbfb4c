//! Variables in a text, with their values put in their place.

use std::borrow::Cow;

/// The text with every variable of which the value is known replaced by it: `$(NAME)` as Kubernetes does it in values
/// and arguments, `${NAME}` and `$NAME` as a shell does it. `$$` stands for itself.
pub(super) fn expanded<'t>(text: &'t str, value: &dyn Fn(&str) -> Option<String>) -> Cow<'t, str> {
    if !text.contains('$') {
        return Cow::Borrowed(text);
    }
    let mut expanded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        expanded.push_str(before);
        rest = behind;
        if let Some(behind) = rest.strip_prefix('$') {
            expanded.push_str("$$");
            rest = behind;
            continue;
        }
        match reference(rest).and_then(|(name, behind)| Some((value(name)?, behind))) {
            Some((value, behind)) => {
                expanded.push_str(&value);
                rest = behind;
            }
            None => expanded.push('$'),
        }
    }
    expanded.push_str(rest);
    Cow::Owned(expanded)
}

/// The name of the variable whose `$` stands before this text, and what comes behind it.
fn reference(text: &str) -> Option<(&str, &str)> {
    let (open, close) = match text.chars().next()? {
        '(' => (true, ')'),
        '{' => (true, '}'),
        _ => (false, ' '),
    };
    if open {
        let (name, behind) = text.get(1..)?.split_once(close)?;
        // `${NAME:-default}` has a value that only the running program knows, unless the variable is set.
        let name = name.split(":-").next().unwrap_or(name);
        return is_name(name).then_some((name, behind));
    }
    let length = text.find(|character: char| !is_inner(character)).unwrap_or(text.len());
    let (name, behind) = text.split_at_checked(length)?;
    is_name(name).then_some((name, behind))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_inner)
}

fn is_inner(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_variables_are_replaced_and_others_stay() {
        let value = |name: &str| match name {
            "HOST" => Some("redis".to_owned()),
            "PORT" => Some("6379".to_owned()),
            _ => None,
        };
        for (text, read) in [
            ("$(HOST):$(PORT)", "redis:6379"),
            ("http://${HOST}:${PORT}/", "http://redis:6379/"),
            ("nc -z $HOST $PORT", "nc -z redis 6379"),
            ("${HOST:-localhost}", "redis"),
            ("$(OTHER) ${OTHER:-x} $OTHER $", "$(OTHER) ${OTHER:-x} $OTHER $"),
            ("$$(HOST)", "$$(HOST)"),
            ("$(HOST", "$(HOST"),
            ("plain", "plain"),
        ] {
            assert_eq!(expanded(text, &value), read);
        }
    }
}
