//! Lists of user text in a message.

/// The texts in backticks with commas between them; after ten only how many more there are.
pub fn quoted<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 10;
    let mut texts = texts.into_iter();
    let shown: Vec<String> = texts.by_ref().take(SHOWN).map(|text| format!("`{text}`")).collect();
    let list = shown.join(", ");
    match texts.count() {
        0 => list,
        more => format!("{list} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_ends_with_a_count() {
        assert_eq!(quoted(["http", "grpc"]), "`http`, `grpc`");
        let many: Vec<String> = (0..12).map(|n| n.to_string()).collect();
        assert!(quoted(many.iter().map(String::as_str)).ends_with("`9` and 2 more"));
    }
}
